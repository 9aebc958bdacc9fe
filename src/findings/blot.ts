import type { Location } from '../location.js';
import { knownTokens } from '../model/secretValue.js';

/** A text with an asterisk for each character of some stretches; leaves line breaks alone, so that positions hold. */
export function blot(text: string, spans: ReadonlyArray<Pick<Location, 'start' | 'end'>>): string {
  let blotted = '';
  let position = 0;
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start)) {
    if (end <= position) continue;
    const from = Math.max(start, position);
    blotted += text.slice(position, from) + text.slice(from, end).replace(/[^\r\n]/g, '*');
    position = end;
  }
  return blotted + text.slice(position);
}

/** The same for tokens that no rule looks at: in comments, in elements that are not read, in reasons. */
export const blotTokens = (text: string): string => blot(text, knownTokens(text));
