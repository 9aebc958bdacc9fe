import { titleOf, type ComponentBase, type Field } from '../model/component.js';
import { leftToBuild } from '../model/placeholder.js';
import type { Project } from '../model/project.js';
import { isPackaged } from '../model/packaged.js';
import { defineRule } from './rule.js';

export default defineRule({
  id: 'credential-password-based',
  title: 'Callouts that authenticate with a user name and a password',
  severity: 'medium',
  confidence: 'high',
  persona: 'regular',
  looksAt: ['NamedCredential', 'ExternalCredential', 'ExternalDataSource'],
  tags: ['endpoints', 'secrets'],
  why: `With HTTP Basic authentication the same password travels with each request, works for everything its user may do, and
ends only when somebody changes it on both sides. A token of OAuth ends by itself, has scopes, and with a signed assertion
(JWT) no secret travels at all.

The password itself is in the org and not in these files, as it should be; one that does stand in a file is
\`secret-in-metadata\`. That the credential is a legacy one is \`named-credential-legacy\`.`,
  remedy: `Ask the partner for OAuth 2.0 with client credentials or JWT bearer, and give the integration a user of its own:

\`\`\`xml
<authenticationProtocol>Oauth</authenticationProtocol>
<externalCredentialParameters>
    <parameterName>Oauth</parameterName>
    <parameterType>AuthProtocolVariant</parameterType>
    <parameterValue>JwtBearer</parameterValue>
</externalCredentialParameters>
\`\`\``,
  setup: 'Security > Named Credentials > External Credentials > (the credential) > Edit > Authentication Protocol',
  whenWrong: `Some partners offer nothing else. Then accept the finding with the partner's name and the day of the next password
change, and put a client certificate (mutual TLS) before it. Packaged credentials (\`ns__Name\`) are left alone.`,
  links: [
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_namedcredential.htm',
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_externalcredential.htm',
  ],
  controls: ['CWE-308', 'OWASP-NHI4:2025', 'ZT-LAYER-2', 'ZT-PATTERN-4'],
  since: '0.1.0',

  *check(project) {
    for (const { component, protocol, endpoint } of protocols(project)) {
      if (isPackaged(component.fullName)) continue;
      if (project.isPlaceholder(protocol)) yield leftToBuild(component, protocol, 'authentication protocol');
      if (protocol.value !== 'Password' && protocol.value !== 'Basic') continue;
      yield {
        component,
        where: protocol,
        message: `${titleOf(component)} authenticates with a user name and a password`,
        label: 'the same password with each request',
        related: endpoint ? [{ at: endpoint.at, label: 'where it is sent' }] : [],
        fix: 'use OAuth with client credentials or JWT bearer, if the other side offers it',
        evidence: protocol.value,
      };
    }
  },
});

/** What a component authenticates with, and where. */
interface PlacedProtocol {
  readonly component: ComponentBase;
  readonly protocol: Field;
  readonly endpoint?: Field | undefined;
}

function* protocols(project: Project): Iterable<PlacedProtocol> {
  for (const component of [...project.all('NamedCredential'), ...project.all('ExternalDataSource')]) {
    const { protocol, endpoint } = component;
    if (protocol) yield { component, protocol, endpoint };
  }
  for (const component of project.all('ExternalCredential')) {
    if (component.authenticationProtocol) yield { component, protocol: component.authenticationProtocol };
  }
}
