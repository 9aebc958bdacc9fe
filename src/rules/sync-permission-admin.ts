import { disable } from '../fixes/edit.js';
import { isOrgControl } from '../model/adminPermissions.js';
import { unknownGroupMembers, unwantedAdministration } from '../model/syncIdentity.js';
import { grantNames, syncProblem } from '../model/syncProblem.js';
import { defineRule } from './rule.js';

export default defineRule({
  id: 'sync-permission-admin',
  title: 'Sync identity that holds administrative permissions',
  severity: 'critical',
  cases: `**Critical** for control of the org (\`ModifyAllData\`, \`AuthorApex\`, \`CustomizeApplication\`, \`ModifyMetadata\`, \`ManageUsers\`
and the like), high for the rest (all data to read, users, secrets, certificates, security controls). Confidence is medium
when only a name tells of an integration.`,
  confidence: 'high',
  persona: 'regular',
  looksAt: ['PermissionSet', 'PermissionSetGroup', 'MutingPermissionSet', 'Profile'],
  tags: ['sync'],
  why: `An integration signs in without a person, from a host that others run, with a credential that is stored somewhere. Who gets
hold of it has everything the identity may do, at any hour. With \`ModifyAllData\`, \`AuthorApex\` or \`ManageUsers\` that is the
org: all records, code that runs as the system, or a new administrator. Moving records between two systems needs none of it.

A permission set counts as a sync identity by config, its licence, \`ApiUserOnly\`, an app that signs in by itself, its group, or
the words of its name; a profile likewise, when it is a custom one. What every group of the set mutes is not granted; no file
shows whether a user has the set directly besides. One finding is made for each holder: \`ManageUsers\` alone brings a dozen others
along, which are not counted again.

"Edit: only records created by this sync user" cannot be written into a permission set: ownership and sharing do that, and
\`ModifyAllData\` and \`ViewAllData\` switch sharing off.`,
  remedy: `Take the permission away and grant what the job needs, object by object:

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

Give the user the Salesforce Integration licence with the profile Minimum Access - API Only Integrations (Minimum Access -
Salesforce is for people), and one permission set for each job. Try it in a sandbox first: a job may have leaned on the permission without anybody knowing.`,
  setup: 'Users > Permission Sets > (the permission set) > System Permissions > Edit',
  whenWrong: `A deployment user, say, is meant to administer: name it under \`sync.allow\`, permission by permission. Where a name only sounds
like an integration, name the permission set in \`sync.exclude\`:

\`\`\`yaml
sync:
  exclude: ['PermissionSet:Interface_Designers']
  allow:
    ModifyMetadata: ['PermissionSet:Deployment_Pipeline_Sync']
\`\`\``,
  links: [
    'https://docs.securitybenchmark.org',
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_permissionset.htm',
    'https://help.salesforce.com/s/articleView?id=platform.integration_user.htm&language=en_US&type=5',
  ],
  controls: [
    'CWE-250',
    'CWE-269',
    'SBS-ACS-003',
    'SBS-ACS-004',
    'SBS-ACS-006',
    'SBS-ACS-008',
    'OWASP-NHI5:2025',
    'ZT-CHECK-3',
    'ZT-LAYER-3',
    'ZT-PATTERN-2',
    'ZT-PHASE-1',
    'ZT-PHASE-2',
  ],
  since: '0.1.0',
  fixable: { safe: false, title: 'disable the permissions, with those that come along with them' },

  *check(project, { sync, config }) {
    yield* unknownGroupMembers(project, sync);
    for (const identity of sync.identities) {
      const { causes, broughtAlong, unwanted } = unwantedAdministration(config.sync, identity);
      const [gravest] = causes;
      if (gravest === undefined) continue;

      const granted = new Map(identity.grants.userPermissions.map(({ value, at }) => [value, at]));
      const grants = causes.map((name) => ({ name, at: granted.get(name)! }));
      const train =
        broughtAlong === 0 ? '' : `, and ${broughtAlong} more along with ${grants.length === 1 ? 'it' : 'them'},`;
      yield syncProblem(identity, {
        grants,
        element: 'userPermissions',
        what: `${grantNames(grants, 'administrative permissions')}${train}`,
        label: labelOf(gravest),
        severity: isOrgControl(gravest) ? 'critical' : 'high',
        fix: `remove ${gravest}${causes.length === 1 ? '' : ` and the other ${causes.length - 1}`}`,
        edits: identity.grants.userPermissions.filter(({ value }) => unwanted.includes(value)).map(disable),
        allowKey: gravest,
      });
    }
  },
});

function labelOf(name: string): string {
  if (isOrgControl(name)) return 'gives control of the org';
  return name === 'ViewAllData' ? 'reads every record of the org' : 'is an administrative permission';
}
