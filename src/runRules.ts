import type { Config } from './config/config.js';
import type { NotEvaluated, Problem } from './findings/finding.js';
import type { Landscape } from './model/landscape.js';
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

/** The rules that have something to judge: those about how orgs connect need more than one org. */
export const applicableRules = (rules: readonly Rule[], { orgs }: Landscape): readonly Rule[] =>
  orgs.length > 1 ? rules : rules.filter(({ looksAcrossOrgs }) => !looksAcrossOrgs);

/**
 * Runs the rules that config leaves on over each project of a landscape. Those that report what others met run when all
 * others have, since a rule may look into the project of another org.
 *
 * @throws RuleError when a rule throws: a scan never looks clean because something broke
 */
export function runRules(
  projects: readonly ReadProject[],
  rules: readonly Rule[],
  landscape: Landscape,
  now: Date
): ReadonlyArray<readonly RuleOutcome[]> {
  const pass = (isLast: boolean): ReadonlyArray<readonly RuleOutcome[]> =>
    projects.map(({ project }) => {
      const { config, sync } = landscape.orgOf(project);
      return rules
        .filter((rule) => (rule.runsLast ?? false) === isLast && isOn(rule, config) && !isAboutSuppressions(rule))
        .filter((rule) => hasSomethingFor(rule, project))
        .map((rule) => runRule(rule, project, { now, config, sync, landscape, suppressions: [] }));
    });
  const [most, last] = [pass(false), pass(true)];
  return most.map((outcomes, index) => [...outcomes, ...last[index]!]);
}

/** Runs the rules about suppressions, once it is known what each is good for. Throws like `runRules`. */
export function runSuppressionRules(
  { project }: ReadProject,
  rules: readonly Rule[],
  landscape: Landscape,
  now: Date,
  suppressions: readonly SuppressionUse[]
): readonly RuleOutcome[] {
  if (suppressions.length === 0) return [];
  const { config, sync } = landscape.orgOf(project);
  return rules
    .filter((rule) => isOn(rule, config) && isAboutSuppressions(rule))
    .map((rule) => runRule(rule, project, { now, config, sync, landscape, suppressions }));
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
