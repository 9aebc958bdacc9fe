import { hash } from 'node:crypto';
import type { FileSystem, FileSystemEntry } from '../fileSystem.js';
import { baseName, folderOf, isWithin, joinPath } from '../paths.js';

/** Which hash a repository names its objects by. */
export type ObjectFormat = 'sha1' | 'sha256';

/** The format of an object's id. */
export const formatOf = (id: string): ObjectFormat => (id.length === 64 ? 'sha256' : 'sha1');

/** Used for every file of the usual size: memory that is asked for anew takes longer to get than to fill. */
const room = Buffer.allocUnsafeSlow(64 * 1024);

/** The id that git gives a file of that content; https://git-scm.com/book/en/v2/Git-Internals-Git-Objects. */
export function blobId(bytes: Uint8Array, format: ObjectFormat): string {
  const header = `blob ${bytes.length}\0`;
  const length = header.length + bytes.length;
  const object = length > room.length ? Buffer.allocUnsafe(length) : room.subarray(0, length);
  object.write(header, 'latin1');
  object.set(bytes, header.length);
  return hash(format, object);
}

/**
 * The files that are checked out, as far as they are what git has: what is the same need not be unpacked. A file counts as the
 * same whatever its line ends, because git may have changed those when it checked the file out.
 */
export class WorkTree {
  /** What git would call the file, as it is and with line feeds alone. */
  private readonly ids = new Map<string, readonly string[]>();
  /** What stands in the folders that were listed, and the names alone of those that somebody asked about. */
  private readonly lists = new Map<string, readonly FileSystemEntry[]>();
  private readonly names = new Map<string, ReadonlySet<string>>();
  /** Ways to look at the files, each below a folder from the top of the repository; the first one that has a file counts. */
  private readonly views: Array<{ readonly files: FileSystem; readonly prefix: string }>;

  /** @param files those of the whole repository */
  public constructor(
    files: FileSystem,
    private readonly format: ObjectFormat
  ) {
    this.views = [{ files, prefix: '' }];
  }

  /** Takes down what is read of the files below `prefix` while it is read. */
  public noting(files: FileSystem, prefix: string): FileSystem {
    this.views.unshift({ files, prefix });
    return {
      list: (folder) => {
        const entries = files.list(folder);
        this.lists.set(joinPath(prefix, folder), entries);
        return entries;
      },
      kind: (path) => files.kind(path),
      read: (path) => {
        const bytes = files.read(path);
        this.note(joinPath(prefix, path), bytes);
        return bytes;
      },
    };
  }

  /** Whether the file that is there has the content of a blob. */
  public has(path: string, id: string): boolean {
    if (!this.ids.has(path)) {
      const bytes = this.bytes(path);
      if (bytes) this.note(path, bytes);
      else this.ids.set(path, []);
    }
    return this.ids.get(path)!.includes(id);
  }

  /** Whether there is something at a path. */
  public isThere(path: string): boolean {
    const folder = folderOf(path);
    let names = this.names.get(folder);
    if (!names) {
      const entries = this.lists.get(folder) ?? this.look(folder, (files, local) => files.list(local));
      names = new Set(entries.map(({ name }) => name));
      this.names.set(folder, names);
    }
    return names.has(baseName(path));
  }

  /** Whether the file was read, and had the content of a blob, where one is given. */
  public wasRead(path: string, id?: string): boolean {
    const ids = this.ids.get(path);
    return ids !== undefined && (id === undefined ? ids.length > 0 : ids.includes(id));
  }

  /** Whether it takes no look at the file to know that it has not the content of a blob. */
  public isKnownToDiffer(path: string, id: string): boolean {
    const ids = this.ids.get(path);
    return ids ? !ids.includes(id) : !this.isThere(path);
  }

  /** The bytes of a file; undefined when it cannot be read. They stand until the next file is read. */
  public bytes(path: string): Uint8Array | undefined {
    try {
      return this.look(path, (files, local) => files.read(local));
    } catch {
      return undefined;
    }
  }

  /** Does something with what stands at a path, which `local` is in the view that has it. */
  private look<Result>(path: string, at: (files: FileSystem, local: string) => Result): Result {
    const { files, prefix } = this.views.find((view) => isWithin(path, view.prefix))!;
    return at(files, prefix === '' ? path : path.slice(prefix.length + 1));
  }

  private note(path: string, bytes: Uint8Array): void {
    if (!this.ids.has(path)) this.ids.set(path, idsOf(bytes, this.format));
  }
}

function idsOf(bytes: Uint8Array, format: ObjectFormat): readonly string[] {
  const own = blobId(bytes, format);
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!buffer.includes('\r\n')) return [own];
  return [own, blobId(Buffer.from(buffer.toString('latin1').replaceAll('\r\n', '\n'), 'latin1'), format)];
}
