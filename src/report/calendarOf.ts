import { createHash } from 'node:crypto';
import ical, { ICalEventTransparency } from 'ical-generator';
import { compare } from '../compare.js';
import { JOBS } from '../inventory/columns.js';
import { valueOf } from '../inventory/fact.js';
import type { ReportData } from './reportData.js';
import { alertDays, certificateName } from './timeLineOf.js';
import { visible } from './visible.js';

/** Something to do, or that happens, on a day. Texts as they are in the data. */
interface Entry {
  readonly kind: 'accepted' | 'end' | 'review' | 'rotate';
  /** `YYYY-MM-DD`. */
  readonly day: string;
  readonly org: string;
  /** Of what it is about. */
  readonly name: string;
  readonly summary: string;
  /** A line each. */
  readonly description: readonly string[];
}

/**
 * The days of a report as a calendar that other programs subscribe to or import (RFC 5545): when certificates end and their
 * rotation is to begin, when the review of an integration is due, and the last days of accepted findings. An event keeps its id
 * as long as it is about the same thing and day, so that a later import replaces it; the same data gives the same bytes.
 */
export function calendarOf(data: ReportData): string {
  const names = new Map(data.orgs.map(({ project, name }) => [project, name]));
  const orgOf = ({ project }: { readonly project: string }): string => names.get(project) ?? project;
  const entries = [
    ...certificateEntries(data, orgOf),
    ...reviewEntries(data, orgOf),
    ...acceptedEntries(data, orgOf),
  ].filter(({ day }) => !Number.isNaN(Date.parse(day)));
  const byId = new Map(entries.map((entry) => [idOf(entry), entry]));
  const calendar = ical({
    name: 'Integration security',
    prodId: { company: 'sf-isa', product: 'sf-isa', language: 'EN' },
  });
  for (const [id, { day, summary, description }] of [...byId].sort(byDay)) {
    calendar.createEvent({
      id,
      stamp: new Date(data.now),
      start: new Date(day),
      allDay: true,
      summary: visible(summary),
      description: description.map(visible).join('\n'),
      transparency: ICalEventTransparency.TRANSPARENT,
    });
  }
  return `${calendar.toString()}\r\n`;
}

type OrgOf = (row: { readonly project: string }) => string;

function certificateEntries({ certificates, orgs }: ReportData, orgOf: OrgOf): readonly Entry[] {
  const warnDays = new Map(orgs.map((org) => [org.project, org.warnDays]));
  return certificates.flatMap((row): readonly Entry[] => {
    const end = valueOf(row.notAfter);
    if (end === undefined || Number.isNaN(Date.parse(end))) return [];
    const [name, org, lastDay] = [certificateName(row), orgOf(row), dayOf(end)];
    const description = [
      `Org: ${org}`,
      `Ends on ${lastDay}`,
      ...(row.owners.length > 0 ? [`Owner: ${row.owners.join(', ')}`] : []),
      ...row.usedBy.map(({ component, role }) =>
        component ? `Used by ${component.type} ${component.fullName} (${JOBS[role]})` : asSentence(JOBS[role])
      ),
      ...(row.file === '' ? [] : [row.file]),
    ];
    return [
      { kind: 'end', day: lastDay, org, name, summary: `Certificate ends: ${name} (${org})`, description },
      ...alertDays(end, warnDays.get(row.project) ?? []).map((alert): Entry => ({
        kind: 'rotate',
        day: dayOf(alert),
        org,
        name,
        summary: `Begin the rotation of certificate ${name} (${org}), which ends on ${lastDay}`,
        description,
      })),
    ];
  });
}

const reviewEntries = ({ integrations }: ReportData, orgOf: OrgOf): readonly Entry[] =>
  integrations.flatMap((row): readonly Entry[] => {
    const { register } = row;
    if (!register?.reviewed) return [];
    const org = orgOf(row);
    return [
      {
        kind: 'review',
        day: aYearAfter(register.reviewed),
        org,
        name: row.id,
        summary: `Review of integration ${row.name} is due (${org})`,
        description: [
          `Org: ${org}`,
          `Reviewed last on ${register.reviewed}`,
          ...(register.owner === undefined ? [] : [`Owner: ${register.owner}`]),
        ],
      },
    ];
  });

const acceptedEntries = ({ accepted }: ReportData, orgOf: OrgOf): readonly Entry[] =>
  accepted.flatMap((finding): readonly Entry[] => {
    const { expires, reason, owner, ticket } = finding.reason;
    if (expires === undefined) return [];
    const org = orgOf(finding);
    return [
      {
        kind: 'accepted',
        day: expires,
        org,
        name: finding.fingerprint,
        summary: `Last day of an accepted finding: ${finding.message} (${org})`,
        description: [
          `Org: ${org}`,
          `Rule: ${finding.rule}`,
          `Reason: ${reason}`,
          ...(owner === undefined ? [] : [`Owner: ${owner}`]),
          ...(ticket === undefined ? [] : [`Ticket: ${ticket}`]),
        ],
      },
    ];
  });

const asSentence = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}`;

const dayOf = (instant: string): string => instant.slice(0, 10);

/** The same day of the next year; of 29 February, 1 March. Empty where there is no such day. */
function aYearAfter(day: string): string {
  const date = new Date(day);
  if (Number.isNaN(date.getTime())) return '';
  return dayOf(new Date(Date.UTC(date.getUTCFullYear() + 1, date.getUTCMonth(), date.getUTCDate())).toISOString());
}

/** The same for the same thing on the same day, in whatever report. */
const idOf = ({ kind, org, name, day }: Entry): string =>
  `${createHash('sha256')
    .update(JSON.stringify([kind, org, name, day]))
    .digest('hex')
    .slice(0, 32)}@sf-isa`;

const byDay = ([a, one]: readonly [string, Entry], [b, other]: readonly [string, Entry]): number =>
  compare(one.day, other.day) || compare(one.summary, other.summary) || compare(a, b);
