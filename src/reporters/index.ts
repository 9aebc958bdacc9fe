import { concise } from './concise.js';
import { human } from './human.js';
import { json } from './json.js';
import type { Reporter } from './reporter.js';

export { toJsonDocument, type ScanDocument } from './json.js';

/** What `--format` takes, the default first. */
export const REPORT_FORMATS = ['human', 'concise', 'json'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

export const reporters: Readonly<Record<ReportFormat, Reporter>> = { human, concise, json };
