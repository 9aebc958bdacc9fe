import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { MAX_FILE_BYTES } from '../fileSystem.js';
import type { ReportDocument } from '../report/document.js';
import type { ReportData } from '../report/reportData.js';
import { sentence } from '../reporters/terminal.js';
import { EXIT_OK } from './exitCodes.js';
import { usageError } from './failure.js';
import type { Host, Outcome } from './host.js';
import { writeOutputFiles, type OutputFile } from './outputFiles.js';

/** Writes the files and says what to print: without a format, and with files, no more than their names. */
export async function printReport<Format extends string, Result>({
  files,
  format,
  preset,
  textOf,
  result,
  warnings,
}: {
  readonly files: ReadonlyArray<OutputFile<Format>>;
  /** Undefined where nobody has named one. */
  readonly format: Format | undefined;
  /** What is printed then, unless files are written. */
  readonly preset: Format;
  readonly textOf: (format: Format) => Promise<string>;
  readonly result: Result;
  readonly warnings: readonly string[];
}): Promise<Outcome<Result>> {
  const written = await Promise.all(
    files.map(async ({ name, path, format: of }) => ({ name, path, text: await textOf(of) }))
  );
  writeOutputFiles(written);
  const stdout =
    format === undefined && files.length > 0
      ? files.map(({ name }) => `Wrote ${sentence(name)}.\n`).join('')
      : await textOf(format ?? preset);
  return { exitCode: EXIT_OK, stdout, warnings, result };
}

/** The texts of a document. It is laid out once, whatever is asked for, and not before; what a format needs is loaded then. */
export function documentTexts(layOut: () => Promise<ReportDocument>): (format: 'html' | 'markdown') => Promise<string> {
  let laidOut: Promise<ReportDocument> | undefined;
  return async (format) => {
    const document = await (laidOut ??= layOut());
    if (format === 'html') {
      const { renderHtml } = await import('../report/renderHtml.js');
      return renderHtml(document);
    }
    const { renderMarkdown } = await import('../report/renderMarkdown.js');
    return renderMarkdown(document);
  };
}

/** A report that `--format json` has written. */
export async function readReportFile(name: string, host: Host, flag?: string): Promise<ReportData> {
  const { readReport, ReportFileError } = await import('../report/readReport.js');
  try {
    return readReport(readTextFile(name, host, flag), name);
  } catch (error) {
    if (!(error instanceof ReportFileError)) throw error;
    throw usageError(error.message, 'sf isa report --format json writes such a file.');
  }
}

/** The text of a file; the flag that names it, for messages. */
export function readTextFile(name: string, { workingFolder }: Host, flag?: string): string {
  const path = resolve(workingFolder, name);
  const file = `The file ${name}${flag === undefined ? '' : ` of ${flag}`}`;
  const status = statSync(path, { throwIfNoEntry: false });
  if (!status) throw usageError(`${file} does not exist.`);
  if (!status.isFile()) throw usageError(`${file} is none.`);
  if (status.size > MAX_FILE_BYTES) throw usageError(`${file} is larger than ${MAX_FILE_BYTES / 1024 / 1024} MiB.`);
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw usageError(`${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'}).`);
  }
}
