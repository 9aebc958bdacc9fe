import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readdirSync,
  readSync,
  realpathSync,
  statSync,
  type Dirent,
} from 'node:fs';
import { sep } from 'node:path';
import { baseName, folderOf, pathFrom } from './paths.js';

/** One entry of a folder. A link is given as what it leads to, and only when that lies inside the root. */
export interface FileSystemEntry {
  readonly name: string;
  readonly kind: 'file' | 'folder';
  /** For a link: the path, relative to the root, of what it leads to. */
  readonly target?: string;
}

/**
 * A tree of files as a scan sees it: the disk below a root, a git tree, or a map in a test. Paths are relative to the
 * root, with forward slashes; the root itself is the empty string.
 */
export interface FileSystem {
  /** The entries of a folder, in any order; none when it cannot be read. */
  list(folder: string): readonly FileSystemEntry[];
  /** What stands at a path, or undefined. */
  kind(path: string): 'file' | 'folder' | undefined;
  /**
   * The bytes of a file, which stand until the next file is read. Throws FileTooLargeError, or the system's error when it
   * cannot be read.
   */
  read(path: string): Uint8Array;
}

/** Far above any metadata file, far below what would not fit into memory. */
export const MAX_FILE_BYTES = 64 * 1024 * 1024;

/** A file over `MAX_FILE_BYTES`. */
export class FileTooLargeError extends Error {
  public override readonly name = 'FileTooLargeError';

  public constructor() {
    super(`is larger than ${MAX_FILE_BYTES / 1024 / 1024} MiB`);
  }
}

/** The disk below `root`, an absolute path. Symbolic links are followed, but never out of the root. */
export function diskFileSystem(root: string): FileSystem {
  const realRoot = realpathSync.native(root);
  const prefix = realRoot.endsWith(sep) ? realRoot : realRoot + sep;
  /** Folders that were listed by a path without links: what lies in them needs no second look. */
  const linkFree = new Set<string>();
  const reader = new BoundedReader();

  /** A project path on this disk. `join` of node:path would look at every character again. */
  const fullPath = (path: string): string =>
    path === '' ? realRoot : prefix + (sep === '/' ? path : path.replaceAll('/', sep));
  const targetOf = (path: string): string | undefined => {
    try {
      const real = realpathSync.native(path);
      return real === realRoot || real.startsWith(prefix) ? real : undefined;
    } catch {
      return undefined;
    }
  };
  const toProjectPath = (path: string): string => pathFrom(realRoot, path);
  const kindOf = (path: string): 'file' | 'folder' | undefined => {
    const status = statSync(path, { throwIfNoEntry: false });
    if (status?.isDirectory()) return 'folder';
    return status?.isFile() ? 'file' : undefined;
  };

  return {
    list(folder) {
      const isLinkFree = folder === '' || linkFree.has(folderOf(folder));
      const path = isLinkFree ? fullPath(folder) : targetOf(fullPath(folder));
      if (path === undefined) return [];
      let hasLinks = false;
      const toEntry = (entry: Dirent): FileSystemEntry[] => {
        if (entry.isFile()) return [{ name: entry.name, kind: 'file' }];
        if (entry.isDirectory()) return [{ name: entry.name, kind: 'folder' }];
        if (!entry.isSymbolicLink()) return [];
        hasLinks = true;
        const target = targetOf(path + sep + entry.name);
        const kind = target === undefined ? undefined : kindOf(target);
        return kind === undefined ? [] : [{ name: entry.name, kind, target: toProjectPath(target!) }];
      };
      try {
        const entries = readdirSync(path, { withFileTypes: true }).flatMap(toEntry);
        if (!hasLinks && (isLinkFree || toProjectPath(path) === folder)) linkFree.add(folder);
        return entries;
      } catch {
        return [];
      }
    },
    kind(path) {
      const full = fullPath(path);
      // Most of what is asked for is not there, and that is found out sooner without an error.
      const kind = kindOf(full);
      return kind === undefined || targetOf(full) === undefined ? undefined : kind;
    },
    read(path) {
      const full = fullPath(path);
      const target = linkFree.has(folderOf(path)) ? full : targetOf(full);
      if (target === undefined) throw new Error('is not there, or leads out of the project');
      return reader.read(target);
    },
  };
}

/** Reads regular files of at most `MAX_FILE_BYTES`, without waiting on a pipe that took the place of one. */
class BoundedReader {
  /** Used for every file: memory that the system has to hand out anew takes longer to get than to fill. */
  private bytes = Buffer.allocUnsafeSlow(64 * 1024);

  public read(path: string): Uint8Array {
    const descriptor = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const status = fstatSync(descriptor);
      if (!status.isFile()) throw new Error('is not a regular file');
      if (status.size > MAX_FILE_BYTES) throw new FileTooLargeError();
      if (status.size > this.bytes.length) this.bytes = Buffer.allocUnsafeSlow(2 * status.size);
      let length = 0;
      while (length < status.size) {
        const count = readSync(descriptor, this.bytes, length, status.size - length, null);
        if (count === 0) break;
        length += count;
      }
      return this.bytes.subarray(0, length);
    } finally {
      closeSync(descriptor);
    }
  }
}

/** A tree in which one file has other bytes, or is there at all; its folder exists. */
export const withText = (fileSystem: FileSystem, path: string, bytes: Uint8Array): FileSystem => ({
  list(folder) {
    const entries = fileSystem.list(folder);
    const isMissing = folder === folderOf(path) && entries.every(({ name }) => name !== baseName(path));
    return isMissing ? [...entries, { name: baseName(path), kind: 'file' }] : entries;
  },
  kind: (other) => (other === path ? 'file' : fileSystem.kind(other)),
  read(other) {
    if (other !== path) return fileSystem.read(other);
    if (bytes.length > MAX_FILE_BYTES) throw new FileTooLargeError();
    return bytes;
  },
});

/** A tree held in memory; `files` maps paths to their texts or bytes. For tests, and for editors that hold unsaved text. */
export function memoryFileSystem(files: Readonly<Record<string, string | Uint8Array>>): FileSystem {
  const folders = new Map<string, Map<string, 'file' | 'folder'>>([['', new Map()]]);
  for (const path of Object.keys(files)) {
    const parts = path.split('/');
    for (let depth = 0; depth < parts.length; depth += 1) {
      const folder = parts.slice(0, depth).join('/');
      const entries = folders.get(folder) ?? new Map<string, 'file' | 'folder'>();
      folders.set(folder, entries.set(parts[depth]!, depth === parts.length - 1 ? 'file' : 'folder'));
    }
  }
  return {
    list: (folder) => [...(folders.get(folder) ?? [])].map(([name, kind]) => ({ name, kind })),
    kind: (path) => (Object.hasOwn(files, path) ? 'file' : folders.has(path) ? 'folder' : undefined),
    read(path) {
      const content = Object.hasOwn(files, path) ? files[path] : undefined;
      if (content === undefined) throw new Error('is not there');
      return typeof content === 'string' ? Buffer.from(content) : content;
    },
  };
}
