import type { NotEvaluated } from '../findings/finding.js';
import { endOf, type Certificate } from '../model/certificate.js';
import { certificatesByRecordId, nameOf, referencedCertificates } from '../model/certificateUses.js';
import { isPackaged } from '../model/packaged.js';
import type { Project } from '../model/project.js';
import { defineRule } from './rule.js';

export default defineRule({
  id: 'certificate-unreferenced',
  title: 'Certificate that nothing in the project refers to',
  severity: 'info',
  cases: `Confidence is \`low\` where a component gets the name of its certificate from the build or names it by record id, and where
Apex works it out.`,
  confidence: 'medium',
  persona: 'pedantic',
  looksAt: ['Certificate', 'Project'],
  tags: ['certificates'],
  why: `What nothing uses still has a key in the org, still ends one day with a mail that somebody reads, and still counts towards
the certificates that an org may have. The certificates of an integration that was switched off are the usual find.

Looked for is the name in Named Credentials, External Credentials, External Data Sources, Connected Apps and SAML settings,
and as a string literal in Apex classes and triggers (comments do not count). A copy of the certificate in an app, or as an
Inbound Certificate, counts as well, because it has the same public key. One that has ended is left to
\`certificate-expired\`, which says the same of it.`,
  remedy: `Find out whether the org uses it: look at Certificate and Key Management, Identity Provider, Single Sign-On Settings and
My Domain. Delete it in the org and in the project when nothing does:

\`\`\`sh
sf project delete source --metadata Certificate:HQ_Ledger_2023
\`\`\``,
  setup: 'Security > Certificate and Key Management',
  whenWrong: `Much of what uses a certificate is not in metadata, or names it by record id: the API client certificate, the identity
provider, the signing of SAML requests, a custom domain, a setting or a custom metadata record from which Apex takes the
name. So this is a candidate, and no more.`,
  links: [
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_certificate.htm',
    'https://help.salesforce.com/s/articleView?id=xcloud.security_keys_about&language=en_US&type=5',
  ],
  controls: ['OWASP-NHI1:2025', 'ISA-CONCEPT-4', 'ISA-DECISION-5', 'ISA-GOTCHA-4'],
  since: '0.1.0',

  *check(project, { now }) {
    const referenced = referencedCertificates(project);
    const byName = new Map<string, Certificate>();
    for (const certificate of project.all('Certificate')) {
      const name = certificate.fullName.toLowerCase();
      if (referenced.has(certificate) || isPackaged(name) || byName.has(name)) continue;
      if ((endOf(certificate)?.value ?? Infinity) < now.getTime()) continue;
      byName.set(name, certificate);
    }
    // Every class is opened for this.
    const apex = byName.size > 0 ? project.apex() : undefined;
    const unreferenced = [...byName].filter(([name]) => !apex?.names.has(name)).map(([, certificate]) => certificate);
    if (unreferenced.length === 0) return;
    const openNames = [...namesLeftToBuild(project), ...certificatesByRecordId(project)];
    yield* openNames;
    const isSure = openNames.length === 0 && apex!.clientCertificates.every(({ isLiteral }) => isLiteral);
    for (const certificate of unreferenced) {
      yield {
        component: certificate,
        where: certificate,
        confidence: isSure ? 'medium' : 'low',
        message: `Certificate ${certificate.fullName} is not referred to by any component or Apex code of the project`,
        label: 'nothing names it',
        fix: 'delete it from the org and from the project if nothing uses it',
      };
    }
  },
});

/** Any certificate may be the one that they mean. */
function* namesLeftToBuild(project: Project): Generator<NotEvaluated> {
  for (const references of project.usesOf('Certificate').values()) {
    for (const { from, to, at, element } of references) {
      if (!project.isPlaceholder({ value: to.fullName, at, element })) continue;
      const message = `${nameOf(from)} gets the name of its certificate from the build`;
      yield { notEvaluated: 'placeholder', component: from, where: { at, element }, message };
    }
  }
}
