import type { ComponentBase } from '../model/component.js';
import type { WrittenIpRange } from '../model/ipRanges.js';
import { sortedNames } from '../model/nameList.js';
import { isPackaged } from '../model/packaged.js';
import type { Project } from '../model/project.js';
import { namesSalesforce } from '../model/salesforceAddresses.js';
import { settingsNamed } from '../model/settings.js';
import { defineRule } from './rule.js';

/** Other ranges that a finding shows. */
const MOST_RELATED = 3;

export default defineRule({
  id: 'ip-allowlist-on-hyperforce',
  title: "List of Salesforce's own addresses, which change on Hyperforce",
  severity: 'medium',
  cases: '`medium` when `org.infrastructure` is `hyperforce`, else `info`: where the org runs is not in its metadata.',
  confidence: 'medium',
  persona: 'regular',
  looksAt: ['Profile', 'Settings', 'ConnectedApp'],
  tags: ['network'],
  why: `When another org calls this one, its requests come from addresses of Salesforce, and a range that lists them works until they change. On
Hyperforce they do: it runs in public clouds, where addresses come and go. Salesforce publishes them in a file for machines,
\`ip-ranges.salesforce.com/ip-ranges.json\`; older guides say that no such list exists. Whoever uses it must take **all** of its ranges and
follow its changes by a job. It is still a weak control: the addresses are shared with every other org.

What counts for calls into an org is the caller's address. The addresses of Hyperforce matter at a partner's firewall, and here only when
the caller is another org.`,
  remedy: `Prove who calls instead of where from: mutual TLS with a client certificate, Private Connect, or a JWT that the caller signs. Where a list
must stay, fill it by a job from \`https://ip-ranges.salesforce.com/ip-ranges.json\`. Then say where the org runs:

\`\`\`yaml
org:
  infrastructure: hyperforce
\`\`\``,
  setup: 'Company Settings > Company Information > Instance, and Users > Profiles > (the profile) > Login IP Ranges',
  whenWrong: `Only the description of a range tells whose it is: one that speaks of Salesforce and means your own network is not meant. The addresses
themselves are not looked up, because the published list changes. Packaged apps (\`ns__Name\`) are left alone.`,
  links: [
    'https://help.salesforce.com/s/articleView?id=000394078&language=en_US&type=1',
    'https://ip-ranges.salesforce.com/ip-ranges.json',
  ],
  controls: [
    'CWE-291',
    'ISA-CHECK-1',
    'ISA-CONCEPT-2',
    'ISA-DECISION-1',
    'ISA-GOTCHA-1',
    'ISA-OUTPUT-3',
    'ISA-STEP-3',
    'ZT-PATTERN-6',
  ],
  since: '0.1.0',

  *check(project, { config }) {
    for (const { component, title, ranges, element } of holders(project)) {
      const named = ranges.flatMap(({ description }) =>
        description && namesSalesforce(description.value) ? [description] : []
      );
      const [first, ...others] = named;
      if (!first || isPackaged(component.fullName)) continue;
      yield {
        component,
        where: { at: first.at, element },
        severity: config.org.infrastructure === 'hyperforce' ? 'medium' : 'info',
        message: `${title} ${named.length === 1 ? 'has an IP range' : `has ${named.length} IP ranges`} for the addresses of Salesforce, which change on Hyperforce`,
        label: 'addresses of Salesforce',
        related: others.slice(0, MOST_RELATED).map(({ at }) => ({ at, label: 'these, too' })),
        fix: 'have the caller prove who it is, or fill the list from ip-ranges.json by a job',
        evidence: sortedNames(named.map(({ value }) => value)).join(', '),
      };
    }
  },
});

interface RangeHolder {
  readonly component: ComponentBase;
  readonly title: string;
  readonly ranges: readonly WrittenIpRange[];
  /** What the ranges' descriptions have in common. */
  readonly element: string;
}

const holders = (project: Project): readonly RangeHolder[] => [
  ...project.all('Profile').map((component) => ({
    component,
    title: `Profile ${component.fullName}`,
    ranges: component.loginIpRanges,
    element: 'loginIpRanges.description',
  })),
  ...settingsNamed(project, 'Security').map((component) => ({
    component,
    title: 'Network Access in the security settings',
    ranges: component.trustedIpRanges,
    element: 'networkAccess.ipRanges.description',
  })),
  ...project.all('ConnectedApp').map((component) => ({
    component,
    title: `Connected App ${component.fullName}`,
    ranges: component.ipRanges,
    element: 'ipRanges.description',
  })),
];
