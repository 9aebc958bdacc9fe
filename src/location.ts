/**
 * A stretch of one file. `file` is relative to the scanned root with forward slashes; `start` and the exclusive `end`
 * are UTF-16 offsets into the file's text. Lines and columns are worked out only for what is reported.
 */
export interface Location {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}
