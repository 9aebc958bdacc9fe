import {
  INFRASTRUCTURES,
  PRIVATE_CONNECT_DISPOSITIONS,
  PRIVATE_CONNECT_LICENCES,
  ATTESTATION_STATUSES,
  GATEWAY_CONTROLS,
} from '../config/config.js';
import { CONFIDENCES, SEVERITIES } from '../findings/finding.js';
import {
  anyText,
  inventorySchema,
  list,
  object,
  reference,
  text,
  texts,
  type Schema,
} from '../inventory/inventorySchema.js';
import { SUPPRESSION_KINDS } from '../suppressions/suppression.js';
import { VERDICTS } from './document.js';

export const INSTANT: Schema = {
  type: 'string',
  pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z$',
};
const DAY: Schema = { type: 'string', pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' };
/** What stands in a report without being escaped is never more than this. */
export const RULE: Schema = { type: 'string', pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', description: 'Id of a rule.' };
export const CONTROL: Schema = {
  type: 'string',
  pattern: '^[A-Z][A-Za-z0-9:.-]*$',
  description: 'Id of a control, as in docs/coverage.md.',
};
const FINGERPRINT: Schema = {
  type: 'string',
  pattern: '^[0-9a-f]+(:[0-9]+)?$',
  description: 'The same for the same trouble, as in the result of a scan.',
};
export const PROJECT = text('Folder of the project, relative to the scanned root; `.` for the root itself.');
export const VERDICT: Schema = {
  enum: VERDICTS,
  description:
    '`attested`: only people say that it is met; `person`: metadata cannot tell, and nobody has said; `not-applicable`: it does not concern these orgs.',
};

export const count = (description: string, minimum = 0): Schema => ({ type: 'integer', minimum, description });
export const flag = (description: string): Schema => ({ type: 'boolean', description });
export const orNull = ({ description, ...schema }: Schema): Schema => ({
  oneOf: [schema, { type: 'null' }],
  ...(description !== undefined && { description }),
});

export const FINDING: Readonly<Record<string, Schema>> = {
  rule: RULE,
  severity: { enum: SEVERITIES },
  confidence: { enum: CONFIDENCES },
  fingerprint: FINGERPRINT,
  project: PROJECT,
  component: reference('component'),
  message: text('What is wrong, in one sentence that names the component first.'),
  fix: orNull(text('What to do, in one line.')),
  location: reference('range'),
};

export const ACCEPTED_FINDING: Readonly<Record<string, Schema>> = {
  ...FINDING,
  reason: object(
    {
      source: { enum: ['comment', 'file'] },
      kind: { enum: SUPPRESSION_KINDS },
      reason: text('In the words of the team.'),
      ticket: text('Where it was decided.'),
      owner: text('Who answers for it.'),
      expires: { ...DAY, description: 'The last day that it holds on.' },
    },
    ['ticket', 'owner', 'expires']
  ),
};

export const TOOL = object({
  name: { const: 'sf-isa' },
  version: { type: 'string', pattern: '^[0-9A-Za-z.+-]+$', description: 'Of sf-isa.' },
});

export const ATTESTATION = object({
  control: CONTROL,
  status: { enum: ATTESTATION_STATUSES },
  evidence: text('Where that can be seen.'),
  by: text('Who says so.'),
  on: { ...DAY, description: 'The day that it was said on.' },
});

/** What the inventory has of the same name. */
const inherited = inventorySchema['definitions'] as Readonly<Record<string, Schema>>;

const withDecision = (name: string): Schema => {
  const definition = inherited[name] as { readonly properties: Readonly<Record<string, Schema>> };
  return object({ ...definition.properties, decision: reference('decision') });
};

/** JSON Schema of `ReportData`; `npm run generate` writes it to `schemas/report.json`. */
export const reportSchema: Schema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  $id: 'sf-isa/schemas/report.json',
  title: 'Result of sf-isa report',
  description:
    'What `sf-isa report --format json` prints, what `sf isa report --json` has under `result`, and what `sf-isa merge` and `sf-isa report --compare` read.',
  ...object({
    schemaVersion: { const: '1.0', description: 'An addition raises the minor, anything else the major.' },
    tool: TOOL,
    now: { ...INSTANT, description: 'The instant that all of it was judged at, in UTC.' },
    orgs: list(reference('org'), 'The orgs: a Salesforce DX project each.'),
    integrations: list(
      { oneOf: [reference('outbound'), reference('inbound'), reference('registeredOnly')] },
      'As the inventory has them, with a decision each.'
    ),
    certificates: list(reference('certificate'), 'Components, copies in apps, and names without a certificate.'),
    endpoints: list(reference('endpoint'), 'A row for each scheme, host and port.'),
    apps: list(reference('app'), 'Connected Apps and External Client Apps.'),
    principals: list(reference('principal'), 'Permission sets, groups and profiles.'),
    access: list(reference('access'), 'What sync identities may do with objects and fields.'),
    ipRanges: list(reference('ipRange'), 'Lists of addresses that somebody may come from, or is spared a check from.'),
    gateways: list(reference('gateway'), 'The gateways of the register.'),
    gatewayAdvice: reference('gatewayAdvice'),
    answers: list(reference('answer'), 'The answer to each control, in the order of docs/coverage.md.'),
    findings: list(object(FINDING), 'Sorted by severity, path, line, column and rule.'),
    accepted: list(object(ACCEPTED_FINDING), 'What the team has accepted, sorted likewise.'),
    notEvaluated: list(
      object({
        component: reference('component'),
        message: text('What was not evaluated, in one sentence that names the component first.'),
        path: text('Relative to the scanned root.'),
      }),
      'What no rule could judge.'
    ),
  }),
  definitions: {
    ...inherited,
    outbound: withDecision('outbound'),
    inbound: withDecision('inbound'),
    registeredOnly: withDecision('registeredOnly'),
    org: object({
      project: PROJECT,
      name: text('What people call the org; unique in the report.'),
      myDomain: orNull(text('Host of its My Domain.')),
      infrastructure: { enum: INFRASTRUCTURES },
      privateConnect: { enum: PRIVATE_CONNECT_LICENCES },
      certificates: object({
        inUse: orNull(count('As Setup shows it; null when nobody has written it down.')),
        tracked: count('How many the project holds.'),
        planned: list(
          object({
            name: text('Of the certificate.'),
            integration: orNull(text('Id of the integration that it is for.')),
            by: orNull({ ...DAY, description: 'The day that it is needed by.' }),
          }),
          'Certificates that a design adds and nobody has made yet.'
        ),
        limit: count('How many the org may have.'),
        warnAt: count('How many are close to that.'),
      }),
      hasRegister: flag('Whether its config has a register of integrations.'),
      warnDays: {
        type: 'array',
        items: { type: 'integer' },
        minItems: 3,
        maxItems: 3,
        description: 'Days before the end of a certificate that its rotation is due by steps.',
      },
    }),
    decision: object({
      controls: list(CONTROL, 'The rows of the decision table that apply, the one that decides first.'),
      recommended: anyText('The pattern to follow.'),
      reason: anyText('Why that row of the table applies.'),
      verdict: VERDICT,
      gaps: texts('What is missing, or what is not known.'),
      privateConnect: object({
        disposition: orNull({ enum: PRIVATE_CONNECT_DISPOSITIONS, description: 'Null when nobody has decided.' }),
        reason: anyText('Why.'),
        isDue: flag('Whether its data or the register ask for a decision.'),
      }),
      gateway: orNull(text('The gateway that it goes through; null for none.')),
      ipAllowlist: orNull(
        flag('Whether a firewall lets it in by the addresses of Salesforce; null when nobody has said.')
      ),
    }),
    access: object({
      project: PROJECT,
      identity: reference('component'),
      object: text('API name.'),
      field: anyText('API name; empty for the object itself.'),
      access: anyText('Of an object some of `CRUD`, of a field `R` or `RU`.'),
      allRecords: orNull({ enum: ['modify', 'view'], description: 'Whether it reaches all records, past sharing.' }),
      classification: orNull(anyText('How the field is classified; null where the project does not say.')),
      isEncrypted: orNull(flag('Whether the field is kept encrypted; null where the project does not hold it.')),
    }),
    ipRange: object({
      project: PROJECT,
      component: reference('component'),
      kind: text('What it does.'),
      blocks: flag('Whether it keeps out who comes from elsewhere.'),
      ranges: texts('As the files write them.'),
      size: text('How many addresses it covers, in words.'),
      hasSalesforceAddresses: flag('Whether addresses of Salesforce itself are among them.'),
    }),
    gateway: object(
      {
        project: PROJECT,
        id: text('Of the gateway in the register.'),
        name: anyText('What people call it.'),
        hosts: texts('Host names; `*.` at the front stands for any name below.'),
        controls: { type: 'array', items: { enum: GATEWAY_CONTROLS }, description: 'What it sees to.' },
        owner: anyText('Who answers for it.'),
        integrations: texts('Ids of the integrations that go through it.'),
        bypassedBy: texts('Ids of the integrations that are meant to and do not.'),
      },
      ['name', 'controls', 'owner']
    ),
    gatewayAdvice: object({
      directHosts: texts('Hosts of third parties that are called without a gateway.'),
      certificates: reference('effect'),
      apps: reference('effect'),
      verdict: { enum: ['consolidate', 'direct', 'gateway-in-place'] },
      reasons: texts('Why.'),
    }),
    effect: object({
      now: count('How many there are.'),
      behindGateway: count('How many a gateway would leave.'),
    }),
    answer: object({
      control: CONTROL,
      verdict: VERDICT,
      evidence: texts('What the verdict rests on.'),
      rules: list(RULE, 'The rules that answer it.'),
      findings: list(FINGERPRINT, 'The findings that speak against it.'),
      attestation: orNull(ATTESTATION),
    }),
    range: object({
      path: text('Relative to the scanned root, with forward slashes.'),
      startLine: count('Lines and columns count from 1.', 1),
      startColumn: count('In UTF-16 units.', 1),
      endLine: count('The line that the range ends in.', 1),
      endColumn: count('Exclusive, in UTF-16 units.', 1),
    }),
  },
};

/** Some of the definitions above, for schemas that have the same things. */
export function definitionsOf(...names: readonly string[]): Readonly<Record<string, Schema>> {
  const all = reportSchema['definitions'] as Readonly<Record<string, Schema>>;
  return Object.fromEntries(names.map((name) => [name, all[name]!]));
}
