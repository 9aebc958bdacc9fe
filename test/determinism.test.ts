import { expect } from 'chai';
import { diskFileSystem, rules, scan, type FileSystem } from '../src/index.js';
import { json } from '../src/reporters/json.js';
import { configFor } from './support/config.js';
import { casesOf, examples, FIXTURES } from './support/fixtures.js';
import { aContext } from './support/report.js';
import { FIXTURE_NOW } from './support/scanCase.js';
import { suppressionsFor } from './support/suppressions.js';

/** The same tree, each folder listed in an order that a seed decides. */
function shuffled(fileSystem: FileSystem, seed: number): FileSystem {
  let state = seed;
  const next = (): number => {
    // A linear congruential generator (Numerical Recipes); any order will do.
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state;
  };
  return {
    ...fileSystem,
    list: (folder) =>
      fileSystem
        .list(folder)
        .map((entry) => ({ entry, order: next() }))
        .sort((a, b) => a.order - b.order)
        .map(({ entry }) => entry),
  };
}

const document = (fileSystem: FileSystem): string =>
  json(
    scan({
      fileSystem,
      now: FIXTURE_NOW,
      persona: 'auditor',
      configOf: configFor(fileSystem),
      suppressionsOf: suppressionsFor(fileSystem),
    }),
    aContext()
  );

describe('determinism', function () {
  this.timeout(300_000);

  const projects = examples().map(({ folder }) => folder);
  const cases = rules.flatMap(({ id }) => [...casesOf(id, 'fail'), ...casesOf(id, 'pass')]).map(({ folder }) => folder);

  it('gives the same bytes twice, and whatever the order of folders', () => {
    for (const folder of [...projects, ...cases]) {
      const fileSystem = diskFileSystem(folder);
      const once = document(fileSystem);
      expect(document(fileSystem), folder).to.equal(once);
      for (const seed of [1, 2]) expect(document(shuffled(fileSystem, seed)), folder).to.equal(once);
    }
  });

  it('does so for all projects in one scan', () => {
    const fileSystem = diskFileSystem(FIXTURES);
    const options = { now: FIXTURE_NOW, persona: 'auditor' } as const;
    const once = json(scan({ ...options, fileSystem }), aContext());
    expect(json(scan({ ...options, fileSystem: shuffled(fileSystem, 3) }), aContext())).to.equal(once);
  });
});
