import type { NotEvaluated, Problem } from '../findings/finding.js';
import { GrantReader, groupsOf } from '../model/grants.js';
import { ENFORCE_MUTUAL_AUTHENTICATION, mutualTlsEnforcers } from '../model/mutualTls.js';
import { isPackaged } from '../model/packaged.js';
import type { PermissionSet, PermissionSetGroup } from '../model/permissionSet.js';
import type { Project } from '../model/project.js';
import { INTEGRATION_LICENSES } from '../model/syncIdentity.js';
import { defineRule } from './rule.js';

/** So that many client certificates do not bury the finding. */
const SHOWN = 5;

export default defineRule({
  id: 'mtls-inbound-not-enforced',
  title: 'Mutual TLS into the org that is prepared and not enforced',
  severity: 'medium',
  cases: `\`medium\`, confidence \`medium\`, for a permission set that enforces mutual TLS for users who may not be API-only ones.
One \`info\`, confidence \`low\`, for a project with client certificates and nothing that enforces them.`,
  confidence: 'medium',
  persona: 'regular',
  looksAt: ['InboundCertificate', 'PermissionSet', 'PermissionSetGroup', 'Profile'],
  tags: ['mtls'],
  why: `An uploaded client certificate (\`InboundCertificate\`) lets a client prove who it is on port 8443. It does not make it do so:
on port 443 the same user signs in without any certificate. What makes the org refuse that is the permission Enforce
SSL/TLS Mutual Authentication (\`EnforceMutualAuthentication\`), user by user.

That permission is for API clients, and Salesforce asks for users that are API-only (\`ApiUserOnly\`): port 8443 is for the
API, never for pages, and an API user who may also open a browser is no user for an integration.

A guide may have mutual TLS switched on in a connected app or a site, with the authority's certificate in Certificate and
Key Management. It is a feature that Salesforce Support turns on for the org; what is uploaded is the client's certificate
with its chain, as a Mutual Authentication Certificate.`,
  remedy: `Give the integration's user a permission set with both:

\`\`\`xml
<userPermissions>
    <enabled>true</enabled>
    <name>ApiUserOnly</name>
</userPermissions>
<userPermissions>
    <enabled>true</enabled>
    <name>EnforceMutualAuthentication</name>
</userPermissions>
\`\`\`

Have the client call the My Domain host on port 8443 first: from the moment the user has the permission, port 443 is closed
to it.`,
  setup: 'Users > Permission Sets > (the permission set) > System Permissions > Enforce SSL/TLS Mutual Authentication',
  whenWrong: `The permission may be in a profile or a permission set that the project does not track, and API Only often is in the
profile of the user: profile files are often partial, so nothing is concluded from what is not in one. A licence for
integration users counts as API-only. That port 443 refuses a user with the permission follows from the documents below;
none of them says it in so many words.`,
  links: [
    'https://help.salesforce.com/s/articleView?id=xcloud.security_keys_uploading_mutual_auth_cert_api&language=en_US&type=5',
    'https://help.salesforce.com/s/articleView?id=xcloud.security_keys_uploading_mutual_auth_cert&language=en_US&type=5',
    'https://help.salesforce.com/s/articleView?id=000240864&language=en_US&type=1',
  ],
  controls: [
    'CWE-287',
    'CWE-306',
    'ISA-CHECK-3',
    'ISA-DECISION-1',
    'ISA-PATTERN-A',
    'ZT-CHECK-1',
    'ZT-LAYER-2',
    'ZT-PATTERN-1',
    'ZT-PHASE-3',
  ],
  since: '0.1.0',

  *check(project) {
    const enforcers = mutualTlsEnforcers(project);
    if (enforcers.length === 0) yield* unenforced(project);
    const grantReader = new GrantReader(project);
    for (const { holder, permission } of enforcers) {
      if (holder.type !== 'PermissionSet' || isPackaged(holder.fullName) || isForApiUsers(holder)) continue;
      const groups = groupsOf(project, holder.fullName);
      if (groups.some((group) => isGroupForApiUsers(project, grantReader, group))) continue;
      const unknown = groups.flatMap((group) => unknownMember(project, group) ?? []);
      if (unknown.length > 0) {
        yield unknown[0]!;
        continue;
      }
      yield {
        component: holder,
        where: permission,
        message: `Permission Set ${holder.fullName} enforces mutual TLS, and neither it nor a group of it makes its users API-only`,
        label: 'meant for API-only users',
        related: groups
          .slice(0, SHOWN)
          .map(({ fullName, at }) => ({ at, label: `the group ${fullName} does not either` })),
        fix: 'enable ApiUserOnly as well, or give the user the Salesforce Integration licence',
      };
    }
  },
});

function* unenforced(project: Project): Generator<NotEvaluated | Problem> {
  const [first, ...others] = project.all('InboundCertificate').filter(({ fullName }) => !isPackaged(fullName));
  if (!first) return;
  if (project.all('PermissionSet').length + project.all('Profile').length === 0) {
    yield {
      notEvaluated: 'not-in-project',
      component: first,
      where: first,
      message: `Inbound Certificate ${first.fullName} is for users whose permission sets and profiles are not in the project`,
    };
    return;
  }
  const count = others.length + 1;
  yield {
    component: { type: 'Project', fullName: project.root || '.' },
    where: { at: first.at, element: '' },
    severity: 'info',
    confidence: 'low',
    message: `Project holds ${count === 1 ? `Inbound Certificate ${first.fullName}` : `${count} Inbound Certificates`}, and no permission set or profile of it has ${ENFORCE_MUTUAL_AUTHENTICATION}`,
    label: 'a client may leave it out on port 443',
    related: others.slice(0, SHOWN).map(({ fullName, at }) => ({ at, label: `${fullName}, too` })),
    fix: `grant ${ENFORCE_MUTUAL_AUTHENTICATION} to the users that these certificates are for`,
    evidence: ENFORCE_MUTUAL_AUTHENTICATION,
  };
}

const isForApiUsers = ({ userPermissions, license }: PermissionSet): boolean =>
  userPermissions.some(({ value }) => value === 'ApiUserOnly') ||
  (license !== undefined && INTEGRATION_LICENSES.has(license.value));

const isGroupForApiUsers = (project: Project, grantReader: GrantReader, group: PermissionSetGroup): boolean =>
  group.permissionSets.some(({ value }) => {
    const member = project.find('PermissionSet', value);
    if (!member) return false;
    const { userPermissions } = grantReader.grantsOf(member, [group]);
    return isForApiUsers({ ...member, userPermissions });
  });

function unknownMember(project: Project, group: PermissionSetGroup): NotEvaluated | undefined {
  const name = group.permissionSets.find(({ value }) => !project.find('PermissionSet', value));
  return (
    name && {
      notEvaluated: 'not-in-project',
      component: group,
      where: name,
      message: `Permission Set Group ${group.fullName} holds the permission set ${name.value}, which is not in the project`,
    }
  );
}
