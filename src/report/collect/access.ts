import { compare } from '../../compare.js';
import { distinct, grouped, keyOf, refOf } from '../../inventory/projectFacts.js';
import { definitionOf, isEncrypted, type CustomField } from '../../model/customField.js';
import type { FieldPermission, ObjectPermission } from '../../model/permissionSet.js';
import type { Project } from '../../model/project.js';
import type { SyncIdentity } from '../../model/syncIdentity.js';
import type { FieldAccess } from '../reportData.js';
import type { Org } from './org.js';

/** What stands for every object, and for every field of an object: those too that do not exist yet. */
export const EVERYTHING = '*';

/**
 * What each sync identity may do, less what its groups mute: objects first, each followed by its fields. The permissions of
 * nobody else are read, which are most of the bytes of a project.
 */
export const accessOf = (orgs: readonly Org[]): readonly FieldAccess[] =>
  orgs.flatMap((org) => {
    const byHolder = new Map(org.sync.identities.map((identity) => [identity.holder, identity]));
    return distinct([...byHolder.keys()])
      .map((holder) => byHolder.get(holder)!)
      .sort((a, b) => compare(keyOf(a.holder), keyOf(b.holder)))
      .flatMap((identity) => ofIdentity(org, identity));
  });

function ofIdentity(org: Org, { holder, grants }: SyncIdentity): readonly FieldAccess[] {
  const { objectPermissions, fieldPermissions } = grants.records();
  const has = (name: string): boolean => grants.userPermissions.some(({ value }) => value === name);
  const row = (access: Pick<FieldAccess, 'access' | 'object'> & Partial<FieldAccess>): FieldAccess => ({
    project: org.root,
    identity: refOf(holder),
    field: '',
    allRecords: null,
    classification: null,
    isEncrypted: null,
    ...access,
  });
  const objects = [...grouped(objectPermissions, ({ object }) => object.toLowerCase())];
  const fields = [...grouped(fieldPermissions, ({ field }) => field.value.toLowerCase())];
  const rows = [
    ...everywhere(has).map(row),
    ...objects.flatMap(([, permissions]) => ofObject(permissions).map(row)),
    ...fields.flatMap(([, permissions]) => ofField(org.project, permissions).map(row)),
  ];
  return rows.sort(
    (a, b) =>
      compare(a.object.toLowerCase(), b.object.toLowerCase()) || compare(a.field.toLowerCase(), b.field.toLowerCase())
  );
}

type Access = Pick<FieldAccess, 'access' | 'object'> & Partial<FieldAccess>;

/** User permissions that hold for every object: https://help.salesforce.com/s/articleView?id=000321298&language=en_US&type=1 */
const everywhere = (has: (name: string) => boolean): readonly Access[] => [
  ...(has('ModifyAllData')
    ? [{ object: EVERYTHING, access: 'CRUD', allRecords: 'modify' as const }]
    : has('ViewAllData')
      ? [{ object: EVERYTHING, access: 'R', allRecords: 'view' as const }]
      : []),
  ...(has('ViewAllFieldsGlobal') ? [{ object: EVERYTHING, field: EVERYTHING, access: 'R' }] : []),
];

const LETTERS = [
  ['C', 'allowCreate'],
  ['R', 'allowRead'],
  ['U', 'allowEdit'],
  ['D', 'allowDelete'],
] as const;

function ofObject(permissions: readonly ObjectPermission[]): readonly Access[] {
  const { object } = permissions[0]!;
  const has = (flag: (typeof LETTERS)[number][1] | 'modifyAllRecords' | 'viewAllFields' | 'viewAllRecords'): boolean =>
    permissions.some((permission) => permission[flag]?.value);
  const access = LETTERS.flatMap(([letter, flag]) => (has(flag) ? [letter] : [])).join('');
  const allRecords: FieldAccess['allRecords'] = has('modifyAllRecords')
    ? 'modify'
    : has('viewAllRecords')
      ? 'view'
      : null;
  return [
    ...(access === '' && allRecords === null ? [] : [{ object, access, allRecords }]),
    ...(has('viewAllFields') ? [{ object, field: EVERYTHING, access: 'R' }] : []),
  ];
}

function ofField(project: Project, permissions: readonly FieldPermission[]): readonly Access[] {
  const isEditable = permissions.some(({ editable }) => editable);
  if (!isEditable && !permissions.some(({ readable }) => readable)) return [];
  const name = permissions[0]!.field.value;
  const [object = '', ...rest] = name.split('.');
  const definition = definitionOf(project, name);
  return [
    {
      object,
      field: rest.join('.'),
      access: isEditable ? 'RU' : 'R',
      classification: (definition && classificationOf(definition)) ?? null,
      isEncrypted: definition ? isEncrypted(definition) : null,
    },
  ];
}

/** `Restricted (PII, GDPR)`, as far as the field says it. */
function classificationOf({ securityClassification, complianceGroup }: CustomField): string | undefined {
  const groups = complianceGroup?.value
    .split(';')
    .map((group) => group.trim())
    .filter((group) => group !== '')
    .join(', ');
  if (!securityClassification) return groups === '' ? undefined : groups;
  return groups ? `${securityClassification.value} (${groups})` : securityClassification.value;
}
