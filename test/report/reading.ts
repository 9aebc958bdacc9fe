import { expect } from 'chai';
import type { Block, ReportDocument, Section, Table, Text } from '../../src/report/document.js';
import { VERDICT_WORDS } from '../../src/report/verdicts.js';

/** A text as people read it. */
export const plainOf = (text: Text): string =>
  typeof text === 'string'
    ? text
    : text
        .map((piece) => {
          if (typeof piece === 'string') return piece;
          if (piece.kind === 'break') return '\n';
          return piece.kind === 'verdict' ? (piece.text ?? VERDICT_WORDS[piece.verdict].words) : piece.text;
        })
        .join('');

/** The texts of one block, row by row and item by item; pictures have none. */
export function textsOf(block: Block): readonly Text[] {
  switch (block.kind) {
    case 'paragraph':
    case 'heading':
      return [block.text];
    case 'list':
      return block.items;
    case 'table':
      return block.rows.length === 0 ? [block.empty] : [block.caption, ...block.rows.flat()];
    case 'checklist':
      return block.items.flatMap(({ verdict, text, evidence }) => [[{ kind: 'verdict', verdict }], text, ...evidence]);
    case 'form':
      return [block.caption, ...block.fields, ...block.rows];
    case 'picture':
      return [];
  }
}

export function sectionOf({ sections }: ReportDocument, id: string): Section {
  const section = sections.find((one) => one.id === id);
  expect(section, id).not.to.equal(undefined);
  return section!;
}

/** The blocks below one headline, up to the next one; of a section's own id, those before its first headline. */
export function blocksBelow({ sections }: ReportDocument, id: string): readonly Block[] {
  for (const section of sections) {
    const isHeading = ({ kind }: Block): boolean => kind === 'heading';
    const start = section.blocks.findIndex((block) => block.kind === 'heading' && block.id === id);
    if (section.id !== id && start < 0) continue;
    const rest = section.blocks.slice(start + 1);
    const end = rest.findIndex(isHeading);
    return end < 0 ? rest : rest.slice(0, end);
  }
  throw new Error(`The report has no ${id}`);
}

/** All that is said below a headline, a line for each text. */
export const saidBelow = (report: ReportDocument, id: string): string =>
  blocksBelow(report, id).flatMap(textsOf).map(plainOf).join('\n');

/** The table below a headline whose caption has some words, row by row with its cells by the titles of their columns. */
export function rowsBelow(
  report: ReportDocument,
  id: string,
  caption = ''
): ReadonlyArray<Readonly<Record<string, string>>> {
  const tables = blocksBelow(report, id).filter((block): block is Table => block.kind === 'table');
  const table = tables.find((one) => one.caption.includes(caption));
  expect(table, `${id}: ${caption}`).not.to.equal(undefined);
  return table!.rows.map((cells) =>
    Object.fromEntries(table!.columns.map(({ title }, index) => [title, plainOf(cells[index]!)]))
  );
}
