import { wantedElements } from '../xml/outline.js';
import { readInlineCertificate, type PlacedCertificateBody } from './certificate.js';
import type { ComponentBase, ElementReader, Field, Placed, Reference } from './component.js';
import { readIpRanges, type WrittenIpRange } from './ipRanges.js';

/** https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_connectedapp.htm */
export interface ConnectedApp extends ComponentBase<'ConnectedApp'> {
  readonly label: Field | undefined;
  readonly description: Field | undefined;
  readonly oauthConfig: ConnectedAppOauthConfig | undefined;
  readonly permissionSetName: readonly Field[];
  readonly profileName: readonly Field[];
  /** Certificate of the SAML service provider, where the app has one. */
  readonly samlCertificate: PlacedCertificateBody | undefined;
  /** Name of the Certificate that SAML assertions are encrypted with. */
  readonly samlEncryptionCertificate: Field | undefined;
  /** `SHA1` or `SHA256`, for the SAML responses that the org signs. */
  readonly samlSigningAlgoType: Field | undefined;
  readonly oauthPolicy: ConnectedAppOauthPolicy | undefined;
  /** From where the app may be used without further checks: they relax, they do not block. */
  readonly ipRanges: readonly WrittenIpRange[];
}

/** What an administrator decides about the app's tokens. */
export interface ConnectedAppOauthPolicy extends Placed {
  readonly ipRelaxation: Field | undefined;
  readonly refreshTokenPolicy: Field | undefined;
}

/** What the app may do with OAuth. */
export interface ConnectedAppOauthConfig extends Placed {
  readonly callbackUrl: Field | undefined;
  readonly scopes: readonly Field[];
  readonly consumerKey: Field | undefined;
  readonly consumerSecret: Field | undefined;
  /** The public certificate that verifies a JWT the client signs (RFC 7523). */
  readonly certificate: PlacedCertificateBody | undefined;
  readonly certificateText: Field | undefined;
  /** Record id of the Certificate that signs asset tokens. */
  readonly assetSigningCertId: Field | undefined;
  /** As written, since it decides even where a build puts it in. */
  readonly isAdminApproved: Field | undefined;
  readonly isClientCredentialEnabled: Field<boolean> | undefined;
  readonly oauthClientCredentialUser: Field | undefined;
  readonly isCodeCredentialEnabled: Field<boolean> | undefined;
  readonly isConsumerSecretOptional: Field<boolean> | undefined;
  readonly isDeviceFlowEnabled: Field<boolean> | undefined;
  readonly isEnforceRefreshTokenTTL: Field<boolean> | undefined;
  /** As written, like `isAdminApproved`. */
  readonly isIpBindingEnabled: Field | undefined;
  readonly isPkceRequired: Field<boolean> | undefined;
  readonly isRefreshTokenRotationEnabled: Field<boolean> | undefined;
  readonly isSecretRequiredForRefreshToken: Field<boolean> | undefined;
}

export const CONNECTED_APP_ELEMENTS = wantedElements(
  'label',
  'description',
  'ipRanges',
  'oauthConfig',
  'oauthPolicy',
  'permissionSetName',
  'profileName',
  'samlConfig'
);

export function readConnectedApp(base: ComponentBase<'ConnectedApp'>, root: ElementReader): ConnectedApp {
  const saml = root.children('samlConfig')[0];
  const samlCertificate = saml?.field('certificate');
  return {
    ...base,
    label: root.field('label'),
    description: root.field('description'),
    oauthConfig: readOauthConfig(root.children('oauthConfig')[0]),
    permissionSetName: root.fields('permissionSetName'),
    profileName: root.fields('profileName'),
    samlCertificate: samlCertificate && readInlineCertificate(samlCertificate),
    samlEncryptionCertificate: saml?.field('encryptionCertificate'),
    samlSigningAlgoType: saml?.field('samlSigningAlgoType'),
    oauthPolicy: readOauthPolicy(root.children('oauthPolicy')[0]),
    ipRanges: readIpRanges(root, 'ipRanges', 'start', 'end'),
  };
}

const readOauthPolicy = (policy: ElementReader | undefined): ConnectedAppOauthPolicy | undefined =>
  policy && {
    at: policy.at,
    element: policy.element,
    ipRelaxation: policy.field('ipRelaxation'),
    refreshTokenPolicy: policy.field('refreshTokenPolicy'),
  };

function readOauthConfig(config: ElementReader | undefined): ConnectedAppOauthConfig | undefined {
  if (!config) return undefined;
  const certificate = config.field('certificate');
  return {
    at: config.at,
    element: config.element,
    callbackUrl: config.field('callbackUrl'),
    scopes: config.fields('scopes'),
    consumerKey: config.field('consumerKey'),
    consumerSecret: config.field('consumerSecret'),
    certificate: certificate && readInlineCertificate(certificate),
    certificateText: certificate,
    assetSigningCertId: config.children('assetTokenConfig')[0]?.field('assetSigningCertId'),
    isAdminApproved: config.field('isAdminApproved'),
    isClientCredentialEnabled: config.flag('isClientCredentialEnabled'),
    oauthClientCredentialUser: config.field('oauthClientCredentialUser'),
    isCodeCredentialEnabled: config.flag('isCodeCredentialEnabled'),
    isConsumerSecretOptional: config.flag('isConsumerSecretOptional'),
    isDeviceFlowEnabled: config.flag('isDeviceFlowEnabled'),
    isEnforceRefreshTokenTTL: config.flag('isEnforceRefreshTokenTTL'),
    isIpBindingEnabled: config.field('isIpBindingEnabled'),
    isPkceRequired: config.flag('isPkceRequired'),
    isRefreshTokenRotationEnabled: config.flag('isRefreshTokenRotationEnabled'),
    isSecretRequiredForRefreshToken: config.flag('isSecretRequiredForRefreshToken'),
  };
}

export function connectedAppReferences(from: ConnectedApp): readonly Reference[] {
  const name = (type: string, role: string, field: Field): Reference => ({
    from,
    to: { type, fullName: field.value },
    role,
    at: field.at,
    element: field.element,
  });
  return [
    ...from.permissionSetName.map((field) => name('PermissionSet', 'permissionSetName', field)),
    ...from.profileName.map((field) => name('Profile', 'profileName', field)),
    ...(from.samlEncryptionCertificate
      ? [name('Certificate', 'encryptionCertificate', from.samlEncryptionCertificate)]
      : []),
  ];
}
