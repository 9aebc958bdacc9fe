import { expect } from 'chai';
import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import type { ReportDocument, Section, Topology } from '../../src/report/document.js';
import { layOutReport } from '../../src/report/layOutReport.js';
import { judgedAt, renderMarkdown } from '../../src/report/renderMarkdown.js';
import { sentence } from '../../src/reporters/terminal.js';
import { hostileText } from '../reporters/arbitrary.js';
import { expectSnapshot } from '../support/snapshot.js';
import { plainOf } from './reading.js';
import { bankReport, emptyReport, hostileReport, largeReport } from './samples.js';

/** A reader that lets raw HTML through and makes links of whatever looks like one. */
const reader = new MarkdownIt({ html: true, linkify: true });

type Token = ReturnType<typeof reader.parse>[number];

const tokensOf = (text: string): readonly Token[] =>
  reader.parse(text, {}).flatMap((token) => [token, ...(token.children ?? [])]);

const readOf = ({ children }: Token): string =>
  (children ?? [])
    .filter(({ type }) => type !== 'html_inline')
    .map(({ content }) => content)
    .join('')
    .replaceAll('\u200b', '');

/** What is read in the cells of each table, row by row. */
function tablesIn(text: string): ReadonlyArray<ReadonlyArray<readonly string[]>> {
  const tables: string[][][] = [];
  const tokens = reader.parse(text, {});
  for (const [index, { type }] of tokens.entries()) {
    if (type === 'table_open') tables.push([]);
    if (type === 'tr_open') tables.at(-1)!.push([]);
    if (type === 'td_open' || type === 'th_open')
      tables
        .at(-1)!
        .at(-1)!
        .push(readOf(tokens[index + 1]!));
  }
  return tables;
}

/** A reader drops blanks at the ends, and shows several as one. */
const blanksAsOne = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** Every kind of token that a report is made of; no image, no block quote, no rule, no HTML but our own. */
const KNOWN = new Set([
  ...['heading', 'inline', 'table', 'thead', 'tbody', 'tr', 'th', 'td', 'bullet_list', 'list_item'],
  ...['paragraph', 'strong', 'em', 'link', 'text_special'],
]);

/** What of a token a reader would act on, or would not show; undefined of one that is as it should be. */
function troubleWith(token: Token): string | undefined {
  const { type, content, info } = token;
  const is = (isWrong: boolean): string | undefined => (isWrong ? `${type}: ${content || info}` : undefined);
  const isHidden = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(content.replaceAll('\u200b', ''));
  switch (type) {
    case 'html_block':
      return is(!/^<!-- sf-isa report, judged at [\d:.TZ-]+ -->\n$/.test(content));
    case 'html_inline':
      return is(!/^<a id="[a-z0-9-]+">$|^<\/a>$|^<br>$/.test(content));
    case 'link_open':
      return is(!/^#[a-z0-9-]+$/.test(String(token.attrGet('href'))));
    case 'fence':
      return is(info !== 'mermaid');
    case 'code_inline':
      return is(isHidden);
    case 'text':
      // GitHub and GitLab look for these in texts, after Markdown.
      return is(isHidden || /@\w|#\w|!\d|%\w|\bGH-\d|:\/\/|\bwww\.|:\w+:/i.test(content));
    default:
      return is(!KNOWN.has(type.replace(/_(?:open|close)$/, '')));
  }
}

/** The blocks that a reader sees, without what stands in them. */
const blocksIn = (text: string): readonly string[] => reader.parse(text, {}).map(({ type, tag }) => `${type} ${tag}`);

function expectInert(text: string, { sections }: ReportDocument): void {
  const tokens = tokensOf(text);
  expect(tokens.flatMap((token) => troubleWith(token) ?? [])).to.deep.equal([]);
  const headings = tokens.filter(({ type }) => type === 'heading_open').length;
  const declared = sections.flatMap(({ blocks }) => blocks.filter(({ kind }) => kind === 'heading')).length;
  expect(headings).to.equal(1 + sections.length + declared);
}

/** The tables of a document, as they are to be read. */
const tablesOf = ({ sections }: ReportDocument): ReadonlyArray<ReadonlyArray<readonly string[]>> =>
  sections.flatMap(({ blocks }) =>
    blocks.flatMap((block) => {
      if (block.kind === 'form') {
        return [[['', ...block.fields], ...block.rows.map((row) => [row, ...block.fields.map(() => '')])]];
      }
      if (block.kind !== 'table' || block.rows.length === 0) return [];
      return [[block.columns.map(({ title }) => title), ...block.rows.map((row) => row.map(plainOf))]];
    })
  );

/** Of cells that hold one text each, which is shown as `sentence` has it. */
const shown = (tables: ReturnType<typeof tablesIn>): ReturnType<typeof tablesIn> =>
  tables.map((rows) => rows.map((cells) => cells.map((cell) => blanksAsOne(sentence(cell)))));

const document = (blocks: Section['blocks']): ReportDocument => ({
  title: 'Title',
  subtitle: 'What it is about.',
  now: '2026-11-22T10:20:30.400Z',
  facts: [{ name: 'Judged at', value: '2026-11-22T10:20:30.400Z' }],
  sections: [{ id: 'one', title: 'Section one', blocks }],
});

/** A document with six texts wherever a text may stand. */
function documentOf(texts: readonly string[]): ReportDocument {
  const [a, b, c, d, e, f] = texts as [string, string, string, string, string, string];
  return {
    ...document([
      { kind: 'paragraph', text: [a, { kind: 'strong', text: b }, c] },
      { kind: 'heading', id: 'below', text: b },
      { kind: 'list', items: [c, [{ kind: 'strong', text: d }], [{ kind: 'code', text: e }, f]] },
      {
        kind: 'table',
        caption: d,
        columns: [{ title: e }, { title: f }],
        rows: [
          [a, b],
          [[{ kind: 'code', text: c }], [{ kind: 'strong', text: d }]],
          [[{ kind: 'verdict', verdict: 'met', text: e }], [{ kind: 'link', text: f, to: 'below' }]],
        ],
        empty: f,
      },
      { kind: 'paragraph', text: e },
      { kind: 'checklist', items: [{ verdict: 'person', text: a, evidence: [b, c] }] },
      { kind: 'form', caption: d, fields: [e, f], rows: [a] },
    ]),
    title: a,
    subtitle: b,
    facts: [{ name: c, value: d }],
  };
}

describe('renderMarkdown', () => {
  it('has a form for every block', () => {
    expectSnapshot(
      'report-markdown',
      renderMarkdown(
        document([
          { kind: 'paragraph', text: ['See ', { kind: 'link', text: 'below', to: 'one-below' }, ' and `.'] },
          { kind: 'heading', id: 'one-below', text: 'Below' },
          { kind: 'list', items: ['first', [{ kind: 'strong', text: 'second' }, ' item']] },
          {
            kind: 'table',
            caption: 'A table',
            columns: [{ title: 'Name' }, { title: 'Number', isNumber: true }, { title: 'Verdict' }],
            rows: [
              [[{ kind: 'code', text: 'api.example:8443' }], '3', [{ kind: 'verdict', verdict: 'met' }]],
              ['a | b', '-1', [{ kind: 'verdict', verdict: 'person', text: 'nobody has said' }]],
            ],
            empty: 'Nothing.',
          },
          { kind: 'table', caption: 'None', columns: [{ title: 'Name' }], rows: [], empty: 'Nothing was found.' },
          {
            kind: 'checklist',
            items: [
              { verdict: 'failed', text: 'A box', evidence: ['because', ['of ', { kind: 'code', text: 'this' }]] },
              { verdict: 'attested', text: 'Another', evidence: [] },
              { verdict: 'not-applicable', text: 'A third', evidence: [] },
            ],
          },
          {
            kind: 'picture',
            picture: {
              kind: 'time-line',
              title: 'When they end',
              from: '2026-11-01T00:00:00.000Z',
              to: '2027-11-01T00:00:00.000Z',
              now: '2026-11-22T10:20:30.400Z',
              bars: [],
            },
          },
          { kind: 'form', caption: 'To fill in', fields: ['Name', 'Date'], rows: ['Architect'] },
        ])
      )
    );
  });

  for (const [name, data] of [
    ['a bank', bankReport()],
    ['nothing', emptyReport()],
    ['hostile names', hostileReport()],
    ['60 integrations', largeReport(60)],
  ] as const) {
    it(`is inert and whole for ${name}`, () => {
      const report = layOutReport(data);
      const text = renderMarkdown(report);
      expectInert(text, report);
      const [actual, expected] = [tablesIn(text), tablesOf(report)];
      expect(actual.map((rows) => rows.map((cells) => cells.length))).to.deep.equal(
        expected.map((rows) => rows.map((cells) => cells.length))
      );
      const anchors = [...text.matchAll(/<a id="([^"]+)"><\/a>/g)].map(([, id]) => `#${id}`);
      const links = tokensOf(text).flatMap((token) =>
        token.type === 'link_open' ? [String(token.attrGet('href'))] : []
      );
      expect(new Set(anchors).size).to.equal(anchors.length);
      expect(anchors).to.include.members(links);
      // The table of contents has all of them.
      expect(links.slice(0, anchors.length)).to.deep.equal(anchors);
    });
  }

  it('has the same blocks whatever things are called', () => {
    const [plain, hostile] = [bankReport(), hostileReport()].map((data) =>
      blocksIn(renderMarkdown(layOutReport(data)))
    );
    expect(hostile).to.deep.equal(plain);
  });

  it('shows hostile texts as they are, whatever holds them', () => {
    const plainBlocks = blocksIn(renderMarkdown(documentOf(['a', 'b', 'c', 'd', 'e', 'f'])));
    fc.assert(
      fc.property(fc.array(hostileText, { minLength: 6, maxLength: 6 }), (texts) => {
        const report = documentOf(texts);
        const text = renderMarkdown(report);
        expectInert(text, report);
        expect(blocksIn(text)).to.deep.equal(plainBlocks);
        const actual = tablesIn(text).map((rows) => rows.map((cells) => cells.map(blanksAsOne)));
        const expected = shown(tablesOf(report)).map((rows) =>
          rows.map((cells, row) =>
            cells.map((cell, column) => (row === 3 && column === 0 ? blanksAsOne(`✓ ${cell}`) : cell))
          )
        );
        expect(actual).to.deep.equal(expected);
      }),
      { numRuns: 100 }
    );
  });

  it('is the same for the same, and changes one line with one cell of a table', () => {
    const [one, other] = [bankReport(), bankReport()].map((data) => renderMarkdown(layOutReport(data)));
    expect(one).to.equal(other);
    const table = (name: string): readonly string[] =>
      renderMarkdown(
        document([
          {
            kind: 'table',
            caption: 'Names',
            columns: [{ title: 'Name' }],
            rows: [['first'], [name], ['third']],
            empty: 'None.',
          },
        ])
      ).split('\n');
    const longer = table('a much longer name');
    expect(table('short').filter((line, index) => line !== longer[index])).to.deep.equal(['| short |']);
  });

  it('begins a line in a cell where one is asked for, and nowhere else', () => {
    const text = renderMarkdown(
      document([
        {
          kind: 'table',
          caption: 'Lines',
          columns: [{ title: 'Name' }],
          rows: [[['one', { kind: 'break' }, { kind: 'code', text: 'two' }]], ['one<br>two\nthree']],
          empty: 'None.',
        },
      ])
    );
    expect(text).to.include('| one<br>`two` |');
    expect(text).to.include('| one\\<br\\>two\\u{a}three |');
  });

  it('has a diagram for each part of a large picture, none too long for a reader to draw', () => {
    const sourcesOf = (picture: Topology): readonly string[] =>
      tokensOf(renderMarkdown(document([{ kind: 'picture', picture }])))
        .filter(({ info }) => info === 'mermaid')
        .map(({ content }) => content);
    const topology = (orgs: number, hosts: number, name: string): Topology => {
      const [from, to] = [
        Array.from({ length: orgs }, (_, org) => `${name} org ${org}`),
        Array.from({ length: hosts }, (_, host) => `${name} host ${host}`),
      ];
      const nodesOf = (role: 'host' | 'org', names: readonly string[]): Topology['nodes'] =>
        names.map((label) => ({ id: label, role, label, detail: '' }));
      return {
        kind: 'topology',
        title: 'All',
        nodes: [...nodesOf('org', from), ...nodesOf('host', to)],
        edges: from.flatMap((org) =>
          to.map((host, index) => ({
            from: org,
            to: host,
            transport: 'TLS',
            // All different, so that nothing is of one kind.
            authentication: `${name} ${index}`,
            integrations: [`${org} ${host}`],
            isAtRisk: true,
          }))
        ),
      };
    };
    const sources = sourcesOf(topology(20, 25, 'core banking of the bank'));
    expect(sources).to.have.length(20);
    for (const source of sources)
      expect(source)
        .to.match(/^flowchart/)
        .and.to.have.length.below(50_001);
    // So that the limit is met by the parts, and not by the whole.
    expect(sources.join('')).to.have.length.above(50_000);

    const endless = topology(10, 30, '!'.repeat(200));
    expect(sourcesOf(endless)).to.deep.equal([]);
    expect(renderMarkdown(document([{ kind: 'picture', picture: endless }]))).to.contain('too large for Mermaid');
  });

  it('tells verdicts by words, each beside a sign', () => {
    const text = renderMarkdown(layOutReport(bankReport()));
    for (const words of ['✓ met', '✗ failed', '✎ stated by a person', '? needs a person', '○ not applicable']) {
      expect(text).to.include(`**${words}**`);
    }
  });
});

describe('judgedAt', () => {
  it('reads back what the first line states', () => {
    const text = renderMarkdown(document([]));
    expect(text.split('\n')[0]).to.equal('<!-- sf-isa report, judged at 2026-11-22T10:20:30.400Z -->');
    for (const one of [text, text.replaceAll('\n', '\r\n'), `\uFEFF${text}`]) {
      expect(judgedAt(one)?.toISOString()).to.equal('2026-11-22T10:20:30.400Z');
    }
  });

  it('is nothing for another text', () => {
    for (const text of [
      '',
      '# Report\n',
      '<!-- sf-isa report, judged at yesterday -->\n',
      '<!-- sf-isa report, judged at 2026-11-22 -->\n',
      '<!-- sf-isa report, judged at 2026-13-22T00:00:00.000Z -->\n',
      'x <!-- sf-isa report, judged at 2026-11-22T10:20:30.400Z -->\n',
    ]) {
      expect(judgedAt(text), text).to.equal(undefined);
    }
  });
});
