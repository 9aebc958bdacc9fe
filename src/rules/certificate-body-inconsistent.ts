import type { NotEvaluated, Severity } from '../findings/finding.js';
import { hasTwoEnds, isBodyOnly, type Certificate, type InboundCertificate } from '../model/certificate.js';
import { heldCertificate, nameOf, unreadBody } from '../model/certificateUses.js';
import type { Placed } from '../model/component.js';
import { isPackaged } from '../model/packaged.js';
import { baseName, folderOf } from '../paths.js';
import type { X509Facts } from '../x509/certificateBody.js';
import { defineRule } from './rule.js';

export default defineRule({
  id: 'certificate-body-inconsistent',
  title: 'Certificate whose files do not fit together',
  severity: 'high',
  cases: `\`high\` where one of the two files is missing or empty, \`medium\` for a signing request, a chain in the wrong order and
an end date of another certificate, \`info\` for a body that is blanked out.`,
  confidence: 'high',
  persona: 'regular',
  looksAt: ['Certificate', 'InboundCertificate'],
  tags: ['certificates'],
  why: `A certificate is two files, the body and its \`-meta.xml\`, and each says something about the other:

- **One of them is missing**, or the body is empty. Neither can be deployed without the other.
- **The body is a signing request.** The authority's answer was never uploaded, or never retrieved: until it is, there is
  a key and no certificate.
- **The chain is in the wrong order.** The certificate itself comes first, then the one that issued it, and so on
  (RFC 5246, section 7.4.2). A server that gets it in another order may refuse the client, and whoever reads the file takes
  an authority for the certificate.
- **\`expirationDate\` is not the end of the body**, by more than 48 hours. One of the files is of an older certificate.
  Differences below a day are normal.
- **The body is blanked out**, as some clean-up tools do, or put in by the build. Deployed as it is, it is refused, and
  nobody can review it.

Each certificate is reported once, with the gravest of these.`,
  remedy: `Retrieve both files again, from the org that has the right certificate. There is no private key in them:

\`\`\`sh
sf project retrieve start --metadata Certificate:HQ_EMEA_Client
\`\`\`

For a signing request, upload the authority's answer with its chain first. For a wrong order, put the certificate first, then
its issuer, and upload that.`,
  setup: 'Security > Certificate and Key Management > (the certificate) > Upload Signed Certificate',
  whenWrong: `A \`.crt\` that the build writes is missing in the repository on purpose. A signing request is no mistake while the answer
is on its way.`,
  links: [
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_certificate.htm',
    'https://help.salesforce.com/s/articleView?id=xcloud.security_keys_uploading_mutual_auth_cert&language=en_US&type=5',
  ],
  controls: ['CWE-296', 'ISA-CHECK-6', 'ISA-OUTPUT-2', 'ISA-STEP-1'],
  since: '0.1.0',

  *check(project) {
    const unreadable = new Set(project.unreadableFiles().map(({ at }) => at.file));
    for (const certificate of [...project.all('Certificate'), ...project.all('InboundCertificate')]) {
      if (isPackaged(certificate.fullName)) continue;
      const said = inconsistencyOf(certificate, unreadable);
      if (!said) continue;
      if ('notEvaluated' in said) {
        yield said;
        continue;
      }
      const { what, ...rest } = said;
      yield { component: certificate, message: `${nameOf(certificate)} ${what}`, ...rest };
    }
  },
});

interface Inconsistency {
  readonly where: Placed;
  readonly severity: Severity;
  /** To follow the name of the certificate. */
  readonly what: string;
  readonly label: string;
  readonly fix: string;
  readonly evidence: string;
}

const RETRIEVE = 'retrieve both files again';

/** `unreadable` are the paths of files that are there and could not be read, which is said elsewhere. */
function inconsistencyOf(
  certificate: Certificate | InboundCertificate,
  unreadable: ReadonlySet<string>
): Inconsistency | NotEvaluated | undefined {
  const { content, at } = certificate;
  if (!content) {
    if (unreadable.has(at.file.replace(/-meta\.xml$/, ''))) return undefined;
    return {
      where: certificate,
      severity: 'high',
      what: 'has no body: the file beside its metadata is missing',
      label: `no ${baseName(at.file).replace(/-meta\.xml$/, '')} beside it`,
      fix: RETRIEVE,
      evidence: 'no body',
    };
  }
  if (isBodyOnly(certificate)) return withoutMetadata(certificate, unreadable);
  const { body } = content;
  switch (body.kind) {
    case 'empty':
      return {
        where: content,
        severity: 'high',
        what: 'has an empty body',
        label: 'nothing in it',
        fix: RETRIEVE,
        evidence: 'empty',
      };
    case 'signingRequest':
      return {
        where: content,
        severity: 'medium',
        what: 'is only a signing request so far: the signed certificate was not uploaded',
        label: 'a signing request, not a certificate',
        fix: "upload the authority's answer and retrieve it",
        evidence: 'signing request',
      };
    case 'redacted':
      return {
        where: content,
        severity: 'info',
        what: 'has a body that is blanked out, or put in by the build',
        label: 'no certificate',
        fix: 'retrieve it again before the project is deployed',
        evidence: 'redacted',
      };
    case 'unreadable':
      return unreadBody(heldCertificate(certificate));
    case 'certificates':
      return chainProblem(certificate, body.certificates) ?? endProblem(certificate, body.certificates[0]);
  }
}

/** A lone `.crt` may be anybody's; in the folder of the type it is a component that lost its metadata. */
function withoutMetadata(
  certificate: Certificate | InboundCertificate,
  unreadable: ReadonlySet<string>
): Inconsistency | undefined {
  const { type, at } = certificate;
  if (type === 'Certificate' && baseName(folderOf(at.file)) !== 'certs') return undefined;
  if (unreadable.has(`${at.file}-meta.xml`)) return undefined;
  return {
    where: certificate.content!,
    severity: 'high',
    what: 'has no metadata: the -meta.xml file beside its body is missing',
    label: `no ${baseName(at.file)}-meta.xml beside it`,
    fix: RETRIEVE,
    evidence: 'no metadata',
  };
}

/**
 * Only what is certainly out of order: a certificate may be left out, an authority may be there twice, signed by two
 * others, and one that does not belong does no harm.
 */
function chainProblem(
  { content }: Certificate | InboundCertificate,
  certificates: readonly X509Facts[]
): Inconsistency | undefined {
  const places = new Map<string, number>();
  certificates.forEach(({ subject }, index) => places.set(subject, index));
  if (places.size < certificates.length) return undefined;
  const issued = certificates.find(
    ({ issuer, subject }, index) => issuer !== subject && (places.get(issuer) ?? Infinity) < index
  );
  if (!issued) return undefined;
  return {
    where: content!,
    severity: 'medium',
    what: `has its chain in the wrong order: ${issued.issuer} stands before ${issued.subject}, which it issued`,
    label: places.get(issued.issuer) === 0 ? 'an authority comes first' : 'the chain is not in order',
    fix: 'put the certificate first, then its issuer, and upload it again',
    evidence: certificates.map(({ publicKeyFingerprint }) => publicKeyFingerprint).join(' '),
  };
}

function endProblem(certificate: Certificate | InboundCertificate, leaf: X509Facts): Inconsistency | undefined {
  if (!hasTwoEnds(certificate)) return undefined;
  const { expirationDate } = certificate;
  const written = new Date(expirationDate!.value).toISOString().slice(0, 10);
  const real = new Date(leaf.notAfter).toISOString().slice(0, 10);
  return {
    where: expirationDate!,
    severity: 'medium',
    what: `ends on ${written} by its metadata and on ${real} by its body, so one of the files is of another certificate`,
    label: `the body ends on ${real}`,
    fix: RETRIEVE,
    evidence: `${written} ${real}`,
  };
}
