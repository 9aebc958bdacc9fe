import type { Finding, NotEvaluatedItem, SourceRange } from '../../src/findings/finding.js';
import type { ScanReport } from '../../src/findings/report.js';

/**
 * What a report says, one fact a line and two blanks deep, so that a change reads well in a diff. The fingerprint and
 * the evidence stand there because accepted findings open again when they change.
 */
export const findingsText = ({ findings, notEvaluated }: ScanReport): readonly string[] => [
  ...findings.flatMap(findingLines),
  ...notEvaluated.flatMap(notEvaluatedLines),
];

const findingLines = (finding: Finding): readonly string[] => [
  `  ${finding.severity}, confidence ${finding.confidence}: ${finding.message}`,
  `    of ${componentName(finding)}`,
  `    at ${place(finding.location)}${finding.label === undefined ? '' : `: ${finding.label}`}`,
  ...finding.related.map(({ location, label }) => `    and ${place(location)}: ${label}`),
  ...(finding.fix === undefined ? [] : [`    fix: ${finding.fix}`]),
  `    fingerprint ${finding.fingerprint}, evidence ${finding.evidence ?? 'none'}`,
];

const notEvaluatedLines = (item: NotEvaluatedItem): readonly string[] => [
  `  not evaluated, ${item.reason}: ${item.message}`,
  `    of ${componentName(item)}`,
  `    at ${place(item.location)}`,
];

const componentName = ({ component, element }: Pick<Finding, 'component' | 'element'>): string =>
  `${component.type} ${component.fullName}${element === '' ? '' : `, ${element}`}`;

const place = ({ path, startLine, startColumn, endLine, endColumn }: SourceRange): string =>
  `${path}:${startLine}:${startColumn}-${endLine}:${endColumn}`;

/** How much each rule reports and does not evaluate, in one line: `app-scope-full 2, endpoint-cleartext 1 + 1 not evaluated`. */
export function countsText({ findings, notEvaluated }: ScanReport): string {
  const reported = countOf(findings.map(({ rule }) => rule));
  const open = countOf(notEvaluated.flatMap(({ rules }) => rules));
  const ids = [...new Set([...reported.keys(), ...open.keys()])].sort();
  const counts = ids.map((id) => {
    const parts = [reported.get(id), open.has(id) ? `${open.get(id)} not evaluated` : undefined];
    return `${id} ${parts.filter((part) => part !== undefined).join(' + ')}`;
  });
  return counts.join(', ') || 'nothing';
}

function countOf(ids: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}
