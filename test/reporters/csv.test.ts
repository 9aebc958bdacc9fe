import { expect } from 'chai';
import Papa from 'papaparse';
import type { ScanReport } from '../../src/findings/report.js';
import { csv } from '../../src/reporters/csv.js';
import { sentence } from '../../src/reporters/terminal.js';
import { aFinding, aReport } from '../support/report.js';
import { expectSnapshot } from '../support/snapshot.js';
import { expectSound, FULL, HOSTILE, inCi, manyReports } from './ciSamples.js';

const HEADER =
  'severity,confidence,rule,type,full name,element,message,fix,path,line,column,end line,end column,tags,fingerprint';

/** The rows below the header, as a parser that knows nothing of us reads them. */
function rowsOf(report: ScanReport): ReadonlyArray<Readonly<Record<string, string>>> {
  const { data, errors, meta } = Papa.parse<Record<string, string>>(csv(report, inCi()), {
    header: true,
    skipEmptyLines: 'greedy',
    delimiter: ',',
  });
  expect(errors).to.deep.equal([]);
  expect(meta.linebreak).to.equal('\r\n');
  expect(meta.fields).to.deep.equal(HEADER.split(','));
  return data;
}

describe('csv', () => {
  it('has a row for each finding', () => {
    expectSnapshot('csv', csv(FULL, inCi()));
  });

  it('has only the header for none', () => {
    expect(csv(aReport(), inCi()).replaceAll('"', '')).to.equal(`${HEADER}\r\n`);
  });

  it('is sound', () => expectSound(csv, expect));

  it('gives a parser back what it was given, but for an apostrophe before what could be a formula', () => {
    for (const report of manyReports(100)) {
      const rows = rowsOf(report);
      expect(rows).to.have.length(report.findings.length);
      for (const [index, { message, element, component }] of report.findings.entries()) {
        const { message: shown, element: place, 'full name': name } = rows[index]!;
        expect(shown!.replace(/^'(?=[=+\-@＝＋－＠])/, '')).to.equal(sentence(message));
        expect(place!.replace(/^'(?=[=+\-@＝＋－＠])/, '')).to.equal(sentence(element));
        expect(name!.replace(/^'(?=[=+\-@＝＋－＠])/, '')).to.equal(sentence(component.fullName));
        for (const cell of Object.values(rows[index]!)) expect(cell).not.to.match(/^[=+\-@\t\r＝＋－＠]/);
      }
    }
    expect(rowsOf(HOSTILE).filter(({ message }) => message!.startsWith("'"))).to.have.length(6);
  });

  it('doubles quotes, and puts no cell outside of quotes that a semicolon could end', () => {
    const text = csv(aReport({ findings: [aFinding({ message: 'a "b"; =1+1' })] }), inCi());
    expect(text).to.include(',"a ""b""; =1+1",');
    expect(text.replace(/"(?:[^"]|"")*"/g, '')).to.match(/^[,\r\n]*$/);
  });
});
