import type { PrivateKeyFile } from '../model/privateKeyFile.js';
import { defineRule } from './rule.js';

export default defineRule({
  id: 'private-key-in-project',
  title: 'Private key in the project',
  severity: 'critical',
  cases:
    'An encrypted key or key store is high. Confidence is medium for a key store that does not show without its password whether it holds a key.',
  confidence: 'high',
  persona: 'regular',
  looksAt: ['File'],
  tags: ['secrets', 'certificates'],
  why: `A private key signs JWTs and answers the TLS handshake in the name of an integration. Whoever has a copy is that
integration, until the certificate is replaced everywhere it is trusted; nobody sees the copy being made. Encryption
helps as long as the password is strong and not in the repository, too, and an attacker has as many tries as he likes.

The metadata never needs the key: a \`Certificate\` component holds the public certificate alone, and the private key of a
certificate in the org does not travel through the Metadata API. Keys come from scripts that authorize the CLI with a JWT
(\`server.key\`) and from exports. They lie mostly outside the package directories, so this rule looks at the whole
project. Files that git ignores and \`node_modules\` are left out; files named in \`.forceignore\` are in git all the same and are not.

Keys are told by their bytes, not by their names: PEM, OpenSSH, PuTTY, DER, PKCS #12 and Java key stores. Public keys,
certificates, trust stores and templates without a key's body are none.`,
  remedy: `Replace the certificate: a new key pair, the new certificate wherever the old one is trusted, then the old one
out. Keep the new key in the secret store of the build, and let the job write it to a file for the time that it runs:

\`\`\`sh
printf '%s' "$SF_JWT_KEY" > "$RUNNER_TEMP/server.key"
sf org login jwt --client-id "$SF_CLIENT_ID" --jwt-key-file "$RUNNER_TEMP/server.key" --username "$SF_USERNAME"
\`\`\`

Then delete the file and name it in \`.gitignore\`. The history still has it, so do not leave the old certificate in use.`,
  setup: 'Security > Certificate and Key Management',
  whenWrong: `A key that a test made for itself, and that nothing trusts, is a key nevertheless: make it when the test runs, or
accept the finding with that reason. Of a PKCS #12 file whose content is encrypted as a whole nobody can tell whether it holds
a key or, as a trust store, only certificates.`,
  links: [
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_certificate.htm',
    'https://help.salesforce.com/s/articleView?id=xcloud.security_keys_policy_and_rotation&language=en_US&type=5',
  ],
  controls: ['CWE-312', 'CWE-321', 'SBS-DEP-005', 'OWASP-NHI2:2025', 'ZT-CHECK-11', 'ZT-PATTERN-1', 'ZT-PATTERN-4'],
  since: '0.1.0',

  *check(project) {
    for (const keys of keysByFile(project.privateKeyFiles)) {
      const worst = keys.find(({ isEncrypted }) => !isEncrypted) ?? keys.find(({ isCertain }) => isCertain) ?? keys[0];
      if (!worst) continue;
      const { component, what, isEncrypted, isCertain } = worst;
      const path = component.fullName;
      yield {
        component,
        where: worst,
        message: isCertain
          ? `File ${path} holds ${isEncrypted ? 'an encrypted' : 'a'} private key (${what})`
          : `File ${path} is a key store (${what}) that may hold a private key`,
        label: isEncrypted ? 'a password is all that protects it' : 'readable by whoever can read the repository',
        related: keys.filter((key) => key !== worst).map(({ at }) => ({ at, label: 'another private key' })),
        fix: 'replace the key pair, and keep the new key out of the repository',
        severity: isEncrypted ? 'high' : 'critical',
        confidence: isCertain ? 'high' : 'medium',
      };
    }
    for (const { component, deployed, problem, at, element } of project.unreadableFiles()) {
      if (deployed || component.type !== 'File') continue;
      yield {
        notEvaluated: 'unreadable-file',
        component,
        where: { at, element },
        message: `File ${component.fullName} is not checked for private keys: the file ${problem}`,
      };
    }
  },
});

function keysByFile(keys: readonly PrivateKeyFile[]): Iterable<readonly PrivateKeyFile[]> {
  const byFile = new Map<string, PrivateKeyFile[]>();
  for (const key of keys) {
    const inFile = byFile.get(key.at.file) ?? [];
    inFile.push(key);
    byFile.set(key.at.file, inFile);
  }
  return byFile.values();
}
