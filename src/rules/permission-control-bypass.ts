import type { Location } from '../location.js';
import { controlBypassesAmong, isAdministrative, SUPER_ADMINISTRATOR } from '../model/adminPermissions.js';
import { titleOf } from '../model/component.js';
import { GrantReader, groupsOf } from '../model/grants.js';
import { listNames, sortedNames } from '../model/nameList.js';
import { isPackaged } from '../model/packaged.js';
import { isAllowed, isOwnedBySalesforce } from '../model/syncIdentity.js';
import { defineRule } from './rule.js';

/** Grants besides the first that a finding shows. */
const MOST_RELATED = 3;

export default defineRule({
  id: 'permission-control-bypass',
  title: 'Permission that lets its users past a security control, or makes them super administrators',
  severity: 'medium',
  cases:
    '**High** for a sync identity. Where `sync-permission-admin` reports a permission already, nothing is said here.',
  confidence: 'high',
  persona: 'regular',
  looksAt: ['PermissionSet', 'PermissionSetGroup', 'MutingPermissionSet', 'Profile'],
  tags: ['identity'],
  why: `Some permissions are exceptions to a control that the org has: whoever holds one is not asked for a second factor, may connect an app
that nobody installed, may use any API client although API Access Control lists the good ones, may delete the field history that would
show what was changed. The control looks switched on, and it is, for everybody else. Since a stolen account is worth most where the
control does not reach, each exception needs a reason and a name behind it.

| Permission | lets its users |
| --- | --- |
| \`UseAnyApiClient\` | use any API client, past API Access Control |
| \`CanApproveUninstalledApps\` | use connected apps that are not installed, which the org blocks for everybody else since September 2025 |
| \`UseAnyApiAuth\` | authenticate to the API in any way, SOAP \`login()\` included |
| \`BypassMFAForUiLogins\` | log in without multi-factor authentication |
| \`SkipIdentityConfirmation\` | skip the confirmation of identity at login |
| \`TransactionSecurityExempt\` | act outside transaction security policies |
| \`DeleteFieldHistory\`, \`DeleteFieldHistoryArchive\` | delete what field history recorded |
| \`UnrestrictedLogin\`, \`BreakGlassLoginAllowed\`, \`CanDisableConnectedApps\` | what their names say; Salesforce lists them as fields of the Tooling API alone |

\`ViewAllData\`, \`ModifyAllData\` and \`ManageUsers\` together are reported as well, whatever the permission set or profile is called: one
account then reads and changes everything, and makes further accounts. A custom profile that was cloned from System Administrator has
them, and which people need such a one is worth writing down. One of the three alone is not reported here.

All custom permission sets and profiles are looked at, not those of integrations alone. What every group of a permission set mutes is not
granted. \`PasswordNeverExpires\` has the rule \`password-never-expires\`, and \`DeleteEventMonitoringData\` the rule
\`event-log-deletable\`.`,
  remedy: `Take the permission out, and repair what made it necessary: install the connected app and name who may use it, give the user a second
factor, add the API client to the list. Where the exception has to stay, move it into a permission set of its own, which says in its
description what for, and assign that with an expiry:

\`\`\`xml
<PermissionSet xmlns="http://soap.sforce.com/2006/04/metadata">
    <description>Testers of the payment gateway's app, until it is installed. Owner: integration team.</description>
    <label>App Pilot</label>
    <userPermissions>
        <enabled>true</enabled>
        <name>CanApproveUninstalledApps</name>
    </userPermissions>
</PermissionSet>
\`\`\``,
  setup: 'Users > Permission Sets > (the permission set) > System Permissions > Edit',
  whenWrong: `A break-glass permission set is an exception on purpose, and so is a permission set for the few administrators: accept the finding with
the reason, who holds it, and when that is reviewed again. Packaged permission sets (\`ns__Name\`) and standard profiles are left alone.`,
  links: [
    'https://help.salesforce.com/s/articleView?id=005132365&language=en_US&type=1',
    'https://help.salesforce.com/s/articleView?id=005132110&language=en_US&type=1',
    'https://developer.salesforce.com/docs/atlas.en-us.api_tooling.meta/api_tooling/tooling_api_objects_permissionset.htm',
    'https://docs.securitybenchmark.org',
  ],
  controls: [
    'CWE-269',
    'CWE-693',
    'SBS-ACS-003',
    'SBS-ACS-004',
    'SBS-ACS-006',
    'ZT-CHECK-4',
    'ZT-LAYER-2',
    'ZT-LAYER-3',
    'ZT-PHASE-2',
  ],
  since: '0.1.0',

  *check(project, { sync, config }) {
    const grantReader = new GrantReader(project);
    const identityOf = new Map(sync.identities.map((identity) => [identity.holder, identity]));
    for (const holder of [...project.all('PermissionSet'), ...project.all('Profile')]) {
      const identity = identityOf.get(holder);
      if (!identity && (isPackaged(holder.fullName) || isOwnedBySalesforce(holder))) continue;
      const groups = holder.type === 'PermissionSet' ? groupsOf(project, holder.fullName) : [];
      const { userPermissions } = identity?.grants ?? grantReader.grantsOf(holder, groups);
      const granted = new Map(userPermissions.map(({ value, at }) => [value, at]));
      const related = (names: readonly string[]): ReadonlyArray<{ at: Location; label: string }> =>
        names.slice(1, MOST_RELATED + 1).map((name) => ({ at: granted.get(name)!, label: `${name}, too` }));

      const bypasses = controlBypassesAmong(granted.keys()).filter(
        ({ name }) => !identity || !(isAdministrative(name) || isAllowed(config.sync, name, holder))
      );
      const names = bypasses.map(({ name }) => name);
      const [first] = bypasses;
      if (first) {
        yield {
          component: holder,
          where: { at: granted.get(first.name)!, element: 'userPermissions' },
          discriminator: 'bypass',
          ...(identity ? { severity: 'high', confidence: identity.confidence } : {}),
          message: `${titleOf(holder)} lets ${identity ? 'a sync identity' : 'its users'} ${listNames(
            bypasses.map(({ name, deed }) => `${deed} (${name})`),
            'exceptions'
          )}${identity ? `; it is recognised by ${identity.signs[0]!.reason}` : ''}`,
          label: 'an exception to a control of the org',
          related: related(names),
          fix: `remove ${listNames(names, 'permissions')}, or accept the finding with the reason`,
          evidence: sortedNames(names).join(' '),
        };
      }
      if (!identity && SUPER_ADMINISTRATOR.every((name) => granted.has(name))) {
        yield {
          component: holder,
          where: { at: granted.get(SUPER_ADMINISTRATOR[0]!)!, element: 'userPermissions' },
          discriminator: 'super-administrator',
          message: `${titleOf(holder)} grants ${listNames(SUPER_ADMINISTRATOR, 'permissions')} together, which is control of all data and all users`,
          label: 'with the other two, a super administrator',
          related: related(SUPER_ADMINISTRATOR),
          fix: 'split the three up, or accept the finding with the reason and who holds them',
          evidence: SUPER_ADMINISTRATOR.join(' '),
        };
      }
    }
  },
});
