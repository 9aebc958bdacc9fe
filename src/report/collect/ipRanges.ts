import { compare } from '../../compare.js';
import { LEFT_TO_BUILD } from '../../inventory/fact.js';
import { componentKey, type ComponentRef } from '../../model/component.js';
import {
  addressesInWords,
  coverage,
  inWords,
  mergeRanges,
  parseRange,
  readingsOf,
  type IpRange,
  type IpRangeReading,
  type WrittenIpRange,
} from '../../model/ipRanges.js';
import { listNames } from '../../model/nameList.js';
import { oauthApps } from '../../model/oauthApp.js';
import { namesSalesforce } from '../../model/salesforceAddresses.js';
import { settingsNamed } from '../../model/settings.js';
import type { ReportedIpRange } from '../reportData.js';
import type { Org } from './org.js';

/** The kinds of lists in the order of the report: those that keep people out first. */
export const IP_RANGE_KINDS = [
  'login IP ranges',
  'token IP ranges',
  'trusted IP ranges of the org',
  'trusted IP ranges of an app',
] as const;
type IpRangeKind = (typeof IP_RANGE_KINDS)[number];

/**
 * All lists of addresses of the orgs. Login IP ranges of profiles and token IP ranges of apps keep out who comes from
 * elsewhere; trusted ranges only spare a check:
 * https://help.salesforce.com/s/articleView?id=platform.security_networkaccess.htm&language=en_US&type=5
 */
export const ipRangesOf = (orgs: readonly Org[]): readonly ReportedIpRange[] => orgs.flatMap(ofOrg);

function ofOrg(org: Org): readonly ReportedIpRange[] {
  const { project } = org;
  const rows = [
    ...project.all('Profile').map((profile) => rowOf(org, profile, 'login IP ranges', profile.loginIpRanges)),
    ...settingsNamed(project, 'Security').map((settings) =>
      rowOf(org, settings, 'trusted IP ranges of the org', settings.trustedIpRanges)
    ),
    ...oauthApps(project).flatMap((app) => {
      const component = {
        type: app.kind === 'ConnectedApp' ? app.kind : 'ExternalClientApplication',
        fullName: app.name,
      };
      const hasHiddenRanges = app.tokenIpRanges.length === 0 && app.isIpBindingEnabled?.value === 'true';
      return [
        rowOf(org, component, 'trusted IP ranges of an app', app.trustedIpRanges),
        hasHiddenRanges ? hiddenRanges(org, component) : rowOf(org, component, 'token IP ranges', app.tokenIpRanges),
      ];
    }),
  ];
  return rows
    .flatMap((row) => row ?? [])
    .sort(
      (a, b) =>
        IP_RANGE_KINDS.indexOf(a.kind) - IP_RANGE_KINDS.indexOf(b.kind) ||
        compare(componentKey(a.component), componentKey(b.component)) ||
        compare(a.ranges.join(), b.ranges.join())
    );
}

type Row = ReportedIpRange & { readonly kind: IpRangeKind };

function rowOf(
  { root, project }: Org,
  { type, fullName }: ComponentRef,
  kind: IpRangeKind,
  written: readonly WrittenIpRange[]
): Row | undefined {
  if (written.length === 0) return undefined;
  const readings = readingsOf(project, written);
  return {
    project: root,
    component: { type, fullName },
    kind,
    blocks: (kind === 'login IP ranges' || kind === 'token IP ranges') && !coversEverybody(readings),
    ranges: readings.map((reading) => (reading.kind === 'placeholder' ? LEFT_TO_BUILD : inWords(reading.written))),
    size: sizeInWords(readings),
    hasSalesforceAddresses: written.some(({ description }) => description && namesSalesforce(description.value)),
  };
}

/** From the first to the last address of IPv4 that a machine on the Internet has: the rest is reserved (RFC 6890) or multicast. */
const EVERYBODY = parseRange('1.0.0.0', '223.255.255.255')!;

/** Whether ranges keep out nobody who has an address of IPv4. */
const coversEverybody = (readings: readonly IpRangeReading[]): boolean =>
  mergeRanges(rangesIn(readings)).some(
    ({ family, start, end }) => family === EVERYBODY.family && start <= EVERYBODY.start && end >= EVERYBODY.end
  );

const rangesIn = (readings: readonly IpRangeReading[]): readonly IpRange[] =>
  readings.flatMap((reading) => (reading.kind === 'range' ? [reading.range] : []));

/** `256 IPv4 addresses`; what cannot be counted is said besides. */
function sizeInWords(readings: readonly IpRangeReading[]): string {
  const covered = coverage(rangesIn(readings));
  const count = (kind: 'invalid' | 'placeholder'): number => readings.filter((reading) => reading.kind === kind).length;
  const [open, invalid] = [count('placeholder'), count('invalid')];
  const parts = [
    ...(['IPv4', 'IPv6'] as const).flatMap((family) =>
      covered[family] === 0n
        ? []
        : [covered[family] === 1n ? `1 ${family} address` : addressesInWords({ family, size: covered[family] })]
    ),
    ...(open === 0 ? [] : [`${open} ${open === 1 ? 'range' : 'ranges'} that the build puts in`]),
    ...(invalid === 0 ? [] : [`${invalid} that ${invalid === 1 ? 'is no range' : 'are no ranges'}`]),
  ];
  return listNames(parts, '');
}

/** A Connected App keeps its token IP ranges out of metadata, which only says that there are some. */
const hiddenRanges = ({ root }: Org, component: ComponentRef): Row => ({
  project: root,
  component,
  kind: 'token IP ranges',
  blocks: true,
  ranges: [],
  size: 'not known: metadata does not hold the ranges of a Connected App',
  hasSalesforceAddresses: false,
});
