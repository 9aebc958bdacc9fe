import { titleOf, type ComponentBase, type Field } from '../model/component.js';
import { tokenUrlOf } from '../model/externalCredential.js';
import { salesforceHostKind } from '../model/host.js';
import { leftToBuild } from '../model/placeholder.js';
import type { Project } from '../model/project.js';
import { isPackaged } from '../model/packaged.js';
import { defineRule } from './rule.js';

export default defineRule({
  id: 'external-credential-generic-login-host',
  title: 'Token endpoint on the login host that all orgs share',
  severity: 'low',
  confidence: 'medium',
  persona: 'regular',
  looksAt: ['ExternalCredential', 'NamedCredential'],
  tags: ['endpoints'],
  why: `\`login.salesforce.com\` and \`test.salesforce.com\` serve every org: which one the token is for is decided by the user
alone, so that a credential for the wrong org is noticed late. Neither host takes a client certificate, neither can be had by
a private path, and an org whose My Domain setting refuses API logins at the shared host refuses this one. The org's own My
Domain host answers at the same path and binds the credential to one org.

The \`aud\` claim of a JWT is another thing: \`https://login.salesforce.com\` is right there.`,
  remedy: `\`\`\`xml
<parameterType>AuthProviderUrl</parameterType>
<parameterValue>https://emea.my.salesforce.com/services/oauth2/token</parameterValue>
\`\`\``,
  setup: 'Security > Named Credentials > External Credentials > (the credential) > Edit > Identity Provider URL',
  whenWrong: `A credential that is meant for several orgs, in a package for one, cannot name the host of one of them: accept the
finding. Packaged credentials (\`ns__Name\`) are left alone.`,
  links: [
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_externalcredential.htm',
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_mydomainsettings.htm',
  ],
  controls: ['ZT-PATTERN-1'],
  since: '0.1.0',

  *check(project) {
    for (const { component, url } of tokenUrls(project)) {
      if (isPackaged(component.fullName)) continue;
      const reading = project.endpoint(url);
      if (reading.kind === 'placeholder') yield leftToBuild(component, url, 'token URL');
      if (reading.kind !== 'endpoint' || salesforceHostKind(reading.endpoint.host) !== 'login') continue;
      const { host } = reading.endpoint;
      yield {
        component,
        where: url,
        message: `${titleOf(component)} gets its tokens from ${host}, which all orgs share`,
        label: 'not the host of the org it is for',
        fix: 'name the My Domain host of the org that is called',
        evidence: host,
      };
    }
  },
});

function* tokenUrls(project: Project): Iterable<{ readonly component: ComponentBase; readonly url: Field }> {
  for (const component of project.all('ExternalCredential')) {
    const url = tokenUrlOf(component);
    if (url) yield { component, url };
  }
  for (const component of project.all('NamedCredential')) {
    if (component.authTokenEndpointUrl) yield { component, url: component.authTokenEndpointUrl };
  }
}
