import { locateSuppressions } from '../../src/config/findConfig.js';
import type { FileSystem } from '../../src/fileSystem.js';
import { rules } from '../../src/rules/index.js';
import { readSuppressions } from '../../src/suppressions/readSuppressions.js';
import type { SuppressionFile } from '../../src/suppressions/suppression.js';

/** Gives each project of a fixture its suppression file: the nearest from its folder up to the fixture's, if there is one. */
export function suppressionsFor(fileSystem: FileSystem): (projectRoot: string) => SuppressionFile | undefined {
  const files = new Map<string, SuppressionFile>();
  return (projectRoot) => {
    const path = locateSuppressions(fileSystem, projectRoot);
    if (path === undefined) return undefined;
    const file = files.get(path) ?? readSuppressions(Buffer.from(fileSystem.read(path)).toString('utf8'), path, rules);
    files.set(path, file);
    return file;
  };
}
