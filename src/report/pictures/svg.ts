import type { Element } from 'hast';
import { toHtml } from 'hast-util-to-html';
import { s } from 'hastscript';
import type { Picture } from '../document.js';
import { visible } from '../visible.js';
import { drawTimeLine } from './drawTimeLine.js';
import { drawTopology } from './drawTopology.js';
import type { Drawing } from './drawing.js';
import { partsOf } from './partsOf.js';
import { PICTURE_CSS } from './pictureCss.js';
import { shorten } from './textWidth.js';

const MARGIN = 24;
const TITLE = { type: { size: 17, isBold: true }, height: 34 } as const;
const BETWEEN_PARTS = 36;

/** The picture as an `svg` element that takes its colours from `PICTURE_CSS`. The parts of a large one stand below each other. */
export function svgOf(picture: Picture): Element {
  const { width, height, children } = stack(partsOf(picture).map(draw), 0);
  return svg(picture, { width, height, children });
}

/** The picture as a file of its own, with its title and with colours for light and dark surroundings. */
export function svgText(picture: Picture): string {
  const parts = partsOf(picture).map((part) => titled(part.title, draw(part)));
  const { width, height, children } = stack(parts, MARGIN);
  const background = s('rect', { className: ['paper'], x: 0, y: 0, width, height });
  const text = toHtml(
    svg(picture, { width, height, children: [s('style', PICTURE_CSS), background, ...children] }, true),
    XML
  );
  // The only thing that XML refuses in a text and HTML does not: https://www.w3.org/TR/xml/#NT-CharData
  return `${text.replaceAll(']]>', ']]&#x3E;')}\n`;
}

/** What XML asks of an `svg` element: every element is closed, every attribute has a value, and no reference needs HTML. */
const XML = {
  space: 'svg',
  closeEmptyElements: true,
  characterReferences: { useNamedReferences: false },
} as const;

const draw = (part: Picture): Drawing => (part.kind === 'topology' ? drawTopology(part) : drawTimeLine(part));

function svg(picture: Picture, { width, height, children }: Drawing, isFile = false): Element {
  return s(
    'svg',
    {
      ...(isFile && { xmlns: 'http://www.w3.org/2000/svg' }),
      className: ['picture'],
      role: 'img',
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
    },
    [s('title', visible(picture.title)), s('desc', describe(picture)), ...children]
  );
}

/** What a picture shows, in a sentence or two, for those who do not see it. */
function describe(picture: Picture): string {
  if (picture.kind === 'time-line') {
    const count = (state: string): number => picture.bars.filter((bar) => bar.state === state).length;
    return `${picture.bars.length} certificates from ${picture.from.slice(0, 10)} to ${picture.to.slice(0, 10)}: ${count('ended')} have ended, ${count('ending')} end soon.`;
  }
  // A gateway may stand on both sides of the orgs.
  const count = (role: string): number =>
    new Set(
      picture.nodes
        .filter((node) => node.role === role)
        .map((node) => (role === 'gateway' ? node.id.replace(/:in$/, '') : node.id))
    ).size;
  const risks = picture.edges.filter(({ isAtRisk }) => isAtRisk).length;
  return (
    `Orgs: ${count('org')}. Gateways: ${count('gateway')}. Systems outside: ${count('host')}. Callers: ${count('client')}. ` +
    `Connections: ${picture.edges.length}, of which ${risks} have a finding of severity high or critical.`
  );
}

function stack(drawings: readonly Drawing[], margin: number): Drawing {
  const inner = Math.max(1, ...drawings.map(({ width }) => width));
  let y = margin;
  const children = drawings.map((drawing) => {
    const group = s('g', { transform: `translate(${margin} ${y})` }, [...drawing.children]);
    y += drawing.height + BETWEEN_PARTS;
    return group;
  });
  const height = drawings.length === 0 ? 2 * margin + 1 : y - BETWEEN_PARTS + margin;
  return { width: inner + 2 * margin, height, children };
}

function titled(title: string, drawing: Drawing): Drawing {
  const width = Math.max(drawing.width, 320);
  return {
    width,
    height: drawing.height + TITLE.height,
    children: [
      s('text', { className: ['headline'], x: 0, y: TITLE.type.size }, shorten(visible(title), width, TITLE.type)),
      s('g', { transform: `translate(0 ${TITLE.height})` }, [...drawing.children]),
    ],
  };
}
