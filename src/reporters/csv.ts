import type { Finding } from '../findings/finding.js';
import { repositoryPath } from './places.js';
import type { ReportContext, Reporter } from './reporter.js';
import { sentence } from './terminal.js';

/** What each column holds, in order. */
const COLUMNS: Readonly<Record<string, (finding: Finding, context: ReportContext) => number | string>> = {
  severity: ({ severity }) => severity,
  confidence: ({ confidence }) => confidence,
  rule: ({ rule }) => rule,
  type: ({ component }) => component.type,
  'full name': ({ component }) => component.fullName,
  element: ({ element }) => element,
  message: ({ message }) => message,
  fix: ({ fix }) => fix ?? '',
  path: ({ location }, context) => repositoryPath(location, context),
  line: ({ location }) => location.startLine,
  column: ({ location }) => location.startColumn,
  'end line': ({ location }) => location.endLine,
  'end column': ({ location }) => location.endColumn,
  tags: ({ tags }) => tags.join(' '),
  fingerprint: ({ fingerprint }) => fingerprint,
};

/** For spreadsheets: a header and a row for each finding, as in RFC 4180, with every cell in quotes. */
export const csv: Reporter = (report, context) =>
  [
    Object.keys(COLUMNS),
    ...report.findings.map((finding) =>
      Object.values(COLUMNS).map((valueOf) => defused(sentence(String(valueOf(finding, context)))))
    ),
  ]
    .map(csvLine)
    .join('');

/** One line of CSV: inert texts, each in quotes, followed by a line break. */
export const csvLine = (cells: readonly string[]): string => `${cells.map(quoted).join(',')}\r\n`;

/**
 * Spreadsheets take a cell that begins like this for a formula, in quotes or not, and an apostrophe for a sign that it
 * is none: https://owasp.org/www-community/attacks/CSV_Injection. A tab or a carriage return is spelled out before.
 */
export const defused = (text: string): string => (/^[=+\-@＝＋－＠]/.test(text) ? `'${text}` : text);

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
