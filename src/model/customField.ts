import { wantedElements } from '../xml/outline.js';
import type { ComponentBase, ElementReader, Field } from './component.js';

/**
 * A field's data classification. Full name `Object.Field`. Read on demand: a big org has ten thousand of them.
 * https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/customfield.htm
 */
export interface CustomField extends ComponentBase<'CustomField'> {
  readonly fieldType: Field | undefined;
  readonly securityClassification: Field | undefined;
  /** May hold several values, separated by `;`. */
  readonly complianceGroup: Field | undefined;
}

export const CUSTOM_FIELD_ELEMENTS = wantedElements('fullName', 'type', 'securityClassification', 'complianceGroup');

/** The wanted part of a metadata-format `.object` file, which holds all fields of its object. */
export const CUSTOM_OBJECT_ELEMENTS = wantedElements('fields');

export const readCustomField = (base: ComponentBase<'CustomField'>, root: ElementReader): CustomField => ({
  ...base,
  fieldType: root.field('type'),
  securityClassification: root.field('securityClassification'),
  complianceGroup: root.field('complianceGroup'),
});
