import { setBeginning } from '../fixes/edit.js';
import { titleOf, type ComponentBase, type Field } from '../model/component.js';
import { tokenUrlOf, type ExternalCredential } from '../model/externalCredential.js';
import { HOST_IN_EVERY_ORG, isLocalHost } from '../model/host.js';
import { clientCertificateOf, parametersOf, urlOf, type NamedCredential } from '../model/namedCredential.js';
import { isPlaceholder, leftToBuild } from '../model/placeholder.js';
import type { Project } from '../model/project.js';
import { isPackaged } from '../model/syncIdentity.js';
import { defineRule } from './rule.js';

export default defineRule({
  id: 'endpoint-cleartext',
  title: 'Endpoint without TLS',
  severity: 'high',
  cases:
    '`high` where the files show that credentials or tokens travel, or that mutual TLS is meant; `medium` for Named Credentials without authentication and for active Remote Site Settings, where only the data is known to be exposed; `info` for the local machine.',
  confidence: 'high',
  persona: 'regular',
  looksAt: ['NamedCredential', 'ExternalCredential', 'RemoteSiteSetting', 'AuthProvider'],
  tags: ['endpoints'],
  why: `\`http://\` sends everything as it is: whoever sits on the way reads it and can change it, and nothing proves that the
server is the one it claims to be. A token request carries the client secret or a signed assertion and brings back the
token; a Named Credential adds its password, token or key to each call. A client certificate is of no use there, since
without TLS there is no handshake to present it in.`,
  remedy: `Use the \`https://\` address of the same service, and change every credential, token and password that has travelled
in the clear:

\`\`\`xml
<parameterType>Url</parameterType>
<parameterValue>https://erp.example.com/api</parameterValue>
\`\`\`

Deactivate Remote Site Settings that nothing calls any more.`,
  setup: 'Security > Named Credentials, or Security > Remote Site Settings, or Identity > Auth. Providers',
  whenWrong: `A public feed that is only read may be meant to be in the clear; accept it with that reason. Inactive Remote Site
Settings, the \`${HOST_IN_EVERY_ORG}\` one of every org, and packaged components (\`ns__Name\`) are left alone.`,
  links: ['https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_remotesitesetting.htm'],
  controls: ['CWE-319', 'OWASP-API10:2023', 'ISA-PATTERN-B', 'ZT-PATTERN-1'],
  since: '0.1.0',
  fixable: {
    safe: false,
    title: 'write `https` in the place of `http`, where no port is written and no client certificate asks for one',
  },

  *check(project) {
    for (const endpoint of endpoints(project)) {
      const { component, url, what, does, severity, certificate } = endpoint;
      if (isPackaged(component.fullName)) continue;
      const reading = project.endpoint(url);
      // Whatever a build puts behind it, `https://${HOST}` has TLS.
      const hasTls = /^https:\/\//i.test(url.value) && isPlaceholder(url.value);
      if (reading.kind === 'placeholder' && !hasTls) yield leftToBuild(component, url, what);
      if (reading.kind !== 'endpoint' || reading.endpoint.scheme !== 'http') continue;
      const { host, hasUserInfo, isPortWritten } = reading.endpoint;
      if (host === HOST_IN_EVERY_ORG) continue;
      const isLocal = isLocalHost(host);
      yield {
        component,
        where: url,
        severity: isLocal ? 'info' : hasUserInfo ? 'high' : severity,
        message: `${titleOf(component)} ${does} ${host} without TLS`,
        label: isLocal ? 'no TLS, on the local machine' : 'no TLS',
        related: certificate ? [{ at: certificate.at, label: 'without TLS no client certificate is presented' }] : [],
        fix: isLocal
          ? 'name the server that the org is to call, with https'
          : severity === 'high'
            ? 'write https, and renew what has travelled in the clear'
            : 'write https',
        // Another port, and mutual TLS, are for somebody who knows the server.
        ...(!isLocal &&
          !isPortWritten &&
          !certificate && { edits: [setBeginning(url, url.value.slice(0, 4), 'https')] }),
        evidence: `http://${host}`,
      };
    }
  },
});

/** A URL that something is sent to. */
interface PlacedEndpoint {
  readonly component: ComponentBase;
  readonly url: Field;
  /** The URL in a few words: `token URL`. */
  readonly what: string;
  /** What happens there, to stand between the component and the host: `sends its credentials to`. */
  readonly does: string;
  /** `high` where the files show that credentials or tokens travel. */
  readonly severity: 'high' | 'medium';
  readonly certificate?: Field | undefined;
}

function* endpoints(project: Project): Iterable<PlacedEndpoint> {
  for (const component of project.all('NamedCredential')) {
    const url = urlOf(component);
    const certificate = clientCertificateOf(component);
    if (url && isAuthenticated(project, component)) {
      yield { component, url, what: 'URL', does: 'sends its credentials to', severity: 'high', certificate };
    } else if (url) {
      const severity = certificate ? 'high' : 'medium';
      yield { component, url, what: 'URL', does: 'sends its requests to', severity, certificate };
    }
    const tokenUrl = component.authTokenEndpointUrl;
    if (tokenUrl) yield { component, url: tokenUrl, what: 'token URL', does: 'gets its tokens from', severity: 'high' };
  }
  for (const component of project.all('ExternalCredential')) {
    const url = tokenUrlOf(component);
    if (url) yield { component, url, what: 'token URL', does: 'gets its tokens from', severity: 'high' };
  }
  for (const component of project.all('AuthProvider')) {
    for (const url of component.urls) {
      yield { component, url, what: url.element, does: AUTH_PROVIDER_DOES[url.element]!, severity: 'high' };
    }
  }
  for (const component of project.all('RemoteSiteSetting')) {
    const { url, isActive } = component;
    if (url && isActive?.value) yield { component, url, what: 'URL', does: 'lets Apex call', severity: 'medium' };
  }
}

const AUTH_PROVIDER_DOES: Readonly<Record<string, string>> = {
  authorizeUrl: 'sends users to sign in at',
  tokenUrl: 'gets its tokens from',
  userInfoUrl: 'sends access tokens to',
};

/** Whether the files say that requests carry credentials, be it those of an External Credential kept elsewhere. */
function isAuthenticated(project: Project, credential: NamedCredential): boolean {
  if (
    parametersOf(credential, 'HttpHeader').some(({ parameterValue }) => parameterValue?.value.includes('$Credential'))
  ) {
    return true;
  }
  const { protocol } = credential;
  if (protocol && protocol.value !== 'NoAuthentication') return true;
  return parametersOf(credential, 'Authentication').some(({ externalCredential }) => {
    if (!externalCredential) return false;
    const used = project.find('ExternalCredential', externalCredential.value);
    return used === undefined || hasAuthentication(used);
  });
}

/** `NoAuthentication` is a protocol, and a variant of the protocol Custom. */
const hasAuthentication = ({ authenticationProtocol, externalCredentialParameters }: ExternalCredential): boolean =>
  authenticationProtocol?.value !== 'NoAuthentication' &&
  !externalCredentialParameters.some(
    ({ parameterType, parameterValue }) =>
      parameterType?.value === 'AuthProtocolVariant' && parameterValue?.value === 'NoAuthentication'
  );
