import { SEVERITIES } from '../findings/finding.js';
import { titleOf, type ComponentRef } from '../model/component.js';
import type { Tone } from '../reporters/terminal.js';
import type { AppFacts } from './apps.js';
import type { EndpointFacts, PrincipalFacts } from './callouts.js';
import type { CertificateInUse } from './certificatesInUse.js';
import type { CertificateJob, CertificateRow, CertificateUser } from './certificates.js';
import type { EndpointRow, EndpointUse, HostKind } from './endpoints.js';
import type { Fact } from './fact.js';
import type { IntegrationRow, OutboundIntegration } from './integrations.js';
import type { AppRow, Inventory } from './inventory.js';
import type { InventoryKind } from './kinds.js';
import type { ObjectAccess, PrincipalRow } from './principals.js';
import type { Grantee } from './principalUsers.js';
import type { FindingCounts, RegisterEntry } from './projectFacts.js';

/** One column. A cell is a list of texts as they are in the data: each format makes them inert for itself. */
export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => readonly string[];
  /** What the text is, for its colour in a terminal. */
  readonly tone?: (row: Row) => Tone | undefined;
  /** Left out of tables where all of its cells are empty. */
  readonly isOptional?: true;
}

type RowOf<Kind extends InventoryKind> = Inventory[Kind][number];

/** What a cell says that is not for this kind of row. */
const NOT_APPLICABLE = ['n/a'];

/** A fact in words: an unknown one always says so. */
function said<Value>(
  fact: Fact<Value>,
  show: (value: Value) => readonly string[] = (value) => [String(value)]
): readonly string[] {
  if ('value' in fact) return show(fact.value);
  return ['none' in fact ? fact.none : `unknown: ${fact.unknown}`];
}

const one = (text: string | undefined): readonly string[] => (text === undefined || text === '' ? [] : [text]);
const yesNo = (fact: Fact<boolean>): readonly string[] => said(fact, (value) => [value ? 'yes' : 'no']);
const listed = (items: readonly string[], nothing: string): readonly string[] =>
  items.length === 0 ? [nothing] : items;
const dayOf = (instant: string): string => instant.slice(0, 10);
const nameOf = ({ type, fullName }: ComponentRef): string => `${type}:${fullName}`;
const withNote = (text: string, note: string): string => (note === '' ? text : `${text} (${note})`);
/** People read `Account Sync` as one thing; what kind it is stands behind it. */
export const HOLDER_KINDS: Readonly<Record<string, string>> = {
  PermissionSet: 'permission set',
  PermissionSetGroup: 'permission set group',
  Profile: 'profile',
};
/** Somebody who may use a principal or an app: `Core_Callouts (permission set)`, and what the files leave open. */
export const granteeText = ({ type, fullName, note }: Grantee): string =>
  fullName === ''
    ? `unknown ${HOLDER_KINDS[type] ?? type}: ${note}`
    : withNote(`${fullName} (${HOLDER_KINDS[type] ?? type})`, note);

// Findings, on every kind of row.

function findingsText(counts: FindingCounts): readonly string[] {
  const parts = SEVERITIES.filter((severity) => counts[severity] > 0).map(
    (severity) => `${counts[severity]} ${severity}`
  );
  return listed(parts, 'none');
}

const worstOf = (counts: FindingCounts): Tone | undefined => SEVERITIES.find((severity) => counts[severity] > 0);

const findingsColumn = <Row extends { readonly findings: FindingCounts }>(): Column<Row> => ({
  title: 'Findings',
  cell: ({ findings }) => findingsText(findings),
  tone: ({ findings }) => worstOf(findings),
});

const countColumns = <Row extends { readonly findings: FindingCounts }>(): ReadonlyArray<Column<Row>> =>
  SEVERITIES.map((severity) => ({ title: severity, cell: ({ findings }) => [String(findings[severity])] }));

const projectColumn = <Row extends { readonly project: string }>(): Column<Row> => ({
  title: 'Project',
  cell: ({ project }) => [project],
});

// Integrations.

const isOutbound = (row: IntegrationRow): row is OutboundIntegration => row.direction === 'outbound';

/** A cell that is for outbound rows or inbound ones, or for both. */
const byDirection =
  (
    outbound: ((row: OutboundIntegration) => readonly string[]) | undefined,
    inbound: ((row: Extract<IntegrationRow, { readonly direction: 'inbound' }>) => readonly string[]) | undefined
  ) =>
  (row: IntegrationRow): readonly string[] => {
    if (isOutbound(row)) return outbound?.(row) ?? NOT_APPLICABLE;
    if (row.direction === 'inbound') return inbound?.(row) ?? NOT_APPLICABLE;
    return ['unknown: nothing that the entry names is in the project'];
  };

const chainTitle = (row: IntegrationRow): string | undefined =>
  row.direction === 'unknown' ? undefined : titleOf(row.component);

const registerCell =
  (show: (entry: RegisterEntry) => readonly string[] | string | undefined) =>
  ({ register }: { readonly register: RegisterEntry | null }): readonly string[] => {
    const shown = register === null ? [] : (show(register) ?? []);
    return typeof shown === 'string' ? one(shown) : shown;
  };

function integrationColumns(): ReadonlyArray<Column<IntegrationRow>> {
  return [
    {
      title: 'Integration',
      cell: (row) => (row.register ? [row.id, ...one(chainTitle(row))] : [chainTitle(row) ?? row.id]),
    },
    {
      title: 'Endpoint',
      cell: byDirection(
        (row) => urlText(row),
        () => ['into the org']
      ),
    },
    {
      title: 'Mutual TLS',
      cell: byDirection(mutualTlsText, mutualTlsText),
    },
    {
      title: 'Authentication',
      cell: byDirection(
        ({ authenticationProtocol, authenticationFlow }) => [
          ...said(authenticationProtocol),
          ...('value' in authenticationProtocol ? said(authenticationFlow) : []),
        ],
        ({ flows }) => said(flows, (all) => all)
      ),
    },
    {
      title: 'Certificates',
      cell: byDirection(
        ({ certificates }) => certificatesText(certificates),
        ({ certificates }) => certificatesText(certificates)
      ),
    },
    {
      title: 'Who may use it',
      cell: byDirection(({ principals }) => principalsText(principals), usersText),
    },
    { title: 'Owner', cell: registerCell(({ owner }) => owner), isOptional: true },
    {
      title: 'Data',
      cell: registerCell(({ criticality, dataClassification = [] }) => [
        ...one(criticality && `criticality ${criticality}`),
        ...dataClassification,
      ]),
      isOptional: true,
    },
    findingsColumn(),
  ];
}

/** `https://erp.example:443`. */
function urlText({ scheme, host, port }: EndpointFacts): readonly string[] {
  if (!('value' in host) || !('value' in scheme) || !('value' in port)) return said(host);
  return [`${scheme.value}://${host.value}:${port.value}`];
}

const mutualTlsText = ({
  mutualTls,
  reason,
}: {
  readonly mutualTls: string;
  readonly reason: string;
}): readonly string[] => [`${mutualTls}: ${reason}`];

/** What a certificate does, in words. */
export const JOBS: Readonly<Record<CertificateJob, string>> = {
  client: 'presented in TLS',
  signing: 'signs tokens',
  verification: 'verifies signatures',
  encryption: 'encrypts',
  decryption: 'decrypts',
  trusted: 'presented by clients of the org',
  apex: 'named in Apex',
};

/** A line for each certificate with all that it does. */
function certificatesText(certificates: readonly CertificateInUse[]): readonly string[] {
  const jobs = new Map<string, { readonly ends: string; readonly roles: string[] }>();
  for (const { name, role, notAfter, sameKeyAs } of certificates) {
    const same = sameKeyAs.length === 0 ? '' : `, same key as ${sameKeyAs.join(' and ')}`;
    const title = `${said(name).join('')}${same}`;
    const ends = 'value' in notAfter ? `until ${dayOf(notAfter.value)}` : `end ${said(notAfter).join('')}`;
    const known = jobs.get(title);
    if (known) known.roles.push(JOBS[role]);
    else jobs.set(title, { ends, roles: [JOBS[role]] });
  }
  return listed(
    [...jobs].map(([title, { ends, roles }]) => `${title} (${ends}): ${[...new Set(roles)].join(', ')}`),
    'no certificate'
  );
}

const principalsText = (principals: Fact<readonly PrincipalFacts[]>): readonly string[] =>
  said(principals, (all) =>
    all.map(({ credential, name, type, users }) => {
      const title = `${credential}-${said(name).join('')}`;
      const kind = 'value' in type ? '' : ` (${said(type).join('')})`;
      return `${title}${kind}: ${listed(users.map(granteeText), 'granted by nothing in the project').join(', ')}`;
    })
  );

/** Whom an app lets in: its run-as user, whom it names, and whether that matters. */
function usersText({ permittedUsers, runAsUser, users }: AppFacts): readonly string[] {
  return [
    ...('none' in runAsUser ? [] : [`runs as ${said(runAsUser).join('')}`]),
    ...said(permittedUsers),
    ...users.map(granteeText),
  ];
}

function wideIntegrationColumns(): ReadonlyArray<Column<IntegrationRow>> {
  const fact = (pick: (row: OutboundIntegration) => Fact<number | string>): Column<IntegrationRow>['cell'] =>
    byDirection((row) => said(pick(row)), undefined);
  const ofApp = (show: (app: AppFacts) => readonly string[]): Column<IntegrationRow>['cell'] =>
    byDirection(undefined, (row) => show(row));
  return [
    projectColumn(),
    { title: 'Id', cell: ({ id }) => [id] },
    { title: 'Name', cell: ({ name }) => [name] },
    { title: 'Direction', cell: ({ direction }) => [direction] },
    {
      title: 'Component',
      cell: byDirection(
        ({ component }) => [nameOf(component)],
        ({ component }) => [nameOf(component)]
      ),
    },
    {
      title: 'File',
      cell: byDirection(
        ({ file }) => [file],
        ({ file }) => [file]
      ),
    },
    {
      title: 'Enabled',
      cell: byDirection(
        ({ isEnabled }) => yesNo(isEnabled),
        ({ isEnabled }) => yesNo(isEnabled)
      ),
    },
    { title: 'Scheme', cell: fact(({ scheme }) => scheme) },
    { title: 'Host', cell: fact(({ host }) => host) },
    { title: 'Port', cell: fact(({ port }) => port) },
    {
      title: 'Mutual TLS',
      cell: byDirection(
        ({ mutualTls }) => [mutualTls],
        ({ mutualTls }) => [mutualTls]
      ),
    },
    {
      title: 'Mutual TLS because',
      cell: byDirection(
        ({ reason }) => [reason],
        ({ reason }) => [reason]
      ),
    },
    { title: 'Private connection', cell: fact(({ privateConnection }) => privateConnection) },
    { title: 'Authentication protocol', cell: fact(({ authenticationProtocol }) => authenticationProtocol) },
    {
      title: 'Flow',
      cell: byDirection(
        ({ authenticationFlow }) => said(authenticationFlow),
        ({ flows }) => said(flows, (all) => all)
      ),
    },
    { title: 'Token host', cell: fact(({ tokenHost }) => tokenHost) },
    {
      title: 'Certificates',
      cell: byDirection(
        ({ certificates }) => certificatesText(certificates),
        ({ certificates }) => certificatesText(certificates)
      ),
    },
    { title: 'Principals', cell: byDirection(({ principals }) => principalsText(principals), undefined) },
    ...policyColumns().map(({ title, cell }) => ({ title, cell: ofApp(cell) })),
    { title: 'Registered', cell: ({ register }) => [register ? 'yes' : 'no'] },
    { title: 'Owner', cell: registerCell(({ owner }) => owner) },
    { title: 'Certificate owner', cell: registerCell(({ certificateOwner }) => certificateOwner) },
    { title: 'Criticality', cell: registerCell(({ criticality }) => criticality) },
    { title: 'Data classification', cell: registerCell(({ dataClassification }) => dataClassification) },
    { title: 'Mutual TLS duty', cell: registerCell(({ mtls }) => mtls) },
    { title: 'Gateway', cell: registerCell(({ gateway }) => gateway) },
    { title: 'Private Connect', cell: registerCell(({ privateConnect }) => privateConnect?.disposition) },
    { title: 'Private Connect because', cell: registerCell(({ privateConnect }) => privateConnect?.reason) },
    { title: 'Justification', cell: registerCell(({ justification }) => justification) },
    { title: 'Reviewed', cell: registerCell(({ reviewed }) => reviewed) },
    { title: 'Components', cell: ({ components }) => components.map(nameOf) },
    ...countColumns<IntegrationRow>(),
  ];
}

// Certificates.

function certificateColumns(): ReadonlyArray<Column<CertificateRow>> {
  return [
    { title: 'Certificate', cell: certificateTitle },
    { title: 'Subject', cell: ({ subject }) => said(subject) },
    { title: 'Key', cell: keyText },
    {
      title: 'Ends',
      cell: ({ notAfter, daysLeft }) =>
        'value' in notAfter && 'value' in daysLeft ? [dayOf(notAfter.value), daysText(daysLeft.value)] : said(notAfter),
      tone: ({ daysLeft }) => ('value' in daysLeft && daysLeft.value < 0 ? 'high' : undefined),
    },
    { title: 'Signed by', cell: signedByText },
    { title: 'Exportable', cell: ({ isPrivateKeyExportable }) => yesNo(isPrivateKeyExportable) },
    { title: 'Used by', cell: ({ usedBy }) => listed(usedBy.map(certificateUserText), 'nothing in the project') },
    { title: 'Same key as', cell: ({ sameKeyAs }) => sameKeyAs, isOptional: true },
    { title: 'Owner', cell: ({ owners }) => owners, isOptional: true },
    findingsColumn(),
  ];
}

const certificateTitle = ({ kind, name, usedBy }: CertificateRow): readonly string[] => {
  if (kind === 'copy')
    return [`copy in ${usedBy.flatMap(({ component }) => (component ? [titleOf(component)] : [])).join()}`];
  return [...said(name), ...(kind === 'InboundCertificate' ? ['(inbound)'] : [])];
};

function keyText({ keyType, keySize }: CertificateRow): readonly string[] {
  if ('value' in keyType) return [`${keyType.value}${'value' in keySize ? ` ${keySize.value}` : ''}`];
  return 'value' in keySize ? [`${keySize.value} bits`] : said(keySize);
}

function daysText(days: number): string {
  if (days === 0) return 'today';
  const count = `${Math.abs(days)} ${Math.abs(days) === 1 ? 'day' : 'days'}`;
  return days > 0 ? `in ${count}` : `${count} ago`;
}

const signedByText = ({ signedBy }: CertificateRow): readonly string[] =>
  said(signedBy, (who) => [who === 'itself' ? 'itself' : 'an authority']);

/** Who uses a certificate for what: `Named Credential EMEA_Org: presented in TLS`. */
export const certificateUserText = ({ role, component }: CertificateUser): string =>
  component ? `${titleOf(component)}: ${JOBS[role]}` : JOBS[role];

function wideCertificateColumns(): ReadonlyArray<Column<CertificateRow>> {
  return [
    projectColumn(),
    { title: 'Kind', cell: ({ kind }) => [kind] },
    { title: 'Name', cell: ({ name }) => said(name) },
    { title: 'File', cell: ({ file }) => [file === '' ? 'not in the project' : file] },
    { title: 'Subject', cell: ({ subject }) => said(subject) },
    { title: 'Issuer', cell: ({ issuer }) => said(issuer) },
    { title: 'Key type', cell: ({ keyType }) => said(keyType) },
    { title: 'Key size', cell: ({ keySize }) => said(keySize) },
    { title: 'Public key (SHA-256)', cell: ({ publicKey }) => said(publicKey) },
    { title: 'Not before', cell: ({ notBefore }) => said(notBefore) },
    { title: 'Not after', cell: ({ notAfter }) => said(notAfter) },
    { title: 'Days left', cell: ({ daysLeft }) => said(daysLeft) },
    { title: 'Signed by', cell: signedByText },
    { title: 'Private key exportable', cell: ({ isPrivateKeyExportable }) => yesNo(isPrivateKeyExportable) },
    { title: 'Used by', cell: ({ usedBy }) => listed(usedBy.map(certificateUserText), 'nothing in the project') },
    { title: 'Same key as', cell: ({ sameKeyAs }) => listed(sameKeyAs, 'nothing in the project') },
    { title: 'Owner', cell: ({ owners }) => owners },
    ...countColumns<CertificateRow>(),
  ];
}

// Endpoints.

const HOST_KINDS: Readonly<Record<HostKind, string>> = {
  'my-domain': 'Salesforce My Domain',
  salesforce: 'other Salesforce host',
  'third-party': 'third party',
  private: 'private',
  placeholder: 'left to the build',
  invalid: 'unreadable URL',
};

function endpointColumns(): ReadonlyArray<Column<EndpointRow>> {
  return [
    { title: 'Endpoint', cell: urlText },
    { title: 'Kind', cell: ({ kind }) => [HOST_KINDS[kind]] },
    { title: 'Used by', cell: ({ usedBy }) => usedBy.map(endpointUseText) },
    findingsColumn(),
  ];
}

function endpointUseText({ component, role, isActive, privateConnection }: EndpointUse): string {
  const notes = [
    ...('value' in isActive && !isActive.value ? ['inactive'] : []),
    ...('value' in privateConnection ? [`over ${privateConnection.value}`] : []),
  ];
  return withNote(`${titleOf(component)}: ${role}`, notes.join(', '));
}

function wideEndpointColumns(): ReadonlyArray<Column<EndpointRow>> {
  return [
    projectColumn(),
    { title: 'Scheme', cell: ({ scheme }) => said(scheme) },
    { title: 'Host', cell: ({ host }) => said(host) },
    { title: 'Port', cell: ({ port }) => said(port) },
    { title: 'Kind', cell: ({ kind }) => [HOST_KINDS[kind]] },
    { title: 'Mutual TLS port', cell: ({ mutualTlsPort }) => said(mutualTlsPort) },
    { title: 'Used by', cell: ({ usedBy }) => usedBy.map(endpointUseText) },
    ...countColumns<EndpointRow>(),
  ];
}

// Apps.

const appTitle = ({ kind, name }: AppFacts): string =>
  `${kind === 'ConnectedApp' ? 'Connected App' : 'External Client App'} ${name}`;

function appColumns(): ReadonlyArray<Column<AppRow>> {
  return [
    {
      title: 'App',
      cell: (app) => [
        appTitle(app),
        ...(app.isManaged ? ['of a managed package'] : []),
        ...('value' in app.isEnabled && !app.isEnabled.value ? ['switched off'] : []),
      ],
    },
    { title: 'Flows', cell: ({ flows }) => said(flows, (all) => all) },
    { title: 'Scopes', cell: ({ scopes }) => said(scopes, (all) => all) },
    { title: 'Who may use it', cell: usersText },
    { title: 'Certificates', cell: ({ certificates }) => certificatesText(certificates) },
    { title: 'IP policy', cell: ipText },
    { title: 'Refresh tokens', cell: refreshText },
    { title: 'PKCE', cell: ({ isPkceRequired }) => pkceText(isPkceRequired) },
    findingsColumn(),
  ];
}

const ipText = ({ ipRelaxation, trustedIpRanges, tokenIpRanges }: AppFacts): readonly string[] => [
  ...said(ipRelaxation),
  ...(trustedIpRanges.length === 0 ? [] : [`relaxed from ${trustedIpRanges.join(', ')}`]),
  ...('value' in tokenIpRanges ? [`tokens only from ${tokenIpRanges.value.join(', ')}`] : []),
];

const refreshText = ({ refreshTokenPolicy, isRefreshTokenRotationEnabled: rotation }: AppFacts): readonly string[] => [
  ...said(refreshTokenPolicy),
  ...('value' in rotation ? [rotation.value ? 'rotated' : 'not rotated'] : []),
];

const pkceText = (fact: Fact<boolean>): readonly string[] =>
  said(fact, (isRequired) => [isRequired ? 'required' : 'not required']);

/** What only apps have, for spreadsheets. */
function policyColumns(): ReadonlyArray<{
  readonly title: string;
  readonly cell: (app: AppFacts) => readonly string[];
}> {
  return [
    { title: 'Scopes', cell: ({ scopes }) => said(scopes, (all) => all) },
    { title: 'Callbacks', cell: ({ callbacks }) => listed(callbacks, 'no callback') },
    { title: 'Permitted users', cell: ({ permittedUsers }) => said(permittedUsers) },
    { title: 'Run-as user', cell: ({ runAsUser }) => said(runAsUser) },
    {
      title: 'Permission sets and profiles',
      cell: ({ users }) => listed(users.map(granteeText), 'the app names none'),
    },
    { title: 'IP relaxation', cell: ({ ipRelaxation }) => said(ipRelaxation) },
    { title: 'Relaxed from', cell: ({ trustedIpRanges }) => listed(trustedIpRanges, 'no range') },
    { title: 'Tokens only from', cell: ({ tokenIpRanges }) => said(tokenIpRanges, (all) => all) },
    { title: 'Refresh token policy', cell: ({ refreshTokenPolicy }) => said(refreshTokenPolicy) },
    {
      title: 'Refresh token rotation',
      cell: ({ isRefreshTokenRotationEnabled }) => yesNo(isRefreshTokenRotationEnabled),
    },
    { title: 'PKCE', cell: ({ isPkceRequired }) => pkceText(isPkceRequired) },
  ];
}

function wideAppColumns(): ReadonlyArray<Column<AppRow>> {
  return [
    projectColumn(),
    { title: 'Kind', cell: ({ kind }) => [kind] },
    { title: 'Name', cell: ({ name }) => [name] },
    { title: 'File', cell: ({ file }) => [file] },
    { title: 'Managed', cell: ({ isManaged }) => [isManaged ? 'yes' : 'no'] },
    { title: 'Enabled', cell: ({ isEnabled }) => yesNo(isEnabled) },
    { title: 'Flows', cell: ({ flows }) => said(flows, (all) => all) },
    { title: 'Mutual TLS', cell: ({ mutualTls }) => [mutualTls] },
    { title: 'Mutual TLS because', cell: ({ reason }) => [reason] },
    { title: 'Certificates', cell: ({ certificates }) => certificatesText(certificates) },
    ...policyColumns(),
    { title: 'Integrations', cell: ({ integrations }) => integrations },
    { title: 'Components', cell: ({ components }) => components.map(nameOf) },
    ...countColumns<AppRow>(),
  ];
}

// Principals.

function principalColumns(): ReadonlyArray<Column<PrincipalRow>> {
  return [
    { title: 'Principal', cell: (row) => [row.fullName, `(${HOLDER_KINDS[row.type] ?? row.type})`, ...one(row.note)] },
    {
      title: 'Sync identity',
      cell: ({ syncIdentity }) =>
        said(syncIdentity, ({ confidence, reasons }) => [`${confidence}: ${reasons[0] ?? ''}`]),
    },
    { title: 'Objects', cell: ({ objects }) => said(objects, objectsText) },
    {
      title: 'Administration',
      cell: ({ administration }) => said(administration, (all) => all),
    },
    {
      title: 'Used by',
      cell: ({ apps, credentialPrincipals, groups }) =>
        listed(
          [
            ...apps,
            ...credentialPrincipals.map((name) => `principal ${name}`),
            ...groups.map((name) => `group ${name}`),
          ],
          'nothing in the project'
        ),
    },
    findingsColumn(),
  ];
}

const syncText = ({ syncIdentity }: PrincipalRow): readonly string[] =>
  said(syncIdentity, ({ confidence, reasons }) => [`${confidence} confidence`, ...reasons]);

/** Objects with the same access on one line: `CRU: Account, Contact`. */
function objectsText(objects: readonly ObjectAccess[]): readonly string[] {
  const byAccess = new Map<string, string[]>();
  for (const access of objects) {
    const key = accessText(access);
    byAccess.set(key, [...(byAccess.get(key) ?? []), access.object]);
  }
  return [...byAccess].map(([access, names]) => `${access}: ${names.join(', ')}`);
}

const accessText = ({ access, viewAllRecords, modifyAllRecords, viewAllFields }: ObjectAccess): string =>
  [
    ...one(access),
    ...(modifyAllRecords ? ['modify all records'] : viewAllRecords ? ['view all records'] : []),
    ...(viewAllFields ? ['view all fields'] : []),
  ].join(', ');

/** A cell that only the file can fill. */
const inFile =
  (cell: (row: PrincipalRow) => readonly string[]) =>
  (row: PrincipalRow): readonly string[] =>
    row.file === '' ? ['unknown: it is not in the project'] : cell(row);

function widePrincipalColumns(): ReadonlyArray<Column<PrincipalRow>> {
  return [
    projectColumn(),
    { title: 'Type', cell: ({ type }) => [type] },
    { title: 'Name', cell: ({ fullName }) => [fullName] },
    { title: 'File', cell: ({ file }) => [file === '' ? 'not in the project' : file] },
    { title: 'Sync identity', cell: syncText },
    { title: 'Licence', cell: ({ license }) => said(license) },
    { title: 'Groups', cell: inFile(({ groups }) => listed(groups, 'no group')) },
    {
      title: 'Members',
      cell: ({ members, type }) => (type === 'PermissionSetGroup' ? listed(members, 'no member') : NOT_APPLICABLE),
    },
    { title: 'Objects', cell: ({ objects }) => said(objects, objectsText) },
    { title: 'Administration', cell: ({ administration }) => said(administration, (all) => all) },
    { title: 'Restrictions', cell: inFile(({ restrictions }) => listed(restrictions, 'none in its file')) },
    {
      title: 'External credential principals',
      cell: inFile(({ credentialPrincipals }) => listed(credentialPrincipals, 'none in its file')),
    },
    { title: 'Apps', cell: ({ apps }) => listed(apps, 'no app of the project') },
    { title: 'Note', cell: ({ note }) => one(note) },
    ...countColumns<PrincipalRow>(),
  ];
}

/** The columns of each kind: `narrow` for people, `wide` for spreadsheets, with everything. */
export const COLUMNS: {
  readonly [Kind in InventoryKind]: {
    readonly narrow: ReadonlyArray<Column<RowOf<Kind>>>;
    readonly wide: ReadonlyArray<Column<RowOf<Kind>>>;
  };
} = {
  integrations: { narrow: integrationColumns(), wide: wideIntegrationColumns() },
  certificates: { narrow: certificateColumns(), wide: wideCertificateColumns() },
  endpoints: { narrow: endpointColumns(), wide: wideEndpointColumns() },
  apps: { narrow: appColumns(), wide: wideAppColumns() },
  principals: { narrow: principalColumns(), wide: widePrincipalColumns() },
};
