import type { Problem } from '../findings/finding.js';
import { sortedNames } from '../model/nameList.js';
import {
  addressesInWords,
  addressesOf,
  broadRanges,
  inWords,
  readingsOf,
  type WrittenIpRange,
} from '../model/ipRanges.js';
import { NEARLY_EVERYBODY } from '../model/loginIpRanges.js';
import type { Profile } from '../model/permissionSet.js';
import { leftToBuild } from '../model/placeholder.js';
import { defineRule } from './rule.js';

/** Other ranges that a finding shows. */
const MOST_RELATED = 3;

export default defineRule({
  id: 'login-ip-range-too-broad',
  title: 'Login IP ranges of a profile that let nearly everybody in',
  severity: 'high',
  cases: `\`high\` for a block of more addresses than a /8 has, for ranges that hold more than half of IPv4 together, and for more than a /32 of
IPv6; \`low\` for a range that is none, which Salesforce refuses.`,
  confidence: 'high',
  persona: 'regular',
  looksAt: ['Profile'],
  tags: ['network'],
  why: `Login IP ranges of a profile are the control that blocks: whoever comes from elsewhere is refused, in the user interface and through the
API. A range of all addresses blocks nobody, and looks like a control. It even takes one away: where a profile has no ranges, Salesforce
asks users at an unknown address to verify who they are; where it has some, an address inside them is let in.

A range as wide as \`0.0.0.0\` to \`255.255.255.255\` is often a workaround for an integration whose addresses nobody wrote down. Slices are
added up and overlaps counted once, since 128 ranges can cover the whole Internet; adjacent slices count as the block that they make.
Private addresses (10.0.0.0/8 and the like) do not count, since nobody on the Internet has them.

These are not the trusted IP ranges of Network Access, which restrict nothing: \`trusted-ip-range-too-broad\` is about them.`,
  remedy: `Write down the addresses from which the profile's users really come: the gateway, the integration platform's outgoing addresses, the
offices. Let the ranges hold for each request, too (Session Settings):

\`\`\`xml
<loginIpRanges>
    <description>Integration platform, outgoing</description>
    <endAddress>203.0.113.15</endAddress>
    <startAddress>203.0.113.8</startAddress>
</loginIpRanges>
\`\`\`

Where no addresses can be named, remove the ranges, so that unknown addresses meet the identity check again.`,
  setup: 'Users > Profiles > (the profile) > Login IP Ranges',
  whenWrong: `A profile for people on the move may be meant for any address; without ranges it is as open, and the identity check is back. The ranges
of an org may be other ones than those in the project: a deployment replaces them.`,
  links: [
    'https://help.salesforce.com/s/articleView?id=platform.login_ip_ranges.htm&language=en_US&type=5',
    'https://help.salesforce.com/s/articleView?id=xcloud.security_networkaccess&language=en_US&type=5',
    'https://docs.securitybenchmark.org',
  ],
  controls: ['CWE-284', 'SBS-AUTH-003', 'ISA-DECISION-2', 'ZT-CHECK-14', 'ZT-LAYER-1', 'ZT-PATTERN-6', 'ZT-PHASE-2'],
  since: '0.1.0',

  *check(project) {
    for (const profile of project.all('Profile')) {
      const readings = readingsOf(project, profile.loginIpRanges);
      for (const reading of readings) {
        if (reading.kind === 'placeholder') yield leftToBuild(profile, reading.end, 'login IP range');
        if (reading.kind === 'invalid') yield refusedRange(profile, reading.written);
      }
      const broad = broadRanges(readings, NEARLY_EVERYBODY.addresses, NEARLY_EVERYBODY.sum);
      if (!broad) continue;
      const [widest, ...others] = broad.ranges;
      yield {
        component: profile,
        where: others.length === 0 ? widest! : { at: widest!.at, element: 'loginIpRanges' },
        message: `Profile ${profile.fullName} lets its users log in from ${addressesInWords(broad)}${others.length === 0 ? `: ${inWords(widest!)}` : `, in ${broad.ranges.length} ranges`}`,
        label: broad.size === addressesOf(broad.family, 0) ? 'blocks nobody' : 'blocks too few',
        related: others.slice(0, MOST_RELATED).map(({ at }) => ({ at, label: 'counted with it' })),
        fix: 'name the addresses that the users come from, or remove the range',
        evidence: sortedNames(broad.ranges.map(inWords)).join(', '),
      };
    }
  },
});

const refusedRange = (profile: Profile, range: WrittenIpRange): Problem => ({
  component: profile,
  where: range,
  severity: 'low',
  message: `Profile ${profile.fullName} has a login IP range that is none: ${inWords(range)}`,
  label: 'Salesforce refuses it',
  fix: 'write two addresses of one family, the lower one first',
  evidence: inWords(range),
});
