import { csvLine, defused } from '../reporters/csv.js';
import { toJsonText } from '../reporters/json.js';
import { text as markdownText } from '../reporters/markdown.js';
import { inert, painter, sentence, widthOf, wrap } from '../reporters/terminal.js';
import { plural } from '../reporters/wording.js';
import { COLUMNS, type Column } from './columns.js';
import type { Inventory } from './inventory.js';
import type { InventoryFormat, InventoryKind } from './kinds.js';
import { layOut, type TableCell } from './table.js';

/** What an inventory shows besides its rows. */
export interface InventoryContext {
  /** Of sf-isa, such as `0.1.0`. */
  readonly version: string;
  /** The instant that days were counted from. */
  readonly now: Date;
  /** Folders of the projects, relative to the scanned root; `.` for the root itself. */
  readonly projects: readonly string[];
  /** Whether a register of integrations is there to say who owns what. */
  readonly hasRegister: boolean;
  /** Width of the terminal in columns. */
  readonly width: number;
  readonly color: boolean;
}

/**
 * What `--format json` prints and `sf isa inventory --json` has under `result`; `schemas/inventory.json` describes it. The
 * rows stand under the name of what was asked for. Additions raise the minor of `schemaVersion`, anything else the major.
 */
export type InventoryDocument<Kind extends InventoryKind = InventoryKind> = {
  readonly schemaVersion: '1.1';
  readonly tool: { readonly name: 'sf-isa'; readonly version: string };
  readonly now: string;
  readonly projects: readonly string[];
} & { readonly [One in Kind]?: Inventory[One] };

/** The whole inventory of one kind as data. */
export const toInventoryDocument = <Kind extends InventoryKind>(
  kind: Kind,
  rows: Inventory[Kind],
  { version, now, projects }: InventoryContext
): InventoryDocument => ({
  schemaVersion: '1.1',
  tool: { name: 'sf-isa', version },
  now: now.toISOString(),
  projects,
  [kind]: rows,
});

/** The inventory of one kind in one format, with a final line break. */
export function renderInventory<Kind extends InventoryKind>(
  kind: Kind,
  rows: Inventory[Kind],
  format: InventoryFormat,
  context: InventoryContext
): string {
  const { narrow, wide } = COLUMNS[kind] as ColumnsOf<Inventory[Kind][number]>;
  const all = rows as ReadonlyArray<Inventory[Kind][number]>;
  switch (format) {
    case 'json':
      return toJsonText(toInventoryDocument(kind, rows, context));
    case 'csv':
      return csv(all, wide);
    case 'markdown':
      return markdown(kind, all, shownColumns(all, narrow, context), context);
    case 'table':
      return table(kind, all, shownColumns(all, narrow, context), context);
  }
}

interface ColumnsOf<Row> {
  readonly narrow: ReadonlyArray<Column<Row>>;
  readonly wide: ReadonlyArray<Column<Row>>;
}

/** Without the columns that would be empty, and with the project where there are several. */
function shownColumns<Row extends { readonly project: string }>(
  rows: readonly Row[],
  columns: ReadonlyArray<Column<Row>>,
  { projects }: InventoryContext
): ReadonlyArray<Column<Row>> {
  const project: Column<Row> = { title: 'Project', cell: (row) => [row.project] };
  return [
    ...(projects.length > 1 ? [project] : []),
    ...columns.filter(({ isOptional, cell }) => !isOptional || rows.some((row) => cell(row).length > 0)),
  ];
}

/** Between the texts of one cell. */
const SEPARATOR = '; ';

const csv = <Row>(rows: readonly Row[], columns: ReadonlyArray<Column<Row>>): string =>
  [
    columns.map(({ title }) => title.toLowerCase()),
    ...rows.map((row) => columns.map(({ cell }) => defused(inert(cell(row).join(SEPARATOR))))),
  ]
    .map(csvLine)
    .join('');

function markdown<Row>(
  kind: InventoryKind,
  rows: readonly Row[],
  columns: ReadonlyArray<Column<Row>>,
  context: InventoryContext
): string {
  const heading = `## Inventory: ${kind}`;
  if (rows.length === 0) return `${heading}\n\n${markdownText(emptyText(kind, context))}\n`;
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const lines = [
    line(columns.map(({ title }) => title)),
    line(columns.map(() => '---')),
    ...rows.map((row) => line(columns.map(({ cell }) => cell(row).map(markdownText).join('<br>')))),
  ];
  return `${heading}\n\n${lines.join('\n')}\n\n${markdownText(summary(kind, rows.length, context))}\n`;
}

function table<Row>(
  kind: InventoryKind,
  rows: readonly Row[],
  columns: ReadonlyArray<Column<Row>>,
  context: InventoryContext
): string {
  const wrapped = (text: string): readonly string[] => wrap(text, context.width);
  if (rows.length === 0) return `${wrapped(emptyText(kind, context)).join('\n')}\n`;
  const cells = rows.map((row) =>
    columns.map(({ cell, tone }): TableCell => ({ texts: cell(row).map(sentence), tone: tone?.(row) }))
  );
  const lines = layOut(
    columns.map(({ title }) => title),
    cells,
    { width: context.width, paint: painter(context.color), widthOf }
  );
  const hint = kind === 'integrations' && !context.hasRegister ? [REGISTER_HINT] : [];
  const after = [summary(kind, rows.length, context), ...hint].flatMap(wrapped);
  return [...lines, '', ...after].map((one) => `${one}\n`).join('');
}

const REGISTER_HINT =
  'Owners, criticality and data classes are what `integrations` in sf-isa.yml says; it has no entry yet.';

const SINGULAR: Readonly<Record<InventoryKind, string>> = {
  integrations: 'integration',
  certificates: 'certificate',
  endpoints: 'endpoint',
  apps: 'app',
  principals: 'principal',
};

function summary(kind: InventoryKind, count: number, { projects }: InventoryContext): string {
  return `${plural(count, SINGULAR[kind])} in ${plural(projects.length, 'project')}.`;
}

/** What each kind of inventory looks for. */
const LOOKED_FOR: Readonly<Record<InventoryKind, string>> = {
  integrations:
    'Named Credentials, External Credentials, external data sources, remote sites, outbound messages, Connected Apps, External Client Apps and entries of the register',
  certificates: 'Certificates, inbound certificates, copies in apps and the names of certificates',
  endpoints:
    'the URLs of Named Credentials, External Credentials, auth. providers, remote sites, CSP trusted sites, external data sources, SAML settings and outbound messages',
  apps: 'Connected Apps and External Client Apps',
  principals:
    'sync identities, permission sets that grant principals of External Credentials, and permission sets and profiles that apps name',
};

const emptyText = (kind: InventoryKind, { projects }: InventoryContext): string =>
  `There are no ${kind} in ${sentence(projects.map((project) => (project === '.' ? 'the project' : project)).join(', '))}: looked for ${LOOKED_FOR[kind]}.`;
