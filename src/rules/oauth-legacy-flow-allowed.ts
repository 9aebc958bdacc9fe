import { setTo } from '../fixes/edit.js';
import type { Field } from '../model/component.js';
import { settingsNamed, type Settings } from '../model/settings.js';
import { defineRule } from './rule.js';

export default defineRule({
  id: 'oauth-legacy-flow-allowed',
  title: 'Org that allows OAuth flows which are no longer to be used',
  severity: 'medium',
  cases: '`info` for PKCE that the org does not require.',
  confidence: 'high',
  persona: 'regular',
  looksAt: ['Settings'],
  tags: ['identity', 'apps'],
  why: `In the **username-password flow** an app sends the user's password with the token request: the app knows it, and no second
factor is asked for. In the **user-agent flow** the access token comes back in the address of a page, where the browser's
history and scripts find it. OAuth's own security advice (RFC 9700) says not to use either. Both work for every app of the
org until the org blocks them.

**PKCE** protects the code of the authorization code flow against theft on its way. Requiring it for the whole org is one
switch; apps can require it by themselves, so its absence is only \`info\`.

Only what the file says is reported: a settings file may hold a part of the settings, and a missing file says nothing.
Each switch is a finding of its own, since each breaks other clients.`,
  remedy: `Look in Login History and in the OAuth usage of the apps who still uses a flow, move those clients to the authorization
code flow with PKCE, to client credentials or to JWT bearer, and block it:

\`\`\`xml
<OauthOidcSettings xmlns="http://soap.sforce.com/2006/04/metadata">
    <blockOAuthUnPwFlow>true</blockOAuthUnPwFlow>
    <blockOAuthUsrAgtFlow>true</blockOAuthUsrAgtFlow>
    <isPkceRequired>true</isPkceRequired>
</OauthOidcSettings>
\`\`\``,
  setup: 'Identity > OAuth and OpenID Connect Settings',
  whenWrong:
    'A client that cannot be changed yet needs its flow: accept the finding with the name of the client and a day.',
  links: [
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_oauthoidcsettings.htm',
    'https://www.rfc-editor.org/rfc/rfc9700',
  ],
  controls: ['CWE-522', 'OWASP-NHI4:2025', 'ISA-CHECK-3', 'ZT-CHECK-5', 'ZT-LAYER-2'],
  since: '0.1.0',
  fixable: { safe: false, title: 'set the switch to `true`, which stops clients that still need it to be off' },

  *check(project) {
    for (const settings of settingsNamed(project, 'OauthOidc')) {
      for (const { flag, says, fix, severity } of switches(settings)) {
        if (flag?.value !== false) continue;
        yield {
          component: settings,
          where: flag,
          severity,
          message: `Settings OauthOidc ${says}`,
          label: 'off',
          fix,
          edits: [setTo(flag, 'true')],
        };
      }
    }
  },
});

interface Switch {
  readonly flag: Field<boolean> | undefined;
  readonly says: string;
  readonly fix: string;
  readonly severity: 'medium' | 'info';
}

const switches = (settings: Settings): readonly Switch[] => [
  {
    flag: settings.blockOAuthUnPwFlow,
    says: 'does not block the OAuth username-password flow',
    fix: 'move the clients that use it, then set blockOAuthUnPwFlow to true',
    severity: 'medium',
  },
  {
    flag: settings.blockOAuthUsrAgtFlow,
    says: 'does not block the OAuth user-agent flow',
    fix: 'move the clients that use it, then set blockOAuthUsrAgtFlow to true',
    severity: 'medium',
  },
  {
    flag: settings.isPkceRequired,
    says: 'does not require PKCE of all apps',
    fix: 'set isPkceRequired to true when all clients send a code challenge',
    severity: 'info',
  },
];
