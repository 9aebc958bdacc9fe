import { Validator, type OutputUnit } from '@cfworker/json-schema';
import { printable } from '../config/configError.js';
import type { Schema } from '../inventory/inventorySchema.js';
import type { ReportData } from './reportData.js';
import { reportSchema } from './reportSchema.js';

/** A file that is no report, or none that this version can read. The message names the file and says what is wrong. */
export class ReportFileError extends Error {
  public override readonly name = 'ReportFileError';
}

/**
 * Reads what `sf isa report --format json` printed, also from the envelope of `--json`. What a newer minor version of the
 * schema adds is left alone.
 *
 * @param name of the file, for messages
 * @throws ReportFileError
 */
export function readReport(text: string, name: string): ReportData {
  const fail = (problem: string): ReportFileError => new ReportFileError(`${printable(name)} ${problem}.`);
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    throw fail('is not JSON');
  }
  if (isMapping(value) && isMapping(value['result']) && typeof value['status'] === 'number') value = value['result'];
  if (!isMapping(value) || !isMapping(value['tool']) || value['tool']['name'] !== 'sf-isa') {
    throw fail('is no report of sf-isa');
  }
  const { schemaVersion } = value;
  const version = typeof schemaVersion === 'string' ? /^(\d+)\.\d+$/.exec(schemaVersion) : null;
  if (!version) throw fail('is no report of sf-isa: it has no schemaVersion');
  if (version[1] !== '1') {
    throw fail(`has the schemaVersion ${version[0]}, and this version of sf-isa reads 1.x`);
  }
  const { errors } = new Validator(lenient(reportSchema), '7', true).validate(value);
  const problem = ownError(errors);
  if (problem) throw fail(`is no report that sf-isa can read: ${inWords(problem)}`);
  return value as unknown as ReportData;
}

const isMapping = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The schema as it is for what a newer minor version writes. */
function lenient(schema: Schema): Schema {
  const walk = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(walk);
    if (!isMapping(value)) return value;
    const entries = Object.entries(value).filter(([key, inner]) => key !== 'additionalProperties' || inner !== false);
    return Object.fromEntries(entries.map(([key, inner]) => [key, walk(inner)]));
  };
  const open = walk(schema) as Schema & { readonly properties: Schema };
  return { ...open, properties: { ...open.properties, schemaVersion: { type: 'string' } } };
}

/** What the others follow from: where one of several things was possible, that none of them is there. */
function ownError(errors: readonly OutputUnit[]): OutputUnit | undefined {
  const choice = errors.find(({ keyword }) => keyword === 'oneOf');
  if (choice) return choice;
  return [...errors].sort((a, b) => b.instanceLocation.length - a.instanceLocation.length)[0];
}

/** `orgs[0].infrastructure is not as schemas/report.json has it`. */
function inWords({ instanceLocation, keyword, error }: OutputUnit): string {
  const place = instanceLocation
    .split('/')
    .slice(1)
    .reduce((name, part) => {
      const key = printable(part.replaceAll('~1', '/').replaceAll('~0', '~').slice(0, 60));
      return /^\d+$/.test(key) ? `${name}[${key}]` : name === '' ? key : `${name}.${key}`;
    }, '');
  const missing = keyword === 'required' ? /required property "(\w+)"/.exec(error)?.[1] : undefined;
  if (missing !== undefined) return `${place === '' ? missing : `${place}.${missing}`} is missing`;
  return `${place === '' ? 'it' : place} is not as schemas/report.json has it`;
}
