import { CONFIDENCES, PERSONAS, SEVERITIES } from '../findings/finding.js';
import { ORG_NAME, WHAT_AN_ORG_NAME_IS } from '../model/nameOrgs.js';
import type { Rule, RuleOption } from '../rules/rule.js';
import {
  ATTESTATION_STATUSES,
  CRITICALITIES,
  DATA_CLASSES,
  DEFAULT_CONFIG,
  DIRECTIONS,
  GATEWAY_CONTROLS,
  INFRASTRUCTURES,
  MTLS_DUTIES,
  PRIVATE_CONNECT_DISPOSITIONS,
  PRIVATE_CONNECT_LICENCES,
} from './config.js';
import { PRESET_NAMES, WHAT_TO_EXTEND } from './presets.js';

/**
 * The JSON Schema (draft-07) of `sf-isa.yml`, as `schemas/config.json` and as `readConfig` uses it. A `title` says what a
 * value must be, in words that an error can use.
 */
export function configSchema(rules: readonly Rule[]): object {
  const { persona, failOn, minConfidence, org, expiry } = DEFAULT_CONFIG;
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: 'sf-isa/schemas/config.json',
    ...mapping('The configuration of sf-isa for one Salesforce DX project.', {
      version: { description: 'The version of this file format.', const: 1 },
      extends: {
        description: 'Presets and files whose settings hold where this file sets none; of several, a later one wins.',
        title: `${WHAT_TO_EXTEND}, or a list of such`,
        anyOf: [extended(), listOf({ ...extended(), description: 'A preset, a file or a package.' })],
      },
      persona: {
        description:
          'Whom the findings are for: regular shows what to act on, pedantic also what is worth a look, auditor all.',
        ...oneOf(PERSONAS),
        default: persona,
      },
      failOn: {
        description: 'The least severity that makes a scan fail.',
        ...oneOf([...SEVERITIES, 'never']),
        default: failOn,
      },
      minConfidence: {
        description: 'The least confidence of the findings to show.',
        ...oneOf(CONFIDENCES),
        default: minConfidence,
      },
      rules: mapping(
        'By rule id, a severity, off, or a severity and options. A rule that is given a severity is shown to every persona.',
        Object.fromEntries(rules.map((rule) => [rule.id, ruleSchema(rule)]))
      ),
      org: mapping('Facts about the org that metadata does not hold.', {
        name: { ...orgName(), description: 'What people call the org where there are several.' },
        myDomain: {
          ...hostName(),
          description:
            'The host of its My Domain, by which other orgs call it; MyDomainSettings in the project need no such word.',
        },
        privateConnect: {
          ...oneOf(PRIVATE_CONNECT_LICENCES),
          description: 'Whether Private Connect is licensed for the org.',
          default: org.privateConnect,
        },
        infrastructure: {
          description: 'Where the org runs: on Hyperforce, or in the data centres of Salesforce.',
          ...oneOf(INFRASTRUCTURES),
          default: org.infrastructure,
        },
        certificates: mapping('How many certificates the org has room for.', {
          inUse: {
            ...wholeNumber(0),
            description: 'How many certificates Setup shows, when the org has more than the project tracks.',
          },
          limit: {
            ...wholeNumber(1),
            description: 'How many certificates the org can hold.',
            default: org.certificates.limit,
          },
          warnAt: {
            ...wholeNumber(1),
            description: 'The number of certificates from which on to warn; at most the limit.',
            default: org.certificates.warnAt,
          },
          planned: {
            ...listOf({
              ...mapping('A certificate that is not made yet.', {
                name: { ...text(1), description: 'What it is to be called.' },
                integration: { ...slug(), description: 'The id of the integration that it is for.' },
                by: { ...day(), description: 'The day that it is needed by.' },
              }),
              required: ['name'],
            }),
            description: 'Certificates that a design adds; the report counts them.',
          },
        }),
      }),
      mtls: mapping('Mutual TLS.', {
        hosts: {
          description: "By host name, the port of a partner's mutual-TLS listener.",
          type: 'object',
          additionalProperties: { ...wholeNumber(1, 65_535), description: 'The port of the mutual-TLS listener.' },
        },
      }),
      expiry: mapping('The end of certificates.', {
        warnDays: {
          description: 'How many days before the end of a certificate its finding becomes low, medium, high.',
          title: 'a list of three whole numbers, the largest first',
          type: 'array',
          items: { ...wholeNumber(1), description: 'Days before the end.' },
          minItems: 3,
          maxItems: 3,
          default: expiry.warnDays,
        },
      }),
      sync: mapping(
        'Which permission sets, groups and profiles integrations run with, and what they are meant to hold.',
        {
          include: {
            ...listOf(holder()),
            description: 'Sync identities that their files do not show to be such.',
          },
          exclude: {
            ...listOf(holder()),
            description: 'What looks like a sync identity and is none.',
          },
          words: {
            ...listOf({
              description: 'A word of a name, in any case.',
              title: 'a single word of letters, such as "lakehouse"',
              type: 'string',
              // The words that `recognizeSyncIdentities` takes a name apart into; any other would never be met.
              pattern: '^[A-Za-z]+(\\d[A-Za-z]+)?$',
            }),
            description: 'Further words in a name that tell of an integration.',
          },
          allow: {
            description: 'By permission or object name, the sync identities that are meant to have it.',
            type: 'object',
            additionalProperties: { ...listOf(holder()), description: 'Who is meant to have it.' },
          },
        }
      ),
      integrations: {
        ...listOf(integration()),
        description: 'The register of integrations: what a review needs to know and metadata cannot hold.',
      },
      gateways: {
        ...listOf(gateway()),
        description: 'What integrations go through instead of calling systems directly.',
      },
      attestations: {
        ...listOf(attestation()),
        description: 'What people answer for, where metadata cannot: the report shows it beside what it finds.',
      },
    }),
    required: ['version'],
  };
}

type Schema = Readonly<Record<string, unknown>>;

const integration = (): Schema => ({
  ...mapping('One integration.', {
    id: { ...slug(), description: 'Its key in reports; unique in the file.' },
    name: { ...text(1), description: 'What people call it.' },
    direction: { ...oneOf(DIRECTIONS), description: 'Who calls whom, as the org sees it.' },
    components: {
      ...listOf(componentPattern(), 1),
      description: 'The components that make it up.',
    },
    owner: { ...text(1), description: 'Who answers for it: a team, an address.' },
    certificateOwner: { ...text(1), description: 'Who renews its certificates.' },
    criticality: { ...oneOf(CRITICALITIES), description: 'What an outage of it costs.' },
    dataClassification: {
      ...listOf({ ...oneOf(DATA_CLASSES), description: 'A kind of data.' }),
      description:
        'What data it carries; confidential, pii, pci and phi ask for more than one layer of authentication.',
    },
    mtls: {
      ...oneOf(MTLS_DUTIES),
      description: 'Whether mutual TLS is its duty, that of a gateway before the endpoint, or of no use here.',
    },
    gateway: { ...slug(), description: 'The id of the gateway that its callouts go through.' },
    ipAllowlist: {
      description: 'Whether a firewall lets it in by the addresses of Salesforce.',
      type: 'boolean',
    },
    privateConnect: {
      ...mapping('Whether it uses Private Connect, and why.', {
        disposition: { ...oneOf(PRIVATE_CONNECT_DISPOSITIONS), description: 'What was decided.' },
        reason: { ...text(8), description: 'Why, in a sentence.' },
      }),
      required: ['disposition', 'reason'],
    },
    justification: { ...text(8), description: 'Why the business needs it, in a sentence.' },
    reviewed: { ...day(), description: 'The day of its last review.' },
  }),
  required: ['id', 'components'],
});

const gateway = (): Schema => ({
  ...mapping('One gateway.', {
    id: { ...slug(), description: 'What integrations call it; unique in the file.' },
    name: { ...text(1), description: 'What people call it.' },
    hosts: {
      ...listOf({ ...hostPattern(), description: 'A host name; *. at the front stands for any name below.' }, 1),
      description: 'By which hosts it is reached.',
    },
    controls: {
      ...listOf({ ...oneOf(GATEWAY_CONTROLS), description: 'Something that it sees to.' }),
      description: 'What it sees to for the systems behind it.',
    },
    owner: { ...text(1), description: 'Who answers for it.' },
  }),
  required: ['id', 'hosts'],
});

const attestation = (): Schema => ({
  ...mapping('What somebody says of one control.', {
    control: {
      description: 'The control, as docs/coverage.md calls it.',
      title: 'a control such as "ZT-CHECK-7"',
      type: 'string',
      pattern: '^(ISA|ZT|SBS|OWASP)-[A-Za-z0-9:-]+$',
    },
    status: { ...oneOf(ATTESTATION_STATUSES), description: 'Whether it is met.' },
    evidence: { ...text(8), description: 'Where that can be seen, in a sentence.' },
    by: { ...text(1), description: 'Who says so.' },
    on: { ...day(), description: 'The day that it was said on.' },
  }),
  required: ['control', 'status', 'evidence', 'by', 'on'],
});

function ruleSchema({ title, severity, options = {} }: Rule): Schema {
  const level = {
    ...oneOf([...SEVERITIES, 'off']),
    description: 'The severity of its findings; off turns the rule off.',
  };
  const declared = Object.entries(options as Readonly<Record<string, RuleOption<unknown>>>).map(
    ([name, option]) => [name, { ...option.schema, description: option.description, default: option.default }] as const
  );
  return {
    description: `${title}.`,
    default: severity,
    anyOf: [
      level,
      mapping('Its severity and options.', {
        severity: level,
        ...(declared.length > 0 && { options: mapping('What else can be set.', Object.fromEntries(declared)) }),
      }),
    ],
  };
}

const mapping = (description: string, properties: Readonly<Record<string, Schema>>): Schema => ({
  description,
  type: 'object',
  properties,
  additionalProperties: false,
});

const oneOf = (words: readonly string[]): Schema => ({ type: 'string', enum: words });

const wholeNumber = (minimum: number, maximum?: number): Schema => ({
  type: 'integer',
  minimum,
  ...(maximum !== undefined && { maximum }),
});

const listOf = (items: Schema, minItems?: number): Schema => ({
  type: 'array',
  items,
  ...(minItems !== undefined && { minItems }),
});

const text = (minLength: number): Schema => ({ type: 'string', minLength });

const slug = (): Schema => ({
  title: 'lower-case words joined by hyphens, such as "erp-orders"',
  type: 'string',
  pattern: '^[a-z0-9]+(-[a-z0-9]+)*$',
});

const orgName = (): Schema => ({
  title: WHAT_AN_ORG_NAME_IS,
  type: 'string',
  pattern: ORG_NAME.source,
});

const day = (): Schema => ({ title: 'a day such as 2026-10-02', type: 'string', format: 'date' });

const HOST_NAME = '[a-z0-9_-]+(\\.[a-z0-9_-]+)+';

const hostName = (): Schema => ({
  title: 'a host name in lower case, such as "bank.my.salesforce.com"',
  type: 'string',
  pattern: `^${HOST_NAME}$`,
});

const hostPattern = (): Schema => ({
  title: 'a host name in lower case, such as "api.bank.example" or "*.bank.example"',
  type: 'string',
  pattern: `^(\\*\\.)?${HOST_NAME}$`,
});

const extended = (): Schema => ({
  title: WHAT_TO_EXTEND,
  ...text(1),
  examples: PRESET_NAMES,
});

const componentPattern = (): Schema => ({
  description: 'Type:FullName, where * stands for any characters.',
  title: 'a metadata type and a full name, such as "NamedCredential:ERP_*"',
  type: 'string',
  pattern: '^([A-Za-z]+|\\*):.+$',
});

/** Only these types are ever sync identities, so that a misspelt one is an error instead of a pattern without matches. */
const holder = (): Schema => ({
  description: 'Type:FullName, where * stands for any characters.',
  title: 'PermissionSet:, PermissionSetGroup: or Profile: with a full name, such as "PermissionSet:Billing_*"',
  type: 'string',
  pattern: '^(PermissionSet|PermissionSetGroup|Profile|\\*):.+$',
});
