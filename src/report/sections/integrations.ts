import { grouped } from '../../inventory/projectFacts.js';
import type { Section, Text, Verdict } from '../document.js';
import type { ReportData, ReportedIntegration } from '../reportData.js';
import {
  authenticationText,
  certificateTexts,
  directionText,
  endpointText,
  integrationInOrg,
  integrationWithComponent,
  mechanismText,
  principalsText,
  transportText,
} from './integrationTexts.js';
import {
  code,
  dataClassText,
  findingsText,
  inLines,
  joined,
  linesOr,
  orgColumn,
  piecesOf,
  strong,
  table,
  verdictOf,
  type Column,
} from './texts.js';
import { heading, titled } from './titles.js';

const LOOKED_FOR =
  'Named Credentials, External Credentials, external data sources, remote sites, outbound messages, Connected Apps, External Client Apps and entries of the register';

/** All integrations with what the decision table says to each, and how they authenticate. */
export const integrations = (data: ReportData): Section => ({
  ...titled('integrations'),
  blocks: [
    heading('integrations-decisions'),
    table(
      'What the decision table says to each integration, those that fail first',
      'There is no integration to decide on.',
      alike(data),
      decisionColumns(data)
    ),
    heading('integrations-inventory'),
    table(
      'Integrations and how they authenticate',
      `No integration was found: looked for ${LOOKED_FOR}.`,
      data.integrations,
      inventoryColumns(data)
    ),
  ],
});

const inventoryColumns = (data: ReportData): ReadonlyArray<Column<ReportedIntegration>> => [
  { title: 'Integration', cell: integrationWithComponent },
  ...orgColumn<ReportedIntegration>(data),
  { title: 'Direction and endpoint', cell: (row) => inLines([directionText(row), endpointText(row)]) },
  {
    title: 'Transport, authentication, certificates',
    cell: (row) =>
      row.direction === 'unknown'
        ? transportText(row)
        : inLines([transportText(row), authenticationText(row), ...certificateTexts(row)]),
  },
  { title: 'Who may use it', cell: principalsText },
  { title: 'Register: data, owner, review', cell: registerText },
  { title: 'Findings', cell: ({ findings }) => findingsText(findings) },
];

const registerText = ({ register }: ReportedIntegration): Text =>
  register === null
    ? 'not in the register'
    : inLines([
        `data: ${dataClassText(register.dataClassification)}`,
        `owner: ${register.owner ?? 'nobody is written down'}`,
        register.reviewed === undefined ? 'never reviewed, as far as is written down' : `reviewed ${register.reviewed}`,
      ]);

/** In the order that they are read in: what is to be done first. */
const ORDER: readonly Verdict[] = ['failed', 'person', 'attested', 'met', 'not-applicable'];

/** Integrations to which the same is said. */
type Alike = readonly ReportedIntegration[];

/** Integrations in groups that share a decision and all that it is about, so that many equal ones are one row. */
function alike(data: ReportData): readonly Alike[] {
  const columns = decisionColumns(data).slice(1);
  const groups = grouped(data.integrations, (row) => JSON.stringify(columns.map(({ cell }) => cell([row]))));
  return [...groups.values()].sort(
    ([a], [b]) => ORDER.indexOf(a!.decision.verdict) - ORDER.indexOf(b!.decision.verdict)
  );
}

function decisionColumns(data: ReportData): ReadonlyArray<Column<Alike>> {
  const column = (title: string, cell: (row: ReportedIntegration) => Text): Column<Alike> => ({
    title,
    cell: ([row]) => cell(row!),
  });
  const named = integrationInOrg(data);
  return [
    { title: 'Integration', cell: (rows) => inLines(rows.map(named)) },
    column('Verdict', ({ decision }) => verdictOf(decision.verdict)),
    column('Missing', ({ decision }) => linesOr(decision.gaps, 'nothing')),
    column('Now, recommended and why', (row) => {
      const { recommended, reason, controls } = row.decision;
      const now = row.direction === 'unknown' ? [] : [', ', ...piecesOf(authenticationText(row))];
      return inLines([
        [strong('Now'), ': ', mechanismText(row), ...now],
        [strong('Recommended'), `: ${recommended}`],
        reason,
        ...(controls.length === 0 ? [] : [joined(controls.map((control) => [code(control)]))]),
      ]);
    }),
  ];
}
