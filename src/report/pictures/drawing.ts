import type { Element } from 'hast';
import { s } from 'hastscript';
import { textWidth } from './textWidth.js';

/** Something drawn: its size in the units of the picture, from 0, and what it is drawn of. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly children: readonly Element[];
}

/** A number as an attribute has it: a tenth of a unit is finer than anybody sees, and the same on every machine. */
export const round = (value: number): number => Math.round(value * 10) / 10;

/** The sign of what is at risk: a triangle with an exclamation mark, 13 wide and 12 high, in the middle of a place. */
export const riskSign = (x: number, y: number): Element =>
  s('g', { className: ['risk-sign'], transform: `translate(${round(x)} ${round(y)})` }, [
    s('path', { className: ['triangle'], d: 'M0 -6.5 L6.5 5.5 L-6.5 5.5 Z' }),
    s('path', { className: ['mark'], d: 'M0 -2.6 V1.6 M0 3.2 V4.2' }),
  ]);

/** One entry of a legend: a sample of at most 30 by 16 in the middle of a place, and what it means. */
export interface LegendEntry {
  readonly sample: (x: number, y: number) => readonly Element[];
  readonly text: string;
}

const LEGEND = { type: { size: 11.5 }, row: 22, sample: 34, gap: 20 } as const;

/** Entries side by side, in as many rows as the width asks for. */
export function drawLegend(entries: readonly LegendEntry[], width: number): Drawing {
  let [x, y, widest] = [0, 0, 0];
  const children = entries.flatMap(({ sample, text }) => {
    const needed = LEGEND.sample + 6 + textWidth(text, LEGEND.type);
    if (x > 0 && x + needed > width) [x, y] = [0, y + LEGEND.row];
    const middle = y + LEGEND.row / 2;
    const drawn = [
      ...sample(x + LEGEND.sample / 2, middle),
      s('text', { className: ['legend'], x: round(x + LEGEND.sample + 6), y: round(middle + 4) }, text),
    ];
    widest = Math.max(widest, x + needed);
    x += needed + LEGEND.gap;
    return drawn;
  });
  return { width: Math.ceil(widest), height: entries.length === 0 ? 0 : y + LEGEND.row, children };
}
