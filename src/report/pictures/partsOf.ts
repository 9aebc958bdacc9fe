import { compare } from '../../compare.js';
import type { Picture, TimeLine, Topology, TopologyEdge, TopologyNode } from '../document.js';

/** What people can still take in at once. */
const MOST_NODES = 40;
const MOST_BARS = 30;

/**
 * A picture as pictures that can be read: large ones are folded, so that one node says `23 more hosts`, and where that does not
 * help they are split by org and gateway. A part of a picture is its own only part.
 */
export const partsOf = (picture: Picture): readonly Picture[] =>
  picture.kind === 'time-line' ? partsOfTimeLine(picture) : partsOfTopology(picture);

/** As `partsOf`, of certificates: those that end after the time line are told of in one bar. */
function partsOfTimeLine(picture: TimeLine): readonly TimeLine[] {
  if (picture.bars.length <= MOST_BARS) return [picture];
  const isFar = (bar: TimeLine['bars'][number]): boolean => bar.state === 'good' && bar.to > picture.to;
  const far = picture.bars.filter(isFar);
  const near = picture.bars.filter((bar) => !isFar(bar));
  const last = far.map(({ to }) => to).reduce((a, b) => (a < b ? a : b), '9999');
  const bars =
    far.length < 2
      ? picture.bars
      : [
          ...near,
          {
            label: `${far.length} more that end later`,
            from: picture.from,
            to: last,
            alerts: [],
            state: 'good' as const,
          },
        ];
  const count = Math.ceil(bars.length / MOST_BARS);
  const size = Math.ceil(bars.length / count);
  return Array.from({ length: count }, (_, index) => ({
    ...picture,
    title: count === 1 ? picture.title : `${picture.title}, part ${index + 1} of ${count}`,
    bars: bars.slice(index * size, (index + 1) * size),
  }));
}

function partsOfTopology(picture: Topology): readonly Topology[] {
  const isCentre = ({ role }: TopologyNode): boolean => role === 'org' || role === 'gateway';
  const whole = fit(picture, isCentre);
  if (whole) return [whole];
  return picture.nodes.filter(isCentre).flatMap((centre) => {
    const part = around(picture, centre);
    if (part.nodes.length === 1 && picture.nodes.length > 1) return [];
    return [fit(part, (node) => node === centre) ?? fold(part, (node) => node !== centre, roleAndRisk(part), 0)];
  });
}

/** The picture with as little folded as it takes; undefined where nothing does. */
function fit(picture: Topology, isCentre: (node: TopologyNode) => boolean): Topology | undefined {
  if (picture.nodes.length <= MOST_NODES) return picture;
  const connections = connectionsIn(picture);
  const risky = atRisk(picture);
  const mayFold = (node: TopologyNode): boolean => !isCentre(node);
  const isSafe = (node: TopologyNode): boolean => mayFold(node) && !risky.has(node.id);
  for (const filter of [isSafe, mayFold]) {
    for (const shown of [12, 6, 3, 1]) {
      const folded = fold(picture, filter, connections, shown);
      if (folded.nodes.length <= MOST_NODES) return folded;
    }
  }
  return undefined;
}

/** A node with all that it is connected with. */
function around({ kind, title, nodes, edges }: Topology, centre: TopologyNode): Topology {
  const own = edges.filter(({ from, to }) => from === centre.id || to === centre.id);
  const ids = new Set([centre.id, ...own.flatMap(({ from, to }) => [from, to])]);
  return {
    kind,
    title: `${title}: ${centre.label}`,
    nodes: nodes.filter(({ id, behind }) => ids.has(id) || behind === centre.id).map((node) => within(node, ids)),
    edges: own,
  };
}

/** A node of a part in which the gateway that it stands behind may be missing. */
function within({ behind, ...node }: TopologyNode, ids: ReadonlySet<string>): TopologyNode {
  return behind !== undefined && ids.has(behind) ? { ...node, behind } : node;
}

const atRisk = ({ edges }: Topology): ReadonlySet<string> =>
  new Set(edges.filter(({ isAtRisk }) => isAtRisk).flatMap(({ from, to }) => [from, to]));

/** For each node a text that is the same for those that are connected with the same others in the same way. */
function connectionsIn({ nodes, edges }: Topology): (node: TopologyNode) => string {
  const all = new Map<string, string[]>(nodes.map(({ id }) => [id, []]));
  for (const { from, to, transport, authentication, isAtRisk } of edges) {
    all.get(from)?.push(JSON.stringify(['to', to, transport, authentication, isAtRisk]));
    all.get(to)?.push(JSON.stringify(['from', from, transport, authentication, isAtRisk]));
  }
  return ({ id, role, behind = '' }) => JSON.stringify([role, behind, ...all.get(id)!.sort(compare)]);
}

function roleAndRisk(picture: Topology): (node: TopologyNode) => string {
  const risky = atRisk(picture);
  return ({ id, role, behind = '' }) => JSON.stringify([role, behind, risky.has(id)]);
}

/** Joins the nodes of each group into one, but for the first `shown` of it. */
function fold(
  { nodes, edges, ...picture }: Topology,
  mayFold: (node: TopologyNode) => boolean,
  groupOf: (node: TopologyNode) => string,
  shown: number
): Topology {
  const groups = new Map<string, TopologyNode[]>();
  for (const node of nodes.filter(mayFold)) {
    const group = groupOf(node);
    const members = groups.get(group);
    if (members) members.push(node);
    else groups.set(group, [node]);
  }
  const standIns = new Map<string, TopologyNode>();
  for (const members of groups.values()) {
    const folded = members.slice(shown);
    if (folded.length < 2) continue;
    const { id, role, behind } = folded[0]!;
    const label = `${folded.length}${shown === 0 ? '' : ' more'} ${PLURALS[behind === undefined ? role : 'behind']}`;
    const standIn = { id, role, label, detail: '', ...(behind !== undefined && { behind }) };
    for (const node of folded) standIns.set(node.id, standIn);
  }
  return {
    ...picture,
    nodes: [...new Set(nodes.map((node) => standIns.get(node.id) ?? node))],
    edges: joinEdges(
      edges.map((edge) => ({
        ...edge,
        from: standIns.get(edge.from)?.id ?? edge.from,
        to: standIns.get(edge.to)?.id ?? edge.to,
      }))
    ),
  };
}

const PLURALS = { client: 'callers', gateway: 'gateways', host: 'hosts', org: 'orgs', behind: 'systems' } as const;

/** One edge for all between the same two nodes that are made the same way, in the order of their first. */
export function joinEdges(edges: readonly TopologyEdge[]): readonly TopologyEdge[] {
  const joined = new Map<string, TopologyEdge>();
  for (const edge of edges) {
    const key = JSON.stringify([edge.from, edge.to, edge.transport, edge.authentication]);
    const before = joined.get(key);
    joined.set(key, {
      ...edge,
      integrations: [...new Set([...(before?.integrations ?? []), ...edge.integrations])],
      isAtRisk: edge.isAtRisk || before?.isAtRisk === true,
    });
  }
  return [...joined.values()];
}
