import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { rules } from '../src/index.js';
import { FIXTURES } from './support/fixtures.js';
import { scanFixture } from './support/scanCase.js';

const EXAMPLE = join(FIXTURES, 'projects', 'four-org-bank');
const ORGS = ['apac', 'compliance', 'emea', 'hq'] as const;

/** The rows of the tables that say which rule reports what, by their last cell. */
function planted(): ReadonlyArray<{ readonly orgs: readonly string[]; readonly rules: readonly string[] }> {
  const readme = readFileSync(join(EXAMPLE, 'README.md'), 'utf8');
  return readme.split('\n').flatMap((line) => {
    const cells = line.split('|').map((cell) => cell.trim());
    const ids = [...(cells[5] ?? '').matchAll(/`([a-z0-9-]+)`/g)].map(([, id]) => id!);
    if (ids.length === 0) return [];
    return [{ orgs: cells[2] === 'all' ? ORGS : cells[2]!.split(', '), rules: ids }];
  });
}

describe('the example of four orgs', () => {
  it('has each trouble before that its README says', () => {
    const { findings } = scanFixture(join(EXAMPLE, 'before'), rules);
    const found = new Set(findings.map(({ rule, location }) => `${location.path.split('/')[0]!} ${rule}`));
    const rows = planted();
    expect(rows).to.have.length.greaterThan(30);
    const missing = rows.flatMap((row) =>
      row.orgs.flatMap((org) => row.rules.map((rule) => `${org} ${rule}`)).filter((each) => !found.has(each))
    );
    expect(missing).to.deep.equal([]);
  });

  it('has no trouble after, and leaves nothing unjudged', () => {
    const { findings, notEvaluated } = scanFixture(join(EXAMPLE, 'after'), rules);
    expect(findings.map(({ message }) => message)).to.deep.equal([]);
    expect(notEvaluated.map(({ message }) => message)).to.deep.equal([]);
  });
});
