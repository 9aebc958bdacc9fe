import { compare } from '../compare.js';
import type { Finding } from '../findings/finding.js';
import type { ScanReport } from '../findings/report.js';
import { componentKey } from '../model/component.js';

/** A finding that was there when the baseline was made. */
export interface BaselineEntry {
  readonly fingerprint: string;
  readonly rule: string;
  /** `Type:FullName`. */
  readonly component: string;
  /** Hash of the value that made the finding; undefined for secrets and where there is none. */
  readonly evidence: string | undefined;
}

/** The findings that a team has put off: an old project begins with them, and they only ever become fewer. */
export interface Baseline {
  /** Relative to the scanned root, for messages. */
  readonly path: string;
  /** Sorted by component, rule and fingerprint. */
  readonly entries: readonly BaselineEntry[];
}

/** The entry of a finding. */
export const entryOf = ({ fingerprint, rule, component, evidence }: Finding): BaselineEntry => ({
  fingerprint,
  rule,
  component: componentKey(component),
  evidence,
});

/** The text of a baseline file: sorted, an entry a line, so that branches merge. */
export function baselineText(entries: readonly BaselineEntry[]): string {
  const lines = sorted(entries).map(
    ({ component, rule, fingerprint, evidence }) =>
      `    ${JSON.stringify({ component, rule, fingerprint, ...(evidence === undefined ? {} : { evidence }) })}`
  );
  return `{\n  "version": 1,\n  "findings": [${lines.length === 0 ? '' : `\n${lines.join(',\n')}\n  `}]\n}\n`;
}

const sorted = (entries: readonly BaselineEntry[]): readonly BaselineEntry[] =>
  [...entries].sort(
    (a, b) => compare(a.component, b.component) || compare(a.rule, b.rule) || compare(a.fingerprint, b.fingerprint)
  );

/** Whether a finding is the one of an entry: the same trouble, made by the same value. */
const isSame = (entry: BaselineEntry, evidence: string | undefined): boolean => entry.evidence === evidence;

/**
 * Takes the findings that a baseline has off the list. A finding whose value has changed since is reported again. An entry
 * is fixed when its rule ran and found it no more, also not hidden or accepted.
 */
export function applyBaseline(report: ScanReport, { path, entries }: Baseline): ScanReport {
  const byFingerprint = new Map(entries.map((entry) => [entry.fingerprint, entry]));
  const isKnown = ({ fingerprint, evidence }: Finding): boolean => {
    const entry = byFingerprint.get(fingerprint);
    return entry !== undefined && isSame(entry, evidence);
  };
  const there = new Map(
    [...report.findings, ...report.suppressed].map(({ fingerprint, evidence }) => [fingerprint, evidence])
  );
  const ran = new Set(report.rules);
  const fixed = entries.filter((entry) => {
    if (!ran.has(entry.rule) || report.hiddenFingerprints.has(entry.fingerprint)) return false;
    return !there.has(entry.fingerprint) || !isSame(entry, there.get(entry.fingerprint));
  });
  return {
    ...report,
    findings: report.findings.filter((finding) => !isKnown(finding)),
    baseline: { path, known: report.findings.filter(isKnown), fixed },
  };
}
