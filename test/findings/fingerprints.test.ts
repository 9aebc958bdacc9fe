import { expect } from 'chai';
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { memoryFileSystem, rules, scan } from '../../src/index.js';
import { everyElement } from '../../src/xml/outline.js';
import { parseXml } from '../../src/xml/parse.js';
import { configFor } from '../support/config.js';
import { casesOf, examples, FIXTURES } from '../support/fixtures.js';
import { FIXTURE_NOW } from '../support/scanCase.js';
import { suppressionsFor } from '../support/suppressions.js';

type Tree = ReadonlyMap<string, Buffer>;

/** A stream of numbers below one that a seed decides (mulberry32, public domain). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function readTree(folder: string): Tree {
  return new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [relative(folder, path).split(sep).join('/'), readFileSync(path)])
  );
}

/** Fingerprints with the hashes of the values behind them, in any order. */
function identities(tree: Tree): readonly string[] {
  const fileSystem = memoryFileSystem(Object.fromEntries(tree));
  const { findings, suppressed } = scan({
    fileSystem,
    now: FIXTURE_NOW,
    persona: 'auditor',
    configOf: configFor(fileSystem),
    suppressionsOf: suppressionsFor(fileSystem),
  });
  return [...findings, ...suppressed].map(({ fingerprint, evidence }) => `${fingerprint} ${evidence ?? ''}`).sort();
}

/** What belongs to a root, and stays where it is. */
const STAYS = /^(?:[a-z-]+\.json|sf-isa\..*|\.[a-z]+|expect\.txt|.*\/\..*)$/;

/** All metadata into another folder of the same package directory. */
function moved(tree: Tree, random: () => number): Tree {
  const folder = `area${Math.floor(random() * 1000)}/`;
  const directories = packageDirectories(tree);
  // Of several projects that hold the same, the folder tells which is which.
  const isOfSeveral = [...tree.keys()].some((path) => path.endsWith('/sfdx-project.json'));
  return new Map(
    [...tree].map(([path, bytes]) => {
      if (STAYS.test(path) || isOfSeveral) return [path, bytes];
      const directory = directories.find((one) => path.startsWith(one)) ?? '';
      return [directory + folder + path.slice(directory.length), bytes];
    })
  );
}

function packageDirectories(tree: Tree): readonly string[] {
  const definition = tree.get('sfdx-project.json')?.toString('utf8') ?? '{}';
  const { packageDirectories: all = [] } = JSON.parse(definition) as {
    packageDirectories?: ReadonlyArray<{ readonly path: string }>;
  };
  return all.map(({ path }) => `${path.replace(/^\.\//, '').replace(/\/$/, '')}/`);
}

const isXml = (path: string): boolean => /\.xml$|\.(?:namedCredential|profile|permissionset|connectedApp)$/.test(path);

const MARK = '\uFEFF';

/** A change to the text of each metadata file, behind its byte order mark. */
function overXml(tree: Tree, change: (text: string) => string): Tree {
  const changed = (text: string): string => (text.startsWith(MARK) ? MARK + change(text.slice(1)) : change(text));
  return new Map(
    [...tree].map(([path, bytes]) => [path, isXml(path) ? Buffer.from(changed(bytes.toString('utf8'))) : bytes])
  );
}

const withMarks = (tree: Tree): Tree =>
  new Map(
    [...tree].map(([path, bytes]) => {
      const text = bytes.toString('utf8');
      return [path, isXml(path) && !text.startsWith(MARK) ? Buffer.from(MARK + text) : bytes];
    })
  );

/** The children of the root in another order. */
const reordered =
  (random: () => number) =>
  (text: string): string => {
    const children = childrenOf(text);
    const [first, last] = [children[0], children.at(-1)];
    if (!first || !last) return text;
    const pieces = children
      .map(({ start, end }) => ({ piece: text.slice(start, end), order: random() }))
      .sort((a, b) => a.order - b.order)
      .map(({ piece }) => piece);
    return text.slice(0, first.start) + pieces.join('\n    ') + text.slice(last.end);
  };

function childrenOf(text: string): ReadonlyArray<{ readonly start: number; readonly end: number }> {
  try {
    return parseXml('', text, everyElement).children.map(({ at }) => at);
  } catch {
    return [];
  }
}

const reindented = (random: () => number) => {
  const blank = ['\n', '\n\t', '\n        ', '', '\n\n  '][Math.floor(random() * 5)]!;
  return (text: string): string => text.replace(/>[ \t\r\n]+</g, `>${blank}<`);
};

const commented =
  (random: () => number) =>
  (text: string): string =>
    childrenOf(text)
      .filter(() => random() < 0.3)
      .reverse()
      .reduce((changed, { start }) => `${changed.slice(0, start)}<!-- reviewed -->${changed.slice(start)}`, text);

const withCrLf = (text: string): string => text.replace(/\r?\n/g, '\r\n');
const withLf = (text: string): string => text.replaceAll('\r\n', '\n');
const declared = (text: string): string =>
  text.replace('<?xml version="1.0" encoding="UTF-8"?>', "<?xml version='1.0' encoding='utf-8'?>");

/** An edit that changes nothing of what the metadata says. */
function harmlessEdit(tree: Tree, random: () => number): Tree {
  const edits: ReadonlyArray<(tree: Tree) => Tree> = [
    (one) => moved(one, random),
    (one) => overXml(one, reordered(random)),
    (one) => overXml(one, reindented(random)),
    (one) => overXml(one, commented(random)),
    (one) => overXml(one, withCrLf),
    (one) => overXml(one, withLf),
    withMarks,
    (one) => overXml(one, declared),
  ];
  return edits[Math.floor(random() * edits.length)]!(tree);
}

/** What these rules judge is the very form of a file or the place of a comment. */
const JUDGE_FORM = new Set([
  'metadata-unreadable',
  'suppression-expired',
  'suppression-expiring',
  'suppression-unused',
]);

const TREES = [
  ...examples().map(({ folder }) => folder),
  ...rules.filter(({ id }) => !JUDGE_FORM.has(id)).flatMap(({ id }) => casesOf(id, 'fail').map(({ folder }) => folder)),
];

/** The hosts of URLs that findings with evidence stand on, with offsets into the text of their file. */
function valuesOf(
  tree: Tree
): ReadonlyArray<{ readonly path: string; readonly start: number; readonly end: number; readonly identity: string }> {
  const fileSystem = memoryFileSystem(Object.fromEntries(tree));
  const { findings } = scan({
    fileSystem,
    now: FIXTURE_NOW,
    persona: 'auditor',
    configOf: configFor(fileSystem),
    suppressionsOf: suppressionsFor(fileSystem),
  });
  return findings.flatMap(({ fingerprint, evidence, location }) => {
    const { path, startLine, startColumn, endLine, endColumn } = location;
    const text = tree
      .get(path)!
      .toString('utf8')
      .replace(/^\uFEFF/, '');
    const lines = [...text.matchAll(/(?:\r\n|\n|\r|$)/g)].map(({ index, 0: { length } }) => index + length);
    const offset = (line: number, column: number): number => (line === 1 ? 0 : lines[line - 2]!) + column - 1;
    const [start, end] = [offset(startLine, startColumn), offset(endLine, endColumn)];
    const [, scheme, host] = /^([a-z]+:\/\/)([\w.-]+)(?:[:/?#][^@\s]*)?$/i.exec(text.slice(start, end)) ?? [];
    if (evidence === undefined || scheme === undefined || host === undefined) return [];
    const from = start + scheme.length;
    return [{ path, start: from, end: from + host.length, identity: `${fingerprint} ${evidence}` }];
  });
}

/** Another letter or digit somewhere in a host. */
function withOtherValue(tree: Tree, path: string, start: number, end: number, random: () => number): Tree {
  const text = tree
    .get(path)!
    .toString('utf8')
    .replace(/^\uFEFF/, '');
  const places = [...text.slice(start, end).matchAll(/[A-Za-z0-9]/g)].map(({ index }) => start + index);
  const place = places[Math.floor(random() * places.length)]!;
  const other = text[place] === 'q' ? 'k' : 'q';
  return new Map([...tree, [path, Buffer.from(text.slice(0, place) + other + text.slice(place + 1))]]);
}

describe('fingerprints', function () {
  this.timeout(300_000);

  it('stay the same over 10,000 edits that change nothing', () => {
    const random = randomFrom(1);
    const perTree = Math.ceil(10_000 / TREES.length);
    let edits = 0;
    for (const folder of TREES) {
      const original = readTree(folder);
      const expected = identities(original);
      let tree = original;
      for (let edit = 1; edit <= perTree; edit += 1) {
        tree = harmlessEdit(tree, random);
        edits += 1;
        // Each state is looked at in which edits have had time to act on one another.
        if (edit % 5 === 0 || edit === perTree) expect(identities(tree), folder).to.deep.equal(expected);
      }
    }
    expect(edits).to.be.at.least(10_000);
  });

  it('or the evidence change with 1,000 hosts that findings stand on', () => {
    const random = randomFrom(2);
    let changes = 0;
    const same: string[] = [];
    for (let round = 0; changes < 1000; round += 1) {
      for (const folder of TREES) {
        const tree = readTree(folder);
        for (const { path, start, end, identity } of valuesOf(tree)) {
          if (changes >= 1000) break;
          const changed = withOtherValue(tree, path, start, end, random);
          changes += 1;
          if (identities(changed).includes(identity)) same.push(`${relative(FIXTURES, folder)} ${path} ${identity}`);
        }
      }
    }
    expect([...new Set(same)]).to.deep.equal([]);
  });
});
