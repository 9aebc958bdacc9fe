import type { ReportChanges } from '../report/compareReports.js';
import type { ReportData } from '../report/reportData.js';
import { toJsonText } from '../reporters/json.js';
import { sentence } from '../reporters/terminal.js';
import { collectProjects, warningsOf } from './collectProjects.js';
import { EXIT_NOT_CURRENT, EXIT_OK } from './exitCodes.js';
import { usageError } from './failure.js';
import { ARCHITECTURE_FORMATS, type ArchitectureFormat, type Arguments, type REPORT } from './flags.js';
import type { Host, Outcome } from './host.js';
import { readFilesOf, type OutputFile, type OutputFormats } from './outputFiles.js';
import { documentTexts, printReport, readTextFile } from './reportOutput.js';
import { either } from './suggest.js';

type ReportFlags = Arguments<typeof REPORT>['flags'];

/** Whether a file says what the project says. */
export interface CheckedReport {
  readonly file: string;
  readonly isCurrent: boolean;
  /** The instant that the file states, ISO 8601. */
  readonly judgedAt: string;
  /** Title of the first section that differs; null where none does, and where it is the head. */
  readonly section: string | null;
  /** What writes the file anew. */
  readonly command: string;
}

/** What `--json` has under `result`: with `--compare` the changes, with `--check` whether the file is current. */
export type ReportResult = CheckedReport | ReportChanges | ReportData;

const REPORT_FILES: OutputFormats<ArchitectureFormat> = {
  names: ARCHITECTURE_FORMATS,
  endings: [
    ['.md', 'markdown'],
    ['.html', 'html'],
    ['.json', 'json'],
    ['.ics', 'ics'],
    ['.svg', 'svg'],
    ['.mmd', 'mermaid'],
  ],
};

/** Reports on the projects, checks a report that is there, or says what changed since another state. */
export async function runReport(
  { positionals, flags: given }: Arguments<typeof REPORT>,
  host: Host
): Promise<Outcome<ReportResult>> {
  const flags: ReportFlags = { ...given, 'source-dir': [...positionals, ...given['source-dir']] };
  const { check, compare } = flags;
  if (check !== undefined && compare !== undefined) throw usageError('--check and --compare exclude each other.');
  if (check !== undefined) return checkReport(check, flags, host);
  const files = readFilesOf(REPORT_FILES, flags['output-file'], host.workingFolder);
  if (compare !== undefined) return reportChanges(compare, files, flags, host);
  const { data, performed } = await collectProjects(flags, host);
  return printReport({
    files,
    format: flags.format,
    preset: 'markdown',
    textOf: reportTexts(data),
    result: data,
    warnings: warningsOf(performed),
  });
}

function reportTexts(data: ReportData): (format: ArchitectureFormat) => Promise<string> {
  const texts = documentTexts(async () => (await import('../report/layOutReport.js')).layOutReport(data));
  return async (format) => {
    switch (format) {
      case 'html':
      case 'markdown':
        return texts(format);
      case 'json':
        return toJsonText(data);
      case 'ics': {
        const { calendarOf } = await import('../report/calendarOf.js');
        return calendarOf(data);
      }
      case 'svg': {
        const [{ topologyOf }, { svgText }] = await Promise.all([
          import('../report/topologyOf.js'),
          import('../report/pictures/svg.js'),
        ]);
        return svgText(topologyOf(data));
      }
      case 'mermaid': {
        const [{ topologyOf }, { mermaidOf }] = await Promise.all([
          import('../report/topologyOf.js'),
          import('../report/pictures/mermaid.js'),
        ]);
        return `${mermaidOf(topologyOf(data)).trimEnd()}\n`;
      }
    }
  };
}

/** Whether a report in Markdown is what would be written for the instant that it states. */
async function checkReport(name: string, flags: ReportFlags, host: Host): Promise<Outcome<CheckedReport>> {
  for (const other of ['output-file', 'now', 'format'] as const) {
    const value = flags[other];
    if (value !== undefined && value.length > 0) throw usageError(`--check and --${other} exclude each other.`);
  }
  const there = readTextFile(name, host, '--check');
  const [{ judgedAt, renderMarkdown }, { layOutReport }] = await Promise.all([
    import('../report/renderMarkdown.js'),
    import('../report/layOutReport.js'),
  ]);
  const instant = judgedAt(there);
  const command = refreshCommand(name, flags);
  if (!instant) {
    throw usageError(
      `${name} is no report that sf isa report has written as Markdown.`,
      'sf isa report --output-file docs/integration-security.md writes such a file.'
    );
  }
  const now = instant.toISOString();
  const { data, performed } = await collectProjects({ ...flags, now }, host);
  const difference = firstDifference(there, renderMarkdown(layOutReport(data)));
  const verdict = difference
    ? `is not current: its ${difference.section === null ? 'head' : `section "${difference.section}"`} differs from what the project says, judged at ${now}. Write it anew with: ${command}`
    : `is current, judged at ${now}.`;
  return {
    exitCode: difference ? EXIT_NOT_CURRENT : EXIT_OK,
    stdout: `${sentence(`${name} ${verdict}`)}\n`,
    warnings: warningsOf(performed),
    result: {
      file: name,
      isCurrent: difference === undefined,
      judgedAt: now,
      section: difference?.section ?? null,
      command,
    },
  };
}

/** The first part that differs, line ends apart: the title of its section, or null for the head. */
function firstDifference(there: string, made: string): { readonly section: string | null } | undefined {
  const [old, current] = [there, made].map((text) => text.replaceAll('\r\n', '\n').split(/^(?=## )/m)) as [
    string[],
    string[],
  ];
  if (old.join('') === current.join('')) return undefined;
  const index = current.findIndex((part, at) => part !== old[at]);
  // Of the two, only the one that was made now is to be trusted.
  if (index < 0) return { section: titleOf(current.at(-1)!) };
  return { section: titleOf(current[index]!) };
}

const titleOf = (part: string): string | null =>
  /^## (?:<a id="[^"]*"><\/a>)?(.*)/.exec(part)?.[1]?.replaceAll('\\', '') ?? null;

/** What writes the report into a file, with the flags that say of what and how. */
function refreshCommand(name: string, flags: ReportFlags): string {
  const { project, 'source-dir': paths, 'config-file': config } = flags;
  const words = [
    ...paths.flatMap((path) => ['--source-dir', path]),
    ...project.flatMap((one) => ['--project', one]),
    ...(config === undefined ? [] : ['--config-file', config]),
    ...(flags['no-config'] ? ['--no-config'] : []),
    ...(flags['allow-empty'] ? ['--allow-empty'] : []),
    '--output-file',
    name.toLowerCase().endsWith('.md') ? name : `markdown=${name}`,
  ];
  return `sf isa report ${words.map(quoted).join(' ')}`;
}

/** As a shell takes it for one word. */
const quoted = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`);

/** What changed since another state, in the formats that a change log has. */
async function reportChanges(
  what: string,
  files: ReadonlyArray<OutputFile<ArchitectureFormat>>,
  flags: ReportFlags,
  host: Host
): Promise<Outcome<ReportChanges>> {
  const formats = [...(flags.format === undefined ? [] : [flags.format]), ...files.map(({ format }) => format)];
  for (const format of formats) {
    if (!isOfChanges(format)) throw usageError(`--compare is for ${either(CHANGE_FORMATS)}, not ${format}.`);
  }
  const { readEarlierState } = await import('./earlierState.js');
  const now = await collectProjects(flags, host);
  const { data: before, name, warnings } = await readEarlierState(what, { flags, host, now });
  const { compareReports } = await import('../report/compareReports.js');
  const changes = compareReports(before, now.data, name);
  const texts = documentTexts(async () => (await import('../report/layOutChanges.js')).layOutChanges(changes));
  return printReport({
    files,
    format: flags.format,
    preset: 'markdown',
    textOf: async (format) => {
      if (format === 'html' || format === 'markdown') return texts(format);
      return toJsonText(changes);
    },
    result: changes,
    warnings: [...warningsOf(now.performed), ...warnings],
  });
}

const CHANGE_FORMATS = ['markdown', 'html', 'json'] as const;
const isOfChanges = (format: string): boolean => CHANGE_FORMATS.some((one) => one === format);
