import fc from 'fast-check';
import { CONFIDENCES, PERSONAS, SEVERITIES, type Finding, type NotEvaluatedItem } from '../../src/findings/finding.js';
import type { ScanReport } from '../../src/findings/report.js';
import { aFinding, aNotEvaluated, aReport } from '../support/report.js';

/** What a terminal would act on, beside what people write. */
const HOSTILE = [
  ...['\x1b', '\x1b[31m', '\x1b]8;;http://evil.example\x07', '\x1b[2J', '\r', '\n', '\r\n', '\t', '\b', '\0', '\x7f'],
  ...['\x85', '\x9b', '\x9d', '\u202e', '\u2066', '\u200f', '\u061c', '\u2028', '\u2029', '\u200b', '\ufeff', '\u00ad'],
  ...[
    '\ud83d',
    '\ude00',
    '\u{e0041}',
    '😀',
    '漢',
    'é',
    'e\u0301',
    '%',
    '"',
    '\\',
    '`',
    '|',
    '<',
    '&',
    ' ',
    '…',
    '\u00a0',
  ],
  ...['##vso[task.x]', '#', '##[', '::error::', ' ::', ':'],
  ...['a', 'Bank', '<certificate>', '</certificate>'],
];

/** A text that means no good. */
export const hostileText = fc
  .array(fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary', maxLength: 3 })), {
    minLength: 1,
    maxLength: 25,
  })
  .map((parts) => parts.join(''))
  .filter((text) => text !== '');

const path = fc.constantFrom('a.xml', 'b\x1b[1m/c.xml', 'd e/\u202eé#?.xml', 'key.p12', '\ud800.xml', '::error::x');

/** A place that may lie in the text, past its end, or nowhere. */
const range = fc
  .record({ path, startLine: fc.integer({ min: 1, max: 8 }), startColumn: fc.integer({ min: 1, max: 40 }) })
  .chain((start) =>
    fc
      .record({ lines: fc.integer({ min: 0, max: 3 }), columns: fc.integer({ min: 0, max: 60 }) })
      .map(({ lines, columns }) => ({
        ...start,
        endLine: start.startLine + lines,
        endColumn: lines === 0 ? start.startColumn + columns : columns + 1,
      }))
  );

const component = fc.record({ type: fc.constantFrom('NamedCredential', 'File'), fullName: hostileText });

const finding: fc.Arbitrary<Finding> = fc
  .record({
    fingerprint: fc.constantFrom('0123456789abcdef', '0123456789abcdef:2', '0123456789abcdef:10'),
    severity: fc.constantFrom(...SEVERITIES),
    confidence: fc.constantFrom(...CONFIDENCES),
    persona: fc.constantFrom(...PERSONAS),
    message: hostileText,
    component,
    element: hostileText,
    location: range,
    label: fc.option(hostileText, { nil: undefined }),
    related: fc.array(fc.record({ label: hostileText, location: range }), { maxLength: 4 }),
    fix: fc.option(hostileText, { nil: undefined }),
    autofix: fc.constantFrom(undefined, { safe: true, edits: [] }, { safe: false, edits: [] }),
    evidence: fc.constantFrom(undefined, 'fedcba9876543210'),
  })
  .map(aFinding);

const notEvaluated: fc.Arbitrary<NotEvaluatedItem> = fc
  .record({
    reason: fc.constantFrom('placeholder', 'missing-file', 'record-id', 'redacted'),
    component,
    message: hostileText,
    location: range,
  } as const)
  .map(aNotEvaluated);

const count = fc.integer({ min: 0, max: 3 });

/** Any report that the engine could make, and some that it could not. */
export const anyReport: fc.Arbitrary<ScanReport> = fc
  .record({
    projects: fc.array(
      fc.record({
        root: fc.oneof(fc.constant(''), hostileText),
        packageDirectories: fc.array(fc.oneof(fc.constant(''), hostileText), { maxLength: 2 }),
        sourceApiVersion: fc.option(hostileText, { nil: undefined }),
      }),
      { maxLength: 3 }
    ),
    components: fc.dictionary(fc.constantFrom('Certificate', 'ExtlClntAppOauthSettings', 'RemoteSiteSetting'), count),
    findings: fc.array(finding, { maxLength: 4 }),
    notEvaluated: fc.array(notEvaluated, { maxLength: 3 }),
    hidden: fc.record({ persona: count, severity: count, confidence: count, path: count }),
    sources: fc.array(fc.tuple(path, hostileText), { maxLength: 4 }).map((entries) => new Map(entries)),
  })
  .map(aReport);
