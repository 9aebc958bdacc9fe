import { certificatesByRecordId, nameOf } from '../model/certificateUses.js';
import type { Reference } from '../model/component.js';
import { isPlaceholder } from '../model/placeholder.js';
import type { Project } from '../model/project.js';
import { isPackaged } from '../model/syncIdentity.js';
import { defineRule } from './rule.js';

/** So that a gateway with a hundred credentials does not bury the finding. */
const SHOWN = 5;

export default defineRule({
  id: 'certificate-reference-unresolved',
  title: 'Component that names a Certificate which is not in the project',
  severity: 'medium',
  cases: `\`medium\` where other certificates that components name are in the project; one \`info\` for the whole project where
none is, since its certificates may be kept elsewhere on purpose.`,
  confidence: 'medium',
  persona: 'regular',
  looksAt: ['NamedCredential', 'ExternalCredential', 'ConnectedApp', 'SamlSsoConfig', 'Certificate'],
  tags: ['certificates'],
  why: `A component that names a certificate can be deployed only to an org that has one of this name, and what the certificate
is cannot be reviewed: its end, its key, who issued it. A misspelt name looks the same, and so does a certificate that was
renamed or deleted while one component still names it.

Full names are compared without regard to case, as the platform does. Names of managed packages (\`ns__Name\`) belong to the
package and are not looked for; names that a build puts in, and record ids, are counted as not evaluated.`,
  remedy: `Correct the name, or retrieve the certificate. The private key stays in the org, so the files are safe to commit:

\`\`\`sh
sf project retrieve start --metadata Certificate:HQ_EMEA_Client
\`\`\`

In each org that the project is deployed to, the certificate has to exist with a key of its own first.`,
  setup: 'Security > Certificate and Key Management',
  whenWrong: `Teams may keep certificates out of the repository, because each org has its own. Where that is the rule, set
\`certificate-reference-unresolved: off\`; where it is the exception, accept the finding.`,
  links: [
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_certificate.htm',
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_namedcredential.htm',
  ],
  controls: ['ISA-OUTPUT-2', 'ISA-PATTERN-B', 'ISA-STEP-5'],
  since: '0.1.0',

  *check(project) {
    yield* certificatesByRecordId(project);
    const known = knownNames(project);
    const missing: Array<readonly [Reference, ...Reference[]]> = [];
    let resolved = 0;
    for (const [name, references] of project.usesOf('Certificate')) {
      const [first, ...others] = references;
      if (known.has(name)) resolved += 1;
      else if (isPlaceholder(first!.to.fullName)) {
        for (const { from, at, element } of references) {
          const message = `${nameOf(from)} gets the name of its certificate from the build`;
          yield { notEvaluated: 'placeholder', component: from, where: { at, element }, message };
        }
      } else if (!isPackaged(first!.to.fullName)) missing.push([first!, ...others]);
    }
    if (resolved > 0) {
      for (const references of missing) {
        const [{ from, to, at, element }, ...others] = references;
        yield {
          component: from,
          where: { at, element },
          message: `${nameOf(from)} names Certificate ${to.fullName}, which is not in the project`,
          label: 'no Certificate of this name',
          related: others
            .slice(0, SHOWN)
            .map((other) => ({ at: other.at, label: `${nameOf(other.from)} names it, too` })),
          fix: 'correct the name, or retrieve the Certificate',
          evidence: to.fullName,
        };
      }
    } else if (missing.length > 0) {
      const names = missing.map(([{ to }]) => to.fullName).sort();
      const [[first], ...others] = missing as [(typeof missing)[number], ...typeof missing];
      yield {
        component: { type: 'Project', fullName: project.root || '.' },
        where: { at: first.at, element: '' },
        severity: 'info',
        message:
          names.length === 1
            ? `Project does not hold Certificate ${names[0]}, which ${nameOf(first.from)} names`
            : `Project holds none of the ${names.length} Certificates that its components name`,
        label: 'no Certificate of this name',
        related: others.slice(0, SHOWN).map(([{ from, at }]) => ({ at, label: `${nameOf(from)} names another one` })),
        fix: 'retrieve the Certificates, or turn the rule off where they are kept elsewhere',
        evidence: names.join(' '),
      };
    }
  },
});

/** Of all Certificates in the repository, in lower case: also of those that are not deployed or cannot be read. */
function knownNames(project: Project): ReadonlySet<string> {
  const unreadable = project.unreadableFiles().filter(({ component }) => component.type === 'Certificate');
  return new Set(
    [...project.allInRepository('Certificate'), ...unreadable.map(({ component }) => component)].map(({ fullName }) =>
      fullName.toLowerCase()
    )
  );
}
