import { statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { readBaseline } from '../baseline/readBaseline.js';
import { DEFAULT_CONFIG } from '../config/config.js';
import { ConfigError, type ConfigProblem } from '../config/configError.js';
import { effectiveValues, effectiveYaml, type EffectiveValue } from './effectiveConfig.js';
import { loadText, locateBaseline, locateConfig, locateSuppressions } from '../config/findConfig.js';
import { configReader, layeredReader, type LayeredConfig } from '../config/readConfig.js';
import { controlIds } from '../controls/index.js';
import { discover } from '../discover.js';
import { diskFileSystem, type FileSystem } from '../fileSystem.js';
import { joinPath, pathFrom } from '../paths.js';
import { toJsonText } from '../reporters/json.js';
import { sentence } from '../reporters/terminal.js';
import { readSuppressions } from '../suppressions/readSuppressions.js';
import { loadNamed, namedFile, repositoryAround } from './configs.js';
import { EXIT_CONFIG, EXIT_OK } from './exitCodes.js';
import { CommandError, usageError } from './failure.js';
import { findTarget } from './findTarget.js';
import type { Arguments, CONFIG_CHECK, CONFIG_SHOW } from './flags.js';
import type { Host, Outcome } from './host.js';

type FileKind = 'baseline' | 'config' | 'suppressions';

/** What `config check` says of one file. */
export interface CheckedFile {
  /** From the working folder, with forward slashes, or as given. */
  readonly path: string;
  readonly kind: FileKind;
  readonly ok: boolean;
  /** In the order of the file; a config may be wrong in a file that it extends. */
  readonly problems: ReadonlyArray<ConfigProblem & { readonly path: string }>;
}

/** Checks the files that hold for the project, or one. */
export async function runConfigCheck(
  { positionals }: Arguments<typeof CONFIG_CHECK>,
  host: Host
): Promise<Outcome<readonly CheckedFile[]>> {
  const [given] = positionals;
  const result = given === undefined ? checkProject(host) : [checkFile(given, host)];
  const lines = result.flatMap(({ path, ok, problems }) =>
    ok
      ? [`${sentence(path)}: ok`]
      : problems.map((problem) => `${problem.path}:${problem.line}:${problem.column}: ${problem.message}`)
  );
  const none = 'There is no sf-isa.yml, sf-isa.suppressions.yml or sf-isa.baseline.json: the defaults hold.';
  return {
    exitCode: result.every(({ ok }) => ok) ? EXIT_OK : EXIT_CONFIG,
    stdout: `${lines.length === 0 ? none : lines.join('\n')}\n`,
    warnings: [],
    result,
  };
}

const LOCATE: ReadonlyArray<readonly [FileKind, typeof locateConfig]> = [
  ['config', locateConfig],
  ['suppressions', locateSuppressions],
];

function checkProject(host: Host): readonly CheckedFile[] {
  const { root } = findTarget([], host);
  const repository = repositoryAround(root);
  const fileSystem = diskFileSystem(repository);
  const prefix = pathFrom(repository, root);
  const nameOf = (path: string): string => shownPath(join(repository, path), host);
  const folders = discover({ fileSystem: diskFileSystem(root) }).map((project) => joinPath(prefix, project.root));
  const checked = new Map<string, CheckedFile>();
  const check = (kind: FileKind, locate: typeof locateConfig, folder: string): void => {
    const located = attempt(() => locate(fileSystem, folder));
    const path = located.value;
    if (located.error)
      checked.set(located.error.path, toChecked(nameOf(located.error.path), kind, renamed(located.error, nameOf)));
    if (path === undefined || checked.has(path)) return;
    const { error } = attempt(() => read(kind, fileSystem, path, nameOf, host));
    checked.set(path, toChecked(nameOf(path), kind, error));
  };
  for (const [kind, locate] of LOCATE) for (const folder of folders) check(kind, locate, folder);
  check('baseline', locateBaseline, prefix);
  return [...checked.values()];
}

function checkFile(given: string, host: Host): CheckedFile {
  const path = resolve(host.workingFolder, given);
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) {
    throw new CommandError('ConfigError', `The file ${given} does not exist.`, EXIT_CONFIG);
  }
  const kind = path.endsWith('.json') ? 'baseline' : /suppressions\.ya?ml$/i.test(path) ? 'suppressions' : 'config';
  const { error } = attempt(() => {
    if (kind === 'config') {
      const readerOf = (files: Omit<Parameters<typeof configReader>[0], 'rules'>): ReturnType<typeof configReader> =>
        configReader({ rules: host.rules, controls: controlIds, ...files });
      loadNamed({ name: given, path }, repositoryAround(dirname(path)), host, readerOf);
    } else read(kind, diskFileSystem(dirname(path)), basename(path), () => given, host);
  });
  return toChecked(given, kind, error);
}

function read(
  kind: FileKind,
  fileSystem: FileSystem,
  path: string,
  nameOf: (path: string) => string,
  { rules }: Host
): void {
  const text = loadText(fileSystem, path, nameOf(path));
  if (kind === 'config') configReader({ rules, controls: controlIds, fileSystem, nameOf })(text, path);
  else if (kind === 'suppressions') readSuppressions(text, nameOf(path), rules);
  else readBaseline(text, nameOf(path));
}

/** What a function gives, or the ConfigError that it throws. */
function attempt<Value>(run: () => Value): { readonly value?: Value; readonly error?: ConfigError } {
  try {
    return { value: run() };
  } catch (error) {
    if (error instanceof ConfigError) return { error };
    throw error;
  }
}

const toChecked = (path: string, kind: FileKind, error: ConfigError | undefined): CheckedFile => ({
  path,
  kind,
  ok: error === undefined,
  problems: (error?.problems ?? []).map((problem) => ({ path: error!.path, ...problem })),
});

const renamed = ({ path, problems }: ConfigError, nameOf: (path: string) => string): ConfigError =>
  new ConfigError(nameOf(path), problems);

/** What `config show --format json` prints. */
export interface ShownConfig {
  /** The files and presets that the config is made of, each before what wins over it. */
  readonly layers: readonly string[];
  readonly values: readonly EffectiveValue[];
}

/** Shows the config of the project around the working folder. */
export async function runConfigShow(
  { flags }: Arguments<typeof CONFIG_SHOW>,
  host: Host
): Promise<Outcome<ShownConfig>> {
  if (flags['no-config'] && flags['config-file'] !== undefined) {
    throw usageError('--config-file and --no-config exclude each other.');
  }
  const layered = flags['no-config'] ? undefined : layeredConfig(flags['config-file'], host);
  const values = effectiveValues(layered ?? { config: DEFAULT_CONFIG, layers: [] });
  const layers = (layered?.layers ?? []).map(({ name, preset }) => name ?? preset);
  const result = { layers, values };
  return {
    exitCode: EXIT_OK,
    stdout: flags.format === 'json' ? toJsonText(result) : effectiveYaml(values),
    warnings: [],
    result,
  };
}

/** The config that is named, or that of the project around the working folder; undefined where there is none. */
function layeredConfig(flag: string | undefined, host: Host): LayeredConfig | undefined {
  const { root } = findTarget([], host);
  const repository = repositoryAround(root);
  const named = namedFile(flag, host);
  if (named) return loadNamed(named, repository, host, (files) => layeredReader({ rules: host.rules, ...files }));
  const fileSystem = diskFileSystem(repository);
  const path = locateConfig(fileSystem, pathFrom(repository, root));
  if (path === undefined) return undefined;
  const nameOf = (one: string): string => shownPath(join(repository, one), host);
  return layeredReader({ rules: host.rules, fileSystem, nameOf })(loadText(fileSystem, path, nameOf(path)), path);
}

const shownPath = (path: string, { workingFolder }: Host): string => pathFrom(workingFolder, path);
