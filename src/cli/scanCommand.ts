import { relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DEFAULT_CONFIG, type Config } from '../config/config.js';
import { diskFileSystem } from '../fileSystem.js';
import { isAtLeast, SEVERITIES, type Severity } from '../findings/finding.js';
import { reporters } from '../reporters/index.js';
import { toJsonDocument, type ScanDocument } from '../reporters/json.js';
import type { ReportContext } from '../reporters/reporter.js';
import { scan } from '../scan.js';
import { withConfigs } from './configs.js';
import { EXIT_OK, EXIT_UNREADABLE, exitCodeOf } from './exitCodes.js';
import { nothingToAnalyse, usageError } from './failure.js';
import { findTarget, onlyWithin } from './findTarget.js';
import type { Arguments, SCAN } from './flags.js';
import { useColor, useLinks, widthOf, type Host, type Outcome } from './host.js';
import { readOutputFiles, writeOutputFiles } from './outputFiles.js';
import { selectRules } from './selectRules.js';

/** Scans, writes the files that were asked for, and says what to print and how to exit. */
export async function runScan(
  { positionals, flags }: Arguments<typeof SCAN>,
  host: Host
): Promise<Outcome<ScanDocument>> {
  const now = readNow(flags.now, host);
  const files = readOutputFiles(flags['output-file'], host.workingFolder);
  const rules = selectRules(host.rules, flags);
  const target = findTarget([...positionals, ...flags['source-dir']], host);
  const { paths } = target;
  const fileSystem = onlyWithin(diskFileSystem(target.root), target.within);

  const { result: report, used } = await withConfigs({ flags, host, root: target.root }, (configOf) =>
    scan({
      fileSystem,
      now,
      paths,
      rules,
      ...(configOf && { configOf }),
      ...(flags.persona && { persona: flags.persona }),
      ...(flags['min-severity'] && { minSeverity: flags['min-severity'] }),
      ...(flags['min-confidence'] && { minConfidence: flags['min-confidence'] }),
    })
  );
  const root = displayPath(target.root, host);
  if (!flags['allow-empty'] && report.filesReported === 0) throw nothingIn(paths, root);

  const failOn = flags['fail-on'] ?? strictest(used.length === 0 ? [DEFAULT_CONFIG] : used);
  const found = flags['no-exit-codes'] ? EXIT_OK : exitCodeOf(report.findings, failOn);
  const isIncomplete =
    report.filesUnreadable > 0 || report.notEvaluated.some(({ reason }) => reason === 'unreadable-certificate');
  const exitCode = flags.strict && isIncomplete ? EXIT_UNREADABLE : found;
  const context: ReportContext = {
    version: host.version,
    root,
    rootUrl: pathToFileURL(target.root).href.replace(/\/$/, ''),
    failOn,
    exitCode,
    width: widthOf(host),
    color: useColor(flags.color, host),
    links: useLinks(flags.links, host),
    maxFindings: flags['max-findings'] ?? 50,
    quiet: flags.quiet,
    verbose: flags.verbose,
    // The same through both doors, so that they print the same bytes.
    command: 'sf isa',
  };
  // A file has no terminal: no colour, no width, and nothing left out unless it is asked for.
  const inFile = { ...context, width: 100, color: false, links: false, maxFindings: flags['max-findings'] ?? 0 };
  writeOutputFiles(files.map((file) => ({ ...file, text: reporters[file.format](report, inFile) })));
  return {
    exitCode,
    stdout: reporters[flags.format](report, context),
    warnings: warningsOf(failOn, flags['min-severity'], flags.strict && isIncomplete),
    get result() {
      return toJsonDocument(report, context);
    },
  };
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

/** Projects may have configs of their own; one exit code answers to the strictest. */
const strictest = (configs: readonly Config[]): Severity | 'never' =>
  configs.reduce<Severity | 'never'>(
    (worst, { failOn }) => (worst === 'never' || (failOn !== 'never' && isAtLeast(worst, failOn)) ? failOn : worst),
    'never'
  );

/** The root from the working folder, with forward slashes. */
function displayPath(root: string, { workingFolder }: Host): string {
  const way = relative(workingFolder, root);
  return way === '' ? '.' : way.split(sep).join('/');
}

function warningsOf(
  failOn: Severity | 'never',
  minSeverity: Severity | undefined,
  isIncomplete: boolean
): readonly string[] {
  const hidden = SEVERITIES.filter(
    (severity) => minSeverity && failOn !== 'never' && isAtLeast(severity, failOn) && !isAtLeast(severity, minSeverity)
  );
  return [
    ...(hidden.length === 0
      ? []
      : [
          `--min-severity ${minSeverity!} hides what --fail-on ${failOn} would count: only what is shown decides the exit code.`,
        ]),
    ...(isIncomplete ? ['Some files could not be read, so --strict fails this scan.'] : []),
  ];
}
