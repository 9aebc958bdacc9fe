import { withoutScopes } from '../fixes/withoutScopes.js';
import { listNames } from '../model/nameList.js';
import { judgeApps, leftToBuildOf, partAt, scopeOf } from '../model/oauthApp.js';
import { defineRule } from './rule.js';

export default defineRule({
  id: 'app-scope-unneeded-for-server-flow',
  title: 'Scope that a client without a person has no use for',
  severity: 'low',
  cases: `\`Web\` on an app with the client credentials flow is low; \`RefreshToken\` on such an app, and \`Web\` on an app with
a certificate for the JWT bearer flow, are info.`,
  confidence: 'medium',
  persona: 'pedantic',
  looksAt: [
    'ConnectedApp',
    'ExtlClntAppOauthSettings',
    'ExtlClntAppGlobalOauthSettings',
    'ExtlClntAppOauthConfigurablePolicies',
  ],
  tags: ['apps'],
  why: `\`Web\` lets a token open a session in the user interface. A machine has no use for that, and who steals its token can go on
from the API to Setup. \`RefreshToken\` is of no use to the client credentials flow, which returns none; it only means that the
flows for people, which a Connected App always keeps open, hand out long-lived tokens.

Salesforce's own guides ask for more than this rule would: the Salesforce DX guide has \`api\`, \`web\` and \`refresh_token\` on an
app for the JWT bearer flow, and a guide to Tableau Next has \`refresh_token\` on one for client credentials. So \`RefreshToken\`
with a certificate is never reported, and the rest is low at most. An app with \`Full\` is left to \`app-scope-full\`, whose fix
takes \`Web\` away too.`,
  remedy: `Leave the scopes that the job uses:

\`\`\`xml
<commaSeparatedOauthScopes>Api</commaSeparatedOauthScopes>
\`\`\``,
  setup:
    'App Manager > (the app) > Edit > Selected OAuth Scopes, or External Client App Manager > (the app) > Settings > OAuth Settings',
  whenWrong: `An app that people sign in to as well, through the same client ID, needs the scopes for them; an app of its own for each
is better. An app with the device flow, or with the authorization code and credentials flow, is left alone.`,
  links: [
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_extlclntappoauthsettings.htm',
    'https://developer.salesforce.com/docs/atlas.en-us.sfdx_dev.meta/sfdx_dev/sfdx_dev_auth_connected_app.htm',
  ],
  controls: ['CWE-250', 'SBS-ACS-009', 'OWASP-NHI5:2025', 'ZT-LAYER-3', 'ZT-PATTERN-2'],
  since: '0.1.0',
  fixable: { safe: false, title: 'take the scopes off the list, where another one is left' },

  *check(project) {
    yield* judgeApps(project, function* (app) {
      const { serverFlow } = app;
      if (!serverFlow || app.peopleFlow) return;
      const isClientCredentials = serverFlow.name === 'client credentials';
      const web = scopeOf(app, 'Full') ? undefined : scopeOf(app, 'Web');
      const refreshToken = isClientCredentials ? scopeOf(app, 'RefreshToken') : undefined;
      const unneeded = [web, refreshToken].filter((scope) => scope !== undefined);
      const [first] = unneeded;
      if (!first) {
        yield* leftToBuildOf(project, app, app.scopes, 'scopes');
        return;
      }
      const names = unneeded.map(({ value }) => value);
      yield {
        component: partAt(app, first),
        where: first,
        message: `${app.title} has the ${names.length > 1 ? 'scopes' : 'scope'} ${listNames(names, 'scopes')}, which its ${serverFlow.name} flow has no use for`,
        label: web ? 'lets a token open a session in the user interface' : 'this flow returns no refresh token',
        related: [
          { at: serverFlow.at, label: `makes the ${serverFlow.name} flow possible` },
          ...unneeded.slice(1).map(({ at, value }) => ({ at, label: `${value}: this flow returns no refresh token` })),
        ],
        fix: `take ${listNames(names, 'scopes')} off the list`,
        edits: withoutScopes(app, unneeded),
        severity: web && isClientCredentials ? 'low' : 'info',
        evidence: [serverFlow.name, ...unneeded.map(({ scope }) => scope)].join(' '),
      };
    });
  },
});
