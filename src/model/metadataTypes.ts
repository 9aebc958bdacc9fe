import type { WantedElements } from '../xml/outline.js';
import {
  CERTIFICATE_ELEMENTS,
  INBOUND_CERTIFICATE_ELEMENTS,
  readCertificate,
  readInboundCertificate,
  type Certificate,
  type InboundCertificate,
  type PlacedCertificateBody,
} from './certificate.js';
import type { ComponentBase, ElementReader, Reference } from './component.js';
import { CONNECTED_APP_ELEMENTS, connectedAppReferences, readConnectedApp, type ConnectedApp } from './connectedApp.js';
import { CUSTOM_FIELD_ELEMENTS, readCustomField, type CustomField } from './customField.js';
import {
  AUTH_PROVIDER_ELEMENTS,
  readAuthProvider,
  readRemoteSiteSetting,
  REMOTE_SITE_SETTING_ELEMENTS,
  type AuthProvider,
  type RemoteSiteSetting,
} from './endpointSettings.js';
import {
  APP_POLICIES_ELEMENTS,
  EXTERNAL_CLIENT_APPLICATION_ELEMENTS,
  GLOBAL_OAUTH_SETTINGS_ELEMENTS,
  OAUTH_POLICIES_ELEMENTS,
  OAUTH_SECURITY_SETTINGS_ELEMENTS,
  OAUTH_SETTINGS_ELEMENTS,
  oauthPoliciesReferences,
  readAppPolicies,
  readExternalClientApplication,
  readGlobalOauthSettings,
  readOauthPolicies,
  readOauthSecuritySettings,
  readOauthSettings,
  type ExternalClientApplication,
  type ExtlClntAppConfigurablePolicies,
  type ExtlClntAppGlobalOauthSettings,
  type ExtlClntAppOauthConfigurablePolicies,
  type ExtlClntAppOauthSecuritySettings,
  type ExtlClntAppOauthSettings,
} from './externalClientApp.js';
import {
  EXTERNAL_CREDENTIAL_ELEMENTS,
  externalCredentialReferences,
  readExternalCredential,
  type ExternalCredential,
} from './externalCredential.js';
import {
  EXTERNAL_DATA_SOURCE_ELEMENTS,
  externalDataSourceReferences,
  readExternalDataSource,
  type ExternalDataSource,
} from './externalDataSource.js';
import {
  NAMED_CREDENTIAL_ELEMENTS,
  namedCredentialReferences,
  readNamedCredential,
  type NamedCredential,
} from './namedCredential.js';
import {
  NETWORK_CONNECTION_ELEMENTS,
  readNetworkConnection,
  type InboundNetworkConnection,
  type OutboundNetworkConnection,
} from './networkConnection.js';
import {
  MUTING_PERMISSION_SET_ELEMENTS,
  PERMISSION_SET_ELEMENTS,
  PERMISSION_SET_GROUP_ELEMENTS,
  permissionSetGroupReferences,
  PROFILE_ELEMENTS,
  readMutingPermissionSet,
  readPermissionSet,
  readPermissionSetGroup,
  readProfile,
  type MutingPermissionSet,
  type PermissionSet,
  type PermissionSetGroup,
  type Profile,
} from './permissionSet.js';
import {
  PROFILE_PASSWORD_POLICY_ELEMENTS,
  readProfilePasswordPolicy,
  type ProfilePasswordPolicy,
} from './profilePasswordPolicy.js';
import {
  readSamlSsoConfig,
  SAML_SSO_CONFIG_ELEMENTS,
  samlSsoConfigReferences,
  type SamlSsoConfig,
} from './samlSsoConfig.js';
import { readSettings, SETTINGS_ELEMENTS, SETTINGS_NAMES, type Settings } from './settings.js';
import {
  readTransactionSecurityPolicy,
  TRANSACTION_SECURITY_POLICY_ELEMENTS,
  type TransactionSecurityPolicy,
} from './transactionSecurityPolicy.js';
import {
  CORS_WHITELIST_ORIGIN_ELEMENTS,
  CSP_TRUSTED_SITE_ELEMENTS,
  readCorsWhitelistOrigin,
  readCspTrustedSite,
  type CorsWhitelistOrigin,
  type CspTrustedSite,
} from './trustedSite.js';
import { readWorkflow, WORKFLOW_ELEMENTS, type Workflow } from './workflow.js';

export type Component =
  | AuthProvider
  | Certificate
  | ConnectedApp
  | CorsWhitelistOrigin
  | CspTrustedSite
  | CustomField
  | ExternalClientApplication
  | ExternalCredential
  | ExternalDataSource
  | ExtlClntAppConfigurablePolicies
  | ExtlClntAppGlobalOauthSettings
  | ExtlClntAppOauthConfigurablePolicies
  | ExtlClntAppOauthSecuritySettings
  | ExtlClntAppOauthSettings
  | InboundCertificate
  | InboundNetworkConnection
  | MutingPermissionSet
  | NamedCredential
  | OutboundNetworkConnection
  | PermissionSet
  | PermissionSetGroup
  | Profile
  | ProfilePasswordPolicy
  | RemoteSiteSetting
  | SamlSsoConfig
  | Settings
  | TransactionSecurityPolicy
  | Workflow;
export type MetadataType = Component['type'];
export type ComponentOf<Type extends MetadataType> = Extract<Component, { type: Type }>;

/** What was read of one component's files, ready for its type's reader. */
export interface ComponentSource<Type extends MetadataType> {
  readonly base: ComponentBase<Type>;
  /** The root of each of its files: one, except for a decomposed permission set; none for a body without metadata. */
  readonly roots: readonly ElementReader[];
  /** The file beside the metadata, for the types that have one. */
  readonly content: PlacedCertificateBody | undefined;
}

interface MetadataTypeRow<Type extends MetadataType> {
  /** Of the file name: `X.<suffix>-meta.xml` in source format, `X.<suffix>` in metadata format. */
  readonly suffix: string;
  /** True when the metadata file describes another file, named without `-meta.xml`, in both formats. */
  readonly hasContent?: true;
  /** True when files of this type are opened only when a rule asks for one of them. */
  readonly onDemand?: true;
  /** Where files of only some full names are opened. */
  readonly fullNames?: ReadonlySet<string>;
  /** Where the root element does not have the type's name. */
  readonly rootOf?: (fullName: string) => string;
  readonly elements: WantedElements;
  readonly read: (source: ComponentSource<Type>) => ComponentOf<Type>;
  readonly references?: (component: ComponentOf<Type>) => readonly Reference[];
}

/** For the types whose metadata is one file. */
const fromRoot =
  <Type extends string, Read>(read: (base: ComponentBase<Type>, root: ElementReader) => Read) =>
  ({ base, roots }: { base: ComponentBase<Type>; roots: readonly ElementReader[] }): Read =>
    read(base, roots[0]!);

/**
 * One row per metadata type that is read; suffixes as in the registry of @salesforce/source-deploy-retrieve.
 * The root element has the type's name, except where the row says otherwise.
 */
export const METADATA_TYPES: { readonly [Type in MetadataType]: MetadataTypeRow<Type> } = {
  AuthProvider: { suffix: 'authprovider', elements: AUTH_PROVIDER_ELEMENTS, read: fromRoot(readAuthProvider) },
  Certificate: {
    suffix: 'crt',
    hasContent: true,
    elements: CERTIFICATE_ELEMENTS,
    read: ({ base, roots, content }) => readCertificate(base, roots[0], content),
  },
  ConnectedApp: {
    suffix: 'connectedApp',
    elements: CONNECTED_APP_ELEMENTS,
    read: fromRoot(readConnectedApp),
    references: connectedAppReferences,
  },
  CorsWhitelistOrigin: {
    suffix: 'corsWhitelistOrigin',
    elements: CORS_WHITELIST_ORIGIN_ELEMENTS,
    read: fromRoot(readCorsWhitelistOrigin),
  },
  CspTrustedSite: {
    suffix: 'cspTrustedSite',
    elements: CSP_TRUSTED_SITE_ELEMENTS,
    read: fromRoot(readCspTrustedSite),
  },
  CustomField: { suffix: 'field', onDemand: true, elements: CUSTOM_FIELD_ELEMENTS, read: fromRoot(readCustomField) },
  ExternalClientApplication: {
    suffix: 'eca',
    elements: EXTERNAL_CLIENT_APPLICATION_ELEMENTS,
    read: fromRoot(readExternalClientApplication),
  },
  ExternalCredential: {
    suffix: 'externalCredential',
    elements: EXTERNAL_CREDENTIAL_ELEMENTS,
    read: fromRoot(readExternalCredential),
    references: externalCredentialReferences,
  },
  ExternalDataSource: {
    suffix: 'dataSource',
    elements: EXTERNAL_DATA_SOURCE_ELEMENTS,
    read: fromRoot(readExternalDataSource),
    references: externalDataSourceReferences,
  },
  ExtlClntAppConfigurablePolicies: {
    suffix: 'ecaPlcy',
    elements: APP_POLICIES_ELEMENTS,
    read: fromRoot(readAppPolicies),
  },
  ExtlClntAppGlobalOauthSettings: {
    suffix: 'ecaGlblOauth',
    elements: GLOBAL_OAUTH_SETTINGS_ELEMENTS,
    read: fromRoot(readGlobalOauthSettings),
  },
  ExtlClntAppOauthConfigurablePolicies: {
    suffix: 'ecaOauthPlcy',
    elements: OAUTH_POLICIES_ELEMENTS,
    read: fromRoot(readOauthPolicies),
    references: oauthPoliciesReferences,
  },
  ExtlClntAppOauthSecuritySettings: {
    suffix: 'ecaOauthSecurity',
    elements: OAUTH_SECURITY_SETTINGS_ELEMENTS,
    read: fromRoot(readOauthSecuritySettings),
  },
  ExtlClntAppOauthSettings: {
    suffix: 'ecaOauth',
    elements: OAUTH_SETTINGS_ELEMENTS,
    read: fromRoot(readOauthSettings),
  },
  InboundCertificate: {
    suffix: 'inboundCertificate',
    hasContent: true,
    elements: INBOUND_CERTIFICATE_ELEMENTS,
    read: ({ base, roots, content }) => readInboundCertificate(base, roots[0], content),
  },
  InboundNetworkConnection: {
    suffix: 'inboundNetworkConnection',
    elements: NETWORK_CONNECTION_ELEMENTS,
    read: fromRoot(readNetworkConnection),
  },
  MutingPermissionSet: {
    suffix: 'mutingpermissionset',
    elements: MUTING_PERMISSION_SET_ELEMENTS,
    read: ({ base, roots }) => readMutingPermissionSet(base, roots),
  },
  NamedCredential: {
    suffix: 'namedCredential',
    elements: NAMED_CREDENTIAL_ELEMENTS,
    read: fromRoot(readNamedCredential),
    references: namedCredentialReferences,
  },
  OutboundNetworkConnection: {
    suffix: 'outboundNetworkConnection',
    elements: NETWORK_CONNECTION_ELEMENTS,
    read: fromRoot(readNetworkConnection),
  },
  PermissionSet: {
    suffix: 'permissionset',
    elements: PERMISSION_SET_ELEMENTS,
    read: ({ base, roots }) => readPermissionSet(base, roots),
  },
  PermissionSetGroup: {
    suffix: 'permissionsetgroup',
    elements: PERMISSION_SET_GROUP_ELEMENTS,
    read: fromRoot(readPermissionSetGroup),
    references: permissionSetGroupReferences,
  },
  Profile: { suffix: 'profile', elements: PROFILE_ELEMENTS, read: ({ base, roots }) => readProfile(base, roots) },
  ProfilePasswordPolicy: {
    suffix: 'profilePasswordPolicy',
    elements: PROFILE_PASSWORD_POLICY_ELEMENTS,
    read: fromRoot(readProfilePasswordPolicy),
  },
  RemoteSiteSetting: {
    suffix: 'remoteSite',
    elements: REMOTE_SITE_SETTING_ELEMENTS,
    read: fromRoot(readRemoteSiteSetting),
  },
  SamlSsoConfig: {
    suffix: 'samlssoconfig',
    elements: SAML_SSO_CONFIG_ELEMENTS,
    read: fromRoot(readSamlSsoConfig),
    references: samlSsoConfigReferences,
  },
  Settings: {
    suffix: 'settings',
    fullNames: new Set(SETTINGS_NAMES),
    rootOf: (fullName) => `${fullName}Settings`,
    elements: SETTINGS_ELEMENTS,
    read: fromRoot(readSettings),
  },
  TransactionSecurityPolicy: {
    suffix: 'transactionSecurityPolicy',
    elements: TRANSACTION_SECURITY_POLICY_ELEMENTS,
    read: fromRoot(readTransactionSecurityPolicy),
  },
  Workflow: { suffix: 'workflow', elements: WORKFLOW_ELEMENTS, read: ({ base, roots }) => readWorkflow(base, roots) },
};

/** The metadata type of each suffix. */
export const TYPE_OF_SUFFIX: ReadonlyMap<string, MetadataType> = new Map(
  (Object.keys(METADATA_TYPES) as MetadataType[]).map((type) => [METADATA_TYPES[type].suffix, type])
);

/** Whether a file is a component's own, and none of the parts of a decomposed one. */
export const isOwnFile = (type: MetadataType, path: string): boolean =>
  [METADATA_TYPES[type].suffix, `${METADATA_TYPES[type].suffix}-meta.xml`].some((end) => path.endsWith(`.${end}`));

/** The types that `sourceBehaviorOptions` of sfdx-project.json may decompose, with the folder that their folders are in. */
export const DECOMPOSED_TYPES = { PermissionSet: 'permissionsets', Workflow: 'workflows' } as const;
export type DecomposedType = keyof typeof DECOMPOSED_TYPES;

/**
 * The parts of decomposed components that are read, by suffix. The first preset of permission sets, and that of workflows,
 * write one child element to a file, with its own root; the second writes `<PermissionSet>` roots with several.
 */
export const PARTS: ReadonlyMap<string, DecomposedType> = new Map([
  ['externalCredentialPrincipalAccess', 'PermissionSet'],
  ['fieldPermission', 'PermissionSet'],
  ['objectPermission', 'PermissionSet'],
  ['objectSettings', 'PermissionSet'],
  ['userPermission', 'PermissionSet'],
  ['workflowOutboundMessage', 'Workflow'],
  ['workflowRule', 'Workflow'],
]);

/** The element that a part's root stands for, when it is not that of the whole. */
export const PART_ROOTS: Readonly<Record<string, string>> = {
  UserPermission: 'userPermissions',
  ObjectPermission: 'objectPermissions',
  FieldPermission: 'fieldPermissions',
  ExternalCredentialPrincipalAccess: 'externalCredentialPrincipalAccesses',
  WorkflowOutboundMessage: 'outboundMessages',
  WorkflowRule: 'rules',
};
