import { posix, resolve } from 'node:path';
import { ConfigError } from '../config/configError.js';
import { loadText, locateSuppressions, SUPPRESSIONS_FILE_NAME } from '../config/findConfig.js';
import { diskFileSystem } from '../fileSystem.js';
import { joinPath, pathFrom } from '../paths.js';
import { readSuppressions } from '../suppressions/readSuppressions.js';
import { isExpired } from '../suppressions/suppression.js';
import { usageError } from './failure.js';
import type { Host } from './host.js';
import { repositoryAround } from './repositories.js';

/** Where the suppression file of a project is, or would be. */
export interface SuppressionsPlace {
  /** Absolute. */
  readonly path: string;
  /** From the scanned root, with forward slashes. */
  readonly shown: string;
  /** Undefined where there is no file yet. */
  readonly text: string | undefined;
  /** The byte order mark that the file begins with, if it has one. */
  readonly mark: string;
}

/** Finds the suppression file that holds for a scanned root. Throws ConfigError for one that cannot be read. */
export function placeOfSuppressions(root: string): SuppressionsPlace {
  const repository = repositoryAround(root);
  const prefix = pathFrom(repository, root);
  const fileSystem = diskFileSystem(repository);
  const found = locateSuppressions(fileSystem, prefix);
  const place = found ?? joinPath(prefix, SUPPRESSIONS_FILE_NAME);
  const shown = posix.relative(prefix, place);
  const path = resolve(repository, place);
  if (found === undefined) return { path, shown, text: undefined, mark: '' };
  const text = loadText(fileSystem, found, shown);
  return { path, shown, text, mark: fileSystem.read(found)[0] === 0xef ? '\uFEFF' : '' };
}

/** Throws CommandError for a text that is not valid: what entries are made of comes from the command line. */
export function assertValid(text: string, { shown }: SuppressionsPlace, host: Host): void {
  try {
    readSuppressions(text, shown, host.rules);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw usageError(
      error.problems.map(({ message }) => message.replace(/^suppressions\[\d+\]\./, '--')).join('; ') + '.'
    );
  }
}

/** Throws CommandError for a last day that is over: such an entry would accept nothing. */
export function assertNotOver(expires: string | undefined, now: Date): void {
  if (isExpired({ expires }, now)) {
    throw usageError(
      `--expires must be today or a later day (in UTC, today is ${now.toISOString().slice(0, 10)}): the entry holds until that day is over.`
    );
  }
}
