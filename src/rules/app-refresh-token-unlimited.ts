import { setChild, setTo, type Edit } from '../fixes/edit.js';
import type { ComponentBase } from '../model/component.js';
import {
  judgeApps,
  leftToBuildOf,
  partAt,
  scopeOf,
  type OauthApp,
  type RefreshTokenPolicy,
} from '../model/oauthApp.js';
import { defineRule } from './rule.js';

export default defineRule<{ readonly maxDays: number }>({
  id: 'app-refresh-token-unlimited',
  title: 'OAuth app whose refresh tokens never expire, or too late',
  severity: 'medium',
  cases: `Low where a limit is set but is longer than \`maxDays\`, and where the flow that the app is made for returns no refresh token:
client credentials, or a certificate for the JWT bearer flow together with pre-authorised users.`,
  confidence: 'high',
  persona: 'regular',
  looksAt: [
    'ConnectedApp',
    'ExtlClntAppOauthConfigurablePolicies',
    'ExtlClntAppOauthSettings',
    'ExtlClntAppGlobalOauthSettings',
  ],
  tags: ['apps'],
  why: `A refresh token is a password for one app: who holds it gets access tokens without the user, without a second factor, and after the
user's password has changed. With the policy \`infinite\` it does so until somebody revokes it by hand, which nobody does for a
token that nobody knows was stolen.

\`infinite\` is the platform's default, so most apps have it. It counts only together with the scope \`RefreshToken\` (or
\`OfflineAccess\`, which is the same): without it no refresh token is given out, and nothing is reported. An \`oauthPolicy\` of
a Connected App that names no policy means the default; a file without \`oauthPolicy\` says nothing about it, and neither do
the policies of an External Client App. \`isEnforceRefreshTokenTTL\` ends idle tokens after 30 days whatever the policy is.`,
  remedy: `Let tokens end that are not used. In a Connected App:

\`\`\`xml
<oauthPolicy>
    <refreshTokenPolicy>specific_inactivity:30:DAYS</refreshTokenPolicy>
</oauthPolicy>
\`\`\`

In an External Client App (\`.ecaOauthPlcy\`):

\`\`\`xml
<refreshTokenPolicyType>SpecificInactivity</refreshTokenPolicyType>
<refreshTokenValidityPeriod>30</refreshTokenValidityPeriod>
<refreshTokenValidityUnit>Days</refreshTokenValidityUnit>
\`\`\`

A limit on inactivity does not touch a client that calls every day. Where nobody needs refresh tokens, take the scope away.
Connected Apps OAuth Usage in Setup revokes the tokens that are out.`,
  setup:
    'App Manager > (the app) > Manage > Edit Policies > Refresh Token Policy, or External Client App Manager > (the app) > Policies > OAuth Policies',
  whenWrong: `Salesforce's own guide puts \`refresh_token\` on apps for the JWT bearer flow, which returns none; such an app is low when its users
are pre-authorised, and not silent, because a Connected App always keeps its authorization code flow open. An app that people
sign in to once a year may need longer than \`maxDays\`.`,
  links: [
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_connectedapp.htm',
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_extlclntappoauthconfigurablepolicies.htm',
    'https://help.salesforce.com/s/articleView?id=xcloud.connected_app_limit_idle_ttl&language=en_US&type=5',
    'https://help.salesforce.com/s/articleView?id=xcloud.eca_limit_idle_refresh_token_ttl&language=en_US&type=5',
    'https://docs.securitybenchmark.org',
  ],
  controls: [
    'CWE-613',
    'SBS-ACS-009',
    'SBS-DEP-006',
    'OWASP-NHI7:2025',
    'ZT-CHECK-10',
    'ZT-CHECK-12',
    'ZT-PATTERN-4',
    'ZT-PHASE-1',
    'ZT-PHASE-2',
  ],
  since: '0.1.0',
  fixable: {
    safe: false,
    title:
      'let refresh tokens without a limit end after `maxDays` idle days; a limit that is too long is yours to choose',
  },
  options: {
    maxDays: {
      description:
        'The longest time, in days, that a refresh token may live or lie idle. The requirements for AppExchange of 2026 say 30 idle days.',
      default: 90,
      schema: { type: 'integer', minimum: 1 },
    },
  },

  *check(project, { options: { maxDays } }) {
    yield* judgeApps(project, function* (app) {
      const policy = app.refreshTokenPolicy;
      if (!policy || policy.kind === 'zero' || app.isEnforceRefreshTokenTTL?.value) return;
      const isUnlimited = policy.kind === 'infinite';
      const isTooLong = policy.days !== undefined && policy.days > maxDays;
      const component = partAt(app, policy);
      const refreshToken = scopeOf(app, 'RefreshToken');
      if (isUnlimited && !app.areScopesKnown) {
        yield {
          notEvaluated: 'not-in-project',
          component,
          where: policy,
          message: `${app.title} has a refresh token policy without limit, and its scopes are not in the project`,
        };
        return;
      }
      if (!refreshToken) {
        if (isUnlimited || isTooLong) yield* leftToBuildOf(project, app, app.scopes, 'scopes');
        return;
      }
      if (!isUnlimited && !isTooLong) {
        yield* leftToBuildOf(project, app, policy.written, 'refresh token policy');
        return;
      }
      const days = `${policy.days} days`;
      yield {
        component,
        where: policy,
        message: isUnlimited
          ? `${app.title} gives out refresh tokens that never expire${policy.text === '' ? ': it names no refresh token policy, which means infinite' : ''}`
          : `${app.title} gives out refresh tokens that ${policy.kind === 'lifetime' ? `live ${days}` : `may lie idle for ${days}`}, longer than ${maxDays} days`,
        label: isUnlimited ? 'good until revoked' : `longer than ${maxDays} days`,
        related: [{ at: refreshToken.at, label: 'lets the app have refresh tokens' }],
        fix: `let refresh tokens end after ${maxDays} idle days: ${
          app.kind === 'ConnectedApp'
            ? `specific_inactivity:${maxDays}:DAYS`
            : `SpecificInactivity, with a validity period of ${maxDays} Days`
        }`,
        ...(isUnlimited && { edits: limitTo(maxDays, app.kind, policy, component) }),
        severity: isUnlimited && !returnsNone(app) ? 'medium' : 'low',
        evidence: isUnlimited ? 'infinite' : policy.text,
      };
    });
  },
});

/** Whether the flow that the app is made for returns no refresh token, so that only a side door does. */
const returnsNone = ({ serverFlow, peopleFlow, permittedUsers }: OauthApp): boolean =>
  serverFlow !== undefined &&
  peopleFlow === undefined &&
  (serverFlow.name === 'client credentials' || permittedUsers?.kind === 'pre-authorized');

/** `component` is the one that the policy is a part of. */
function limitTo(
  days: number,
  kind: OauthApp['kind'],
  policy: RefreshTokenPolicy,
  component: ComponentBase
): readonly Edit[] {
  const [written] = policy.written;
  if (kind === 'ConnectedApp') {
    const text = `specific_inactivity:${days}:DAYS`;
    return [written ? setTo(written, text) : setChild(policy, 'refreshTokenPolicy', text)];
  }
  return [
    setTo(written!, 'SpecificInactivity'),
    setChild(component, 'refreshTokenValidityPeriod', String(days)),
    setChild(component, 'refreshTokenValidityUnit', 'Days'),
  ];
}
