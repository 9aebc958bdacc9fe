import { wantedElements } from '../xml/outline.js';
import { readInlineCertificate, type PlacedCertificateBody } from './certificate.js';
import type { ComponentBase, ElementReader, Field, Reference } from './component.js';

/** https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_externalclientapplication.htm */
export interface ExternalClientApplication extends ComponentBase<'ExternalClientApplication'> {
  readonly label: Field | undefined;
  readonly description: Field | undefined;
  readonly distributionState: Field | undefined;
}

/** https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_extlclntappglobaloauthsettings.htm */
export interface ExtlClntAppGlobalOauthSettings extends ComponentBase<'ExtlClntAppGlobalOauthSettings'> {
  readonly externalClientApplication: Field | undefined;
  readonly callbackUrl: Field | undefined;
  readonly consumerKey: Field | undefined;
  readonly consumerSecret: Field | undefined;
  /** The public certificate that verifies a JWT the client signs (RFC 7523). */
  readonly certificate: PlacedCertificateBody | undefined;
  readonly certificateText: Field | undefined;
  readonly isClientCredentialsFlowEnabled: Field<boolean> | undefined;
}

/** https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_extlclntappoauthsettings.htm */
export interface ExtlClntAppOauthSettings extends ComponentBase<'ExtlClntAppOauthSettings'> {
  readonly externalClientApplication: Field | undefined;
  readonly commaSeparatedOauthScopes: Field | undefined;
}

/** https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_extlclntappoauthconfigurablepolicies.htm */
export interface ExtlClntAppOauthConfigurablePolicies extends ComponentBase<'ExtlClntAppOauthConfigurablePolicies'> {
  readonly externalClientApplication: Field | undefined;
  readonly permittedUsersPolicyType: Field | undefined;
  readonly isClientCredentialsFlowEnabled: Field<boolean> | undefined;
  readonly clientCredentialsFlowUser: Field | undefined;
  readonly commaSeparatedPermissionSet: Field | undefined;
  readonly commaSeparatedProfile: Field | undefined;
}

export const EXTERNAL_CLIENT_APPLICATION_ELEMENTS = wantedElements('label', 'description', 'distributionState');
export const GLOBAL_OAUTH_SETTINGS_ELEMENTS = wantedElements(
  'externalClientApplication',
  'callbackUrl',
  'consumerKey',
  'consumerSecret',
  'certificate',
  'isClientCredentialsFlowEnabled'
);
export const OAUTH_SETTINGS_ELEMENTS = wantedElements('externalClientApplication', 'commaSeparatedOauthScopes');
export const OAUTH_POLICIES_ELEMENTS = wantedElements(
  'externalClientApplication',
  'permittedUsersPolicyType',
  'isClientCredentialsFlowEnabled',
  'clientCredentialsFlowUser',
  'commaSeparatedPermissionSet',
  'commaSeparatedProfile'
);

export const readExternalClientApplication = (
  base: ComponentBase<'ExternalClientApplication'>,
  root: ElementReader
): ExternalClientApplication => ({
  ...base,
  label: root.field('label'),
  description: root.field('description'),
  distributionState: root.field('distributionState'),
});

export function readGlobalOauthSettings(
  base: ComponentBase<'ExtlClntAppGlobalOauthSettings'>,
  root: ElementReader
): ExtlClntAppGlobalOauthSettings {
  const certificate = root.field('certificate');
  return {
    ...base,
    externalClientApplication: root.field('externalClientApplication'),
    callbackUrl: root.field('callbackUrl'),
    consumerKey: root.field('consumerKey'),
    consumerSecret: root.field('consumerSecret'),
    certificate: certificate && readInlineCertificate(certificate),
    certificateText: certificate,
    isClientCredentialsFlowEnabled: root.flag('isClientCredentialsFlowEnabled'),
  };
}

export const readOauthSettings = (
  base: ComponentBase<'ExtlClntAppOauthSettings'>,
  root: ElementReader
): ExtlClntAppOauthSettings => ({
  ...base,
  externalClientApplication: root.field('externalClientApplication'),
  commaSeparatedOauthScopes: root.field('commaSeparatedOauthScopes'),
});

export const readOauthPolicies = (
  base: ComponentBase<'ExtlClntAppOauthConfigurablePolicies'>,
  root: ElementReader
): ExtlClntAppOauthConfigurablePolicies => ({
  ...base,
  externalClientApplication: root.field('externalClientApplication'),
  permittedUsersPolicyType: root.field('permittedUsersPolicyType'),
  isClientCredentialsFlowEnabled: root.flag('isClientCredentialsFlowEnabled'),
  clientCredentialsFlowUser: root.field('clientCredentialsFlowUser'),
  commaSeparatedPermissionSet: root.field('commaSeparatedPermissionSet'),
  commaSeparatedProfile: root.field('commaSeparatedProfile'),
});

/** The names in a list such as `Sync_One, Sync_Two`, each at the place of the whole list. */
export const commaSeparated = (list: Field | undefined): readonly Field[] =>
  (list?.value.split(',') ?? [])
    .map((name) => name.trim())
    .filter((name) => name !== '')
    .map((value) => ({ ...list!, value }));

export function oauthPoliciesReferences(from: ExtlClntAppOauthConfigurablePolicies): readonly Reference[] {
  const names = (type: string, list: Field | undefined, role: string): readonly Reference[] =>
    commaSeparated(list).map(({ value, at, element }) => ({ from, to: { type, fullName: value }, role, at, element }));
  return [
    ...names('PermissionSet', from.commaSeparatedPermissionSet, 'commaSeparatedPermissionSet'),
    ...names('Profile', from.commaSeparatedProfile, 'commaSeparatedProfile'),
  ];
}
