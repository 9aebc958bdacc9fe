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

/** An entry of the index. */
export interface IndexEntry extends TreeEntry {
  /** Whether a sparse checkout leaves the file out of the working tree. */
  readonly isLeftOut: boolean;
}

/** All files of a commit. Throws GitError when they cannot be had. */
export const entriesOfCommit = (repository: Repository, commit: string): readonly TreeEntry[] =>
  recordsOf(repository, ['ls-tree', '-r', '-z', '--full-tree', commit]).map(({ fields, path, isNamed }) => ({
    path,
    kind: kindOf(fields.slice(0, 6), isNamed),
    id: fields.slice(fields.lastIndexOf(' ') + 1),
  }));

/** All files of the index. Of a file that a merge left in conflict, our side. Throws GitError when they cannot be had. */
export const entriesOfIndex = (repository: Repository): readonly IndexEntry[] =>
  recordsOf(repository, ['ls-files', '--stage', '-t', '-z'])
    .filter(({ fields }) => fields.endsWith(' 0') || fields.endsWith(' 2'))
    .map(({ fields, path, isNamed }) => ({
      path,
      kind: kindOf(fields.slice(2, 8), isNamed),
      id: fields.slice(9, -2),
      isLeftOut: fields.startsWith('S'),
    }));

/** What a `-z` listing says: fields, a tab and the path as it is, up to a zero byte. */
function recordsOf(
  { run }: Repository,
  command: readonly string[]
): ReadonlyArray<{ readonly fields: string; readonly path: string; readonly isNamed: boolean }> {
  const { exitCode, stdout, stderr } = run(command);
  if (exitCode !== 0) throw new GitError(`git ${command[0]!} failed: ${stderr.trim().split('\n')[0]!}.`);
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
