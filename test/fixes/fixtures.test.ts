import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { rules } from '../../src/index.js';
import { findingsOf, fixTree, type Tree } from '../support/fixCase.js';
import { casesOf, FIXTURES, treeOf } from '../support/fixtures.js';
import { isUpdating } from '../support/snapshot.js';

const asTexts = (tree: Tree): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(tree).map(([path, content]) => [path, Buffer.from(content).toString('utf8')]));

describe('the fixes of the rules', function () {
  this.timeout(20_000);
  for (const rule of rules) {
    const cases = casesOf(rule.id, 'fail');

    if (!rule.fixable) {
      it(`${rule.id} has none, and no case for one`, () => {
        expect(casesOf(rule.id, 'fixed')).to.deep.equal([]);
        const edits = cases.flatMap(({ folder }) => findingsOf(treeOf(folder), rule).map(({ autofix }) => autofix));
        expect(edits.filter((one) => one !== undefined)).to.deep.equal([]);
      });
      continue;
    }

    for (const { name, folder } of cases) {
      it(`${rule.id} makes of fail/${name} what is in fixed`, async () => {
        const tree = treeOf(folder);
        const { changed, fixed, refused } = await fixTree(tree, rule);
        const expected = join(FIXTURES, 'rules', rule.id, 'fixed', name);
        if (isUpdating()) update(expected, changed);
        const known = casesOf(rule.id, 'fixed').some((one) => one.name === name) ? treeOf(expected) : {};
        expect(asTexts(changed)).to.deep.equal(asTexts(known));

        // Once more it changes nothing, and what is left was refused, or has no fix.
        const after = { ...tree, ...changed };
        const again = await fixTree(after, rule);
        expect(again.changed).to.deep.equal({});
        expect(again.fixed).to.deep.equal([]);
        const left = findingsOf(tree, rule).length - fixed.length;
        expect(findingsOf(after, rule)).to.have.lengthOf(left);
        expect(refused.every(({ reason }) => reason !== '')).to.equal(true);
      });
    }

    it(`${rule.id} has a case that is fixed for good, and nothing in fixed without its case`, async () => {
      expect(cases.map(({ name }) => name)).to.include.members(casesOf(rule.id, 'fixed').map(({ name }) => name));
      const fixes = await Promise.all(cases.map(({ folder }) => fixTree(treeOf(folder), rule)));
      expect(fixes.some(({ fixed }) => fixed.length > 0)).to.equal(true);
    });
  }
});

function update(folder: string, changed: Tree): void {
  rmSync(folder, { recursive: true, force: true });
  for (const [path, content] of Object.entries(changed)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}
