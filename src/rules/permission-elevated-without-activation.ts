import type { Problem } from '../findings/finding.js';
import { administrativeAmong, broughtAlongBy, isControlBypass } from '../model/adminPermissions.js';
import type { Field } from '../model/component.js';
import { GrantReader, groupsOf } from '../model/grants.js';
import { listNames, sortedNames } from '../model/nameList.js';
import { isPackaged } from '../model/packaged.js';
import type { PermissionSet, PermissionSetGroup } from '../model/permissionSet.js';
import { isAllowed } from '../model/syncIdentity.js';
import { defineRule } from './rule.js';

/** Grants besides the first that a finding shows. */
const MOST_RELATED = 3;

export default defineRule({
  id: 'permission-elevated-without-activation',
  title: 'Administrative permissions that are held at all times, not activated for a session',
  severity: 'low',
  confidence: 'medium',
  cases: 'Confidence is high where a group gives a session-based permission set without activation.',
  persona: 'pedantic',
  looksAt: ['PermissionSet', 'PermissionSetGroup', 'MutingPermissionSet'],
  tags: ['identity', 'sync'],
  why: `Administration is needed for minutes, and most permission sets grant it around the clock: who takes over a session or a credential at any
time has it at once. A session-based permission set (\`hasActivationRequired\`) grants nothing until a session activates it, by a flow, the
REST action \`activateSessionPermSet\` or a \`SessionPermSetActivation\` record, and nothing again when the session ends. An activation leaves
a trace, and can ask for a second factor first. Where the element is absent, Salesforce's default is false.

One thing is easy to miss: in a permission set group, a session-based permission set needs **no** activation, unless the group itself
requires one. Such a group gives at all times what the permission set was meant to give on request, and is reported with the place that
names the permission set.

Some orgs build such access on a scheduled Apex job that deletes the assignment after some hours. The platform does it without
code, by session-based permission sets, or by \`ExpirationDate\` of the assignment, which no file shows.

Looked at are custom permission sets with control of the org or over all data, identities, secrets and controls. A sync identity counts
where \`sync.allow\` lets it have the permission; otherwise \`sync-permission-admin\` says that it is not to have it at all. Permissions
that take effect while somebody logs in cannot wait for a session: \`permission-control-bypass\` has them. A profile is never session-based, so
that none is reported; what is administrative belongs in a permission set.`,
  remedy: `Put what is administrative into a permission set of its own, and require activation:

\`\`\`xml
<PermissionSet xmlns="http://soap.sforce.com/2006/04/metadata">
    <hasActivationRequired>true</hasActivationRequired>
    <label>Release Administration</label>
    <userPermissions>
        <enabled>true</enabled>
        <name>CustomizeApplication</name>
    </userPermissions>
</PermissionSet>
\`\`\`

Require activation of the permission set group as well, where the permission set is in one.`,
  setup: 'Users > Permission Sets > (the permission set) > Edit Properties > Session Activation Required',
  whenWrong: `Assignments with an expiry do as well, and no file shows them. An administrator who administers all day gains little: accept the
finding with the reason. Activation takes a flow or a call that somebody has to build, and an integration must make it at the start of each
run. Packaged permission sets (\`ns__Name\`) are left alone.`,
  links: [
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_permissionset.htm',
    'https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_sessionpermsetactivations.htm',
    'https://developer.salesforce.com/docs/platform/api-tooling/references/tooling-objects/tooling-permissionset.html',
  ],
  controls: ['CWE-250', 'CWE-269', 'SBS-ACS-008', 'ZT-CHECK-13', 'ZT-LAYER-3', 'ZT-PATTERN-7', 'ZT-PHASE-3'],
  since: '0.1.0',

  *check(project, { sync, config }) {
    const grantReader = new GrantReader(project);
    const syncHolders = new Set<PermissionSet>(
      sync.identities.flatMap(({ holder }) => (holder.type === 'PermissionSet' ? [holder] : []))
    );
    const elevatedIn = (holder: PermissionSet, userPermissions: readonly Field[]): readonly Field[] => {
      const placed = new Map(userPermissions.map((permission) => [permission.value, permission]));
      const names = administrativeAmong(placed.keys()).filter((name) => !isControlBypass(name));
      const judged = syncHolders.has(holder) ? names.filter((name) => isAllowed(config.sync, name, holder)) : names;
      const broughtAlong = broughtAlongBy(judged);
      return judged.filter((name) => !broughtAlong.has(name)).map((name) => placed.get(name)!);
    };

    for (const holder of project.all('PermissionSet')) {
      if (isPackaged(holder.fullName)) continue;
      const groups = groupsOf(project, holder.fullName);
      const isGated = holder.hasActivationRequired?.value === true;
      if (isGated) {
        for (const group of groups.filter((each) => each.hasActivationRequired?.value !== true)) {
          const elevated = elevatedIn(holder, grantReader.grantsOf(holder, [group]).userPermissions);
          if (elevated.length > 0) yield ungatedByGroup(holder, group, elevated);
        }
      } else if (groups.length === 0 || groups.some((group) => group.hasActivationRequired?.value !== true)) {
        const elevated = elevatedIn(holder, grantReader.grantsOf(holder, groups).userPermissions);
        if (elevated.length > 0) yield standing(holder, elevated);
      }
    }
  },
});

const namesOf = (elevated: readonly Field[]): string =>
  listNames(
    elevated.map(({ value }) => value),
    'administrative permissions'
  );

const evidenceOf = (elevated: readonly Field[]): string => sortedNames(elevated.map(({ value }) => value)).join(' ');

function standing(holder: PermissionSet, elevated: readonly Field[]): Problem {
  const [first, ...others] = elevated;
  const { hasActivationRequired } = holder;
  return {
    component: holder,
    where: { at: first!.at, element: 'userPermissions' },
    message: `Permission Set ${holder.fullName} grants ${namesOf(elevated)} at all times, without activation for a session`,
    label: 'held at all times',
    related: [
      ...others.slice(0, MOST_RELATED).map(({ at, value }) => ({ at, label: `${value}, too` })),
      ...(hasActivationRequired ? [{ at: hasActivationRequired.at, label: 'no activation required' }] : []),
    ],
    fix: 'set hasActivationRequired to true, or assign it with an expiry',
    evidence: evidenceOf(elevated),
  };
}

function ungatedByGroup(holder: PermissionSet, group: PermissionSetGroup, elevated: readonly Field[]): Problem {
  const membership = group.permissionSets.find(({ value }) => value.toLowerCase() === holder.fullName.toLowerCase())!;
  return {
    component: group,
    where: membership,
    confidence: 'high',
    message: `Permission Set Group ${group.fullName} gives ${namesOf(elevated)} of the session-based permission set ${holder.fullName} without activation, because the group does not require one`,
    label: 'needs no activation here',
    related: [
      { at: holder.hasActivationRequired!.at, label: 'asks for activation outside groups only' },
      { at: elevated[0]!.at, label: `${elevated[0]!.value}, held at all times through the group` },
    ],
    fix: 'set hasActivationRequired of the group to true, or take the permission set out of it',
    evidence: evidenceOf(elevated),
  };
}
