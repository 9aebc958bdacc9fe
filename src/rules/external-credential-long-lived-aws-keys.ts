import { titleOf, type ComponentBase, type Field } from '../model/component.js';
import { externalParametersOf, variantOf } from '../model/externalCredential.js';
import { leftToBuild } from '../model/placeholder.js';
import { isPackaged } from '../model/packaged.js';
import type { Problem } from '../findings/finding.js';
import { defineRule } from './rule.js';

/** The ways to call AWS with keys that end by themselves. */
const TEMPORARY: ReadonlySet<string> = new Set(['AwsSv4_STS', 'RolesAnywhere']);

export default defineRule({
  id: 'external-credential-long-lived-aws-keys',
  title: 'Callouts to AWS signed with keys that never end',
  severity: 'medium',
  confidence: 'high',
  persona: 'regular',
  looksAt: ['ExternalCredential', 'NamedCredential'],
  tags: ['endpoints', 'secrets'],
  why: `The protocol \`AwsSv4\` signs requests with an access key. Without a variant that is the key of an IAM user: it works until
somebody deletes it, from anywhere, and rotating it takes a hand on both sides. Salesforce can get temporary keys instead: from
AWS STS by assuming a role (\`AwsSv4_STS\`), or by a certificate of the org's own (\`RolesAnywhere\`), which leaves no secret to
steal. The legacy Named Credential knows the long-lived key alone.

The key itself is in the org; one that stands in a file is \`secret-in-metadata\`.`,
  remedy: `\`\`\`xml
<authenticationProtocol>AwsSv4</authenticationProtocol>
<externalCredentialParameters>
    <parameterName>AwsSv4</parameterName>
    <parameterType>AuthProtocolVariant</parameterType>
    <parameterValue>RolesAnywhere</parameterValue>
</externalCredentialParameters>
\`\`\`

Then delete the access key in AWS.`,
  setup: 'Security > Named Credentials > External Credentials > (the credential) > Edit > Authentication Protocol',
  whenWrong: `Services that imitate AWS signatures and know no roles, such as some object stores, leave no choice: accept the finding
with the day of the next rotation. Packaged credentials (\`ns__Name\`) are left alone.`,
  links: ['https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_externalcredential.htm'],
  controls: ['CWE-324', 'OWASP-NHI7:2025', 'ZT-CHECK-10', 'ZT-CHECK-12', 'ZT-PATTERN-4', 'ZT-PHASE-1', 'ZT-PHASE-2'],
  since: '0.1.0',

  *check(project) {
    for (const credential of project.all('ExternalCredential')) {
      const { authenticationProtocol: protocol } = credential;
      if (protocol?.value !== 'AwsSv4' || isPackaged(credential.fullName)) continue;
      const variant = variantOf(credential);
      if (variant && project.isPlaceholder(variant)) {
        yield leftToBuild(credential, variant, 'way to get AWS keys');
        continue;
      }
      if (variant && TEMPORARY.has(variant.value)) continue;
      if (externalParametersOf(credential, 'AwsStsPrincipal').length > 0) continue;
      yield problemOf(credential, protocol);
    }
    for (const credential of project.all('NamedCredential')) {
      if (credential.protocol?.value !== 'AwsSv4' || isPackaged(credential.fullName)) continue;
      yield problemOf(credential, credential.protocol);
    }
  },
});

const problemOf = (component: ComponentBase, protocol: Field): Problem => ({
  component,
  where: protocol,
  message: `${titleOf(component)} signs requests to AWS with an access key that never ends`,
  label: 'no AwsSv4_STS and no RolesAnywhere',
  fix: 'use the variant RolesAnywhere or AwsSv4_STS of an External Credential, and delete the access key',
});
