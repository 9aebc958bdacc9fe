import type { Picture, TimeLine, Topology, TopologyEdge, TopologyNode } from '../document.js';
import { visible } from '../visible.js';
import { edgeLines } from './edgeLines.js';
import { partsOf } from './partsOf.js';
import { shorten } from './textWidth.js';

/**
 * A picture as the source of a Mermaid diagram, as GitHub and GitLab draw it, without the fence. Large pictures are folded, and
 * their parts stand beside each other; `partsOf` gives them one by one.
 */
export const mermaidOf = (picture: Picture): string =>
  picture.kind === 'time-line' ? gantt(picture) : flowchart(picture);

/** Longer labels make nodes that are wider than a page. */
const WIDEST_LABEL = 420;

const SHAPES: Readonly<Record<TopologyNode['role'], readonly [string, string]>> = {
  client: ['(["', '"])'],
  gateway: ['{{"', '"}}'],
  host: ['["', '"]'],
  org: ['("', '")'],
};

/**
 * Colours that show on light and on dark pages, since GitHub draws on both. Nothing in a label can end its quotes, so the
 * class names and ids are ours alone.
 */
const CLASSES = [
  'classDef org fill:#1f3a5f,stroke:#1f3a5f,color:#ffffff',
  'classDef gateway fill:#dcefee,stroke:#1f6f6b,color:#10302e',
  'classDef host fill:#f4f5f7,stroke:#5b6879,color:#1b2430',
  'classDef client fill:#f4f5f7,stroke:#5b6879,color:#1b2430',
];

function flowchart(picture: Topology): string {
  const parts = partsOf(picture) as readonly Topology[];
  const lines: string[] = ['flowchart LR'];
  const classes = new Map<TopologyNode['role'], string[]>();
  const atRisk: number[] = [];
  let [nodes, links] = [0, 0];
  for (const [index, part] of parts.entries()) {
    const indent = parts.length === 1 ? '  ' : '    ';
    const ids = new Map(part.nodes.map(({ id }) => [id, `n${(nodes += 1)}`]));
    if (parts.length > 1) lines.push(`  subgraph p${index + 1}["${label(part.title)}"]`);
    for (const node of part.nodes) {
      const id = ids.get(node.id)!;
      const [open, close] = SHAPES[node.role];
      lines.push(`${indent}${id}${open}${[node.label, node.detail].filter(Boolean).map(label).join('<br/>')}${close}`);
      classes.set(node.role, [...(classes.get(node.role) ?? []), id]);
    }
    for (const edge of part.edges) {
      lines.push(`${indent}${ids.get(edge.from)!} ${arrow(edge)}|"${edgeLabel(edge)}"| ${ids.get(edge.to)!}`);
      if (edge.isAtRisk) atRisk.push(links);
      links += 1;
    }
    for (const { id, role, behind } of part.nodes) {
      if (behind === undefined) continue;
      const [from, to] = role === 'client' ? [id, behind] : [behind, id];
      lines.push(`${indent}${ids.get(from)!} -.- ${ids.get(to)!}`);
      links += 1;
    }
    if (parts.length > 1) lines.push('  end');
  }
  return [
    ...lines,
    ...(nodes === 0 ? [`  n1["No connections"]`] : CLASSES.map((line) => `  ${line}`)),
    ...[...classes].map(([role, ids]) => `  class ${ids.join(',')} ${role}`),
    ...(atRisk.length === 0 ? [] : [`  linkStyle ${atRisk.join(',')} stroke:#b42318,stroke-width:3px`]),
  ].join('\n');
}

const arrow = ({ transport }: TopologyEdge): string =>
  transport === 'http' ? '-.->' : transport === 'mTLS' ? '==>' : '-->';

const edgeLabel = (edge: TopologyEdge): string =>
  edgeLines(edge)
    .map((line, index) => label(index === 0 && edge.isAtRisk ? `⚠ ${line}` : line))
    .join('<br/>');

/**
 * A text between quotes. Letters, digits and a few signs stand for themselves; all else is an entity code, by its number. So is
 * a full stop or hyphen before a blank, which would make a list, and the ligature that Mermaid itself puts for the `#` of a code.
 */
const label = (text: string): string =>
  shorten(visible(text), WIDEST_LABEL, { size: 13 }).replace(
    /[^\p{L}\p{M}\p{Nd} ,._/()·…⚠-]|[.-](?=\s)|\uFB02/gu,
    (character) => `#${character.codePointAt(0)!};`
  );

function gantt(picture: TimeLine): string {
  const parts = partsOf(picture) as readonly TimeLine[];
  const lines = parts.flatMap((part) => [
    ...(parts.length > 1 ? [`  section ${plain(part.title)}`] : []),
    ...part.bars.flatMap((bar) => barLines(part, bar)),
  ]);
  return [
    'gantt',
    `  title ${plain(picture.title)}`,
    '  dateFormat YYYY-MM-DD',
    '  axisFormat %b %Y',
    '  tickInterval 1month',
    ...lines,
    ...(picture.bars.length === 0 ? [`  ● No certificates : ${day(picture.from)}, ${day(picture.to)}`] : []),
  ].join('\n');
}

/** The tag of a task gives it its colour; its sign says the same. */
const STATES = { ended: ['✕', 'crit, '], ending: ['▲', 'active, '], good: ['●', ''] } as const;

function barLines({ from, to, now }: TimeLine, bar: TimeLine['bars'][number]): readonly string[] {
  const [sign, tag] = STATES[bar.state];
  const begin = clamp(bar.from, from, to);
  const end = clamp(bar.to, from, to);
  const name = `${sign} ${plain(bar.label)}`;
  // A row each would make three rows of every certificate.
  const next = bar.alerts.find((alert) => alert >= now);
  return [
    bar.to <= from
      ? `  ${name}, ended ${day(bar.to)} : crit, milestone, ${day(from)}, 0d`
      : `  ${name}, to ${day(bar.to)} : ${tag}${day(begin)}, ${day(end)}`,
    ...(next !== undefined && next <= to
      ? [`  ◆ ${plain(bar.label)}, begin rotation : milestone, ${day(next)}, 0d`]
      : []),
  ];
}

const clamp = (instant: string, from: string, to: string): string =>
  instant < from ? from : instant > to ? to : instant;

const day = (instant: string): string => instant.slice(0, 10);

/**
 * A text as a gantt chart takes it, which knows no quotes and no codes: what has a meaning there becomes a blank. A sign stands
 * before each task, so that none begins like a keyword or a date.
 */
const plain = (text: string): string =>
  shorten(visible(text), WIDEST_LABEL, { size: 13 })
    .replace(/[^\p{L}\p{M}\p{Nd} ._/()·…-]|\uFB02/gu, ' ')
    .replace(/ +/g, ' ')
    .trim();
