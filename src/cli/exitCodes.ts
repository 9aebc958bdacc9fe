import { isAtLeast, SEVERITIES, type Finding, type Severity } from '../findings/finding.js';

export const EXIT_OK = 0;
export const EXIT_BUG = 1;
/** A file that was to be current is not. */
export const EXIT_NOT_CURRENT = 1;
export const EXIT_USAGE = 2;
export const EXIT_NOTHING = 3;
export const EXIT_CONFIG = 4;
export const EXIT_UNREADABLE = 5;

const EXIT_OF_SEVERITY: Readonly<Record<Severity, number>> = { info: 11, low: 12, medium: 13, high: 14, critical: 15 };

/** The exit codes as help shows them. They are part of the interface: 10, 20 and 130 belong to the Salesforce CLI. */
const EXIT_CODES: Readonly<Record<string, string>> = {
  '0': 'No finding is as severe as --fail-on says.',
  '1': 'Something unexpected failed; that is a bug in sf-isa, or an output file could not be written.',
  '2': 'The command line is wrong: an unknown flag, a bad or missing value, a path that does not exist.',
  '3': 'There was nothing to analyse; --allow-empty makes it 0.',
  '4': 'The config, suppression or baseline file is invalid or cannot be read, or there is no commit to compare with.',
  '5': 'With --strict: some file could not be read or parsed, a suppression is unused or expired, or a baseline entry is fixed.',
  '11': 'The most severe finding is info, and --fail-on counts it.',
  '12': 'The most severe finding is low, and --fail-on counts it.',
  '13': 'The most severe finding is medium, and --fail-on counts it.',
  '14': 'The most severe finding is high, and --fail-on counts it.',
  '15': 'The most severe finding is critical.',
};

/** The commands that read no project. */
const WITHOUT_PROJECT: ReadonlySet<string> = new Set(['completion', 'explain', 'merge', 'rules']);

/** Where they mean something else for `report` and `merge`. */
const EXIT_CODES_OF_REPORT: Readonly<Record<string, string>> = {
  '0': 'The report is made; with --check: the file is current.',
  '1': 'With --check: the file is not current. Otherwise something unexpected failed, which is a bug in sf-isa, or an output file could not be written.',
  '2': 'The command line is wrong: an unknown flag, a bad or missing value, a path that does not exist, a file that is no report.',
};
const EXIT_CODES_OF_MERGE: Readonly<Record<string, string>> = {
  '0': 'The reports are joined.',
  '2': 'The command line is wrong: an unknown flag, a bad or missing value, a file that does not exist or is no report.',
};

/** Where they mean something else for `fix`. */
const EXIT_CODES_OF_FIX: Readonly<Record<string, string>> = {
  '0': 'What could be fixed is fixed; with --diff: nothing can be fixed.',
  '1': 'Something unexpected failed: a bug in sf-isa, or a file that has changed meanwhile or cannot be written.',
  '11': 'With --diff: the most severe finding that can be fixed is info.',
  '12': 'With --diff: the most severe finding that can be fixed is low.',
  '13': 'With --diff: the most severe finding that can be fixed is medium.',
  '14': 'With --diff: the most severe finding that can be fixed is high.',
  '15': 'With --diff: the most severe finding that can be fixed is critical.',
};

/** The exit codes that a command can have: only a scan has findings, and the fixes of findings. */
export function exitCodesOf(command: string): ReadonlyArray<readonly [code: string, meaning: string]> {
  if (command === 'fix') {
    return Object.entries({ ...EXIT_CODES, ...EXIT_CODES_OF_FIX }).filter(([code]) => code !== String(EXIT_UNREADABLE));
  }
  const own = command === 'report' ? EXIT_CODES_OF_REPORT : command === 'merge' ? EXIT_CODES_OF_MERGE : {};
  const last = WITHOUT_PROJECT.has(command) ? EXIT_USAGE : EXIT_CONFIG;
  return Object.entries({ ...EXIT_CODES, ...own }).filter(([code]) => command === 'scan' || Number(code) <= last);
}

/** The code for what was found, which counts only what is reported. */
export function exitCodeOf(findings: readonly Finding[], failOn: Severity | 'never'): number {
  const worst = SEVERITIES.find((severity) => findings.some((finding) => finding.severity === severity));
  return worst !== undefined && failOn !== 'never' && isAtLeast(worst, failOn) ? EXIT_OF_SEVERITY[worst] : EXIT_OK;
}
