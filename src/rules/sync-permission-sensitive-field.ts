import { setChild, type Edit } from '../fixes/edit.js';
import type { Field } from '../model/component.js';
import { definitionOf, type CustomField } from '../model/customField.js';
import { listNames } from '../model/nameList.js';
import { matchesAny } from '../model/namePattern.js';
import { asPhrase, findWord } from '../model/nameWords.js';
import { isPackaged, unknownGroupMembers } from '../model/syncIdentity.js';
import { grantNames, syncProblem, type SyncGrant } from '../model/syncProblem.js';
import { defineRule } from './rule.js';

interface Options {
  securityClassifications: readonly string[];
  complianceGroups: readonly string[];
  nameWords: readonly string[];
}

export default defineRule<Options>({
  id: 'sync-permission-sensitive-field',
  title: 'Sync identity that reads sensitive fields',
  severity: 'high',
  cases: `**High** for fields that the team has classified, or that are encrypted text. Medium for all fields of an object or of the org. Info,
with low confidence, for fields whose name alone sounds sensitive. Confidence is medium when only a name tells of an
integration.`,
  confidence: 'high',
  persona: 'regular',
  looksAt: ['PermissionSet', 'PermissionSetGroup', 'MutingPermissionSet', 'Profile', 'CustomField'],
  tags: ['sync'],
  why: `What a sync identity reads leaves the org: it lands in the other org, in the middleware's queues and logs, and with whoever gets hold of
the credential. Fields that the team has classified as confidential are the first that a job should do without.

\`securityClassification\` and \`complianceGroup\` of a field are the team's own word for it; both are picklists that a team can change, so
the values are options of this rule. A field without them says nothing: it is not taken for harmless, and only a name like
\`SSN__c\` or \`Salary__c\` is pointed at.

View All Fields of an object, and \`ViewAllFieldsGlobal\`, read every field **and every field that is added later**, over the field
permissions; where View All Fields is on, a retrieve does not even list them.

Shield Platform Encryption does not keep a reader out: it encrypts what is stored and masks nothing. Fields of the type encrypted
text (Classic encryption) are masked for users without \`ViewEncryptedData\`. "View Encrypted Data" for one field does not exist.`,
  remedy: `Leave the field out of the permission set, or take the flag away:

\`\`\`xml
<fieldPermissions>
    <editable>false</editable>
    <field>Contact.SSN__c</field>
    <readable>false</readable>
</fieldPermissions>
\`\`\`

Replace View All Fields by the fields that the job reads. Where another system needs the value, give it a token or the last digits.`,
  setup: 'Users > Permission Sets > (the permission set) > Object Settings > (the object) > Edit',
  whenWrong: `A payroll job reads salaries: accept the finding with the reason. Where only a name misleads (\`Tin_Roof__c\`), classify the field
(\`securityClassification\` Public or Internal), or change \`nameWords\`. Where a name only sounds like an integration, name the
permission set in \`sync.exclude\`.`,
  links: [
    'https://help.salesforce.com/s/articleView?id=platform.data_classification_metadata_fields.htm&language=en_US&type=5',
    'https://help.salesforce.com/s/articleView?id=platform.users_profiles_object_perms.htm&language=en_US&type=5',
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_permissionset.htm',
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/customfield.htm',
  ],
  controls: [
    'CWE-250',
    'CWE-359',
    'SBS-ACS-008',
    'OWASP-API3:2023',
    'OWASP-NHI5:2025',
    'ZT-CHECK-3',
    'ZT-CHECK-9',
    'ZT-LAYER-3',
    'ZT-PATTERN-2',
    'ZT-PATTERN-3',
    'ZT-PHASE-1',
    'ZT-PHASE-2',
  ],
  since: '0.1.0',
  fixable: {
    safe: false,
    title: 'take away the access to fields that are classified or encrypted; the rest is yours to judge',
  },
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
    nameWords: {
      description: 'Words of a field name that sound sensitive, as whole words; an empty list turns this off.',
      default: [
        'ssn',
        'social security',
        'tin',
        'itin',
        'tax id',
        'taxid',
        'national id',
        'passport',
        'driver license',
        'drivers license',
        'iban',
        'bank account',
        'credit card',
        'card number',
        'cvv',
        'salary',
        'birthdate',
        'birth date',
        'date of birth',
        'diagnosis',
        'password',
      ],
      schema: { type: 'array', items: { type: 'string' } },
    },
  },

  *check(project, { sync, options }) {
    yield* unknownGroupMembers(project, sync);
    if (sync.identities.length === 0) return;
    const words = options.nameWords.map(asPhrase).filter((word) => word !== '');
    for (const identity of sync.identities) {
      const { userPermissions, records } = identity.grants;
      const { fieldPermissions, objectPermissions } = records();

      const sensitive: SensitiveField[] = [];
      const telling: SyncGrant[] = [];
      const unknown: Field[] = [];
      const edits: Edit[] = [];
      for (const { field, readable, editable } of fieldPermissions) {
        if (!readable && !editable) continue;
        const definition = definitionOf(project, field.value);
        const reason = definition && sensitivity(definition, options);
        if (reason) {
          sensitive.push({ name: field.value, at: field.at, ...reason });
          if (readable) edits.push(setChild(field, 'readable', 'false'));
          if (editable) edits.push(setChild(field, 'editable', 'false'));
        } else if (definition?.securityClassification === undefined) {
          if (findWord(words, localName(field.value)) !== undefined) telling.push({ name: field.value, at: field.at });
          if (definition === undefined && isOwnCustomField(field.value)) unknown.push(field);
        }
      }

      if (sensitive.length > 0) {
        const [first] = sensitive;
        yield syncProblem(identity, {
          grants: sensitive,
          element: 'fieldPermissions',
          discriminator: 'classified',
          what: `access to ${listNames(
            sensitive.map(({ name, why }) => `${name} (${why})`),
            'sensitive fields',
            3
          )}`,
          label: first!.why,
          severity: 'high',
          fix: 'take the fields out, unless the job cannot do without them',
          edits,
          related: [{ at: first!.because.at, label: `${first!.name}: ${first!.why}` }],
        });
      }
      if (telling.length > 0) {
        yield {
          ...syncProblem(identity, {
            grants: telling,
            element: 'fieldPermissions',
            discriminator: 'named',
            what: `access to ${grantNames(telling, 'fields')}, sensitive by name only,`,
            label: 'sounds sensitive',
            severity: 'info',
            fix: 'classify the fields, and take out what the job can do without',
          }),
          confidence: 'low',
        };
      }

      const global = userPermissions.find(({ value }) => value === 'ViewAllFieldsGlobal');
      const allFields = objectPermissions.flatMap(({ object, viewAllFields }) =>
        viewAllFields?.value ? [{ name: object, at: viewAllFields.at }] : []
      );
      if (global) {
        yield syncProblem(identity, {
          grants: [{ name: global.value, at: global.at }],
          element: global.element,
          what: `${global.value}, every field of every object it reads,`,
          label: 'reads fields that do not exist yet, too',
          severity: 'medium',
          fix: `replace ${global.value} by the fields that the job reads`,
        });
      } else if (allFields.length > 0) {
        yield syncProblem(identity, {
          grants: allFields,
          element: 'objectPermissions.viewAllFields',
          what: `View All Fields on ${grantNames(allFields, 'objects')}`,
          label: 'reads fields that do not exist yet, too',
          severity: 'medium',
          fix: 'replace viewAllFields by the fields that the job reads',
        });
      }

      const [firstUnknown] = unknown;
      if (firstUnknown) {
        const { holder } = identity;
        yield {
          notEvaluated: 'not-in-project',
          component: holder,
          where: { at: firstUnknown.at, element: 'fieldPermissions' },
          message: `${holder.type === 'Profile' ? 'Profile' : 'Permission Set'} ${holder.fullName} gives a sync identity ${unknown.length} custom ${unknown.length === 1 ? 'field' : 'fields'} whose classification is unknown, because the project does not hold ${unknown.length === 1 ? 'it' : 'them'}`,
        };
      }
    }
  },
});

interface SensitiveField extends SyncGrant {
  /** In a few words: `classified Restricted`. */
  readonly why: string;
  /** Where its definition says so. */
  readonly because: Field;
}

function sensitivity(
  { securityClassification, complianceGroup, fieldType }: CustomField,
  { securityClassifications, complianceGroups }: Options
): Pick<SensitiveField, 'because' | 'why'> | undefined {
  if (securityClassification && securityClassifications.some((value) => isSame(value, securityClassification.value))) {
    return { because: securityClassification, why: `classified ${securityClassification.value}` };
  }
  const group = complianceGroup?.value
    .split(';')
    .map((each) => each.trim())
    .find((each) => each !== '' && matchesAny(complianceGroups, each));
  if (complianceGroup && group !== undefined)
    return { because: complianceGroup, why: `in the compliance group ${group}` };
  return fieldType?.value === 'EncryptedText' ? { because: fieldType, why: 'encrypted text' } : undefined;
}

const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/** `SSN__c` of `Contact.SSN__c`, without the suffix. */
const localName = (fieldName: string): string => fieldName.slice(fieldName.indexOf('.') + 1).replace(/__(?:c|pc)$/, '');

/** A custom field of the team's own: that of a package is defined elsewhere. */
function isOwnCustomField(fieldName: string): boolean {
  const name = fieldName.slice(fieldName.indexOf('.') + 1);
  return /__p?c$/.test(name) && !isPackaged(name.replace(/__p?c$/, ''));
}
