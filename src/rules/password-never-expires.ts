import { disable } from '../fixes/edit.js';
import { settingsNamed } from '../model/settings.js';
import { defineRule } from './rule.js';

const PERMISSION = 'PasswordNeverExpires';

export default defineRule({
  id: 'password-never-expires',
  title: 'Password that never expires',
  severity: 'low',
  confidence: 'medium',
  persona: 'regular',
  looksAt: [
    'Settings',
    'ProfilePasswordPolicy',
    'Profile',
    'PermissionSet',
    'PermissionSetGroup',
    'MutingPermissionSet',
  ],
  tags: ['identity', 'sync'],
  why: `An integration whose password never expires has one that is years old: in the settings of a middleware, in a script, with people who left.
It signs in by SOAP \`login()\` or the username-password flow, which is all that a password is good for, and both are on their way out: new
orgs have \`login()\` off, and its last API versions end in 2027. A password that nobody may renew is a sign that the integration should sign
in by OAuth, with a key that can be rotated.

For people it is a matter of policy: NIST SP 800-63B advises against changes by the calendar, on the condition that a second factor is asked
for and that leaked passwords are changed. So the settings of the org and of a profile are reported low, to be decided once.

A grant of Password Never Expires is reported for integrations alone. Profiles of guests, and standard profiles, carry it without having a
password.`,
  remedy: `Have the integration sign in by the JWT bearer or the client credentials flow, and take the permission away. For people, choose a period, or
accept the finding with your policy:

\`\`\`xml
<passwordPolicies>
    <expiration>NinetyDays</expiration>
</passwordPolicies>
\`\`\``,
  setup:
    'Security > Password Policies, or Users > Profiles > (the profile) > System Permissions > Password Never Expires',
  whenWrong: `Where all users come by single sign-on, and logins with Salesforce credentials are off, no password is in use. A permission set or profile
for people is named in \`sync.exclude\`.`,
  links: [
    'https://developer.salesforce.com/docs/platform/api-metadata/references/meta-types/metadata-securitysettings.html',
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_profilepasswordpolicy.htm',
    'https://help.salesforce.com/s/articleView?id=005132110&language=en_US&type=1',
    'https://pages.nist.gov/800-63-4/sp800-63b.html',
  ],
  controls: [
    'CWE-262',
    'SBS-ACS-009',
    'OWASP-NHI7:2025',
    'ISA-CHECK-3',
    'ZT-CHECK-10',
    'ZT-CHECK-12',
    'ZT-PATTERN-4',
    'ZT-PHASE-1',
    'ZT-PHASE-2',
  ],
  since: '0.1.0',
  fixable: {
    safe: false,
    title: 'disable `PasswordNeverExpires` of an integration; how long passwords of people last is yours to say',
  },

  *check(project, { sync }) {
    for (const settings of settingsNamed(project, 'Security')) {
      const { passwordExpiration: expiration } = settings;
      if (expiration?.value !== 'Never') continue;
      yield {
        component: settings,
        where: expiration,
        message: 'Security settings let passwords of all users stay for ever',
        label: 'passwords never expire',
        fix: 'choose a period, or accept the finding with your policy',
      };
    }
    for (const policy of project.all('ProfilePasswordPolicy')) {
      const { passwordExpiration: expiration, profile, isDisabled } = policy;
      if (expiration?.value !== '0' || isDisabled?.value === true) continue;
      yield {
        component: policy,
        where: expiration,
        message: `Profile Password Policy ${policy.fullName} lets passwords of ${profile ? `the profile ${profile.value}` : 'a profile'} stay for ever`,
        label: 'passwords never expire',
        fix: 'choose a period, or accept the finding with your policy',
      };
    }
    for (const { holder, confidence, signs, grants } of sync.identities) {
      const permission = grants.userPermissions.find(({ value }) => value === PERMISSION);
      if (!permission) continue;
      yield {
        component: holder,
        where: permission,
        confidence: confidence === 'high' ? 'high' : 'medium',
        message: `${holder.type === 'Profile' ? 'Profile' : 'Permission Set'} ${holder.fullName} lets an integration keep its password for ever; it is recognised by ${signs[0]!.reason}`,
        label: 'the password never expires',
        fix: 'sign in by OAuth, and take the permission away',
        edits: [disable(permission)],
      };
    }
  },
});
