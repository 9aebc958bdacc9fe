import type { NotEvaluated } from '../findings/finding.js';
import { certificatesByName, nameOf } from '../model/certificateUses.js';
import type { ComponentBase, Field, Reference } from '../model/component.js';
import type { ExternalDataSource } from '../model/externalDataSource.js';
import { listNames, sortedNames } from '../model/nameList.js';
import { urlOf, type NamedCredential } from '../model/namedCredential.js';
import { isPackaged } from '../model/packaged.js';
import { leftToBuild } from '../model/placeholder.js';
import type { Project } from '../model/project.js';
import { defineRule } from './rule.js';

/** So that a gateway with a hundred credentials does not bury the finding. */
const SHOWN = 5;

interface Options {
  readonly minimumHosts: number;
}

export default defineRule<Options>({
  id: 'certificate-shared-across-hosts',
  title: 'Client certificate that is presented to many hosts',
  severity: 'low',
  confidence: 'medium',
  persona: 'regular',
  looksAt: ['NamedCredential', 'ExternalDataSource', 'Certificate'],
  tags: ['certificates', 'mtls'],
  why: `All hosts that trust one client certificate depend on one key. Who gets hold of it is let in everywhere, and a renewal
means that several partners have to change on one day: whoever is late is cut off.

Hosts are counted, not credentials or URLs, so one gateway with many paths is one host. A certificate in two roles is
\`certificate-shared-mtls-and-signing\`, and two certificates of one key are \`certificate-key-reused\`.

A guide may recommend shared certificates to stay under the number that an org may have, and one certificate for each
integration elsewhere. The second is the sounder: how many certificates an org may have is not documented, see
\`certificate-count-near-limit\`.`,
  remedy: `Give each partner a client certificate of its own, with its own key, one partner after the other:

\`\`\`xml
<namedCredentialParameters>
    <certificate>HQ_Payments_Client</certificate>
    <parameterName>ClientCertificate</parameterName>
    <parameterType>ClientCertificate</parameterType>
</namedCredentialParameters>
\`\`\`

Where one gateway stands before all of them, let the credentials call the gateway.`,
  setup: 'Security > Certificate and Key Management > Create CA-Signed Certificate',
  whenWrong: `The hosts may all belong to one partner, who changes them together. Accept the finding with that reason, or raise
\`minimumHosts\`.`,
  links: [
    'https://csrc.nist.gov/pubs/sp/800/57/pt1/r5/final',
    'https://help.salesforce.com/s/articleView?id=xcloud.security_keys_policy_and_rotation&language=en_US&type=5',
  ],
  controls: ['CWE-653', 'OWASP-NHI9:2025', 'ISA-CONCEPT-4', 'ISA-DECISION-5', 'ISA-STEP-4', 'ZT-PATTERN-1'],
  since: '0.1.0',
  options: {
    minimumHosts: {
      description: 'From how many hosts on a client certificate is reported.',
      default: 3,
      schema: { type: 'integer', minimum: 2 },
    },
  },

  *check(project, { options: { minimumHosts } }) {
    const certificates = certificatesByName(project);
    for (const [name, references] of project.usesOf('Certificate')) {
      const callouts: Callout[] = [];
      const unknown: NotEvaluated[] = [];
      for (const reference of references) {
        const reading = readCallout(project, reference);
        if (!reading) continue;
        if ('notEvaluated' in reading) unknown.push(reading);
        else callouts.push(reading);
      }
      const hosts = sortedNames(callouts.map(({ host }) => host));
      if (hosts.length >= minimumHosts) {
        const certificate = certificates.get(name)?.[0];
        const { to, at, element } = callouts[0]!.reference;
        yield {
          component: certificate ?? to,
          where: certificate ?? { at, element },
          message: `Certificate ${(certificate ?? to).fullName} is the client certificate for ${hosts.length} hosts: ${listNames(hosts, 'hosts')}`,
          label: `one key for ${hosts.length} hosts`,
          related: firstOfEachHost(callouts)
            .slice(0, SHOWN)
            .map(({ reference: { from, at: usedAt }, host }) => ({
              at: usedAt,
              label: `${nameOf(from)} presents it to ${host}`,
            })),
          fix: 'give each partner a client certificate of its own',
          evidence: hosts.join(' '),
        };
      } else if (hosts.length + unknown.length >= minimumHosts) {
        // They may be hosts that are known already, and may be others.
        yield* unknown;
      }
    }
  },
});

/** A client certificate that is presented to a host. */
interface Callout {
  readonly reference: Reference;
  /** In lower case. */
  readonly host: string;
}

/** Undefined for what is no TLS handshake of the team's own. */
function readCallout(project: Project, reference: Reference): Callout | NotEvaluated | undefined {
  const { from, to, role, at, element } = reference;
  const url = role === 'ClientCertificate' && !isPackaged(from.fullName) ? calloutUrlOf(from) : undefined;
  if (!url) return undefined;
  if (project.isPlaceholder({ value: to.fullName, at, element })) {
    return leftToBuild(from, { value: to.fullName, at, element }, 'client certificate');
  }
  const reading = project.endpoint(url);
  if (reading.kind === 'placeholder') return leftToBuild(from, url, 'URL');
  if (reading.kind === 'invalid' || reading.endpoint.scheme === 'http') return undefined;
  return { reference, host: reading.endpoint.host };
}

function calloutUrlOf(component: ComponentBase): Field | undefined {
  if (component.type === 'NamedCredential') return urlOf(component as NamedCredential);
  return component.type === 'ExternalDataSource' ? (component as ExternalDataSource).endpoint : undefined;
}

function firstOfEachHost(callouts: readonly Callout[]): readonly Callout[] {
  const byHost = new Map<string, Callout>();
  for (const callout of callouts) if (!byHost.has(callout.host)) byHost.set(callout.host, callout);
  return [...byHost.values()];
}
