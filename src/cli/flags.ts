import { CONFIDENCES, PERSONAS, SEVERITIES } from '../findings/finding.js';
import { INVENTORY_FORMATS } from '../inventory/kinds.js';
import { REPORT_FORMATS } from '../reporters/index.js';
import { SUPPRESSION_KINDS } from '../suppressions/suppression.js';

/** One flag, as both doors know it. What it means is said in the command's messages file, under `flags.<name>.summary`. */
export interface Flag {
  readonly name: string;
  readonly char?: string;
  readonly type: 'boolean' | 'integer' | 'option' | 'string';
  /** Of an `option`: the words it takes. */
  readonly options?: readonly string[];
  /** May be given several times; otherwise the last one counts. */
  readonly repeat?: true;
  readonly default?: number | string;
  /** What stands for the value in help. */
  readonly value?: string;
  /** The heading it stands under in help. */
  readonly group?: 'CONFIGURATION' | 'FILTER' | 'GLOBAL' | 'OUTPUT';
  /** There is more to say than the summary: `flags.<name>.description`. */
  readonly described?: true;
}

/** One command, as both doors know it. Its messages file is `messages/isa.<name>.md`, with a dot between two words. */
export interface CommandDeclaration {
  /** One word, or two with a blank between them. */
  readonly name: string;
  /** Its positional arguments: one kind, none of it required by the parser. */
  readonly argument: { readonly name: string; readonly repeat: boolean } | undefined;
  readonly flags: readonly Flag[];
}

const FAIL_ON = [...[...SEVERITIES].reverse(), 'never'] as const;
const SEVERITY_WORDS = [...SEVERITIES].reverse();
const AUTO = ['auto', 'always', 'never'] as const;

const FILTER_FLAGS = [
  { name: 'rule', char: 'r', type: 'string', repeat: true, value: 'selector', group: 'FILTER' },
  { name: 'ignore-rule', type: 'string', repeat: true, value: 'selector', group: 'FILTER' },
  { name: 'min-severity', type: 'option', options: SEVERITY_WORDS, group: 'FILTER' },
  { name: 'min-confidence', type: 'option', options: CONFIDENCES, group: 'FILTER' },
  { name: 'persona', type: 'option', options: PERSONAS, group: 'FILTER' },
] as const satisfies readonly Flag[];

const COLOR_FLAG = { name: 'color', type: 'option', options: AUTO, default: 'auto', group: 'OUTPUT' } as const;
const VERBOSE_FLAG = { name: 'verbose', type: 'boolean', group: 'OUTPUT' } as const;

/** What decides what is found, for commands that look at one project or repository, and change what its team has decided. */
const ONE_TARGET_FLAGS = [
  { name: 'source-dir', char: 'd', type: 'string', repeat: true, value: 'path' },
  { name: 'allow-empty', type: 'boolean' },
  { name: 'now', type: 'string', value: 'date' },
] as const satisfies readonly Flag[];
/** The same for commands that also look at the projects of several orgs, wherever they lie. */
const TARGET_FLAGS = [
  ...ONE_TARGET_FLAGS,
  { name: 'project', type: 'string', repeat: true, value: '[name=]path', described: true },
] as const satisfies readonly Flag[];
const CONFIG_FLAGS = [
  { name: 'config-file', char: 'c', type: 'string', value: 'file', group: 'CONFIGURATION' },
  { name: 'no-config', type: 'boolean', group: 'CONFIGURATION' },
] as const satisfies readonly Flag[];
const BASELINE_FLAG = { name: 'baseline', type: 'string', value: 'file', group: 'CONFIGURATION' } as const;

export const SCAN = {
  name: 'scan',
  argument: { name: 'paths', repeat: true },
  flags: [
    ...TARGET_FLAGS,
    { name: 'stdin-filename', type: 'string', value: 'path', described: true },
    { name: 'fail-on', type: 'option', options: FAIL_ON, described: true },
    { name: 'strict', type: 'boolean' },
    { name: 'no-exit-codes', type: 'boolean' },
    ...FILTER_FLAGS,
    { name: 'since', type: 'string', value: 'ref|auto', group: 'FILTER', described: true },
    { name: 'staged', type: 'boolean', group: 'FILTER' },
    { name: 'no-ignores', type: 'boolean', group: 'FILTER' },
    ...CONFIG_FLAGS,
    BASELINE_FLAG,
    { name: 'no-baseline', type: 'boolean', group: 'CONFIGURATION' },
    { name: 'show-suppressed', type: 'boolean', group: 'OUTPUT' },
    {
      name: 'format',
      char: 'f',
      type: 'option',
      options: REPORT_FORMATS,
      default: 'human',
      group: 'OUTPUT',
      described: true,
    },
    {
      name: 'output-file',
      type: 'string',
      repeat: true,
      value: '[format=]path',
      group: 'OUTPUT',
      described: true,
    },
    { name: 'max-findings', type: 'integer', value: 'number', group: 'OUTPUT' },
    COLOR_FLAG,
    { name: 'links', type: 'option', options: AUTO, default: 'auto', group: 'OUTPUT' },
    { name: 'quiet', type: 'boolean', group: 'OUTPUT' },
    VERBOSE_FLAG,
  ],
} as const satisfies CommandDeclaration;

export const RULES = {
  name: 'rules',
  argument: undefined,
  flags: [
    ...FILTER_FLAGS,
    {
      name: 'format',
      char: 'f',
      type: 'option',
      options: ['table', 'json', 'markdown'],
      default: 'table',
      group: 'OUTPUT',
    },
    COLOR_FLAG,
    VERBOSE_FLAG,
  ],
} as const satisfies CommandDeclaration;

export const EXPLAIN = {
  name: 'explain',
  argument: { name: 'rule', repeat: false },
  flags: [
    {
      name: 'format',
      char: 'f',
      type: 'option',
      options: ['human', 'markdown', 'json'],
      default: 'human',
      group: 'OUTPUT',
    },
    COLOR_FLAG,
    VERBOSE_FLAG,
  ],
} as const satisfies CommandDeclaration;

const BASELINE_COMMAND_FLAGS = [
  ...ONE_TARGET_FLAGS,
  ...FILTER_FLAGS,
  ...CONFIG_FLAGS,
  BASELINE_FLAG,
  VERBOSE_FLAG,
] as const satisfies readonly Flag[];

export const BASELINE_CREATE = {
  name: 'baseline create',
  argument: { name: 'paths', repeat: true },
  flags: [{ name: 'force', type: 'boolean' }, ...BASELINE_COMMAND_FLAGS],
} as const satisfies CommandDeclaration;

export const BASELINE_PRUNE = {
  name: 'baseline prune',
  argument: { name: 'paths', repeat: true },
  flags: BASELINE_COMMAND_FLAGS,
} as const satisfies CommandDeclaration;

export const BASELINE_SHOW = {
  name: 'baseline show',
  argument: { name: 'paths', repeat: true },
  flags: [
    {
      name: 'format',
      char: 'f',
      type: 'option',
      options: ['table', 'json'],
      default: 'table',
      group: 'OUTPUT',
    },
    ...BASELINE_COMMAND_FLAGS,
  ],
} as const satisfies CommandDeclaration;

export const INVENTORY = {
  name: 'inventory',
  argument: { name: 'what', repeat: false },
  flags: [
    ...TARGET_FLAGS,
    ...CONFIG_FLAGS,
    {
      name: 'format',
      char: 'f',
      type: 'option',
      options: INVENTORY_FORMATS,
      default: 'table',
      group: 'OUTPUT',
    },
    { name: 'output-file', type: 'string', repeat: true, value: '[format=]path', group: 'OUTPUT', described: true },
    COLOR_FLAG,
    VERBOSE_FLAG,
  ],
} as const satisfies CommandDeclaration;

/** What a report can be printed as, the default first. */
export const ARCHITECTURE_FORMATS = ['markdown', 'html', 'json', 'ics', 'svg', 'mermaid'] as const;
export type ArchitectureFormat = (typeof ARCHITECTURE_FORMATS)[number];

export const REPORT = {
  name: 'report',
  argument: { name: 'paths', repeat: true },
  flags: [
    ...TARGET_FLAGS,
    { name: 'check', type: 'string', value: 'file', described: true },
    { name: 'compare', type: 'string', value: 'what', described: true },
    ...CONFIG_FLAGS,
    {
      name: 'format',
      char: 'f',
      type: 'option',
      options: ARCHITECTURE_FORMATS,
      group: 'OUTPUT',
      described: true,
    },
    { name: 'output-file', type: 'string', repeat: true, value: '[format=]path', group: 'OUTPUT', described: true },
    VERBOSE_FLAG,
  ],
} as const satisfies CommandDeclaration;

/** What a portfolio can be printed as, the default first. */
export const PORTFOLIO_FORMATS = ['markdown', 'html', 'json', 'ics'] as const;
export type PortfolioFormat = (typeof PORTFOLIO_FORMATS)[number];

export const MERGE = {
  name: 'merge',
  argument: { name: 'files', repeat: true },
  flags: [
    {
      name: 'format',
      char: 'f',
      type: 'option',
      options: PORTFOLIO_FORMATS,
      group: 'OUTPUT',
      described: true,
    },
    { name: 'output-file', type: 'string', repeat: true, value: '[format=]path', group: 'OUTPUT', described: true },
    VERBOSE_FLAG,
  ],
} as const satisfies CommandDeclaration;

export const SUPPRESS = {
  name: 'suppress',
  argument: { name: 'finding', repeat: true },
  flags: [
    { name: 'reason', type: 'string', value: 'sentence' },
    { name: 'expires', type: 'string', value: 'day' },
    { name: 'owner', type: 'string', value: 'who' },
    { name: 'ticket', type: 'string', value: 'id' },
    { name: 'kind', type: 'option', options: SUPPRESSION_KINDS },
    { name: 'element', type: 'string', value: 'path' },
    { name: 'prune', type: 'boolean' },
    { name: 'adopt', type: 'boolean' },
    ...ONE_TARGET_FLAGS,
    ...CONFIG_FLAGS,
    VERBOSE_FLAG,
  ],
} as const satisfies CommandDeclaration;

export const CONFIG_CHECK = {
  name: 'config check',
  argument: { name: 'file', repeat: false },
  flags: [VERBOSE_FLAG],
} as const satisfies CommandDeclaration;

export const CONFIG_INIT = {
  name: 'config init',
  argument: undefined,
  flags: [
    { name: 'yes', char: 'y', type: 'boolean' },
    { name: 'force', type: 'boolean' },
    { name: 'owner', type: 'string', value: 'owner' },
    VERBOSE_FLAG,
  ],
} as const satisfies CommandDeclaration;

export const CONFIG_SHOW = {
  name: 'config show',
  argument: undefined,
  flags: [
    { name: 'format', char: 'f', type: 'option', options: ['yaml', 'json'], default: 'yaml', group: 'OUTPUT' },
    ...CONFIG_FLAGS,
    VERBOSE_FLAG,
  ],
} as const satisfies CommandDeclaration;

export const FIX = {
  name: 'fix',
  argument: { name: 'paths', repeat: true },
  flags: [
    { name: 'unsafe', type: 'boolean' },
    { name: 'diff', type: 'boolean', described: true },
    ...BASELINE_COMMAND_FLAGS,
    { name: 'no-baseline', type: 'boolean', group: 'CONFIGURATION' },
  ],
} as const satisfies CommandDeclaration;

export const SHELLS = ['bash', 'zsh', 'fish'] as const;

export const COMPLETION = {
  name: 'completion',
  argument: { name: 'shell', repeat: false },
  flags: [VERBOSE_FLAG],
} as const satisfies CommandDeclaration;

export const COMMANDS: readonly CommandDeclaration[] = [
  SCAN,
  RULES,
  EXPLAIN,
  INVENTORY,
  REPORT,
  MERGE,
  FIX,
  SUPPRESS,
  BASELINE_CREATE,
  BASELINE_PRUNE,
  BASELINE_SHOW,
  CONFIG_CHECK,
  CONFIG_INIT,
  CONFIG_SHOW,
  COMPLETION,
];

/** What `scan` reads from the environment; `messages/isa.md` says what each is for, under `env.<name>`. */
export const ENVIRONMENT_VARIABLES = ['SF_ISA_NOW', 'SF_ISA_CONFIG', 'NO_COLOR', 'FORCE_COLOR'] as const;

/** What a command is given: a value for each flag of its declaration. */
export interface Arguments<Declaration extends CommandDeclaration> {
  readonly positionals: readonly string[];
  readonly flags: {
    readonly [One in Declaration['flags'][number] as One['name']]: FlagValue<One>;
  };
}

type FlagValue<One extends Flag> = One extends { readonly type: 'boolean' }
  ? boolean
  : One extends { readonly repeat: true }
    ? ReadonlyArray<SingleValue<One>>
    : One extends { readonly default: number | string }
      ? SingleValue<One>
      : SingleValue<One> | undefined;

type SingleValue<One extends Flag> = One extends { readonly type: 'integer' }
  ? number
  : One extends { readonly options: ReadonlyArray<infer Word> }
    ? Word
    : string;
