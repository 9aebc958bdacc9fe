import type { Config, Integration } from '../config/config.js';
import type { Severity } from '../findings/finding.js';
import { titleOf } from '../model/component.js';
import { confidentialDataOf, integrationsOf, placeOfEntry } from '../model/integration.js';
import { outboundNetworkConnectionOf } from '../model/namedCredential.js';
import type { Project } from '../model/project.js';
import { defineRule } from './rule.js';

export default defineRule({
  id: 'private-connect-not-evaluated',
  title: 'Integration with confidential data that nobody has looked at for Private Connect',
  severity: 'low',
  cases:
    'Medium when the register counts on Private Connect and `org.privateConnect` says that it is not licensed. Silent without `integrations` in the config.',
  confidence: 'high',
  persona: 'regular',
  looksAt: ['Project'],
  tags: ['network', 'project'],
  why: `Private Connect keeps the traffic between an org and a network at AWS off the Internet, into the org and out of it. Whether that is worth
it is a decision for each integration with data that is confidential, personal, or about cards or health: the other end has to be at
AWS, in a region that Salesforce serves; calls into the org take port 443 only, and so exclude mutual TLS of Salesforce on 8443; and each
licence allows for one provisioned connection in each direction. The outcome may well be that it does not apply, but a review asks for
the outcome and its reason.

What data an integration carries, and what was decided, is not in metadata: it is what \`integrations[].dataClassification\` and
\`integrations[].privateConnect\` say. Where the entry names a private connection, or a Named
Credential that takes one, the decision shows. Licences are not in metadata either, so a design that counts on Private Connect is held
against \`org.privateConnect\`. The finding stands at the first component that the entry names.`,
  remedy: `Decide, and write down the decision:

\`\`\`yaml
org:
  privateConnect: licensed
integrations:
  - id: erp-orders
    components: ['NamedCredential:ERP_*', 'ExternalCredential:ERP']
    dataClassification: [pii]
    privateConnect:
      disposition: not-applicable # or recommended, or used
      reason: The ERP runs on premises, and the gateway before it asks for a client certificate
\`\`\`

Where there is no licence, buy one or take another way: mutual TLS and OAuth on the Internet.`,
  setup: 'Security > Private Connect',
  whenWrong: `Where one reason holds for many integrations, it is written into each entry: that is what the register is for. An entry whose
components all lie in other projects is left alone.`,
  links: [
    'https://help.salesforce.com/s/articleView?id=xcloud.private_connect_considerations&language=en_US&type=5',
    'https://help.salesforce.com/s/articleView?id=xcloud.private_connect_outbound_aws&language=en_US&type=5',
    'https://help.salesforce.com/s/articleView?id=xcloud.private_connect_inbound_aws&language=en_US&type=5',
  ],
  controls: ['ISA-CHECK-7', 'ISA-CONCEPT-3', 'ISA-DECISION-3', 'ISA-GOTCHA-5', 'ISA-STEP-6'],
  since: '0.1.0',

  *check(project, { config }) {
    for (const entry of config.integrations) {
      const disposition = entry.privateConnect?.disposition ?? (isPrivate(project, entry) ? 'used' : undefined);
      const trouble = troubleOf(entry, disposition, config.org);
      const place = trouble && placeOfEntry(project, entry);
      if (!place) continue;
      const { severity, message, label, fix } = trouble;
      yield {
        ...place,
        severity,
        message: `${titleOf(place.component)} belongs to the integration ${entry.id}, which ${message}`,
        label,
        fix,
        discriminator: entry.id,
        evidence: disposition ?? '',
      };
    }
  },
});

interface Trouble {
  readonly severity: Severity;
  /** To follow "which". */
  readonly message: string;
  readonly label: string;
  readonly fix: string;
}

type Disposition = NonNullable<Integration['privateConnect']>['disposition'];

/** Whether an entry names a private connection, or a Named Credential that takes one: then somebody has decided. */
const isPrivate = (project: Project, entry: Integration): boolean =>
  [
    ...project.all('NamedCredential').filter((credential) => outboundNetworkConnectionOf(credential) !== undefined),
    ...project.all('OutboundNetworkConnection'),
    ...project.all('InboundNetworkConnection'),
  ].some((component) => integrationsOf([entry], component).length > 0);

function troubleOf(
  entry: Integration,
  disposition: Disposition | undefined,
  { privateConnect: licence }: Config['org']
): Trouble | undefined {
  if (disposition === undefined) {
    const data = confidentialDataOf(entry);
    if (data.length === 0) return undefined;
    return {
      severity: 'low',
      message: `carries ${data.join(' and ')} data and does not say whether Private Connect applies`,
      label: 'no decision about Private Connect',
      fix: `write into the entry ${entry.id} what was decided about Private Connect, and why`,
    };
  }
  if (disposition === 'not-applicable' || licence !== 'not-licensed') return undefined;
  return {
    severity: 'medium',
    message: `${disposition === 'used' ? 'uses' : 'is to use'} Private Connect, for which the org has no licence`,
    label: 'Private Connect is not licensed',
    fix: 'license Private Connect, or choose another way and write it into the entry',
  };
}
