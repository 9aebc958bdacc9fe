import { setTo } from '../fixes/edit.js';
import { withoutScopes } from '../fixes/withoutScopes.js';
import { judgeApps, leftToBuildOf, partAt, scopeOf } from '../model/oauthApp.js';
import { defineRule } from './rule.js';

export default defineRule({
  id: 'app-scope-full',
  title: 'OAuth app with the scope Full',
  severity: 'high',
  cases: `High where a client can sign in by itself: the client credentials flow is on, or the app holds a certificate for
the JWT bearer flow. Otherwise medium.`,
  confidence: 'high',
  persona: 'regular',
  looksAt: [
    'ConnectedApp',
    'ExtlClntAppOauthSettings',
    'ExtlClntAppGlobalOauthSettings',
    'ExtlClntAppOauthConfigurablePolicies',
  ],
  tags: ['apps'],
  why: `\`Full\` takes in every other scope but the refresh token: all APIs, the user interface, custom permissions, analytics. A
token with it can do all that its user can do, so one leaked token is worth as much as the user's own session. Scopes are
the one limit that belongs to the app and not to the user; \`Full\` gives it up.

It is worst where no person takes part. With the client credentials flow, or with a certificate for the JWT bearer flow, a
client that holds the secret or the key gets such tokens by itself, as often as it likes. An integration needs \`Api\`, seldom
more.`,
  remedy: `Name the scopes that the client uses. In a Connected App:

\`\`\`xml
<scopes>Api</scopes>
\`\`\`

In an External Client App (\`.ecaOauth\`):

\`\`\`xml
<commaSeparatedOauthScopes>Api</commaSeparatedOauthScopes>
\`\`\`

A client that relied on \`Full\` for a refresh token does not exist: \`Full\` never gave one. Look in Connected Apps OAuth Usage
for who uses the app before the scope is taken away.`,
  setup:
    'App Manager > (the app) > Edit > Selected OAuth Scopes, or External Client App Manager > (the app) > Settings > OAuth Settings',
  whenWrong: `Mobile apps built with the Mobile SDK, and apps that show Salesforce pages, may need more than \`Api\`; \`Api\` and
\`Web\` together usually do. An app that a managed package brings is left alone, and so is one that is switched off.`,
  links: [
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_connectedapp.htm',
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_extlclntappoauthsettings.htm',
  ],
  controls: ['CWE-250', 'SBS-ACS-009', 'OWASP-NHI5:2025', 'ZT-LAYER-3', 'ZT-PATTERN-2'],
  since: '0.1.0',
  fixable: { safe: false, title: 'leave the other scopes, with `Api` in the place of `Full`' },

  *check(project) {
    yield* judgeApps(project, function* (app) {
      const full = scopeOf(app, 'Full');
      if (!full) {
        yield* leftToBuildOf(project, app, app.scopes, 'scopes');
        return;
      }
      const { serverFlow } = app;
      yield {
        component: partAt(app, full),
        where: full,
        message: serverFlow
          ? `${app.title} can do all that its user can: it has the scope ${full.value}, and a client can sign in by itself with the ${serverFlow.name} flow`
          : `${app.title} can do all that its user can: it has the scope ${full.value}`,
        label: 'every scope but the refresh token',
        related: serverFlow ? [{ at: serverFlow.at, label: `makes the ${serverFlow.name} flow possible` }] : [],
        fix: 'name the scopes that the client uses, such as Api',
        edits: scopeOf(app, 'Api') ? withoutScopes(app, [full]) : [setTo(full, 'Api')],
        severity: serverFlow ? 'high' : 'medium',
        evidence: `Full ${serverFlow?.name ?? ''}`,
      };
    });
  },
});
