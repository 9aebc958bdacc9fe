import type { NotEvaluated } from '../findings/finding.js';
import { titleOf, type ComponentRef, type Field } from './component.js';

/**
 * The shapes in which build tools and templates leave a value open: `${X}`, `{{X}}`, `{X}`, `%%%X%%%`, `__X__`, `<X>`,
 * `@X@`, `@x.y@`, `[[X]]`, `#{X}#`. A merge field `{!…}` is Salesforce's own and no placeholder.
 */
const PLACEHOLDER =
  /\$\{[^{}]*\}|\{\{[^{}]*\}\}|\{(?!!)[A-Za-z][\w .-]*\}|(?<!%)%%+[^%\s]+%%+|(?<![A-Za-z0-9])__[A-Za-z0-9]+(?:_[A-Za-z0-9]+)*__(?![A-Za-z0-9])|<[A-Za-z][^<>]*>|@[A-Z][A-Z0-9_]*@|(?<![\w.@-])@[a-z][\w.-]*@(?!\w)|\[\[[^[\]]+\]\]|#\{[^{}]*\}#?/;

/** Whether a value, or part of it, is put in by a build: what it will be cannot be known from the file. */
export const isPlaceholder = (value: string): boolean => PLACEHOLDER.test(value);

const EVERY_PLACEHOLDER = new RegExp(PLACEHOLDER, 'g');

/** The value with blanks where placeholders are, so that offsets hold: what the file itself says of it. */
export const blankPlaceholders = (value: string): string =>
  value.replace(EVERY_PLACEHOLDER, (placeholder) => ' '.repeat(placeholder.length));

/** What a rule says of a value that a build puts in; `what` names the value in a few words: `URL`, `client certificate`. */
export const leftToBuild = (component: ComponentRef, where: Field, what: string): NotEvaluated => ({
  notEvaluated: 'placeholder',
  component,
  where,
  message: `${titleOf(component)} gets its ${what} from the build`,
});
