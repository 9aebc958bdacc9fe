import { addressesInWords, addressesOf, broadRanges, inWords, readingsOf } from '../model/ipRanges.js';
import { sortedNames } from '../model/nameList.js';
import { findWord } from '../model/nameWords.js';
import { leftToBuild } from '../model/placeholder.js';
import { settingsNamed } from '../model/settings.js';
import { defineRule } from './rule.js';

/** As many addresses as a /16 of IPv4 has, or as the platform takes at most in one range of IPv6. */
const BROAD = { IPv4: addressesOf('IPv4', 16), IPv6: addressesOf('IPv6', 32) } as const;
/** Other ranges that a finding shows. */
const MOST_RELATED = 3;
/** Words of a description that take a trusted range for a restriction. */
const RESTRICTING_WORDS: readonly string[] = [
  'allow list',
  'allowed only',
  'allowlist',
  'block',
  'blocked',
  'blocks',
  'deny',
  'only',
  'restrict',
  'restricted',
  'restriction',
  'restricts',
  'white list',
  'whitelist',
];

export default defineRule({
  id: 'trusted-ip-range-too-broad',
  title: 'Trusted IP ranges that spare too many addresses the identity check',
  severity: 'medium',
  cases: `\`medium\` from as many addresses as a /16 has (a /32 of IPv6), in one block or together; \`info\`, with medium confidence, for a description
that takes a trusted range for a restriction; \`low\` for a range that is none, which Salesforce refuses.`,
  confidence: 'high',
  persona: 'regular',
  looksAt: ['Settings'],
  tags: ['network'],
  why: `Trusted IP ranges (Setup > Network Access) **relax, they do not block**. Users inside them sign in without the code that Salesforce sends
to unknown devices, and API clients without the security token; users outside still get in once they have verified who they are. Guides
that list trusted IP ranges as the place to block all other addresses are wrong: what blocks are the login IP ranges of profiles.

So each address more is an address from which a stolen password is enough. Salesforce takes no IPv4 range of more than 33,554,432
addresses, which is a limit per range: slices are added up here, with overlaps counted once. Private addresses do not count, since nobody
on the Internet has them.`,
  remedy: `Keep the trusted ranges to the addresses of your own network, and block with the login IP ranges of profiles:

\`\`\`xml
<networkAccess>
    <ipRanges>
        <description>Head office</description>
        <end>203.0.113.15</end>
        <start>203.0.113.8</start>
    </ipRanges>
</networkAccess>
\`\`\`

A deployment replaces all trusted ranges of the org by those of the file.`,
  setup: 'Security > Network Access',
  whenWrong: `A company that owns a block as wide as a /16 may trust all of it; accept the finding with that reason. A description may speak of
something else with the same words.`,
  links: [
    'https://help.salesforce.com/s/articleView?id=xcloud.security_networkaccess&language=en_US&type=5',
    'https://developer.salesforce.com/docs/platform/api-metadata/references/meta-types/metadata-securitysettings.html',
  ],
  controls: ['CWE-284', 'CWE-290', 'ISA-DECISION-2', 'ZT-CHECK-14', 'ZT-LAYER-1', 'ZT-PATTERN-6', 'ZT-PHASE-2'],
  since: '0.1.0',

  *check(project) {
    for (const settings of settingsNamed(project, 'Security')) {
      const readings = readingsOf(project, settings.trustedIpRanges);
      for (const reading of readings) {
        if (reading.kind === 'placeholder') yield leftToBuild(settings, reading.end, 'trusted IP range');
        if (reading.kind !== 'invalid') continue;
        yield {
          component: settings,
          where: reading.written,
          severity: 'low',
          message: `Security settings have a trusted IP range that is none: ${inWords(reading.written)}`,
          label: 'Salesforce refuses it',
          fix: 'write two addresses of one family, the lower one first',
          evidence: inWords(reading.written),
        };
      }
      const broad = broadRanges(readings, BROAD, BROAD.IPv4);
      if (broad) {
        const [widest, ...others] = broad.ranges;
        yield {
          component: settings,
          where: others.length === 0 ? widest! : { at: widest!.at, element: 'networkAccess.ipRanges' },
          discriminator: 'broad',
          message: `Security settings spare ${addressesInWords(broad)} the identity check${others.length === 0 ? `: ${inWords(widest!)}` : `, in ${broad.ranges.length} trusted IP ranges`}`,
          label: 'a stolen password is enough from here',
          related: others.slice(0, MOST_RELATED).map(({ at }) => ({ at, label: 'counted with it' })),
          fix: 'keep the addresses of your own network, and block with the login IP ranges of profiles',
          evidence: sortedNames(broad.ranges.map(inWords)).join(', '),
        };
      }
      const restricting = settings.trustedIpRanges.flatMap(({ description }) =>
        description && findWord(RESTRICTING_WORDS, description.value) !== undefined ? [description] : []
      );
      const [first, ...others] = restricting;
      if (!first) continue;
      yield {
        component: settings,
        where: { at: first.at, element: 'networkAccess.ipRanges.description' },
        discriminator: 'description',
        severity: 'info',
        confidence: 'medium',
        message: `Security settings describe ${restricting.length === 1 ? 'a trusted IP range' : `${restricting.length} trusted IP ranges`} as a restriction, and trusted IP ranges block nobody`,
        label: 'relaxes the identity check, and nothing else',
        related: others.slice(0, MOST_RELATED).map(({ at }) => ({ at, label: 'this one, too' })),
        fix: 'give the profiles login IP ranges, and let them hold for each request',
        evidence: sortedNames(restricting.map(({ value }) => value)).join(', '),
      };
    }
  },
});
