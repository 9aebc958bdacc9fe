import type { Certificate } from '../model/certificate.js';
import {
  certificatesByName,
  certificateUses,
  heldCertificates,
  isNameOpen,
  unreadBody,
} from '../model/certificateUses.js';
import type { Project } from '../model/project.js';
import type { X509Facts } from '../x509/certificateBody.js';
import { defineRule } from './rule.js';

const SMALLEST_RSA_KEY = 2048;
const SMALLEST_EC_FIELD = 256;

/** Hashes for which two contents with one signature can be made. */
const BROKEN_HASHES: Readonly<Record<string, string>> = { md2: 'MD2', md5: 'MD5', sha1: 'SHA-1' };

export default defineRule({
  id: 'certificate-weak-key',
  title: 'Certificate with a key or a signature that is too weak',
  severity: 'high',
  confidence: 'high',
  persona: 'regular',
  looksAt: ['Certificate', 'InboundCertificate', 'ConnectedApp', 'ExtlClntAppGlobalOauthSettings'],
  tags: ['certificates'],
  why: `An RSA key under 2048 bits, an elliptic-curve key below P-256 and any DSA key are below what NIST SP 800-131A allows for
signatures: who computes the private key from the public one signs tokens and opens connections as the owner. TLS libraries
refuse such keys, so the connection may fail before anybody attacks it.

A certificate that an authority signed with SHA-1, MD5 or MD2 can be forged: two contents with one signature can be made.
The signature of a **self-signed** certificate is left out, on purpose. Nobody trusts such a certificate for its
signature, but because it was pinned, and the verifier compares the key.

The key is read from the certificate, and from those of its chain. \`keySize\` is only asked where the body is missing.`,
  remedy: `Create a new certificate with an RSA key of 2048 bits or more, or with P-256 outside of Salesforce, and have it signed
with SHA-256. Neither the key nor its size can be changed after a certificate was saved:

\`\`\`xml
<Certificate xmlns="http://soap.sforce.com/2006/04/metadata">
    <caSigned>true</caSigned>
    <keySize>4096</keySize>
    <masterLabel>HQ EMEA Client 2027</masterLabel>
</Certificate>
\`\`\``,
  setup: 'Security > Certificate and Key Management',
  whenWrong: `There is no sound reason for such a certificate in an integration that is in use. In a sample or a laboratory, accept
the finding with that reason. Certificates of packages (\`ns__Name\`) are left alone.`,
  links: [
    'https://csrc.nist.gov/pubs/sp/800/131/a/r2/final',
    'https://help.salesforce.com/s/articleView?id=xcloud.security_keys_creating&language=en_US&type=5',
  ],
  controls: ['CWE-326', 'CWE-328', 'ZT-PATTERN-1'],
  since: '0.1.0',

  *check(project) {
    const used = usedCertificates(project);
    for (const certificate of heldCertificates(project)) {
      const { component, subject, content } = certificate;
      if (content?.body.kind === 'certificates') {
        const [leaf, ...chain] = content.body.certificates;
        const own = weaknessesOf(leaf);
        const inherited = chain.find((link) => weaknessesOf(link).length > 0);
        if (own.length === 0 && !inherited) continue;
        const what = own.length > 0 ? own : weaknessesOf(inherited!);
        yield {
          component,
          where: content,
          message: `${subject} ${own.length > 0 ? '' : `has ${inherited!.subject} in its chain, which `}${what.join(' and ')}`,
          label: what.join(' and '),
          fix: 'create a new certificate with a strong key, signed with SHA-256',
          evidence: what.join(' '),
        };
        continue;
      }
      const keySize = component.type === 'Certificate' ? component.keySize : undefined;
      if (keySize && Number(keySize.value) < SMALLEST_RSA_KEY) {
        const what = `has an RSA key of ${keySize.value} bits`;
        const fix = 'create a new certificate with a strong key';
        yield { component, where: keySize, message: `${subject} ${what}`, label: 'too short', fix, evidence: what };
      } else if (component.type !== 'Certificate' || used.has(component)) {
        yield unreadBody(certificate)!;
      }
    }
  },
});

/** What is weak about a certificate, to follow `which`: `has an RSA key of 1024 bits`. */
function weaknessesOf({ keyType, keySize, curve, signatureHash, selfSigned }: X509Facts): readonly string[] {
  const found: string[] = [];
  if (keyType.startsWith('RSA') && keySize !== undefined && keySize < SMALLEST_RSA_KEY) {
    found.push(`has an RSA key of ${keySize} bits`);
  }
  if (keyType === 'EC' && keySize !== undefined && keySize < SMALLEST_EC_FIELD) {
    found.push(`has an elliptic-curve key of ${keySize} bits${curve === undefined ? '' : ` (${curve})`}`);
  }
  if (keyType === 'DSA') found.push('has a DSA key');
  const hash = BROKEN_HASHES[signatureHash];
  if (hash !== undefined && !selfSigned) found.push(`is signed with ${hash}`);
  return found;
}

/** The Certificates that some component names. */
function usedCertificates(project: Project): ReadonlySet<Certificate> {
  const certificates = certificatesByName(project);
  const names = certificateUses(project).flatMap((use) =>
    use.name === undefined || isNameOpen(use) ? [] : use.name.toLowerCase()
  );
  return new Set(names.flatMap((name) => certificates.get(name) ?? []));
}
