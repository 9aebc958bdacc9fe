import { expect } from 'chai';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runBin, type Run } from './program.js';
import { DEFINITION, Folders } from './project.js';

const SITE = 'force-app/remoteSiteSettings/Print.remoteSite-meta.xml';
const site = (url: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<RemoteSiteSetting xmlns="http://soap.sforce.com/2006/04/metadata">
    <disableProtocolSecurity>false</disableProtocolSecurity>
    <isActive>true</isActive>
    <url>${url}</url>
</RemoteSiteSetting>
`;
const REASON = ['--reason', 'Isolated VLAN, replaced in Q3'];

describe('sf-isa suppress', function () {
  this.timeout(60_000);
  const folders = new Folders();
  let folder: string;
  const isa = (...args: readonly string[]): Promise<Run> => runBin([...args], { cwd: folder });
  const scan = (now = '2026-11-22'): Promise<Run> => isa('scan', '--fail-on', 'medium', '--now', now);
  const path = (): string => join(folder, 'sf-isa.suppressions.yml');

  beforeEach(() => {
    folder = folders.make({ 'sfdx-project.json': DEFINITION, [SITE]: site('http://print.example.com') });
  });
  after(() => folders.removeAll());

  it('makes a scan green until the day is over, then red with the reason', async () => {
    expect((await scan()).exitCode).to.equal(13);
    const { findings } = JSON.parse((await isa('scan', '-f', 'json')).stdout) as {
      findings: Array<{ fingerprint: string }>;
    };
    const suppressed = await isa('suppress', findings[0]!.fingerprint, ...REASON, '--expires', '2027-03-31');
    expect(suppressed).to.deep.equal({
      exitCode: 0,
      stdout: 'Accepted endpoint-cleartext on RemoteSiteSetting:Print in sf-isa.suppressions.yml.\n',
      stderr: '',
    });
    expect((await scan()).exitCode).to.equal(0);
    const late = await scan('2027-04-01');
    expect(late.exitCode).to.equal(13);
    expect(late.stdout).to.include('accepted until 2027-03-31: Isolated VLAN, replaced in Q3');
  });

  it('takes a rule and a component, and warns when no scan reports that', async () => {
    const first = await isa('suppress', 'endpoint-cleartext', 'RemoteSiteSetting:Print', ...REASON);
    expect(first).to.include({ exitCode: 0, stderr: '' });
    const second = await isa('suppress', 'endpoint-cleartext', 'RemoteSiteSetting:Scan', ...REASON);
    expect(second.exitCode).to.equal(0);
    expect(second.stderr).to.equal('Warning: A scan reports no endpoint-cleartext on RemoteSiteSetting:Scan now.\n');
    expect(readFileSync(path(), 'utf8').match(/- rule:/g)).to.have.length(2);
    const pruned = await isa('suppress', '--prune');
    expect(pruned.stdout).to.equal('Took 1 entry out of sf-isa.suppressions.yml.\n');
    expect(readFileSync(path(), 'utf8')).to.include('Print').and.not.include('Scan');
    expect((await isa('suppress', '--prune')).stdout).to.equal(
      'Every entry of sf-isa.suppressions.yml covers something.\n'
    );
  });

  for (const [title, args, message] of [
    ['nothing to suppress', REASON, /suppress needs a fingerprint, or a rule and a component\./],
    ['no reason', ['endpoint-cleartext', 'RemoteSiteSetting:Print'], /suppress needs --reason/],
    [
      'a short reason',
      ['endpoint-cleartext', 'RemoteSiteSetting:Print', '--reason', 'later'],
      /--reason must be a sentence of at least 12/,
    ],
    [
      'a rule that does not exist',
      ['endpoint-cleartex', 'RemoteSiteSetting:Print', ...REASON],
      /no rule endpoint-cleartex\. Did you mean endpoint-cleartext\?/,
    ],
    [
      'a component that is none',
      ['endpoint-cleartext', 'Print', ...REASON],
      /--component must be a metadata type and a full name/,
    ],
    [
      'a day that is none',
      ['endpoint-cleartext', 'A:b', ...REASON, '--expires', '2027-02-30'],
      /--expires must be a day such as/,
    ],
    [
      'a fingerprint of no finding',
      ['0123456789abcdef', ...REASON],
      /No finding has the fingerprint 0123456789abcdef\./,
    ],
    ['findings with --prune', ['0123456789abcdef', '--prune'], /--prune takes no finding\./],
  ] as const) {
    it(`refuses ${title}, and writes nothing`, async () => {
      const refused = await isa('suppress', ...args);
      expect(refused.exitCode).to.equal(2);
      expect(refused.stderr).to.match(message);
      expect(existsSync(path())).to.equal(false);
    });
  }

  it('leaves a file that is not valid alone', async () => {
    writeFileSync(path(), 'version: 1\nsuppressions: none\n');
    const refused = await isa('suppress', 'endpoint-cleartext', 'RemoteSiteSetting:Print', ...REASON);
    expect(refused.exitCode).to.equal(4);
    expect(readFileSync(path(), 'utf8')).to.equal('version: 1\nsuppressions: none\n');
  });
});
