import { DATA_CLASSES, type GATEWAY_CONTROLS, type Infrastructure } from '../../config/config.js';
import { SEVERITIES } from '../../findings/finding.js';
import type { Fact } from '../../inventory/fact.js';
import { grouped, type FindingCounts } from '../../inventory/projectFacts.js';
import { titleOf, type ComponentRef } from '../../model/component.js';
import type { Inline, Table, Text, Verdict } from '../document.js';
import type { ReportData } from '../reportData.js';

export const code = (text: string): Inline => ({ kind: 'code', text });
export const strong = (text: string): Inline => ({ kind: 'strong', text });
export const linkTo = (to: string, text: string): Inline => ({ kind: 'link', text, to });
export const verdictOf = (verdict: Verdict): Text => [{ kind: 'verdict', verdict }];

/** The pieces of a text. */
export const piecesOf = (text: Text): readonly Inline[] => (typeof text === 'string' ? [text] : text);

/**
 * Several texts as one. They stay pieces of their own: a renderer bounds the length of each piece, which a file may have
 * written, and not that of the list.
 */
export const joined = (texts: readonly Text[], separator = ', '): Text =>
  texts.flatMap((text, index) => [...(index === 0 ? [] : [separator]), ...piecesOf(text)]);

/** Several texts as one, each on a line of its own. */
export const inLines = (texts: readonly Text[]): Text =>
  texts.flatMap((text, index): readonly Inline[] => [
    ...(index === 0 ? [] : [{ kind: 'break' } as const]),
    ...piecesOf(text),
  ]);

/** The same, or what is said where there are none. */
export const linesOr = (texts: readonly Text[], nothing: string): Text =>
  texts.length === 0 ? nothing : inLines(texts);

/** A text with what stands between grave accents as code. */
export const withCode = (text: string): Text =>
  // Every other part is what stands between two of them.
  text.split(/`([^`]+)`/).flatMap((part, index): readonly Inline[] => {
    if (index % 2 === 1) return [code(part)];
    return part === '' ? [] : [part];
  });

/** Several texts as one, or what is said where there are none. */
export const listed = (texts: readonly Text[], nothing: string, separator = ', '): Text =>
  texts.length === 0 ? nothing : joined(texts, separator);

/** How many of a long list are named where a table has them all. */
const MOST_NAMED = 10;

/** The first of some names, and how many more there are. */
export function someOf(names: readonly Text[], most = MOST_NAMED): Text {
  if (names.length <= most) return joined(names);
  return [...piecesOf(joined(names.slice(0, most))), ` and ${names.length - most} more`];
}

/** A fact in words: an unknown one always says so and why. */
export function said<Value>(fact: Fact<Value>, show: (value: Value) => Text = String): Text {
  if ('value' in fact) return show(fact.value);
  return 'none' in fact ? fact.none || 'none' : `not known: ${fact.unknown}`;
}

/** The day of an instant in UTC, `YYYY-MM-DD`. */
export const dayOf = (instant: string): string => instant.slice(0, 10);

/** An instant, as its day alone where it is the beginning of the day in UTC. */
export const instantOf = (instant: string): string => (instant.endsWith('T00:00:00.000Z') ? dayOf(instant) : instant);

const DAY = 24 * 60 * 60 * 1000;

/** The day that many days before an instant. */
export const dayBefore = (instant: string, days: number): string =>
  dayOf(new Date(Date.parse(instant) - days * DAY).toISOString());

/** `emea` for the folder of its project. */
export function orgNames({ orgs }: ReportData): (project: string) => string {
  const names = new Map(orgs.map(({ project, name }) => [project, name]));
  return (project) => names.get(project) ?? project;
}

/** Names of orgs with what is said of all of them, so that it is said once: `apac, emea`. */
export const orgsBy = <Key extends string>(
  orgs: ReportData['orgs'],
  keyOf: (org: ReportData['orgs'][number]) => Key
): ReadonlyMap<Key, readonly string[]> =>
  new Map([...grouped(orgs, keyOf).values()].map((some) => [keyOf(some[0]!), some.map(({ name }) => name)]));

/** `2 high, 1 low`, or `none`. */
export function findingsText(counts: FindingCounts): string {
  const parts = SEVERITIES.filter((severity) => counts[severity] > 0).map(
    (severity) => `${counts[severity]} ${severity}`
  );
  return parts.length === 0 ? 'none' : parts.join(', ');
}

/** A component in words, or its kind alone where its name is not known. */
export const componentText = (component: ComponentRef): string => titleOf(component).trim();

const CLASS_WORDS: Readonly<Record<(typeof DATA_CLASSES)[number], string>> = {
  public: 'public',
  internal: 'internal',
  confidential: 'confidential',
  pii: 'personal data (PII)',
  pci: 'card data (PCI)',
  phi: 'health data (PHI)',
};

/** Classes of data in words, from the least. */
export const dataClassText = (classes: ReadonlyArray<(typeof DATA_CLASSES)[number]> = []): string =>
  classes.length === 0
    ? 'nobody has said'
    : DATA_CLASSES.filter((one) => classes.includes(one))
        .map((one) => CLASS_WORDS[one])
        .join(', ');

/** Where an org runs, in words. */
export const INFRASTRUCTURE_WORDS: Readonly<Record<Infrastructure, string>> = {
  hyperforce: 'Hyperforce',
  'first-party': "Salesforce's own data centres",
  unknown: 'nobody has written it down',
};

/** What a gateway may see to, in words. */
export const GATEWAY_CONTROL_WORDS: Readonly<Record<(typeof GATEWAY_CONTROLS)[number], string>> = {
  mtls: 'mutual TLS',
  oauth: 'OAuth',
  'rate-limit': 'limits of rate',
  logging: 'logging',
  inspection: 'inspection of payloads',
  'ip-filter': 'filtering by address',
};

/** One column of a table. */
export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => Text;
  readonly isNumber?: true;
}

/** A table of rows by columns, the first of which names the row. */
export const table = <Row>(
  caption: string,
  empty: string,
  rows: readonly Row[],
  columns: ReadonlyArray<Column<Row>>
): Table => ({
  kind: 'table',
  caption,
  columns: columns.map(({ title, isNumber }) => ({ title, ...(isNumber && { isNumber }) })),
  rows: rows.map((row) => columns.map(({ cell }) => cell(row))),
  empty,
});

/** The column that says of which org a row is: none where there is one org. */
export function orgColumn<Row extends { readonly project: string }>(data: ReportData): ReadonlyArray<Column<Row>> {
  const nameOf = orgNames(data);
  return data.orgs.length < 2 ? [] : [{ title: 'Org', cell: ({ project }) => nameOf(project) }];
}
