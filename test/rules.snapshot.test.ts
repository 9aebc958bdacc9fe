import { join } from 'node:path';
import { expect } from 'chai';
import { rules } from '../src/index.js';
import { countsText, findingsText } from './support/findingsText.js';
import { casesOf, examples, FIXTURES, type FixtureCase } from './support/fixtures.js';
import { scanCase, scanFixture } from './support/scanCase.js';
import { isUpdating, readSnapshot, writeSnapshot } from './support/snapshot.js';

const OTHERS = '  others: ';

describe('what the rules say of the fixtures', () => {
  for (const rule of rules) {
    const others = rules.filter(({ id }) => id !== rule.id);
    const snapshot = join(FIXTURES, 'rules', rule.id, 'findings.txt');
    const linesOf = (said: (fixture: FixtureCase) => readonly string[]): readonly string[] =>
      (['fail', 'pass'] as const).flatMap((kind) =>
        casesOf(rule.id, kind).flatMap((fixture) => [`${kind}/${fixture.name}`, ...said(fixture)])
      );
    const own = (fixture: FixtureCase): readonly string[] => findingsText(scanCase(fixture, rule));
    const ofOthers = ({ folder }: FixtureCase): string => `${OTHERS}${countsText(scanFixture(folder, others))}`;
    const isOfOthers = (line: string): boolean => line.startsWith(OTHERS);

    // Two tests, so that a look at one rule alone does not run them all.
    it(`${rule.id} says what findings.txt has`, () => {
      if (isUpdating())
        writeSnapshot(
          snapshot,
          linesOf((fixture) => [...own(fixture), ofOthers(fixture)])
        );
      expect(linesOf(own)).to.deep.equal(readSnapshot(snapshot).filter((line) => !isOfOthers(line)));
    });

    it(`other rules say of the cases of ${rule.id} what findings.txt has`, () => {
      const isHeading = (line: string): boolean => !line.startsWith(' ');
      const expected = readSnapshot(snapshot).filter((line) => isHeading(line) || isOfOthers(line));
      expect(linesOf((fixture) => [ofOthers(fixture)])).to.deep.equal(expected);
    });
  }

  it('the rules report as much in the projects as findings.txt has', () => {
    const snapshot = join(FIXTURES, 'projects', 'findings.txt');
    const lines = examples().map(({ name, folder }) => `${name}: ${countsText(scanFixture(folder, rules))}`);
    if (isUpdating()) writeSnapshot(snapshot, lines);
    expect(lines).to.deep.equal(readSnapshot(snapshot));
  });
});
