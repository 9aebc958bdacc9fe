import type { SyncConfig } from '../config/config.js';
import type { Confidence, NotEvaluated } from '../findings/finding.js';
import type { Location } from '../location.js';
import { administrativeAmong, broughtAlongBy } from './adminPermissions.js';
import { componentKey, type ComponentRef, type Field } from './component.js';
import { GrantReader, groupsOf, mutingSetsOf, type Grants } from './grants.js';
import { matchesAny } from './namePattern.js';
import { asPhrase, findWord } from './nameWords.js';
import { oauthApps } from './oauthApp.js';
import { isPackaged } from './packaged.js';
import type { PermissionSet, PermissionSetGroup, Profile } from './permissionSet.js';
import type { Project } from './project.js';

/** A permission set or profile that an integration runs with, and how that is known. */
export interface SyncIdentity {
  readonly holder: PermissionSet | Profile;
  /** `high` when config, a licence, a permission, an app or a group says so; `medium` when only a name does. */
  readonly confidence: Confidence;
  /** What it is recognised by, the surest first. Never empty. */
  readonly signs: readonly SyncSign[];
  /**
   * The groups through which the integration gets it, whose muting counts. A set that is recognised by itself may come
   * through any group that holds it; one that is recognised by its group comes through such groups alone.
   */
  readonly groups: readonly PermissionSetGroup[];
  /** All that the holder's file enables, without what every one of the groups mutes. */
  readonly grants: Grants;
}

/** One thing that tells of an integration. */
export interface SyncSign {
  readonly confidence: Confidence;
  /** In a few words, to follow "recognised by": `its licence Salesforce Integration`. */
  readonly reason: string;
  /** Where it stands; undefined for a name and for config. */
  readonly at: Location | undefined;
}

/** The sync identities of a project, in file order, and the groups that make their members ones. */
export interface SyncIdentities {
  readonly identities: readonly SyncIdentity[];
  readonly groups: readonly PermissionSetGroup[];
}

/**
 * Licences that only integration users have.
 * https://help.salesforce.com/s/articleView?id=platform.integration_user.htm&language=en_US&type=5
 */
export const INTEGRATION_LICENSES: ReadonlySet<string> = new Set([
  'SalesforceAPIIntegrationPsl',
  'Salesforce API Integration',
  'Salesforce Integration',
  'Cloud Integration User',
  'Analytics Cloud Integration User',
]);

/**
 * Words of a name that tell of an integration. Words that are English besides stand in a phrase: `Rest_of_World` and
 * `Rest_Area` are for people.
 */
const INTEGRATION_WORDS: readonly string[] = [
  'api',
  'apis',
  'backup',
  'boomi',
  'bot',
  'bots',
  'celigo',
  'connector',
  'data loader',
  'dataloader',
  'elt',
  'esb',
  'etl',
  'fivetran',
  'informatica',
  'integration',
  'integrations',
  'interface',
  'interfaces',
  'jitterbit',
  'middleware',
  'mulesoft',
  'mule soft',
  'n8n',
  'rest client',
  'rest endpoint',
  'rest resource',
  'rest service',
  'rest services',
  'rest user',
  'snap logic',
  'snaplogic',
  'soap client',
  'soap service',
  'soap services',
  'soap user',
  'svc',
  'sync',
  'synch',
  'synchronisation',
  'synchronization',
  'talend',
  'web service',
  'web services',
  'webservice',
  'webservices',
  'workato',
  'zapier',
];

/** Names in which one of the words means something for people to look at. */
const HUMAN_PHRASES: readonly string[] = ['user interface', 'bot builder', 'bot manager', 'manage bots'];

/** Profiles that Salesforce owns, by full name: older retrieves leave out `<custom>`. */
const STANDARD_PROFILES: ReadonlySet<string> = new Set([
  'Admin',
  'Analytics Cloud Integration User',
  'Analytics Cloud Security User',
  'Anypoint Integration',
  'B2BMA Integration User',
  'Chatter External User',
  'Chatter Free User',
  'Chatter Moderator User',
  'ContractManager',
  'Cross Org Data Proxy User',
  'Einstein Agent User',
  'MarketingProfile',
  'Minimum Access - Salesforce',
  'ReadOnly',
  'Sales Insights Integration User',
  'SalesforceIQ Integration User',
  'SolutionManager',
  'Standard',
  'StandardAul',
]);

/**
 * Standard profiles for integrations whose permissions a team can change, all but API Only User.
 * https://help.salesforce.com/s/articleView?id=platform.integration_user.htm&language=en_US&type=5
 */
const EDITABLE_STANDARD_PROFILES: ReadonlySet<string> = new Set([
  'Minimum Access - API Only Integrations',
  'Salesforce API Only System Integrations',
]);

/**
 * Recognises sync identities: by config, by licence, by `ApiUserOnly`, by an app that signs in without a person, by the
 * group they belong to, or, less surely, by the words of a name. A grant of an external credential's principal is no
 * sign: ordinary users have them to trigger callouts. Packaged components and standard profiles belong to others, and
 * are only looked at when config includes them.
 */
export function recognizeSyncIdentities(project: Project, config: SyncConfig): SyncIdentities {
  const signsOfName = nameSigns(config);
  const byApp = signsByApp(project);
  const groupSigns = new Map<PermissionSetGroup, readonly SyncSign[]>();
  for (const group of project.all('PermissionSetGroup')) {
    const signs = signsOfGroup(project, group, config, signsOfName);
    if (signs.length > 0) groupSigns.set(group, signs);
  }

  const grantReader = new GrantReader(project);
  const identities: SyncIdentity[] = [];
  for (const holder of [...project.all('PermissionSet'), ...project.all('Profile')]) {
    const key = componentKey(holder);
    if (matchesAny(config.exclude, key)) continue;
    const isIncluded = matchesAny(config.include, key);
    if (!isIncluded && (isPackaged(holder.fullName) || isOwnedBySalesforce(holder))) continue;
    const own: readonly SyncSign[] = [
      ...(isIncluded ? [INCLUDED] : []),
      ...licenseSigns(holder.type === 'Profile' ? holder.userLicense : holder.license),
      ...apiOnlySigns(holder.userPermissions),
      ...(byApp.get(key.toLowerCase()) ?? []),
      ...signsOfName(holder.fullName, holder.label?.value),
    ];
    const groups = holder.type === 'PermissionSet' ? groupsOf(project, holder.fullName) : [];
    const qualifying = groups.filter((group) => groupSigns.has(group));
    const signs = [...own, ...qualifying.flatMap((group) => asMember(holder, group, groupSigns.get(group)!))].sort(
      (a, b) => Number(a.confidence !== 'high') - Number(b.confidence !== 'high')
    );
    const [surest] = signs;
    if (!surest) continue;
    const itsGroups = own.length > 0 ? groups : qualifying;
    identities.push({
      holder,
      confidence: surest.confidence,
      signs,
      groups: itsGroups,
      grants: grantReader.grantsOf(holder, itsGroups),
    });
  }
  return { identities, groups: [...groupSigns.keys()] };
}

/** The administrative permissions of a sync identity that config does not allow. */
export interface UnwantedAdministration {
  /** Those that do not come along with another one, the gravest first. */
  readonly causes: readonly string[];
  /** How many others come along with them. */
  readonly broughtAlong: number;
  /** All of them. */
  readonly unwanted: readonly string[];
}

/** What tells that a group is an integration's; nothing where none does. */
export const syncSignsOfGroup = (
  project: Project,
  group: PermissionSetGroup,
  config: SyncConfig
): readonly SyncSign[] => signsOfGroup(project, group, config, nameSigns(config));

/** What administrative permissions a sync identity has that config does not allow it. */
export function unwantedAdministration(config: SyncConfig, { holder, grants }: SyncIdentity): UnwantedAdministration {
  const administrative = administrativeAmong(grants.userPermissions.map(({ value }) => value));
  const allowed = administrative.filter((name) => isAllowed(config, name, holder));
  const excused = new Set([...allowed, ...broughtAlongBy(allowed)]);
  const unwanted = administrative.filter((name) => !excused.has(name));
  const brought = broughtAlongBy(unwanted);
  const causes = unwanted.filter((name) => !brought.has(name));
  return { causes, broughtAlong: unwanted.length - causes.length, unwanted };
}

/** Whether config says that a holder is meant to have a permission, or to delete an object's records. */
export const isAllowed = (config: SyncConfig, name: string, holder: ComponentRef): boolean =>
  Object.entries(config.allow).some(
    ([allowed, holders]) => allowed.toLowerCase() === name.toLowerCase() && matchesAny(holders, componentKey(holder))
  );

/** The members and muting sets of integrations' groups that the project does not hold, so that nobody can judge them. */
export function* unknownGroupMembers(
  project: Project,
  { identities, groups }: SyncIdentities
): Generator<NotEvaluated> {
  for (const group of groups) {
    for (const name of group.permissionSets) {
      if (isPackaged(name.value) || project.find('PermissionSet', name.value)) continue;
      yield {
        notEvaluated: 'not-in-project',
        component: group,
        where: name,
        message: `Permission Set Group ${group.fullName} gives an integration the permission set ${name.value}, which is not in the project`,
      };
    }
  }
  for (const group of new Set(identities.flatMap((identity) => identity.groups))) {
    for (const name of group.mutingPermissionSets) {
      if (project.find('MutingPermissionSet', name.value)) continue;
      yield {
        notEvaluated: 'not-in-project',
        component: group,
        where: name,
        message: `Permission Set Group ${group.fullName} has the muting permission set ${name.value}, which is not in the project, so that what it takes away is unknown`,
      };
    }
  }
}

export { isPackaged };

const INCLUDED: SyncSign = { confidence: 'high', reason: 'sync.include', at: undefined };

type SignsOfName = (...names: ReadonlyArray<string | undefined>) => readonly SyncSign[];

function nameSigns(config: SyncConfig): SignsOfName {
  const words = [
    ...config.words.flatMap((word) => [word.toLowerCase(), asPhrase(word)]).filter((word) => word !== ''),
    ...INTEGRATION_WORDS,
  ];
  return (...names) => {
    const telling = names.filter((name) => name !== undefined && findWord(HUMAN_PHRASES, name) === undefined);
    const word = findWord(words, ...telling);
    return word === undefined
      ? []
      : [
          {
            confidence: 'medium',
            reason: `name only (the ${word.includes(' ') ? 'words' : 'word'} "${word}")`,
            at: undefined,
          },
        ];
  };
}

const licenseSigns = (license: Field | undefined): readonly SyncSign[] =>
  license && INTEGRATION_LICENSES.has(license.value)
    ? [{ confidence: 'high', reason: `its licence ${license.value}`, at: license.at }]
    : [];

const apiOnlySigns = (userPermissions: readonly Field[]): readonly SyncSign[] =>
  userPermissions
    .filter(({ value }) => value === 'ApiUserOnly')
    .map(({ value, at }) => ({ confidence: 'high', reason: `its permission ${value}`, at }));

/**
 * A group is an integration's when config or its name says so, or when one of its sets is for integration users alone.
 * The surest sign comes first.
 */
function signsOfGroup(
  project: Project,
  group: PermissionSetGroup,
  config: SyncConfig,
  signsOfName: SignsOfName
): readonly SyncSign[] {
  const key = componentKey(group);
  const isIncluded = matchesAny(config.include, key);
  if (matchesAny(config.exclude, key) || (isPackaged(group.fullName) && !isIncluded)) return [];
  const muted = new Set(
    mutingSetsOf(project, group).flatMap(({ userPermissions }) => userPermissions.map(({ value }) => value))
  );
  return [
    ...(isIncluded ? [INCLUDED] : []),
    ...group.permissionSets.flatMap(({ value }) => {
      const member = project.find('PermissionSet', value);
      if (!member || matchesAny(config.exclude, componentKey(member))) return [];
      return [
        ...licenseSigns(member.license),
        ...apiOnlySigns(member.userPermissions.filter((permission) => !muted.has(permission.value))),
      ].map((sign) => ({ ...sign, reason: `the member ${member.fullName} and ${sign.reason}` }));
    }),
    ...signsOfName(group.fullName, group.label?.value),
  ];
}

/** What a group's signs say of a member of it. */
function asMember(
  holder: PermissionSet | Profile,
  group: PermissionSetGroup,
  signs: readonly SyncSign[]
): readonly SyncSign[] {
  const [surest] = signs as readonly [SyncSign, ...SyncSign[]];
  const membership = group.permissionSets.find(({ value }) => value.toLowerCase() === holder.fullName.toLowerCase());
  const reason = `its group ${group.fullName}, which is known by ${surest.reason}`;
  return [{ confidence: surest.confidence, reason, at: membership?.at }];
}

/** The permission sets and profiles of apps whose client signs in by itself: client credentials, or a JWT it signs. */
function signsByApp(project: Project): ReadonlyMap<string, readonly SyncSign[]> {
  const signs = new Map<string, SyncSign[]>();
  for (const app of oauthApps(project)) {
    const flow = app.isClientCredentialsFlowEnabled ? 'client credentials' : app.certificate ? 'JWT bearer' : undefined;
    if (flow === undefined) continue;
    // Pre-authorised profiles are often people's; the user of the client credentials flow has one of them in any case.
    const users = [
      ...app.permissionSets.map((name) => ({ type: 'PermissionSet', name })),
      ...(app.isClientCredentialsFlowEnabled ? app.profiles.map((name) => ({ type: 'Profile', name })) : []),
    ];
    for (const { type, name } of users) {
      const key = componentKey({ type, fullName: name.value }).toLowerCase();
      const sign: SyncSign = {
        confidence: 'high',
        reason: `the app ${app.component.fullName} (${flow} flow)`,
        at: name.at,
      };
      signs.set(key, [...(signs.get(key) ?? []), sign]);
    }
  }
  return signs;
}

/** Whether a holder is a standard profile whose permissions a team cannot change. */
export function isOwnedBySalesforce(holder: PermissionSet | Profile): boolean {
  if (holder.type !== 'Profile' || EDITABLE_STANDARD_PROFILES.has(holder.fullName)) return false;
  return holder.custom === undefined ? STANDARD_PROFILES.has(holder.fullName) : !holder.custom.value;
}
