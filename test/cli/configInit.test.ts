import { expect } from 'chai';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { DEFAULT_CONFIG, type Config } from '../../src/config/config.js';
import { configReader, readConfig } from '../../src/config/readConfig.js';
import { controlIds } from '../../src/controls/index.js';
import { findIntegrations } from '../../src/cli/findIntegrations.js';
import type { Host, Outcome } from '../../src/cli/host.js';
import type { InitResult } from '../../src/cli/initCommand.js';
import { runCommand } from '../../src/cli/run.js';
import { configText } from '../../src/cli/starterFiles.js';
import { discover } from '../../src/discover.js';
import { diskFileSystem, memoryFileSystem } from '../../src/fileSystem.js';
import { readProject } from '../../src/readProject.js';
import type { ScanDocument } from '../../src/reporters/json.js';
import { rules } from '../../src/rules/index.js';
import { scan } from '../../src/scan.js';
import { ROOT } from './program.js';
import { DEFINITION, Folders, inFolder, SOUND } from './project.js';

const FOLDER = 'force-app/main/default';
const FILES = ['sf-isa.yml', 'sf-isa.suppressions.yml', '.pre-commit-config.yaml'];

describe('sf-isa config init', function () {
  this.timeout(60_000);
  const folders = new Folders();
  after(() => folders.removeAll());

  const run = (folder: string, args: readonly string[], more: Partial<Host> = {}): Promise<Outcome<unknown>> =>
    runCommand(
      args[0] === 'scan' ? 'scan' : 'config init',
      args[0] === 'scan' ? args.slice(1) : args,
      {
        version: '1.2.3',
        workingFolder: folder,
        homeFolder: '/home/nobody',
        env: {},
        terminal: { isTTY: false, columns: undefined },
        clock: () => new Date('2026-11-22T00:00:00Z'),
        rules,
        ...more,
      },
      []
    );
  const init = (folder: string, ...args: readonly string[]): Promise<Outcome<InitResult>> =>
    run(folder, args) as Promise<Outcome<InitResult>>;
  const failure = (folder: string, ...args: readonly string[]): Promise<unknown> =>
    init(folder, ...args).then(
      () => undefined,
      (error: unknown) => error
    );
  const actions = ({ result }: Outcome<InitResult>): Readonly<Record<string, string>> =>
    Object.fromEntries(result.files.map(({ path, action }) => [path, action]));
  const read = (folder: string, path: string): string => readFileSync(join(folder, path), 'utf8');
  /** As somebody has it who takes the register out of its comments. */
  const withRegister = (text: string): string => {
    const start = text.indexOf('# integrations:');
    return text.slice(0, start) + text.slice(start).replace(/^# /gm, '');
  };

  it('shows what it would write, writes nothing unasked, and writes the same with --yes', async () => {
    const folder = folders.make(SOUND);
    const shown = await init(folder);
    expect(shown).to.deep.include({ exitCode: 0, warnings: [] });
    expect(shown.result.written).to.equal(false);
    expect(shown.stdout).to.match(/Nothing is written\. Write 3 files with: sf isa config init --yes\n$/);
    expect(readdirSync(folder).sort()).to.deep.equal(['force-app', 'sfdx-project.json']);

    const written = await init(folder, '--yes');
    expect(written.result).to.deep.equal({ ...shown.result, written: true });
    for (const { path, action, text } of written.result.files) {
      if (action === 'write') expect(read(folder, path)).to.equal(text);
      for (const line of text.split('\n').filter((one) => one !== '')) expect(shown.stdout).to.include(`    ${line}\n`);
    }
    expect(FILES.map((path) => existsSync(join(folder, path)))).to.deep.equal([true, true, true]);
  });

  it('asks at a terminal, shows the texts first, and takes no for an answer', async () => {
    const folder = folders.make(SOUND);
    const asked: string[] = [];
    const host = (answer: boolean): Partial<Host> => ({
      confirm: (text, question) => {
        asked.push(text + question);
        return Promise.resolve(answer);
      },
    });
    const no = await run(folder, [], host(false));
    expect(asked[0]).to.match(/^sf-isa\.yml: new:\n\n {4}# yaml[^]*suppressions: \[\]\n[^]*\nWrite 3 files\?$/);
    expect(no.stdout).to.match(/^Nothing is written\./);
    expect(existsSync(join(folder, 'sf-isa.yml'))).to.equal(false);
    const yes = await run(folder, [], host(true));
    expect(yes.stdout).to.equal(`Wrote ${FILES.join(', ')}.\n`);
    expect(existsSync(join(folder, 'sf-isa.yml'))).to.equal(true);
  });

  it('leaves the result of a scan as it is, and its register, once taken out of the comments, leaves nothing unregistered', async () => {
    const folder = join(folders.make({}), 'bank');
    cpSync(join(ROOT, 'fixtures/projects/bank'), folder, { recursive: true });
    writeFileSync(join(folder, 'sf-isa.yml'), 'version: 1\n');
    const findings = async (...args: readonly string[]): Promise<ScanDocument['findings']> =>
      ((await run(folder, ['scan', '--persona', 'auditor', ...args])).result as ScanDocument).findings;
    const before = await findings();
    expect(before).to.have.length.above(5);

    await init(folder, '--yes', '--force');
    expect(await findings()).to.deep.equal(before);

    const text = withRegister(read(folder, 'sf-isa.yml'));
    const { integrations } = readConfig(text, 'sf-isa.yml', rules);
    expect(integrations.map(({ id }) => id)).to.deep.equal(['apac-org', 'emea-org']);
    writeFileSync(join(folder, 'sf-isa.yml'), text);
    expect(await findings('--rule', 'integration-unregistered')).to.deep.equal([]);
    writeFileSync(
      join(folder, 'sf-isa.yml'),
      'version: 1\nintegrations: [{ id: a, components: ["Certificate:None"] }]\n'
    );
    expect(await findings('--rule', 'integration-unregistered')).to.have.length(2);
  });

  it('shows what else the file may say in a form that holds, each part taken out of its comments', () => {
    const text = configText({ version: '1.2.3', integrations: [], folder: '' });
    const parts = text.split('\n\n').map((part) => part.split('\n'));
    const taken = ['org', 'gateways', 'attestations', 'integrations'].map((key) => {
      const lines = parts.find((part) => part.includes(`# ${key}:`))!;
      return lines.slice(lines.indexOf(`# ${key}:`)).map((line) => line.replace(/^# /, ''));
    });
    const fileSystem = memoryFileSystem({});
    const config = configReader({ rules, fileSystem, controls: controlIds })(
      `version: 1\n${taken.flat().join('\n')}\n`,
      'sf-isa.yml'
    );
    expect(config.org).to.deep.include({ name: 'core', privateConnect: 'not-licensed' });
    expect(config.gateways.map(({ id }) => id)).to.deep.equal(['api-gateway']);
    expect(config.attestations.map(({ control }) => control)).to.deep.equal(['ZT-CHECK-7']);
    expect(config.integrations).to.have.length(1);
  });

  it('names in its register whatever the rule about unregistered integrations asks for', () => {
    const cases = ['fail', 'pass'].flatMap((kind) => {
      const folder = join(ROOT, 'fixtures/rules/integration-unregistered', kind);
      return readdirSync(folder).map((name) => join(folder, name));
    });
    let asked = 0;
    for (const folder of cases) {
      const fileSystem = diskFileSystem(folder);
      const projects = discover({ fileSystem }).map((files) => readProject(files, fileSystem).project);
      const integrations = findIntegrations(projects);
      const text = withRegister(configText({ version: '1.2.3', integrations, folder: '' }));
      const scanWith = (register: Config['integrations']): number =>
        scan({
          fileSystem,
          now: new Date('2026-11-22'),
          rules: rules.filter(({ id }) => id === 'integration-unregistered'),
          configOf: () => ({ ...DEFAULT_CONFIG, integrations: register }),
        }).findings.length;
      asked += scanWith([{ id: 'none', components: ['Certificate:None'] }]);
      if (integrations.length > 0)
        expect(scanWith(readConfig(text, 'sf-isa.yml', rules).integrations), folder).to.equal(0);
    }
    expect(asked).to.be.above(5);
  });

  it('joins what belongs together, and leaves out what packages bring', async () => {
    const parameter = (type: string, element: string, value: string): string =>
      `<namedCredentialParameters><parameterType>${type}</parameterType><${element}>${value}</${element}></namedCredentialParameters>`;
    const credential = (label: string): string =>
      `<NamedCredential><label>${label}</label>${parameter('Url', 'parameterValue', 'https://u:s3cret@erp.example.com:8443/x?key=s3cret')}${parameter('Authentication', 'externalCredential', 'ERP')}${parameter('ClientCertificate', 'certificate', 'ERP_Client')}</NamedCredential>`;
    const site = (url: string): string =>
      `<RemoteSiteSetting><isActive>true</isActive><url>${url}</url></RemoteSiteSetting>`;
    const folder = folders.make({
      'sfdx-project.json': DEFINITION,
      [`${FOLDER}/namedCredentials/ERP_Orders.namedCredential-meta.xml`]: credential('Orders'),
      [`${FOLDER}/namedCredentials/ERP_Stock.namedCredential-meta.xml`]: credential('Stock'),
      [`${FOLDER}/namedCredentials/pkg__Other.namedCredential-meta.xml`]:
        '<NamedCredential><label>x</label></NamedCredential>',
      [`${FOLDER}/externalCredentials/ERP.externalCredential-meta.xml`]:
        '<ExternalCredential><label>ERP</label><externalCredentialParameters><parameterType>SigningCertificate</parameterType><certificate>ERP_Signing</certificate></externalCredentialParameters></ExternalCredential>',
      [`${FOLDER}/remoteSiteSettings/ERP_Site.remoteSite-meta.xml`]: site('https://ERP.example.com'),
      [`${FOLDER}/remoteSiteSettings/Print.remoteSite-meta.xml`]: site('http://print.example.com'),
      [`${FOLDER}/connectedApps/ERP.connectedApp-meta.xml`]: '<ConnectedApp><label>ERP</label></ConnectedApp>',
    });
    await init(folder, '--yes');
    const text = read(folder, 'sf-isa.yml');
    expect(text).to.not.include('s3cret');
    expect(text).to.include('#   - id: erp # erp.example.com\n');
    const { integrations } = readConfig(withRegister(text), 'sf-isa.yml', rules);
    expect(integrations).to.deep.equal([
      {
        id: 'erp',
        direction: 'outbound',
        components: [
          'NamedCredential:ERP_Orders',
          'ExternalCredential:ERP',
          'Certificate:ERP_Client',
          'NamedCredential:ERP_Stock',
          'Certificate:ERP_Signing',
          'RemoteSiteSetting:ERP_Site',
        ],
      },
      { id: 'print', direction: 'outbound', components: ['RemoteSiteSetting:Print'] },
      { id: 'erp-2', direction: 'inbound', components: ['ConnectedApp:ERP'] },
    ]);
  });

  it('keeps a hostile name within its line', async function () {
    if (process.platform === 'win32') this.skip();
    const name = 'A%0Arules%3A%0A  x: "\u001b[31m';
    const folder = folders.make({
      'sfdx-project.json': DEFINITION,
      [`${FOLDER}/connectedApps/${name}.connectedApp-meta.xml`]: '<ConnectedApp><label>A</label></ConnectedApp>',
    });
    const { stdout } = await init(folder, '--yes');
    expect(stdout).to.not.include('\u001b');
    const text = read(folder, 'sf-isa.yml');
    expect(readConfig(text, 'sf-isa.yml', rules).rules).to.deep.equal({});
    const { integrations } = readConfig(withRegister(text), 'sf-isa.yml', rules);
    expect(integrations[0]!.components).to.deep.equal(['ConnectedApp:A*rules:*  x: "\u001b[31m']);
  });

  it('overwrites nothing unless it is forced to, and never what belongs to another tool', async () => {
    const own = {
      'sf-isa.yml': 'version: 1\nfailOn: low\n',
      'sf-isa.suppressions.yml': 'version: 1\nsuppressions: []\n',
    };
    const others = {
      '.pre-commit-config.yaml': 'repos: []\n',
      '.github/workflows/sf-isa.yml': 'name: ours\n',
      '.github/CODEOWNERS': '* @acme/all',
    };
    const folder = folders.make({ ...SOUND, ...own, ...others });
    const kept = await init(folder, '--yes');
    expect(actions(kept)).to.deep.equal({
      'sf-isa.yml': 'keep',
      'sf-isa.suppressions.yml': 'keep',
      '.pre-commit-config.yaml': 'by-hand',
      '.github/workflows/sf-isa.yml': 'keep',
      '.github/CODEOWNERS': 'by-hand',
    });
    expect(kept.result.written).to.equal(false);
    expect(kept.stdout).to.match(/There is nothing to write\.\n$/);
    for (const [path, text] of Object.entries({ ...own, ...others })) expect(read(folder, path)).to.equal(text);

    const forced = await init(folder, '--yes', '--force', '--owner', '@acme/security');
    expect(Object.values(actions(forced))).to.deep.equal(['replace', 'replace', 'by-hand', 'replace', 'extend']);
    expect(read(folder, '.pre-commit-config.yaml')).to.equal('repos: []\n');
    expect(read(folder, 'sf-isa.yml')).to.include('extends: recommended');
    expect(read(folder, '.github/CODEOWNERS')).to.equal('* @acme/all\n/sf-isa.suppressions.yml @acme/security\n');
    expect(actions(await init(folder, '--owner', '@acme/security'))['.github/CODEOWNERS']).to.equal('keep');
    expect(await failure(folder, '--owner', '@a @b\n* @c')).to.include({ exitCode: 2 });
  });

  it('knows the folder of the project in its repository, and a config above it', async () => {
    const folder = folders.make({
      '.git/config': '[remote "origin"]\n\turl = git@github.com:acme/app.git\n',
      'sf-isa.yml': 'version: 1\n',
      ...inFolder('apps/billing', SOUND),
    });
    const project = join(folder, 'apps/billing');
    const outcome = await init(project, '--yes');
    expect(actions(outcome)).to.deep.equal({
      'sf-isa.yml': 'keep',
      'apps/billing/sf-isa.suppressions.yml': 'write',
      '.pre-commit-config.yaml': 'write',
      '.github/workflows/sf-isa.yml': 'write',
      CODEOWNERS: 'by-hand',
    });
    const hooks = parse(read(folder, '.pre-commit-config.yaml')) as {
      repos: Array<{ hooks: Array<{ args: string[] }> }>;
    };
    expect(hooks.repos[0]!.hooks[0]!.args).to.deep.equal(['--source-dir=apps/billing']);
    expect(read(folder, '.github/workflows/sf-isa.yml')).to.include("        working-directory: 'apps/billing'\n");
    expect(outcome.stdout).to.include('/apps/billing/sf-isa.suppressions.yml @your-organisation/security');

    const strange = join(folder, 'apps/${{ secrets.X }}');
    mkdirSync(strange);
    cpSync(project, strange, { recursive: true });
    const quoted = await init(strange, '--force');
    for (const { path, text } of quoted.result.files) expect(text, path).to.not.include('${{');
  });

  it('writes all of it or nothing', async function () {
    if (process.platform === 'win32') this.skip();
    const outside = folders.make({ 'a.txt': '' });
    const folder = folders.make({ ...SOUND, '.git/config': 'url = https://github.com/acme/app\n' });
    symlinkSync(outside, join(folder, '.github'));
    expect(await failure(folder, '--yes')).to.include({ exitCode: 1 });
    expect(readdirSync(outside)).to.deep.equal(['a.txt']);
    expect(existsSync(join(folder, 'sf-isa.yml'))).to.equal(false);

    const linked = folders.make(SOUND);
    symlinkSync(join(outside, 'a.txt'), join(linked, 'sf-isa.yml'));
    expect(actions(await init(linked, '--yes'))['sf-isa.yml']).to.equal('keep');
    expect(await failure(linked, '--yes', '--force')).to.include({
      exitCode: 1,
      message: 'sf-isa.yml is a link or a folder, and is left alone.',
    });
    expect(read(outside, 'a.txt')).to.equal('');
  });
});
