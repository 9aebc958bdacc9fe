import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { expect } from 'chai';
import type { CommandError } from '../../src/cli/failure.js';
import type { Host, Outcome } from '../../src/cli/host.js';
import type { CheckedReport } from '../../src/cli/reportCommand.js';
import { runCommand } from '../../src/cli/run.js';
import type { ReportChanges } from '../../src/report/compareReports.js';
import type { ReportData } from '../../src/report/reportData.js';
import { reportSchema } from '../../src/report/reportSchema.js';
import { rules } from '../../src/rules/index.js';
import { filesOfBank, removeFolders, TestRepository } from '../git/repository.js';
import { namedCredential } from '../inventory/samples.js';
import { BROKEN, DEFINITION, Folders, inFolder, type Tree } from './project.js';

const CREDENTIALS = 'force-app/main/default/namedCredentials';
const PROJECT: Tree = {
  'sfdx-project.json': DEFINITION,
  [`${CREDENTIALS}/ERP.namedCredential-meta.xml`]: namedCredential('http://erp.example'),
  [`${CREDENTIALS}/Bank.namedCredential-meta.xml`]: namedCredential('https://bank.example'),
};

const hostIn = (workingFolder: string, overrides: Partial<Host> = {}): Host => ({
  version: '0.1.0',
  workingFolder,
  homeFolder: '/home/nobody',
  env: { PATH: process.env['PATH'], GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' },
  terminal: { isTTY: false, columns: undefined },
  clock: () => new Date('2026-11-22T00:00:00Z'),
  rules,
  ...overrides,
});

const runIn = async <Result>(
  folder: string,
  args: readonly string[],
  overrides: Partial<Host> = {}
): Promise<Outcome<Result>> => {
  const outcome = (await runCommand('report', args, hostIn(folder, overrides), [])) as Outcome<Result>;
  return { ...outcome, result: outcome.result };
};
const failureIn = (folder: string, ...args: readonly string[]): Promise<CommandError> =>
  runIn(folder, args).then(
    () => expect.fail('nothing was refused'),
    (error: CommandError) => error
  );

describe('sf-isa report', function () {
  this.timeout(60_000);
  const folders = new Folders();
  after(() => {
    folders.removeAll();
    removeFolders();
  });

  describe('a report', () => {
    it('is Markdown unless something else is asked for, and exits with 0 whatever is found', async () => {
      const { exitCode, stdout, result, warnings } = await runIn<ReportData>(folders.make(PROJECT), []);
      expect(exitCode).to.equal(0);
      expect(warnings).to.deep.equal([]);
      expect(stdout).to.match(/^<!-- sf-isa report, judged at 2026-11-22T00:00:00\.000Z -->\n\n# /);
      expect(result.integrations.map(({ name }) => name)).to.deep.equal(['Bank', 'ERP']);
      expect(result.findings.map(({ rule }) => rule)).to.include('endpoint-cleartext');
    });

    it('is printed in every format, the same each time', async () => {
      const folder = folders.make(PROJECT);
      for (const [format, expected] of [
        ['html', /^<!doctype html>/i],
        ['json', /^\{\n {2}"schemaVersion": "1\.0"/],
        ['ics', /^BEGIN:VCALENDAR\r\n[^]*END:VCALENDAR\r\n$/],
        ['svg', /^<svg [^]*<\/svg>\n?$/],
        ['mermaid', /^flowchart [^]*[^\n]\n$/],
        ['markdown', /^<!-- /],
      ] as const) {
        const { stdout } = await runIn(folder, ['--format', format]);
        expect(stdout, format).to.match(expected);
        expect((await runIn(folder, ['--format', format])).stdout).to.equal(stdout);
      }
    });

    it('is in JSON as its schema says', async () => {
      const validate = new Ajv({ strict: true, allErrors: true }).compile(reportSchema);
      const repository = TestRepository.with(filesOfBank());
      for (const folder of [folders.make(PROJECT), folders.make(BROKEN), repository.folder]) {
        const { stdout, result } = await runIn<ReportData>(folder, ['--format', 'json']);
        expect(validate(JSON.parse(stdout)), JSON.stringify(validate.errors, undefined, 2)).to.equal(true);
        expect(JSON.parse(stdout)).to.deep.equal(JSON.parse(JSON.stringify(result)));
      }
    });

    it('is written to files by their endings or by name, and then only that is said', async () => {
      const folder = folders.make(PROJECT);
      const files = ['a.md', 'b.html', 'c.json', 'd.ics', 'e.svg', 'f.mmd', 'mermaid=g.txt'];
      const args = files.flatMap((file) => ['--output-file', file]);
      const { stdout } = await runIn(folder, args);
      expect(stdout).to.equal(
        ['a.md', 'b.html', 'c.json', 'd.ics', 'e.svg', 'f.mmd', 'g.txt'].map((name) => `Wrote ${name}.\n`).join('')
      );
      const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
      expect(read('f.mmd')).to.equal(read('g.txt'));
      expect(read('a.md')).to.equal((await runIn(folder, ['--format', 'markdown'])).stdout);
      expect((await runIn(folder, [...args, '--format', 'json'])).stdout).to.equal(read('c.json'));
    });

    it('has every finding, whatever the persona of the config, and what the team has accepted', async () => {
      const config = 'version: 1\npersona: regular\nminConfidence: high\n';
      const accepted = `version: 1
suppressions:
  - rule: endpoint-cleartext
    component: NamedCredential:ERP
    reason: Goes through a tunnel of its own
`;
      const all = await runIn<ReportData>(folders.make(PROJECT), []);
      const tree = { ...PROJECT, 'sf-isa.yml': config, 'sf-isa.suppressions.yml': accepted };
      const { result } = await runIn<ReportData>(folders.make(tree), []);
      expect(result.accepted.map(({ rule, reason }) => [rule, reason.reason])).to.deep.equal([
        ['endpoint-cleartext', 'Goes through a tunnel of its own'],
      ]);
      expect(result.findings.length).to.equal(all.result.findings.length - 1);
    });

    it('is of several orgs, each by its name', async () => {
      const folder = folders.make({ ...inFolder('one', PROJECT), ...inFolder('two', PROJECT) });
      const { result } = await runIn<ReportData>(folder, ['--project', 'hq=one', '--project', 'emea=two']);
      expect(result.orgs.map(({ name }) => name)).to.have.members(['emea', 'hq']);
    });

    it('is of the paths that are given, as with --source-dir', async () => {
      const folder = folders.make({ ...inFolder('one', PROJECT), ...inFolder('two', PROJECT) });
      const byPath = await runIn<ReportData>(folder, ['one']);
      expect(byPath.result.orgs).to.have.length(1);
      expect(byPath.stdout).to.equal((await runIn(folder, ['--source-dir', 'one'])).stdout);
      const both = await runIn<ReportData>(folder, ['one', '-d', 'two']);
      expect(both.result.orgs.map(({ project }) => project)).to.deep.equal(['one', 'two']);
    });

    it('says that files could not be read', async () => {
      const { warnings } = await runIn(folders.make(BROKEN), []);
      expect(warnings).to.deep.equal([
        '1 file could not be read, so that what they hold is missing here; a scan names them.',
      ]);
    });

    it('refuses what it does not know', async () => {
      const folder = folders.make(PROJECT);
      expect((await failureIn(folder, '--output-file', 'a.pdf')).message).to.match(
        /end it in \.md, \.html, \.json, \.ics, \.svg or \.mmd/
      );
      expect((await failureIn(folder, 'paths')).message).to.equal('The path paths does not exist.');
      expect((await failureIn(folder, '.', '--project', 'hq=.')).message).to.match(/--project and paths exclude/);
      expect((await failureIn(folders.make({ 'sfdx-project.json': DEFINITION }))).exitCode).to.equal(3);
    });
  });

  describe('--check', () => {
    const check = (folder: string, ...args: readonly string[]): Promise<Outcome<CheckedReport>> =>
      runIn<CheckedReport>(folder, ['--check', 'report.md', ...args]);
    const written = async (tree: Tree = PROJECT): Promise<string> => {
      const folder = folders.make(tree);
      await runIn(folder, ['--output-file', 'report.md', '--now', '2026-10-01']);
      return folder;
    };

    it('exits with 0 while the file says what the project says, whatever day it is', async () => {
      const folder = await written();
      const { exitCode, stdout, result } = await check(folder);
      expect(exitCode).to.equal(0);
      expect(stdout).to.equal('report.md is current, judged at 2026-10-01T00:00:00.000Z.\n');
      expect(result).to.deep.equal({
        file: 'report.md',
        isCurrent: true,
        judgedAt: '2026-10-01T00:00:00.000Z',
        section: null,
        command: 'sf isa report --output-file report.md',
      });
    });

    it('makes nothing of line ends that git has changed', async () => {
      const folder = await written();
      const path = join(folder, 'report.md');
      writeFileSync(path, readFileSync(path, 'utf8').replaceAll('\n', '\r\n'));
      expect((await check(folder)).exitCode).to.equal(0);
    });

    it('exits with 1 when it does not, names the section and the command that mends it', async () => {
      const folder = await written();
      writeFileSync(join(folder, CREDENTIALS, 'New.namedCredential-meta.xml'), namedCredential('https://new.example'));
      const { exitCode, stdout, result } = await check(folder, '.');
      expect(exitCode).to.equal(1);
      expect(stdout).to.equal(
        'report.md is not current: its section "Summary" differs from what the project says, judged at 2026-10-01T00:00:00.000Z. Write it anew with: sf isa report --source-dir . --output-file report.md\n'
      );
      expect(result).to.include({ isCurrent: false, section: 'Summary' });
      await runIn(folder, ['--output-file', 'report.md']);
      expect((await check(folder)).exitCode).to.equal(0);
    });

    it('names the first section that differs, and the head where it is that', async () => {
      const folder = await written();
      const path = join(folder, 'report.md');
      const text = readFileSync(path, 'utf8');
      writeFileSync(path, text.replace('# Integration', '# My integration'));
      expect((await check(folder)).stdout).to.include('its head differs');
      writeFileSync(path, text.replace(/(<a id="sign-off"><\/a>Sign-off)/, '$1\n\nSigned by nobody.'));
      expect((await check(folder)).stdout).to.include('its section "Sign-off" differs');
      writeFileSync(path, `${text}\n## More\n`);
      expect((await check(folder)).exitCode).to.equal(1);
    });

    it('quotes what a shell would take apart', async () => {
      const folder = folders.make({ ...PROJECT, "sf isa's config.yml": 'version: 1\n' });
      await runIn(folder, ['--output-file', 'markdown=my report', '--no-config']);
      const { result } = await runIn<CheckedReport>(folder, ['--check', 'my report', '-c', "sf isa's config.yml"]);
      expect(result.command).to.equal(
        "sf isa report --config-file 'sf isa'\\''s config.yml' --output-file 'markdown=my report'"
      );
    });

    it('refuses a file that is none, or no report, and what makes no sense with it', async () => {
      const folder = await written({ ...PROJECT, 'other.md': '# Integration security report\n' });
      const messages: ReadonlyArray<readonly [args: readonly string[], message: RegExp]> = [
        [['--check', 'nope.md'], /^The file nope\.md of --check does not exist\.$/],
        [['--check', 'force-app'], /^The file force-app of --check is none\.$/],
        [['--check', 'other.md'], /^other\.md is no report that sf isa report has written as Markdown\.$/],
        [['--check', 'report.md', '--now', '2026-01-01'], /^--check and --now exclude each other\.$/],
        [['--check', 'report.md', '--format', 'html'], /^--check and --format exclude each other\.$/],
        [['--check', 'report.md', '--output-file', 'a.md'], /^--check and --output-file exclude each other\.$/],
        [['--check', 'report.md', '--compare', 'main'], /^--check and --compare exclude each other\.$/],
      ];
      for (const [args, message] of messages) {
        const { message: said, exitCode } = await failureIn(folder, ...args);
        expect(said).to.match(message);
        expect(exitCode).to.equal(2);
      }
    });
  });

  describe('--compare', () => {
    const CREDENTIAL = `${CREDENTIALS}/ERP.namedCredential-meta.xml`;
    const AFTER: Tree = { ...PROJECT, [CREDENTIAL]: namedCredential('https://erp.example') };
    const expectChange = ({ exitCode, result }: Outcome<ReportChanges>, name: string | RegExp): void => {
      expect(exitCode).to.equal(0);
      expect(result.before.name).to.match(
        typeof name === 'string' ? new RegExp(`^${name.replaceAll('.', '\\.')}$`) : name
      );
      expect(result.integrations.map(({ id, kind }) => [id, kind])).to.deep.equal([['NamedCredential:ERP', 'changed']]);
      expect(result.integrations[0]!.facts).to.deep.include({
        what: 'endpoint',
        before: ['http://erp.example'],
        after: ['https://erp.example'],
      });
      expect(result.findings.removed.map(({ rule }) => rule)).to.include('endpoint-cleartext');
    };

    it('takes a report that was written before, also with the envelope of --json', async () => {
      const folder = folders.make(PROJECT);
      const { stdout, result } = await runIn(folder, ['--format', 'json']);
      writeFileSync(join(folder, 'old.json'), stdout);
      writeFileSync(join(folder, 'envelope.json'), JSON.stringify({ status: 0, result, warnings: [] }));
      writeFileSync(join(folder, CREDENTIAL), AFTER[CREDENTIAL]!);
      for (const file of ['old.json', 'envelope.json']) {
        const outcome = await runIn<ReportChanges>(folder, ['--compare', file]);
        expectChange(outcome, file);
        expect(outcome.stdout).to.match(/^<!-- [^]*# What changed in the integration security\n/);
      }
      const html = await runIn(folder, ['--compare', 'old.json', '--format', 'html']);
      expect(html.stdout).to.match(/^<!doctype html>/i);
      const json = await runIn(folder, ['--compare', 'old.json', '--format', 'json', '--output-file', 'changes.md']);
      expect(JSON.parse(json.stdout)).to.deep.equal(JSON.parse(JSON.stringify(json.result)));
      expect(readFileSync(join(folder, 'changes.md'), 'utf8')).to.match(/# What changed/);
    });

    it('takes a folder that has the project in another state', async () => {
      const folder = folders.make({ ...inFolder('old', PROJECT), ...inFolder('new', AFTER) });
      expectChange(await runIn(join(folder, 'new'), ['--compare', '../old']), '../old');
      expectChange(await runIn(folder, ['-d', 'new', '--compare', 'old']), 'old');
      // Neither an absolute path nor one that leads out of the working folder is the same file in both states.
      expectChange(await runIn(folder, [join(folder, 'new'), '--compare', 'old']), 'old');
      expectChange(await runIn(join(folder, 'new'), ['../new', '--compare', '../old']), '../old');
      const elsewhere = folders.make({ 'README.md': '' });
      expectChange(
        await runIn(elsewhere, [join(folder, 'new'), '--compare', join(folder, 'old')]),
        join(folder, 'old')
      );
      const paths = [join(folder, 'new'), join(folder, 'old')];
      const error = await failureIn(elsewhere, ...paths, '--compare', join(folder, 'old'));
      expect(error.message).to.match(/is not below the working folder, so --compare cannot tell where it is in/);
      expectChange(await runIn(folder, ['--project', 'hq=new', '--compare', 'old']), 'old');
      const two = folders.make({
        ...inFolder('now/hq', AFTER),
        ...inFolder('now/emea', PROJECT),
        ...inFolder('then/hq', PROJECT),
        ...inFolder('then/emea', PROJECT),
      });
      const args = ['--project', 'hq=hq', '--project', 'emea=emea', '--compare', '../then'];
      expectChange(await runIn(join(two, 'now'), args), '../then');
    });

    it('takes a commit, with the config of that time, and touches neither files nor index', async () => {
      const register = (owner: string): string =>
        `version: 1\nintegrations:\n  - { id: erp, components: ['NamedCredential:ERP'], owner: ${owner} }\n`;
      const repository = TestRepository.with({ ...PROJECT, 'sf-isa.yml': register('Sales') });
      repository.git('tag', 'v1');
      repository.write({ [CREDENTIAL]: AFTER[CREDENTIAL]!, 'sf-isa.yml': register('Finance') });
      const status = repository.git('status', '--porcelain=v2');
      const { result, exitCode, stdout } = await runIn<ReportChanges>(repository.folder, ['--compare', 'v1']);
      expect(exitCode).to.equal(0);
      expect(result.before.name).to.match(/^v1 \(merge base [0-9a-f]{7}\)$/);
      expect(result.integrations[0]!.facts).to.deep.include({ what: 'owner', before: ['Sales'], after: ['Finance'] });
      expect(result.before.now).to.equal(result.after.now);
      expect(stdout).to.include('From v1 (merge base');
      expect(repository.git('status', '--porcelain=v2')).to.equal(status);
    });

    it('looks at a commit whose config is not valid now by the config of now', async () => {
      const repository = TestRepository.with({ ...PROJECT, 'sf-isa.yml': 'version: 1\nnonsense: 1\n' });
      repository.write({ [CREDENTIAL]: AFTER[CREDENTIAL]!, 'sf-isa.yml': 'version: 1\n' });
      const outcome = await runIn<ReportChanges>(repository.folder, ['--compare', 'main']);
      expectChange(outcome, /^main /);
      expect(outcome.warnings).to.have.length(1);
      expect(outcome.warnings[0]).to.match(/^The config or suppression file of main is not valid now/);
    });

    it('has nothing to compare where the base has no project', async () => {
      const repository = TestRepository.with({ 'README.md': 'new' });
      repository.write(PROJECT);
      const { result } = await runIn<ReportChanges>(repository.folder, ['--compare', 'main']);
      expect(result.integrations.map(({ kind }) => kind)).to.deep.equal(['added', 'added']);
    });

    it('refuses what is neither file, folder nor commit, and formats that a change log does not have', async () => {
      const folder = folders.make({ ...PROJECT, 'other.json': '{}', 'bad.json': '{' });
      const repository = TestRepository.with(PROJECT);
      const messages: ReadonlyArray<readonly [folder: string, args: readonly string[], message: RegExp]> = [
        [folder, ['--compare', 'nope'], /^There is no file or folder nope, and .+ is not in a git repository\.$/],
        [repository.folder, ['--compare', 'nope'], /^There is no file or folder nope, and no such commit/],
        [repository.folder, ['--compare=--upload-pack=x'], /^There is no file or folder --upload-pack=x, and no such/],
        [folder, ['--compare', 'other.json'], /^other\.json is no report of sf-isa\.$/],
        [folder, ['--compare', 'bad.json'], /^bad\.json is not JSON\.$/],
        [folder, ['--compare', 'other.json', '-f', 'svg'], /^--compare is for markdown, html or json, not svg\.$/],
        [folder, ['--compare', 'other.json', '--output-file', 'a.ics'], /^--compare is for .+, not ics\.$/],
      ];
      for (const [where, args, message] of messages) {
        const { message: said, exitCode } = await failureIn(where, ...args);
        expect(said).to.match(message);
        expect(exitCode).to.equal(2);
      }
    });
  });
});
