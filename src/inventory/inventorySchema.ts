import { CONFIDENCES, SEVERITIES } from '../findings/finding.js';
import {
  CRITICALITIES,
  DATA_CLASSES,
  DIRECTIONS,
  MTLS_DUTIES,
  PRIVATE_CONNECT_DISPOSITIONS,
} from '../config/config.js';

export type Schema = Readonly<Record<string, unknown>>;

export const text = (description: string): Schema => ({ type: 'string', minLength: 1, description });
export const anyText = (description: string): Schema => ({ type: 'string', description });
export const list = (items: Schema, description: string): Schema => ({ type: 'array', items, description });
export const texts = (description: string): Schema => list({ type: 'string' }, description);
export const reference = (definition: string): Schema => ({ $ref: `#/definitions/${definition}` });

/** Every property is required but the `optional` ones, and no other is allowed. */
export const object = (properties: Readonly<Record<string, Schema>>, optional: readonly string[] = []): Schema => ({
  type: 'object',
  additionalProperties: false,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
  properties,
});

/** One of three: a value, that there is none, or why it is not known. */
const fact = (value: Schema, description: string): Schema => ({
  description,
  oneOf: [
    object({ value }),
    object({ none: text('There is none, in a few words.') }),
    object({ unknown: text('Why it is not known.') }),
  ],
});
const textFact = (description: string): Schema => fact({ type: 'string' }, description);
const numberFact = (description: string): Schema => fact({ type: 'integer' }, description);
const flagFact = (description: string): Schema => fact({ type: 'boolean' }, description);
const listFact = (items: Schema, description: string): Schema => fact({ type: 'array', items }, description);
const instantFact = (description: string): Schema =>
  fact({ type: 'string', pattern: '^[+-]?[0-9]{4,6}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z$' }, description);

const PROJECT = text('Folder of the project, relative to the scanned root; `.` for the root itself.');
const FINDINGS = reference('findings');
const COMPONENTS = list(reference('component'), 'All that it is made of.');

const ENDPOINT: Readonly<Record<string, Schema>> = {
  scheme: textFact('`http`, `https`, or of trusted sites `ws` and `wss`.'),
  host: textFact('In lower case and ASCII.'),
  port: numberFact('What the scheme means by none, where the URL names none.'),
};

const MUTUAL_TLS: Readonly<Record<string, Schema>> = {
  mutualTls: { enum: ['yes', 'no', 'unknown'], description: 'Whether both ends prove themselves with a certificate.' },
  reason: text('How that is known, or why it is not.'),
};

const INTEGRATION: Readonly<Record<string, Schema>> = {
  project: PROJECT,
  id: text('Of the entry in the register; else the component, as Type:FullName.'),
  name: anyText(
    'As the register calls it, with the component where its entry has several rows; else the full name of the component.'
  ),
  register: {
    oneOf: [reference('register'), { type: 'null' }],
    description: 'The entry of sf-isa.yml; null without one.',
  },
  findings: FINDINGS,
  components: COMPONENTS,
};

const APP: Readonly<Record<string, Schema>> = {
  component: reference('component'),
  file: text('Relative to the scanned root.'),
  kind: { enum: ['ConnectedApp', 'ExternalClientApp'] },
  name: anyText('Full name of the app; the name of the integration where it is registered.'),
  isManaged: { type: 'boolean', description: 'Whether a managed package brings it.' },
  isEnabled: flagFact('Whether it is switched on.'),
  flows: listFact({ type: 'string' }, 'The OAuth flows that its own files open.'),
  scopes: listFact({ type: 'string' }, 'OAuth scopes.'),
  callbacks: texts('Where authorization codes go: scheme, host and port.'),
  permittedUsers: textFact('As Setup says it.'),
  runAsUser: textFact('Of the Client Credentials Flow.'),
  users: list(reference('grantee'), 'What it names, and the groups that hold what it names.'),
  ...MUTUAL_TLS,
  certificates: list(reference('certificateInUse'), 'What verifies its tokens, and more.'),
  ipRelaxation: textFact('Whether login IP ranges hold for it.'),
  trustedIpRanges: texts('From where it is spared further checks.'),
  tokenIpRanges: listFact({ type: 'string' }, 'From where alone its tokens are good.'),
  refreshTokenPolicy: textFact('How long a refresh token is good.'),
  isRefreshTokenRotationEnabled: flagFact('Whether a refresh token is good once.'),
  isPkceRequired: flagFact('Whether the authorization code flow requires PKCE.'),
};

/** JSON Schema of `InventoryDocument`; `npm run generate` writes it to `schemas/inventory.json`. */
export const inventorySchema: Schema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  $id: 'sf-isa/schemas/inventory.json',
  title: 'Result of sf-isa inventory',
  description:
    'What `sf-isa inventory --format json` prints, and what `sf isa inventory --json` has under `result`. The rows stand under the name of what was asked for.',
  ...object(
    {
      schemaVersion: { const: '1.1', description: 'An addition raises the minor, anything else the major.' },
      tool: object({ name: { const: 'sf-isa' }, version: text('Of sf-isa.') }),
      now: {
        type: 'string',
        pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z$',
        description: 'The instant that days are counted from, in UTC.',
      },
      projects: texts('Folders of the projects, relative to the scanned root; `.` for the root itself.'),
      integrations: list(
        { oneOf: [reference('outbound'), reference('inbound'), reference('registeredOnly')] },
        'A row for each chain, and for each entry of the register that no chain belongs to.'
      ),
      certificates: list(reference('certificate'), 'Components, copies in apps, and names without a certificate.'),
      endpoints: list(reference('endpoint'), 'A row for each scheme, host and port.'),
      apps: list(reference('app'), 'Connected Apps and External Client Apps.'),
      principals: list(reference('principal'), 'Permission sets, groups and profiles.'),
    },
    ['integrations', 'certificates', 'endpoints', 'apps', 'principals']
  ),
  definitions: {
    outbound: object({
      ...INTEGRATION,
      direction: { const: 'outbound' },
      component: reference('component'),
      file: text('Relative to the scanned root.'),
      isEnabled: flagFact('Whether it is switched on.'),
      ...ENDPOINT,
      ...MUTUAL_TLS,
      privateConnection: textFact('The connection of Private Connect that it takes.'),
      authenticationProtocol: textFact('In the word of the metadata.'),
      authenticationFlow: textFact('How that works in detail.'),
      tokenHost: textFact('Where it gets its tokens.'),
      certificates: list(reference('certificateInUse'), 'What it presents and signs with.'),
      principals: listFact(reference('credentialPrincipal'), 'The principals of its External Credential.'),
    }),
    inbound: object({ ...INTEGRATION, direction: { const: 'inbound' }, ...APP }),
    registeredOnly: object({ ...INTEGRATION, direction: { const: 'unknown' } }),
    app: object({
      project: PROJECT,
      ...APP,
      integrations: texts('Ids of the entries of the register that name it.'),
      findings: FINDINGS,
      components: COMPONENTS,
    }),
    certificate: object({
      project: PROJECT,
      file: anyText('Relative to the scanned root; empty for a certificate that is not in the project.'),
      kind: {
        enum: ['Certificate', 'InboundCertificate', 'copy', 'missing'],
        description: '`copy`: an app holds it; `missing`: something names it, and it is not in the project.',
      },
      name: textFact('Full name.'),
      subject: textFact('The distinguished name, on one line.'),
      issuer: textFact('The distinguished name of who signed it.'),
      keyType: textFact('`RSA`, or `EC` with its curve.'),
      keySize: numberFact('In bits.'),
      publicKey: textFact('The SHA-256 of its public key, in hexadecimal.'),
      notBefore: instantFact('When it begins.'),
      notAfter: instantFact('When it ends.'),
      daysLeft: numberFact('Whole days until it ends; below zero when it has ended.'),
      signedBy: fact({ enum: ['authority', 'itself'] }, 'Who signed it.'),
      isPrivateKeyExportable: flagFact('Whether an administrator can take the private key out of the org.'),
      usedBy: list(
        object({
          role: { enum: ['client', 'signing', 'verification', 'encryption', 'decryption', 'trusted', 'apex'] },
          component: { oneOf: [reference('component'), { type: 'null' }] },
        }),
        'Who uses it, and for what; the component is null for Apex and for clients of the org.'
      ),
      sameKeyAs: texts('What else in the project has its key, as Type:FullName.'),
      owners: texts('Who renews it, by the register.'),
      findings: FINDINGS,
    }),
    endpoint: object({
      project: PROJECT,
      ...ENDPOINT,
      kind: { enum: ['my-domain', 'salesforce', 'third-party', 'private', 'placeholder', 'invalid'] },
      mutualTlsPort: numberFact('Where its mutual-TLS listener is, by mtls.hosts.'),
      usedBy: list(
        object({
          component: reference('component'),
          role: text('What the URL is for.'),
          isActive: flagFact('Whether it is switched on.'),
          privateConnection: textFact('The private connection that it takes.'),
        }),
        'What points at it.'
      ),
      findings: FINDINGS,
    }),
    principal: object({
      project: PROJECT,
      type: { enum: ['PermissionSet', 'PermissionSetGroup', 'Profile'] },
      fullName: text('As package.xml writes it.'),
      file: anyText('Relative to the scanned root; empty where the project does not hold it.'),
      syncIdentity: fact(
        object({ confidence: { enum: CONFIDENCES }, reasons: texts('What it is recognised by, the surest first.') }),
        'Whether it is taken for a sync identity.'
      ),
      license: textFact('Its user licence or permission set licence.'),
      groups: texts('The permission set groups that hold it.'),
      members: texts('Of a group, its permission sets.'),
      objects: listFact(
        object({
          object: text('API name.'),
          access: { type: 'string', pattern: '^C?R?U?D?$', description: 'Create, read, update, delete.' },
          viewAllRecords: { type: 'boolean' },
          modifyAllRecords: { type: 'boolean' },
          viewAllFields: { type: 'boolean' },
        }),
        'What it may do with records, less what muting takes away.'
      ),
      administration: listFact({ type: 'string' }, 'Its administrative permissions, the gravest first.'),
      restrictions: texts('Permissions that restrict its users.'),
      credentialPrincipals: texts('Principals of External Credentials that it grants.'),
      apps: texts('Apps that name it.'),
      note: anyText('What the files leave open.'),
      findings: FINDINGS,
    }),
    register: object(
      {
        id: text('Of the entry.'),
        name: anyText('What people call it.'),
        direction: { enum: DIRECTIONS },
        owner: anyText('Who answers for it.'),
        certificateOwner: anyText('Who renews its certificates.'),
        criticality: { enum: CRITICALITIES },
        dataClassification: { type: 'array', items: { enum: DATA_CLASSES } },
        mtls: { enum: MTLS_DUTIES },
        gateway: anyText('The gateway that its callouts go through.'),
        ipAllowlist: { type: 'boolean', description: 'Whether a firewall lets it in by the addresses of Salesforce.' },
        privateConnect: object({
          disposition: { enum: PRIVATE_CONNECT_DISPOSITIONS },
          reason: anyText('Why.'),
        }),
        justification: anyText('Why the business needs it.'),
        reviewed: { type: 'string', pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' },
      },
      [
        'name',
        'direction',
        'owner',
        'certificateOwner',
        'criticality',
        'dataClassification',
        'mtls',
        'gateway',
        'ipAllowlist',
        'privateConnect',
        'justification',
        'reviewed',
      ]
    ),
    certificateInUse: object({
      role: { enum: ['client', 'signing', 'verification', 'encryption'] },
      name: textFact('Full name of the Certificate.'),
      sameKeyAs: texts('Of a copy, what else in the project has its key.'),
      notAfter: instantFact('When it ends.'),
    }),
    credentialPrincipal: object({
      credential: text('Full name of the External Credential.'),
      name: textFact('Of the principal.'),
      type: textFact('`NamedPrincipal`, `PerUserPrincipal` and others.'),
      users: list(reference('grantee'), 'Who may use it.'),
    }),
    grantee: object({
      type: { enum: ['PermissionSet', 'PermissionSetGroup', 'Profile'] },
      fullName: anyText('Empty where the build puts it in.'),
      note: anyText('What the files leave open about it.'),
    }),
    component: object({
      type: { type: 'string', pattern: '^[A-Za-z][A-Za-z0-9]*$', description: 'Metadata type.' },
      fullName: anyText('As package.xml writes it.'),
    }),
    findings: {
      ...object(Object.fromEntries(SEVERITIES.map((severity) => [severity, { type: 'integer', minimum: 0 }]))),
      description: 'How many findings of each severity concern it.',
    },
  },
};
