import { compare } from '../compare.js';
import type { ComponentRef, Field } from '../model/component.js';
import { tokenUrlOf } from '../model/externalCredential.js';
import { isLocalHost, salesforceHostKind, type EndpointReading } from '../model/host.js';
import { isPrivateRange, parseRange } from '../model/ipRanges.js';
import { outboundNetworkConnectionOf, urlOf } from '../model/namedCredential.js';
import type { Project } from '../model/project.js';
import { endpointFacts, type EndpointFacts } from './callouts.js';
import { known, none, unknown, valueOf, type Fact } from './fact.js';
import { grouped, keyOf, refOf, type FindingCounts, type ProjectFacts } from './projectFacts.js';

/**
 * Whose host it is, as far as its name tells. `private`: nobody reaches it over the Internet. `placeholder`: a build puts it
 * in. `invalid`: no URL that can be read.
 */
export type HostKind = 'invalid' | 'my-domain' | 'placeholder' | 'private' | 'salesforce' | 'third-party';

/** What points at an endpoint. */
export interface EndpointUse {
  readonly component: ComponentRef;
  /** In a few words: `callout`, `token endpoint`. */
  readonly role: string;
  /** Whether it is switched on; known where the metadata has a switch. */
  readonly isActive: Fact<boolean>;
  /** The private connection that it takes. */
  readonly privateConnection: Fact<string>;
}

/** One scheme, host and port, and all that points at it. */
export interface EndpointRow extends EndpointFacts {
  /** Folder of the project, relative to the scanned root; `.` for the root itself. */
  readonly project: string;
  readonly kind: HostKind;
  /** Where its mutual-TLS listener is, by `mtls.hosts` of the config. */
  readonly mutualTlsPort: Fact<number>;
  readonly usedBy: readonly EndpointUse[];
  readonly findings: FindingCounts;
}

/** A URL of a component. */
interface Pointer {
  readonly component: ComponentRef;
  readonly role: string;
  readonly url: Field;
  readonly isActive: Fact<boolean>;
  readonly privateConnection: Fact<string>;
}

/** The endpoints of one project by host and port; those whose host is not known last, each for itself. */
export function endpointRows(facts: ProjectFacts): readonly EndpointRow[] {
  const { project } = facts;
  const pointers = pointersOf(project).map((pointer) => ({ ...pointer, reading: read(project, pointer.url) }));
  const groups = grouped(pointers, ({ reading, component, role }) =>
    reading.kind === 'endpoint'
      ? JSON.stringify([reading.host, reading.port, reading.scheme])
      : JSON.stringify([reading.kind, keyOf(component), role])
  );
  return [...groups.values()].map((group) => rowOf(facts, group)).sort(byHost);
}

/** What a URL points at, wildcards and web sockets of trusted sites included. */
type Reading =
  | { readonly kind: 'endpoint'; readonly scheme: string; readonly host: string; readonly port: number }
  | { readonly kind: 'invalid' | 'placeholder' };

function read(project: Project, url: Field): Reading {
  const direct = asReading(project.endpoint(url));
  if (direct.kind !== 'invalid') return direct;
  // Of a trusted site: `https://*.bank.example`, `wss://push.bank.example`.
  const [, scheme = '', secure = '', wildcard = '', rest = ''] =
    /^(http|ws)(s?):\/\/(\*\.)?(.*)$/i.exec(url.value) ?? [];
  if (scheme === '') return direct;
  const plain = asReading(project.endpoint({ ...url, value: `http${secure}://${rest}` }));
  if (plain.kind !== 'endpoint') return direct;
  return { ...plain, scheme: `${scheme}${secure}`.toLowerCase(), host: `${wildcard}${plain.host}` };
}

const asReading = (reading: EndpointReading): Reading =>
  reading.kind === 'endpoint'
    ? { kind: 'endpoint', scheme: reading.endpoint.scheme, host: reading.endpoint.host, port: reading.endpoint.port }
    : { kind: reading.kind };

type ReadPointer = Pointer & { readonly reading: Reading };

function rowOf(facts: ProjectFacts, pointers: readonly ReadPointer[]): EndpointRow {
  const { reading } = pointers[0]!;
  const isPrivate = pointers.some(({ privateConnection }) => 'value' in privateConnection);
  const usedBy = new Map(
    pointers.map(({ component, role, isActive, privateConnection }) => [
      `${keyOf(component)} ${role}`,
      { component: refOf(component), role, isActive, privateConnection },
    ])
  );
  const listeners = facts.config.mtls.hosts;
  const isEndpoint = reading.kind === 'endpoint';
  return {
    project: facts.root,
    ...(isEndpoint
      ? { scheme: known(reading.scheme), host: known(reading.host), port: known(reading.port) }
      : endpointFacts({ kind: reading.kind, url: pointers[0]!.url })),
    kind: isEndpoint ? kindOf(reading.host, isPrivate) : reading.kind,
    mutualTlsPort:
      isEndpoint && Object.hasOwn(listeners, reading.host)
        ? known(listeners[reading.host]!)
        : none('not in mtls.hosts'),
    usedBy: [...usedBy].sort(([a], [b]) => compare(a, b)).map(([, use]) => use),
    findings: facts.countFindings(pointers.map(({ component }) => component)),
  };
}

/** Names that no public DNS resolves: RFC 6761, RFC 6762, RFC 8375, and `internal`, which ICANN keeps out of it. */
const PRIVATE_NAME = /(?:^|\.)(?:local|internal|home\.arpa|localhost)$/;

function kindOf(host: string, isPrivate: boolean): HostKind {
  const name = host.replace(/^\*\./, '');
  const salesforce = salesforceHostKind(name);
  if (salesforce !== undefined) return salesforce === 'my-domain' ? 'my-domain' : 'salesforce';
  const address = name.replace(/^\[|\]$/g, '');
  const range = parseRange(address, address);
  const isInside = range ? isPrivateRange(range) : PRIVATE_NAME.test(name) || !name.includes('.');
  return isPrivate || isInside || isLocalHost(name) ? 'private' : 'third-party';
}

const NO_SWITCH = none('it has no switch');
const NO_CONNECTION = none('no private connection');

function pointersOf(project: Project): readonly Pointer[] {
  const at = (
    component: ComponentRef,
    role: string,
    url: Field | undefined,
    more: Partial<Pick<Pointer, 'isActive' | 'privateConnection'>> = {}
  ): readonly Pointer[] =>
    url ? [{ component, role, url, isActive: NO_SWITCH, privateConnection: NO_CONNECTION, ...more }] : [];
  const activity = (flag: Field<boolean> | undefined): Pick<Pointer, 'isActive'> => ({
    isActive: flag ? known(flag.value) : unknown('the file does not say'),
  });
  return [
    ...project.all('NamedCredential').flatMap((credential) => {
      const connection = outboundNetworkConnectionOf(credential);
      const { calloutStatus } = credential;
      const privateConnection = connection && { privateConnection: known(connection.value) };
      const isActive = calloutStatus && { isActive: known(calloutStatus.value === 'Enabled') };
      return [
        ...at(credential, 'callout', urlOf(credential), { ...privateConnection, ...isActive }),
        ...at(credential, 'token endpoint', credential.authTokenEndpointUrl),
      ];
    }),
    ...project.all('ExternalCredential').flatMap((one) => at(one, 'token endpoint', tokenUrlOf(one))),
    ...project
      .all('AuthProvider')
      .flatMap((one) => one.urls.flatMap((url) => at(one, AUTH_PROVIDER_ROLES[url.element] ?? 'auth. provider', url))),
    ...project.all('ExternalDataSource').flatMap((one) => at(one, 'external data source', one.endpoint)),
    ...project.all('RemoteSiteSetting').flatMap((one) => at(one, 'remote site', one.url, activity(one.isActive))),
    ...project
      .all('CspTrustedSite')
      .flatMap((one) => at(one, 'CSP trusted site', one.endpointUrl, activity(one.isActive))),
    ...project.all('SamlSsoConfig').flatMap((one) => at(one, 'single logout', one.singleLogoutUrl)),
    ...project
      .all('Workflow')
      .flatMap((workflow) =>
        workflow.outboundMessages.flatMap(({ fullName, endpointUrl }) =>
          at(
            { type: 'WorkflowOutboundMessage', fullName: `${workflow.fullName}.${fullName}` },
            'outbound message',
            endpointUrl
          )
        )
      ),
  ];
}

const AUTH_PROVIDER_ROLES: Readonly<Record<string, string>> = {
  authorizeUrl: 'authorize endpoint',
  tokenUrl: 'token endpoint',
  userInfoUrl: 'user info endpoint',
};

function byHost(a: EndpointRow, b: EndpointRow): number {
  const [one, other] = [valueOf(a.host), valueOf(b.host)];
  return (
    Number(one === undefined) - Number(other === undefined) ||
    compare(one ?? a.kind, other ?? b.kind) ||
    (valueOf(a.port) ?? 0) - (valueOf(b.port) ?? 0) ||
    compare(valueOf(a.scheme) ?? '', valueOf(b.scheme) ?? '') ||
    compare(userOf(a), userOf(b))
  );
}

const userOf = ({ usedBy }: EndpointRow): string =>
  usedBy.map(({ component, role }) => `${keyOf(component)} ${role}`).join();
