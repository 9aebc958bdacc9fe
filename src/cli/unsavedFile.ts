import { realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { withText } from '../fileSystem.js';
import { usageError } from './failure.js';
import { isInFolder } from './findTarget.js';
import type { Host } from './host.js';
import type { Lens } from './performScan.js';
import { pathFrom } from '../paths.js';

/** A file as an editor holds it, in place of what is on the disk. */
export interface UnsavedFile {
  /** Absolute and without links. */
  readonly path: string;
  readonly lens: Lens;
}

/**
 * Takes standard input for the text of a file, which need not exist yet.
 *
 * @throws CommandError for a folder, and for a file in no folder
 */
export async function unsavedFile(name: string, host: Host): Promise<UnsavedFile> {
  const path = realPath(resolve(host.workingFolder, name), name);
  const bytes = (await host.readInput?.()) ?? new Uint8Array();
  return {
    path,
    lens: (fileSystem, root) =>
      isInFolder(path, root) ? withText(fileSystem, pathFrom(root, path), bytes) : fileSystem,
  };
}

function realPath(path: string, name: string): string {
  const status = statSync(path, { throwIfNoEntry: false });
  if (status?.isFile()) return realpathSync.native(path);
  if (status) throw usageError(`--stdin-filename ${name} is not a file.`);
  if (!statSync(dirname(path), { throwIfNoEntry: false })?.isDirectory()) {
    throw usageError(`--stdin-filename ${name} lies in a folder that does not exist.`);
  }
  return join(realpathSync.native(dirname(path)), basename(path));
}
