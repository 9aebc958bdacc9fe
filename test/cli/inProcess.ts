import { toFailure, type CommandError } from '../../src/cli/failure.js';
import { COMMANDS } from '../../src/cli/flags.js';
import type { Host } from '../../src/cli/host.js';
import { runCommand } from '../../src/cli/run.js';
import { rules } from '../../src/rules/index.js';

/** How a command ended that ran in the process of the test. */
export interface RunHere {
  readonly exitCode: number;
  readonly stdout: string;
  /** Warnings, or what went wrong, a line each. */
  readonly stderr: string;
  /** Undefined when something went wrong. */
  readonly result: unknown;
}

/** Runs `sf-isa <args>` in this process, which takes no build and no start-up. What differs between processes is for `runBin`. */
export async function runHere(args: readonly string[], cwd: string, more: Partial<Host> = {}): Promise<RunHere> {
  const command = COMMANDS.find(({ name }) => args.slice(0, name.split(' ').length).join(' ') === name);
  if (!command) throw new Error(`no command is named like the beginning of: ${args.join(' ')}`);
  const host: Host = {
    version: '0.0.0',
    workingFolder: cwd,
    homeFolder: '/home/nobody',
    env: { PATH: process.env['PATH'] },
    terminal: { isTTY: false, columns: undefined },
    clock: () => new Date('2026-11-22T00:00:00Z'),
    rules,
    ...more,
  };
  try {
    const { exitCode, stdout, warnings, result } = await runCommand(
      command.name,
      args.slice(command.name.split(' ').length),
      host,
      []
    );
    return { exitCode, stdout, stderr: warnings.map((warning) => `Warning: ${warning}\n`).join(''), result };
  } catch (error) {
    // What commands import dynamically may be a second copy of a module here, whose errors are of other classes.
    const isOfCopy = error instanceof Error && 'exitCode' in error;
    const { exitCode, name, message, actions, stack } = isOfCopy
      ? { ...(error as CommandError), message: error.message, stack: undefined }
      : toFailure(error);
    const lines = [`Error (${name}): ${message}`, ...actions, ...(stack === undefined ? [] : [stack])];
    return { exitCode, stdout: '', stderr: lines.map((line) => `${line}\n`).join(''), result: undefined };
  }
}
