import { isUtf8 } from 'node:buffer';
import { GitError } from './gitError.js';
import type { Repository } from './repository.js';

/** One file of a commit or of the index, or what stands in the place of one. */
export interface TreeEntry {
  /** Relative to the top of the repository. */
  readonly path: string;
  /** `unreadable` for a file whose name is not UTF-8: on a disk, nobody could open it by what is left of its name. */
  readonly kind: 'file' | 'link' | 'submodule' | 'unreadable';
  /** Of its blob; of a submodule, its commit. */
  readonly id: string;
}

/** All files of a commit. Throws GitError when they cannot be had. */
export const entriesOfCommit = (repository: Repository, commit: string): readonly TreeEntry[] =>
  recordsOf(repository, ['ls-tree', '-r', '-z', '--full-tree', commit]).map(({ fields, path, isNamed }) => ({
    path,
    kind: kindOf(fields.slice(0, 6), isNamed),
    id: fields.slice(fields.lastIndexOf(' ') + 1),
  }));

/** All files of the index. Of a file that a merge left in conflict, our side. Throws GitError when they cannot be had. */
export const entriesOfIndex = (repository: Repository): readonly TreeEntry[] =>
  recordsOf(repository, ['ls-files', '--stage', '-z'])
    .filter(({ fields }) => fields.endsWith(' 0') || fields.endsWith(' 2'))
    .map(({ fields, path, isNamed }) => ({ path, kind: kindOf(fields.slice(0, 6), isNamed), id: fields.slice(7, -2) }));

/** The command line of Windows takes little more. */
const MOST_CHARACTERS = 24_000;

/**
 * Those of some paths that a sparse checkout leaves out of the working tree. Throws GitError when that cannot be had.
 *
 * @param paths few, as a rule: git is asked about them alone, which is sooner done than to list the whole index
 */
export function leftOutOf(repository: Repository, paths: readonly string[]): ReadonlySet<string> {
  if (paths.length === 0) return new Set();
  const isShort = paths.reduce((sum, path) => sum + path.length + 3, 0) < MOST_CHARACTERS;
  const named = isShort ? ['--', ...paths] : [];
  const { exitCode, stdout, stderr } = repository.run(['ls-files', '-t', '-z', ...named]);
  if (exitCode !== 0) throw failed('ls-files', stderr);
  const tagged = stdout
    .toString()
    .split('\0')
    .filter((record) => record.startsWith('S '));
  return new Set(tagged.map((record) => record.slice(2)));
}

/** What a `-z` listing says: fields, a tab and the path as it is, up to a zero byte. */
function recordsOf(
  { run }: Repository,
  command: readonly string[]
): ReadonlyArray<{ readonly fields: string; readonly path: string; readonly isNamed: boolean }> {
  const { exitCode, stdout, stderr } = run(command);
  if (exitCode !== 0) throw failed(command[0]!, stderr);
  const isDecoded = isUtf8(stdout);
  return stdout
    .toString()
    .split('\0')
    .slice(0, -1)
    .map((record) => {
      const tab = record.indexOf('\t');
      const isNamed = isDecoded || !record.includes('\ufffd');
      return { fields: record.slice(0, tab), path: record.slice(tab + 1), isNamed };
    });
}

function kindOf(mode: string, isNamed: boolean): TreeEntry['kind'] {
  if (mode === '120000') return 'link';
  if (mode === '160000') return 'submodule';
  return isNamed ? 'file' : 'unreadable';
}

const failed = (command: string, stderr: string): GitError =>
  new GitError(`git ${command} failed: ${stderr.trim().split('\n')[0]!}.`);
