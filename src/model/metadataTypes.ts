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
  EXTERNAL_CLIENT_APPLICATION_ELEMENTS,
  GLOBAL_OAUTH_SETTINGS_ELEMENTS,
  OAUTH_POLICIES_ELEMENTS,
  OAUTH_SETTINGS_ELEMENTS,
  oauthPoliciesReferences,
  readExternalClientApplication,
  readGlobalOauthSettings,
  readOauthPolicies,
  readOauthSettings,
  type ExternalClientApplication,
  type ExtlClntAppGlobalOauthSettings,
  type ExtlClntAppOauthConfigurablePolicies,
  type ExtlClntAppOauthSettings,
} from './externalClientApp.js';
import {
  EXTERNAL_CREDENTIAL_ELEMENTS,
  externalCredentialReferences,
  readExternalCredential,
  type ExternalCredential,
} from './externalCredential.js';
import {
  NAMED_CREDENTIAL_ELEMENTS,
  namedCredentialReferences,
  readNamedCredential,
  type NamedCredential,
} from './namedCredential.js';
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

export type Component =
  | AuthProvider
  | Certificate
  | ConnectedApp
  | CustomField
  | ExternalClientApplication
  | ExternalCredential
  | ExtlClntAppGlobalOauthSettings
  | ExtlClntAppOauthConfigurablePolicies
  | ExtlClntAppOauthSettings
  | InboundCertificate
  | MutingPermissionSet
  | NamedCredential
  | PermissionSet
  | PermissionSetGroup
  | Profile
  | RemoteSiteSetting;
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
 * The root element has the type's name.
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
  RemoteSiteSetting: {
    suffix: 'remoteSite',
    elements: REMOTE_SITE_SETTING_ELEMENTS,
    read: fromRoot(readRemoteSiteSetting),
  },
};

/** The metadata type of each suffix. */
export const TYPE_OF_SUFFIX: ReadonlyMap<string, MetadataType> = new Map(
  (Object.keys(METADATA_TYPES) as MetadataType[]).map((type) => [METADATA_TYPES[type].suffix, type])
);

/**
 * The parts of a decomposed permission set, by suffix. The first preset writes one child element to a file, with its
 * own root; the second writes `<PermissionSet>` roots with several (`sourceBehaviorOptions` of sfdx-project.json).
 */
export const PERMISSION_SET_PARTS: ReadonlySet<string> = new Set([
  'userPermission',
  'objectPermission',
  'fieldPermission',
  'objectSettings',
]);

/** The element that a part's root stands for, when it is not a `<PermissionSet>`. */
export const PART_ROOTS: Readonly<Record<string, string>> = {
  UserPermission: 'userPermissions',
  ObjectPermission: 'objectPermissions',
  FieldPermission: 'fieldPermissions',
};
