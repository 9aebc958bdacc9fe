import type { FactChange, IntegrationChange } from '../../inventory/compareIntegrations.js';
import type { ReportChanges } from '../compareReports.js';
import { VERDICTS, type Inline, type Text, type Verdict } from '../document.js';
import { inLines, joined, listed, piecesOf, strong, type Column } from '../sections/texts.js';
import { VERDICT_WORDS } from '../verdicts.js';

/** What became of a row, in a word. */
export const KIND_WORDS = { added: 'new', changed: 'changed', removed: 'gone', replaced: 'replaced' } as const;

/** Joined, or an en dash where there is nothing. */
export const orDash = (texts: readonly Text[], separator = ', '): Text => listed(texts, '–', separator);

/** The name of a project's org. */
export function orgsOf({ before, after }: ReportChanges): (project: string) => string {
  const names = new Map([...before.orgs, ...after.orgs].map(({ project, name }) => [project, name]));
  return (project) => names.get(project) ?? project;
}

/** Whether either state has several orgs, so that a row has to say of which it is. */
export const hasSeveralOrgs = ({ before, after }: ReportChanges): boolean =>
  before.orgs.length > 1 || after.orgs.length > 1;

/** The column that says of which org a row is: none where there is one org. */
export function orgColumnOf<Row extends { readonly project: string }>(
  changes: ReportChanges
): ReadonlyArray<Column<Row>> {
  const orgOf = orgsOf(changes);
  return hasSeveralOrgs(changes) ? [{ title: 'Org', cell: ({ project }) => orgOf(project) }] : [];
}

/** What is said of something that is new or gone, on the side where it is there. */
export const saidOf = (facts: readonly FactChange[], what: string): readonly string[] => {
  const fact = facts.find((one) => one.what === what);
  return fact ? [...fact.before, ...fact.after] : [];
};

/** How an integration stood and stands by the decision table: nothing on a side where it is not there. */
export function decisionsOf({ facts }: IntegrationChange): {
  readonly before: readonly Verdict[];
  readonly after: readonly Verdict[];
} {
  const verdictsIn = (texts: readonly string[]): readonly Verdict[] =>
    VERDICTS.filter((verdict) => texts.includes(VERDICT_WORDS[verdict].words));
  const fact = facts.find(({ what }) => what === 'decision');
  return { before: verdictsIn(fact?.before ?? []), after: verdictsIn(fact?.after ?? []) };
}

/** Verdicts one beside the other. */
export const verdictsText = (verdicts: readonly Verdict[]): Text =>
  orDash(verdicts.map((verdict): Text => [{ kind: 'verdict', verdict }]));

/** What some have and the others do not: of long lists, nobody wants to read what is the same. */
const without = (texts: readonly string[], others: readonly string[]): readonly string[] =>
  texts.filter((text) => !others.includes(text));

/**
 * What differs, a line for each fact that was there before and is now. What only one side has is one line for each side. Gaps of
 * a decision are said as such.
 */
export function changeLines(facts: readonly FactChange[]): Text {
  const told = facts.filter((fact) => !isOfCase(fact));
  const [gaps, others] = [told.filter(isOfGaps), told.filter((fact) => !isOfGaps(fact))];
  const lines: readonly Text[] = [
    ...others.filter(({ before, after }) => before.length > 0 && after.length > 0).map(changeLine),
    ...oneSided(
      'not there before',
      others.filter(({ before }) => before.length === 0),
      ({ after }) => after
    ),
    ...oneSided(
      'not there any more',
      others.filter(({ after }) => after.length === 0),
      ({ before }) => before
    ),
    ...gaps.flatMap(({ before, after }) => [
      ...labelled('missing now', without(after, before), ' '),
      ...labelled('no longer missing', without(before, after), ' '),
    ]),
  ];
  return inLines(lines);
}

/** Two metadata types may write one word in two ways: `ENFORCE` and `Enforce`. */
const isOfCase = ({ before, after }: FactChange): boolean =>
  before.join('\n').toLowerCase() === after.join('\n').toLowerCase();

const isOfGaps = ({ what }: FactChange): boolean => what === 'missing';

function changeLine({ what, before, after }: FactChange): Text {
  const label: readonly Inline[] = [strong(what), ': '];
  const [gained, lost] = [without(after, before), without(before, after)];
  if (before.length === 1 && after.length === 1) return [...label, before[0]!, ' → ', after[0]!];
  const parts: readonly Text[] = [
    ...(gained.length === 0 ? [] : [['now also ', ...piecesOf(joined(gained))]]),
    ...(lost.length === 0 ? [] : [['no longer ', ...piecesOf(joined(lost))]]),
  ];
  return [...label, ...piecesOf(joined(parts, '; '))];
}

const oneSided = (
  label: string,
  facts: readonly FactChange[],
  side: (fact: FactChange) => readonly string[]
): readonly Text[] =>
  labelled(
    label,
    facts.map((fact) => [`${fact.what} `, ...piecesOf(joined(side(fact)))]),
    '; '
  );

const labelled = (label: string, texts: readonly Text[], separator: string): readonly Text[] =>
  texts.length === 0 ? [] : [[strong(label), ': ', ...piecesOf(joined(texts, separator))]];
