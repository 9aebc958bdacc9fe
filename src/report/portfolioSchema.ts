import { INFRASTRUCTURES } from '../config/config.js';
import { SEVERITIES } from '../findings/finding.js';
import { list, object, reference, text, texts, type Schema } from '../inventory/inventorySchema.js';
import { VERDICTS } from './document.js';
import { CONTROL, count, definitionsOf, flag, INSTANT, orNull, RULE, TOOL, VERDICT } from './reportSchema.js';

const ORG = text('Name of the org in the portfolio.');
const FILE = text('Of the report, as it was given.');
const WHEN: Schema = { type: 'string', pattern: '^[+-]?[0-9]{4,6}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z$' };

/** JSON Schema of `Portfolio`; `npm run generate` writes it to `schemas/portfolio.json`. */
export const portfolioSchema: Schema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  $id: 'sf-isa/schemas/portfolio.json',
  title: 'Result of sf-isa merge',
  description: 'What `sf-isa merge --format json` prints, and what `sf isa merge --json` has under `result`.',
  ...object({
    schemaVersion: { const: '1.0', description: 'An addition raises the minor, anything else the major.' },
    tool: TOOL,
    now: { ...INSTANT, description: 'The latest instant that one of the reports was judged at, in UTC.' },
    reports: list(
      object({
        file: FILE,
        now: { ...INSTANT, description: 'The instant that it was judged at, in UTC.' },
        version: text('Of the sf-isa that made it.'),
        orgs: texts('Names of its orgs in the portfolio.'),
      }),
      'The reports, in the order in which they were given.'
    ),
    orgs: list(
      object({
        name: ORG,
        file: FILE,
        infrastructure: { enum: INFRASTRUCTURES },
        certificates: object({
          used: count('As Setup shows it, else how many the project holds.'),
          planned: count('How many a design adds.'),
          limit: count('How many the org may have.'),
          room: {
            type: 'integer',
            description: 'What is left after the planned ones; below zero where they do not fit.',
          },
          warnAt: count('How many are close to the limit.'),
          isCounted: flag(
            'Whether these are the certificates of the project, as nobody has written down what Setup shows.'
          ),
        }),
        nextExpiry: orNull({
          ...WHEN,
          description: 'When the next certificate ends that has not ended; null for none.',
        }),
        ended: count('How many certificates have ended.'),
        integrations: {
          ...object(Object.fromEntries(VERDICTS.map((verdict) => [verdict, count('How many.')]))),
          description: 'How many integrations it has, by what the decision table says to them.',
        },
        findings: {
          ...object(Object.fromEntries(SEVERITIES.map((severity) => [severity, count('How many.')]))),
          description: 'How many open findings it has.',
        },
        accepted: count('How many findings the team has accepted.'),
      }),
      'Those with the worst findings first.'
    ),
    expiries: list(
      object({
        org: ORG,
        certificate: reference('certificate'),
        notAfter: { ...WHEN, description: 'When it ends.' },
        daysLeft: { type: 'integer', description: 'Whole days from `now`; below zero when it has ended.' },
      }),
      'The certificates whose end is known, those that have ended first.'
    ),
    integrations: list(
      object({
        org: ORG,
        integration: { oneOf: [reference('outbound'), reference('inbound'), reference('registeredOnly')] },
      }),
      'Those that fall short of the decision table or have findings, the worst first.'
    ),
    findings: list(
      object({
        rule: RULE,
        severity: { enum: SEVERITIES, description: 'The worst of its findings.' },
        count: count('How many it has.', 1),
        byOrg: list(object({ org: ORG, count: count('How many it has there.', 1) }), 'Those with the most first.'),
      }),
      'The rules with the worst findings first.'
    ),
    verdicts: list(
      object({
        control: CONTROL,
        byReport: list(object({ file: FILE, verdict: VERDICT }), 'The reports that have it.'),
      }),
      'In the order of docs/coverage.md.'
    ),
    sharedKeys: list(
      object({
        publicKey: text('The SHA-256 of the public key, in hexadecimal.'),
        certificates: list(
          object({
            org: ORG,
            name: text('Full name.'),
            subject: orNull(text('The distinguished name; null where it is not known.')),
            notAfter: orNull({ ...WHEN, description: 'When it ends; null where it is not known.' }),
          }),
          'The certificates of that key.'
        ),
      }),
      'Keys that several orgs have a certificate of.'
    ),
  }),
  definitions: definitionsOf(
    'outbound',
    'inbound',
    'registeredOnly',
    'decision',
    'certificate',
    'register',
    'certificateInUse',
    'credentialPrincipal',
    'grantee',
    'component',
    'findings'
  ),
};
