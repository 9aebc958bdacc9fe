import { compareWithBase } from '../baseline/compareWithBase.js';
import { ConfigError } from '../config/configError.js';
import { SUPPRESSIONS_FILE_NAME } from '../config/findConfig.js';
import { canMatter } from '../discover.js';
import { diskFileSystem, type FileSystem } from '../fileSystem.js';
import type { ScanReport } from '../findings/report.js';
import { baseOf, isCommit, isPullRequest, lastCommit, pullRequestBase, type Base } from '../git/base.js';
import { Blobs } from '../git/blobs.js';
import { entriesOfCommit, entriesOfIndex, leftOutOf, type TreeEntry } from '../git/entries.js';
import { gitFileSystem } from '../git/gitFileSystem.js';
import { openRepository, type Repository } from '../git/repository.js';
import { formatOf, WorkTree } from '../git/workTree.js';
import { baseName, folderOf, isWithin, joinPath, pathFrom } from '../paths.js';
import { sharedReadings, type Readings } from '../readings.js';
import { repositoryAround } from './configs.js';
import type { Host } from './host.js';
import type { Lens } from './performScan.js';

/** A commit, to be scanned by itself. */
export interface PastState {
  readonly base: Base;
  /** Shows any folder of the repository as it was. */
  readonly lens: Lens;
  /** Throws GitError when something of it could not be had. */
  assertComplete(): void;
}

/**
 * Opens the commit at which the histories of HEAD and of a ref part; undefined when the ref is none that git knows.
 *
 * @throws GitError without git or a repository, and where the histories do not meet
 */
export function openPastState(ref: string, root: string, host: Host): PastState | undefined {
  const repository = openRepository({ root, top: repositoryAround(root), usesIndexOfHook: false }, host.env);
  if (!isCommit(repository, ref) && !repository.isShallow) return undefined;
  const base = baseOf(repository, ref);
  const { top, prefix } = repository;
  const index = entriesOfIndex(repository);
  const entries = entriesOfCommit(repository, base.commit!);
  const workTree = new WorkTree(diskFileSystem(top), formatOf(entries[0]?.id ?? ''));
  const idNow = idsOf(index);
  const blobs = new Blobs(repository, workTree, [
    () => entries.filter((entry) => idNow.get(entry.path) !== entry.id && mayBeRead(entry)),
    () => entries.filter((entry) => mayBeRead(entry) && !workTree.has(entry.path, entry.id)),
  ]);
  const prefixBefore = prefixOfBase(prefix, entries, (path) => idNow.has(path));
  const prefixNow = (folder: string): string => pathFrom(top, folder);
  return {
    base,
    lens: (files, folder) => {
      const now = prefixNow(folder);
      return gitFileSystem({ entries, prefix: now === prefix ? prefixBefore : now, blobs, submodules: files });
    },
    assertComplete: () => blobs.assertComplete(),
  };
}

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
  const inBase = base.commit === undefined ? [] : entriesOfCommit(repository, base.commit);
  const staged = isStaged ? entriesOfIndex(repository).filter((entry) => !isOnlyIntended(entry, disk)) : [];
  const idStaged = idsOf(staged);
  const workTree = new WorkTree(disk, formatOf((inBase[0] ?? staged[0])?.id ?? ''));

  const changed = (entries: readonly TreeEntry[], folder: string) => (): readonly TreeEntry[] =>
    entries.filter((entry) => isWithin(entry.path, folder) && mayBeRead(entry) && !workTree.has(entry.path, entry.id));
  const lensOf = (entries: readonly TreeEntry[], blobs: Blobs, prefixOf: (root: string) => string): Lens => {
    const trees = new Map<string, FileSystem>();
    return (files, root) => {
      const tree = trees.get(root) ?? gitFileSystem({ entries, prefix: prefixOf(root), blobs, submodules: files });
      trees.set(root, tree);
      return tree;
    };
  };
  const prefixNow = (root: string): string => pathFrom(top, root);
  const blobsStaged = new Blobs(repository, workTree, [() => [], changed(staged, prefix)]);
  const stagedLens = lensOf(staged, blobsStaged, prefixNow);
  const readings = sharedReadings();
  return {
    now: isStaged ? stagedLens : (files, root) => workTree.noting(files, prefixNow(root)),
    readings: readings.first,
    // What a config extends may lie in `node_modules`, which no index has.
    config: isStaged ? (files, root) => over(stagedLens(files, root), files) : (files) => files,
    async apply(report, scanBase) {
      const before = isStaged ? inBase : withoutLeftOut(inBase, repository, workTree, disk);
      const idBefore = idsOf(before);
      const isThere = (path: string): boolean => (isStaged ? idStaged.has(path) : disk.kind(path) !== undefined);
      const prefixBefore = prefixOfBase(prefix, before, isThere);
      /** Whether a file of the base is now what it was, both paths from the scanned root. */
      const isSame = (from: string, to: string): boolean => {
        const id = idBefore.get(joinPath(prefixBefore, from));
        const path = joinPath(prefix, to);
        return id !== undefined && (isStaged ? idStaged.get(path) === id : workTree.wasRead(path, id));
      };
      /** What is known to differ before anything else is read. */
      const differing = (): readonly TreeEntry[] =>
        before.filter((entry) => {
          const { path, id } = entry;
          if (!isWithin(path, prefixBefore)) return false;
          return (isStaged ? idStaged.get(path) !== id : workTree.isKnownToDiffer(path, id)) && mayBeRead(entry);
        });
      const blobsBefore = new Blobs(repository, workTree, [differing, changed(before, prefixBefore)]);
      const lens = lensOf(before, blobsBefore, (root) => (prefixNow(root) === prefix ? prefixBefore : prefixNow(root)));
      const baseReadings = readings.second((path) => isSame(path, path));
      let accepts = true;
      const baseReport = await scanBase({ lens, accepts, readings: baseReadings }).catch((error: unknown) => {
        // The suppression file of the base is not valid: whoever looks at a change need not mend the past.
        if (!(error instanceof ConfigError)) throw error;
        accepts = false;
        return scanBase({ lens, accepts, readings: baseReadings });
      });
      blobsBefore.assertComplete();
      blobsStaged.assertComplete();
      return compareWithBase(report, { ...base, report: baseReport, isMoved: isSame, knowsAccepted: accepts });
    },
  };
}

/**
 * The files of a commit without those that a sparse checkout leaves out: they are left out on both sides. Git is only asked
 * about files that are not there, which are few.
 */
function withoutLeftOut(
  entries: readonly TreeEntry[],
  repository: Repository,
  workTree: WorkTree,
  disk: FileSystem
): readonly TreeEntry[] {
  const { prefix } = repository;
  const isMoved = !hasProject(entries, prefix);
  const isMissing = (entry: TreeEntry): boolean => {
    const { path, kind } = entry;
    if (isWithin(path, prefix)) {
      return !workTree.wasRead(path) && (kind === 'link' || mayBeRead(entry)) && !workTree.isThere(path);
    }
    const matters = isMoved ? mayBeRead(entry) : baseName(path) === SUPPRESSIONS_FILE_NAME;
    return matters && disk.kind(path) === undefined;
  };
  const missing = entries.filter(isMissing).map(({ path }) => path);
  const leftOut = leftOutOf(repository, missing);
  return leftOut.size === 0 ? entries : entries.filter(({ path }) => !leftOut.has(path));
}

const idsOf = (entries: readonly TreeEntry[]): ReadonlyMap<string, string> =>
  new Map(entries.map(({ path, id }) => [path, id]));

const DEFINITION = 'sfdx-project.json';

/**
 * Where the scanned root lay before: at the same path, unless the base has no project there, and another one that is there no
 * more. That is the one which was moved.
 */
function prefixOfBase(prefix: string, before: readonly TreeEntry[], isThere: (path: string) => boolean): string {
  if (hasProject(before, prefix)) return prefix;
  const [gone, ...others] = projectsIn(before).filter((path) => !isThere(path));
  return gone === undefined || others.length > 0 ? prefix : folderOf(gone);
}

const projectsIn = (entries: readonly TreeEntry[]): readonly string[] =>
  entries.map(({ path }) => path).filter((path) => baseName(path) === DEFINITION);

/** Whether there is a project at a folder or below it. */
const hasProject = (entries: readonly TreeEntry[], folder: string): boolean =>
  projectsIn(entries).some((path) => isWithin(folderOf(path), folder));

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
