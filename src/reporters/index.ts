import { concise } from './concise.js';
import { human } from './human.js';
import { json } from './json.js';
import type { Reporter } from './reporter.js';

export { toJsonDocument, type ScanDocument } from './json.js';

/** What `--format` takes, the default first. */
export const REPORT_FORMATS = [
  'human',
  'concise',
  'json',
  'sarif',
  'github',
  'gitlab',
  'junit',
  'checkstyle',
  'markdown',
  'csv',
] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** What is not for people at a terminal is loaded when it is asked for, so that nobody else waits for it. */
const LOADERS: Readonly<Record<ReportFormat, () => Reporter | Promise<Reporter>>> = {
  human: () => human,
  concise: () => concise,
  json: () => json,
  sarif: async () => (await import('./sarif.js')).sarif,
  github: async () => (await import('./github.js')).github,
  gitlab: async () => (await import('./gitlab.js')).gitlab,
  junit: async () => (await import('./junit.js')).junit,
  checkstyle: async () => (await import('./checkstyle.js')).checkstyle,
  markdown: async () => (await import('./markdown.js')).markdown,
  csv: async () => (await import('./csv.js')).csv,
};

/** The reporter of a format. */
export const loadReporter = async (format: ReportFormat): Promise<Reporter> => LOADERS[format]();
