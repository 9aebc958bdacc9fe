import type { BaselineEntry } from '../baseline/baseline.js';
import type { IntegrationChange } from '../inventory/compareIntegrations.js';
import type { Finding, NotEvaluatedItem, Severity, SuppressedFinding } from './finding.js';

/** What a scan found, as reporters get it. Plain data; nothing in it depends on the wall clock or on the machine. */
export interface ScanReport {
  readonly now: Date;
  readonly projects: readonly ScannedProject[];
  /** How many files were opened. */
  readonly filesRead: number;
  /** How many of them lie at the paths that were asked for. */
  readonly filesReported: number;
  /** How many files could not be read, those included that are looked at for secrets alone. */
  readonly filesUnreadable: number;
  /** How many components of each metadata type were looked at, by type name. */
  readonly components: Readonly<Record<string, number>>;
  /** Ids of the rules that ran. */
  readonly rules: readonly string[];
  /** Sorted by severity, path, line, column and rule. */
  readonly findings: readonly Finding[];
  /** What would be among the findings if the team had not accepted it; sorted like them. */
  readonly suppressed: readonly SuppressedFinding[];
  readonly notEvaluated: readonly NotEvaluatedItem[];
  /** How many findings were left out, and by what. */
  readonly hidden: HiddenCounts;
  /** Fingerprints of the findings that were left out. */
  readonly hiddenFingerprints: ReadonlySet<string>;
  /** What a baseline took off the list; undefined without one. */
  readonly baseline: BaselineOutcome | undefined;
  /** What was there before and is off the list for that; undefined when nothing was compared. */
  readonly since: SinceOutcome | undefined;
  /** The text of each file that a finding points into; secrets in it are masked, length kept. */
  readonly sources: ReadonlyMap<string, string>;
}

/** One Salesforce DX project of those that were scanned. */
export interface ScannedProject {
  /** Relative to the scanned root; empty for the root itself. */
  readonly root: string;
  readonly packageDirectories: readonly string[];
  readonly sourceApiVersion: string | undefined;
}

/** What became of a baseline. */
export interface BaselineOutcome {
  /** Of its file, relative to the scanned root. */
  readonly path: string;
  /** The findings that it has; they would be among the findings otherwise. */
  readonly known: readonly Finding[];
  /** Its entries that are found no more. */
  readonly fixed: readonly BaselineEntry[];
}

/** What became of a comparison with an earlier state. */
export interface SinceOutcome {
  /** As people call that state. */
  readonly ref: string;
  /** Its commit; undefined where nothing was committed yet. */
  readonly commit: string | undefined;
  /** Whether the commit is where the history leaves that of `ref`. */
  readonly isMergeBase: boolean;
  /** How many findings were there before; they would be among the findings otherwise. */
  readonly known: number;
  /** How many findings of before are there no more. */
  readonly fixed: number;
  /** What the team accepts now and did not accept then, and the other way round; undefined when nobody could tell. */
  readonly accepted?: { readonly added: readonly SuppressedFinding[]; readonly removed: readonly SuppressedFinding[] };
  /** What changed in the integrations; undefined when nobody has asked. */
  readonly integrations?: readonly IntegrationChange[];
}

/** Findings that exist and are not shown. */
export interface HiddenCounts {
  readonly persona: number;
  readonly severity: number;
  readonly confidence: number;
  /** Outside the paths that were asked for. */
  readonly path: number;
}

/** How many findings there are of each severity. */
export function countBySeverity(findings: readonly Finding[]): Readonly<Record<Severity, number>> {
  const counts: Record<Severity, number> = { critical: 0, high: 0, medium: 0, low: 0, info: 0 };
  for (const { severity } of findings) counts[severity] += 1;
  return counts;
}
