import { titleOf } from '../model/component.js';
import { elementIn, rulesIn } from '../suppressions/inWords.js';
import { daysLeft } from '../suppressions/suppression.js';
import { defineRule } from './rule.js';

interface Options {
  days: number;
}

export default defineRule<Options>({
  id: 'suppression-expiring',
  title: 'Suppression that ends soon',
  severity: 'info',
  confidence: 'high',
  persona: 'regular',
  looksAt: ['Suppression'],
  tags: ['project'],
  why: `When the last day of a suppression is over, its findings are back and may stop a release that has nothing to do with them. A month is
time enough to mend what was accepted, or to have the risk accepted anew.`,
  remedy: `Mend what was accepted and delete the entry, or ask whoever owns the risk for another day.`,
  whenWrong: `A shorter or longer warning is an option of this rule. The day counts in UTC.`,
  links: [],
  controls: [],
  since: '0.1.0',
  options: {
    days: {
      description: 'How many days before its last one a suppression is reported.',
      default: 30,
      schema: { type: 'integer', minimum: 0 },
    },
  },

  *check(_project, { now, options, suppressions }) {
    for (const { suppression, covered } of suppressions) {
      const left = daysLeft(suppression, now);
      if (left === undefined || left < 0 || left > options.days || covered.length === 0) continue;
      const { component, at, expires, reason, element } = suppression;
      const when = left === 0 ? 'today' : left === 1 ? 'tomorrow' : `in ${left} days, on ${expires!}`;
      yield {
        component,
        where: { at, element: '' },
        discriminator: `${rulesIn(suppression)} ${element ?? ''}`,
        message: `${titleOf(component)} has a suppression of ${rulesIn(suppression)}${elementIn(suppression)} that ends ${when}: ${reason}`,
        label: `ends ${when}`,
        fix: 'mend what is accepted, or have the risk accepted anew with another day',
      };
    }
  },
});
