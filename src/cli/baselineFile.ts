import { statSync } from 'node:fs';
import { basename, dirname, join, posix, resolve } from 'node:path';
import { joinBaselines, type Baseline } from '../baseline/baseline.js';
import { BASELINE_FILE_NAME, loadText, locateBaseline } from '../config/findConfig.js';
import { diskFileSystem } from '../fileSystem.js';
import { joinPath, pathFrom } from '../paths.js';
import { repositoryAround } from './configs.js';
import { EXIT_CONFIG } from './exitCodes.js';
import { CommandError, usageError } from './failure.js';
import type { Host } from './host.js';
import type { Scanned } from './repositories.js';

interface BaselineFlags {
  readonly baseline: string | undefined;
  readonly 'no-baseline': boolean;
}

/** Where a baseline is, or would be written. */
export interface BaselinePlace {
  /** Absolute. */
  readonly path: string;
  /** From the scanned root, with forward slashes. */
  readonly shown: string;
  readonly exists: boolean;
}

/**
 * The baseline file that the command line names, or the nearest one from the scanned root up to that of the repository. Where
 * there is none, it is the one that would be beside `sfdx-project.json`.
 */
export function placeOfBaseline(
  { baseline }: Pick<BaselineFlags, 'baseline'>,
  root: string,
  host: Host
): BaselinePlace {
  if (baseline !== undefined) {
    const path = resolve(host.workingFolder, baseline);
    const exists = statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
    return { path, shown: pathFrom(root, path), exists };
  }
  const repository = repositoryAround(root);
  const prefix = pathFrom(repository, root);
  const found = locateBaseline(diskFileSystem(repository), prefix);
  const place = found ?? joinPath(prefix, BASELINE_FILE_NAME);
  return { path: resolve(repository, place), shown: posix.relative(prefix, place), exists: found !== undefined };
}

/**
 * Reads the baseline that holds for a scan, put together from those of the orgs that `--project` names; its reader is loaded
 * only when there is one.
 *
 * @throws CommandError for a named file that does not exist, ConfigError for an invalid one
 */
export async function loadBaseline(
  flags: BaselineFlags,
  { root, projects }: Scanned,
  host: Host
): Promise<Baseline | undefined> {
  if (flags['no-baseline']) {
    if (flags.baseline !== undefined) throw usageError('--baseline and --no-baseline exclude each other.');
    return undefined;
  }
  if (flags.baseline === undefined && projects.length > 0) return loadBaselinesOf(root, projects, host);
  const place = placeOfBaseline(flags, root, host);
  if (place.exists) return readBaselineAt(place);
  if (flags.baseline === undefined) return undefined;
  throw new CommandError('ConfigError', `The baseline ${flags.baseline} does not exist.`, EXIT_CONFIG, [
    'Make it with: sf isa baseline create',
  ]);
}

/** The baseline of each org, which is that of its own repository; one that several share is about all of them. */
async function loadBaselinesOf(root: string, projects: Scanned['projects'], host: Host): Promise<Baseline | undefined> {
  const places = new Map<string, { readonly place: BaselinePlace; readonly folders: string[] }>();
  for (const { folder } of projects) {
    const place = placeOfBaseline({ baseline: undefined }, join(root, folder), host);
    if (!place.exists) continue;
    const known = places.get(place.path);
    const shown = pathFrom(root, place.path);
    if (known) known.folders.push(folder);
    else places.set(place.path, { place: { ...place, shown }, folders: [folder] });
  }
  if (places.size === 0) return undefined;
  const baselines = [...places.values()].map(async ({ place, folders: [folder, ...others] }) => ({
    folder: others.length === 0 ? folder : undefined,
    baseline: await readBaselineAt(place),
  }));
  return joinBaselines(await Promise.all(baselines));
}

/** Reads a baseline that is there. Throws ConfigError. */
export async function readBaselineAt({ path, shown }: BaselinePlace): Promise<Baseline> {
  const { readBaseline } = await import('../baseline/readBaseline.js');
  const folder = diskFileSystem(dirname(path));
  return readBaseline(loadText({ ...folder, read: () => folder.read(basename(path)) }, shown), shown);
}
