import type { NotEvaluated, Problem, RelatedPlace } from '../findings/finding.js';
import {
  certificatesByName,
  heldCertificate,
  isNameOpen,
  nameOf,
  ownCertificateUses,
  publicKeysOf,
  unreadBody,
  usesByKey,
  type CertificatesByName,
  type CertificateKey,
  type CertificateUse,
} from '../model/certificateUses.js';
import type { Project } from '../model/project.js';
import { defineRule } from './rule.js';

/** Of each kind, so that a gateway with a hundred credentials does not bury the finding. */
const SHOWN_USES = 5;

export default defineRule({
  id: 'certificate-shared-mtls-and-signing',
  title: 'One key pair both opens mutual-TLS connections and signs tokens',
  severity: 'high',
  confidence: 'high',
  persona: 'regular',
  looksAt: [
    'NamedCredential',
    'ExternalCredential',
    'ConnectedApp',
    'ExtlClntAppGlobalOauthSettings',
    'Certificate',
    'InboundCertificate',
  ],
  tags: ['certificates', 'mtls', 'apps'],
  why: `A client certificate proves, in the TLS handshake, which system opened the connection. A signing certificate proves
who asked for the token. They are worth having both only as long as they are two: whoever gets hold of a key that does
both jobs can open the connection *and* sign in through it. NIST SP 800-57 Part 1, section 5.2, asks for one purpose per
key for this reason, and because a key that is used in more ways gets exposed in more ways.

They are also renewed for different reasons. A certificate authority may shorten the life of the client certificate or
change its chain; every app that pinned the same certificate for JWT then has to be changed on the same day.

It is a risk, not a failure: Salesforce ties no certificate to a job, and both mechanisms work with one certificate until
the first renewal. The places are joined by certificate name **and by public key**, because a Connected App or an External
Client App holds a copy of the certificate, as PEM or as bare base64, and no name.`,
  remedy: `Create a second certificate and sign with that one. In an External Credential:

\`\`\`xml
<externalCredentialParameters>
    <certificate>HQ_EMEA_Signing</certificate>
    <parameterName>SigningCertificate</parameterName>
    <parameterType>SigningCertificate</parameterType>
</externalCredentialParameters>
\`\`\`

Give its public half to the app that verifies the JWTs before the credential changes. A self-signed certificate is enough
for signing, since the app pins it.`,
  setup: 'Security > Certificate and Key Management > Create Self-Signed Certificate',
  whenWrong: `Some teams decide for one certificate per integration, to stay under the number that an org may have. Accept the
finding then, with that reason, and plan both changes for each renewal. What packaged components (\`ns__Name\`) use a key for does
not count.`,
  links: [
    'https://csrc.nist.gov/pubs/sp/800/57/pt1/r5/final',
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_connectedapp.htm',
    'https://help.salesforce.com/s/articleView?id=xcloud.security_keys_uploading_mutual_auth_cert_api&language=en_US&type=5',
  ],
  controls: ['CWE-323', 'ISA-CHECK-4', 'ISA-CONCEPT-1', 'ISA-DECISION-7', 'ISA-GOTCHA-3', 'ISA-STEP-5', 'ZT-PATTERN-1'],
  since: '0.1.0',

  *check(project) {
    const certificates = certificatesByName(project);
    const keys = usesByKey(project);
    const shared = keys.filter((key) => clientsOf(key).length > 0 && signersOf(key).length > 0);
    for (const key of shared) yield describe(key, certificates);
    yield* openQuestions(project, shared, certificates);
  },
});

const isClient = ({ role }: CertificateUse): boolean => role === 'client';
const isSigner = ({ role }: CertificateUse): boolean => role === 'signing' || role === 'verification';
const clientsOf = ({ uses }: CertificateKey): readonly CertificateUse[] => uses.filter(isClient);
/** Those that sign first: that is where the change is made. */
const signersOf = ({ uses }: CertificateKey): readonly CertificateUse[] => [
  ...uses.filter(({ role }) => role === 'signing'),
  ...uses.filter(({ role }) => role === 'verification'),
];

function describe(key: CertificateKey, certificates: CertificatesByName): Problem {
  const [signer, ...otherSigners] = signersOf(key) as [CertificateUse, ...CertificateUse[]];
  const clients = clientsOf(key);
  const sameName = clients.filter(
    ({ name }) => name !== undefined && name.toLowerCase() === signer.name?.toLowerCase()
  );
  const client = sameName.find(({ from }) => from === signer.from) ?? sameName[0] ?? clients[0]!;
  const isSigning = signer.role === 'signing';
  return {
    component: signer.from,
    where: signer,
    message: `${nameOf(signer.from)} ${sameName.length > 0 ? sameCertificate(signer, client) : sameKey(signer, client)}`,
    label: isSigning ? 'signs with it' : 'verifies signatures with its public key',
    related: [
      ...shown([client, ...clients.filter((use) => use !== client)], ({ from, name }) =>
        name === undefined
          ? 'clients present it in the TLS handshake'
          : `${nameOf(from)} presents it in the TLS handshake`
      ),
      ...shown(otherSigners, ({ from, role }) =>
        role === 'signing' ? `${nameOf(from)} signs with it, too` : `${nameOf(from)} verifies signatures with it`
      ),
      ...(sameName.length > 0 ? [] : bodiesOf(key, certificates)),
    ],
    fix: isSigning
      ? 'create a second certificate and name it here'
      : 'let the client sign with a key pair of its own and put its certificate here',
    evidence: JSON.stringify([signer, client].map(({ name }) => name?.toLowerCase() ?? key.publicKeys)),
  };
}

/** Only what signs has a name that a client certificate can share. */
const sameCertificate = ({ from, name }: CertificateUse, client: CertificateUse): string =>
  client.from === from
    ? `signs with Certificate ${name} and presents it as its TLS client certificate, too`
    : `signs with Certificate ${name}, the TLS client certificate of ${nameOf(client.from)}`;

const sameKey = ({ name }: CertificateUse, client: CertificateUse): string =>
  [
    name === undefined
      ? 'verifies signatures with the public key of'
      : `signs with Certificate ${name}, which has the key pair of`,
    client.name === undefined
      ? `${nameOf(client.from)}, which clients present in the TLS handshake`
      : `Certificate ${client.name}, the TLS client certificate of ${nameOf(client.from)}`,
  ].join(' ');

const shown = (uses: readonly CertificateUse[], label: (use: CertificateUse) => string): readonly RelatedPlace[] =>
  uses.slice(0, SHOWN_USES).map((use) => ({ at: use.at, label: label(use) }));

function bodiesOf({ names }: CertificateKey, certificates: CertificatesByName): readonly RelatedPlace[] {
  return names.slice(0, SHOWN_USES).flatMap((name) => {
    const [certificate] = certificates.get(name) ?? [];
    return certificate?.content
      ? [{ at: certificate.content.at, label: `the key pair, in Certificate ${certificate.fullName}` }]
      : [];
  });
}

/**
 * What could not be compared. Names that a build puts in always; unknown keys only where a client certificate, a
 * signature and a copy without a name meet, since names alone settle the rest. Once per certificate.
 */
function* openQuestions(
  project: Project,
  shared: readonly CertificateKey[],
  certificates: CertificatesByName
): Iterable<NotEvaluated> {
  const uses = ownCertificateUses(project).filter((use) => isClient(use) || isSigner(use));
  for (const use of uses.filter(isNameOpen)) {
    yield {
      notEvaluated: 'placeholder',
      component: use.from,
      where: use,
      message: `${nameOf(use.from)} gets the name of its certificate from the build`,
    };
  }
  const known = uses.filter((use) => !isNameOpen(use));
  if (!known.some(isClient) || !known.some(isSigner) || !known.some(({ held }) => held)) return;
  const settled = new Set(shared.flatMap(({ names }) => names));
  for (const use of known) {
    const name = use.name?.toLowerCase();
    if (publicKeysOf(use, certificates).length > 0 || (name !== undefined && settled.has(name))) continue;
    if (name !== undefined) settled.add(name);
    yield unknownKey(use, certificates);
  }
}

function unknownKey(use: CertificateUse, certificates: CertificatesByName): NotEvaluated {
  const { from, name, held } = use;
  if (name === undefined) {
    const subject = isClient(use) ? nameOf(from) : `${nameOf(from)} verifies signatures with a certificate that`;
    return unreadBody({ component: from, subject, content: held, place: use })!;
  }
  const [certificate] = certificates.get(name.toLowerCase()) ?? [];
  if (certificate) return unreadBody(heldCertificate(certificate))!;
  const message = `${nameOf(from)} names Certificate ${name}, which is not in the project`;
  return { notEvaluated: 'not-in-project', component: from, where: use, message };
}
