import type { Integration } from '../config/config.js';
import { titleOf } from '../model/component.js';
import { confidentialDataOf, placeOfEntry } from '../model/integration.js';
import { defineRule } from './rule.js';

const DAY = 24 * 60 * 60 * 1000;

interface Options {
  readonly maximumDays: number;
}

export default defineRule<Options>({
  id: 'integration-review-overdue',
  title: 'Registered integration that was not reviewed for long',
  severity: 'low',
  cases: 'Silent without `integrations` in the config.',
  confidence: 'high',
  persona: 'regular',
  looksAt: ['Project'],
  tags: ['project'],
  why: `A review asks whether an integration is still needed, whether it carries what its entry says, and whether its permissions are still the
least that it can do with. All of that changes without a change of its metadata, so no scan replaces it.

Reported is an entry of \`integrations\` whose \`reviewed\` lies more than \`maximumDays\` before the instant of the scan (\`--now\`); and one
without \`reviewed\` where its \`criticality\` is high or critical, or its data is confidential or more. The finding stands at the first
component that the entry names.`,
  remedy: `Review the integration with its owner, change what the review finds, and write down the day:

\`\`\`yaml
integrations:
  - id: erp-orders
    components: ['NamedCredential:ERP_*', 'ExternalCredential:ERP']
    criticality: high
    reviewed: 2026-10-02
\`\`\``,
  whenWrong: `How often is for the team to say: set \`maximumDays\`, to 90 where audits are held each quarter. A day that is still to come counts as
a review. An entry whose components all lie in other projects is left alone.`,
  links: [
    'https://docs.securitybenchmark.org',
    'https://owasp.org/API-Security/editions/2023/en/0xa9-improper-inventory-management/',
  ],
  controls: ['OWASP-API9:2023', 'ZT-CHECK-20', 'ZT-LAYER-5', 'ZT-PHASE-4'],
  since: '0.1.0',
  options: {
    maximumDays: {
      description: 'How many days a review is good for.',
      default: 365,
      schema: { type: 'integer', minimum: 1 },
    },
  },

  *check(project, { config, now, options }) {
    for (const entry of config.integrations) {
      const trouble = troubleOf(entry, now, options);
      const place = trouble && placeOfEntry(project, entry);
      if (!place) continue;
      yield {
        ...place,
        message: `${titleOf(place.component)} belongs to the integration ${entry.id}, ${trouble}`,
        label: entry.reviewed === undefined ? 'never reviewed' : 'review overdue',
        fix: `review ${entry.id}, and write the day into its entry`,
        discriminator: entry.id,
        evidence: entry.reviewed ?? '',
      };
    }
  },
});

/** What is wrong with the review of an entry, to follow its id; undefined for one that is in order. */
function troubleOf(entry: Integration, now: Date, { maximumDays }: Options): string | undefined {
  const { reviewed, criticality } = entry;
  if (reviewed !== undefined) {
    const days = Math.floor((now.getTime() - Date.parse(reviewed)) / DAY);
    return days > maximumDays ? `last reviewed on ${reviewed}, ${days} days ago` : undefined;
  }
  const data = confidentialDataOf(entry);
  const reasons = [
    ...(criticality === 'high' || criticality === 'critical' ? [`is of ${criticality} criticality`] : []),
    ...(data.length > 0 ? [`carries ${data.join(' and ')} data`] : []),
  ];
  return reasons.length === 0 ? undefined : `which ${reasons.join(', ')} and has no day of a review`;
}
