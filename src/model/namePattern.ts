/** Whether a name matches one of the patterns, in which `*` stands for any characters. Case does not count. */
export const matchesAny = (patterns: readonly string[], name: string): boolean =>
  patterns.some((pattern) => matches(pattern.toLowerCase(), name.toLowerCase()));

/** Takes each literal part at its first place, so a hostile pattern costs no more than its length. */
function matches(pattern: string, name: string): boolean {
  const parts = pattern.split('*');
  const [first = ''] = parts;
  if (parts.length === 1) return pattern === name;
  const last = parts.at(-1)!;
  if (!name.startsWith(first) || name.length < first.length + last.length || !name.endsWith(last)) return false;
  let position = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = name.indexOf(part, position);
    if (found === -1 || found + part.length > name.length - last.length) return false;
    position = found + part.length;
  }
  return true;
}
