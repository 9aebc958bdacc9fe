import type { Problem } from '../findings/finding.js';
import type { Location } from '../location.js';
import { GrantReader } from '../model/grants.js';
import { sortedNames } from '../model/nameList.js';
import type { ObjectPermission, PermissionSetGroup, RecordPermissions } from '../model/permissionSet.js';
import { unknownGroupMembers } from '../model/syncIdentity.js';
import { syncProblem } from '../model/syncProblem.js';
import { defineRule } from './rule.js';

interface Options {
  maximumObjects: number;
  maximumFields: number;
}

export default defineRule<Options>({
  id: 'sync-permission-breadth',
  title: 'Sync identity with more objects or fields than one job needs',
  severity: 'info',
  confidence: 'low',
  persona: 'pedantic',
  looksAt: ['PermissionSet', 'PermissionSetGroup', 'MutingPermissionSet', 'Profile'],
  tags: ['sync'],
  why: `A permission set that serves one job is short: the objects that the job moves, and their fields. A long one is often many jobs in one
identity, or was cloned from a profile for people. Whoever gets hold of the credential has all of it, and nobody can say afterwards which
job needed what.

A permission set, profile or permission set group of an integration is pointed at when it has more than \`maximumObjects\` objects or more
than \`maximumFields\` fields. A group is counted as the union of its permission sets without what it mutes, and only reported when none of
them is over the limit by itself. The limits are a guess, to be set to what a job of yours needs; there is no published figure.

Least privilege asks for one user and one permission set for each job. A file does not show which users have a permission set, so the
rule counts objects and fields instead. Objects are not counted where \`ViewAllData\` or \`ModifyAllData\` enables them all:
\`sync-permission-admin\` reports the cause.`,
  remedy: `Divide the permission set by job, each with the objects of that job and a user of its own:

\`\`\`text
HQ_to_EMEA_Sync              →  HQ_to_EMEA_Account_Sync   Account, Contact, AccountContactRelation
                                HQ_to_EMEA_Invoice_Sync   Invoice__c, Invoice_Line__c
\`\`\``,
  setup: 'Users > Permission Sets > (the permission set) > Object Settings',
  whenWrong: `A backup, a data warehouse or a platform-wide integration tool reads nearly everything on purpose. Raise the limits, or accept the
finding with the reason. Where a name only sounds like an integration, name the permission set in \`sync.exclude\`.`,
  links: [
    'https://help.salesforce.com/s/articleView?id=platform.users_profiles_object_perms.htm&language=en_US&type=5',
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_permissionset.htm',
    'https://docs.securitybenchmark.org',
  ],
  controls: [
    'CWE-250',
    'SBS-ACS-008',
    'OWASP-NHI5:2025',
    'ZT-CHECK-2',
    'ZT-CHECK-3',
    'ZT-LAYER-3',
    'ZT-PATTERN-2',
    'ZT-PHASE-1',
    'ZT-PHASE-2',
  ],
  since: '0.1.0',
  options: {
    maximumObjects: {
      description: 'How many objects a sync identity may have before it is pointed at.',
      default: 25,
      schema: { type: 'integer', minimum: 0 },
    },
    maximumFields: {
      description: 'How many fields a sync identity may have before it is pointed at.',
      default: 300,
      schema: { type: 'integer', minimum: 0 },
    },
  },

  *check(project, { sync, options }) {
    yield* unknownGroupMembers(project, sync);
    const broad = new Set<string>();
    for (const identity of sync.identities) {
      const { userPermissions, records } = identity.grants;
      const hasEveryObject = userPermissions.some(({ value }) => value === 'ViewAllData' || value === 'ModifyAllData');
      const granted = grantedIn(records());
      const objects = hasEveryObject ? [] : granted.objects;
      const { fields } = granted;
      const [first] = [...objects, ...fields];
      if (first === undefined || !isBroad(objects.length, fields.length, options)) continue;
      broad.add(identity.holder.fullName.toLowerCase());
      yield {
        ...syncProblem(identity, {
          grants: [first],
          element: '',
          what: countsOf(objects.length, fields.length),
          label: 'the first of many',
          severity: 'info',
          fix: 'divide it by job',
        }),
        confidence: 'low',
        evidence: evidenceOf(objects),
      };
    }

    const grantReader = new GrantReader(project);
    for (const group of sync.groups) {
      if (group.permissionSets.some(({ value }) => broad.has(value.toLowerCase()))) continue;
      const grants = grantReader.effectiveGrants(group);
      const hasEveryObject =
        grants.userPermission('ViewAllData').length > 0 || grants.userPermission('ModifyAllData').length > 0;
      const objects = hasEveryObject ? [] : grants.objectsWith('allowRead');
      const fields = grants.readableFields();
      if (isBroad(objects.length, fields.length, options)) yield groupProblem(group, objects, fields.length);
    }
  },
});

interface NamedPlace {
  readonly name: string;
  readonly at: Location;
}

/** The objects and fields that grant anything at all. */
function grantedIn({ objectPermissions, fieldPermissions }: RecordPermissions): {
  readonly objects: readonly NamedPlace[];
  readonly fields: readonly NamedPlace[];
} {
  return {
    objects: objectPermissions.flatMap((permission) => {
      const flag = enabledFlag(permission);
      return flag ? [{ name: permission.object, at: flag }] : [];
    }),
    fields: fieldPermissions.flatMap(({ field, readable, editable }) =>
      readable || editable ? [{ name: field.value, at: field.at }] : []
    ),
  };
}

/** Every other flag needs Read, but a file may leave it out. */
const enabledFlag = ({
  allowRead,
  allowCreate,
  allowEdit,
  allowDelete,
  viewAllRecords,
  modifyAllRecords,
  viewAllFields,
}: ObjectPermission): Location | undefined =>
  [allowRead, allowCreate, allowEdit, allowDelete, viewAllRecords, modifyAllRecords, viewAllFields].find(
    (flag) => flag?.value
  )?.at;

const isBroad = (objects: number, fields: number, { maximumObjects, maximumFields }: Options): boolean =>
  objects > maximumObjects || fields > maximumFields;

/** `31 objects and 208 fields` */
const countsOf = (objects: number, fields: number): string =>
  [
    ...(objects === 0 ? [] : [`${objects} ${objects === 1 ? 'object' : 'objects'}`]),
    ...(fields === 0 ? [] : [`${fields} ${fields === 1 ? 'field' : 'fields'}`]),
  ].join(' and ');

/** Fields come and go too often to open an accepted finding again. */
const evidenceOf = (objects: readonly NamedPlace[]): string => sortedNames(objects.map(({ name }) => name)).join(' ');

const groupProblem = (group: PermissionSetGroup, objects: readonly NamedPlace[], fields: number): Problem => ({
  component: group,
  where: { at: (group.label ?? group).at, element: '' },
  message: `Permission Set Group ${group.fullName} gives an integration ${countsOf(objects.length, fields)} through ${group.permissionSets.length} permission sets`,
  label: 'broad as a whole',
  fix: 'divide the group by job',
  evidence: evidenceOf(objects),
});
