import { expect } from 'chai';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runHere } from './inProcess.js';
import { runBin, type Run } from './program.js';
import { DEFINITION, Folders } from './project.js';

const SITES = 'force-app/remoteSiteSettings';
const site = (url: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<RemoteSiteSetting xmlns="http://soap.sforce.com/2006/04/metadata">
    <disableProtocolSecurity>false</disableProtocolSecurity>
    <isActive>true</isActive>
    <url>${url}</url>
</RemoteSiteSetting>
`;

describe('sf-isa baseline', function () {
  this.timeout(60_000);
  const folders = new Folders();
  let folder: string;
  const isa = (...args: readonly string[]): Promise<Run> => runBin([...args, '--now', '2026-11-22'], { cwd: folder });
  const scan = (...args: readonly string[]): Promise<Run> => isa('scan', '--fail-on', 'medium', ...args);
  const write = (name: string, url: string): void =>
    writeFileSync(join(folder, SITES, `${name}.remoteSite-meta.xml`), site(url));
  const baseline = (): string => readFileSync(join(folder, 'sf-isa.baseline.json'), 'utf8');

  beforeEach(() => {
    folder = folders.make({
      'sfdx-project.json': DEFINITION,
      [`${SITES}/Print.remoteSite-meta.xml`]: site('http://print.example.com'),
      [`${SITES}/Scan.remoteSite-meta.xml`]: site('http://scan.example.com'),
    });
  });
  after(() => folders.removeAll());

  it('makes an old project green, a new problem red, and asks for pruning when an old one is mended', async () => {
    expect((await scan()).exitCode).to.equal(13);
    const created = await isa('baseline', 'create');
    expect(created).to.include({ exitCode: 0, stderr: '' });
    expect(created.stdout).to.match(/^Wrote 2 findings \(2 medium\) into sf-isa\.baseline\.json\./);
    const green = await scan();
    expect(green.exitCode, green.stdout).to.equal(0);
    expect(green.stdout).to.include('Baseline: 2 findings put off');

    write('Plot', 'http://plot.example.com');
    expect((await scan('-f', 'concise')).stdout).to.match(
      /^force-app\/\S+\/Plot\.\S+: medium\[endpoint-cleartext\] .+\n$/
    );
    write('Plot', 'https://plot.example.com');

    write('Print', 'https://print.example.com');
    const asking = await scan();
    expect(asking.exitCode).to.equal(0);
    expect(asking.stdout).to.include('Baseline: 1 finding put off, 1 more fixed: sf isa baseline prune');
    const strict = await scan('--strict');
    expect(strict.exitCode).to.equal(5);
    expect(strict.stderr).to.match(/^Warning: .*baseline/);
    expect((await isa('baseline', 'show')).stdout).to.match(/fixed {2}endpoint-cleartext {2}RemoteSiteSetting:Print\n/);
    expect((await isa('baseline', 'prune')).stdout).to.equal('Took 1 finding out of sf-isa.baseline.json: 1 left.\n');
    expect((await scan('--strict')).exitCode).to.equal(0);
    expect(baseline()).to.not.include('Print');
    expect((await isa('baseline', 'prune')).stdout).to.equal(
      'Nothing in sf-isa.baseline.json is fixed: 1 finding left.\n'
    );

    write('Print', 'http://print.example.com');
    expect((await scan()).exitCode).to.equal(13);
  });

  it('says how severe what it puts off is', async () => {
    const { stdout } = await runHere(['baseline', 'create'], folder);
    expect(stdout).to.match(/^Wrote 2 findings \(2 medium\) into sf-isa\.baseline\.json\. /);
    for (const name of ['Print', 'Scan']) write(name, 'https://print.example.com');
    expect((await runHere(['baseline', 'create'], folder)).stdout).to.match(/^Wrote no findings into /);
  });

  it('is left out on request', async () => {
    await isa('baseline', 'create');
    expect((await scan('--no-baseline')).exitCode).to.equal(13);
    expect((await scan('--no-ignores')).exitCode).to.equal(13);
    const both = await scan('--no-baseline', '--baseline', 'x.json');
    expect(both.exitCode).to.equal(2);
  });

  it('only grows by force', async () => {
    await isa('baseline', 'create');
    const before = baseline();
    write('Plot', 'http://plot.example.com');
    const refused = await isa('baseline', 'create');
    expect(refused.exitCode).to.equal(2);
    expect(refused.stderr).to.include('The baseline sf-isa.baseline.json would grow by 1 finding.');
    expect(baseline()).to.equal(before);
    expect((await isa('baseline', 'create', '--force')).exitCode).to.equal(0);
    expect(baseline()).to.include('RemoteSiteSetting:Plot');
  });

  it('may have another name', async () => {
    expect((await isa('baseline', 'create', '--baseline', 'old.json')).exitCode).to.equal(0);
    expect((await scan()).exitCode).to.equal(13);
    expect((await scan('--baseline', 'old.json')).exitCode).to.equal(0);
    const missing = await scan('--baseline', 'older.json');
    expect(missing.exitCode).to.equal(4);
    expect(missing.stderr).to.include('The baseline older.json does not exist.');
    expect((await isa('baseline', 'show')).exitCode).to.equal(4);
  });

  it('that is broken stops the scan', async () => {
    writeFileSync(join(folder, 'sf-isa.baseline.json'), '{\n<<<<<<< ours\n');
    const broken = await scan();
    expect(broken.exitCode).to.equal(4);
    expect(broken.stderr).to.include('sf-isa.baseline.json:2:1: the file holds an unresolved merge conflict');
    expect((await isa('baseline', 'create', '--force')).exitCode).to.equal(0);
  });

  it('has its help, and says which second words there are', async () => {
    const help = await runBin(['baseline', '--help'], { cwd: folder });
    expect(help.exitCode).to.equal(0);
    for (const word of ['create', 'prune', 'show']) expect(help.stdout).to.include(`baseline ${word}`);
    expect((await runBin(['baseline', 'create', '--help'], { cwd: folder })).stdout).to.include('--force');
    expect((await runBin(['help', 'baseline', 'show'], { cwd: folder })).stdout).to.include('--format');
    const bare = await runBin(['baseline'], { cwd: folder });
    expect(bare.exitCode).to.equal(2);
    expect(bare.stderr).to.include('baseline takes create, prune or show.');
  });
});
