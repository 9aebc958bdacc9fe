import { expect } from 'chai';
import { JSDOM } from 'jsdom';
import type { Browser } from 'playwright-core';
import { none, known, unknown } from '../../src/inventory/fact.js';
import type { CertificateRole } from '../../src/model/certificateUses.js';
import type { Picture, TimeLine, Topology } from '../../src/report/document.js';
import { mermaidOf } from '../../src/report/pictures/mermaid.js';
import { partsOf } from '../../src/report/pictures/partsOf.js';
import { svgText } from '../../src/report/pictures/svg.js';
import { shorten, textLines, textWidth } from '../../src/report/pictures/textWidth.js';
import type { ReportData, ReportedIntegration } from '../../src/report/reportData.js';
import { timeLineOf } from '../../src/report/timeLineOf.js';
import { topologyOf } from '../../src/report/topologyOf.js';
import { openBrowser, show } from './browser.js';
import { HOSTILE } from './hostile.js';
import {
  aCertificate,
  aDecision,
  anInbound,
  anOrg,
  anOutbound,
  bankReport,
  counts,
  emptyReport,
  hostileReport,
  largeReport,
} from './samples.js';

/** A report of some integrations. */
const reportOf = (integrations: readonly ReportedIntegration[], more: Partial<ReportData> = {}): ReportData => ({
  ...emptyReport(),
  integrations,
  ...more,
});

const register = (id: string): NonNullable<ReportedIntegration['register']> => ({ id });

/** Each edge as `from -> to: transport, authentication [integrations]`, with labels for ids and `!` where it is at risk. */
function edgesOf({ nodes, edges }: Topology): readonly string[] {
  const labels = new Map(nodes.map(({ id, label }) => [id, label]));
  return edges.map(
    ({ from, to, transport, authentication, integrations, isAtRisk }) =>
      `${labels.get(from)} -> ${labels.get(to)}: ${transport}, ${authentication} [${integrations.join(', ')}]${isAtRisk ? '!' : ''}`
  );
}

/** A topology of so many orgs that each call so many hosts of their own. */
function manyOrgs(orgs: number, hosts: number): Topology {
  const names = Array.from({ length: orgs }, (_, org) => `org ${org}`);
  const hostsOf = (org: string): readonly string[] => Array.from({ length: hosts }, (_, host) => `${org} host ${host}`);
  return {
    kind: 'topology',
    title: 'Many',
    nodes: [
      ...names.map((label) => ({ id: label, role: 'org', label, detail: '' }) as const),
      ...names.flatMap(hostsOf).map((label) => ({ id: label, role: 'host', label, detail: '' }) as const),
    ],
    edges: names.flatMap((org) =>
      hostsOf(org).map((host, index) => ({
        from: org,
        to: host,
        // All different, so that nothing is of one kind.
        transport: index % 2 === 0 ? 'TLS' : 'mTLS',
        authentication: `way ${index}`,
        integrations: [host],
        isAtRisk: index === 0,
      }))
    ),
  };
}

/** A picture with a text wherever one may stand. */
const topologyWith = (text: string): Topology => ({
  kind: 'topology',
  title: text,
  nodes: [
    { id: 'c', role: 'client', label: text, detail: text },
    { id: text, role: 'org', label: text, detail: text },
    { id: 'g', role: 'gateway', label: text, detail: text },
    { id: 'h', role: 'host', label: text, detail: text, behind: 'g' },
  ],
  edges: [
    { from: 'c', to: text, transport: 'TLS', authentication: text, integrations: [text, `${text}2`], isAtRisk: false },
    { from: text, to: text, transport: 'mTLS', authentication: 'none', integrations: [text], isAtRisk: true },
    { from: text, to: 'g', transport: text, authentication: text, integrations: [text], isAtRisk: true },
  ],
});

const timeLineWith = (text: string): TimeLine => ({
  kind: 'time-line',
  title: text,
  from: '2026-10-01T00:00:00.000Z',
  to: '2027-12-01T00:00:00.000Z',
  now: '2026-11-22T00:00:00.000Z',
  bars: (['ended', 'ending', 'good'] as const).map((state, index) => ({
    label: text,
    from: '2025-01-01T00:00:00.000Z',
    to: ['2026-11-01T00:00:00.000Z', '2026-12-24T00:00:00.000Z', '2031-01-01T00:00:00.000Z'][index]!,
    alerts: ['2026-11-24T00:00:00.000Z'],
    state,
  })),
});

const PICTURES: ReadonlyArray<readonly [string, Picture]> = [
  ...[bankReport(), emptyReport(), largeReport(400), hostileReport()].flatMap((data, index) => [
    [`topology ${index}`, topologyOf(data)] as const,
    [`time line ${index}`, timeLineOf(data)] as const,
  ]),
  ['many orgs', manyOrgs(50, 30)],
  ...HOSTILE.flatMap((text) => [
    [`topology with ${JSON.stringify(text).slice(0, 40)}`, topologyWith(text)] as const,
    [`time line with ${JSON.stringify(text).slice(0, 40)}`, timeLineWith(text)] as const,
  ]),
];

describe('topologyOf', () => {
  it('connects the orgs of a bank with what they call and who calls them', () => {
    const topology = topologyOf(bankReport());
    expect(edgesOf(topology)).to.deep.equal([
      'Ledger feed from the ERP -> hq: mTLS, JWT bearer [Ledger feed from the ERP]',
      'HQ_Sync -> emea: TLS, JWT bearer [HQ_Sync]!',
      'hq -> Edge gateway: TLS, client credentials [Payment orders]',
      'hq -> bank-emea.my.salesforce.com:8443: mTLS, JWT bearer [Account sync to EMEA]',
      'hq -> fx.partner.example: http, password [Legacy_FX]!',
      'hq -> host not known: not known, client credentials [Rates]',
    ]);
    expect(topology.nodes.map(({ role, label, behind }) => [role, label, behind].filter(Boolean))).to.deep.equal([
      ['client', 'HQ_Sync'],
      ['client', 'Ledger feed from the ERP'],
      ['org', 'emea'],
      ['org', 'hq'],
      ['gateway', 'Edge gateway'],
      ['host', 'Payment orders', 'gateway:orgs/hq:edge'],
      ['host', 'bank-emea.my.salesforce.com:8443'],
      ['host', 'fx.partner.example'],
      ['host', 'host not known'],
    ]);
  });

  it('is the same whatever the order of the rows', () => {
    const data = bankReport();
    const shuffled = {
      ...data,
      orgs: [...data.orgs].reverse(),
      integrations: [...data.integrations].reverse(),
      gateways: [...data.gateways].reverse(),
    };
    expect(topologyOf(shuffled)).to.deep.equal(topologyOf(data));
  });

  it('leads a call to the My Domain of another org to that org', () => {
    const data = reportOf([anOutbound('EMEA', { project: 'hq', host: known('emea.my.salesforce.com') })], {
      orgs: [
        anOrg({ project: 'hq', name: 'HQ', myDomain: 'hq.my.salesforce.com' }),
        anOrg({ project: 'emea', name: 'EMEA', myDomain: 'emea.my.salesforce.com' }),
      ],
    });
    expect(edgesOf(topologyOf(data))).to.deep.equal(['HQ -> EMEA: TLS, client credentials [EMEA]']);
    expect(topologyOf(data).nodes).to.have.length(2);
  });

  it('draws a call that both orgs register under one id once', () => {
    const data = reportOf(
      [
        anOutbound('EMEA', {
          project: 'hq',
          id: 'sync',
          register: register('sync'),
          host: known('emea.my.salesforce.com'),
        }),
        anInbound('Sync', { project: 'emea', id: 'sync', register: register('sync') }),
        anInbound('Other', { project: 'emea', id: 'other', register: register('other') }),
      ],
      {
        orgs: [
          anOrg({ project: 'hq', name: 'HQ' }),
          anOrg({ project: 'emea', name: 'EMEA', myDomain: 'emea.my.salesforce.com' }),
        ],
      }
    );
    expect(edgesOf(topologyOf(data))).to.deep.equal([
      'Other -> EMEA: TLS, JWT bearer [Other]',
      'HQ -> EMEA: TLS, client credentials [EMEA]',
    ]);
  });

  const twoOrgs = {
    orgs: [
      anOrg({ project: 'hq', name: 'HQ' }),
      anOrg({ project: 'emea', name: 'EMEA', myDomain: 'emea.my.salesforce.com' }),
    ],
  };
  const signed = (role: CertificateRole): ReturnType<typeof anOutbound> =>
    anOutbound('EMEA', {
      project: 'hq',
      host: known('emea.my.salesforce.com'),
      certificates: [{ role, name: known('Signing'), sameKeyAs: [], notAfter: unknown('it is not in the project') }],
    });
  const app = (overrides: Parameters<typeof anInbound>[1] = {}): ReturnType<typeof anInbound> =>
    anInbound('Sync', { project: 'emea', flows: known(['Web Server Flow', 'JWT Bearer Flow']), ...overrides });
  const keys = (ofApp: string): Pick<ReportData, 'certificates'> => ({
    certificates: [
      aCertificate('Signing', { project: 'hq', publicKey: known('a') }),
      // Of the same name, in another org.
      aCertificate('Signing', { project: 'emea', publicKey: known('b') }),
      aCertificate('', {
        project: 'emea',
        kind: 'copy',
        name: none('a copy in the app'),
        publicKey: known(ofApp),
        usedBy: [{ role: 'verification', component: { type: 'ExternalClientApplication', fullName: 'Sync' } }],
      }),
    ],
  });
  const callersIn = (data: ReportData): readonly string[] =>
    topologyOf(data).nodes.flatMap(({ role, label }) => (role === 'client' ? [label] : []));

  it('takes an app that verifies the key of a call for the other end of that call, with what is at risk there', () => {
    const data = reportOf([signed('signing'), app({ findings: counts({ high: 1 }) })], { ...twoOrgs, ...keys('a') });
    expect(edgesOf(topologyOf(data))).to.deep.equal(['HQ -> EMEA: TLS, client credentials [EMEA]!']);
    expect(callersIn(data)).to.deep.equal([]);
  });

  it('keeps a caller that nothing proves to be that org', () => {
    const withKeys = (rows: readonly ReportedIntegration[], ofApp: string): ReportData =>
      reportOf(rows, { ...twoOrgs, ...keys(ofApp) });
    expect(callersIn(withKeys([signed('signing'), app()], 'b')), 'another key').to.deep.equal(['Sync']);
    expect(callersIn(withKeys([signed('client'), app()], 'a')), 'a key of TLS').to.deep.equal(['Sync']);
    expect(callersIn(reportOf([signed('signing'), app()], twoOrgs)), 'no keys').to.deep.equal(['Sync']);
    const elsewhere = { ...signed('signing'), host: known('apac.my.salesforce.com') };
    expect(callersIn(withKeys([elsewhere, app()], 'a')), 'another org').to.deep.equal(['Sync']);
    const others = app({ flows: known(['JWT Bearer Flow', 'Client Credentials Flow']) });
    expect(callersIn(withKeys([signed('signing'), others], 'a')), 'a secret as well').to.deep.equal(['Sync']);
  });

  it('says how machines sign in, and of an app for people how they do', () => {
    const flows = (name: string, ...all: readonly string[]): ReportedIntegration =>
      anInbound(name, { flows: known(all) });
    const data = reportOf([
      flows('A', 'Web Server Flow', 'Client Credentials Flow'),
      flows('B', 'Web Server Flow', 'Device Flow'),
      anInbound('C', { flows: none('no flow') }),
    ]);
    expect(edgesOf(topologyOf(data))).to.deep.equal([
      'A -> hq: TLS, client credentials [A]',
      'B -> hq: TLS, web server, device [B]',
      'C -> hq: TLS, not known [C]',
    ]);
  });

  it('says what else may authenticate a call without a protocol', () => {
    const client = {
      certificates: [
        { role: 'client', name: known('Client'), sameKeyAs: [], notAfter: unknown('it is not in the project') },
      ],
    } as const;
    const without = (name: string, why: string, more: Parameters<typeof anOutbound>[1] = {}): ReportedIntegration =>
      anOutbound(name, { host: known(`${name}.example`), authenticationProtocol: none(why), ...more });
    const data = reportOf([
      without('a', 'no External Credential; a header is named for a secret', client),
      without('b', 'no External Credential', { ...client, mutualTls: 'unknown' }),
      without('c', 'no External Credential', { ...client, mutualTls: 'yes' }),
      without('d', '', { ...client, mutualTls: 'unknown', authenticationProtocol: known('NoAuthentication') }),
      without('e', 'no External Credential'),
    ]);
    expect(edgesOf(topologyOf(data)).map((edge) => /: (.*) \[/.exec(edge)![1])).to.deep.equal([
      'TLS, a header',
      'TLS, client certificate?',
      'mTLS, none',
      'TLS, client certificate?',
      'TLS, none',
    ]);
  });

  it('joins what is connected in the same way, and keeps apart what is not', () => {
    const data = reportOf([
      anOutbound('B', { findings: counts({ critical: 1 }) }),
      anOutbound('A'),
      anOutbound('C', { authenticationProtocol: known('Basic'), findings: counts({ medium: 4 }) }),
      anOutbound('D', { mutualTls: 'yes' }),
      anOutbound('E', { privateConnection: known('Line'), mutualTls: 'yes' }),
      anOutbound('F', { port: known(8443), authenticationProtocol: none('no External Credential') }),
    ]);
    const topology = topologyOf(data);
    expect([...edgesOf(topology)].sort()).to.deep.equal([
      'hq -> api.partner.example: TLS, Basic [C]',
      'hq -> api.partner.example: TLS, client credentials [A, B]!',
      'hq -> api.partner.example: mTLS, client credentials [D]',
      'hq -> api.partner.example: private, client credentials [E]',
      'hq -> api.partner.example:8443: TLS, none [F]',
    ]);
    expect(topology.nodes.find(({ label }) => label === 'api.partner.example')!.detail).to.equal('A and 4 more');
  });

  it('has one caller for the apps of several orgs that are registered under one id', () => {
    const caller = { id: 'siem', name: 'SIEM', register: register('siem') };
    const data = reportOf(
      [
        anInbound('Reader', { project: 'a', ...caller }),
        anInbound('Reader', { project: 'b', ...caller }),
        anInbound('Other', { project: 'a' }),
        anInbound('Other', { project: 'b' }),
      ],
      { orgs: [anOrg({ project: 'a', name: 'A' }), anOrg({ project: 'b', name: 'B' })] }
    );
    const callers = topologyOf(data).nodes.filter(({ role }) => role === 'client');
    expect(callers.map(({ label }) => label)).to.deep.equal(['Other', 'Other', 'SIEM']);
  });

  it('leaves out a credential that nothing calls with, and an entry that nothing belongs to', () => {
    const component = { type: 'ExternalCredential', fullName: 'Unused' };
    const data = reportOf([anOutbound('Unused', { component, host: unknown('nobody uses it') })]);
    expect(topologyOf(data)).to.deep.include({ edges: [] });
    expect(topologyOf(data).nodes.map(({ role }) => role)).to.deep.equal(['org']);
  });

  it('goes through the gateway of the host, whichever register tells of it, and past one that is not called', () => {
    const gateway = { id: 'edge', hosts: ['*.edge.example'], integrations: [], bypassedBy: [] };
    const through = { decision: aDecision({ gateway: 'edge' }) };
    const data = reportOf(
      [
        anOutbound('Here', { project: 'a', host: known('x.edge.example') }),
        anOutbound('There', { project: 'b', host: known('y.edge.example') }),
        anOutbound('Past', { project: 'a', ...through }),
        anOutbound('Open', { project: 'a', host: unknown('the build puts it in'), ...through }),
        anInbound('In', { project: 'b', ...through }),
      ],
      {
        orgs: [anOrg({ project: 'a', name: 'A' }), anOrg({ project: 'b', name: 'B' })],
        gateways: [
          { ...gateway, project: 'a' },
          { ...gateway, project: 'b' },
        ],
      }
    );
    const topology = topologyOf(data);
    // One on each side of the orgs.
    expect(topology.nodes.filter(({ role }) => role === 'gateway').map(({ id }) => id)).to.deep.equal([
      'gateway:a:edge',
      'gateway:a:edge:in',
    ]);
    expect(edgesOf(topology)).to.have.members([
      'A -> edge: TLS, client credentials [Here, Open]',
      'B -> edge: TLS, client credentials [There]',
      'A -> api.partner.example: TLS, client credentials [Past]',
      'edge -> B: TLS, JWT bearer [In]',
    ]);
    expect(svgText(topology)).to.contain('Gateways: 1.');
    const behind = topology.nodes.filter((node) => node.behind !== undefined).map(({ label }) => label);
    expect(behind).to.have.members(['Here', 'There', 'Open', 'In']);
  });
});

describe('timeLineOf', () => {
  it('shows a month back and twelve ahead, what ends first at the top', () => {
    const line = timeLineOf(bankReport());
    expect([line.from, line.now, line.to]).to.deep.equal([
      '2026-10-01T00:00:00.000Z',
      '2026-11-22T00:00:00.000Z',
      '2027-12-01T00:00:00.000Z',
    ]);
    expect(line.bars.map(({ label, to, state }) => [label, to.slice(0, 10), state])).to.deep.equal([
      ['HQ_Old (hq)', '2026-05-01', 'ended'],
      ['HQ_EMEA_Signing (hq)', '2026-12-20', 'ending'],
      ['HQ_EMEA_Client (hq)', '2027-01-31', 'ending'],
      ['HQ_Trust (emea)', '2027-01-31', 'ending'],
      ['copy in ERP_Feed (hq)', '2027-06-15', 'good'],
    ]);
  });

  it('counts the days before the end as the org wants them', () => {
    const data: ReportData = {
      ...emptyReport(),
      orgs: [anOrg({ warnDays: [60, 30, 7] })],
      certificates: [aCertificate('Client', { notAfter: known('2027-01-22T00:00:00.000Z') })],
    };
    const [bar] = timeLineOf(data).bars;
    expect(bar!.label).to.equal('Client');
    expect(bar!.alerts.map((alert) => alert.slice(0, 10))).to.deep.equal(['2026-11-23', '2026-12-23', '2027-01-15']);
    expect(bar!.state).to.equal('good');
    const [, next] = [0, 1].map((days) => timeLineOf({ ...data, now: `2026-11-${22 + days}T00:00:00.000Z` }).bars[0]);
    expect(next!.state).to.equal('ending');
  });
});

describe('partsOf', () => {
  it('leaves a small picture as it is', () => {
    const topology = topologyOf(bankReport());
    expect(partsOf(topology)).to.deep.equal([topology]);
  });

  it('folds hosts that are called in the same way, and keeps what is at risk', () => {
    const data = largeReport(400);
    const integrations = data.integrations.map((row, index) =>
      index === 300 ? { ...row, findings: counts({ high: 1 }) } : row
    );
    const topology = topologyOf({ ...data, integrations });
    const [part, ...others] = partsOf(topology) as readonly Topology[];
    expect(others).to.deep.equal([]);
    expect(part!.nodes.length).to.be.within(10, 40);
    const labels = part!.nodes.map(({ label }) => label);
    expect(labels).to.include('387 more hosts').and.to.include('system-0300.partner.example');
    const total = part!.edges.reduce((sum, edge) => sum + edge.integrations.length, 0);
    expect(total).to.equal(400);
  });

  it('splits by org where folding does not help, and loses no integration', () => {
    const topology = manyOrgs(6, 60);
    const parts = partsOf(topology) as readonly Topology[];
    expect(parts.map(({ title }) => title)).to.deep.equal(
      ['org 0', 'org 1', 'org 2', 'org 3', 'org 4', 'org 5'].map((org) => `Many: ${org}`)
    );
    for (const part of parts) expect(part.nodes.length).to.be.at.most(40);
    const drawn = new Set(parts.flatMap(({ edges }) => edges.flatMap(({ integrations }) => integrations)));
    expect(drawn).to.have.length(360);
  });

  it('gives parts that are their own only part', () => {
    for (const [name, picture] of PICTURES) {
      for (const part of partsOf(picture)) expect(partsOf(part), name).to.deep.equal([part]);
    }
  });

  it('tells of certificates that end after the time line in one bar, and of the others in several pictures', () => {
    const end = (index: number): string => (index < 35 ? '2027-02-01T00:00:00.000Z' : '2029-01-01T00:00:00.000Z');
    const data = {
      ...emptyReport(),
      certificates: Array.from({ length: 60 }, (_, index) =>
        aCertificate(`C${index}`, { notAfter: known(end(index)) })
      ),
    };
    const parts = partsOf(timeLineOf(data)) as readonly TimeLine[];
    expect(parts.map(({ bars }) => bars.length)).to.deep.equal([18, 18]);
    expect(parts[1]!.bars.at(-1)!.label).to.equal('25 more that end later');
  });
});

describe('texts of pictures', () => {
  it('keeps both ends of a long name, within the width', () => {
    const short = shorten('a-very-long-name-of-a-host.partner.example', 120, { size: 10 });
    expect(short).to.match(/^a-very.*….*example$/);
    expect(textWidth(short, { size: 10 })).to.be.at.most(120);
  });

  it('breaks a host name behind a dot', () => {
    expect(textLines('bank-emea.my.salesforce.com', 150, { size: 13, isBold: true }, 2)).to.deep.equal([
      'bank-emea.my.',
      'salesforce.com',
    ]);
  });

  it('breaks a longer name into as many lines as it may have', () => {
    const name = 'core-banking.services.partner.example:9443';
    expect(textLines(name, 110, { size: 13, isBold: true }, 3)).to.deep.equal([
      'core-banking.',
      'services.',
      'partn…:9443',
    ]);
    expect(textLines(name, 110, { size: 13, isBold: true }, 9).join('')).to.equal(name);
  });

  it('never makes a text wider, and never cuts a character in two', () => {
    for (const text of HOSTILE) {
      for (const width of [30, 100, 300]) {
        const short = shorten(text, width, { size: 11 });
        expect(textWidth(short, { size: 11 })).to.be.at.most(width);
        if (text === '🏦'.repeat(60)) expect(short).to.match(/^(?:🏦|…)+$/u);
      }
    }
  });
});

describe('svgText', function () {
  this.timeout(120_000);

  it('is the same for the same picture, well-formed, and has no markup but its own', () => {
    const { DOMParser } = new JSDOM().window;
    for (const [name, picture] of PICTURES) {
      const text = svgText(picture);
      expect(text).to.equal(svgText(picture));
      const document = new DOMParser().parseFromString(text, 'image/svg+xml');
      expect(document.querySelector('parsererror')?.textContent, name).to.equal(undefined);
      const all = [...document.querySelectorAll('*')];
      const names = new Set(all.map(({ localName }) => localName));
      expect([...names], name)
        .to.include('svg')
        .and.to.satisfy((found: string[]) => found.every((one) => KNOWN.has(one)));
      const attributes = new Set(all.flatMap((element) => [...element.attributes].map((one) => one.name)));
      expect(
        [...attributes].filter((one) => /^on|href|style|src/.test(one)),
        name
      ).to.deep.equal([]);
      expect(document.querySelector('style')!.textContent).not.to.match(/url|import/);
    }
  });

  it('tells those who do not see it what it shows', () => {
    const text = svgText(topologyOf(bankReport()));
    expect(text).to.contain('role="img"').and.to.contain('<title>Who is connected with whom</title>');
    expect(text).to.contain('Orgs: 2. Gateways: 1. Systems outside: 4. Callers: 2. Connections: 6, of which 2 ');
  });

  it('marks what is at risk with a sign, and explains it', () => {
    const text = svgText(topologyOf(bankReport()));
    expect(text.match(/class="risk-sign"/g)).to.have.length(3);
    expect(text).to.contain('Has a finding of severity high or critical');
    expect(svgText(topologyOf(largeReport(3)))).not.to.contain('class="risk-sign"');
  });

  it('says in a caller or host how its only connection is made, and at a line where there are several', () => {
    const { DOMParser } = new JSDOM().window;
    const textsOf = (integrations: readonly ReportedIntegration[], selector: string): readonly string[] => {
      const svg = new DOMParser().parseFromString(svgText(topologyOf(reportOf(integrations))), 'image/svg+xml');
      return [...svg.querySelectorAll(`${selector} text`)].map((text) => text.textContent!);
    };
    const basic = anOutbound('B', { authenticationProtocol: known('Basic') });
    expect(textsOf([basic], '.host')).to.include('TLS · Basic');
    expect(textsOf([basic], '.edge-label')).to.deep.equal([]);
    expect(textsOf([anInbound('C')], '.client')).to.include('TLS · JWT bearer');
    const several = [basic, anOutbound('A', { authenticationProtocol: known('Password') })];
    expect(textsOf(several, '.host')).to.not.include('TLS · Basic');
    expect(textsOf(several, '.edge-label')).to.include.members(['Basic', 'password']);
  });

  it('runs from top to bottom where a page would make it too small from left to right', () => {
    const chain = (length: number): Topology => {
      const ids = Array.from({ length }, (_, index) => `org ${index}`);
      return {
        kind: 'topology',
        title: 'Chain',
        nodes: ids.map((label) => ({ id: label, role: 'org', label, detail: '' })),
        edges: ids.slice(1).map((to, index) => ({
          from: ids[index]!,
          to,
          transport: 'mTLS',
          authentication: 'JWT bearer',
          integrations: [to],
          isAtRisk: false,
        })),
      };
    };
    const sizeOf = (picture: Topology): readonly number[] =>
      /width="(\d+)" height="(\d+)"/.exec(svgText(picture))!.slice(1).map(Number);
    const [shortWidth, shortHeight] = sizeOf(chain(3));
    expect(shortWidth).to.be.greaterThan(shortHeight!);
    const [longWidth, longHeight] = sizeOf(chain(12));
    expect(longWidth).to.be.lessThan(900).and.lessThan(longHeight!);
    // Many hosts of one org stand below each other.
    expect(sizeOf(manyOrgs(1, 30))[0]).to.be.lessThan(900);
  });

  it('keeps the whole of a long name where it shows a part', () => {
    const host = `${'very-'.repeat(20)}long.partner.example`;
    const text = svgText(topologyOf(reportOf([anOutbound('A', { host: known(host) })])));
    expect(text).to.contain(`<title>${host}, A</title>`);
    expect(text).to.match(/<text class="label"[^>]*>[^<]*…[^<]*<\/text>/);
  });

  it('shows texts that neither overlap nor are cut', async function () {
    const browser: Browser | undefined = await openBrowser();
    if (!browser) return this.skip();
    try {
      const { page, faults } = await show(browser, '<!doctype html><title>x</title>');
      for (const [name, picture] of PICTURES) {
        await page.setContent(svgText(picture));
        expect(await page.evaluate(findOverlaps), name).to.deep.equal([]);
      }
      expect(faults).to.deep.equal([]);
    } finally {
      await browser.close();
    }
  });
});

const KNOWN = new Set(['svg', 'title', 'desc', 'style', 'g', 'rect', 'path', 'text']);

/** In a browser: texts that overlap each other, leave the picture, or leave the node that they stand in. */
function findOverlaps(): readonly string[] {
  const problems: string[] = [];
  const svg = document.querySelector('svg')!;
  const paper = svg.getBoundingClientRect();
  const isIn = (inner: DOMRect, outer: DOMRect): boolean =>
    inner.left >= outer.left - 0.5 &&
    inner.right <= outer.right + 0.5 &&
    inner.top >= outer.top - 0.5 &&
    inner.bottom <= outer.bottom + 0.5;
  const texts = [...svg.querySelectorAll('text')].map((text) => ({ text, box: text.getBoundingClientRect() }));
  for (const { text, box } of texts) {
    if (!isIn(box, paper)) problems.push(`leaves the picture: ${text.textContent}`);
    const shape = text.closest('.node')?.querySelector('.shape');
    if (shape && !isIn(box, shape.getBoundingClientRect())) problems.push(`leaves its node: ${text.textContent}`);
  }
  // Boxes are as high as the font, letters are not.
  const inset = 2;
  texts.forEach(({ text, box }, index) => {
    for (const other of texts.slice(index + 1)) {
      const across = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
      const down = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
      if (across > 0.5 && down > inset) problems.push(`overlap: ${text.textContent} and ${other.text.textContent}`);
    }
  });
  return problems;
}

describe('mermaidOf', function () {
  this.timeout(120_000);
  interface Diagram {
    readonly type: string;
    readonly db: {
      readonly getVertices?: () => ReadonlyMap<string, { readonly text: string; readonly link?: string }>;
      readonly getEdges?: () => readonly unknown[];
      readonly getTasks?: () => ReadonlyArray<{ readonly task: string; readonly startTime: Date }>;
    };
  }
  let parse: (text: string) => Promise<Diagram>;
  const borrowed = ['window', 'document'] as const;
  const before_ = new Map<string, PropertyDescriptor | undefined>();

  before(async () => {
    // Mermaid cleans texts with DOMPurify, which needs a DOM when it is loaded.
    const { window } = new JSDOM();
    for (const name of borrowed) {
      before_.set(name, Object.getOwnPropertyDescriptor(globalThis, name));
      Object.defineProperty(globalThis, name, {
        value: name === 'window' ? window : window.document,
        configurable: true,
      });
    }
    const { default: mermaid } = await import('mermaid');
    mermaid.initialize({ startOnLoad: false, securityLevel: 'strict', suppressErrorRendering: true });
    parse = async (text) => {
      await mermaid.parse(text);
      return (await mermaid.mermaidAPI.getDiagramFromText(text)) as unknown as Diagram;
    };
  });

  after(() => {
    for (const [name, descriptor] of before_) {
      if (descriptor) Object.defineProperty(globalThis, name, descriptor);
      else Reflect.deleteProperty(globalThis, name);
    }
  });

  it('is what Mermaid takes for the same nodes and edges, and for nothing else', async () => {
    for (const [name, picture] of PICTURES.filter(([, { kind }]) => kind === 'topology')) {
      const parts = partsOf(picture) as readonly Topology[];
      for (const part of parts) {
        const { type, db } = await parse(mermaidOf(part));
        expect(type, name).to.equal('flowchart-v2');
        const vertices = [...db.getVertices!()];
        expect(vertices.length, name).to.equal(part.nodes.length);
        expect(vertices.filter(([id, { link }]) => !/^n\d+$/.test(id) || link !== undefined)).to.deep.equal([]);
        const behind = part.nodes.filter((node) => node.behind !== undefined).length;
        expect(db.getEdges!(), name).to.have.length(part.edges.length + behind);
      }
    }
  });

  it('is a gantt chart of a time line, with a row for each certificate', async () => {
    for (const [name, picture] of PICTURES.filter(([, { kind }]) => kind === 'time-line')) {
      for (const part of partsOf(picture) as readonly TimeLine[]) {
        const { type, db } = await parse(mermaidOf(part));
        expect(type, name).to.equal('gantt');
        const tasks = db.getTasks!().filter(({ task }) => !task.startsWith('◆'));
        expect(tasks.length, name).to.equal(Math.max(1, part.bars.length));
        for (const { startTime } of tasks) expect(startTime.getUTCFullYear(), name).to.be.within(2024, 2032);
      }
    }
  });

  it('shows the parts of a large picture beside each other', async () => {
    const picture = manyOrgs(6, 60);
    const text = mermaidOf(picture);
    expect(text.match(/^ {2}subgraph /gm)).to.have.length(6);
    expect([...(await parse(text)).db.getVertices!()].length).to.equal(
      (partsOf(picture) as readonly Topology[]).reduce((sum, { nodes }) => sum + nodes.length, 0)
    );
  });

  it('draws what is at risk in red, with a sign', () => {
    const text = mermaidOf(topologyOf(bankReport()));
    expect(text).to.contain('-.->|"⚠ http<br/>password"|');
    expect(text).to.match(/^ {2}linkStyle 1,4 stroke:#b42318/m);
  });

  it('holds nothing that a fence, a directive or a script could be made of', () => {
    for (const [name, picture] of PICTURES) {
      const text = mermaidOf(picture);
      expect(text, name).not.to.match(/```|%%|<(?!br\/>)|javascript:|[\u202E\0]/);
    }
  });
});
