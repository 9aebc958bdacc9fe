import type { Severity } from '../findings/finding.js';
import { heldCertificates, unreadBody } from '../model/certificateUses.js';
import { defineRule } from './rule.js';

const DAY = 24 * 60 * 60 * 1000;

export default defineRule({
  id: 'certificate-expiring',
  title: 'Certificate that ends within the next weeks',
  severity: 'high',
  cases: `\`low\` from 90 days before the end, \`medium\` from 60 days, \`high\` from 30 days; the days are \`expiry.warnDays\` in
\`sf-isa.yml\`.`,
  confidence: 'high',
  persona: 'regular',
  looksAt: ['Certificate', 'InboundCertificate', 'ConnectedApp', 'ExtlClntAppGlobalOauthSettings'],
  tags: ['certificates'],
  why: `Renewing a client or signing certificate takes both sides: the partner has to trust the successor before the first
callout uses it, and change windows and signing requests take weeks. Public certificate authorities also shorten the lives
of their certificates: since 15 March 2026 a publicly trusted TLS certificate lives 200 days at most, and 100 days from
15 March 2027, so renewals come more often than they used to.

Salesforce sends mails 60, 30 and 10 days before the end, and on the day, for what lies in Certificate and Key Management;
not for the copy of a certificate inside a Connected App or an External Client App.

Days are counted from date to date in UTC, at the moment of the scan or at \`--now\`. The date comes from the certificate
itself; \`expirationDate\` is only asked where the body is missing. A certificate that has ended is
\`certificate-expired\` instead.`,
  remedy: `Create the successor now, under a name of its own, and give it to the other side. Switch the components that name the
old one, then delete it:

\`\`\`xml
<certificate>HQ_EMEA_Client_2027</certificate>
\`\`\`

Other days than 90, 60 and 30, from low to high:

\`\`\`yaml
expiry:
  warnDays: [120, 45, 14]
\`\`\``,
  setup: 'Security > Certificate and Key Management',
  whenWrong: `The file may be older than the certificate in the org, which somebody renewed without retrieving it: retrieve it again.
Certificates of packages (\`ns__Name\`) are left alone.`,
  links: [
    'https://help.salesforce.com/s/articleView?id=000385781&language=en_US&type=1',
    'https://help.salesforce.com/s/articleView?id=xcloud.security_keys_policy_and_rotation&language=en_US&type=5',
    'https://www.salesforce.com/blog/from-manual-to-automated-a-taxonomy-to-secure-your-salesforce-environment-in-the-short-lived-certificate-era',
  ],
  controls: ['CWE-324', 'ISA-CHECK-6', 'ISA-CONCEPT-4', 'ISA-OUTPUT-2', 'ISA-STEP-4', 'ZT-PATTERN-1', 'ZT-PATTERN-4'],
  since: '0.1.0',

  *check(project, { now, config }) {
    for (const certificate of heldCertificates(project)) {
      const { component, subject, end } = certificate;
      if (!end) {
        const gap = unreadBody(certificate);
        if (gap) yield gap;
        continue;
      }
      if (end.value < now.getTime()) continue;
      const days = Math.floor(end.value / DAY) - Math.floor(now.getTime() / DAY);
      const severity = severityOf(days, config.expiry.warnDays);
      if (!severity) continue;
      const day = new Date(end.value).toISOString().slice(0, 10);
      const rest = days === 0 ? 'today' : `in ${days} ${days === 1 ? 'day' : 'days'}`;
      yield {
        component,
        where: end,
        severity,
        message: `${subject} expires on ${day}, ${rest}`,
        label: `ends ${rest}`,
        fix:
          component.type === 'Certificate'
            ? 'create its successor and have the other side trust it before this day'
            : "ask the client's owner for its successor and put that in before this day",
        evidence: day,
      };
    }
  },
});

/** The worst severity whose days have come; undefined while none has. */
function severityOf(days: number, [low, medium, high]: readonly [number, number, number]): Severity | undefined {
  if (days <= high) return 'high';
  if (days <= medium) return 'medium';
  return days <= low ? 'low' : undefined;
}
