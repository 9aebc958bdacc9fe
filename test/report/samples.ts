import { frameworks } from '../../src/controls/index.js';
import type { Attestation } from '../../src/config/config.js';
import type { SourceRange } from '../../src/findings/finding.js';
import type { CertificateRow } from '../../src/inventory/certificates.js';
import type { CertificateInUse } from '../../src/inventory/certificatesInUse.js';
import type { EndpointRow } from '../../src/inventory/endpoints.js';
import { known, none, unknown } from '../../src/inventory/fact.js';
import type { InboundIntegration, OutboundIntegration, RegisteredOnly } from '../../src/inventory/integrations.js';
import type { AppRow } from '../../src/inventory/inventory.js';
import type { PrincipalRow } from '../../src/inventory/principals.js';
import type { FindingCounts } from '../../src/inventory/projectFacts.js';
import type { Verdict } from '../../src/report/document.js';
import type {
  AcceptedFinding,
  ControlAnswer,
  Decision,
  FieldAccess,
  GatewayAdvice,
  ReportData,
  ReportedFinding,
  ReportedGateway,
  ReportedIntegration,
  ReportedOrg,
} from '../../src/report/reportData.js';

const NOW = '2026-11-22T00:00:00.000Z';
const HQ = 'orgs/hq';
const EMEA = 'orgs/emea';

export const counts = (some: Partial<FindingCounts> = {}): FindingCounts => ({
  critical: 0,
  high: 0,
  medium: 0,
  low: 0,
  info: 0,
  ...some,
});

export const anOrg = (overrides: Partial<ReportedOrg> = {}): ReportedOrg => ({
  project: '.',
  name: 'hq',
  myDomain: null,
  infrastructure: 'unknown',
  privateConnect: 'unknown',
  certificates: { inUse: null, tracked: 0, planned: [], limit: 50, warnAt: 40 },
  hasRegister: false,
  warnDays: [90, 60, 30],
  ...overrides,
});

export const aDecision = (overrides: Partial<Decision> = {}): Decision => ({
  controls: ['ISA-DECISION-4'],
  recommended: 'Client certificate and OAuth',
  reason: 'The partner asks for a client certificate',
  verdict: 'met',
  gaps: [],
  privateConnect: { disposition: null, reason: '', isDue: false },
  gateway: null,
  ipAllowlist: null,
  ...overrides,
});

/** A callout from `fullName`, a Named Credential of the same org. */
export const anOutbound = (
  fullName: string,
  overrides: Partial<OutboundIntegration & { readonly decision: Decision }> = {}
): OutboundIntegration & { readonly decision: Decision } => ({
  direction: 'outbound',
  project: '.',
  id: `NamedCredential:${fullName}`,
  name: fullName,
  register: null,
  findings: counts(),
  component: { type: 'NamedCredential', fullName },
  components: [{ type: 'NamedCredential', fullName }],
  file: `force-app/main/default/namedCredentials/${fullName}.namedCredential-meta.xml`,
  isEnabled: known(true),
  scheme: known('https'),
  host: known('api.partner.example'),
  port: known(443),
  mutualTls: 'no',
  reason: 'no client certificate',
  privateConnection: none('no private connection'),
  authenticationProtocol: known('Oauth'),
  authenticationFlow: known('Client Credentials with Client Secret Flow'),
  tokenHost: known('login.partner.example'),
  certificates: [],
  principals: none('the External Credential has no principals'),
  decision: aDecision(),
  ...overrides,
});

/** An app that lets somebody in. */
export const anInbound = (
  name: string,
  overrides: Partial<InboundIntegration & { readonly decision: Decision }> = {}
): InboundIntegration & { readonly decision: Decision } => ({
  direction: 'inbound',
  project: '.',
  id: `ExternalClientApplication:${name}`,
  name,
  register: null,
  findings: counts(),
  component: { type: 'ExternalClientApplication', fullName: name },
  components: [{ type: 'ExternalClientApplication', fullName: name }],
  file: `force-app/main/default/externalClientApps/${name}.eca-meta.xml`,
  kind: 'ExternalClientApp',
  isManaged: false,
  isEnabled: known(true),
  flows: known(['JWT Bearer Flow']),
  scopes: known(['Api']),
  callbacks: [],
  permittedUsers: known('Admin approved users are pre-authorized'),
  runAsUser: none('no Client Credentials Flow'),
  users: [],
  mutualTls: 'unknown',
  reason: 'nothing that the app names has the permission that enforces it',
  certificates: [],
  ipRelaxation: known('ENFORCE'),
  trustedIpRanges: [],
  tokenIpRanges: none('no token ranges'),
  refreshTokenPolicy: known('valid until revoked'),
  isRefreshTokenRotationEnabled: known(true),
  isPkceRequired: known(true),
  decision: aDecision(),
  ...overrides,
});

/** The app of an inbound integration as the inventory of apps has it. */
function appOf({
  id,
  register,
  direction: _direction,
  decision: _decision,
  ...app
}: InboundIntegration & { readonly decision: Decision }): AppRow {
  return { ...app, name: app.component.fullName, integrations: register ? [id] : [] };
}

export const aCertificate = (name: string, overrides: Partial<CertificateRow> = {}): CertificateRow => ({
  project: '.',
  file: `force-app/main/default/certs/${name}.crt-meta.xml`,
  kind: 'Certificate',
  name: known(name),
  subject: known(`CN=${name}, O=Bank, C=XX`),
  issuer: known('CN=Bank Issuing CA, O=Bank, C=XX'),
  keyType: known('RSA'),
  keySize: known(2048),
  publicKey: known(`key of ${name}`),
  notBefore: known('2026-03-01T00:00:00.000Z'),
  notAfter: known('2027-09-01T00:00:00.000Z'),
  daysLeft: known(283),
  signedBy: known('authority'),
  isPrivateKeyExportable: known(false),
  usedBy: [],
  sameKeyAs: [],
  owners: [],
  findings: counts(),
  ...overrides,
});

const inUse = (role: CertificateInUse['role'], name: string, end: string): CertificateInUse => ({
  role,
  name: known(name),
  sameKeyAs: [],
  notAfter: known(end),
});

const at = (path: string, startLine: number): SourceRange => ({
  path,
  startLine,
  startColumn: 5,
  endLine: startLine,
  endColumn: 40,
});

export const aReportedFinding = (overrides: Partial<ReportedFinding> = {}): ReportedFinding => ({
  rule: 'endpoint-cleartext',
  severity: 'high',
  confidence: 'high',
  fingerprint: '9f1c2a7d5b3e4c60',
  project: '.',
  component: { type: 'NamedCredential', fullName: 'Bank' },
  message: 'NamedCredential Bank calls out over http',
  fix: 'Write https:// in its URL',
  location: at('force-app/main/default/namedCredentials/Bank.namedCredential-meta.xml', 7),
  ...overrides,
});

const EMEA_CLIENT_END = '2027-01-31T00:00:00.000Z';
const EMEA_SIGNING_END = '2026-12-20T00:00:00.000Z';

const EMEA_SYNC = anOutbound('EMEA_Org', {
  project: HQ,
  id: 'emea-account-sync',
  name: 'Account sync to EMEA',
  register: {
    id: 'emea-account-sync',
    name: 'Account sync to EMEA',
    direction: 'outbound',
    owner: 'Integration Platform',
    certificateOwner: 'PKI Team',
    criticality: 'critical',
    dataClassification: ['pii'],
    mtls: 'required',
    privateConnect: { disposition: 'not-applicable', reason: 'Both orgs are Salesforce; port 8443 serves them' },
    justification: 'Advisers in EMEA serve clients of HQ',
    reviewed: '2026-09-30',
  },
  host: known('bank-emea.my.salesforce.com'),
  port: known(8443),
  mutualTls: 'yes',
  reason: 'the org asks for the client certificate on port 8443',
  authenticationFlow: known('JWT Bearer Flow'),
  tokenHost: known('bank-emea.my.salesforce.com'),
  certificates: [
    inUse('client', 'HQ_EMEA_Client', EMEA_CLIENT_END),
    inUse('signing', 'HQ_EMEA_Signing', EMEA_SIGNING_END),
  ],
  principals: known([
    {
      credential: 'EMEA_Org',
      name: known('SyncPrincipal'),
      type: known('NamedPrincipal'),
      users: [{ type: 'PermissionSet', fullName: 'Core_Callouts', note: '' }],
    },
  ]),
  findings: counts({ medium: 1 }),
  components: [
    { type: 'NamedCredential', fullName: 'EMEA_Org' },
    { type: 'ExternalCredential', fullName: 'EMEA_Org' },
    { type: 'Certificate', fullName: 'HQ_EMEA_Client' },
    { type: 'Certificate', fullName: 'HQ_EMEA_Signing' },
    { type: 'PermissionSet', fullName: 'Core_Callouts' },
  ],
  decision: aDecision({
    controls: ['ISA-DECISION-4', 'ISA-DECISION-7'],
    recommended: 'Mutual TLS on port 8443 and OAuth 2.0 JWT Bearer, with two certificates',
    reason: 'An org asks for the client certificate on port 8443 of its My Domain',
    privateConnect: {
      disposition: 'not-applicable',
      reason: 'Both orgs are Salesforce; port 8443 serves them',
      isDue: true,
    },
    ipAllowlist: false,
  }),
});

const PAYMENTS = anOutbound('Payments', {
  project: HQ,
  id: 'payments',
  name: 'Payment orders',
  register: {
    id: 'payments',
    name: 'Payment orders',
    owner: 'Payments',
    criticality: 'high',
    dataClassification: ['confidential', 'pci'],
    mtls: 'gateway',
    gateway: 'edge',
    ipAllowlist: true,
  },
  host: known('gateway.bank.example'),
  authenticationFlow: known('Client Credentials with Client Secret Flow'),
  tokenHost: known('login.bank.example'),
  principals: known([
    {
      credential: 'Payments',
      name: known('PaymentsPrincipal'),
      type: known('NamedPrincipal'),
      users: [{ type: 'PermissionSet', fullName: 'Payments_Callout', note: '' }],
    },
  ]),
  decision: aDecision({
    controls: ['ISA-DECISION-3', 'ISA-DECISION-4'],
    recommended: 'Private Connect, or mutual TLS and OAuth where it is not to be had',
    reason: 'Card data asks for a private path',
    verdict: 'person',
    gaps: ['Nobody has decided on Private Connect', 'The gateway has to see to mutual TLS'],
    privateConnect: { disposition: null, reason: '', isDue: true },
    gateway: 'edge',
    ipAllowlist: true,
  }),
});

const LEGACY_FX = anOutbound('Legacy_FX', {
  project: HQ,
  scheme: known('http'),
  host: known('fx.partner.example'),
  port: known(80),
  reason: 'http has no TLS',
  authenticationProtocol: known('Password'),
  authenticationFlow: none('no OAuth'),
  tokenHost: none('no token endpoint'),
  principals: none('a legacy Named Credential has no principals'),
  findings: counts({ high: 2, info: 1 }),
  decision: aDecision({
    controls: ['ISA-DECISION-4'],
    recommended: 'TLS, OAuth, and a client certificate where the partner asks for one',
    reason: 'It calls an API of somebody else',
    verdict: 'failed',
    gaps: ['It calls out over http', 'It authenticates with a password'],
  }),
});

const RATES = anOutbound('Rates', {
  project: HQ,
  host: unknown('the build puts it in'),
  scheme: unknown('the build puts it in'),
  port: unknown('the build puts it in'),
  mutualTls: 'unknown',
  reason: 'of the URL, the build puts it in',
  decision: aDecision({ verdict: 'person', gaps: ['The URL is not known before the build'] }),
});

const ERP = anInbound('ERP_Feed', {
  project: HQ,
  id: 'erp-feed',
  name: 'Ledger feed from the ERP',
  register: {
    id: 'erp-feed',
    name: 'Ledger feed from the ERP',
    direction: 'inbound',
    owner: 'Finance Systems',
    criticality: 'medium',
    dataClassification: ['internal'],
    mtls: 'required',
    reviewed: '2026-06-01',
  },
  users: [{ type: 'PermissionSet', fullName: 'ERP_Sync', note: '' }],
  mutualTls: 'yes',
  reason: 'ERP_Sync enforces it for its users, on port 8443',
  certificates: [
    {
      role: 'verification',
      name: none('a copy in the app'),
      sameKeyAs: [],
      notAfter: known('2027-06-15T00:00:00.000Z'),
    },
  ],
  components: [
    { type: 'ExternalClientApplication', fullName: 'ERP_Feed' },
    { type: 'PermissionSet', fullName: 'ERP_Sync' },
  ],
  decision: aDecision({
    controls: ['ISA-DECISION-1', 'ISA-DECISION-6'],
    recommended: 'Client certificate of the caller and OAuth 2.0 JWT Bearer',
    reason: 'It calls an org on Hyperforce',
    verdict: 'attested',
  }),
});

const TREASURY: RegisteredOnly & { readonly decision: Decision } = {
  direction: 'unknown',
  project: HQ,
  id: 'treasury',
  name: 'Treasury',
  register: { id: 'treasury', name: 'Treasury', owner: 'Treasury', dataClassification: ['confidential'] },
  findings: counts(),
  components: [],
  decision: aDecision({
    controls: ['ISA-STEP-3'],
    recommended: 'Nothing before its direction and endpoint are known',
    reason: 'Nothing that the register names is in the project',
    verdict: 'person',
    gaps: ['Nothing that the register names is in the project'],
  }),
};

const HQ_INBOUND = anInbound('HQ_Sync', {
  project: EMEA,
  id: 'ConnectedApp:HQ_Sync',
  kind: 'ConnectedApp',
  component: { type: 'ConnectedApp', fullName: 'HQ_Sync' },
  components: [{ type: 'ConnectedApp', fullName: 'HQ_Sync' }],
  file: 'orgs/emea/force-app/main/default/connectedApps/HQ_Sync.connectedApp-meta.xml',
  isEnabled: none('it cannot be switched off in metadata'),
  permittedUsers: known('All users may self-authorize'),
  ipRelaxation: known('BYPASS'),
  trustedIpRanges: ['198.51.100.0 to 198.51.100.255'],
  users: [{ type: 'Profile', fullName: 'Sync', note: 'not in the project' }],
  findings: counts({ high: 1 }),
  decision: aDecision({
    controls: ['ISA-DECISION-1'],
    recommended: 'Client certificate of the caller and OAuth 2.0 JWT Bearer',
    reason: 'Another org calls it',
    verdict: 'failed',
    gaps: ['Anybody may authorize the app', 'Nothing enforces mutual TLS'],
  }),
});

const INTEGRATIONS: readonly ReportedIntegration[] = [HQ_INBOUND, EMEA_SYNC, ERP, LEGACY_FX, RATES, PAYMENTS, TREASURY];

const CERTIFICATES: readonly CertificateRow[] = [
  aCertificate('HQ_Trust', {
    project: EMEA,
    kind: 'InboundCertificate',
    isPrivateKeyExportable: none('the org has no private key of it'),
    notAfter: known(EMEA_CLIENT_END),
    daysLeft: known(70),
    usedBy: [{ role: 'trusted', component: null }],
  }),
  aCertificate('HQ_EMEA_Client', {
    project: HQ,
    notAfter: known(EMEA_CLIENT_END),
    daysLeft: known(70),
    usedBy: [{ role: 'client', component: { type: 'NamedCredential', fullName: 'EMEA_Org' } }],
    owners: ['PKI Team'],
    findings: counts({ low: 1 }),
  }),
  aCertificate('HQ_EMEA_Signing', {
    project: HQ,
    notAfter: known(EMEA_SIGNING_END),
    daysLeft: known(28),
    signedBy: known('itself'),
    usedBy: [{ role: 'signing', component: { type: 'ExternalCredential', fullName: 'EMEA_Org' } }],
    sameKeyAs: ['Certificate:HQ_Old'],
    owners: ['PKI Team'],
    findings: counts({ medium: 1 }),
  }),
  aCertificate('HQ_Old', {
    project: HQ,
    notBefore: known('2024-05-01T00:00:00.000Z'),
    notAfter: known('2026-05-01T00:00:00.000Z'),
    daysLeft: known(-205),
    signedBy: known('itself'),
    isPrivateKeyExportable: known(true),
    sameKeyAs: ['Certificate:HQ_EMEA_Signing'],
    findings: counts({ high: 1 }),
  }),
  aCertificate('', {
    project: HQ,
    kind: 'copy',
    file: 'orgs/hq/force-app/main/default/extlClntAppGlobalOauthSets/ERP_Feed.ecaGlblOauth-meta.xml',
    name: none('a copy in the app'),
    subject: known('CN=erp.bank.example'),
    notAfter: known('2027-06-15T00:00:00.000Z'),
    daysLeft: known(205),
    isPrivateKeyExportable: none('the org has no private key of it'),
    usedBy: [{ role: 'verification', component: { type: 'ExternalClientApplication', fullName: 'ERP_Feed' } }],
  }),
  aCertificate('SSO_Signing', {
    project: HQ,
    file: '',
    kind: 'missing',
    subject: unknown('it is not in the project'),
    issuer: unknown('it is not in the project'),
    keyType: unknown('it is not in the project'),
    keySize: unknown('it is not in the project'),
    notBefore: unknown('it is not in the project'),
    notAfter: unknown('it is not in the project'),
    daysLeft: unknown('it is not in the project'),
    signedBy: unknown('it is not in the project'),
    isPrivateKeyExportable: unknown('it is not in the project'),
    usedBy: [{ role: 'signing', component: { type: 'SamlSsoConfig', fullName: 'SSO' } }],
  }),
];

const endpointOf = (
  { project, scheme, host, port, component, privateConnection, findings }: OutboundIntegration,
  kind: EndpointRow['kind']
): EndpointRow => ({
  project,
  scheme,
  host,
  port,
  kind,
  mutualTlsPort: none('not in mtls.hosts'),
  usedBy: [{ component, role: 'callout', isActive: known(true), privateConnection }],
  findings,
});

export const aPrincipal = (fullName: string, overrides: Partial<PrincipalRow> = {}): PrincipalRow => ({
  project: '.',
  type: 'PermissionSet',
  fullName,
  file: `force-app/main/default/permissionsets/${fullName}.permissionset-meta.xml`,
  syncIdentity: known({ confidence: 'high', reasons: ['its licence Salesforce APIIntegrationPsl'] }),
  license: known('Salesforce APIIntegrationPsl'),
  groups: [],
  members: [],
  objects: known([]),
  administration: none('no administration'),
  restrictions: [],
  credentialPrincipals: [],
  apps: [],
  note: '',
  findings: counts(),
  ...overrides,
});

const object = (
  name: string,
  access: string
): { readonly object: string; readonly access: string; readonly viewAllFields: false } & Record<
  'modifyAllRecords' | 'viewAllRecords',
  boolean
> => ({ object: name, access, viewAllRecords: false, modifyAllRecords: false, viewAllFields: false });

const PRINCIPALS: readonly PrincipalRow[] = [
  aPrincipal('HQ_Sync_Access', {
    project: EMEA,
    objects: known([{ ...object('Account', 'CRUD'), modifyAllRecords: true }]),
    administration: known(['ModifyAllData', 'ViewAllData']),
    findings: counts({ critical: 1 }),
  }),
  aPrincipal('Core_Callouts', {
    project: HQ,
    syncIdentity: none('not taken for one'),
    license: none('no licence'),
    credentialPrincipals: ['EMEA_Org-SyncPrincipal'],
  }),
  aPrincipal('ERP_Sync', {
    project: HQ,
    objects: known([object('Account', 'RU'), object('Ledger__c', 'CRU')]),
    restrictions: ['its users present a client certificate'],
    apps: ['External Client App ERP_Feed'],
  }),
];

const ERP_SYNC = { type: 'PermissionSet', fullName: 'ERP_Sync' };
const HQ_ACCESS = { type: 'PermissionSet', fullName: 'HQ_Sync_Access' };

export const anAccess = (overrides: Partial<FieldAccess> = {}): FieldAccess => ({
  project: '.',
  identity: ERP_SYNC,
  object: 'Account',
  field: '',
  access: 'R',
  allRecords: null,
  classification: null,
  isEncrypted: null,
  ...overrides,
});

const ACCESS: readonly FieldAccess[] = [
  anAccess({ project: EMEA, identity: HQ_ACCESS, access: 'CRUD', allRecords: 'modify' }),
  anAccess({
    project: EMEA,
    identity: HQ_ACCESS,
    field: 'TaxNumber__c',
    access: 'RU',
    classification: 'Restricted',
    isEncrypted: false,
  }),
  anAccess({ project: HQ, access: 'RU' }),
  anAccess({ project: HQ, field: 'Name', access: 'R' }),
  anAccess({ project: HQ, field: 'TaxNumber__c', access: 'R', classification: 'PII', isEncrypted: true }),
  anAccess({ project: HQ, object: 'Ledger__c', access: 'CRU' }),
  anAccess({ project: HQ, object: 'Ledger__c', field: 'Amount__c', access: 'RU', isEncrypted: false }),
];

const GATEWAY: ReportedGateway = {
  project: HQ,
  id: 'edge',
  name: 'Edge gateway',
  hosts: ['gateway.bank.example'],
  controls: ['mtls', 'oauth', 'rate-limit', 'logging'],
  owner: 'Network Services',
  integrations: ['payments'],
  bypassedBy: ['treasury'],
};

const GATEWAY_ADVICE: GatewayAdvice = {
  directHosts: ['fx.partner.example'],
  certificates: { now: 2, behindGateway: 1 },
  apps: { now: 1, behindGateway: 1 },
  verdict: 'gateway-in-place',
  reasons: ['One gateway is in the register, and one integration goes through it'],
};

const ATTESTED: Attestation = {
  control: 'ZT-CHECK-7',
  status: 'met',
  evidence: 'Backups are encrypted by the backup service; restore test of 2026-10-04',
  by: 'Data Platform',
  on: '2026-10-05',
};

const FINDINGS: readonly ReportedFinding[] = [
  aReportedFinding({
    rule: 'sync-permission-all-records',
    severity: 'critical',
    fingerprint: '1a00000000000001',
    project: EMEA,
    component: HQ_ACCESS,
    message: 'PermissionSet HQ_Sync_Access has ModifyAllData',
    fix: 'Take ModifyAllData away and grant the objects of the job',
    location: at('orgs/emea/force-app/main/default/permissionsets/HQ_Sync_Access.permissionset-meta.xml', 12),
  }),
  aReportedFinding({
    rule: 'app-self-authorization',
    fingerprint: '1a00000000000002',
    project: EMEA,
    component: { type: 'ConnectedApp', fullName: 'HQ_Sync' },
    message: 'ConnectedApp HQ_Sync lets all users authorize it themselves',
    fix: null,
    location: at('orgs/emea/force-app/main/default/connectedApps/HQ_Sync.connectedApp-meta.xml', 9),
  }),
  aReportedFinding({
    fingerprint: '1a00000000000003',
    project: HQ,
    component: { type: 'NamedCredential', fullName: 'Legacy_FX' },
    message: 'NamedCredential Legacy_FX calls out over http',
    location: at('orgs/hq/force-app/main/default/namedCredentials/Legacy_FX.namedCredential-meta.xml', 4),
  }),
  aReportedFinding({
    rule: 'certificate-expiring',
    severity: 'medium',
    fingerprint: '1a00000000000004',
    project: HQ,
    component: { type: 'Certificate', fullName: 'HQ_EMEA_Signing' },
    message: 'Certificate HQ_EMEA_Signing ends on 2026-12-20',
    fix: 'Put a new one beside it and move its users',
    location: at('orgs/hq/force-app/main/default/certs/HQ_EMEA_Signing.crt', 1),
  }),
];

const ACCEPTED: readonly AcceptedFinding[] = [
  {
    ...aReportedFinding({
      rule: 'credential-password-based',
      fingerprint: '1a00000000000005',
      project: HQ,
      component: { type: 'NamedCredential', fullName: 'Legacy_FX' },
      message: 'NamedCredential Legacy_FX authenticates with a password',
      location: at('orgs/hq/force-app/main/default/namedCredentials/Legacy_FX.namedCredential-meta.xml', 5),
    }),
    reason: {
      source: 'file',
      kind: 'accepted-risk',
      reason: 'The partner replaces the service in the spring',
      ticket: 'SEC-142',
      owner: 'Markets',
      expires: '2027-03-31',
    },
  },
];

/** Answers to every control of every framework; those that `some` does not name need a person. */
export function answersTo(some: Readonly<Record<string, Partial<ControlAnswer>>> = {}): readonly ControlAnswer[] {
  return frameworks
    .flatMap(({ controls }) => controls)
    .map(({ id, person }) => ({
      control: id,
      verdict: 'person',
      evidence: [person ?? 'No rule has looked at it'],
      rules: [],
      findings: [],
      attestation: null,
      ...some[id],
    }));
}

const answer = (verdict: Verdict, evidence: string, more: Partial<ControlAnswer> = {}): Partial<ControlAnswer> => ({
  verdict,
  evidence: [evidence],
  ...more,
});

const ANSWERS = answersTo({
  'ISA-CHECK-1': answer('met', 'org.infrastructure is hyperforce for hq'),
  'ISA-CHECK-3': answer('failed', 'ConnectedApp HQ_Sync lets all users authorize it themselves', {
    rules: ['app-self-authorization'],
    findings: ['1a00000000000002'],
  }),
  'ISA-CHECK-4': answer('met', '2 certificates looked at, none does both', {
    rules: ['certificate-shared-mtls-and-signing'],
  }),
  'ISA-CHECK-8': answer('met', 'One gateway is in the register'),
  'ZT-PATTERN-2': answer('failed', 'PermissionSet HQ_Sync_Access has ModifyAllData', {
    rules: ['sync-permission-all-records'],
    findings: ['1a00000000000001'],
  }),
  'ZT-LAYER-1': answer('failed', 'NamedCredential Legacy_FX calls out over http', {
    rules: ['endpoint-cleartext'],
    findings: ['1a00000000000003'],
  }),
  'ZT-CHECK-7': answer('attested', `${ATTESTED.by} said on ${ATTESTED.on} that it is met: ${ATTESTED.evidence}`, {
    attestation: ATTESTED,
  }),
  'ZT-CHECK-16': answer('not-applicable', 'Administrators have no remote access'),
  'SBS-INT-003': answer('failed', 'NamedCredential Legacy_FX has no entry in the register', {
    rules: ['integration-unregistered'],
    findings: ['1a00000000000003'],
  }),
  'OWASP-API8:2023': answer('met', '42 components looked at', { rules: ['endpoint-cleartext'] }),
});

/** Two orgs of a bank, with something of everything. */
export const bankReport = (): ReportData => ({
  schemaVersion: '1.0',
  tool: { name: 'sf-isa', version: '0.1.0' },
  now: NOW,
  orgs: [
    anOrg({ project: EMEA, name: 'emea', infrastructure: 'first-party', certificates: { ...NO_COUNT, tracked: 1 } }),
    anOrg({
      project: HQ,
      name: 'hq',
      myDomain: 'bank-hq.my.salesforce.com',
      infrastructure: 'hyperforce',
      privateConnect: 'not-licensed',
      certificates: {
        inUse: 38,
        tracked: 3,
        planned: [
          { name: 'HQ_APAC_Client', integration: 'apac-account-sync', by: '2027-02-01' },
          { name: 'HQ_APAC_Signing', integration: null, by: null },
        ],
        limit: 50,
        warnAt: 40,
      },
      hasRegister: true,
    }),
  ],
  integrations: INTEGRATIONS,
  certificates: CERTIFICATES,
  endpoints: [
    endpointOf(EMEA_SYNC, 'my-domain'),
    endpointOf(LEGACY_FX, 'third-party'),
    endpointOf(PAYMENTS, 'third-party'),
    endpointOf(RATES, 'placeholder'),
  ],
  apps: [appOf(HQ_INBOUND), appOf(ERP)],
  principals: PRINCIPALS,
  access: ACCESS,
  ipRanges: [
    {
      project: EMEA,
      component: { type: 'ConnectedApp', fullName: 'HQ_Sync' },
      kind: 'trusted IP ranges of an app',
      blocks: false,
      ranges: ['198.51.100.0 to 198.51.100.255'],
      size: '256 addresses',
      hasSalesforceAddresses: false,
    },
    {
      project: HQ,
      component: { type: 'Profile', fullName: 'Integration' },
      kind: 'login IP ranges',
      blocks: true,
      ranges: ['13.108.0.0 to 13.111.255.255', '203.0.113.7'],
      size: '262145 addresses',
      hasSalesforceAddresses: true,
    },
  ],
  gateways: [GATEWAY],
  gatewayAdvice: GATEWAY_ADVICE,
  answers: ANSWERS,
  findings: FINDINGS,
  accepted: ACCEPTED,
  notEvaluated: [
    {
      component: { type: 'NamedCredential', fullName: 'Rates' },
      message: 'NamedCredential Rates has a placeholder for its URL',
      path: 'orgs/hq/force-app/main/default/namedCredentials/Rates.namedCredential-meta.xml',
    },
  ],
});

const NO_COUNT = { inUse: null, tracked: 0, planned: [], limit: 50, warnAt: 40 };

/** One org without anything: no register, nothing found. */
export const emptyReport = (): ReportData => ({
  ...bankReport(),
  orgs: [anOrg()],
  integrations: [],
  certificates: [],
  endpoints: [],
  apps: [],
  principals: [],
  access: [],
  ipRanges: [],
  gateways: [],
  gatewayAdvice: {
    directHosts: [],
    certificates: { now: 0, behindGateway: 0 },
    apps: { now: 0, behindGateway: 0 },
    verdict: 'direct',
    reasons: ['There are no integrations'],
  },
  answers: answersTo(),
  findings: [],
  accepted: [],
  notEvaluated: [],
});

/** One org with `size` callouts, each to a host of its own, with a certificate and a sync identity of four fields. */
export function largeReport(size: number): ReportData {
  const indices = Array.from({ length: size }, (_, index) => index);
  const number = (index: number): string => String(index).padStart(4, '0');
  const end = (index: number): string => new Date(Date.parse(NOW) + (index + 1) * 86_400_000).toISOString();
  const integrations = indices.map((index) =>
    anOutbound(`System_${number(index)}`, {
      project: HQ,
      host: known(`system-${number(index)}.partner.example`),
      certificates: [inUse('client', `Client_${number(index)}`, end(index))],
    })
  );
  const identity = (index: number): FieldAccess['identity'] => ({
    type: 'PermissionSet',
    fullName: `Sync_${number(index)}`,
  });
  return {
    ...emptyReport(),
    orgs: [anOrg({ project: HQ, certificates: { ...NO_COUNT, tracked: size } })],
    integrations,
    certificates: indices.map((index) =>
      aCertificate(`Client_${number(index)}`, {
        project: HQ,
        notAfter: known(end(index)),
        daysLeft: known(index + 1),
        usedBy: [{ role: 'client', component: integrations[index]!.component }],
      })
    ),
    endpoints: integrations.map((integration) => endpointOf(integration, 'third-party')),
    principals: indices.map((index) => aPrincipal(identity(index).fullName, { project: HQ })),
    access: indices.flatMap((index) => [
      anAccess({ project: HQ, identity: identity(index), access: 'CRU' }),
      ...['Alpha__c', 'Beta__c', 'Gamma__c', 'Delta__c'].map((field) =>
        anAccess({ project: HQ, identity: identity(index), field, access: 'R' })
      ),
    ]),
    gatewayAdvice: {
      directHosts: integrations.map(({ host }) => ('value' in host ? host.value : '')),
      certificates: { now: size, behindGateway: 1 },
      apps: { now: 0, behindGateway: 1 },
      verdict: 'consolidate',
      reasons: [`${size} hosts of third parties are called directly`],
    },
    findings: indices.map((index) =>
      aReportedFinding({
        severity: index === 0 ? 'critical' : 'medium',
        fingerprint: `2b${number(index)}`,
        project: HQ,
        component: integrations[index]!.component,
        message: `NamedCredential System_${number(index)} has one layer of authentication`,
      })
    ),
  };
}

/** What sf-isa itself writes, or has checked: a file cannot make these hostile. */
const OURS = new Set([
  ...['schemaVersion', 'now', 'verdict', 'direction', 'severity', 'confidence', 'fingerprint', 'control'],
  ...['controls', 'rule', 'rules', 'infrastructure', 'disposition', 'mtls', 'criticality', 'dataClassification'],
  ...['mutualTls', 'access', 'allRecords', 'status', 'on', 'expires', 'reviewed', 'role', 'source', 'kind', 'type'],
  ...['notBefore', 'notAfter', 'signedBy', 'scheme'],
]);

const isOurs = (key: string, value: string): boolean =>
  OURS.has(key) || (key === 'by' && /^\d{4}-\d\d-\d\d$/.test(value)) || ['not-licensed', 'unknown'].includes(value);

const HOSTILE_TEXTS: readonly string[] = [
  '<img src=x onerror=alert(1)><script>alert(1)</script><!-- -->',
  '[click](http://evil.example) ![x](http://evil.example/x.png) <http://evil.example>',
  '`code` ``` | a | b |\n| --- |\n# heading\n\n- item\n1. item\n> quote\n    code',
  'http://evil.example www.evil.example evil@evil.example @octocat #12 GH-12 !4 %7 :smile: $x$ ~~y~~ *z* _w_ __b__',
  '\u202egnp.exe \u001b[31mred\u001b[0m \u0000 \ufffe \ud800 \u2028 \u2066',
  '=HYPERLINK("x") \\| \\\\| || &lt; &#x3c; [^1] [x]: http://evil.example "t"',
  '"]; click n1 "javascript:alert(1)" --> end; subgraph %%{init: {}}%% #quot; ```\n```mermaid',
];

/**
 * The report of the bank with every text that a file or a person could write made hostile by `hostile`, the same for the same
 * text, so that rows still refer to each other.
 */
export function hostileReport(
  hostile: (text: string) => string = (text) => `${text} ${HOSTILE_TEXTS[text.length % HOSTILE_TEXTS.length]!}`
): ReportData {
  const walk = (value: unknown, key: string): unknown => {
    if (typeof value === 'string') return isOurs(key, value) ? value : hostile(value);
    if (Array.isArray(value)) return value.map((item) => walk(item, key));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([inner, item]) => [
        inner,
        // Facts have their meaning from the key that they stand under.
        walk(item, inner === 'value' ? key : inner),
      ])
    );
  };
  const { tool, ...rest } = bankReport();
  return { ...(walk(rest, '') as Omit<ReportData, 'tool'>), tool };
}
