import { expect } from 'chai';
import { known, unknown } from '../../src/inventory/fact.js';
import { calendarOf } from '../../src/report/calendarOf.js';
import { layOutPortfolio } from '../../src/report/layOutPortfolio.js';
import { mergeReports, type NamedReport, type Portfolio } from '../../src/report/mergeReports.js';
import { renderMarkdown } from '../../src/report/renderMarkdown.js';
import type { ReportData } from '../../src/report/reportData.js';
import {
  aCertificate,
  aDecision,
  anOrg,
  anOutbound,
  answersTo,
  aReportedFinding,
  bankReport,
  counts,
  emptyReport,
} from './samples.js';

const named = (file: string, overrides: Partial<ReportData> = {}): NamedReport => ({
  file,
  data: { ...emptyReport(), orgs: [anOrg({ name: file.replace('.json', '') })], ...overrides },
});
const portfolioOf = (...reports: readonly NamedReport[]): Portfolio => mergeReports(reports, '0.1.0').portfolio;
const markdownOf = (portfolio: Portfolio): string =>
  renderMarkdown(layOutPortfolio(portfolio)).replaceAll('&#8203;', '').replaceAll('\\', '');

describe('reports joined', () => {
  it('have a row for each org, those with the worst findings first', () => {
    const portfolio = portfolioOf(
      named('emea.json', { findings: [aReportedFinding({ severity: 'medium' }), aReportedFinding()] }),
      named('hq.json', {
        orgs: [
          anOrg({
            name: 'hq',
            certificates: {
              inUse: 45,
              tracked: 3,
              limit: 50,
              warnAt: 40,
              planned: [{ name: 'New', integration: null, by: null }],
            },
          }),
        ],
        findings: [aReportedFinding({ severity: 'critical' })],
        integrations: [anOutbound('ERP'), anOutbound('CRM', { decision: aDecision({ verdict: 'failed' }) })],
        certificates: [aCertificate('Old', { notAfter: known('2026-01-01T00:00:00.000Z') }), aCertificate('Good')],
      })
    );
    expect(portfolio.orgs.map(({ name, file }) => [name, file])).to.deep.equal([
      ['hq', 'hq.json'],
      ['emea', 'emea.json'],
    ]);
    const [hq, emea] = portfolio.orgs;
    expect(hq).to.deep.include({
      nextExpiry: '2027-09-01T00:00:00.000Z',
      ended: 1,
      accepted: 0,
      integrations: { met: 1, failed: 1, attested: 0, person: 0, 'not-applicable': 0 },
      certificates: { used: 45, planned: 1, limit: 50, room: 4, warnAt: 40, isCounted: false },
    });
    expect(emea).to.deep.include({ findings: counts({ high: 1, medium: 1 }), nextExpiry: null });
    expect(markdownOf(portfolio))
      .to.include('| **hq** |')
      .and.include('| hq | 45 | what Setup shows, by its config | 1 | 50 | 4 | **✗ failed**: past the mark of 40 |');
  });

  it('tell orgs of one name apart by their files, and keep their rows apart', () => {
    const of = (file: string, certificate: string): NamedReport =>
      named(file, { orgs: [anOrg({ name: 'Sales' })], certificates: [aCertificate(certificate)] });
    const portfolio = portfolioOf(
      of('a.json', 'A'),
      { ...of('b.json', 'B'), data: { ...of('b.json', 'B').data, orgs: [anOrg({ name: 'sales' })] } },
      named('c.json', { orgs: [anOrg({ name: 'Sales (a.json)' })] })
    );
    expect(portfolio.orgs.map(({ name }) => name)).to.deep.equal([
      'Sales (a.json)',
      'Sales (a.json) 2',
      'sales (b.json)',
    ]);
    expect(portfolio.expiries.map(({ org, certificate }) => [org, certificate.name])).to.deep.equal([
      ['Sales (a.json)', known('A')],
      ['sales (b.json)', known('B')],
    ]);
  });

  it('list certificates by their end, counted from the latest report', () => {
    const end = (name: string, day: string) => aCertificate(name, { notAfter: known(`${day}T00:00:00.000Z`) });
    const portfolio = portfolioOf(
      named('a.json', { certificates: [end('Later', '2027-03-01'), end('Soon', '2026-12-02')] }),
      named('b.json', { now: '2026-12-01T00:00:00.000Z', certificates: [end('Ended', '2026-11-30')] })
    );
    expect(portfolio.now).to.equal('2026-12-01T00:00:00.000Z');
    expect(portfolio.expiries.map(({ org, daysLeft }) => [org, daysLeft])).to.deep.equal([
      ['b', -1],
      ['a', 1],
      ['a', 90],
    ]);
    expect(markdownOf(portfolio)).to.include('| Ended | b | 2026-11-30 | -1 |');
  });

  it('count findings by rule and org, and name the integrations to look at first', () => {
    const portfolio = portfolioOf(
      named('a.json', {
        findings: [aReportedFinding({ rule: 'b-rule' }), aReportedFinding({ rule: 'b-rule', severity: 'low' })],
        integrations: [
          anOutbound('Fine'),
          anOutbound('Failed', { decision: aDecision({ verdict: 'failed', gaps: ['It has no owner'] }) }),
        ],
      }),
      named('b.json', {
        findings: [aReportedFinding({ rule: 'b-rule' }), aReportedFinding({ rule: 'a-rule', severity: 'critical' })],
        integrations: [anOutbound('Worst', { findings: counts({ critical: 1 }) })],
      })
    );
    expect(portfolio.findings).to.deep.equal([
      { rule: 'a-rule', severity: 'critical', count: 1, byOrg: [{ org: 'b', count: 1 }] },
      {
        rule: 'b-rule',
        severity: 'high',
        count: 3,
        byOrg: [
          { org: 'a', count: 2 },
          { org: 'b', count: 1 },
        ],
      },
    ]);
    expect(portfolio.integrations.map(({ org, integration }) => [org, integration.name])).to.deep.equal([
      ['b', 'Worst'],
      ['a', 'Failed'],
    ]);
    expect(markdownOf(portfolio)).to.include('| `b-rule` | high | 3 | a: 2, b: 1 |').and.include('It has no owner');
  });

  it('put the verdicts of each report beside each other', () => {
    const portfolio = portfolioOf(
      named('a.json', { answers: answersTo({ 'ISA-CHECK-2': { verdict: 'met' } }) }),
      named('b.json', { answers: answersTo({ 'ISA-CHECK-2': { verdict: 'failed' } }).slice(0, 20) })
    );
    const check = portfolio.verdicts.find(({ control }) => control === 'ISA-CHECK-2');
    expect(check?.byReport[0]).to.deep.equal({ file: 'a.json', verdict: 'met' });
    expect(portfolio.verdicts.at(-1)!.byReport).to.have.length(1);
    expect(markdownOf(portfolio))
      .to.match(/\| Control \| a \| b \|/)
      .and.include('| not asked |');
  });

  it('say which keys two orgs have a certificate of, and not which one org trusts of another', () => {
    const shared = aCertificate('Partner');
    const renewed = { subject: known('CN=Renewed'), notAfter: known('2028-09-01T00:00:00.000Z') };
    const portfolio = portfolioOf(
      named('a.json', { certificates: [shared, aCertificate('Own'), aCertificate('Alike')] }),
      named('b.json', {
        certificates: [
          { ...shared, ...renewed, name: known('Copy') },
          aCertificate('Own', { kind: 'InboundCertificate' }),
          aCertificate('Alike', { publicKey: known('another') }),
          aCertificate('Unread', { publicKey: unknown('its body is not in the project') }),
        ],
      }),
      named('c.json', { certificates: [aCertificate('Unread', { publicKey: unknown('its body is not there') })] })
    );
    expect(portfolio.sharedKeys).to.deep.equal([
      {
        publicKey: 'key of Partner',
        certificates: [
          { org: 'a', name: 'Partner', subject: 'CN=Partner, O=Bank, C=XX', notAfter: '2027-09-01T00:00:00.000Z' },
          { org: 'b', name: 'Copy', subject: 'CN=Renewed', notAfter: '2028-09-01T00:00:00.000Z' },
        ],
      },
    ]);
    expect(markdownOf(portfolio)).to.include(
      'Partner in a: CN=Partner, O=Bank, C=XX, until 2027-09-01<br>Copy in b: CN=Renewed, until 2028-09-01 |'
    );
  });

  it('are what a calendar can be made of, with an event for each org', () => {
    const certificates = [aCertificate('Client')];
    const { data } = mergeReports([named('a.json', { certificates }), named('b.json', { certificates })], '0.1.0');
    const text = calendarOf(data).replaceAll('\r\n ', '');
    expect(text).to.include('Client (a)').and.include('Client (b)');
    const ids = text.match(/^UID:.+$/gm)!;
    expect(new Set(ids).size).to.equal(ids.length);
  });

  it('make one view of a single report, too', () => {
    const portfolio = portfolioOf({ file: 'bank.json', data: bankReport() });
    expect(portfolio.reports).to.deep.equal([
      { file: 'bank.json', now: bankReport().now, version: '0.1.0', orgs: ['emea', 'hq'] },
    ]);
    expect(markdownOf(portfolio)).to.include('| Control | emea, hq |');
  });
});
