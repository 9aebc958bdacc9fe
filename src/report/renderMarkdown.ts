import type {
  BlockContent,
  Heading,
  ListItem,
  Node,
  Paragraph,
  PhrasingContent,
  Root,
  RootContent,
  TableRow,
  Text as TextNode,
} from 'mdast';
import { gfmToMarkdown } from 'mdast-util-gfm';
import { toMarkdown, type Info, type Options, type State } from 'mdast-util-to-markdown';
import { sentence } from '../reporters/terminal.js';
import type { Block, Checklist, Inline, Picture, ReportDocument, Section, Text } from './document.js';
import { mermaidOf } from './pictures/mermaid.js';
import { partsOf } from './pictures/partsOf.js';
import { VERDICT_WORDS } from './verdicts.js';

/**
 * The report as Markdown for a repository, as GitHub and GitLab show it: the same document gives the same text, so that a
 * change of the file is a change of the architecture. Texts of files are text in it, whatever they hold.
 */
export function renderMarkdown(report: ReportDocument): string {
  const tree: Root = {
    type: 'root',
    children: [
      { type: 'html', value: `<!-- ${MARK} ${report.now} -->` },
      { type: 'heading', depth: 1, children: inline(report.title) },
      paragraph(report.subtitle),
      list(
        report.facts.map(({ name, value }) => [
          { kind: 'strong', text: name },
          ': ',
          INSTANT.test(value) ? { kind: 'code', text: value } : value,
        ])
      ),
      paragraph([{ kind: 'strong', text: 'Contents' }]),
      contents(report.sections),
      ...report.sections.flatMap(section),
    ],
  };
  return toMarkdown(tree, { ...OPTIONS, handlers: handlers() });
}

/** Has colons, which a text would hide gaps behind: who copies it wants it as it is. */
const INSTANT = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

const MARK = 'sf-isa report, judged at';

/** The instant that a report in Markdown was judged at; undefined where the text is no such report. */
export function judgedAt(markdown: string): Date | undefined {
  const [, instant] = new RegExp(`^\\uFEFF?<!-- ${MARK} (\\S+) -->(?:\\r?\\n|$)`).exec(markdown) ?? [];
  const date = new Date(instant ?? '');
  return !Number.isNaN(date.getTime()) && date.toISOString() === instant ? date : undefined;
}

/** Stands in a text node for the character reference that keeps a sign from its word; nothing else in a tree holds it. */
const GAP = '\u200B';

const OPTIONS: Options = {
  bullet: '-',
  // Columns as wide as their longest cell would make every line of a table change with one of them.
  extensions: [gfmToMarkdown({ tablePipeAlign: false })],
  // What Markdown escapes only where it has a meaning there; GitHub and GitLab give more of it a meaning.
  unsafe: ['<', '>', '&', '|', '~', '$', ']'].map((character) => ({ character, inConstruct: 'phrasing' })),
};

/** The content of a cell of a table. */
interface Cell extends Node {
  readonly type: 'cell';
  readonly text: Text;
}

declare module 'mdast' {
  interface RootContentMap {
    cell: Cell;
  }
  interface PhrasingContentMap {
    cell: Cell;
  }
}

/** How cells and texts are written. Most cells of a report say what others do, and each is written once. */
function handlers(): NonNullable<Options['handlers']> {
  const known = new Map<string, string>();
  const escape = escaping();
  const write = ({ value }: TextNode, _: unknown, state: State, info: Info): string =>
    escape(value, state, info).replaceAll(GAP, '&#8203;');
  return {
    cell: ({ text }: Cell, _, state, info) => {
      // No JSON of pieces begins as a text does here.
      const key = typeof text === 'string' ? `: ${text}` : JSON.stringify(text);
      const before = known.get(key);
      if (before !== undefined) return before;
      const written =
        typeof text === 'string'
          ? write(plain(text), undefined, state, info)
          : state.containerPhrasing({ type: 'paragraph', children: inline(text) }, info);
      known.set(key, written);
      return written;
    },
    text: write,
  };
}

/** The patterns of what Markdown would act on that may concern a text, by where it stands. */
interface Scope {
  readonly unsafe: State['unsafe'];
  /** Those that may match where no line begins or ends. */
  readonly withinLines: State['unsafe'];
  /** What a text has to hold for one of those to match. */
  readonly character: RegExp;
}

const ofLines = ({ atBreak, before, after }: State['unsafe'][number]): boolean =>
  atBreak === true || before === '[\\r\\n]' || after === '[\\r\\n]';

function scopeOf({ stack, unsafe: all }: State): Scope {
  const unsafe = all.filter(
    ({ inConstruct }) => !inConstruct || [inConstruct].flat().some((construct) => stack.includes(construct))
  );
  const withinLines = unsafe.filter((pattern) => !ofLines(pattern));
  const characters = ['\\', ...withinLines.map(({ character }) => character)].map(
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  );
  return { unsafe, withinLines, character: new RegExp(`[${characters.join('')}]`) };
}

/**
 * Escapes as `state.safe` does, which tries each of some sixty patterns on each text: here it tries those alone that can match,
 * so that a report of hundreds of integrations takes no longer than their scan.
 */
function escaping(): (value: string, state: State, info: Info) => string {
  const scopes = new Map<string, Scope>();
  return (value, state, info) => {
    const key = state.stack.join(' ');
    const scope = scopes.get(key) ?? scopeOf(state);
    scopes.set(key, scope);
    const whole = `${info.before}${value}${info.after}`;
    const hasLines = /[\r\n]/.test(whole);
    if (!hasLines && !scope.character.test(whole)) return value;
    const unsafe = (hasLines ? scope.unsafe : scope.withinLines).filter(({ character }) => whole.includes(character));
    const all = state.unsafe;
    state.unsafe = unsafe;
    const escaped = state.safe(value, info);
    state.unsafe = all;
    return escaped;
  };
}

/**
 * What GitHub and GitLab make mentions, references, emoji and links of, in what Markdown has made of a text. At its end another
 * text may follow.
 */
const LIVE = /[@#:!%](?=\S|$)|\bwww(?=\.|$)|\bGH-(?=\d|$)/gi;

/** A text that shows as it is: on one line, of bounded length, without characters that nobody sees. */
const plain = (text: string): TextNode => ({
  type: 'text',
  value: sentence(text).replace(LIVE, (part) => `${part}${GAP}`),
});

/** What a code span takes in every reader, also in a table; all else is shown as text. */
const FIT_FOR_CODE = /^[^\s`|\\](?:[^`|\\]*[^\s`|\\])?$/;

function code(text: string): PhrasingContent {
  const value = sentence(text);
  return FIT_FOR_CODE.test(value) ? { type: 'inlineCode', value } : plain(text);
}

function piece(one: Inline): PhrasingContent {
  if (typeof one === 'string') return plain(one);
  switch (one.kind) {
    case 'code':
      return code(one.text);
    case 'strong':
      return { type: 'strong', children: [plain(one.text)] };
    case 'break':
      return { type: 'html', value: '<br>' };
    case 'link':
      return { type: 'link', url: `#${one.to}`, children: [plain(one.text)] };
    case 'verdict': {
      const { sign, words } = VERDICT_WORDS[one.verdict];
      return { type: 'strong', children: [plain(`${sign} ${one.text ?? words}`)] };
    }
  }
}

/** Running text. Texts that follow each other are one, as each takes its time. */
function inline(text: Text): PhrasingContent[] {
  const nodes: PhrasingContent[] = [];
  for (const node of (typeof text === 'string' ? [text] : text).map(piece)) {
    const last = nodes.at(-1);
    if (node.type === 'text' && last?.type === 'text') last.value += node.value;
    else nodes.push(node);
  }
  return nodes;
}

const paragraph = (text: Text): Paragraph => ({ type: 'paragraph', children: inline(text) });

const list = (items: readonly Text[]): RootContent => ({
  type: 'list',
  ordered: false,
  spread: false,
  children: items.map((item) => listItem(item)),
});

const listItem = (text: Text, below: readonly BlockContent[] = []): ListItem => ({
  type: 'listItem',
  spread: false,
  children: [paragraph(text), ...below],
});

/** The sections and their headings, as links. */
const contents = (sections: readonly Section[]): RootContent => ({
  type: 'list',
  ordered: false,
  spread: false,
  children: sections.map(({ id, title, blocks }) => {
    const headings = blocks.filter((block) => block.kind === 'heading');
    const below = headings.map((heading): Text => [{ kind: 'link', text: heading.text, to: heading.id }]);
    return listItem([{ kind: 'link', text: title, to: id }], below.length === 0 ? [] : [list(below) as BlockContent]);
  }),
});

const section = ({ id, title, blocks }: Section): readonly RootContent[] => [
  heading(2, id, title),
  ...blocks.flatMap(block),
];

/** With an anchor of its own, as readers make theirs from the words in different ways. */
const heading = (depth: 2 | 3, id: string, text: string): Heading => ({
  type: 'heading',
  depth,
  children: [{ type: 'html', value: `<a id="${id}"></a>` }, plain(text)],
});

function block(one: Block): readonly RootContent[] {
  switch (one.kind) {
    case 'paragraph':
      return [paragraph(one.text)];
    case 'heading':
      return [heading(3, one.id, one.text)];
    case 'list':
      return one.items.length === 0 ? [] : [list(one.items)];
    case 'table':
      return one.rows.length === 0
        ? [paragraph(one.empty)]
        : [
            caption(one.caption),
            {
              type: 'table',
              align: one.columns.map(({ isNumber }) => (isNumber ? 'right' : null)),
              children: [row(one.columns.map(({ title }) => title)), ...one.rows.map(row)],
            },
          ];
    case 'checklist':
      return [checklist(one)];
    case 'picture':
      return picture(one.picture);
    case 'form':
      return [
        caption(one.caption),
        {
          type: 'table',
          children: [row(['', ...one.fields]), ...one.rows.map((title) => row([title, ...one.fields.map(() => '')]))],
        },
      ];
  }
}

const caption = (text: string): Paragraph => ({
  type: 'paragraph',
  children: [{ type: 'emphasis', children: [plain(text)] }],
});

const row = (cells: readonly Text[]): TableRow => ({
  type: 'tableRow',
  children: cells.map((text) => ({ type: 'tableCell', children: [{ type: 'cell', text }] })),
});

const checklist = ({ items }: Checklist): RootContent => ({
  type: 'list',
  ordered: false,
  spread: false,
  children: items.map(({ verdict, text, evidence }) =>
    listItem(
      [{ kind: 'verdict', verdict }, ': ', ...(typeof text === 'string' ? [text] : text)],
      evidence.length === 0 ? [] : [list(evidence) as BlockContent]
    )
  ),
});

/**
 * Readers draw no source that is longer: `maxTextSize` of Mermaid, https://mermaid.js.org/config/schema-docs/config.html. No
 * part of a picture comes near it, but for one whose names are made to.
 */
const LONGEST_SOURCE = 50_000;

/** Each part of a large picture as a diagram of its own. */
const picture = (whole: Picture): readonly RootContent[] =>
  partsOf(whole).flatMap((part): readonly RootContent[] => {
    const value = mermaidOf(part);
    return [
      caption(part.title),
      value.length <= LONGEST_SOURCE
        ? { type: 'code', lang: 'mermaid', value }
        : paragraph('This picture is too large for Mermaid; the report in HTML has it.'),
    ];
  });
