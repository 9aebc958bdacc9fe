import { expect } from 'chai';
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { parse } from 'yaml';
import { COMMANDS } from '../../src/cli/flags.js';
import { hookConfigText } from '../../src/cli/starterFiles.js';
import { parseArguments } from '../../src/cli/parseArguments.js';
import { BIN, cleanEnvironment, ROOT, run, type Run } from '../cli/program.js';
import { DEFINITION, Folders } from '../cli/project.js';

interface Hook {
  readonly id: string;
  readonly entry: string;
  readonly language: string;
  readonly pass_filenames?: boolean;
  readonly always_run?: boolean;
}

const MANIFEST = join(ROOT, '.pre-commit-hooks.yaml');
const hooks = parse(readFileSync(MANIFEST, 'utf8')) as readonly Hook[];
const [SITE, OTHER] = ['Print', 'Scan'].map((name) => `force-app/remoteSiteSettings/${name}.remoteSite-meta.xml`);
const site = (url: string): string =>
  `<RemoteSiteSetting><disableProtocolSecurity>false</disableProtocolSecurity><isActive>true</isActive><url>${url}</url></RemoteSiteSetting>`;
const credential = (name: string): string => `force-app/namedCredentials/${name}.namedCredential-meta.xml`;
const callsWith = (certificate: string): string =>
  `<NamedCredential><label>ERP</label><namedCredentialType>SecuredEndpoint</namedCredentialType><namedCredentialParameters><parameterType>Url</parameterType><parameterValue>https://erp.example.com:8443</parameterValue></namedCredentialParameters><namedCredentialParameters><parameterType>ClientCertificate</parameterType><certificate>${certificate}</certificate></namedCredentialParameters></NamedCredential>`;
const CERTIFICATES = 'force-app/certs';
const certificate = (name: string): string =>
  `<Certificate><caSigned>true</caSigned><keySize>4096</keySize><masterLabel>${name}</masterLabel><privateKeyExportable>false</privateKeyExportable></Certificate>`;

/** Runs the entry of a hook's definition as the parser of the bin reads it. */
function parseEntry(entry: string): void {
  const words = entry.split(' ');
  expect(words[0]).to.equal('sf-isa');
  const command = COMMANDS.find(({ name }) => words.slice(1, 1 + name.split(' ').length).join(' ') === name);
  expect(command, entry).to.not.equal(undefined);
  parseArguments(command!, words.slice(1 + command!.name.split(' ').length));
}

describe('the hooks of pre-commit', function () {
  this.timeout(120_000);
  const folders = new Folders();
  let home: string;
  let hasPreCommit = false;

  before(async () => {
    home = folders.make({});
    symlinkSync(BIN, join(home, 'sf-isa'));
    hasPreCommit = await run('pre-commit', ['--version'], { cwd: ROOT }).then(
      ({ exitCode }) => exitCode === 0,
      () => false
    );
  });
  after(() => folders.removeAll());

  const environment = (): NodeJS.ProcessEnv => ({
    PATH: [home, join(process.execPath, '..'), process.env['PATH']].join(delimiter),
    PRE_COMMIT_HOME: join(home, 'cache'),
    GIT_CONFIG_GLOBAL: join(home, 'gitconfig'),
    GIT_CONFIG_NOSYSTEM: '1',
    SF_ISA_NOW: '2026-11-22',
  });
  const git = (cwd: string, ...args: readonly string[]): void => {
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
      cwd,
      env: { ...cleanEnvironment(), ...environment() },
      stdio: 'pipe',
    });
  };
  const preCommit = (cwd: string, ...args: readonly string[]): Promise<Run> =>
    run('pre-commit', [...args, '--color=never'], { cwd, env: environment() });

  it('have entries that the bin understands, and run for every commit', () => {
    expect(hooks.map(({ id, language }) => [id, language])).to.deep.equal([
      ['sf-isa', 'node'],
      ['sf-isa-system', 'system'],
      ['sf-isa-config', 'node'],
    ]);
    for (const { id, entry, always_run, pass_filenames } of hooks) {
      parseEntry(entry);
      expect(pass_filenames, id).to.equal(false);
      if (id !== 'sf-isa-config') expect(always_run, id).to.equal(true);
    }
  });

  it('are those of docs/hooks.md, which shows what config init writes', () => {
    const page = readFileSync(join(ROOT, 'docs/hooks.md'), 'utf8');
    for (const { id, entry } of hooks)
      expect(page)
        .to.match(new RegExp(`^\\| \`${id}\` \\|`, 'm'))
        .and.to.include(entry);
    const shown = parse(/```yaml\n(# \.pre-commit[^]*?)```/.exec(page)![1]!) as unknown;
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
    const written = parse(hookConfigText({ version, integrations: [], folder: '' })) as unknown;
    const named = (config: unknown): string => JSON.stringify(config).replace(/"name":"[^"]*"/, '"name":"sf-isa"');
    expect(named(shown)).to.equal(named(written));
  });

  it('are a valid manifest, and what config init writes is a valid config', async function () {
    if (!hasPreCommit) this.skip();
    expect(await preCommit(ROOT, 'validate-manifest', MANIFEST)).to.include({ exitCode: 0 });
    const folder = folders.make({
      'c.yaml': hookConfigText({ version: '0.1.0', integrations: [], folder: 'apps/one' }),
    });
    expect(await preCommit(folder, 'validate-config', join(folder, 'c.yaml'))).to.include({ exitCode: 0 });
  });

  it('stop a commit for what is new in it, and not for what was there', async function () {
    if (!hasPreCommit) this.skip();
    const folder = scratch({ [SITE!]: site('http://print.example.com') });
    expect((await commitCheck(folder)).exitCode).to.equal(0);
    writeFileSync(join(folder, OTHER!), site('http://scan.example.com'));
    expect((await commitCheck(folder)).exitCode, 'what is not staged').to.equal(0);
    git(folder, 'add', '.');
    const { exitCode, stdout } = await commitCheck(folder);
    expect(exitCode).to.equal(1);
    expect(stdout).to.match(/^force-app\/remoteSiteSettings\/Scan\S+: medium\[endpoint-cleartext\]/m);
    expect(stdout).to.not.include('Print');
  });

  it('stop a commit that only deletes, when that breaks a file which did not change', async function () {
    if (!hasPreCommit) this.skip();
    const folder = scratch({
      [credential('ERP')]: callsWith('ERP_Client'),
      [credential('Other')]: callsWith('Other'),
      [`${CERTIFICATES}/ERP_Client.crt-meta.xml`]: certificate('ERP_Client'),
      [`${CERTIFICATES}/ERP_Client.crt`]: '',
      [`${CERTIFICATES}/Other.crt-meta.xml`]: certificate('Other'),
      [`${CERTIFICATES}/Other.crt`]: '',
    });
    expect((await commitCheck(folder)).exitCode).to.equal(0);
    rmSync(join(folder, CERTIFICATES, 'ERP_Client.crt-meta.xml'));
    rmSync(join(folder, CERTIFICATES, 'ERP_Client.crt'));
    git(folder, 'add', '--all');
    const { exitCode, stdout } = await commitCheck(folder);
    expect(exitCode).to.equal(1);
    expect(stdout).to.match(/^force-app\/namedCredentials\/ERP\S+: medium\[certificate-reference-unresolved\]/m);
  });

  /** A repository with one commit, whose hook is the system variant. */
  function scratch(files: Readonly<Record<string, string>>): string {
    const { id, ...hook } = hooks.find((one) => one.id === 'sf-isa-system')!;
    const folder = folders.make({
      'sfdx-project.json': DEFINITION,
      'sf-isa.yml': 'version: 1\nfailOn: medium\n',
      '.pre-commit-config.yaml': JSON.stringify({ repos: [{ repo: 'local', hooks: [{ id, ...hook }] }] }),
      ...files,
    });
    git(folder, 'init', '--quiet');
    git(folder, 'add', '.');
    git(folder, 'commit', '--quiet', '--no-verify', '--message', 'a');
    return folder;
  }

  const commitCheck = (folder: string): Promise<Run> => preCommit(folder, 'run', 'sf-isa-system');
});
