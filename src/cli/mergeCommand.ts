import { resolve } from 'node:path';
import type { NamedReport, Portfolio } from '../report/mergeReports.js';
import { toJsonText } from '../reporters/json.js';
import { usageError } from './failure.js';
import { PORTFOLIO_FORMATS, type Arguments, type MERGE, type PortfolioFormat } from './flags.js';
import type { Host, Outcome } from './host.js';
import { readFilesOf, type OutputFormats } from './outputFiles.js';
import { documentTexts, printReport, readReportFile } from './reportOutput.js';

const PORTFOLIO_FILES: OutputFormats<PortfolioFormat> = {
  names: PORTFOLIO_FORMATS,
  endings: [
    ['.md', 'markdown'],
    ['.html', 'html'],
    ['.json', 'json'],
    ['.ics', 'ics'],
  ],
};

/** Joins the reports of several repositories. */
export async function runMerge(
  { positionals, flags }: Arguments<typeof MERGE>,
  host: Host
): Promise<Outcome<Portfolio>> {
  if (positionals.length === 0) {
    throw usageError('merge needs the files that sf isa report --format json has written.');
  }
  const paths = positionals.map((name) => resolve(host.workingFolder, name));
  const twice = paths.findIndex((path, index) => paths.indexOf(path) !== index);
  if (twice >= 0) throw usageError(`merge was given the file ${positionals[twice]!} twice.`);
  const files = readFilesOf(PORTFOLIO_FILES, flags['output-file'], host.workingFolder);
  const reports: NamedReport[] = [];
  for (const file of positionals) reports.push({ file, data: await readReportFile(file, host) });

  const { mergeReports } = await import('../report/mergeReports.js');
  const { portfolio, data } = mergeReports(reports, host.version);
  const texts = documentTexts(async () => (await import('../report/layOutPortfolio.js')).layOutPortfolio(portfolio));
  return printReport({
    files,
    format: flags.format,
    preset: 'markdown',
    textOf: async (format) => {
      if (format === 'html' || format === 'markdown') return texts(format);
      if (format === 'ics') {
        const { calendarOf } = await import('../report/calendarOf.js');
        return calendarOf(data);
      }
      return toJsonText(portfolio);
    },
    result: portfolio,
    warnings: [],
  });
}
