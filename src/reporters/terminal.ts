import type { Severity, SourceRange } from '../findings/finding.js';
import type { ReportContext } from './reporter.js';

/**
 * What must not reach a terminal or a build log as it is: control, format (bidi marks are such) and line-separator
 * characters and halves of surrogate pairs; the `##` of `##vso[…]` and its like, commands to a build server anywhere in
 * a line; and a word that begins with `::`, a command to GitHub Actions when the word comes to begin a line.
 */
export const ACTIVE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|#(?=#\w*\[)|(?<!\S):(?=:)/gu;

/** A character in ASCII, as in `\u{1b}`. */
export const spell = (character: string): string => `\\u{${character.codePointAt(0)!.toString(16)}}`;

/** The text with every active character spelled out, so that it shows and does nothing. */
export const inert = (text: string): string => (isPlain(text) ? text : text.replace(ACTIVE, spell));

/** Whether nothing in a text can be active. Nearly all texts are plain, and `ACTIVE` takes a millisecond to compile. */
export const isPlain = (text: string): boolean =>
  /^[ -~]*$/.test(text) && !text.includes('::') && !text.includes('##');

/** Messages quote what files say, and a file may say megabytes. */
const LONGEST_SENTENCE = 1000;

/** A message, label or fix on one line, inert and of bounded length. */
export const sentence = (text: string): string =>
  text.length <= LONGEST_SENTENCE
    ? inert(text)
    : `${inert(text.slice(0, LONGEST_SENTENCE - 1).replace(/[\uD800-\uDBFF]$/, ''))}…`;

/** Combining marks, and the Hangul vowels and finals that join the syllable before them. */
const ZERO_WIDTH = /[\p{Mn}\p{Me}\u1160-\u11FF]/u;

/** The blocks whose characters are Wide or Fullwidth in Unicode's EastAsianWidth.txt, and emoji. */
const WIDE =
  /[\u1100-\u115F\u2329\u232A\u2E80-\u303E\u3041-\u33FF\u3400-\u4DBF\u4E00-\uA4CF\uA960-\uA97F\uAC00-\uD7A3\uF900-\uFAFF\uFE10-\uFE19\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6\u{16FE0}-\u{18DFF}\u{1AFF0}-\u{1B2FF}\u{20000}-\u{3FFFD}]|(?!\p{Regional_Indicator})\p{Emoji_Presentation}/u;

/** Letters of Latin, punctuation, arrows and lines: what nearly every text is made of, one column each. */
const NARROW = /^[ -~\u00A0-\u00AC\u00AE-\u02FF\u2010-\u2027\u2190-\u21FF\u2500-\u257F]*$/;

/** How many columns of a terminal an inert text takes. */
export function widthOf(text: string): number {
  if (NARROW.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += ZERO_WIDTH.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  return width;
}

/** Holds two words on one line; `wrap` makes a space of it. */
export const NO_BREAK = '\u00A0';

/** Breaks a text at spaces into lines of at most `width` columns; a longer word stays whole. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && widthOf(longer) > width) {
      lines.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  return [...lines, line].map((one) => one.replaceAll(NO_BREAK, ' '));
}

/** What a piece of text is, for its colour. */
export type Tone = Severity | 'frame' | 'strong';

/** SGR parameters. Only the 16 colours that every theme defines. */
const SGR: Readonly<Record<Tone, string>> = {
  critical: '1;35',
  high: '1;31',
  medium: '1;33',
  low: '1;36',
  info: '1;32',
  frame: '94',
  strong: '1',
};

export type Paint = (tone: Tone, text: string) => string;

/** Gives text the colour of its tone, or leaves it as it is. */
export const painter =
  (color: boolean): Paint =>
  (tone, text) =>
    color ? `\x1b[${SGR[tone]}m${text}\x1b[0m` : text;

/** `path:line:col`, from the working folder, with forward slashes on every system. */
export const place = ({ path, startLine, startColumn }: SourceRange, { root }: ReportContext): string =>
  `${inert(root === '.' ? path : `${root}/${path}`)}:${startLine}:${startColumn}`;

/**
 * The same as an OSC 8 hyperlink. Of the ways to name a line, `#12` is the one that kitty, iTerm2 and the terminal of
 * VS Code understand; a terminal that knows none opens the file. (VS Code alone takes `#L12` as well.)
 */
export function linkedPlace(range: SourceRange, context: ReportContext): string {
  const text = place(range, context);
  if (!context.links) return text;
  const path = range.path
    .replace(/[\uD800-\uDFFF]/gu, '\uFFFD')
    .split('/')
    .map(encodeURIComponent)
    .join('/');
  return `\x1b]8;;${context.rootUrl}/${path}#${range.startLine}\x1b\\${text}\x1b]8;;\x1b\\`;
}
