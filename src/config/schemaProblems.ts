import { Validator, type OutputUnit, type Schema } from '@cfworker/json-schema';
import { didYouMean } from '../didYouMean.js';
import { excerpt, quote } from './configError.js';
import { pointerKeys } from './readYaml.js';

/** What a value or key of a config file does not keep of the schema. */
export interface SchemaProblem {
  /** JSON pointer of what is wrong. */
  readonly pointer: string;
  readonly part: 'key' | 'value';
  readonly message: string;
}

/** Where the validator says no more than that something below is wrong. */
const PARENTS: ReadonlySet<string> = new Set(['properties', 'patternProperties', 'propertyNames', 'items']);
/** More than anybody reads of one file. */
const MAX_PROBLEMS = 100;

/** Says in sentences what is wrong, one for each cause. `value` is plain data, `schema` one without `$ref`. */
export function schemaProblems(value: unknown, schema: Schema): readonly SchemaProblem[] {
  // The validator leaves marks in its schema, parts of which belong to rules.
  const { errors } = new Validator(structuredClone(schema), '7', false).validate(value);
  const problems = new Map<string, SchemaProblem>();
  for (const error of withoutOtherBranches(ownErrors(errors), value, schema)) {
    const problem = toProblem(error, value, schema);
    const place = `${problem.part} ${problem.pointer}`;
    if (!problems.has(place)) problems.set(place, problem);
    if (problems.size === MAX_PROBLEMS) break;
  }
  return [...problems.values()];
}

/** Leaves out what only repeats an error below, and gives that of an unknown key the pointer of the key. */
function ownErrors(errors: readonly OutputUnit[]): readonly OutputUnit[] {
  return errors.flatMap((error, index) => {
    const below = errors[index + 1];
    if (error.keyword === 'additionalProperties') {
      return below?.keyword === 'false' ? [{ ...error, instanceLocation: below.instanceLocation }] : [];
    }
    return PARENTS.has(error.keyword) || error.keyword === 'false' ? [] : [error];
  });
}

/** Where a value may be one of several things, says only what is wrong with it as the thing that it seems to be. */
function withoutOtherBranches(errors: readonly OutputUnit[], value: unknown, schema: Schema): readonly OutputUnit[] {
  const choices = errors.filter(({ keyword }) => keyword === 'anyOf');
  const meant = choices.map(({ keywordLocation, instanceLocation }) => {
    const type = typeOf(at(value, instanceLocation));
    const branch = (at(schema, keywordLocation) as readonly Schema[]).findIndex((one) => one.type === type);
    return { keywordLocation, branch: branch < 0 ? undefined : `${keywordLocation}/${branch}/` };
  });
  return errors.filter((error) =>
    meant.every(({ keywordLocation, branch }) => {
      if (error.keywordLocation === keywordLocation) return branch === undefined;
      if (!error.keywordLocation.startsWith(`${keywordLocation}/`)) return true;
      return branch !== undefined && error.keywordLocation.startsWith(branch);
    })
  );
}

function toProblem(error: OutputUnit, root: unknown, rootSchema: Schema): SchemaProblem {
  const { keyword, instanceLocation: pointer, keywordLocation } = error;
  const schemaLocation = parentOf(keywordLocation);
  const schema = at(rootSchema, schemaLocation) as Schema;
  const name = nameOf(pointer, root);
  if (keyword === 'additionalProperties') {
    const key = pointerKeys(pointer).at(-1)!;
    const known = Object.keys(schema.properties ?? {});
    return { pointer, part: 'key', message: unknownKey(key, known, nameOf(parentOf(pointer), root)) };
  }
  if (schemaLocation.endsWith('/propertyNames')) {
    return { pointer, part: 'key', message: `the key ${name} must be ${expected(schema)}` };
  }
  const value = at(root, pointer);
  if (keyword === 'required') {
    const missing = (schema.required ?? []).filter((key) => !Object.hasOwn(value as object, key));
    const message = missing.map((key) => `${key} is missing; write "${key}: ${example(schema, key)}"`).join('; ');
    return { pointer, part: 'key', message: name === '' ? message : `in ${name}, ${message}` };
  }
  if (value === null) return { pointer, part: 'key', message: `${name} has no value; write one, or remove the key` };
  const words = (schema.enum ?? []).filter((word): word is string => typeof word === 'string');
  const meant = typeof value === 'string' ? didYouMean(value, words) : undefined;
  const rightful =
    name === '' ? 'the file must be a mapping that begins with "version: 1"' : `${name} must be ${expected(schema)}`;
  const message = `${rightful}, not ${shown(value)}${hint(meant)}`;
  return { pointer, part: 'value', message };
}

const parentOf = (pointer: string): string => pointer.slice(0, pointer.lastIndexOf('/'));

/** A value that a missing key could have. */
function example({ properties = {} }: Schema, key: string): string {
  const property = properties[key];
  return typeof property === 'object' && property.const !== undefined ? String(property.const) : '…';
}

function unknownKey(key: string, known: readonly string[], name: string): string {
  const meant = didYouMean(key, known);
  if (name === 'rules')
    return `unknown rule ${quote(key)}${meant === undefined ? '; the command rules lists all rules' : hint(meant)}`;
  const where = name === '' ? '' : ` in ${name}`;
  const all = known.length === 1 ? `; the only key is ${known.join('')}` : `; the keys are ${listed(known, 'and')}`;
  return `unknown key ${quote(key)}${where}${meant === undefined ? all : hint(meant)}`;
}

const hint = (meant: string | undefined): string => (meant === undefined ? '' : `; did you mean "${meant}"?`);

/** What a schema allows, to follow "must be". */
function expected(schema: Schema): string {
  const { title, type, enum: words, const: only, anyOf, items, minItems, maxItems, format, pattern } = schema;
  if (typeof title === 'string') return title;
  if (anyOf) return anyOf.map(expected).join(', or ');
  if (only !== undefined) return String(only);
  if (words) return listed(words.map(String), 'or');
  if (type === 'object') {
    const keys = Object.keys(schema.properties ?? {});
    // Rules, for one, are too many to name.
    return keys.length === 0 || keys.length > 8 ? 'a mapping' : `a mapping with ${listed(keys, 'and')}`;
  }
  if (type === 'array') {
    const element =
      items !== undefined && typeof items === 'object' && !Array.isArray(items) ? expected(items) : undefined;
    return `a list${range(minItems, maxItems)}${element === undefined ? '' : `, each ${element}`}`;
  }
  if (type === 'integer' || type === 'number') {
    return `${type === 'integer' ? 'a whole number' : 'a number'}${range(schema.minimum, schema.maximum)}`;
  }
  if (type === 'boolean') return 'true or false';
  if (format === 'regex') return 'a regular expression';
  if (pattern !== undefined) return `text that matches ${pattern}`;
  const { minLength = 0 } = schema;
  return minLength > 1 ? `text of at least ${minLength} characters` : minLength > 0 ? 'text that is not empty' : 'text';
}

/** A size or a number's bounds, with a space before. */
function range(minimum: number | undefined, maximum: number | undefined): string {
  if (minimum === undefined) return maximum === undefined ? '' : ` of at most ${maximum}`;
  if (maximum === undefined) return ` of at least ${minimum}`;
  return minimum === maximum ? ` of ${minimum}` : ` from ${minimum} to ${maximum}`;
}

function shown(value: unknown): string {
  if (typeof value === 'string') return quote(value);
  if (Array.isArray(value)) {
    const isShort = value.length <= 8 && value.every((item) => typeof item === 'number');
    return isShort ? excerpt(`[${value.join(', ')}]`, 60) : 'a list';
  }
  return typeof value === 'object' ? 'a mapping' : String(value);
}

/** `a, b or c`. */
const listed = (words: readonly string[], last: 'and' | 'or'): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)!}`;

function typeOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (value === null) return 'null';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

/** What lies at a JSON pointer. */
const at = (root: unknown, pointer: string): unknown =>
  pointerKeys(pointer).reduce((value, key) => (value as Readonly<Record<string, unknown>>)[key], root);

/** `sync.allow.ModifyAllData[0]`; empty for the whole file. */
function nameOf(pointer: string, root: unknown): string {
  let name = '';
  let value = root;
  for (const key of pointerKeys(pointer)) {
    name += Array.isArray(value) ? `[${key}]` : name === '' ? excerpt(key, 60) : `.${excerpt(key, 60)}`;
    value = (value as Readonly<Record<string, unknown>>)[key];
  }
  return name;
}
