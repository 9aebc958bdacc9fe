import { expect } from 'chai';
import { DEFAULT_CONFIG, memoryFileSystem, scan, type Config, type Finding } from '../../src/index.js';
import rule from '../../src/rules/certificate-count-near-limit.js';

const CERTIFICATE =
  '<Certificate xmlns="http://soap.sforce.com/2006/04/metadata"><caSigned>false</caSigned></Certificate>';
const INBOUND =
  '<InboundCertificate xmlns="http://soap.sforce.com/2006/04/metadata"><masterLabel>X</masterLabel></InboundCertificate>';

/** A project with two package directories, whose certificates alternate between them. */
function projectWith(certificates: number, inbound = 0): Record<string, string> {
  const files: Record<string, string> = {
    'sfdx-project.json': JSON.stringify({ packageDirectories: [{ path: 'core' }, { path: 'integrations' }] }),
    // The same component in the other package directory: no certificate of its own.
    'integrations/certs/client_0.crt-meta.xml': CERTIFICATE,
  };
  for (let index = 0; index < certificates; index += 1) {
    files[`${index % 2 === 0 ? 'core' : 'integrations'}/certs/Client_${index}.crt-meta.xml`] = CERTIFICATE;
  }
  for (let index = 0; index < inbound; index += 1) {
    files[`core/inboundCertificates/Partner_${index}.inboundCertificate-meta.xml`] = INBOUND;
  }
  return files;
}

function findingsIn(
  files: Record<string, string>,
  certificates: Partial<Config['org']['certificates']> = {}
): readonly Finding[] {
  const config: Config = {
    ...DEFAULT_CONFIG,
    org: { ...DEFAULT_CONFIG.org, certificates: { ...DEFAULT_CONFIG.org.certificates, ...certificates } },
  };
  const now = new Date('2026-11-22T00:00:00Z');
  return scan({ fileSystem: memoryFileSystem(files), now, rules: [rule], configOf: () => config }).findings;
}

describe('certificate-count-near-limit: the numbers', () => {
  const cases: ReadonlyArray<readonly [count: number, severity: string | undefined]> = [
    [39, undefined],
    [40, 'medium'],
    [47, 'medium'],
    [49, 'medium'],
    [50, 'high'],
    [53, 'high'],
  ];
  for (const [count, severity] of cases) {
    it(`${count} certificates in the project are ${severity ?? 'not reported'}`, () => {
      const findings = findingsIn(projectWith(count));
      expect(findings.map((finding) => finding.severity)).to.deep.equal(severity === undefined ? [] : [severity]);
      for (const { message, location, component } of findings) {
        expect(message).to.include(`holds ${count} Certificates in its package directories`);
        expect(message).to.include('50 is the commonly reported limit');
        expect(location).to.include({ path: 'sfdx-project.json', startLine: 1 });
        expect(component).to.deep.equal({ type: 'Project', fullName: '.' });
      }
    });

    it(`${count} certificates in the org are ${severity ?? 'not reported'}, whatever the project holds`, () => {
      for (const held of [1, 53]) {
        const findings = findingsIn(projectWith(held), { inUse: count });
        expect(findings.map((finding) => finding.severity)).to.deep.equal(severity === undefined ? [] : [severity]);
        for (const { message } of findings)
          expect(message).to.include(`uses ${count} certificates, as org.certificates.inUse`);
      }
    });
  }

  it('shows Inbound Certificates beside the count and does not add them', () => {
    expect(findingsIn(projectWith(39, 20))).to.be.empty;
    expect(findingsIn(projectWith(40, 20))[0]!.message)
      .to.include('40 Certificates')
      .and.include('beside 20 Inbound');
  });

  it('takes the limit and the threshold from the config', () => {
    expect(findingsIn(projectWith(4), { warnAt: 4, limit: 6 }).map(({ severity }) => severity)).to.deep.equal([
      'medium',
    ]);
    expect(findingsIn(projectWith(6), { warnAt: 4, limit: 6 }).map(({ severity }) => severity)).to.deep.equal(['high']);
    expect(findingsIn(projectWith(6), { warnAt: 40, limit: 6 }).map(({ severity }) => severity)).to.deep.equal([
      'high',
    ]);
  });

  it('keeps its identity while the count changes, and tells that it changed', () => {
    const [before] = findingsIn(projectWith(47));
    const [after] = findingsIn(projectWith(48));
    expect(after!.fingerprint).to.equal(before!.fingerprint);
    expect(after!.evidence).to.not.equal(before!.evidence);
  });
});
