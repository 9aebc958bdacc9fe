import { secretsOf } from '../model/secrets.js';
import { defineRule } from './rule.js';

export default defineRule({
  id: 'secret-in-metadata',
  title: 'Secret written into the metadata',
  severity: 'critical',
  cases:
    'A placeholder word as the password of a legacy named credential is info. Confidence is medium where only the name of the place and the randomness of the value speak for a secret.',
  confidence: 'high',
  persona: 'regular',
  looksAt: [
    'NamedCredential',
    'ExternalCredential',
    'ConnectedApp',
    'ExtlClntAppGlobalOauthSettings',
    'AuthProvider',
    'RemoteSiteSetting',
    'ExternalDataSource',
    'Workflow',
    'Project',
  ],
  tags: ['secrets', 'endpoints', 'apps'],
  why: `Who can read the repository can use the secret, and so can who reads any clone, fork, backup or build log of it.
Deleting the line does not help: it stays in the history. So the one cure is a new secret.

Salesforce keeps the secrets of named and external credentials encrypted in the org, and returns none of them in a
retrieve: the principals of an external credential are in the metadata, their values never are. A literal in a file was
therefore typed there, or came from an old retrieve. An HTTP header is the exception: its text is plain metadata, in the org, too.

A secret is found by its place (an element that is for nothing else, such as \`password\` and \`consumerSecret\`), by the
name beside it (a header \`Authorization\`, a parameter \`apiKey\`) together with a random-looking value of 20 characters or
more, in a URL (\`https://user:password@host\`), and by the shape that issuers give their tokens, in whatever value. A
string inside a formula is a literal, too: \`{!'Bearer ' & $Credential.Erp.token}\` is sound, \`{!'Bearer 9f86…'}\` is not.
Files that are not deployed are looked at like the others, because they are as public.`,
  remedy: `Revoke the secret at the service that issued it, and issue a new one. Put that into the principal of an external
credential (a custom or Basic authentication parameter), and refer to it:

\`\`\`xml
<externalCredentialParameters>
    <parameterName>Authorization</parameterName>
    <parameterType>AuthHeader</parameterType>
    <parameterValue>{!'Bearer ' &amp; $Credential.Payment_Partner.token}</parameterValue>
    <sequenceNumber>1</sequenceNumber>
</externalCredentialParameters>
\`\`\`

Where the build must put it in, leave a placeholder and name it in \`replacements\` of \`sfdx-project.json\`.`,
  setup: 'Security > Named Credentials > External Credentials > (the credential) > Principals > Edit',
  whenWrong: `A sample or a test value that looks real is reported as if it were: write a word instead (\`changeme\`) or a
placeholder (\`{{TOKEN}}\`). The consumer secret of an auth provider is encrypted in older retrieves; it is of no use outside
the org that wrote it, and still has no business in a repository. A secret of fewer than 20 characters in a header is not found.`,
  links: [
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_namedcredential.htm',
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_externalcredential.htm',
  ],
  controls: ['CWE-312', 'CWE-798', 'SBS-DEP-005', 'OWASP-NHI2:2025', 'ZT-CHECK-11', 'ZT-PATTERN-4'],
  since: '0.1.0',

  *check(project) {
    for (const { component, field, what, kind, confidence, shape } of secretsOf(project)) {
      const name = `${inWords(component.type)} ${component.fullName}`;
      if (kind === 'stand-in') {
        yield {
          component,
          where: field,
          message: `${name} holds a placeholder ${what}`,
          label: 'a word where a real password may follow',
          fix: 'remove the element; the org keeps its own value',
          severity: 'info',
          confidence,
        };
        continue;
      }
      yield {
        component,
        where: field,
        message: `${name} holds a literal ${what}${shape === undefined ? '' : `, ${shape} by its shape`}`,
        label: 'readable by whoever can read the repository',
        fix: CREDENTIALS.has(component.type)
          ? 'revoke the secret, and keep its successor in a principal of an external credential'
          : 'revoke the secret, and keep its successor out of the repository',
        confidence,
      };
    }
    for (const { component, deployed, problem, at, element } of project.unreadableFiles()) {
      // Files of the project are reported by the rule for unreadable metadata, key files by the one for private keys.
      if (deployed || component.type === 'File') continue;
      yield {
        notEvaluated: 'unreadable-file',
        component,
        where: { at, element },
        message: `${inWords(component.type)} ${component.fullName} is not checked for secrets: the file ${problem}`,
      };
    }
  },
});

const CREDENTIALS = new Set(['ExternalCredential', 'NamedCredential']);

const inWords = (type: string): string => type.replace(/(?<=[a-z])(?=[A-Z])/g, ' ');
