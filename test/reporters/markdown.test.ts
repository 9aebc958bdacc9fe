import { expect } from 'chai';
import MarkdownIt from 'markdown-it';
import type { ScanReport } from '../../src/findings/report.js';
import type { IntegrationChange } from '../../src/inventory/compareIntegrations.js';
import { markdown } from '../../src/reporters/markdown.js';
import type { ReportContext } from '../../src/reporters/reporter.js';
import { sentence } from '../../src/reporters/terminal.js';
import { aFinding, aReport } from '../support/report.js';
import { expectSnapshot } from '../support/snapshot.js';
import { expectSound, FULL, HOSTILE, inCi, manyReports } from './ciSamples.js';

const SOURCE = 'https://github.com/acme/app/blob/0123abcd';

/** A reader that lets raw HTML through and makes links of whatever looks like one. */
const reader = new MarkdownIt({ html: true, linkify: true });

type Token = ReturnType<typeof reader.parse>[number];

const tokensOf = (text: string): readonly Token[] =>
  reader.parse(text, {}).flatMap((token) => [token, ...(token.children ?? [])]);

/** What is read in the cells of the table of findings, row by row, without the marks that have no width. */
function cellsOf(report: ScanReport, context: ReportContext): ReadonlyArray<readonly string[]> {
  const tokens = reader.parse(markdown(report, context), {});
  const rows: string[][] = [];
  for (const [index, { type }] of tokens.entries()) {
    if (type === 'tr_open') rows.push([]);
    if (type === 'td_open') rows.at(-1)!.push(textOf(tokens[index + 1]!));
  }
  return rows.filter((cells) => cells.length === 4);
}

const textOf = ({ children }: Token): string =>
  (children ?? [])
    .map(({ content }) => content)
    .join('')
    .replaceAll('\u200b', '');

describe('markdown', () => {
  it('has tables, what to do, and what is not among the findings', () => {
    expectSnapshot('markdown', markdown(FULL, inCi({ sourceUrl: SOURCE })));
  });

  it('is short when nothing is found', () => {
    expect(markdown(aReport(), inCi())).to.equal(
      '## Integration security: no findings\n\nsf-isa 0.1.0 checked 2 components in 2 files against 1 rule.\n'
    );
    expect(markdown(aReport(), inCi({ quiet: true }))).to.equal('## Integration security: no findings\n');
  });

  it('is sound', () => expectSound(markdown, expect));

  it('shows what it was given, and gives it no meaning', () => {
    for (const report of manyReports(100)) {
      const context = inCi({ sourceUrl: SOURCE, quiet: true });
      const tokens = tokensOf(markdown(report, context));
      for (const { type, content } of tokens) {
        if (type === 'html_block')
          expect(content).to.match(/^<details>\n<summary>[A-Z][a-z :0-9]*<\/summary>\n$|^<\/details>\n?$/);
      }
      const types = new Set(tokens.map(({ type }) => type.replace(/_(?:open|close)$/, '')));
      expect([...types].sort())
        .to.be.an('array')
        .that.satisfies((all: readonly string[]) => all.every((type) => KNOWN.has(type)));
      for (const token of tokens.filter(({ type }) => type === 'link_open')) {
        expect(token.attrGet('href')).to.match(
          /^https:\/\/github\.com\/acme\/app\/blob\/0123abcd\/[\w.~!*'()%/-]+#L\d+$/
        );
      }
      const rows = cellsOf(report, context);
      expect(rows).to.have.length(report.findings.length);
      for (const [index, { severity, message, rule }] of report.findings.entries()) {
        // A reader drops blanks at the ends, and shows several as one.
        expect(rows[index]!.map(blanksAsOne)).to.include.members([severity, blanksAsOne(sentence(message)), rule]);
      }
    }
  });

  it('leaves nothing that GitHub or GitLab makes a mention, a reference or a link of', () => {
    const shown = tokensOf(markdown(HOSTILE, inCi({ showSuppressed: true })))
      .filter(({ type }) => type === 'text')
      .map(({ content }) => content)
      .join('\n');
    expect(shown).to.include('octocat').and.to.include('evil.example');
    expect(shown).not.to.match(/@\w|#\d|!\d|%\w|\bGH-\d|:\/\/|\bwww\.|:\w+:/i);
  });

  describe('what a change does', () => {
    const changed = (
      integrations: readonly IntegrationChange[],
      accepted: NonNullable<ScanReport['since']>['accepted'] = { added: [], removed: [] }
    ): ScanReport =>
      aReport({
        since: { ref: 'main', commit: 'a'.repeat(40), isMergeBase: true, known: 0, fixed: 0, accepted, integrations },
      });
    const change = (overrides: Partial<IntegrationChange> = {}): IntegrationChange => ({
      project: '.',
      component: { type: 'NamedCredential', fullName: 'ERP' },
      id: 'NamedCredential:ERP',
      name: 'ERP',
      direction: 'outbound',
      kind: 'changed',
      facts: [
        { what: 'endpoint', before: ['https://a.example'], after: ['https://b.example'] },
        { what: 'client certificate', before: [], after: ['ERP_Client'] },
        { what: 'scopes', before: ['Api', 'Web'], after: ['Api', 'Full'] },
      ],
      ...overrides,
    });
    const shown = (report: ScanReport): string => markdown(report, inCi()).replaceAll('&#8203;', '');

    it('to integrations is told in words, also when nothing is found', () => {
      expect(shown(changed([change()]))).to.include(`## Integration security: no findings

### Integrations that this change touches

- **NamedCredential:ERP**, which the org calls, is changed:
  - endpoint: https://a.example → https://b.example
  - client certificate: none → ERP\\_Client
  - scopes: now also Full; no longer Web
`);
      const added = change({ kind: 'added', facts: [{ what: 'endpoint', before: [], after: ['https://b.example'] }] });
      const gone = change({
        kind: 'removed',
        id: 'erp',
        name: 'Orders',
        project: 'orgs/hq',
        direction: 'inbound',
        facts: [],
      });
      expect(shown(changed([added, gone])))
        .to.include('**NamedCredential:ERP**, which the org calls, is new:\n  - endpoint: https://b.example\n')
        .and.include('**erp** Orders in orgs/hq, which calls the org, is gone\n');
      const replaced = change({ kind: 'replaced', facts: [{ what: 'component', before: ['A:B'], after: ['C:D'] }] });
      expect(shown(changed([replaced]))).to.include('is replaced:\n  - component: A:B → C:D\n');
      expect(shown(changed([]))).to.include('### Integrations that this change touches\n\nNone.\n');
    });

    it('to what the team accepts is told, with the reasons', () => {
      const { suppressed } = FULL;
      const report = changed([], { added: suppressed.slice(0, 1), removed: suppressed.slice(0, 1) });
      expect(shown(report))
        .to.include('<summary>Accepted by this change: 1</summary>')
        .and.include('<summary>Not accepted any more: 1</summary>')
        .and.include(suppressed[0]!.suppression.reason);
    });

    it('is left out without a comparison, and where only findings are asked for', () => {
      for (const text of [markdown(aReport(), inCi()), markdown(changed([change()]), inCi({ quiet: true }))]) {
        expect(text).to.not.include('touches');
      }
    });

    it('gives no meaning to the names in it', () => {
      const hostile = HOSTILE.findings.map(({ message }) =>
        change({
          id: message,
          name: `${message} `,
          project: message,
          facts: [{ what: 'endpoint', before: [message], after: [message, `${message}!`] }],
        })
      );
      const tokens = tokensOf(markdown(changed(hostile), inCi()));
      expect(
        tokens.filter(({ type }) => /^(?:html|link|image|code|fence|heading_open)/.test(type)).map(({ tag }) => tag)
      ).to.deep.equal(['h2', 'h3']);
      expect(tokens.filter(({ type }) => type === 'list_item_open')).to.have.length(2 * hostile.length);
      const text = tokens
        .filter(({ type }) => type === 'text')
        .map(({ content }) => content)
        .join('\n');
      expect(text).not.to.match(/@\w|#\d|!\d|%\w|\bGH-\d|:\/\/|\bwww\.|:\w+:/i);
    });

    it('keeps below its share of a megabyte', () => {
      const long = Array.from({ length: 3000 }, (_, index) => change({ name: `${index} ${'漢'.repeat(300)}` }));
      const text = markdown(changed(long), inCi());
      expect(Buffer.byteLength(text)).to.be.below(90_000);
      expect(text).to.match(/\n- … and \d+ more\n/);
    });
  });

  it('keeps below a megabyte, the most severe first, and says what is left', () => {
    const fix = '漢'.repeat(900);
    const findings = Array.from({ length: 3000 }, (_, index) =>
      aFinding({ severity: index === 0 ? 'critical' : 'low', message: `Finding ${index} ${fix}`, fix })
    );
    const report = aReport({ findings, notEvaluated: [], suppressed: [] });
    const text = markdown(report, inCi());
    expect(Buffer.byteLength(text)).to.be.within(700_000, 1024 * 1024);
    expect(text)
      .to.include('| critical | Finding 0 ')
      .and.to.match(/\n… and \d+ more\.\n/);
    expect(text).to.match(/\n- … and \d+ more\n\n<\/details>\n/);
  });
});

const KNOWN = new Set(
  'heading inline text table thead tbody tr th td html_block bullet_list list_item paragraph strong link text_special'.split(
    ' '
  )
);

const blanksAsOne = (text: string): string => text.replace(/\s+/g, ' ').trim();
