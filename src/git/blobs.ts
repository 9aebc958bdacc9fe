import { hash } from 'node:crypto';
import { diskFileSystem, FileTooLargeError, MAX_FILE_BYTES } from '../fileSystem.js';
import { GitError } from './gitError.js';
import type { Repository } from './repository.js';
import type { WorkTree } from './workTree.js';

/** A file of a commit or of the index. */
interface WantedBlob {
  readonly path: string;
  readonly id: string;
}

/** What a line of `git cat-file --batch` adds to the blob that it announces. */
const LINE_BYTES = 128;

/**
 * The contents of blobs. What is checked out as it is comes from there; the rest is unpacked by as few runs of git as
 * possible.
 */
export class Blobs {
  /** What the last run unpacked, by id. */
  private unpacked = new Map<string, Uint8Array>();
  /** By id, the blobs that the same run unpacks: together not larger than the largest file. */
  private readonly batches = new Map<string, readonly string[]>();
  private readonly tooLarge = new Set<string>();
  private runs = 0;
  private failed: GitError | undefined;

  public constructor(
    private readonly repository: Repository,
    private readonly workTree: WorkTree,
    /** What is likely to be wanted too: once for what git's own lists tell to differ, then for what is found to differ. */
    private readonly likely: ReadonlyArray<() => readonly WantedBlob[]>
  ) {}

  /**
   * The bytes of a file. They stand until the next one is read.
   *
   * @throws FileTooLargeError for a file over the limit, GitError when the blob is not there
   */
  public read(wanted: WantedBlob): Uint8Array {
    const { path, id } = wanted;
    try {
      const known = this.unpacked.get(id);
      const same = known ?? (this.workTree.has(path, id) ? this.workTree.bytes(path) : undefined);
      return this.withoutPointer(path, same ?? this.unpack(wanted));
    } catch (error) {
      if (error instanceof GitError) this.failed ??= error;
      throw error;
    }
  }

  /** Throws what git failed with: a scan takes a file that cannot be read for a bad file, and goes on. */
  public assertComplete(): void {
    if (this.failed) throw this.failed;
  }

  private unpack({ path, id }: WantedBlob): Uint8Array {
    if (!this.batches.has(id) && !this.tooLarge.has(id)) {
      const more = this.likely[this.runs++]?.() ?? [];
      this.plan(
        [...new Set([id, ...more.map((blob) => blob.id)])].filter((one) => !this.batches.has(one)),
        path
      );
    }
    if (this.tooLarge.has(id)) throw new FileTooLargeError();
    if (!this.unpacked.has(id)) this.unpacked = this.run(this.batches.get(id)!, path) ?? new Map();
    const bytes = this.unpacked.get(id);
    if (bytes) return bytes;
    throw missing(path);
  }

  /** Unpacks blobs at once when they are not too much for that; else sorts them into batches, by their sizes. */
  private plan(ids: readonly string[], path: string): void {
    const all = this.run(ids, path);
    if (all) {
      this.unpacked = all;
      for (const id of ids) this.batches.set(id, ids);
      return;
    }
    const { stdout } = this.repository.run(['cat-file', '--batch-check'], { input: `${ids.join('\n')}\n` });
    let batch: string[] = [];
    let size = 0;
    for (const line of stdout.toString().trimEnd().split('\n')) {
      const [id = '', type, bytes = ''] = line.split(' ');
      if (type !== 'blob') throw missing(path);
      if (Number(bytes) > MAX_FILE_BYTES) {
        this.tooLarge.add(id);
        continue;
      }
      if (size + Number(bytes) > MAX_FILE_BYTES) [batch, size] = [[], 0];
      batch.push(id);
      size += Number(bytes);
      this.batches.set(id, batch);
    }
  }

  /** Undefined when it is too much for one run. */
  private run(ids: readonly string[], path: string): Map<string, Uint8Array> | undefined {
    const { stdout, isCut } = this.repository.run(['cat-file', '--batch'], {
      input: `${ids.join('\n')}\n`,
      maxBytes: MAX_FILE_BYTES + ids.length * LINE_BYTES,
    });
    if (isCut) return undefined;
    const unpacked = new Map<string, Uint8Array>();
    let position = 0;
    for (const id of ids) {
      const end = stdout.indexOf('\n', position);
      const [, type, bytes] = stdout.toString('latin1', position, end).split(' ');
      if (end < 0 || type !== 'blob') throw missing(path);
      unpacked.set(id, stdout.subarray(end + 1, end + 1 + Number(bytes)));
      position = end + 1 + Number(bytes) + 1;
    }
    return unpacked;
  }

  /**
   * What a Git LFS pointer stands for, as far as it is on this machine; else the pointer.
   * https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md
   */
  private withoutPointer(path: string, bytes: Uint8Array): Uint8Array {
    if (bytes.length > 1024 || bytes[0] !== 0x76 /* v */) return bytes;
    const oid = POINTER.exec(Buffer.from(bytes).toString('latin1'))?.[1];
    if (oid === undefined) return bytes;
    // What is read next takes the place of what was read last.
    const pointer = Uint8Array.from(bytes);
    const checkedOut = this.workTree.bytes(path);
    if (checkedOut && hash('sha256', checkedOut) === oid) return checkedOut;
    try {
      return diskFileSystem(this.repository.commonFolder).read(
        `lfs/objects/${oid.slice(0, 2)}/${oid.slice(2, 4)}/${oid}`
      );
    } catch {
      return pointer;
    }
  }
}

const POINTER = /^version https:\/\/git-lfs\.github\.com\/spec\/[^]*^oid sha256:([0-9a-f]{64})$/m;

const missing = (path: string): GitError =>
  new GitError(`This clone lacks the version of ${path} that it is to be compared with, or one of another file.`, [
    'A clone that was made with --filter lacks files: clone it without, or run git fetch --refetch --no-filter first.',
  ]);
