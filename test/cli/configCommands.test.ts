import { expect } from 'chai';
import { parse } from 'yaml';
import type { CheckedFile, ShownConfig } from '../../src/cli/configCommand.js';
import type { Host, Outcome } from '../../src/cli/host.js';
import { runCommand } from '../../src/cli/run.js';
import { configReader, readConfig } from '../../src/config/readConfig.js';
import { memoryFileSystem } from '../../src/fileSystem.js';
import { rules } from '../../src/rules/index.js';
import { Folders, inFolder, SOUND, type Tree } from './project.js';

const folders = new Folders();

const hostIn = (workingFolder: string, env: Host['env'] = {}): Host => ({
  version: '0.0.0',
  workingFolder,
  homeFolder: '/home/nobody',
  env,
  terminal: { isTTY: false, columns: undefined },
  clock: () => new Date('2026-11-22T00:00:00Z'),
  rules,
});

const SUPPRESSIONS = 'version: 1\nsuppressions: []\n';
const BASELINE = '{ "version": 1, "findings": [] }\n';
const REPOSITORY: Tree = { '.git/HEAD': 'ref: refs/heads/main\n' };

describe('sf-isa config check', () => {
  after(() => folders.removeAll());

  const check = (tree: Tree, cwd = '', ...args: readonly string[]): Promise<Outcome<readonly CheckedFile[]>> =>
    runCommand('config check', args, hostIn(`${folders.make(tree)}/${cwd}`), []) as Promise<
      Outcome<readonly CheckedFile[]>
    >;

  it('says of each file of a project that it is in order', async () => {
    const { exitCode, stdout, result } = await check({
      ...SOUND,
      'sf-isa.yml': 'version: 1\n',
      'sf-isa.suppressions.yml': SUPPRESSIONS,
      'sf-isa.baseline.json': BASELINE,
    });
    expect(stdout).to.equal('sf-isa.yml: ok\nsf-isa.suppressions.yml: ok\nsf-isa.baseline.json: ok\n');
    expect(exitCode).to.equal(0);
    expect(result.map(({ kind, ok }) => [kind, ok])).to.deep.equal([
      ['config', true],
      ['suppressions', true],
      ['baseline', true],
    ]);
  });

  it('says what is wrong, and where, in all of them', async () => {
    const { exitCode, stdout, result } = await check({
      ...SOUND,
      'sf-isa.yml': 'version: 1\nfailOn: hihg\nrulez: {}\n',
      'sf-isa.suppressions.yml': 'version: 1\nsuppressions:\n  - rule: endpoint-cleartext\n',
      'sf-isa.baseline.json': '{\n<<<<<<< ours\n',
    });
    expect(exitCode).to.equal(4);
    const lines = stdout.trimEnd().split('\n');
    expect(lines).to.have.length(4);
    expect(lines[0]).to.match(/^sf-isa\.yml:2:9: failOn must be .*did you mean "high"\?$/);
    expect(lines[1]).to.match(/^sf-isa\.yml:3:1: unknown key "rulez"/);
    expect(lines[2]).to.match(/^sf-isa\.suppressions\.yml:3:\d+: .*component is missing/);
    expect(lines[3]).to.match(/^sf-isa\.baseline\.json:2:1: the file holds an unresolved merge conflict/);
    expect(result[0]!.problems[1]).to.include({ path: 'sf-isa.yml', line: 3, column: 1 });
  });

  it('finds the files above the project and those of projects below, each once, as seen from the working folder', async () => {
    const tree: Tree = {
      ...REPOSITORY,
      'sf-isa.yml': 'version: 1\nfailOn: low\n',
      'sf-isa.baseline.json': BASELINE,
      ...inFolder('apps/one', SOUND),
      ...inFolder('apps/two', SOUND),
      'apps/two/sf-isa.yml': 'version: 1\nextends: ../../policy/base.yml\n',
      'policy/base.yml': 'version: 1\nfailOn: nevr\n',
    };
    const whole = await check(tree);
    expect(whole.exitCode).to.equal(4);
    expect(whole.stdout).to.match(/^sf-isa\.yml: ok\npolicy\/base\.yml:2:9: failOn .+\nsf-isa\.baseline\.json: ok\n$/);
    expect(whole.result[1]).to.deep.include({ path: 'apps/two/sf-isa.yml', ok: false });
    expect(whole.result[1]!.problems[0]!.path).to.equal('policy/base.yml');
    const one = await check(tree, 'apps/one/force-app');
    expect(one).to.include({ exitCode: 0, stdout: '../../../sf-isa.yml: ok\n../../../sf-isa.baseline.json: ok\n' });
  });

  it('refuses an attestation of a control that is none, which a scan lets pass', async () => {
    const attesting = (control: string): string =>
      `version: 1\nattestations:\n  - { control: ${control}, status: met, evidence: See the wiki, by: us, on: 2026-10-02 }\n`;
    const tree: Tree = { ...SOUND, 'sf-isa.yml': attesting('ZT-CHECK-77'), 'good.yml': attesting('ZT-CHECK-7') };
    const message =
      'attestations[0].control is "ZT-CHECK-77", no control of docs/coverage.md; did you mean "ZT-CHECK-7"?';
    expect(await check(tree)).to.include({ exitCode: 4, stdout: `sf-isa.yml:3:16: ${message}\n` });
    expect(await check(tree, '', 'sf-isa.yml')).to.include({ exitCode: 4, stdout: `sf-isa.yml:3:16: ${message}\n` });
    expect(await check(tree, '', 'good.yml')).to.include({ exitCode: 0, stdout: 'good.yml: ok\n' });
    const scanned = await runCommand('scan', [], hostIn(folders.make(tree)), []);
    expect(scanned.exitCode).to.equal(0);
  });

  it('refuses a name that a scan would refuse, and says when there is nothing', async () => {
    const misspelt = await check({ ...SOUND, 'sf-isa.yaml': 'version: 1\n' });
    expect(misspelt).to.include({ exitCode: 4, stdout: 'sf-isa.yaml:1:1: rename this file to sf-isa.yml\n' });
    const none = await check(SOUND);
    expect(none.exitCode).to.equal(0);
    expect(none.stdout).to.match(/^There is no sf-isa\.yml.+the defaults hold\.\n$/);
  });

  it('checks one file on request, by its name', async () => {
    const tree: Tree = {
      ...SOUND,
      'policy/team.yml': 'version: 1\nextends: ./base.yml\n',
      'policy/base.yml': 'version: 1\nfailOn: low\n',
      'my.suppressions.yml': 'version: 1\n',
      'old.json': BASELINE,
    };
    expect(await check(tree, '', 'policy/team.yml')).to.include({ exitCode: 0, stdout: 'policy/team.yml: ok\n' });
    expect((await check(tree, '', 'my.suppressions.yml')).stdout).to.match(
      /^my\.suppressions\.yml:1:1: suppressions is/
    );
    expect((await check(tree, '', 'old.json')).result[0]).to.include({ kind: 'baseline', ok: true });
    const missing = await check(tree, '', 'no.yml').catch((error: unknown) => error);
    expect(missing).to.include({ exitCode: 4, message: 'The file no.yml does not exist.' });
  });
});

describe('sf-isa config show', () => {
  after(() => folders.removeAll());

  const TREE: Tree = {
    ...REPOSITORY,
    ...inFolder('app', SOUND),
    'sf-isa.yml': `version: 1
org:
  infrastructure: hyperforce
integrations:
  - id: erp
    components: ['NamedCredential:ERP_*']
  - id: crm
    components: ['NamedCredential:CRM']
    privateConnect: { disposition: used, reason: 'It carries: "all"' }
gateways:
  - { id: apigee, hosts: [api.bank.example], controls: [mtls] }
  - { id: proxy, hosts: ['*.proxy.bank.example'] }
attestations:
  - { control: 'OWASP-API9:2023', status: met, evidence: See the wiki, by: us, on: 2026-10-02 }
`,
    'app/sf-isa.yml': `version: 1
extends: [isv, ../sf-isa.yml]
failOn: low
mtls:
  hosts: { api.bank.example: 8443 }
sync:
  words: [yes, 'null']
  allow:
    "Odd # name": ['PermissionSet:A, B']
rules:
  certificate-key-reused: off
  sync-permission-all-records:
    severity: medium
    options:
      maximumObjects: 10
integrations:
  - id: erp
    components: ['NamedCredential:ERP_Orders']
    owner: orders@bank.example
    gateway: apigee
gateways:
  - { id: apigee, hosts: ['10.0.0.8'], owner: gateways@bank.example }
org:
  name: core
  certificates: { planned: [{ name: ERP_Client, integration: erp, by: 2027-02-01 }] }
`,
  };
  const show = (tree: Tree, cwd: string, env: Host['env'], ...args: readonly string[]): Promise<Outcome<ShownConfig>> =>
    runCommand('config show', args, hostIn(`${folders.make(tree)}/${cwd}`, env), []) as Promise<Outcome<ShownConfig>>;

  it('says where each value comes from', async () => {
    const { exitCode, stdout } = await show(TREE, 'app', {});
    expect(exitCode).to.equal(0);
    for (const line of [
      'persona: regular # default',
      'failOn: low # sf-isa.yml:3',
      '  app-pkce-not-required:\n    severity: high # preset isv',
      '      maxDays: 30 # preset isv',
      '  certificate-key-reused:\n    severity: off # sf-isa.yml:11',
      '    severity: medium # sf-isa.yml:13\n    options:\n      maximumObjects: 10 # sf-isa.yml:15',
      '  infrastructure: hyperforce # ../sf-isa.yml:3',
      '    limit: 50 # default',
      '    api.bank.example: 8443 # sf-isa.yml:5',
      '  warnDays: [90, 60, 30] # default',
      '  words: [yes, "null"] # sf-isa.yml:7',
      '    "Odd # name": ["PermissionSet:A, B"] # sf-isa.yml:9',
      '  - id: erp # sf-isa.yml:17\n    components: ["NamedCredential:ERP_Orders"]\n    owner: "orders@bank.example"',
      '  - id: crm # ../sf-isa.yml:7',
      'org:\n  name: core # sf-isa.yml:24\n  infrastructure: hyperforce # ../sf-isa.yml:3\n  privateConnect: unknown # default',
      '    planned: [{"name":"ERP_Client","integration":"erp","by":"2027-02-01"}] # sf-isa.yml:25',
      'gateways:\n  - id: apigee # sf-isa.yml:22\n    hosts: ["10.0.0.8"]\n    owner: "gateways@bank.example"\n  - id: proxy # ../sf-isa.yml:12',
      'attestations:\n  - control: "OWASP-API9:2023" # ../sf-isa.yml:14\n    status: met',
    ]) {
      expect(stdout).to.include(`${line}\n`);
    }
  });

  it('shows a file that says the same by itself', async () => {
    const { stdout } = await show(TREE, 'app', {});
    const fileSystem = memoryFileSystem(TREE);
    const read = configReader({ rules, fileSystem });
    expect(readConfig(stdout, 'sf-isa.yml', rules)).to.deep.equal(read(TREE['app/sf-isa.yml']!, 'app/sf-isa.yml'));
  });

  it('shows the same as JSON, value by value', async () => {
    const { stdout, result } = await show(TREE, 'app', {}, '--format', 'json');
    expect(JSON.parse(stdout)).to.deep.equal(result);
    expect(result.layers).to.deep.equal(['isv', '../sf-isa.yml', 'sf-isa.yml']);
    expect(result.values.find(({ keys }) => keys[0] === 'failOn')).to.deep.equal({
      keys: ['failOn'],
      value: 'low',
      source: { kind: 'file', path: 'sf-isa.yml', line: 3, column: 1 },
    });
  });

  it('shows the defaults, and a file that is named', async () => {
    const defaults = await show(SOUND, '', {});
    expect(defaults.stdout.match(/# default$/gm)).to.have.length(12);
    expect(parse(defaults.stdout)).to.have.property('failOn', 'high');
    expect((await show(TREE, 'app', {}, '--no-config')).stdout).to.equal(defaults.stdout);
    expect((await show(TREE, 'app', {}, '-c', '../sf-isa.yml')).stdout).to.include('hyperforce # ../sf-isa.yml:3\n');
    const named = await show(TREE, 'app', { SF_ISA_CONFIG: '../sf-isa.yml' });
    expect(named.result.layers).to.deep.equal(['../sf-isa.yml']);
    const both = await show(TREE, 'app', {}, '-c', '../sf-isa.yml', '--no-config').catch((error: unknown) => error);
    expect(both).to.include({ exitCode: 2 });
  });
});
