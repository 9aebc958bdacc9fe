import type { Paint, Tone } from '../reporters/terminal.js';

/** One cell: its texts are inert, and each begins a line. */
export interface TableCell {
  readonly texts: readonly string[];
  readonly tone: Tone | undefined;
}

interface Layout {
  /** Columns of the terminal. */
  readonly width: number;
  readonly paint: Paint;
  /** How many columns a text takes. */
  readonly widthOf: (text: string) => number;
}

const GAP = 2;
/** How narrow a column gets where there is no room for the words of all titles. */
const NARROWEST = 8;
/** A cell that needs more lines ends in `…`; csv and json have all of it. */
const MOST_LINES = 12;

/**
 * A table that fits into the width of a terminal: where it does not, the widest columns are made narrower and their texts
 * are broken. Rows of several lines are set apart by an empty one.
 */
export function layOut(
  titles: readonly string[],
  rows: ReadonlyArray<readonly TableCell[]>,
  { width, paint, widthOf }: Layout
): readonly string[] {
  const widths = columnWidths(titles, rows, width - GAP * (titles.length - 1), widthOf);
  const broken = rows.map((cells) =>
    cells.map(({ texts, tone }, column) => ({ lines: linesOf(texts, widths[column]!, widthOf), tone }))
  );
  const isLoose = broken.some((cells) => cells.some(({ lines }) => lines.length > 1));
  const draw = (
    cells: ReadonlyArray<{ readonly lines: readonly string[]; readonly tone: Tone | undefined }>
  ): readonly string[] => {
    const height = Math.max(1, ...cells.map(({ lines }) => lines.length));
    return Array.from({ length: height }, (_, index) => {
      const last = cells.reduce((found, { lines }, column) => ((lines[index] ?? '') === '' ? found : column), 0);
      return cells
        .slice(0, last + 1)
        .map(({ lines, tone }, column) => {
          const text = lines[index] ?? '';
          const padding = column === last ? '' : ' '.repeat(Math.max(0, widths[column]! - widthOf(text)) + GAP);
          return `${tone && text !== '' ? paint(tone, text) : text}${padding}`;
        })
        .join('');
    });
  };
  const head = draw(
    titles.map((title, column) => ({ lines: linesOf([title], widths[column]!, widthOf), tone: 'strong' }))
  );
  return [...head, ...broken.flatMap((cells, index) => [...(isLoose && index > 0 ? [''] : []), ...draw(cells)])];
}

/** As wide as their texts, but together no wider than `room`: the widest give way first. */
function columnWidths(
  titles: readonly string[],
  rows: ReadonlyArray<readonly TableCell[]>,
  room: number,
  widthOf: (text: string) => number
): readonly number[] {
  const widths = titles.map((title, column) =>
    rows.reduce((widest, cells) => Math.max(widest, ...cells[column]!.texts.map(widthOf)), widthOf(title))
  );
  const words = titles.map((title) => Math.max(...title.split(' ').map(widthOf)));
  const isCrowded = words.reduce((sum, one) => sum + one, 0) > room;
  const narrowest = Math.max(1, Math.min(NARROWEST, Math.floor(room / titles.length)));
  const least = isCrowded ? words.map((one) => Math.min(narrowest, one)) : words;
  let excess = widths.reduce((sum, one) => sum + one, 0) - room;
  while (excess > 0) {
    const widest = Math.max(...widths.filter((one, column) => one > least[column]!));
    if (!Number.isFinite(widest)) break;
    const wide = widths.flatMap((one, column) => (one === widest && one > least[column]! ? [column] : []));
    const next = Math.max(...widths.filter((one) => one < widest), ...wide.map((column) => least[column]!));
    // Down to the next widest column, or as far as is needed.
    const step = Math.max(1, Math.min(widest - next, Math.ceil(excess / wide.length)));
    for (const column of wide) {
      const less = Math.min(step, excess);
      widths[column] = widest - less;
      excess -= less;
    }
  }
  return widths;
}

/** The texts in lines of at most `width`, and not too many of them; where there are several, each hangs by its first line. */
function linesOf(texts: readonly string[], width: number, widthOf: (text: string) => number): readonly string[] {
  const indent = texts.length > 1 ? ' ' : '';
  const lines = texts.flatMap((text) => {
    const [first = '', ...rest] = broken(text, width, widthOf, indent.length);
    return [first, ...rest.map((line) => `${indent}${line}`)];
  });
  if (lines.length <= MOST_LINES) return lines;
  const last = fitting(lines[MOST_LINES - 1]!, width - 1, widthOf);
  return [...lines.slice(0, MOST_LINES - 1), `${last}…`];
}

/**
 * Breaks at blanks; a word that is too long at a joint, and where it has none, anywhere. All lines but the first are
 * shorter by `indent`.
 */
function broken(text: string, width: number, widthOf: (text: string) => number, indent: number): readonly string[] {
  const lines: string[] = [];
  const room = (): number => (lines.length === 0 ? width : width - indent);
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (widthOf(longer) <= room()) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    line = word;
    while (widthOf(line) > room()) {
      const part = partOf(line, room(), widthOf);
      lines.push(part);
      line = line.slice(part.length);
    }
  }
  return [...lines, line];
}

/** Where a word may be broken: behind its punctuation, and before a capital letter in it. */
const JOINTS = /(?<=[._\-/:,=])|(?<=[a-z])(?=[A-Z])/;

/** The first part of a long word: up to the last joint that fits, unless that leaves most of the line empty. */
function partOf(word: string, width: number, widthOf: (text: string) => number): string {
  const part = fitting(word, width, widthOf);
  let end = 0;
  for (const piece of word.slice(0, part.length + 1).split(JOINTS)) {
    if (end + piece.length > part.length) break;
    end += piece.length;
  }
  return end * 3 >= part.length ? part.slice(0, end) : part;
}

/** As much of the beginning of a text as fits, at least one character. */
function fitting(text: string, width: number, widthOf: (text: string) => number): string {
  let part = '';
  for (const character of text) {
    if (part !== '' && widthOf(part + character) > width) break;
    part += character;
  }
  return part;
}
