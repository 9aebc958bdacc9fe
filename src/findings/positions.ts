import type { Location } from '../location.js';
import type { SourceRange } from './finding.js';

/** Turns offsets into lines and columns, for the few files that something is reported in. */
export class Positions {
  private readonly lineStarts = new Map<string, readonly number[]>();

  /** `textOf` gives the decoded text of a file, or undefined when it has none. */
  public constructor(private readonly textOf: (file: string) => string | undefined) {}

  public range({ file, start, end }: Location): SourceRange {
    const starts = this.startsOf(file);
    const startLine = lineAt(starts, start);
    const endLine = lineAt(starts, Math.max(start, end));
    return {
      path: file,
      startLine: startLine + 1,
      startColumn: start - starts[startLine]! + 1,
      endLine: endLine + 1,
      endColumn: Math.max(start, end) - starts[endLine]! + 1,
    };
  }

  private startsOf(file: string): readonly number[] {
    const known = this.lineStarts.get(file);
    if (known) return known;
    const text = this.textOf(file) ?? '';
    const starts = [0];
    // CRLF, LF and a lone CR end a line, as editors count.
    for (const match of text.matchAll(/\r\n|\n|\r/g)) starts.push(match.index + match[0].length);
    this.lineStarts.set(file, starts);
    return starts;
  }
}

/** Index of the line that holds an offset. */
function lineAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
