import { join } from 'node:path';
import type { Baseline } from '../baseline/baseline.js';
import type { Config } from '../config/config.js';
import { diskFileSystem, type FileSystem } from '../fileSystem.js';
import type { Confidence, Persona, Severity } from '../findings/finding.js';
import type { ScanReport } from '../findings/report.js';
import type { Rule } from '../rules/rule.js';
import { scan, type ScanOptions } from '../scan.js';
import { loadBaseline } from './baselineFile.js';
import type { BaseScan, Comparison } from './comparison.js';
import { withConfigs } from './configs.js';
import { nothingToAnalyse, usageError } from './failure.js';
import { findProjects, findTarget, onlyWithin, type Target } from './findTarget.js';
import type { Host } from './host.js';
import { gitAround } from './repositories.js';
import { selectRules } from './selectRules.js';
import { withSuppressions } from './suppressionFiles.js';
import { pathFrom } from '../paths.js';

/** The arguments that decide what is found, which every command that scans has. */
export interface ScanArguments {
  readonly positionals: readonly string[];
  /** The absolute path of a file that the lens shows, whether or not it is on the disk. */
  readonly unsaved?: string;
  readonly flags: {
    readonly 'source-dir': readonly string[];
    /** Only commands that look at several orgs at once have it. */
    readonly project?: readonly string[];
    readonly 'allow-empty': boolean;
    readonly now: string | undefined;
    readonly rule: readonly string[];
    readonly 'ignore-rule': readonly string[];
    readonly 'min-severity': Severity | undefined;
    readonly 'min-confidence': Confidence | undefined;
    readonly persona: Persona | undefined;
    readonly 'no-ignores': boolean;
    readonly 'config-file': string | undefined;
    readonly 'no-config': boolean;
    readonly baseline: string | undefined;
    readonly 'no-baseline': boolean;
    /** Only `scan` compares. */
    readonly since?: string | undefined;
    readonly staged?: boolean;
  };
}

/** A scan of what the command line asks for. */
export interface PerformedScan {
  readonly report: ScanReport;
  /** The rules that were selected, in their order. */
  readonly rules: readonly Rule[];
  /** The configs that projects had. */
  readonly used: readonly Config[];
  /** What was put off, when a baseline holds for the scan. */
  readonly baseline: Baseline | undefined;
  readonly target: Target;
  /** The scanned root from the working folder, with forward slashes. */
  readonly root: string;
  /** What a person should know of how it went, a sentence each. */
  readonly warnings: readonly string[];
}

/** What a caller wants besides the report. */
export interface ScanExtras extends Partial<ScanOptions> {
  /** Gets the projects of the state that the scan is compared with, when it is compared with one. */
  readonly onBaseProjects?: NonNullable<ScanOptions['onProjects']>;
  /** How to look at the repository for its config files; as it is on the disk without. */
  readonly configLens?: Lens;
  /** Ids of `src/controls`, where attestations of others are to be refused. */
  readonly controls?: readonly string[];
  /** False: what the team has accepted is not read, and reported. */
  readonly accepts?: boolean;
}

/** Looks at the files below an absolute path in another way: with other texts in some, or with somebody who takes notes. */
export type Lens = (fileSystem: FileSystem, root: string) => FileSystem;

/**
 * Scans what the command line asks for, with the config, suppression and baseline files that belong to it. What else is
 * in `more` goes to the scan as it is.
 *
 * @throws CommandError for wrong arguments and when there is nothing to analyse, ConfigError for an invalid file
 */
export async function performScan(
  { positionals, unsaved, flags }: ScanArguments,
  host: Host,
  lens: Lens = UNCHANGED,
  { onBaseProjects, configLens = UNCHANGED, controls, accepts: isAccepting = true, ...more }: ScanExtras = {}
): Promise<PerformedScan> {
  const now = readNow(flags.now, host);
  const rules = selectRules(host.rules, flags);
  const target = readTarget({ positionals, flags, ...(unsaved !== undefined && { unsaved }) }, host);
  const { paths } = target;
  const isIgnoring = !flags['no-ignores'] && isAccepting;
  const baseline = isIgnoring ? await loadBaseline(flags, target, host) : undefined;
  const comparison = await loadComparison(flags, target, host);

  const scanThrough = async (
    through: Lens,
    { accepts, ...rest }: Partial<ScanOptions> & { readonly accepts: boolean }
  ): Promise<{ readonly result: ScanReport; readonly used: readonly Config[] }> =>
    withSuppressions({ isIgnoring: accepts, host, target, lens: through }, (suppressionsOf) =>
      withConfigs(
        { flags, host, target, lens: comparison?.config ?? configLens, ...(controls && { controls }) },
        (configOf) =>
          scan({
            fileSystem: onlyWithin(through(diskFileSystem(target.root), target.root), target.within),
            now,
            paths,
            askedProjects: target.projects,
            rules,
            isIgnoring: accepts,
            ...(suppressionsOf && { suppressionsOf }),
            ...(configOf && { configOf }),
            ...rest,
          })
      )
    );
  const { result, used } = await scanThrough(comparison ? after(lens, comparison.now) : lens, {
    accepts: isIgnoring,
    ...more,
    ...(comparison && { readings: comparison.readings }),
    ...(baseline && { baseline }),
    ...(flags.persona && { persona: flags.persona }),
    ...(flags['min-severity'] && { minSeverity: flags['min-severity'] }),
    ...(flags['min-confidence'] && { minConfidence: flags['min-confidence'] }),
  });
  // A change may take away the last file there was.
  let files = result.filesReported;
  const scanBase = async ({ lens: base, accepts, readings }: BaseScan): Promise<ScanReport> => {
    const before = await scanThrough(base, {
      accepts: accepts && isIgnoring,
      isCompared: true,
      readings,
      ...(onBaseProjects && { onProjects: onBaseProjects }),
    });
    files += before.result.filesReported;
    return before.result;
  };
  const report = comparison ? await comparison.apply(result, scanBase) : result;
  const root = displayPath(target.root, host);
  if (!flags['allow-empty'] && files === 0) throw nothingIn(target.projects.length === 0 ? paths : target.within, root);
  const isOff = flags.since !== undefined && !comparison;
  return { report, rules, used, baseline, target, root, warnings: isOff ? [NOTHING_TO_COMPARE] : [] };
}

const UNCHANGED: Lens = (files) => files;

const after =
  (first: Lens, second: Lens): Lens =>
  (files, root) =>
    second(first(files, root), root);

const NOTHING_TO_COMPARE = '--since auto found no pull request in the environment, so this scan reports everything.';

/** What `--since` or `--staged` compares; undefined for a plain scan. What knows of git is loaded only then. */
async function loadComparison(
  { since, staged = false }: ScanArguments['flags'],
  { root, projects }: Target,
  host: Host
): Promise<Comparison | undefined> {
  if (since === undefined && !staged) return undefined;
  if (since !== undefined && staged) throw usageError('--since and --staged exclude each other.');
  assertOneRepository({ root, projects }, staged ? '--staged' : '--since');
  const { openComparison } = await import('./comparison.js');
  return openComparison({ since, staged }, root, host);
}

/** Refuses to compare the projects of several repositories with a commit, which is one of a single repository. */
export function assertOneRepository({ root, projects }: Pick<Target, 'projects' | 'root'>, flag: string): void {
  const repositories = new Set(projects.map(({ folder }) => gitAround(join(root, folder))));
  if (repositories.size > 1) {
    throw usageError(`${flag} compares two states of one repository, and the projects are not all in the same one.`);
  }
}

/** The folders that `--project` names, or the projects around the paths. */
function readTarget({ positionals, unsaved, flags }: ScanArguments, host: Host): Target {
  const paths = [...positionals, ...flags['source-dir']];
  const { project = [] } = flags;
  if (project.length === 0) return findTarget(paths, host, unsaved);
  if (paths.length > 0 || unsaved !== undefined) {
    throw usageError(
      `--project and ${unsaved === undefined ? 'paths' : '--stdin-filename'} exclude each other.`,
      '--project looks at whole projects; give their folders, each with a flag of its own.'
    );
  }
  return findProjects(project, host);
}

const DATE = /^(\d{4}-\d{2}-\d{2})(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2}))?$/;

/** The instant to judge certificates at: `--now`, or `SF_ISA_NOW`, or now. */
function readNow(flag: string | undefined, { env, clock }: Host): Date {
  const text = flag ?? env['SF_ISA_NOW'];
  if (text === undefined || text === '') return clock();
  const day = DATE.exec(text)?.[1];
  const date = new Date(text);
  // The engine turns the 30th of February into a day in March.
  if (day === undefined || Number.isNaN(date.getTime()) || new Date(day).toISOString().slice(0, 10) !== day) {
    const name = flag === undefined ? 'SF_ISA_NOW' : '--now';
    throw usageError(
      `${name} takes a date such as 2026-11-22 or an instant such as 2026-11-22T08:00:00Z, not ${text}.`
    );
  }
  return date;
}

function nothingIn(paths: readonly string[], root: string): Error {
  const places = paths.length === 0 ? [root] : paths.map((path) => (root === '.' ? path : `${root}/${path}`));
  const where = places.map((place) => (place === '.' ? 'the working folder' : place)).join(', ');
  return nothingToAnalyse(
    `There is nothing to analyse in ${where}: no Named Credential, External Credential, certificate, connected app, external client app, permission set, profile, remote site, auth provider or key file.`,
    'Give the folder of a Salesforce DX project or of retrieved metadata.',
    'Where that is as it should be, add --allow-empty.'
  );
}

/** The root from the working folder, with forward slashes. */
function displayPath(root: string, { workingFolder }: Host): string {
  const way = pathFrom(workingFolder, root);
  return way === '' ? '.' : way;
}
