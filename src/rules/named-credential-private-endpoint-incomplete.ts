import type { Field } from '../model/component.js';
import { outboundNetworkConnectionOf, urlOf } from '../model/namedCredential.js';
import { leftToBuild } from '../model/placeholder.js';
import { isPackaged } from '../model/packaged.js';
import { defineRule } from './rule.js';

export default defineRule({
  id: 'named-credential-private-endpoint-incomplete',
  title: 'Named Credential whose private connection is missing or not in use',
  severity: 'high',
  cases: `\`high\` for a PrivateEndpoint that names no connection. \`medium\` where the connection is not in the project, with
medium confidence, is inactive, or was not Ready when it was retrieved, with low confidence: that status is older than the file.`,
  confidence: 'high',
  persona: 'regular',
  looksAt: ['NamedCredential', 'OutboundNetworkConnection'],
  tags: ['endpoints', 'network'],
  why: `A Named Credential of the type \`PrivateEndpoint\` is meant to call through Private Connect, past the Internet. Which
connection it takes is said by the parameter \`OutboundNetworkConnection\`, and by \`outboundNetworkConnection\` in the legacy
shape. Without it, or with a connection that is inactive, the credential does not do what its type promises: callouts fail,
or somebody makes them work by changing the type, and then they cross the Internet.

The \`status\` of a connection in the repository is what it was at the retrieve. It changes in the org without a deployment,
so that finding has low confidence: look in Setup before you act on it.`,
  remedy: `Name the connection, and keep it in the project:

\`\`\`xml
<namedCredentialParameters>
    <outboundNetworkConnection>Core_Banking</outboundNetworkConnection>
    <parameterName>Connection</parameterName>
    <parameterType>OutboundNetworkConnection</parameterType>
</namedCredentialParameters>
<namedCredentialType>PrivateEndpoint</namedCredentialType>
\`\`\``,
  setup: 'Security > Named Credentials > (the credential) > Edit; Setup > Private Connect > Outbound Connections',
  whenWrong: `Connections belong to a region and a cloud account, and some teams create them in each org by hand: where none is in
the project on purpose, accept the finding. Connections of packages (\`ns__Name\`) are not looked for.`,
  links: [
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_outboundnetworkconnection.htm',
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_namedcredential.htm',
    'https://help.salesforce.com/s/articleView?id=xcloud.private_connect_considerations&language=en_US&type=5',
  ],
  controls: ['ISA-CONCEPT-3', 'ISA-DECISION-3', 'ISA-STEP-6'],
  since: '0.1.0',

  *check(project) {
    for (const credential of project.all('NamedCredential')) {
      if (isPackaged(credential.fullName)) continue;
      const { fullName, namedCredentialType: type } = credential;
      const name = outboundNetworkConnectionOf(credential);
      const url = urlOf(credential);
      const related = url ? [{ at: url.at, label: 'the endpoint' }] : [];
      if (!name) {
        if (type?.value !== 'PrivateEndpoint') continue;
        yield {
          component: credential,
          where: type,
          message: `Named Credential ${fullName} is a private endpoint without a private connection`,
          label: 'no OutboundNetworkConnection parameter names one',
          related,
          fix: 'add a parameter of the type OutboundNetworkConnection',
        };
        continue;
      }
      if (project.isPlaceholder(name)) {
        yield leftToBuild(credential, name, 'private connection');
        continue;
      }
      const connection = project.find('OutboundNetworkConnection', name.value);
      if (!connection) {
        if (isPackaged(name.value)) continue;
        yield {
          component: credential,
          where: name,
          severity: 'medium',
          confidence: 'medium',
          message: `Named Credential ${fullName} takes the private connection ${name.value}, which is not in the project`,
          label: 'not in the project',
          related,
          fix: 'correct the name, or retrieve the connection',
          evidence: name.value,
        };
        continue;
      }
      const { isActive, status } = connection;
      const trouble: Field<unknown> | undefined =
        isActive?.value === false ? isActive : isNotReady(status) ? status : undefined;
      if (!trouble) continue;
      const isInactive = trouble === isActive;
      yield {
        component: credential,
        where: name,
        severity: 'medium',
        confidence: isInactive ? 'high' : 'low',
        message: `Named Credential ${fullName} takes the private connection ${connection.fullName}, which ${isInactive ? 'is inactive' : `had the status ${status!.value} when it was retrieved`}`,
        label: isInactive ? 'an inactive connection' : 'not ready at the time',
        related: [{ at: trouble.at, label: 'the connection says so' }],
        fix: isInactive ? 'activate the connection' : 'look at the connection in Setup, and retrieve it again',
        evidence: isInactive ? 'inactive' : status!.value,
      };
    }
  },
});

const isNotReady = (status: Field | undefined): boolean => status !== undefined && status.value !== 'Ready';
