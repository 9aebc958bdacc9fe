import { disable, setTo } from '../fixes/edit.js';
import type { Field } from '../model/component.js';
import type { PermissionSet, Profile } from '../model/permissionSet.js';
import type { Project } from '../model/project.js';
import { settingsNamed } from '../model/settings.js';
import { isPackaged } from '../model/packaged.js';
import { defineRule } from './rule.js';

const PERMISSION = 'DeleteEventMonitoringData';
/** Holders of the permission that a finding on the setting shows. */
const MOST_RELATED = 3;

export default defineRule({
  id: 'event-log-deletable',
  title: 'Event logs that users can delete',
  severity: 'medium',
  confidence: 'high',
  persona: 'regular',
  looksAt: ['Settings', 'PermissionSet', 'Profile'],
  tags: ['monitoring'],
  why: `Event log files and login events are what shows afterwards how a credential was misused. Whoever can delete them can take their own traces
away. It needs both: the setting \`enableDeleteMonitoringData\`, which is off by default, and the permission Delete Event Monitoring Records,
which exists only while the setting is on.

So where the project has the setting on, the setting is reported with the holders of the permission beside it; where the project does
not hold the setting, each holder is; and where the setting is off, the permission does nothing.`,
  remedy: `Turn the setting off, and take the permission out of permission sets and profiles:

\`\`\`xml
<enableDeleteMonitoringData>false</enableDeleteMonitoringData>
\`\`\`

Where a law asks for deletion, grant the permission for as long as the job takes, to one person, and keep a copy of the logs elsewhere.`,
  setup: 'Security > Event Monitoring > Event Monitoring Settings',
  whenWrong: `A team that deletes personal data from logs on request needs the setting; accept the finding with that reason, and see that nobody has the
permission for good. Packaged permission sets (\`ns__Name\`) and standard profiles are left alone.`,
  links: [
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_eventsettings.htm',
    'https://developer.salesforce.com/docs/atlas.en-us.api_tooling.meta/api_tooling/tooling_api_objects_permissionset.htm',
  ],
  controls: ['CWE-284', 'CWE-693', 'SBS-INT-004', 'ZT-LAYER-5', 'ZT-PATTERN-5'],
  since: '0.1.0',
  fixable: {
    safe: false,
    title: 'set `enableDeleteMonitoringData` to `false`, or disable `DeleteEventMonitoringData` where it is granted',
  },

  *check(project) {
    const grants = grantsOfPermission(project);
    let isSettled = false;
    for (const settings of settingsNamed(project, 'Event')) {
      const { enableDeleteMonitoringData: setting } = settings;
      if (!setting) continue;
      isSettled = true;
      if (!setting.value) continue;
      yield {
        component: settings,
        where: setting,
        message: `Event settings let users delete event logs${grants.length === 0 ? '' : `, and ${grants.length} ${grants.length === 1 ? 'permission set or profile grants' : 'permission sets and profiles grant'} the permission`}`,
        label: 'traces can be deleted',
        related: grants.slice(0, MOST_RELATED).map(({ permission, holder }) => ({
          at: permission.at,
          label: `${holder.fullName} grants the permission`,
        })),
        fix: 'set enableDeleteMonitoringData to false',
        edits: [setTo(setting, 'false')],
      };
    }
    if (isSettled) return;
    for (const { holder, permission } of grants) {
      yield {
        component: holder,
        where: permission,
        message: `${holder.type === 'Profile' ? 'Profile' : 'Permission Set'} ${holder.fullName} lets its users delete event logs`,
        label: 'traces can be deleted',
        fix: `take ${PERMISSION} away`,
        edits: [disable(permission)],
      };
    }
  },
});

interface Grant {
  readonly holder: PermissionSet | Profile;
  readonly permission: Field;
}

const grantsOfPermission = (project: Project): readonly Grant[] =>
  [...project.all('PermissionSet'), ...project.all('Profile')]
    .filter((holder) => !isPackaged(holder.fullName) && !(holder.type === 'Profile' && holder.custom?.value === false))
    .flatMap((holder) => {
      const permission = holder.userPermissions.find(({ value }) => value === PERMISSION);
      return permission ? [{ holder, permission }] : [];
    });
