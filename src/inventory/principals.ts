import { compare } from '../compare.js';
import type { Confidence } from '../findings/finding.js';
import { administrativeAmong, controlBypassesAmong } from '../model/adminPermissions.js';
import type { ComponentRef } from '../model/component.js';
import { GrantReader, groupsOf } from '../model/grants.js';
import { ENFORCE_MUTUAL_AUTHENTICATION } from '../model/mutualTls.js';
import type {
  ObjectPermission,
  PermissionSet,
  PermissionSetGroup,
  Profile,
  RecordPermissions,
} from '../model/permissionSet.js';
import { syncSignsOfGroup } from '../model/syncIdentity.js';
import { factOf, known, none, unknown, type Fact } from './fact.js';
import { openMuting } from './principalUsers.js';
import { distinct, grouped, keyOf, type FindingCounts, type ProjectFacts } from './projectFacts.js';

/** What a principal may do with the records of one object. */
export interface ObjectAccess {
  readonly object: string;
  /** Some of `CRUD`: create, read, update, delete. */
  readonly access: string;
  readonly viewAllRecords: boolean;
  readonly modifyAllRecords: boolean;
  readonly viewAllFields: boolean;
}

/** A permission set, group or profile that an integration runs with, that may use principals, or that apps name. */
export interface PrincipalRow extends ComponentRef {
  /** Folder of the project, relative to the scanned root; `.` for the root itself. */
  readonly project: string;
  /** Empty where the project does not hold it. */
  readonly file: string;
  /** Why it is taken for a sync identity; none where it is not. */
  readonly syncIdentity: Fact<{ readonly confidence: Confidence; readonly reasons: readonly string[] }>;
  readonly license: Fact<string>;
  /** The groups that hold it; of a group, its permission sets. */
  readonly groups: readonly string[];
  readonly members: readonly string[];
  /** By object; less what muting takes away. */
  readonly objects: Fact<readonly ObjectAccess[]>;
  /** The administrative permissions and those that get around a control, the gravest first. */
  readonly administration: Fact<readonly string[]>;
  /** Whether it restricts its users to the API, or makes them present a client certificate. */
  readonly restrictions: readonly string[];
  /** Principals of External Credentials, as permission sets name them. */
  readonly credentialPrincipals: readonly string[];
  /** Apps that name it, or a permission set of it. */
  readonly apps: readonly string[];
  /** What the files leave open; empty where they leave nothing open. */
  readonly note: string;
  readonly findings: FindingCounts;
}

type Holder = PermissionSet | PermissionSetGroup | Profile;

/** The principals of one project: groups, permission sets and profiles, by name. */
export function principalRows(facts: ProjectFacts): readonly PrincipalRow[] {
  const { project, sync } = facts;
  const reader = new GrantReader(project);
  const appsByName = appsThatName(facts);
  const granting = project.all('PermissionSet').filter((set) => set.externalCredentialPrincipals.length > 0);
  const named = [...appsByName.values()].map(({ component }) => component);
  const holders: readonly Holder[] = [
    ...sync.groups,
    ...sync.identities.map(({ holder }) => holder),
    ...granting,
    ...named.flatMap((component) => findHolder(facts, component) ?? []),
  ];
  const groups = holders.flatMap((holder) =>
    holder.type === 'PermissionSet'
      ? groupsOf(project, holder.fullName).filter((group) => hasUse(facts, appsByName, group))
      : []
  );
  const found = distinct([...holders, ...groups]).map((holder) => rowOf(facts, holder, reader, appsByName));
  const absent = named
    .filter((component) => !findHolder(facts, component))
    .map((component) => absentRow(facts, component, appsByName));
  return [...found, ...absent].sort((a, b) => compare(a.type, b.type) || compare(keyOf(a), keyOf(b)));
}

interface NamedByApps {
  readonly component: ComponentRef;
  readonly apps: readonly string[];
}
type AppsByName = ReadonlyMap<string, NamedByApps>;

/** What apps name, by `Type:FullName` in lower case, with their titles. */
function appsThatName({ project, apps }: ProjectFacts): AppsByName {
  const mentions = apps.flatMap((app) =>
    [
      ...app.permissionSets.map((name) => ({ type: 'PermissionSet', name })),
      ...app.profiles.map((name) => ({ type: 'Profile', name })),
    ].flatMap(({ type, name }) =>
      project.isPlaceholder(name) ? [] : [{ component: { type, fullName: name.value }, title: app.title }]
    )
  );
  return new Map(
    [...grouped(mentions, ({ component }) => keyOf(component))].map(([key, ofOne]) => [
      key,
      { component: ofOne[0]!.component, apps: [...new Set(ofOne.map(({ title }) => title))].sort() },
    ])
  );
}

const findHolder = (
  { project }: ProjectFacts,
  { type, fullName }: ComponentRef
): PermissionSet | Profile | undefined =>
  type === 'Profile' ? project.find('Profile', fullName) : project.find('PermissionSet', fullName);

/** Whether a group gives its users a principal or an app. */
const hasUse = (facts: ProjectFacts, apps: AppsByName, group: PermissionSetGroup): boolean =>
  credentialPrincipalsOf(facts, group).length > 0 || appsOfHolder(apps, group).length > 0;

function rowOf(facts: ProjectFacts, holder: Holder, reader: GrantReader, apps: AppsByName): PrincipalRow {
  const { project } = facts;
  const { userPermissions, records } =
    holder.type === 'PermissionSetGroup' ? ofGroup(facts, holder, reader) : ofHolder(facts, holder, reader);
  const names = [...userPermissions];
  const bypasses = controlBypassesAmong(names).map(({ name }) => name);
  const administration = [...new Set([...administrativeAmong(names), ...bypasses])];
  const objects = objectsOf(records);
  return {
    project: facts.root,
    type: holder.type,
    fullName: holder.fullName,
    file: holder.at.file,
    syncIdentity: syncFact(facts, holder),
    license:
      holder.type === 'PermissionSetGroup'
        ? none('groups have none')
        : factOf(project, holder.type === 'Profile' ? holder.userLicense : holder.license, none('any')),
    groups:
      holder.type === 'PermissionSet'
        ? groupsOf(project, holder.fullName)
            .map(({ fullName }) => fullName)
            .sort()
        : [],
    members: holder.type === 'PermissionSetGroup' ? holder.permissionSets.map(({ value }) => value).sort() : [],
    objects: objects.length > 0 ? known(objects) : none('no object'),
    administration: administration.length > 0 ? known(administration) : none('no administration'),
    restrictions: ['ApiUserOnly', ENFORCE_MUTUAL_AUTHENTICATION].filter((name) => userPermissions.has(name)),
    credentialPrincipals: credentialPrincipalsOf(facts, holder),
    apps: appsOfHolder(apps, holder),
    note: noteOf(facts, holder),
    findings: facts.countFindings([holder]),
  };
}

/** What an app names and the project does not hold. */
function absentRow(facts: ProjectFacts, { type, fullName }: ComponentRef, apps: AppsByName): PrincipalRow {
  const fact = unknown('it is not in the project');
  return {
    project: facts.root,
    type,
    fullName,
    file: '',
    syncIdentity: fact,
    license: fact,
    groups: [],
    members: [],
    objects: fact,
    administration: fact,
    restrictions: [],
    credentialPrincipals: [],
    apps: apps.get(keyOf({ type, fullName }))!.apps,
    note: 'it is not in the project',
    findings: facts.countFindings([]),
  };
}

interface Granted {
  readonly userPermissions: ReadonlySet<string>;
  readonly records: readonly RecordPermissions[];
}

/** A sync identity as the rules judge it; another one less what all its groups mute. */
function ofHolder({ project, sync }: ProjectFacts, holder: PermissionSet | Profile, reader: GrantReader): Granted {
  const identity = sync.identities.find((one) => one.holder === holder);
  const groups = holder.type === 'PermissionSet' ? groupsOf(project, holder.fullName) : [];
  const grants = identity?.grants ?? reader.grantsOf(holder, groups);
  return { userPermissions: new Set(grants.userPermissions.map(({ value }) => value)), records: [grants.records()] };
}

/** The union of a group's permission sets, each less what the group mutes. */
function ofGroup({ project }: ProjectFacts, group: PermissionSetGroup, reader: GrantReader): Granted {
  const grants = membersOf(project, group).map((member) => reader.grantsOf(member, [group]));
  return {
    userPermissions: new Set(grants.flatMap(({ userPermissions }) => userPermissions.map(({ value }) => value))),
    records: grants.map(({ records }) => records()),
  };
}

const membersOf = (project: ProjectFacts['project'], group: PermissionSetGroup): readonly PermissionSet[] => [
  ...new Set(group.permissionSets.flatMap(({ value }) => project.find('PermissionSet', value) ?? [])),
];

const LETTERS = [
  ['C', 'allowCreate'],
  ['R', 'allowRead'],
  ['U', 'allowEdit'],
  ['D', 'allowDelete'],
] as const;
const WIDE = ['viewAllRecords', 'modifyAllRecords', 'viewAllFields'] as const;

function objectsOf(records: readonly RecordPermissions[]): readonly ObjectAccess[] {
  const permissions = records.flatMap(({ objectPermissions }) => objectPermissions);
  return [...grouped(permissions, ({ object }) => object.toLowerCase())]
    .sort(([a], [b]) => compare(a, b))
    .flatMap(([, ofObject]): readonly ObjectAccess[] => {
      const has = (flag: keyof ObjectPermission): boolean =>
        ofObject.some((one) => (one[flag] as { readonly value?: unknown } | undefined)?.value === true);
      const access = LETTERS.flatMap(([letter, flag]) => (has(flag) ? [letter] : [])).join('');
      if (access === '' && !WIDE.some(has)) return [];
      return [
        {
          object: ofObject[0]!.object,
          access,
          viewAllRecords: has('viewAllRecords'),
          modifyAllRecords: has('modifyAllRecords'),
          viewAllFields: has('viewAllFields'),
        },
      ];
    });
}

function syncFact({ project, config, sync }: ProjectFacts, holder: Holder): PrincipalRow['syncIdentity'] {
  const signs =
    holder.type === 'PermissionSetGroup'
      ? syncSignsOfGroup(project, holder, config.sync)
      : (sync.identities.find((one) => one.holder === holder)?.signs ?? []);
  if (signs.length === 0) return none('not taken for one');
  return known({
    confidence: signs.some(({ confidence }) => confidence === 'high') ? 'high' : 'medium',
    reasons: [...new Set(signs.map(({ reason }) => reason))],
  });
}

function credentialPrincipalsOf({ project, users }: ProjectFacts, holder: Holder): readonly string[] {
  if (holder.type === 'Profile') return [];
  const names =
    holder.type === 'PermissionSet'
      ? holder.externalCredentialPrincipals
      : membersOf(project, holder)
          .flatMap((member) => member.externalCredentialPrincipals)
          .filter(({ value }) => !users.isMuted(holder, value));
  return [...new Set(names.map(({ value }) => value))].sort();
}

function appsOfHolder(apps: AppsByName, holder: Holder): readonly string[] {
  const refs: readonly ComponentRef[] =
    holder.type === 'PermissionSetGroup'
      ? holder.permissionSets.map(({ value }) => ({ type: 'PermissionSet', fullName: value }))
      : [holder];
  return [...new Set(refs.flatMap((ref) => apps.get(keyOf(ref))?.apps ?? []))].sort();
}

function noteOf({ project }: ProjectFacts, holder: Holder): string {
  if (holder.type === 'Profile') return 'a retrieved profile may lack what was not retrieved with it';
  if (holder.type === 'PermissionSet') return '';
  const missing = holder.permissionSets.filter(({ value }) => !project.find('PermissionSet', value));
  return [
    ...(missing.length === 0
      ? []
      : [`its permission set ${missing.map(({ value }) => value).join(' and ')} is not in the project`]),
    ...[openMuting(project, holder)].filter((note) => note !== ''),
  ].join('; ');
}
