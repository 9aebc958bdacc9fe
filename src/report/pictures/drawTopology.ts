import dagre from '@dagrejs/dagre';
import type { Element } from 'hast';
import { s } from 'hastscript';
import type { Topology, TopologyEdge, TopologyNode } from '../document.js';
import { visible } from '../visible.js';
import { drawLegend, riskSign, round, type Drawing, type LegendEntry } from './drawing.js';
import { edgeLines } from './edgeLines.js';
import { textLines, textWidth, type Type } from './textWidth.js';

const NODE = {
  label: { size: 13, isBold: true },
  detail: { size: 11 },
  line: 17,
  detailLine: 14,
  widest: 118,
  mostLines: 3,
  padding: 10,
  narrowest: 64,
  top: 9,
} as const;
const EDGE = { type: { size: 11 }, line: 14.5, widest: 92, sign: 20 } as const;
const MARGIN = 4;
/** How far the corners of a gateway are behind its points. */
const SLANT = 9;
/** How far a line runs straight beyond its column; arrow heads are drawn on it. */
const STUB = 10;
const SMALLEST = 420;
/** Where a picture from left to right is wider, one from top to bottom may be easier to read on a page. */
const PAGE = 900;

interface Point {
  readonly x: number;
  readonly y: number;
}

/** A node as it is written: lines of its name, of its detail, and of how its only edge is made. */
interface Box {
  readonly node: TopologyNode;
  readonly lines: readonly string[];
  readonly details: readonly string[];
  readonly ways: readonly string[];
  readonly width: number;
  readonly height: number;
}

/**
 * An edge as it is written, without lines where a node says them; without an edge, the thin line between a gateway and what
 * stands behind it.
 */
interface Line {
  readonly from: string;
  readonly to: string;
  readonly edge?: TopologyEdge;
  readonly lines: readonly string[];
  readonly width: number;
  readonly height: number;
}

/** Who is connected with whom, laid out from left to right or from top to bottom: callers, orgs, gateways, hosts. */
export function drawTopology({ nodes, edges }: Topology): Drawing {
  if (nodes.length === 0) return nothing();
  const alone = onlyEdges(nodes, edges);
  const boxes = nodes.map((node) => boxOf(node, alone.get(node.id)));
  const told = new Set(alone.values());
  const lines = [...edges.map((edge) => lineOf(edge, told.has(edge))), ...nodes.flatMap(lineBehind)];
  const graph = layOutForPage(boxes, lines);
  const body: Drawing = {
    width: Math.ceil(graph.width),
    height: Math.ceil(graph.height),
    children: [
      ...lines.map((line, index) => drawLine(line, graph.pointsOf(index))),
      ...boxes.map((box) => drawBox(box, graph.placeOf(box.node.id))),
      ...lines.flatMap((line, index) => drawLabel(line, graph.labelOf(index))),
    ],
  };
  const width = Math.max(body.width, SMALLEST);
  const legend = drawLegend(legendOf(nodes, edges), width);
  return {
    width: Math.max(width, legend.width),
    height: body.height + 16 + legend.height,
    children: [...body.children, s('g', { transform: `translate(0 ${body.height + 16})` }, [...legend.children])],
  };
}

const nothing = (): Drawing => ({
  width: SMALLEST,
  height: 40,
  children: [s('text', { className: ['legend'], x: 0, y: 24 }, 'No connections.')],
});

/** The edges of the callers and hosts that have one alone, by their ids: the node itself has room to say how it is made. */
function onlyEdges(nodes: readonly TopologyNode[], edges: readonly TopologyEdge[]): ReadonlyMap<string, TopologyEdge> {
  const own = new Map<string, TopologyEdge[]>(nodes.map(({ id }) => [id, []]));
  for (const edge of edges) for (const id of new Set([edge.from, edge.to])) own.get(id)!.push(edge);
  return new Map(
    nodes.flatMap(({ id, role }) => {
      const [edge, ...others] = own.get(id)!;
      return edge && others.length === 0 && (role === 'client' || role === 'host') ? [[id, edge] as const] : [];
    })
  );
}

function boxOf(node: TopologyNode, edge: TopologyEdge | undefined): Box {
  const linesOf = (text: string, type: Type): readonly string[] =>
    text === '' ? [] : textLines(visible(text), NODE.widest, type, NODE.mostLines);
  const lines = linesOf(node.label, NODE.label);
  const details = linesOf(node.detail, NODE.detail);
  const ways = edge ? linesOf(edgeLines(edge).join(' · '), NODE.detail) : [];
  const widest = Math.max(
    NODE.narrowest,
    ...lines.map((line) => textWidth(line, NODE.label)),
    ...[...details, ...ways].map((line) => textWidth(line, NODE.detail))
  );
  return {
    node,
    lines,
    details,
    ways,
    width: widest + 2 * NODE.padding,
    height: 2 * NODE.top + NODE.line * lines.length + NODE.detailLine * (details.length + ways.length),
  };
}

function lineOf(edge: TopologyEdge, isTold: boolean): Line {
  const { from, to, isAtRisk } = edge;
  const lines = isTold ? [] : edgeLines(edge).flatMap((line) => textLines(visible(line), EDGE.widest, EDGE.type, 2));
  const text = Math.max(0, ...lines.map((line) => textWidth(line, EDGE.type) + 10));
  return {
    from,
    to,
    edge,
    lines,
    width: text + (isAtRisk ? EDGE.sign : 0),
    height: Math.max(EDGE.line * lines.length + 4, isAtRisk ? EDGE.sign : 0),
  };
}

function lineBehind({ id, role, behind }: TopologyNode): readonly Line[] {
  if (behind === undefined) return [];
  const [from, to] = role === 'client' ? [id, behind] : [behind, id];
  return [{ from, to, lines: [], width: 0, height: 0 }];
}

/** Where everything stands once it is laid out. */
interface Layout {
  readonly width: number;
  readonly height: number;
  readonly placeOf: (node: string) => Point;
  /** Of a line, by its index. */
  readonly pointsOf: (index: number) => readonly Point[];
  readonly labelOf: (index: number) => Point;
}

/** From left to right where that fits a page; else the way that is narrower, since a page makes a wide picture small. */
function layOutForPage(boxes: readonly Box[], lines: readonly Line[]): Layout {
  const across = layOut(boxes, lines, 'LR');
  if (across.width <= PAGE) return across;
  const down = layOut(boxes, lines, 'TB');
  return down.width < across.width ? down : across;
}

function layOut(boxes: readonly Box[], lines: readonly Line[], direction: 'LR' | 'TB'): Layout {
  const graph = new dagre.graphlib.Graph({ multigraph: true });
  graph.setGraph({ rankdir: direction, nodesep: 14, edgesep: 12, ranksep: 30 });
  // Names that cannot be those of the graph's own nodes, nor of anything that an object inherits.
  const names = new Map(boxes.map(({ node }, index) => [node.id, `n${index}`]));
  // What comes last stands at the top where the layout has no reason for another order.
  for (const { node, width, height } of [...boxes].reverse()) graph.setNode(names.get(node.id)!, { width, height });
  for (const [index, { from, to, width, height }] of [...lines.entries()].reverse()) {
    graph.setEdge(names.get(from)!, names.get(to)!, { width, height, labelpos: 'c' }, `e${index}`);
  }
  dagre.layout(graph);
  const edgeAt = (index: number): { points: readonly Point[]; x?: number; y?: number } => {
    const { from, to } = lines[index]!;
    return graph.edge(names.get(from)!, names.get(to)!, `e${index}`) as { points: readonly Point[] };
  };
  const placeOf = (node: string): Point => graph.node(names.get(node)!) as Point;
  const isDown = direction === 'TB';
  const turned = ({ x, y }: Point): Point => (isDown ? { x: y, y: x } : { x, y });
  const paths = withPorts(
    lines.map(({ from, to }, index) => ({ from, to, points: edgeAt(index).points.map(turned) })),
    boxes.map(({ node, width, height }) => ({
      id: node.id,
      slant: node.role === 'gateway' && !isDown ? SLANT : 0,
      width: isDown ? height : width,
      height: isDown ? width : height,
      ...turned(placeOf(node.id)),
    }))
  ).map((points) => points.map(turned));
  const labelAt = (index: number): Point => {
    const { x = 0, y = 0 } = edgeAt(index);
    return { x, y };
  };
  // The layout keeps room at its sides for labels that stand elsewhere in the end.
  const { from, to } = extentOf([
    ...boxes.flatMap(({ node, ...size }) => cornersOf(placeOf(node.id), size)),
    ...lines.flatMap(({ edge, ...size }, index) => (edge ? cornersOf(labelAt(index), size) : [])),
    ...paths.flat(),
  ]);
  const moved = ({ x, y }: Point): Point => ({ x: x - from.x + MARGIN, y: y - from.y + MARGIN });
  return {
    width: to.x - from.x + 2 * MARGIN,
    height: to.y - from.y + 2 * MARGIN,
    placeOf: (node) => moved(placeOf(node)),
    pointsOf: (index) => paths[index]!.map(moved),
    labelOf: (index) => moved(labelAt(index)),
  };
}

const cornersOf = ({ x, y }: Point, { width, height }: { width: number; height: number }): readonly Point[] => [
  { x: x - width / 2, y: y - height / 2 },
  { x: x + width / 2, y: y + height / 2 },
];

/** The corners of the smallest rectangle that holds some points. */
const extentOf = (points: readonly Point[]): { readonly from: Point; readonly to: Point } => ({
  from: {
    x: points.reduce((least, { x }) => Math.min(least, x), Infinity),
    y: points.reduce((least, { y }) => Math.min(least, y), Infinity),
  },
  to: {
    x: points.reduce((most, { x }) => Math.max(most, x), -Infinity),
    y: points.reduce((most, { y }) => Math.max(most, y), -Infinity),
  },
});

/** A line from node to node as it was laid out. */
interface Path {
  readonly from: string;
  readonly to: string;
  readonly points: readonly Point[];
}

interface PlacedBox extends Point {
  readonly id: string;
  /** How far the corners are behind the middle of a side. */
  readonly slant: number;
  readonly width: number;
  readonly height: number;
}

/**
 * The paths of a picture from left to right, but that each leaves and enters a node at its side and runs straight until it is past all nodes of that column:
 * the layout lets them end anywhere at a node, and cross what stands above or below it. Ends at one side keep a distance.
 */
function withPorts(paths: readonly Path[], boxes: readonly PlacedBox[]): ReadonlyArray<readonly Point[]> {
  const byId = new Map(boxes.map((box) => [box.id, box]));
  // The layout puts the middles of all nodes of a column above each other.
  const reach = new Map<number, number>();
  for (const { x, width } of boxes) reach.set(x, Math.max(reach.get(x) ?? 0, width / 2));

  const ends = paths.flatMap(({ from, to, points }, path) => {
    if (from === to) return [];
    const direction = byId.get(from)!.x <= byId.get(to)!.x ? 1 : -1;
    return [
      { path, isStart: true, box: byId.get(from)!, side: direction, toward: points[1]!.y },
      { path, isStart: false, box: byId.get(to)!, side: -direction, toward: points.at(-2)!.y },
    ];
  });
  const ports = new Map<string, readonly Point[]>();
  for (const box of boxes) {
    for (const side of [1, -1]) {
      const own = ends.filter((end) => end.box === box && end.side === side).sort((a, b) => a.toward - b.toward);
      const step = Math.min(14, (box.height - 16) / Math.max(1, own.length - 1));
      for (const [index, { path, isStart }] of own.entries()) {
        const y = box.y + (index - (own.length - 1) / 2) * step;
        const slant = (box.slant * Math.abs(y - box.y)) / (box.height / 2);
        const [edge, column] = [box.x + side * (box.width / 2 - slant), box.x + side * reach.get(box.x)!];
        ports.set(`${path} ${isStart}`, [
          { x: edge, y },
          { x: column + side * STUB, y },
        ]);
      }
    }
  }
  return paths.map(({ from, to, points }, path) =>
    from === to
      ? points
      : [...ports.get(`${path} true`)!, ...points.slice(1, -1), ...[...ports.get(`${path} false`)!].reverse()]
  );
}

const TRANSPORTS = ['mTLS', 'TLS', 'http', 'private'];
/** A class of ours, whatever somebody calls a transport. */
const transportClass = (transport: string): string =>
  TRANSPORTS.includes(transport) ? transport.toLowerCase() : 'unknown';

function drawLine({ edge }: Line, points: readonly Point[]): Element {
  const classes = edge ? ['edge', transportClass(edge.transport), ...(edge.isAtRisk ? ['risk'] : [])] : ['beyond'];
  return s('g', { className: classes }, [
    ...(edge ? [s('title', edgeTitle(edge))] : []),
    s('path', { className: ['line'], d: curve(points) }),
    ...(edge ? [s('path', { className: ['head'], d: arrowHead(points) })] : []),
  ]);
}

const MOST_NAMES = 20;

function edgeTitle({ integrations, isAtRisk }: TopologyEdge): string {
  const names = integrations.slice(0, MOST_NAMES).map(visible).join(', ');
  const more = integrations.length > MOST_NAMES ? ` and ${integrations.length - MOST_NAMES} more` : '';
  return `${names}${more}${isAtRisk ? '; a finding of severity high or critical concerns it' : ''}`;
}

/** A smooth line through the middles between the points; it begins and ends straight. */
function curve(points: readonly Point[]): string {
  const [first, ...rest] = points;
  const last = rest.at(-1)!;
  const middles = rest.slice(0, -1).map(({ x, y }, index) => {
    const next = rest[index + 1]!;
    return `Q${round(x)} ${round(y)} ${round((x + next.x) / 2)} ${round((y + next.y) / 2)}`;
  });
  return `M${round(first!.x)} ${round(first!.y)} ${middles.join(' ')} L${round(last.x)} ${round(last.y)}`;
}

function arrowHead(points: readonly Point[]): string {
  const tip = points.at(-1)!;
  const before = [...points].reverse().find(({ x, y }) => x !== tip.x || y !== tip.y) ?? { x: tip.x - 1, y: tip.y };
  const length = Math.hypot(tip.x - before.x, tip.y - before.y);
  const [dx, dy] = [(tip.x - before.x) / length, (tip.y - before.y) / length];
  const at = (back: number, aside: number): string =>
    `${round(tip.x - back * dx - aside * dy)} ${round(tip.y - back * dy + aside * dx)}`;
  return `M${at(0, 0)} L${at(9, 4)} L${at(9, -4)} Z`;
}

function drawBox({ node, lines, details, ways, width, height }: Box, { x, y }: Point): Element {
  const [left, top] = [x - width / 2, y - height / 2];
  const text = (className: string, line: string, baseline: number): Element =>
    s('text', { className: [className], x: round(x), y: round(baseline), textAnchor: 'middle' }, line);
  const middle = top + NODE.top + NODE.line * lines.length;
  return s('g', { className: ['node', node.role] }, [
    s('title', [node.label, node.detail].filter(Boolean).map(visible).join(', ')),
    shapeOf(node.role, { left, top, width, height }),
    ...lines.map((line, index) => text('label', line, top + NODE.top + NODE.line * index + NODE.label.size - 0.5)),
    ...[...details.map((line) => ['detail', line] as const), ...ways.map((line) => ['way', line] as const)].map(
      ([className, line], index) => text(className, line, middle + NODE.detailLine * index + NODE.detail.size - 0.5)
    ),
  ]);
}

interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Each role has a shape of its own, so that nobody needs the colours. */
function shapeOf(role: TopologyNode['role'], { left, top, width, height }: Rectangle): Element {
  if (role === 'gateway') {
    const [right, bottom, middle, edge] = [left + width, top + height, top + height / 2, SLANT];
    const corners = [
      [left, middle],
      [left + edge, top],
      [right - edge, top],
      [right, middle],
      [right - edge, bottom],
      [left + edge, bottom],
    ];
    return s('path', { className: ['shape'], d: `M${corners.map((one) => one.map(round).join(' ')).join(' L')} Z` });
  }
  const rx = role === 'client' ? height / 2 : role === 'org' ? 7 : 1.5;
  return s('rect', {
    className: ['shape'],
    x: round(left),
    y: round(top),
    width: round(width),
    height: round(height),
    rx: round(Math.min(rx, 18)),
  });
}

/** What stands at a line, on a piece of paper of its own, which keeps other lines from running through it. */
function drawLabel({ edge, lines, width, height }: Line, { x, y }: Point): readonly Element[] {
  if (!edge || width === 0) return [];
  const [left, top] = [x - width / 2, y - height / 2];
  const middle = edge.isAtRisk ? x + EDGE.sign / 2 : x;
  return [
    s('g', { className: ['edge-label', ...(edge.isAtRisk ? ['risk'] : [])] }, [
      s('rect', { className: ['paper'], x: round(left), y: round(top), width: round(width), height: round(height) }),
      ...(edge.isAtRisk ? [riskSign(left + EDGE.sign / 2 + (lines.length === 0 ? 0 : 2), y)] : []),
      ...lines.map((line, index) =>
        s(
          'text',
          { x: round(middle), y: round(top + 2 + EDGE.line * index + EDGE.type.size - 0.2), textAnchor: 'middle' },
          line
        )
      ),
    ]),
  ];
}

const ROLES = { client: 'Caller', org: 'Salesforce org', gateway: 'Gateway', host: 'System outside' } as const;
const LINES = {
  mtls: 'Mutual TLS',
  tls: 'TLS',
  http: 'http, without TLS',
  private: 'Private connection',
  unknown: 'Not known',
} as const;

function legendOf(nodes: readonly TopologyNode[], edges: readonly TopologyEdge[]): readonly LegendEntry[] {
  const box = (role: TopologyNode['role'], text: string): LegendEntry => ({
    text,
    sample: (x, y) => [
      s('g', { className: ['node', role] }, [shapeOf(role, { left: x - 15, top: y - 7, width: 30, height: 14 })]),
    ],
  });
  const line = (classes: readonly string[], text: string, hasHead = true): LegendEntry => ({
    text,
    sample: (x, y) => {
      const points = [
        { x: x - 16, y },
        { x: x + 16, y },
      ];
      return [
        s('g', { className: [...classes] }, [
          s('path', { className: ['line'], d: `M${round(x - 16)} ${round(y)} H${round(x + (hasHead ? 9 : 16))}` }),
          ...(hasHead ? [s('path', { className: ['head'], d: arrowHead(points) })] : []),
        ]),
      ];
    },
  });
  const roles = new Set(nodes.map(({ role }) => role));
  const transports = new Set(edges.map(({ transport }) => transportClass(transport)));
  return [
    ...(['client', 'org', 'gateway', 'host'] as const).flatMap((role) =>
      roles.has(role) ? [box(role, ROLES[role])] : []
    ),
    ...(['mtls', 'tls', 'http', 'private', 'unknown'] as const).flatMap((one) =>
      transports.has(one) ? [line(['edge', one], LINES[one])] : []
    ),
    ...(nodes.some(({ behind }) => behind !== undefined)
      ? [line(['beyond'], 'Behind a gateway: not in metadata', false)]
      : []),
    ...(edges.some(({ isAtRisk }) => isAtRisk)
      ? [
          {
            text: 'Has a finding of severity high or critical',
            sample: (x: number, y: number): readonly Element[] => [riskSign(x, y)],
          },
        ]
      : []),
  ];
}
