import type { FileSystem } from '../../src/fileSystem.js';
import { rules } from '../../src/rules/index.js';
import { readSuppressions } from '../../src/suppressions/readSuppressions.js';
import type { SuppressionFile } from '../../src/suppressions/suppression.js';

/** The suppression file that stands at the root of a fixture, if there is one. */
export function suppressionsFor(fileSystem: FileSystem): () => SuppressionFile | undefined {
  const name = 'sf-isa.suppressions.yml';
  if (fileSystem.kind(name) === undefined) return () => undefined;
  const file = readSuppressions(Buffer.from(fileSystem.read(name)).toString('utf8'), name, rules);
  return () => file;
}
