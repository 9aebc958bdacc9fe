/**
 * The known word that was most likely meant: the nearest one, or else the first that begins with what was written.
 * Undefined when none is near. Case does not count. Cheap however long the word is.
 */
export function didYouMean(word: string, known: readonly string[]): string | undefined {
  const written = word.toLowerCase();
  let best: string | undefined;
  // A word all of whose letters would have to change is not near, however short it is.
  let limit = Math.min(Math.max(2, Math.floor(written.length / 3)), written.length - 1);
  for (const candidate of known) {
    if (Math.abs(candidate.length - written.length) > limit) continue;
    const distance = editDistance(written, candidate.toLowerCase());
    if (distance > limit) continue;
    best = candidate;
    limit = distance - 1;
  }
  if (best !== undefined || written.length < 3) return best;
  return known.find((candidate) => candidate.toLowerCase().startsWith(written));
}

/** Damerau-Levenshtein: letters to add, drop, change, or swap with their neighbour. */
function editDistance(from: string, to: string): number {
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const change = last[column - 1]! + (from[row - 1] === to[column - 1] ? 0 : 1);
      const isSwap = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      const swap = isSwap ? beforeLast[column - 2]! + 1 : Infinity;
      current.push(Math.min(last[column]! + 1, current[column - 1]! + 1, change, swap));
    }
    [beforeLast, last] = [last, current];
  }
  return last[to.length]!;
}
