import type { Severity } from '../findings/finding.js';
import {
  certificateUses,
  heldCertificates,
  isNameOpen,
  nameOf,
  unreadBody,
  type CertificateUse,
  type HeldCertificate,
} from '../model/certificateUses.js';
import type { Project } from '../model/project.js';
import { defineRule } from './rule.js';

/** So that a gateway with a hundred credentials does not bury the finding. */
const SHOWN_USES = 5;

export default defineRule({
  id: 'certificate-expired',
  title: 'Certificate whose end date has passed',
  severity: 'high',
  cases: `\`high\` where a component names the certificate, and for an Inbound Certificate; \`medium\` where nothing in the
project names it, and for the copy that an app holds.`,
  confidence: 'high',
  persona: 'regular',
  looksAt: ['Certificate', 'InboundCertificate', 'ConnectedApp', 'ExtlClntAppGlobalOauthSettings'],
  tags: ['certificates'],
  why: `A certificate ends on a day that is known from the start. From then on the other side refuses it as a client certificate,
an org refuses a caller whose Inbound Certificate has ended, and whoever checks a signature may refuse that as well.

The date comes from the certificate itself; \`expirationDate\` is only asked where the body is missing. It is compared with
the moment of the scan, or with \`--now\`.

Nothing renews a certificate by itself. Salesforce does send mails 60, 30 and 10 days before the end, and on the day, to
users with the permission Receive Certificate Expiration Notifications, but only for what lies in Certificate and Key
Management: not for the copy that a Connected App or an External Client App holds. Such a copy verifies what a client
signs, and a verifier may go on accepting it after its end, so it is \`medium\`: a key that its owner meant to retire is
still trusted.`,
  remedy: `Where a component uses it: create the successor, have the other side trust it, name it in the component, and delete the
old one. Where an app holds it: have the client make a new key pair, and put its certificate into the app:

\`\`\`xml
<oauthConfig>
    <callbackUrl>https://sync.bank.example/callback</callbackUrl>
    <certificate>MIIB… the new certificate, without its private key</certificate>
</oauthConfig>
\`\`\`

Where nothing uses it: delete it from the org and from the project. It counts towards the certificates an org may have.`,
  setup: 'Security > Certificate and Key Management',
  whenWrong: `The file may be older than the certificate in the org, which somebody renewed without retrieving it. Retrieve it again:
a certificate deployed from an old file is a problem of its own. A certificate that nothing names may be in use by Apex,
or by a setting that names it by record id. Certificates of packages (\`ns__Name\`) are left alone.`,
  links: [
    'https://help.salesforce.com/s/articleView?id=000385781&language=en_US&type=1',
    'https://help.salesforce.com/s/articleView?id=xcloud.security_keys_policy_and_rotation&language=en_US&type=5',
  ],
  controls: [
    'CWE-298',
    'CWE-324',
    'ISA-CHECK-6',
    'ISA-CONCEPT-4',
    'ISA-OUTPUT-2',
    'ISA-STEP-4',
    'ZT-PATTERN-1',
    'ZT-PATTERN-4',
  ],
  since: '0.1.0',

  *check(project, { now }) {
    const uses = usesByName(project);
    for (const certificate of heldCertificates(project)) {
      const { component, subject, end } = certificate;
      if (!end) {
        const gap = unreadBody(certificate);
        if (gap) yield gap;
        continue;
      }
      if (end.value >= now.getTime()) continue;
      const users = component.type === 'Certificate' ? (uses.get(component.fullName.toLowerCase()) ?? []) : [];
      const day = new Date(end.value).toISOString().slice(0, 10);
      yield {
        component,
        where: end,
        severity: severityOf(certificate, users),
        message: `${subject} expired on ${day}${users.length > 0 ? `, and ${usersOf(users)} it` : ''}`,
        label: `ended on ${day}`,
        related: users.slice(0, SHOWN_USES).map(({ at, from }) => ({ at, label: `${nameOf(from)} names it` })),
        fix: fixOf(certificate, users),
        evidence: day,
      };
    }
  },
});

/** The components that name a certificate, by its name in lower case. */
function usesByName(project: Project): ReadonlyMap<string, readonly CertificateUse[]> {
  const byName = new Map<string, CertificateUse[]>();
  for (const use of certificateUses(project)) {
    if (use.name === undefined || isNameOpen(use)) continue;
    const name = use.name.toLowerCase();
    const known = byName.get(name);
    if (known) known.push(use);
    else byName.set(name, [use]);
  }
  return byName;
}

const severityOf = ({ component }: HeldCertificate, users: readonly CertificateUse[]): Severity =>
  component.type === 'InboundCertificate' || users.length > 0 ? 'high' : 'medium';

function usersOf(users: readonly CertificateUse[]): string {
  const components = [...new Set(users.map(({ from }) => from))];
  return components.length === 1 ? `${nameOf(components[0]!)} uses` : `${components.length} components use`;
}

function fixOf({ component }: HeldCertificate, users: readonly CertificateUse[]): string {
  if (component.type === 'InboundCertificate') return "upload the client's new certificate";
  if (component.type !== 'Certificate') return "put the client's new certificate here";
  if (users.length > 0) return 'create its successor and name that one';
  return 'delete it from the org and from the project if nothing uses it';
}
