import { expect } from 'chai';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { COMMANDS } from '../../src/cli/flags.js';
import type { Host, Outcome } from '../../src/cli/host.js';
import { readOutputFiles } from '../../src/cli/outputFiles.js';
import { parseArguments } from '../../src/cli/parseArguments.js';
import { runCommand } from '../../src/cli/run.js';
import type { ScanDocument } from '../../src/reporters/json.js';
import { rules } from '../../src/rules/index.js';
import { ROOT } from '../cli/program.js';
import { BROKEN, BROKEN_FILE, Folders, inFolder, SOUND } from '../cli/project.js';

const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };

/** One command line of a page. */
interface Command {
  readonly page: string;
  readonly text: string;
  readonly name: string;
  readonly argv: readonly string[];
}

/** Every call of the bin in the code blocks of a page. */
function commandsOf(page: string): readonly Command[] {
  const blocks = readFileSync(join(ROOT, page), 'utf8').match(/^```[^]*?^```$/gm) ?? [];
  return blocks
    .flatMap((block) => [...block.matchAll(/(?:^|[\s'"])sf-isa(?:@([\w.-]+))? ((?:scan|config|baseline)\b[^\n'<]*)/gm)])
    .map(([, pinned, text]) => {
      if (pinned !== undefined) expect(pinned, page).to.equal(version);
      // In JSON, the quotation mark behind it is not part of it.
      const isOpen = text!.split('"').length % 2 === 0;
      const words = (text!.replace(isOpen ? /",?$/ : /$/, '').match(/"[^"]*"|\S+/g) ?? []).map((word) =>
        word.replaceAll('"', '')
      );
      const command = COMMANDS.find(({ name }) => words.slice(0, name.split(' ').length).join(' ') === name);
      expect(command, `${page}: ${text!}`).to.not.equal(undefined);
      const argv = words
        .slice(command!.name.split(' ').length)
        .map((word) => word.replace('$GITHUB_STEP_SUMMARY', 'step-summary').replace('$FILE', BROKEN_FILE));
      return { page, text: text!, name: command!.name, argv };
    });
}

describe('the commands in the pages about adoption', function () {
  this.timeout(60_000);
  const folders = new Folders();
  after(() => folders.removeAll());
  const commands = ['docs/ci.md', 'docs/hooks.md', 'docs/editors.md', 'README.md'].flatMap(commandsOf);
  const git = (cwd: string, ...args: readonly string[]): void => {
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], { cwd, stdio: 'pipe' });
  };
  const hostIn = (workingFolder: string): Host => ({
    version,
    workingFolder,
    homeFolder: '/home/nobody',
    env: { PATH: process.env['PATH'] },
    terminal: { isTTY: false, columns: undefined },
    clock: () => new Date('2026-11-22T00:00:00Z'),
    rules,
    readInput: () => Promise.resolve(Buffer.from(BROKEN[BROKEN_FILE]!)),
  });

  it('are of every page', () => {
    for (const [page, least] of Object.entries({
      'docs/ci.md': 6,
      'docs/hooks.md': 4,
      'docs/editors.md': 2,
      'README.md': 3,
    })) {
      expect(commands.filter((command) => command.page === page).length, page).to.be.at.least(least);
    }
  });

  for (const { page, text, name, argv } of commands) {
    it(`${page}: ${text}`, async () => {
      const folder = folders.make({
        ...(name.startsWith('baseline') ? BROKEN : SOUND),
        ...inFolder('fixtures/projects/bank', SOUND),
      });
      git(folder, 'init', '--quiet');
      git(folder, 'add', '.');
      git(folder, 'commit', '--quiet', '--message', 'a');
      const broken = folders.make(BROKEN);
      mkdirSync(join(folder, 'test-results'));
      const declaration = COMMANDS.find((command) => command.name === name)!;
      const { flags } = parseArguments(declaration, argv) as { flags: Readonly<Record<string, unknown>> };
      if (name === 'baseline prune') await runCommand('baseline create', [], hostIn(folder), []);

      const run = (workingFolder: string): Promise<Outcome<unknown>> =>
        runCommand(name, argv, hostIn(workingFolder), []);
      expect((await run(folder)).exitCode).to.equal(flags['stdin-filename'] === undefined ? 0 : 14);
      if (name !== 'scan') return;
      for (const file of readOutputFiles(flags['output-file'] as readonly string[], folder)) {
        expect(readFileSync(file.path, 'utf8'), file.name).to.not.equal('');
      }
      // The same where there is something to find.
      git(broken, 'init', '--quiet');
      git(broken, 'add', '.');
      mkdirSync(join(broken, 'test-results'));
      mkdirSync(join(broken, 'fixtures/projects/bank'), { recursive: true });
      if (argv.includes('fixtures/projects/bank')) return;
      const { result, exitCode } = await run(broken);
      expect((result as ScanDocument).findings.map(({ rule }) => rule)).to.include('metadata-unreadable');
      expect(exitCode).to.equal(flags['no-exit-codes'] === true || flags['fail-on'] === 'never' ? 0 : 14);
    });
  }
});
