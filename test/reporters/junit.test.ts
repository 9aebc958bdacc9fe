import { expect } from 'chai';
import { XMLParser } from 'fast-xml-parser';
import type { ScanReport } from '../../src/findings/report.js';
import { junit } from '../../src/reporters/junit.js';
import { sentence } from '../../src/reporters/terminal.js';
import { aFinding, aNotEvaluated, aReport } from '../support/report.js';
import { expectSnapshot } from '../support/snapshot.js';
import { hasXmllint } from '../xml/xmllint.js';
import { aRule, EVERY_RULE, expectSound, FULL, HOSTILE, inCi, manyReports } from './ciSamples.js';
import { JUNIT, schemaComplaints } from './xmlSchemas.js';

interface Case {
  readonly classname: string;
  readonly name: string;
  readonly failure?: { readonly type: string; readonly message: string; readonly '#text': string };
  readonly skipped?: { readonly message: string; readonly '#text': string };
}
interface Suite {
  readonly name: string;
  readonly tests: string;
  readonly failures: string;
  readonly skipped: string;
  readonly testcase: readonly Case[];
}

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseAttributeValue: false,
  parseTagValue: false,
  trimValues: false,
  isArray: (name) => name === 'testsuite' || name === 'testcase',
});

const endpoints = inCi({ rules: [aRule('endpoint-cleartext')] });

function suitesOf(report: ScanReport, context = endpoints): readonly Suite[] {
  const { testsuites } = parser.parse(junit(report, context)) as { testsuites: { testsuite?: readonly Suite[] } };
  return testsuites.testsuite ?? [];
}

const casesOf = (report: ScanReport): readonly Case[] => suitesOf(report).flatMap(({ testcase }) => testcase);

describe('junit', () => {
  it('has a suite for each rule and a test for each thing it says', () => {
    expectSnapshot('junit', junit(FULL, inCi()));
  });

  it('lets each rule pass when nothing is found', () => {
    const suites = suitesOf(aReport(), inCi({ rules: EVERY_RULE }));
    expect(suites.map(({ name }) => name)).to.deep.equal(EVERY_RULE.map(({ rule }) => rule.id));
    for (const { tests, failures, skipped, testcase } of suites) {
      expect([tests, failures, skipped]).to.deep.equal(['1', '0', '0']);
      expect(testcase[0]).not.to.have.any.keys('failure', 'skipped');
    }
  });

  it('is sound', () => expectSound(junit, expect));

  it('fails for a finding, and skips what is accepted or could not be judged', () => {
    const { suppressed } = FULL;
    const report = aReport({ findings: [aFinding()], suppressed, notEvaluated: [aNotEvaluated()] });
    const [suite] = suitesOf(report);
    expect([suite!.tests, suite!.failures, suite!.skipped]).to.deep.equal(['4', '1', '3']);
    expect(suite!.testcase.map(({ skipped }) => skipped?.message.split(' (')[0])).to.deep.equal([
      undefined,
      'accepted risk: Print server on an isolated network; replaced in Q3',
      'accepted risk: Print server on an isolated network; replaced in Q3',
      'NamedCredential Bank has a placeholder for its endpoint',
    ]);
    expect(suite!.testcase.at(-1)!.skipped!['#text']).to.equal('apps/bank/force-app/Bank.xml:4:15');
  });

  it('names tests by the component, so that they stay the same when lines move, and none twice', () => {
    const at = (startLine: number): ReturnType<typeof aFinding> =>
      aFinding({ element: 'endpoint', location: { ...aFinding().location, startLine, endLine: startLine } });
    const names = (...lines: number[]): readonly string[] =>
      casesOf(aReport({ findings: lines.map(at) })).map(({ name }) => name);
    expect(names(1, 2)).to.deep.equal(['NamedCredential:Bank endpoint', 'NamedCredential:Bank endpoint (2)']);
    expect(names(7, 9)).to.deep.equal(names(1, 2));
  });

  it('gives a parser back what it was given', () => {
    const cases = casesOf(HOSTILE);
    expect(cases).to.have.length(HOSTILE.findings.length + HOSTILE.suppressed.length + HOSTILE.notEvaluated.length);
    for (const [index, { message }] of HOSTILE.findings.entries()) {
      expect(cases[index]!.failure!.message).to.equal(sentence(message).replace(/[\ufffe\uffff]/g, '\ufffd'));
      expect(cases[index]!.failure!.type).to.equal('critical');
      expect(cases[index]!.failure!['#text'].split('\n')).to.have.length(4);
    }
  });

  it('fits the schema, as libxml2 sees it', function () {
    if (!hasXmllint()) this.skip();
    const documents = [
      ...manyReports(30).map((report) => junit(report, endpoints)),
      junit(FULL, inCi({ rules: EVERY_RULE })),
      junit(aReport(), inCi({ rules: [] })),
    ];
    expect(schemaComplaints(JUNIT, documents)).to.equal('');
    expect(schemaComplaints(JUNIT, [documents[0]!.replace('<system-out/>', '')])).to.include('system-err');
  });
});
