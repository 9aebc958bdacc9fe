import { statSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { diskFileSystem, type FileSystem } from '../fileSystem.js';
import { isWithin, joinPath, pathFrom } from '../paths.js';
import { isInFolder, type Target } from './findTarget.js';
import type { Lens } from './performScan.js';

/** Of what is scanned, what decides where the files lie that people write for sf-isa. */
export type Scanned = Pick<Target, 'projects' | 'root'>;

/** A folder up to which configs and the like count. */
export interface Repository {
  readonly fileSystem: FileSystem;
  /** How messages call a file of it. */
  readonly nameOf: (path: string) => string;
  /** The folder of a project in it; `projectRoot` is relative to the scanned root. */
  readonly pathOf: (projectRoot: string) => string;
  /** The path of a file of it from the scanned root. */
  readonly fromRoot: (path: string) => string;
}

/**
 * The repositories that the projects of a scan lie in. Orgs that `--project` names may each have one of its own, and so may
 * projects below a folder that is in none.
 */
export class Repositories {
  /** That of the whole scan; undefined where each project has its own. */
  private readonly top: string | undefined;
  private readonly known = new Map<string, Repository>();

  public constructor(
    private readonly target: Scanned,
    private readonly lens: Lens
  ) {
    this.top = target.projects.length === 0 ? gitAround(target.root) : undefined;
  }

  /** The repository of a project. Nothing above it counts, since nobody vouches for that. */
  public around(projectRoot: string): Repository {
    const { root } = this.target;
    const top = this.top ?? gitAround(join(root, projectRoot)) ?? this.topWithout(projectRoot);
    const known = this.known.get(top) ?? repositoryAt(top, root, this.lens);
    this.known.set(top, known);
    return known;
  }

  /** What a scan begins at, each with its repository and its path in there. */
  public ofRoots(): ReadonlyArray<{ readonly fileSystem: FileSystem; readonly path: string }> {
    const folders = this.target.projects.map(({ folder }) => folder);
    return (folders.length === 0 ? [''] : folders).map((folder) => {
      const repository = this.around(folder);
      return { fileSystem: repository.fileSystem, path: repository.pathOf(folder) };
    });
  }

  /** Without a repository: the folder that was asked for. */
  private topWithout(projectRoot: string): string {
    const { root, projects } = this.target;
    const [innermost] = projects
      .map(({ folder }) => folder)
      .filter((folder) => isWithin(projectRoot, folder))
      .sort((a, b) => b.length - a.length);
    return innermost === undefined ? root : join(root, innermost);
  }
}

function repositoryAt(top: string, root: string, lens: Lens): Repository {
  const prefix = pathFrom(top, root);
  const below = pathFrom(root, top);
  const isBelowRoot = isInFolder(top, root);
  return {
    fileSystem: lens(diskFileSystem(top), top),
    // Of one repository, files go by their paths in it; of several, each path says which.
    nameOf: (path) => (isBelowRoot ? joinPath(below, path) : path),
    pathOf: (projectRoot) => (isBelowRoot ? posix.relative(below, projectRoot) : joinPath(prefix, projectRoot)),
    fromRoot: (path) => (isBelowRoot ? joinPath(below, path) : posix.relative(prefix, path)),
  };
}

/**
 * The folder up to which configs count: that of the repository, whose `.git` is a file in a worktree or a submodule.
 * Without a repository it is the scanned root, because nobody vouches for what lies above.
 */
export const repositoryAround = (root: string): string => gitAround(root) ?? root;

/** The nearest folder upwards with `.git`; undefined where there is none. */
export function gitAround(start: string): string | undefined {
  for (let folder = start; ; folder = dirname(folder)) {
    if (statSync(join(folder, '.git'), { throwIfNoEntry: false })) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}
