import { frameworks } from '../../controls/index.js';
import type { Block, Section, Text } from '../document.js';
import { OUTPUT_PLACES, PLACES, TITLES } from '../places.js';
import type { ReportData } from '../reportData.js';
import { answered, restsOn, titleOfControl, type AnsweredControl } from './answers.js';
import { code, inLines, joined, linkTo, piecesOf, someOf, table, verdictOf } from './texts.js';
import { heading, titled } from './titles.js';

/** What the report has for each control of the benchmarks, and for what the documents ask beyond their checklists. */
export const evidenceMap = (data: ReportData): Section => {
  const elsewhere = new Set(PLACES.map(({ asked }) => asked));
  return {
    ...titled('evidence-map'),
    blocks: [
      heading('evidence-map-outputs'),
      outputs(data),
      ...frameworks.flatMap(({ prefix, title }): readonly Block[] => [
        { kind: 'heading', id: `evidence-map-${prefix.toLowerCase()}`, text: title },
        controlTable(
          data,
          title,
          answered(data, (id) => id.startsWith(`${prefix}-`) && !elsewhere.has(id))
        ),
      ]),
    ],
  };
};

const outputs = (data: ReportData): Block =>
  table('Where the report has what the guide asks for', 'There is nothing to show.', OUTPUT_PLACES, [
    {
      title: 'Artifact',
      cell: ({ asked }) => {
        const [one] = answered(data, (id) => id === asked);
        return one ? titleOfControl(one.control) : [code(asked)];
      },
    },
    {
      title: 'In the report',
      cell: ({ place, restsOn }) => joined([...new Set([place, restsOn])].map((id) => [linkTo(id, TITLES[id])])),
    },
  ]);

const controlTable = (data: ReportData, title: string, rows: readonly AnsweredControl[]): Block =>
  table(
    `${title}: controls that the checklists and patterns above do not have`,
    'None of its controls was judged.',
    rows,
    [
      { title: 'Control', cell: ({ control }) => titleOfControl(control) },
      { title: 'Verdict', cell: ({ answer }) => verdictOf(answer.verdict) },
      { title: 'Evidence', cell: (one) => evidenceText(data, one) },
    ]
  );

/** How many lines of evidence a cell holds, and how many rules. */
const MOST_IN_CELL = 3;

/** The evidence in a cell; where no finding tells which rules have looked, their names. */
function evidenceText(data: ReportData, one: AnsweredControl): Text {
  const { rules, findings, verdict } = one.answer;
  const lines: readonly Text[] = [
    ...restsOn(data, one, MOST_IN_CELL),
    ...(rules.length === 0 || findings.length > 0 || verdict === 'not-applicable'
      ? []
      : [
          [
            rules.length === 1 ? 'Rule: ' : 'Rules: ',
            ...piecesOf(
              someOf(
                rules.map((rule) => [code(rule)]),
                MOST_IN_CELL
              )
            ),
          ],
        ]),
  ];
  return lines.length === 0 ? 'none' : inLines(lines);
}
