import type { IntegrationChange } from '../inventory/compareIntegrations.js';
import { SEVERITIES, type Finding, type SourceRange } from '../findings/finding.js';
import { countBySeverity, type HiddenCounts, type ScanReport } from '../findings/report.js';
import { repositoryPath, repositoryUri } from './places.js';
import type { ReportContext, Reporter } from './reporter.js';
import { sentence } from './terminal.js';
import { acceptedInWords, countInWords, factInWords, plural, sinceInWords } from './wording.js';

/**
 * What the lists may take, in bytes. GitHub refuses a summary of more than 1 MiB, and the rest is short:
 * https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions#step-isolation-and-limits
 */
const ROOM = {
  findings: 500_000,
  fixes: 300_000,
  integrations: 80_000,
  accepted: 20_000,
  suppressed: 50_000,
  notEvaluated: 50_000,
} as const;

/** For the job summary of GitHub Actions, a comment or a wiki: Markdown as GitHub has it. */
export const markdown: Reporter = (report, context) => {
  const { findings, suppressed, notEvaluated } = report;
  const sections = [
    `## Integration security: ${countInWords(findings)}`,
    ...(findings.length === 0 ? [] : [severityTable(findings), findingsTable(findings, context)]),
    ...details(
      'What to do',
      findings.flatMap((finding) => fixItems(finding, context)),
      ROOM.fixes
    ),
    ...(context.quiet
      ? []
      : [
          ...integrationsSection(report.since?.integrations),
          ...acceptedSection(report.since?.accepted, context),
          ...details(
            `Suppressed: ${suppressed.length}`,
            suppressed.map(
              ({ rule, message, location, suppression }) =>
                `**${text(rule)}** in ${place(location, context)}: ${text(message)}; ${text(acceptedInWords(suppression))}`
            ),
            ROOM.suppressed
          ),
          ...details(
            `Not evaluated: ${notEvaluated.length}`,
            notEvaluated.map(({ message, location }) => `${place(location, context)}: ${text(message)}`),
            ROOM.notEvaluated
          ),
          ...sinceLine(report.since),
          ...hiddenLine(report.hidden),
          checkedLine(report, context),
        ]),
  ];
  return `${sections.join('\n\n')}\n`;
};

/** What the change does to integrations, one by one; it is told also when nothing is found. */
function integrationsSection(changes: readonly IntegrationChange[] | undefined): readonly string[] {
  if (!changes) return [];
  const heading = '### Integrations that this change touches';
  if (changes.length === 0) return [heading, 'None.'];
  const items = changes.map((change) =>
    [`- ${headline(change)}`, ...change.facts.map((fact) => `  - ${text(factInWords(fact, change.kind))}`)].join('\n')
  );
  const { shown, left } = within(items, ROOM.integrations);
  return [heading, [...shown, ...(left === 0 ? [] : [`- … and ${left} more`])].join('\n')];
}

/** A list in a list that would be empty is no list. */
function headline({ project, id, name, direction, kind, facts }: IntegrationChange): string {
  const where = project === '.' ? '' : ` in ${text(project)}`;
  const called = id === name || id.endsWith(`:${name}`) ? '' : ` ${text(name)}`;
  const what = { inbound: ', which calls the org,', outbound: ', which the org calls,', unknown: '' }[direction];
  return `**${text(id)}**${called}${where}${what} is ${KIND_IN_WORDS[kind]}${facts.length === 0 ? '' : ':'}`;
}

const KIND_IN_WORDS = { added: 'new', changed: 'changed', removed: 'gone', replaced: 'replaced' } as const;

/** What the team accepts with the change, and no longer accepts. */
function acceptedSection(
  accepted: NonNullable<ScanReport['since']>['accepted'],
  context: ReportContext
): readonly string[] {
  if (!accepted) return [];
  const { added, removed } = accepted;
  return [
    ...details(
      `Accepted by this change: ${added.length}`,
      added.map(
        ({ rule, message, location, suppression }) =>
          `**${text(rule)}** in ${place(location, context)}: ${text(message)}; ${text(acceptedInWords(suppression))}`
      ),
      ROOM.accepted
    ),
    ...details(
      `Not accepted any more: ${removed.length}`,
      removed.map(
        ({ rule, message, suppression }) =>
          `**${text(rule)}**: ${text(message)}; it was ${text(acceptedInWords(suppression))}`
      ),
      ROOM.accepted
    ),
  ];
}

function severityTable(findings: readonly Finding[]): string {
  const counts = countBySeverity(findings);
  const rows = SEVERITIES.filter((severity) => counts[severity] > 0).map(
    (severity) => `| ${severity} | ${counts[severity]} |`
  );
  return ['| Severity | Findings |', '| --- | --: |', ...rows].join('\n');
}

function findingsTable(findings: readonly Finding[], context: ReportContext): string {
  const rows = findings.map(
    ({ severity, message, location, rule }) =>
      `| ${severity} | ${text(message)} | ${place(location, context)} | ${text(rule)} |`
  );
  const { shown, left } = within(rows, ROOM.findings);
  const table = ['| Severity | Finding | Place | Rule |', '| --- | --- | --- | --- |', ...shown].join('\n');
  return left === 0 ? table : `${table}\n\n… and ${left} more.`;
}

function fixItems({ rule, location, fix, related }: Finding, context: ReportContext): readonly string[] {
  const parts = [
    ...(fix === undefined ? [] : [text(fix)]),
    ...related.map((other) => `see ${place(other.location, context)} (${text(other.label)})`),
  ];
  return parts.length === 0 ? [] : [`**${text(rule)}** in ${place(location, context)}: ${parts.join('; ')}`];
}

/** A list to fold out; nothing when it is empty. The title is our own. */
function details(title: string, items: readonly string[], room: number): readonly string[] {
  if (items.length === 0) return [];
  const { shown, left } = within(
    items.map((item) => `- ${item}`),
    room
  );
  const list = [...shown, ...(left === 0 ? [] : [`- … and ${left} more`])].join('\n');
  return [`<details>\n<summary>${title}</summary>\n\n${list}\n\n</details>`];
}

/** The first of some lines, as many as have room. */
function within(lines: readonly string[], bytes: number): { readonly shown: readonly string[]; readonly left: number } {
  let size = 0;
  const end = lines.findIndex((line) => (size += Buffer.byteLength(line) + 1) > bytes);
  const shown = end === -1 ? lines : lines.slice(0, end);
  return { shown, left: lines.length - shown.length };
}

/** `path:line`, as a link where the file can be read on the web. */
function place(range: SourceRange, context: ReportContext): string {
  const name = text(`${repositoryPath(range, context)}:${range.startLine}`);
  if (context.sourceUrl === undefined) return name;
  return `[${name}](<${context.sourceUrl}/${repositoryUri(range, context)}#L${range.startLine}>)`;
}

function sinceLine(since: ScanReport['since']): readonly string[] {
  if (!since) return [];
  const { heading, text: outcome } = sinceInWords(since);
  return [`${text(heading)}: ${outcome}.`];
}

function hiddenLine({ persona, severity, confidence, path }: HiddenCounts): readonly string[] {
  const parts = [
    ...(persona > 0 ? [`${persona} by persona`] : []),
    ...(severity > 0 ? [`${severity} by severity`] : []),
    ...(confidence > 0 ? [`${confidence} by confidence`] : []),
    ...(path > 0 ? [`${path} outside the given paths`] : []),
  ];
  return parts.length === 0 ? [] : [`Not shown: ${parts.join(', ')}.`];
}

function checkedLine({ components, filesRead, rules }: ScanReport, { version }: ReportContext): string {
  const number = Object.values(components).reduce((sum, count) => sum + count, 0);
  const parts = [plural(number, 'component'), 'in', plural(filesRead, 'file'), 'against', plural(rules.length, 'rule')];
  return `sf-isa ${version} checked ${parts.join(' ')}.`;
}

/**
 * Text that Markdown shows as it is. GitHub and GitLab look for mentions, references and links in what Markdown has made
 * of it, so there a space without width takes the sign from its word.
 */
export const text = (value: string): string =>
  sentence(value).replace(/[&<>|]|[\\`*_[\]~$]|[@#:!%](?=\S)|\bwww(?=\.)|\bGH-(?=\d)/gi, (part) => {
    if ('&<>|'.includes(part)) return `&#${part.charCodeAt(0)};`;
    return '\\`*_[]~$'.includes(part) ? `\\${part}` : `${part}&#8203;`;
  });
