import type { Severity } from '../findings/finding.js';
import type { ScanReport } from '../findings/report.js';
import type { Rule } from '../rules/rule.js';

/** A rule that could report, with the severity that config gives its findings. */
export interface EnabledRule {
  readonly severity: Severity;
  readonly rule: Readonly<
    Pick<Rule, 'confidence' | 'controls' | 'id' | 'links' | 'remedy' | 'setup' | 'tags' | 'title' | 'whenWrong' | 'why'>
  >;
}

/** What a reporter may know besides the report. The caller looks at the terminal and the environment; reporters are pure. */
export interface ReportContext {
  /** Of sf-isa, such as `0.1.0`. */
  readonly version: string;
  /** The scanned root relative to the working folder, with forward slashes; `.` for the working folder itself. */
  readonly root: string;
  /** The scanned root as a `file:` URL without a trailing slash, for links in a terminal. */
  readonly rootUrl: string;
  /** The scanned root relative to its repository, with forward slashes; empty for the repository itself, and where there is none. */
  readonly repositoryFolder: string;
  /** Where the commit's files are shown on the web, without a trailing slash, when the CI server tells. */
  readonly sourceUrl: string | undefined;
  /** Sorted by id. */
  readonly rules: readonly EnabledRule[];
  readonly failOn: Severity | 'never';
  /** What the process will exit with. */
  readonly exitCode: number;
  /** Width of the terminal in columns. */
  readonly width: number;
  readonly color: boolean;
  /** Whether the terminal shows OSC 8 hyperlinks. */
  readonly links: boolean;
  /** How many findings the human format shows at most; 0 means all. */
  readonly maxFindings: number;
  /** Only the findings, no summary. */
  readonly quiet: boolean;
  /** Shows what is suppressed, after the findings. */
  readonly showSuppressed: boolean;
  /** Lists what was not evaluated, one by one. */
  readonly verbose: boolean;
  /** The command a reader types: `sf isa` or `sf-isa`. */
  readonly command: string;
}

/** Makes the whole output of one format, with a final line break unless it is empty. */
export type Reporter = (report: ScanReport, context: ReportContext) => string;
