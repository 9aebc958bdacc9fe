import { Args, Flags, type Interfaces } from '@oclif/core';
import { Messages } from '@salesforce/core';
import { toHelpSection } from '@salesforce/sf-plugins-core';
import { exitCodesOf } from '../cli/exitCodes.js';
import { ENVIRONMENT_VARIABLES, type CommandDeclaration, type Flag } from '../cli/flags.js';

type HelpSection = ReturnType<typeof toHelpSection>;

/** The flags of a command as oclif has them: for its help, its manifest and completion. They are read by our own parser. */
export function toOclifFlags({ flags }: CommandDeclaration, messages: Messages<string>): Interfaces.FlagInput {
  const common = Messages.loadMessages('sf-isa', 'isa');
  const text = (key: string): string => (hasMessage(messages, key) ? messages : common).getMessage(key);
  return Object.fromEntries(flags.map((flag: Flag) => [flag.name, toOclifFlag(flag, text)]));
}

/** Flags that several commands have are described once, for all of them. */
function hasMessage(messages: Messages<string>, key: string): boolean {
  try {
    messages.getMessage(key);
    return true;
  } catch {
    return false;
  }
}

function toOclifFlag(flag: Flag, text: (key: string) => string): Interfaces.FlagInput[string] {
  const { name, char, type, options, repeat, value, group, described } = flag;
  const common = {
    summary: text(`flags.${name}.summary`),
    ...(described && { description: text(`flags.${name}.description`) }),
    ...(char !== undefined && { char: char as Interfaces.AlphabetLowercase }),
    ...(group !== undefined && { helpGroup: group }),
  };
  if (type === 'boolean') return Flags.boolean(common);
  const valued = {
    ...common,
    ...(options && { options }),
    ...(value !== undefined && { helpValue: `<${value}>` }),
  };
  // A flag takes one value each time: what follows is a path.
  if (repeat) return Flags.string({ ...valued, multiple: true, multipleNonGreedy: true });
  return Flags.string({ ...valued, ...(flag.default !== undefined && { default: String(flag.default) }) });
}

/** The argument of a command as oclif has it. */
export const toOclifArgs = ({ argument }: CommandDeclaration, messages: Messages<string>): Interfaces.ArgInput =>
  argument
    ? { [argument.name]: Args.string({ description: messages.getMessage(`args.${argument.name}.summary`) }) }
    : {};

/** The exit codes for help. */
export const exitCodeSection = ({ name }: CommandDeclaration): HelpSection =>
  toHelpSection('EXIT CODES', Object.fromEntries(exitCodesOf(name)));

/** What the environment may say, for help. */
export function environmentSection(): HelpSection {
  const messages = Messages.loadMessages('sf-isa', 'isa');
  return toHelpSection(
    'ENVIRONMENT VARIABLES',
    Object.fromEntries(ENVIRONMENT_VARIABLES.map((name) => [name, messages.getMessage(`env.${name}`)]))
  );
}
