import type { NotEvaluated, Problem, RelatedPlace } from '../findings/finding.js';
import type { Field } from '../model/component.js';
import { tokenUrlOf } from '../model/externalCredential.js';
import { salesforceHostKind } from '../model/host.js';
import { loweredByApex, MUTUAL_TLS_PORT } from '../model/mutualTls.js';
import { clientCertificateOf, parametersOf, urlOf, type NamedCredential } from '../model/namedCredential.js';
import { leftToBuild } from '../model/placeholder.js';
import type { Project } from '../model/project.js';
import { isPackaged } from '../model/syncIdentity.js';
import { defineRule } from './rule.js';

export default defineRule({
  id: 'mtls-port-without-certificate',
  title: 'Callout to the mutual-TLS port of a Salesforce org without a client certificate',
  severity: 'medium',
  cases: `\`info\` where Apex of the project sets a client certificate, which may be the one for this callout.`,
  confidence: 'medium',
  persona: 'regular',
  looksAt: ['NamedCredential', 'ExternalCredential'],
  tags: ['mtls', 'endpoints'],
  why: `Port 8443 of a My Domain host is where an org asks for a client certificate, and this callout has none to present.
Either the certificate was forgotten, and the calls fail or mutual TLS is not what it was meant to be, or it is set in
Apex (\`HttpRequest.setClientCertificateName\`), out of sight of whoever reviews the credential. Which callout Apex sets it
for is not worked out, so one such call in a class or trigger of the project lowers all findings, and is shown.

An External Credential cannot hold a client certificate: it has a certificate for signing tokens only. So its token URL
on port 8443 is judged by the Named Credentials that use it, and reported when none of them has a client certificate.
Whether theirs is presented at the token URL too is not documented; with one, nothing is reported. A Remote Site
Setting for port 8443 only lets Apex call there and says nothing about certificates, so it is not reported.`,
  remedy: `Give the Named Credential the client certificate whose chain the target org has as a Mutual Authentication
Certificate:

\`\`\`xml
<namedCredentialParameters>
    <certificate>HQ_Sync_Client</certificate>
    <parameterName>ClientCertificate</parameterName>
    <parameterType>ClientCertificate</parameterType>
</namedCredentialParameters>
\`\`\`

Where no mutual TLS is meant, take the port out of the URL.`,
  setup: 'Security > Named Credentials > (the credential) > Edit > Client Certificate',
  whenWrong: `Apex outside the project, in a package for instance, may attach the certificate. A certificate in the credential
shows reviewers what is presented, and is the better place. Packaged credentials (\`ns__Name\`) are left alone.`,
  links: [
    'https://help.salesforce.com/s/articleView?id=xcloud.security_keys_uploading_mutual_auth_cert_api&language=en_US&type=5',
    'https://help.salesforce.com/s/articleView?id=000240864&language=en_US&type=1',
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_externalcredential.htm',
  ],
  controls: [
    'CWE-306',
    'ISA-DECISION-4',
    'ISA-PATTERN-B',
    'ISA-STEP-5',
    'ZT-CHECK-1',
    'ZT-LAYER-2',
    'ZT-PATTERN-1',
    'ZT-PHASE-3',
  ],
  since: '0.1.0',

  *check(project) {
    for (const said of missingCertificates(project)) {
      yield 'notEvaluated' in said ? said : loweredByApex(said, project);
    }
  },
});

function* missingCertificates(project: Project): Generator<NotEvaluated | Problem> {
  for (const credential of project.all('NamedCredential')) {
    const url = urlOf(credential);
    if (!url || clientCertificateOf(credential) || isPackaged(credential.fullName)) continue;
    if (project.endpoint(url).kind === 'placeholder') {
      yield leftToBuild(credential, url, 'URL');
      continue;
    }
    const host = mutualTlsHost(project, url);
    if (host === undefined) continue;
    yield {
      component: credential,
      where: url,
      message: `Named Credential ${credential.fullName} calls ${host} on port ${MUTUAL_TLS_PORT}, where the org asks for a client certificate, and has none`,
      label: 'the mutual-TLS port of a Salesforce org',
      related: tokenUrlsBehind(project, credential),
      fix: `add a parameter of type ClientCertificate, or call https://${host} without the port`,
      evidence: host,
    };
  }

  const users = usersOfExternalCredentials(project);
  for (const credential of project.all('ExternalCredential')) {
    const url = tokenUrlOf(credential);
    const using = users.get(credential.fullName.toLowerCase()) ?? [];
    if (!url || isPackaged(credential.fullName) || using.some(clientCertificateOf)) continue;
    if (project.endpoint(url).kind === 'placeholder') {
      yield leftToBuild(credential, url, 'token URL');
      continue;
    }
    const host = mutualTlsHost(project, url);
    if (host === undefined) continue;
    if (using.length === 0) {
      yield {
        notEvaluated: 'not-in-project',
        component: credential,
        where: url,
        message: `External Credential ${credential.fullName} gets its tokens from ${host} on port ${MUTUAL_TLS_PORT}, and no Named Credential of the project uses it`,
      };
      continue;
    }
    // One that goes to the port itself is reported above, with this URL beside it.
    if (using.some((user) => reachesMutualTlsPort(project, user))) continue;
    yield {
      component: credential,
      where: url,
      message: `External Credential ${credential.fullName} gets its tokens from ${host} on port ${MUTUAL_TLS_PORT}, where the org asks for a client certificate, and no Named Credential that uses it has one`,
      label: 'the mutual-TLS port of a Salesforce org',
      related: using.map((user) => ({
        at: (urlOf(user) ?? user).at,
        label: `${user.fullName} has no client certificate`,
      })),
      fix: `give the Named Credential a client certificate, or take tokens from https://${host} without the port`,
      evidence: host,
    };
  }
}

/** The My Domain host of a URL that names the mutual-TLS port. */
function mutualTlsHost(project: Project, url: Field): string | undefined {
  const reading = project.endpoint(url);
  if (reading.kind !== 'endpoint') return undefined;
  const { scheme, host, port } = reading.endpoint;
  return scheme === 'https' && port === MUTUAL_TLS_PORT && salesforceHostKind(host) === 'my-domain' ? host : undefined;
}

function reachesMutualTlsPort(project: Project, credential: NamedCredential): boolean {
  const url = urlOf(credential);
  return url !== undefined && mutualTlsHost(project, url) !== undefined;
}

/** The Named Credentials that use an External Credential, by its name in lower case. */
function usersOfExternalCredentials(project: Project): ReadonlyMap<string, readonly NamedCredential[]> {
  const users = new Map<string, NamedCredential[]>();
  for (const credential of project.all('NamedCredential')) {
    for (const { externalCredential } of parametersOf(credential, 'Authentication')) {
      if (!externalCredential) continue;
      const name = externalCredential.value.toLowerCase();
      const known = users.get(name);
      if (known) known.push(credential);
      else users.set(name, [credential]);
    }
  }
  return users;
}

/** The token URLs on the mutual-TLS port that the same missing certificate concerns. */
const tokenUrlsBehind = (project: Project, credential: NamedCredential): readonly RelatedPlace[] =>
  parametersOf(credential, 'Authentication').flatMap(({ externalCredential }) => {
    const behind = externalCredential && project.find('ExternalCredential', externalCredential.value);
    const url = behind && tokenUrlOf(behind);
    return url && mutualTlsHost(project, url) !== undefined
      ? [{ at: url.at, label: `${behind.fullName} gets its tokens there too` }]
      : [];
  });
