import { setTo } from '../fixes/edit.js';
import { isPackaged } from '../model/packaged.js';
import { defineRule } from './rule.js';

/** The provider types that PKCE applies to, without `Custom`, whose plug-in does what it does. */
const WITH_PKCE = new Set(['Facebook', 'Google', 'Microsoft', 'OpenIdConnect', 'Salesforce']);

export default defineRule({
  id: 'auth-provider-weak',
  title: 'Auth. provider without PKCE, or that hands out its consumer secret',
  severity: 'medium',
  cases:
    '`medium` for PKCE turned off, `low` for a consumer secret of your own in API responses, which is the default.',
  confidence: 'medium',
  persona: 'regular',
  looksAt: ['AuthProvider'],
  tags: ['identity', 'secrets'],
  why: `The org signs in at another service, by the authorization code flow. Without PKCE (RFC 7636), whoever gets hold of the code on its way
through the browser can have it redeemed in a session of their own; with it, the code is worth nothing without a value that never leaves
the org. The OAuth security practice of today (RFC 9700) asks for it from clients with a secret, too. Since API version 59 the file says
\`isPkceEnabled\`; only \`false\` is reported, because older retrieves leave it out, and only for the provider types that have it.

\`sendSecretInApis\` decides whether API responses hold the encrypted consumer secret. It is on by default, so whoever can read auth.
providers through the API takes the secret along. Providers that use the app of Salesforce, without a consumer key of their own, have no
secret to hand out. A secret that is in the file already is for \`secret-in-metadata\`.`,
  remedy: `Turn PKCE on; most services accept it at once:

\`\`\`xml
<isPkceEnabled>true</isPkceEnabled>
<sendSecretInApis>false</sendSecretInApis>
\`\`\`

Without the secret in API responses, deployments of the provider need it from somewhere else: type it in by hand, or have the build put it in.`,
  setup: 'Identity > Auth. Providers > (the provider) > Edit',
  whenWrong: `A service that refuses requests with PKCE leaves no choice; accept the finding with that reason. Change sets and other deployments expect
both key and secret: where they matter more, accept the second one.`,
  links: [
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_authproviders.htm',
    'https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_authprovider.htm',
    'https://www.rfc-editor.org/rfc/rfc9700',
  ],
  controls: ['CWE-345', 'CWE-522', 'ZT-CHECK-5', 'ZT-LAYER-2'],
  since: '0.1.0',
  fixable: { safe: false, title: 'set `isPkceEnabled` to `true`, and `sendSecretInApis` to `false`' },

  *check(project) {
    for (const provider of project.all('AuthProvider')) {
      const { fullName, providerType, isPkceEnabled, sendSecretInApis, consumerKey, consumerSecret, ecKey } = provider;
      if (isPackaged(fullName)) continue;
      if (isPkceEnabled?.value === false && WITH_PKCE.has(providerType?.value ?? '')) {
        yield {
          component: provider,
          where: isPkceEnabled,
          message: `Auth Provider ${fullName} signs in without PKCE`,
          label: 'an intercepted code can be used',
          fix: 'set isPkceEnabled to true',
          edits: [setTo(isPkceEnabled, 'true')],
        };
      }
      if (sendSecretInApis?.value === true && consumerKey && !consumerSecret && !ecKey) {
        yield {
          component: provider,
          where: sendSecretInApis,
          severity: 'low',
          message: `Auth Provider ${fullName} hands out its encrypted consumer secret in API responses`,
          label: 'the secret is in API responses',
          fix: 'set sendSecretInApis to false, and have the build put the secret in',
          edits: [setTo(sendSecretInApis, 'false')],
        };
      }
    }
  },
});
