import type { Severity } from '../findings/finding.js';
import type { Location } from '../location.js';
import type { ComponentRef } from '../model/component.js';

/** Why a finding is accepted. */
export const SUPPRESSION_KINDS = ['accepted-risk', 'false-positive', 'compensating-control'] as const;
export type SuppressionKind = (typeof SUPPRESSION_KINDS)[number];

/** Shorter than this is no reason that a reviewer could judge. */
export const SHORTEST_REASON = 12;

/** What a team has accepted, with the reason: an entry of `sf-isa.suppressions.yml`, or a comment in a metadata file. */
export interface Suppression {
  /** `comment` is one in a metadata file, which the next retrieve drops. */
  readonly source: 'comment' | 'file';
  /** Ids of rules. */
  readonly rules: readonly string[];
  /** What it is about, to name it: a component whose name may hold `*`, or the file of a comment. */
  readonly component: ComponentRef;
  /** The keyed element path, of which what lies below is covered too; undefined for the whole component. */
  readonly element: string | undefined;
  /** For a comment: the stretch of the file that it covers. */
  readonly covers: Location | undefined;
  readonly kind: SuppressionKind;
  readonly reason: string;
  readonly ticket: string | undefined;
  readonly owner: string | undefined;
  /** The last day that it holds on, `YYYY-MM-DD`; undefined for good. */
  readonly expires: string | undefined;
  /** Where it is written. */
  readonly at: Location;
  /** Why a comment has no effect, in words to follow its name; undefined for one that is well formed. */
  readonly problem: string | undefined;
}

/** A suppression file as text, for positions and frames, with its entries. */
export interface SuppressionFile {
  /** Relative to the scanned root; may begin with `../` where it lies above. */
  readonly path: string;
  readonly text: string;
  readonly suppressions: readonly Suppression[];
}

/** What became of one suppression in a scan. */
export interface SuppressionUse {
  readonly suppression: Suppression;
  /** What it decides, whether or not it still holds, the worst first; another one may have come first. */
  readonly covered: readonly CoveredFinding[];
  /** Whether all its rules ran, on all that it may be there for: otherwise nobody knows if it is of use. */
  readonly judged: boolean;
}

/** A finding that a suppression is about. */
export interface CoveredFinding {
  readonly rule: string;
  readonly severity: Severity;
  readonly component: ComponentRef;
  /** Keyed element path inside the component; empty for the whole of it. */
  readonly element: string;
}

const DAY = 24 * 60 * 60 * 1000;

/** Whole days for which it still holds after the day of `now`, in UTC; negative when it is over, undefined for good. */
export function daysLeft({ expires }: Pick<Suppression, 'expires'>, now: Date): number | undefined {
  if (expires === undefined) return undefined;
  return Math.round((Date.parse(expires) - Date.parse(now.toISOString().slice(0, 10))) / DAY);
}

/** Whether the last day is over. */
export const isExpired = (suppression: Pick<Suppression, 'expires'>, now: Date): boolean =>
  (daysLeft(suppression, now) ?? 0) < 0;

/** A reason as it stands in messages, which have no line breaks and no final period. */
export const oneLine = (text: string): string => text.trim().replace(/\s+/g, ' ').replace(/\.+$/, '');
