import { compare } from '../compare.js';

/** Names in a sentence, at most `limit` of them: `Account, Contact and 12 more objects`. `plural` follows the count. */
export function listNames(names: readonly string[], plural: string, limit = 5): string {
  const shown = names.length > limit + 1 ? names.slice(0, limit) : names;
  const rest = names.length - shown.length;
  if (rest > 0) return `${shown.join(', ')} and ${rest} more ${plural}`;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}

/** In the order that UTF-16 units give, the same on every machine, without repetitions. */
export const sortedNames = (names: Iterable<string>): readonly string[] =>
  [...new Set(names)].sort(compare);
