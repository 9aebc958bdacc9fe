import type { NotEvaluated, Problem } from '../findings/finding.js';
import {
  addressesInWords,
  addressesOf,
  broadRanges,
  inWords,
  readingsOf,
  type WrittenIpRange,
} from '../model/ipRanges.js';
import { sortedNames } from '../model/nameList.js';
import { isSpelled, judgeApps, leftToBuildOf, partAt, scopeOf, type OauthApp } from '../model/oauthApp.js';
import type { Project } from '../model/project.js';
import { defineRule } from './rule.js';

/** As many addresses as a /8 of IPv4 has; of IPv6, 256 times the widest range that the platform takes. */
const VERY_BROAD = { IPv4: addressesOf('IPv4', 8), IPv6: addressesOf('IPv6', 24) } as const;
/** As many addresses as a /16 of IPv4 has, or as the platform takes at most in one range of IPv6. */
const BROAD = { IPv4: addressesOf('IPv4', 16), IPv6: addressesOf('IPv6', 32) } as const;
/** Other ranges that a finding shows. */
const MOST_RELATED = 3;

export default defineRule<{ readonly requireTokenRanges: boolean }>({
  id: 'app-ip-range-too-broad',
  title: 'OAuth app with IP ranges that hold for too many addresses',
  severity: 'high',
  cases: `Trusted ranges are high from as many addresses as a /8 has (a /24 of IPv6), medium from a /16 (a /32 of IPv6), in one block or together.
Token ranges wider than a /8 are info: they restrict, only not much. With \`requireTokenRanges\`, an app without any is high, with medium
confidence where the files do not say.`,
  confidence: 'high',
  persona: 'regular',
  looksAt: [
    'ConnectedApp',
    'ExtlClntAppOauthSettings',
    'ExtlClntAppGlobalOauthSettings',
    'ExtlClntAppOauthSecuritySettings',
  ],
  tags: ['apps', 'network'],
  why: `The trusted IP ranges of an app (\`ipRanges\` of a Connected App, \`trustedIpRanges\` of an External Client App) **relax, they do not
block**: a client inside them is spared the further checks of the login, and a client outside still gets in. Each address more is an address
from which stolen credentials are enough. An app may have 128 ranges, so slices are added up, overlaps counted once. Private addresses do
not count, since nobody on the Internet has them.

\`tokenIpRanges\` of an External Client App do block: a token is good inside them alone. They are told as info when they are so wide that
they hardly restrict anything. Setup calls them the refresh token IP allowlist; the switch of a Connected App for it is
\`isIpBindingEnabled\`, and its ranges are not in metadata. Salesforce requires such a list of the apps of its partners since 2026. Other apps may
do without, so its absence is reported only with \`requireTokenRanges\`: where the app has the scope \`RefreshToken\`, unless its client signs in by
itself and gets no refresh token. What keeps users of an app to addresses otherwise is the login IP ranges of their profiles.`,
  remedy: `Name the addresses that the client calls from, or no trusted range at all:

\`\`\`xml
<trustedIpRanges>
    <endIpAddress>203.0.113.15</endIpAddress>
    <startIpAddress>203.0.113.8</startIpAddress>
</trustedIpRanges>
\`\`\`

For tokens, likewise in \`ExtlClntAppOauthSecuritySettings\`, where all ranges together may hold 256 addresses:

\`\`\`xml
<tokenIpRanges>
    <endIpAddress>203.0.113.15</endIpAddress>
    <startIpAddress>203.0.113.8</startIpAddress>
</tokenIpRanges>
\`\`\``,
  setup:
    'App Manager > (the app) > Edit > Trusted IP Range for OAuth Web server flow, or External Client App Manager > (the app) > Settings > OAuth Settings > Trusted IP Ranges',
  whenWrong: `A company that owns a block as wide as a /16 may trust all of it; accept the finding with that reason.`,
  links: [
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_connectedapp.htm',
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_extlclntappoauthsettings.htm',
    'https://help.salesforce.com/s/articleView?id=xcloud.connected_app_continuous_ip&language=en_US&type=5',
    'https://help.salesforce.com/s/articleView?id=xcloud.set_ip_allowlist_for_refresh_tokens.htm&language=en_US&type=5',
    'https://developer.salesforce.com/docs/atlas.en-us.packagingGuide.meta/packagingGuide/secure_code_ac_eca.htm',
  ],
  controls: ['CWE-284', 'CWE-290', 'SBS-ACS-009', 'ZT-CHECK-14', 'ZT-LAYER-1', 'ZT-PATTERN-6'],
  since: '0.1.0',
  options: {
    requireTokenRanges: {
      description:
        'Whether an app that gives out refresh tokens must have token IP ranges, as Salesforce requires of its partners.',
      default: false,
      schema: { type: 'boolean' },
    },
  },

  *check(project, { options: { requireTokenRanges } }) {
    yield* judgeApps(project, function* (app) {
      for (const { start, end } of [...app.trustedIpRanges, ...app.tokenIpRanges]) {
        yield* leftToBuildOf(project, app, [start, end], 'IP range');
      }
      const problem =
        trustedProblem(app, broadIn(project, app.trustedIpRanges, VERY_BROAD), 'high') ??
        trustedProblem(app, broadIn(project, app.trustedIpRanges, BROAD), 'medium');
      if (problem) yield problem;
      if (requireTokenRanges) yield* unboundTokens(project, app);

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

/** What to say of an app whose refresh tokens are good from any address. */
function* unboundTokens(project: Project, app: OauthApp): Generator<NotEvaluated | Problem> {
  const { isIpBindingEnabled: binding } = app;
  if (app.tokenIpRanges.length > 0 || (binding && isSpelled(binding.value, 'true'))) return;
  if (app.serverFlow && !app.peopleFlow) return;
  const refreshToken = scopeOf(app, 'RefreshToken');
  if (!refreshToken) {
    yield* leftToBuildOf(project, app, app.scopes, 'scopes');
    return;
  }
  if (binding && project.isPlaceholder(binding)) {
    yield* leftToBuildOf(project, app, [binding], 'binding to IP addresses');
    return;
  }
  const where = binding ?? refreshToken;
  const isSaid = binding !== undefined || app.parts.some(({ type }) => type === 'ExtlClntAppOauthSecuritySettings');
  yield {
    component: partAt(app, where),
    where,
    discriminator: 'no token ranges',
    message: isSaid
      ? `${app.title} gives out refresh tokens that are good from any address`
      : `${app.title} gives out refresh tokens, and its files name no addresses that these are bound to`,
    label: binding ? 'a stolen token works from anywhere' : 'lets the app have refresh tokens',
    related: binding ? [{ at: refreshToken.at, label: 'lets the app have refresh tokens' }] : [],
    fix:
      app.kind === 'ConnectedApp'
        ? 'enforce a refresh token IP allowlist in Setup, and set isIpBindingEnabled to true'
        : 'name the addresses that the client calls from in tokenIpRanges',
    severity: 'high',
    confidence: isSaid ? 'high' : 'medium',
    evidence: binding ? 'not bound' : 'no token ranges',
  };
}

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
