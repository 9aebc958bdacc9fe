import { didYouMean } from '../didYouMean.js';

/** ` Did you mean x?`, or nothing. */
export function suggestion(word: string, known: readonly string[], prefix = ''): string {
  const meant = didYouMean(word, known);
  return meant === undefined ? '' : ` Did you mean ${prefix}${meant}?`;
}

/** `a, b or c`. */
export const either = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)!}`;
