import type { Gateway, Integration } from '../config/config.js';
import { authenticationOf } from '../model/authentication.js';
import { gatewayOfHost } from '../model/gateway.js';
import { confidentialDataOf, integrationsOf } from '../model/integration.js';
import { clientCertificateOf, outboundNetworkConnectionOf, urlOf } from '../model/namedCredential.js';
import { isPackaged } from '../model/packaged.js';
import { defineRule } from './rule.js';

export default defineRule({
  id: 'named-credential-single-auth-layer',
  title: 'Integration with confidential data that has one layer of authentication',
  severity: 'medium',
  cases: 'Silent without `integrations` in the config, and for integrations that carry less than confidential data.',
  confidence: 'high',
  persona: 'regular',
  looksAt: ['NamedCredential', 'ExternalCredential'],
  tags: ['mtls', 'endpoints'],
  why: `Two layers fail independently. A client certificate (mutual TLS) proves which org is at the other end of the connection;
OAuth or a JWT proves what this request may do. Where only a token stands, whoever copies it calls from anywhere; where only
a certificate stands, everything in the org that uses it may do everything. For data that is confidential, personal, or about
cards or health, a design should have both, or say why not.

What data an integration carries is not in metadata: it is what \`integrations[].dataClassification\` says.`,
  remedy: `Add the missing layer: a client certificate,

\`\`\`xml
<namedCredentialParameters>
    <certificate>ERP_Client</certificate>
    <parameterName>ClientCertificate</parameterName>
    <parameterType>ClientCertificate</parameterType>
</namedCredentialParameters>
\`\`\`

or an External Credential with OAuth. Where something before the endpoint sees to mutual TLS, say so in the register:

\`\`\`yaml
integrations:
  - id: erp-orders
    components: ['NamedCredential:ERP_*']
    dataClassification: [pii]
    mtls: gateway
    gateway: mulesoft-prod
gateways:
  - id: mulesoft-prod
    hosts: [api.bank.example]
    controls: [mtls, oauth]
\`\`\``,
  setup: 'Security > Named Credentials > (the credential) > Edit > Client Certificate',
  whenWrong: `Not every partner offers mutual TLS. \`mtls: gateway\` and \`mtls: not-applicable\` in the register, and a private
connection, stand for the layer of the connection. As soon as the config has \`gateways\`, the one that the entry names, or that the URL
leads to, has to have \`mtls\` among its \`controls\`, if it has any. A credential with neither layer is
\`named-credential-unauthenticated\`.`,
  links: [
    'https://www.rfc-editor.org/rfc/rfc8705',
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_namedcredential.htm',
  ],
  controls: ['CWE-308', 'ISA-CONCEPT-1', 'ISA-STEP-3', 'ZT-CHECK-1', 'ZT-LAYER-2'],
  since: '0.1.0',

  *check(project, { config }) {
    if (config.integrations.length === 0) return;
    for (const credential of project.all('NamedCredential')) {
      const url = urlOf(credential);
      const confidential = integrationsOf(config.integrations, credential).filter(
        (entry) => confidentialDataOf(entry).length > 0
      );
      const [integration] = confidential;
      if (!integration || !url || isPackaged(credential.fullName)) continue;
      const certificate = clientCertificateOf(credential);
      const reading = project.endpoint(url);
      const host = reading.kind === 'endpoint' ? reading.endpoint.host : undefined;
      const promised = confidential.filter(({ mtls }) => mtls === 'gateway');
      const isBound =
        certificate !== undefined ||
        outboundNetworkConnectionOf(credential) !== undefined ||
        confidential.some(({ mtls }) => mtls === 'not-applicable') ||
        promised.some((entry) => mayBindAt(entry, host, config.gateways));
      const authentication = authenticationOf(project, credential).kind;
      if (authentication === 'some' ? isBound : authentication === 'unsaid' || !certificate) continue;
      const { fullName } = credential;
      const carries = `carries ${confidentialDataOf(integration).join(' and ')} data for ${integration.id}`;
      yield {
        component: credential,
        where: certificate ?? url,
        message: certificate
          ? `Named Credential ${fullName} ${carries} with a client certificate and no authorization`
          : `Named Credential ${fullName} ${carries} without a client certificate${promised[0] ? ', and no gateway is said to see to mutual TLS' : ''}`,
        label: certificate ? 'the only layer of authentication' : 'the connection is not authenticated',
        related: certificate ? [{ at: url.at, label: 'where the data goes' }] : [],
        fix: certificate
          ? 'add an External Credential with OAuth'
          : promised[0]
            ? `add a client certificate, or give ${promised[0].id} a gateway that has mtls among its controls`
            : 'add a client certificate, or say in the register what stands for it',
        evidence: `${integration.id} ${url.value}`,
      };
    }
  },
});

/**
 * Whether there may be a gateway that sees to mutual TLS, as the entry says. Who lists no gateways leaves it at that word; a host
 * that a build puts in, and a gateway without a list of controls, leave it open.
 */
function mayBindAt({ gateway: id }: Integration, host: string | undefined, gateways: readonly Gateway[]): boolean {
  const named = gateways.find((one) => one.id === id);
  if (gateways.length === 0 || (!named && host === undefined)) return true;
  const gateway = named ?? gatewayOfHost(gateways, host!);
  return gateway !== undefined && (gateway.controls === undefined || gateway.controls.includes('mtls'));
}
