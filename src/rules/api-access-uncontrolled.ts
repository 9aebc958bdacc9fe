import type { Problem } from '../findings/finding.js';
import { setTo } from '../fixes/edit.js';
import { settingsNamed } from '../model/settings.js';
import { defineRule } from './rule.js';

export default defineRule({
  id: 'api-access-uncontrolled',
  title: 'Org whose API takes any app, or takes logins at the shared host',
  severity: 'info',
  confidence: 'medium',
  persona: 'auditor',
  looksAt: ['Settings'],
  tags: ['identity', 'apps'],
  why: `**API Access Control** (\`enableAdminApprovedAppsOnly\`) limits the API to apps that an administrator has installed and
approved. Without it a user may connect any app that asks. **\`doesApiLoginRequireOrgDomain\`** makes API logins go through
the My Domain host, so that a password guessed or stolen cannot be tried at \`login.salesforce.com\`.

Neither is for everybody: API Access Control is switched on by Salesforce Support, and some editions have neither. So they
are inventory for reviews. Only what the files say is reported.`,
  remedy: `\`\`\`xml
<ConnectedAppSettings xmlns="http://soap.sforce.com/2006/04/metadata">
    <enableAdminApprovedAppsOnly>true</enableAdminApprovedAppsOnly>
</ConnectedAppSettings>
\`\`\`

Before that, install and approve the apps that integrations use.`,
  setup: 'Apps > Connected Apps > API Access Control; Company Settings > My Domain > Policies',
  whenWrong: 'Where the org cannot have the setting, accept the finding with that reason.',
  links: [
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_connectedappsettings.htm',
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_mydomainsettings.htm',
  ],
  controls: ['CWE-284', 'SBS-OAUTH-001', 'OWASP-NHI3:2025'],
  since: '0.1.0',
  fixable: {
    safe: false,
    title:
      'set `doesApiLoginRequireOrgDomain` to `true`, which refuses clients at the shared login hosts; API Access Control needs Salesforce Support',
  },

  *check(project) {
    for (const settings of settingsNamed(project, 'ConnectedApp')) {
      const flag = settings.enableAdminApprovedAppsOnly;
      if (flag?.value !== false) continue;
      yield {
        component: settings,
        where: flag,
        message: 'Settings ConnectedApp lets the API be used by apps that no administrator has approved',
        label: 'API Access Control is off',
        fix: 'ask Salesforce Support for API Access Control, approve the apps in use, and turn it on',
      } satisfies Problem;
    }
    for (const settings of settingsNamed(project, 'MyDomain')) {
      const flag = settings.doesApiLoginRequireOrgDomain;
      if (flag?.value !== false) continue;
      yield {
        component: settings,
        where: flag,
        message: 'Settings MyDomain takes API logins at the login hosts that all orgs share',
        label: 'not limited to the My Domain host',
        fix: 'move clients to the My Domain host, then set doesApiLoginRequireOrgDomain to true',
        edits: [setTo(flag, 'true')],
      } satisfies Problem;
    }
  },
});
