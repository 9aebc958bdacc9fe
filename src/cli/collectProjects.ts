import type { ReportData } from '../report/reportData.js';
import { plural } from '../reporters/wording.js';
import type { ConfiguredProject } from '../scan.js';
import type { Arguments, REPORT } from './flags.js';
import { EVERY_FINDING } from './everyFinding.js';
import type { Host } from './host.js';
import { performScan, type Lens, type PerformedScan, type ScanExtras } from './performScan.js';

/** What a report says, and how the scan for it went. */
export interface Collected {
  readonly data: ReportData;
  readonly performed: PerformedScan;
}

/** Scans and collects what a report says. */
export async function collectProjects(
  flags: Arguments<typeof REPORT>['flags'],
  host: Host,
  lens?: Lens,
  extras: ScanExtras = {}
): Promise<Collected> {
  const [{ collectReport }, { frameworks }] = await Promise.all([
    import('../report/collectReport.js'),
    import('../controls/index.js'),
  ]);
  let projects: readonly ConfiguredProject[] = [];
  const performed = await performScan({ positionals: [], flags: { ...flags, ...EVERY_FINDING } }, host, lens, {
    ...extras,
    controls: frameworks.flatMap(({ controls }) => controls.map(({ id }) => id)),
    reportsAll: true,
    onProjects: (read) => (projects = read),
  });
  const { report, rules } = performed;
  return { data: collectReport({ version: host.version, projects, report, rules, frameworks }), performed };
}

/** What a person should know of how it went. */
export const warningsOf = ({ report }: PerformedScan): readonly string[] =>
  report.filesUnreadable === 0
    ? []
    : [
        `${plural(report.filesUnreadable, 'file')} could not be read, so that what they hold is missing here; a scan names them.`,
      ];
