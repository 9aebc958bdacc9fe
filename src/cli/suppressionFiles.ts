import { posix, relative, sep } from 'node:path';
import { loadText, locateSuppressions } from '../config/findConfig.js';
import { diskFileSystem } from '../fileSystem.js';
import { joinPath } from '../paths.js';
import type { SuppressionFile } from '../suppressions/suppression.js';
import { repositoryAround } from './configs.js';
import type { Host } from './host.js';
import type { Lens } from './performScan.js';

type SuppressionsOf = (projectRoot: string) => SuppressionFile | undefined;

/**
 * Runs something that asks for the suppression file of each project: the nearest one from the project's folder up to that of
 * the repository. What reads it is loaded only when there is one.
 *
 * @throws ConfigError for a file that is invalid
 */
export async function withSuppressions<Result>(
  {
    isIgnoring,
    host,
    root,
    lens,
  }: { readonly isIgnoring: boolean; readonly host: Host; readonly root: string; readonly lens: Lens },
  run: (suppressionsOf: SuppressionsOf | undefined) => Promise<Result>
): Promise<Result> {
  if (!isIgnoring) return run(undefined);
  const repository = repositoryAround(root);
  const fileSystem = lens(diskFileSystem(repository), repository);
  const prefix = relative(repository, root).split(sep).join('/');

  let read: ((text: string, path: string) => SuppressionFile) | undefined;
  const loadReader = async (): Promise<void> => {
    const { readSuppressions } = await import('../suppressions/readSuppressions.js');
    read = (text, path) => readSuppressions(text, path, host.rules);
  };
  const known = new Map<string, SuppressionFile>();
  const suppressionsOf: SuppressionsOf = (projectRoot) => {
    const path = locateSuppressions(fileSystem, joinPath(prefix, projectRoot));
    if (path === undefined) return undefined;
    if (!read) throw NEEDS_READER;
    const file = known.get(path) ?? read(loadText(fileSystem, path), posix.relative(prefix, path));
    known.set(path, file);
    return file;
  };

  if (locateSuppressions(fileSystem, prefix) !== undefined) await loadReader();
  try {
    return await run(suppressionsOf);
  } catch (reason) {
    // Only a project further down has one.
    if (reason !== NEEDS_READER) throw reason;
    await loadReader();
    return run(suppressionsOf);
  }
}

const NEEDS_READER = new Error('The reader of suppressions is not loaded.');
