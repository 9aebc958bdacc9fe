import { expect } from 'chai';
import { bodyGapOf, endOf, readContent, type Certificate } from '../../src/model/certificate.js';

const FILE = 'certs/Bank.crt';

describe('the body of a certificate', () => {
  const cases: Readonly<Record<string, string>> = {
    '': 'missing-file: is empty',
    '\r\n': 'missing-file: is empty',
    'HIDDEN BY SFDX-HARDIS': 'redacted: is blanked out, or put in by the build',
  };
  for (const [text, gap] of Object.entries(cases)) {
    it(`${JSON.stringify(text)} is a gap, ${gap}`, () => {
      const { reason, problem } = bodyGapOf(readContent(FILE, text))!;
      expect(`${reason}: ${problem}`).to.equal(gap);
    });
  }

  it('is a gap where it is missing', () => {
    expect(bodyGapOf(undefined)).to.deep.equal({ reason: 'missing-file', problem: 'has no body in the project' });
  });

  it('is pointed at by its first line, or by as much of it as is worth showing', () => {
    const spans = ['no certificate\nat all', 'none\r', 'none', 'x'.repeat(300)].map(
      (text) => readContent(FILE, text).at
    );
    expect(spans.map(({ start, end }) => [start, end])).to.deep.equal([
      [0, 14],
      [0, 4],
      [0, 4],
      [0, 200],
    ]);
  });
});

describe('the end of a certificate without a body', () => {
  const at = { file: `${FILE}-meta.xml`, start: 0, end: 1 };
  const endWith = (written: string | undefined): string | undefined => {
    const end = endOf({
      type: 'Certificate',
      fullName: 'Bank',
      at,
      element: '',
      content: undefined,
      expirationDate: written === undefined ? undefined : { value: written, at, element: 'expirationDate' },
    } as unknown as Certificate);
    return end && new Date(end.value).toISOString();
  };
  const cases: ReadonlyArray<readonly [written: string | undefined, end: string | undefined]> = [
    ['2027-10-01', '2027-10-01T23:59:59.999Z'],
    ['2027-10-01T06:00:00.000Z', '2027-10-01T06:00:00.000Z'],
    ['+002027-10-01', '2027-10-01T00:00:00.000Z'],
    ['next year', undefined],
    [undefined, undefined],
  ];
  for (const [written, end] of cases) {
    it(`written as ${written} is ${end}`, () => expect(endWith(written)).to.equal(end));
  }
});
