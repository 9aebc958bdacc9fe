import { createHash } from 'node:crypto';
import type { Element, Root } from 'hast';
import { toHtml } from 'hast-util-to-html';
import { h } from 'hastscript';
import type { Block, ReportDocument, Section } from './document.js';
import { Blocks, number, SIDEWAYS } from './html/blocks.js';
import { shown } from './html/inline.js';
import { SCRIPT } from './html/script.js';
import { STYLE } from './html/style.js';

/**
 * The document as one HTML file that needs nothing else: it makes no request, reads the same without JavaScript, follows the
 * colours of the reader's screen, and prints as a document to sign. Whatever texts hold, they stay texts.
 */
export function renderHtml(document: ReportDocument): string {
  const blocks = new Blocks(anchorsOf(document));
  const sections = document.sections.map((section, index) => sectionOf(section, index + 1, blocks));
  const root: Root = {
    type: 'root',
    children: [
      { type: 'doctype' },
      h('html', { lang: 'en' }, [
        head(document),
        h('body', [
          h('a', { className: ['skip'], href: '#_content' }, 'Skip to the content'),
          titleBlock(document),
          h('div', { className: ['page'] }, [
            contents(document.sections),
            h('main', { id: '_content', tabIndex: -1 }, sections),
          ]),
          h('script', SCRIPT),
        ]),
      ]),
    ],
  };
  return `${toHtml(root)}\n`;
}

const anchorsOf = ({ sections }: ReportDocument): ReadonlySet<string> =>
  new Set(sections.flatMap(({ id, blocks }) => [id, ...headingsIn(blocks).map((heading) => heading.id)]));

type Heading = Extract<Block, { readonly kind: 'heading' }>;

const headingsIn = (blocks: readonly Block[]): readonly Heading[] =>
  blocks.filter((block): block is Heading => block.kind === 'heading');

const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Nothing but the one style sheet and the one script that stand in the page; the icon is empty, so that nobody asks for one. */
const POLICY = [
  "default-src 'none'",
  `style-src ${hash(STYLE)}`,
  `script-src ${hash(SCRIPT)}`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

const head = ({ title, subtitle }: ReportDocument): Element =>
  h('head', [
    h('meta', { charSet: 'utf-8' }),
    h('meta', { httpEquiv: ['Content-Security-Policy'], content: POLICY }),
    h('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    h('meta', { name: 'color-scheme', content: 'light dark' }),
    h('meta', { name: 'referrer', content: 'no-referrer' }),
    h('meta', { name: 'description', content: shown(subtitle) }),
    h('title', shown(title)),
    h('link', { rel: ['icon'], href: 'data:,' }),
    h('style', STYLE),
  ]);

const titleBlock = ({ title, subtitle, facts }: ReportDocument): Element =>
  h('header', { className: ['title-block'] }, [
    h('h1', shown(title)),
    h('p', { className: ['subtitle'] }, shown(subtitle)),
    h(
      'dl',
      { className: ['facts'] },
      facts.map(({ name, value }) => h('div', [h('dt', shown(name)), h('dd', shown(value))]))
    ),
  ]);

const contents = (sections: readonly Section[]): Element =>
  h('nav', { className: ['contents'], ariaLabelledBy: ['_contents'] }, [
    h('h2', { id: '_contents' }, 'Contents'),
    h(
      'ol',
      sections.map(({ id, title, blocks }, index) => {
        const headings = headingsIn(blocks);
        return h('li', [
          entry(id, String(index + 1), title),
          ...(headings.length === 0
            ? []
            : [
                h(
                  'ol',
                  headings.map((heading, place) =>
                    h('li', entry(heading.id, `${index + 1}.${place + 1}`, heading.text))
                  )
                ),
              ]),
        ]);
      })
    ),
  ]);

const entry = (id: string, place: string, title: string): Element =>
  h('a', { href: `#${id}` }, [number(place), ' ', h('span', shown(title))]);

/** What takes more than that is no part of a page that something else stands on. */
const SHORT_TABLE = 8;

function sectionOf({ id, title, blocks }: Section, place: number, makers: Blocks): Element {
  const content = makers.ofSection(blocks, place);
  const isWide = content.some(({ properties }) =>
    (properties.className as readonly string[] | undefined)?.includes(SIDEWAYS)
  );
  const isLong = blocks.some(
    (block) =>
      block.kind === 'picture' || block.kind === 'form' || (block.kind === 'table' && block.rows.length > SHORT_TABLE)
  );
  const classes = [...(isLong || isWide ? ['long'] : []), ...(isWide ? ['landscape'] : [])];
  return h('section', { className: classes, ariaLabelledBy: [id] }, [
    h('h2', { id }, [number(String(place)), ' ', shown(title)]),
    ...content,
  ]);
}
