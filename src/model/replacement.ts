import type { ProjectDefinition, Replacement } from '../projectDefinition.js';
import type { Field } from './component.js';
import { matchesAny } from './namePattern.js';

/**
 * Whether `replacements` of sfdx-project.json may change a value on its way to the org, so that what stands in the file
 * is not what is deployed. In doubt yes: files are matched a little more widely than the CLI matches them, and its
 * conditions on the environment cannot be known here.
 * https://developer.salesforce.com/docs/atlas.en-us.sfdx_dev.meta/sfdx_dev/sfdx_dev_ws_string_replace.htm
 */
export const isReplaced = (field: Field, definition: ProjectDefinition | undefined): boolean =>
  (definition?.replacements ?? []).some(
    (replacement) => matchesAny([filePattern(replacement.file)], field.at.file) && reaches(replacement, field)
  );

/** A file name or glob as a name pattern, in which all that a glob leaves open stands for any characters. */
function filePattern(file: string): string {
  const [first, last] = [file.search(/[[{(]/), Math.max(...[...'])}'].map((bracket) => file.lastIndexOf(bracket)))];
  const flat = first !== -1 && last > first ? `${file.slice(0, first)}*${file.slice(last + 1)}` : file;
  return `*${flat.replace(/\*\*\//g, '*').replace(/[?!@+]/g, '*')}`;
}

/** The string may take in markup around the value: `<url>https://dev.bank.example</url>`. */
function reaches({ stringToReplace, regexToReplace }: Replacement, { value, element }: Field): boolean {
  if (stringToReplace) return value.includes(stringToReplace) || stringToReplace.includes(`>${value}`);
  if (!regexToReplace) return false;
  const name = element.slice(element.lastIndexOf('.') + 1);
  return literalsOf(regexToReplace).some((literal) => `<${name}>${value}</${name}>`.includes(literal));
}

const SHORTEST_TELLING_LITERAL = 4;

/** What a regular expression spells out. It is not run: it is somebody else's, and may take for ever. */
const literalsOf = (expression: string): readonly string[] =>
  (expression.match(/(?:\\[^A-Za-z0-9]|[^\\^$.*+?()[\]{}|])+/g) ?? [])
    .map((literal) => literal.replace(/\\(.)/g, '$1'))
    .filter(({ length }) => length >= SHORTEST_TELLING_LITERAL);
