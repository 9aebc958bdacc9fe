import { statSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import type { Config } from '../config/config.js';
import { configFinder, loadText, locateConfig, type ConfigFinderOptions } from '../config/findConfig.js';
import type { ConfigReaderOptions } from '../config/readConfig.js';
import { diskFileSystem } from '../fileSystem.js';
import { normalizePath, pathFrom } from '../paths.js';
import { EXIT_CONFIG } from './exitCodes.js';
import { CommandError, usageError } from './failure.js';
import type { Host } from './host.js';
import type { Lens } from './performScan.js';
import { Repositories, repositoryAround, type Repository, type Scanned } from './repositories.js';

export { repositoryAround };

interface ConfigRequest {
  readonly flags: {
    readonly 'config-file': string | undefined;
    readonly 'no-config': boolean;
    readonly 'no-ignores': boolean;
  };
  readonly host: Host;
  readonly target: Scanned;
  /** How to look at a repository. */
  readonly lens?: Lens;
  /** Ids of `src/controls`, where attestations of others are to be refused. */
  readonly controls?: readonly string[];
}

type ConfigOf = (projectRoot: string) => Config;

/**
 * Runs something that asks for the config of each project, and tells which configs it used. What reads a config file is
 * loaded only when there is one, since most scans do without its YAML parser.
 *
 * @throws CommandError or ConfigError for a file that is named and not there, or is invalid
 */
export async function withConfigs<Result>(
  { flags, host, target, lens = (files) => files, controls }: ConfigRequest,
  run: (configOf: ConfigOf | undefined) => Result
): Promise<{ readonly result: Result; readonly used: readonly Config[] }> {
  if (flags['no-config'] && flags['config-file'] !== undefined) {
    throw usageError('--config-file and --no-config exclude each other.');
  }
  if (flags['no-config']) return { result: run(undefined), used: [] };

  const named = namedFile(flags['config-file'], host);
  const repositories = new Repositories(target, lens);
  let readerOf: ReaderOf = () => () => {
    throw NEEDS_READER;
  };
  const loadReader = async (): Promise<void> => {
    const { configReader } = await import('../config/readConfig.js');
    readerOf = (files) => configReader({ rules: host.rules, ...files, ...(controls && { controls }) });
  };
  const attempt = (): { readonly result: Result; readonly used: readonly Config[] } => {
    const used = new Set<Config>();
    const explicit = named && loadNamed(named, scannedAround(named, target), host, readerOf);
    const finders = new Map<Repository, ConfigOf>();
    const finderIn = (repository: Repository): ConfigOf => {
      const { fileSystem, nameOf } = repository;
      const known =
        finders.get(repository) ??
        configFinder({ fileSystem, read: readerOf({ fileSystem, nameOf }), ...(explicit && { explicit }) });
      finders.set(repository, known);
      return known;
    };
    const result = run((projectRoot) => {
      const repository = repositories.around(projectRoot);
      const config = finderIn(repository)(repository.pathOf(projectRoot));
      used.add(config);
      return flags['no-ignores'] ? withoutIgnores(config) : config;
    });
    return { result, used: [...used] };
  };

  if (named ?? repositories.ofRoots().some(({ fileSystem, path }) => locateConfig(fileSystem, path))) {
    await loadReader();
  }
  try {
    return attempt();
  } catch (reason) {
    // Only a project further down has a config.
    if (reason !== NEEDS_READER) throw reason;
    await loadReader();
    return attempt();
  }
}

/** What a named config may extend files of: the scanned repository, or, where there may be several, its own. */
const scannedAround = ({ path }: NamedFile, { root, projects }: Scanned): string =>
  repositoryAround(projects.length === 0 ? root : dirname(path));

type ReaderOf = (files: Omit<ConfigReaderOptions, 'rules'>) => ConfigFinderOptions['read'];

const NEEDS_READER = new Error('The config reader is not loaded.');

/** A config file that the command line or the environment names. */
export interface NamedFile {
  /** As given, for messages. */
  readonly name: string;
  readonly path: string;
}

/** The config file that holds for every project, if one is named. Throws CommandError when it is not there. */
export function namedFile(flag: string | undefined, { env, workingFolder }: Host): NamedFile | undefined {
  const name = flag ?? env['SF_ISA_CONFIG'];
  if (name === undefined || name === '') return undefined;
  const path = resolve(workingFolder, name);
  if (statSync(path, { throwIfNoEntry: false })?.isFile()) return { name, path };
  throw new CommandError('ConfigError', `The config file ${name} does not exist.`, EXIT_CONFIG);
}

/**
 * Reads such a file. What it extends lies in the scanned repository. Of a file from elsewhere, it lies in the repository around that
 * file, or below its folder where there is none.
 */
export function loadNamed<Read>(
  { name, path }: NamedFile,
  scanned: string,
  { workingFolder }: Host,
  readerOf: (files: Omit<ConfigReaderOptions, 'rules'>) => (text: string, path: string) => Read
): Read {
  const pathIn = (folder: string): string => pathFrom(folder, path);
  const isScanned = !isAbsolute(pathIn(scanned)) && normalizePath(pathIn(scanned)) !== undefined;
  const repository = isScanned ? scanned : repositoryAround(dirname(path));
  const fileSystem = diskFileSystem(repository);
  const own = pathIn(repository);
  const nameOf = (one: string): string => (one === own ? name : pathFrom(workingFolder, join(repository, one)));
  const text = loadText(fileSystem, own, name);
  return readerOf({ fileSystem, nameOf })(text, own);
}

/** Rules that a config turns off run all the same. */
const withoutIgnores = (config: Config): Config => ({
  ...config,
  rules: Object.fromEntries(
    Object.entries(config.rules).map(([id, { severity, ...rule }]) => [
      id,
      severity === undefined || severity === 'off' ? rule : { ...rule, severity },
    ])
  ),
});
