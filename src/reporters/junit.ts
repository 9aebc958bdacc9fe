import type { Finding, NotEvaluatedItem, SourceRange } from '../findings/finding.js';
import type { ScanReport } from '../findings/report.js';
import { repositoryPath } from './places.js';
import type { EnabledRule, ReportContext, Reporter } from './reporter.js';
import { sentence } from './terminal.js';
import { acceptedInWords, componentName } from './wording.js';
import { xmlDocument, xmlText, type XmlNode } from './xml.js';

/**
 * JUnit's XML: a suite for each rule, in which each finding is a failed test, what is accepted or could not be judged a
 * skipped one, and where there is nothing of it, the rule is a test that passed. There is no standard; this fits the schema of the
 * xUnit plugin of Jenkins, and the one of Ant but for skipped tests, which Ant does not know.
 */
export const junit: Reporter = (report, context) =>
  xmlDocument({
    testsuites: { testsuite: context.rules.map((enabled, index) => suite(enabled, index, report, context)) },
  });

function suite({ rule, severity }: EnabledRule, index: number, report: ScanReport, context: ReportContext): XmlNode {
  const findings = report.findings.filter((finding) => finding.rule === rule.id);
  const notEvaluated = report.notEvaluated.filter(({ rules }) => rules.includes(rule.id));
  const suppressed = report.suppressed.filter((finding) => finding.rule === rule.id);
  const nameOf = uniqueNames();
  const skipped = (one: Finding | NotEvaluatedItem, reason: string): XmlNode => ({
    ...test(rule.id, nameOf(one)),
    skipped: { '@message': xmlText(reason), '#text': xmlText(placeOf(one.location, context)) },
  });
  const cases = [
    ...findings.map((finding) => ({ ...test(rule.id, nameOf(finding)), failure: failure(finding, context) })),
    ...suppressed.map((finding) => skipped(finding, acceptedInWords(finding.suppression))),
    ...notEvaluated.map((item) => skipped(item, sentence(item.message))),
  ];
  const tests = cases.length > 0 ? cases : [test(rule.id, rule.title)];
  return {
    '@name': rule.id,
    '@package': 'sf-isa',
    '@id': index,
    '@timestamp': report.now.toISOString().slice(0, 19),
    '@hostname': 'localhost',
    '@tests': tests.length,
    '@failures': findings.length,
    '@errors': 0,
    '@skipped': cases.length - findings.length,
    '@time': 0,
    properties: { property: { '@name': 'severity', '@value': severity } },
    testcase: tests,
    'system-out': {},
    'system-err': {},
  };
}

/** GitLab drops a test that has the class and the name of another one. */
function uniqueNames(): (one: Finding | NotEvaluatedItem) => string {
  const counts = new Map<string, number>();
  return (one) => {
    const name = one.element === '' ? componentName(one) : `${componentName(one)} ${sentence(one.element)}`;
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return count === 1 ? name : `${name} (${count})`;
  };
}

const test = (rule: string, name: string): XmlNode => ({
  '@classname': `sf-isa.${rule}`,
  '@name': xmlText(name),
  '@time': 0,
});

function failure(finding: Finding, context: ReportContext): XmlNode {
  const { rule, severity, confidence, message, location, related, fix } = finding;
  const lines = [
    `${placeOf(location, context)}: ${severity} severity, ${confidence} confidence`,
    ...related.map((other) => `${placeOf(other.location, context)}: ${sentence(other.label)}`),
    ...(fix === undefined ? [] : [`Fix: ${sentence(fix)}`]),
    `${context.command} explain ${rule}`,
  ];
  return { '@type': severity, '@message': xmlText(sentence(message)), '#text': xmlText(lines.join('\n')) };
}

const placeOf = (range: SourceRange, context: ReportContext): string =>
  `${repositoryPath(range, context)}:${range.startLine}:${range.startColumn}`;
