import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect } from 'chai';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { VERDICTS, type ReportDocument, type Section } from '../../src/report/document.js';
import { layOutReport } from '../../src/report/layOutReport.js';
import { renderHtml } from '../../src/report/renderHtml.js';
import { openBrowser, show } from './browser.js';
import { HOSTILE } from './hostile.js';
import { bankReport, emptyReport, hostileReport, largeReport } from './samples.js';

const BANK = layOutReport(bankReport());
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** A document of one section for each text, with the text wherever one may stand. */
const documentOf = (texts: readonly string[]): ReportDocument => ({
  ...BANK,
  title: texts.join(' '),
  subtitle: texts.join(' '),
  facts: texts.map((text) => ({ name: text, value: text })),
  sections: texts.map((text, index): Section => {
    const inline = [
      text,
      { kind: 'code', text },
      { kind: 'strong', text },
      { kind: 'link', text, to: 's-0' },
      { kind: 'link', text, to: text },
      { kind: 'verdict', verdict: 'failed', text },
    ] as const;
    return {
      id: `s-${index}`,
      title: text,
      blocks: [
        { kind: 'heading', id: `s-${index}-h`, text },
        { kind: 'paragraph', text: inline },
        { kind: 'list', items: [inline] },
        {
          kind: 'table',
          caption: text,
          columns: [{ title: text }, { title: text, isNumber: true }, { title: text }],
          rows: Array.from({ length: index === 0 ? 12 : 2 }, () => [inline, text, inline]),
          empty: text,
        },
        { kind: 'table', caption: text, columns: [{ title: text }], rows: [], empty: text },
        { kind: 'checklist', items: VERDICTS.map((verdict) => ({ verdict, text: inline, evidence: [inline] })) },
        { kind: 'form', caption: text, fields: [text, text], rows: [text] },
        {
          kind: 'picture',
          picture: {
            kind: 'topology',
            title: text,
            nodes: [
              { id: text, role: 'org', label: text, detail: text },
              { id: 'g', role: 'gateway', label: text, detail: text },
              { id: 'h', role: 'host', label: text, detail: text, behind: 'g' },
            ],
            edges: [
              { from: text, to: 'g', transport: text, authentication: text, integrations: [text], isAtRisk: true },
              { from: text, to: text, transport: 'TLS', authentication: text, integrations: [text], isAtRisk: false },
            ],
          },
        },
      ],
    };
  }),
});

/** A table of numbers and names, long enough to have a filter. */
const NAMES = Array.from({ length: 12 }, (_, index) => `name ${(index * 7) % 12}`);
const SORTABLE: ReportDocument = {
  ...BANK,
  sections: [
    {
      id: 'names',
      title: 'Names',
      blocks: [
        {
          kind: 'table',
          caption: 'Some names',
          columns: [{ title: 'Name' }, { title: 'Number', isNumber: true }, { title: 'Third' }],
          rows: NAMES.map((name, index) => [name, String(index * 5), 'x']),
          empty: 'None.',
        },
      ],
    },
  ],
};

const firstCells = (page: Page): Promise<readonly string[]> => page.locator('tbody tr:visible > th').allTextContents();

describe('renderHtml', () => {
  it('gives the same bytes for the same document', () => {
    expect(renderHtml(layOutReport(bankReport()))).to.equal(renderHtml(BANK));
  });

  it('cuts texts that are too long to read, and leaves no half of a character', () => {
    const html = renderHtml({ ...BANK, subtitle: `${'a'.repeat(998)}😀${'b'.repeat(5000)}` });
    expect(html).to.contain(`<p class="subtitle">${'a'.repeat(998)}…</p>`);
  });

  it('makes plain text of a link that leads nowhere', () => {
    const blocks = [{ kind: 'paragraph', text: [{ kind: 'link', text: 'away', to: 'nowhere' }] }] as const;
    const html = renderHtml({ ...BANK, sections: [{ id: 'one', title: 'One', blocks }] });
    expect(html).to.contain('<p>away</p>').and.not.to.contain('nowhere');
  });

  it('says in place of a table without rows what there is not', () => {
    const blocks = [
      { kind: 'table', caption: 'Hosts', columns: [{ title: 'Host' }], rows: [], empty: 'No host is called.' },
    ] as const;
    const html = renderHtml({ ...BANK, sections: [{ id: 'one', title: 'One', blocks }] });
    expect(html).to.contain('<strong>Hosts:</strong> No host is called.').and.not.to.contain('<table>');
  });

  it('gives every verdict a sign and words', () => {
    const blocks = [
      { kind: 'list', items: VERDICTS.map((verdict) => [{ kind: 'verdict', verdict } as const]) },
    ] as const;
    const html = renderHtml({ ...BANK, sections: [{ id: 'one', title: 'One', blocks }] });
    const shown = [...html.matchAll(/<span class="sign" aria-hidden="true">(.)<\/span> ([^<]+)<\/span>/gu)];
    expect(new Set(shown.map(([, sign]) => sign))).to.have.length(VERDICTS.length);
    expect(new Set(shown.map(([, , words]) => words))).to.have.length(VERDICTS.length);
  });

  it('lays out hundreds of integrations', () => {
    const html = renderHtml(layOutReport(largeReport(400)));
    expect(html.replaceAll('<wbr>', '')).to.contain('system-0399.partner.example').and.to.contain('388 more hosts');
  });
});

describe('the HTML report in a browser', function () {
  this.timeout(120_000);
  let browser: Browser;

  before(async function () {
    const opened = await openBrowser();
    if (!opened) return this.skip();
    browser = opened;
  });

  after(() => browser?.close());

  const SAMPLES: ReadonlyArray<readonly [string, ReportDocument]> = [
    ['of a bank', BANK],
    ['of nothing', layOutReport(emptyReport())],
    ['of a hostile project', layOutReport(hostileReport())],
    ['of hostile texts', documentOf(HOSTILE)],
  ];

  for (const [name, document] of SAMPLES) {
    it(`${name} shows without an error, and asks for nothing`, async () => {
      for (const javaScriptEnabled of [true, false]) {
        const { page, faults } = await show(browser, renderHtml(document), { javaScriptEnabled });
        expect(await page.locator('main > section').count()).to.equal(document.sections.length);
        expect(faults).to.deep.equal([]);
        await page.context().close();
      }
    });

    it(`${name} has links that lead somewhere, and no markup but its own`, async () => {
      const { page } = await show(browser, renderHtml(document), { javaScriptEnabled: false });
      const { ids, targets } = await page.evaluate(() => ({
        ids: [...globalThis.document.querySelectorAll('[id]')].map(({ id }) => id),
        targets: [...globalThis.document.querySelectorAll('a')].map((link) => link.getAttribute('href')),
      }));
      expect(new Set(ids)).to.have.length(ids.length);
      expect(targets.length).to.be.greaterThan(document.sections.length);
      expect(targets.filter((target) => !ids.includes(target!.slice(1)) || !target!.startsWith('#'))).to.deep.equal([]);
      const found = await page.evaluate(() => {
        const all = [...globalThis.document.querySelectorAll('*')];
        const attributes = all.flatMap((element) =>
          [...element.attributes].map((one) => [one.name, one.value] as const)
        );
        return {
          scripts: all.filter(({ localName }) => localName === 'script').length,
          names: [...new Set(all.map(({ localName }) => localName))],
          handlers: attributes.filter(([attribute]) => attribute.startsWith('on') || attribute === 'style'),
          addresses: [
            ...new Set(
              attributes
                .filter(([attribute]) =>
                  /^(?:src|href|xlink:href|action|formaction|data|poster|srcset)$/.test(attribute)
                )
                .map(([, value]) => value.replace(/^#[\w-]+$/, '#'))
            ),
          ],
        };
      });
      expect(found.scripts).to.equal(1);
      expect(found.handlers).to.deep.equal([]);
      expect(found.addresses.sort()).to.deep.equal(['#', 'data:,']);
      expect(found.names).not.to.include.oneOf(['img', 'iframe', 'object', 'embed', 'form', 'base', 'input']);
      await page.context().close();
    });
  }

  // The contrast is all that dark colours change.
  for (const [colorScheme, rules] of [
    ['light', '{}'],
    ['dark', '{ runOnly: ["color-contrast"] }'],
  ] as const) {
    for (const [name, document] of [SAMPLES[0]!, SAMPLES[3]!]) {
      it(`${name} has no barrier in ${colorScheme} colours`, async () => {
        const { page } = await show(browser, renderHtml(document), { colorScheme });
        await page.evaluate(AXE);
        const { violations, passes } = await page.evaluate<AxeResults>(`axe.run(${rules})`);
        const found = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
        expect(found.map(({ id, nodes }) => `${id}: ${nodes[0]!.html}`)).to.deep.equal([]);
        expect(passes.map(({ id }) => id)).to.include('color-contrast');
        await page.context().close();
      });
    }
  }

  it('says the same without JavaScript', async () => {
    const texts: string[] = [];
    for (const javaScriptEnabled of [true, false]) {
      const { page } = await show(browser, renderHtml(BANK), { javaScriptEnabled });
      await page.locator('.filter').evaluateAll((filters) => filters.forEach((filter) => filter.remove()));
      texts.push((await page.locator('body').textContent())!);
      await page.context().close();
    }
    expect(texts[0]).to.equal(texts[1]);
  });

  it('shows hostile texts as they were written', async () => {
    const { page } = await show(browser, renderHtml(documentOf(HOSTILE)));
    const text = await page.locator('main').innerText();
    expect(text).to.contain('<script>alert(1)</script>').and.to.contain('"onmouseover="alert(1)');
    expect(text)
      .to.contain('\\u{202e}')
      .and.to.contain('\\u{0}')
      .and.not.to.match(/[\u202E\0]/);
    await page.context().close();
  });

  it('sorts a table by the keyboard, and back', async () => {
    const { page } = await show(browser, renderHtml(SORTABLE));
    const head = page.locator('thead th').first();
    await head.getByRole('button', { name: 'Name' }).focus();
    await page.keyboard.press('Enter');
    expect(await head.getAttribute('aria-sort')).to.equal('ascending');
    const sorted = Array.from({ length: 12 }, (_, index) => `name ${index}`);
    expect(await firstCells(page)).to.deep.equal(sorted);
    await page.keyboard.press('Space');
    expect(await head.getAttribute('aria-sort')).to.equal('descending');
    expect(await firstCells(page)).to.deep.equal([...sorted].reverse());
    await page.keyboard.press('Enter');
    expect(await head.getAttribute('aria-sort')).to.equal(null);
    expect(await firstCells(page)).to.deep.equal(NAMES);
    await page.context().close();
  });

  it('sorts numbers as numbers, and by one column at a time', async () => {
    const { page } = await show(browser, renderHtml(SORTABLE));
    await page.getByRole('button', { name: 'Name' }).click();
    await page.getByRole('button', { name: 'Number' }).click();
    await page.getByRole('button', { name: 'Number' }).click();
    expect(await firstCells(page)).to.deep.equal([...NAMES].reverse());
    expect(await page.locator('[aria-sort]').count()).to.equal(1);
    await page.context().close();
  });

  it('shows the rows with the words of a filter, and prints them all', async () => {
    const { page } = await show(browser, renderHtml(SORTABLE));
    const filter = page.getByRole('searchbox', { name: 'Filter rows' });
    for (
      let presses = 0;
      presses < 20 && !(await filter.evaluate((one) => one === document.activeElement));
      presses += 1
    ) {
      await page.keyboard.press('Tab');
    }
    await page.keyboard.type('NAME 11');
    expect(await firstCells(page)).to.deep.equal(['name 11']);
    expect(await page.locator('output').textContent()).to.equal('1 of 12 rows');
    await page.emulateMedia({ media: 'print' });
    expect(await firstCells(page)).to.deep.equal(NAMES);
    expect(await filter.isVisible()).to.equal(false);
    await page.context().close();
  });

  it('leads to its contents before anything else', async () => {
    const { page } = await show(browser, renderHtml(BANK));
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement!.localName)).to.equal('main');
    await page.context().close();
  });

  it('lets wide tables scroll by the keyboard, and nothing stick out of a narrow window', async () => {
    const { page } = await show(browser, renderHtml(layOutReport(hostileReport())), {
      viewport: { width: 360, height: 800 },
    });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).to.equal(360);
    const unreachable = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('main *')]
        .filter((one) => getComputedStyle(one).overflowX === 'auto' && one.scrollWidth > one.clientWidth + 1)
        .filter((one) => one.tabIndex !== 0 || one.getAttribute('role') !== 'region')
        .map((one) => one.outerHTML.slice(0, 200))
    );
    expect(unreachable).to.deep.equal([]);
    await page.context().close();
  });

  it('prints on several pages in light colours, and wide tables on paper that lies on its side', async () => {
    const columns = Array.from({ length: 9 }, (_, index) => ({ title: `Column ${index}` }));
    const wide = {
      kind: 'table',
      caption: 'Wide',
      columns,
      rows: [columns.map(({ title }) => title)],
      empty: '',
    } as const;
    const sections = [...BANK.sections, { id: 'wide', title: 'Wide', blocks: [wide] }];
    const { page } = await show(browser, renderHtml({ ...BANK, sections }), { colorScheme: 'dark' });
    const background = (): Promise<string> => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(await background()).to.equal('rgb(18, 23, 30)');
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    expect(await background()).to.equal('rgb(255, 255, 255)');
    const pdf = (await page.pdf({ preferCSSPageSize: true, printBackground: true })).toString('latin1');
    const sizes = [...pdf.matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)].map(([, width, height]) =>
      Number(width) > Number(height) ? 'landscape' : 'upright'
    );
    expect(sizes.length).to.be.greaterThan(5);
    expect(new Set(sizes)).to.deep.equal(new Set(['upright', 'landscape']));
    await page.context().close();
  });
});
