import { setTo, type Edit } from '../fixes/edit.js';
import type { Field } from '../model/component.js';
import type { ObjectPermission } from '../model/permissionSet.js';
import { isAllowed, unknownGroupMembers } from '../model/syncIdentity.js';
import { grantNames, syncProblem, type SyncGrant } from '../model/syncProblem.js';
import { defineRule } from './rule.js';

export default defineRule<{ maximumObjects: number }>({
  id: 'sync-permission-all-records',
  title: 'Sync identity that reaches all records of an object, past sharing',
  severity: 'high',
  cases: `**High** for Modify All Records. For View All Records medium on more objects than \`maximumObjects\`, info otherwise. Confidence is
medium when only a name tells of an integration.`,
  confidence: 'high',
  persona: 'regular',
  looksAt: ['PermissionSet', 'PermissionSetGroup', 'MutingPermissionSet', 'Profile'],
  tags: ['sync'],
  why: `View All Records and Modify All Records switch sharing off for an object: the holder reads, or edits, deletes, transfers and approves,
every record, whoever owns it and however private the object is. Modify All Records includes Delete and View All Records.

To read all records of an object is often the very job of a replication, so a few objects are only inventory. Modify All Records
is more than a sync needs: it writes records of people who never shared them with it, and deletes them.

Nothing is said here of a holder of \`ModifyAllData\` or \`ViewAllData\`, which enable the flag on every object: \`sync-permission-admin\`
reports the cause.`,
  remedy: `Let the integration user own what it writes, or share with it by rule, team or role, and grant the object permission alone:

\`\`\`xml
<objectPermissions>
    <allowCreate>true</allowCreate>
    <allowDelete>false</allowDelete>
    <allowEdit>true</allowEdit>
    <allowRead>true</allowRead>
    <modifyAllRecords>false</modifyAllRecords>
    <object>Invoice__c</object>
    <viewAllRecords>false</viewAllRecords>
</objectPermissions>
\`\`\``,
  setup: 'Users > Permission Sets > (the permission set) > Object Settings > (the object) > Edit',
  whenWrong: `A backup or a data warehouse reads everything on purpose: raise \`maximumObjects\`, or accept the finding with the reason. Where a name
only sounds like an integration, name the permission set in \`sync.exclude\`.`,
  links: [
    'https://help.salesforce.com/s/articleView?id=platform.users_profiles_object_perms.htm&language=en_US&type=5',
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_permissionset.htm',
    'https://docs.securitybenchmark.org',
  ],
  controls: [
    'CWE-250',
    'SBS-ACS-008',
    'OWASP-NHI5:2025',
    'ZT-CHECK-3',
    'ZT-LAYER-3',
    'ZT-PATTERN-2',
    'ZT-PHASE-1',
    'ZT-PHASE-2',
  ],
  since: '0.1.0',
  fixable: {
    safe: false,
    title:
      'set `modifyAllRecords` to `false`, with the `allowDelete` and `viewAllRecords` that it brings along; View All Records alone is yours to judge',
  },
  options: {
    maximumObjects: {
      description: 'On how many objects View All Records is only inventory.',
      default: 5,
      schema: { type: 'integer', minimum: 0 },
    },
  },

  *check(project, { sync, config, options }) {
    yield* unknownGroupMembers(project, sync);
    for (const identity of sync.identities) {
      const grants = identity.grants;
      const held = new Set(grants.userPermissions.map(({ value }) => value));
      if (held.has('ModifyAllData')) continue;
      const { objectPermissions } = grants.records();
      const modified = placesOf(objectPermissions, 'modifyAllRecords');
      if (modified.length > 0) {
        yield syncProblem(identity, {
          grants: modified,
          element: 'objectPermissions.modifyAllRecords',
          what: `Modify All Records on ${grantNames(modified, 'objects')}`,
          label: 'edits and deletes every record, whoever owns it',
          severity: 'high',
          fix: 'set modifyAllRecords to false and share the records that the job is about',
          edits: objectPermissions
            .filter(({ modifyAllRecords }) => modifyAllRecords?.value)
            .flatMap(({ object, modifyAllRecords, allowDelete, viewAllRecords }) => {
              const mayDelete = isAllowed(config.sync, object, identity.holder);
              return [modifyAllRecords, mayDelete ? undefined : allowDelete, viewAllRecords].flatMap(turnOff);
            }),
        });
      }
      const viewed = held.has('ViewAllData')
        ? []
        : placesOf(
            objectPermissions.filter(({ modifyAllRecords }) => !modifyAllRecords?.value),
            'viewAllRecords'
          );
      if (viewed.length > 0) {
        yield syncProblem(identity, {
          grants: viewed,
          element: 'objectPermissions.viewAllRecords',
          what: `View All Records on ${grantNames(viewed, 'objects')}`,
          label: 'reads every record, whoever owns it',
          severity: viewed.length > options.maximumObjects ? 'medium' : 'info',
          fix: 'set viewAllRecords to false where the job does not read all records',
        });
      }
    }
  },
});

const turnOff = (flag: Field<boolean> | undefined): readonly Edit[] => (flag?.value ? [setTo(flag, 'false')] : []);

const placesOf = (
  permissions: readonly ObjectPermission[],
  flag: 'modifyAllRecords' | 'viewAllRecords'
): readonly SyncGrant[] =>
  permissions.flatMap((permission) => {
    const field = permission[flag];
    return field?.value ? [{ name: permission.object, at: field.at }] : [];
  });
