import type { Severity, SourceRange } from '../findings/finding.js';
import { ACTIVE, isPlain, sentence, spell, widthOf, wrap, type Paint } from './terminal.js';

/** A span to underline and what to say of it. */
export interface Mark {
  readonly location: SourceRange;
  readonly label: string | undefined;
  readonly isPrimary: boolean;
}

/** One row of a snippet: a numbered source line, what is drawn below one, or a gap. */
export type SnippetRow =
  | { readonly kind: 'source'; readonly line: number; readonly text: string }
  | { readonly kind: 'drawing'; readonly text: string }
  | { readonly kind: 'gap' };

interface SnippetOptions {
  /** Columns for the source, without the gutter. */
  readonly width: number;
  readonly severity: Severity;
  readonly paint: Paint;
}

/** Lines between two marks that are shown rather than left out. */
const NEAR = 3;

/** Breaks a text as `SourceRange` counts lines. */
export const linesOf = (text: string): readonly string[] => text.split(/\r\n|\n|\r/);

/** The lines of one file that hold marks, each with its underlines and labels below. Every mark's line must exist. */
export function snippet(
  lines: readonly string[],
  marks: readonly Mark[],
  options: SnippetOptions
): readonly SnippetRow[] {
  const rows: SnippetRow[] = [];
  let previous: number | undefined;
  for (const line of shownLines(lines, marks)) {
    if (previous !== undefined && line > previous + 1) rows.push({ kind: 'gap' });
    previous = line;
    const onLine = marks.filter(({ location }) => location.startLine === line).sort(primaryFirst);
    const spans = onLine.map(({ location }) => spanOn(lines[line - 1]!, location));
    const fitted = fitLine(lines[line - 1]!, spans, options.width);
    rows.push({ kind: 'source', line, text: fitted.text.trimEnd() });
    const underlines = onLine.map((mark, index) => ({ ...fitted.spans[index]!, ...mark, label: labelOf(mark) }));
    for (const layer of layersOf(underlines)) {
      rows.push(...drawLayer(layer, options).map((text): SnippetRow => ({ kind: 'drawing', text })));
    }
  }
  return rows;
}

const primaryFirst = (a: Mark, b: Mark): number =>
  Number(b.isPrimary) - Number(a.isPrimary) || a.location.startColumn - b.location.startColumn;

/** The marked lines, the one before the primary mark, and what lies between two that are near. */
function shownLines(lines: readonly string[], marks: readonly Mark[]): readonly number[] {
  const wanted = new Set(marks.map(({ location }) => location.startLine));
  for (const { location, isPrimary } of marks) {
    const before = lines[location.startLine - 2];
    if (isPrimary && before !== undefined && !/^\s*(?:<\?xml|$)/.test(before)) wanted.add(location.startLine - 1);
  }
  const sorted = [...wanted].sort((a, b) => a - b);
  return sorted.flatMap((line, index) => {
    const next = sorted[index + 1];
    if (next === undefined || next - line > NEAR) return [line];
    return Array.from({ length: next - line }, (_, step) => line + step);
  });
}

/** From UTF-16 offset to UTF-16 offset, or from column to column; `to` is exclusive. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/** The part of a range that lies on its first line. */
function spanOn(line: string, { startLine, startColumn, endLine, endColumn }: SourceRange): Span {
  const from = Math.min(startColumn - 1, line.length);
  const end = endLine > startLine ? line.trimEnd().length : Math.min(endColumn - 1, line.length);
  return { from, to: Math.max(from, end) };
}

function labelOf({ label, location: { startLine, endLine, endColumn } }: Mark): string {
  // A range that ends before the first column of a line holds nothing of that line.
  const lineCount = endLine - startLine + (endColumn > 1 ? 1 : 0);
  return [label ? [sentence(label)] : [], lineCount > 1 ? [`(${lineCount} lines)`] : []].flat().join(' ');
}

interface Underline extends Span, Mark {
  readonly label: string;
}

/** Deals overlapping underlines out to rows of their own. */
function layersOf(underlines: readonly Underline[]): ReadonlyArray<readonly Underline[]> {
  const layers: Underline[][] = [];
  for (const one of underlines) {
    const free = layers.find((layer) => layer.every((other) => one.to < other.from || other.to < one.from));
    if (free) free.push(one);
    else layers.push([one]);
  }
  return layers.map((layer) => layer.sort((a, b) => a.from - b.from));
}

/** The underlines of one row, then the labels: the last beside its underline if it fits, the others below theirs. */
function drawLayer(layer: readonly Underline[], { width, severity, paint }: SnippetOptions): readonly string[] {
  const toned = ({ isPrimary }: Mark, text: string): string => paint(isPrimary ? severity : 'frame', text);
  const last = layer.at(-1)!;
  const isBeside = last.label !== '' && last.to + 1 + widthOf(last.label) <= width;

  const first = new Drawing();
  for (const one of layer) {
    const underline = (one.isPrimary ? '^' : '-').repeat(one.to - one.from);
    first.put(one.from, toned(one, underline), underline.length);
  }
  if (isBeside) first.put(last.to + 1, toned(last, last.label), widthOf(last.label));

  const below = layer.filter((one) => one.label !== '' && !(isBeside && one === last));
  const labels = below.map((one, index) => {
    // For more room a label can move to the left, as far as the bar of its neighbour.
    const leftmost = index === 0 ? 0 : below[index - 1]!.from + 2;
    const column = Math.max(leftmost, Math.min(one.from, width - widthOf(one.label)));
    return wrap(one.label, Math.max(width - column, 20)).map((text) => {
      const drawing = new Drawing();
      for (const other of below.slice(0, index)) drawing.put(other.from, toned(other, '|'), 1);
      drawing.put(column, toned(one, text), widthOf(text));
      return drawing.text;
    });
  });
  return [first.text, ...labels.reverse().flat()];
}

/** A line that is written from left to right, column by column. */
class Drawing {
  public text = '';
  private column = 0;

  public put(column: number, text: string, width: number): void {
    this.text += ' '.repeat(column - this.column) + text;
    this.column = column + width;
  }
}

/** A character as a terminal shows it; `start` and `end` are where it stands in the line. */
interface Cell {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly column: number;
  readonly width: number;
}

/** Wherever a tab stands, so that a line looks the same when its beginning is cut off. */
const TAB = '    ';

/**
 * A line as a terminal shows it, in at most `width` columns: a longer one is cut around the spans, of which the first
 * matters most. The spans come back as columns, each at least one wide.
 */
function fitLine(
  line: string,
  spans: readonly Span[],
  width: number
): { readonly text: string; readonly spans: readonly Span[] } {
  // Nothing further away can be seen, and a line may be megabytes long.
  const reach = 4 * width;
  const focus = spans[0]?.from ?? 0;
  const begin = Math.max(0, focus - reach);
  const end = Math.min(line.length, focus + reach);
  const cells = cellsOf(line.slice(begin, end), begin);
  const total = cells.reduce((sum, cell) => sum + cell.width, 0);
  const columns = spans.map(({ from, to }) => columnsOf(cells, total, from, to));
  const isWhole = begin === 0 && end === line.length;
  if (isWhole && total <= width) return { text: textOf(cells), spans: columns };

  const start = windowStart(columns, total, width);
  const isCutLeft = start > 0 || begin > 0;
  const isCutRight = total > start + width || end < line.length;
  const visible = cells.filter(
    (cell) => cell.column >= start + Number(isCutLeft) && cell.column + cell.width <= start + width - Number(isCutRight)
  );
  const text = `${isCutLeft ? '…' : ''}${textOf(visible)}${isCutRight ? '…' : ''}`;
  const shift = Number(isCutLeft) - (visible[0]?.column ?? 0);
  const limit = isCutRight ? widthOf(text) : Infinity;
  return {
    text,
    spans: columns.map(({ from, to }) => {
      const shifted = Math.max(0, Math.min(from + shift, limit - 1));
      return { from: shifted, to: Math.max(shifted + 1, Math.min(to + shift, limit)) };
    }),
  };
}

function cellsOf(text: string, offset: number): readonly Cell[] {
  const active = new Set(isPlain(text) ? [] : Array.from(text.matchAll(ACTIVE), ({ index }) => offset + index));
  const cells: Cell[] = [];
  let start = offset;
  let column = 0;
  for (const character of text) {
    const shown = character === '\t' ? TAB : active.has(start) ? spell(character) : character;
    const width = widthOf(shown);
    const end = start + character.length;
    cells.push({ start, end, text: shown, column, width });
    start = end;
    column += width;
  }
  return cells;
}

const textOf = (cells: readonly Cell[]): string => cells.map(({ text }) => text).join('');

function columnsOf(cells: readonly Cell[], total: number, from: number, to: number): Span {
  const first = cells.find(({ end }) => end > from)?.column ?? total;
  const after = cells.find(({ start }) => start >= to)?.column ?? total;
  return { from: first, to: Math.max(first + 1, after) };
}

/** The first column to show of a line that is too long. */
function windowStart(columns: readonly Span[], total: number, width: number): number {
  const [first] = columns;
  if (!first) return 0;
  const from = Math.min(...columns.map((span) => span.from));
  const to = Math.max(...columns.map((span) => span.to));
  const focus = to - from <= width - 2 ? { from, to } : first;
  if (focus.to < width) return 0;
  // An ellipsis takes a column at each end; what remains is shared by what stands before and after.
  const room = width - 2 - (focus.to - focus.from);
  const before = Math.floor(room < 0 ? width / 4 : room / 2);
  const start = focus.from - 1 - before;
  return Math.max(0, Math.min(start, total - width + 1));
}
