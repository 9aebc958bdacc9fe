import type { Inline } from './document.js';
import type { ReportedOrg } from './reportData.js';

/** How many certificates an org has room for, as far as is known. */
export interface Headroom {
  /** As Setup shows it, else how many the project holds. */
  readonly used: number;
  readonly planned: number;
  readonly limit: number;
  /** What is left after the planned ones; below zero where they do not fit. */
  readonly room: number;
}

export const headroomOf = ({ certificates: { inUse, tracked, planned, limit } }: ReportedOrg): Headroom => ({
  used: inUse ?? tracked,
  planned: planned.length,
  limit,
  room: limit - (inUse ?? tracked) - planned.length,
});

/** The room for certificates of one org, with what it is judged by. */
export interface JudgedHeadroom extends Headroom {
  /** The number from which on the team wants to be warned. */
  readonly warnAt: number;
  /** Whether nobody has written down what Setup shows, so that these are the certificates of the project alone. */
  readonly isCounted: boolean;
}

/** The verdict on the room for certificates, and how it stands to the mark; the report and the portfolio say the same. */
export function headroomText({ room, used, planned, warnAt, isCounted }: JudgedHeadroom): readonly Inline[] {
  const isShort = room < 0 || used >= warnAt;
  return [
    { kind: 'verdict', verdict: isShort ? 'failed' : isCounted ? 'person' : 'met' },
    noteOf(used, planned, warnAt),
  ];
}

function noteOf(used: number, planned: number, warnAt: number): string {
  if (used + planned < warnAt) return '';
  if (used < warnAt) return `; with the planned ones it reaches the mark of ${warnAt}`;
  return used === warnAt ? `: at the mark of ${warnAt}` : `: past the mark of ${warnAt}`;
}
