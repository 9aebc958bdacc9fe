import { expect } from 'chai';
import { copyFileSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { COMMANDS } from '../../src/cli/flags.js';
import { runHere } from './inProcess.js';
import { BIN, ROOT, run, runBin } from './program.js';
import { BROKEN, Folders, SOUND } from './project.js';

const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };

describe('the bin', function () {
  this.timeout(60_000);
  const folders = new Folders();
  after(() => folders.removeAll());

  it('needs nothing beside it', async () => {
    const folder = folders.make({});
    const project = folders.make(BROKEN);
    copyFileSync(BIN, join(folder, 'sf-isa.cjs'));

    const { exitCode, stdout } = await run(process.execPath, [join(folder, 'sf-isa.cjs'), 'scan'], { cwd: project });

    expect(exitCode).to.equal(14);
    expect(stdout).to.match(/^high\[metadata-unreadable\]/);
  });

  it('is at most 3 MB, executable, and carries the licences of what it bundles', () => {
    const { size, mode } = statSync(BIN);
    const text = readFileSync(BIN, 'utf8');

    expect(size).to.be.below(3_000_000);
    if (process.platform !== 'win32') expect(mode & 0o111).to.equal(0o111);
    expect(text.startsWith('#!/usr/bin/env node\n')).to.equal(true);
    for (const name of ['fast-xml-parser', 'ignore', 'yaml', '@cfworker/json-schema']) {
      expect(text).to.match(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+, (MIT|ISC)\\n\\n`, 'm'));
    }
  });

  // What is in one layer of the bin imports from another one as no module does.
  for (const format of ['markdown', 'html', 'json', 'ics', 'svg', 'mermaid']) {
    it(`reports as its source does: ${format}`, async () => {
      const cwd = join(ROOT, 'fixtures/projects/four-org-bank');
      const args = ['report', 'before', '--now', '2026-11-22', '--format', format];
      const [built, here] = [await runBin(args, { cwd }), await runHere(args, cwd, { version })];

      expect(built.stderr).to.equal('');
      expect(built.stdout.split('\n')).to.deep.equal(here.stdout.split('\n'));
    });
  }

  it('shows help for itself and for each command', async () => {
    const cwd = folders.make({});
    const top = await runBin(['--help'], { cwd });
    expect(await runBin([], { cwd })).to.deep.equal(top);
    expect(await runBin(['help'], { cwd })).to.deep.equal(top);
    expect(top.exitCode).to.equal(0);

    for (const { name, flags } of COMMANDS) {
      const { exitCode, stdout, stderr } = await runBin([name, '--help'], { cwd });
      expect([exitCode, stderr]).to.deep.equal([0, '']);
      expect(top.stdout).to.match(new RegExp(`^  ${name} `, 'm'));
      for (const flag of flags) expect(stdout).to.include(`--${flag.name}`);
      for (const heading of ['USAGE', 'GLOBAL FLAGS', 'DESCRIPTION', 'EXAMPLES', 'EXIT CODES']) {
        expect(stdout).to.match(new RegExp(`^${heading}$`, 'm'));
      }
      expect(await runBin(['help', name], { cwd })).to.deep.equal({ exitCode, stdout, stderr });
      expect(await runBin([name, '-h'], { cwd })).to.deep.equal({ exitCode, stdout, stderr });
    }
    const { stdout } = await runBin(['scan', '--help'], { cwd });
    for (const code of [0, 1, 2, 3, 4, 5, 11, 12, 13, 14, 15]) expect(stdout).to.match(new RegExp(`^  ${code} `, 'm'));
  });

  it('tells its version', async () => {
    for (const flag of ['--version', '-v']) {
      expect((await runBin([flag], { cwd: ROOT })).stdout).to.equal(`sf-isa ${version}\n`);
    }
  });

  it('suggests a command', async () => {
    const { exitCode, stdout, stderr } = await runBin(['scna'], { cwd: ROOT });
    expect([exitCode, stdout]).to.deep.equal([2, '']);
    expect(stderr).to.match(/^Error \(UsageError\): scna is not a command of sf-isa\. Did you mean scan\?\n/);
  });

  it('does not search a home folder or a disk unasked', async () => {
    const home = folders.make(SOUND);
    const withoutProject = folders.make({ 'home/force-app/A.namedCredential': '<NamedCredential/>' });
    for (const cwd of ['/', join(withoutProject, 'home'), withoutProject]) {
      const env = { HOME: join(withoutProject, 'home'), USERPROFILE: join(withoutProject, 'home') };
      const { exitCode, stderr } = await runBin(['scan'], { cwd, env });
      expect(exitCode, cwd).to.equal(3);
      expect(stderr).to.match(/does not search a home folder or a whole disk unasked\./);
    }
    // A project in the home folder is one; and what is asked for is done.
    expect((await runBin(['scan'], { cwd: home, env: { HOME: home, USERPROFILE: home } })).exitCode).to.equal(0);
    expect(
      (await runBin(['scan', 'home'], { cwd: withoutProject, env: { HOME: withoutProject } })).exitCode
    ).to.not.equal(3);
  });

  it('prints the same bytes each time', async () => {
    const cwd = folders.make(BROKEN);
    const args = ['scan', '--now', '2026-11-22'];
    expect(await runBin(args, { cwd })).to.deep.equal(await runBin(args, { cwd }));
  });

  it('takes --now over SF_ISA_NOW', async () => {
    const cwd = folders.make(SOUND);
    const env = { SF_ISA_NOW: '2030-01-01T00:00:00+02:00' };
    const now = async (...args: readonly string[]): Promise<unknown> => {
      const { stdout } = await runBin(['scan', '--format', 'json', ...args], { cwd, env });
      return (JSON.parse(stdout) as { now: string }).now;
    };
    expect(await now()).to.equal('2029-12-31T22:00:00.000Z');
    expect(await now('--now', '2026-11-22')).to.equal('2026-11-22T00:00:00.000Z');
  });

  it('ends quietly when nobody reads on', async function () {
    if (process.platform === 'win32') this.skip();
    const cwd = folders.make(
      Object.fromEntries(
        Array.from({ length: 400 }, (_, index) => [
          `src/N${index}.namedCredential`,
          `<NamedCredential><${'x'.repeat(400)}>`,
        ])
      )
    );
    const script = `"${process.execPath}" "${BIN}" scan --max-findings 0 | head -n 1`;
    const { stdout, stderr } = await run('/bin/sh', ['-c', script], { cwd });
    expect(stdout.split('\n')).to.have.length(2);
    expect(stderr).to.equal('');
  });
});
