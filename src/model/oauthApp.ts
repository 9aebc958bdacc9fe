import type { NotEvaluated, Problem } from '../findings/finding.js';
import { apiVersionOf } from './apiVersion.js';
import type { PlacedCertificateBody } from './certificate.js';
import type { ComponentBase, Field, Placed } from './component.js';
import type { ConnectedApp } from './connectedApp.js';
import {
  commaSeparated,
  type ExternalClientApplication,
  type ExtlClntAppConfigurablePolicies,
  type ExtlClntAppGlobalOauthSettings,
  type ExtlClntAppOauthConfigurablePolicies,
  type ExtlClntAppOauthSecuritySettings,
  type ExtlClntAppOauthSettings,
} from './externalClientApp.js';
import { piecesOf } from './fieldPieces.js';
import type { WrittenIpRange } from './ipRanges.js';
import type { Project } from './project.js';
import { isPackaged } from './packaged.js';

/**
 * A Connected App or an External Client App with its settings and policies joined: rules see one shape for both. What
 * the files leave out is undefined, unless the platform's default is documented.
 */
export interface OauthApp {
  /** The ConnectedApp or ExternalClientApplication; for settings that lost their app, the settings themselves. */
  readonly component: ComponentBase;
  readonly kind: 'ConnectedApp' | 'ExternalClientApp';
  /** Full name of the app, also of one that has lost its own file. */
  readonly name: string;
  /** As messages call it: `Connected App ERP_Invoices`. */
  readonly title: string;
  /** The components that it is made of: `component` first, one file each. */
  readonly parts: readonly ComponentBase[];
  /** Whether a managed package brings it, so that somebody else decides about it. */
  readonly isManaged: boolean;
  /** Whether it can be used at all; an administrator can switch an External Client App off. */
  readonly isEnabled: boolean;
  /** The public certificate that verifies JWTs of the JWT bearer flow, which is possible where it is there. */
  readonly certificate: PlacedCertificateBody | undefined;
  readonly isClientCredentialsFlowEnabled: boolean;
  readonly clientCredentialsUser: Field | undefined;
  /** How a client signs in by itself, without a person; undefined when it cannot. */
  readonly serverFlow: ServerFlow | undefined;
  /** A switch that opens one more flow for people: device, or authorization code and credentials. */
  readonly peopleFlow: Placed | undefined;
  readonly scopes: readonly OauthScope[];
  /** Whether the project holds the component that names the scopes. */
  readonly areScopesKnown: boolean;
  readonly callbacks: readonly Field[];
  readonly permittedUsers: PermittedUsers | undefined;
  /** By full name where the project holds the permission set, else as written. */
  readonly permissionSets: readonly Field[];
  readonly profiles: readonly Field[];
  readonly ipRelaxation: Field | undefined;
  readonly refreshTokenPolicy: RefreshTokenPolicy | undefined;
  /** Whether refresh tokens end after 30 idle days whatever the policy says. */
  readonly isEnforceRefreshTokenTTL: Field<boolean> | undefined;
  readonly isPkceRequired: Field<boolean> | undefined;
  readonly isConsumerSecretOptional: Field<boolean> | undefined;
  readonly isRefreshTokenRotationEnabled: Field<boolean> | undefined;
  readonly isSecretRequiredForRefreshToken: Field<boolean> | undefined;
  /** From where the app may be used without further checks: they relax, they do not block. */
  readonly trustedIpRanges: readonly WrittenIpRange[];
  /** From where the app's tokens may be used: these do block. A Connected App keeps its own out of metadata. */
  readonly tokenIpRanges: readonly WrittenIpRange[];
  /** Of a Connected App, whether such ranges are enforced, as written; an External Client App has no such switch. */
  readonly isIpBindingEnabled: Field | undefined;
}

/** A flow in which no person takes part. */
export interface ServerFlow extends Placed {
  readonly name: 'client credentials' | 'JWT bearer';
}

/** One scope of an app; `value` is what the file says, which may be one of several spellings. */
export interface OauthScope extends Field {
  /** As the Metadata API spells it in `<scopes>`; `RefreshToken` for `OfflineAccess` too, which means the same. */
  readonly scope: string;
}

/** Who may use an app: whoever consents, or whom an administrator names. */
export interface PermittedUsers extends Placed {
  readonly kind: 'self-authorized' | 'pre-authorized' | 'unknown';
  /** What the file says; undefined for the default. */
  readonly written: Field | undefined;
}

/** How long a refresh token is good. */
export interface RefreshTokenPolicy extends Placed {
  readonly kind: 'infinite' | 'zero' | 'lifetime' | 'inactivity' | 'unknown';
  /** How long, for `lifetime` and `inactivity`; a month counts as 30 days. */
  readonly days: number | undefined;
  /** What the file says, of an External Client App with its period: `SpecificLifetime 365 Days`. Empty for the default. */
  readonly text: string;
  /** The values that decide, any of which a build may put in. */
  readonly written: readonly Field[];
}

/** All apps of a project, in file order: Connected Apps first. */
export function oauthApps(project: Project): readonly OauthApp[] {
  const nameOf = permissionSetNames(project);
  return [
    ...project.all('ConnectedApp').map((app) => connectedApp(app, project, nameOf)),
    ...externalClientApps(project),
  ];
}

/**
 * A Connected App may name a permission set by its label, as those of Salesforce's own templates do. This gives the full
 * name of the one that is meant, or the name as it is when the project holds none.
 */
function permissionSetNames(project: Project): (name: string) => string {
  let byLabel: ReadonlyMap<string, string> | undefined;
  return (name) => {
    if (project.find('PermissionSet', name)) return name;
    byLabel ??= new Map(
      project
        .all('PermissionSet')
        .flatMap(({ fullName, label }) => (label ? [[label.value.toLowerCase(), fullName]] : []))
    );
    return byLabel.get(name.toLowerCase()) ?? name;
  };
}

/** The apps that are the project's own and switched on. */
export const ownApps = (project: Project): readonly OauthApp[] =>
  oauthApps(project).filter(({ isManaged, isEnabled }) => !isManaged && isEnabled);

/**
 * What `judge` says of each app that is the project's own and switched on. Where several package directories hold
 * parts of one External Client App, each version is judged, and what is said twice of one place comes once.
 */
export function* judgeApps<Said extends NotEvaluated | Problem>(
  project: Project,
  judge: (app: OauthApp) => Iterable<Said>
): Generator<Said> {
  const said = new Set<string>();
  for (const app of ownApps(project)) {
    for (const one of judge(app)) {
      const key = JSON.stringify([one.where.at, one.message]);
      if (said.has(key)) continue;
      said.add(key);
      yield one;
    }
  }
}

/** The component of an app in whose file a place is. */
export const partAt = (app: OauthApp, { at }: Placed): ComponentBase =>
  app.parts.find((part) => part.at.file === at.file) ?? app.component;

/** The first scope of that name. */
export const scopeOf = (app: OauthApp, name: string): OauthScope | undefined =>
  app.scopes.find(({ scope }) => scope === name);

/** What to say of values that a build puts in; `what` names them in a few words: `scopes`, `refresh token policy`. */
export function* leftToBuildOf(
  project: Project,
  app: OauthApp,
  fields: readonly Field[],
  what: string
): Generator<NotEvaluated> {
  const open = fields.find((field) => project.isPlaceholder(field));
  if (!open) return;
  yield {
    notEvaluated: 'placeholder',
    component: partAt(app, open),
    where: open,
    message: `${app.title} gets its ${what} from the build`,
  };
}

function connectedApp(app: ConnectedApp, project: Project, nameOf: (permissionSet: string) => string): OauthApp {
  const { oauthConfig, oauthPolicy } = app;
  const isClientCredentialsFlowEnabled = oauthConfig?.isClientCredentialEnabled?.value ?? false;
  return {
    component: app,
    kind: 'ConnectedApp',
    name: app.fullName,
    title: `Connected App ${app.fullName}`,
    parts: [app],
    isManaged: isPackaged(app.fullName),
    isEnabled: true,
    certificate: oauthConfig?.certificate,
    isClientCredentialsFlowEnabled,
    clientCredentialsUser: oauthConfig?.oauthClientCredentialUser,
    serverFlow: serverFlowOf(
      isClientCredentialsFlowEnabled ? oauthConfig?.isClientCredentialEnabled : undefined,
      oauthConfig?.certificate
    ),
    peopleFlow: whenTrue(oauthConfig?.isDeviceFlowEnabled) ?? whenTrue(oauthConfig?.isCodeCredentialEnabled),
    scopes: asScopes(oauthConfig?.scopes ?? []),
    areScopesKnown: oauthConfig !== undefined,
    callbacks: lines(oauthConfig?.callbackUrl),
    permittedUsers: oauthConfig && {
      ...connectedAppUsers(oauthConfig.isAdminApproved, project),
      ...placeOf(oauthConfig.isAdminApproved ?? oauthConfig),
    },
    permissionSets: app.permissionSetName.map((field) => ({ ...field, value: nameOf(field.value) })),
    profiles: app.profileName,
    ipRelaxation: oauthPolicy?.ipRelaxation,
    refreshTokenPolicy: oauthPolicy && {
      ...readRefreshTokenPolicy(oauthPolicy.refreshTokenPolicy),
      ...placeOf(oauthPolicy.refreshTokenPolicy ?? oauthPolicy),
    },
    isEnforceRefreshTokenTTL: oauthConfig?.isEnforceRefreshTokenTTL,
    isPkceRequired: oauthConfig?.isPkceRequired,
    isConsumerSecretOptional: oauthConfig?.isConsumerSecretOptional,
    isRefreshTokenRotationEnabled: oauthConfig?.isRefreshTokenRotationEnabled,
    isSecretRequiredForRefreshToken: oauthConfig?.isSecretRequiredForRefreshToken,
    trustedIpRanges: app.ipRanges,
    tokenIpRanges: [],
    isIpBindingEnabled: oauthConfig?.isIpBindingEnabled,
  };
}

/** The components that an External Client App is made of; its children name it in `externalClientApplication`. */
interface ExternalClientAppParts {
  readonly app: readonly ExternalClientApplication[];
  readonly global: readonly ExtlClntAppGlobalOauthSettings[];
  readonly settings: readonly ExtlClntAppOauthSettings[];
  readonly security: readonly ExtlClntAppOauthSecuritySettings[];
  readonly policies: readonly ExtlClntAppOauthConfigurablePolicies[];
  readonly switches: readonly ExtlClntAppConfigurablePolicies[];
}

/** A component that says in a field which External Client App it belongs to. */
type ExternalClientAppChild = ComponentBase & { readonly externalClientApplication: Field | undefined };

/** The children of the External Client Apps that the OAuth rules look at. */
export const externalClientAppChildren = (project: Project): readonly ExternalClientAppChild[] => [
  ...project.all('ExtlClntAppGlobalOauthSettings'),
  ...project.all('ExtlClntAppOauthSettings'),
  ...project.all('ExtlClntAppOauthSecuritySettings'),
  ...project.all('ExtlClntAppOauthConfigurablePolicies'),
  ...project.all('ExtlClntAppConfigurablePolicies'),
];

function externalClientApps(project: Project): readonly OauthApp[] {
  const byName = {
    app: grouped(project.all('ExternalClientApplication'), ({ fullName }) => fullName),
    global: grouped(project.all('ExtlClntAppGlobalOauthSettings'), appNameOf),
    settings: grouped(project.all('ExtlClntAppOauthSettings'), appNameOf),
    security: grouped(project.all('ExtlClntAppOauthSecuritySettings'), appNameOf),
    policies: grouped(project.all('ExtlClntAppOauthConfigurablePolicies'), appNameOf),
    switches: grouped(project.all('ExtlClntAppConfigurablePolicies'), appNameOf),
  };
  const names = new Set(Object.values(byName).flatMap((components) => [...components.keys()]));
  return [...names].flatMap((name) => {
    const parts: ExternalClientAppParts = {
      app: byName.app.get(name) ?? [],
      global: byName.global.get(name) ?? [],
      settings: byName.settings.get(name) ?? [],
      security: byName.security.get(name) ?? [],
      policies: byName.policies.get(name) ?? [],
      switches: byName.switches.get(name) ?? [],
    };
    const versions = Math.max(...Object.values(parts).map(({ length }) => length));
    return Array.from({ length: versions }, (_, version) => externalClientApp(parts, version, project));
  });
}

/** `version`: where several package directories hold a part, the one to take; a part with fewer gives its last. */
function externalClientApp(parts: ExternalClientAppParts, version: number, project: Project): OauthApp {
  const pick = <Part>(versions: readonly Part[]): Part | undefined => versions[Math.min(version, versions.length - 1)];
  const { app, global, settings, security, policies, switches } = {
    app: pick(parts.app),
    global: pick(parts.global),
    settings: pick(parts.settings),
    security: pick(parts.security),
    policies: pick(parts.policies),
    switches: pick(parts.switches),
  };
  const found: readonly ComponentBase[] = [app, global, settings, policies, security, switches].filter(
    (part) => part !== undefined
  );
  const component = found[0]!;
  const child: ExternalClientAppChild | undefined = global ?? settings ?? policies ?? security ?? switches;
  const name = app?.fullName ?? appNameOf(child!);
  const switchedOn = policies?.isClientCredentialsFlowEnabled ?? global?.isClientCredentialsFlowEnabled;
  const isClientCredentialsFlowEnabled = switchedOn?.value ?? false;
  const state = app?.distributionState;
  return {
    component,
    kind: 'ExternalClientApp',
    name,
    title: `External Client App ${name}`,
    parts: found,
    isManaged: isPackaged(name) || (state !== undefined && isSpelled(state.value, 'Managed')),
    isEnabled: switches?.isEnabled?.value !== false && switches?.isOauthPluginEnabled?.value !== false,
    certificate: global?.certificate,
    isClientCredentialsFlowEnabled,
    clientCredentialsUser: policies?.clientCredentialsFlowUser,
    serverFlow: serverFlowOf(isClientCredentialsFlowEnabled ? switchedOn : undefined, global?.certificate),
    peopleFlow: whenTrue(global?.isDeviceFlowEnabled) ?? whenTrue(global?.isCodeCredFlowEnabled),
    scopes: asScopes(commaSeparated(settings?.commaSeparatedOauthScopes)),
    areScopesKnown: settings !== undefined,
    callbacks: lines(global?.callbackUrl),
    permittedUsers: externalClientAppUsers(policies?.permittedUsersPolicyType, project),
    permissionSets: commaSeparated(policies?.commaSeparatedPermissionSet),
    profiles: commaSeparated(policies?.commaSeparatedProfile),
    ipRelaxation: policies?.ipRelaxationPolicyType,
    refreshTokenPolicy: policies?.refreshTokenPolicyType && {
      ...readRefreshTokenPolicy(
        policies.refreshTokenPolicyType,
        policies.refreshTokenValidityPeriod,
        policies.refreshTokenValidityUnit
      ),
      ...placeOf(policies.refreshTokenPolicyType),
    },
    isEnforceRefreshTokenTTL: global?.isEnforceRefreshTokenTTL,
    isPkceRequired: global?.isPkceRequired,
    isConsumerSecretOptional: global?.isConsumerSecretOptional,
    isRefreshTokenRotationEnabled: global?.isRefreshTokenRotationEnabled,
    isSecretRequiredForRefreshToken: global?.isSecretRequiredForRefreshToken,
    trustedIpRanges: settings?.trustedIpRanges ?? [],
    tokenIpRanges: security?.tokenIpRanges ?? [],
    isIpBindingEnabled: undefined,
  };
}

/** As messages call the app of a child: `External Client App ERP_Invoices`. */
export const titleOfChild = (child: ExternalClientAppChild): string => `External Client App ${appNameOf(child)}`;

const appNameOf = (child: ExternalClientAppChild): string => child.externalClientApplication?.value ?? child.fullName;

/** By name in lower case, since full names are case-insensitive on the platform. */
function grouped<Part>(parts: readonly Part[], nameOf: (part: Part) => string): ReadonlyMap<string, readonly Part[]> {
  const groups = new Map<string, Part[]>();
  for (const part of parts) {
    const name = nameOf(part).toLowerCase();
    const known = groups.get(name);
    if (known) known.push(part);
    else groups.set(name, [part]);
  }
  return groups;
}

const placeOf = ({ at, element }: Placed): Placed => ({ at, element });

const whenTrue = (flag: Field<boolean> | undefined): Field<boolean> | undefined => (flag?.value ? flag : undefined);

/** The surer of the two first: a certificate makes the JWT bearer flow possible, a switch says that it is meant. */
function serverFlowOf(
  clientCredentials: Field<boolean> | undefined,
  certificate: PlacedCertificateBody | undefined
): ServerFlow | undefined {
  if (clientCredentials) return { name: 'client credentials', ...placeOf(clientCredentials) };
  return certificate && { name: 'JWT bearer', ...placeOf(certificate) };
}

/** Whether a text is one of the platform's words: `Enforce_RelaxRefresh` and `ENFORCE_RELAXREFRESH` are one. */
export const isSpelled = (text: string, word: string): boolean => letters(text) === letters(word);

const letters = (text: string): string => text.replace(/[_\s-]+/g, '').toLowerCase();

/** Scopes under another name than in `<scopes>`: those of the OAuth protocol, and the twin of RefreshToken. */
const SCOPE_NAMES: ReadonlyMap<string, string> = new Map([
  ...['Api', 'Basic', 'Chatter', 'Full', 'OpenID', 'RefreshToken', 'Web'].map((scope): readonly [string, string] => [
    letters(scope),
    scope,
  ]),
  [letters('OfflineAccess'), 'RefreshToken'],
]);

const asScopes = (written: readonly Field[]): readonly OauthScope[] =>
  written.map((field) => ({ ...field, scope: SCOPE_NAMES.get(letters(field.value)) ?? field.value }));

/** The addresses in a callback URL field, one a line. No address holds a blank, but a placeholder in it may: `{{ HOST }}`. */
const lines = (callbackUrl: Field | undefined): readonly Field[] =>
  callbackUrl === undefined ? [] : piecesOf(callbackUrl, /(?:\{{1,3}[^{}\n]{0,80}\}{1,3}|\S)+/g);

/** The first API version in which a Connected App says who may use it; before, its absence means nothing. */
const FIRST_VERSION_WITH_ADMIN_APPROVAL = 46;

function connectedAppUsers(
  isAdminApproved: Field | undefined,
  project: Project
): Pick<PermittedUsers, 'kind' | 'written'> {
  const written = isAdminApproved;
  if (written === undefined) {
    const version = apiVersionOf(project) ?? FIRST_VERSION_WITH_ADMIN_APPROVAL;
    return { kind: version < FIRST_VERSION_WITH_ADMIN_APPROVAL ? 'unknown' : 'self-authorized', written };
  }
  if (project.isPlaceholder(written)) return { kind: 'unknown', written };
  if (isSpelled(written.value, 'true')) return { kind: 'pre-authorized', written };
  return { kind: isSpelled(written.value, 'false') ? 'self-authorized' : 'unknown', written };
}

function externalClientAppUsers(written: Field | undefined, project: Project): PermittedUsers | undefined {
  if (written === undefined) return undefined;
  const is = (word: string): boolean => !project.isPlaceholder(written) && isSpelled(written.value, word);
  const kind = is('AllSelfAuthorized')
    ? 'self-authorized'
    : is('AdminApprovedPreAuthorized')
      ? 'pre-authorized'
      : 'unknown';
  return { kind, written, ...placeOf(written) };
}

const REFRESH_TOKEN_KINDS: ReadonlyMap<string, RefreshTokenPolicy['kind']> = new Map([
  ['infinite', 'infinite'],
  ['zero', 'zero'],
  ['specificlifetime', 'lifetime'],
  ['specificinactivity', 'inactivity'],
]);

/** Days in one of each unit. */
const DAYS_IN: ReadonlyMap<string, number> = new Map([
  ['hour', 1 / 24],
  ['hours', 1 / 24],
  ['day', 1],
  ['days', 1],
  ['month', 30],
  ['months', 30],
]);

/**
 * `specific_lifetime:90:DAYS` of a Connected App, where the default is documented to be `infinite`; or type, period and
 * unit of an External Client App.
 */
function readRefreshTokenPolicy(
  policy: Field | undefined,
  period?: Field,
  unit?: Field
): Pick<RefreshTokenPolicy, 'days' | 'kind' | 'text' | 'written'> {
  if (!policy) return { kind: 'infinite', days: undefined, text: '', written: [] };
  const [word = '', ownPeriod, ownUnit] = policy.value.split(':').map((part) => part.trim());
  const count = Number(ownPeriod ?? period?.value);
  const daysInUnit = DAYS_IN.get((ownUnit ?? unit?.value ?? '').toLowerCase());
  const kind = REFRESH_TOKEN_KINDS.get(letters(word)) ?? 'unknown';
  const hasPeriod = kind === 'lifetime' || kind === 'inactivity';
  const written = [policy, ...(hasPeriod ? [period, unit] : [])].filter((field) => field !== undefined);
  return {
    kind,
    days: hasPeriod && daysInUnit !== undefined && Number.isFinite(count) ? count * daysInUnit : undefined,
    text: written.map(({ value }) => value).join(' '),
    written,
  };
}
