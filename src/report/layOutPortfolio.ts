import { frameworks } from '../controls/index.js';
import { plural } from '../reporters/wording.js';
import { VERDICTS, type ReportDocument, type Section, type Text } from './document.js';
import { headroomText } from './headroom.js';
import type { Portfolio, PortfolioOrg } from './mergeReports.js';
import { certificateTitle } from './sections/certificateTexts.js';
import {
  authenticationText,
  endpointText,
  integrationWithComponent,
  mechanismText,
} from './sections/integrationTexts.js';
import {
  code,
  dayOf,
  findingsText,
  inLines,
  instantOf,
  INFRASTRUCTURE_WORDS,
  joined,
  linesOr,
  listed,
  strong,
  table,
} from './sections/texts.js';

/** How many integrations are worth naming where there are hundreds. */
const MOST_INTEGRATIONS = 50;

/** The portfolio as a document: the orgs beside each other, and what is next to be done in any of them. */
export function layOutPortfolio(portfolio: Portfolio): ReportDocument {
  const { now, orgs, reports, tool } = portfolio;
  return {
    title: 'Integration security of all orgs',
    subtitle: `${plural(orgs.length, 'org')} of ${plural(reports.length, 'report')}, beside each other.`,
    now,
    facts: [
      { name: 'Days counted from', value: instantOf(now) },
      { name: 'Orgs', value: orgs.map(({ name }) => name).join(', ') || 'none' },
      { name: 'Made by', value: `${tool.name} ${tool.version}` },
    ],
    sections: [
      overview(portfolio),
      headroom(portfolio),
      expiries(portfolio),
      shared(portfolio),
      integrations(portfolio),
      findings(portfolio),
      verdicts(portfolio),
      sources(portfolio),
    ],
  };
}

const overview = ({ orgs }: Portfolio): Section => ({
  id: 'orgs',
  title: 'Orgs',
  blocks: [
    table('A row for each org, those with the worst findings first', 'There is no org.', orgs, [
      { title: 'Org', cell: ({ name }) => [strong(name)] },
      { title: 'Runs on', cell: ({ infrastructure }) => INFRASTRUCTURE_WORDS[infrastructure] },
      { title: 'Findings', cell: ({ findings: counts }) => findingsText(counts) },
      { title: 'Accepted', cell: ({ accepted }) => String(accepted), isNumber: true },
      { title: 'Integrations', cell: integrationsText },
      { title: 'Room for certificates', cell: ({ certificates }) => String(certificates.room), isNumber: true },
      { title: 'Next expiry', cell: ({ nextExpiry }) => (nextExpiry === null ? 'not known' : dayOf(nextExpiry)) },
      { title: 'Ended certificates', cell: ({ ended }) => String(ended), isNumber: true },
    ]),
  ],
});

/** `9: 5 ✓ met, 4 ✗ failed`. */
function integrationsText({ integrations: counts }: PortfolioOrg): Text {
  const total = VERDICTS.reduce((sum, verdict) => sum + counts[verdict], 0);
  const parts = VERDICTS.filter((verdict) => counts[verdict] > 0).map((verdict): Text => [
    `${counts[verdict]} `,
    { kind: 'verdict', verdict },
  ]);
  return total === 0 ? 'none' : [`${total}: `, ...[joined(parts)].flat()];
}

const headroom = ({ orgs }: Portfolio): Section => ({
  id: 'headroom',
  title: 'Headroom for certificates',
  blocks: [
    table('How many certificates each org has, and how many more there is room for', 'There is no org.', orgs, [
      { title: 'Org', cell: ({ name }) => name },
      { title: 'In use', cell: ({ certificates }) => String(certificates.used), isNumber: true },
      {
        title: 'Where the number comes from',
        cell: ({ certificates }) =>
          certificates.isCounted ? 'counted in the project, so at least that many' : 'what Setup shows, by its config',
      },
      { title: 'Planned', cell: ({ certificates }) => String(certificates.planned), isNumber: true },
      { title: 'Limit', cell: ({ certificates }) => String(certificates.limit), isNumber: true },
      { title: 'Room after the planned ones', cell: ({ certificates }) => String(certificates.room), isNumber: true },
      { title: 'Verdict', cell: ({ certificates }) => headroomText(certificates) },
    ]),
  ],
});

const expiries = ({ expiries: all }: Portfolio): Section => ({
  id: 'expiries',
  title: 'Certificates by when they end',
  blocks: [
    table('Every certificate whose end is known, in order', 'The end of no certificate is known.', all, [
      { title: 'Certificate', cell: ({ certificate }) => certificateTitle(certificate) },
      { title: 'Org', cell: ({ org }) => org },
      { title: 'Ends', cell: ({ notAfter }) => dayOf(notAfter) },
      { title: 'Days left', cell: ({ daysLeft }) => String(daysLeft), isNumber: true },
      { title: 'Owner', cell: ({ certificate }) => listed(certificate.owners, 'nobody is written down') },
    ]),
  ],
});

const shared = ({ sharedKeys }: Portfolio): Section => ({
  id: 'shared-keys',
  title: 'One key in several orgs',
  blocks: [
    {
      kind: 'paragraph',
      text: 'Certificates with the same public key have the same private key, and a key that is in two orgs can be lost in either.',
    },
    table(
      'Keys that several orgs have a certificate of',
      'No two orgs have a certificate of the same key.',
      sharedKeys,
      [
        { title: 'Public key (SHA-256)', cell: ({ publicKey }) => [code(publicKey.slice(0, FEW_DIGITS))] },
        {
          title: 'Certificates',
          cell: ({ certificates }) =>
            inLines(
              certificates.map(({ org, name, subject, notAfter }): Text => [
                name,
                ` in ${org}: `,
                subject ?? 'its subject is not known',
                notAfter === null ? ', its end is not known' : `, until ${dayOf(notAfter)}`,
              ])
            ),
        },
      ]
    ),
  ],
});

/** So many digits tell keys apart for people; the JSON has them all. */
const FEW_DIGITS = 16;

function integrations({ integrations: all }: Portfolio): Section {
  const shown = all.slice(0, MOST_INTEGRATIONS);
  const left = all.length - shown.length;
  return {
    id: 'integrations',
    title: 'Integrations to look at first',
    blocks: [
      table(
        'Integrations that fall short of the decision table or have findings, the worst first',
        'Every integration is as the decision table wants it, and none has a finding.',
        shown,
        [
          { title: 'Integration', cell: ({ integration }) => integrationWithComponent(integration) },
          { title: 'Org', cell: ({ org }) => org },
          { title: 'Endpoint', cell: ({ integration }) => endpointText(integration) },
          { title: 'Transport', cell: ({ integration }) => mechanismText(integration) },
          { title: 'Authentication', cell: ({ integration }) => authenticationText(integration) },
          {
            title: 'Decision',
            cell: ({ integration }) => [{ kind: 'verdict', verdict: integration.decision.verdict }],
          },
          { title: 'What is missing', cell: ({ integration }) => linesOr(integration.decision.gaps, 'nothing') },
          { title: 'Findings', cell: ({ integration }) => findingsText(integration.findings) },
        ]
      ),
      ...(left === 0 ? [] : [{ kind: 'paragraph', text: `And ${left} more; the JSON has them all.` } as const]),
    ],
  };
}

const findings = ({ findings: all }: Portfolio): Section => ({
  id: 'findings',
  title: 'Findings by rule and org',
  blocks: [
    table('How many open findings each rule has, the rules with the worst first', 'There are no open findings.', all, [
      { title: 'Rule', cell: ({ rule }) => [code(rule)] },
      { title: 'Worst', cell: ({ severity }) => severity },
      { title: 'Findings', cell: ({ count }) => String(count), isNumber: true },
      { title: 'Orgs', cell: ({ byOrg }) => joined(byOrg.map(({ org, count }): Text => `${org}: ${count}`)) },
    ]),
  ],
});

function verdicts({ verdicts: all, reports }: Portfolio): Section {
  const titles = new Map(frameworks.flatMap(({ controls }) => controls.map(({ id, title }) => [id, title])));
  const columnTitle = ({ orgs, file }: (typeof reports)[number]): string => orgs.join(', ') || file;
  return {
    id: 'verdicts',
    title: 'Controls by org',
    blocks: [
      {
        kind: 'paragraph',
        text: 'A report answers each control for all of its orgs at once; a column that names several orgs is one report.',
      },
      table('How each control stands', 'No report answers a control.', all, [
        { title: 'Control', cell: ({ control }) => [code(control), ` ${titles.get(control) ?? ''}`.trimEnd()] },
        ...reports.map((report) => ({
          title: columnTitle(report),
          cell: ({ byReport }: (typeof all)[number]): Text => {
            const verdict = byReport.find(({ file }) => file === report.file)?.verdict;
            return verdict === undefined ? 'not asked' : [{ kind: 'verdict' as const, verdict }];
          },
        })),
      ]),
    ],
  };
}

const sources = ({ reports }: Portfolio): Section => ({
  id: 'reports',
  title: 'Reports',
  blocks: [
    table('What the portfolio is made of', 'There is no report.', reports, [
      { title: 'File', cell: ({ file }) => [code(file)] },
      { title: 'Orgs', cell: ({ orgs }) => listed(orgs, 'none') },
      { title: 'Judged at', cell: ({ now }) => [code(instantOf(now))] },
      { title: 'Made by', cell: ({ version }) => `sf-isa ${version}` },
    ]),
  ],
});
