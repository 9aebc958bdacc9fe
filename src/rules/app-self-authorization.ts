import { setChild, setTo, type Edit } from '../fixes/edit.js';
import { judgeApps, leftToBuildOf, partAt, type OauthApp, type PermittedUsers } from '../model/oauthApp.js';
import { defineRule } from './rule.js';

export default defineRule({
  id: 'app-self-authorization',
  title: 'OAuth app that any user may authorise for themselves',
  severity: 'medium',
  cases: `Info for an app that only pre-authorised users may use, when the project names no permission set and no profile for it.`,
  confidence: 'high',
  persona: 'regular',
  looksAt: ['ConnectedApp', 'ExtlClntAppOauthConfigurablePolicies'],
  tags: ['apps'],
  why: `"All users may self-authorize" lets every user of the org give the app a token by one click on Allow. Nobody decides who uses the
integration, an administrator who is talked into the click gives away an administrator's token, and a stolen client ID works
for any user who can be lured to the login page. "Admin approved users are pre-authorized" turns it round: a user without one
of the app's permission sets or profiles is refused.

In a Connected App, \`isAdminApproved\` is false where it is left out; that is the documented default, so its absence is
reported too, unless \`sourceApiVersion\` is older than 46, which does not know it. An External Client App has no documented
default, so only \`AllSelfAuthorized\` in its policies is reported.

An app for pre-authorised users that names no permission set and no profile can be used by nobody, or is assigned in the org
behind the project's back: that is told as info.`,
  remedy: `Have an administrator approve the users, by a permission set made for this integration. In a Connected App:

\`\`\`xml
<oauthConfig>
    <isAdminApproved>true</isAdminApproved>
</oauthConfig>
<permissionSetName>ERP Invoice Sync</permissionSetName>
\`\`\`

In an External Client App (\`.ecaOauthPlcy\`):

\`\`\`xml
<commaSeparatedPermissionSet>ERP_Invoice_Sync</commaSeparatedPermissionSet>
<permittedUsersPolicyType>AdminApprovedPreAuthorized</permittedUsersPolicyType>
\`\`\`

Assign the permission set first: users without it lose the app at once. Connected Apps OAuth Usage in Setup shows who uses it.`,
  setup:
    'App Manager > (the app) > Manage > Edit Policies > Permitted Users, or External Client App Manager > (the app) > Policies > OAuth Policies',
  whenWrong: `An app for customers or for all employees may be meant to be open. Permission sets may be assigned to an app in the org
alone. An app that a managed package brings is left alone, and so is one that is switched off.`,
  links: [
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_connectedapp.htm',
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_extlclntappoauthconfigurablepolicies.htm',
    'https://docs.securitybenchmark.org',
  ],
  controls: ['CWE-285', 'SBS-OAUTH-002', 'OWASP-NHI3:2025', 'ZT-LAYER-3'],
  since: '0.1.0',
  fixable: {
    safe: false,
    title: 'let only users in whom an administrator has approved, where the app names their permission set or profile',
  },

  *check(project) {
    yield* judgeApps(project, function* (app) {
      const users = app.permittedUsers;
      if (!users) return;
      const component = partAt(app, users);
      if (users.kind === 'unknown') {
        yield* leftToBuildOf(project, app, users.written ? [users.written] : [], 'permitted users');
        return;
      }
      if (users.kind === 'self-authorized') {
        yield {
          component,
          where: users,
          message: users.written
            ? `${app.title} may be authorised by every user of the org for themselves`
            : `${app.title} may be authorised by every user of the org for themselves: it does not say isAdminApproved, which means false`,
          label: users.written ? 'all users may self-authorize' : 'no isAdminApproved here',
          fix:
            app.kind === 'ConnectedApp'
              ? 'set isAdminApproved to true and name a permission set in permissionSetName'
              : 'set permittedUsersPolicyType to AdminApprovedPreAuthorized and name a permission set in commaSeparatedPermissionSet',
          ...(app.permissionSets.length + app.profiles.length > 0 && { edits: [approval(app.kind, users)] }),
          evidence: users.kind,
        };
      } else if (app.permissionSets.length === 0 && app.profiles.length === 0) {
        yield {
          component,
          where: users,
          message: `${app.title} is for users whom an administrator approves, and the project names no permission set or profile that it approves`,
          label: 'for pre-authorised users, and none are named',
          fix: 'name the permission set of the users who need the app',
          severity: 'info',
          evidence: users.kind,
        };
      }
    });
  },
});

function approval(kind: OauthApp['kind'], users: PermittedUsers): Edit {
  const { written } = users;
  if (kind === 'ConnectedApp') return written ? setTo(written, 'true') : setChild(users, 'isAdminApproved', 'true');
  return setTo(written!, 'AdminApprovedPreAuthorized');
}
