import type { NotEvaluated, Problem } from '../findings/finding.js';
import type { Location } from '../location.js';
import { SUPER_ADMINISTRATOR } from '../model/adminPermissions.js';
import type { ComponentRef } from '../model/component.js';
import { GrantReader, mutingSetsOf, type EffectiveGrants, type GrantSource, type ObjectFlag } from '../model/grants.js';
import { listNames, sortedNames } from '../model/nameList.js';
import { isPackaged } from '../model/packaged.js';
import type { MutingPermissionSet, PermissionSet, PermissionSetGroup } from '../model/permissionSet.js';
import type { Project } from '../model/project.js';
import { isAllowed } from '../model/syncIdentity.js';
import { defineRule } from './rule.js';

/** Places besides the first that a finding shows. */
const MOST_RELATED = 3;

interface Options {
  maximumObjects: number;
}

export default defineRule<Options>({
  id: 'permission-set-group-overprivileged',
  title: 'Permission set group that adds up to more than its permission sets, or whose muting falls short',
  severity: 'medium',
  cases:
    'A muting permission set that takes nothing away is info. Where a broader permission undoes the muting, confidence is medium.',
  confidence: 'high',
  persona: 'regular',
  looksAt: ['PermissionSetGroup', 'PermissionSet', 'MutingPermissionSet'],
  tags: ['identity', 'sync'],
  why: `The users of a permission set group have the union of its permission sets, without what its muting permission set enables. Each set may
be modest, and the group is not. No other rule sees that, since they look at one permission set at a time; what one set grants by itself is
reported there and not repeated here. Three things are:

- **Super administrator.** \`ModifyAllData\`, \`ManageUsers\` and \`ViewAllData\` are all in the group, spread over several sets: its users read
  and change everything, and make further accounts.
- **View All Records.** The sets of an integration's group have it on few objects each, and on more than \`maximumObjects\` together.
- **Muting that falls short.** What the muting permission set takes away is still there through something broader that the group keeps:
  Delete on Account through \`ModifyAllData\`, a field through View All Fields, which reads past field permissions. Or the muting
  permission set enables nothing: in such a file \`true\` takes away, and \`false\` does nothing, which reads the wrong way round at first.

Muting holds inside its group alone: a user who also has the permission set directly, or through another group, keeps what it grants. No
file shows that.`,
  remedy: `Split the group by duty, or mute what the users of this one do not need. In a muting permission set \`true\` takes away:

\`\`\`xml
<MutingPermissionSet xmlns="http://soap.sforce.com/2006/04/metadata">
    <label>Branch Operations Muting</label>
    <userPermissions>
        <enabled>true</enabled>
        <name>ManageUsers</name>
    </userPermissions>
</MutingPermissionSet>
\`\`\`

Where something broader undoes the muting, mute the broader permission as well.`,
  setup: 'Users > Permission Set Groups > (the group) > Muting Permission Set in Group',
  whenWrong: `A group for the few administrators of the org adds up to that on purpose: accept the finding with the reason. When somebody mutes a
permission in Setup, Salesforce mutes those that need it as well; no document says what a deployed file does that mutes only one of them,
so the finding on muting that falls short has medium confidence. Groups of packages (\`ns__Name\`) are left alone, and so is what a packaged
permission set in the group grants as long as the project does not hold it.`,
  links: [
    'https://help.salesforce.com/s/articleView?id=platform.perm_set_groups_muting.htm&language=en_US&type=5',
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_mutingpermissionset.htm',
    'https://help.salesforce.com/s/articleView?id=000321298&language=en_US&type=1',
    'https://docs.securitybenchmark.org',
  ],
  controls: [
    'CWE-250',
    'CWE-269',
    'SBS-ACS-004',
    'SBS-ACS-008',
    'OWASP-NHI5:2025',
    'ZT-CHECK-3',
    'ZT-LAYER-3',
    'ZT-PATTERN-2',
    'ZT-PHASE-1',
    'ZT-PHASE-2',
  ],
  since: '0.1.0',
  options: {
    maximumObjects: {
      description:
        "On how many objects the permission sets of an integration's group may have View All Records together.",
      default: 5,
      schema: { type: 'integer', minimum: 0 },
    },
  },

  *check(project, context) {
    const { sync, config, options } = context;
    const grantReader = new GrantReader(project);
    const syncHolders = new Set<ComponentRef>(sync.identities.map(({ holder }) => holder));
    // What a rule on sync identities reports already: one root cause, one finding.
    const isReported: IsReported = ({ holder, permission }) =>
      syncHolders.has(holder) && !isAllowed(config.sync, permission, holder);
    const syncGroups = new Set(sync.groups);
    for (const group of project.all('PermissionSetGroup')) {
      if (isPackaged(group.fullName)) continue;
      yield* unknownParts(project, group);
      const grants = grantReader.effectiveGrants(group);
      yield* superAdministrator(group, grants, isReported);
      if (syncGroups.has(group)) yield* manyViews(group, grants, options);
      for (const muting of mutingSetsOf(project, group)) yield* shortfalls(project, group, muting, grants, isReported);
    }
  },
});

type IsReported = (source: GrantSource) => boolean;

function* unknownParts(project: Project, group: PermissionSetGroup): Generator<NotEvaluated> {
  const parts = [
    ...group.permissionSets.map((name) => ({ type: 'PermissionSet', kind: 'permission set', name }) as const),
    ...group.mutingPermissionSets.map(
      (name) => ({ type: 'MutingPermissionSet', kind: 'muting permission set', name }) as const
    ),
  ];
  for (const { type, kind, name } of parts) {
    if (isPackaged(name.value) || project.find(type, name.value)) continue;
    yield {
      notEvaluated: 'not-in-project',
      component: group,
      where: name,
      message: `Permission Set Group ${group.fullName} has the ${kind} ${name.value}, which is not in the project, so what the group adds up to is unknown`,
    };
  }
}

function* superAdministrator(
  group: PermissionSetGroup,
  grants: EffectiveGrants,
  isReported: IsReported
): Generator<Problem> {
  const sources = SUPER_ADMINISTRATOR.map((name) => grants.userPermission(name));
  if (sources.some(({ length }) => length === 0)) return;
  const isAlone = ({ holder }: GrantSource): boolean =>
    sources.every((each) => each.some((one) => one.holder === holder));
  if (sources.flat().some(isAlone)) return;
  const shown = sources.map(([first]) => first!);
  if (shown.every(isReported)) return;
  yield {
    component: group,
    where: { at: memberPlace(group, shown[0]!.holder), element: 'permissionSets' },
    discriminator: 'super-administrator',
    message: `Permission Set Group ${group.fullName} adds up to ${listNames(
      shown.map(({ name, holder }) => `${name} (${holder.fullName})`),
      'permissions'
    )}, together control of all data and all users`,
    label: `brings ${shown[0]!.name}`,
    related: shown.map(({ at, name, holder }) => ({ at, label: `${name} of Permission Set ${holder.fullName}` })),
    fix: 'split the group, or mute one of the three in it',
    evidence: sortedNames(sources.flat().map(({ name, holder }) => `${holder.fullName}.${name}`)).join(' '),
  };
}

/** The sum alone: a permission set that is over the limit by itself is reported by `sync-permission-all-records`. */
function* manyViews(
  group: PermissionSetGroup,
  grants: EffectiveGrants,
  { maximumObjects }: Options
): Generator<Problem> {
  if (grants.userPermission('ViewAllData').length > 0 || grants.userPermission('ModifyAllData').length > 0) return;
  const viewed = grants
    .objectsWith('viewAllRecords')
    .filter(({ name }) => grants.onObject(name, 'modifyAllRecords').length === 0);
  if (viewed.length <= maximumObjects) return;
  const counts = new Map<PermissionSet, number>();
  for (const { name } of viewed) {
    for (const { holder } of grants.onObject(name, 'viewAllRecords')) counts.set(holder, (counts.get(holder) ?? 0) + 1);
  }
  if ([...counts.values()].some((count) => count > maximumObjects)) return;
  const [first] = viewed;
  yield {
    component: group,
    where: { at: memberPlace(group, first!.holder), element: 'permissionSets' },
    discriminator: 'view-all-records',
    message: `Permission Set Group ${group.fullName} gives an integration View All Records on ${listNames(
      viewed.map(({ name }) => name),
      'objects'
    )}, through ${counts.size} permission sets with at most ${Math.max(...counts.values())} each`,
    label: `brings View All Records on ${first!.name}`,
    related: viewed
      .slice(0, MOST_RELATED)
      .map(({ at, name, holder }) => ({ at, label: `${name}, in Permission Set ${holder.fullName}` })),
    fix: 'mute viewAllRecords where the job does not read all records',
    evidence: sortedNames(viewed.map(({ name }) => name)).join(' '),
  };
}

/** Something that a muting permission set takes away. */
interface Muted {
  /** In a few words: `Delete on Account`. */
  readonly what: string;
  readonly at: Location;
}

const FLAG_NAMES: Readonly<Record<ObjectFlag, string>> = {
  allowRead: 'Read',
  allowCreate: 'Create',
  allowEdit: 'Edit',
  allowDelete: 'Delete',
  viewAllRecords: 'View All Records',
  modifyAllRecords: 'Modify All Records',
  viewAllFields: 'View All Fields',
};
const FLAGS = Object.keys(FLAG_NAMES) as readonly ObjectFlag[];

function* shortfalls(
  project: Project,
  group: PermissionSetGroup,
  muting: MutingPermissionSet,
  grants: EffectiveGrants,
  isReported: IsReported
): Generator<Problem> {
  const groupPlace = {
    at: group.mutingPermissionSets.find(({ value }) => isSame(value, muting.fullName))!.at,
    label: `mutes in Permission Set Group ${group.fullName}`,
  };
  const { objectPermissions, fieldPermissions } = project.recordPermissions(muting);
  const undone = new Map<string, { readonly source: GrantSource; readonly muted: Muted[] }>();
  const collect = (muted: Muted, sources: readonly GrantSource[]): void => {
    const source = sources.find((each) => !isReported(each));
    if (!source) return;
    const key = `${source.permission} ${source.name}`;
    const known = undone.get(key);
    if (known) known.muted.push(muted);
    else undone.set(key, { source, muted: [muted] });
  };
  let count = muting.userPermissions.length;
  for (const { value, at } of muting.userPermissions) {
    if (value === 'ViewAllData') collect({ what: value, at }, grants.userPermission('ModifyAllData'));
  }
  for (const permission of objectPermissions) {
    for (const flag of FLAGS) {
      const field = permission[flag];
      if (!field?.value) continue;
      count += 1;
      collect(
        { what: `${FLAG_NAMES[flag]} on ${permission.object}`, at: field.at },
        grants.onObject(permission.object, flag)
      );
    }
  }
  for (const { field, readable, editable } of fieldPermissions) {
    if (!readable && !editable) continue;
    count += 1;
    if (readable) collect({ what: field.value, at: field.at }, grants.onField(field.value, 'readable'));
  }

  if (count === 0 && !muting.hasOtherAccess) {
    yield {
      component: muting,
      where: { at: (muting.label ?? muting).at, element: '' },
      discriminator: group.fullName,
      severity: 'info',
      message: `Muting Permission Set ${muting.fullName} enables nothing, so it takes nothing away in Permission Set Group ${group.fullName}`,
      label: 'takes nothing away',
      related: [groupPlace],
      fix: 'enable (true) what the group is not to have, or take the muting permission set out',
    };
  }
  for (const { source, muted } of undone.values()) {
    const broader = source.name === source.permission ? source.name : `View All Fields on ${source.name}`;
    yield {
      component: muting,
      where: { at: muted[0]!.at, element: '' },
      discriminator: `${group.fullName} ${broader}`,
      confidence: 'medium',
      message: `Muting Permission Set ${muting.fullName} mutes ${listNames(
        muted.map(({ what }) => what),
        'permissions',
        3
      )} in Permission Set Group ${group.fullName}, which keeps ${broader} and with it the same access`,
      label: 'muted, and still granted',
      related: [{ at: source.at, label: `${broader}, in Permission Set ${source.holder.fullName}` }, groupPlace],
      fix: `mute ${broader} as well`,
      evidence: sortedNames(muted.map(({ what }) => what)).join(', '),
    };
  }
}

/** Where a group names one of its members. */
const memberPlace = (group: PermissionSetGroup, member: PermissionSet): Location =>
  group.permissionSets.find(({ value }) => isSame(value, member.fullName))!.at;

const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();
