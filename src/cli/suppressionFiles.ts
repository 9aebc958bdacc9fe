import { loadText, locateSuppressions } from '../config/findConfig.js';
import type { SuppressionFile } from '../suppressions/suppression.js';
import type { Host } from './host.js';
import type { Lens } from './performScan.js';
import { Repositories, type Scanned } from './repositories.js';

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
    target,
    lens,
  }: { readonly isIgnoring: boolean; readonly host: Host; readonly target: Scanned; readonly lens: Lens },
  run: (suppressionsOf: SuppressionsOf | undefined) => Promise<Result>
): Promise<Result> {
  if (!isIgnoring) return run(undefined);
  const repositories = new Repositories(target, lens);

  let read: ((text: string, path: string) => SuppressionFile) | undefined;
  const loadReader = async (): Promise<void> => {
    const { readSuppressions } = await import('../suppressions/readSuppressions.js');
    read = (text, path) => readSuppressions(text, path, host.rules);
  };
  const known = new Map<string, SuppressionFile>();
  const suppressionsOf: SuppressionsOf = (projectRoot) => {
    const { fileSystem, pathOf, fromRoot } = repositories.around(projectRoot);
    const path = locateSuppressions(fileSystem, pathOf(projectRoot));
    if (path === undefined) return undefined;
    if (!read) throw NEEDS_READER;
    const shown = fromRoot(path);
    const file = known.get(shown) ?? read(loadText(fileSystem, path), shown);
    known.set(shown, file);
    return file;
  };

  if (repositories.ofRoots().some(({ fileSystem, path }) => locateSuppressions(fileSystem, path) !== undefined)) {
    await loadReader();
  }
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
