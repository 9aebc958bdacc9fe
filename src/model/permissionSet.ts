import { wantedElements } from '../xml/outline.js';
import type { ComponentBase, ElementReader, Field, Placed, Reference } from './component.js';
import { readIpRanges, type WrittenIpRange } from './ipRanges.js';

/**
 * What grants permissions, or takes them away in a group. Only what is enabled is listed: absent and false are one to
 * the platform. Object and field permissions are most of the bytes and are read on demand, by `Project.recordPermissions`.
 */
interface PermissionHolderBase<Type extends string> extends ComponentBase<Type> {
  readonly label: Field | undefined;
  readonly description: Field | undefined;
  /** The enabled user permissions, each at its name. */
  readonly userPermissions: readonly Field[];
}

/** https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_permissionset.htm */
export interface PermissionSet extends PermissionHolderBase<'PermissionSet'> {
  /** A user licence or a permission set licence. */
  readonly license: Field | undefined;
  readonly hasActivationRequired: Field<boolean> | undefined;
  /** The enabled principals of External Credentials, `<credential>-<principal>`, each at its name. */
  readonly externalCredentialPrincipals: readonly Field[];
}

/** A permission set that takes permissions away, inside the groups that name it. */
export interface MutingPermissionSet extends PermissionHolderBase<'MutingPermissionSet'> {
  /** The principals of External Credentials that it takes away, as permission sets name them. */
  readonly externalCredentialPrincipals: readonly Field[];
  /** Whether it has something to say of classes, tabs, apps and the like, which no rule reads. */
  readonly hasOtherAccess: boolean;
}

/** https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_profile.htm */
export interface Profile extends PermissionHolderBase<'Profile'> {
  readonly custom: Field<boolean> | undefined;
  readonly userLicense: Field | undefined;
  /** From where alone the profile's users may log in; anywhere when there are none. */
  readonly loginIpRanges: readonly WrittenIpRange[];
}

export type PermissionHolder = PermissionSet | MutingPermissionSet | Profile;

/** https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_permissionsetgroup.htm */
export interface PermissionSetGroup extends ComponentBase<'PermissionSetGroup'> {
  readonly label: Field | undefined;
  readonly description: Field | undefined;
  readonly permissionSets: readonly Field[];
  readonly mutingPermissionSets: readonly Field[];
  /** Whether what the group gives is held only while a session activates it (API version 53); false when absent. */
  readonly hasActivationRequired: Field<boolean> | undefined;
}

/** What a permission holder grants on one object. */
export interface ObjectPermission extends Placed {
  readonly object: string;
  readonly allowCreate: Field<boolean> | undefined;
  readonly allowRead: Field<boolean> | undefined;
  readonly allowEdit: Field<boolean> | undefined;
  readonly allowDelete: Field<boolean> | undefined;
  readonly viewAllRecords: Field<boolean> | undefined;
  readonly modifyAllRecords: Field<boolean> | undefined;
  /** Every field of the object, also those that do not exist yet (API version 63). */
  readonly viewAllFields: Field<boolean> | undefined;
}

/** What a permission holder grants on one field, `Object.Field`. */
export interface FieldPermission extends Placed {
  readonly field: Field;
  readonly readable: boolean;
  readonly editable: boolean;
}

export interface RecordPermissions {
  readonly objectPermissions: readonly ObjectPermission[];
  readonly fieldPermissions: readonly FieldPermission[];
}

const HOLDER_ELEMENTS = ['label', 'description', 'userPermissions'] as const;
/** What a permission set may enable besides objects, fields and user permissions. */
const OTHER_ACCESS = [
  'agentAccesses',
  'applicationVisibilities',
  'classAccesses',
  'customMetadataTypeAccesses',
  'customPermissions',
  'customSettingAccesses',
  'emailRoutingAddressAccesses',
  'externalCredentialPrincipalAccesses',
  'externalDataSourceAccesses',
  'flowAccesses',
  'pageAccesses',
  'recordTypeVisibilities',
  'servicePresenceStatusAccesses',
  'tabSettings',
] as const;

export const PERMISSION_SET_ELEMENTS = wantedElements(
  ...HOLDER_ELEMENTS,
  'license',
  'hasActivationRequired',
  'externalCredentialPrincipalAccesses'
);
export const MUTING_PERMISSION_SET_ELEMENTS = wantedElements(...HOLDER_ELEMENTS, ...OTHER_ACCESS);
export const PROFILE_ELEMENTS = wantedElements(...HOLDER_ELEMENTS, 'custom', 'userLicense', 'loginIpRanges');
export const PERMISSION_SET_GROUP_ELEMENTS = wantedElements(
  'label',
  'description',
  'permissionSets',
  'mutingPermissionSets',
  'hasActivationRequired'
);
export const RECORD_PERMISSION_ELEMENTS = wantedElements('objectPermissions', 'fieldPermissions');

/** A decomposed permission set's `roots` are its own file, if it has one, and those of its parts. */
export const readPermissionSet = (
  base: ComponentBase<'PermissionSet'>,
  roots: readonly ElementReader[]
): PermissionSet => ({
  ...readHolder(base, roots),
  license: first(roots, (root) => root.field('license')),
  hasActivationRequired: first(roots, (root) => root.flag('hasActivationRequired')),
  externalCredentialPrincipals: readPrincipals(roots),
});

export const readMutingPermissionSet = (
  base: ComponentBase<'MutingPermissionSet'>,
  roots: readonly ElementReader[]
): MutingPermissionSet => ({
  ...readHolder(base, roots),
  externalCredentialPrincipals: readPrincipals(roots),
  hasOtherAccess: roots.some((root) => OTHER_ACCESS.some((name) => root.children(name).length > 0)),
});

export const readProfile = (base: ComponentBase<'Profile'>, roots: readonly ElementReader[]): Profile => ({
  ...readHolder(base, roots),
  custom: first(roots, (root) => root.flag('custom')),
  userLicense: first(roots, (root) => root.field('userLicense')),
  loginIpRanges: roots.flatMap((root) => readIpRanges(root, 'loginIpRanges', 'startAddress', 'endAddress')),
});

export const readPermissionSetGroup = (
  base: ComponentBase<'PermissionSetGroup'>,
  root: ElementReader
): PermissionSetGroup => ({
  ...base,
  label: root.field('label'),
  description: root.field('description'),
  permissionSets: root.fields('permissionSets').map(keyedByValue),
  mutingPermissionSets: root.fields('mutingPermissionSets').map(keyedByValue),
  hasActivationRequired: root.flag('hasActivationRequired'),
});

/** Reads the object and field permissions of a holder's files. */
export const readRecordPermissions = (roots: readonly ElementReader[]): RecordPermissions => ({
  objectPermissions: roots.flatMap((root) =>
    root.children('objectPermissions', 'object').flatMap((permission) => {
      const object = permission.field('object');
      if (!object) return [];
      return [
        {
          at: permission.at,
          element: permission.element,
          object: object.value,
          allowCreate: permission.flag('allowCreate'),
          allowRead: permission.flag('allowRead'),
          allowEdit: permission.flag('allowEdit'),
          allowDelete: permission.flag('allowDelete'),
          viewAllRecords: permission.flag('viewAllRecords'),
          modifyAllRecords: permission.flag('modifyAllRecords'),
          viewAllFields: permission.flag('viewAllFields'),
        },
      ];
    })
  ),
  fieldPermissions: roots.flatMap((root) =>
    root.children('fieldPermissions', 'field').flatMap((permission) => {
      const field = permission.field('field');
      if (!field) return [];
      return [
        {
          at: permission.at,
          element: permission.element,
          field,
          readable: permission.flag('readable')?.value ?? false,
          editable: permission.flag('editable')?.value ?? false,
        },
      ];
    })
  ),
});

export const permissionSetGroupReferences = (from: PermissionSetGroup): readonly Reference[] => [
  ...from.permissionSets.map((name) => memberReference(from, 'PermissionSet', 'permissionSets', name)),
  ...from.mutingPermissionSets.map((name) =>
    memberReference(from, 'MutingPermissionSet', 'mutingPermissionSets', name)
  ),
];

const memberReference = (from: PermissionSetGroup, type: string, role: string, name: Field): Reference => ({
  from,
  to: { type, fullName: name.value },
  role,
  at: name.at,
  element: name.element,
});

const keyedByValue = (field: Field): Field => ({ ...field, element: `${field.element}[${field.value}]` });

const readPrincipals = (roots: readonly ElementReader[]): readonly Field[] =>
  roots.flatMap((root) =>
    root.children('externalCredentialPrincipalAccesses', 'externalCredentialPrincipal').flatMap((access) => {
      const name = access.field('externalCredentialPrincipal');
      return name && access.flag('enabled')?.value === true ? [{ ...name, element: access.element }] : [];
    })
  );

function readHolder<Type extends string>(
  base: ComponentBase<Type>,
  roots: readonly ElementReader[]
): PermissionHolderBase<Type> {
  return {
    ...base,
    label: first(roots, (root) => root.field('label')),
    description: first(roots, (root) => root.field('description')),
    userPermissions: roots.flatMap((root) =>
      root.children('userPermissions', 'name').flatMap((permission) => {
        const name = permission.field('name');
        return name && permission.flag('enabled')?.value === true ? [{ ...name, element: permission.element }] : [];
      })
    ),
  };
}

function first<Found>(
  roots: readonly ElementReader[],
  look: (root: ElementReader) => Found | undefined
): Found | undefined {
  for (const root of roots) {
    const found = look(root);
    if (found !== undefined) return found;
  }
  return undefined;
}
