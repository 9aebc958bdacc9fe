import type { SourceRange } from '../findings/finding.js';
import type { ScanReport } from '../findings/report.js';
import { joinPath, normalizePath } from '../paths.js';
import type { ReportContext } from './reporter.js';
import { linesOf } from './snippet.js';
import { inert } from './terminal.js';

/** The path of a file in its repository, as CI servers know it; inert. */
export const repositoryPath = (range: SourceRange, context: ReportContext): string =>
  inert(pathInRepository(range, context));

/** The same as a relative URI reference (RFC 3986). A half of a surrogate pair, which no URI can hold, is replaced. */
export const repositoryUri = (range: SourceRange, context: ReportContext): string =>
  pathInRepository(range, context)
    .replace(/[\uD800-\uDFFF]/gu, '\uFFFD')
    .split('/')
    .map(encodeURIComponent)
    .join('/');

/** A file for all projects of the repository may lie above the scanned root. */
const pathInRepository = ({ path }: SourceRange, { repositoryFolder }: ReportContext): string =>
  normalizePath(joinPath(repositoryFolder, path)) ?? path;

/**
 * Gives of a range what lies on its first line. GitHub shows an alert in a pull request only when all its lines are
 * part of the change, and puts an annotation below the last of its lines.
 */
export function onFirstLine({ sources }: ScanReport): (range: SourceRange) => SourceRange {
  const linesOfFile = new Map<string, readonly string[]>();
  const lineAt = (path: string, line: number): string => {
    const lines = linesOfFile.get(path) ?? linesOf(sources.get(path) ?? '');
    linesOfFile.set(path, lines);
    return lines[line - 1] ?? '';
  };
  return (range) => {
    const { path, startLine, startColumn, endLine } = range;
    if (endLine === startLine) return range;
    const afterLast = lineAt(path, startLine).trimEnd().length + 1;
    return { ...range, endLine: startLine, endColumn: Math.max(startColumn, afterLast) };
  };
}
