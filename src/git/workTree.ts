import { hash } from 'node:crypto';
import type { FileSystem } from '../fileSystem.js';
import { isWithin, joinPath } from '../paths.js';

/** Which hash a repository names its objects by. */
export type ObjectFormat = 'sha1' | 'sha256';

/** The format of an object's id. */
export const formatOf = (id: string): ObjectFormat => (id.length === 64 ? 'sha256' : 'sha1');

/** The id that git gives a file of that content; https://git-scm.com/book/en/v2/Git-Internals-Git-Objects. */
export const blobId = (bytes: Uint8Array, format: ObjectFormat): string =>
  hash(format, Buffer.concat([Buffer.from(`blob ${bytes.length}\0`), bytes]));

/**
 * The files that are checked out, as far as they are what git has: what is the same need not be unpacked. A file counts as the
 * same whatever its line ends, because git may have changed those when it checked the file out.
 */
export class WorkTree {
  /** What git would call the file, as it is and with line feeds alone. */
  private readonly ids = new Map<string, readonly string[]>();

  public constructor(
    private files: FileSystem,
    private readonly format: ObjectFormat,
    /** Of `files`, from the top of the repository. */
    private prefix = ''
  ) {}

  /** Takes down what is read of the files below `prefix` while it is read. */
  public noting(files: FileSystem, prefix: string): FileSystem {
    this.files = files;
    this.prefix = prefix;
    return {
      list: (folder) => files.list(folder),
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

  /** Whether the file was read, and had the content of a blob. */
  public wasRead(path: string, id: string): boolean {
    return this.ids.get(path)?.includes(id) ?? false;
  }

  /** The bytes of a file; undefined when it cannot be read. They stand until the next file is read. */
  public bytes(path: string): Uint8Array | undefined {
    try {
      const { prefix } = this;
      if (!isWithin(path, prefix)) return undefined;
      return this.files.read(prefix === '' ? path : path.slice(prefix.length + 1));
    } catch {
      return undefined;
    }
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
