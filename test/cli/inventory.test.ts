import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Host, Outcome } from '../../src/cli/host.js';
import { runCommand } from '../../src/cli/run.js';
import type { InventoryDocument } from '../../src/inventory/render.js';
import { rules } from '../../src/rules/index.js';
import { namedCredential } from '../inventory/samples.js';
import { BROKEN, DEFINITION, Folders, inFolder, type Tree } from './project.js';

const CREDENTIALS = 'force-app/main/default/namedCredentials';
const PROJECT: Tree = {
  'sfdx-project.json': DEFINITION,
  [`${CREDENTIALS}/ERP.namedCredential-meta.xml`]: namedCredential('http://erp.example'),
  [`${CREDENTIALS}/Bank.namedCredential-meta.xml`]: namedCredential('https://bank.example'),
};

describe('sf-isa inventory', () => {
  const folders = new Folders();
  after(() => folders.removeAll());

  const inventory = async (
    tree: Tree,
    args: readonly string[],
    env: Host['env'] = {}
  ): Promise<Outcome<InventoryDocument> & { readonly folder: string }> => {
    const folder = folders.make(tree);
    const host: Host = {
      version: '0.0.0',
      workingFolder: folder,
      homeFolder: '/home/nobody',
      env,
      terminal: { isTTY: true, columns: 80 },
      clock: () => new Date('2026-11-22T00:00:00Z'),
      rules,
    };
    const outcome = (await runCommand('inventory', args, host, [])) as Outcome<InventoryDocument>;
    return { ...outcome, result: outcome.result, folder };
  };
  const failure = async (tree: Tree, ...args: readonly string[]): Promise<Error & { readonly exitCode: number }> =>
    inventory(tree, args).then(
      () => expect.fail('nothing was refused'),
      (error: Error & { readonly exitCode: number }) => error
    );

  it('lists integrations unless something else is asked for, and exits with 0 whatever is found', async () => {
    const { exitCode, result, stdout, warnings } = await inventory(PROJECT, []);
    expect(exitCode).to.equal(0);
    expect(warnings).to.deep.equal([]);
    expect(stdout).to.match(/^\S*Integration\S* .+\n[^]*2 integrations in 1 project\.\n/);
    expect(result).to.deep.include({ schemaVersion: '1.1', now: '2026-11-22T00:00:00.000Z', projects: ['.'] });
    expect(result.integrations!.map(({ id, findings }) => [id, findings.medium])).to.deep.equal([
      ['NamedCredential:Bank', 1],
      ['NamedCredential:ERP', 2],
    ]);
    expect(Object.keys((await inventory(PROJECT, ['endpoints'])).result))
      .to.include('endpoints')
      .and.not.include('integrations');
  });

  it('counts days from --now', async () => {
    expect((await inventory(PROJECT, ['--now', '2027-01-31'])).result.now).to.equal('2027-01-31T00:00:00.000Z');
  });

  it('lists whole projects, wherever --source-dir points in them', async () => {
    const { result } = await inventory(PROJECT, ['-d', `${CREDENTIALS}/Bank.namedCredential-meta.xml`]);
    expect(result.integrations!.map(({ findings }) => findings.medium)).to.deep.equal([1, 2]);
    const several = { ...inFolder('one', PROJECT), ...inFolder('two', PROJECT), ...inFolder('three', PROJECT) };
    const both = await inventory(several, ['-d', 'one', '-d', 'three/force-app']);
    expect(both.result.projects).to.deep.equal(['one', 'three']);
    expect(both.stdout)
      .to.match(/Project/)
      .and.match(/4 integrations in 2 projects\./);
  });

  it('knows the register and what the team has accepted, and not what it has put off', async () => {
    const config = "version: 1\nintegrations:\n  - { id: erp, components: ['NamedCredential:ERP'], owner: erp-team }\n";
    const accepted = `version: 1
suppressions:
  - rule: endpoint-cleartext
    component: NamedCredential:ERP
    reason: Goes through a tunnel of its own
`;
    const baseline = JSON.stringify({ version: 1, findings: [] });
    const { result, stdout } = await inventory(
      { ...PROJECT, 'sf-isa.yml': config, 'sf-isa.suppressions.yml': accepted, 'sf-isa.baseline.json': baseline },
      []
    );
    const erp = result.integrations!.find(({ id }) => id === 'erp')!;
    expect(erp.findings.medium).to.equal(1);
    expect(stdout).to.include('erp-team').and.not.include('no entry yet');
    expect((await inventory({ ...PROJECT, 'sf-isa.yml': config }, ['--no-config'])).stdout).to.include('no entry yet');
  });

  it('writes files by their endings or by name, without colours', async () => {
    const files = ['a.csv', 'b.json', 'c.md', 'd.txt', 'csv=e.page'];
    const { folder, result } = await inventory(PROJECT, [
      ...files.flatMap((file) => ['--output-file', file]),
      '--color',
      'always',
    ]);
    const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
    expect(read('a.csv'))
      .to.match(/^"project","id",/)
      .and.equal(read('e.page'));
    expect(JSON.parse(read('b.json'))).to.deep.equal(JSON.parse(JSON.stringify(result)));
    expect(read('c.md')).to.match(/^## Inventory: integrations\n/);
    expect(read('d.txt'))
      .to.match(/^Integration/)
      .and.not.include('\x1b');
  });

  it('says that files could not be read', async () => {
    const { warnings } = await inventory(BROKEN, []);
    expect(warnings).to.deep.equal([
      '1 file could not be read, so that what they hold is missing here; a scan names them.',
    ]);
  });

  it('says what it looked for where there is nothing', async () => {
    const { stdout } = await inventory(PROJECT, ['apps']);
    expect(stdout).to.match(
      /^There are no apps in the project: looked for Connected Apps and External\sClient\sApps\.\n$/
    );
  });

  it('refuses what it does not know', async () => {
    const unknown = await failure(PROJECT, 'certificate');
    expect(unknown.message).to.equal(
      'inventory takes integrations, certificates, endpoints, apps or principals, not certificate. Did you mean certificates?'
    );
    expect(unknown.exitCode).to.equal(2);
    expect((await failure(PROJECT, '--output-file', 'a.sarif')).message).to.match(
      /end it in \.json, \.md, \.csv or \.txt/
    );
    expect((await failure({ 'sfdx-project.json': DEFINITION })).exitCode).to.equal(3);
    expect((await failure({ ...PROJECT, 'sf-isa.yml': 'nonsense' })).name).to.equal('ConfigError');
  });
});
