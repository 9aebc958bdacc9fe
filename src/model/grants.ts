import type { Field } from './component.js';
import type {
  FieldPermission,
  ObjectPermission,
  PermissionSet,
  PermissionSetGroup,
  Profile,
  RecordPermissions,
} from './permissionSet.js';
import type { Project } from './project.js';

/** The flags of an object permission. */
export const OBJECT_FLAGS = [
  'allowCreate',
  'allowRead',
  'allowEdit',
  'allowDelete',
  'viewAllRecords',
  'modifyAllRecords',
  'viewAllFields',
] as const;
export type ObjectFlag = (typeof OBJECT_FLAGS)[number];

/** What a holder really grants: what is enabled in it, without what muting takes away wherever it is used. */
export interface Grants {
  readonly userPermissions: readonly Field[];
  /** Read on demand, since they are most of a holder's bytes. */
  readonly records: () => RecordPermissions;
}

/**
 * What a permission set or profile grants. A permission set that comes only in groups loses what each of these groups
 * mutes; one that an app names is assigned by itself too, so nothing of it is muted.
 * https://help.salesforce.com/s/articleView?id=sf.perm_set_groups_muting.htm
 */
export function grantsOf(project: Project, holder: PermissionSet | Profile): Grants {
  const groups = holder.type === 'PermissionSet' ? groupsOf(project, holder) : [];
  if (groups.length === 0 || isNamedByApp(project, holder.fullName)) {
    return { userPermissions: holder.userPermissions, records: () => project.recordPermissions(holder) };
  }
  const mutings = groups.map((group) => new Muting(project, group));
  const isMuted = (look: (muting: Muting) => boolean): boolean => mutings.every(look);
  return {
    userPermissions: holder.userPermissions.filter(
      ({ value }) => !isMuted((muting) => muting.userPermissions.has(value))
    ),
    records: () => {
      const { objectPermissions, fieldPermissions } = project.recordPermissions(holder);
      return {
        objectPermissions: objectPermissions.map((permission) => withoutMuted(permission, isMuted)),
        fieldPermissions: fieldPermissions.map((permission) => ({
          ...permission,
          readable: permission.readable && !isMuted((muting) => muting.readable.has(fieldKey(permission))),
          editable: permission.editable && !isMuted((muting) => muting.editable.has(fieldKey(permission))),
        })),
      };
    },
  };
}

/** The groups that a permission set belongs to. */
export const groupsOf = (project: Project, set: PermissionSet): readonly PermissionSetGroup[] =>
  project
    .all('PermissionSetGroup')
    .filter((group) => group.permissionSets.some(({ value }) => value.toLowerCase() === set.fullName.toLowerCase()));

/** What the muting permission sets of one group take away. */
class Muting {
  public readonly userPermissions: ReadonlySet<string>;
  private records: { objects: Set<string>; readable: Set<string>; editable: Set<string> } | undefined;
  private readonly sets;

  public constructor(
    private readonly project: Project,
    group: PermissionSetGroup
  ) {
    this.sets = group.mutingPermissionSets.flatMap(({ value }) => project.find('MutingPermissionSet', value) ?? []);
    this.userPermissions = new Set(this.sets.flatMap((set) => set.userPermissions.map(({ value }) => value)));
  }

  public get objects(): ReadonlySet<string> {
    return this.read().objects;
  }

  public get readable(): ReadonlySet<string> {
    return this.read().readable;
  }

  public get editable(): ReadonlySet<string> {
    return this.read().editable;
  }

  private read(): NonNullable<typeof this.records> {
    if (this.records) return this.records;
    const records = { objects: new Set<string>(), readable: new Set<string>(), editable: new Set<string>() };
    for (const set of this.sets) {
      const { objectPermissions, fieldPermissions } = this.project.recordPermissions(set);
      for (const permission of objectPermissions) {
        for (const flag of OBJECT_FLAGS) if (permission[flag]?.value) records.objects.add(objectKey(permission, flag));
      }
      for (const permission of fieldPermissions) {
        if (permission.readable) records.readable.add(fieldKey(permission));
        if (permission.editable) records.editable.add(fieldKey(permission));
      }
    }
    this.records = records;
    return records;
  }
}

function withoutMuted(
  permission: ObjectPermission,
  isMuted: (look: (muting: Muting) => boolean) => boolean
): ObjectPermission {
  const kept = OBJECT_FLAGS.map((flag) => [
    flag,
    isMuted((muting) => muting.objects.has(objectKey(permission, flag))) ? undefined : permission[flag],
  ]);
  return { ...permission, ...(Object.fromEntries(kept) as Pick<ObjectPermission, ObjectFlag>) };
}

const objectKey = ({ object }: ObjectPermission, flag: ObjectFlag): string => `${object.toLowerCase()} ${flag}`;

const fieldKey = ({ field }: FieldPermission): string => field.value.toLowerCase();

const isNamedByApp = (project: Project, fullName: string): boolean =>
  (project.usesOf('PermissionSet').get(fullName.toLowerCase()) ?? []).some(
    ({ from }) => from.type !== 'PermissionSetGroup'
  );
