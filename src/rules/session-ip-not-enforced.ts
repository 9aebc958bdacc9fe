import { setTo } from '../fixes/edit.js';
import { restrictsLogins } from '../model/loginIpRanges.js';
import { listNames } from '../model/nameList.js';
import { settingsNamed } from '../model/settings.js';
import { defineRule } from './rule.js';

/** Profiles that a finding shows. */
const MOST_RELATED = 3;

export default defineRule({
  id: 'session-ip-not-enforced',
  title: 'Login IP ranges that hold for the login alone',
  severity: 'low',
  confidence: 'medium',
  persona: 'pedantic',
  looksAt: ['Settings', 'Profile'],
  tags: ['network'],
  why: `The login IP ranges of a profile are checked when a user logs in. What comes after is not, unless "Enforce login IP ranges on every
request" is on: a session id or an access token that is stolen later works from any address. With the setting, the ranges hold for each
request of the profile's users, those through the API included.

The rule speaks only where a profile has ranges that keep somebody out, and where the setting is written as \`false\`.`,
  remedy: `Turn the setting on, after a look at the login history for users who change their address within a session (mobile networks, VPNs):

\`\`\`xml
<sessionSettings>
    <enforceIpRangesEveryRequest>true</enforceIpRangesEveryRequest>
</sessionSettings>
\`\`\``,
  setup: 'Security > Session Settings > Enforce login IP ranges on every request',
  whenWrong: `The setting is one for the whole org. Where profiles of people on the move have ranges, it may throw them out; locking sessions to the
address they began at, or token IP ranges of an app, may serve instead.`,
  links: [
    'https://help.salesforce.com/s/articleView?id=xcloud.connected_app_continuous_ip&language=en_US&type=5',
    'https://developer.salesforce.com/docs/platform/api-metadata/references/meta-types/metadata-securitysettings.html',
  ],
  controls: ['CWE-613', 'SBS-ACS-009', 'ISA-DECISION-2', 'ZT-CHECK-14', 'ZT-LAYER-1', 'ZT-PATTERN-6'],
  since: '0.1.0',
  fixable: { safe: false, title: 'set `enforceIpRangesEveryRequest` to `true`' },

  *check(project) {
    const profiles = project.all('Profile').filter((profile) => restrictsLogins(project, profile));
    if (profiles.length === 0) return;
    const names = listNames(
      profiles.map(({ fullName }) => fullName),
      'profiles'
    );
    for (const settings of settingsNamed(project, 'Security')) {
      const { enforceIpRangesEveryRequest: setting } = settings;
      if (setting?.value !== false) continue;
      yield {
        component: settings,
        where: setting,
        message: `Security settings check the login IP ranges of ${names} at the login alone`,
        label: 'a stolen session works from anywhere',
        related: profiles.slice(0, MOST_RELATED).map(({ loginIpRanges }) => ({
          at: loginIpRanges[0]!.at,
          label: 'holds for the login alone',
        })),
        fix: 'set enforceIpRangesEveryRequest to true',
        edits: [setTo(setting, 'true')],
      };
    }
  },
});
