import { titleOf } from '../model/component.js';
import { placeOfEntry } from '../model/integration.js';
import { defineRule } from './rule.js';

export default defineRule({
  id: 'integration-owner-missing',
  title: 'Registered integration that nobody answers for',
  severity: 'low',
  cases: 'Silent without `integrations` in the config.',
  confidence: 'high',
  persona: 'regular',
  looksAt: ['Project'],
  tags: ['project'],
  why: `Somebody has to be asked when an integration is to change, when its credential has leaked, and when it is to end. What nobody
answers for stays: its users, apps and certificates outlive the project that they were made for.

One finding is made for each entry of \`integrations\` without an \`owner\`, at the first component that the entry names. Who renews the
certificates may be somebody else, which is \`certificate-owner-missing\`.`,
  remedy: `\`\`\`yaml
integrations:
  - id: erp-orders
    components: ['NamedCredential:ERP_*', 'ExternalCredential:ERP']
    owner: order-team@bank.example
\`\`\`

A team lasts longer than a person. Delete what turns out to have no owner any more.`,
  whenWrong: `An entry whose components all lie in other projects is left alone; a register may serve several.`,
  links: [
    'https://docs.securitybenchmark.org',
    'https://owasp.org/www-project-non-human-identities-top-10/2025/top-10-2025/',
  ],
  controls: ['SBS-OAUTH-003', 'OWASP-API9:2023', 'OWASP-NHI1:2025', 'ISA-OUTPUT-1', 'ZT-PHASE-1'],
  since: '0.1.0',

  *check(project, { config }) {
    for (const entry of config.integrations) {
      if (entry.owner !== undefined) continue;
      const place = placeOfEntry(project, entry);
      if (!place) continue;
      yield {
        ...place,
        message: `${titleOf(place.component)} belongs to the integration ${entry.id}, which names no owner`,
        label: 'no owner',
        fix: `give the entry ${entry.id} an owner`,
        discriminator: entry.id,
      };
    }
  },
});
