import { setTo } from '../fixes/edit.js';
import type { ComponentRef } from '../model/component.js';
import { isLocalHost } from '../model/host.js';
import { isPackaged } from '../model/packaged.js';
import { isIdle } from '../model/workflow.js';
import { defineRule } from './rule.js';

export default defineRule({
  id: 'outbound-message-session-id',
  title: 'Outbound message that sends a session ID along',
  severity: 'medium',
  cases: `\`high\` where the message goes out without TLS. \`low\` where workflow rules of the same object name the message and all of
them are inactive: an approval process or a flow may still send it.`,
  confidence: 'high',
  persona: 'regular',
  looksAt: ['Workflow'],
  tags: ['endpoints', 'secrets'],
  why: `With \`includeSessionId\` the message carries a session ID of its integration user. Whoever receives the message, keeps it in a
log or reads it on the way can call the org's API as that user until the session ends, and the org does not see that it is
somebody else. A receiver that must call back needs an identity and tokens of its own, which can be limited and revoked.`,
  remedy: `\`\`\`xml
<outboundMessages>
    <fullName>Order_Placed</fullName>
    <endpointUrl>https://erp.example.com/orders</endpointUrl>
    <includeSessionId>false</includeSessionId>
    <integrationUser>order.sync@bank.example</integrationUser>
    <name>Order Placed</name>
</outboundMessages>
\`\`\`

Give the receiver an External Client App with the client credentials or the JWT bearer flow.`,
  setup: 'Process Automation > Workflow Actions > Outbound Messages > (the message) > Edit > Send Session ID',
  whenWrong: `A receiver that cannot be changed may need it for a while: accept the finding with the day of the change, and let the
message's user do no more than the receiver does. Messages of packages (\`ns__Name\`) are left alone.`,
  links: ['https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_workflow.htm'],
  controls: ['CWE-201', 'CWE-522', 'OWASP-NHI2:2025'],
  since: '0.1.0',
  fixable: { safe: false, title: 'set `includeSessionId` to `false`, so that the receiver has to sign in by itself' },

  *check(project) {
    for (const workflow of project.all('Workflow')) {
      for (const message of workflow.outboundMessages) {
        const { fullName, endpointUrl: url, includeSessionId: flag, integrationUser: user } = message;
        if (!flag?.value || isPackaged(fullName)) continue;
        const component: ComponentRef = {
          type: 'WorkflowOutboundMessage',
          fullName: `${workflow.fullName}.${fullName}`,
        };
        const reading = url && project.endpoint(url);
        const endpoint = reading?.kind === 'endpoint' ? reading.endpoint : undefined;
        const isInactive = isIdle(workflow, message);
        const isCleartext = endpoint?.scheme === 'http' && !isLocalHost(endpoint.host);
        yield {
          component,
          where: flag,
          severity: isInactive ? 'low' : isCleartext ? 'high' : 'medium',
          message: `Workflow Outbound Message ${component.fullName} sends a session ID ${user ? 'of its user' : 'along'} to ${endpoint?.host ?? 'its endpoint'}${isCleartext ? ' without TLS' : ''}${isInactive ? ', when an inactive rule is activated' : ''}`,
          label: 'a session of the org leaves it',
          related: [
            ...(url ? [{ at: url.at, label: 'where it goes' }] : []),
            ...(user ? [{ at: user.at, label: 'whose session it is' }] : []),
          ],
          fix: 'set includeSessionId to false, and let the receiver sign in with an app of its own',
          edits: [setTo(flag, 'false')],
          evidence: endpoint ? `${endpoint.scheme}://${endpoint.host}` : '',
        };
      }
    }
  },
});
