import type { Field } from './component.js';

/**
 * The pieces of a value that `pattern` (global) matches, each with a span of its own: the lines of a callback URL field,
 * the names of a list. Where references or comments stand between, so that the file does not hold the value letter by
 * letter, each piece has the span of the whole.
 */
export function piecesOf(field: Field, pattern: RegExp): readonly Field[] {
  const width = lineEndWidth(field);
  let [lineEnds, counted] = [0, 0];
  return [...field.value.matchAll(pattern)].map(({ 0: value, index }) => {
    if (width === undefined) return { ...field, value };
    lineEnds += countLineEnds(field.value.slice(counted, index));
    counted = index;
    const start = field.at.start + index + width * lineEnds;
    return { ...field, value, at: { ...field.at, start, end: start + value.length } };
  });
}

/** How many characters more than in the value a line end has in the file; undefined when that does not explain the rest. */
function lineEndWidth({ value, at }: Field): 0 | 1 | undefined {
  const more = at.end - at.start - value.length;
  if (more === 0) return 0;
  // A value with one of these may be longer in the file because of a reference.
  return more === countLineEnds(value) && !/[&<>"']/.test(value) ? 1 : undefined;
}

const countLineEnds = (text: string): number => text.split('\n').length - 1;
