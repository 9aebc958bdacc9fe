import { expect } from 'chai';
import { frameworks } from '../../src/controls/index.js';
import type { ReportDocument } from '../../src/report/document.js';
import { layOutReport } from '../../src/report/layOutReport.js';
import { ARCHITECTURE_CHECK_PLACES, PATTERN_PLACES, PLACES, TITLES } from '../../src/report/places.js';
import type { ReportData, ReportedFinding } from '../../src/report/reportData.js';
import { blocksBelow, plainOf, rowsBelow, saidBelow, sectionOf, textsOf } from './reading.js';
import {
  aReportedFinding,
  anAccess,
  aCertificate,
  aDecision,
  anOrg,
  anOutbound,
  answersTo,
  bankReport,
  emptyReport,
  hostileReport,
  largeReport,
} from './samples.js';

const bank = layOutReport(bankReport());
const empty = layOutReport(emptyReport());
const large = layOutReport(largeReport(400));

const headingsOf = ({ sections }: ReportDocument): readonly string[] =>
  sections.flatMap(({ id, blocks }) => [id, ...blocks.flatMap((one) => (one.kind === 'heading' ? [one.id] : []))]);

const allTexts = ({ sections }: ReportDocument): readonly string[] =>
  sections.flatMap(({ blocks }) => blocks.flatMap(textsOf).map(plainOf));

/** One callout in an org without a register. */
const single = (): ReportData => ({ ...emptyReport(), integrations: [anOutbound('Bank')] });

const ofCertificates = (...certificates: ReportData['certificates']): ReportDocument =>
  layOutReport({ ...emptyReport(), certificates });

describe('layOutReport', () => {
  it('has its sections in the order that they are read in', () => {
    expect(bank.sections.map(({ id }) => id)).to.deep.equal([
      ...['summary', 'scope', 'topology', 'integrations', 'certificates', 'ip-allow-listing', 'gateway'],
      ...['private-connect', 'least-privilege', 'layers', 'patterns', 'checklists', 'findings', 'accepted-risks'],
      ...['evidence-map', 'limits', 'sign-off'],
    ]);
    expect(bank.now).to.equal('2026-11-22T00:00:00.000Z');
    expect(bank.facts).to.deep.include({ name: 'Orgs', value: 'emea, hq' });
  });

  for (const [name, report] of [
    ['a bank', bank],
    ['nothing', empty],
    ['one integration', layOutReport(single())],
    ['400 integrations', large],
    ['hostile names', layOutReport(hostileReport())],
  ] as const) {
    describe(`of ${name}`, () => {
      it('has each anchor once, all of the declared ones, and no link that leads nowhere', () => {
        const ids = headingsOf(report);
        expect(new Set(ids).size).to.equal(ids.length);
        expect(ids).to.include.members(Object.keys(TITLES));
        for (const id of ids) expect(id).to.match(/^[a-z0-9]+(-[a-z0-9]+)*$/);
        const links = report.sections
          .flatMap(({ blocks }) => blocks.flatMap(textsOf))
          .flatMap((text) => (typeof text === 'string' ? [] : text))
          .flatMap((piece) => (typeof piece !== 'string' && piece.kind === 'link' ? [piece.to] : []));
        expect(links).not.to.have.length(0);
        expect(ids).to.include.members(links);
      });

      it('has a cell for each column of each row, and something to say where there are none', () => {
        for (const block of report.sections.flatMap(({ blocks }) => blocks)) {
          if (block.kind !== 'table') continue;
          for (const row of block.rows) expect(row, block.caption).to.have.length(block.columns.length);
          for (const cell of block.rows.flat()) expect(plainOf(cell), block.caption).not.to.equal('');
          expect(block.empty, block.caption).to.match(/^[A-Z].*\.$/);
        }
      });

      it('has something below every headline, and says nothing that came of a hole in the data', () => {
        for (const id of headingsOf(report)) {
          const below = id in TITLES ? sectionsOrBlocks(report, id) : blocksBelow(report, id);
          expect(below, id).not.to.have.length(0);
        }
        for (const text of allTexts(report)) expect(text).not.to.match(/\bundefined\b|\bnull\b|\[object|NaN/);
      });

      it('counts no days from the instant that it was judged at', () => {
        for (const text of allTexts(report)) expect(text).not.to.match(/\bin \d+ days?\b|\d+ days? (?:ago|left)/);
      });
    });
  }

  it('leaves its data alone, and makes the same of the same', () => {
    const data = deepFreeze(bankReport());
    expect(layOutReport(data)).to.deep.equal(bank);
  });
});

const sectionsOrBlocks = (report: ReportDocument, id: string): readonly unknown[] =>
  report.sections.find((section) => section.id === id)?.blocks ?? blocksBelow(report, id);

function deepFreeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) deepFreeze(inner);
    Object.freeze(value);
  }
  return value;
}

describe('summary', () => {
  it('counts verdicts by part', () => {
    const rows = rowsBelow(bank, 'summary');
    expect(rows[0]).to.deep.include({
      '✓ met': '1',
      '✗ failed': '2',
      '✎ stated by a person': '1',
      '? needs a person': '3',
    });
    const checks = bankReport().answers.filter(({ control }) => control.startsWith('ZT-CHECK-'));
    expect(checks).to.have.length(22);
    expect(
      Object.values(rows[2]!)
        .slice(1)
        .map(Number)
        .reduce((sum, one) => sum + one)
    ).to.equal(22);
  });

  it('begins with the answer', () => {
    const [first] = blocksBelow(bank, 'summary').flatMap(textsOf).map(plainOf);
    expect(first).to.match(/^2 of 7 integrations fall short of the decision table, and \d+ of 37 items .* fail/);
    expect(first).to.include(' 3 open findings are critical or high.');
    expect(first).to.include(' 1 certificate has ended. The next certificate ends on 2026-12-20.');
    expect(plainOf(textsOf(blocksBelow(empty, 'summary')[0]!)[0]!)).to.equal('Nothing that was looked at fails.');
  });

  it('has the worst finding of each rule with what to do, at most five', () => {
    expect(saidBelow(bank, 'summary-findings')).to.match(/4 open findings: 1 critical, 2 high, 1 medium/);
    const lists = blocksBelow(large, 'summary-findings').filter((block) => block.kind === 'list');
    expect(lists).to.have.length(1);
    expect(plainOf(lists[0]!.items[0]!)).to.match(/^critical: .*, and \d+ more of the rule [a-z-]+\./);
    const rules = Array.from({ length: 7 }, (_, index) =>
      Array.from({ length: index + 1 }, () =>
        aReportedFinding({ rule: `rule-${index}`, severity: 'high', fix: 'do it' })
      )
    );
    const report = layOutReport({ ...emptyReport(), findings: rules.flat() });
    const [worst] = blocksBelow(report, 'summary-findings').filter((block) => block.kind === 'list');
    const items = worst!.items.map(plainOf);
    expect(items).to.have.length(5);
    expect(items[0]).to.match(/, and 6 more of the rule rule-6\. To do: do it\.$/);
    expect(saidBelow(empty, 'summary-findings')).to.equal('There are no open findings.');
  });

  it('says what only people can say', () => {
    const said = saidBelow(bank, 'summary-person');
    expect(said).to.include('Private Connect: Payment orders (hq)');
    expect(said).to.include('How many certificates Setup shows: emea');
    expect(said).to.include('3 certificates with nobody written down');
    expect(said).not.to.include('Where the org runs');
    expect(saidBelow(large, 'summary-person')).to.include('Where the org runs: hq').and.to.include(' and 397 more');
  });

  it('says so when nothing is open', () => {
    const answers = emptyReport().answers.map((one) => ({ ...one, verdict: 'met' as const }));
    const orgs = [anOrg({ infrastructure: 'hyperforce', certificates: { ...anOrg().certificates, inUse: 3 } })];
    expect(saidBelow(layOutReport({ ...emptyReport(), answers, orgs }), 'summary-person')).to.match(/^Nothing: /);
  });
});

describe('scope', () => {
  it('says of each org where it runs, and how much of it the register knows', () => {
    expect(rowsBelow(bank, 'scope')).to.deep.include({
      Org: 'hq',
      Folder: 'orgs/hq',
      'My Domain': 'bank-hq.my.salesforce.com',
      'Runs on': 'Hyperforce',
      'Private Connect': 'not licensed',
    });
    expect(rowsBelow(bank, 'scope-register')[1]).to.deep.include({
      Org: 'hq',
      Found: '6',
      'In the register': '4',
      Review: '2',
    });
    expect(saidBelow(empty, 'scope-register')).to.include('There is no register');
    expect(saidBelow(bank, 'scope-register')).not.to.include('There is no register');
  });
});

describe('integrations', () => {
  const inventory = rowsBelow(bank, 'integrations-inventory');
  const named = (name: string): Readonly<Record<string, string>> =>
    inventory.find(({ Integration }) => Integration?.startsWith(name))!;

  it('have all that a review asks for in one row each', () => {
    expect(named('Account sync to EMEA')).to.deep.equal({
      Integration: 'Account sync to EMEA (Named Credential EMEA_Org)',
      Org: 'hq',
      'Direction and endpoint': 'outbound\nbank-emea.my.salesforce.com:8443',
      'Transport, authentication, certificates': [
        'mutual TLS: the org asks for the client certificate on port 8443',
        'Oauth, JWT Bearer Flow',
        'HQ_EMEA_Client: presented in TLS, until 2027-01-31',
        'HQ_EMEA_Signing: signs tokens, until 2026-12-20',
      ].join('\n'),
      'Who may use it': 'EMEA_Org-SyncPrincipal: Core_Callouts (permission set)',
      'Register: data, owner, review': 'data: personal data (PII)\nowner: Integration Platform\nreviewed 2026-09-30',
      Findings: '1 medium',
    });
    expect(named('Connected App HQ_Sync')).to.deep.include({
      'Direction and endpoint': 'inbound\nthe org itself',
      'Register: data, owner, review': 'not in the register',
      'Who may use it': 'All users may self-authorize\nSync (profile) (not in the project)',
    });
  });

  it('say what is not known, and why', () => {
    expect(named('Named Credential Rates')['Direction and endpoint']).to.equal(
      'outbound\nnot known: the build puts it in'
    );
    const transport = 'Transport, authentication, certificates';
    expect(named('Treasury')[transport]).to.equal('not known: nothing that the register names is in the project');
    expect(named('Named Credential Legacy_FX')[transport]).to.match(/^http, without TLS\n/);
  });

  it('have a decision with its reason, its row of the table and what is missing', () => {
    const decisions = rowsBelow(bank, 'integrations-decisions');
    expect(decisions).to.have.length(7);
    const decision = decisions.find(({ Integration }) => Integration === 'Named Credential Legacy_FX (hq)')!;
    // What a reviewer comes for stands where no window cuts it off.
    expect(Object.entries(decision)).to.deep.equal([
      ['Integration', 'Named Credential Legacy_FX (hq)'],
      ['Verdict', 'failed'],
      ['Missing', 'It calls out over http\nIt authenticates with a password'],
      [
        'Now, recommended and why',
        [
          'Now: http, without TLS, Password',
          'Recommended: TLS, OAuth, and a client certificate where the partner asks for one',
          'It calls an API of somebody else',
          'ISA-DECISION-4',
        ].join('\n'),
      ],
    ]);
  });

  it('have the decisions that fail first, then those that need a person', () => {
    const verdicts = rowsBelow(bank, 'integrations-decisions').map(({ Verdict }) => Verdict!);
    const order = ['failed', 'needs a person', 'stated by a person', 'met', 'not applicable'];
    expect(new Set(verdicts).size).to.be.greaterThan(2);
    expect(verdicts).to.deep.equal([...verdicts].sort((a, b) => order.indexOf(a) - order.indexOf(b)));
  });

  it('fit a page upright', () => {
    for (const id of ['integrations-decisions', 'integrations-inventory']) {
      expect(Object.keys(rowsBelow(bank, id)[0]!), id).to.have.length.at.most(7);
    }
  });

  it('share a row where the same is said to many, and only there', () => {
    expect(rowsBelow(large, 'integrations-inventory')).to.have.length(400);
    const [one, ...others] = rowsBelow(large, 'integrations-decisions');
    expect(others).to.have.length(0);
    expect(one!['Integration']!.split('\n')).to.have.length(400);
    const two = layOutReport({
      ...emptyReport(),
      integrations: [anOutbound('A'), anOutbound('B', { decision: aDecision({ gaps: ['No certificate'] }) })],
    });
    expect(rowsBelow(two, 'integrations-decisions')).to.have.length(2);
  });

  it('are told of by what was looked for where there are none', () => {
    expect(saidBelow(empty, 'integrations-inventory')).to.match(/^No integration was found: looked for Named Cred/);
  });

  it('leave out the org where there is one', () => {
    expect(rowsBelow(layOutReport(single()), 'integrations-inventory')[0]).not.to.have.property('Org');
  });
});

describe('certificates', () => {
  it('have an inventory with use, owner, key and end', () => {
    const rows = rowsBelow(bank, 'certificates-inventory');
    expect(rows).to.have.length(6);
    expect(rows[2]).to.deep.equal({
      Certificate: 'HQ_EMEA_Signing',
      Org: 'hq',
      Use: 'External Credential EMEA_Org: signs tokens',
      Owner: 'PKI Team',
      'Key and who signed it': 'RSA 2048, the same as Certificate:HQ_Old\nself-signed',
      Ends: '2026-12-20',
      Findings: '1 medium',
    });
    expect(rows[4]!['Certificate']).to.equal('copy in External Client Application ERP_Feed');
    expect(rows[5]!['Ends']).to.equal('not known: it is not in the project');
  });

  it('have a rotation plan with days from org.warnDays, in the order of their ends', () => {
    const rows = rowsBelow(bank, 'certificates-rotation');
    expect(rows.map(({ Ends }) => Ends)).to.deep.equal([
      '2026-05-01',
      '2026-12-20',
      '2027-01-31',
      '2027-01-31',
      '2027-06-15',
    ]);
    expect(rows[0]).to.deep.include({ 'On 2026-11-22': 'ended', 'To do': 'retire: nothing in the project uses it' });
    expect(rows[1]).to.deep.include({
      Alerts: '2026-09-21\n2026-10-21\n2026-11-20',
      'On 2026-11-22': 'due since 2026-09-21',
      'To do': 'replace',
    });
    expect(rows[4]!['On 2026-11-22']).to.equal('not due');
    const own = layOutReport({
      ...emptyReport(),
      orgs: [anOrg({ warnDays: [45, 14, 7] })],
      certificates: [aCertificate('A')],
    });
    expect(rowsBelow(own, 'certificates-rotation')[0]!['Alerts']).to.match(/^2027-07-18\n/);
  });

  it('that end on one day with one owner share a row of the plan', () => {
    const report = ofCertificates(aCertificate('A'), aCertificate('B'), aCertificate('C', { owners: ['PKI'] }));
    // Nothing uses them; all are to be retired.
    expect(rowsBelow(report, 'certificates-rotation').map(({ Certificate }) => Certificate)).to.deep.equal([
      'A\nB',
      'C',
    ]);
  });

  it('that end later, or nobody knows when, are told of in a sentence', () => {
    const report = ofCertificates(
      aCertificate('Later', { notAfter: { value: '2029-03-04T00:00:00.000Z' } }),
      aCertificate('Lost', { notAfter: { unknown: 'it has no body in the project' } })
    );
    expect(rowsBelow(report, 'certificates-rotation')).to.have.length(0);
    expect(saidBelow(report, 'certificates-rotation'))
      .to.include('Certificates that end later: 1, the first on 2029-03-04')
      .and.to.include('The end of 1 certificate is not known: Lost.');
  });

  it('say how many there are, where that number is from, and what room the planned ones leave', () => {
    const [emea, hq] = rowsBelow(bank, 'certificates-headroom', 'How many');
    expect(hq).to.deep.include({
      Now: '38',
      Planned: '2',
      Limit: '50',
      Verdict: 'met; with the planned ones it reaches the mark of 40',
    });
    expect(hq!['Room that is left']).to.equal('10');
    expect(hq!['Where the number comes from']).to.equal('Setup; the project holds 3');
    expect(emea).to.deep.include({ Now: '1', Verdict: 'needs a person' });
    expect(rowsBelow(bank, 'certificates-headroom', 'planned')).to.deep.include({
      Certificate: 'HQ_APAC_Client',
      Org: 'hq',
      Integration: 'apac-account-sync',
      'Needed by': '2027-02-01',
    });
    const full = anOrg({
      certificates: {
        inUse: 50,
        tracked: 1,
        planned: [{ name: 'X', integration: null, by: null }],
        limit: 50,
        warnAt: 40,
      },
    });
    const over = rowsBelow(layOutReport({ ...emptyReport(), orgs: [full] }), 'certificates-headroom', 'How many')[0]!;
    expect(over['Room that is left']).to.equal('-1');
    expect(over['Verdict']).to.equal('failed: past the mark of 40');
    const verdictOf = (inUse: number): string =>
      rowsBelow(
        layOutReport({ ...emptyReport(), orgs: [anOrg({ certificates: { ...full.certificates, inUse } })] }),
        'certificates-headroom',
        'How many'
      )[0]!['Verdict']!;
    expect([38, 39, 40, 46].map(verdictOf)).to.deep.equal([
      'met',
      'met; with the planned ones it reaches the mark of 40',
      'failed: at the mark of 40',
      'failed: past the mark of 40',
    ]);
  });

  it('say what to retire, to delete and to separate', () => {
    const said = saidBelow(bank, 'certificates-consolidation');
    expect(said).to.include('Retire, as nothing in the project uses them: HQ_Old (hq).');
    expect(said).to.include('Replace or delete, as they have ended: HQ_Old (hq).');
    expect(said).to.include('1 instead of 2 certificates');
    expect(saidBelow(empty, 'certificates-consolidation')).to.include('Delete: no certificate has ended.');
  });

  it('tell which key serves TLS and tokens, also under two names', () => {
    expect(rowsBelow(bank, 'certificates-key-separation')).to.have.length(0);
    const user = (role: 'client' | 'signing', fullName: string) => ({
      role,
      component: { type: 'NamedCredential', fullName },
    });
    const both = ofCertificates(
      aCertificate('One', { usedBy: [user('client', 'A'), user('signing', 'B')] }),
      aCertificate('Tls', { usedBy: [user('client', 'C')] }),
      aCertificate('Token', { usedBy: [user('signing', 'D')], sameKeyAs: ['Certificate:Tls'] }),
      aCertificate('Other', { usedBy: [user('signing', 'E')] })
    );
    expect(
      rowsBelow(both, 'certificates-key-separation').map(({ Certificate, 'Held by': by }) => [Certificate, by])
    ).to.deep.equal([
      ['One', 'One'],
      ['Tls', 'Token'],
    ]);
  });
});

describe('IP allow-listing', () => {
  it('is a go or no-go for each org, by where it runs', () => {
    expect(rowsBelow(bank, 'ip-allow-listing').map(({ Org, Assessment }) => [Org, Assessment])).to.deep.equal([
      ['emea', 'go, for low-risk integrations and together with OAuth'],
      ['hq', 'no-go'],
    ]);
    expect(rowsBelow(empty, 'ip-allow-listing')[0]!['Assessment']).to.equal('open');
  });

  it('says of each list what it does', () => {
    const [trusted, login] = rowsBelow(bank, 'ip-allow-listing-lists');
    expect(trusted!['What it does']).to.match(/keeps nobody out/);
    expect(login!['What it does']).to.match(/^keeps out/);
    expect(login!['Ranges']).to.match(/^13\.108\.0\.0 to 13\.111\.255\.255\n203\.0\.113\.7\n\S/);
    expect(login!['Addresses of Salesforce']).to.equal('yes');
  });

  it('lists what has to move, when, and who has not been asked', () => {
    const rows = rowsBelow(bank, 'ip-allow-listing-migration');
    expect(rows.map(({ What, When }) => [What, When])).to.deep.equal([
      ['Payment orders to gateway.bank.example:443', 'now: the org is on Hyperforce'],
      ['Profile Integration, login IP ranges', 'now: the org is on Hyperforce'],
    ]);
    expect(saidBelow(bank, 'ip-allow-listing-migration')).to.include('Nobody has said of 3 integrations');
    const [, ofHq] = rowsBelow(bank, 'ip-allow-listing');
    expect(ofHq!['To move']).to.equal('1 integration and 1 list, named below');
    expect(saidBelow(empty, 'ip-allow-listing-migration')).to.match(/^Nothing is known to rest/);
  });
});

describe('gateways', () => {
  it('are named with what they see to, what goes through them and what goes past them', () => {
    expect(rowsBelow(bank, 'gateway-register')).to.deep.equal([
      {
        Gateway: 'Edge gateway',
        Hosts: 'gateway.bank.example',
        Owner: 'Network Services',
        'Sees to': 'mutual TLS, OAuth, limits of rate, logging',
        'Through it': 'hq: Payment orders',
      },
    ]);
    expect(rowsBelow(bank, 'gateway-bypasses')).to.deep.equal([
      { Integration: 'Treasury', Org: 'hq', Gateway: 'Edge gateway' },
    ]);
    const controls = rowsBelow(bank, 'gateway-controls');
    expect(controls.map((row) => row['Seen to by'])).to.deep.equal([
      ...Array.from({ length: 4 }, () => 'Edge gateway'),
      ...Array.from({ length: 2 }, () => 'no gateway of the register'),
    ]);
  });

  it('that registers of several orgs describe alike are one', () => {
    const data = bankReport();
    const [gateway] = data.gateways;
    const there = (other: Partial<typeof gateway>): readonly unknown[] =>
      rowsBelow(
        layOutReport({
          ...data,
          gateways: [gateway!, { ...gateway!, project: 'orgs/emea', integrations: [], ...other }],
        }),
        'gateway-register'
      ).map((row) => row['Through it']);
    expect(there({})).to.deep.equal(['hq: Payment orders\nemea: no integration']);
    expect(there({ owner: 'Somebody else' })).to.deep.equal(['hq: Payment orders', 'emea: no integration']);
  });

  it('are advised with numbers', () => {
    expect(saidBelow(bank, 'gateway'))
      .to.match(/^A gateway is in place\./)
      .and.to.include('fx.partner.example');
    expect(saidBelow(large, 'gateway'))
      .to.match(/^A gateway would pay\./)

      .and.to.include('and 390 more');
    expect(rowsBelow(large, 'gateway-savings')[0]).to.deep.equal({
      What: 'Certificates',
      Now: '400',
      'Behind a gateway': '1',
      Saved: '399',
    });
    expect(saidBelow(empty, 'gateway')).to.match(/^Direct connections will do\./);
  });
});

describe('Private Connect', () => {
  it('has a disposition with its reason, or says that nobody has decided', () => {
    expect(rowsBelow(bank, 'private-connect').map((row) => [row['Disposition'], row['Reason']])).to.deep.equal([
      ['not applicable', 'Both orgs are Salesforce; port 8443 serves them'],
      ['nobody has decided', 'no reason is written down'],
    ]);
    expect(saidBelow(bank, 'private-connect'))
      .to.include('hq: Private Connect is not licensed')
      .and.to.include('Of 5 other integrations');
  });
});

describe('least privilege', () => {
  it('has a row for each identity and object, with the fields by what may be done', () => {
    expect(rowsBelow(bank, 'least-privilege-matrix')).to.deep.equal([
      {
        Identity: 'HQ_Sync_Access (permission set)',
        Org: 'emea',
        Object: 'Account',
        Access: 'CRUD',
        'All records': 'changes all',
        'Fields to read': 'none',
        'Fields to read and edit': 'TaxNumber__c (Restricted)',
      },
      {
        Identity: 'ERP_Sync (permission set)',
        Org: 'hq',
        Object: 'Account',
        Access: 'RU',
        'All records': 'no',
        'Fields to read': 'Name, TaxNumber__c (PII, encrypted)',
        'Fields to read and edit': 'none',
      },
      {
        Identity: 'ERP_Sync (permission set)',
        Org: 'hq',
        Object: 'Ledger__c',
        Access: 'CRU',
        'All records': 'no',
        'Fields to read': 'none',
        'Fields to read and edit': 'Amount__c',
      },
    ]);
    expect(rowsBelow(large, 'least-privilege-matrix')).to.have.length(400);
  });

  it('names administrators and classified fields', () => {
    expect(
      rowsBelow(bank, 'least-privilege').map(({ Identity, Permissions }) => [Identity, Permissions])
    ).to.deep.equal([['HQ_Sync_Access (permission set)', 'ModifyAllData\nViewAllData']]);
    expect(rowsBelow(bank, 'least-privilege-fields').map((row) => Object.values(row))).to.deep.equal([
      ['Account.TaxNumber__c', 'emea', 'Restricted', 'no', 'HQ_Sync_Access reads and edits it'],
      ['Account.TaxNumber__c', 'hq', 'PII', 'yes', 'ERP_Sync reads it'],
    ]);
  });

  it('leaves fields out that are public or internal, and says how many there are', () => {
    const access = ['Public', 'Internal', 'Internal (PII)', 'Confidential'].map((classification, index) =>
      anAccess({ object: 'Account', field: `F${index}__c`, classification })
    );
    const report = layOutReport({ ...emptyReport(), access });
    expect(rowsBelow(report, 'least-privilege-fields').map(({ Classified }) => Classified)).to.deep.equal([
      'Internal (PII)',
      'Confidential',
    ]);
    expect(saidBelow(report, 'least-privilege-fields')).to.include(
      '2 more fields that they reach are classified as public or internal.'
    );
  });
});

describe('layers, patterns and checklists', () => {
  it('have every layer with what is evidenced, missing, open', () => {
    const rows = rowsBelow(bank, 'layers');
    expect(rows.map(({ Layer }) => Layer)).to.deep.equal([
      'Network',
      'Authentication',
      'Authorization',
      'Data',
      'Monitoring',
    ]);
    expect(rows[0]!['Verdict']).to.equal('failed');
    expect(rows[0]!['Not applicable']).to.match(/^ZT-CHECK-16 /);
    expect(rows[2]!['Missing']).to.match(/^ZT-PATTERN-2 /);
    expect(rows[3]!['Stated by a person']).to.equal('ZT-CHECK-7 Encrypted backups');
    expect(rowsBelow(empty, 'layers')[0]).not.to.have.property('Not applicable');
    expect(rows[4]!['Needs a person']).to.include('ZT-CHECK-22');
  });

  it('put every pattern and box into one layer', () => {
    const all = rowsBelow(layOutReport(emptyReport()), 'layers')
      .flatMap((row) => row['Needs a person']!.match(/ZT-(?:PATTERN|CHECK)-\d+/g) ?? [])
      .sort();
    const asked = frameworks.flatMap(({ controls }) => controls.map(({ id }) => id));
    expect(all).to.deep.equal(asked.filter((id) => /^ZT-(?:PATTERN|CHECK)-/.test(id)).sort());
  });

  it('have each item with verdict and evidence', () => {
    const [list] = blocksBelow(bank, 'checklists-zero-trust');
    expect(list).to.have.property('kind', 'checklist');
    const items = list?.kind === 'checklist' ? list.items : [];
    expect(items).to.have.length(22);
    const backups = items.find(({ text }) => plainOf(text).startsWith('ZT-CHECK-7 '))!;
    expect(backups.verdict).to.equal('attested');
    expect(backups.evidence.map(plainOf)).to.deep.equal([
      'Data Platform said on 2026-10-05 that it is met: Backups are encrypted by the backup service; restore test of 2026-10-04',
      'See The five layers',
    ]);
    const rotation = items.find(({ text }) => plainOf(text).startsWith('ZT-CHECK-10 '))!;
    expect(rotation.evidence.map(plainOf).join('\n')).to.include('Salesforce has no API keys');
    expect(blocksBelow(bank, 'checklists-architecture').flatMap(textsOf).map(plainOf).join('\n')).to.include(
      'In sf-isa.yml: integrations[].privateConnect.disposition, integrations[].privateConnect.reason'
    );
    expect(ARCHITECTURE_CHECK_PLACES).to.have.length(8);
    expect(
      sectionOf(bank, 'patterns').blocks.flatMap((one) => (one.kind === 'checklist' ? one.items : []))
    ).to.have.length(PATTERN_PLACES.length);
  });

  it('have every control of the data somewhere', () => {
    const said = allTexts(bank).join('\n');
    for (const { control } of answersTo()) expect(said, control).to.match(new RegExp(`${control}\\b`));
    for (const { asked, place } of PLACES.filter((one) => /^(?:ISA|ZT)-(?:CHECK|PATTERN)/.test(one.asked))) {
      expect(`${saidBelow(bank, place)}\n`, asked).to.include(`${asked} `);
    }
  });
});

describe('findings and accepted risks', () => {
  it('have the worst first, with what to do and where', () => {
    const severities = sectionOf(bank, 'findings').blocks.flatMap((one) => (one.kind === 'heading' ? [one.text] : []));
    expect(severities).to.deep.equal(['Critical', 'High', 'Medium']);
    expect(rowsBelow(bank, 'findings-critical')).to.have.length(1);
    expect(rowsBelow(bank, 'findings-critical')[0]).to.deep.include({
      'What to do': 'Take ModifyAllData away and grant the objects of the job',
      Place: 'orgs/emea/force-app/main/default/permissionsets/HQ_Sync_Access.permissionset-meta.xml:12',
    });
    const high = rowsBelow(bank, 'findings-high');
    expect(high).to.have.length(2);
    expect(high[0]!['What to do']).to.equal('see the page of the rule');
  });

  it('have the mild ones by rule, and of those that only inform how many there are', () => {
    const found = (severity: 'info' | 'low', rule: string, project: string): ReportedFinding =>
      aReportedFinding({ severity, rule, project });
    const report = layOutReport({
      ...bankReport(),
      findings: [
        found('low', 'b-rule', 'orgs/hq'),
        found('info', 'few', 'orgs/hq'),
        found('low', 'a-rule', 'orgs/emea'),
        ...['orgs/hq', 'orgs/emea', 'orgs/hq'].map((project) => found('info', 'many', project)),
      ],
    });
    expect(rowsBelow(report, 'findings-low').map(({ Rule }) => Rule)).to.deep.equal(['a-rule', 'b-rule']);
    expect(rowsBelow(report, 'findings-low')[0]).not.to.have.property('What to do');
    expect(saidBelow(report, 'findings-low')).to.include('sf isa explain');
    expect(rowsBelow(report, 'findings-info')).to.deep.equal([
      { Rule: 'many', Orgs: 'hq 2, emea 1', Findings: '3' },
      { Rule: 'few', Orgs: 'hq 1', Findings: '1' },
    ]);
  });

  it('have the reason, the owner, the ticket and the last day of what is accepted', () => {
    expect(rowsBelow(bank, 'accepted-risks')).to.deep.equal([
      {
        Finding: 'NamedCredential Legacy_FX authenticates with a password',
        Org: 'hq',
        Severity: 'high',
        Reason: 'accepted risk\nThe partner replaces the service in the spring',
        Owner: 'Markets\nSEC-142',
        'Last day': '2027-03-31',
        Rule: 'credential-password-based',
      },
    ]);
  });
});

describe('evidence, limits and sign-off', () => {
  it('map controls of benchmarks to verdicts, rules and findings', () => {
    const rows = rowsBelow(bank, 'evidence-map-sbs');
    expect(rows.find(({ Control }) => Control?.startsWith('SBS-INT-003 '))).to.deep.equal({
      Control: 'SBS-INT-003 Each Named Credential is inventoried and has a reason',
      Verdict: 'failed',
      Evidence: 'NamedCredential Legacy_FX has no entry in the register',
    });
    for (const { prefix, controls } of frameworks.filter((one) => ['SBS', 'OWASP'].includes(one.prefix))) {
      expect(rowsBelow(bank, `evidence-map-${prefix.toLowerCase()}`)).to.have.length(controls.length);
    }
    expect(rowsBelow(bank, 'evidence-map-outputs')).to.have.length(5);
  });

  it('say of many findings which rules have them, and no more lines than are read', () => {
    const fingerprints = ['a', 'b', 'c', 'd'];
    const report = (evidence: readonly string[]): ReportDocument =>
      layOutReport({
        ...emptyReport(),
        findings: fingerprints.map((fingerprint, index) =>
          aReportedFinding({ fingerprint, rule: index < 3 ? 'app-scope-full' : 'secret-in-metadata' })
        ),
        answers: answersTo({
          'SBS-INT-003': { verdict: 'failed', evidence, findings: fingerprints },
          'ISA-CHECK-1': { verdict: 'failed', evidence, findings: fingerprints },
        }),
      });
    const cellOf = (evidence: readonly string[]): string =>
      rowsBelow(report(evidence), 'evidence-map-sbs').find(({ Control }) => Control?.startsWith('SBS-INT-003 '))![
        'Evidence'
      ]!;
    const first = '4 findings speak against it.';
    const rules = `${first} They are of app-scope-full (3), secret-in-metadata (1).`;
    expect(cellOf([first, 'Two.', 'Three.'])).to.equal([rules, 'Two.', 'Three.'].join('\n'));
    expect(cellOf([first, 'Two.', 'Three.', 'Four.', 'Five.'])).to.equal(
      [rules, 'Two.', 'Three.', 'The JSON of the report has 2 more lines.'].join('\n')
    );
    expect(saidBelow(report([first]), 'checklists-architecture')).to.include(rules);
  });

  it('show what stands between grave accents as code', () => {
    const notes = blocksBelow(empty, 'checklists-architecture')
      .flatMap(textsOf)
      .filter((text) => plainOf(text).startsWith('Note: '));
    expect(notes).not.to.have.length(0);
    for (const note of notes) expect(plainOf(note)).not.to.include('`');
    expect(notes.flat()).to.deep.include({ kind: 'code', text: 'org.certificates.limit' });
  });

  it('say what was not judged', () => {
    expect(rowsBelow(bank, 'limits-not-evaluated')[0]).to.deep.include({
      Component: 'Named Credential Rates',
      Why: 'NamedCredential Rates has a placeholder for its URL',
    });
    expect(saidBelow(empty, 'limits-not-evaluated')).to.equal('Rules could judge all that they looked at.');
  });

  it('leave a line for each org to sign', () => {
    const [form] = sectionOf(bank, 'sign-off').blocks.filter(({ kind }) => kind === 'form');
    expect(form).to.deep.include({
      rows: [
        'Integration architect',
        'Information security',
        'Certificates and keys',
        'Owner of the org emea',
        'Owner of the org hq',
      ],
    });
  });
});
