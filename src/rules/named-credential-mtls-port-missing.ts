import { setPort } from '../fixes/edit.js';
import { salesforceHostKind } from '../model/host.js';
import { MUTUAL_TLS_PORT, mutualTlsCallouts } from '../model/mutualTls.js';
import { outboundNetworkConnectionOf } from '../model/namedCredential.js';
import { defineRule } from './rule.js';

export default defineRule({
  id: 'named-credential-mtls-port-missing',
  title: 'Client certificate that a Salesforce org never asks for, because the URL does not name port 8443',
  severity: 'high',
  confidence: 'high',
  persona: 'regular',
  looksAt: ['NamedCredential'],
  tags: ['mtls', 'endpoints'],
  why: `An org asks API clients for a certificate on port **8443** of its My Domain host. Port 443, which a URL without a
port means, is ordinary one-way TLS: the handshake succeeds, nobody asks for the client certificate, and it proves
nothing. The callout works, so nobody notices that its strongest authentication layer is missing, until the target org
enforces mutual TLS for the user and refuses the call. 443 and 8443 are the only ports that Salesforce documents for its
API, so any other port is reported as well.

8443 is Salesforce's own port, and no rule for mutual TLS in general. A partner's server may ask for the certificate on
any port, 443 included, so a URL of somebody else without \`:8443\` is not wrong because of that: there
\`named-credential-mtls-port-implicit\` has its say. \`login.salesforce.com\` and other hosts of Salesforce's that are not a
My Domain belong to \`named-credential-mtls-host-unsuitable\`.`,
  remedy: `In the target org, upload the client certificate's chain as a Mutual Authentication Certificate (Salesforce Support
turns the feature on) and give the API user the permission Enforce SSL/TLS Mutual Authentication. Then write the port:

\`\`\`xml
<parameterType>Url</parameterType>
<parameterValue>https://emea.my.salesforce.com:8443</parameterValue>
\`\`\``,
  setup: 'Security > Named Credentials > (the credential) > Edit > URL',
  whenWrong: `A certificate that is only kept for later may stand in a credential without being used. A callout that takes a
private connection is left alone, since inbound Private Connect works on port 443 only. That port 443 takes no notice of
the certificate follows from the documents below, which name 8443 alone; none of them says it in so many words.`,
  links: [
    'https://help.salesforce.com/s/articleView?id=xcloud.security_keys_uploading_mutual_auth_cert_api&language=en_US&type=5',
    'https://help.salesforce.com/s/articleView?id=000240864&language=en_US&type=1',
    'https://help.salesforce.com/s/articleView?id=xcloud.private_connect_considerations&language=en_US&type=5',
    'https://developer.salesforce.com/blogs/2025/10/enhance-integration-security-with-mtls-for-salesforce-and-mulesoft',
  ],
  controls: [
    'CWE-306',
    'ISA-CHECK-5',
    'ISA-DECISION-4',
    'ISA-GOTCHA-2',
    'ISA-PATTERN-B',
    'ISA-STEP-5',
    'ZT-CHECK-1',
    'ZT-LAYER-2',
    'ZT-PATTERN-1',
    'ZT-PHASE-3',
  ],
  since: '0.1.0',
  fixable: { safe: false, title: 'write `:8443` into the URL; the other org has to know the certificate first' },

  *check(project) {
    for (const callout of mutualTlsCallouts(project)) {
      if ('notEvaluated' in callout) {
        yield callout;
        continue;
      }
      const { credential, certificate, url, endpoint } = callout;
      const { host, port, isPortWritten } = endpoint;
      if (salesforceHostKind(host) !== 'my-domain' || port === MUTUAL_TLS_PORT) continue;
      if (outboundNetworkConnectionOf(credential)) continue;
      yield {
        component: credential,
        where: url,
        message: `Named Credential ${credential.fullName} never presents its client certificate: ${host} asks for one on port ${MUTUAL_TLS_PORT} only, and the URL names ${isPortWritten ? `port ${port}` : 'no port'}`,
        label: isPortWritten ? `port ${port} is not the mutual-TLS port` : 'no port here means 443',
        related: [{ at: certificate.at, label: 'the client certificate that is never asked for' }],
        fix: `name the port: https://${host}:${MUTUAL_TLS_PORT}`,
        edits: [setPort(url, MUTUAL_TLS_PORT)],
        evidence: `${host}:${port}`,
      };
    }
  },
});
