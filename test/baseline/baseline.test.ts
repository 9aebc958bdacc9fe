import { expect } from 'chai';
import { baselineText, entryOf, type Baseline } from '../../src/baseline/baseline.js';
import { readBaseline } from '../../src/baseline/readBaseline.js';
import { memoryFileSystem, rules, scan, type ScanReport } from '../../src/index.js';
import { human } from '../../src/reporters/human.js';
import { toJsonDocument } from '../../src/reporters/json.js';
import { aContext } from '../support/report.js';

const NAME = 'sf-isa.baseline.json';
const site = (url: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<RemoteSiteSetting xmlns="http://soap.sforce.com/2006/04/metadata">
    <disableProtocolSecurity>false</disableProtocolSecurity>
    <isActive>true</isActive>
    <url>${url}</url>
</RemoteSiteSetting>
`;
const sites = (urls: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(urls).map(([name, url]) => [`remoteSiteSettings/${name}.remoteSite-meta.xml`, site(url)])
  );

function scanFiles(
  files: Readonly<Record<string, string>>,
  { baseline, rule, persona }: { baseline?: Baseline; rule?: string; persona?: 'auditor' | 'regular' } = {}
): ScanReport {
  return scan({
    fileSystem: memoryFileSystem(files),
    now: new Date('2026-11-22'),
    ...(baseline && { baseline }),
    ...(persona && { persona }),
    ...(rule !== undefined && { rules: rules.filter(({ id }) => id === rule) }),
  });
}

const baselineOf = (report: ScanReport): Baseline => readBaseline(baselineText(report.findings.map(entryOf)), NAME);

const CREDENTIAL = `<?xml version="1.0" encoding="UTF-8"?>
<ExternalCredential xmlns="http://soap.sforce.com/2006/04/metadata">
    <authenticationProtocol>Custom</authenticationProtocol>
    <label>Bank</label>
</ExternalCredential>
`;
const BEFORE = sites({ Print: 'http://print.example.com', Scan: 'http://scan.example.com' });

describe('a baseline', () => {
  it('puts off what it has and nothing else', () => {
    const baseline = baselineOf(scanFiles(BEFORE));
    expect(baseline.entries).to.have.length(2);
    const report = scanFiles({ ...BEFORE, ...sites({ Plot: 'http://plot.example.com' }) }, { baseline });
    expect(report.findings.map(({ component }) => component.fullName)).to.deep.equal(['Plot']);
    expect(report.baseline!.known).to.have.length(2);
    expect(report.baseline!.fixed).to.be.empty;
    expect(toJsonDocument(report, aContext()).summary.baseline).to.deep.equal({ known: 2, fixed: 0 });
  });

  it('reports a finding again when its value has changed', () => {
    const baseline = baselineOf(scanFiles(BEFORE));
    const report = scanFiles(
      sites({ Print: 'http://printer.example.com', Scan: 'http://scan.example.com' }),
      { baseline }
    );
    expect(report.findings.map(({ component }) => component.fullName)).to.deep.equal(['Print']);
    expect(report.baseline!.fixed.map(({ component }) => component)).to.deep.equal(['RemoteSiteSetting:Print']);
  });

  it('says what is fixed', () => {
    const baseline = baselineOf(scanFiles(BEFORE));
    const report = scanFiles(sites({ Print: 'http://print.example.com', Scan: 'https://scan.example.com' }), {
      baseline,
    });
    expect(report.findings).to.be.empty;
    expect(report.baseline!.fixed.map(({ component }) => component)).to.deep.equal(['RemoteSiteSetting:Scan']);
    expect(human(report, aContext())).to.include('Baseline: 1 finding put off, 1 more fixed: sf isa baseline prune');
  });

  it('takes nothing for fixed whose rule did not run, or that a persona hides', () => {
    // Without a description, which only a pedantic reader misses.
    const files = { ...BEFORE, 'externalCredentials/Bank.externalCredential-meta.xml': CREDENTIAL };
    const baseline = baselineOf(scanFiles(files, { persona: 'auditor' }));
    expect(baseline.entries.map(({ rule }) => rule)).to.include('component-undocumented');
    expect(scanFiles(files, { baseline }).baseline!.fixed).to.be.empty;
    expect(scanFiles(files, { baseline, rule: 'certificate-expired' }).baseline!.fixed).to.be.empty;
  });

  it('does not move with the files', () => {
    const baseline = baselineOf(scanFiles(BEFORE));
    const moved = Object.fromEntries(Object.entries(BEFORE).map(([path, text]) => [`src/moved/${path}`, `\n${text}`.trim()]));
    expect(scanFiles(moved, { baseline }).findings).to.be.empty;
  });
});

describe('the text of a baseline', () => {
  it('is sorted, one entry a line, and reads back', () => {
    const { findings } = scanFiles(BEFORE, { persona: 'auditor' });
    const text = baselineText(findings.map(entryOf));
    const lines = text.split('\n').filter((line) => line.startsWith('    {'));
    expect(lines).to.have.length(findings.length);
    expect(lines.map((line) => line.replace(/,$/, ''))).to.deep.equal(
      lines.map((line) => line.replace(/,$/, '')).sort()
    );
    expect(baselineText([...findings].reverse().map(entryOf))).to.equal(text);
    expect(readBaseline(text, NAME).entries).to.have.deep.members(findings.map(entryOf));
  });

  it('may be empty', () => {
    expect(readBaseline(baselineText([]), NAME).entries).to.be.empty;
  });

  for (const [title, text, expected] of [
    ['an unresolved merge conflict', '{\n<<<<<<< HEAD\n', /^sf-isa\.baseline\.json:2:1: .*merge conflict.*--force/],
    ['what is no JSON', 'version: 1', /:1:1: .*JSON/],
    ['another version', '{"version":2,"findings":[]}', /no baseline of this version/],
    ['no findings', '{"version":1}', /no baseline of this version/],
    ['a list', '[]', /no baseline of this version/],
    ['an entry without a fingerprint', '{"version":1,"findings":[{"rule":"a","component":"b"}]}', /the entry 1 /],
    ['an entry that is none', '{"version":1,"findings":[null]}', /the entry 1 /],
    [
      'a number for evidence',
      '{"version":1,"findings":[{"fingerprint":"0123456789abcdef","rule":"a","component":"b","evidence":1}]}',
      /the entry 1 /,
    ],
  ] as const) {
    it(`is refused with ${title}`, () => {
      expect(() => readBaseline(text, NAME)).to.throw(expected);
    });
  }
});
