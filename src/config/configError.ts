/** One thing that is wrong with a config file, with line and column from 1. */
export interface ConfigProblem {
  /** A sentence without a final period. */
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

/** More would scroll the first ones away. */
const MAX_LISTED = 20;

/** A config file that cannot be used. The message has one line for each problem: `path:line:column: sentence`. */
export class ConfigError extends Error {
  public override readonly name = 'ConfigError';
  /** The file, free of control characters. */
  public readonly path: string;
  /** In the order of the file, free of control characters. */
  public readonly problems: readonly ConfigProblem[];

  public constructor(path: string, problems: readonly ConfigProblem[]) {
    const shown = problems
      .map((problem) => ({ ...problem, message: printable(problem.message) }))
      .sort((a, b) => a.line - b.line || a.column - b.column);
    const name = printable(path);
    const lines = shown
      .slice(0, MAX_LISTED)
      .map(({ message, line, column }) => `${name}:${line}:${column}: ${message}`);
    const more = shown.length > MAX_LISTED ? ['There are more problems; mend these first.'] : [];
    super([...lines, ...more].join('\n'));
    this.path = name;
    this.problems = shown;
  }
}

/** What stands in the file may be hostile: nothing of it reaches a terminal or a log as a control character. */
export const printable = (text: string): string =>
  text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`);

/** A word of the file in quotation marks, cut when it is too long to read. */
export const quote = (text: string): string => `"${excerpt(text, 60)}"`;

/** The beginning of a text of any length. */
export const excerpt = (text: string, length: number): string =>
  text.length > length ? `${text.slice(0, length)}…` : text;
