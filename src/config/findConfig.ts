import { decodeText } from '../decodeText.js';
import { FileTooLargeError, type FileSystem } from '../fileSystem.js';
import { folderOf, joinPath } from '../paths.js';
import { DEFAULT_CONFIG, type Config } from './config.js';
import { ConfigError } from './configError.js';

/** The config file of a project, in the folder of its `sfdx-project.json` or above. */
export const CONFIG_FILE_NAME = 'sf-isa.yml';
/** What a team has accepted, in the same places. */
export const SUPPRESSIONS_FILE_NAME = 'sf-isa.suppressions.yml';
/** What a team has put off. */
export const BASELINE_FILE_NAME = 'sf-isa.baseline.json';

/** Where configs come from. */
export interface ConfigFinderOptions {
  readonly fileSystem: FileSystem;
  /**
   * What `configReader` gives. The caller loads it, since it brings a YAML parser and a schema validator that most scans
   * do without; `locateConfig` says beforehand whether it will be called.
   */
  readonly read: (text: string, path: string) => Config;
  /** The config that was asked for by name: it holds for every project, and nothing is searched. */
  readonly explicit?: Config;
  /** What holds for a project without a config file: that of a folder above the scanned root, or the default. */
  readonly fallback?: Config;
}

/**
 * Gives the config of a project by its folder: of the nearest `sf-isa.yml` from there up to the scanned root. Each file is
 * read once. The function throws ConfigError.
 */
export function configFinder(options: ConfigFinderOptions): (projectRoot: string) => Config {
  const { fileSystem, read, explicit, fallback = DEFAULT_CONFIG } = options;
  const configs = new Map<string, Config>();
  return (projectRoot) => {
    if (explicit !== undefined) return explicit;
    const path = locateConfig(fileSystem, projectRoot);
    if (path === undefined) return fallback;
    const config = configs.get(path) ?? loadConfig(fileSystem, path, read);
    configs.set(path, config);
    return config;
  };
}

/**
 * The path of the nearest `sf-isa.yml`, from a folder up to the root of the file system; undefined when there is none.
 * Throws ConfigError for a `sf-isa.yaml`, which would otherwise be passed over in silence.
 */
export const locateConfig = (fileSystem: FileSystem, folder: string): string | undefined =>
  locateFile(fileSystem, folder, CONFIG_FILE_NAME);

/** The same for the file that says what a team has accepted. */
export const locateSuppressions = (fileSystem: FileSystem, folder: string): string | undefined =>
  locateFile(fileSystem, folder, SUPPRESSIONS_FILE_NAME);

/** The same for the findings that a team has put off. */
export const locateBaseline = (fileSystem: FileSystem, folder: string): string | undefined =>
  locateFile(fileSystem, folder, BASELINE_FILE_NAME);

function locateFile(fileSystem: FileSystem, folder: string, name: string): string | undefined {
  const path = joinPath(folder, name);
  if (fileSystem.kind(path) === 'file') return path;
  const misspelt = joinPath(folder, name.replace(/yml$/, 'yaml'));
  if (misspelt !== path && fileSystem.kind(misspelt) === 'file') throw atStart(misspelt, `rename this file to ${name}`);
  return folder === '' ? undefined : locateFile(fileSystem, folderOf(folder), name);
}

/** Reads one config file. Throws ConfigError, also when the file cannot be read or is not UTF-8. */
export const loadConfig = (fileSystem: FileSystem, path: string, read: ConfigFinderOptions['read']): Config =>
  read(loadText(fileSystem, path), path);

/**
 * The text of a file that people write for sf-isa; `name` is for messages. Throws ConfigError when it cannot be read or is
 * not UTF-8.
 */
export function loadText(fileSystem: FileSystem, path: string, name = path): string {
  const { text, problem } = decode(fileSystem, path);
  if (text === undefined) throw atStart(name, `the file ${problem}`);
  return text;
}

function decode(fileSystem: FileSystem, path: string): ReturnType<typeof decodeText> {
  try {
    const decoded = decodeText(fileSystem.read(path));
    return decoded.problem === 'is not UTF-8' ? { problem: 'is not UTF-8; save it as UTF-8' } : decoded;
  } catch (error) {
    return { problem: error instanceof FileTooLargeError ? error.message : 'cannot be read; check its permissions' };
  }
}

const atStart = (path: string, message: string): ConfigError =>
  new ConfigError(path, [{ message, line: 1, column: 1 }]);
