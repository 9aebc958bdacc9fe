import type { Location } from '../location.js';
import type { ComponentBase, Field } from './component.js';
import type {
  FieldPermission,
  MutingPermissionSet,
  ObjectPermission,
  PermissionSet,
  PermissionSetGroup,
  Profile,
  RecordPermissions,
} from './permissionSet.js';
import type { Project } from './project.js';

/** A flag of an object permission. */
export type ObjectFlag = keyof typeof NEEDED_BY;

/**
 * Which flags cannot be had without a flag: whoever takes the one away takes the others, too.
 * https://help.salesforce.com/s/articleView?id=platform.users_profiles_object_perms.htm&language=en_US&type=5
 */
const NEEDED_BY = {
  allowRead: ['allowCreate', 'allowEdit', 'allowDelete', 'viewAllRecords', 'modifyAllRecords', 'viewAllFields'],
  allowCreate: [],
  allowEdit: ['allowDelete', 'modifyAllRecords'],
  allowDelete: ['modifyAllRecords'],
  viewAllRecords: ['modifyAllRecords'],
  modifyAllRecords: [],
  viewAllFields: [],
} as const;
const OBJECT_FLAGS = Object.keys(NEEDED_BY) as readonly ObjectFlag[];

/** What a holder really grants: what is enabled in it, without what muting takes away. */
export interface Grants {
  readonly userPermissions: readonly Field[];
  /** Read on demand, since they are most of a holder's bytes. */
  readonly records: () => RecordPermissions;
}

/** Works out grants. One is made for a run, so that each group's muting is read once, however many members it has. */
export class GrantReader {
  private readonly mutings = new Map<PermissionSetGroup, Muting>();

  public constructor(private readonly project: Project) {}

  /**
   * What a permission set or profile grants to users who get it through `groups`, or, when there are none, by itself. A
   * group takes away what its muting permission set enables, in that group only, so a permission is gone when all groups
   * mute it. A muting permission set that is not in the project takes nothing away.
   * https://help.salesforce.com/s/articleView?id=platform.perm_set_groups_muting.htm&language=en_US&type=5
   */
  public grantsOf(holder: PermissionSet | Profile, groups: readonly PermissionSetGroup[]): Grants {
    const mutings = [...new Set(groups.map((group) => this.mutingOf(group)))];
    if (mutings.length === 0 || mutings.some(({ isEmpty }) => isEmpty)) {
      return { userPermissions: holder.userPermissions, records: () => this.project.recordPermissions(holder) };
    }
    const isMuted = (look: (muting: Muting) => boolean): boolean => mutings.every(look);
    let records: RecordPermissions | undefined;
    return {
      userPermissions: holder.userPermissions.filter(
        ({ value }) => !isMuted((muting) => muting.userPermissions.has(value))
      ),
      records: () => (records ??= withoutMuted(this.project.recordPermissions(holder), isMuted)),
    };
  }

  /** What a group gives its users: the union of its permission sets, without what its muting permission sets take away. */
  public effectiveGrants(group: PermissionSetGroup): EffectiveGrants {
    const holders = new Set(
      group.permissionSets.flatMap(({ value }) => this.project.find('PermissionSet', value) ?? [])
    );
    const members = [...holders].map((holder) => ({ holder, grants: this.grantsOf(holder, [group]) }));
    const muting = this.mutingOf(group);
    return new EffectiveGrants(members, (object) => muting.isWithout(object, 'allowRead'));
  }

  private mutingOf(group: PermissionSetGroup): Muting {
    const known = this.mutings.get(group);
    if (known) return known;
    const muting = new Muting(this.project, mutingSetsOf(this.project, group));
    this.mutings.set(group, muting);
    return muting;
  }
}

/** A grant of a group's users, and where it comes from. */
export interface GrantSource {
  readonly holder: PermissionSet;
  /** The user permission, or the flag of an object or field permission: `ModifyAllData`, `allowDelete`, `readable`. */
  readonly permission: string;
  /** The object or field; of a user permission, its own name. */
  readonly name: string;
  readonly at: Location;
}

/**
 * User permissions that give flags on every object, whatever its own object permission says.
 * https://help.salesforce.com/s/articleView?id=000321298&language=en_US&type=1
 */
const ON_EVERY_OBJECT: Readonly<Record<string, readonly ObjectFlag[]>> = {
  ModifyAllData: ['allowRead', 'allowCreate', 'allowEdit', 'allowDelete', 'viewAllRecords', 'modifyAllRecords'],
  ViewAllData: ['allowRead', 'viewAllRecords'],
};

/**
 * What a group gives its users, each grant with all the places it comes from, in the order of the group's members. Names
 * of objects and fields are case-insensitive.
 */
export class EffectiveGrants {
  private userSources: ReadonlyMap<string, readonly GrantSource[]> | undefined;
  private objectSources: ReadonlyMap<string, readonly GrantSource[]> | undefined;
  private fieldSources: ReadonlyMap<string, readonly GrantSource[]> | undefined;

  public constructor(
    private readonly members: ReadonlyArray<{ readonly holder: PermissionSet; readonly grants: Grants }>,
    private readonly isUnreadable: (object: string) => boolean
  ) {}

  /** The members that grant a user permission. */
  public userPermission(name: string): readonly GrantSource[] {
    this.userSources ??= this.readUserPermissions();
    return this.userSources.get(name) ?? [];
  }

  /** What gives a flag on an object: object permissions, and user permissions for all objects or all fields. */
  public onObject(object: string, flag: ObjectFlag): readonly GrantSource[] {
    this.objectSources ??= this.readObjects();
    const everywhere = Object.entries(ON_EVERY_OBJECT).flatMap(([name, flags]) =>
      flags.includes(flag) ? this.userPermission(name) : []
    );
    return [
      ...(this.objectSources.get(objectKey(object, flag)) ?? []),
      ...everywhere,
      ...(flag === 'viewAllFields' && this.mayBeRead(object) ? this.userPermission('ViewAllFieldsGlobal') : []),
    ];
  }

  /** What lets a field, `Object.Field`, be read or edited. Permissions for all fields of an object read, and never edit. */
  public onField(field: string, access: 'editable' | 'readable'): readonly GrantSource[] {
    this.fieldSources ??= this.readFields();
    return [
      ...(this.fieldSources.get(`${field.toLowerCase()} ${access}`) ?? []),
      ...(access === 'readable' ? this.onObject(field.slice(0, field.indexOf('.')), 'viewAllFields') : []),
    ];
  }

  /** The objects whose own object permissions have a flag, each with the first place that gives it. */
  public objectsWith(flag: ObjectFlag): readonly GrantSource[] {
    this.objectSources ??= this.readObjects();
    return firstOfEach(this.objectSources, ` ${flag}`);
  }

  /** The fields whose own field permissions let them be read, each with the first place that does. */
  public readableFields(): readonly GrantSource[] {
    this.fieldSources ??= this.readFields();
    return firstOfEach(this.fieldSources, ' readable');
  }

  /** A profile may grant what the group does not, so that an object counts as readable unless the group mutes that. */
  private mayBeRead(object: string): boolean {
    return !this.isUnreadable(object) || this.onObject(object, 'allowRead').length > 0;
  }

  private readUserPermissions(): ReadonlyMap<string, readonly GrantSource[]> {
    const sources = new Map<string, GrantSource[]>();
    for (const { holder, grants } of this.members) {
      for (const { value, at } of grants.userPermissions) {
        append(sources, value, { holder, permission: value, name: value, at });
      }
    }
    return sources;
  }

  private readObjects(): ReadonlyMap<string, readonly GrantSource[]> {
    const sources = new Map<string, GrantSource[]>();
    for (const { holder, grants } of this.members) {
      for (const permission of grants.records().objectPermissions) {
        for (const flag of OBJECT_FLAGS) {
          const field = permission[flag];
          if (!field?.value) continue;
          append(sources, objectKey(permission.object, flag), {
            holder,
            permission: flag,
            name: permission.object,
            at: field.at,
          });
        }
      }
    }
    return sources;
  }

  private readFields(): ReadonlyMap<string, readonly GrantSource[]> {
    const sources = new Map<string, GrantSource[]>();
    for (const { holder, grants } of this.members) {
      for (const permission of grants.records().fieldPermissions) {
        const { value, at } = permission.field;
        for (const access of ['readable', 'editable'] as const) {
          if (!permission[access]) continue;
          append(sources, `${value.toLowerCase()} ${access}`, { holder, permission: access, name: value, at });
        }
      }
    }
    return sources;
  }
}

const firstOfEach = (sources: ReadonlyMap<string, readonly GrantSource[]>, suffix: string): readonly GrantSource[] =>
  [...sources].flatMap(([key, [first]]) => (first && key.endsWith(suffix) ? [first] : []));

function append(sources: Map<string, GrantSource[]>, key: string, source: GrantSource): void {
  const known = sources.get(key);
  if (known) known.push(source);
  else sources.set(key, [source]);
}

/** The groups that hold a permission set. */
export const groupsOf = (project: Project, fullName: string): readonly PermissionSetGroup[] => [
  ...new Set(
    (project.usesOf('PermissionSet').get(fullName.toLowerCase()) ?? []).map(({ from }) => from).filter(isGroup)
  ),
];

/** The muting permission sets of a group, as far as the project holds them; the platform allows one. */
export const mutingSetsOf = (project: Project, group: PermissionSetGroup): readonly MutingPermissionSet[] =>
  group.mutingPermissionSets.flatMap(({ value }) => project.find('MutingPermissionSet', value) ?? []);

const isGroup = (component: ComponentBase): component is PermissionSetGroup => component.type === 'PermissionSetGroup';

interface MutedRecords {
  readonly objects: Set<string>;
  readonly readable: Set<string>;
  readonly editable: Set<string>;
}

/** What the muting permission sets of one group take away. */
class Muting {
  public readonly isEmpty: boolean;
  public readonly userPermissions: ReadonlySet<string>;
  private mutedRecords: MutedRecords | undefined;

  public constructor(
    private readonly project: Project,
    private readonly sets: readonly MutingPermissionSet[]
  ) {
    this.isEmpty = sets.length === 0;
    this.userPermissions = new Set(sets.flatMap((set) => set.userPermissions.map(({ value }) => value)));
  }

  public isWithout(object: string, flag: ObjectFlag): boolean {
    return this.records.objects.has(objectKey(object, flag));
  }

  /** A field is read where its object is. */
  public isUnreadable({ field }: FieldPermission): boolean {
    const name = field.value.toLowerCase();
    return this.records.readable.has(name) || this.isWithout(name.slice(0, name.indexOf('.')), 'allowRead');
  }

  public isReadOnly(permission: FieldPermission): boolean {
    return this.records.editable.has(permission.field.value.toLowerCase()) || this.isUnreadable(permission);
  }

  private get records(): MutedRecords {
    this.mutedRecords ??= this.read();
    return this.mutedRecords;
  }

  private read(): MutedRecords {
    const records: MutedRecords = { objects: new Set(), readable: new Set(), editable: new Set() };
    for (const set of this.sets) {
      const { objectPermissions, fieldPermissions } = this.project.recordPermissions(set);
      for (const permission of objectPermissions) {
        for (const flag of OBJECT_FLAGS.filter((each) => permission[each]?.value)) {
          for (const gone of [flag, ...NEEDED_BY[flag]]) records.objects.add(objectKey(permission.object, gone));
        }
      }
      for (const permission of fieldPermissions) {
        const name = permission.field.value.toLowerCase();
        if (permission.readable) records.readable.add(name);
        if (permission.editable) records.editable.add(name);
      }
    }
    return records;
  }
}

type IsMuted = (look: (muting: Muting) => boolean) => boolean;

const withoutMuted = (
  { objectPermissions, fieldPermissions }: RecordPermissions,
  isMuted: IsMuted
): RecordPermissions => ({
  objectPermissions: objectPermissions.map((permission) => {
    const kept = OBJECT_FLAGS.map((flag) => [
      flag,
      isMuted((muting) => muting.isWithout(permission.object, flag)) ? undefined : permission[flag],
    ]);
    return { ...permission, ...(Object.fromEntries(kept) as Pick<ObjectPermission, ObjectFlag>) };
  }),
  fieldPermissions: fieldPermissions.map((permission) => ({
    ...permission,
    readable: permission.readable && !isMuted((muting) => muting.isUnreadable(permission)),
    editable: permission.editable && !isMuted((muting) => muting.isReadOnly(permission)),
  })),
});

const objectKey = (object: string, flag: ObjectFlag): string => `${object.toLowerCase()} ${flag}`;
