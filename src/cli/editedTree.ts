import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { decodeText } from '../decodeText.js';
import type { FileSystem } from '../fileSystem.js';
import { outputError } from './failure.js';

/** The tree of files as scans see it: with notes of what was read, and with other texts in the place of some. */
export class EditedTree {
  private readonly hashes = new Map<string, string>();
  private readonly originals = new Map<string, Buffer>();
  private edited: ReadonlyMap<string, Buffer> | undefined;

  /** @param doing what is being done to the files, to follow "while it was being" */
  public constructor(private readonly doing: string) {}

  /** Shows the tree to a scan. */
  public readonly lens = (fileSystem: FileSystem, root: string): FileSystem => ({
    list: (folder) => fileSystem.list(folder),
    kind: (path) => (this.edited?.has(resolve(root, path)) ? 'file' : fileSystem.kind(path)),
    read: (path) => {
      const full = resolve(root, path);
      const bytes = this.edited?.get(full) ?? fileSystem.read(path);
      if (!this.edited && !this.hashes.has(full)) this.hashes.set(full, hashOf(bytes));
      return bytes;
    },
  });

  /** The text of a file that was scanned. Throws OutputError when it is not what it was then. */
  public textOf(full: string, shown: string): string {
    const bytes = this.originals.get(full) ?? readFileSync(full);
    this.originals.set(full, bytes);
    const { text } = decodeText(bytes);
    if (hashOf(bytes) !== this.hashes.get(full) || text === undefined) throw this.changedMeanwhile(shown);
    return text;
  }

  /** The byte order mark that a file begins with, if it has one. */
  public markOf(full: string): string {
    return this.originals.get(full)?.[0] === 0xef ? '\uFEFF' : '';
  }

  /** Throws OutputError for a file that is no longer what was scanned. */
  public assertUnchanged(full: string, shown: string): void {
    if (!this.isUnchanged(full)) throw this.changedMeanwhile(shown);
  }

  /** Runs something while files have other texts, or are there at all. */
  public async with<Result>(texts: ReadonlyMap<string, string>, run: () => Promise<Result>): Promise<Result> {
    this.edited = new Map([...texts].map(([full, text]) => [full, Buffer.from(this.markOf(full) + text)]));
    try {
      return await run();
    } finally {
      this.edited = undefined;
    }
  }

  private isUnchanged(full: string): boolean {
    try {
      return this.originals.get(full)?.equals(readFileSync(full)) ?? false;
    } catch {
      return false;
    }
  }

  private changedMeanwhile(path: string): Error {
    return outputError(
      `The file ${path} has changed while it was being ${this.doing}, so nothing was written; run it again.`
    );
  }
}

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('base64');
