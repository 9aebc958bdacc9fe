import { setTo, type Edit } from '../fixes/edit.js';
import type { ComponentBase, Field } from '../model/component.js';
import type { Project } from '../model/project.js';
import type { SamlSsoConfig } from '../model/samlSsoConfig.js';
import { isPackaged } from '../model/packaged.js';
import { defineRule } from './rule.js';

export default defineRule({
  id: 'saml-signature-weak',
  title: 'SAML signature with SHA-1',
  severity: 'medium',
  confidence: 'high',
  persona: 'regular',
  looksAt: ['SamlSsoConfig', 'ConnectedApp'],
  tags: ['identity'],
  why: `SHA-1 collides: two documents with one digest can be made, at a price that falls each year, so a signature over a SHA-1 digest no longer
proves which of them was signed. NIST takes SHA-1 out of signatures altogether.

Four places bring it in: a request signature method of \`RSA-SHA1\`; \`useSameDigestAlgoForSigning\` written as \`false\`, which keeps the digest
at SHA-1 whatever the signature method is (configurations from before Spring '22); \`useConfigRequestMethod\` written as \`false\`, which signs
single logout with RSA-SHA1; and a connected app whose SAML responses the org signs with \`SHA1\`. One finding is made of all of them in a
component, and absent elements say nothing.`,
  remedy: `Take SHA-256 in both places, once the other side accepts it:

\`\`\`xml
<requestSignatureMethod>RSA-SHA256</requestSignatureMethod>
<useConfigRequestMethod>true</useConfigRequestMethod>
<useSameDigestAlgoForSigning>true</useSameDigestAlgoForSigning>
\`\`\`

For a connected app, \`<samlSigningAlgoType>SHA256</samlSigningAlgoType>\`.`,
  setup: 'Identity > Single Sign-On Settings > (the configuration) > Edit',
  whenWrong: `An identity provider that knows SHA-1 only has to be changed first; accept the finding until then. An identity provider that does not
check signed requests does not care, and loses nothing by the change.`,
  links: [
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_samlssoconfig.htm',
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_connectedapp.htm',
  ],
  controls: ['CWE-327', 'CWE-328'],
  since: '0.1.0',
  fixable: { safe: false, title: 'sign with SHA-256; whoever checks the signatures has to know it' },

  *check(project) {
    for (const { component, title, uses } of signers(project)) {
      const [first, ...others] = uses;
      if (!first || isPackaged(component.fullName)) continue;
      yield {
        component,
        where: first.field,
        message: `${title} ${component.fullName} uses SHA-1 for ${uses.map(({ what }) => what).join(' and for ')}`,
        label: 'SHA-1',
        related: others.map(({ field, what }) => ({ at: field.at, label: `SHA-1 for ${what}` })),
        fix: first.fix,
        edits: uses.flatMap(({ edits }) => edits),
        evidence: uses.map(({ what }) => what).join(', '),
      };
    }
  },
});

/** A field that brings SHA-1 in. */
interface WeakUse {
  readonly field: Field<unknown>;
  /** What it is used for, to follow "uses SHA-1 for". */
  readonly what: string;
  readonly fix: string;
  /** What brings SHA-256 in. */
  readonly edits: readonly Edit[];
}

interface Signer {
  readonly component: ComponentBase;
  readonly title: string;
  readonly uses: readonly WeakUse[];
}

const signers = (project: Project): readonly Signer[] => [
  ...project.all('SamlSsoConfig').map((component) => ({
    component,
    title: 'SAML Single Sign-On Setting',
    uses: weakUsesOf(component),
  })),
  ...project.all('ConnectedApp').map((component) => ({
    component,
    title: 'Connected App',
    uses:
      component.samlSigningAlgoType?.value === 'SHA1'
        ? [
            {
              field: component.samlSigningAlgoType,
              what: 'its SAML responses',
              fix: 'set samlSigningAlgoType to SHA256',
              edits: [setTo(component.samlSigningAlgoType, 'SHA256')],
            },
          ]
        : [],
  })),
];

function weakUsesOf(config: SamlSsoConfig): readonly WeakUse[] {
  const { requestSignatureMethod, useSameDigestAlgoForSigning, useConfigRequestMethod, singleLogoutUrl } = config;
  const uses: WeakUse[] = [];
  const isWeakMethod = requestSignatureMethod?.value === 'RSA-SHA1';
  const isLogoutApart = useConfigRequestMethod?.value === false && singleLogoutUrl !== undefined;
  const logout = isLogoutApart ? [setTo(useConfigRequestMethod, 'true')] : [];
  if (isWeakMethod) {
    uses.push({
      field: requestSignatureMethod,
      what: 'the signature of requests',
      fix: 'set requestSignatureMethod to RSA-SHA256',
      edits: [setTo(requestSignatureMethod, 'RSA-SHA256'), ...logout],
    });
  }
  if (useSameDigestAlgoForSigning?.value === false) {
    uses.push({
      field: useSameDigestAlgoForSigning,
      what: 'the digest of requests',
      fix: 'set useSameDigestAlgoForSigning to true',
      edits: [setTo(useSameDigestAlgoForSigning, 'true')],
    });
  }
  // With a weak method logout is no worse than the rest.
  if (isLogoutApart && !isWeakMethod) {
    uses.push({
      field: useConfigRequestMethod,
      what: 'the signature of logouts',
      fix: 'set useConfigRequestMethod to true',
      edits: logout,
    });
  }
  return uses;
}
