import { expect } from 'chai';
import { join } from 'node:path';
import { COMMANDS } from '../../src/cli/flags.js';
import type { Host } from '../../src/cli/host.js';
import { runCommand } from '../../src/cli/run.js';
import { REPORT_FORMATS } from '../../src/reporters/index.js';
import { rules } from '../../src/rules/index.js';
import { run } from './program.js';
import { Folders } from './project.js';

describe('sf-isa completion', function () {
  this.timeout(60_000);
  const folders = new Folders();
  after(() => folders.removeAll());

  const host: Host = {
    version: '0.0.0',
    workingFolder: '/',
    homeFolder: '/home/nobody',
    env: {},
    terminal: { isTTY: false, columns: undefined },
    clock: () => new Date('2026-11-22T00:00:00Z'),
    rules,
  };
  const script = async (shell: string): Promise<string> => (await runCommand('completion', [shell], host, [])).stdout;
  const has = (shell: string): Promise<boolean> =>
    run(shell, ['-c', 'exit 0'], { cwd: '/' }).then(
      ({ exitCode }) => exitCode === 0,
      () => false
    );

  /** What bash offers for words, of which the last one is being typed, as its own word splitting gives them. */
  async function offered(folder: string, ...words: readonly string[]): Promise<readonly string[]> {
    const program =
      'source ./script; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _sf_isa; printf "%s\\n" "${COMPREPLY[@]}"';
    const { stdout, stderr } = await run('bash', ['--norc', '-c', program, 'bash', 'sf-isa', ...words], {
      cwd: folder,
    });
    expect(stderr).to.equal('');
    return stdout.split('\n').filter((line) => line !== '');
  }

  it('completes commands, flags, values and rule ids in bash', async function () {
    if (!(await has('bash'))) this.skip();
    const folder = folders.make({ script: await script('bash') });
    expect(await run('bash', ['-n', join(folder, 'script')], { cwd: folder })).to.deep.equal({
      exitCode: 0,
      stdout: '',
      stderr: '',
    });
    expect(await offered(folder, '')).to.include.members([
      'scan',
      'rules',
      'baseline',
      'config',
      'completion',
      '--version',
    ]);
    expect(await offered(folder, 'sc')).to.deep.equal(['scan']);
    expect(await offered(folder, 'config', '')).to.deep.equal(['check', 'init', 'show']);
    expect(await offered(folder, 'scan', '--form')).to.deep.equal(['--format']);
    expect(await offered(folder, 'scan', '--format', '')).to.deep.equal([...REPORT_FORMATS]);
    expect(await offered(folder, 'scan', '-f', 's')).to.deep.equal(['sarif']);
    expect(await offered(folder, 'scan', '--format', '=')).to.deep.equal([...REPORT_FORMATS]);
    expect(await offered(folder, 'scan', '--format', '=', 'ju')).to.deep.equal(['junit']);
    expect(await offered(folder, 'config', 'show', '--format', '')).to.deep.equal(['yaml', 'json']);
    expect(await offered(folder, 'rules', '--rule', 'metadata-u')).to.deep.equal(['metadata-unreadable']);
    expect(await offered(folder, 'explain', 'metadata-u')).to.deep.equal(['metadata-unreadable']);
    expect(await offered(folder, 'completion', '')).to.deep.equal(['bash', 'zsh', 'fish']);
    // Then bash offers files.
    expect(await offered(folder, 'scan', '')).to.deep.equal([]);
    expect(await offered(folder, 'scan', '--config-file', 'sc')).to.deep.equal([]);
    expect(await offered(folder, 'nonsense', '')).to.deep.equal([]);
    for (const { name, flags } of COMMANDS) {
      const all = await offered(folder, ...name.split(' '), '--');
      expect(all, name).to.have.members([...flags.map((flag) => `--${flag.name}`), '--help', '--json']);
    }
  });

  it('is one that bash itself calls', async function () {
    if (!(await has('bash'))) this.skip();
    const folder = folders.make({ script: await script('bash') });
    const { stdout } = await run('bash', ['--norc', '-c', 'source ./script; complete -p sf-isa'], { cwd: folder });
    expect(stdout).to.equal('complete -o default -F _sf_isa sf-isa\n');
  });

  it('is taken by zsh', async function () {
    if (!(await has('zsh'))) this.skip();
    const folder = folders.make({ script: await script('zsh') });
    const program = 'autoload -Uz compinit && compinit -D -u; source ./script; print ${_comps[sf-isa]}';
    const { stdout, stderr } = await run('zsh', ['-f', '-c', program], { cwd: folder });
    expect(stderr).to.equal('');
    expect(stdout).to.equal('_bash_complete -o default -F _sf_isa\n');
  });

  it('completes in fish', async function () {
    if (!(await has('fish'))) this.skip();
    const folder = folders.make({ script: await script('fish') });
    const fish = async (line: string): Promise<readonly string[]> => {
      const program = `source ./script; complete -C '${line}'`;
      const { stdout, stderr } = await run('fish', ['--no-config', '-c', program], { cwd: folder });
      expect(stderr).to.equal('');
      return stdout.split('\n').flatMap((one) => (one === '' ? [] : one.split('\t')[0]!));
    };
    expect(await fish('sf-isa ')).to.include.members(['scan', 'baseline', 'config']);
    expect(await fish('sf-isa config ')).to.deep.equal(['check', 'init', 'show']);
    expect(await fish('sf-isa scan --format s')).to.deep.equal(['sarif']);
    expect(await fish('sf-isa config show --format ')).to.have.members(['yaml', 'json']);
    expect(await fish('sf-isa explain metadata-u')).to.deep.equal(['metadata-unreadable']);
  });

  it('says which shells it knows', async () => {
    const failure = (...args: readonly string[]): Promise<unknown> =>
      runCommand('completion', args, host, []).catch((error: unknown) => error);
    expect(await failure()).to.include({
      exitCode: 2,
      message: 'completion needs the name of a shell: bash, zsh or fish.',
    });
    expect(await failure('bsh')).to.include({
      message: 'completion knows bash, zsh or fish, not bsh. Did you mean bash?',
    });
  });
});
