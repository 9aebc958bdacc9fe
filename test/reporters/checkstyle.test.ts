import { expect } from 'chai';
import { XMLParser } from 'fast-xml-parser';
import type { ScanReport } from '../../src/findings/report.js';
import { checkstyle } from '../../src/reporters/checkstyle.js';
import { messageWithFix } from '../../src/reporters/wording.js';
import { aFinding, aReport } from '../support/report.js';
import { expectSnapshot } from '../support/snapshot.js';
import { hasXmllint } from '../xml/xmllint.js';
import { expectSound, FULL, HOSTILE, inCi, manyReports } from './ciSamples.js';
import { CHECKSTYLE, schemaComplaints } from './xmlSchemas.js';

interface File {
  readonly name: string;
  readonly error: ReadonlyArray<{ readonly severity: string; readonly message: string; readonly source: string }>;
}

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  isArray: (name) => name === 'file' || name === 'error',
});

function filesOf(report: ScanReport): readonly File[] {
  const document = parser.parse(checkstyle(report, inCi())) as { checkstyle: { file?: readonly File[] } };
  return document.checkstyle.file ?? [];
}

describe('checkstyle', () => {
  it('has the findings by file', () => {
    expectSnapshot('checkstyle', checkstyle(FULL, inCi()));
  });

  it('has no file when nothing is found', () => {
    expect(checkstyle(aReport(), inCi())).to.equal(
      '<?xml version="1.0" encoding="UTF-8"?>\n<checkstyle version="10.0"/>\n'
    );
  });

  it('is sound', () => expectSound(checkstyle, expect));

  it('puts the findings of one file together', () => {
    const in2 = { ...aFinding().location, path: 'b.xml' };
    const files = filesOf(
      aReport({ findings: [aFinding(), aFinding({ location: in2 }), aFinding({ severity: 'info' })] })
    );
    expect(files.map(({ name, error }) => [name, ...error.map(({ severity }) => severity)])).to.deep.equal([
      ['apps/bank/force-app/Bank.xml', 'error', 'info'],
      ['apps/bank/b.xml', 'error'],
    ]);
  });

  it('gives a parser back what it was given', () => {
    const messages = filesOf(HOSTILE).flatMap(({ error }) => error.map(({ message }) => message));
    expect(messages).to.deep.equal(
      HOSTILE.findings.map((finding) => messageWithFix(finding).replace(/[\ufffe\uffff]/g, '\ufffd'))
    );
  });

  it('fits the schema, as libxml2 sees it', function () {
    if (!hasXmllint()) this.skip();
    const documents = manyReports(30).map((report) => checkstyle(report, inCi()));
    expect(schemaComplaints(CHECKSTYLE, documents)).to.equal('');
    expect(schemaComplaints(CHECKSTYLE, [documents[0]!.replace('"error"', '"fatal"')])).to.include('fatal');
  });
});
