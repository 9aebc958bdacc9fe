import { setTo } from '../fixes/edit.js';
import { classificationOf, type SensitiveValues } from '../model/customField.js';
import { isPackaged } from '../model/packaged.js';
import { defineRule } from './rule.js';

/** Types whose values nobody changes by hand, so that there is no history to keep. */
const UNTRACKABLE = new Set(['AutoNumber', 'Summary']);

export default defineRule<SensitiveValues>({
  id: 'field-sensitive-untracked',
  title: 'Sensitive field whose changes leave no trace',
  severity: 'info',
  confidence: 'medium',
  persona: 'pedantic',
  looksAt: ['CustomField'],
  tags: ['data', 'monitoring'],
  why: `The team has classified the field, and its history is not tracked. When an integration, or somebody with its credential, overwrites
values, nobody can tell afterwards which ones, when, and what stood there before.

Only \`trackHistory\` written as \`false\` is reported: files of objects without field history leave the element out, and absent is not
false. Formulas, roll-up summaries and auto numbers have no history to keep.`,
  remedy: `Track the field. An object tracks up to 20 fields; Field Audit Trail, a part of Shield, takes more and keeps them longer:

\`\`\`xml
<trackHistory>true</trackHistory>
\`\`\``,
  setup: 'Object Manager > (the object) > Fields & Relationships > Set History Tracking',
  whenWrong: `A field that only ever gets its first value has no changes to track. Where the places for tracked fields are used up by graver ones,
accept the finding with that reason.`,
  links: [
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/customfield.htm',
    'https://help.salesforce.com/s/articleView?id=platform.data_classification_metadata_fields.htm&language=en_US&type=5',
    'https://docs.securitybenchmark.org',
  ],
  controls: ['CWE-778', 'SBS-DATA-004'],
  since: '0.1.0',
  fixable: { safe: false, title: 'set `trackHistory` to `true`' },
  options: {
    securityClassifications: {
      description: 'Values of `securityClassification` that make a field sensitive.',
      default: ['Confidential', 'Restricted', 'MissionCritical'],
      schema: { type: 'array', items: { type: 'string' } },
    },
    complianceGroups: {
      description: 'Values of `complianceGroup` that make a field sensitive; `*` stands for any characters.',
      default: ['*'],
      schema: { type: 'array', items: { type: 'string' } },
    },
  },

  *check(project, { options }) {
    for (const field of project.protectedFields()) {
      const { trackHistory, fieldType, isFormula, fullName } = field;
      if (trackHistory?.value !== false || isFormula || UNTRACKABLE.has(fieldType?.value ?? '')) continue;
      const classification = classificationOf(field, options);
      if (!classification || isPackaged(fullName.slice(fullName.indexOf('.') + 1).replace(/__c$/, ''))) continue;
      yield {
        component: field,
        where: trackHistory,
        message: `Custom Field ${fullName} is ${classification.why}, and its changes are not tracked`,
        label: 'no history',
        related: [{ at: classification.because.at, label: classification.why }],
        fix: 'set trackHistory to true',
        edits: [setTo(trackHistory, 'true')],
        evidence: classification.because.value,
      };
    }
  },
});
