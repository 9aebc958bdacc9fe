import { heldCertificates, nameOf, unreadBody, type HeldCertificate } from '../model/certificateUses.js';
import type { X509Facts } from '../x509/certificateBody.js';
import { defineRule } from './rule.js';

const DAY = 24 * 60 * 60 * 1000;

/** "It has no well-defined end" (RFC 5280, section 4.1.2.5). */
const NEVER = Date.UTC(9999, 11, 31);

/**
 * The longest life in days of a publicly trusted TLS certificate, by the day of its issue, the latest first:
 * https://help.salesforce.com/s/articleView?id=xcloud.security_keys_policy_and_rotation&language=en_US&type=5
 * What was issued before all of these has ended long ago.
 */
const PUBLIC_LIMITS = [
  { from: Date.UTC(2029, 2, 15), days: 47 },
  { from: Date.UTC(2027, 2, 15), days: 100 },
  { from: Date.UTC(2026, 2, 15), days: 200 },
  { from: Date.UTC(2020, 8, 1), days: 398 },
] as const;

interface Options {
  readonly maximumDays: number;
  readonly publicAuthorities: readonly string[];
}

export default defineRule<Options>({
  id: 'certificate-lifetime-too-long',
  title: 'Certificate that is valid for too long',
  severity: 'low',
  cases: `\`medium\` where a public certificate authority issued it for servers, for longer than such authorities may.`,
  confidence: 'medium',
  persona: 'regular',
  looksAt: ['Certificate', 'InboundCertificate', 'ConnectedApp', 'ExtlClntAppGlobalOauthSettings'],
  tags: ['certificates'],
  why: `A key that leaks unnoticed is of use until its certificate ends, and nobody practises a change that comes once in ten
years. What is reported is valid for more than \`maximumDays\` (398 days) from its first day to its last. Only the
certificate itself is judged, not the authorities in its chain, whose long life is normal. One certificate that lies in
several places is reported once, and one that has ended is left to \`certificate-expired\`.

A self-signed certificate with a 4096-bit key that Salesforce makes may be valid for two years, with a shorter key for one.
\`openssl req -x509 -days 3650\` is the usual cause of the rest.

Public authorities are held to less: 398 days, 200 days since 15 March 2026, 100 from 15 March 2027 on and 47 from 15 March
2029 on. So a guide's 365 days no longer exist there; they remain normal for what Salesforce or a private authority
issues. Whether an authority is a public one cannot be proven offline: it is taken for one when the organization in the
issuer's name is among \`publicAuthorities\` and the certificate is for servers, as those are that the limits are made for.`,
  remedy: `Have the certificate issued again for a year at most, with a new key, and write down who renews it and when. In
Salesforce, a self-signed certificate with a 2048-bit key is valid for one year:

\`\`\`xml
<Certificate xmlns="http://soap.sforce.com/2006/04/metadata">
    <caSigned>false</caSigned>
    <keySize>2048</keySize>
    <masterLabel>HQ Ledger Signing 2027</masterLabel>
    <privateKeyExportable>false</privateKeyExportable>
</Certificate>
\`\`\``,
  setup: 'Security > Certificate and Key Management',
  whenWrong: `Private authorities may issue longer certificates on purpose. Set \`maximumDays\` to what your policy allows. The same
company may run public and private authorities: where the finding is \`medium\` and the authority is a private one, leave
its name out of \`publicAuthorities\`. Certificates of packages (\`ns__Name\`) are left alone.`,
  links: [
    'https://help.salesforce.com/s/articleView?id=xcloud.security_keys_policy_and_rotation&language=en_US&type=5',
  ],
  controls: ['OWASP-NHI7:2025', 'ISA-STEP-4', 'ZT-CHECK-12', 'ZT-PATTERN-1', 'ZT-PATTERN-4'],
  since: '0.1.0',
  options: {
    maximumDays: {
      description: 'How many days a certificate may be valid for, from its first day to its last.',
      default: 398,
      schema: { type: 'integer', minimum: 1 },
    },
    publicAuthorities: {
      description: "Organizations whose certificates for servers are publicly trusted, as an issuer's O begins.",
      default: [
        'Actalis',
        'Amazon',
        'Buypass',
        'Certum',
        'D-Trust',
        'DigiCert',
        'Entrust',
        'GlobalSign',
        'GoDaddy',
        'Google Trust Services',
        'HARICA',
        'IdenTrust',
        "Let's Encrypt",
        'QuoVadis',
        'Sectigo',
        'SSL Corp',
        'SwissSign',
      ],
      schema: { type: 'array', items: { type: 'string', minLength: 1 } },
    },
  },

  *check(project, { now, options: { maximumDays, publicAuthorities } }) {
    for (const [certificate, ...copies] of byCertificate(heldCertificates(project))) {
      const { component, subject, content } = certificate!;
      if (content?.body.kind !== 'certificates') {
        yield unreadBody(certificate!)!;
        continue;
      }
      const [leaf] = content.body.certificates;
      if (leaf.notAfter < now.getTime()) continue;
      const days = (leaf.notAfter - leaf.notBefore) / DAY;
      const publicLimit = isPublic(certificate!, leaf, publicAuthorities) ? publicLimitOf(leaf) : undefined;
      const isOverPublicLimit = publicLimit !== undefined && days > publicLimit;
      if (!isOverPublicLimit && days <= maximumDays) continue;
      const life = leaf.notAfter >= NEVER ? 'never ends' : `is valid for ${Math.ceil(days)} days`;
      yield {
        component,
        where: content,
        severity: isOverPublicLimit ? 'medium' : 'low',
        message: `${subject} ${life}${isOverPublicLimit ? `, and its issuer may give such a certificate ${publicLimit} days at most` : `; ${maximumDays} days are allowed`}`,
        label: `from ${dayOf(leaf.notBefore)} to ${dayOf(leaf.notAfter)}`,
        related: copies.map(({ component: holder, place }) => ({ at: place.at, label: `also in ${nameOf(holder)}` })),
        fix: `have it issued again for ${isOverPublicLimit ? publicLimit : maximumDays} days at most, with a new key`,
        evidence: `${dayOf(leaf.notBefore)} ${dayOf(leaf.notAfter)}`,
      };
    }
  },
});

/** The places that hold one and the same certificate, in file order; those that cannot be read stand alone. */
function byCertificate(certificates: readonly HeldCertificate[]): ReadonlyArray<readonly HeldCertificate[]> {
  const groups = new Map<unknown, HeldCertificate[]>();
  for (const certificate of certificates) {
    const { content } = certificate;
    const leaf = content?.body.kind === 'certificates' ? content.body.certificates[0] : undefined;
    const key = leaf ? `${leaf.issuer} ${leaf.serialNumber} ${leaf.publicKeyFingerprint}` : certificate;
    const known = groups.get(key);
    if (known) known.push(certificate);
    else groups.set(key, [certificate]);
  }
  return [...groups.values()];
}

/** The metadata of a Certificate says `caSigned`, and a self-signed one may call itself what it likes. */
function isPublic({ component }: HeldCertificate, leaf: X509Facts, authorities: readonly string[]): boolean {
  if (leaf.selfSigned || !leaf.extendedKeyUsage?.includes('serverAuth')) return false;
  if (component.type === 'Certificate' && component.caSigned?.value === false) return false;
  const parts = leaf.issuer.toLowerCase().split(', ');
  return authorities.some((authority) =>
    parts.some((part) => {
      const name = `o=${authority.toLowerCase()}`;
      return part.startsWith(name) && !/^[\p{L}\p{N}]/u.test(part.slice(name.length));
    })
  );
}

const publicLimitOf = ({ notBefore }: X509Facts): number | undefined =>
  PUBLIC_LIMITS.find(({ from }) => notBefore >= from)?.days;

const dayOf = (instant: number): string => new Date(instant).toISOString().slice(0, 10);
