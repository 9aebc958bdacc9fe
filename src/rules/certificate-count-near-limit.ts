import type { Location } from '../location.js';
import type { Project } from '../model/project.js';
import { defineRule } from './rule.js';

export default defineRule({
  id: 'certificate-count-near-limit',
  title: 'Number of certificates that comes near the limit of an org',
  severity: 'medium',
  cases: '`high` from `org.certificates.limit` on (50), `medium` from `org.certificates.warnAt` on (40).',
  confidence: 'medium',
  persona: 'regular',
  looksAt: ['Certificate', 'InboundCertificate', 'Project'],
  tags: ['certificates', 'project'],
  why: `An org is commonly reported to take 50 certificates. When there is no room left, the successor of a certificate that
ends cannot be created beside it, and the next integration waits for a clean-up. One certificate per integration and role,
which is the sound way to have them, uses the room up quickly.

**The limit is not documented.** Neither the help pages on certificates nor the limits that Salesforce publishes name it,
and whether it counts the Mutual Authentication Certificates (\`InboundCertificate\`) is unknown: they are shown beside the
count, and not added. A guide may call it a hard limit; the files cannot prove that, so the number is yours to set.

Counted are the distinct full names of the Certificates in all package directories. The org may have more of them, from
packages or made by hand, or fewer. The number that Setup shows is the better one: write it down as
\`org.certificates.inUse\`, and it is used instead. Wildcard certificates and one certificate for many integrations are no
way out: a wildcard means nothing for a client certificate, and a shared one widens what a lost key opens.`,
  remedy: `Delete what nothing uses, in the org and in the project: expired certificates first, then those that no component names.
Write down what the org says:

\`\`\`yaml
org:
  certificates:
    inUse: 43
    limit: 50
    warnAt: 40
\`\`\``,
  setup: 'Security > Certificate and Key Management',
  whenWrong: `A project that holds the certificates of several orgs counts them together. Write the number of the org that has the
most as \`org.certificates.inUse\`.`,
  links: [
    'https://help.salesforce.com/s/articleView?id=xcloud.security_keys_about&language=en_US&type=5',
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_certificate.htm',
  ],
  controls: [
    'ISA-CHECK-2',
    'ISA-CONCEPT-4',
    'ISA-DECISION-5',
    'ISA-GOTCHA-4',
    'ISA-OUTPUT-2',
    'ISA-STEP-1',
    'ISA-STEP-4',
  ],
  since: '0.1.0',

  *check(project, { config }) {
    const { inUse, limit, warnAt } = config.org.certificates;
    const count = inUse ?? distinctNames(project.all('Certificate'));
    const at = placeOf(project);
    if (count < Math.min(warnAt, limit) || !at) return;
    const inbound = distinctNames(project.all('InboundCertificate'));
    yield {
      component: { type: 'Project', fullName: project.root || '.' },
      where: { at, element: '' },
      severity: count >= limit ? 'high' : 'medium',
      message: `Project ${inUse === undefined ? `holds ${count} Certificates in its package directories` : `belongs to an org that uses ${count} certificates, as org.certificates.inUse says`}${inbound === 0 ? '' : `, beside ${inbound} Inbound ${inbound === 1 ? 'Certificate' : 'Certificates'}`}; ${limit} is the commonly reported limit of an org`,
      label: count >= limit ? 'no room left' : `${limit - count} left`,
      fix: `delete the certificates that nothing uses${inUse === undefined ? ', or write down the number that Setup shows' : ''}`,
      evidence: String(count),
    };
  },
});

/** The project's own file, or where there is none, the first certificate, or what comes first. */
function placeOf({ definition, components }: Project): Location | undefined {
  if (definition) return { file: definition.path, start: 0, end: 1 };
  return (components.find(({ type }) => type === 'Certificate') ?? components[0])?.at;
}

/** Full names do not depend on case; a component in two package directories is one. */
const distinctNames = (components: ReadonlyArray<{ readonly fullName: string }>): number =>
  new Set(components.map(({ fullName }) => fullName.toLowerCase())).size;
