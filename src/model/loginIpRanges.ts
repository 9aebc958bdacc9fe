import { addressesOf, broadRanges, readingsOf } from './ipRanges.js';
import type { Profile } from './permissionSet.js';
import type { Project } from './project.js';

/** From how many addresses on login IP ranges let nearly everybody in: more than a /8, or than half of IPv4 together. */
export const NEARLY_EVERYBODY = {
  addresses: { IPv4: addressesOf('IPv4', 8) + 1n, IPv6: addressesOf('IPv6', 32) + 1n },
  sum: addressesOf('IPv4', 1) + 1n,
} as const;

/** Whether a profile's login IP ranges keep somebody out: there are some, and not for nearly everybody. */
export const restrictsLogins = (project: Project, { loginIpRanges }: Profile): boolean => {
  const readings = readingsOf(project, loginIpRanges);
  return (
    readings.some(({ kind }) => kind !== 'invalid') &&
    broadRanges(readings, NEARLY_EVERYBODY.addresses, NEARLY_EVERYBODY.sum) === undefined
  );
};
