import { MUTUAL_TLS_PORT, mutualTlsEnforcers } from '../model/mutualTls.js';
import { isPackaged } from '../model/packaged.js';
import { defineRule } from './rule.js';

/** So that many permission sets do not bury the finding. */
const SHOWN = 5;

export default defineRule({
  id: 'mtls-private-connect-conflict',
  title: 'Private connection into an org that enforces mutual TLS',
  severity: 'medium',
  confidence: 'medium',
  persona: 'regular',
  looksAt: ['InboundNetworkConnection', 'PermissionSet', 'Profile'],
  tags: ['mtls', 'network'],
  why: `Private Connect into Salesforce works on port 443 only; Salesforce says that it does not support port 8443, because that
port is used by mutual TLS. A user with Enforce SSL/TLS Mutual Authentication is served on port 8443 only. So no user can
have both: calls of such a user over the private connection are refused, and the calls that work come over the Internet.

A guide may add the two up to a stronger whole. For each integration it is one or the other.`,
  remedy: `Decide for each integration: the private connection and no enforcement for its user, or mutual TLS over the Internet. Take
the permission from the users that come over the private connection:

\`\`\`xml
<userPermissions>
    <enabled>false</enabled>
    <name>EnforceMutualAuthentication</name>
</userPermissions>
\`\`\``,
  setup: 'Users > Permission Sets > (the permission set) > System Permissions > Enforce SSL/TLS Mutual Authentication',
  whenWrong: `Nothing is wrong when different users take the two ways, and no file says who takes which. Accept the finding then, and
write down the users of each. That port 443 refuses a user with the permission follows from the documents below; none of
them says it in so many words.`,
  links: [
    'https://help.salesforce.com/s/articleView?id=xcloud.private_connect_considerations&language=en_US&type=5',
    'https://help.salesforce.com/s/articleView?id=xcloud.security_keys_uploading_mutual_auth_cert_api&language=en_US&type=5',
  ],
  controls: ['ISA-CONCEPT-3', 'ISA-PATTERN-A', 'ISA-STEP-6', 'ZT-PATTERN-1'],
  since: '0.1.0',

  *check(project) {
    const enforcers = mutualTlsEnforcers(project).filter(({ holder }) => !isPackaged(holder.fullName));
    const [first] = enforcers;
    if (!first) return;
    for (const connection of project.all('InboundNetworkConnection')) {
      const { isActive, fullName } = connection;
      if (isActive?.value !== true || isPackaged(fullName)) continue;
      const enforcer = `${first.holder.type === 'Profile' ? 'Profile' : 'Permission Set'} ${first.holder.fullName}`;
      yield {
        component: connection,
        where: isActive,
        message: `Inbound Network Connection ${fullName} cannot serve the users that ${enforcer} holds to mutual TLS: it has no port ${MUTUAL_TLS_PORT}`,
        label: 'port 443 only',
        related: enforcers
          .slice(0, SHOWN)
          .map(({ permission, holder }) => ({
            at: permission.at,
            label: `${holder.fullName} asks for port ${MUTUAL_TLS_PORT}`,
          })),
        fix: 'let users of the private connection go without the permission, or go without the connection',
        evidence: enforcers.map(({ holder }) => `${holder.type}:${holder.fullName}`).join(' '),
      };
    }
  },
});
