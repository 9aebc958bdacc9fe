import type { Config } from '../config/config.js';
import type { Confidence, NotEvaluated, Persona, Problem, Severity } from '../findings/finding.js';
import type { Landscape } from '../model/landscape.js';
import type { MetadataType } from '../model/metadataTypes.js';
import type { Project } from '../model/project.js';
import type { SyncIdentities } from '../model/syncIdentity.js';
import type { SuppressionUse } from '../suppressions/suppression.js';

/** What a rule may read besides the project. No clock, no disk, no environment: the caller supplies them. */
export interface RuleContext<Options> {
  readonly now: Date;
  readonly config: Config;
  readonly options: Options;
  readonly sync: SyncIdentities;
  /** All orgs of the scan, this one among them. */
  readonly landscape: Landscape;
  /** What became of the suppressions; none for rules that do not look at them, since those run before. */
  readonly suppressions: readonly SuppressionUse[];
}

/** One option of a rule, for the config schema and the rule's page. */
export interface RuleOption<Value> {
  readonly description: string;
  readonly default: Value;
  /** JSON Schema of the value. */
  readonly schema: Readonly<Record<string, unknown>>;
}

/** A check with all that is said about it: its page, `explain`, the config schema and every report come from here. */
export interface Rule<Options extends object = object> {
  /** Also the file name, the fixture folder, the docs page and the word written in config and suppressions. */
  readonly id: string;
  /** What is wrong when the rule reports, as a headline without a final period. */
  readonly title: string;
  /** The severity of most of its findings, or the worst one. */
  readonly severity: Severity;
  /** One sentence on when the severity or the confidence is another one. */
  readonly cases?: string;
  readonly confidence: Confidence;
  readonly persona: Persona;
  readonly looksAt: ReadonlyArray<MetadataType | 'File' | 'Project' | 'Suppression'>;
  readonly tags: readonly RuleTag[];
  /** Markdown: why it matters, and what the facts are. */
  readonly why: string;
  /** Markdown: what to do. */
  readonly remedy: string;
  /** Where that is done in Setup, `A > B > C`; undefined when no screen does it. */
  readonly setup?: string;
  /** Markdown: when a finding is wrong, and what to do then. */
  readonly whenWrong: string;
  /** Sources of the facts. */
  readonly links: readonly string[];
  /** Ids of what its findings speak to: CWE, then SBS, OWASP, ISA and ZT of `src/controls`, each in order. */
  readonly controls: readonly string[];
  /** The version that brought the rule. */
  readonly since: string;
  /** Of a rule some of whose findings `sf isa fix` can do away with. */
  readonly fixable?: RuleFix;
  readonly options?: { readonly [Key in keyof Options]: RuleOption<Options[Key]> };
  /** For a rule about how orgs connect: it is run where a scan holds more than one of them. */
  readonly looksAcrossOrgs?: true;
  /** For the rule that reports what other rules met. */
  readonly runsLast?: true;
  /** Says what is wrong, and what could not be judged. Pure: the same project and context give the same answer. */
  check(project: Project, context: RuleContext<Options>): Iterable<NotEvaluated | Problem>;
}

/** What `sf isa fix` does about a rule's findings. */
export interface RuleFix {
  /** Whether it leaves the org as it is. What changes who can connect, or what a job may do, never is. */
  readonly safe: boolean;
  /** Markdown: what it does, to follow "fix it: ", without a final period. */
  readonly title: string;
}

/** What a rule is about, for `--rule tag:…`. */
export const RULE_TAGS = [
  'apps',
  'certificates',
  'data',
  'endpoints',
  'identity',
  'monitoring',
  'mtls',
  'network',
  'project',
  'secrets',
  'sync',
] as const;
export type RuleTag = (typeof RULE_TAGS)[number];

/** Gives a rule file its types; returns the rule unchanged. */
export const defineRule = <Options extends object = Record<never, never>>(rule: Rule<Options>): Rule =>
  rule as unknown as Rule;

/** The default of each option of a rule. */
export const defaultOptions = ({ options = {} }: Rule): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(options as Record<string, RuleOption<unknown>>).map(([name, option]) => [name, option.default])
  );
