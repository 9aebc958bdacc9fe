import { defineRule } from './rule.js';

export default defineRule({
  id: 'integration-profile-without-login-ip',
  title: 'Profile of an integration without login IP ranges',
  severity: 'low',
  confidence: 'low',
  persona: 'auditor',
  looksAt: ['Profile'],
  tags: ['network', 'sync'],
  why: `An integration calls from addresses that are known: a gateway, an integration platform, a server. Login IP ranges of its profile are the
control that blocks everybody else, also one who has its secret, and one of the compensating controls that non-human identities with
broad permissions need. People move about; a machine does not.

The rule looks at custom profiles that are recognised as an integration's and whose file lists their permissions. A file that lists none
may be a part of the profile, and nothing is concluded from what it lacks.`,
  remedy: `Add the caller's addresses, and let the ranges hold for each request:

\`\`\`xml
<loginIpRanges>
    <description>Integration platform, outgoing</description>
    <endAddress>203.0.113.15</endAddress>
    <startAddress>203.0.113.8</startAddress>
</loginIpRanges>
\`\`\``,
  setup: 'Users > Profiles > (the profile) > Login IP Ranges',
  whenWrong: `A platform without fixed outgoing addresses cannot be listed: mutual TLS, or token IP ranges of its app, may serve instead. Ranges that are
set in the org alone are not in the file; a deployment of the profile would remove them. A profile for people is named in \`sync.exclude\`.`,
  links: [
    'https://help.salesforce.com/s/articleView?id=platform.login_ip_ranges.htm&language=en_US&type=5',
    'https://docs.securitybenchmark.org',
  ],
  controls: ['CWE-284', 'SBS-ACS-009', 'ISA-DECISION-2', 'ZT-CHECK-14', 'ZT-LAYER-1', 'ZT-PATTERN-6', 'ZT-PHASE-2'],
  since: '0.1.0',

  *check(_project, { sync }) {
    for (const { holder, signs } of sync.identities) {
      if (holder.type !== 'Profile' || holder.custom?.value !== true) continue;
      if (holder.loginIpRanges.length > 0 || holder.userPermissions.length === 0) continue;
      yield {
        component: holder,
        where: { at: (holder.userLicense ?? holder.custom).at, element: '' },
        message: `Profile ${holder.fullName} lets an integration log in from any address; it is recognised by ${signs[0]!.reason}`,
        label: 'no loginIpRanges in this profile',
        fix: 'add the addresses that the integration calls from',
      };
    }
  },
});
