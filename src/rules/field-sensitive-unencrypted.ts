import type { Field } from '../model/component.js';
import { classificationOf, isShieldEncrypted, type SensitiveValues } from '../model/customField.js';
import type { Project } from '../model/project.js';
import { isPackaged } from '../model/packaged.js';
import { defineRule } from './rule.js';

/** Types of fields that Shield Platform Encryption can encrypt. */
const ENCRYPTABLE = new Set(['Date', 'DateTime', 'Email', 'Html', 'LongTextArea', 'Phone', 'Text', 'TextArea', 'Url']);

export default defineRule<SensitiveValues>({
  id: 'field-sensitive-unencrypted',
  title: 'Sensitive field that is stored in the clear, where the org has Shield',
  severity: 'medium',
  confidence: 'medium',
  persona: 'regular',
  looksAt: ['CustomField', 'Settings'],
  tags: ['data'],
  why: `The team has classified the field, and the project shows that the org has Shield Platform Encryption: another field uses it, or its
settings are on. This field's encryption scheme is \`None\`, so its values lie in the database, in files and in backups in the clear.

Encryption at rest keeps out who reads the storage. It masks nothing: whoever may read the field, an integration included, reads the
value, and there is no permission to decrypt a single field. Guides that show \`[ENCRYPTED]\` to users without View Encrypted Data speak of
Classic encryption (fields of the type encrypted text), which this rule leaves alone. Only types that Shield can encrypt are reported, and
no formulas, which store nothing.`,
  remedy: `Choose a scheme: probabilistic, or deterministic where the field is filtered on. Values that are there already are encrypted by a
background job:

\`\`\`xml
<encryptionScheme>ProbabilisticEncryption</encryptionScheme>
\`\`\``,
  setup: 'Security > Platform Encryption > Encryption Settings',
  whenWrong: `Where Shield encrypts the whole database, fields need no scheme of their own: turn the rule off. An encrypted field cannot be used
everywhere; one that reports filter or group by may have to stay as it is, with a reason. A classification that asks for no encryption can
be taken out of \`securityClassifications\` or \`complianceGroups\`.`,
  links: [
    'https://help.salesforce.com/s/articleView?id=xcloud.security_pe_masking&language=en_US&type=5',
    'https://help.salesforce.com/s/articleView?id=platform.data_classification_metadata_fields.htm&language=en_US&type=5',
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/customfield.htm',
  ],
  controls: ['CWE-311', 'CWE-312', 'ZT-CHECK-6', 'ZT-LAYER-4', 'ZT-PATTERN-3', 'ZT-PHASE-1', 'ZT-PHASE-3'],
  since: '0.1.0',
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
    const sign = signOfShield(project);
    if (!sign) return;
    for (const field of project.protectedFields()) {
      const { encryptionScheme, fieldType, isFormula, fullName } = field;
      if (encryptionScheme?.value !== 'None' || isFormula || !ENCRYPTABLE.has(fieldType?.value ?? '')) continue;
      const classification = classificationOf(field, options);
      if (!classification || isPackaged(fullName.slice(fullName.indexOf('.') + 1).replace(/__c$/, ''))) continue;
      yield {
        component: field,
        where: encryptionScheme,
        message: `Custom Field ${fullName} is ${classification.why} and stored in the clear`,
        label: 'not encrypted',
        related: [
          { at: classification.because.at, label: classification.why },
          { at: sign.at, label: 'the org has Shield Platform Encryption' },
        ],
        fix: 'choose an encryption scheme',
        evidence: classification.because.value,
      };
    }
  },
});

/** What shows that the org has Shield Platform Encryption: a setting that is on, or a field that it encrypts. */
function signOfShield(project: Project): Field<unknown> | undefined {
  const [feature] = project.all('Settings').flatMap(({ shieldFeatures }) => shieldFeatures);
  return feature ?? project.protectedFields().find(isShieldEncrypted)?.encryptionScheme;
}
