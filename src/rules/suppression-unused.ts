import { titleOf } from '../model/component.js';
import { elementIn, isFromFile, rulesIn } from '../suppressions/inWords.js';
import { defineRule } from './rule.js';

export default defineRule({
  id: 'suppression-unused',
  title: 'Suppression that covers no finding',
  severity: 'low',
  confidence: 'high',
  persona: 'regular',
  looksAt: ['Suppression'],
  tags: ['project'],
  why: `An entry of \`sf-isa.suppressions.yml\` that covers nothing is either done with, because what it accepted is mended, or does not say what
its author meant: a component that was renamed, an element that is written otherwise. The first is a hole that waits for the next
finding of that rule on that component; the second leaves a finding open that somebody believes to be accepted.

A comment that is not well formed has no effect, and is reported here with what is wrong with it.`,
  remedy: `Delete the entry or the comment. Where it was meant to cover something, take component and element from the finding: \`--format json\`
names both.`,
  whenWrong: `An entry is only judged when its rule ran: \`--rule\`, \`--ignore-rule\` and \`off\` in the config make no entry unused. A scan of single paths
does not report it.`,
  links: [],
  controls: [],
  since: '0.1.0',
  fixable: {
    safe: true,
    title:
      'delete the entry or the comment; one that is not well formed, or in a file above the project, is yours to judge',
  },

  *check(_project, { suppressions }) {
    for (const { suppression, covered, judged } of suppressions) {
      const { component, at, problem } = suppression;
      const where = { at, element: '' };
      const discriminator = `${rulesIn(suppression)} ${suppression.element ?? ''}`;
      if (problem !== undefined) {
        yield {
          component,
          where,
          discriminator,
          message: `${titleOf(component)} has a suppression comment that ${problem}, so it has no effect`,
          label: 'has no effect',
          fix: 'write it as <!-- sf-isa ignore[rule-id]: reason --> before the element, or delete it',
        };
      } else if (judged && covered.length === 0) {
        yield {
          component,
          where,
          discriminator,
          message: `${titleOf(component)} has a suppression of ${rulesIn(suppression)}${elementIn(suppression)} that covers no finding`,
          label: 'covers nothing',
          fix: `delete the ${isFromFile(suppression) ? 'entry' : 'comment'}, or name what it was meant to cover`,
          edits: [{ kind: isFromFile(suppression) ? 'remove-entry' : 'remove', at }],
        };
      }
    }
  },
});

