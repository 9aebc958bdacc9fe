import type { Element, ElementContent } from 'hast';
import { h } from 'hastscript';
import type { Block, Checklist, Inline, Table, Text } from '../document.js';
import { partsOf } from '../pictures/partsOf.js';
import { svgOf } from '../pictures/svg.js';
import { breakable } from './breakable.js';
import { inline, shown, verdict } from './inline.js';

type Form = Extract<Block, { readonly kind: 'form' }>;
type PictureBlock = Extract<Block, { readonly kind: 'picture' }>;

/** Tables of more columns than these scroll where the window is narrow; others wrap. */
const MOST_THAT_WRAP = 2;
/** Tables of more columns than these keep a width that they can be read at. */
const MOST_THAT_SHRINK = 4;
/** Tables of more columns than these ask for paper that lies on its side. */
const MOST_UPRIGHT = 7;
/** The class of what asks for that. */
export const SIDEWAYS = 'sideways';
/** The first cell of a row is its name where it is no longer than this; else it is a text. */
const LONGEST_NAME = 40;
/** Pictures wider than these, in pixels, scroll where the window is narrow instead of getting too small to read. */
const NARROW_PICTURE = 640;
const WIDE_PICTURE = 1200;

/** Makes the blocks of one page, and numbers its tables and figures in their order. */
export class Blocks {
  private tables = 0;
  private figures = 0;
  private headings = 0;

  /** `anchors`: the ids that links may lead to. */
  public constructor(private readonly anchors: ReadonlySet<string>) {}

  /** The blocks of a section, whose number its headings begin with. */
  public ofSection(blocks: readonly Block[], section: number): readonly Element[] {
    this.headings = 0;
    return blocks.flatMap((block) => this.ofBlock(block, section));
  }

  private ofBlock(block: Block, section: number): readonly Element[] {
    switch (block.kind) {
      case 'paragraph':
        return [h('p', inline(block.text, this.anchors))];
      case 'heading': {
        this.headings += 1;
        return [h('h3', { id: block.id }, [number(`${section}.${this.headings}`), ' ', shown(block.text)])];
      }
      case 'list':
        return [
          h(
            'ul',
            block.items.map((item) => h('li', inline(item, this.anchors)))
          ),
        ];
      case 'table':
        return [this.table(block)];
      case 'checklist':
        return [this.checklist(block)];
      case 'picture':
        return this.picture(block);
      case 'form':
        return [this.form(block)];
    }
  }

  private table({ caption, columns, rows, empty }: Table): Element {
    if (rows.length === 0) {
      return h('p', { className: ['nothing'] }, [h('strong', `${shown(caption)}:`), ' ', shown(empty)]);
    }
    const id = this.tableId();
    const classes = (column: number): { className?: string[] } =>
      columns[column]?.isNumber ? { className: ['number'] } : {};
    const table = h('table', [
      this.caption(id, caption),
      h('thead', [
        h(
          'tr',
          columns.map(({ title }, column) => h('th', { scope: 'col', ...classes(column) }, shown(title)))
        ),
      ]),
      h(
        'tbody',
        rows.map((row) =>
          h(
            'tr',
            row.map((cell, column) =>
              column === 0
                ? h('th', { scope: 'row', className: [...nameClass(cell)] }, this.cell(cell))
                : h('td', classes(column), this.cell(cell))
            )
          )
        )
      ),
    ]);
    const tableClasses = [
      'table',
      ...(columns.length > MOST_THAT_SHRINK ? ['wide'] : []),
      ...(columns.length > MOST_UPRIGHT ? [SIDEWAYS] : []),
    ];
    return h('div', { className: tableClasses }, [columns.length > MOST_THAT_WRAP ? this.scrolling(id, table) : table]);
  }

  private cell(text: Text): ElementContent[] {
    return inline(text, this.anchors).flatMap(breakable);
  }

  private checklist({ items }: Checklist): Element {
    return h(
      'ul',
      { className: ['checklist'] },
      items.map((item) =>
        h('li', [
          verdict(item.verdict),
          h('div', { className: ['asked'] }, [
            h('span', inline(item.text, this.anchors)),
            ...(item.evidence.length === 0
              ? []
              : [
                  h(
                    'ul',
                    item.evidence.map((line) => h('li', inline(line, this.anchors)))
                  ),
                ]),
          ]),
        ])
      )
    );
  }

  /** Each part of a large picture is a figure, so that none is torn apart in print. */
  private picture({ picture }: PictureBlock): readonly Element[] {
    return partsOf(picture).map((part) => {
      this.figures += 1;
      const id = `_figure-${this.figures}`;
      const svg = svgOf(part);
      const width = Number(svg.properties.width);
      const isWide = width > NARROW_PICTURE;
      const classes = [...(isWide ? ['wide'] : []), ...(width > WIDE_PICTURE ? [SIDEWAYS] : [])];
      return h('figure', { className: classes }, [
        h('div', { className: ['scroll'], ...(isWide && { role: 'region', ariaLabelledBy: [id], tabIndex: 0 }) }, svg),
        h('figcaption', { id }, [number(`Figure ${this.figures}`), ' ', shown(part.title)]),
      ]);
    });
  }

  /** A table with room to write in. */
  private form({ caption, fields, rows }: Form): Element {
    const id = this.tableId();
    const table = h('table', [
      this.caption(id, caption),
      h('thead', [h('tr', [h('td'), ...fields.map((field) => h('th', { scope: 'col' }, shown(field)))])]),
      h(
        'tbody',
        rows.map((row) => h('tr', [h('th', { scope: 'row' }, shown(row)), ...fields.map(() => h('td'))]))
      ),
    ]);
    return h('div', { className: ['table', 'form'] }, this.scrolling(id, table));
  }

  /** Something wide in a region of its own, which those without a mouse reach and scroll, too. */
  private scrolling(label: string, content: Element): Element {
    return h('div', { className: ['scroll'], role: 'region', ariaLabelledBy: [label], tabIndex: 0 }, content);
  }

  private tableId(): string {
    this.tables += 1;
    return `_table-${this.tables}`;
  }

  private caption(id: string, text: string): Element {
    return h('caption', { id }, h('span', [number(`Table ${this.tables}`), ' ', shown(text)]));
  }
}

const nameClass = (cell: Text): readonly string[] =>
  (typeof cell === 'string' ? [cell] : cell).reduce((length, piece) => length + lengthOf(piece), 0) > LONGEST_NAME
    ? ['text']
    : [];

function lengthOf(piece: Inline): number {
  if (typeof piece === 'string') return piece.length;
  return piece.kind === 'break' ? 0 : (piece.text ?? '').length;
}

/** The number of something, which its text does not hold. */
export const number = (text: string): Element => h('span', { className: ['numbering'] }, text);
