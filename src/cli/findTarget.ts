import { realpathSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { FileSystem } from '../fileSystem.js';
import { ORG_NAME, WHAT_AN_ORG_NAME_IS, type AskedProject } from '../model/nameOrgs.js';
import { isWithin, pathFrom } from '../paths.js';
import { nothingToAnalyse, usageError } from './failure.js';
import type { Host } from './host.js';

/** What a command line asks to scan. */
export interface Target {
  /** The scanned root: an absolute path without links. */
  readonly root: string;
  /** What to report on, relative to the root: all that lies there. Empty means the package directories. */
  readonly paths: readonly string[];
  /** The folders to look into, relative to the root: the root itself, or the projects below it that were asked for. */
  readonly within: readonly string[];
  /** The folders that `--project` names, each the project of an org. */
  readonly projects: readonly AskedProject[];
}

const DEFINITION = 'sfdx-project.json';

/**
 * Finds the projects around the given paths, or around the working folder. A project is the nearest folder upwards with
 * `sfdx-project.json`; where there is none, the path stands for itself.
 *
 * @param unsaved what is asked for where nothing else is: the absolute path of a file, which need not exist
 * @throws CommandError for a path that does not exist, and rather than scan a whole disk by accident
 */
export function findTarget(given: readonly string[], host: Host, unsaved?: string): Target {
  if (given.length === 0 && unsaved !== undefined) {
    const root = projectAround(dirname(unsaved)) ?? dirname(unsaved);
    return { root, paths: [pathFrom(root, unsaved)], within: [''], projects: [] };
  }
  if (given.length === 0) return { root: rootAroundWorkingFolder(host), paths: [], within: [''], projects: [] };

  const asked = given.map((path) => realPath(path, host));
  const roots = asked.map((path) => projectAround(folderOrParent(path)) ?? folderOrParent(path));
  const root = roots.reduce(commonFolder);
  const paths = asked.map((path) => pathFrom(root, path));
  const within = roots.map((path) => pathFrom(root, path));
  return { root, within: topmost(within), paths: topmost(paths), projects: [] };
}

/**
 * Finds the folders that `--project` names, `name=path` or a path alone. Each is the project of an org, and what lies in
 * none of them is left alone.
 *
 * @throws CommandError for a path that is no folder, and for a name or a folder that is given twice
 */
export function findProjects(given: readonly string[], host: Host): Target {
  const asked = given.map((text) => {
    const { name, path } = splitProject(text);
    const folder = realPath(path, host);
    if (!statSync(folder).isDirectory()) throw usageError(`--project takes a folder, and ${path} is a file.`);
    return { name, path, folder };
  });
  for (const [index, { name, path, folder }] of asked.entries()) {
    const before = asked.slice(0, index);
    if (before.some((other) => other.folder === folder)) throw usageError(`--project names the folder ${path} twice.`);
    if (name !== undefined && before.some((other) => other.name?.toLowerCase() === name.toLowerCase())) {
      throw usageError(`--project gives two orgs the name ${name}.`);
    }
  }
  const root = asked.map(({ folder }) => folder).reduce(commonFolder);
  const projects = asked.map(({ name, folder }) => ({
    name,
    folder: pathFrom(root, folder),
    folderName: basename(folder) || 'org',
  }));
  return { root, paths: [], within: topmost(projects.map(({ folder }) => folder)), projects };
}

/** A path may have an equals sign in it, too; behind a slash it belongs to the path. */
function splitProject(text: string): { readonly name: string | undefined; readonly path: string } {
  const [, name, path] = /^([^=/\\]*)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || path === undefined) return { name: undefined, path: text };
  if (!ORG_NAME.test(name)) {
    throw usageError(
      `--project takes name=path or a path, such as hq=../hq, where the name must be ${WHAT_AN_ORG_NAME_IS}.`
    );
  }
  if (path === '') throw usageError(`--project ${name}= lacks the path, as in ${name}=../${name}.`);
  return { name, path };
}

/** Shows of a file system only what lies in some folders, and the way there. */
export function onlyWithin(fileSystem: FileSystem, folders: readonly string[]): FileSystem {
  if (folders.includes('')) return fileSystem;
  const isInside = (path: string): boolean => folders.some((folder) => isWithin(path, folder));
  const isOnTheWay = (path: string): boolean => isInside(path) || folders.some((folder) => isWithin(folder, path));
  return {
    list: (folder) =>
      fileSystem.list(folder).filter(({ name, target }) => {
        const path = folder === '' ? name : `${folder}/${name}`;
        return isOnTheWay(path) && (target === undefined || isInside(target));
      }),
    kind: (path) => (isOnTheWay(path) ? fileSystem.kind(path) : undefined),
    read: (path) => fileSystem.read(path),
  };
}

function rootAroundWorkingFolder({ workingFolder, homeFolder }: Host): string {
  const folder = realpathSync.native(workingFolder);
  const project = projectAround(folder);
  if (project !== undefined) return project;
  if (dirname(folder) === folder || isInFolder(existingPath(homeFolder) ?? homeFolder, folder)) {
    throw nothingToAnalyse(
      `${folder} is not in a Salesforce DX project, and sf-isa does not search a home folder or a whole disk unasked.`,
      'Run it in a project, or say which folder to scan.'
    );
  }
  return folder;
}

function realPath(path: string, { workingFolder }: Host): string {
  const real = existingPath(resolve(workingFolder, path));
  if (real === undefined) throw usageError(`The path ${path} does not exist.`);
  const status = statSync(real);
  if (!status.isFile() && !status.isDirectory()) throw usageError(`The path ${path} is neither a file nor a folder.`);
  return real;
}

function existingPath(path: string): string | undefined {
  try {
    return realpathSync.native(path);
  } catch {
    return undefined;
  }
}

const folderOrParent = (path: string): string => (statSync(path).isDirectory() ? path : dirname(path));

/** The nearest folder upwards with `sfdx-project.json`. */
function projectAround(folder: string): string | undefined {
  for (let current = folder; ; current = dirname(current)) {
    if (statSync(join(current, DEFINITION), { throwIfNoEntry: false })?.isFile()) return current;
    if (dirname(current) === current) return undefined;
  }
}

function commonFolder(a: string, b: string): string {
  let folder = a;
  while (!isInFolder(b, folder)) {
    const parent = dirname(folder);
    if (parent === folder) throw usageError(`${a} and ${b} are on different disks; scan them one at a time.`);
    folder = parent;
  }
  return folder;
}

/** Whether an absolute path is a folder or lies below it. */
export function isInFolder(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** Without repetition, and without what lies in another one. */
const topmost = (paths: readonly string[]): readonly string[] =>
  [...new Set(paths)].filter((path) => !paths.some((other) => other !== path && isWithin(path, other)));
