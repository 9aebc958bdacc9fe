import type { Config } from './config/config.js';
import type { NotEvaluated, Problem } from './findings/finding.js';
import { recognizeSyncIdentities, type SyncIdentities } from './model/syncIdentity.js';
import type { Project } from './model/project.js';
import type { ReadProject } from './readProject.js';
import { defaultOptions, type Rule, type RuleContext } from './rules/rule.js';
import type { SuppressionUse } from './suppressions/suppression.js';

/** What one rule said of one project. */
export interface RuleOutcome {
  readonly rule: Rule;
  readonly config: Config;
  readonly problems: readonly Problem[];
  readonly notEvaluated: readonly NotEvaluated[];
}

/** A rule that threw: a bug of ours, so the scan stops and names the rule. */
export class RuleError extends Error {
  public override readonly name = 'RuleError';

  public constructor(
    public readonly ruleId: string,
    cause: unknown
  ) {
    super(`Rule ${ruleId} failed; this is a bug in sf-isa, not in your metadata`, { cause });
  }
}

/**
 * Runs the rules that config leaves on over one project.
 *
 * @throws RuleError when a rule throws: a scan never looks clean because something broke
 */
export function runRules(
  { project }: ReadProject,
  rules: readonly Rule[],
  config: Config,
  now: Date
): readonly RuleOutcome[] {
  const sync = recognizeSyncIdentities(project, config.sync);
  return rules
    .filter((rule) => isOn(rule, config) && !isAboutSuppressions(rule))
    .filter((rule) => hasSomethingFor(rule, project))
    .sort((a, b) => Number(a.runsLast ?? false) - Number(b.runsLast ?? false))
    .map((rule) => runRule(rule, project, { now, config, sync, suppressions: [] }));
}

/** Runs the rules about suppressions, once it is known what each is good for. Throws like `runRules`. */
export function runSuppressionRules(
  { project }: ReadProject,
  rules: readonly Rule[],
  config: Config,
  now: Date,
  suppressions: readonly SuppressionUse[]
): readonly RuleOutcome[] {
  if (suppressions.length === 0) return [];
  const sync: SyncIdentities = { identities: [], groups: [] };
  return rules
    .filter((rule) => isOn(rule, config) && isAboutSuppressions(rule))
    .map((rule) => runRule(rule, project, { now, config, sync, suppressions }));
}

function runRule(rule: Rule, project: Project, context: Omit<RuleContext<object>, 'options'>): RuleOutcome {
  const { config } = context;
  const options = { ...defaultOptions(rule), ...config.rules[rule.id]?.options };
  try {
    const said = [...rule.check(project, { ...context, options })];
    return {
      rule,
      config,
      problems: said.filter((one): one is Problem => !('notEvaluated' in one)),
      notEvaluated: said.filter((one): one is NotEvaluated => 'notEvaluated' in one),
    };
  } catch (cause) {
    throw new RuleError(rule.id, cause);
  }
}

const isOn = ({ id }: Rule, config: Config): boolean => config.rules[id]?.severity !== 'off';

const isAboutSuppressions = ({ looksAt }: Rule): boolean => looksAt.includes('Suppression');

/** Types that a project reads on demand, so that what it has of them does not show. */
const ON_DEMAND: ReadonlySet<string> = new Set(['CustomField', 'File', 'Project']);

/** Whether the project holds anything that the rule looks at. Code that never runs is never compiled either. */
const hasSomethingFor = ({ looksAt }: Rule, project: Project): boolean =>
  looksAt.some((type) => ON_DEMAND.has(type) || project.hasType(type));
