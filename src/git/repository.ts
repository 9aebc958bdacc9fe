import { spawnSync } from 'node:child_process';
import { realpathSync, statSync } from 'node:fs';
import { delimiter, dirname, isAbsolute, join, resolve, sep } from 'node:path';
import { GitError } from './gitError.js';
import { pathFrom } from '../paths.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** How a git command ended. */
export interface GitResult {
  readonly exitCode: number;
  readonly stdout: Buffer;
  /** In English. */
  readonly stderr: string;
  /** Whether it was stopped because it printed more than it was to. */
  readonly isCut: boolean;
}

/** What a git command is given. */
export interface GitInput {
  readonly input?: string;
  /** The most that it may print. */
  readonly maxBytes?: number;
}

/**
 * A repository, looked into with git's plumbing alone. Its config, its hooks and its content are a stranger's: no command
 * that runs here starts a hook, a filter, a monitor, a pager or a transport, takes a lock or writes a file.
 */
export interface Repository {
  /** The folder of the working tree: an absolute path without links. */
  readonly top: string;
  /** The scanned root relative to that, with forward slashes; empty for the repository itself. */
  readonly prefix: string;
  /** Absolute. In a linked worktree `gitFolder` is its own, and `commonFolder` the one that all of them share. */
  readonly gitFolder: string;
  readonly commonFolder: string;
  /** Whether its history was cut off when it was cloned. */
  readonly isShallow: boolean;
  /** Runs `git <command>` at the top, never through a shell. Throws GitError when it cannot be started. */
  run(command: readonly string[], input?: GitInput): GitResult;
}

/** Beats what the config of the repository says; https://git-scm.com/docs/git-config. */
const SAFE_CONFIG = [
  'core.fsmonitor=false',
  'core.hooksPath=/dev/null',
  // A folder that looks like a bare repository may be part of what was checked out.
  'safe.bareRepository=explicit',
].flatMap((setting) => ['-c', setting]);

/** What says which config of the user holds; all else that begins like this could point git at other files. */
const KEPT_VARIABLES = /^GIT_CONFIG_(?:GLOBAL|SYSTEM|NOSYSTEM|COUNT|KEY_\d+|VALUE_\d+)$/;

/** https://git-scm.com/docs/git#_environment_variables */
const SAFE_VARIABLES: Environment = {
  GIT_OPTIONAL_LOCKS: '0',
  GIT_NO_REPLACE_OBJECTS: '1',
  // A partial clone would fetch what it lacks, with whatever program the repository's config names for that.
  GIT_NO_LAZY_FETCH: '1',
  GIT_ALLOW_PROTOCOL: 'none',
  GIT_TERMINAL_PROMPT: '0',
  // A path is a path, whatever it begins with or holds.
  GIT_LITERAL_PATHSPECS: '1',
  LC_ALL: 'C',
  LANGUAGE: '',
};

const MAX_BYTES = 256 * 1024 * 1024;

/**
 * Opens the repository of a scanned root.
 *
 * @param top the folder that has the `.git`, an absolute path without links
 * @param usesIndexOfHook whether the index that git names to its hooks is the one to look at
 * @throws GitError without git, without a repository, and for one that git does not trust
 */
export function openRepository(
  { root, top, usesIndexOfHook }: { readonly root: string; readonly top: string; readonly usesIndexOfHook: boolean },
  env: Environment
): Repository {
  const executable = findGit(env);
  if (statSync(join(top, '.git'), { throwIfNoEntry: false }) === undefined) throw notARepository(root);
  const kept = Object.entries(env).filter(([name]) => !/^GIT_/i.test(name) || KEPT_VARIABLES.test(name));
  const safe = { ...Object.fromEntries(kept), ...SAFE_VARIABLES, GIT_CEILING_DIRECTORIES: dirname(top) };
  const runIn = (variables: Environment) => (command: readonly string[], given?: GitInput) =>
    runGit(executable, command, { ...given, top, env: variables });

  const facts = runIn(safe)([
    'rev-parse',
    '--is-bare-repository',
    '--is-shallow-repository',
    '--absolute-git-dir',
    '--git-common-dir',
    '--show-toplevel',
  ]);
  if (facts.exitCode !== 0) throw refused(root, facts.stderr);
  const [isBare, isShallow, gitFolder = '', commonFolder = '', shownTop = '', ...more] = facts.stdout
    .toString()
    .replace(/\n$/, '')
    .split('\n');
  // The config of a repository can name any folder as its working tree.
  if (isBare !== 'false' || more.length > 0 || existingPath(resolve(top, shownTop)) !== top) throw notARepository(root);

  const index = usesIndexOfHook ? indexOfHook(env, top, gitFolder) : undefined;
  return {
    top,
    prefix: pathFrom(top, root),
    gitFolder,
    commonFolder: resolve(top, commonFolder),
    isShallow: isShallow === 'true',
    run: runIn(index === undefined ? safe : { ...safe, GIT_INDEX_FILE: index }),
  };
}

function runGit(
  executable: string,
  command: readonly string[],
  { top, env, input = '', maxBytes = MAX_BYTES }: GitInput & { readonly top: string; readonly env: Environment }
): GitResult {
  const { status, stdout, stderr, error } = spawnSync(
    executable,
    ['--no-pager', '--no-optional-locks', ...SAFE_CONFIG, ...command],
    { cwd: top, env, input, maxBuffer: maxBytes, shell: false, windowsHide: true }
  );
  const isCut = (error as NodeJS.ErrnoException | undefined)?.code === 'ENOBUFS';
  if (error && !isCut) throw new GitError(`git ${command[0]!} could not be run: ${error.message}.`);
  return { exitCode: status ?? -1, stdout, stderr: stderr.toString(), isCut };
}

/**
 * The path of git. It is looked for here, because the system may look into the working folder first, and there lies what a
 * stranger wrote.
 */
function findGit(env: Environment): string {
  const name = process.platform === 'win32' ? 'git.exe' : 'git';
  const path = Object.entries(env).find(([variable]) => /^path$/i.test(variable))?.[1] ?? '';
  const found = path
    .split(delimiter)
    .filter((folder) => isAbsolute(folder))
    .map((folder) => join(folder, name))
    .find((file) => statSync(file, { throwIfNoEntry: false })?.isFile());
  if (found !== undefined) return found;
  throw new GitError('--since, --staged and --compare need git, and it is not installed or not in the PATH.', [
    'Install git.',
  ]);
}

/**
 * `git commit -a` and `git commit <file>` give their hooks an index of their own; that of another repository, in whose hook
 * this may run, is none of ours.
 */
function indexOfHook(env: Environment, top: string, gitFolder: string): string | undefined {
  const { GIT_INDEX_FILE: given } = env;
  if (given === undefined || given === '') return undefined;
  const index = resolve(top, given);
  return index.startsWith(resolve(gitFolder) + sep) ? index : undefined;
}

const notARepository = (root: string): GitError =>
  new GitError(`--since, --staged and --compare need a git repository with a working tree, and ${root} is not in one.`);

function refused(root: string, stderr: string): GitError {
  if (!/dubious ownership|unsafe repository/.test(stderr)) return notARepository(root);
  return new GitError('Git does not trust this repository, because it belongs to another user.', [
    'Where you do, say so: git config --global --add safe.directory <folder of the repository>',
  ]);
}

function existingPath(path: string): string | undefined {
  try {
    return realpathSync.native(path);
  } catch {
    return undefined;
  }
}
