import { leafOf, publicKeyOf, type Certificate } from '../model/certificate.js';
import { isPackaged } from '../model/packaged.js';
import { defineRule } from './rule.js';

export default defineRule({
  id: 'certificate-key-reused',
  title: 'Certificates of different names that have the same key pair',
  severity: 'medium',
  confidence: 'high',
  persona: 'regular',
  looksAt: ['Certificate'],
  tags: ['certificates'],
  why: `Two Certificates look like two secrets, and have only one. Renewing a certificate on its old key gives the same key a
longer life: what leaked before the renewal still opens the door behind it. Storing one key under a second name makes two
integrations depend on it, and replacing it for one of them leaves it in use for the other.

The public keys are compared, not the certificates: a renewed certificate has another serial number and other dates, and
the same public key when the key was kept. A signing request counts as well, since the certificate that answers it will
have its key. The copies of one Certificate in several package directories are one, and the client certificate that
another org trusts (\`InboundCertificate\`) is the same key by its nature.`,
  remedy: `Make a new key pair for the newer of them, in Setup or with the tool that made it, have it certified, and change what
uses it; then delete the older one. A certificate cannot get another key after it was saved, so it has to be a new one.`,
  setup: 'Security > Certificate and Key Management > Create CA-Signed Certificate',
  whenWrong: `Where the certificates of several orgs lie in one project, a key may have been taken along on purpose while an
integration moves from one org to another. Accept the finding with the day on which the older one goes.
Certificates of packages (\`ns__Name\`) are left alone.`,
  links: [
    'https://csrc.nist.gov/pubs/sp/800/57/pt1/r5/final',
    'https://help.salesforce.com/s/articleView?id=xcloud.security_keys_policy_and_rotation&language=en_US&type=5',
  ],
  controls: ['CWE-323', 'CWE-324', 'OWASP-NHI9:2025', 'ISA-STEP-4', 'ZT-CHECK-10', 'ZT-PATTERN-4'],
  since: '0.1.0',

  *check(project) {
    const own = project.all('Certificate').filter(({ fullName }) => !isPackaged(fullName));
    for (const [publicKey, certificates] of byPublicKey(own)) {
      const newest = certificates.reduce((a, b) => (startOf(b) >= startOf(a) ? b : a));
      const others = certificates.filter((one) => one !== newest);
      if (others.length === 0) continue;
      yield {
        component: newest,
        where: newest.content!,
        message: `Certificate ${newest.fullName} has the same key pair as ${others.length === 1 ? 'Certificate' : 'the Certificates'} ${listOf(others)}`,
        label: 'not a key of its own',
        related: others.map(({ fullName, content }) => ({
          at: content!.at,
          label: `the same public key, in ${fullName}`,
        })),
        fix: `make a new key pair for ${newest.fullName}`,
        evidence: publicKey,
      };
    }
  },
});

/** The Certificates of each public key, one of each name: the copies of a component are not another one. */
function byPublicKey(certificates: readonly Certificate[]): ReadonlyMap<string, readonly Certificate[]> {
  const keys = new Map<string, Map<string, Certificate>>();
  for (const certificate of certificates) {
    const publicKey = publicKeyOf(certificate.content);
    if (publicKey === undefined) continue;
    const names = keys.get(publicKey) ?? new Map<string, Certificate>();
    const name = certificate.fullName.toLowerCase();
    if (!names.has(name)) names.set(name, certificate);
    keys.set(publicKey, names);
  }
  return new Map([...keys].map(([publicKey, names]) => [publicKey, [...names.values()]]));
}

/** A signing request is the beginning of the newest one. */
const startOf = ({ content }: Certificate): number => leafOf(content)?.notBefore ?? Infinity;

const listOf = (certificates: readonly Certificate[]): string =>
  certificates
    .map(({ fullName }) => fullName)
    .sort()
    .join(', ');
