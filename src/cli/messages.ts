/** The texts of one messages file, by key. */
export type Messages = ReadonlyMap<string, string>;

/** Reads a file of `messages/` as `Messages` of `@salesforce/core` does: a heading is a key, the text below it the message. */
export const parseMessages = (markdown: string): Messages =>
  new Map(
    markdown
      .split(/^# /m)
      .slice(1)
      .map((section) => {
        const end = section.indexOf('\n');
        return [section.slice(0, end).trim(), section.slice(end).trim()];
      })
  );

/** The items of a message that is a list; the lines of an item are indented in the file. */
export const listItems = (message: string): ReadonlyArray<readonly string[]> =>
  message
    .split(/^- /m)
    .slice(1)
    .map((item) =>
      item
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== '')
    );
