import type { Finding } from '../findings/finding.js';
import type { ScanReport } from '../findings/report.js';
import { componentKey } from '../model/component.js';

/**
 * What speaks against fixes, in words to follow "not fixed: "; undefined when the fixed findings are gone and no other has
 * come. Both reports are of all rules and show everything, but for what the team has accepted or put off.
 */
export function objectionTo(before: ScanReport, after: ScanReport, fixed: readonly Finding[]): string | undefined {
  const allowed = countByKey(before.findings);
  for (const finding of fixed) allowed.set(keyOf(finding), (allowed.get(keyOf(finding)) ?? 0) - 1);
  const gone = new Set(fixed.map(keyOf));
  for (const finding of after.findings) {
    const key = keyOf(finding);
    const left = (allowed.get(key) ?? 0) - 1;
    allowed.set(key, left);
    if (left >= 0) continue;
    return gone.has(key) ? 'the finding would still be there' : `it would bring ${finding.rule}: ${finding.message}`;
  }
  if (after.hidden.path > before.hidden.path) return 'it would bring a finding outside the given paths';
  if (after.filesUnreadable > before.filesUnreadable) return 'a file could not be read any more';
  if (after.suppressed.length > before.suppressed.length) return 'a suppression would cover more than it does';
  return undefined;
}

/** Like a fingerprint, which depends on how many package directories hold the component, and a fix may change that. */
const keyOf = ({ rule, component, element, location }: Finding): string =>
  JSON.stringify([rule, componentKey(component), element, location.path]);

function countByKey(findings: readonly Finding[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const finding of findings) counts.set(keyOf(finding), (counts.get(keyOf(finding)) ?? 0) + 1);
  return counts;
}
