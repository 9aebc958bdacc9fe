import { isPackaged } from '../model/packaged.js';
import { defineRule } from './rule.js';

export default defineRule({
  id: 'private-connect-not-ready',
  title: 'Private connection that was not in use when it was retrieved',
  severity: 'info',
  confidence: 'low',
  persona: 'regular',
  looksAt: ['InboundNetworkConnection', 'OutboundNetworkConnection'],
  tags: ['network'],
  why: `An integration that is drawn as private goes through Private Connect only while its connection is active and \`Ready\`. Otherwise callouts
that name it fail, and traffic into the org comes over the Internet after all.

The file shows the state at the time of the retrieve, which is older than today's: this is a reason to look in Setup, and no proof. Calls
into the org by Private Connect use port 443, and cannot use mutual TLS of Salesforce on port 8443.`,
  remedy: `Look at the connection in Setup. Provision it, have the other side accept it, or delete it where nothing uses it; each connection takes a
licence. Then retrieve it again:

\`\`\`xml
<isActive>true</isActive>
<status>Ready</status>
\`\`\``,
  setup: 'Security > Private Connect',
  whenWrong: `The state in git is often an old one. A connection that is deployed to several orgs is provisioned in each of them by hand, and the project
may keep it as \`Unprovisioned\` on purpose.`,
  links: [
    'https://help.salesforce.com/s/articleView?id=xcloud.private_connect_considerations&language=en_US&type=5',
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_outboundnetworkconnection.htm',
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_inboundnetworkconnection.htm',
  ],
  controls: ['ISA-CONCEPT-3', 'ISA-DECISION-3', 'ISA-STEP-6'],
  since: '0.1.0',

  *check(project) {
    for (const connection of [
      ...project.all('InboundNetworkConnection'),
      ...project.all('OutboundNetworkConnection'),
    ]) {
      const { fullName, type, status, isActive } = connection;
      if (isPackaged(fullName)) continue;
      const title = type === 'InboundNetworkConnection' ? 'Inbound Network Connection' : 'Outbound Network Connection';
      if (status && status.value !== 'Ready') {
        yield {
          component: connection,
          where: status,
          message: `${title} ${fullName} was ${status.value} when it was retrieved`,
          label: 'not Ready',
          related: isActive?.value === false ? [{ at: isActive.at, label: 'and not active' }] : [],
          fix: 'look at it in Setup, and retrieve it again',
          evidence: status.value,
        };
      } else if (isActive?.value === false) {
        yield {
          component: connection,
          where: isActive,
          message: `${title} ${fullName} was not active when it was retrieved`,
          label: 'not active',
          fix: 'look at it in Setup, and retrieve it again',
        };
      }
    }
  },
});
