import { expect } from 'chai';
import type { Finding } from '../../src/findings/finding.js';
import type { Edit } from '../../src/fixes/edit.js';
import { planFixes, type FixPlan } from '../../src/fixes/planFixes.js';
import { objectionTo } from '../../src/fixes/verifyFixes.js';
import { aFinding, aReport } from '../support/report.js';

const TEXT = '<A>\n  <b>one</b>\n  <c>two</c>\n</A>\n';

const replace = (from: string, to: string): Edit => {
  const start = TEXT.indexOf(from);
  return { kind: 'replace', at: { file: 'a.xml', start, end: start + from.length }, from, to };
};

const finding = (element: string, ...edits: readonly Edit[]): Finding =>
  aFinding({ element, autofix: { safe: false, edits } });

const plan = (
  findings: readonly Finding[],
  objection: (fixed: readonly string[]) => string | undefined = () => undefined
): Promise<FixPlan> =>
  planFixes({
    findings,
    textOf: () => TEXT,
    withoutEntries: (text, _file, offsets) => `${text}without ${[...offsets].join()}`,
    objection: (_texts, fixed) => Promise.resolve(objection(fixed.map(({ element }) => element))),
  });

const shortly = ({ fixed, refused, texts }: FixPlan) => ({
  fixed: fixed.map(({ element }) => element),
  refused: refused.map((one) => `${one.finding.element}: ${one.reason}`),
  text: texts.get('a.xml'),
});

describe('a plan of fixes', () => {
  it('makes what two findings ask for once', async () => {
    const made = await plan([
      finding('x', replace('one', '1')),
      finding('y', replace('one', '1'), replace('two', '2')),
    ]);
    expect(shortly(made)).to.deep.equal({
      fixed: ['x', 'y'],
      refused: [],
      text: TEXT.replace('one', '1').replace('two', '2'),
    });
  });

  it('leaves to the next run what would change the same characters, and to people what it cannot read', async () => {
    const made = await plan([
      finding('x', replace('one', '1')),
      finding('y', replace('one', 'I'), replace('two', '2')),
      finding('z', replace('two', 'II')),
      finding('none'),
      finding('odd', { ...replace('two', '2'), from: 'three' } as Edit),
    ]);
    expect(shortly(made)).to.deep.equal({
      fixed: ['x', 'z'],
      refused: [
        'y: another fix changes the same place; run it again',
        'none: it is written in a way that only a person can change',
        'odd: it is written in a way that only a person can change',
      ],
      text: TEXT.replace('one', '1').replace('two', 'II'),
    });
  });

  it('finds the one culprit among many, and makes the others', async () => {
    const many = Array.from({ length: 9 }, (_, index) =>
      finding(String(index), { kind: 'remove-entry', at: { file: 'a.yml', start: index, end: index } })
    );
    let looks = 0;
    const made = await plan(many, (fixed) => {
      looks += 1;
      return fixed.includes('6') ? 'it would bring another' : undefined;
    });
    expect(shortly(made).fixed).to.deep.equal(['0', '1', '2', '3', '4', '5', '7', '8']);
    expect(shortly(made).refused).to.deep.equal(['6: it would bring another']);
    expect(made.texts.get('a.yml')).to.equal(`${TEXT}without 0,1,2,3,4,5,7,8`);
    expect(looks).to.be.below(10);
  });

  it('asks nobody where there is nothing to fix', async () => {
    const made = await plan([], () => {
      throw new Error('asked');
    });
    expect(made).to.deep.equal({ fixed: [], refused: [], texts: new Map() });
  });
});

describe('what speaks against a fix', () => {
  const [one, other] = [aFinding({ element: 'one' }), aFinding({ element: 'other' })];
  const report = (...findings: readonly Finding[]) => aReport({ findings });

  it('is nothing when the finding is gone and no other has come', () => {
    expect(objectionTo(report(one, other), report(other), [one])).to.equal(undefined);
    expect(objectionTo(report(one, one), report(one), [one])).to.equal(undefined);
  });

  it('is the finding itself, or another one', () => {
    expect(objectionTo(report(one), report(one), [one])).to.equal('the finding would still be there');
    expect(objectionTo(report(one, one), report(one, one), [one])).to.equal('the finding would still be there');
    const brings = `it would bring endpoint-cleartext: ${other.message}`;
    expect(objectionTo(report(one), report(other), [one])).to.equal(brings);
    expect(objectionTo(report(one, other), report(other, other), [one])).to.equal(brings);
  });

  it('is what cannot be seen any more', () => {
    const before = report(one);
    const hidden = { ...before.hidden, path: 1 };
    expect(objectionTo(before, aReport({ hidden }), [one])).to.equal(
      'it would bring a finding outside the given paths'
    );
    expect(objectionTo(before, aReport({ filesUnreadable: 1 }), [one])).to.equal('a file could not be read any more');
    const suppressed = [{ ...other, suppression: undefined as never }];
    expect(objectionTo(before, aReport({ suppressed }), [one])).to.equal('a suppression would cover more than it does');
  });
});
