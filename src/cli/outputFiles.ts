import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { REPORT_FORMATS, type ReportFormat } from '../reporters/index.js';
import { outputError, usageError } from './failure.js';
import { either } from './suggest.js';

/** A file to write, and in which format. */
export interface OutputFile<Format extends string = ReportFormat> {
  readonly format: Format;
  /** As given, for messages. */
  readonly name: string;
  readonly path: string;
}

/** The formats that files can have. */
export interface OutputFormats<Format extends string> {
  readonly names: readonly Format[];
  /** Endings that tell one format; the first that fits counts. */
  readonly endings: ReadonlyArray<readonly [ending: string, format: Format]>;
}

/** Of a scan. Both JUnit and Checkstyle end in `.xml`. */
const REPORT_FILES: OutputFormats<ReportFormat> = {
  names: REPORT_FORMATS,
  endings: [
    ['.sarif.json', 'sarif'],
    ['.json', 'json'],
    ['.sarif', 'sarif'],
    ['.md', 'markdown'],
    ['.csv', 'csv'],
    ['.txt', 'human'],
  ],
};

/** Reads the values of `--output-file` of a scan: a path whose ending tells the format, or `FORMAT=PATH`. */
export const readOutputFiles = (values: readonly string[], workingFolder: string): readonly OutputFile[] =>
  readFilesOf(REPORT_FILES, values, workingFolder);

/** The same for a command with formats of its own. */
export function readFilesOf<Format extends string>(
  { names, endings }: OutputFormats<Format>,
  values: readonly string[],
  workingFolder: string
): ReadonlyArray<OutputFile<Format>> {
  const files = values.map((value): OutputFile<Format> => {
    // Only the name of a format counts before `=`, so that `C:\a=b.json` is a path.
    const named = names.find((format) => value.startsWith(`${format}=`));
    const name = named === undefined ? value : value.slice(named.length + 1);
    const format = named ?? endings.find(([ending]) => name.toLowerCase().endsWith(ending))?.[1];
    if (name === '') throw usageError(`--output-file ${value} names no file.`);
    if (format === undefined) {
      throw usageError(
        `--output-file ${value} does not tell the format: end it in ${either(endings.map(([ending]) => ending))}, or write FORMAT=${value} with ${either(names)}.`
      );
    }
    return { format, name, path: resolve(workingFolder, name) };
  });
  for (const [index, { name, path }] of files.entries()) {
    if (files.findIndex((file) => file.path === path) !== index) throw usageError(`--output-file names ${name} twice.`);
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory())
      throw usageError(`--output-file ${name} is a folder.`);
  }
  return files;
}

/**
 * Writes files whole or not at all: each into a temporary one beside it first, and all are renamed at the end. A file that was
 * there keeps its permissions, and a folder that was not there is made.
 */
export function writeOutputFiles(
  files: ReadonlyArray<Pick<OutputFile, 'name' | 'path'> & { readonly text: string }>
): void {
  const written: Array<{ readonly temporary: string; readonly path: string }> = [];
  let current = files[0]?.name;
  try {
    for (const { name, path, text } of files) {
      current = name;
      const target = existing(path);
      const status = target === undefined ? undefined : statSync(target);
      if (target !== undefined && !status!.isFile()) {
        // A device or a pipe, such as /dev/stderr, cannot be replaced.
        writeFileSync(target, text);
        continue;
      }
      const place = target ?? path;
      mkdirSync(dirname(place), { recursive: true });
      const temporary = join(dirname(place), `.${basename(place)}.${randomBytes(6).toString('hex')}.tmp`);
      written.push({ temporary, path: place });
      writeFileSync(temporary, text, { flag: 'wx' });
      if (status) chmodSync(temporary, status.mode);
    }
    for (const { temporary, path } of written) renameSync(temporary, path);
  } catch (error) {
    for (const { temporary } of written) rmSync(temporary, { force: true });
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    throw outputError(`The file ${current!} cannot be written (${code}).`);
  }
}

/** What stands at a path, with links followed. */
function existing(path: string): string | undefined {
  try {
    return realpathSync.native(path);
  } catch {
    return undefined;
  }
}
