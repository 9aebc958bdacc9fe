import { diffArrays } from 'diff';
import { ACTIVE } from '../reporters/terminal.js';

/** A file that changes. The texts have the byte order mark that the file has. */
export interface ChangedText {
  /** From the root of the repository, with forward slashes. */
  readonly path: string;
  readonly before: string;
  readonly after: string;
  /** `before` as it may be shown, of the same length: with every secret masked. */
  readonly shown: string;
}

/** Lines around a change, as in git. */
const CONTEXT = 3;

/**
 * The changes of a file as git prints them and `git apply` takes them. A diff has to show its lines as they are, so lines that
 * must not be printed, which hold a secret or what a terminal or a build log acts on, are no context of it; undefined where
 * it cannot do without one.
 */
export function unifiedDiff({ path, before, after, shown }: ChangedText): string | undefined {
  const old = linesOf(before);
  const starts = [0];
  for (const line of old) starts.push(starts.at(-1)! + line.length);
  const isPrintable = (index: number): boolean =>
    isHarmless(old[index]!) && shown.slice(starts[index], starts[index + 1]) === old[index];

  const hunks: Hunk[] = [];
  for (const change of changesBetween(old, linesOf(after))) {
    const lines = Array.from({ length: change.oldEnd - change.oldStart }, (_, index) => change.oldStart + index);
    if (!lines.every(isPrintable) || !change.added.every(isHarmless)) return undefined;
    let start = change.oldStart;
    while (start > 0 && change.oldStart - start < CONTEXT && isPrintable(start - 1)) start -= 1;
    let end = change.oldEnd;
    while (end < old.length && end - change.oldEnd < CONTEXT && isPrintable(end)) end += 1;
    // Without a line behind it, git takes a change for one at the end of the file.
    if (end === change.oldEnd && end < old.length) return undefined;
    const previous = hunks.at(-1);
    if (previous && start <= previous.end) previous.extend(change, end);
    else hunks.push(new Hunk(old, start, end, change));
  }
  if (hunks.length === 0) return '';
  let shift = 0;
  const parts = hunks.map((hunk) => {
    const part = hunk.print(shift);
    shift += hunk.growth;
    return part;
  });
  return `diff --git ${quoted(`a/${path}`)} ${quoted(`b/${path}`)}\n--- ${named(`a/${path}`)}\n+++ ${named(`b/${path}`)}\n${parts.join('')}`;
}

/** Lines of the old text, from the first to behind the last one, and what takes their place. */
interface Change {
  readonly oldStart: number;
  readonly oldEnd: number;
  readonly added: readonly string[];
}

/** Neighbouring changes with the lines around them. */
class Hunk {
  private readonly changes: Change[];

  public constructor(
    private readonly old: readonly string[],
    private readonly start: number,
    public end: number,
    first: Change
  ) {
    this.changes = [first];
  }

  public extend(change: Change, end: number): void {
    this.changes.push(change);
    this.end = end;
  }

  /** How many lines more the new text has. */
  public get growth(): number {
    return this.changes.reduce((sum, { oldStart, oldEnd, added }) => sum + added.length - (oldEnd - oldStart), 0);
  }

  /** `shift`: how many lines more the new text has before it. */
  public print(shift: number): string {
    const rows: string[] = [];
    const add = (sign: ' ' | '+' | '-', lines: readonly string[]): void => {
      for (const line of lines) {
        rows.push(`${sign}${line}${line.endsWith('\n') ? '' : '\n\\ No newline at end of file\n'}`);
      }
    };
    let position = this.start;
    for (const { oldStart, oldEnd, added } of this.changes) {
      add(' ', this.old.slice(position, oldStart));
      add('-', this.old.slice(oldStart, oldEnd));
      add('+', added);
      position = oldEnd;
    }
    add(' ', this.old.slice(position, this.end));
    const length = this.end - this.start;
    return `@@ -${range(this.start, length)} +${range(this.start + shift, length + this.growth)} @@\n${rows.join('')}`;
  }
}

/** Lines count from 1; an empty range is behind the line that it names. */
const range = (start: number, length: number): string => {
  const first = length === 0 ? start : start + 1;
  return length === 1 ? String(first) : `${first},${length}`;
};

function changesBetween(old: readonly string[], now: readonly string[]): readonly Change[] {
  const changes: Change[] = [];
  let position = 0;
  for (const { value, added, removed } of diffArrays([...old], [...now])) {
    const last = changes.at(-1);
    if (added) {
      // A replaced line is a removal and an addition, in this order or the other.
      if (last?.oldEnd === position) changes[changes.length - 1] = { ...last, added: [...last.added, ...value] };
      else changes.push({ oldStart: position, oldEnd: position, added: value });
    } else if (removed) {
      const oldEnd = position + value.length;
      if (last?.oldEnd === position) changes[changes.length - 1] = { ...last, oldEnd };
      else changes.push({ oldStart: position, oldEnd, added: [] });
      position = oldEnd;
    } else {
      position += value.length;
    }
  }
  return changes;
}

/** The lines of a text as git has them, each with its line feed. */
const linesOf = (text: string): readonly string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

/** A tab indents, a carriage return ends a line, and a byte order mark begins a file; all else that is active acts. */
const isHarmless = (line: string): boolean =>
  line
    .replace(/^\uFEFF|\r?\n$/g, '')
    .replaceAll('\t', ' ')
    .search(ACTIVE) === -1;

/** A name as git writes it: in quotes where it holds one, a backslash or a character that does not print. */
function quoted(name: string): string {
  if (!/["\\\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(name)) return name;
  const escape = (character: string): string =>
    [...Buffer.from(character)].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
  return `"${name.replace(/["\\]/g, '\\$&').replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, escape)}"`;
}

/** A name with a blank in it ends with a tab, so that it is not taken for a name and a date. */
const named = (name: string): string => (name.includes(' ') && quoted(name) === name ? `${name}\t` : quoted(name));
