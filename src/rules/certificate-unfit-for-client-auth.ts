import type { NotEvaluated, Problem, RelatedPlace } from '../findings/finding.js';
import { leafOf, type Certificate } from '../model/certificate.js';
import { certificatesByName, heldCertificate, nameOf, unreadBody } from '../model/certificateUses.js';
import type { Field } from '../model/component.js';
import { readEndpoint, salesforceHostKind } from '../model/host.js';
import {
  clientCertificateOf,
  outboundNetworkConnectionOf,
  urlOf,
  type NamedCredential,
} from '../model/namedCredential.js';
import { isPackaged } from '../model/packaged.js';
import { isPlaceholder } from '../model/placeholder.js';
import type { Project } from '../model/project.js';
import { defineRule } from './rule.js';

/** So that a gateway with a hundred credentials does not bury the finding. */
const SHOWN_USES = 5;

export default defineRule({
  id: 'certificate-unfit-for-client-auth',
  title: 'Client certificate that the server refuses, or may soon refuse',
  severity: 'high',
  cases: `\`high\` for a self-signed certificate that is presented to a Salesforce org, and for one that a certificate
authority did not issue for client authentication. \`info\` for a self-signed certificate that is presented to somebody
else, and for one that was issued for servers and clients alike.`,
  confidence: 'high',
  persona: 'regular',
  looksAt: ['Certificate', 'NamedCredential'],
  tags: ['certificates', 'mtls'],
  why: `Whether a client certificate is accepted is settled by what stands in it, and shows only when the connection is made:

- **Self-signed, to a Salesforce org.** An org takes a Mutual Authentication Certificate only when a certificate authority
  signed it. A self-signed one can never be uploaded there, so the org cannot trust it.
- **Issued for something else.** The extended key usage lists what a certificate may be used for (RFC 5280, section
  4.2.1.12). Where it is there and does not name client authentication, a server that checks it refuses the client.
- **Self-signed, to somebody else.** Nothing is wrong with that where the partner pins this very certificate. It has no
  chain, so each renewal has to be agreed with the partner.
- **Issued for servers and clients.** It works today. Since 15 June 2026 the public certificate authorities of Chrome's
  list may not put both usages in one certificate, so a renewal comes without client authentication. Private authorities
  are not affected, and which kind issued it cannot be seen offline.

An \`openssl req -x509\` certificate, which many guides take for the client side, is the first case.`,
  remedy: `Have a certificate authority sign it with client authentication in its extended key usage: create a CA-signed
certificate, send the signing request to an authority that issues client certificates (usually a private one), upload the
answer with its chain, and name the new certificate:

\`\`\`xml
<namedCredentialParameters>
    <certificate>HQ_EMEA_Client</certificate>
    <parameterName>DefaultCert</parameterName>
    <parameterType>ClientCertificate</parameterType>
</namedCredentialParameters>
\`\`\``,
  setup: 'Security > Certificate and Key Management > Create CA-Signed Certificate',
  whenWrong: `The file in the project may be older than the certificate in the org: retrieve it again. Some partners do not check
the extended key usage. For a pinned self-signed certificate, the note is all there is to it.
Certificates and credentials of packages (\`ns__Name\`) are left alone.`,
  links: [
    'https://help.salesforce.com/s/articleView?id=xcloud.security_keys_uploading_mutual_auth_cert&language=en_US&type=5',
    'https://help.salesforce.com/s/articleView?id=xcloud.security_keys_uploading_mutual_auth_cert_api&language=en_US&type=5',
    'https://help.salesforce.com/s/articleView?id=005237282&language=en_US&type=1',
  ],
  controls: ['CWE-287', 'CWE-295', 'ISA-PATTERN-A', 'ISA-PATTERN-B', 'ZT-CHECK-1', 'ZT-PATTERN-1', 'ZT-PHASE-3'],
  since: '0.1.0',

  *check(project) {
    const certificates = certificatesByName(project);
    const handshakes = new Map<string, Handshake[]>();
    for (const handshake of handshakesOf(project)) {
      const { value } = handshake.certificate;
      const known = handshakes.get(value.toLowerCase());
      if (isPlaceholder(value)) yield openName(handshake);
      else if (known) known.push(handshake);
      else handshakes.set(value.toLowerCase(), [handshake]);
    }
    for (const [name, uses] of handshakes) {
      const copies = certificates.get(name) ?? [];
      if (copies.length === 0) yield notInProject(uses[0]!);
      for (const certificate of copies) yield* judge(certificate, uses);
    }
  },
});

/** A client certificate and the host that it is presented to. */
interface Handshake {
  readonly credential: NamedCredential;
  /** The name of the certificate, where the credential writes it. */
  readonly certificate: Field;
  readonly url: Field | undefined;
  /** In lower case; undefined when the build puts it in, or when it is no URL. */
  readonly host: string | undefined;
}

/** A private connection into Salesforce is left out: it ends on port 443, where nobody asks for the certificate. */
function* handshakesOf(project: Project): Iterable<Handshake> {
  for (const credential of project.all('NamedCredential')) {
    const certificate = clientCertificateOf(credential);
    if (!certificate || isPackaged(credential.fullName) || isPackaged(certificate.value)) continue;
    const url = urlOf(credential);
    const reading = url && readEndpoint(url);
    const host = reading?.kind === 'endpoint' ? reading.endpoint.host : undefined;
    if (host !== undefined && isOrgHost(host) && outboundNetworkConnectionOf(credential)) continue;
    yield { credential, certificate, url, host };
  }
}

/** Whether an org answers there with the certificates that it trusts, or would if the port were right. */
const isOrgHost = (host: string): boolean =>
  ['my-domain', 'login', 'instance'].includes(salesforceHostKind(host) ?? '');

function* judge(certificate: Certificate, uses: readonly Handshake[]): Iterable<NotEvaluated | Problem> {
  const leaf = leafOf(certificate.content);
  const isSelfSigned = leaf ? leaf.selfSigned : certificate.caSigned?.value === false;
  if (isSelfSigned) {
    yield* judgeSelfSigned(certificate, uses);
    return;
  }
  if (!leaf) {
    yield unreadBody(heldCertificate(certificate))!;
    return;
  }
  const usage = leaf.extendedKeyUsage;
  if (usage === undefined || usage.includes('any')) return;
  const common = {
    component: certificate,
    where: certificate.content!,
    related: presentedBy(uses),
    evidence: usage.join(' '),
  };
  if (!usage.includes('clientAuth')) {
    yield {
      ...common,
      message: `Certificate ${certificate.fullName} is the client certificate of ${listOf(uses)}, and its extended key usage does not name client authentication`,
      label: `extended key usage: ${usage.join(', ')}`,
      fix: 'have it issued again with client authentication (clientAuth)',
    };
  } else if (usage.includes('serverAuth')) {
    yield {
      ...common,
      severity: 'info',
      message: `Certificate ${certificate.fullName} is the client certificate of ${listOf(uses)} and was issued for servers and clients alike, which public certificate authorities no longer do`,
      label: `extended key usage: ${usage.join(', ')}`,
      fix: 'renew it with an authority that issues client certificates',
    };
  }
}

function* judgeSelfSigned(certificate: Certificate, uses: readonly Handshake[]): Iterable<NotEvaluated | Problem> {
  const byOrgs = uses.filter(({ host }) => host !== undefined && isOrgHost(host));
  const byOthers = uses.filter(({ host }) => host !== undefined && !isOrgHost(host));
  const where = leafOf(certificate.content) ? certificate.content! : certificate.caSigned!;
  const common = { component: certificate, where, label: 'self-signed', evidence: 'self-signed' };
  if (byOrgs.length > 0) {
    yield {
      ...common,
      message: `Certificate ${certificate.fullName} is self-signed, and Named Credential ${byOrgs[0]!.credential.fullName} presents it to ${byOrgs[0]!.host}: an org trusts only client certificates that a certificate authority signed`,
      related: presentedBy(byOrgs),
      fix: 'create a CA-signed certificate and name it in the credential',
    };
  } else if (byOthers.length > 0) {
    yield {
      ...common,
      severity: 'info',
      message: `Certificate ${certificate.fullName} is self-signed and presented to ${byOthers[0]!.host}, which has to pin it`,
      related: presentedBy(byOthers),
      fix: 'make sure that the partner pins it, and agree on each renewal',
    };
  } else {
    for (const { credential, url } of uses) {
      if (!url || !isPlaceholder(url.value)) continue;
      const message = `Named Credential ${credential.fullName} gets its URL from the build`;
      yield { notEvaluated: 'placeholder', component: credential, where: url, message };
    }
  }
}

const presentedBy = (uses: readonly Handshake[]): readonly RelatedPlace[] =>
  uses.slice(0, SHOWN_USES).map(({ credential, certificate, host }) => ({
    at: certificate.at,
    label: `${nameOf(credential)} presents it${host === undefined ? '' : ` to ${host}`}`,
  }));

const listOf = ([first, ...others]: readonly Handshake[]): string =>
  `${nameOf(first!.credential)}${others.length > 0 ? ` and ${others.length} more` : ''}`;

const openName = ({ credential, certificate }: Handshake): NotEvaluated => ({
  notEvaluated: 'placeholder',
  component: credential,
  where: certificate,
  message: `${nameOf(credential)} gets the name of its certificate from the build`,
});

const notInProject = ({ credential, certificate }: Handshake): NotEvaluated => ({
  notEvaluated: 'not-in-project',
  component: credential,
  where: certificate,
  message: `${nameOf(credential)} names Certificate ${certificate.value}, which is not in the project`,
});
