import { EXIT_OK } from './exitCodes.js';
import { usageError } from './failure.js';
import { COMMANDS, SHELLS, type Arguments, type COMPLETION, type CommandDeclaration, type Flag } from './flags.js';
import type { Host, Outcome } from './host.js';
import { either, suggestion } from './suggest.js';

type Shell = (typeof SHELLS)[number];

/** Prints what a shell needs to complete the commands, flags, values and rule ids of `sf-isa`. */
export async function runCompletion(
  { positionals }: Arguments<typeof COMPLETION>,
  host: Host
): Promise<Outcome<{ readonly script: string }>> {
  const [given] = positionals;
  const shell = SHELLS.find((one) => one === given);
  if (shell === undefined) {
    throw usageError(
      given === undefined
        ? `completion needs the name of a shell: ${either(SHELLS)}.`
        : `completion knows ${either(SHELLS)}, not ${given}.${suggestion(given, SHELLS)}`
    );
  }
  const script = SCRIPTS[shell](host.rules.map(({ id }) => id));
  return { exitCode: EXIT_OK, stdout: script, warnings: [], result: { script } };
}

/** What the bin adds to every command. */
const GLOBAL_FLAGS = ['--help', '--json'];
/** Flags of the bin itself. */
const TOP_FLAGS = ['--help', '--version'];

/** Two-word commands by their first word. */
const topics: ReadonlyMap<string, readonly string[]> = COMMANDS.reduce((map, { name }) => {
  const [first, second] = name.split(' ') as [string, string?];
  return second === undefined ? map : map.set(first, [...(map.get(first) ?? []), second]);
}, new Map<string, readonly string[]>());

const firstWords: readonly string[] = [...new Set(COMMANDS.map(({ name }) => name.split(' ')[0]!))];

const flagWords = ({ flags }: CommandDeclaration): readonly string[] => [
  ...flags.map(({ name }) => `--${name}`),
  ...GLOBAL_FLAGS,
];

/** The words that a flag takes; undefined for a path or free text. */
const valueWords = ({ name, options }: Flag, ruleIds: readonly string[]): readonly string[] | undefined =>
  options ?? (name === 'rule' || name === 'ignore-rule' ? ruleIds : undefined);

/** The words that may follow a command as its argument. */
const argumentWords = ({ name, argument }: CommandDeclaration, ruleIds: readonly string[]): readonly string[] =>
  name === 'completion' ? SHELLS : argument?.name === 'rule' ? ruleIds : [];

const takesValue = ({ type }: Flag): boolean => type !== 'boolean';

function bash(ruleIds: readonly string[]): string {
  const values = COMMANDS.flatMap((command) =>
    command.flags.filter(takesValue).map((flag: Flag) => {
      const names = [`--${flag.name}`, ...(flag.char === undefined ? [] : [`-${flag.char}`])];
      const patterns = names.map((name) => `'${command.name} ${name}'`).join('|');
      return `    ${patterns}) words='${(valueWords(flag, ruleIds) ?? []).join(' ')}' ;;`;
    })
  );
  const seconds = [...topics].map(([first, words]) => `      '${first}') words='${words.join(' ')}' ;;`);
  const flags = COMMANDS.map((command) => {
    const own = argumentWords(command, ruleIds);
    const otherwise = own.length === 0 ? '' : ` *) words='${own.join(' ')}' ;;`;
    return `      '${command.name}') case $word in -*) words='${flagWords(command).join(' ')}' ;;${otherwise} esac ;;`;
  });
  return `# Completion of sf-isa in bash: source <(sf-isa completion bash)
_sf_isa() {
  local word="\${COMP_WORDS[COMP_CWORD]}" flag="\${COMP_WORDS[COMP_CWORD-1]}" command="\${COMP_WORDS[1]}" words=''
  # Bash takes --format=json for three words.
  if [ "$word" = '=' ]; then word=''; elif [ "$flag" = '=' ]; then flag="\${COMP_WORDS[COMP_CWORD-2]}"; fi
  case $command in
    ${[...topics.keys()].join('|')}) if [ "$COMP_CWORD" -gt 2 ]; then command="$command \${COMP_WORDS[2]}"; fi ;;
  esac
  if [ "$COMP_CWORD" -eq 1 ]; then command=''; fi
  case "$command $flag" in
${values.join('\n')}
    *) case $command in
      '') words='${[...firstWords, ...TOP_FLAGS].join(' ')}' ;;
${[...seconds, ...flags].join('\n')}
    esac ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o default -F _sf_isa sf-isa
`;
}

const zsh = (
  ruleIds: readonly string[]
): string => `# Completion of sf-isa in zsh, after compinit: source <(sf-isa completion zsh)
autoload -Uz bashcompinit && bashcompinit
${bash(ruleIds).replace(/^.*\n/, '')}`;

function fish(ruleIds: readonly string[]): string {
  const line = (condition: string, rest: string): string => `complete -c sf-isa -n '${condition}' ${rest}`;
  const seen = (words: readonly string[]): string => `__fish_seen_subcommand_from ${words.join(' ')}`;
  const lines = COMMANDS.flatMap((command) => {
    const condition = command.name
      .split(' ')
      .map((word) => seen([word]))
      .join('; and ');
    const own = argumentWords(command, ruleIds);
    return [
      ...(own.length === 0 ? [] : [line(condition, `-f -a '${own.join(' ')}'`)]),
      ...command.flags.map((flag: Flag) => {
        const short = flag.char === undefined ? '' : ` -s ${flag.char}`;
        const words = valueWords(flag, ruleIds);
        const value = !takesValue(flag) ? '' : words === undefined ? ' -r' : ` -x -a '${words.join(' ')}'`;
        return line(condition, `-l ${flag.name}${short}${value}`);
      }),
    ];
  });
  return [
    '# Completion of sf-isa in fish: sf-isa completion fish | source',
    line('__fish_use_subcommand', `-f -a '${firstWords.join(' ')}'`),
    line('__fish_use_subcommand', '-l version -s v'),
    'complete -c sf-isa -l help -s h',
    line('not __fish_use_subcommand', '-l json'),
    ...[...topics].map(([first, words]) =>
      line(`${seen([first])}; and not ${seen(words)}`, `-f -a '${words.join(' ')}'`)
    ),
    ...lines,
    '',
  ].join('\n');
}

const SCRIPTS: Readonly<Record<Shell, (ruleIds: readonly string[]) => string>> = { bash, zsh, fish };
