import fc from 'fast-check';
import type { Finding, SuppressedFinding } from '../../src/findings/finding.js';
import type { ScanReport } from '../../src/findings/report.js';
import type { EnabledRule, ReportContext, Reporter } from '../../src/reporters/reporter.js';
import { rules } from '../../src/rules/index.js';
import { aContext, aFinding, aNotEvaluated, aReport } from '../support/report.js';
import { anyReport } from './arbitrary.js';
import { EVERY_FRAME } from './samples.js';

/** Every rule that there is, with its own severity. */
export const EVERY_RULE: readonly EnabledRule[] = rules.map((rule) => ({ rule, severity: rule.severity }));

export const aRule = (id: string, severity: EnabledRule['severity'] = 'high'): EnabledRule => ({
  severity,
  rule: {
    id,
    title: `Trouble that ${id} is about`,
    confidence: 'high',
    tags: ['certificates', 'mtls'],
    controls: ['CWE-319', 'SBS-INT-003'],
    why: 'The **fact**, with `code`.',
    remedy: 'Do this.',
    setup: 'Security > Named Credentials',
    whenWrong: 'Never.',
    links: ['https://help.salesforce.com/s/articleView?id=x&type=5'],
  },
});

const severities = new Map(EVERY_FRAME.findings.map(({ rule, severity }) => [rule, severity]));

/** A context whose rules are those of `EVERY_FRAME`, one of which found nothing. */
export const inCi = (overrides: Partial<ReportContext> = {}): ReportContext =>
  aContext({
    exitCode: 15,
    repositoryFolder: 'apps/bank',
    rules: [
      ...[...severities].map(([id, severity]) => aRule(id, severity)),
      aRule('session-ip-not-enforced', 'low'),
    ].sort((a, b) => (a.rule.id < b.rule.id ? -1 : 1)),
    ...overrides,
  });

const accepted = (finding: Finding, source: 'comment' | 'file'): SuppressedFinding => ({
  ...finding,
  suppression: {
    source,
    kind: 'accepted-risk',
    reason: 'Print server on an isolated network; replaced in Q3',
    ticket: 'SEC-142',
    owner: '@acme/platform',
    expires: source === 'file' ? '2027-03-31' : undefined,
    location: { path: '../sf-isa.suppressions.yml', startLine: 3, startColumn: 5, endLine: 3, endColumn: 9 },
  },
});

/** Findings of every severity, accepted ones, and what was not evaluated. */
export const FULL: ScanReport = {
  ...EVERY_FRAME,
  filesUnreadable: 2,
  suppressed: [
    accepted(aFinding({ fingerprint: '1b7e0c99aa41d2f3' }), 'file'),
    accepted(aFinding({ severity: 'low', fingerprint: '1b7e0c99aa41d2f3:2' }), 'comment'),
  ],
};

/** What somebody could write into a name, a path or a value to make a report do something. */
const HOSTILE_TEXTS: readonly string[] = [
  '=HYPERLINK("http://evil.example","x")',
  '@SUM(1+1)|cmd',
  '+1',
  '-1',
  'true',
  '\t=1',
  '\r=1',
  'x\r\n::error file=a,line=1::owned',
  '::set-output name=a::b',
  '##vso[task.setvariable variable=x]y',
  'a%0A::stop-commands::x',
  'a,b:c%d',
  '"quoted", and \'quoted\'',
  '</failure></testcase><script>alert(1)</script>',
  ']]>&lt;&#x1b;<!-- -->',
  '<img src=x onerror=alert(1)> <details open>',
  '`code` ``` | a | b |\n| --- |\n# heading',
  '[click](http://evil.example) ![x](http://evil.example/x.png) [a]: http://evil.example',
  '[escaped\\](0) \\[x](http://evil.example)',
  'http://evil.example www.evil.example evil@evil.example',
  '@octocat @acme/team #12 GH-12 acme/app#3 !4 :smile: $x^2$ ~~y~~ *z* _w_',
  '- item\n1. item\n> quote',
  '\u202egnp.exe \u001b[31mred\u001b[0m \u0000 \ufffe \uffff \ud800 \u2028',
  `${'漢'.repeat(2000)}`,
  '😀'.repeat(600),
];

/** A report that is full of them; every place lies in a file with such a name. */
export const HOSTILE: ScanReport = aReport({
  findings: HOSTILE_TEXTS.map((text, index) =>
    aFinding({
      severity: 'critical',
      fingerprint: `0123456789abcdef${index === 0 ? '' : `:${index + 1}`}`,
      message: text,
      fix: text,
      component: { type: 'NamedCredential', fullName: text },
      element: text,
      label: text,
      location: { path: `force-app/${text}.xml`, startLine: 1, startColumn: 1, endLine: 3, endColumn: 1 },
      related: [
        {
          label: text,
          location: { path: `${text}/x.xml`, startLine: 1, startColumn: 2, endLine: 1, endColumn: 3 },
        },
      ],
    })
  ),
  suppressed: HOSTILE_TEXTS.map((text) =>
    accepted(aFinding({ message: text, component: { type: 'Profile', fullName: text } }), 'file')
  ).map((finding, index) => ({
    ...finding,
    suppression: { ...finding.suppression, reason: HOSTILE_TEXTS[index]!, owner: HOSTILE_TEXTS[index] },
  })),
  notEvaluated: HOSTILE_TEXTS.map((text) =>
    aNotEvaluated({ message: text, component: { type: 'Certificate', fullName: text } })
  ),
});

/** Reports that a format has to cope with, made up ones among them. */
export const manyReports = (count: number): readonly ScanReport[] => [
  FULL,
  HOSTILE,
  aReport(),
  ...fc.sample(anyReport, { numRuns: count, seed: 20261122 }),
];

/** One finding more often than any server shows. */
export const many = (count: number): ScanReport =>
  aReport({
    findings: Array.from({ length: count }, (_, index) =>
      aFinding({ severity: index < 3 ? 'critical' : 'low', fingerprint: `0123456789abcdef:${index + 2}` })
    ),
  });

/** What no text for a screen or a log may hold: all but our own line breaks. */
const ACTIVE = /(?!\r?\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|##\w*\[/u;

/** Holds for every format: the same each time, nothing active, and the report stays as it was. */
export function expectSound(reporter: Reporter, expect: Chai.ExpectStatic): void {
  fc.assert(
    fc.property(anyReport, (report) => {
      const context = inCi({ showSuppressed: true });
      const before = structuredClone(report);
      const text = reporter(report, context);
      expect(text).not.to.match(ACTIVE);
      expect(reporter(report, context)).to.equal(text);
      expect(report).to.deep.equal(before);
    }),
    { numRuns: 50 }
  );
  expect(reporter(HOSTILE, inCi({ showSuppressed: true }))).not.to.match(ACTIVE);
}
