/**
 * How wide texts get, without a font to measure with: by classes of characters, as wide as the widest of the usual sans-serif
 * fonts (DejaVu Sans, Verdana) has them in bold, so that a text never gets wider than the room that is kept for it.
 */
const CLASSES: ReadonlyArray<readonly [pattern: RegExp, em: number]> = [
  [/[\p{Mn}\p{Me}]/u, 0],
  [/[ijl.,;'|!I \u00B7]/u, 0.42],
  [/[frt:"`()[\]\\-]/u, 0.54],
  [/[a-ln-vx-z0-9/$?_*{}J]/u, 0.72],
  [/[A-LN-VX-Z&]/u, 0.88],
  [/[=+<>#~^\u00A1-\u024F\u0370-\u052F]/u, 0.95],
  [/[mMwW@\u2026\u2014\u26A0]/u, 1.15],
];

/** Of letters of all other scripts, ideographs and emoji among them. */
const WIDEST = 1.4;

const emOf = (character: string): number => CLASSES.find(([pattern]) => pattern.test(character))?.[1] ?? WIDEST;

/** What a regular weight takes of that. */
const REGULAR = 0.9;

/** A size of letters in the unit of the picture, and whether they are bold. */
export interface Type {
  readonly size: number;
  readonly isBold?: true;
}

/** The width of a text, in the unit of the size, rounded up. */
export function textWidth(text: string, { size, isBold }: Type): number {
  let em = 0;
  for (const character of text) em += emOf(character);
  return Math.ceil(em * size * (isBold ? 1 : REGULAR));
}

/** The text, or its two ends around `…` where it is wider than `width`. */
export function shorten(text: string, width: number, type: Type): string {
  if (textWidth(text, type) <= width) return text;
  const characters = [...text];
  // Where it is far too long, most of it need not be measured.
  const most = Math.ceil(width / (type.size * 0.35)) + 1;
  let keep = Math.min(characters.length - 1, most);
  const cut = (): string => {
    const head = Math.ceil(keep / 2);
    return `${characters.slice(0, head).join('')}…${characters.slice(characters.length - (keep - head)).join('')}`;
  };
  while (keep > 1 && textWidth(cut(), type) > width) keep -= 1;
  return cut();
}

/**
 * A text as up to `most` lines, broken behind a dot, hyphen or the like; of a last line that is too wide, the middle is left
 * out.
 */
export function textLines(text: string, width: number, type: Type, most: number): readonly string[] {
  if (textWidth(text, type) <= width) return [text];
  const pieces = text.slice(0, 2000).split(/(?<=[-._/@: ])/);
  let first = '';
  while (pieces.length > 0 && textWidth(first + pieces[0]!, type) <= width) first += pieces.shift()!;
  if (first === '' || most === 1) return [shorten(text, width, type)];
  return [first.trimEnd(), ...textLines(text.slice(first.length).trimStart(), width, type, most - 1)];
}
