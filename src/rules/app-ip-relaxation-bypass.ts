import { setTo } from '../fixes/edit.js';
import { isSpelled, judgeApps, leftToBuildOf, partAt } from '../model/oauthApp.js';
import { defineRule } from './rule.js';

/** The lenient values, in the words of Setup and of a message. */
const RELAXATIONS = [
  { word: 'Bypass', label: 'relax IP restrictions', severity: 'medium', when: '' },
  {
    word: 'Bypass_2factor',
    label: 'relax IP restrictions with a second factor',
    severity: 'info',
    when: ' after a second factor',
  },
  {
    word: 'Enforce_RelaxRefresh',
    label: 'relax IP restrictions for refresh tokens',
    severity: 'info',
    when: ' when it comes with a refresh token',
  },
] as const;

export default defineRule({
  id: 'app-ip-relaxation-bypass',
  title: 'OAuth app that login IP ranges do not hold for',
  severity: 'medium',
  cases: `\`Bypass\` is medium. \`Bypass_2factor\` and \`Enforce_RelaxRefresh\` relax the ranges in part and are info.`,
  confidence: 'high',
  persona: 'regular',
  looksAt: ['ConnectedApp', 'ExtlClntAppOauthConfigurablePolicies'],
  tags: ['apps'],
  why: `Login IP ranges of a profile block logins from anywhere else, and they are the only addresses in Salesforce that do. An app whose
IP relaxation is \`Bypass\` is exempt: its tokens are given out to any address, and are good from any.

The setting counts only where a user's profile has login IP ranges; which users an app has is not in the files. The JWT bearer
flow and the SAML bearer flow keep to the ranges in any case. \`Enforce\` is the documented default of a Connected App, so an
app that says nothing is not reported. Trusted IP ranges, of the org and of the app, are no reason to bypass: they spare users a
further check and block nobody.`,
  remedy: `Keep the ranges, and add the addresses of the client to the login IP ranges of the profile it signs in with.
In a Connected App:

\`\`\`xml
<oauthPolicy>
    <ipRelaxation>ENFORCE</ipRelaxation>
</oauthPolicy>
\`\`\`

In an External Client App (\`.ecaOauthPlcy\`):

\`\`\`xml
<ipRelaxationPolicyType>Enforce</ipRelaxationPolicyType>
\`\`\``,
  setup:
    'App Manager > (the app) > Manage > Edit Policies > IP Relaxation, or External Client App Manager > (the app) > Policies > OAuth Policies',
  whenWrong: `A mobile app roams, and its users cannot be held to addresses. Where no user of the app has a profile with login IP ranges,
the setting changes nothing yet.`,
  links: [
    'https://help.salesforce.com/s/articleView?id=xcloud.connected_app_continuous_ip&language=en_US&type=5',
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_connectedapp.htm',
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_extlclntappoauthconfigurablepolicies.htm',
  ],
  controls: ['CWE-284', 'SBS-ACS-009', 'ISA-DECISION-2', 'ZT-CHECK-14', 'ZT-LAYER-1', 'ZT-PATTERN-6', 'ZT-PHASE-2'],
  since: '0.1.0',
  fixable: { safe: false, title: 'enforce the login IP ranges, which refuses clients at other addresses' },

  *check(project) {
    yield* judgeApps(project, function* (app) {
      const { ipRelaxation } = app;
      if (!ipRelaxation) return;
      const relaxation = RELAXATIONS.find(({ word }) => isSpelled(ipRelaxation.value, word));
      if (!relaxation) {
        yield* leftToBuildOf(project, app, [ipRelaxation], 'IP relaxation');
        return;
      }
      const enforce = app.kind === 'ConnectedApp' ? 'ENFORCE' : 'Enforce';
      yield {
        component: partAt(app, ipRelaxation),
        where: ipRelaxation,
        message: `${app.title} is exempt from the login IP ranges of its users${relaxation.when}: its IP relaxation is ${ipRelaxation.value}`,
        label: relaxation.label,
        fix: `set it to ${enforce}`,
        edits: [setTo(ipRelaxation, enforce)],
        severity: relaxation.severity,
        evidence: relaxation.word,
      };
    });
  },
});
