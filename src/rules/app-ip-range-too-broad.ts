import type { Problem } from '../findings/finding.js';
import {
  addressesInWords,
  addressesOf,
  broadRanges,
  inWords,
  readingsOf,
  type WrittenIpRange,
} from '../model/ipRanges.js';
import { sortedNames } from '../model/nameList.js';
import { judgeApps, leftToBuildOf, partAt, type OauthApp } from '../model/oauthApp.js';
import type { Project } from '../model/project.js';
import { defineRule } from './rule.js';

/** As many addresses as a /8 of IPv4 has; of IPv6, 256 times the widest range that the platform takes. */
const VERY_BROAD = { IPv4: addressesOf('IPv4', 8), IPv6: addressesOf('IPv6', 24) } as const;
/** As many addresses as a /16 of IPv4 has, or as the platform takes at most in one range of IPv6. */
const BROAD = { IPv4: addressesOf('IPv4', 16), IPv6: addressesOf('IPv6', 32) } as const;
/** Other ranges that a finding shows. */
const MOST_RELATED = 3;

export default defineRule({
  id: 'app-ip-range-too-broad',
  title: 'OAuth app with IP ranges that hold for too many addresses',
  severity: 'high',
  cases: `Trusted ranges are high from as many addresses as a /8 has (a /24 of IPv6), medium from a /16 (a /32 of IPv6), in one block or together.
Token ranges wider than a /8 are info: they restrict, only not much.`,
  confidence: 'high',
  persona: 'regular',
  looksAt: ['ConnectedApp', 'ExtlClntAppOauthSettings', 'ExtlClntAppOauthSecuritySettings'],
  tags: ['apps', 'network'],
  why: `The trusted IP ranges of an app (\`ipRanges\` of a Connected App, \`trustedIpRanges\` of an External Client App) **relax, they do not
block**: a client inside them is spared the further checks of the login, and a client outside still gets in. Each address more is an address
from which stolen credentials are enough. An app may have 128 ranges, so slices are added up, overlaps counted once. Private addresses do
not count, since nobody on the Internet has them.

\`tokenIpRanges\` of an External Client App do block: a token is good inside them alone. They are told as info when they are so wide that
they hardly restrict anything. What keeps users of an app to addresses otherwise is the login IP ranges of their profiles.`,
  remedy: `Name the addresses that the client calls from, or no trusted range at all:

\`\`\`xml
<trustedIpRanges>
    <endIpAddress>203.0.113.15</endIpAddress>
    <startIpAddress>203.0.113.8</startIpAddress>
</trustedIpRanges>
\`\`\``,
  setup:
    'App Manager > (the app) > Edit > Trusted IP Range for OAuth Web server flow, or External Client App Manager > (the app) > Settings > OAuth Settings > Trusted IP Ranges',
  whenWrong: `A company that owns a block as wide as a /16 may trust all of it; accept the finding with that reason.`,
  links: [
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_connectedapp.htm',
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_extlclntappoauthsettings.htm',
    'https://help.salesforce.com/s/articleView?id=xcloud.connected_app_continuous_ip&language=en_US&type=5',
  ],
  controls: ['CWE-284', 'CWE-290', 'SBS-ACS-009'],
  since: '0.1.0',

  *check(project) {
    yield* judgeApps(project, function* (app) {
      for (const { start, end } of [...app.trustedIpRanges, ...app.tokenIpRanges]) {
        yield* leftToBuildOf(project, app, [start, end], 'IP range');
      }
      const problem =
        trustedProblem(app, broadIn(project, app.trustedIpRanges, VERY_BROAD), 'high') ??
        trustedProblem(app, broadIn(project, app.trustedIpRanges, BROAD), 'medium');
      if (problem) yield problem;

      const token = broadIn(project, app.tokenIpRanges, { IPv4: VERY_BROAD.IPv4 + 1n, IPv6: VERY_BROAD.IPv6 + 1n });
      if (!token) return;
      yield {
        ...placed(app, token.ranges),
        discriminator: 'token',
        message: `${app.title} takes its tokens from ${addressesInWords(token)}${inRanges(token.ranges, 'token IP ranges')}`,
        label: 'hardly restricts where a stolen token works',
        fix: 'name the addresses that the client calls from',
        severity: 'info',
      };
    });
  },
});

type Broad = NonNullable<ReturnType<typeof broadRanges>>;

const broadIn = (
  project: Project,
  ranges: readonly WrittenIpRange[],
  addresses: Parameters<typeof broadRanges>[1]
): Broad | undefined => broadRanges(readingsOf(project, ranges), addresses, addresses.IPv4);

const trustedProblem = (app: OauthApp, broad: Broad | undefined, severity: 'high' | 'medium'): Problem | undefined =>
  broad && {
    ...placed(app, broad.ranges),
    discriminator: 'trusted',
    message: `${app.title} spares ${addressesInWords(broad)} the further checks of a login${inRanges(broad.ranges, 'trusted IP ranges')}`,
    label: 'relaxes for all of these, and blocks nobody',
    fix: 'name the addresses that the client calls from, or no trusted range at all',
    severity,
  };

const inRanges = (ranges: readonly WrittenIpRange[], name: string): string =>
  ranges.length === 1 ? `: ${inWords(ranges[0]!)}` : `, in ${ranges.length} ${name}`;

/** What two findings on ranges have in common. One on several ranges has the path of none of them. */
function placed(
  app: OauthApp,
  ranges: readonly WrittenIpRange[]
): Pick<Problem, 'component' | 'evidence' | 'related' | 'where'> {
  const [widest, ...others] = ranges;
  const where = others.length === 0 ? widest! : { at: widest!.at, element: widest!.element.replace(/\[.*$/s, '') };
  return {
    component: partAt(app, where),
    where,
    related: others.slice(0, MOST_RELATED).map(({ at }) => ({ at, label: 'counted with it' })),
    evidence: sortedNames(ranges.map(inWords)).join(', '),
  };
}
