import type { Confidence, Severity } from '../findings/finding.js';
import { salesforceHostKind, type SalesforceHost } from '../model/host.js';
import { MUTUAL_TLS_PORT, mutualTlsCallouts } from '../model/mutualTls.js';
import { outboundNetworkConnectionOf } from '../model/namedCredential.js';
import { defineRule } from './rule.js';

/** What a host is instead of a My Domain host, to follow "is". */
const INSTEAD: Readonly<Record<Exclude<SalesforceHost, 'my-domain'>, string>> = {
  login: 'the login host of all orgs',
  instance: 'the host of an instance',
  'api-gateway': 'the host of the platform API gateway',
  'user-interface': 'a host of the user interface',
  site: 'the host of a site',
};

export default defineRule({
  id: 'named-credential-mtls-host-unsuitable',
  title: 'Client certificate for a Salesforce host that is not a My Domain host',
  severity: 'high',
  cases:
    '`high` for `login.salesforce.com` and `test.salesforce.com` on any port but 8443; `medium`, with medium confidence, for them on 8443 and for instance, user-interface and API-gateway hosts; `info`, with medium confidence, for hosts of sites.',
  confidence: 'high',
  persona: 'regular',
  looksAt: ['NamedCredential'],
  tags: ['mtls', 'endpoints'],
  why: `An org knows API clients by their certificate on one host and port: its **My Domain** host on port 8443. The generic
login hosts serve all orgs; on port 443 they are ordinary one-way TLS and the certificate of the credential plays no
part. Help names the My Domain login URL alone for port 8443, so \`login.salesforce.com:8443\` is undocumented; whether it
still answers could not be established. Instance hosts, Lightning, Visualforce, Setup and file hosts are not API
mutual-TLS hosts on any port, and neither is the gateway \`api.salesforce.com\`. For sites no document says whether their
hosts take client certificates: a finding there is for the record.`,
  remedy: `Call the target org by its My Domain, on the mutual-TLS port:

\`\`\`xml
<parameterType>Url</parameterType>
<parameterValue>https://emea.my.salesforce.com:8443</parameterValue>
\`\`\`

The name is in the target org's Setup under My Domain. Where no mutual TLS is meant, take the certificate out of the
credential.`,
  setup: 'Security > Named Credentials > (the credential) > Edit > URL',
  whenWrong: `A certificate may stay in a credential while a migration goes on. A callout over a private connection is left
alone, and so are packaged credentials (\`ns__Name\`). A site behind a domain of the company's own looks like any other
server here.`,
  links: [
    'https://help.salesforce.com/s/articleView?id=xcloud.security_keys_uploading_mutual_auth_cert_api&language=en_US&type=5',
    'https://help.salesforce.com/s/articleView?id=000240864&language=en_US&type=1',
    'https://help.salesforce.com/s/articleView?id=xcloud.domain_name_url_formats&language=en_US&type=5',
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

  *check(project) {
    for (const callout of mutualTlsCallouts(project)) {
      if ('notEvaluated' in callout) {
        yield callout;
        continue;
      }
      const { credential, certificate, url, endpoint } = callout;
      const { host, port } = endpoint;
      const kind = salesforceHostKind(host);
      if (kind === undefined || kind === 'my-domain' || outboundNetworkConnectionOf(credential)) continue;
      yield {
        component: credential,
        where: url,
        ...judge(kind, port),
        message: `Named Credential ${credential.fullName} has a client certificate for ${host}, port ${port}, which is ${INSTEAD[kind]}; orgs ask for certificates on their My Domain host, port ${MUTUAL_TLS_PORT}`,
        label: `${INSTEAD[kind]}, not a My Domain host`,
        related: [{ at: certificate.at, label: 'the client certificate' }],
        fix: `write the target org's My Domain host and port ${MUTUAL_TLS_PORT}`,
        evidence: `${host}:${port}`,
      };
    }
  },
});

function judge(kind: SalesforceHost, port: number): { readonly severity: Severity; readonly confidence: Confidence } {
  if (kind === 'login' && port !== MUTUAL_TLS_PORT) return { severity: 'high', confidence: 'high' };
  return { severity: kind === 'site' ? 'info' : 'medium', confidence: 'medium' };
}
