import { expect } from 'chai';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { CASES, type Case } from '../cli/cases.js';
import { ROOT, runBin, type Run } from '../cli/program.js';
import { BROKEN, Folders } from '../cli/project.js';
import { COMMANDS } from '../../src/cli/flags.js';
import { downloadCli, packPlugin, SalesforceCli } from './salesforceCli.js';

const MINUTE = 60_000;

describe('the real Salesforce CLI', function () {
  this.timeout(10 * MINUTE);
  const folders = new Folders();

  before(downloadCli);
  after(() => folders.removeAll());

  describe('with the plugin linked', () => {
    const cli = new SalesforceCli('linked');
    let results: ReadonlyMap<Case, Promise<Both>>;

    before(async () => {
      await cli.link();
      results = startAll(2, CASES, (one) => runBoth(one, cli, folders));
    });

    for (const one of CASES) {
      it(`does as the bin does: ${one.name}`, async () => {
        const { bin, sf } = await results.get(one)!;

        expect(sf.exitCode, sf.stdout + sf.stderr).to.equal(one.exitCode);
        expect(bin.exitCode).to.equal(one.exitCode);
        if (one.isErrorDocument) expect(essence(sf.stdout)).to.deep.equal(essence(bin.stdout));
        else expect(sf.stdout).to.equal(bin.stdout);
        if (one.stderr) expect(sf.stderr.replace(/\s+/g, ' ')).to.match(one.stderr);
        for (const [path, content] of Object.entries(one.written ?? {})) {
          expect(readFileSync(join(sf.folder, path), 'utf8')).to.equal(readFileSync(join(bin.folder, path), 'utf8'));
          expect(readFileSync(join(sf.folder, path), 'utf8')).to.match(content);
        }
      });
    }

    it('shows help with every flag and the exit codes', async () => {
      for (const { name, flags } of COMMANDS) {
        const { exitCode, stdout } = await cli.run(['isa', ...name.split(' '), '--help'], { cwd: ROOT });
        expect(exitCode).to.equal(0);
        for (const flag of flags) expect(stdout).to.include(`--${flag.name}`);
        expect(stdout).to.match(/^EXIT CODES$/m);
        expect(stdout).to.include(`$ sf isa ${name}`);
      }
    });

    it('takes flags from a folder, as the CLI does', async () => {
      const folder = folders.make({ ...BROKEN, 'flags/format': 'concise', 'flags/now': '2026-11-22' });
      const { exitCode, stdout } = await cli.run(['isa', 'scan', '--flags-dir', 'flags'], { cwd: folder });
      expect(exitCode).to.equal(14);
      expect(stdout).to.match(/^\S+:2:\d+: high\[metadata-unreadable\]/);
    });
  });

  it('installs the packed plugin for a new user and scans', async () => {
    const cli = new SalesforceCli('installed');
    const packed = join(ROOT, '.cache', 'salesforce-cli', 'packed');
    rmSync(packed, { recursive: true, force: true });
    await cli.install(await packPlugin(packed));
    const args = ['scan', '--now', '2026-11-22', '--rule', 'metadata-unreadable'];
    const cwd = folders.make(BROKEN);

    const { exitCode, stdout, stderr } = await cli.run(['isa', ...args], { cwd });

    expect(exitCode, stderr).to.equal(14);
    expect(stdout).to.equal((await runBin(args, { cwd })).stdout);
  });
});

type RunIn = Run & { readonly folder: string };

interface Both {
  readonly bin: RunIn;
  readonly sf: RunIn;
}

/** Both doors in the same folder, but for files that they write. */
async function runBoth(
  { files, cwd = '.', args, env = {}, written }: Case,
  cli: SalesforceCli,
  folders: Folders
): Promise<Both> {
  const folder = folders.make(files);
  const other = written ? folders.make(files) : folder;
  const bin = await runBin(args, { cwd: join(folder, cwd), env });
  const sf = await cli.run(['isa', ...args], { cwd: join(other, cwd), env });
  return { bin: { ...bin, folder }, sf: { ...sf, folder: other } };
}

/** Starts work on all items, so many at a time. */
function startAll<Item, Result>(
  atATime: number,
  items: readonly Item[],
  work: (item: Item) => Promise<Result>
): ReadonlyMap<Item, Promise<Result>> {
  const lanes = Array.from({ length: atATime }, (): Promise<unknown> => Promise.resolve());
  return new Map(
    items.map((item, index) => {
      const result = lanes[index % atATime]!.then(() => work(item));
      lanes[index % atATime] = result.catch(() => undefined);
      return [item, result];
    })
  );
}

/** What an error document says, without what is about the CLI that prints it. */
function essence(text: string): object {
  const { name, message, exitCode, status, code, actions, warnings } = JSON.parse(text) as Record<string, unknown>;
  return { name, message, exitCode, status, code, actions, warnings };
}
