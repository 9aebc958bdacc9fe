import { plural } from '../../reporters/wording.js';
import type { Block, Section, Text } from '../document.js';
import type { ReportData, ReportedIntegration, ReportedIpRange, ReportedOrg } from '../reportData.js';
import { endpointText, integrationTitle, titleWithOrg } from './integrationTexts.js';
import {
  code,
  componentText,
  INFRASTRUCTURE_WORDS,
  inLines,
  orgColumn,
  orgNames,
  orgsBy,
  piecesOf,
  someOf,
  strong,
  table,
  type Column,
} from './texts.js';
import { heading, titled } from './titles.js';

/** Whether lists of addresses are an option, which there are, what each does, and what has to move with Hyperforce. */
export const ipAllowListing = (data: ReportData): Section => ({
  ...titled('ip-allow-listing'),
  blocks: [
    table('Lists of the addresses of Salesforce: go or no-go', 'There is no org.', data.orgs, [
      { title: 'Org', cell: ({ name }) => name },
      { title: 'Runs on', cell: ({ infrastructure }) => INFRASTRUCTURE_WORDS[infrastructure] },
      { title: 'Assessment', cell: ({ infrastructure }) => [strong(ASSESSMENTS[infrastructure].word)] },
      { title: 'To move', cell: (org) => toMove(data, org) },
    ]),
    {
      kind: 'list',
      items: [...orgsBy(data.orgs, ({ infrastructure }) => infrastructure)].map(([infrastructure, names]) => [
        strong(names.join(', ')),
        `: ${ASSESSMENTS[infrastructure].reason}.`,
      ]),
    },
    {
      kind: 'paragraph',
      text: 'This is about the addresses that Salesforce calls from. Addresses that others call the org from are theirs, and are the same on Hyperforce.',
    },
    heading('ip-allow-listing-lists'),
    table(
      'Lists of addresses and what each does',
      'No list was found: looked for login IP ranges of profiles, trusted IP ranges of orgs and of apps, and IP ranges of tokens.',
      data.ipRanges,
      listColumns(data)
    ),
    heading('ip-allow-listing-migration'),
    ...migration(data),
  ],
});

const ASSESSMENTS: Readonly<Record<ReportedOrg['infrastructure'], { readonly word: string; readonly reason: string }>> =
  {
    hyperforce: {
      word: 'no-go',
      reason:
        'The addresses of Hyperforce are published, but they change and are shared with other orgs; mutual TLS and Private Connect prove who calls',
    },
    'first-party': {
      word: 'go, for low-risk integrations and together with OAuth',
      reason:
        'The addresses of the data centres of Salesforce are stable, but shared with other orgs, and they change when the org moves',
    },
    unknown: {
      word: 'open',
      reason:
        'Whether addresses are stable depends on where an org runs, which nobody has written into sf-isa.yml (org.infrastructure)',
    },
  };

const isListed = ({ decision }: ReportedIntegration): boolean => decision.ipAllowlist === true;

const toMove = ({ integrations, ipRanges }: ReportData, { project }: ReportedOrg): string => {
  const behind = integrations.filter((row) => row.project === project && isListed(row)).length;
  const lists = ipRanges.filter((range) => range.project === project && range.hasSalesforceAddresses).length;
  return behind + lists === 0
    ? 'nothing that is known'
    : `${[
        ...(behind === 0 ? [] : [plural(behind, 'integration')]),
        ...(lists === 0 ? [] : [plural(lists, 'list')]),
      ].join(' and ')}, named below`;
};

const listColumns = (data: ReportData): ReadonlyArray<Column<ReportedIpRange>> => [
  { title: 'Where', cell: ({ component }) => componentText(component) },
  ...orgColumn<ReportedIpRange>(data),
  { title: 'Kind', cell: ({ kind }) => kind },
  {
    title: 'What it does',
    cell: ({ blocks }) =>
      blocks ? 'keeps out whoever comes from elsewhere' : 'spares those within it a check, and keeps nobody out',
  },
  { title: 'Ranges', cell: ({ ranges, size }) => inLines([...ranges.map((range): Text => [code(range)]), size]) },
  {
    title: 'Addresses of Salesforce',
    cell: ({ hasSalesforceAddresses }) => (hasSalesforceAddresses ? 'yes' : 'none that are known'),
  },
];

/** Something that stops working, or lets strangers in, when addresses of Salesforce change. */
interface Move {
  readonly project: string;
  readonly what: Text;
  readonly why: string;
  readonly instead: string;
}

function migration(data: ReportData): readonly Block[] {
  const orgOf = orgNames(data);
  const runsOn = new Map(data.orgs.map(({ project, infrastructure }) => [project, infrastructure]));
  const moves: readonly Move[] = [
    ...data.integrations.filter(isListed).map((row) => ({
      project: row.project,
      what: [strong(integrationTitle(row)), ' to ', ...piecesOf(endpointText(row))],
      why: 'a firewall lets it in by the addresses of Salesforce',
      instead:
        'a client certificate that the other side checks, or Private Connect; then the entry in the firewall goes',
    })),
    ...data.ipRanges
      .filter(({ hasSalesforceAddresses }) => hasSalesforceAddresses)
      .map(({ project, component, kind }) => ({
        project,
        what: [strong(componentText(component)), `, ${kind}`],
        why: 'it holds addresses of Salesforce, from which another org calls',
        instead: 'mutual TLS for the calling org; then the addresses go from the list',
      })),
  ];
  const silent = data.integrations.filter(
    ({ direction, decision }) => direction !== 'inbound' && decision.ipAllowlist === null
  );
  return [
    table(
      'What rests on the addresses of Salesforce',
      'Nothing is known to rest on the addresses of Salesforce: no integration of the register has ipAllowlist, and no list holds them.',
      moves,
      [
        { title: 'What', cell: ({ what }) => what },
        ...(data.orgs.length < 2 ? [] : [{ title: 'Org', cell: ({ project }: Move) => orgOf(project) }]),
        { title: 'Because', cell: ({ why }) => why },
        { title: 'When', cell: ({ project }) => WHEN[runsOn.get(project) ?? 'unknown'] },
        { title: 'Instead', cell: ({ instead }) => instead },
      ]
    ),
    ...(silent.length === 0
      ? []
      : [
          {
            kind: 'paragraph',
            text: [
              `Nobody has said of ${plural(silent.length, 'integration')} whether a firewall lets ${silent.length === 1 ? 'it' : 'them'} in by address: `,
              ...piecesOf(someOf(silent.map(titleWithOrg(data)))),
              '. The answer goes into ',
              code('integrations[].ipAllowlist'),
              '.',
            ],
          } as const,
        ]),
  ];
}

const WHEN: Readonly<Record<ReportedOrg['infrastructure'], string>> = {
  hyperforce: 'now: the org is on Hyperforce',
  'first-party': 'before the org moves to Hyperforce',
  unknown: 'when it is known where the org runs; before it moves at the latest',
};
