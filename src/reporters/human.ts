import {
  isAtLeast,
  SEVERITIES,
  type Finding,
  type NotEvaluatedReason,
  type Severity,
  type SourceRange,
} from '../findings/finding.js';
import { countBySeverity, type HiddenCounts, type ScanReport } from '../findings/report.js';
import type { ReportContext, Reporter } from './reporter.js';
import { linesOf, snippet, type Mark, type SnippetRow } from './snippet.js';
import { linkedPlace, NO_BREAK, painter, sentence, wrap, type Paint } from './terminal.js';
import { acceptedInWords, sinceInWords } from './wording.js';

/**
 * For people at a terminal: a block for each finding, with the source lines and a label at each span, then a summary of
 * what was checked, what could not be judged and what is not shown. Paths have forward slashes; whoever wants the
 * separators of Windows replaces them.
 */
export const human: Reporter = (report, context) => {
  const paint = painter(context.color);
  const sections = [
    ...findingSections(report, context, paint),
    ...(context.quiet ? [] : summarySections(report, context, paint)),
  ];
  return sections.length === 0 ? '' : `${sections.join('\n\n')}\n`;
};

/** Below this a frame is a column of scraps; a narrower terminal wraps. */
const NARROWEST = 40;

/** Sentences are hard to read over the whole of a wide terminal. */
const WIDEST_SENTENCE = 100;

function findingSections(report: ScanReport, context: ReportContext, paint: Paint): readonly string[] {
  const shown = context.maxFindings === 0 ? report.findings : report.findings.slice(0, context.maxFindings);
  const cut = report.findings.slice(shown.length);
  const texts = new Map<string, readonly string[] | undefined>();
  const linesOfFile = (path: string): readonly string[] | undefined => {
    if (!texts.has(path)) {
      const text = report.sources.get(path);
      texts.set(path, text === undefined ? undefined : linesOf(text));
    }
    return texts.get(path);
  };
  const sections = shown.map((finding) => findingBlock(finding, linesOfFile, context, paint));
  if (cut.length === 0) return sections;
  const counts = countBySeverity(cut);
  const parts = SEVERITIES.filter((severity) => counts[severity] > 0).map(
    (severity) => `${counts[severity]} ${severity}`
  );
  return [...sections, `… and ${count(cut.length, 'more finding')}: ${parts.join(', ')} (--max-findings 0 shows all)`];
}

function findingBlock(
  finding: Finding,
  linesOfFile: (path: string) => readonly string[] | undefined,
  context: ReportContext,
  paint: Paint
): string {
  const { severity, confidence, location, related, rule, fix } = finding;
  const marks: readonly Mark[] = [
    { location, label: finding.label, isPrimary: true },
    ...related.map((other) => ({ ...other, isPrimary: false })),
  ];
  const lastLine = Math.max(...marks.map((mark) => mark.location.startLine));
  const width = Math.max(NARROWEST, context.width);
  const gutter = new Gutter(Math.max(3, String(lastLine).length), paint);

  const rows = [
    `${paint(severity, `${severity}[${sentence(rule)}]`)}${paint('strong', `: ${sentence(finding.message)}`)}`,
  ];
  const addFrame = (place: SourceRange, isPrimary: boolean, body: readonly string[]): void => {
    rows.push(`${gutter.arrow(isPrimary ? '-->' : ':::')} ${linkedPlace(place, context)}`, gutter.row(), ...body);
    if (body.length > 0) rows.push(gutter.row());
  };
  for (const [path, inFile] of groupByPath(marks)) {
    const lines = linesOfFile(path);
    const visible = lines ? inFile.filter((mark) => mark.location.startLine <= lines.length) : [];
    const [first] = visible;
    if (lines && first) {
      const snippetRows = snippet(lines, visible, { width: width - gutter.width - 1, severity, paint });
      addFrame(
        first.location,
        first.isPrimary,
        snippetRows.map((row) => gutter.snippetRow(row))
      );
    }
    // A key store has no lines to show.
    for (const mark of inFile.filter((one) => !visible.includes(one))) {
      const label = mark.label ? [gutter.row(paint(mark.isPrimary ? severity : 'frame', sentence(mark.label)))] : [];
      addFrame(mark.location, mark.isPrimary, label);
    }
  }
  const notes = [
    ...(fix === undefined ? [] : hang('fix:', sentence(fix), width - gutter.width - 1, paint)),
    `${severity} severity, ${confidence} confidence`,
    `${context.command} explain ${sentence(rule)}`,
  ];
  return [...rows, ...notes.map((note) => gutter.note(note))].join('\n');
}

/** In the order in which the files first come up, the finding's own first. */
function groupByPath(marks: readonly Mark[]): ReadonlyMap<string, readonly Mark[]> {
  const groups = new Map<string, Mark[]>();
  for (const mark of marks) {
    const group = groups.get(mark.location.path);
    if (group) group.push(mark);
    else groups.set(mark.location.path, [mark]);
  }
  return groups;
}

/** What stands to the left of the source: line numbers and the bar, in a width that one finding keeps to. */
class Gutter {
  /** Columns up to and including the bar. */
  public readonly width: number;

  public constructor(
    private readonly digits: number,
    private readonly paint: Paint
  ) {
    this.width = digits + 2;
  }

  public arrow(arrow: string): string {
    return this.paint('frame', arrow.padStart(this.width));
  }

  public row(text = ''): string {
    return `${this.paint('frame', '|'.padStart(this.width))}${text === '' ? '' : ` ${text}`}`;
  }

  public snippetRow(row: SnippetRow): string {
    if (row.kind === 'gap') return this.paint('frame', '...');
    if (row.kind === 'drawing') return this.row(row.text);
    const bar = this.paint('frame', `${String(row.line).padStart(this.digits)} |`);
    return row.text === '' ? bar : `${bar} ${row.text}`;
  }

  public note(text: string): string {
    return text.startsWith(' ')
      ? `${' '.repeat(this.width + 1)}${text}`
      : `${this.paint('frame', '='.padStart(this.width))} ${text}`;
  }
}

/** A text after its heading, its further lines aligned below the first. */
const hang = (heading: string, text: string, width: number, paint: Paint): readonly string[] =>
  wrap(text, width - heading.length - 1).map((line, index) =>
    index === 0 ? `${paint('strong', heading)} ${line}` : `${' '.repeat(heading.length + 1)}${line}`
  );

/** Text that is wrapped as one unit. */
const unbroken = (text: string): string => text.replaceAll(' ', NO_BREAK);

function summarySections(report: ScanReport, context: ReportContext, paint: Paint): readonly string[] {
  const width = Math.min(Math.max(NARROWEST, context.width), WIDEST_SENTENCE);
  const isClean = report.findings.length === 0;
  const none = report.since ? 'No new findings. ' : 'No findings. ';
  const checked = wrap(`${isClean ? none : ''}${checkedSentence(report)}`, width).join('\n');
  const left = [
    ...sinceLines(report, width, paint),
    ...notEvaluatedLines(report, context, width, paint),
    ...fixableLines(report, context, width, paint),
    ...suppressedLines(report, context, width, paint),
    ...baselineLines(report, context, width, paint),
    ...hiddenLines(report.hidden, width, paint),
  ];
  return [
    checked,
    ...(isClean ? [] : [severityTable(report, paint)]),
    ...(left.length > 0 ? [left.join('\n')] : []),
    ...(isClean ? [wrap(LIMITS, width).join('\n')] : []),
    ...exitLine(report, context, paint),
  ];
}

const LIMITS =
  'Not in metadata, so not checked: certificates that exist only in the org, what a partner server asks for, and who holds a permission set.';

/** Salesforce's names of the types that are not simply their API name in words, most telling types first. */
const TYPE_NAMES: Readonly<Record<string, string>> = {
  NamedCredential: 'Named Credential',
  ExternalCredential: 'External Credential',
  Certificate: 'Certificate',
  InboundCertificate: 'Inbound Certificate',
  ConnectedApp: 'Connected App',
  ExternalClientApplication: 'External Client App',
  AuthProvider: 'Auth. Provider',
  RemoteSiteSetting: 'Remote Site Setting',
  PermissionSet: 'Permission Set',
  PermissionSetGroup: 'Permission Set Group',
  MutingPermissionSet: 'Muting Permission Set',
  Profile: 'Profile',
};

/** `Checked 12 Named Credentials … against 20 rules.` */
function checkedSentence({ components, projects, filesRead, rules }: ScanReport): string {
  const known = Object.keys(TYPE_NAMES);
  const types = [...known, ...Object.keys(components).filter((type) => !known.includes(type) && !isPartOfApp(type))];
  const counted = types.flatMap((type) => {
    const number = type === 'ExternalClientApplication' ? countExternalClientApps(components) : (components[type] ?? 0);
    return number === 0 ? [] : [unbroken(count(number, TYPE_NAMES[type] ?? inWords(type)))];
  });
  const directories = new Set(projects.flatMap(({ packageDirectories }) => packageDirectories)).size;
  const definedProjects = projects.filter(({ packageDirectories }) => packageDirectories.length > 0).length;
  return [
    `Checked ${counted.length > 0 ? counted.join(', ') : 'no components'}`,
    ...(directories > 0 ? [`in ${unbroken(count(directories, 'package directory'))}`] : []),
    ...(definedProjects > 1 ? [unbroken(`of ${definedProjects} projects`)] : []),
    unbroken(`(${count(filesRead, 'file')})`),
    `against ${unbroken(count(rules.length, 'rule'))}.`,
  ].join(' ');
}

/** The settings and policies of an External Client App are files of their own, but to everybody they are the app. */
const isPartOfApp = (type: string): boolean => type.startsWith('ExtlClntApp');

/** An app may be there by its settings alone. */
const countExternalClientApps = (components: Readonly<Record<string, number>>): number =>
  Math.max(
    ...Object.entries(components).map(([type, number]) =>
      type === 'ExternalClientApplication' || isPartOfApp(type) ? number : 0
    ),
    0
  );

const inWords = (type: string): string => sentence(type.replace(/(?<=[a-z])(?=[A-Z])/g, ' '));

/** `1 finding`, `2 findings`; a word that ends in s is a plural already. */
function count(number: number, word: string): string {
  if (number === 1 || word.endsWith('s')) return `${number} ${word}`;
  return `${number} ${/[^aeiou]y$/.test(word) ? `${word.slice(0, -1)}ies` : `${word}s`}`;
}

function severityTable({ findings }: ScanReport, paint: Paint): string {
  const counts = countBySeverity(findings);
  const heading = '  Severity  Findings';
  const rows = SEVERITIES.filter((severity) => counts[severity] > 0).map((severity) => {
    const gap = ' '.repeat('Severity'.length - severity.length);
    return `  ${paint(severity, severity)}${gap}${String(counts[severity]).padStart('  Findings'.length)}`;
  });
  return [heading, ...rows].join('\n');
}

/** One of them, and several of them. */
const REASONS: Readonly<Record<NotEvaluatedReason, readonly [one: string, several: string]>> = {
  placeholder: ['build placeholder', 'build placeholders'],
  'missing-file': ['certificate whose body is not in the project', 'certificates whose body is not in the project'],
  'unreadable-certificate': ['certificate that cannot be read', 'certificates that cannot be read'],
  'unreadable-file': ['file that cannot be read', 'files that cannot be read'],
  redacted: ['value that the platform hides', 'values that the platform hides'],
  'record-id': ['reference by record id', 'references by record id'],
  'not-in-project': ['component that is not in the project', 'components that are not in the project'],
};

function notEvaluatedLines(
  { notEvaluated }: ScanReport,
  context: ReportContext,
  width: number,
  paint: Paint
): readonly string[] {
  if (notEvaluated.length === 0) return [];
  const reasons = (Object.keys(REASONS) as NotEvaluatedReason[]).flatMap((reason) => {
    const number = notEvaluated.filter((item) => item.reason === reason).length;
    return number === 0 ? [] : [`${number} ${REASONS[reason][number === 1 ? 0 : 1]}`];
  });
  const hint = context.verbose ? '' : ` ${unbroken(`(--verbose lists ${notEvaluated.length === 1 ? 'it' : 'them'})`)}`;
  return [
    ...hang('Not evaluated:', `${reasons.join(', ')}${hint}`, width, paint),
    ...(context.verbose
      ? notEvaluated.map(({ location, message }) => `  ${linkedPlace(location, context)}: ${sentence(message)}`)
      : []),
  ];
}

/** What `fix` can do, without and with a look at it first. */
function fixableLines(
  { findings }: ScanReport,
  { command }: ReportContext,
  width: number,
  paint: Paint
): readonly string[] {
  const fixable = findings.filter(({ autofix }) => autofix);
  const safe = fixable.filter(({ autofix }) => autofix!.safe).length;
  const unsafe = fixable.length - safe;
  const parts = [
    ...(safe > 0 ? [`${safe} with ${unbroken(`${command} fix`)}`] : []),
    ...(unsafe > 0 ? [`${unsafe} with ${unbroken(`${command} fix --unsafe`)} (add --diff to see how)`] : []),
  ];
  return parts.length === 0 ? [] : hang('Fixable:', parts.join(', '), width, paint);
}

/** What the team has accepted; comments are named apart, because the next retrieve drops them. */
function suppressedLines(
  { suppressed }: ScanReport,
  context: ReportContext,
  width: number,
  paint: Paint
): readonly string[] {
  if (suppressed.length === 0) return [];
  const inComments = suppressed.filter(({ suppression }) => suppression.source === 'comment').length;
  const parts = [
    count(suppressed.length, 'finding'),
    ...(inComments > 0 ? [`${inComments} of them by a comment that the next retrieve drops`] : []),
  ];
  const hint = context.showSuppressed ? '' : ` ${unbroken('(--show-suppressed lists them)')}`;
  return [
    ...hang('Suppressed:', `${parts.join(', ')}${hint}`, width, paint),
    ...(context.showSuppressed
      ? suppressed.flatMap(({ location, severity, rule, message, suppression }) => [
          `  ${linkedPlace(location, context)}: ${severity}[${sentence(rule)}] ${sentence(message)}`,
          `    ${acceptedInWords(suppression)}`,
        ])
      : []),
  ];
}

/** What the baseline puts off, and whether it can be made smaller. */
function baselineLines(
  { baseline }: ScanReport,
  { command }: ReportContext,
  width: number,
  paint: Paint
): readonly string[] {
  if (!baseline) return [];
  const { known, fixed } = baseline;
  const found = `${count(known.length, 'finding')} put off`;
  const done = fixed.length === 0 ? '' : `, ${fixed.length} more fixed: ${unbroken(`${command} baseline prune`)}`;
  return hang('Baseline:', `${found}${done}`, width, paint);
}

/** What the findings are compared with, and what is not among them for that. */
function sinceLines({ since }: ScanReport, width: number, paint: Paint): readonly string[] {
  if (!since) return [];
  const { heading, text } = sinceInWords(since);
  return hang(`${heading}:`, text, width, paint);
}

function hiddenLines(hidden: HiddenCounts, width: number, paint: Paint): readonly string[] {
  const parts = [
    ...(hidden.persona > 0 ? [`${hidden.persona} by persona (--persona auditor shows all)`] : []),
    ...(hidden.severity > 0 ? [`${hidden.severity} by --min-severity`] : []),
    ...(hidden.confidence > 0 ? [`${hidden.confidence} by --min-confidence`] : []),
    ...(hidden.path > 0 ? [`${hidden.path} outside the given paths`] : []),
  ];
  return parts.length === 0 ? [] : hang('Hidden:', parts.map(unbroken).join(', '), width, paint);
}

/** Exit codes 11 to 15 stand for findings, and only those want explaining. */
function exitLine({ findings }: ScanReport, { failOn, exitCode }: ReportContext, paint: Paint): readonly string[] {
  if (failOn === 'never' || exitCode < 11 || exitCode > 15) return [];
  const failing = findings.filter(({ severity }) => isAtLeast(severity, failOn));
  const worst: Severity | undefined = failing[0]?.severity;
  if (worst === undefined) return [];
  return [paint(worst, `${count(failing.length, 'finding')} at or above ${failOn}: exit ${exitCode}`)];
}
