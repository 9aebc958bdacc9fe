import type { Finding, SourceRange } from '../findings/finding.js';
import { concise } from './concise.js';
import { onFirstLine, repositoryPath } from './places.js';
import type { ReportContext, Reporter } from './reporter.js';
import { sentence } from './terminal.js';
import { countInWords, LEVELS } from './wording.js';

/** GitHub shows this many annotations of a level and step: https://github.com/orgs/community/discussions/26680 */
const SHOWN_OF_LEVEL = 10;

const COMMANDS = { error: 'error', warning: 'warning', note: 'notice' } as const;

/**
 * Workflow commands of GitHub Actions, which it shows as annotations of a pull request, the most severe first; then, as
 * its log leaves out where an annotation belongs, a line for each finding and a count.
 */
export const github: Reporter = (report, context) => {
  const firstLineOf = onFirstLine(report);
  const annotations = report.findings.map((finding) => annotation(finding, firstLineOf(finding.location), context));
  const counts = Object.keys(COMMANDS).map(
    (level) => report.findings.filter(({ severity }) => LEVELS[severity] === level).length
  );
  const notes = [
    `sf-isa: ${countInWords(report.findings)}`,
    ...(report.suppressed.length > 0 ? [`${report.suppressed.length} suppressed`] : []),
    ...(report.notEvaluated.length > 0 ? [`${report.notEvaluated.length} not evaluated`] : []),
    ...(counts.some((count) => count > SHOWN_OF_LEVEL)
      ? [`GitHub shows ${SHOWN_OF_LEVEL} annotations of each level, so see the lines above for the others`]
      : []),
  ];
  return `${annotations.join('')}${context.quiet ? '' : `${concise(report, context)}${notes.join('; ')}\n`}`;
};

/** The syntax: https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions */
function annotation(finding: Finding, range: SourceRange, context: ReportContext): string {
  const { severity, rule, message, fix } = finding;
  const properties = {
    file: repositoryPath(range, context),
    line: String(range.startLine),
    endLine: String(range.endLine),
    col: String(range.startColumn),
    endColumn: String(range.endColumn),
    title: `${severity}: ${sentence(rule)}`,
  };
  const lines = [
    sentence(message),
    ...(fix === undefined ? [] : [`Fix: ${sentence(fix)}`]),
    `${context.command} explain ${sentence(rule)}`,
  ];
  const values = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(value)}`);
  return `::${COMMANDS[LEVELS[severity]]} ${values.join(',')}::${escapeData(lines.join('\n'))}\n`;
}

/** As the runner undoes it; `%` is first. */
const escapeData = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const escapeProperty = (text: string): string => escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
