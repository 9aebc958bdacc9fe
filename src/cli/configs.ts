import { statSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { Config } from '../config/config.js';
import { configFinder, loadText, locateConfig, type ConfigFinderOptions } from '../config/findConfig.js';
import type { ConfigReaderOptions } from '../config/readConfig.js';
import { diskFileSystem } from '../fileSystem.js';
import { joinPath, normalizePath } from '../paths.js';
import { EXIT_CONFIG } from './exitCodes.js';
import { CommandError, usageError } from './failure.js';
import type { Host } from './host.js';
import type { Lens } from './performScan.js';

interface ConfigRequest {
  readonly flags: {
    readonly 'config-file': string | undefined;
    readonly 'no-config': boolean;
    readonly 'no-ignores': boolean;
  };
  readonly host: Host;
  /** The scanned root, absolute. */
  readonly root: string;
  /** How to look at the repository around it. */
  readonly lens?: Lens;
}

type ConfigOf = (projectRoot: string) => Config;

/**
 * Runs something that asks for the config of each project, and tells which configs it used. What reads a config file is
 * loaded only when there is one, since most scans do without its YAML parser.
 *
 * @throws CommandError or ConfigError for a file that is named and not there, or is invalid
 */
export async function withConfigs<Result>(
  { flags, host, root, lens = (files) => files }: ConfigRequest,
  run: (configOf: ConfigOf | undefined) => Result
): Promise<{ readonly result: Result; readonly used: readonly Config[] }> {
  if (flags['no-config'] && flags['config-file'] !== undefined) {
    throw usageError('--config-file and --no-config exclude each other.');
  }
  if (flags['no-config']) return { result: run(undefined), used: [] };

  const named = namedFile(flags['config-file'], host);
  const repository = repositoryAround(root);
  const fileSystem = lens(diskFileSystem(repository), repository);
  const prefix = relative(repository, root).split(sep).join('/');
  let readerOf: ReaderOf = () => () => {
    throw NEEDS_READER;
  };
  const loadReader = async (): Promise<void> => {
    const { configReader } = await import('../config/readConfig.js');
    readerOf = (files) => configReader({ rules: host.rules, ...files });
  };
  const attempt = (): { readonly result: Result; readonly used: readonly Config[] } => {
    const used = new Set<Config>();
    const explicit = named && loadNamed(named, repository, host, readerOf);
    const find = configFinder({ fileSystem, read: readerOf({ fileSystem }), ...(explicit && { explicit }) });
    const result = run((projectRoot) => {
      const config = find(joinPath(prefix, projectRoot));
      used.add(config);
      return flags['no-ignores'] ? withoutIgnores(config) : config;
    });
    return { result, used: [...used] };
  };

  if (named ?? locateConfig(fileSystem, prefix)) await loadReader();
  try {
    return attempt();
  } catch (reason) {
    // Only a project further down has a config.
    if (reason !== NEEDS_READER) throw reason;
    await loadReader();
    return attempt();
  }
}

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
  const pathIn = (folder: string): string => relative(folder, path).split(sep).join('/');
  const isScanned = !isAbsolute(pathIn(scanned)) && normalizePath(pathIn(scanned)) !== undefined;
  const repository = isScanned ? scanned : repositoryAround(dirname(path));
  const fileSystem = diskFileSystem(repository);
  const own = pathIn(repository);
  const nameOf = (one: string): string =>
    one === own ? name : relative(workingFolder, join(repository, one)).split(sep).join('/');
  const text = loadText(fileSystem, own, name);
  return readerOf({ fileSystem, nameOf })(text, own);
}

/**
 * The folder up to which configs count: that of the repository, whose `.git` is a file in a worktree or a submodule.
 * Without a repository it is the scanned root, because nobody vouches for what lies above.
 */
export function repositoryAround(root: string): string {
  for (let folder = root; ; folder = dirname(folder)) {
    if (statSync(join(folder, '.git'), { throwIfNoEntry: false })) return folder;
    if (dirname(folder) === folder) return root;
  }
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
