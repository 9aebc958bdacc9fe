import { exitCodesOf } from './exitCodes.js';
import { COMMANDS, ENVIRONMENT_VARIABLES, type CommandDeclaration, type Flag } from './flags.js';
import { listItems, parseMessages, type Messages } from './messages.js';

/** The texts of `messages/`, by file name without its extension. */
export type MessageFiles = Readonly<Record<string, string>>;

/** What only the bin has; the Salesforce CLI brings its own. */
export const GLOBAL_FLAGS: readonly Flag[] = [
  { name: 'help', char: 'h', type: 'boolean', group: 'GLOBAL' },
  { name: 'json', type: 'boolean', group: 'GLOBAL' },
];

const GROUPS = [undefined, 'FILTER', 'CONFIGURATION', 'OUTPUT', 'GLOBAL'] as const;

/** `sf-isa --help`. */
export function topHelp(files: MessageFiles, version: string): string {
  const messages = textsOf(files, 'isa');
  return sections([
    [undefined, [messages.get('summary')!]],
    ['VERSION', [`  sf-isa ${version}`]],
    ['USAGE', ['  $ sf-isa <command> [arguments] [flags]']],
    ['COMMANDS', commandColumns(COMMANDS, files)],
    [
      'FLAGS',
      columns([
        ['-h, --help', messages.get('flags.help.summary')!],
        ['-v, --version', messages.get('flags.version.summary')!],
      ]),
    ],
    [undefined, ['See the flags of a command with sf-isa <command> --help.']],
  ]);
}

/** `sf-isa <topic> --help`: the commands whose names begin with a word. */
export const topicHelp = (topic: string, files: MessageFiles): string =>
  sections([
    ['USAGE', [`  $ sf-isa ${topic} <command> [arguments] [flags]`]],
    [
      'COMMANDS',
      commandColumns(
        COMMANDS.filter(({ name }) => name.startsWith(`${topic} `)),
        files
      ),
    ],
    [undefined, [`See the flags of a command with sf-isa ${topic} <command> --help.`]],
  ]);

const commandColumns = (commands: readonly CommandDeclaration[], files: MessageFiles): readonly string[] =>
  columns(commands.map(({ name }) => [name, textsOf(files, messagesName(name)).get('summary')!]));

/** The name of a command's messages file. */
export const messagesName = (command: string): string => `isa.${command.replace(' ', '.')}`;

/** `sf-isa <command> --help`, laid out as the Salesforce CLI does. */
export function commandHelp(declaration: CommandDeclaration, files: MessageFiles, width: number): string {
  const { name, argument } = declaration;
  const messages = textsOf(files, messagesName(name));
  const common = textsOf(files, 'isa');
  const flags = [...declaration.flags, ...GLOBAL_FLAGS];
  const text = (key: string): string | undefined => messages.get(key) ?? common.get(key);
  const usageName =
    argument === undefined
      ? ''
      : argument.repeat
        ? ` [${argument.name.toUpperCase()}...]`
        : ` ${argument.name.toUpperCase()}`;
  const described = flags.filter((flag: Flag) => flag.described);

  return sections([
    [undefined, wrap(text('summary')!, width)],
    ['USAGE', [`  $ sf-isa ${name}${usageName} [flags]`]],
    ...(argument
      ? [
          [
            'ARGUMENTS',
            columns([[argument.name.toUpperCase(), text(`args.${argument.name}.summary`)!]], width),
          ] as const,
        ]
      : []),
    ...GROUPS.map(
      (group) =>
        [
          group === undefined ? 'FLAGS' : `${group} FLAGS`,
          columns(
            flags
              .filter((flag) => flag.group === group)
              .map((flag) => [flagLabel(flag), summaryOf(flag, text(`flags.${flag.name}.summary`)!)]),
            width
          ),
        ] as const
    ).filter(([, lines]) => lines.length > 0),
    [
      'DESCRIPTION',
      text('description')!
        .split('\n')
        .flatMap((line) => wrap(line, width - 2).map(indent)),
    ],
    [
      'EXAMPLES',
      listItems(text('examples')!).flatMap(([sentence, ...commands], index) => [
        ...(index === 0 ? [] : ['']),
        ...wrap(sentence!, width - 2).map(indent),
        '',
        ...commands.map(
          (command) => `    $ ${command.replace('<%= config.bin %>', 'sf-isa').replace('<%= command.id %>', name)}`
        ),
      ]),
    ],
    ...(described.length === 0
      ? []
      : [
          [
            'FLAG DESCRIPTIONS',
            described.flatMap((flag, index) => [
              ...(index === 0 ? [] : ['']),
              ...wrap(`${flagLabel(flag).trim()}  ${text(`flags.${flag.name}.summary`)!}`, width - 2).map(indent),
              '',
              ...wrap(text(`flags.${flag.name}.description`)!, width - 4).map((line) => `    ${line}`),
            ]),
          ] as const,
        ]),
    ...(name === 'scan'
      ? [
          [
            'ENVIRONMENT VARIABLES',
            columns(
              ENVIRONMENT_VARIABLES.map((variable) => [variable, common.get(`env.${variable}`)!]),
              width
            ),
          ] as const,
        ]
      : []),
    ['EXIT CODES', columns(exitCodesOf(name), width)],
  ]);
}

const textsOf = (files: MessageFiles, name: string): Messages => parseMessages(files[name]!);

const indent = (line: string): string => (line === '' ? '' : `  ${line}`);

function flagLabel({ name, char, type, value }: Flag): string {
  const short = char === undefined ? '    ' : `-${char}, `;
  return `${short}--${name}${type === 'boolean' ? '' : `=<${value ?? 'option'}>`}`;
}

function summaryOf({ options, default: preset }: Flag, summary: string): string {
  const start = preset === undefined ? '' : `[default: ${preset}] `;
  return `${start}${summary}${options ? `\n<options: ${options.join('|')}>` : ''}`;
}

/** Two columns, the second one wrapped. */
function columns(rows: ReadonlyArray<readonly [string, string]>, width = 100): string[] {
  const left = Math.max(0, ...rows.map(([label]) => label.length)) + 4;
  return rows.flatMap(([label, text]) =>
    text
      .split('\n')
      .flatMap((line) => wrap(line, width - left))
      .map((line, index) => `  ${(index === 0 ? label : '').padEnd(left - 2)}${line}`)
  );
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}

type Section = readonly [heading: string | undefined, lines: readonly string[]];

const sections = (parts: readonly Section[]): string =>
  parts.map(([heading, lines]) => `${[...(heading === undefined ? [] : [heading]), ...lines].join('\n')}\n`).join('\n');
