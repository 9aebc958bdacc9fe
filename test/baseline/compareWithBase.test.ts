import { expect } from 'chai';
import { compareWithBase } from '../../src/baseline/compareWithBase.js';
import type { Finding } from '../../src/findings/finding.js';
import type { ScanReport } from '../../src/findings/report.js';
import { aFinding, aReport } from '../support/report.js';

const ABOUT = { ref: 'main', commit: 'a'.repeat(40), isMergeBase: true };
const at = (path: string): Partial<Finding> => ({
  location: { path, startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 },
});

function compared(
  now: ReadonlyArray<Partial<Finding>>,
  before: ReadonlyArray<Partial<Finding>>,
  {
    report = {},
    base = {},
    moved = [],
  }: { report?: Partial<ScanReport>; base?: Partial<ScanReport>; moved?: readonly string[] } = {}
): ScanReport {
  return compareWithBase(aReport({ findings: now.map(aFinding), ...report }), {
    ...ABOUT,
    report: aReport({ findings: before.map(aFinding), ...base }),
    isMoved: (from, to) => moved.includes(`${from} ${to}`),
  });
}

describe('a comparison with a base', () => {
  it('reports again what has become worse, and not what has become milder', () => {
    expect(compared([{ severity: 'critical' }], [{ severity: 'high' }]).findings).to.have.length(1);
    expect(compared([{ severity: 'medium' }], [{ severity: 'high' }]).findings).to.be.empty;
  });

  it('counts: of three that are alike where there were two, one is new, that of the new file', () => {
    const now = [
      { ...at('a'), fingerprint: '9f1c2a7d5b3e4c60' },
      { ...at('b'), fingerprint: '9f1c2a7d5b3e4c60:2' },
      { ...at('c'), fingerprint: '9f1c2a7d5b3e4c60:3' },
    ];
    const before = [
      { ...at('a'), fingerprint: '9f1c2a7d5b3e4c60' },
      { ...at('c'), fingerprint: '9f1c2a7d5b3e4c60:2' },
    ];
    expect(compared(now, before).findings.map(({ location }) => location.path)).to.deep.equal(['b']);
    expect(compared(before, now).since).to.include({ known: 2, fixed: 0 });
  });

  it('sees past the package directory that tells two copies apart', () => {
    const alone = { fingerprint: '9f1c2a7d5b3e4c60' };
    const shared = { fingerprint: '1111111111111111', commonFingerprint: '9f1c2a7d5b3e4c60' };
    expect(compared([alone], [shared]).findings).to.be.empty;
    expect(compared([shared], [alone]).findings).to.be.empty;
  });

  it('knows what was accepted or hidden before', () => {
    const accepted = aFinding();
    const reason = {
      source: 'file',
      kind: 'accepted-risk',
      reason: 'it is so',
      ticket: undefined,
      owner: undefined,
      expires: undefined,
      location: accepted.location,
    } as const;
    const base = { suppressed: [{ ...accepted, suppression: reason }] };
    expect(compared([{}], [], { base }).findings).to.be.empty;
  });

  it('takes for fixed only what was shown, and is neither hidden, changed nor put off now', () => {
    const hidden = { hiddenFingerprints: new Set(['9f1c2a7d5b3e4c60']) };
    expect(compared([], [{}]).since).to.include({ fixed: 1 });
    expect(compared([], [{}], { base: hidden }).since).to.include({ fixed: 0 });
    expect(compared([], [{}], { report: hidden }).since).to.include({ fixed: 0 });
    expect(compared([{ evidence: 'aaaaaaaaaaaaaaaa' }], [{ evidence: 'bbbbbbbbbbbbbbbb' }]).since).to.include({
      known: 0,
      fixed: 0,
    });
    const baseline = { path: 'sf-isa.baseline.json', known: [aFinding()], fixed: [] };
    expect(compared([], [{}], { report: { baseline } }).since).to.include({ fixed: 0 });
  });

  it('knows a key by its content when it is moved, and no other key that takes its name', () => {
    const key = (path: string, fingerprint: string): Partial<Finding> => ({
      ...at(path),
      rule: 'private-key-in-project',
      fingerprint,
      component: { type: 'File', fullName: path },
    });
    const before = [key('keys/server.key', '1111111111111111')];
    const renamed = [key('keys/old.key', '2222222222222222')];
    expect(compared(renamed, before, { moved: ['keys/server.key keys/old.key'] }).findings).to.be.empty;
    expect(compared(renamed, before).findings).to.have.length(1);
    const elsewhere = [key('other/server.key', '1111111111111111')];
    expect(compared(elsewhere, before).findings).to.have.length(1);
    expect(compared(elsewhere, before, { moved: ['keys/server.key other/server.key'] }).findings).to.be.empty;
    expect(compared(before, before).findings).to.be.empty;
  });
});
