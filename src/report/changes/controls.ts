import { frameworks } from '../../controls/index.js';
import type { ReportChanges, VerdictChange } from '../compareReports.js';
import { VERDICTS, type Block, type Section, type Table, type Text, type Verdict } from '../document.js';
import { code, inLines, joined, piecesOf, table, verdictOf } from '../sections/texts.js';

const isPattern = (control: string): boolean => control.startsWith('ZT-PATTERN-');
const isArchitectureBox = (control: string): boolean => control.startsWith('ISA-CHECK-');
const isZeroTrustBox = (control: string): boolean => control.startsWith('ZT-CHECK-');

/** The parts in which the change log has the controls. */
export const GROUPS = {
  patterns: { one: 'zero-trust pattern', many: 'zero-trust patterns', isMeant: isPattern },
  checklists: {
    one: 'box of the review checklists',
    many: 'boxes of the review checklists',
    isMeant: (control: string) => isArchitectureBox(control) || isZeroTrustBox(control),
  },
  controls: {
    one: 'other control',
    many: 'other controls',
    isMeant: (control: string) => !isPattern(control) && !isArchitectureBox(control) && !isZeroTrustBox(control),
  },
} as const;

/** The zero-trust patterns that stand otherwise than before. */
export const patterns = (changes: ReportChanges): Section => ({
  id: 'patterns',
  title: 'Zero-trust patterns',
  blocks: part(changes, isPattern, 'Patterns that stand otherwise than before', 'No pattern changed its verdict.'),
});

/** The boxes of both review checklists that stand otherwise than before. */
export const checklists = (changes: ReportChanges): Section => ({
  id: 'checklists',
  title: 'Review checklists',
  blocks: [
    { kind: 'heading', id: 'checklists-architecture', text: 'Integration security architecture' },
    ...part(changes, isArchitectureBox, 'Boxes that stand otherwise than before', 'No box changed its verdict.'),
    { kind: 'heading', id: 'checklists-zero-trust', text: 'Zero trust between orgs' },
    ...part(changes, isZeroTrustBox, 'Boxes that stand otherwise than before', 'No box changed its verdict.'),
  ],
});

/** All other controls that stand otherwise than before, framework by framework. */
export const otherControls = (changes: ReportChanges): Section => ({
  id: 'controls',
  title: 'Other controls',
  blocks: [
    ...frameworks.map(({ prefix, title }) => ({ prefix, title })),
    // Another version of sf-isa may have had others.
    { prefix: undefined, title: 'Controls of another version' },
  ].flatMap(({ prefix, title }): readonly Block[] => {
    const rows = changes.verdicts.filter(
      ({ control }) => GROUPS.controls.isMeant(control) && PREFIXES.get(control) === prefix
    );
    return rows.length === 0
      ? []
      : [
          { kind: 'heading', id: `controls-${prefix?.toLowerCase() ?? 'others'}`, text: title },
          controlTable('Controls that stand otherwise than before', 'No control changed its verdict.', rows, 1),
        ];
  }),
});

const PREFIXES: ReadonlyMap<string, string> = new Map(
  frameworks.flatMap(({ prefix, controls }) => controls.map(({ id }) => [id, prefix]))
);

function part(
  { verdicts, unchanged }: ReportChanges,
  isMeant: (control: string) => boolean,
  caption: string,
  empty: string
): readonly Block[] {
  const rows = verdicts.filter(({ control }) => isMeant(control));
  const same = unchanged.filter(({ control }) => isMeant(control));
  return [
    controlTable(caption, empty, rows),
    ...(same.length === 0 ? [] : [{ kind: 'paragraph', text: unchangedText(same) } as const]),
  ];
}

/** `As before: ✗ failed ZT-PATTERN-2, ZT-PATTERN-3; ✓ met ZT-PATTERN-1.` */
function unchangedText(same: ReportChanges['unchanged']): Text {
  const parts = VERDICTS.flatMap((verdict): readonly Text[] => {
    const ids = same.filter((one) => one.verdict === verdict).map(({ control }): Text => [code(control)]);
    return ids.length === 0 ? [] : [[{ kind: 'verdict', verdict }, ' ', ...piecesOf(joined(ids))]];
  });
  return ['As before: ', ...piecesOf(joined(parts, '; ')), '.'];
}

const TITLES: ReadonlyMap<string, string> = new Map(
  frameworks.flatMap(({ controls }) => controls.map(({ id, title }) => [id, title]))
);

const verdictText = (verdict: Verdict | null): Text => (verdict === null ? 'not asked' : verdictOf(verdict));

const controlTable = (caption: string, empty: string, rows: readonly VerdictChange[], most = 2): Table =>
  table(caption, empty, rows, [
    { title: 'Control', cell: ({ control }) => [code(control), ` ${TITLES.get(control) ?? ''}`.trimEnd()] },
    { title: 'Before', cell: ({ before }) => verdictText(before) },
    { title: 'Now', cell: ({ after }) => verdictText(after) },
    { title: 'What it rests on now, in part', cell: (row) => inLines(restsOn(row, most)) },
  ]);

/**
 * What a verdict rests on, in so many sentences: first what was found, and what somebody has said of it, but for what fails
 * whatever is said. The report has all.
 */
function restsOn({ after, evidence, attestation }: VerdictChange, most: number): readonly Text[] {
  const said =
    attestation && evidence.find((line) => line.includes(`${attestation.by} said on ${attestation.on} that it is`));
  const found = evidence.filter((line) => line !== said);
  return said && (after !== 'failed' || found.length === 0)
    ? [...found.slice(0, most - 1), said]
    : found.slice(0, most);
}
