import { titleOf } from '../model/component.js';
import { elementIn, rulesIn } from '../suppressions/inWords.js';
import { isExpired } from '../suppressions/suppression.js';
import { defineRule } from './rule.js';

export default defineRule({
  id: 'suppression-expired',
  title: 'Suppression whose last day is over',
  severity: 'high',
  cases: 'As severe as the worst finding that the suppression covered.',
  confidence: 'high',
  persona: 'regular',
  looksAt: ['Suppression'],
  tags: ['project'],
  why: `A risk was accepted until a day, and the day is over. The findings that were covered are reported again, each with the old reason beside
it; this finding is the entry itself, which is to be renewed by whoever may accept the risk, or deleted.`,
  remedy: `Mend what was accepted and delete the entry. If the risk is accepted once more, write a new day and say in \`reason\` why the last one was
not kept:

\`\`\`yaml
  - rule: endpoint-cleartext
    component: RemoteSiteSetting:Legacy_Print
    reason: On-premises print server on an isolated VLAN; the move slipped to Q2
    ticket: SEC-142
    owner: "@acme/platform"
    expires: 2027-06-30
\`\`\``,
  whenWrong: `The day counts in UTC, and the suppression holds through the whole of it. \`--now\` judges at another instant.`,
  links: [],
  controls: [],
  since: '0.1.0',

  *check(_project, { now, suppressions }) {
    for (const { suppression, covered } of suppressions) {
      const [worst] = covered;
      if (!worst || !isExpired(suppression, now)) continue;
      const { component, at, expires, reason, element } = suppression;
      yield {
        component,
        where: { at, element: '' },
        discriminator: `${rulesIn(suppression)} ${element ?? ''}`,
        severity: worst.severity,
        message: `${titleOf(component)} has a suppression of ${rulesIn(suppression)}${elementIn(suppression)} that ended on ${expires!}: ${reason}`,
        label: `ended on ${expires!}`,
        fix: 'mend what was accepted and delete this, or have the risk accepted anew with another day',
      };
    }
  },
});
