import type { Section, Text, Verdict } from '../document.js';
import type { ReportData } from '../reportData.js';
import { answered, titleOfControl, type AnsweredControl } from './answers.js';
import { linesOr, linkTo, strong, table, verdictOf } from './texts.js';
import { titled } from './titles.js';

/** What belongs to each layer of the zero-trust architecture: its own control, its patterns and boxes of the checklist. */
const LAYERS: ReadonlyArray<{ readonly title: string; readonly controls: readonly string[] }> = [
  {
    title: 'Network',
    controls: ['ZT-LAYER-1', 'ZT-PATTERN-6', 'ZT-CHECK-14', 'ZT-CHECK-15', 'ZT-CHECK-16', 'ZT-CHECK-17'],
  },
  {
    title: 'Authentication',
    controls: [
      ...['ZT-LAYER-2', 'ZT-PATTERN-1', 'ZT-PATTERN-4', 'ZT-CHECK-1', 'ZT-CHECK-4', 'ZT-CHECK-5'],
      ...['ZT-CHECK-10', 'ZT-CHECK-11', 'ZT-CHECK-12'],
    ],
  },
  {
    title: 'Authorization',
    controls: ['ZT-LAYER-3', 'ZT-PATTERN-2', 'ZT-PATTERN-7', 'ZT-CHECK-2', 'ZT-CHECK-3', 'ZT-CHECK-13'],
  },
  {
    title: 'Data',
    controls: ['ZT-LAYER-4', 'ZT-PATTERN-3', 'ZT-CHECK-6', 'ZT-CHECK-7', 'ZT-CHECK-8', 'ZT-CHECK-9'],
  },
  {
    title: 'Monitoring',
    controls: [
      ...['ZT-LAYER-5', 'ZT-PATTERN-5', 'ZT-CHECK-18', 'ZT-CHECK-19', 'ZT-CHECK-20', 'ZT-CHECK-21', 'ZT-CHECK-22'],
    ],
  },
];

/** The five layers of defence with what is evidenced, what is missing and what needs a person. */
export const layers = (data: ReportData): Section => {
  const rows = LAYERS.map(({ title, controls }) => ({
    title,
    all: answered(data, (id) => controls.includes(id)),
  }));
  const those =
    (verdict: Verdict) =>
    ({ all }: (typeof rows)[number]): Text =>
      linesOr(
        all
          .filter(({ answer, control }) => answer.verdict === verdict && !control.id.startsWith('ZT-LAYER'))
          .map(({ control }) => titleOfControl(control)),
        'nothing'
      );
  return {
    ...titled('layers'),
    blocks: [
      table('Layers of defence, each with its patterns and boxes of the checklist', 'No layer was judged.', rows, [
        { title: 'Layer', cell: ({ title }) => [strong(title)] },
        { title: 'Verdict', cell: ({ all }) => layerVerdict(all) },
        { title: 'Missing', cell: those('failed') },
        { title: 'Needs a person', cell: those('person') },
        { title: 'Met', cell: those('met') },
        { title: 'Stated by a person', cell: those('attested') },
        // Nearly nothing is: a column for it would stand empty.
        ...(rows.some(({ all }) => all.some(({ answer }) => answer.verdict === 'not-applicable'))
          ? [{ title: 'Not applicable', cell: those('not-applicable') }]
          : []),
      ]),
      {
        kind: 'paragraph',
        text: [
          'The ',
          linkTo('checklists-zero-trust', 'checklist'),
          ', the ',
          linkTo('patterns', 'patterns'),
          ' and the ',
          linkTo('evidence-map', 'evidence for controls'),
          ' say what each of these verdicts rests on.',
        ],
      },
    ],
  };
};

/** Of the control that stands for the whole layer; the table of evidence says what it rests on. */
function layerVerdict(all: readonly AnsweredControl[]): Text {
  const whole = all.find(({ control }) => control.id.startsWith('ZT-LAYER'));
  return whole ? verdictOf(whole.answer.verdict) : 'not judged';
}
