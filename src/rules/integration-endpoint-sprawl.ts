import { authenticationOf } from '../model/authentication.js';
import type { Field } from '../model/component.js';
import { gatewayOfHost } from '../model/gateway.js';
import { isLocalHost, salesforceHostKind } from '../model/host.js';
import { integrationsOf } from '../model/integration.js';
import { listNames, sortedNames } from '../model/nameList.js';
import { clientCertificateOf, urlOf } from '../model/namedCredential.js';
import { isPackaged } from '../model/packaged.js';
import { defineRule } from './rule.js';

const SHOWN = 5;

export default defineRule<{ minimumHosts: number }>({
  id: 'integration-endpoint-sprawl',
  title: 'Many hosts that the org calls with credentials of their own',
  severity: 'info',
  confidence: 'low',
  persona: 'regular',
  looksAt: ['NamedCredential', 'ExternalCredential', 'Project'],
  tags: ['endpoints', 'project'],
  why: `Each host with a certificate or a credential of its own is one more key to rotate, one more expiry, one more partner that
the org must be able to reach. From a number on, a gateway is cheaper and safer: it keeps the partners' credentials, limits
rates, and logs; the org authenticates itself to the gateway alone, and certificates of the org stay few.

Counted are the distinct hosts of Named Credentials with a client certificate or an authentication, without those of
Salesforce. A gateway has costs of its own, so this is a thing to think of and no fault.`,
  remedy: `Put a gateway (an API manager, an integration platform) before the partners, move the integrations to it one after the
other, and say in the register which ones go through it:

\`\`\`yaml
integrations:
  - id: payments
    components: ['NamedCredential:Payment_*']
    gateway: api-gateway
gateways:
  - id: api-gateway
    hosts: [api.bank.example]
\`\`\``,
  whenWrong: `Subdomains of one partner count one by one, and what goes through a gateway counts as long as the register does not say
so. Raise \`minimumHosts\`, or accept the finding.`,
  links: ['https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_namedcredential.htm'],
  controls: ['ISA-CHECK-8', 'ISA-DECISION-5', 'ISA-OUTPUT-4', 'ISA-PATTERN-C'],
  since: '0.1.0',
  options: {
    minimumHosts: {
      description: 'How many hosts are many.',
      default: 15,
      schema: { type: 'integer', minimum: 2 },
    },
  },

  *check(project, { config, options }) {
    const hosts = new Map<string, Field>();
    for (const credential of project.all('NamedCredential')) {
      const url = urlOf(credential);
      if (!url || isPackaged(credential.fullName)) continue;
      if (integrationsOf(config.integrations, credential).some(({ gateway }) => gateway !== undefined)) continue;
      const reading = project.endpoint(url);
      if (reading.kind !== 'endpoint') continue;
      const { host } = reading.endpoint;
      if (salesforceHostKind(host) !== undefined || isLocalHost(host) || hosts.has(host)) continue;
      if (gatewayOfHost(config.gateways, host)) continue;
      const hasOwn =
        clientCertificateOf(credential) !== undefined || authenticationOf(project, credential).kind === 'some';
      if (hasOwn) hosts.set(host, url);
    }
    const [first, ...others] = hosts.values();
    if (!first || hosts.size < options.minimumHosts) return;
    const names = sortedNames(hosts.keys());
    yield {
      component: { type: 'Project', fullName: project.root || '.' },
      where: { at: first.at, element: '' },
      message: `Project calls ${hosts.size} hosts with credentials of their own: ${listNames(names, 'hosts')}`,
      label: 'one of the hosts',
      related: others.slice(0, SHOWN).map(({ at }) => ({ at, label: 'another one' })),
      fix: 'consider a gateway before them',
      evidence: names.join(),
    };
  },
});
