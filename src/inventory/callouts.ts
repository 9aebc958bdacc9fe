import { compare } from '../compare.js';
import { authenticationOf } from '../model/authentication.js';
import type { ComponentRef, Field } from '../model/component.js';
import type { RemoteSiteSetting } from '../model/endpointSettings.js';
import {
  externalCredentialReferences,
  tokenUrlOf,
  variantOf,
  type ExternalCredential,
} from '../model/externalCredential.js';
import type { ExternalDataSource } from '../model/externalDataSource.js';
import { HOST_IN_EVERY_ORG, type EndpointReading } from '../model/host.js';
import {
  clientCertificateOf,
  isLegacy,
  namedCredentialReferences,
  outboundNetworkConnectionOf,
  parametersOf,
  urlOf,
  type NamedCredential,
} from '../model/namedCredential.js';
import { principalNameOf, principalsOf } from '../model/principal.js';
import type { Project } from '../model/project.js';
import type { OutboundMessage } from '../model/workflow.js';
import { namedCertificate, type CertificateInUse } from './certificatesInUse.js';
import { factOf, known, LEFT_TO_BUILD, none, unknown, type Fact } from './fact.js';
import { mutualTlsOfCallout, type MutualTls } from './mutualTls.js';
import type { Grantee } from './principalUsers.js';
import { distinct, grouped, refOf, type ProjectFacts } from './projectFacts.js';

/** Where a callout goes. */
export interface EndpointFacts {
  /** `http` or `https`. */
  readonly scheme: Fact<string>;
  /** In lower case and ASCII. */
  readonly host: Fact<string>;
  readonly port: Fact<number>;
}

/** One way in which the org calls somebody. */
export interface Callout extends EndpointFacts, MutualTls {
  readonly component: ComponentRef;
  readonly file: string;
  readonly isEnabled: Fact<boolean>;
  readonly privateConnection: Fact<string>;
  /** In the word of the metadata: `Oauth`, `Jwt`, `AwsSv4`, `Basic`, `Password`. */
  readonly authenticationProtocol: Fact<string>;
  /** How that protocol works in detail, as Setup calls it where it does: `JWT Bearer Flow`. */
  readonly authenticationFlow: Fact<string>;
  /** Where it gets its tokens. */
  readonly tokenHost: Fact<string>;
  readonly certificates: readonly CertificateInUse[];
  readonly principals: Fact<readonly PrincipalFacts[]>;
  /** All that it is made of, itself first. */
  readonly components: readonly ComponentRef[];
}

/** A principal of an External Credential, and who may use it. */
export interface PrincipalFacts {
  readonly credential: string;
  readonly name: Fact<string>;
  /** `NamedPrincipal`, one identity for all; `PerUserPrincipal`, an identity for each user; and others. */
  readonly type: Fact<string>;
  readonly users: readonly Grantee[];
}

const FILE_SAYS_NOTHING = unknown('the file does not say');
const NO_CONNECTION = none('no private connection');
const NO_TOKENS = none('no token endpoint');

/** Every way in which the org of a project calls somebody, by the component that opens it, in file order. */
export function calloutsOf(facts: ProjectFacts): readonly Callout[] {
  const { project } = facts;
  const callouts = [
    ...project.all('NamedCredential').map((credential) => ofNamedCredential(facts, credential)),
    ...project
      .all('ExternalCredential')
      .filter(({ fullName }) => facts.credentialsUsing(fullName).length === 0)
      .map((credential) => ofUnusedCredential(facts, credential)),
    ...project.all('ExternalDataSource').map((source) => ofDataSource(facts, source)),
    ...project.all('Workflow').flatMap((workflow) =>
      workflow.outboundMessages.map((message) => {
        const component = { type: 'WorkflowOutboundMessage', fullName: `${workflow.fullName}.${message.fullName}` };
        return ofOutboundMessage(facts, component, message);
      })
    ),
  ];
  const called = new Set(callouts.flatMap(({ host }) => ('value' in host ? [host.value] : [])));
  const sites = project
    .all('RemoteSiteSetting')
    .filter(({ isActive }) => isActive?.value !== false)
    .map((site) => ofRemoteSite(facts, site))
    .filter(({ host }) => !('value' in host && (called.has(host.value) || host.value === HOST_IN_EVERY_ORG)));
  return [...callouts, ...sites];
}

/** What a URL says of where a callout goes. */
export function endpointFacts(reading: EndpointReading | undefined): EndpointFacts {
  if (reading?.kind === 'endpoint') {
    const { scheme, host, port } = reading.endpoint;
    return { scheme: known(scheme), host: known(host), port: known(port) };
  }
  const fact = !reading
    ? none('no URL')
    : unknown(reading.kind === 'placeholder' ? LEFT_TO_BUILD : 'the URL cannot be read');
  return { scheme: fact, host: fact, port: fact };
}

const readingOf = (project: Project, url: Field | undefined): EndpointReading | undefined =>
  url && project.endpoint(url);

function hostFact(project: Project, url: Field | undefined, absent: Fact<never>): Fact<string> {
  return url ? endpointFacts(project.endpoint(url)).host : absent;
}

function ofNamedCredential(facts: ProjectFacts, credential: NamedCredential): Callout {
  const { project } = facts;
  const reading = readingOf(project, urlOf(credential));
  const certificate = clientCertificateOf(credential);
  const connection = outboundNetworkConnectionOf(credential);
  const links = parametersOf(credential, 'Authentication').flatMap(
    ({ externalCredential }) => externalCredential ?? []
  );
  const externals = links.flatMap((link) => project.find('ExternalCredential', link.value) ?? []);
  const principals = isLegacy(credential)
    ? none('a legacy Named Credential has no principals')
    : principalsBehind(facts, links);
  return {
    component: refOf(credential),
    file: credential.at.file,
    isEnabled: enabledFact(credential),
    ...endpointFacts(reading),
    ...mutualTlsOfCallout(facts, { reading, certificate, connection }),
    privateConnection: factOf(
      project,
      connection,
      credential.namedCredentialType?.value === 'PrivateEndpoint'
        ? unknown('a private endpoint that names no connection')
        : NO_CONNECTION
    ),
    ...(isLegacy(credential)
      ? legacyAuthentication(project, credential)
      : authenticationBehind(project, credential, links)),
    certificates: [
      ...(certificate ? [namedCertificate(project, 'client', certificate)] : []),
      ...(credential.jwtSigningCertificate
        ? [namedCertificate(project, 'signing', credential.jwtSigningCertificate)]
        : []),
      ...externals.flatMap((external) => signingCertificates(project, external)),
    ],
    principals,
    components: componentsOf(
      facts,
      credential,
      [
        ...namedCredentialReferences(credential).map(({ to, at, element }) => ({ ...to, at, element })),
        ...externals.flatMap((external) => referencesOf(external)),
      ],
      principals
    ),
  };
}

/** An External Credential that no Named Credential of the project uses. */
function ofUnusedCredential(facts: ProjectFacts, credential: ExternalCredential): Callout {
  const { project } = facts;
  const nobody = unknown('no Named Credential of the project uses it');
  const principals = principalsOfCredential(facts, credential);
  return {
    component: refOf(credential),
    file: credential.at.file,
    isEnabled: nobody,
    scheme: nobody,
    host: nobody,
    port: nobody,
    mutualTls: 'unknown',
    reason: 'no Named Credential of the project uses it',
    privateConnection: nobody,
    ...authenticationOfExternal(project, credential),
    certificates: signingCertificates(project, credential),
    principals,
    components: componentsOf(facts, credential, referencesOf(credential), principals),
  };
}

function ofDataSource(facts: ProjectFacts, source: ExternalDataSource): Callout {
  const { project } = facts;
  const reading = readingOf(project, source.endpoint);
  const { certificate, protocol } = source;
  const principals = unknown('who may use an external data source is not read');
  return {
    component: refOf(source),
    file: source.at.file,
    isEnabled: none('it cannot be switched off'),
    ...endpointFacts(reading),
    ...mutualTlsOfCallout(facts, { reading, certificate, connection: undefined }),
    privateConnection: NO_CONNECTION,
    authenticationProtocol: factOf(project, protocol, FILE_SAYS_NOTHING),
    authenticationFlow: legacyFlow(protocol?.value),
    tokenHost: NO_TOKENS,
    certificates: certificate ? [namedCertificate(project, 'client', certificate)] : [],
    principals,
    components: componentsOf(
      facts,
      source,
      certificate ? [{ ...certificate, type: 'Certificate', fullName: certificate.value }] : [],
      principals
    ),
  };
}

function ofOutboundMessage({ project }: ProjectFacts, component: ComponentRef, message: OutboundMessage): Callout {
  const endpoint = endpointFacts(readingOf(project, message.endpointUrl));
  const isCleartext = 'value' in endpoint.scheme && endpoint.scheme.value === 'http';
  return {
    component,
    file: message.at.file,
    isEnabled: unknown('rules, approval processes and flows set it off'),
    ...endpoint,
    mutualTls: isCleartext ? 'no' : 'unknown',
    reason: isCleartext
      ? 'http has no TLS'
      : 'it presents the API client certificate of the org, which metadata does not name',
    privateConnection: NO_CONNECTION,
    authenticationProtocol: message.includeSessionId?.value
      ? known('session ID of the integration user')
      : none('no authentication of its own'),
    authenticationFlow: none('no OAuth'),
    tokenHost: NO_TOKENS,
    certificates: [],
    principals: none('the org sends it by itself'),
    components: [component],
  };
}

/** A host that only a remote site opens: what goes there is for Apex to say. */
function ofRemoteSite({ project }: ProjectFacts, site: RemoteSiteSetting): Callout {
  const endpoint = endpointFacts(readingOf(project, site.url));
  const isCleartext = 'value' in endpoint.scheme && endpoint.scheme.value === 'http';
  const byApex = unknown('Apex that calls the host decides');
  return {
    component: refOf(site),
    file: site.at.file,
    isEnabled: site.isActive ? known(site.isActive.value) : FILE_SAYS_NOTHING,
    ...endpoint,
    mutualTls: isCleartext ? 'no' : 'unknown',
    reason: isCleartext ? 'http has no TLS' : 'Apex that calls the host decides',
    privateConnection: NO_CONNECTION,
    authenticationProtocol: byApex,
    authenticationFlow: byApex,
    tokenHost: byApex,
    certificates: [],
    principals: none('a remote site is open to all Apex'),
    components: [refOf(site)],
  };
}

const enabledFact = ({ calloutStatus }: NamedCredential): Fact<boolean> => {
  if (!calloutStatus) return none('no calloutStatus');
  return calloutStatus.value === 'Enabled' || calloutStatus.value === 'Disabled'
    ? known(calloutStatus.value === 'Enabled')
    : unknown('calloutStatus is neither Enabled nor Disabled');
};

type Authentication = Pick<Callout, 'authenticationFlow' | 'authenticationProtocol' | 'tokenHost'>;

const sameForAll = (fact: Fact<never>): Authentication => ({
  authenticationProtocol: fact,
  authenticationFlow: fact,
  tokenHost: fact,
});

function authenticationBehind(project: Project, credential: NamedCredential, [link]: readonly Field[]): Authentication {
  if (!link) {
    const hasHeader = authenticationOf(project, credential).kind === 'some';
    return sameForAll(
      none(hasHeader ? 'no External Credential; a header is named for a secret' : 'no External Credential')
    );
  }
  if (project.isPlaceholder(link)) return sameForAll(unknown(`of the External Credential, ${LEFT_TO_BUILD}`));
  const external = project.find('ExternalCredential', link.value);
  return external
    ? authenticationOfExternal(project, external)
    : sameForAll(unknown(`External Credential ${link.value} is not in the project`));
}

function authenticationOfExternal(project: Project, external: ExternalCredential): Authentication {
  return {
    authenticationProtocol: factOf(project, external.authenticationProtocol, FILE_SAYS_NOTHING),
    authenticationFlow: flowOf(project, external),
    tokenHost: hostFact(project, tokenUrlOf(external), NO_TOKENS),
  };
}

/**
 * The variants of OAuth by their names in Setup:
 * https://help.salesforce.com/s/articleView?id=xcloud.nc_create_edit_oath_ext_cred.htm&language=en_US&type=5
 */
const FLOWS: ReadonlyMap<string, string> = new Map([
  ['JwtBearer', 'JWT Bearer Flow'],
  ['ClientCredentialsClientSecret', 'Client Credentials with Client Secret Flow'],
  ['ClientCredentialsClientSecretBasic', 'Client Credentials with Client Secret Flow'],
  ['ClientCredentialsJwtAssertion', 'Client Credentials with JWT Assertion Flow'],
]);

function flowOf(project: Project, external: ExternalCredential): Fact<string> {
  const variant = variantOf(external);
  if (variant) {
    return project.isPlaceholder(variant) ? unknown(LEFT_TO_BUILD) : known(FLOWS.get(variant.value) ?? variant.value);
  }
  if (external.authenticationProtocol?.value !== 'Oauth') return none('no variant');
  return external.externalCredentialParameters.some(({ authProvider }) => authProvider !== undefined)
    ? known('Browser Flow')
    : unknown('it names neither a variant nor an auth. provider');
}

const legacyAuthentication = (project: Project, credential: NamedCredential): Authentication => ({
  authenticationProtocol: factOf(project, credential.protocol, FILE_SAYS_NOTHING),
  authenticationFlow: legacyFlow(credential.protocol?.value),
  tokenHost: hostFact(project, credential.authTokenEndpointUrl, NO_TOKENS),
});

/**
 * Of a protocol as legacy Named Credentials and external data sources have it, where OAuth goes through an auth. provider:
 * https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_namedcredential.htm
 */
function legacyFlow(protocol: string | undefined): Fact<string> {
  if (protocol === 'Oauth') return known('Browser Flow');
  return protocol === 'JwtExchange' ? known('JWT Bearer Flow') : none('no OAuth');
}

const signingCertificates = (project: Project, external: ExternalCredential): readonly CertificateInUse[] =>
  externalCredentialReferences(external).map(({ to, at, element }) =>
    namedCertificate(project, 'signing', { value: to.fullName, at, element })
  );

function principalsBehind(facts: ProjectFacts, links: readonly Field[]): Fact<readonly PrincipalFacts[]> {
  const [first] = links;
  if (!first) return none('no External Credential');
  const open = links.find((link) => facts.project.isPlaceholder(link));
  if (open) return unknown(`of the External Credential, ${LEFT_TO_BUILD}`);
  const all = links.map(({ value }) => {
    const external = facts.project.find('ExternalCredential', value);
    return external ? principalsOfCredential(facts, external) : grantedPrincipals(facts, value);
  });
  const found = all.flatMap((fact) => ('value' in fact ? fact.value : []));
  return found.length > 0 ? known(found) : all[0]!;
}

function principalsOfCredential(facts: ProjectFacts, credential: ExternalCredential): Fact<readonly PrincipalFacts[]> {
  const { project, users } = facts;
  const principals = principalsOf(credential).flatMap((principal): readonly PrincipalFacts[] => {
    const name = principalNameOf(principal);
    if (!name) return [];
    return [
      {
        credential: credential.fullName,
        name: factOf(project, name, FILE_SAYS_NOTHING),
        type: factOf(project, principal.parameterType, FILE_SAYS_NOTHING),
        users: users.granteesOf(credential.fullName, (grant) => grant.principal === principal),
      },
    ];
  });
  const strangers = unknownPrincipals(facts, credential.fullName, 'the External Credential has no such principal');
  const all = [...principals, ...strangers];
  return all.length > 0 ? known(all) : none('the External Credential has no principals');
}

/** What permission sets grant of a credential that is not in the project. */
function grantedPrincipals(facts: ProjectFacts, credential: string): Fact<readonly PrincipalFacts[]> {
  const missing = `External Credential ${credential} is not in the project`;
  const granted = unknownPrincipals(facts, credential, missing);
  return granted.length > 0 ? known(granted) : unknown(missing);
}

/** The granted principals that the project does not hold, each once. */
function unknownPrincipals(
  { project, users }: ProjectFacts,
  credential: string,
  why: string
): readonly PrincipalFacts[] {
  const strangers = users.grantsOf(credential).filter(({ principal }) => !principal);
  const byName = grouped(strangers, ({ principalName }) => principalName.toLowerCase());
  return [...byName]
    .sort(([a], [b]) => compare(a, b))
    .map(([key, [first]]) => ({
      credential,
      name: factOf(project, { ...first!.name, value: first!.principalName }, FILE_SAYS_NOTHING),
      type: unknown(why),
      users: users.granteesOf(credential, (grant) => !grant.principal && grant.principalName.toLowerCase() === key),
    }));
}

/** A component's mention of another one: its name, and where it stands. */
type Mention = ComponentRef & Pick<Field, 'at' | 'element'>;

/** What an External Credential refers to. */
const referencesOf = (external: ExternalCredential): readonly Mention[] => [
  ...externalCredentialReferences(external).map(({ to, at, element }) => ({ ...to, at, element })),
  ...external.externalCredentialParameters.flatMap(({ authProvider }) =>
    authProvider ? [{ ...authProvider, type: 'AuthProvider', fullName: authProvider.value }] : []
  ),
];

function componentsOf(
  { project }: ProjectFacts,
  head: ComponentRef,
  mentions: readonly Mention[],
  principals: Fact<readonly PrincipalFacts[]>
): readonly ComponentRef[] {
  const named = mentions.filter(
    ({ fullName, at, element }) => !project.isPlaceholder({ value: fullName, at, element })
  );
  const users = 'value' in principals ? principals.value.flatMap((principal) => principal.users) : [];
  return distinct([head, ...named, ...users]).map(refOf);
}
