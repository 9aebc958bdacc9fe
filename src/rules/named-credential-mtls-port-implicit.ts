import { setPort } from '../fixes/edit.js';
import { isLocalHost, salesforceHostKind } from '../model/host.js';
import { mutualTlsCallouts } from '../model/mutualTls.js';
import { defineRule } from './rule.js';

export default defineRule({
  id: 'named-credential-mtls-port-implicit',
  title: "Client certificate for a partner's server whose mutual-TLS port is not settled",
  severity: 'low',
  cases:
    '`low` with low confidence while nobody has said where the listener of the host is; `high` with high confidence when `mtls.hosts` in `sf-isa.yml` names another port than the callout takes.',
  confidence: 'low',
  persona: 'regular',
  looksAt: ['NamedCredential'],
  tags: ['mtls', 'endpoints'],
  why: `A server decides for each of its ports whether it asks for a client certificate. Where the URL names no port the
callout goes to 443, and if the partner's mutual-TLS listener is elsewhere, the certificate is never asked for: the
handshake succeeds, the callout may even work, and the authentication layer that the design counts on is not there.

A URL without \`:8443\` is nothing wrong in itself. 8443 is Salesforce's own mutual-TLS port; a callout offers the
certificate on whatever port the server asks for it, and many partners ask on 443. The project cannot show which one
it is: only the partner's interface description can. So each credential is shown once, and one line settles its host.`,
  remedy: `Look up the mutual-TLS port in the partner's interface description, and write it down once for the host:

\`\`\`yaml
# sf-isa.yml
version: 1
mtls:
  hosts: { api.bank.example: 8443 }
\`\`\`

From then on every named credential with a client certificate for that host is held to it: silent where the callout
takes that port, \`high\` where it takes another one, written or not.`,
  setup: 'Security > Named Credentials > (the credential) > Edit > URL',
  whenWrong: `The partner asks for the certificate on 443: say so in \`mtls.hosts\`, and the finding is gone. A port that the URL
writes is taken at its word while \`mtls.hosts\` does not have the host. Packaged credentials (\`ns__Name\`) are left alone.`,
  links: [
    'https://help.salesforce.com/s/articleView?id=000386138&language=en_US&type=1',
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_namedcredential.htm',
  ],
  controls: ['CWE-306', 'ISA-CHECK-5', 'ISA-DECISION-4', 'ISA-GOTCHA-2', 'ISA-PATTERN-B', 'ISA-STEP-5'],
  since: '0.1.0',
  fixable: { safe: false, title: 'write the port that `mtls.hosts` has for the host into the URL' },

  *check(project, { config }) {
    const portOf = new Map(Object.entries(config.mtls.hosts));
    for (const callout of mutualTlsCallouts(project)) {
      if ('notEvaluated' in callout) {
        yield callout;
        continue;
      }
      const { credential, certificate, url, endpoint } = callout;
      const { host, port, isPortWritten } = endpoint;
      if (salesforceHostKind(host) !== undefined || isLocalHost(host)) continue;
      const listener = portOf.get(host);
      if (listener === port || (listener === undefined && isPortWritten)) continue;
      const where = { component: credential, where: url, evidence: `${host}:${port}` };
      if (listener === undefined) {
        yield {
          ...where,
          message: `Named Credential ${credential.fullName} has a client certificate for ${host} and names no port, which means 443; whether the server asks for the certificate there is not to be seen in the project`,
          label: 'no port here means 443',
          related: [{ at: certificate.at, label: 'the client certificate' }],
          fix: `if ${host} asks for it on 443, write mtls: { hosts: { ${yamlKey(host)}: 443 } } in sf-isa.yml; else name the port in the URL`,
        };
      } else {
        yield {
          ...where,
          severity: 'high',
          confidence: 'high',
          message: `Named Credential ${credential.fullName} never presents its client certificate: mtls.hosts says that ${host} asks for one on port ${listener}, and the URL ${isPortWritten ? `names port ${port}` : 'names no port, which means 443'}`,
          label: isPortWritten ? `port ${port} is not the mutual-TLS port` : 'no port here means 443',
          related: [{ at: certificate.at, label: 'the client certificate that is never asked for' }],
          fix: `name the port: https://${host}:${listener}`,
          edits: [setPort(url, listener)],
          evidence: `${host}:${port}, not ${listener}`,
        };
      }
    }
  },
});

/** An IPv6 address begins with a bracket, which YAML would take for a list. */
const yamlKey = (host: string): string => (host.startsWith('[') ? `'${host}'` : host);
