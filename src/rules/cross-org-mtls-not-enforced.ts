import type { NotEvaluated, Problem, RelatedPlace } from '../findings/finding.js';
import { titleOf } from '../model/component.js';
import { integrationsOf } from '../model/integration.js';
import type { Org } from '../model/landscape.js';
import {
  ENFORCE_MUTUAL_AUTHENTICATION,
  loweredByApex,
  MUTUAL_TLS_PORT,
  mutualTlsEnforcers,
} from '../model/mutualTls.js';
import { authenticatorsOf, isPerUser } from '../model/namedUser.js';
import {
  callsToOrgs,
  isMutualTlsExcused,
  identitiesOfApp,
  orgLinks,
  placeOf,
  type OrgCall,
  type OrgLink,
} from '../model/orgConnections.js';
import { defineRule } from './rule.js';

/** Places in the other org, so that many sync identities do not bury the finding. */
const SHOWN = 3;

export default defineRule({
  id: 'cross-org-mtls-not-enforced',
  title: 'Mutual TLS between two orgs that the called org does not enforce, or the calling org does not offer',
  severity: 'high',
  cases:
    '**Medium** where the calling org presents no client certificate at all; **info** where Apex of its project sets one, which may be for this call.',
  confidence: 'medium',
  persona: 'regular',
  looksAt: ['NamedCredential'],
  looksAcrossOrgs: true,
  tags: ['mtls', 'sync'],
  why: `The calling org does its part: it has a client certificate, or calls port 8443, or its register asks for mutual TLS. Whether
that keeps anybody out, the called org decides, user by user: without Enforce SSL/TLS Mutual Authentication
(\`EnforceMutualAuthentication\`) the same user signs in on port 443 with no certificate at all. Whoever gets hold of the signing key or
the token needs nothing else.

The rule looks at both projects of a scan at once. It reports where **no** permission set or profile of the called org has the
permission, so that no user can be held to it by what the project deploys.

A call without any client certificate is reported, too: both ends are Salesforce orgs of one owner, which can speak mutual TLS with each
other without anybody else's help, and the token alone is what stands between a thief and the data.`,
  remedy: `In the called org, give the integration's user a permission set with both:

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

Have the calling org use port 8443 and the called org trust its certificate first: from then on, port 443 is closed to this user.`,
  setup: 'Users > Permission Sets > (the permission set) > System Permissions > Enforce SSL/TLS Mutual Authentication',
  whenWrong: `The permission may be in a profile or a permission set that the project of the called org does not track. Which permission
sets a user has is data of the org: where some of them enforce mutual TLS, and the app that lets the caller in names none of these,
the call counts as not evaluated. \`mtls: gateway\` or \`not-applicable\` in the register of the calling org says that it is not this org's
duty. Of private connections nothing is said, since they take port 443 only, nor of Named Credentials that are
switched off. Where each person signs in alone, no certificate is asked for, since the called org cannot enforce mutual TLS for somebody
who also uses a browser.`,
  links: [
    'https://help.salesforce.com/s/articleView?id=xcloud.security_keys_uploading_mutual_auth_cert_api&language=en_US&type=5',
    'https://help.salesforce.com/s/articleView?id=000240864&language=en_US&type=1',
    'https://developer.salesforce.com/blogs/2025/10/enhance-integration-security-with-mtls-for-salesforce-and-mulesoft',
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

  *check(project, { landscape }) {
    for (const call of callsToOrgs(project, landscape)) {
      const from = landscape.orgOf(project);
      if (isMutualTlsExcused(from, call.credential)) continue;
      if ('open' in call) {
        yield call.open;
        continue;
      }
      const demand = demandOf(call);
      if (demand === undefined) {
        if (!authenticatorsOf(project, call.credential).some(isPerUser))
          yield loweredByApex(withoutCertificate(call), project);
        continue;
      }
      const links = orgLinks(landscape).filter(
        ({ from, to, credentials }) => from === call.from && to === call.to && credentials.includes(call.credential)
      );
      yield* judge(call, demand, links);
    }
  },
});

/** Why the call is meant to be mutual TLS, to follow "calls EMEA"; undefined where nothing says so. */
function demandOf({ from, credential, endpoint, certificate }: OrgCall): string | undefined {
  if (certificate) return 'with a client certificate';
  if (endpoint.port === MUTUAL_TLS_PORT) return `on port ${MUTUAL_TLS_PORT}`;
  const isRequired = integrationsOf(from.config.integrations, credential).some(({ mtls }) => mtls === 'required');
  return isRequired ? 'over mutual TLS, as the register says' : undefined;
}

function withoutCertificate({ from, to, credential, url, endpoint }: OrgCall): Problem {
  return {
    component: credential,
    where: url,
    severity: 'medium',
    message: `Named Credential ${credential.fullName} of ${from.name} calls ${to.name} without a client certificate`,
    label: 'nothing proves which org calls',
    fix: `present a client certificate that ${to.name} trusts, on port ${MUTUAL_TLS_PORT}, and enforce mutual TLS in ${to.name}`,
    evidence: endpoint.host,
    discriminator: 'without a certificate',
  };
}

function* judge(call: OrgCall, demand: string, links: readonly OrgLink[]): Generator<NotEvaluated | Problem> {
  const { to, from, credential, url, endpoint } = call;
  const { project } = to;
  const calls = `Named Credential ${credential.fullName} of ${from.name} calls ${to.name} ${demand}`;
  const enforcers = mutualTlsEnforcers(project);
  if (enforcers.length > 0) {
    const holders = new Set(enforcers.map(({ holder }) => holder));
    if (links.some((link) => identitiesOfApp(link).some(({ holder }) => holders.has(holder)))) return;
    yield {
      notEvaluated: 'not-in-project',
      component: credential,
      where: url,
      message: `${calls}, where ${titleOf(enforcers[0]!.holder)} enforces it; whether the user that signs in has that, metadata does not say`,
    };
    return;
  }
  if (project.all('PermissionSet').length + project.all('Profile').length === 0) {
    yield {
      notEvaluated: 'not-in-project',
      component: credential,
      where: url,
      message: `${calls}, whose project holds no permission sets or profiles`,
    };
    return;
  }
  yield {
    component: credential,
    where: url,
    message: `${calls}, and no permission set or profile of ${to.name} has ${ENFORCE_MUTUAL_AUTHENTICATION}`,
    label: `${to.name} lets this user in without a certificate, too`,
    related: placesIn(to, links),
    fix: `in ${to.name}, give the user that signs in a permission set with ${ENFORCE_MUTUAL_AUTHENTICATION} and ApiUserOnly`,
    evidence: endpoint.host,
  };
}

/** Where the called org could enforce it: what the app grants, or else its sync identities; else what it trusts. */
function placesIn(to: Org, links: readonly OrgLink[]): readonly RelatedPlace[] {
  const ofApps = [...new Set(links.flatMap(identitiesOfApp))];
  const identities = ofApps.length > 0 ? ofApps : to.sync.identities;
  if (identities.length > 0) {
    return identities
      .slice(0, SHOWN)
      .map(({ holder }) => ({ at: placeOf(holder), label: `${to.name}: ${titleOf(holder)} does not enforce it` }));
  }
  return to.project
    .all('InboundCertificate')
    .slice(0, SHOWN)
    .map((certificate) => ({
      at: certificate.at,
      label: `${to.name}: ${titleOf(certificate)} is trusted, not demanded`,
    }));
}
