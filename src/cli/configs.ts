import { statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import type { Config } from '../config/config.js';
import { configFinder, loadConfig, locateConfig, type ConfigFinderOptions } from '../config/findConfig.js';
import { diskFileSystem } from '../fileSystem.js';
import { joinPath } from '../paths.js';
import { EXIT_CONFIG } from './exitCodes.js';
import { CommandError, usageError } from './failure.js';
import type { Host } from './host.js';

interface ConfigRequest {
  readonly flags: {
    readonly 'config-file': string | undefined;
    readonly 'no-config': boolean;
    readonly 'no-ignores': boolean;
  };
  readonly host: Host;
  /** The scanned root, absolute. */
  readonly root: string;
}

type ConfigOf = (projectRoot: string) => Config;

/**
 * Runs something that asks for the config of each project, and tells which configs it used. What reads a config file is
 * loaded only when there is one, since most scans do without its YAML parser.
 *
 * @throws CommandError or ConfigError for a file that is named and not there, or is invalid
 */
export async function withConfigs<Result>(
  { flags, host, root }: ConfigRequest,
  run: (configOf: ConfigOf | undefined) => Result
): Promise<{ readonly result: Result; readonly used: readonly Config[] }> {
  if (flags['no-config'] && flags['config-file'] !== undefined) {
    throw usageError('--config-file and --no-config exclude each other.');
  }
  if (flags['no-config']) return { result: run(undefined), used: [] };

  const named = namedFile(flags['config-file'], host);
  const repository = repositoryAround(root);
  const fileSystem = diskFileSystem(repository);
  const prefix = relative(repository, root).split(sep).join('/');
  let read: ConfigFinderOptions['read'] = () => {
    throw NEEDS_READER;
  };
  const loadReader = async (): Promise<void> => {
    const { readConfig } = await import('../config/readConfig.js');
    read = (text, path) => readConfig(text, path, host.rules);
  };
  const attempt = (): { readonly result: Result; readonly used: readonly Config[] } => {
    const used = new Set<Config>();
    const find = configFinder({ fileSystem, read, ...(named && { explicit: loadNamed(named, read) }) });
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

const NEEDS_READER = new Error('The config reader is not loaded.');

interface NamedFile {
  /** As given, for messages. */
  readonly name: string;
  readonly path: string;
}

function namedFile(flag: string | undefined, { env, workingFolder }: Host): NamedFile | undefined {
  const name = flag ?? env['SF_ISA_CONFIG'];
  if (name === undefined || name === '') return undefined;
  const path = resolve(workingFolder, name);
  if (statSync(path, { throwIfNoEntry: false })?.isFile()) return { name, path };
  throw new CommandError('ConfigError', `The config file ${name} does not exist.`, EXIT_CONFIG);
}

function loadNamed({ name, path }: NamedFile, read: ConfigFinderOptions['read']): Config {
  const folder = diskFileSystem(dirname(path));
  return loadConfig({ ...folder, read: () => folder.read(basename(path)) }, name, read);
}

/**
 * The folder up to which configs count: that of the repository, whose `.git` is a file in a worktree or a submodule.
 * Without a repository it is the scanned root, because nobody vouches for what lies above.
 */
function repositoryAround(root: string): string {
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
