import { compare } from '../compare.js';
import type { CertificateRow } from '../inventory/certificates.js';
import { valueOf } from '../inventory/fact.js';
import type { TimeLine } from './document.js';
import type { ReportData, ReportedOrg } from './reportData.js';

type Bar = TimeLine['bars'][number];

/** Twelve months ahead from the month of the report, and the month before it. */
const MONTHS_BACK = 1;
const MONTHS_AHEAD = 13;

/** When the certificates begin and end whose end the files tell, those that end first at the top. */
export function timeLineOf({ now, orgs, certificates }: ReportData): TimeLine {
  const from = monthsFrom(now, -MONTHS_BACK);
  const byProject = new Map(orgs.map((org) => [org.project, org]));
  const bars = certificates.flatMap((row) => barOf(row, byProject, from, now));
  return {
    kind: 'time-line',
    title: 'When certificates end',
    from,
    to: monthsFrom(now, MONTHS_AHEAD),
    now,
    bars: bars.sort((a, b) => compare(a.to, b.to) || compare(a.label, b.label) || compare(a.from, b.from)),
  };
}

function barOf(row: CertificateRow, orgs: ReadonlyMap<string, ReportedOrg>, from: string, now: string): readonly Bar[] {
  const to = valueOf(row.notAfter);
  if (to === undefined) return [];
  const org = orgs.get(row.project);
  const alerts = org ? alertDays(to, org.warnDays) : [];
  const name = certificateName(row);
  return [
    {
      label: org && orgs.size > 1 ? `${name} (${org.name})` : name,
      from: valueOf(row.notBefore) ?? from,
      to,
      alerts,
      state: to <= now ? 'ended' : (alerts[0] ?? to) <= now ? 'ending' : 'good',
    },
  ];
}

/** What people call a certificate: its full name, or the app that holds a copy of it. */
export function certificateName({ name, usedBy }: CertificateRow): string {
  const own = valueOf(name);
  if (own !== undefined) return own;
  const user = usedBy.find(({ component }) => component !== null)?.component;
  return user ? `copy in ${user.fullName}` : 'copy in an app';
}

const DAY = 24 * 60 * 60 * 1000;

/** The days on which the rotation of a certificate is due by steps, the first step first: ISO 8601 instants. */
export const alertDays = (end: string, warnDays: readonly number[]): readonly string[] =>
  [...new Set(warnDays)].sort((a, b) => b - a).map((days) => new Date(Date.parse(end) - days * DAY).toISOString());

/** The first instant of the month so many months after that of an instant. */
function monthsFrom(instant: string, months: number): string {
  const date = new Date(instant);
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months)).toISOString();
}
