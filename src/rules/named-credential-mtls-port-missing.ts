import { readEndpoint, salesforceHostKind } from '../model/host.js';
import { clientCertificateOf, outboundNetworkConnectionOf, urlOf } from '../model/namedCredential.js';
import { isPlaceholder } from '../model/placeholder.js';
import { defineRule } from './rule.js';

const MUTUAL_TLS_PORT = 8443;

export default defineRule({
  id: 'named-credential-mtls-port-missing',
  title: 'Client certificate that a Salesforce org never asks for, because the URL does not name port 8443',
  severity: 'high',
  confidence: 'high',
  persona: 'regular',
  looksAt: ['NamedCredential'],
  tags: ['mtls', 'endpoints'],
  why: `An org accepts mutual TLS on port **8443** of its My Domain host, and nowhere else. Port 443, which a URL without
a port means, is ordinary one-way TLS: the handshake succeeds, nobody asks for the client certificate, and it proves
nothing. The callout works, so nobody notices that the strongest authentication layer is missing, until the target org
enforces mutual TLS for the user and refuses the call.

This is about calls **into a Salesforce org**. Elsewhere a server may ask for the certificate on any port; there
\`named-credential-mtls-port-implicit\` has its say.`,
  remedy: `Write the port: \`https://emea.my.salesforce.com:8443\`. In the target org, upload the client certificate's chain
as a Mutual Authentication Certificate and give the API user the permission Enforce SSL/TLS Mutual Authentication,
before the port changes.`,
  setup: 'Security > Named Credentials > (the credential) > Edit > URL',
  whenWrong: `A certificate that is only kept for later may stand in a credential without being used. A callout that takes a
private connection is left alone, since inbound Private Connect works on port 443 only.`,
  links: [
    'https://help.salesforce.com/s/articleView?id=xcloud.security_keys_uploading_mutual_auth_cert_api&language=en_US&type=5',
    'https://help.salesforce.com/s/articleView?id=xcloud.private_connect_considerations&language=en_US&type=5',
  ],
  controls: ['CWE-295', 'CWE-306', 'SBS-INT-003'],
  since: '0.1.0',

  *check(project) {
    for (const credential of project.all('NamedCredential')) {
      const certificate = clientCertificateOf(credential);
      const url = urlOf(credential);
      if (!certificate || !url || outboundNetworkConnectionOf(credential)) continue;
      const reading = readEndpoint(url);
      if (reading.kind === 'placeholder' || isPlaceholder(certificate.value)) {
        yield {
          notEvaluated: 'placeholder',
          component: credential,
          where: reading.kind === 'placeholder' ? url : certificate,
          message: `Named Credential ${credential.fullName} gets its ${reading.kind === 'placeholder' ? 'URL' : 'client certificate'} from the build`,
        };
        continue;
      }
      if (reading.kind === 'invalid') continue;
      const { scheme, host, port, isPortWritten } = reading.endpoint;
      if (scheme !== 'https' || salesforceHostKind(host) !== 'my-domain' || port === MUTUAL_TLS_PORT) continue;
      yield {
        component: credential,
        where: url,
        message: `Named Credential ${credential.fullName} never presents its client certificate: ${host} asks for one on port ${MUTUAL_TLS_PORT} only, and the URL ${isPortWritten ? `names port ${port}` : 'names no port'}`,
        label: isPortWritten ? `port ${port} is not the mutual-TLS port` : 'no port here means 443',
        related: [{ at: certificate.at, label: 'the client certificate that is never asked for' }],
        fix: `write https://${host}:${MUTUAL_TLS_PORT}`,
        evidence: url.value,
      };
    }
  },
});
