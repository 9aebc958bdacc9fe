import { wantedElements } from '../xml/outline.js';
import type { ComponentBase, ElementReader, Field } from './component.js';

/**
 * A password policy of one profile, which goes before that of the org.
 * https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_profilepasswordpolicy.htm
 */
export interface ProfilePasswordPolicy extends ComponentBase<'ProfilePasswordPolicy'> {
  /** The profile's full name, in lower case. */
  readonly profile: Field | undefined;
  /** In days; `0` for never. */
  readonly passwordExpiration: Field | undefined;
  readonly isDisabled: Field<boolean> | undefined;
}

export const PROFILE_PASSWORD_POLICY_ELEMENTS = wantedElements('profile', 'passwordExpiration', 'isDisabled');

export const readProfilePasswordPolicy = (
  base: ComponentBase<'ProfilePasswordPolicy'>,
  root: ElementReader
): ProfilePasswordPolicy => ({
  ...base,
  profile: root.field('profile'),
  passwordExpiration: root.field('passwordExpiration'),
  isDisabled: root.flag('isDisabled'),
});
