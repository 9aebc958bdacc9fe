import { parseArgs } from 'node:util';
import { usageError } from './failure.js';
import type { Arguments, CommandDeclaration, Flag } from './flags.js';
import { either, suggestion } from './suggest.js';

type Value = boolean | number | string;

/**
 * Reads the arguments of a command, for both doors, so that they understand and refuse the same.
 *
 * @param hostFlags flags of the door itself, which are accepted and left alone
 * @throws CommandError that says in a sentence what is wrong
 */
export function parseArguments<Declaration extends CommandDeclaration>(
  declaration: Declaration,
  argv: readonly string[],
  hostFlags: readonly Flag[] = []
): Arguments<Declaration> {
  const flags = [...declaration.flags, ...hostFlags];
  const byName = new Map(flags.map((flag) => [flag.name, flag]));
  const { tokens } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    strict: false,
    tokens: true,
    options: Object.fromEntries(flags.map((flag) => [flag.name, toOption(flag)])),
  });

  const given = new Map<string, Value[]>();
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind !== 'option') continue;
    const flag = byName.get(token.name);
    if (!flag) {
      const isLong = token.rawName.startsWith('--');
      const hint = isLong ? suggestion(token.name, [...byName.keys()], '--') : '';
      throw usageError(`${declaration.name} has no flag ${token.rawName}.${hint}`, seeHelp(declaration));
    }
    given.set(flag.name, [...(given.get(flag.name) ?? []), readValue(flag, token)]);
  }
  checkPositionals(declaration, positionals);

  const valueOf = (flag: Flag): Value | readonly Value[] | undefined => {
    const values = given.get(flag.name) ?? [];
    if (flag.repeat) return values;
    return values.at(-1) ?? (flag.type === 'boolean' ? false : flag.default);
  };
  return {
    positionals,
    flags: Object.fromEntries(declaration.flags.map((flag: Flag) => [flag.name, valueOf(flag)])),
  } as unknown as Arguments<Declaration>;
}

const toOption = ({ type, char }: Flag): { type: 'boolean' | 'string'; short?: string } => ({
  type: type === 'boolean' ? 'boolean' : 'string',
  ...(char === undefined ? {} : { short: char }),
});

const seeHelp = ({ name }: CommandDeclaration): string => `See all flags with ${name} --help.`;

function readValue(
  flag: Flag,
  { rawName, value, inlineValue }: { rawName: string; value?: string | undefined; inlineValue?: boolean | undefined }
): Value {
  if (flag.type === 'boolean') {
    if (value !== undefined) throw usageError(`${rawName} takes no value.`);
    return true;
  }
  const isNextFlag = !inlineValue && value !== undefined && /^-./.test(value);
  if (value === undefined || value === '' || isNextFlag)
    throw usageError(`${rawName} needs a value${expectation(flag)}.`);
  // `-f=json` is `-f json`, as in the Salesforce CLI.
  const text = inlineValue && !rawName.startsWith('--') ? value.replace(/^=/, '') : value;
  if (flag.options && !flag.options.includes(text)) {
    throw usageError(`${rawName} takes ${either(flag.options)}, not ${text}.${suggestion(text, flag.options)}`);
  }
  if (flag.type !== 'integer') return text;
  if (!/^\d{1,9}$/.test(text)) throw usageError(`${rawName} takes a whole number from 0, not ${text}.`);
  return Number(text);
}

const expectation = ({ options, value }: Flag): string =>
  options ? `: ${either(options)}` : value ? ` (${value})` : '';

function checkPositionals(declaration: CommandDeclaration, positionals: readonly string[]): void {
  const { name, argument } = declaration;
  if (argument === undefined && positionals.length > 0) {
    throw usageError(`${name} takes no argument, but got ${positionals[0]!}.`, seeHelp(declaration));
  }
  if (argument && !argument.repeat && positionals.length > 1) {
    throw usageError(`${name} takes one ${argument.name}, but got ${positionals.join(' ')}.`);
  }
  if (positionals.includes('')) throw usageError(`${name} was given an empty argument.`);
}
