import { lstatSync, mkdirSync, realpathSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { locateConfig, locateSuppressions, loadText } from '../config/findConfig.js';
import { discover } from '../discover.js';
import { diskFileSystem, type FileSystem } from '../fileSystem.js';
import { readProject } from '../readProject.js';
import { repositoryAround } from './configs.js';
import { EXIT_OK } from './exitCodes.js';
import { outputError, usageError } from './failure.js';
import { findIntegrations } from './findIntegrations.js';
import { findTarget, isInFolder } from './findTarget.js';
import type { Arguments, CONFIG_INIT } from './flags.js';
import type { Host, Outcome } from './host.js';
import { writeOutputFiles } from './outputFiles.js';
import {
  codeOwnersLine,
  configText,
  hookConfigText,
  hookText,
  PLAIN_FOLDER,
  suppressionsText,
  workflowText,
  type StarterOptions,
} from './starterFiles.js';
import { pathFrom } from '../paths.js';

/** What `config init` does, or would do, with one file. */
export interface StarterFile {
  /** Relative to the root of the repository. */
  readonly path: string;
  /** `by-hand`: there is a file already, which people should change themselves. `kept`: what is there stays as it is. */
  readonly action: 'by-hand' | 'extend' | 'keep' | 'replace' | 'write';
  /** The whole file, or what to add to it; empty for a file that is kept. */
  readonly text: string;
}

/** What `config init` did. */
export interface InitResult {
  readonly written: boolean;
  readonly files: readonly StarterFile[];
}

const HOOKS = '.pre-commit-config.yaml';
const WORKFLOW = '.github/workflows/sf-isa.yml';
/** Where GitHub looks, in its order; then GitLab's own place. */
const CODE_OWNERS = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS', '.gitlab/CODEOWNERS'];
const NEW_CODE_OWNERS = 'CODEOWNERS';
/** `@user`, `@organisation/team` or an address. */
const OWNER = /^(?:@[\w.-]+(?:\/[\w.-]+)*|[\w.+-]+@[\w.-]+)$/;
const NOBODY = '@your-organisation/security';

/** Shows the files that a team begins with, and writes them when it is told to. */
export async function runConfigInit(
  { flags }: Arguments<typeof CONFIG_INIT>,
  host: Host
): Promise<Outcome<InitResult>> {
  if (flags.owner !== undefined && !OWNER.test(flags.owner)) {
    throw usageError(`--owner takes somebody as CODEOWNERS names them, such as @acme/security, not ${flags.owner}.`);
  }
  const { root } = findTarget([], host);
  const repository = realpathSync.native(repositoryAround(root));
  const files = planFiles({ root, repository, isForced: flags.force, owner: flags.owner, version: host.version });
  const toWrite = files.filter(({ action }) => action !== 'by-hand' && action !== 'keep');
  const plan = files.map(described).join('\n');

  const question = `Write ${count(toWrite.length)}?`;
  const confirmed = flags.yes || toWrite.length === 0 ? undefined : await host.confirm?.(`${plan}\n`, question);
  const written = toWrite.length > 0 && (flags.yes || confirmed === true);
  if (written) write(toWrite, repository);
  const end =
    toWrite.length === 0
      ? 'There is nothing to write.\n'
      : written
        ? `Wrote ${toWrite.map(({ path }) => path).join(', ')}.\n`
        : `Nothing is written. Write ${count(toWrite.length)} with: sf isa config init --yes\n`;
  return {
    exitCode: EXIT_OK,
    // Who was asked has seen the plan.
    stdout: confirmed === undefined ? `${plan}\n${end}` : end,
    warnings: [],
    result: { written, files },
  };
}

interface PlanOptions {
  readonly root: string;
  readonly repository: string;
  readonly isForced: boolean;
  readonly owner: string | undefined;
  readonly version: string;
}

function planFiles({ root, repository, isForced, owner, version }: PlanOptions): readonly StarterFile[] {
  const fileSystem = diskFileSystem(repository);
  const folder = pathFrom(repository, root);
  const projectFiles = diskFileSystem(root);
  const projects = discover({ fileSystem: projectFiles }).map((files) => readProject(files, projectFiles).project);
  const options: StarterOptions = {
    version,
    integrations: findIntegrations(projects),
    folder: PLAIN_FOLDER.test(folder) ? folder : undefined,
  };
  const own = (name: string, found: string | undefined, text: string): StarterFile => {
    const path = folder === '' ? name : `${folder}/${name}`;
    const isThere = lstatSync(join(repository, path), { throwIfNoEntry: false }) !== undefined;
    if ((isThere || found !== undefined) && !isForced) return { path: found ?? path, action: 'keep', text: '' };
    return { path, action: isThere ? 'replace' : 'write', text };
  };
  return [
    own('sf-isa.yml', locateConfig(fileSystem, folder), configText(options)),
    own('sf-isa.suppressions.yml', locateSuppressions(fileSystem, folder), suppressionsText()),
    planHook(repository, options),
    ...planWorkflow(repository, fileSystem, options, isForced),
    planCodeOwners(fileSystem, options, owner),
  ];
}

/** A file that holds other hooks is not ours to change. */
const planHook = (repository: string, options: StarterOptions): StarterFile =>
  lstatSync(join(repository, HOOKS), { throwIfNoEntry: false })
    ? { path: HOOKS, action: 'by-hand', text: hookText(options) }
    : { path: HOOKS, action: 'write', text: hookConfigText(options) };

function planWorkflow(
  repository: string,
  fileSystem: FileSystem,
  options: StarterOptions,
  isForced: boolean
): readonly StarterFile[] {
  const isThere = lstatSync(join(repository, WORKFLOW), { throwIfNoEntry: false }) !== undefined;
  if (isThere && !isForced) return [{ path: WORKFLOW, action: 'keep', text: '' }];
  if (fileSystem.kind('.github') !== 'folder' && !hasGitHubRemote(fileSystem)) return [];
  return [{ path: WORKFLOW, action: isThere ? 'replace' : 'write', text: workflowText(options) }];
}

/** Of a worktree, whose `.git` is a file, the folder `.github` has to do. */
function hasGitHubRemote(fileSystem: FileSystem): boolean {
  if (fileSystem.kind('.git/config') !== 'file') return false;
  return /^[ \t]*url[ \t]*=.*\bgithub\.com[:/]/m.test(loadText(fileSystem, '.git/config'));
}

function planCodeOwners(fileSystem: FileSystem, options: StarterOptions, owner: string | undefined): StarterFile {
  const path = CODE_OWNERS.find((one) => fileSystem.kind(one) === 'file');
  const line = `${codeOwnersLine(options, owner ?? NOBODY)}\n`;
  if (path === undefined) return { path: NEW_CODE_OWNERS, action: 'by-hand', text: line };
  const text = loadText(fileSystem, path);
  if (/^[^#\n]*sf-isa\.suppressions\.yml/m.test(text)) return { path, action: 'keep', text: '' };
  // Nobody is made an owner by guessing.
  return { path, action: owner === undefined ? 'by-hand' : 'extend', text: line };
}

const TITLES: Readonly<Record<StarterFile['action'], string>> = {
  'by-hand': 'add this yourself:',
  extend: 'at its end:',
  keep: 'is there, and stays as it is.',
  replace: 'in place of what is there:',
  write: 'new:',
};

const described = ({ path, action, text }: StarterFile): string =>
  `${path}: ${TITLES[action]}\n${text === '' ? '' : `\n${text.replace(/^(?=.)/gm, '    ')}`}`;

const count = (number: number): string => (number === 1 ? 'one file' : `${number} files`);

/** All or nothing, and nothing outside the repository, whatever is a link in it. */
function write(files: readonly StarterFile[], repository: string): void {
  for (const { path } of files) {
    const full = join(repository, path);
    const status = lstatSync(full, { throwIfNoEntry: false });
    if (status && !status.isFile()) throw outputError(`${path} is a link or a folder, and is left alone.`);
    if (!isInFolder(existingFolder(dirname(full)), repository))
      throw outputError(`${path} would lie outside the repository.`);
  }
  const made: string[] = [];
  try {
    for (const { path } of files) makeFolder(dirname(join(repository, path)), made);
    writeOutputFiles(
      files.map(({ path, action, text }) => ({
        name: path,
        path: join(repository, path),
        text: action === 'extend' ? extended(repository, path, text) : text,
      }))
    );
  } catch (error) {
    for (const folder of made) rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

/** The folder, or the nearest one above it that exists, without links. */
const existingFolder = (folder: string): string =>
  statSync(folder, { throwIfNoEntry: false }) ? realpathSync.native(folder) : existingFolder(dirname(folder));

function makeFolder(folder: string, made: string[]): void {
  try {
    const first = mkdirSync(folder, { recursive: true });
    if (first !== undefined) made.push(first);
  } catch (error) {
    throw outputError(
      `The folder ${folder} cannot be made (${(error as NodeJS.ErrnoException).code ?? 'unknown error'}).`
    );
  }
}

function extended(repository: string, path: string, line: string): string {
  const before = loadText(diskFileSystem(repository), path);
  return `${before}${before === '' || before.endsWith('\n') ? '' : '\n'}${line}`;
}
