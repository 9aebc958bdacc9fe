import { wantedElements } from '../xml/outline.js';
import { readInlineCertificate, type PlacedCertificateBody } from './certificate.js';
import type { ComponentBase, ElementReader, Field, Reference } from './component.js';
import { piecesOf } from './fieldPieces.js';
import { readIpRanges, type WrittenIpRange } from './ipRanges.js';

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
  readonly isCodeCredFlowEnabled: Field<boolean> | undefined;
  readonly isConsumerSecretOptional: Field<boolean> | undefined;
  readonly isDeviceFlowEnabled: Field<boolean> | undefined;
  readonly isEnforceRefreshTokenTTL: Field<boolean> | undefined;
  readonly isPkceRequired: Field<boolean> | undefined;
  readonly isRefreshTokenRotationEnabled: Field<boolean> | undefined;
  readonly isSecretRequiredForRefreshToken: Field<boolean> | undefined;
}

/** https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_extlclntappoauthsettings.htm */
export interface ExtlClntAppOauthSettings extends ComponentBase<'ExtlClntAppOauthSettings'> {
  readonly externalClientApplication: Field | undefined;
  readonly commaSeparatedOauthScopes: Field | undefined;
  /** From where the app may be used without further checks: they relax, they do not block. */
  readonly trustedIpRanges: readonly WrittenIpRange[];
}

/** Type of @salesforce/types (API version 67 and later); no page of the Metadata API guide describes it yet. */
export interface ExtlClntAppOauthSecuritySettings extends ComponentBase<'ExtlClntAppOauthSecuritySettings'> {
  readonly externalClientApplication: Field | undefined;
  /** From where the app's tokens may be used: these do block. */
  readonly tokenIpRanges: readonly WrittenIpRange[];
}

/** https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_extlclntappconfigurablepolicies.htm */
export interface ExtlClntAppConfigurablePolicies extends ComponentBase<'ExtlClntAppConfigurablePolicies'> {
  readonly externalClientApplication: Field | undefined;
  readonly isEnabled: Field<boolean> | undefined;
  readonly isOauthPluginEnabled: Field<boolean> | undefined;
}

/** https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_extlclntappoauthconfigurablepolicies.htm */
export interface ExtlClntAppOauthConfigurablePolicies extends ComponentBase<'ExtlClntAppOauthConfigurablePolicies'> {
  readonly externalClientApplication: Field | undefined;
  readonly permittedUsersPolicyType: Field | undefined;
  readonly isClientCredentialsFlowEnabled: Field<boolean> | undefined;
  readonly clientCredentialsFlowUser: Field | undefined;
  readonly commaSeparatedPermissionSet: Field | undefined;
  readonly commaSeparatedProfile: Field | undefined;
  readonly ipRelaxationPolicyType: Field | undefined;
  readonly refreshTokenPolicyType: Field | undefined;
  readonly refreshTokenValidityPeriod: Field | undefined;
  readonly refreshTokenValidityUnit: Field | undefined;
}

export const EXTERNAL_CLIENT_APPLICATION_ELEMENTS = wantedElements('label', 'description', 'distributionState');
export const GLOBAL_OAUTH_SETTINGS_ELEMENTS = wantedElements(
  'externalClientApplication',
  'callbackUrl',
  'consumerKey',
  'consumerSecret',
  'certificate',
  'isClientCredentialsFlowEnabled',
  'isCodeCredFlowEnabled',
  'isConsumerSecretOptional',
  'isDeviceFlowEnabled',
  'isEnforceRefreshTokenTTL',
  'isPkceRequired',
  'isRefreshTokenRotationEnabled',
  'isSecretRequiredForRefreshToken'
);
export const OAUTH_SETTINGS_ELEMENTS = wantedElements(
  'externalClientApplication',
  'commaSeparatedOauthScopes',
  'trustedIpRanges'
);
export const OAUTH_SECURITY_SETTINGS_ELEMENTS = wantedElements('externalClientApplication', 'tokenIpRanges');
export const APP_POLICIES_ELEMENTS = wantedElements('externalClientApplication', 'isEnabled', 'isOauthPluginEnabled');
export const OAUTH_POLICIES_ELEMENTS = wantedElements(
  'externalClientApplication',
  'permittedUsersPolicyType',
  'isClientCredentialsFlowEnabled',
  'clientCredentialsFlowUser',
  'commaSeparatedPermissionSet',
  'commaSeparatedProfile',
  'ipRelaxationPolicyType',
  'refreshTokenPolicyType',
  'refreshTokenValidityPeriod',
  'refreshTokenValidityUnit'
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
    isCodeCredFlowEnabled: root.flag('isCodeCredFlowEnabled'),
    isConsumerSecretOptional: root.flag('isConsumerSecretOptional'),
    isDeviceFlowEnabled: root.flag('isDeviceFlowEnabled'),
    isEnforceRefreshTokenTTL: root.flag('isEnforceRefreshTokenTTL'),
    isPkceRequired: root.flag('isPkceRequired'),
    isRefreshTokenRotationEnabled: root.flag('isRefreshTokenRotationEnabled'),
    isSecretRequiredForRefreshToken: root.flag('isSecretRequiredForRefreshToken'),
  };
}

export const readOauthSettings = (
  base: ComponentBase<'ExtlClntAppOauthSettings'>,
  root: ElementReader
): ExtlClntAppOauthSettings => ({
  ...base,
  externalClientApplication: root.field('externalClientApplication'),
  commaSeparatedOauthScopes: root.field('commaSeparatedOauthScopes'),
  trustedIpRanges: readIpRanges(root, 'trustedIpRanges', 'startIpAddress', 'endIpAddress'),
});

export const readOauthSecuritySettings = (
  base: ComponentBase<'ExtlClntAppOauthSecuritySettings'>,
  root: ElementReader
): ExtlClntAppOauthSecuritySettings => ({
  ...base,
  externalClientApplication: root.field('externalClientApplication'),
  tokenIpRanges: readIpRanges(root, 'tokenIpRanges', 'startIpAddress', 'endIpAddress'),
});

export const readAppPolicies = (
  base: ComponentBase<'ExtlClntAppConfigurablePolicies'>,
  root: ElementReader
): ExtlClntAppConfigurablePolicies => ({
  ...base,
  externalClientApplication: root.field('externalClientApplication'),
  isEnabled: root.flag('isEnabled'),
  isOauthPluginEnabled: root.flag('isOauthPluginEnabled'),
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
  ipRelaxationPolicyType: root.field('ipRelaxationPolicyType'),
  refreshTokenPolicyType: root.field('refreshTokenPolicyType'),
  refreshTokenValidityPeriod: root.field('refreshTokenValidityPeriod'),
  refreshTokenValidityUnit: root.field('refreshTokenValidityUnit'),
});

/** The names in a list such as `Sync_One, Sync_Two`, each at its own place. */
export const commaSeparated = (list: Field | undefined): readonly Field[] =>
  list === undefined ? [] : piecesOf(list, /[^,\s](?:[^,]*[^,\s])?/g);

export function oauthPoliciesReferences(from: ExtlClntAppOauthConfigurablePolicies): readonly Reference[] {
  const names = (type: string, list: Field | undefined, role: string): readonly Reference[] =>
    commaSeparated(list).map(({ value, at, element }) => ({ from, to: { type, fullName: value }, role, at, element }));
  return [
    ...names('PermissionSet', from.commaSeparatedPermissionSet, 'commaSeparatedPermissionSet'),
    ...names('Profile', from.commaSeparatedProfile, 'commaSeparatedProfile'),
  ];
}
