import { isAtLeast, type Finding } from '../findings/finding.js';
import type { ScanReport, SinceOutcome } from '../findings/report.js';

/** What a report is compared with. */
export interface ComparedBase extends Pick<SinceOutcome, 'commit' | 'isMergeBase' | 'ref'> {
  /** Of the same rules and config at the same instant, made with `isCompared`. */
  readonly report: ScanReport;
  /** Whether a file of the base is now at another path, its content unchanged. */
  readonly isMoved: (from: string, to: string) => boolean;
  /** False when nobody can tell what the team had accepted there. */
  readonly knowsAccepted?: boolean;
}

/**
 * Takes off the list what was there before: the same trouble, made by the same value, and no milder then. Whether the team had
 * accepted it makes no difference. What several files have alike counts by number, so that a further copy is new.
 */
export function compareWithBase(report: ScanReport, { report: base, isMoved, knowsAccepted = true, ...about }: ComparedBase): ScanReport {
  const now = [...report.findings, ...report.suppressed, ...(report.baseline?.known ?? [])];
  const before = new Set<Finding>([...base.findings, ...base.suppressed]);
  const known = new Set<Finding>();

  const pair = (
    keyOf: (finding: Finding) => string | undefined,
    fits: (then: Finding, today: Finding) => boolean
  ): void => {
    const groups = new Map<string, Finding[]>();
    for (const finding of before) {
      const key = keyOf(finding);
      if (key === undefined) continue;
      const group = groups.get(key);
      if (group) group.push(finding);
      else groups.set(key, [finding]);
    }
    for (const finding of now) {
      const key = known.has(finding) ? undefined : keyOf(finding);
      const group = key === undefined ? undefined : groups.get(key);
      const match = group?.find(
        (one) => before.has(one) && isAtLeast(one.severity, finding.severity) && fits(one, finding)
      );
      if (match === undefined) continue;
      before.delete(match);
      known.add(finding);
    }
  };
  pair(
    troubleOf,
    (then, today) => then.fingerprint === today.fingerprint && then.location.path === today.location.path
  );
  pair(troubleOf, (then, today) => then.location.path === today.location.path);
  pair(troubleOf, (then, today) => today.component.type !== 'File' || isMoved(then.location.path, today.location.path));
  pair(kindOfFileTrouble, (then, today) => isMoved(then.location.path, today.location.path));

  const isHidden = ({ fingerprint }: Finding): boolean =>
    base.hiddenFingerprints.has(fingerprint) || report.hiddenFingerprints.has(fingerprint);
  const there = new Set(now.map(identityOf));
  const fixed = base.findings.filter(
    (finding) => before.has(finding) && !there.has(identityOf(finding)) && !isHidden(finding)
  );
  const accepted = new Set(report.suppressed.map(identityOf));
  const acceptedThen = new Set(base.suppressed.map(identityOf));
  return {
    ...report,
    findings: report.findings.filter((finding) => !known.has(finding)),
    since: {
      ...about,
      known: report.findings.filter((finding) => known.has(finding)).length,
      fixed: fixed.length,
      ...(knowsAccepted && {
        accepted: {
          added: report.suppressed.filter((finding) => !acceptedThen.has(identityOf(finding))),
          removed: base.suppressed.filter((finding) => !accepted.has(identityOf(finding)) && !isHidden(finding)),
        },
      }),
    },
  };
}

/** What makes a finding, apart from how many others are like it. */
const identityOf = ({ fingerprint, commonFingerprint }: Finding): string =>
  commonFingerprint ?? fingerprint.replace(/:\d+$/, '');

const troubleOf = (finding: Finding): string => `${identityOf(finding)} ${finding.evidence ?? ''}`;

/** Of a finding whose identity is the path of a file, such as that of a key, all but that; undefined for others. */
function kindOfFileTrouble({ rule, component, element, location, evidence }: Finding): string | undefined {
  const isFile = component.type === 'File' && component.fullName === location.path;
  if (!isFile && element !== location.path) return undefined;
  return JSON.stringify([rule, component.type, isFile ? '' : component.fullName, evidence ?? '']);
}
