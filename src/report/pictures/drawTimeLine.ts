import type { Element } from 'hast';
import { s } from 'hastscript';
import type { TimeLine } from '../document.js';
import { visible } from '../visible.js';
import { drawLegend, riskSign, round, type Drawing, type LegendEntry } from './drawing.js';
import { shorten, textWidth } from './textWidth.js';

const LABEL = { type: { size: 12.5, isBold: true }, widest: 250 } as const;
const END = { width: 128 } as const;
const CHART = { width: 620, head: 34, row: 26, bar: 12 } as const;

type Bar = TimeLine['bars'][number];

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** When certificates begin and end: a row each, and the last day in words beside it. */
export function drawTimeLine(picture: TimeLine): Drawing {
  const labels = picture.bars.map(({ label }) => shorten(visible(label), LABEL.widest, LABEL.type));
  const left = Math.max(90, ...labels.map((label) => textWidth(label, LABEL.type))) + 14;
  const bottom = CHART.head + CHART.row * Math.max(picture.bars.length, 1);
  const axis = axisOf(picture, left);
  const width = left + CHART.width + 14 + END.width;
  const legend = drawLegend(legendOf(picture), width);
  return {
    width,
    height: bottom + 18 + legend.height,
    children: [
      ...months(picture).map((month, index) => drawMonth(month, index === 0, axis, bottom)),
      ...(picture.bars.length === 0
        ? [s('text', { className: ['legend'], x: left + 10, y: CHART.head + 17 }, 'No certificate whose end is known.')]
        : []),
      ...drawToday(axis(picture.now), bottom),
      ...picture.bars.map((bar, index) =>
        drawBar(bar, { picture, label: labels[index]!, y: CHART.head + CHART.row * index, left, axis })
      ),
      s('g', { transform: `translate(0 ${bottom + 18})` }, [...legend.children]),
    ],
  };
}

/** Where an instant stands, within the chart. */
function axisOf({ from, to }: TimeLine, left: number): (instant: string) => number {
  const [begin, end] = [Date.parse(from), Date.parse(to)];
  return (instant) => {
    const share = end > begin ? (Date.parse(instant) - begin) / (end - begin) : 0;
    return round(left + CHART.width * Math.min(1, Math.max(0, share)));
  };
}

/** The first instants of the months that begin within the time line. */
function months({ from, to }: TimeLine): readonly string[] {
  const first = new Date(from);
  const found: string[] = [];
  for (let month = 0; month < 240; month += 1) {
    const begin = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + month)).toISOString();
    if (begin >= to) break;
    if (begin >= from) found.push(begin);
  }
  return found;
}

function drawMonth(month: string, isFirst: boolean, axis: (instant: string) => number, bottom: number): Element {
  const x = axis(month);
  const number = Number(month.slice(5, 7)) - 1;
  return s('g', { className: ['month'] }, [
    s('path', { className: ['grid'], d: `M${x} ${CHART.head - 6} V${bottom}` }),
    s('text', { x: x + 3, y: CHART.head - 10 }, MONTHS[number]!),
    // The year above its first month.
    ...(number === 0 || isFirst ? [s('text', { className: ['year'], x: x + 3, y: 11 }, month.slice(0, 4))] : []),
  ]);
}

const drawToday = (x: number, bottom: number): readonly Element[] => [
  s('g', { className: ['today'] }, [
    s('path', { className: ['line'], d: `M${x} ${CHART.head - 6} V${bottom}` }),
    s('path', {
      className: ['head'],
      d: `M${round(x - 4.5)} ${CHART.head - 9} H${round(x + 4.5)} L${x} ${CHART.head - 3} Z`,
    }),
  ]),
];

function drawBar(
  bar: Bar,
  {
    picture,
    label,
    y,
    left,
    axis,
  }: { picture: TimeLine; label: string; y: number; left: number; axis: (instant: string) => number }
): Element {
  const middle = y + CHART.row / 2;
  const [begin, end] = [axis(bar.from), axis(bar.to)];
  const goesOn = bar.to > picture.to;
  const isVisible = bar.to > picture.from && bar.from < picture.to;
  const right = left + CHART.width;
  return s('g', { className: ['bar', bar.state] }, [
    s('title', `${visible(bar.label)}: ${bar.from.slice(0, 10)} to ${bar.to.slice(0, 10)}`),
    s('path', { className: ['row'], d: `M0 ${y + CHART.row} H${right + 14 + END.width}` }),
    s('text', { className: ['label'], x: left - 14, y: round(middle + 4.3), textAnchor: 'end' }, label),
    ...(isVisible
      ? [s('path', { className: ['shape'], d: outline(begin, Math.max(end, begin + 3), middle, goesOn) })]
      : []),
    ...bar.alerts
      .filter((alert) => alert >= picture.from && alert <= picture.to)
      .map((alert) => s('path', { className: ['alert'], d: diamond(axis(alert), middle) })),
    ...(bar.state === 'good' ? [] : [signOf(bar.state, right + 21, middle)]),
    s('text', { className: ['end'], x: right + 32, y: round(middle + 4.1) }, endInWords(bar)),
  ]);
}

/** A bar; one that goes on after the chart ends in a point. */
function outline(begin: number, end: number, middle: number, goesOn: boolean): string {
  const half = CHART.bar / 2;
  const [top, bottom] = [middle - half, middle + half];
  const tip = goesOn
    ? `L${round(end - half)} ${top} L${end} ${middle} L${round(end - half)} ${bottom}`
    : `H${end} V${bottom}`;
  return `M${begin} ${top} ${tip} H${begin} Z`;
}

const diamond = (x: number, y: number): string => `M${x} ${y - 5.5} l4.5 5.5 l-4.5 5.5 l-4.5 -5.5 Z`;

/** That a certificate has ended or ends soon, as a sign. */
const signOf = (state: Bar['state'], x: number, y: number): Element =>
  state === 'ended'
    ? s('path', { className: ['cross'], d: `M${x - 4.5} ${y - 4.5} l9 9 m0 -9 l-9 9` })
    : riskSign(x, y);

const endInWords = ({ state, to }: Bar): string => `${state === 'ended' ? 'ended ' : ''}${to.slice(0, 10)}`;

function legendOf({ bars }: TimeLine): readonly LegendEntry[] {
  const sample = (state: Bar['state'], text: string): LegendEntry => ({
    text,
    sample: (x, y) => [
      s('g', { className: ['bar', state] }, [
        s('path', { className: ['shape'], d: outline(x - 15, x + (state === 'good' ? 15 : 0), y, false) }),
        ...(state === 'good' ? [] : [signOf(state, x + 10, y)]),
      ]),
    ],
  });
  const has = (state: Bar['state']): boolean => bars.some((bar) => bar.state === state);
  return [
    ...(has('good') ? [sample('good', 'Valid')] : []),
    ...(has('ending') ? [sample('ending', 'Ends soon')] : []),
    ...(has('ended') ? [sample('ended', 'Has ended')] : []),
    ...(bars.some(({ alerts }) => alerts.length > 0)
      ? [
          {
            text: 'Day to begin the rotation',
            sample: (x: number, y: number): readonly Element[] => [
              s('g', { className: ['bar'] }, [s('path', { className: ['alert'], d: diamond(x, y) })]),
            ],
          },
        ]
      : []),
    {
      text: 'Day of this report',
      sample: (x, y) => [
        s('g', { className: ['today'] }, [
          s('path', { className: ['line'], d: `M${x} ${y - 3} V${y + 8}` }),
          s('path', { className: ['head'], d: `M${x - 4.5} ${y - 8} H${x + 4.5} L${x} ${y - 2} Z` }),
        ]),
      ],
    },
  ];
}
