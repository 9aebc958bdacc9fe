import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the fixtures. */
export const FIXTURES = resolve(dirname(fileURLToPath(import.meta.url)), '../../fixtures');

/** One small project that a rule is tried on. */
export interface FixtureCase {
  readonly name: string;
  readonly folder: string;
  readonly files: ReadonlyArray<{ readonly path: string; readonly text: string }>;
}

/**
 * The cases of a rule: each folder in `fixtures/rules/<id>/{fail,pass}` is a project of its own. Of a case in `fail`, the folder
 * of the same name in `fixed` holds the files that `fix --unsafe --rule <id>` changes, as they are then.
 */
export function casesOf(ruleId: string, kind: 'fail' | 'fixed' | 'pass'): readonly FixtureCase[] {
  const parent = join(FIXTURES, 'rules', ruleId, kind);
  if (!existsSync(parent)) return [];
  return readdirSync(parent, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({ name, folder: join(parent, name), files: filesOf(join(parent, name)) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * What is scanned of `fixtures/projects`, one at a time: each project, and of an example that shows several states of the same
 * orgs each state. By path from there.
 */
export function examples(): ReadonlyArray<{ readonly name: string; readonly folder: string }> {
  const below = (name: string): readonly string[] =>
    readdirSync(join(FIXTURES, 'projects', name), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => `${name}${name === '' ? '' : '/'}${entry.name}`)
      .sort();
  return below('')
    .flatMap((name) => (existsSync(join(FIXTURES, 'projects', name, 'sfdx-project.json')) ? [name] : below(name)))
    .map((name) => ({ name, folder: join(FIXTURES, 'projects', name) }));
}

/** The bytes of all files below a folder, by path. */
export const treeOf = (folder: string): Readonly<Record<string, Buffer>> =>
  Object.fromEntries(filesOf(folder).map(({ path }) => [path, readFileSync(join(folder, path))]));

function filesOf(folder: string): FixtureCase['files'] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => ({ path: relative(folder, path).split(sep).join('/'), text: readFileSync(path, 'utf8') }));
}

/** What a marker says: `path:line`, with ` severity` behind it where the marker names one. */
export interface Expected {
  readonly place: string;
  readonly severity: string | undefined;
}

const MARKER = /(expect|expect-next|not-evaluated): ([a-z0-9-]+)(?: (critical|high|medium|low|info))?/g;

/**
 * The markers of a case for one rule. `<!-- expect: rule-id high -->` stands on the line that is reported;
 * `expect-next: rule-id` on the line before, for formats whose lines take no comment; a file `expect.txt` in the case's
 * folder lists `path:line severity` for files that take neither. `not-evaluated: rule-id` marks what cannot be judged.
 */
export function expectedIn(
  { files }: FixtureCase,
  ruleId: string,
  kind: 'finding' | 'not-evaluated'
): readonly Expected[] {
  return files.flatMap(({ path, text }) => {
    const lines = text.split(/\r\n|\n|\r/);
    if (path === 'expect.txt') {
      if (kind === 'not-evaluated') return [];
      return lines
        .map((line) => /^(\S.*:\d+)(?: (critical|high|medium|low|info))?$/.exec(line))
        .flatMap((match) => (match ? [{ place: match[1]!, severity: match[2] }] : []));
    }
    return lines.flatMap((line, index) =>
      [...line.matchAll(MARKER)].flatMap(([, word, id, severity]) => {
        if (id !== ruleId || (word === 'not-evaluated') !== (kind === 'not-evaluated')) return [];
        return [{ place: `${path}:${index + 1 + (word === 'expect-next' ? 1 : 0)}`, severity }];
      })
    );
  });
}

/** The text without its markers, as a reader of the docs wants it. */
export const withoutMarkers = (text: string): string =>
  text
    .replace(/[ \t]*<!-- (?:expect|expect-next|not-evaluated): [^>]*? -->/g, '')
    .replace(/[ \t]*# (?:expect|expect-next|not-evaluated): .*/g, '');
