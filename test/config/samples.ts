import { defineRule, type Rule } from '../../src/rules/rule.js';

const text = {
  title: 'Thing',
  severity: 'medium',
  confidence: 'high',
  persona: 'regular',
  looksAt: ['Project'],
  tags: ['project'],
  why: 'Because.',
  remedy: 'Mend it.',
  whenWrong: 'Never.',
  links: [],
  controls: [],
  since: '0.1.0',
  check: () => [],
} as const;

interface ConventionOptions {
  readonly pattern: string;
  readonly days: number;
  readonly strict: boolean;
  readonly zones: readonly string[];
  readonly names: Readonly<Record<string, string>>;
}

/** Rules without and with options; their checks find nothing. */
export const RULES: readonly Rule[] = [
  defineRule({ ...text, id: 'certificate-expired' }),
  defineRule<ConventionOptions>({
    ...text,
    id: 'certificate-name-convention',
    options: {
      pattern: { description: 'What names match.', default: '^\\w+$', schema: { type: 'string', format: 'regex' } },
      days: { description: 'Days.', default: 3, schema: { type: 'integer', minimum: 0, maximum: 9 } },
      strict: { description: 'Whether.', default: false, schema: { type: 'boolean' } },
      zones: {
        description: 'Zones.',
        default: ['eu'],
        schema: { type: 'array', items: { type: 'string', enum: ['eu', 'us'] }, minItems: 1 },
      },
      names: {
        description: 'Names.',
        default: {},
        schema: {
          type: 'object',
          propertyNames: { type: 'string', pattern: '^[a-z]+$' },
          additionalProperties: { type: 'string', minLength: 1 },
        },
      },
    },
  }),
];

/** Every key. */
export const COMPLETE = `# the team's
version: 1
extends: [recommended]
persona: auditor
failOn: never
minConfidence: medium
rules:
  certificate-expired: off
  certificate-name-convention:
    severity: low
    options: { pattern: '^[A-Z]', days: 4, strict: true, zones: [us], names: { a: 2027-03-31 } }
org:
  name: core
  myDomain: bank.my.salesforce.com
  privateConnect: not-licensed
  certificates:
    inUse: 37
    limit: 60
    warnAt: 60
    planned: [{ name: CRM_Client, integration: crm, by: 2027-02-01 }, { name: Spare }]
  infrastructure: hyperforce
mtls:
  hosts:
    API.Acme.example.: 8443
    münchen.example: 443
expiry:
  warnDays: [120, 45, 7]
sync:
  include: &team ["PermissionSet:Billing_*", "Profile:Custom: Sales"]
  exclude: ["PermissionSetGroup:*", "*:Legacy"]
  words: [lakehouse, n8n]
  allow:
    ModifyAllData: *team
integrations:
  - id: erp-orders
    name: Orders to the ERP
    direction: outbound
    components: ["NamedCredential:ERP_*", "Profile:Custom: ERP"]
    owner: order team
    certificateOwner: pki@bank.example
    criticality: high
    dataClassification: [pii, pci]
    mtls: gateway
    gateway: mulesoft-prod
    ipAllowlist: false
    privateConnect: { disposition: not-applicable, reason: "The ERP runs on premises" }
    justification: "Orders must reach the ERP"
    reviewed: 2026-10-02
  - { id: crm, components: ["*:CRM_*"] }
gateways:
  - id: mulesoft-prod
    name: MuleSoft
    hosts: [api.bank.example, "*.gateway.bank.example"]
    controls: [mtls, oauth, rate-limit, logging, inspection, ip-filter]
    owner: gateway team
  - { id: crm-proxy, hosts: [10.0.0.8] }
attestations:
  - control: ZT-CHECK-7
    status: met
    evidence: Backups are encrypted, see the wiki
    by: ciso@bank.example
    on: 2026-10-02
  - { control: "OWASP-API9:2023", status: not-applicable, evidence: Nobody calls us, by: us, on: 2026-10-03 }
`;

/** What the schema refuses, with the whole of what \`readConfig\` says of it. */
export const REFUSED: ReadonlyArray<readonly [text: string, ...problems: readonly string[]]> = [
  ['', '1:1: version is missing; write "version: 1"'],
  ['# nothing yet\n', '1:1: version is missing; write "version: 1"'],
  ['---\n', '1:4: version is missing; write "version: 1"'],
  ['failOn: low\n', '1:1: version is missing; write "version: 1"'],
  ['version: 2\n', '1:10: version must be 1, not 2'],
  ['version: "1"\n', '1:10: version must be 1, not "1"'],
  ['version: 2027-03-31\n', '1:10: version must be 1, not "2027-03-31"'],
  ['version:\n', '1:1: version has no value; write one, or remove the key'],
  ['- version: 1\n', '1:1: the file must be a mapping that begins with "version: 1", not a list'],
  ['on\n', '1:1: the file must be a mapping that begins with "version: 1", not "on"'],
  [
    'version: 1\norg:\n  certifcates: { limit: 3 }\n',
    '3:3: unknown key "certifcates" in org; did you mean "certificates"?',
  ],
  [
    'version: 1\norg:\n  cloud: x\n',
    '3:3: unknown key "cloud" in org; the keys are name, myDomain, privateConnect, infrastructure and certificates',
  ],
  [
    'version: 1\ncloud: x\n',
    '2:1: unknown key "cloud"; the keys are version, extends, persona, failOn, minConfidence, rules, org, mtls, expiry, sync, integrations, gateways and attestations',
  ],
  ['version: 1\nextends:\n', '2:1: extends has no value; write one, or remove the key'],
  [
    'version: 1\nextends: { strict: true }\n',
    '2:10: extends must be a preset (recommended, strict, isv, all), a file such as "../sf-isa.yml", or an installed package, or a list of such, not a mapping',
  ],
  [
    'version: 1\nextends: [strict, 1, ""]\n',
    '2:19: extends[1] must be a preset (recommended, strict, isv, all), a file such as "../sf-isa.yml", or an installed package, not 1',
    '2:22: extends[2] must be a preset (recommended, strict, isv, all), a file such as "../sf-isa.yml", or an installed package, not ""',
  ],
  ['version: 1\nfailon: low\n', '2:1: unknown key "failon"; did you mean "failOn"?'],
  [
    'version: 1\nrules:\n  certificate-expird: off\n',
    '3:3: unknown rule "certificate-expird"; did you mean "certificate-expired"?',
  ],
  ['version: 1\nrules: { Zebra: off }\n', '2:10: unknown rule "Zebra"; the command rules lists all rules'],
  ['version: 1\nrules:\n  # certificate-expired: off\n', '2:1: rules has no value; write one, or remove the key'],
  [
    'version: 1\nrules: [a]\n',
    '2:8: rules must be a mapping with certificate-expired and certificate-name-convention, not a list',
  ],
  [
    'version: 1\nrules: { certificate-expired: hgih }\n',
    '2:31: rules.certificate-expired must be critical, high, medium, low, info or off, not "hgih"; did you mean "high"?',
  ],
  [
    'version: 1\nrules: { certificate-expired: false }\n',
    '2:31: rules.certificate-expired must be critical, high, medium, low, info or off, or a mapping with severity, not false',
  ],
  [
    'version: 1\nrules: { certificate-expired: }\n',
    '2:10: rules.certificate-expired has no value; write one, or remove the key',
  ],
  [
    'version: 1\nrules: { certificate-expired: { options: { days: 1 } } }\n',
    '2:33: unknown key "options" in rules.certificate-expired; the only key is severity',
  ],
  [
    'version: 1\nrules:\n  certificate-name-convention:\n    severty: low\n    options: { day: 1, zones: [], strict: 1 }\n',
    '4:5: unknown key "severty" in rules.certificate-name-convention; did you mean "severity"?',
    '5:16: unknown key "day" in rules.certificate-name-convention.options; did you mean "days"?',
    '5:31: rules.certificate-name-convention.options.zones must be a list of at least 1, each eu or us, not []',
    '5:43: rules.certificate-name-convention.options.strict must be true or false, not 1',
  ],
  [
    'version: 1\nrules:\n  certificate-name-convention:\n    options: { pattern: "(", days: 1.5, zones: [ue], names: { A: b, c: "" } }\n',
    '4:25: rules.certificate-name-convention.options.pattern must be a regular expression, not "("',
    '4:36: rules.certificate-name-convention.options.days must be a whole number from 0 to 9, not 1.5',
    '4:49: rules.certificate-name-convention.options.zones[0] must be eu or us, not "ue"; did you mean "eu"?',
    '4:63: the key rules.certificate-name-convention.options.names.A must be text that matches ^[a-z]+$',
    '4:72: rules.certificate-name-convention.options.names.c must be text that is not empty, not ""',
  ],
  [
    'version: 1\nfailOn: hihg\npersona: all\nminConfidence: [low]\n',
    '2:9: failOn must be critical, high, medium, low, info or never, not "hihg"; did you mean "high"?',
    '3:10: persona must be regular, pedantic or auditor, not "all"',
    '4:16: minConfidence must be high, medium or low, not a list',
  ],
  [
    'version: 1\norg: { certificates: { inUse: -1, limit: "50", warnAt: 0 } }\n',
    '2:31: org.certificates.inUse must be a whole number of at least 0, not -1',
    '2:42: org.certificates.limit must be a whole number of at least 1, not "50"',
    '2:56: org.certificates.warnAt must be a whole number of at least 1, not 0',
  ],
  [
    'version: 1\nmtls:\n  hosts: { a.example: 70000, b.example: x }\n',
    '3:23: mtls.hosts.a.example must be a whole number from 1 to 65535, not 70000',
    '3:41: mtls.hosts.b.example must be a whole number from 1 to 65535, not "x"',
  ],
  ['version: 1\nmtls: { hosts: [a] }\n', '2:16: mtls.hosts must be a mapping, not a list'],
  [
    'version: 1\nexpiry: { warnDays: [90, 60] }\n',
    '2:21: expiry.warnDays must be a list of three whole numbers, the largest first, not [90, 60]',
  ],
  [
    'version: 1\nexpiry: { warnDays: [90, 60, 0] }\n',
    '2:30: expiry.warnDays[2] must be a whole number of at least 1, not 0',
  ],
  [
    'version: 1\nsync:\n  include: [PermisionSet:A]\n  words: ["a b", ]\n  allow: { ViewAllData: Profile:A }\n',
    '3:13: sync.include[0] must be PermissionSet:, PermissionSetGroup: or Profile: with a full name, such as "PermissionSet:Billing_*", not "PermisionSet:A"',
    '4:11: sync.words[0] must be a single word of letters, such as "lakehouse", not "a b"',
    '5:25: sync.allow.ViewAllData must be a list, each PermissionSet:, PermissionSetGroup: or Profile: with a full name, such as "PermissionSet:Billing_*", not "Profile:A"',
  ],
  [
    'version: 1\nintegrations:\n  - components: [ERP]\n    reviewed: soon\n    mtls: maybe\n',
    '3:5: in integrations[0], id is missing; write "id: …"',
    '3:18: integrations[0].components[0] must be a metadata type and a full name, such as "NamedCredential:ERP_*", not "ERP"',
    '4:15: integrations[0].reviewed must be a day such as 2026-10-02, not "soon"',
    '5:11: integrations[0].mtls must be required, gateway or not-applicable, not "maybe"',
  ],
  [
    'version: 1\nintegrations: [{ id: ERP Orders, components: [], privateConnect: { disposition: used }, owners: x }]\n',
    '2:22: integrations[0].id must be lower-case words joined by hyphens, such as "erp-orders", not "ERP Orders"',
    '2:46: integrations[0].components must be a list of at least 1, each a metadata type and a full name, such as "NamedCredential:ERP_*", not []',
    '2:50: in integrations[0].privateConnect, reason is missing; write "reason: …"',
    '2:89: unknown key "owners" in integrations[0]; did you mean "owner"?',
  ],
  [
    'version: 1\norg: { name: Core/Org, myDomain: https://bank.my.salesforce.com, privateConnect: yes }\n',
    '2:14: org.name must be at most 60 characters, words of letters and digits joined by single blanks, hyphens, dots or underscores, such as "EMEA North", not "Core/Org"',
    '2:34: org.myDomain must be a host name in lower case, such as "bank.my.salesforce.com", not "https://bank.my.salesforce.com"',
    '2:82: org.privateConnect must be licensed, not-licensed or unknown, not "yes"',
  ],
  [
    'version: 1\norg: { myDomain: "*.my.salesforce.com", certificates: { planned: [{ by: soon }, { name: A, integration: A, end: x }] } }\n',
    '2:18: org.myDomain must be a host name in lower case, such as "bank.my.salesforce.com", not "*.my.salesforce.com"',
    '2:67: in org.certificates.planned[0], name is missing; write "name: …"',
    '2:73: org.certificates.planned[0].by must be a day such as 2026-10-02, not "soon"',
    '2:105: org.certificates.planned[1].integration must be lower-case words joined by hyphens, such as "erp-orders", not "A"',
    '2:108: unknown key "end" in org.certificates.planned[1]; the keys are name, integration and by',
  ],
  [
    'version: 1\nintegrations: [{ id: a, components: ["*:A"], ipAllowlist: no }]\n',
    '2:59: integrations[0].ipAllowlist must be true or false, not "no"',
  ],
  [
    'version: 1\ngateways: [{ id: a, hosts: [] }, { id: b, hosts: [API.bank.example, "api.*.example", api], controls: [mlts] }]\n',
    '2:28: gateways[0].hosts must be a list of at least 1, each a host name in lower case, such as "api.bank.example" or "*.bank.example", not []',
    '2:51: gateways[1].hosts[0] must be a host name in lower case, such as "api.bank.example" or "*.bank.example", not "API.bank.example"',
    '2:69: gateways[1].hosts[1] must be a host name in lower case, such as "api.bank.example" or "*.bank.example", not "api.*.example"',
    '2:86: gateways[1].hosts[2] must be a host name in lower case, such as "api.bank.example" or "*.bank.example", not "api"',
    '2:103: gateways[1].controls[0] must be mtls, oauth, rate-limit, logging, inspection or ip-filter, not "mlts"; did you mean "mtls"?',
  ],
  [
    'version: 1\ngateways: [{ name: A }]\n',
    '2:12: in gateways[0], id is missing; write "id: …"; hosts is missing; write "hosts: …"',
  ],
  [
    'version: 1\nattestations:\n  - { control: CWE-308, status: done, evidence: yes, by: "", on: 2026-13-01 }\n',
    '3:16: attestations[0].control must be a control such as "ZT-CHECK-7", not "CWE-308"',
    '3:33: attestations[0].status must be met, not-met or not-applicable, not "done"',
    '3:49: attestations[0].evidence must be text of at least 8 characters, not "yes"',
    '3:58: attestations[0].by must be text that is not empty, not ""',
    '3:66: attestations[0].on must be a day such as 2026-10-02, not "2026-13-01"',
  ],
  [
    'version: 1\nattestations: [{ control: ZT-CHECK-7 }]\n',
    '2:16: in attestations[0], status is missing; write "status: …"; evidence is missing; write "evidence: …"; by is missing; write "by: …"; on is missing; write "on: …"',
  ],
];
