import type { NotEvaluated, Problem } from '../findings/finding.js';
import { bodyGapOf, leafOf, publicKeyOf, type PlacedCertificateBody } from '../model/certificate.js';
import { certificatesByName, heldCertificate, unreadBody, type CertificatesByName } from '../model/certificateUses.js';
import { titleOf, type Field } from '../model/component.js';
import { leftToBuild } from '../model/placeholder.js';
import { callsToOrgs, isMutualTlsExcused, type OrgCall } from '../model/orgConnections.js';
import { defineRule } from './rule.js';

/** Certificates of the other org, so that many do not bury the finding. */
const SHOWN = 5;

export default defineRule({
  id: 'cross-org-certificate-not-trusted',
  title: 'Client certificate that the called org does not trust',
  severity: 'high',
  confidence: 'medium',
  persona: 'regular',
  looksAt: ['NamedCredential'],
  looksAcrossOrgs: true,
  tags: ['mtls', 'certificates'],
  why: `For mutual TLS an org validates the client certificate against what was uploaded to it as a Mutual Authentication Certificate
(\`InboundCertificate\`). The one that the calling org presents is not among them: after a renewal with a new key the other org has the
old one, or somebody uploaded the certificate of another integration. Calls on port 8443 are refused then, and the quick repair is to
go back to port 443, where nobody asks.

The two are compared by public key, since a certificate that renews another one on the same key is as good as that. An uploaded
certificate that is the authority's own counts as trust in what that authority issued; authorities that are only part of the chain of
an uploaded client certificate do not.`,
  remedy: `Upload the client certificate with its chain to the called org, as a Mutual Authentication Certificate, and keep it in that
org's project as \`inboundCertificates/<name>.inboundCertificate\`. At a renewal, upload the new one before the calling org uses it.`,
  setup:
    'Security > Certificate and Key Management > Mutual Authentication Certificates > Upload Mutual Authentication Certificate',
  whenWrong: `The project of the called org may track some of its Mutual Authentication Certificates and not all; where it holds none,
nothing is judged. \`mtls: gateway\` or \`not-applicable\` in the register of the calling org says that it is not this org's duty. The file of the client certificate may be of another environment: deploying a Certificate makes a new key pair, so
retrieve it again from the org that presents it.`,
  links: [
    'https://help.salesforce.com/s/articleView?id=000240864&language=en_US&type=1',
    'https://help.salesforce.com/s/articleView?id=xcloud.security_keys_uploading_mutual_auth_cert&language=en_US&type=5',
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_inboundcertificate.htm',
  ],
  controls: ['CWE-295', 'ISA-CHECK-3', 'ISA-PATTERN-A', 'ZT-CHECK-1', 'ZT-LAYER-2', 'ZT-PATTERN-1', 'ZT-PHASE-3'],
  since: '0.1.0',

  *check(project, { landscape }) {
    const certificates = certificatesByName(project);
    for (const call of callsToOrgs(project, landscape)) {
      if (!call.certificate) continue;
      if ('open' in call) yield call.open;
      else if (!isMutualTlsExcused(call.from, call.credential)) yield* judge(call, call.certificate, certificates);
    }
  },
});

function* judge(
  { from, to, credential }: OrgCall,
  name: Field,
  certificates: CertificatesByName
): Generator<NotEvaluated | Problem> {
  if (from.project.isPlaceholder(name)) {
    yield leftToBuild(credential, name, 'client certificate');
    return;
  }
  const own = certificates.get(name.value.toLowerCase()) ?? [];
  const trusted = to.project.all('InboundCertificate');
  if (own.length === 0 || trusted.length === 0) {
    yield {
      notEvaluated: 'not-in-project',
      component: credential,
      where: name,
      message:
        own.length === 0
          ? `Named Credential ${credential.fullName} names Certificate ${name.value}, which is not in the project of ${from.name}`
          : `Named Credential ${credential.fullName} presents Certificate ${name.value} to ${to.name}, whose project holds no Inbound Certificates`,
    };
    return;
  }
  if (own.some(({ content }) => trusted.some((other) => isTrustedBy(content, other.content)))) return;

  const unread = [...own, ...trusted].find(({ content }) => isUnknown(content));
  if (unread) {
    yield unreadBody(heldCertificate(unread))!;
    return;
  }
  yield {
    component: credential,
    where: name,
    message: `Named Credential ${credential.fullName} of ${from.name} presents Certificate ${name.value} to ${to.name}, and no Inbound Certificate of ${to.name} has its key or issued it`,
    label: `${to.name} does not know this certificate`,
    related: [
      ...own.flatMap(({ content }) => (content ? [{ at: content.at, label: `the certificate of ${from.name}` }] : [])),
      ...trusted.slice(0, SHOWN).map((certificate) => ({
        at: (certificate.content ?? certificate).at,
        label: `${to.name}: ${titleOf(certificate)} has another key`,
      })),
    ],
    fix: `upload the certificate with its chain to ${to.name}, as a Mutual Authentication Certificate`,
    evidence: own.flatMap(({ content }) => publicKeyOf(content) ?? []).join(' '),
  };
}

/** Whether not even the key is known: a signing request has one, too. */
const isUnknown = (content: PlacedCertificateBody | undefined): boolean =>
  publicKeyOf(content) === undefined && bodyGapOf(content) !== undefined;

/** Whether an uploaded certificate is the client's own, or that of an authority in whose name the client's was issued. */
function isTrustedBy(client: PlacedCertificateBody | undefined, uploaded: PlacedCertificateBody | undefined): boolean {
  const key = publicKeyOf(client);
  if (key !== undefined && key === publicKeyOf(uploaded)) return true;
  const authority = leafOf(uploaded)?.subject;
  return authority !== undefined && issuersOf(client).includes(authority);
}

/** The names of who issued a certificate, and of who issued those, as far as the file has the chain. */
function issuersOf(content: PlacedCertificateBody | undefined): readonly string[] {
  if (content?.body.kind !== 'certificates') return [];
  const [leaf, ...chain] = content.body.certificates;
  const issuers = [leaf.issuer];
  for (const issuer of issuers) {
    const next = chain.find(({ subject }) => subject === issuer)?.issuer;
    if (next !== undefined && !issuers.includes(next)) issuers.push(next);
  }
  return leaf.selfSigned ? [] : issuers;
}
