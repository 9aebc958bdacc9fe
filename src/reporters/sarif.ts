import type {
  Invocation,
  Location,
  Log,
  Notification,
  PhysicalLocation,
  ReportingDescriptor,
  Result,
  Suppression,
} from 'sarif';
import type {
  Confidence,
  Finding,
  NotEvaluatedItem,
  Severity,
  SourceRange,
  SuppressedFinding,
} from '../findings/finding.js';
import { SEVERITIES } from '../findings/finding.js';
import type { ScanReport } from '../findings/report.js';
import { onFirstLine, repositoryUri } from './places.js';
import type { EnabledRule, ReportContext, Reporter } from './reporter.js';
import { sentence } from './terminal.js';
import { acceptedInWords, componentName, LEVELS } from './wording.js';

/**
 * What GitHub shows, or takes, at most:
 * https://docs.github.com/en/code-security/code-scanning/troubleshooting-sarif-uploads/results-exceed-limit
 */
const MOST_RESULTS = 5000;
const MOST_LOCATIONS = 100;
const MOST_TAGS = 10;
const LONGEST_DESCRIPTION = 1024;

/** So that a project full of placeholders does not push the file over the 10 MB that GitHub takes. */
const MOST_NOT_EVALUATED = 1000;

/** GitHub takes a number above 9 for critical, from 7 for high, from 4 for medium; without one it shows the level. */
const SECURITY_SEVERITY: Readonly<Record<Severity, string | undefined>> = {
  critical: '9.5',
  high: '8.0',
  medium: '5.5',
  low: '3.0',
  info: undefined,
};

const PRECISION: Readonly<Record<Confidence, string>> = { high: 'very-high', medium: 'medium', low: 'low' };

type Place = (range: SourceRange) => PhysicalLocation;

/**
 * SARIF 2.1.0, https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html, in the shape that GitHub code scanning
 * takes: one run, also when nothing is found, because only a run closes the alerts of the one before.
 */
export const sarif: Reporter = (report, context) => {
  const firstLineOf = onFirstLine(report);
  const place: Place = (range) => {
    const { startLine, startColumn, endLine, endColumn } = firstLineOf(range);
    return {
      artifactLocation: { uri: repositoryUri(range, context) },
      region: { startLine, startColumn, endLine, endColumn },
    };
  };
  const ruleIndexes = new Map(context.rules.map(({ rule }, index) => [rule.id, index]));
  const findings = [...report.findings, ...(context.showSuppressed ? report.suppressed : [])].sort(
    (a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity)
  );
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'sf-isa',
            semanticVersion: context.version,
            rules: context.rules.map(descriptor),
          },
        },
        invocations: [invocation(report, context, findings.length, place)],
        columnKind: 'utf16CodeUnits',
        results: findings
          .slice(0, MOST_RESULTS)
          .map((finding) => result(finding, ruleIndexes.get(finding.rule), place)),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
};

function descriptor({ rule, severity }: EnabledRule): ReportingDescriptor {
  const { id, title, confidence, tags, controls, why, remedy, setup, whenWrong, links } = rule;
  const securitySeverity = SECURITY_SEVERITY[severity];
  const help = [
    why,
    '## What to do',
    remedy,
    ...(setup === undefined ? [] : [`In Setup: **${setup}**`]),
    '## When it is wrong',
    whenWrong,
    ...(links.length === 0 ? [] : ['## Sources', links.map((link) => `- <${link}>`).join('\n')]),
  ].join('\n\n');
  return {
    id,
    name: id.replace(/(?:^|-)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()),
    shortDescription: { text: clipped(`${title}.`) },
    fullDescription: { text: clipped(asText(why)) },
    help: { text: asText(help), markdown: help },
    defaultConfiguration: { level: LEVELS[severity] },
    properties: {
      tags: ['security', ...tags, ...controls.map(controlTag)].slice(0, MOST_TAGS),
      precision: PRECISION[confidence],
      'problem.severity': LEVELS[severity] === 'note' ? 'recommendation' : LEVELS[severity],
      ...(securitySeverity === undefined ? {} : { 'security-severity': securitySeverity }),
    },
  };
}

/** `external/cwe/cwe-319` for `CWE-319`, as GitHub links it; other controls in lower case. */
const controlTag = (control: string): string =>
  control.startsWith('CWE-') ? `external/cwe/${control.toLowerCase()}` : control.toLowerCase();

/** Markdown without its marks, for readers that show none. */
const asText = (markdown: string): string => markdown.replace(/\*\*|`|^#+ /gm, '');

const clipped = (text: string): string =>
  text.length <= LONGEST_DESCRIPTION
    ? text
    : `${text.slice(0, LONGEST_DESCRIPTION - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;

function result(finding: Finding | SuppressedFinding, ruleIndex: number | undefined, place: Place): Result {
  const { rule, severity, message, label, fix, component, element, location, confidence, persona, fingerprint } =
    finding;
  const related = finding.related.slice(0, MOST_LOCATIONS);
  const links = related.map(({ label }, index) => `[${literal(label)}](${index})`);
  const sentences = [
    literal(message),
    ...(links.length === 0 ? [] : [`See ${links.join(', ')}`]),
    ...(fix === undefined ? [] : [`Fix: ${literal(fix)}`]),
  ];
  return {
    ruleId: rule,
    ...(ruleIndex === undefined ? {} : { ruleIndex }),
    level: LEVELS[severity],
    message: { text: sentences.map((text) => `${text}.`).join(' ') },
    locations: [
      {
        ...(label === undefined ? {} : { message: { text: sentence(label) } }),
        physicalLocation: place(location),
        logicalLocations: [
          { name: sentence(component.fullName), fullyQualifiedName: componentName(finding), kind: 'resource' },
        ],
      },
    ],
    ...(related.length === 0
      ? {}
      : {
          relatedLocations: related.map((other, index): Location => ({
            id: index,
            message: { text: sentence(other.label) },
            physicalLocation: place(other.location),
          })),
        }),
    partialFingerprints: { 'sfIsaIdentity/v1': fingerprint },
    ...('suppression' in finding ? { suppressions: [suppression(finding)] } : {}),
    properties: { severity, confidence, persona, ...(element === '' ? {} : { element: sentence(element) }) },
  };
}

const suppression = ({ suppression: accepted }: SuppressedFinding): Suppression => ({
  kind: accepted.source === 'comment' ? 'inSource' : 'external',
  status: 'accepted',
  justification: acceptedInWords(accepted),
});

/** A text that holds no link: SARIF has them in plain text, written as in Markdown. */
const literal = (text: string): string => sentence(text).replace(/[\\[\]]/g, '\\$&');

function invocation(report: ScanReport, { exitCode }: ReportContext, found: number, place: Place): Invocation {
  const { filesUnreadable, notEvaluated } = report;
  const left = notEvaluated.length - MOST_NOT_EVALUATED;
  const notifications: Notification[] = [
    ...(found > MOST_RESULTS
      ? [notice('results-cut', `Of ${found} findings, the ${MOST_RESULTS} most severe are here.`)]
      : []),
    ...(filesUnreadable > 0 ? [notice('files-unreadable', `${filesUnreadable} of the files could not be read.`)] : []),
    ...notEvaluated.slice(0, MOST_NOT_EVALUATED).map((item) => notEvaluatedNotice(item, place)),
    ...(left > 0 ? [notice('not-evaluated-cut', `${left} more things were not evaluated.`)] : []),
  ];
  return {
    executionSuccessful: true,
    exitCode,
    ...(notifications.length === 0 ? {} : { toolExecutionNotifications: notifications }),
    // The instant that certificates were judged at; when the scan ran is nobody's business, and changes the file.
    properties: { now: report.now.toISOString() },
  };
}

const notice = (id: string, text: string): Notification => ({
  descriptor: { id },
  level: 'warning',
  message: { text },
});

const notEvaluatedNotice = ({ reason, message, location, rules }: NotEvaluatedItem, place: Place): Notification => ({
  descriptor: { id: `not-evaluated-${reason}` },
  level: 'note',
  message: { text: `${literal(message)}.` },
  locations: [{ physicalLocation: place(location) }],
  properties: { rules },
});
