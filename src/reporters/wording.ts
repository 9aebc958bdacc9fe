import { SEVERITIES, type AcceptedReason, type Finding, type Severity } from '../findings/finding.js';
import { countBySeverity, type SinceOutcome } from '../findings/report.js';
import type { FactChange, IntegrationChange } from '../inventory/compareIntegrations.js';
import { sentence } from './terminal.js';

/** The three levels that CI servers know, as SARIF names them. */
export const LEVELS: Readonly<Record<Severity, 'error' | 'note' | 'warning'>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
  info: 'note',
};

/** `NamedCredential:Bank`, as suppressions and config write it; inert. */
export const componentName = ({ component }: Pick<Finding, 'component'>): string =>
  sentence(`${component.type}:${component.fullName}`);

/** The message and what to do, on one line; inert. */
export const messageWithFix = ({ message, fix }: Pick<Finding, 'fix' | 'message'>): string =>
  fix === undefined ? sentence(message) : `${sentence(message)}. Fix: ${sentence(fix)}`;

/** `no findings`, or `3 findings (1 critical, 2 high)`. */
export function countInWords(findings: readonly Finding[]): string {
  if (findings.length === 0) return 'no findings';
  const counts = countBySeverity(findings);
  const parts = SEVERITIES.filter((severity) => counts[severity] > 0).map(
    (severity) => `${counts[severity]} ${severity}`
  );
  return `${plural(findings.length, 'finding')} (${parts.join(', ')})`;
}

/** `1 file`, `2 files`. */
export const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

/** `accepted risk: replaced in Q3 (SEC-142, @acme/platform, until 2027-03-31)`; inert. */
export function acceptedInWords({ kind, reason, ticket, owner, expires }: AcceptedReason): string {
  const details = [ticket, owner, expires && `until ${expires}`].filter((detail) => detail !== undefined);
  const more = details.length === 0 ? '' : ` (${details.join(', ')})`;
  return sentence(`${kind.replace('-', ' ')}: ${reason}${more}`);
}

/** `Compared with main (merge base 1a2b3c4)`, and `3 findings were there before, 1 more is fixed`; inert. */
export function sinceInWords({ ref, commit, isMergeBase, known, fixed }: SinceOutcome): {
  readonly heading: string;
  readonly text: string;
} {
  const place =
    commit === undefined ? 'nothing committed yet' : `${isMergeBase ? 'merge base ' : ''}${commit.slice(0, 7)}`;
  const before =
    known === 0
      ? 'nothing was there before'
      : `${plural(known, 'finding')} ${known === 1 ? 'was' : 'were'} there before`;
  const done = fixed === 0 ? '' : `, ${plural(fixed, 'finding')} ${fixed === 1 ? 'is' : 'are'} fixed`;
  return { heading: sentence(`Compared with ${ref} (${place})`), text: `${before}${done}` };
}

/** `endpoint: https://a.example → https://b.example`, and of lists `scopes: now also Full; no longer Api`; not inert. */
export function factInWords({ what, before, after }: FactChange, kind: IntegrationChange['kind'] = 'changed'): string {
  if (kind === 'added' || kind === 'removed') return `${what}: ${[...before, ...after].join(', ')}`;
  const gained = after.filter((text) => !before.includes(text));
  const lost = before.filter((text) => !after.includes(text));
  if (before.length < 2 && after.length < 2) return `${what}: ${before[0] ?? 'none'} → ${after[0] ?? 'none'}`;
  const parts = [
    ...(gained.length === 0 ? [] : [`now${before.length === 0 ? '' : ' also'} ${gained.join(', ')}`]),
    ...(lost.length === 0 ? [] : [`no longer ${lost.join(', ')}`]),
  ];
  return `${what}: ${parts.join('; ')}`;
}
