import { relative, sep } from 'node:path';
import { compareWithBase } from '../baseline/compareWithBase.js';
import { ConfigError } from '../config/configError.js';
import { SUPPRESSIONS_FILE_NAME } from '../config/findConfig.js';
import { canMatter } from '../discover.js';
import { diskFileSystem, type FileSystem } from '../fileSystem.js';
import type { ScanReport } from '../findings/report.js';
import { baseOf, isPullRequest, lastCommit, pullRequestBase, type Base } from '../git/base.js';
import { Blobs } from '../git/blobs.js';
import { entriesOfCommit, entriesOfIndex, type TreeEntry } from '../git/entries.js';
import { gitFileSystem } from '../git/gitFileSystem.js';
import { openRepository, type Repository } from '../git/repository.js';
import { formatOf, WorkTree } from '../git/workTree.js';
import { baseName, folderOf, isWithin, joinPath } from '../paths.js';
import { sharedReadings, type Readings } from '../readings.js';
import { repositoryAround } from './configs.js';
import type { Host } from './host.js';
import type { Lens } from './performScan.js';

/** Two states of one repository, to be scanned one after the other. */
export interface Comparison {
  /** What exists now: the working tree, or with `--staged` the index. */
  readonly now: Lens;
  /** What the scan of now leaves to that of the base. */
  readonly readings: Readings;
  /** What the config of both sides is read from. */
  readonly config: Lens;
  /**
   * Takes off a report what was there before.
   *
   * @throws GitError when something of either side could not be had
   */
  apply(report: ScanReport, scanBase: (base: BaseScan) => Promise<ScanReport>): Promise<ScanReport>;
}

/** How the base is to be scanned. */
export interface BaseScan {
  readonly lens: Lens;
  /** Whether what the team had accepted there is taken into account. */
  readonly accepts: boolean;
  readonly readings: Readings;
}

/**
 * Opens the two states that `--since` or `--staged` compares; undefined for `--since auto` outside of a pull request.
 *
 * @throws GitError when there is nothing to compare with
 */
export function openComparison(
  { since, staged }: { readonly since: string | undefined; readonly staged: boolean },
  root: string,
  host: Host
): Comparison | undefined {
  if (since === 'auto' && !isPullRequest(host.env)) return undefined;
  const repository = openRepository({ root, top: repositoryAround(root), usesIndexOfHook: staged }, host.env);
  const base = staged
    ? lastCommit(repository)
    : since === 'auto'
      ? pullRequestBase(repository, host.env)
      : baseOf(repository, since!);
  return base && compare(repository, base, staged);
}

function compare(repository: Repository, base: Base, isStaged: boolean): Comparison {
  const { top, prefix } = repository;
  const disk = diskFileSystem(top);
  const index = entriesOfIndex(repository);
  // What a sparse checkout leaves out is left out on both sides.
  const leftOut = new Set(isStaged ? [] : index.filter(({ isLeftOut }) => isLeftOut).map(({ path }) => path));
  const before = (base.commit === undefined ? [] : entriesOfCommit(repository, base.commit)).filter(
    ({ path }) => !leftOut.has(path)
  );
  const workTree = new WorkTree(disk, formatOf(index[0]?.id ?? before[0]?.id ?? ''));
  const staged = isStaged ? index.filter((entry) => !isOnlyIntended(entry, disk)) : [];
  const idBefore = idsOf(before);
  const idStaged = idsOf(staged);
  const prefixBefore = prefixOfBase(prefix, before, index);
  /** Whether a file of the base is now what it was, both paths from the scanned root. */
  const isSame = (from: string, to: string): boolean => {
    const id = idBefore.get(joinPath(prefixBefore, from));
    const path = joinPath(prefix, to);
    return id !== undefined && (isStaged ? idStaged.get(path) === id : workTree.wasRead(path, id));
  };

  const differing = (): readonly TreeEntry[] => {
    const inIndex = idsOf(index);
    return before.filter((entry) => inIndex.get(entry.path) !== entry.id && mayBeRead(entry));
  };
  const changed = (entries: readonly TreeEntry[]) => (): readonly TreeEntry[] =>
    entries.filter((entry) => mayBeRead(entry) && !workTree.has(entry.path, entry.id));
  const lensOf = (entries: readonly TreeEntry[], blobs: Blobs, prefixOf: (root: string) => string): Lens => {
    const trees = new Map<string, FileSystem>();
    return (files, root) => {
      const tree = trees.get(root) ?? gitFileSystem({ entries, prefix: prefixOf(root), blobs, submodules: files });
      trees.set(root, tree);
      return tree;
    };
  };
  const prefixNow = (root: string): string => relative(top, root).split(sep).join('/');
  const blobsBefore = new Blobs(repository, workTree, [differing, changed(before)]);
  const blobsStaged = new Blobs(repository, workTree, [() => [], changed(staged)]);
  const stagedLens = lensOf(staged, blobsStaged, prefixNow);
  const readings = sharedReadings((path) => isSame(path, path));
  return {
    now: isStaged ? stagedLens : (files, root) => workTree.noting(files, prefixNow(root)),
    readings: readings.first,
    // What a config extends may lie in `node_modules`, which no index has.
    config: isStaged ? (files, root) => over(stagedLens(files, root), files) : (files) => files,
    async apply(report, scanBase) {
      const lens = lensOf(before, blobsBefore, (root) => (prefixNow(root) === prefix ? prefixBefore : prefixNow(root)));
      const baseReport = await scanBase({ lens, accepts: true, readings: readings.second }).catch((error: unknown) => {
        // The suppression file of the base is not valid: whoever looks at a change need not mend the past.
        if (error instanceof ConfigError) return scanBase({ lens, accepts: false, readings: readings.second });
        throw error;
      });
      blobsBefore.assertComplete();
      blobsStaged.assertComplete();
      return compareWithBase(report, { ...base, report: baseReport, isMoved: isSame });
    },
  };
}

const idsOf = (entries: readonly TreeEntry[]): ReadonlyMap<string, string> =>
  new Map(entries.map(({ path, id }) => [path, id]));

const DEFINITION = 'sfdx-project.json';

/**
 * Where the scanned root lay before: at the same path, unless the base has no project there, and another one that is there no
 * more. That is the one which was moved.
 */
function prefixOfBase(prefix: string, before: readonly TreeEntry[], now: readonly TreeEntry[]): string {
  const projects = before.filter(({ path }) => baseName(path) === DEFINITION).map(({ path }) => path);
  if (projects.some((path) => isWithin(folderOf(path), prefix))) return prefix;
  const still = new Set(now.map(({ path }) => path));
  const [gone, ...others] = projects.filter((path) => !still.has(path));
  return gone === undefined || others.length > 0 ? prefix : folderOf(gone);
}

const mayBeRead = ({ path, kind }: TreeEntry): boolean => {
  const name = baseName(path);
  return kind === 'file' && (canMatter(name) || name === SUPPRESSIONS_FILE_NAME);
};

/** The ids of an empty blob, by both hashes. */
const EMPTY = new Set([
  'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391',
  '473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813',
]);

/** `git add --intent-to-add` puts an empty file into the index, which no commit will have. */
function isOnlyIntended({ path, kind, id }: TreeEntry, disk: FileSystem): boolean {
  if (kind !== 'file' || !EMPTY.has(id)) return false;
  try {
    return disk.read(path).length > 0;
  } catch {
    return false;
  }
}

/** The upper files, and the lower ones where the upper have none. */
const over = (upper: FileSystem, lower: FileSystem): FileSystem => ({
  list: (folder) => [...upper.list(folder), ...lower.list(folder)],
  kind: (path) => upper.kind(path) ?? lower.kind(path),
  read: (path) => (upper.kind(path) === undefined ? lower : upper).read(path),
});
