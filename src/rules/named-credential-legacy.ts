import { listNames, sortedNames } from '../model/nameList.js';
import { isLegacy, type NamedCredential } from '../model/namedCredential.js';
import { isPackaged } from '../model/packaged.js';
import { defineRule } from './rule.js';

/** So that a project with a hundred of them stays readable. */
const SHOWN = 5;

export default defineRule({
  id: 'named-credential-legacy',
  title: 'Named Credentials in the legacy shape',
  severity: 'low',
  confidence: 'high',
  persona: 'regular',
  looksAt: ['NamedCredential', 'Project'],
  tags: ['endpoints', 'project'],
  why: `A legacy Named Credential keeps the endpoint, the user and the way to authenticate in one component. Salesforce has
deprecated that shape since Winter '23 and says that a later release will not support it. What it costs today: whoever may
run the Apex or the flow may use the credential, since no permission set has to grant it; one identity cannot serve several
endpoints; and OAuth by client credentials or JWT assertion does not exist there.

A Named Credential is a legacy one when \`namedCredentialType\` says \`Legacy\`, or when the element is absent. Four in five
of real files are, so this is one finding for the project and not one for each. To move them takes an External Credential,
its principals and permission sets that grant them, which no tool can do on the quiet.`,
  remedy: `Move one integration after the other: create an External Credential with its principal, grant the principal in a
permission set, and let the Named Credential refer to it.

\`\`\`xml
<namedCredentialType>SecuredEndpoint</namedCredentialType>
<namedCredentialParameters>
    <parameterName>Url</parameterName>
    <parameterType>Url</parameterType>
    <parameterValue>https://erp.example.com/api</parameterValue>
</namedCredentialParameters>
<namedCredentialParameters>
    <externalCredential>ERP</externalCredential>
    <parameterName>ExternalCredential</parameterName>
    <parameterType>Authentication</parameterType>
</namedCredentialParameters>
\`\`\``,
  setup: 'Security > Named Credentials > External Credentials > New',
  whenWrong: `A package whose subscribers have the legacy credential cannot move them; accept the finding with that reason. It opens
again when another legacy credential joins. Packaged credentials (\`ns__Name\`) are left alone.`,
  links: [
    'https://help.salesforce.com/s/articleView?id=xcloud.nc_resources&language=en_US&type=5',
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_namedcredential.htm',
  ],
  controls: ['CWE-477', 'ISA-PATTERN-B', 'ISA-STEP-5'],
  since: '0.1.0',

  *check(project) {
    const legacy = new Map<string, NamedCredential>();
    for (const credential of project.all('NamedCredential')) {
      const { fullName } = credential;
      // The same one may lie there in both formats, or in two package directories.
      if (isLegacy(credential) && !isPackaged(fullName) && !legacy.has(fullName)) legacy.set(fullName, credential);
    }
    const [first, ...others] = legacy.values();
    if (!first) return;
    const names = sortedNames(legacy.keys());
    const isOne = names.length === 1;
    yield {
      component: { type: 'Project', fullName: project.root || '.' },
      where: { at: (first.namedCredentialType ?? first.label ?? first).at, element: '' },
      message: `Project holds ${isOne ? 'a Named Credential' : `${names.length} Named Credentials`} in the deprecated legacy shape: ${listNames(names, 'of them')}`,
      label: 'a legacy Named Credential',
      related: others
        .slice(0, SHOWN)
        .map((other) => ({ at: (other.namedCredentialType ?? other.label ?? other).at, label: 'another one' })),
      fix: isOne
        ? 'move it to the type SecuredEndpoint with an External Credential'
        : 'move them to the type SecuredEndpoint with External Credentials, one integration after the other',
      evidence: names.join(),
    };
  },
});
