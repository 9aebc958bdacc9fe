import { disable, setTo } from '../fixes/edit.js';
import { isAllowed, unknownGroupMembers } from '../model/syncIdentity.js';
import { grantNames, syncProblem } from '../model/syncProblem.js';
import { defineRule } from './rule.js';

export default defineRule({
  id: 'sync-permission-delete',
  title: 'Sync identity that may delete records',
  severity: 'medium',
  cases: `Hard delete (\`BulkApiHardDelete\`) is high. Confidence is medium when only a name tells of an integration.`,
  confidence: 'high',
  persona: 'regular',
  looksAt: ['PermissionSet', 'PermissionSetGroup', 'MutingPermissionSet', 'Profile'],
  tags: ['sync'],
  why: `A sync that goes wrong, or whose credential is stolen, works at the speed of the Bulk API. What it wrote wrongly can be written again;
what it deleted is in the recycle bin for a while and then gone, in this org and, by the next run, in the others. Most jobs never
delete: they mark a record as inactive.

\`BulkApiHardDelete\` deletes past the recycle bin: nothing is left to restore but a backup.

Objects with Modify All Records are left to \`sync-permission-all-records\`, and holders of \`ModifyAllData\` to \`sync-permission-admin\`:
both include Delete.`,
  remedy: `Take Delete away, and let the job set a status instead:

\`\`\`xml
<objectPermissions>
    <allowCreate>true</allowCreate>
    <allowDelete>false</allowDelete>
    <allowEdit>true</allowEdit>
    <allowRead>true</allowRead>
    <modifyAllRecords>false</modifyAllRecords>
    <object>Account</object>
    <viewAllRecords>false</viewAllRecords>
</objectPermissions>
\`\`\`

In a permission set group, a muting permission set with \`allowDelete\` takes it away from that group's users alone.`,
  setup: 'Users > Permission Sets > (the permission set) > Object Settings > (the object) > Edit',
  whenWrong: `Some jobs delete: a staging table is emptied, a withdrawn consent removes a person. Name the object and the permission set:

\`\`\`yaml
sync:
  allow:
    Staging_Row__c: ['PermissionSet:ERP_Invoice_Sync']
\`\`\`

Where a name only sounds like an integration, name the permission set in \`sync.exclude\`.`,
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
  fixable: { safe: false, title: 'set `allowDelete` to `false`, or disable `BulkApiHardDelete`' },

  *check(project, { sync, config }) {
    yield* unknownGroupMembers(project, sync);
    for (const identity of sync.identities) {
      const { userPermissions, records } = identity.grants;
      const hardDelete = userPermissions.find(({ value }) => value === 'BulkApiHardDelete');
      if (hardDelete && !isAllowed(config.sync, hardDelete.value, identity.holder)) {
        yield syncProblem(identity, {
          grants: [{ name: hardDelete.value, at: hardDelete.at }],
          element: hardDelete.element,
          what: hardDelete.value,
          label: 'deletes past the recycle bin',
          severity: 'high',
          fix: `remove ${hardDelete.value}`,
          edits: [disable(hardDelete)],
          allowKey: hardDelete.value,
        });
      }
      if (userPermissions.some(({ value }) => value === 'ModifyAllData')) continue;
      const deleted = records().objectPermissions.flatMap(({ object, allowDelete, modifyAllRecords }) =>
        allowDelete?.value && !modifyAllRecords?.value && !isAllowed(config.sync, object, identity.holder)
          ? [{ name: object, at: allowDelete.at, edit: setTo(allowDelete, 'false') }]
          : []
      );
      const [first] = deleted;
      if (first === undefined) continue;
      yield syncProblem(identity, {
        grants: deleted,
        element: 'objectPermissions.allowDelete',
        what: `Delete on ${grantNames(deleted, 'objects')}`,
        label: 'may delete records',
        severity: 'medium',
        fix: 'set allowDelete to false',
        edits: deleted.map(({ edit }) => edit),
        allowKey: first.name,
      });
    }
  },
});
