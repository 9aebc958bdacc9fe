import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { frameworks } from '../../src/controls/index.js';
import { layOutReport } from '../../src/report/layOutReport.js';
import { VERDICT_WORDS } from '../../src/report/verdicts.js';
import { saidBelow } from '../report/reading.js';
import { bankReport } from '../report/samples.js';

/** What the design document of the guide has as its parts, besides the artifacts. */
const TEMPLATE = [
  ...['Scope', 'Inventory of integrations', 'Decision for each integration', 'Assessment of IP lists'],
  ...['Inventory of certificates', 'Rotation of certificates', 'Separation of keys', 'Placement of gateways'],
  ...['Private Connect', 'Controls', 'Risks', 'Sign-off'],
];

describe('docs/report.md', () => {
  const page = readFileSync(new URL('../../docs/report.md', import.meta.url), 'utf8');
  const report = layOutReport(bankReport());
  const places = /<!-- places:begin -->\n([^]*)<!-- places:end -->/.exec(page)![1]!;
  const rows = places
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2)
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim())
    );
  const askedIn = (cell: string): string => /^\[([^\]]+)\]/.exec(cell)?.[1] ?? cell;
  const idsIn = (cell: string): readonly string[] => [...cell.matchAll(/`#([a-z-]+)`/g)].map(([, id]) => id!);

  it('has a row for each artifact, part of the design document, box of a checklist and pattern', () => {
    const asked = rows.map(([what]) => askedIn(what!));
    const controls = frameworks.flatMap((framework) => framework.controls.map(({ id }) => id));
    expect(asked).to.have.members([
      ...controls.filter((id) => /^(?:ISA-(?:OUTPUT|CHECK)|ZT-(?:CHECK|PATTERN))-/.test(id)),
      ...TEMPLATE,
    ]);
    expect(asked.filter((one) => one.startsWith('ISA-OUTPUT-'))).to.have.length(5);
  });

  it('names places that a report has, with the titles that they have there', () => {
    const headings = new Map(
      report.sections.flatMap(({ id, title, blocks }) => [
        [id, title] as const,
        ...blocks.flatMap((block) => (block.kind === 'heading' ? [[block.id, block.text] as const] : [])),
      ])
    );
    for (const cell of rows.flatMap(([, place, restsOn]) => [place!, restsOn!]).filter((text) => text !== '')) {
      const [id] = idsIn(cell);
      expect(cell).to.equal(`${headings.get(id!)}, \`#${id}\``);
    }
    for (const id of idsIn(page)) expect(headings.has(id), id).to.equal(true);
  });

  it('is right that each box and pattern stands in its place', () => {
    for (const [what, place] of rows) {
      const control = askedIn(what!);
      if (!/^(?:ISA|ZT)-(?:CHECK|PATTERN)-/.test(control)) continue;
      expect(
        saidBelow(report, idsIn(place!)[0]!)
          .split('\n')
          .some((line) => line.startsWith(`${control} `)),
        control
      ).to.equal(true);
    }
  });

  it('explains every verdict', () => {
    for (const { sign, words } of Object.values(VERDICT_WORDS)) expect(page).to.include(`**${sign} ${words}**`);
  });
});
