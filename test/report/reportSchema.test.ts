import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { expect } from 'chai';
import { changesSchema } from '../../src/report/changesSchema.js';
import { compareReports } from '../../src/report/compareReports.js';
import { mergeReports } from '../../src/report/mergeReports.js';
import { portfolioSchema } from '../../src/report/portfolioSchema.js';
import { reportSchema } from '../../src/report/reportSchema.js';
import { bankReport, emptyReport, hostileReport, largeReport } from './samples.js';

const validatorOf = (schema: object) => new Ajv({ strict: true, allErrors: true }).compile(schema);
const validate = validatorOf(reportSchema);

const expectValid = (data: unknown, validator = validate): void => {
  // What is printed has no undefined values.
  const plain: unknown = JSON.parse(JSON.stringify(data));
  expect(validator(plain), JSON.stringify(validator.errors, undefined, 2)).to.equal(true);
};
/** Ids of controls and fingerprints are checked, and so nothing that a file could make hostile. */
const hostileData = () => ({ ...hostileReport(), answers: bankReport().answers });

describe('schemas/report.json', () => {
  it('is what the code says; run npm run generate', () => {
    expect(JSON.parse(readFileSync('schemas/report.json', 'utf8'))).to.deep.equal(reportSchema);
  });

  it('describes every report', () => {
    for (const data of [bankReport(), emptyReport(), hostileData(), largeReport(3)]) expectValid(data);
  });

  it('refuses what is not in it', () => {
    const data = bankReport();
    const others: readonly unknown[] = [
      { ...data, extra: 1 },
      { ...data, schemaVersion: '2.0' },
      { ...data, now: 'today' },
      { ...data, orgs: [{ ...data.orgs[0], infrastructure: 'moon' }] },
      { ...data, integrations: data.integrations.map(({ decision: _decision, ...row }) => row) },
      { ...data, answers: [{ ...data.answers[0], verdict: 'perhaps' }] },
    ];
    for (const other of others) expect(validate(other)).to.equal(false);
  });
});

describe('schemas/report-changes.json', () => {
  const validator = validatorOf(changesSchema);

  it('is what the code says; run npm run generate', () => {
    expect(JSON.parse(readFileSync('schemas/report-changes.json', 'utf8'))).to.deep.equal(changesSchema);
  });

  it('describes every change log', () => {
    const all = [bankReport(), emptyReport(), hostileData(), largeReport(3)];
    for (const before of all) {
      for (const after of all) expectValid(compareReports(before, after, 'old.json'), validator);
    }
  });

  it('refuses what is not in it', () => {
    const changes = compareReports(emptyReport(), bankReport());
    const others: readonly unknown[] = [
      { ...changes, extra: 1 },
      { ...changes, integrations: changes.integrations.map((row) => ({ ...row, kind: 'moved' })) },
      { ...changes, before: { ...changes.before, now: 'today' } },
      { ...changes, headroom: [{ org: 'hq', before: null }] },
    ];
    for (const other of others) expect(validator(other)).to.equal(false);
  });
});

describe('schemas/portfolio.json', () => {
  const validator = validatorOf(portfolioSchema);
  const portfolioOf = (...all: readonly ReturnType<typeof bankReport>[]) =>
    mergeReports(
      all.map((data, index) => ({ file: `${index}.json`, data })),
      '0.1.0'
    ).portfolio;

  it('is what the code says; run npm run generate', () => {
    expect(JSON.parse(readFileSync('schemas/portfolio.json', 'utf8'))).to.deep.equal(portfolioSchema);
  });

  it('describes every portfolio', () => {
    const portfolio = portfolioOf(bankReport(), bankReport(), emptyReport(), hostileData(), largeReport(3));
    expect(portfolio.sharedKeys).to.not.deep.equal([]);
    expectValid(portfolio, validator);
  });

  it('refuses what is not in it', () => {
    const portfolio = portfolioOf(bankReport());
    const others: readonly unknown[] = [
      { ...portfolio, extra: 1 },
      { ...portfolio, orgs: portfolio.orgs.map((org) => ({ ...org, nextExpiry: 'soon' })) },
      { ...portfolio, sharedKeys: [{ publicKey: 'a' }] },
    ];
    for (const other of others) expect(validator(other)).to.equal(false);
  });
});
