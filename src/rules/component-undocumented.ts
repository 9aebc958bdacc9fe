import type { Integration } from '../config/config.js';
import type { Problem } from '../findings/finding.js';
import type { Location } from '../location.js';
import { apiVersionOf } from '../model/apiVersion.js';
import { titleOf, type ComponentBase, type Field } from '../model/component.js';
import { integrationsOf } from '../model/integration.js';
import { listNames, sortedNames } from '../model/nameList.js';
import type { Project } from '../model/project.js';
import { isPackaged } from '../model/packaged.js';
import type { SyncIdentities } from '../model/syncIdentity.js';
import { defineRule } from './rule.js';

/** What says nothing: shorter than this. */
const SHORTEST_DESCRIPTION = 10;
/** The version that gave Named Credentials a description. */
const NAMED_CREDENTIAL_DESCRIPTION_SINCE = 64;

/** So that a summary of a hundred stays readable. */
const SHOWN = 5;

export default defineRule<{ maximumListed: number }>({
  id: 'component-undocumented',
  title: 'Component of an integration without a description',
  severity: 'info',
  cases: 'More than `maximumListed` of one type are one finding for the project.',
  confidence: 'high',
  persona: 'pedantic',
  looksAt: [
    'NamedCredential',
    'ExternalCredential',
    'ConnectedApp',
    'ExternalClientApplication',
    'PermissionSet',
    'Project',
  ],
  tags: ['project'],
  why: `A review asks of each credential, app and API permission set what it is for and who answers for it. Where the component
itself does not say so, the answer is in somebody's head, and nobody dares to delete what nobody can explain.

Asked are Named Credentials, when the project's \`sourceApiVersion\` is 64 or later (before that they had no description),
External Credentials, Connected Apps, External Client Apps, and the permission sets that let somebody in by API or belong to
an integration. A description of fewer than ${SHORTEST_DESCRIPTION} characters counts as none. What an entry of \`integrations\` with a
\`justification\` names is documented there.`,
  remedy: `\`\`\`xml
<description>Sends orders to the ERP. Owner: order team. INT-12.</description>
\`\`\``,
  setup: 'the component > Edit > Description',
  whenWrong: `Where the documentation lives in another place, write it into the register, or turn the rule off. Packaged components
(\`ns__Name\`) are left alone.`,
  links: [
    'https://docs.securitybenchmark.org',
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_namedcredential.htm',
  ],
  controls: ['SBS-ACS-002', 'SBS-INT-003', 'OWASP-API9:2023'],
  since: '0.1.0',

  options: {
    maximumListed: {
      description: 'How many components of one type are reported one by one; more of them are one finding.',
      default: 10,
      schema: { type: 'integer', minimum: 0 },
    },
  },

  *check(project, { config, sync, options }) {
    for (const components of documentable(project, sync)) {
      const undocumented = components.filter(
        (component) => !isPackaged(component.fullName) && !isDocumented(project, config.integrations, component)
      );
      const names = sortedNames(undocumented.map(({ fullName }) => fullName));
      if (names.length > options.maximumListed) yield summaryOf(project, undocumented, names);
      else for (const component of undocumented) yield problemOf(component);
    }
  },
});

interface Documentable extends ComponentBase {
  readonly label: Field | undefined;
  readonly description: Field | undefined;
}

/** The components that are asked for a description, by type. */
function* documentable(project: Project, { identities }: SyncIdentities): Iterable<readonly Documentable[]> {
  if ((apiVersionOf(project) ?? 0) >= NAMED_CREDENTIAL_DESCRIPTION_SINCE) yield project.all('NamedCredential');
  yield project.all('ExternalCredential');
  yield project.all('ConnectedApp');
  yield project
    .all('ExternalClientApplication')
    .filter(({ distributionState }) => distributionState?.value !== 'Managed');
  const holders = new Set<ComponentBase>(identities.map(({ holder }) => holder));
  yield project
    .all('PermissionSet')
    .filter(
      (set) =>
        holders.has(set) || set.userPermissions.some(({ value }) => value === 'ApiEnabled' || value === 'ApiUserOnly')
    );
}

const isDocumented = (project: Project, register: readonly Integration[], component: Documentable): boolean =>
  (component.description !== undefined &&
    (component.description.value.length >= SHORTEST_DESCRIPTION || project.isPlaceholder(component.description))) ||
  integrationsOf(register, component).some(({ justification }) => justification !== undefined);

const placeOf = ({ description, label, at }: Documentable): Location => (description ?? label)?.at ?? at;

const problemOf = (component: Documentable): Problem => {
  const length = component.description?.value.length;
  return {
    component,
    where: { at: placeOf(component), element: 'description' },
    message: `${titleOf(component)} has ${length === undefined ? 'no description' : `a description of ${length} characters`}`,
    label: length === undefined ? 'not described' : 'too short to say what it is for',
    fix: 'say in the description what it is for and who answers for it',
  };
};

function summaryOf(project: Project, components: readonly Documentable[], names: readonly string[]): Problem {
  const [first, ...others] = components;
  const { type } = first!;
  return {
    component: { type: 'Project', fullName: project.root || '.' },
    where: { at: placeOf(first!), element: type },
    message: `Project holds ${names.length} components of the type ${type} without a description: ${listNames(names, 'of them')}`,
    label: 'not described',
    related: others.slice(0, SHOWN).map((other) => ({ at: placeOf(other), label: 'nor is this one' })),
    fix: 'say in each description what it is for and who answers for it',
    evidence: names.join(),
  };
}
