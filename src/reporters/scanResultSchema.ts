import { CONFIDENCES, PERSONAS, SEVERITIES, type NotEvaluatedReason } from '../findings/finding.js';
import { SUPPRESSION_KINDS } from '../suppressions/suppression.js';

const REASONS: Readonly<Record<NotEvaluatedReason, string>> = {
  placeholder: 'a value that a build replaces',
  'missing-file': 'the body of a certificate is not in the project',
  'unreadable-certificate': 'the body of a certificate cannot be read',
  'unreadable-file': 'a file cannot be read',
  redacted: 'a value that the platform hides',
  'record-id': 'a reference by record id, which only the org can resolve',
  'not-in-project': 'a component that is not in the project',
};

type Schema = Readonly<Record<string, unknown>>;

const text = (description: string): Schema => ({ type: 'string', minLength: 1, description });
const anyText = (description: string): Schema => ({ type: 'string', description });
const number = (minimum: number, description: string): Schema => ({ type: 'integer', minimum, description });
const list = (items: Schema, description: string): Schema => ({ type: 'array', items, description });

/** Every property is required but the `optional` ones, and no other is allowed. */
const object = (properties: Readonly<Record<string, Schema>>, optional: readonly string[] = []): Schema => ({
  type: 'object',
  additionalProperties: false,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
  properties,
});

const reference = (definition: string): Schema => ({ $ref: `#/definitions/${definition}` });

const RANGE: Readonly<Record<string, Schema>> = {
  path: text('Relative to the scanned root, with forward slashes.'),
  startLine: number(1, 'Lines and columns count from 1.'),
  startColumn: number(1, 'In UTF-16 units.'),
  endLine: number(1, 'The line that the range ends in.'),
  endColumn: number(1, 'Exclusive, in UTF-16 units.'),
};

/** What a finding is, accepted or not. */
const FINDING: Readonly<Record<string, Schema>> = {
  rule: reference('ruleId'),
  fingerprint: {
    type: 'string',
    pattern: '^[0-9a-f]{16}(:([2-9]|[1-9][0-9]+))?$',
    description: 'The same for the same trouble, however the file is moved, reordered or reformatted.',
  },
  severity: { enum: SEVERITIES, description: 'How bad it is.' },
  confidence: { enum: CONFIDENCES, description: 'How sure it is that the message is true.' },
  persona: { enum: PERSONAS, description: 'Whom the rule is for.' },
  message: text('What is wrong, in one sentence that names the component first.'),
  component: reference('component'),
  location: reference('elementRange'),
  label: text('A few words about the span.'),
  related: list(
    object({ message: text('A few words about the span.'), location: reference('range') }),
    'Other places worth looking at.'
  ),
  fix: object(
    {
      title: text('What to do, in one line.'),
      available: { type: 'boolean', description: 'Whether `sf isa fix` can do it.' },
      safe: {
        type: 'boolean',
        description:
          'Whether that leaves the org as it is; otherwise it takes --unsafe. Absent where it is not available.',
      },
    },
    ['safe']
  ),
  evidence: {
    type: 'string',
    pattern: '^[0-9a-f]{16}$',
    description: 'Hash of the value that makes the finding; absent for secrets.',
  },
  tags: list({ type: 'string', minLength: 1 }, 'Tags of the rule and the controls that it answers to.'),
};
const FINDING_OPTIONAL = ['label', 'fix', 'evidence'];

/** JSON Schema of `ScanDocument`; `npm run generate` writes it to `schemas/scan-result.json`. */
export const scanResultSchema: Schema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  $id: 'sf-isa/schemas/scan-result.json',
  title: 'Result of sf-isa scan',
  description: 'What `sf-isa scan --format json` prints, and what `sf isa scan --json` has under `result`.',
  ...object(
    {
      schemaVersion: {
        const: '1.1',
        description: 'An addition raises the minor, anything else the major.',
      },
      tool: object({ name: { const: 'sf-isa' }, version: text('Of sf-isa.') }),
      now: {
        type: 'string',
        pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z$',
        description: 'The instant that certificates were judged at, in UTC.',
      },
      projects: list(reference('project'), 'The Salesforce DX projects below the scanned root.'),
      summary: reference('summary'),
      findings: list(reference('finding'), 'Sorted by severity, path, line, column and rule.'),
      suppressed: list(reference('suppressed'), 'What the team has accepted, sorted likewise.'),
      notEvaluated: list(reference('notEvaluated'), 'What no rule could judge, sorted by path, line and column.'),
      integrationChanges: list(
        reference('integrationChange'),
        'What changed in the integrations, with `--since` or `--staged`, whether or not there is a finding; absent without them.'
      ),
    },
    ['integrationChanges']
  ),
  definitions: {
    project: object(
      {
        root: text('Folder of sfdx-project.json, relative to the scanned root; `.` for the root itself.'),
        packageDirectories: list(
          { type: 'string', minLength: 1 },
          'Relative to the scanned root; none where there is no sfdx-project.json.'
        ),
        sourceApiVersion: anyText('As sfdx-project.json says; absent where it says nothing.'),
      },
      ['sourceApiVersion']
    ),
    summary: object(
      {
        files: number(0, 'How many files were opened.'),
        components: {
          type: 'object',
          propertyNames: { pattern: '^[A-Za-z][A-Za-z0-9]*$' },
          additionalProperties: { type: 'integer', minimum: 0 },
          description: 'How many components of each metadata type were looked at.',
        },
        rules: number(0, 'How many rules ran.'),
        bySeverity: object(
          Object.fromEntries(SEVERITIES.map((severity) => [severity, number(0, `How many findings are ${severity}.`)]))
        ),
        suppressed: number(0, 'How many findings the team has accepted.'),
        baseline: {
          ...object({
            known: number(0, 'How many findings it puts off.'),
            fixed: number(0, 'How many of its entries are found no more.'),
          }),
          description: 'What became of the baseline; absent without one.',
        },
        since: {
          ...object(
            {
              ref: text('What the findings are compared with, as people call it.'),
              commit: {
                type: 'string',
                pattern: '^([0-9a-f]{40}|[0-9a-f]{64})$',
                description: 'The commit that was scanned for that; absent where nothing was committed yet.',
              },
              known: number(0, 'How many findings were there before; they are not among the findings.'),
              fixed: number(0, 'How many findings of before are there no more.'),
            },
            ['commit']
          ),
          description: 'What `--since` or `--staged` compared with; absent without them.',
        },
        notEvaluated: number(0, 'How many things no rule could judge.'),
        hidden: {
          ...object({
            persona: number(0, 'Left out by `--persona`.'),
            severity: number(0, 'Left out by `--min-severity`.'),
            confidence: number(0, 'Left out by `--min-confidence`.'),
            path: number(0, 'Outside the paths that were asked for.'),
          }),
          description: 'How many findings were left out, each counted under the first reason.',
        },
        exitCode: {
          enum: [0, 1, 2, 3, 4, 5, 11, 12, 13, 14, 15],
          description: 'What the process exits with; 11 to 15 for a finding that is info, low, medium, high, critical.',
        },
      },
      ['baseline', 'since']
    ),
    finding: object(FINDING, FINDING_OPTIONAL),
    suppressed: object(
      {
        ...FINDING,
        suppression: object(
          {
            source: {
              enum: ['comment', 'file'],
              description: 'Where it is accepted: in a comment of the metadata, or in the file for it.',
            },
            kind: { enum: SUPPRESSION_KINDS, description: 'Why it is accepted.' },
            reason: text('The reason, in the words of the team.'),
            ticket: text('Where it was decided.'),
            owner: text('Who answers for it.'),
            expires: {
              type: 'string',
              pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$',
              description: 'The last day that it holds on.',
            },
            location: reference('range'),
          },
          ['ticket', 'owner', 'expires']
        ),
      },
      FINDING_OPTIONAL
    ),
    notEvaluated: object({
      reason: {
        enum: Object.keys(REASONS),
        description: Object.entries(REASONS)
          .map(([reason, meaning]) => `${reason}: ${meaning}`)
          .join('; '),
      },
      message: text('What was not evaluated, in one sentence that names the component first.'),
      component: reference('component'),
      location: reference('elementRange'),
      rules: list(reference('ruleId'), 'The rules that would have judged it.'),
    }),
    integrationChange: object({
      project: text('Folder of the project, relative to the scanned root; `.` for the root itself.'),
      component: {
        oneOf: [reference('component'), { type: 'null' }],
        description: 'What opens the connection; null for an entry of the register that names nothing which does.',
      },
      id: text('Of the entry in the register; else the component, as Type:FullName.'),
      name: anyText('As the register calls it; else the full name of the component.'),
      direction: { enum: ['inbound', 'outbound', 'unknown'] },
      kind: {
        enum: ['added', 'changed', 'removed', 'replaced'],
        description:
          '`replaced`: another component opens what the register says is the same; the fact `component` has both.',
      },
      facts: list(
        object({
          what: text('What is said of it, such as `endpoint` or `scopes`.'),
          before: list({ type: 'string' }, 'In words; none where it was not there.'),
          after: list({ type: 'string' }, 'In words; none where it is not there any more.'),
        }),
        'What differs; of an integration that is added or removed, all that it has.'
      ),
    }),
    component: object({
      type: {
        type: 'string',
        pattern: '^[A-Za-z][A-Za-z0-9]*$',
        description: 'Metadata type, or `File` or `Project`.',
      },
      fullName: anyText('As package.xml writes it.'),
    }),
    ruleId: { type: 'string', pattern: '^[a-z0-9]+(-[a-z0-9]+)*$' },
    range: object(RANGE),
    elementRange: object({
      ...RANGE,
      element: anyText('Keyed element path inside the component; empty for the whole of it.'),
    }),
  },
};
