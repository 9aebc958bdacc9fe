import { compare } from '../compare.js';
import type { Finding } from '../findings/finding.js';
import type { ScanReport } from '../findings/report.js';
import { componentKey } from '../model/component.js';
import { isWithin } from '../paths.js';

/** A finding that was there when the baseline was made. */
export interface BaselineEntry {
  readonly fingerprint: string;
  readonly rule: string;
  /** `Type:FullName`. */
  readonly component: string;
  /** Hash of the value that made the finding; undefined for secrets and where there is none. */
  readonly evidence: string | undefined;
  /**
   * The folder, relative to the scanned root, of the org that the entry is about, where several orgs have a baseline each.
   * Without, it is about all that is scanned.
   */
  readonly folder?: string;
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

/** Puts the baselines of several orgs together, each with the folder of its org; without one, it is about all of them. */
export const joinBaselines = (
  baselines: ReadonlyArray<{ readonly folder: string | undefined; readonly baseline: Baseline }>
): Baseline => ({
  path: baselines.map(({ baseline }) => baseline.path).join(', '),
  entries: baselines.flatMap(({ folder, baseline }) =>
    folder === undefined ? baseline.entries : baseline.entries.map((entry) => ({ ...entry, folder }))
  ),
});

/**
 * Takes the findings that a baseline has off the list. A finding whose value has changed since is reported again. An entry
 * is fixed when its rule ran and found it no more, also not hidden or accepted.
 */
export function applyBaseline(report: ScanReport, { path, entries }: Baseline): ScanReport {
  const byFingerprint = new Map<string, BaselineEntry[]>();
  for (const entry of entries) {
    byFingerprint.set(entry.fingerprint, [...(byFingerprint.get(entry.fingerprint) ?? []), entry]);
  }
  const entriesOf = ({ fingerprint, commonFingerprint, location, evidence }: Finding): readonly BaselineEntry[] => {
    const named = [...new Set([fingerprint, commonFingerprint])].flatMap(
      (print) => byFingerprint.get(print ?? '') ?? []
    );
    return named.filter(
      (entry) =>
        entry.evidence === evidence &&
        // In a scan of its own, the org had no namesake in another org that fingerprints have to tell it from.
        (entry.folder === undefined ? entry.fingerprint === fingerprint : isWithin(location.path, entry.folder))
    );
  };
  const isKnown = (finding: Finding): boolean => entriesOf(finding).length > 0;
  const there = new Set([...report.findings, ...report.suppressed].flatMap(entriesOf));
  const ran = new Set(report.rules);
  const fixed = entries.filter(
    (entry) => ran.has(entry.rule) && !report.hiddenFingerprints.has(entry.fingerprint) && !there.has(entry)
  );
  return {
    ...report,
    findings: report.findings.filter((finding) => !isKnown(finding)),
    baseline: { path, known: report.findings.filter(isKnown), fixed },
  };
}
