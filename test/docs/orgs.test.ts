import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Host } from '../../src/cli/host.js';
import { runCommand } from '../../src/cli/run.js';
import { COMMANDS, type CommandDeclaration } from '../../src/cli/flags.js';
import { readConfig } from '../../src/config/readConfig.js';
import { rules } from '../../src/rules/index.js';
import { ROOT } from '../cli/program.js';
import { Folders, inFolder, SOUND } from '../cli/project.js';

describe('docs/orgs.md', () => {
  const page = readFileSync(join(ROOT, 'docs/orgs.md'), 'utf8');
  const folders = new Folders();
  after(() => folders.removeAll());

  const commands = [...page.matchAll(/^\$ sf-isa (\S+) ?(.*)$/gm)].map(([, name, rest]) => ({
    name: name as CommandDeclaration['name'],
    args: rest!.split(' ').filter((word) => word !== ''),
  }));

  it('has commands that run', async () => {
    expect(commands).to.have.length.of.at.least(3);
    const folder = folders.make({
      ...inFolder('hq', SOUND),
      ...inFolder('emea', SOUND),
      ...inFolder('work', inFolder('hq', SOUND)),
    });
    const host: Host = {
      version: '0.0.0',
      workingFolder: join(folder, 'work'),
      homeFolder: '/home/nobody',
      env: {},
      terminal: { isTTY: false, columns: undefined },
      clock: () => new Date('2026-11-22T00:00:00Z'),
      rules,
    };
    for (const { name, args } of commands) {
      expect(COMMANDS.map((command) => command.name)).to.include(name);
      expect((await runCommand(name, args, host, [])).exitCode, args.join(' ')).to.equal(0);
    }
  });

  it('shows configs that are valid', () => {
    const samples = [...page.matchAll(/```yaml\n([^]*?)```/g)].map(([, text]) => text!);
    const configs = samples.map((text) => readConfig(text, 'sf-isa.yml', rules));
    expect(configs.map(({ org }) => org.myDomain)).to.include('bank-emea.my.salesforce.com');
    const ids = configs.flatMap(({ integrations }) => integrations.map(({ id }) => id));
    expect(ids).to.deep.equal(['hq-emea-accounts', 'hq-emea-accounts']);
  });

  it('has a row for each rule about several orgs', () => {
    const documented = [...page.matchAll(/^\| \[`([a-z-]+)`\]/gm)].map(([, id]) => id);
    expect(documented).to.have.members(rules.filter((rule) => rule.looksAcrossOrgs).map(({ id }) => id));
  });
});
