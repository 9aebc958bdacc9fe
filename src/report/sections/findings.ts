import { SEVERITIES, type Severity } from '../../findings/finding.js';
import { grouped } from '../../inventory/projectFacts.js';
import type { Block, Section, Text } from '../document.js';
import type { AcceptedFinding, ReportData, ReportedFinding } from '../reportData.js';
import { code, inLines, joined, orgColumn, orgNames, strong, table } from './texts.js';
import { titled } from './titles.js';

const bySeverity = (a: ReportedFinding, b: ReportedFinding): number =>
  SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity);

const TITLES_OF: Readonly<Record<Severity, string>> = {
  critical: 'Critical',
  high: 'High',
  medium: 'Medium',
  low: 'Low',
  info: 'Only for information',
};

/** Every open finding that asks for something, the worst first; of those that only inform, how many there are. */
export const findings = (data: ReportData): Section => ({
  ...titled('findings'),
  blocks:
    data.findings.length === 0
      ? [
          {
            kind: 'paragraph',
            text: 'There are none: the rules found nothing, or all that they found is accepted or not shown.',
          },
        ]
      : SEVERITIES.flatMap((severity): readonly Block[] => {
          const some = data.findings.filter((finding) => finding.severity === severity);
          return some.length === 0
            ? []
            : [
                { kind: 'heading', id: `findings-${severity}`, text: TITLES_OF[severity] },
                ...(severity === 'info' ? counted(data, some) : listedRows(data, severity, some)),
              ];
        }),
});

/** A row each; of the many milder ones a short one. */
function listedRows(data: ReportData, severity: Severity, some: readonly ReportedFinding[]): readonly Block[] {
  const isLow = severity === 'low';
  return [
    table(
      `Open findings of severity ${severity}`,
      'There are none.',
      isLow ? [...some].sort((a, b) => (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0)) : some,
      [
        { title: 'Finding', cell: ({ message }) => message },
        ...orgColumn<ReportedFinding>(data),
        ...(isLow
          ? []
          : [
              { title: 'What to do', cell: ({ fix }: ReportedFinding) => fix ?? 'see the page of the rule' },
              {
                title: 'Place',
                cell: ({ location }: ReportedFinding): Text => [code(`${location.path}:${location.startLine}`)],
              },
            ]),
        { title: 'Rule', cell: ({ rule }) => [code(rule)] },
      ]
    ),
    ...(isLow
      ? [
          {
            kind: 'paragraph',
            text: [
              code('sf isa scan --persona auditor --no-baseline'),
              ' says where each one is, and ',
              code('sf isa explain'),
              ' what to do about a rule.',
            ],
          } as const,
        ]
      : []),
  ];
}

function counted(data: ReportData, some: readonly ReportedFinding[]): readonly Block[] {
  const orgOf = orgNames(data);
  const rules = [...grouped(some, ({ rule }) => rule)].sort((a, b) => b[1].length - a[1].length);
  return [
    table('Findings that only inform, by rule', 'There are none.', rules, [
      { title: 'Rule', cell: ([rule]) => [code(rule)] },
      ...(data.orgs.length < 2
        ? []
        : [
            {
              title: 'Orgs',
              cell: ([, all]: (typeof rules)[number]): Text =>
                joined(
                  [...grouped(all, ({ project }) => orgOf(project))].map(([org, { length }]) => `${org} ${length}`)
                ),
            },
          ]),
      { title: 'Findings', cell: ([, all]) => String(all.length), isNumber: true },
    ]),
    {
      kind: 'paragraph',
      text: [
        'They say what is there and ask for nothing. The JSON of the report and ',
        code('sf isa scan --persona auditor --no-baseline'),
        ' have each of them.',
      ],
    },
  ];
}

const KINDS = {
  'accepted-risk': 'accepted risk',
  'compensating-control': 'compensating control',
  'false-positive': 'false alarm',
} as const;

/** What the team has accepted, why, and until when. */
export const acceptedRisks = (data: ReportData): Section => ({
  ...titled('accepted-risks'),
  blocks: [
    table(
      'Findings that the team has accepted',
      'No finding is accepted, in sf-isa.suppressions.yml or in a comment.',
      [...data.accepted].sort(bySeverity),
      [
        { title: 'Finding', cell: ({ message }) => message },
        ...orgColumn<AcceptedFinding>(data),
        { title: 'Severity', cell: ({ severity }) => severity },
        { title: 'Reason', cell: ({ reason }) => inLines([[strong(KINDS[reason.kind])], reason.reason]) },
        {
          title: 'Owner',
          cell: ({ reason }) =>
            inLines([
              reason.owner ?? 'nobody is written down',
              ...(reason.ticket === undefined ? [] : [reason.ticket]),
            ]),
        },
        { title: 'Last day', cell: ({ reason }) => reason.expires ?? 'no last day' },
        { title: 'Rule', cell: ({ rule }) => [code(rule)] },
      ]
    ),
  ],
});
