import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { CommandError } from '../../src/cli/failure.js';
import type { Outcome } from '../../src/cli/host.js';
import { runCommand } from '../../src/cli/run.js';
import type { Portfolio } from '../../src/report/mergeReports.js';
import { rules } from '../../src/rules/index.js';
import { bankReport, emptyReport, hostileReport } from '../report/samples.js';
import { Folders, type Tree } from './project.js';

const json = (value: unknown): string => JSON.stringify(value);
const REPORTS: Tree = {
  'hq.json': json(bankReport()),
  'apac.json': json({ ...emptyReport(), orgs: [{ ...emptyReport().orgs[0], name: 'apac' }] }),
};

describe('sf-isa merge', function () {
  this.timeout(60_000);
  const folders = new Folders();
  after(() => folders.removeAll());

  const merge = async (folder: string, ...args: readonly string[]): Promise<Outcome<Portfolio>> => {
    const outcome = await runCommand(
      'merge',
      args,
      {
        version: '0.1.0',
        workingFolder: folder,
        homeFolder: '/home/nobody',
        env: {},
        terminal: { isTTY: false, columns: undefined },
        clock: () => new Date('2030-01-01T00:00:00Z'),
        rules,
      },
      []
    );
    return outcome as Outcome<Portfolio>;
  };

  it('joins reports into one, in every format, whatever day it is', async () => {
    const folder = folders.make(REPORTS);
    const { exitCode, stdout, result } = await merge(folder, 'hq.json', 'apac.json');
    expect(exitCode).to.equal(0);
    expect(stdout).to.match(/^<!-- [^]*# Integration security of all orgs\n/);
    expect(result.now).to.equal(bankReport().now);
    expect(result.orgs.map(({ name }) => name)).to.deep.equal(['emea', 'hq', 'apac']);
    expect((await merge(folder, 'hq.json', 'apac.json', '-f', 'html')).stdout).to.match(/^<!doctype html>/i);
    expect((await merge(folder, 'hq.json', 'apac.json', '-f', 'ics')).stdout).to.match(/^BEGIN:VCALENDAR\r\n/);
    expect(JSON.parse((await merge(folder, 'hq.json', 'apac.json', '-f', 'json')).stdout)).to.deep.equal(
      JSON.parse(json(result))
    );
  });

  it('writes files by their endings', async () => {
    const folder = folders.make(REPORTS);
    const files = ['all.md', 'all.html', 'all.json', 'all.ics'];
    const { stdout } = await merge(folder, 'hq.json', ...files.flatMap((file) => ['--output-file', file]));
    expect(stdout).to.equal(files.map((file) => `Wrote ${file}.\n`).join(''));
    expect(JSON.parse(readFileSync(join(folder, 'all.json'), 'utf8'))).to.have.property('expiries');
  });

  it('takes what a newer minor version adds, and reports that mean no good', async () => {
    const newer = { ...bankReport(), schemaVersion: '1.9', more: { of: 'it' } };
    // Ids of controls and fingerprints are checked, and so nothing that a file could make hostile.
    const hostile = { ...hostileReport(), answers: bankReport().answers };
    const folder = folders.make({ 'newer.json': json(newer), 'hostile.json': json(hostile) });
    expect((await merge(folder, 'newer.json', 'hostile.json')).result.orgs).to.have.length(4);
  });

  it('refuses files that are none or no reports, by name and problem', async () => {
    const bank = bankReport();
    const folder = folders.make({
      ...REPORTS,
      'text.json': 'hello',
      'scan.json': json({ schemaVersion: '1.1', tool: { name: 'sf-isa', version: '0.1.0' }, findings: [] }),
      'other.json': json({ tool: { name: 'other' } }),
      'later.json': json({ ...bank, schemaVersion: '2.0' }),
      'wrong.json': json({ ...bank, orgs: [{ ...bank.orgs[0], infrastructure: 'moon' }] }),
      'rule.json': json({ ...bank, findings: [{ ...bank.findings[0], rule: '<img>' }] }),
    });
    const messages: ReadonlyArray<readonly [args: readonly string[], message: RegExp]> = [
      [[], /^merge needs the files that sf isa report --format json has written\.$/],
      [['nope.json'], /^The file nope\.json does not exist\.$/],
      [['hq.json', './hq.json'], /^merge was given the file \.\/hq\.json twice\.$/],
      [['hq.json', 'text.json'], /^text\.json is not JSON\.$/],
      [['other.json'], /^other\.json is no report of sf-isa\.$/],
      [['scan.json'], /^scan\.json is no report that sf-isa can read: now is missing\.$/],
      [['later.json'], /^later\.json has the schemaVersion 2\.0, and this version of sf-isa reads 1\.x\.$/],
      [['wrong.json'], /^wrong\.json is no report that sf-isa can read: orgs\[0\]\.infrastructure is not as/],
      [['rule.json'], /^rule\.json is no report that sf-isa can read: findings\[0\]\.rule is not as/],
      [['hq.json', '--output-file', 'a.svg'], /end it in \.md, \.html, \.json or \.ics/],
    ];
    for (const [args, message] of messages) {
      const error = await merge(folder, ...args).then(
        () => expect.fail(`${args.join(' ')} was not refused`),
        (reason: CommandError) => reason
      );
      expect(error.message).to.match(message);
      expect(error.exitCode).to.equal(2);
    }
  });
});
