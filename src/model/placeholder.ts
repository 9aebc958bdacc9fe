/**
 * The shapes in which build tools and templates leave a value open: `${X}`, `{{X}}`, `{X}`, `%%%X%%%`, `__X__`, `<X>`,
 * `@X@`, `[[X]]`, `#{X}#`. A merge field `{!…}` is Salesforce's own and no placeholder.
 */
const PLACEHOLDER =
  /\$\{[^{}]*\}|\{\{[^{}]*\}\}|\{(?!!)[A-Za-z][\w .-]*\}|%%+[^%\s]+%%+|(?<![A-Za-z0-9])__[A-Za-z0-9]+(?:_[A-Za-z0-9]+)*__(?![A-Za-z0-9])|<[A-Za-z][^<>]*>|@[A-Z][A-Z0-9_]*@|\[\[[^\]]+\]\]|#\{[^{}]*\}#?/;

/** Whether a value, or part of it, is put in by a build: what it will be cannot be known from the file. */
export const isPlaceholder = (value: string): boolean => PLACEHOLDER.test(value);
