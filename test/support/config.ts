import { DEFAULT_CONFIG, type Config } from '../../src/config/config.js';
import { readConfig } from '../../src/config/readConfig.js';
import type { FileSystem } from '../../src/fileSystem.js';
import { rules } from '../../src/rules/index.js';

/** The config that stands at the root of a fixture, or the default one. */
export function configFor(fileSystem: FileSystem): () => Config {
  if (fileSystem.kind('sf-isa.yml') === undefined) return () => DEFAULT_CONFIG;
  const config = readConfig(Buffer.from(fileSystem.read('sf-isa.yml')).toString('utf8'), 'sf-isa.yml', rules);
  return () => config;
}
