/**
 * User permissions with which their holder can take over the org, the gravest first: all its records, its code and
 * metadata, its users and what they may do, or another user's place. API names as in the Tooling API's
 * `PermissionSet.Permissions<Name>`; which of them exist depends on an org's features.
 * https://developer.salesforce.com/docs/atlas.en-us.api_tooling.meta/api_tooling/tooling_api_objects_permissionset.htm
 */
const ORG_CONTROL: readonly string[] = [
  'ModifyAllData',
  'AuthorApex',
  'CustomizeApplication',
  'ModifyMetadata',
  'ManageUsers',
  'ManageProfilesPermissionsets',
  'ApiImpersonateUser',
  'CanDoActAsUser',
  'MCPMetadataApi',
  'ManageInteraction',
];

/**
 * User permissions over all data, identities, secrets and controls, the gravest first. `PasswordNeverExpires` is not
 * among them: it gives its holder nothing to do, and `password-never-expires` is about it.
 */
const ADMINISTRATION: readonly string[] = [
  'ViewAllData',
  'AssignPermissionSets',
  'ManageInternalUsers',
  'ResetPasswords',
  'ManageSessionPermissionSets',
  'ManageAuthProviders',
  'ManageCertificates',
  'ManageNamedCredentials',
  'ManageRemoteAccess',
  'ViewClientSecret',
  'ClientSecretRotation',
  'ExternalClientAppAdmin',
  'ExternalClientAppDeveloper',
  'ManageExternalConnections',
  'ManageEncryptionKeys',
  'ShieldKeyBrokerHubAppUser',
  'ManageSharing',
  'ManageRoles',
  'ManageIpAddresses',
  'ManagePasswordPolicies',
  'ManageLoginAccessPolicies',
  'ManageTwoFactor',
  'DelegatedTwoFactor',
  'FreezeUsers',
  'PermitSubscriberLogin',
  'UseAnyApiClient',
  'CanApproveUninstalledApps',
  'UseAnyApiAuth',
  'CanDisableConnectedApps',
  'BypassMFAForUiLogins',
  'SkipIdentityConfirmation',
  'TransactionSecurityExempt',
  'BreakGlassLoginAllowed',
  'UnrestrictedLogin',
];

/**
 * User permissions that let their holder past a control which the org has, each with what it lets people do. The gravest
 * first. `PasswordNeverExpires` and `DeleteEventMonitoringData` have rules of their own.
 */
const CONTROL_BYPASS: ReadonlyMap<string, string> = new Map([
  ['UseAnyApiClient', 'use any API client'],
  ['CanApproveUninstalledApps', 'approve uninstalled connected apps'],
  ['UseAnyApiAuth', 'use any API authentication'],
  ['BypassMFAForUiLogins', 'log in without multi-factor authentication'],
  ['UnrestrictedLogin', 'log in without restriction'],
  ['BreakGlassLoginAllowed', 'use the break-glass login'],
  ['SkipIdentityConfirmation', 'skip the confirmation of identity'],
  ['TransactionSecurityExempt', 'act outside transaction security policies'],
  ['CanDisableConnectedApps', 'disable connected apps'],
  ['DeleteFieldHistory', 'delete field history'],
  ['DeleteFieldHistoryArchive', 'delete archived field history'],
]);

/** Who has all three reads and changes everything, and makes and unmakes users (SBS-ACS-004). The gravest first. */
export const SUPER_ADMINISTRATOR: readonly string[] = ['ModifyAllData', 'ManageUsers', 'ViewAllData'];

const RANK: ReadonlyMap<string, number> = new Map(
  [...ORG_CONTROL, ...ADMINISTRATION].map((name, rank) => [name, rank])
);

/**
 * What Setup enables along with a permission, so that it stands in the file because of it. Salesforce publishes no such
 * table; this is what was observed in retrieved metadata: 26 of 26 permission sets and profiles with `ModifyAllData`
 * have `ViewAllData`, and 25 of 25 with `ManageUsers` have what is listed with it (`FreezeUsers`, which is younger than
 * most of them, 11 of 25, among them the one that has little else).
 */
const BROUGHT_ALONG: Readonly<Record<string, readonly string[]>> = {
  ModifyAllData: ['ViewAllData'],
  ManageUsers: [
    'ManageProfilesPermissionsets',
    'AssignPermissionSets',
    'ManageInternalUsers',
    'ResetPasswords',
    'ManageSharing',
    'ManageRoles',
    'ManageIpAddresses',
    'ManagePasswordPolicies',
    'ManageLoginAccessPolicies',
    'DelegatedTwoFactor',
    'FreezeUsers',
  ],
};

/** Whether a user permission gives control of the org, rather than of a part of its administration. */
export const isOrgControl = (name: string): boolean => ORG_CONTROL.includes(name);

/** Whether a user permission is an administrative one, of the org or of a part of it. */
export const isAdministrative = (name: string): boolean => RANK.has(name);

/** The administrative permissions among `names`, the gravest first. */
export const administrativeAmong = (names: Iterable<string>): readonly string[] =>
  [...new Set(names)].filter(isAdministrative).sort((a, b) => RANK.get(a)! - RANK.get(b)!);

/** What the given permissions bring with them, whether or not it is among them. */
export const broughtAlongBy = (names: Iterable<string>): ReadonlySet<string> =>
  new Set([...names].flatMap((name) => (Object.hasOwn(BROUGHT_ALONG, name) ? BROUGHT_ALONG[name]! : [])));

/** A user permission that gets around a control, and what it lets people do: `delete field history`. */
export interface ControlBypass {
  readonly name: string;
  readonly deed: string;
}

/** The permissions among `names` that get around a control, the gravest first. */
export function controlBypassesAmong(names: Iterable<string>): readonly ControlBypass[] {
  const held = new Set(names);
  return [...CONTROL_BYPASS].filter(([name]) => held.has(name)).map(([name, deed]) => ({ name, deed }));
}

/** Whether a user permission gets around a control of the org. */
export const isControlBypass = (name: string): boolean => CONTROL_BYPASS.has(name);
