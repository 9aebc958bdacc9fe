import type { Config, Gateway, Integration } from '../config/config.js';
import type { NotEvaluated, Problem } from '../findings/finding.js';
import { titleOf, type ComponentRef, type Field } from '../model/component.js';
import { tokenUrlOf } from '../model/externalCredential.js';
import { gatewayOfHost, reaches } from '../model/gateway.js';
import { integrationsOf } from '../model/integration.js';
import { parametersOf, urlOf } from '../model/namedCredential.js';
import { isPackaged } from '../model/packaged.js';
import { leftToBuild } from '../model/placeholder.js';
import type { Project } from '../model/project.js';
import { isIdle } from '../model/workflow.js';
import { defineRule } from './rule.js';

export default defineRule({
  id: 'integration-gateway-bypassed',
  title: 'Callout past the gateway that its integration goes through',
  severity: 'medium',
  cases:
    'Of medium confidence for Remote Site Settings, which allow callouts and make none. Silent without `integrations` and `gateways` in the config.',
  confidence: 'high',
  persona: 'regular',
  looksAt: ['NamedCredential', 'ExternalDataSource', 'RemoteSiteSetting', 'Workflow'],
  tags: ['endpoints', 'project'],
  why: `A gateway authenticates, limits, inspects and logs for the systems behind it, and a design counts on that. One callout to the system
itself goes without all of it, with a credential of its own, through a way that the system has to keep open for it.

Each entry of \`integrations\` may name the \`gateway\` that its callouts go through, and \`gateways\` its hosts. Asked are the URLs of the
Named Credentials that the entry names, itself or by their External Credential, of its External Data Sources, of its active Remote Site
Settings, and of its outbound messages. Token endpoints are left alone: the identity provider often stands elsewhere.`,
  remedy: `Call the gateway, which knows the way to the system:

\`\`\`xml
<namedCredentialParameters>
    <parameterName>Url</parameterName>
    <parameterType>Url</parameterType>
    <parameterValue>https://api.bank.example/erp/v1</parameterValue>
</namedCredentialParameters>
\`\`\`

Or say in the register how it is: name all hosts of the gateway, or take the gateway out of the entry.

\`\`\`yaml
integrations:
  - id: erp-orders
    components: ['NamedCredential:ERP_*']
    gateway: mulesoft-prod
gateways:
  - id: mulesoft-prod
    hosts: [api.bank.example, '*.gateway.bank.example']
\`\`\``,
  setup: 'Security > Named Credentials > (the credential) > Edit > URL',
  whenWrong: `What goes to the identity provider or to Salesforce itself by a credential of its own is no callout of the integration: leave it out
of the components of the entry, or give it an entry without a gateway.`,
  links: [
    'https://apisix.apache.org/learning-center/api-gateway-security/',
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_namedcredential.htm',
  ],
  controls: ['ISA-CHECK-8', 'ISA-OUTPUT-4', 'ISA-PATTERN-C'],
  since: '0.1.0',

  *check(project, { config }) {
    if (config.integrations.length === 0 || config.gateways.length === 0) return;
    for (const callout of calloutsOf(project)) yield* judge(project, callout, config);
  },
});

interface Callout {
  readonly component: ComponentRef;
  /** Components that stand for it in the register. */
  readonly kin: readonly ComponentRef[];
  readonly url: Field | undefined;
  /** To follow the name of the component, and to be followed by a host. */
  readonly does: 'calls' | 'lets code call' | 'sends to';
}

function* calloutsOf(project: Project): Iterable<Callout> {
  for (const component of project.all('NamedCredential')) {
    if (component.calloutStatus?.value === 'Disabled') continue;
    const kin = parametersOf(component, 'Authentication').flatMap(({ externalCredential }) =>
      externalCredential ? [{ type: 'ExternalCredential', fullName: externalCredential.value }] : []
    );
    yield { component, kin, url: urlOf(component), does: 'calls' };
  }
  for (const component of project.all('ExternalDataSource')) {
    yield { component, kin: [], url: component.endpoint, does: 'calls' };
  }
  const identityProviders = new Set(tokenHostsOf(project));
  for (const component of project.all('RemoteSiteSetting')) {
    const host = hostOf(project, component.url);
    if (component.isActive?.value !== true || (host !== undefined && identityProviders.has(host))) continue;
    yield { component, kin: [], url: component.url, does: 'lets code call' };
  }
  for (const workflow of project.all('Workflow')) {
    for (const message of workflow.outboundMessages) {
      const fullName = `${workflow.fullName}.${message.fullName}`;
      if (isPackaged(message.fullName) || isIdle(workflow, message)) continue;
      const component = { type: 'WorkflowOutboundMessage', fullName };
      yield { component, kin: [workflow], url: message.endpointUrl, does: 'sends to' };
    }
  }
}

/** The hosts that tokens come from. */
const tokenHostsOf = (project: Project): readonly string[] =>
  [
    ...project.all('ExternalCredential').map(tokenUrlOf),
    ...project.all('NamedCredential').map(({ authTokenEndpointUrl }) => authTokenEndpointUrl),
    ...project.all('AuthProvider').flatMap(({ urls }) => urls),
  ].flatMap((url) => hostOf(project, url) ?? []);

function hostOf(project: Project, url: Field | undefined): string | undefined {
  const reading = url && project.endpoint(url);
  return reading?.kind === 'endpoint' ? reading.endpoint.host : undefined;
}

function* judge(
  project: Project,
  { component, kin, url, does }: Callout,
  { integrations, gateways }: Config
): Iterable<NotEvaluated | Problem> {
  if (!url || isPackaged(component.fullName)) return;
  const ways = [component, ...kin]
    .flatMap((one) => integrationsOf(integrations, one))
    .flatMap((entry) => wayOf(entry, gateways));
  const [way] = ways;
  if (!way) return;
  const reading = project.endpoint(url);
  if (reading.kind === 'placeholder') yield leftToBuild(component, url, 'URL');
  if (reading.kind !== 'endpoint') return;
  const { host } = reading.endpoint;
  if (ways.some(({ gateway }) => reaches(gateway, host))) return;
  const { entry, gateway } = way;
  const other = gatewayOfHost(gateways, host);
  yield {
    component,
    where: url,
    confidence: does === 'lets code call' ? 'medium' : 'high',
    message: `${titleOf(component)} ${does} ${host}${other ? ` of the gateway ${other.id}` : ''}, past the gateway ${gateway.id} that the integration ${entry.id} goes through`,
    label: other ? `goes through ${other.id}` : `none of the hosts of ${gateway.id}`,
    fix: `use a host of ${gateway.id}, or say in the register that ${entry.id} goes another way`,
    evidence: `${entry.id} ${gateway.id} ${host}`,
  };
}

/** The gateway that an entry names, where the config has it. */
function wayOf(
  entry: Integration,
  gateways: readonly Gateway[]
): ReadonlyArray<{ readonly entry: Integration; readonly gateway: Gateway }> {
  const gateway = gateways.find(({ id }) => id === entry.gateway);
  return gateway ? [{ entry, gateway }] : [];
}
