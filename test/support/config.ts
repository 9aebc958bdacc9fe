import type { Config } from '../../src/config/config.js';
import { configFinder } from '../../src/config/findConfig.js';
import { configReader } from '../../src/config/readConfig.js';
import type { FileSystem } from '../../src/fileSystem.js';
import { rules } from '../../src/rules/index.js';

/** Gives each project of a fixture its config: of the nearest file from its folder up to the fixture's, or the default one. */
export const configFor = (fileSystem: FileSystem): ((projectRoot: string) => Config) =>
  configFinder({ fileSystem, read: (text, path) => configReader({ rules, fileSystem })(text, path) });
