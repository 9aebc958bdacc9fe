import type { Integration } from '../config/config.js';
import { authenticationOf } from '../model/authentication.js';
import { integrationsOf } from '../model/integration.js';
import { clientCertificateOf, outboundNetworkConnectionOf, urlOf } from '../model/namedCredential.js';
import { isPackaged } from '../model/packaged.js';
import { defineRule } from './rule.js';

/** The classes of data that ask for both layers. */
const CONFIDENTIAL: ReadonlySet<string> = new Set(['confidential', 'pii', 'pci', 'phi']);

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
\`\`\``,
  setup: 'Security > Named Credentials > (the credential) > Edit > Client Certificate',
  whenWrong: `Not every partner offers mutual TLS. \`mtls: gateway\` and \`mtls: not-applicable\` in the register, and a private
connection, stand for the layer of the connection. A credential with neither layer is \`named-credential-unauthenticated\`.`,
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
      const confidential = integrationsOf(config.integrations, credential).filter(isConfidential);
      const [integration] = confidential;
      if (!integration || !url || isPackaged(credential.fullName)) continue;
      const certificate = clientCertificateOf(credential);
      const isBound =
        certificate !== undefined ||
        outboundNetworkConnectionOf(credential) !== undefined ||
        confidential.some(({ mtls }) => mtls === 'gateway' || mtls === 'not-applicable');
      const authentication = authenticationOf(project, credential).kind;
      if (authentication === 'some' ? isBound : authentication === 'unsaid' || !certificate) continue;
      const { fullName } = credential;
      const carries = `carries ${integration.dataClassification!.filter(isConfidentialClass).join(' and ')} data for ${integration.id}`;
      yield {
        component: credential,
        where: certificate ?? url,
        message: certificate
          ? `Named Credential ${fullName} ${carries} with a client certificate and no authorization`
          : `Named Credential ${fullName} ${carries} without a client certificate`,
        label: certificate ? 'the only layer of authentication' : 'the connection is not authenticated',
        related: certificate ? [{ at: url.at, label: 'where the data goes' }] : [],
        fix: certificate
          ? 'add an External Credential with OAuth'
          : 'add a client certificate, or say in the register what stands for it',
        evidence: `${integration.id} ${url.value}`,
      };
    }
  },
});

const isConfidentialClass = (word: string): boolean => CONFIDENTIAL.has(word);

const isConfidential = ({ dataClassification = [] }: Integration): boolean =>
  dataClassification.some(isConfidentialClass);
