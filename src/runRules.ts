import type { Config } from './config/config.js';
import type { NotEvaluated, Problem } from './findings/finding.js';
import { recognizeSyncIdentities } from './model/syncIdentity.js';
import type { Project } from './model/project.js';
import type { ReadProject } from './readProject.js';
import { defaultOptions, type Rule, type RuleContext } from './rules/rule.js';

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
    .filter(({ id }) => config.rules[id]?.severity !== 'off')
    .filter((rule) => hasSomethingFor(rule, project))
    .sort((a, b) => Number(a.runsLast ?? false) - Number(b.runsLast ?? false))
    .map((rule) => {
      const options = { ...defaultOptions(rule), ...config.rules[rule.id]?.options };
      const context: RuleContext<object> = { now, config, options, sync };
      try {
        const said = [...rule.check(project, context)];
        return {
          rule,
          config,
          problems: said.filter((one): one is Problem => !('notEvaluated' in one)),
          notEvaluated: said.filter((one): one is NotEvaluated => 'notEvaluated' in one),
        };
      } catch (cause) {
        throw new RuleError(rule.id, cause);
      }
    });
}

/** Types that a project reads on demand, so that what it has of them does not show. */
const ON_DEMAND: ReadonlySet<string> = new Set(['CustomField', 'File', 'Project']);

/** Whether the project holds anything that the rule looks at. Code that never runs is never compiled either. */
const hasSomethingFor = ({ looksAt }: Rule, project: Project): boolean =>
  looksAt.some((type) => ON_DEMAND.has(type) || project.hasType(type));
