import { wantedElements } from '../xml/outline.js';
import type { ComponentBase, ElementReader, Field } from './component.js';
import { matchesAny } from './namePattern.js';

/**
 * A field's data classification and protection. Full name `Object.Field`. Read on demand: a big org has ten thousand of
 * them.
 * https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/customfield.htm
 */
export interface CustomField extends ComponentBase<'CustomField'> {
  readonly fieldType: Field | undefined;
  readonly securityClassification: Field | undefined;
  /** May hold several values, separated by `;`. */
  readonly complianceGroup: Field | undefined;
  /** Shield Platform Encryption: `None`, or one of its schemes. */
  readonly encryptionScheme: Field | undefined;
  /** Whether field history records its changes. */
  readonly trackHistory: Field<boolean> | undefined;
  /** Whether it must have a value, so that every user may read and edit it, and permissions do not list it. */
  readonly isRequired: boolean;
  /** Whether its value is worked out, so that nothing is stored. */
  readonly isFormula: boolean;
}

export const CUSTOM_FIELD_ELEMENTS = wantedElements(
  'fullName',
  'type',
  'securityClassification',
  'complianceGroup',
  'encryptionScheme',
  'trackHistory',
  'required',
  'formula'
);

/** One of these stands in each file with a field that is classified, or encrypted by Shield. */
export const PROTECTION_MARKS: readonly string[] = [
  '<securityClassification>',
  '<complianceGroup>',
  'ProbabilisticEncryption<',
  'DeterministicEncryption<',
];

/** Whether a field is classified, or encrypted by Shield. */
export const isProtected = ({ securityClassification, complianceGroup, encryptionScheme }: CustomField): boolean =>
  securityClassification !== undefined || complianceGroup !== undefined || isShieldEncrypted({ encryptionScheme });

/** Whether Shield Platform Encryption encrypts what a field stores. */
export const isShieldEncrypted = ({ encryptionScheme }: Pick<CustomField, 'encryptionScheme'>): boolean =>
  encryptionScheme !== undefined && encryptionScheme.value !== 'None';

/** Whether what a field stores is encrypted, by Shield or because it is encrypted text (Classic encryption). */
export const isEncrypted = (field: Pick<CustomField, 'encryptionScheme' | 'fieldType'>): boolean =>
  isShieldEncrypted(field) || field.fieldType?.value === 'EncryptedText';

/** The wanted part of a metadata-format `.object` file, which holds all fields of its object. */
export const CUSTOM_OBJECT_ELEMENTS = wantedElements('fields');

export const readCustomField = (base: ComponentBase<'CustomField'>, root: ElementReader): CustomField => ({
  ...base,
  fieldType: root.field('type'),
  securityClassification: root.field('securityClassification'),
  complianceGroup: root.field('complianceGroup'),
  encryptionScheme: root.field('encryptionScheme'),
  trackHistory: root.flag('trackHistory'),
  isRequired: root.flag('required')?.value ?? false,
  isFormula: root.field('formula') !== undefined,
});

/**
 * Where a field that permissions name may be defined, the likeliest first. Tasks and events have the custom fields of
 * `Activity`, and a person account's `__pc` fields are its contact's.
 * https://help.salesforce.com/s/articleView?id=platform.data_classification_metadata_fields.htm&language=en_US&type=5
 */
export function definitionNames(fieldName: string): readonly string[] {
  const activity = /^(?:Task|Event)\.(\w+)$/.exec(fieldName);
  if (activity) return [fieldName, `Activity.${activity[1]}`];
  const person = /^Account\.(\w+)__pc$/.exec(fieldName);
  return person ? [fieldName, `Contact.${person[1]}__c`] : [fieldName];
}

/** The definition of a field that permissions name, as far as the project holds it. */
export function definitionOf(project: FieldSource, fieldName: string): CustomField | undefined {
  for (const name of definitionNames(fieldName)) {
    const definition = project.customField(name);
    if (definition) return definition;
  }
  return undefined;
}

/** A project, or what else knows fields by name. */
interface FieldSource {
  customField(fullName: string): CustomField | undefined;
}

/** Which values of a classification make a field sensitive: both are picklists that a team can change. */
export interface SensitiveValues {
  readonly securityClassifications: readonly string[];
  /** `*` stands for any characters. */
  readonly complianceGroups: readonly string[];
}

/** What the team has classified a field as, when that makes it sensitive: `classified Restricted`. */
export function classificationOf(
  { securityClassification, complianceGroup }: CustomField,
  { securityClassifications, complianceGroups }: SensitiveValues
): { readonly because: Field; readonly why: string } | undefined {
  const value = securityClassification?.value.toLowerCase();
  if (securityClassification && securityClassifications.some((each) => each.toLowerCase() === value)) {
    return { because: securityClassification, why: `classified ${securityClassification.value}` };
  }
  const group = complianceGroup?.value
    .split(';')
    .map((each) => each.trim())
    .find((each) => each !== '' && matchesAny(complianceGroups, each));
  if (!complianceGroup || group === undefined) return undefined;
  return { because: complianceGroup, why: `in the compliance group ${group}` };
}
