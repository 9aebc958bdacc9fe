import type { Integration } from '../config/config.js';
import { titleOf, type ComponentBase, type ComponentRef, type Field } from '../model/component.js';
import { HOST_IN_EVERY_ORG } from '../model/host.js';
import { integrationsOf } from '../model/integration.js';
import { parametersOf } from '../model/namedCredential.js';
import type { Project } from '../model/project.js';
import { isPackaged } from '../model/packaged.js';
import { defineRule } from './rule.js';

export default defineRule({
  id: 'integration-unregistered',
  title: 'Credential, remote site or app that belongs to no registered integration',
  severity: 'low',
  cases: 'Silent without `integrations` in the config.',
  confidence: 'high',
  persona: 'regular',
  looksAt: ['NamedCredential', 'ExternalCredential', 'RemoteSiteSetting', 'ConnectedApp', 'ExternalClientApplication'],
  tags: ['project', 'endpoints'],
  why: `A register is worth what it is complete. What opens a way out of the org or into it and belongs to no entry has no owner,
no justification and no classification of its data, and is missed in the next review. Asked are Named Credentials, External
Credentials that no Named Credential uses, active Remote Site Settings, Connected Apps and External Client Apps.

A Named Credential belongs to an entry that names its External Credential, and the other way round.`,
  remedy: `\`\`\`yaml
integrations:
  - id: erp-orders
    components: ['NamedCredential:ERP_*', 'RemoteSiteSetting:ERP']
    owner: order-team@bank.example
    justification: Orders must reach the ERP within five minutes
\`\`\`

Or delete what nothing uses any more.`,
  whenWrong: `Whoever begins a register sees what is still missing in it. Packaged components (\`ns__Name\`), apps of managed packages
and the Remote Site Setting of every org are left alone.`,
  links: ['https://docs.securitybenchmark.org'],
  controls: [
    'SBS-INT-002',
    'SBS-INT-003',
    'SBS-OAUTH-003',
    'OWASP-API9:2023',
    'ISA-OUTPUT-1',
    'ISA-STEP-2',
    'ZT-PHASE-1',
  ],
  since: '0.1.0',

  *check(project, { config }) {
    if (config.integrations.length === 0) return;
    for (const { component, where, kin } of registrable(project)) {
      if (isPackaged(component.fullName) || isRegistered(config.integrations, [component, ...kin])) continue;
      yield {
        component,
        where: { at: where.at, element: '' },
        message: `${titleOf(component)} belongs to no registered integration`,
        label: 'in no entry of integrations',
        fix: `name ${component.type}:${component.fullName} in an entry of integrations`,
      };
    }
  },
});

interface Registrable {
  readonly component: ComponentBase;
  readonly where: Field | ComponentBase;
  /** Components that stand for it in the register. */
  readonly kin: readonly ComponentRef[];
}

function* registrable(project: Project): Iterable<Registrable> {
  for (const component of project.all('NamedCredential')) {
    const kin = parametersOf(component, 'Authentication').flatMap(({ externalCredential }) =>
      externalCredential ? [{ type: 'ExternalCredential', fullName: externalCredential.value }] : []
    );
    yield { component, where: component.label ?? component, kin };
  }
  const uses = project.usesOf('ExternalCredential');
  for (const component of project.all('ExternalCredential')) {
    if (uses.has(component.fullName.toLowerCase())) continue;
    yield { component, where: component.label ?? component, kin: [] };
  }
  for (const component of project.all('RemoteSiteSetting')) {
    if (component.isActive?.value !== true) continue;
    const reading = component.url && project.endpoint(component.url);
    if (reading?.kind === 'endpoint' && reading.endpoint.host === HOST_IN_EVERY_ORG) continue;
    yield { component, where: component.url ?? component, kin: [] };
  }
  for (const component of project.all('ConnectedApp')) {
    yield { component, where: component.label ?? component, kin: [] };
  }
  for (const component of project.all('ExternalClientApplication')) {
    if (component.distributionState?.value === 'Managed') continue;
    yield { component, where: component.label ?? component, kin: [] };
  }
}

const isRegistered = (register: readonly Integration[], components: readonly ComponentRef[]): boolean =>
  components.some((component) => integrationsOf(register, component).length > 0);
