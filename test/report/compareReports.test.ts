import { expect } from 'chai';
import MarkdownIt from 'markdown-it';
import { known } from '../../src/inventory/fact.js';
import { compareReports, type ReportChanges } from '../../src/report/compareReports.js';
import { layOutChanges } from '../../src/report/layOutChanges.js';
import type { ReportData } from '../../src/report/reportData.js';
import { renderMarkdown } from '../../src/report/renderMarkdown.js';
import { rowsBelow, saidBelow } from './reading.js';
import {
  aCertificate,
  aDecision,
  anAccess,
  anOrg,
  anInbound,
  anOutbound,
  answersTo,
  aReportedFinding,
  bankReport,
  emptyReport,
  hostileReport,
} from './samples.js';

const reported = (overrides: Partial<ReportData> = {}): ReportData => ({ ...emptyReport(), ...overrides });
const changed = (before: Partial<ReportData>, after: Partial<ReportData>): ReportChanges =>
  compareReports(reported(before), reported(after));
const markdownOf = (changes: ReportChanges): string =>
  renderMarkdown(layOutChanges(changes)).replaceAll('&#8203;', '').replaceAll('\\', '');

describe('what changed between two reports', () => {
  it('is nothing where they say the same, whenever they were made', () => {
    const later = { ...bankReport(), now: '2027-01-01T00:00:00.000Z' };
    const all = compareReports(bankReport(), later, 'old.json');
    const { before, after, tool, schemaVersion, unchanged, ...changes } = all;
    expect([schemaVersion, tool.name, before.name, after.name]).to.deep.equal(['1.0', 'sf-isa', 'old.json', null]);
    expect(changes).to.deep.equal({
      orgs: { added: [], removed: [] },
      verdicts: [],
      integrations: [],
      certificates: [],
      headroom: [],
      gateways: [],
      access: [],
      findings: { added: [], removed: [], changed: [] },
      accepted: { added: [], removed: [] },
    });
    expect(unchanged).to.deep.equal(bankReport().answers.map(({ control, verdict }) => ({ control, verdict })));
    const { sections } = layOutChanges(all);
    expect(sections.map(({ id }) => id)).to.deep.equal(['summary']);
    expect(markdownOf(all)).to.include('Nothing changed: both states say the same.');
  });

  it('begins with what got better and what got worse, and has no part in which nothing did', () => {
    const changes = changed(
      {
        answers: answersTo({ 'ZT-PATTERN-1': { verdict: 'failed' }, 'ISA-CHECK-2': { verdict: 'met' } }),
        integrations: [anOutbound('ERP', { decision: aDecision({ verdict: 'failed', gaps: ['It is http'] }) })],
        access: [anAccess({ field: 'Tax__c', access: 'R', classification: 'PII' })],
        findings: [aReportedFinding({ fingerprint: 'aaaa' }), aReportedFinding({ fingerprint: 'bbbb' })],
      },
      {
        answers: answersTo({ 'ZT-PATTERN-1': { verdict: 'met' }, 'ISA-CHECK-2': { verdict: 'failed' } }),
        integrations: [anOutbound('ERP'), anOutbound('New', { decision: aDecision({ verdict: 'failed' }) })],
        access: [anAccess({ allRecords: 'view' })],
        findings: [aReportedFinding({ fingerprint: 'bbbb', severity: 'critical' })],
      }
    );
    const document = layOutChanges(changes);
    expect(saidBelow(document, 'summary-better').split('\n')).to.deep.equal([
      '1 zero-trust pattern failed and does so no more: ZT-PATTERN-1 met.',
      '1 integration fell short of the decision table and does so no more: ERP.',
      'Sync identities lost access to sensitive fields: Account.Tax__c.',
      '1 finding is gone: 1 high.',
    ]);
    expect(saidBelow(document, 'summary-worse').split('\n')).to.deep.equal([
      '1 box of the review checklists fails now and did not before: ISA-CHECK-2.',
      '1 integration is new and falls short of it: New.',
      'Sync identities gained access to all records, past sharing, of: Account.',
      '1 finding is worse than before.',
    ]);
    expect(saidBelow(document, 'summary-others')).to.equal(
      'Integrations: 1 new, 1 changed.\nNothing changed in: certificates, gateways, accepted risks, other controls.'
    );
    expect(document.sections.map(({ id }) => id)).to.deep.equal([
      'summary',
      'patterns',
      'checklists',
      'integrations',
      'access',
      'findings',
    ]);
    const back = layOutChanges(changed({ findings: [] }, { findings: [aReportedFinding()] }));
    expect(saidBelow(back, 'summary-better')).to.equal('Nothing got better.');
    const forth = layOutChanges(changed({ findings: [aReportedFinding()] }, { findings: [] }));
    expect(saidBelow(forth, 'summary-worse')).to.match(/^Nothing got worse\.\n/);
  });

  it('is verdicts, in the order of the controls', () => {
    const changes = changed(
      { answers: answersTo({ 'ZT-PATTERN-1': { verdict: 'failed' }, 'ISA-CHECK-2': { verdict: 'failed' } }) },
      {
        answers: answersTo({
          'ZT-PATTERN-1': { verdict: 'met', evidence: ['8 of 8 callouts'] },
          'ISA-CHECK-2': { verdict: 'attested' },
        }),
      }
    );
    expect(changes.verdicts.map(({ control, before, after }) => [control, before, after])).to.deep.equal([
      ['ISA-CHECK-2', 'failed', 'attested'],
      ['ZT-PATTERN-1', 'failed', 'met'],
    ]);
    expect(markdownOf(changes)).to.match(
      /\| `ZT-PATTERN-1` [^|]+\| \*\*✗ failed\*\* \| \*\*✓ met\*\* \| 8 of 8 callouts \|/
    );
    expect(saidBelow(layOutChanges(changes), 'patterns')).to.match(/As before: needs a person ZT-PATTERN-2, .+\.$/);
  });

  it('quotes what was found and who says so, and of what fails not who says otherwise', () => {
    const attestation = {
      control: 'ZT-PATTERN-1',
      status: 'met',
      evidence: 'Tested',
      by: 'PKI',
      on: '2026-11-02',
    } as const;
    const evidence = ['One is found.', 'Two is found.', 'PKI said on 2026-11-02 that it is met: Tested.'];
    const restsOn = (verdict: 'attested' | 'failed'): string => {
      const changes = changed(
        { answers: answersTo() },
        { answers: answersTo({ 'ZT-PATTERN-1': { verdict, evidence, attestation } }) }
      );
      return rowsBelow(layOutChanges(changes), 'patterns')[0]!['What it rests on now, in part']!;
    };
    expect(restsOn('attested')).to.equal('One is found.\nPKI said on 2026-11-02 that it is met: Tested.');
    expect(restsOn('failed')).to.equal('One is found.\nTwo is found.');
  });

  it('is a control that one of them does not ask', () => {
    const [first, ...rest] = answersTo();
    const changes = changed({ answers: rest }, { answers: [first!, ...rest] });
    expect(changes.verdicts).to.deep.equal([
      { control: first!.control, before: null, after: 'person', evidence: first!.evidence, attestation: null },
    ]);
    expect(markdownOf(changes)).to.include('| not asked |');
  });

  it('is an integration, with its decision', () => {
    const changes = changed(
      {
        integrations: [
          anOutbound('ERP', { decision: aDecision({ verdict: 'failed', gaps: ['It has no owner', 'It is http'] }) }),
          anOutbound('Gone'),
        ],
      },
      {
        integrations: [
          anOutbound('ERP', {
            port: known(8443),
            register: { id: 'erp', owner: 'Finance' },
            id: 'erp',
            decision: aDecision({ gaps: ['It has no owner'] }),
          }),
          anOutbound('New'),
        ],
      }
    );
    expect(changes.integrations.map(({ id, kind }) => [id, kind])).to.deep.equal([
      ['NamedCredential:Gone', 'removed'],
      ['NamedCredential:New', 'added'],
      ['erp', 'changed'],
    ]);
    expect(changes.integrations[2]!.facts).to.deep.equal([
      { what: 'endpoint', before: ['https://api.partner.example'], after: ['https://api.partner.example:8443'] },
      { what: 'entry in the register', before: [], after: ['erp'] },
      { what: 'owner', before: [], after: ['Finance'] },
      { what: 'decision', before: ['failed'], after: ['met'] },
      { what: 'missing', before: ['It has no owner', 'It is http'], after: ['It has no owner'] },
    ]);
    const document = layOutChanges(changes);
    expect(rowsBelow(document, 'integrations-changed')).to.deep.equal([
      {
        Integration: 'Named Credential ERP',
        'It is': 'changed',
        Decision: 'failed → met',
        'Before → now': [
          'endpoint: https://api.partner.example → https://api.partner.example:8443',
          'not there before: entry in the register erp; owner Finance',
          'no longer missing: It is http',
        ].join('\n'),
      },
    ]);
    for (const [id, name] of [
      ['integrations-new', 'New'],
      ['integrations-gone', 'Gone'],
    ] as const) {
      expect(rowsBelow(document, id)).to.deep.equal([
        {
          Integration: `Named Credential ${name}`,
          'How it connects': 'https://api.partner.example, no mutual TLS, Client Credentials with Client Secret Flow',
          Decision: 'met',
          Owner: 'nobody is written down',
        },
      ]);
    }
  });

  it('is an integration that is replaced, with both components and what else differs', () => {
    const register = { id: 'sync', name: 'Client sync', owner: 'Sales' };
    const old = anInbound('Old', { id: 'sync', name: 'Client sync', register });
    const changes = changed(
      { integrations: [{ ...old, component: { type: 'ConnectedApp', fullName: 'Old' } }] },
      {
        integrations: [
          {
            ...anInbound('New', { id: 'sync', name: 'Client sync', register }),
            mutualTls: 'yes',
            ipRelaxation: known('Enforce'),
          },
        ],
      }
    );
    expect(rowsBelow(layOutChanges(changes), 'integrations-changed')).to.deep.equal([
      {
        Integration: 'Client sync (External Client Application New)',
        'It is': 'replaced',
        Decision: 'as before',
        // ENFORCE and Enforce are one.
        'Before → now': 'component: ConnectedApp:Old → ExternalClientApplication:New\nmutual TLS: unknown → yes',
      },
    ]);
  });

  it('is a certificate that is renewed, new or gone, and not one that only is named', () => {
    const end = (day: string) => ({ notAfter: known(`${day}T00:00:00.000Z`) });
    const { certificates } = changed(
      {
        certificates: [
          aCertificate('Bank', end('2027-01-01')),
          aCertificate('Old'),
          aCertificate('Named', { kind: 'missing' }),
        ],
      },
      { certificates: [aCertificate('New'), aCertificate('bank', end('2028-01-01'))] }
    );
    expect(certificates.map(({ name, kind }) => [name, kind])).to.deep.equal([
      ['New', 'added'],
      ['Old', 'removed'],
      ['bank', 'changed'],
    ]);
    expect(certificates[2]!.facts).to.deep.include({ what: 'ends', before: ['2027-01-01'], after: ['2028-01-01'] });
  });

  it('is room for certificates, by org', () => {
    const org = (inUse: number | null, planned: number): ReturnType<typeof anOrg> =>
      anOrg({
        name: 'hq',
        certificates: {
          inUse,
          tracked: 7,
          limit: 50,
          warnAt: 40,
          planned: Array.from({ length: planned }, (_, index) => ({ name: `P${index}`, integration: null, by: null })),
        },
      });
    const changes = changed({ orgs: [org(null, 0)] }, { orgs: [org(38, 2)] });
    expect(changes.headroom).to.deep.equal([
      {
        org: 'hq',
        before: { used: 7, planned: 0, limit: 50, room: 43 },
        after: { used: 38, planned: 2, limit: 50, room: 10 },
      },
    ]);
    expect(markdownOf(changes)).to.include('| hq | 7 → 38 | 0 → 2 | 50 | 43 → 10 |');
  });

  it('is a gateway of the register', () => {
    const gateway = { project: '.', id: 'edge', hosts: ['a.example'], integrations: ['erp'], bypassedBy: [] };
    const { gateways } = changed(
      { gateways: [gateway] },
      { gateways: [{ ...gateway, owner: 'Net', integrations: [] }] }
    );
    expect(gateways).to.deep.equal([
      {
        project: '.',
        name: 'edge',
        kind: 'changed',
        facts: [
          { what: 'owner', before: [], after: ['Net'] },
          { what: 'goes through it', before: ['erp'], after: [] },
        ],
      },
    ]);
  });

  it('is one gateway where the registers of several orgs have it', () => {
    const gateway = (project: string, integration: string) => ({
      project,
      id: 'edge',
      name: 'Tideway',
      hosts: ['a.example'],
      controls: ['rate-limit' as const],
      integrations: [integration],
      bypassedBy: [],
    });
    const orgs = [anOrg({ project: 'a', name: 'hq' }), anOrg({ project: 'b', name: 'emea' })];
    const changes = changed({ orgs }, { orgs, gateways: [gateway('a', 'erp'), gateway('b', 'crm')] });
    const document = layOutChanges(changes);
    expect(rowsBelow(document, 'gateways-new')).to.deep.equal([
      {
        Gateway: 'edge',
        Name: 'Tideway',
        Hosts: 'a.example',
        'Sees to': 'limits of rate',
        Owner: 'nobody is written down',
        'Goes through it': 'hq: erp\nemea: crm',
        'Goes past it': 'nothing',
      },
    ]);
    expect(saidBelow(document, 'summary-others')).to.include('Gateways: 1 new.');
  });

  it('is access that sync identities gained and lost', () => {
    const changes = changed(
      { access: [anAccess({ access: 'CRU' }), anAccess({ field: 'Tax__c', access: 'R', classification: 'PII' })] },
      { access: [anAccess({ access: 'R', allRecords: 'modify' }), anAccess({ field: 'Name', access: 'RU' })] }
    );
    expect(changes.access.map(({ field, gained, lost }) => [field, gained, lost])).to.deep.equal([
      ['', ['modify all records'], ['create', 'update']],
      ['Name', ['read', 'update'], []],
      ['Tax__c', [], ['read']],
    ]);
    expect(markdownOf(changes))
      .to.include('| Permission Set ERP_Sync | `Account` | modify all records | read, update: `Name` |')
      .and.include('| Permission Set ERP_Sync | `Account` | create, update | read: `Tax__c` (PII) |');
  });

  it('is findings, counted, with what is worse and what is accepted now', () => {
    const finding = aReportedFinding();
    const accepted = {
      ...aReportedFinding({ fingerprint: 'aaaa' }),
      reason: {
        source: 'file',
        kind: 'accepted-risk',
        reason: 'Until spring',
        owner: 'Markets',
        ticket: undefined,
        expires: '2027-03-31',
      },
    } as const;
    const changes = changed(
      {
        findings: [
          finding,
          { ...finding, fingerprint: `${finding.fingerprint}:2` },
          aReportedFinding({ fingerprint: 'aaaa' }),
          aReportedFinding({ fingerprint: 'bbbb', severity: 'low' }),
          aReportedFinding({ fingerprint: 'cccc' }),
        ],
      },
      {
        findings: [finding, aReportedFinding({ fingerprint: 'bbbb' }), aReportedFinding({ fingerprint: 'dddd' })],
        accepted: [accepted],
      }
    );
    expect(changes.findings.added.map(({ fingerprint }) => fingerprint)).to.deep.equal(['dddd']);
    expect(changes.findings.removed.map(({ fingerprint }) => fingerprint)).to.deep.equal([
      `${finding.fingerprint}:2`,
      'aaaa',
      'cccc',
    ]);
    expect(changes.findings.changed.map(({ before, finding: { severity } }) => [before, severity])).to.deep.equal([
      ['low', 'high'],
    ]);
    expect(changes.accepted).to.deep.equal({ added: [accepted], removed: [] });
    const document = layOutChanges(changes);
    expect(rowsBelow(document, 'findings-gone')).to.deep.equal([
      {
        Rule: 'endpoint-cleartext',
        Worst: 'high',
        Gone: '3',
        'Accepted now': '1',
        Where: 'Named Credential Bank',
      },
    ]);
    expect(rowsBelow(document, 'findings-new')[0]).to.include({
      Finding: 'NamedCredential Bank calls out over http',
      'What to do': 'Write https:// in its URL',
    });
    expect(rowsBelow(document, 'findings-changed')[0]).to.include({ 'Before → now': 'low → high' });
    expect(markdownOf(changes)).to.include('| **accepted risk**<br>Until spring | Markets, until 2027-03-31 |');
  });

  it('knows an org whose project has moved by its name, and one with another name by its project', () => {
    const integration = (project: string) => [anOutbound('ERP', { project })];
    const at = (project: string, name: string): Partial<ReportData> => ({
      orgs: [anOrg({ project, name }), anOrg({ project: 'x', name: 'other' })],
      integrations: integration(project),
    });
    for (const [before, after] of [
      [at('a', 'hq'), at('b', 'hq')],
      [at('a', 'hq'), at('a', 'HQ org')],
      [at('a', 'hq'), at('b', 'HQ org')],
    ] as const) {
      const changes = changed(before, after);
      expect(changes.integrations).to.deep.equal([]);
      expect(changes.orgs).to.deep.equal({ added: [], removed: [] });
    }
    const gone = changed(at('a', 'hq'), { orgs: [anOrg({ project: 'x', name: 'other' })] });
    expect(gone.orgs).to.deep.equal({ added: [], removed: ['hq'] });
    expect(gone.integrations.map(({ kind }) => kind)).to.deep.equal(['removed']);
    expect(markdownOf(gone)).to.include('The org **hq** is gone.').and.include('| **Named Credential ERP** | hq |');
  });

  it('has every part as a section of its own, and anchors that differ', () => {
    const { sections } = layOutChanges(compareReports(emptyReport(), bankReport()));
    const ids = sections.flatMap(({ id, blocks }) => [
      id,
      ...blocks.flatMap((block) => (block.kind === 'heading' ? [block.id] : [])),
    ]);
    expect(new Set(ids).size).to.equal(ids.length);
    for (const { blocks } of sections) {
      for (const block of blocks) {
        if (block.kind === 'table') for (const row of block.rows) expect(row).to.have.length(block.columns.length);
      }
    }
  });

  it('is inert in Markdown, whatever the files hold', () => {
    const text = renderMarkdown(layOutChanges(compareReports(emptyReport(), hostileReport())));
    const tokens = new MarkdownIt({ html: true, linkify: true })
      .parse(text, {})
      .flatMap((token) => [token, ...(token.children ?? [])]);
    for (const token of tokens) {
      if (token.type === 'link_open') expect(token.attrGet('href')).to.match(/^#[a-z-]+$/);
      if (token.type.startsWith('html')) {
        expect(token.content).to.match(/^<!-- sf-isa report, judged at \S+ -->\n?$|^<a id="[a-z-]+">$|^<\/a>$|^<br>$/);
      }
    }
    expect(tokens.filter(({ type, tag }) => type === 'heading_open' && tag === 'h1')).to.have.length(1);
    expect(text).to.include('evil');
  });
});
