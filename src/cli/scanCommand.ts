import { pathToFileURL } from 'node:url';
import { DEFAULT_CONFIG, type Config } from '../config/config.js';
import { isAtLeast, SEVERITIES, type Severity } from '../findings/finding.js';
import type { ScanReport } from '../findings/report.js';
import type { IntegrationRow } from '../inventory/integrations.js';
import { loadReporter } from '../reporters/index.js';
import { toJsonDocument, type ScanDocument } from '../reporters/json.js';
import type { ReportContext } from '../reporters/reporter.js';
import type { ConfiguredProject } from '../scan.js';
import { repositoryAround } from './configs.js';
import { EXIT_OK, EXIT_UNREADABLE, exitCodeOf } from './exitCodes.js';
import { usageError } from './failure.js';
import type { Arguments, SCAN } from './flags.js';
import { sourceUrl, useColor, useLinks, widthOf, type Host, type Outcome } from './host.js';
import { readOutputFiles, writeOutputFiles } from './outputFiles.js';
import { performScan } from './performScan.js';
import { enabledRules } from './selectRules.js';
import type { UnsavedFile } from './unsavedFile.js';
import { pathFrom } from '../paths.js';

/** Scans, writes the files that were asked for, and says what to print and how to exit. */
export async function runScan(
  { positionals, flags }: Arguments<typeof SCAN>,
  host: Host
): Promise<Outcome<ScanDocument>> {
  const files = readOutputFiles(flags['output-file'], host.workingFolder);
  const unsaved = await loadUnsaved(flags, host);
  const formats = [flags.format, ...files.map(({ format }) => format)];
  const isTold = host.wantsJson === true || formats.some((format) => format === 'json' || format === 'markdown');
  const sides: { now?: Projects; before?: Projects } = {};
  const performed = await performScan(
    { positionals, flags, ...(unsaved && { unsaved: unsaved.path }) },
    host,
    unsaved?.lens,
    isTold && (flags.since !== undefined || flags.staged)
      ? { onProjects: (read) => (sides.now = read), onBaseProjects: (read) => (sides.before = read) }
      : {}
  );
  const { rules, used, target, root, warnings } = performed;
  const report = await withIntegrationChanges(performed.report, sides);

  const configs = used.length === 0 ? [DEFAULT_CONFIG] : used;
  const failOn = flags['fail-on'] ?? strictest(configs);
  const found = flags['no-exit-codes'] ? EXIT_OK : exitCodeOf(report.findings, failOn);
  const isIncomplete =
    report.filesUnreadable > 0 || report.notEvaluated.some(({ reason }) => reason === 'unreadable-certificate');
  const isStale =
    report.findings.some(({ rule }) => rule === 'suppression-unused' || rule === 'suppression-expired') ||
    (report.baseline?.fixed.length ?? 0) > 0;
  const exitCode = flags.strict && (isIncomplete || isStale) ? EXIT_UNREADABLE : found;
  const context: ReportContext = {
    version: host.version,
    root,
    rootUrl: pathToFileURL(target.root).href.replace(/\/$/, ''),
    repositoryFolder: pathFrom(repositoryAround(target.root), target.root),
    sourceUrl: sourceUrl(host),
    rules: enabledRules(rules, configs),
    failOn,
    exitCode,
    width: widthOf(host),
    color: useColor(flags.color, host),
    links: useLinks(flags.links, host),
    maxFindings: flags['max-findings'] ?? 50,
    quiet: flags.quiet,
    verbose: flags.verbose,
    showSuppressed: flags['show-suppressed'],
    // The same through both doors, so that they print the same bytes.
    command: 'sf isa',
  };
  // A file has no terminal: no colour, no width, and nothing left out unless it is asked for.
  const inFile = { ...context, width: 100, color: false, links: false, maxFindings: flags['max-findings'] ?? 0 };
  const written = files.map(async (file) => ({ ...file, text: (await loadReporter(file.format))(report, inFile) }));
  writeOutputFiles(await Promise.all(written));
  const print = await loadReporter(flags.format);
  return {
    exitCode,
    stdout: print(report, context),
    warnings: [
      ...warnings,
      ...warningsOf(failOn, flags['min-severity'], {
        isIncomplete: flags.strict && isIncomplete,
        isStale: flags.strict && isStale,
      }),
    ],
    get result() {
      return toJsonDocument(report, context);
    },
  };
}

type Projects = readonly ConfiguredProject[];

/** Adds what changed in the integrations, where two states were read. What works it out is loaded only then. */
async function withIntegrationChanges(
  report: ScanReport,
  { now, before }: { readonly now?: Projects; readonly before?: Projects }
): Promise<ScanReport> {
  if (!report.since || !now || !before) return report;
  const [{ inventoryOf }, { compareIntegrations }] = await Promise.all([
    import('../inventory/inventory.js'),
    import('../inventory/compareIntegrations.js'),
  ]);
  const rowsOf = (projects: Projects): readonly IntegrationRow[] =>
    inventoryOf('integrations', { projects, findings: [], now: report.now });
  return { ...report, since: { ...report.since, integrations: compareIntegrations(rowsOf(before), rowsOf(now)) } };
}

/** The text that an editor sends. What reads it is loaded only then. */
async function loadUnsaved(flags: Arguments<typeof SCAN>['flags'], host: Host): Promise<UnsavedFile | undefined> {
  const name = flags['stdin-filename'];
  if (name === undefined) return undefined;
  for (const flag of ['since', 'staged'] as const) {
    if (flags[flag]) throw usageError(`--stdin-filename and --${flag} exclude each other.`);
  }
  const { unsavedFile } = await import('./unsavedFile.js');
  return unsavedFile(name, host);
}

/** Projects may have configs of their own; one exit code answers to the strictest. */
const strictest = (configs: readonly Config[]): Severity | 'never' =>
  configs.reduce<Severity | 'never'>(
    (worst, { failOn }) => (worst === 'never' || (failOn !== 'never' && isAtLeast(worst, failOn)) ? failOn : worst),
    'never'
  );

function warningsOf(
  failOn: Severity | 'never',
  minSeverity: Severity | undefined,
  { isIncomplete, isStale }: { readonly isIncomplete: boolean; readonly isStale: boolean }
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
    ...(isStale
      ? [
          'Some suppressions are unused or expired, or the baseline has entries that are fixed, so --strict fails this scan.',
        ]
      : []),
  ];
}
