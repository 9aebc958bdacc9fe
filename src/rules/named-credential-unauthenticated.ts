import type { Problem } from '../findings/finding.js';
import { authenticationOf } from '../model/authentication.js';
import type { Field, Placed } from '../model/component.js';
import { isLocalHost, salesforceHostKind } from '../model/host.js';
import { listNames, sortedNames } from '../model/nameList.js';
import {
  clientCertificateOf,
  outboundNetworkConnectionOf,
  urlOf,
  type NamedCredential,
} from '../model/namedCredential.js';
import { leftToBuild } from '../model/placeholder.js';
import type { Project } from '../model/project.js';
import { isPackaged } from '../model/packaged.js';
import { defineRule } from './rule.js';

/** So that a summary of a hundred stays readable. */
const SHOWN = 5;

export default defineRule<{ maximumListed: number }>({
  id: 'named-credential-unauthenticated',
  title: 'Named Credential that calls out without authentication',
  severity: 'medium',
  cases: `\`medium\` for the hosts of others, \`low\` for hosts of Salesforce's. More than \`maximumListed\` of the former in one
project, none of which lets merge fields into headers or body, are public sites rather than integrations: they are one
\`info\` for the project.`,
  confidence: 'medium',
  persona: 'regular',
  looksAt: ['NamedCredential', 'ExternalCredential', 'Project'],
  tags: ['endpoints'],
  why: `The credential names an endpoint and no way to prove who calls. Then either the service is open to everybody, and
what comes back must be treated as anybody's text; or the proof is put in by Apex, from a custom setting, a custom label or
the code itself, where it is readable to many and nobody rotates it. The platform would keep it as a secret.

A client certificate counts as authentication, and so does a private connection, where the endpoint knows the connection it
serves. Where merge fields are allowed in the header, Apex is meant to put something in.`,
  remedy: `Where the service asks for a token or a key, keep it in an External Credential:

\`\`\`xml
<namedCredentialParameters>
    <externalCredential>ERP</externalCredential>
    <parameterName>ExternalCredential</parameterName>
    <parameterType>Authentication</parameterType>
</namedCredentialParameters>
\`\`\`

Where it asks for none, a Remote Site Setting says the same and promises less.`,
  setup: 'Security > Named Credentials > (the credential) > Edit > External Credential',
  whenWrong: `A public feed asks for no authentication: accept the finding and say so. Credentials whose callouts are disabled,
hosts of the local machine and packaged credentials (\`ns__Name\`) are left alone, and an External Credential that is not in
the project counts as authentication.`,
  links: [
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_namedcredential.htm',
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_externalcredential.htm',
  ],
  controls: ['CWE-306', 'ZT-CHECK-11', 'ZT-LAYER-2'],
  since: '0.1.0',
  options: {
    maximumListed: {
      description: 'How many credentials of other hosts are reported one by one; more of them are one finding.',
      default: 5,
      schema: { type: 'integer', minimum: 0 },
    },
  },

  *check(project, { options }) {
    const anonymous: AnonymousCallout[] = [];
    for (const credential of project.all('NamedCredential')) {
      const saying = anonymityOf(project, credential);
      if (!saying) continue;
      const { url } = saying;
      const reading = project.endpoint(url);
      if (reading.kind === 'placeholder') yield leftToBuild(credential, url, 'URL');
      if (reading.kind !== 'endpoint' || isLocalHost(reading.endpoint.host)) continue;
      const { host } = reading.endpoint;
      const { allowMergeFieldsInBody: body, allowMergeFieldsInHeader: header } = credential;
      const isSite = salesforceHostKind(host) === undefined && !body?.value && !header?.value;
      anonymous.push({ credential, ...saying, host, isSite });
    }
    const sites = anonymous.filter(({ isSite }) => isSite);
    const names = sortedNames(sites.map(({ credential }) => credential.fullName));
    const isMany = names.length > options.maximumListed;
    for (const callout of anonymous) if (!isMany || !callout.isSite) yield problemOf(callout);
    if (isMany) yield summaryOf(project, sites, names);
  },
});

/** What shows that a credential is without authentication. */
interface Anonymity {
  readonly url: Field;
  readonly where: Placed;
  /** The protocol of its External Credential, if it has one. */
  readonly protocol: Field | undefined;
}

interface AnonymousCallout extends Anonymity {
  readonly credential: NamedCredential;
  readonly host: string;
  /** Whether it is of somebody else, and nothing tells of credentials that Apex puts in. */
  readonly isSite: boolean;
}

function anonymityOf(project: Project, credential: NamedCredential): Anonymity | undefined {
  const url = urlOf(credential);
  const { namedCredentialType: type, calloutStatus } = credential;
  if (!url || isPackaged(credential.fullName) || calloutStatus?.value === 'Disabled') return undefined;
  if (type?.value === 'PrivateEndpoint' || type?.value === 'Standard') return undefined;
  if (clientCertificateOf(credential) || outboundNetworkConnectionOf(credential)) return undefined;
  const authentication = authenticationOf(project, credential);
  if (authentication.kind !== 'none') return undefined;
  const { saidBy, external } = authentication;
  return { url, where: saidBy ?? url, protocol: external?.authenticationProtocol };
}

function problemOf({ credential, where, url, protocol, host }: AnonymousCallout): Problem {
  const isSalesforce = salesforceHostKind(host) !== undefined;
  const header = credential.allowMergeFieldsInHeader;
  return {
    component: credential,
    where,
    severity: isSalesforce ? 'low' : 'medium',
    message: `Named Credential ${credential.fullName} calls ${host} without authentication`,
    label: 'no authentication',
    related: [
      ...(where === url ? [] : [{ at: url.at, label: 'where the requests go' }]),
      ...(protocol ? [{ at: protocol.at, label: 'the External Credential has none either' }] : []),
      ...(header?.value ? [{ at: header.at, label: 'Apex may put credentials into headers' }] : []),
    ],
    fix: 'keep the token or key that the service asks for in an External Credential',
    evidence: host,
  };
}

function summaryOf(project: Project, sites: readonly AnonymousCallout[], names: readonly string[]): Problem {
  const [first, ...others] = sites;
  return {
    component: { type: 'Project', fullName: project.root || '.' },
    where: { at: first!.where.at, element: '' },
    severity: 'info',
    message: `Project holds ${names.length} Named Credentials that call hosts outside Salesforce without authentication: ${listNames(names, 'of them')}`,
    label: 'no authentication',
    related: others.slice(0, SHOWN).map(({ where }) => ({ at: where.at, label: 'nor here' })),
    fix: 'make sure that none of the services asks for a token or a key',
    evidence: sortedNames(sites.map(({ credential, host }) => `${credential.fullName} ${host}`)).join(),
  };
}
