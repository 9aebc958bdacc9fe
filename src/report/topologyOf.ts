import { compare } from '../compare.js';
import { valueOf } from '../inventory/fact.js';
import type { OutboundIntegration } from '../inventory/integrations.js';
import { gatewayOfHost } from '../model/gateway.js';
import type { Topology, TopologyEdge, TopologyNode } from './document.js';
import { joinEdges } from './pictures/partsOf.js';
import type { ReportData, ReportedGateway, ReportedIntegration } from './reportData.js';

type Outbound = Extract<ReportedIntegration, { readonly direction: 'outbound' }>;
type Inbound = Extract<ReportedIntegration, { readonly direction: 'inbound' }>;

/**
 * Who is connected with whom: the orgs, what they call, and who calls them. A call to the My Domain of an org that the report
 * knows leads to that org, and the app that lets it in is no caller of its own: where the app verifies the key that the call
 * signs with, or both registers have one id for it. The same data gives the same picture, whatever the order of its rows.
 */
export function topologyOf(data: ReportData): Topology {
  const orgs = orgNodes(data);
  const gateways = new Gateways(data.gateways);
  const outbound = data.integrations.filter((row): row is Outbound => row.direction === 'outbound');
  const keys = new Keys(data.certificates);
  const apps = data.integrations.filter((row): row is Inbound => row.direction === 'inbound');
  const answered = new Set<Inbound>();
  const calls = outbound.filter(opensConnection).map((row) => {
    const call = callOf(data, row, gateways);
    const answers = apps.filter((app) => app.project === call.org && isAnsweredBy(row, app, keys));
    for (const app of answers) answered.add(app);
    const isAtRisk = call.edge.isAtRisk || answers.some(hasRisk);
    return { ...call, edge: { ...call.edge, isAtRisk } };
  });
  const callers = apps.filter((app) => !answered.has(app)).map((row) => callerOf(row, gateways));
  const parts = [...calls, ...callers];
  const edges = sortedEdges(parts.map(({ edge }) => edge));
  const nodes = distinctNodes([...orgs, ...parts.flatMap((part) => part.nodes)]);
  return {
    kind: 'topology',
    title: 'Who is connected with whom',
    nodes: nodes
      .map((node) => withNames(node, edges))
      .sort(
        (a, b) => ROLES.indexOf(a.role) - ROLES.indexOf(b.role) || compare(a.label, b.label) || compare(a.id, b.id)
      ),
    edges,
  };
}

/** From left to right. */
const ROLES: ReadonlyArray<TopologyNode['role']> = ['client', 'org', 'gateway', 'host'];

const orgId = (project: string): string => `org:${project}`;

const orgNodes = ({ orgs }: ReportData): readonly TopologyNode[] =>
  orgs.map(({ project, name, myDomain }) => ({ id: orgId(project), role: 'org', label: name, detail: myDomain ?? '' }));

/** An External Credential that no Named Credential uses leads nowhere yet. */
const opensConnection = ({ component }: OutboundIntegration): boolean => component.type !== 'ExternalCredential';

/** Whether an app of the org that is called lets this call in. */
const isAnsweredBy = (call: Outbound, app: Inbound, keys: Keys): boolean =>
  (call.register !== null && app.register !== null && call.id === app.id) ||
  (isForSignersAlone(app) && keys.ofSigner(call).some((key) => keys.ofApp(app).has(key)));

/** What an app verifies with its certificate; who comes another way has another secret. */
const isForSignersAlone = ({ flows }: Inbound): boolean =>
  flowsOfClient(valueOf(flows) ?? []).every((flow) => flow === 'JWT Bearer Flow');

/** The keys of the certificates of a report. */
class Keys {
  private readonly byName = new Map<string, string>();
  private readonly byApp = new Map<string, Set<string>>();

  public constructor(certificates: ReportData['certificates']) {
    for (const { project, kind, name, publicKey, usedBy } of certificates) {
      const [own, key] = [valueOf(name), valueOf(publicKey)];
      if (key === undefined) continue;
      if (kind === 'Certificate' && own !== undefined) this.byName.set(JSON.stringify([project, own]), key);
      if (kind !== 'copy') continue;
      for (const { component } of usedBy) {
        if (!component) continue;
        const app = JSON.stringify([project, component.type, component.fullName]);
        this.byApp.set(app, (this.byApp.get(app) ?? new Set()).add(key));
      }
    }
  }

  /** Those that a call signs tokens with. */
  public ofSigner({ project, certificates }: Outbound): readonly string[] {
    return certificates.flatMap(({ role, name }) =>
      role === 'signing' ? (this.byName.get(JSON.stringify([project, valueOf(name)])) ?? []) : []
    );
  }

  /** Those that an app verifies signatures with. */
  public ofApp({ project, component: { type, fullName } }: Inbound): ReadonlySet<string> {
    return this.byApp.get(JSON.stringify([project, type, fullName])) ?? new Set();
  }
}

/** One connection, and the nodes that it needs besides the orgs. */
interface Part<Row> {
  readonly row: Row;
  readonly nodes: readonly TopologyNode[];
  readonly edge: TopologyEdge;
}

interface Call extends Part<Outbound> {
  /** The project of the org that is called, where the report knows it. */
  readonly org: string | undefined;
}

/** Whose end of a connection it is: several orgs that register one id mean the same system. */
const ownerOf = ({ register, project, id, component }: Inbound | Outbound): string =>
  JSON.stringify(register ? [id] : [project, component.type, component.fullName]);

function callOf(data: ReportData, row: Outbound, gateways: Gateways): Call {
  const host = valueOf(row.host);
  const org = host === undefined ? undefined : data.orgs.find(({ myDomain }) => myDomain === host)?.project;
  const gateway = org === undefined ? gateways.find(row, host) : undefined;
  const nodes =
    org !== undefined ? [] : gateway ? [gatewayNode(gateway), behindGateway(row, gateway)] : [hostNode(row, host)];
  return {
    row,
    org,
    nodes,
    edge: {
      from: orgId(row.project),
      to: org === undefined ? nodes[0]!.id : orgId(org),
      transport: transportOf(row),
      authentication: authenticationOf(row),
      ...concerning(row),
    },
  };
}

function callerOf(row: Inbound, gateways: Gateways): Part<Inbound> {
  const gateway = gateways.find(row, undefined);
  const caller: TopologyNode = {
    id: `client:${ownerOf(row)}`,
    role: 'client',
    label: row.name,
    detail: row.name === row.component.fullName ? '' : row.component.fullName,
    ...(gateway && { behind: wayIn(gateway) }),
  };
  return {
    row,
    nodes: gateway ? [{ ...gatewayNode(gateway), id: wayIn(gateway) }, caller] : [caller],
    edge: {
      from: gateway ? wayIn(gateway) : caller.id,
      to: orgId(row.project),
      transport: row.mutualTls === 'yes' ? 'mTLS' : 'TLS',
      authentication:
        flowsOfClient(valueOf(row.flows) ?? [])
          .map(flowInShort)
          .join(', ') || 'not known',
      ...concerning(row),
    },
  };
}

const hasRisk = ({ findings }: ReportedIntegration): boolean => findings.critical + findings.high > 0;

const concerning = (row: ReportedIntegration): Pick<TopologyEdge, 'integrations' | 'isAtRisk'> => ({
  integrations: [row.name],
  isAtRisk: hasRisk(row),
});

/** A gateway with the id of its node. */
interface PlacedGateway {
  readonly gateway: ReportedGateway;
  readonly node: string;
}

/** The gateways of all registers, where several may tell of the same one. */
class Gateways {
  private readonly all: readonly PlacedGateway[];

  public constructor(gateways: readonly ReportedGateway[]) {
    const all: PlacedGateway[] = [];
    const ordered = [...gateways].sort((a, b) => compare(a.project, b.project) || compare(a.id, b.id));
    for (const gateway of ordered) {
      // Two orgs that give one id to one host mean one gateway.
      const same = all.find(
        (one) => one.gateway.id === gateway.id && one.gateway.hosts.some((host) => gateway.hosts.includes(host))
      );
      all.push({ gateway, node: same?.node ?? `gateway:${gateway.project}:${gateway.id}` });
    }
    this.all = all;
  }

  /**
   * The gateway that a connection takes: that of its host, by the own register first, then by those of the other orgs; where
   * there is no host, the one that the register names.
   */
  public find({ project, decision }: ReportedIntegration, host: string | undefined): PlacedGateway | undefined {
    const own = this.all.filter(({ gateway }) => gateway.project === project);
    if (host === undefined) return own.find(({ gateway }) => gateway.id === decision.gateway);
    const found =
      gatewayOfHost(
        own.map(({ gateway }) => gateway),
        host
      ) ??
      gatewayOfHost(
        this.all.map(({ gateway }) => gateway),
        host
      );
    return this.all.find(({ gateway }) => gateway === found);
  }
}

/** A gateway that sees to calls in both directions stands on both sides of the orgs, or every picture of it would be a knot. */
const wayIn = ({ node }: PlacedGateway): string => `${node}:in`;

const gatewayNode = ({ gateway, node }: PlacedGateway): TopologyNode => ({
  id: node,
  role: 'gateway',
  label: gateway.name ?? gateway.id,
  detail:
    gateway.hosts.length > 1 ? `${gateway.hosts[0]!} and ${gateway.hosts.length - 1} more` : (gateway.hosts[0] ?? ''),
});

/** What an integration reaches through a gateway, which only its name tells. */
const behindGateway = (row: Outbound, { node }: PlacedGateway): TopologyNode => ({
  id: `behind:${node}:${ownerOf(row)}`,
  role: 'host',
  label: row.name,
  detail: (row.register?.dataClassification ?? []).join(', '),
  behind: node,
});

function hostNode(row: Outbound, host: string | undefined): TopologyNode {
  if (host === undefined) {
    const why = 'none' in row.host ? row.host.none : 'unknown' in row.host ? row.host.unknown : '';
    return { id: `unknown:${row.project}:${why}`, role: 'host', label: 'host not known', detail: why };
  }
  const [port, scheme] = [valueOf(row.port), valueOf(row.scheme)];
  const usual = scheme === 'http' ? 80 : 443;
  const label = port === undefined || port === usual ? host : `${host}:${port}`;
  return { id: `host:${label}`, role: 'host', label, detail: '' };
}

function transportOf(row: Outbound): string {
  if (valueOf(row.privateConnection) !== undefined) return 'private';
  const scheme = valueOf(row.scheme);
  if (scheme === 'http') return 'http';
  if (row.mutualTls === 'yes') return 'mTLS';
  return scheme === undefined ? 'not known' : 'TLS';
}

/** The protocols of the metadata, as people call them. */
const PROTOCOLS: ReadonlyMap<string, string> = new Map([
  ['AwsSv4', 'AWS Signature 4'],
  ['Basic', 'Basic'],
  ['Custom', 'custom headers'],
  ['Jwt', 'JWT'],
  ['JwtExchange', 'JWT bearer'],
  ['Oauth', 'OAuth'],
  ['Password', 'password'],
]);

function authenticationOf(row: Outbound): string {
  const { authenticationProtocol, authenticationFlow } = row;
  if ('unknown' in authenticationProtocol) return 'not known';
  if ('none' in authenticationProtocol) return withoutProtocol(row, authenticationProtocol.none);
  const protocol = authenticationProtocol.value;
  if (protocol === 'NoAuthentication') return withoutProtocol(row, '');
  const flow = valueOf(authenticationFlow);
  if (protocol === 'Oauth' && flow !== undefined) return flowInShort(flow);
  return PROTOCOLS.get(protocol) ?? protocol;
}

/** Where no protocol authenticates; `why` is what the inventory says to it, which tells of a header that holds a secret. */
function withoutProtocol({ mutualTls, certificates }: Outbound, why: string): string {
  if (why.includes('header')) return 'a header';
  // It is presented, and whether the server asks for it is not in the files.
  const isOpen = mutualTls === 'unknown' && certificates.some(({ role }) => role === 'client');
  return isOpen ? 'client certificate?' : 'none';
}

/** `JWT Bearer Flow` as `JWT bearer`. */
const SHORT_FLOWS: ReadonlyMap<string, string> = new Map([
  ['Authorization Code and Credentials Flow', 'code and credentials'],
  ['Browser Flow', 'browser'],
  ['Client Credentials Flow', 'client credentials'],
  ['Client Credentials with Client Secret Flow', 'client credentials'],
  ['Client Credentials with JWT Assertion Flow', 'JWT assertion'],
  ['Device Flow', 'device'],
  ['JWT Bearer Flow', 'JWT bearer'],
  ['Web Server Flow', 'web server'],
]);

/** Those that open a browser for somebody; setup makes every app have a callback, so that one says nothing beside others. */
const FOR_PEOPLE = new Set([
  'Authorization Code and Credentials Flow',
  'Browser Flow',
  'Device Flow',
  'Web Server Flow',
]);

/** The flows of the machine that an app is for; of an app for people, theirs. */
function flowsOfClient(flows: readonly string[]): readonly string[] {
  const ofMachines = flows.filter((flow) => !FOR_PEOPLE.has(flow));
  return ofMachines.length > 0 ? ofMachines : flows;
}

const flowInShort = (flow: string): string => SHORT_FLOWS.get(flow) ?? flow;

function distinctNodes(nodes: readonly TopologyNode[]): readonly TopologyNode[] {
  return [...new Map(nodes.map((node) => [node.id, node])).values()];
}

/** A host with the names of the integrations that call it. */
function withNames(node: TopologyNode, edges: readonly TopologyEdge[]): TopologyNode {
  if (!node.id.startsWith('host:')) return node;
  const names = [...new Set(edges.filter(({ to }) => to === node.id).flatMap(({ integrations }) => integrations))].sort(
    compare
  );
  return { ...node, detail: names.length > 2 ? `${names[0]!} and ${names.length - 1} more` : names.join(', ') };
}

function sortedEdges(edges: readonly TopologyEdge[]): readonly TopologyEdge[] {
  const key = ({ from, to, transport, authentication }: TopologyEdge): string =>
    JSON.stringify([from, to, transport, authentication]);
  return joinEdges(edges)
    .map((edge) => ({ ...edge, integrations: [...edge.integrations].sort(compare) }))
    .sort((a, b) => compare(key(a), key(b)));
}
