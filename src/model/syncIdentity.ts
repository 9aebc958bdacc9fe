import type { SyncConfig } from '../config/config.js';
import type { Confidence } from '../findings/finding.js';
import { componentKey, type ComponentRef } from './component.js';
import { matchesAny } from './namePattern.js';
import { oauthApps } from './oauthApp.js';
import type { PermissionSet, PermissionSetGroup, Profile } from './permissionSet.js';
import type { Project } from './project.js';

/** A permission set or profile that an integration runs with, and how that is known. */
export interface SyncIdentity {
  readonly holder: PermissionSet | Profile;
  /** `high` when config, a licence, a permission or an app says so; `medium` when only the name does. */
  readonly confidence: Confidence;
  /** In a few words each, the surest first: `holds API Only User`. */
  readonly reasons: readonly string[];
}

/** The sync identities of a project, in file order. */
export type SyncIdentities = ReadonlyMap<PermissionSet | Profile, SyncIdentity>;

/** Licences that only integration users have (Salesforce Help: the Salesforce Integration user licence). */
const INTEGRATION_LICENSES: ReadonlySet<string> = new Set([
  'SalesforceAPIIntegrationPsl',
  'Salesforce API Integration',
  'Salesforce Integration',
  'Cloud Integration User',
  'Analytics Cloud Integration User',
]);

/** Words of a name that tell of an integration; whole words only, since a substring hits every second name. */
const INTEGRATION_WORDS: readonly string[] = [
  'api',
  'apis',
  'backup',
  'boomi',
  'bot',
  'celigo',
  'connector',
  'dataloader',
  'elt',
  'esb',
  'etl',
  'fivetran',
  'informatica',
  'integration',
  'integrations',
  'interface',
  'jitterbit',
  'middleware',
  'mulesoft',
  'n8n',
  'rest',
  'snaplogic',
  'soap',
  'svc',
  'sync',
  'synch',
  'synchronisation',
  'synchronization',
  'talend',
  'workato',
  'zapier',
];

/** Profiles that Salesforce owns and nobody can edit; older retrieves leave out `<custom>`. */
const STANDARD_PROFILES: ReadonlySet<string> = new Set([
  'Admin',
  'Analytics Cloud Integration User',
  'Analytics Cloud Security User',
  'B2BMA Integration User',
  'Einstein Agent User',
  'Minimum Access - API Only Integrations',
  'Minimum Access - Salesforce',
  'ReadOnly',
  'Sales Insights Integration User',
  'Salesforce API Only System Integrations',
  'SalesforceIQ Integration User',
  'Standard',
]);

/**
 * Recognises sync identities: by config, by licence, by `ApiUserOnly`, by an app that signs in without a person, by the
 * group they belong to, or, less surely, by the words of their name. A grant of an external credential's principal is no
 * sign: ordinary users have them to trigger callouts. Packaged components and standard profiles belong to others.
 */
export function recognizeSyncIdentities(project: Project, config: SyncConfig): SyncIdentities {
  const holders = [...project.all('PermissionSet'), ...project.all('Profile').filter(isCustomProfile)].filter(
    (holder) => !isPackaged(holder.fullName)
  );
  const words = new Set([...INTEGRATION_WORDS, ...config.words.map((word) => word.toLowerCase())]);
  const byApp = holdersOfServerApps(project);
  const groups = project
    .all('PermissionSetGroup')
    .flatMap((group) => {
      const signs = groupSigns(project, group, config, words);
      return signs.length > 0 ? [{ group, signs }] : [];
    });

  const identities = new Map<PermissionSet | Profile, SyncIdentity>();
  for (const holder of holders) {
    if (matchesAny(config.exclude, componentKey(holder))) continue;
    const signs = [
      ...ownSigns(holder, config, words),
      ...(byApp.get(refKey(holder)) ?? []),
      ...(holder.type === 'PermissionSet'
        ? groups.filter(({ group }) => hasMember(group, holder)).flatMap(({ group, signs: ofGroup }) =>
            ofGroup.map(({ confidence }) => ({ confidence, reason: `member of the group ${group.fullName}` }))
          )
        : []),
    ];
    if (signs.length === 0) continue;
    const sure = signs.filter(({ confidence }) => confidence === 'high');
    identities.set(holder, {
      holder,
      confidence: sure.length > 0 ? 'high' : 'medium',
      reasons: [...new Set((sure.length > 0 ? sure : signs).map(({ reason }) => reason))],
    });
  }
  return identities;
}

interface Sign {
  readonly confidence: Confidence;
  readonly reason: string;
}

function ownSigns(holder: PermissionSet | Profile, config: SyncConfig, words: ReadonlySet<string>): readonly Sign[] {
  const signs: Sign[] = [];
  if (matchesAny(config.include, componentKey(holder))) signs.push({ confidence: 'high', reason: 'named in sync.include' });
  if (holder.userPermissions.some(({ value }) => value === 'ApiUserOnly')) {
    signs.push({ confidence: 'high', reason: 'holds API Only User' });
  }
  const license = holder.type === 'Profile' ? holder.userLicense : holder.license;
  if (license && INTEGRATION_LICENSES.has(license.value)) {
    signs.push({ confidence: 'high', reason: `has the licence ${license.value}` });
  }
  const word = integrationWord(words, holder.fullName, holder.label?.value);
  if (word !== undefined) signs.push({ confidence: 'medium', reason: `has the word "${word}" in its name` });
  return signs;
}

function groupSigns(
  project: Project,
  group: PermissionSetGroup,
  config: SyncConfig,
  words: ReadonlySet<string>
): readonly Sign[] {
  if (matchesAny(config.exclude, componentKey(group)) || isPackaged(group.fullName)) return [];
  const signs: Sign[] = [];
  if (matchesAny(config.include, componentKey(group))) signs.push({ confidence: 'high', reason: 'named in sync.include' });
  for (const { value } of group.permissionSets) {
    const member = project.find('PermissionSet', value);
    if (!member) continue;
    const isApiOnly = member.userPermissions.some((permission) => permission.value === 'ApiUserOnly');
    if (isApiOnly || (member.license && INTEGRATION_LICENSES.has(member.license.value))) {
      signs.push({ confidence: 'high', reason: `holds ${member.fullName}` });
    }
  }
  const word = integrationWord(words, group.fullName, group.label?.value);
  if (word !== undefined) signs.push({ confidence: 'medium', reason: `has the word "${word}" in its name` });
  return signs;
}

/** The permission sets and profiles of apps whose client signs in by itself: client credentials, or a JWT it signs. */
function holdersOfServerApps(project: Project): ReadonlyMap<string, readonly Sign[]> {
  const signs = new Map<string, Sign[]>();
  for (const app of oauthApps(project)) {
    const flow = app.isClientCredentialsFlowEnabled ? 'client credentials' : app.certificate ? 'JWT bearer' : undefined;
    if (flow === undefined) continue;
    const sign: Sign = { confidence: 'high', reason: `used by the app ${app.component.fullName} (${flow} flow)` };
    const keys = [
      ...app.permissionSets.map(({ value }) => refKey({ type: 'PermissionSet', fullName: value })),
      ...(app.isClientCredentialsFlowEnabled
        ? app.profiles.map(({ value }) => refKey({ type: 'Profile', fullName: value }))
        : []),
    ];
    for (const key of keys) signs.set(key, [...(signs.get(key) ?? []), sign]);
  }
  return signs;
}

/** The first of the words that stands in a name as a whole word: `HqEMEA_sync2` has `sync`. */
function integrationWord(words: ReadonlySet<string>, ...names: ReadonlyArray<string | undefined>): string | undefined {
  for (const name of names) {
    for (const word of (name ?? '').match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+(?:\d[a-z]+)?/g) ?? []) {
      if (words.has(word.toLowerCase())) return word;
    }
  }
  return undefined;
}

/** `namespace__Name`, also Salesforce's own `sfdcInternalInt__`. */
export const isPackaged = (fullName: string): boolean => /^[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)*__[A-Za-z]/.test(fullName);

const isCustomProfile = (profile: Profile): boolean =>
  profile.custom?.value ?? !STANDARD_PROFILES.has(profile.fullName);

const refKey = (ref: ComponentRef): string => componentKey(ref).toLowerCase();

const hasMember = (group: PermissionSetGroup, { fullName }: PermissionSet): boolean =>
  group.permissionSets.some(({ value }) => value.toLowerCase() === fullName.toLowerCase());
