import { fstatSync, writeSync } from 'node:fs';
import { homedir } from 'node:os';
import { rules } from '../rules/index.js';
import { toFailure, usageError, type Failure } from './failure.js';
import { COMMANDS, type Flag } from './flags.js';
import type { MessageFiles } from './help.js';
import { widthOf, type Host } from './host.js';
import { toJsonText } from '../reporters/json.js';
import { failureEnvelope, resultEnvelope } from './json.js';
import { runCommand } from './run.js';
import { either, suggestion } from './suggest.js';

/** The Salesforce CLI gives its commands this flag; here it does the same. */
const JSON_FLAG: Flag = { name: 'json', type: 'boolean' };

/** Runs `sf-isa`; `loadMessages` gives the texts of help. Findings and documents go to standard output, all else to standard error. */
export async function main(version: string, loadMessages: () => Promise<MessageFiles>): Promise<void> {
  const { name, argv } = nameAndArguments(process.argv.slice(2));
  const given = flagsOnly(argv);
  const wantsJson = given.includes('--json');
  const host: Host = {
    version,
    workingFolder: process.cwd(),
    homeFolder: homedir(),
    env: process.env,
    terminal: terminal(),
    clock: () => new Date(),
    rules,
    wantsJson,
    readInput: async () => (await import('./readInput.js')).readInput(),
    ...(!wantsJson && { confirm: async (...asked) => (await import('./confirm.js')).confirm(...asked) }),
  };
  try {
    const help = await helpText(name, argv, loadMessages, host);
    if (help !== undefined) {
      print(help);
      return;
    }
    const outcome = await runCommand(knownCommand(name!), argv, host, [JSON_FLAG]);
    process.exitCode = outcome.exitCode;
    print(wantsJson ? toJsonText(resultEnvelope(outcome)) : outcome.stdout);
    if (!wantsJson) for (const warning of outcome.warnings) process.stderr.write(`Warning: ${warning}\n`);
  } catch (error) {
    const failure = toFailure(error);
    process.exitCode = failure.exitCode;
    if (wantsJson) print(toJsonText(failureEnvelope(failure)));
    else process.stderr.write(failureText(failure, given.includes('--verbose') || Boolean(process.env['DEBUG'])));
  }
}

/** What stands before `--`; the rest are paths, whatever they look like. */
const flagsOnly = (argv: readonly string[]): readonly string[] =>
  argv.includes('--') ? argv.slice(0, argv.indexOf('--')) : argv;

/** The words of a command's name, as one, and what follows them; the first word when there is no such command. */
function nameAndArguments([name, ...argv]: readonly string[]): {
  readonly name: string | undefined;
  readonly argv: readonly string[];
} {
  const [second, ...rest] = argv;
  const both = `${name ?? ''} ${second ?? ''}`;
  return COMMANDS.some((command) => command.name === both) ? { name: both, argv: rest } : { name, argv };
}

/** The help or the version, when that is what is asked for. */
async function helpText(
  name: string | undefined,
  argv: readonly string[],
  loadMessages: () => Promise<MessageFiles>,
  host: Host
): Promise<string | undefined> {
  if (name === '--version' || name === '-v') return `sf-isa ${host.version}\n`;
  const isTop = name === undefined || ['--help', '-h', 'help'].includes(name);
  const wantsHelp = isTop || flagsOnly(argv).some((word) => word === '--help' || word === '-h');
  if (!wantsHelp) return undefined;
  const [{ commandHelp, topHelp, topicHelp }, messages] = await Promise.all([import('./help.js'), loadMessages()]);
  const about = isTop ? nameAndArguments(argv).name : name;
  if (about === undefined) return topHelp(messages, host.version);
  if (isTopic(about)) return topicHelp(about, messages);
  return commandHelp(
    COMMANDS.find((command) => command.name === knownCommand(about))!,
    messages,
    widthOf(host)
  );
}

/** Whether a word is the first of several commands. */
const isTopic = (word: string): boolean => COMMANDS.some(({ name }) => name.startsWith(`${word} `));

function knownCommand(name: string): string {
  const names = COMMANDS.map((command) => command.name);
  if (names.includes(name)) return name;
  if (isTopic(name)) {
    const seconds = names.filter((one) => one.startsWith(`${name} `)).map((one) => one.slice(name.length + 1));
    throw usageError(`${name} takes ${either(seconds)}.`, `See what they do with sf-isa ${name} --help.`);
  }
  const firsts = [...new Set(names.map((one) => one.split(' ')[0]!))];
  const hint = name.startsWith('-') ? '' : suggestion(name, firsts);
  throw usageError(`${name} is not a command of sf-isa.${hint}`, 'See all commands with sf-isa --help.');
}

/** As the Salesforce CLI prints a failure. */
function failureText({ name, message, actions, stack }: Failure, isVerbose: boolean): string {
  return [
    `Error (${name}): ${message}`,
    ...(actions.length === 0 ? [] : ['', 'Try this:', '', ...actions]),
    ...(isVerbose && stack !== undefined ? ['', stack] : []),
    '',
  ].join('\n');
}

const STANDARD_OUTPUT = 1;

/** Asks Node's stream only where there may be a terminal: its modules take longer to load than a small project to read. */
function terminal(): Host['terminal'] {
  const none = { isTTY: false, columns: undefined };
  // On Windows a terminal need not look like a device.
  if (process.platform === 'win32') return process.stdout.isTTY ? process.stdout : none;
  try {
    return fstatSync(STANDARD_OUTPUT).isCharacterDevice() && process.stdout.isTTY ? process.stdout : none;
  } catch {
    // Nothing is open there.
    return none;
  }
}

/**
 * Writes to standard output without Node's stream, for the same reason. What a full pipe does not take at once goes through
 * the stream after all.
 */
function print(text: string): void {
  let rest: Uint8Array = Buffer.from(text);
  try {
    while (rest.length > 0) rest = rest.subarray(writeSync(STANDARD_OUTPUT, rest));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // `sf-isa scan | head` ends when `head` does, without a word.
    if (code === 'EPIPE') return;
    if (code !== 'EAGAIN') throw error;
    process.stdout.on('error', (late: NodeJS.ErrnoException) => {
      if (late.code !== 'EPIPE') throw late;
    });
    process.stdout.write(rest);
  }
}
