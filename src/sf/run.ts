import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { SfError } from '@salesforce/core';
import type { SfCommand } from '@salesforce/sf-plugins-core';
import { confirm } from '../cli/confirm.js';
import { toFailure } from '../cli/failure.js';
import type { CommandDeclaration, Flag } from '../cli/flags.js';
import type { Host, Outcome } from '../cli/host.js';
import { readInput } from '../cli/readInput.js';
import { runCommand } from '../cli/run.js';
import { rules } from '../rules/index.js';

const { version } = createRequire(import.meta.url)('../../package.json') as { readonly version: string };

/** What SfCommand adds to every command. */
const SF_FLAGS: readonly Flag[] = [
  { name: 'json', type: 'boolean' },
  { name: 'flags-dir', type: 'string' },
];

/**
 * Runs a command for the Salesforce CLI. Its arguments are read by the parser that the bin has, not by oclif's, so that
 * both doors understand and refuse the same, with the same exit code: oclif would exit with 1 for a bad value.
 */
export async function runInSf<Result>(
  command: SfCommand<Result>,
  { name }: CommandDeclaration,
  host: Host = sfHost(command.jsonEnabled())
): Promise<Result> {
  const argv = await argumentsFromHooks(command);
  let outcome: Outcome<unknown>;
  try {
    outcome = await runCommand(name, argv, host, SF_FLAGS);
  } catch (error) {
    const { name: kind, message, exitCode, actions, stack } = toFailure(error);
    const isVerbose = argv.includes('--verbose') || Boolean(process.env['DEBUG']);
    if (stack !== undefined && isVerbose) command.logToStderr(stack);
    // A new error: with a TypeError as its cause, SfCommand would exit with 10.
    throw new SfError(message, kind, [...actions], exitCode);
  }
  process.exitCode = outcome.exitCode;
  for (const warning of outcome.warnings) command.warn(warning);
  if (!command.jsonEnabled()) process.stdout.write(outcome.stdout);
  return outcome.result as Result;
}

const sfHost = (wantsJson: boolean): Host => ({
  version,
  workingFolder: process.cwd(),
  homeFolder: homedir(),
  env: process.env,
  terminal: { isTTY: process.stdout.isTTY, columns: process.stdout.columns },
  clock: () => new Date(),
  rules,
  wantsJson,
  readInput,
  ...(!wantsJson && { confirm }),
});

/** Lets the CLI's own hooks change the arguments, as oclif's parser does: `--flags-dir` is one of them. */
async function argumentsFromHooks(command: SfCommand<unknown>): Promise<readonly string[]> {
  const { argv, config } = command;
  const { baseFlags, flags } = command.constructor as typeof SfCommand;
  const options = { flags: { ...baseFlags, ...flags } };
  const { successes } = await config.runHook('preparse', { argv: [...argv], options });
  return successes[0]?.result ?? argv;
}
