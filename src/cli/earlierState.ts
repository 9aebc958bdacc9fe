import { statSync } from 'node:fs';
import { basename, relative, resolve } from 'node:path';
import { ConfigError } from '../config/configError.js';
import type { ReportData } from '../report/reportData.js';
import { collectProjects, warningsOf, type Collected } from './collectProjects.js';
import { usageError } from './failure.js';
import { isInFolder } from './findTarget.js';
import type { Arguments, REPORT } from './flags.js';
import type { Host } from './host.js';
import { assertOneRepository } from './performScan.js';
import { readReportFile } from './reportOutput.js';
import { gitAround } from './repositories.js';

/** A state that the report is compared with. */
export interface EarlierState {
  readonly data: ReportData;
  /** As people call it. */
  readonly name: string;
  readonly warnings: readonly string[];
}

/** What the report is made of that it is compared with. */
interface ReportRequest {
  readonly flags: Arguments<typeof REPORT>['flags'];
  readonly host: Host;
  readonly now: Collected;
}

/** Reads a report, or makes that of a folder or of a commit, by what there is. */
export async function readEarlierState(what: string, request: ReportRequest): Promise<EarlierState> {
  const status = statSync(resolve(request.host.workingFolder, what), { throwIfNoEntry: false });
  if (!status) return stateOfCommit(what, request);
  if (status.isDirectory()) return stateOfFolder(what, request);
  return { data: await readReportFile(what, request.host, '--compare'), name: basename(what), warnings: [] };
}

/** The folder takes the place of the working folder: the same paths, in another state. */
async function stateOfFolder(what: string, { flags, host, now }: ReportRequest): Promise<EarlierState> {
  const folder = resolve(host.workingFolder, what);
  const { 'source-dir': paths, project } = flags;
  const isOnly = paths.length + project.length === 1;
  const inFolder = (path: string): string => {
    const way = relative(host.workingFolder, resolve(host.workingFolder, path));
    const isBelow = isInFolder(resolve(host.workingFolder, way), host.workingFolder);
    if (isBelow && (!isOnly || statSync(resolve(folder, way), { throwIfNoEntry: false })))
      return way === '' ? '.' : way;
    // A single path that is not there stands for the folder itself, whose name may be another one.
    if (isOnly) return '.';
    throw usageError(
      `The path ${path} is not below the working folder, so --compare cannot tell where it is in ${what}.`,
      'Run it in the folder that holds all of them, or compare one at a time.'
    );
  };
  const inProject = (one: string): string => {
    const [name] = /^[^=/\\]*=/.exec(one) ?? [''];
    return `${name}${inFolder(one.slice(name.length))}`;
  };
  const config = flags['config-file'] ?? host.env['SF_ISA_CONFIG'];
  const { data, performed } = await collectProjects(
    {
      ...flags,
      now: now.data.now,
      'source-dir': paths.map(inFolder),
      project: project.map(inProject),
      'config-file': config === undefined || config === '' ? undefined : resolve(host.workingFolder, config),
    },
    { ...host, workingFolder: folder }
  );
  return { data, name: what, warnings: warningsOf(performed) };
}

/** Where the histories of HEAD and of a branch, tag or commit part, as it was then. */
async function stateOfCommit(what: string, { flags, host, now }: ReportRequest): Promise<EarlierState> {
  const { target } = now.performed;
  const nothing = `There is no file or folder ${what}`;
  assertOneRepository(target, '--compare');
  if (gitAround(target.root) === undefined) {
    throw usageError(`${nothing}, and ${target.root} is not in a git repository.`);
  }
  const { openPastState } = await import('./comparison.js');
  const past = openPastState(what, target.root, host);
  if (!past) {
    throw usageError(
      `${nothing}, and no such commit in this repository.`,
      'Give a report in JSON, a folder, or a branch, tag or commit; fetch that first where it is not in this clone.'
    );
  }
  const then = { ...flags, now: now.data.now, 'allow-empty': true };
  const { ref, commit, isMergeBase } = past.base;
  const name = `${ref} (${isMergeBase ? 'merge base ' : ''}${commit!.slice(0, 7)})`;
  const state = await collectProjects(then, host, past.lens, { configLens: past.lens }).catch((error: unknown) => {
    // Whoever looks at a change need not mend the past.
    if (error instanceof ConfigError) return undefined;
    throw error;
  });
  const { data, performed } = state ?? (await collectProjects(then, host, past.lens, { accepts: false }));
  past.assertComplete();
  const warning = `The config or suppression file of ${ref} is not valid now, so that state is judged by the config of now, and nothing counts as accepted in it.`;
  return { data, name, warnings: [...warningsOf(performed), ...(state ? [] : [warning])] };
}
