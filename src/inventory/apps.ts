import { compare } from '../compare.js';
import type { ComponentBase, ComponentRef, Field } from '../model/component.js';
import type {
  ExtlClntAppConfigurablePolicies,
  ExtlClntAppGlobalOauthSettings,
  ExtlClntAppOauthConfigurablePolicies,
} from '../model/externalClientApp.js';
import { GrantReader, groupsOf } from '../model/grants.js';
import { inWords, readingsOf, type WrittenIpRange } from '../model/ipRanges.js';
import { ENFORCE_MUTUAL_AUTHENTICATION, MUTUAL_TLS_PORT } from '../model/mutualTls.js';
import { listNames, sortedNames } from '../model/nameList.js';
import type { OauthApp } from '../model/oauthApp.js';
import type { Project } from '../model/project.js';
import {
  copiedCertificate,
  copiesIn,
  isConnectedApp,
  namedCertificate,
  type CertificateInUse,
} from './certificatesInUse.js';
import { factOf, known, LEFT_TO_BUILD, none, unknown, type Fact } from './fact.js';
import type { MutualTls } from './mutualTls.js';
import { openMuting, type Grantee } from './principalUsers.js';
import { distinct, keyOf, refOf, type ProjectFacts } from './projectFacts.js';

/** What a Connected App or External Client App lets in, and how. */
export interface AppFacts extends MutualTls {
  readonly component: ComponentRef;
  readonly file: string;
  readonly kind: OauthApp['kind'];
  readonly name: string;
  /** Whether a managed package brings it. */
  readonly isManaged: boolean;
  readonly isEnabled: Fact<boolean>;
  /** The flows that its own files open, by their names in Salesforce Help. */
  readonly flows: Fact<readonly string[]>;
  readonly scopes: Fact<readonly string[]>;
  /** Where authorization codes go: scheme, host and port only. */
  readonly callbacks: readonly string[];
  /** As Setup says it. */
  readonly permittedUsers: Fact<string>;
  /** Of the Client Credentials Flow. */
  readonly runAsUser: Fact<string>;
  /** The permission sets and profiles that the app names, and the groups that hold such a permission set. */
  readonly users: readonly Grantee[];
  readonly certificates: readonly CertificateInUse[];
  /** `ENFORCE`, `Bypass`: whether login IP ranges hold for the app. */
  readonly ipRelaxation: Fact<string>;
  /** From where the app may be used without further checks. */
  readonly trustedIpRanges: readonly string[];
  /** From where alone its tokens may be used. */
  readonly tokenIpRanges: Fact<readonly string[]>;
  readonly refreshTokenPolicy: Fact<string>;
  readonly isRefreshTokenRotationEnabled: Fact<boolean>;
  readonly isPkceRequired: Fact<boolean>;
  /** Its own files first, then all that it names. */
  readonly components: readonly ComponentRef[];
}

/** What the apps of a project let in, Connected Apps first. */
export const appsOf = (facts: ProjectFacts): readonly AppFacts[] => facts.apps.map((app) => ofApp(facts, app));

function ofApp(facts: ProjectFacts, app: OauthApp): AppFacts {
  const { project } = facts;
  const settings = settingsOf(app);
  const users = usersOf(project, app);
  const certificates = certificatesOf(facts, app);
  return {
    component: { type: app.kind === 'ConnectedApp' ? app.kind : 'ExternalClientApplication', fullName: app.name },
    file: app.component.at.file,
    kind: app.kind,
    name: app.name,
    isManaged: app.isManaged,
    isEnabled: enabledFact(app),
    flows: flowsOf(app, settings),
    scopes: scopesOf(project, app),
    callbacks: app.callbacks.map((callback) =>
      project.isPlaceholder(callback) ? LEFT_TO_BUILD : originOf(callback.value)
    ),
    permittedUsers: permittedUsersOf(project, app, settings),
    runAsUser: runAsUserOf(project, app, settings),
    users,
    ...mutualTlsOf(facts, users),
    certificates,
    ipRelaxation: factOf(project, app.ipRelaxation, settings.policiesMissing ?? unknown('the file does not say')),
    trustedIpRanges: rangesOf(project, app.trustedIpRanges),
    tokenIpRanges: tokenRangesOf(project, app),
    refreshTokenPolicy: refreshTokenPolicyOf(project, app, settings),
    isRefreshTokenRotationEnabled: flagOf(app.isRefreshTokenRotationEnabled, settings.globalMissing, 'off'),
    isPkceRequired: flagOf(
      app.isPkceRequired,
      settings.globalMissing,
      app.kind === 'ConnectedApp' ? 'not required' : 'required'
    ),
    components: distinct([
      ...app.parts,
      ...certificateRefs(certificates),
      ...users.filter(({ fullName }) => fullName !== ''),
    ]).map(refOf),
  };
}

/** What cannot be known of an app because a part of it is not in the project; undefined where the part is there. */
interface Settings {
  readonly globalMissing: Fact<never> | undefined;
  readonly policiesMissing: Fact<never> | undefined;
}

function settingsOf(app: OauthApp): Settings {
  if (isConnectedApp(app.component)) {
    const { oauthConfig, oauthPolicy } = app.component;
    return {
      globalMissing: oauthConfig ? undefined : none('the app has no OAuth settings'),
      policiesMissing: oauthPolicy ? undefined : unknown('the file has no OAuth policies'),
    };
  }
  const has = (type: string): boolean => app.parts.some((part) => part.type === type);
  return {
    globalMissing: has('ExtlClntAppGlobalOauthSettings')
      ? undefined
      : unknown('its global OAuth settings are not in the project'),
    policiesMissing: has('ExtlClntAppOauthConfigurablePolicies')
      ? undefined
      : unknown('its OAuth policies are not in the project'),
  };
}

function enabledFact(app: OauthApp): Fact<boolean> {
  if (app.kind === 'ConnectedApp') return none('it cannot be switched off in metadata');
  const switches = app.parts.find(
    (part): part is ExtlClntAppConfigurablePolicies => part.type === 'ExtlClntAppConfigurablePolicies'
  );
  return switches?.isEnabled || switches?.isOauthPluginEnabled || !app.isEnabled
    ? known(app.isEnabled)
    : unknown('its policies are not in the project, or do not say');
}

/** https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_flows.htm&language=en_US&type=5 */
function flowsOf(app: OauthApp, { globalMissing }: Settings): Fact<readonly string[]> {
  const flows = [
    ...(app.callbacks.length > 0 ? ['Web Server Flow'] : []),
    ...(app.certificate ? ['JWT Bearer Flow'] : []),
    ...(app.isClientCredentialsFlowEnabled ? ['Client Credentials Flow'] : []),
    ...flowsForPeople(app),
  ];
  return flows.length > 0 ? known(flows) : (globalMissing ?? none('no flow'));
}

/** The flows that a switch opens for people. */
function flowsForPeople({ component, parts }: OauthApp): readonly string[] {
  const isGlobal = (part: ComponentBase): part is ExtlClntAppGlobalOauthSettings =>
    part.type === 'ExtlClntAppGlobalOauthSettings';
  const config = isConnectedApp(component) ? component.oauthConfig : undefined;
  const global = parts.find(isGlobal);
  const hasDeviceFlow = config?.isDeviceFlowEnabled ?? global?.isDeviceFlowEnabled;
  const hasCodeAndCredentials = config?.isCodeCredentialEnabled ?? global?.isCodeCredFlowEnabled;
  return [
    ...(hasDeviceFlow?.value ? ['Device Flow'] : []),
    ...(hasCodeAndCredentials?.value ? ['Authorization Code and Credentials Flow'] : []),
  ];
}

function scopesOf(project: Project, { areScopesKnown, scopes, kind }: OauthApp): Fact<readonly string[]> {
  if (!areScopesKnown) {
    return kind === 'ConnectedApp'
      ? none('the app has no OAuth settings')
      : unknown('its OAuth settings are not in the project');
  }
  if (scopes.length === 0) return none('no scope');
  return known([...new Set(scopes.map((scope) => (project.isPlaceholder(scope) ? LEFT_TO_BUILD : scope.scope)))]);
}

/** Scheme, host and port of a callback: what follows may hold anything, and so may what stands before an `@`. */
function originOf(callback: string): string {
  const [, scheme, authority = ''] = /^([a-z][a-z0-9+.-]*):\/\/([^/?#\s\\]*)/i.exec(callback) ?? [];
  return scheme === undefined
    ? 'not an absolute URL'
    : `${scheme.toLowerCase()}://${authority.slice(authority.lastIndexOf('@') + 1).toLowerCase()}`;
}

function permittedUsersOf(project: Project, { kind, permittedUsers }: OauthApp, settings: Settings): Fact<string> {
  if (!permittedUsers) {
    const missing = kind === 'ConnectedApp' ? settings.globalMissing : settings.policiesMissing;
    return missing ?? unknown('the file does not say');
  }
  switch (permittedUsers.kind) {
    case 'pre-authorized':
      return known('Admin approved users are pre-authorized');
    case 'self-authorized':
      return known('All users may self-authorize');
    case 'unknown':
      return unknown(
        permittedUsers.written && project.isPlaceholder(permittedUsers.written)
          ? LEFT_TO_BUILD
          : 'the file does not say'
      );
  }
}

function runAsUserOf(project: Project, app: OauthApp, { globalMissing, policiesMissing }: Settings): Fact<string> {
  if (app.clientCredentialsUser) return factOf(project, app.clientCredentialsUser, none(''));
  if (app.isClientCredentialsFlowEnabled) {
    return (app.kind === 'ConnectedApp' ? undefined : policiesMissing) ?? none('the file names no run-as user');
  }
  const policies = app.parts.find(isPolicies);
  return app.kind === 'ExternalClientApp' && globalMissing && !policies?.isClientCredentialsFlowEnabled
    ? (policiesMissing ?? globalMissing)
    : none('no Client Credentials Flow');
}

const isPolicies = (part: ComponentBase): part is ExtlClntAppOauthConfigurablePolicies =>
  part.type === 'ExtlClntAppOauthConfigurablePolicies';

function usersOf(project: Project, { permissionSets, profiles }: OauthApp): readonly Grantee[] {
  const grantee = (type: 'PermissionSet' | 'Profile', name: Field): Grantee => {
    if (project.isPlaceholder(name)) return { type, fullName: '', note: LEFT_TO_BUILD };
    const found = project.find(type, name.value);
    return { type, fullName: found?.fullName ?? name.value, note: found ? '' : 'not in the project' };
  };
  const sets = permissionSets.map((name) => grantee('PermissionSet', name));
  const groups = sets.flatMap(({ fullName }) =>
    groupsOf(project, fullName).map((group) => ({ ...refOf(group), note: openMuting(project, group) }))
  );
  return [...distinct([...sets, ...groups, ...profiles.map((name) => grantee('Profile', name))])].sort(
    (a, b) => compare(a.type, b.type) || compare(a.fullName, b.fullName)
  );
}

/** Clients of the org prove themselves with a certificate where a permission of their user asks for it. */
function mutualTlsOf({ project, enforcers }: ProjectFacts, users: readonly Grantee[]): MutualTls {
  const enforcer = users.find((user) => enforcers.has(keyOf(user)));
  if (enforcer) {
    return { mutualTls: 'yes', reason: `${enforcer.fullName} enforces it for its users, on port ${MUTUAL_TLS_PORT}` };
  }
  // Only users who have the permission set by such a group are held to it; who has it without one, no file tells.
  const groups = enforcers.size === 0 ? [] : enforcingGroups(project, users);
  return {
    mutualTls: 'unknown',
    reason:
      groups.length === 0
        ? 'nothing that the app names has the permission that enforces it'
        : `only the group ${listNames(groups, 'groups')} enforces it, and users may have the permission sets that the app names without it`,
  };
}

/** The groups among the users of an app of which some member enforces mutual TLS, and none mutes that. */
function enforcingGroups(project: Project, users: readonly Grantee[]): readonly string[] {
  const grantReader = new GrantReader(project);
  const groups = users.flatMap(({ type, fullName }) =>
    type === 'PermissionSetGroup' ? (project.find(type, fullName) ?? []) : []
  );
  return sortedNames(
    groups
      .filter((group) => grantReader.effectiveGrants(group).userPermission(ENFORCE_MUTUAL_AUTHENTICATION).length > 0)
      .map(({ fullName }) => fullName)
  );
}

function certificatesOf(facts: ProjectFacts, app: OauthApp): readonly CertificateInUse[] {
  const encryption = isConnectedApp(app.component) ? app.component.samlEncryptionCertificate : undefined;
  return [
    ...copiesIn(app).map((copy) => copiedCertificate(facts, 'verification', copy)),
    ...(encryption ? [namedCertificate(facts.project, 'encryption', encryption)] : []),
  ];
}

/** The certificates that an app names, as components. */
const certificateRefs = (certificates: readonly CertificateInUse[]): readonly ComponentRef[] =>
  certificates.flatMap(({ name }) => ('value' in name ? [{ type: 'Certificate', fullName: name.value }] : []));

const rangesOf = (project: Project, ranges: readonly WrittenIpRange[]): readonly string[] =>
  readingsOf(project, ranges).map(({ kind, written }) => (kind === 'placeholder' ? LEFT_TO_BUILD : inWords(written)));

function tokenRangesOf(project: Project, app: OauthApp): Fact<readonly string[]> {
  if (app.tokenIpRanges.length > 0) return known(rangesOf(project, app.tokenIpRanges));
  if (app.kind === 'ConnectedApp') {
    const { isIpBindingEnabled: binding } = app;
    if (binding && project.isPlaceholder(binding)) return unknown(LEFT_TO_BUILD);
    return binding?.value === 'true'
      ? unknown('ranges are enforced that metadata does not hold')
      : none('no token ranges');
  }
  return app.parts.some(({ type }) => type === 'ExtlClntAppOauthSecuritySettings')
    ? none('no token ranges')
    : unknown('its OAuth security settings are not in the project');
}

function refreshTokenPolicyOf(project: Project, { refreshTokenPolicy }: OauthApp, settings: Settings): Fact<string> {
  if (!refreshTokenPolicy) return settings.policiesMissing ?? unknown('the file does not say');
  const { text, written } = refreshTokenPolicy;
  if (written.some((field) => project.isPlaceholder(field))) return unknown(LEFT_TO_BUILD);
  return text === '' ? none('not in the file, which means infinite') : known(text);
}

const flagOf = (
  flag: Field<boolean> | undefined,
  missing: Fact<never> | undefined,
  byDefault: string
): Fact<boolean> =>
  flag ? known(flag.value) : (missing ?? none(`neither true nor false in the file; the default is ${byDefault}`));
