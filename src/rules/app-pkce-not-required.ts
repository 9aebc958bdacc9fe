import { setTo } from '../fixes/edit.js';
import { hasCustomScheme } from '../model/callback.js';
import { judgeApps, partAt } from '../model/oauthApp.js';
import { defineRule } from './rule.js';

export default defineRule({
  id: 'app-pkce-not-required',
  title: 'OAuth app for people that does not require PKCE',
  severity: 'medium',
  cases: `Medium for a client without a secret (\`isConsumerSecretOptional\`), where nothing else protects the code. Otherwise low.`,
  confidence: 'medium',
  persona: 'regular',
  looksAt: ['ConnectedApp', 'ExtlClntAppGlobalOauthSettings'],
  tags: ['apps'],
  why: `In the authorization code flow a browser carries the code from Salesforce to the client. With PKCE (RFC 7636) a code is good only for the
client that asked for it; without, whoever reads it on the way can spend it. A client with a secret is protected by that, and
PKCE is a second lock. A client without one, in a browser or on a phone, has no other.

Only \`false\` in the file is reported. Older retrieves leave \`isPkceRequired\` out, so its absence proves nothing, although
\`false\` is the default of a Connected App and \`true\` of an External Client App. An app whose client signs in by itself, with
client credentials or a certificate for the JWT bearer flow, uses no code and is left alone unless a flow for people is switched
on. A callback with a scheme of its own is left to \`app-callback-insecure\`, where the same \`false\` shows.`,
  remedy: `Make sure that the client sends a \`code_challenge\`, then require it:

\`\`\`xml
<isPkceRequired>true</isPkceRequired>
\`\`\`

The org can require it of all apps at once: \`isPkceRequired\` in \`OauthOidc.settings\`.`,
  setup:
    'App Manager > (the app) > Edit > Require Proof Key for Code Exchange (PKCE) Extension, or External Client App Manager > (the app) > Settings > OAuth Settings > Security',
  whenWrong: `A third party's client may not know PKCE; with a secret that is a decision to accept. Where the org requires PKCE of all apps, the
setting of one app does not matter.`,
  links: [
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_connectedapp.htm',
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_extlclntappglobaloauthsettings.htm',
  ],
  controls: ['CWE-294', 'OWASP-API2:2023', 'ZT-CHECK-5', 'ZT-LAYER-2'],
  since: '0.1.0',
  fixable: {
    safe: false,
    title: 'set `isPkceRequired` to `true`, which refuses clients that send no `code_challenge`',
  },

  *check(project) {
    yield* judgeApps(project, function* (app) {
      const { isPkceRequired, isConsumerSecretOptional } = app;
      if (isPkceRequired?.value !== false || (app.serverFlow && !app.peopleFlow)) return;
      if (app.callbacks.some(hasCustomScheme)) return;
      const isPublic = isConsumerSecretOptional?.value === true;
      yield {
        component: partAt(app, isPkceRequired),
        where: isPkceRequired,
        message: isPublic
          ? `${app.title} requires neither PKCE nor a secret, so that an authorization code is good for whoever reads it`
          : `${app.title} does not require PKCE in the authorization code flow`,
        label: 'PKCE is not required',
        related: isPublic ? [{ at: isConsumerSecretOptional.at, label: 'no secret is required either' }] : [],
        fix: 'set isPkceRequired to true, once the client sends a code_challenge',
        severity: isPublic ? 'medium' : 'low',
        edits: [setTo(isPkceRequired, 'true')],
        evidence: isPublic ? 'public' : 'confidential',
      };
    });
  },
});
