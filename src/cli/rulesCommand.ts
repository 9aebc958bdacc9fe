import { toJsonText } from '../reporters/json.js';
import { rulePage, ruleTable, type RuleExamples } from '../rules/page.js';
import { defaultOptions, type Rule, type RuleFix } from '../rules/rule.js';
import { EXIT_OK } from './exitCodes.js';
import { usageError } from './failure.js';
import type { Arguments, EXPLAIN, RULES } from './flags.js';
import { useColor, widthOf, type Host, type Outcome } from './host.js';
import { filterRules, findRule, selectRules } from './selectRules.js';

/** What `rules --format json` prints, an entry for each rule. */
export interface RuleDocument {
  readonly id: string;
  readonly title: string;
  readonly severity: string;
  readonly confidence: string;
  readonly persona: string;
  readonly looksAt: readonly string[];
  readonly tags: readonly string[];
  readonly controls: readonly string[];
  readonly since: string;
  /** What `fix` does about its findings; absent where a person has to. */
  readonly fix?: RuleFix;
  readonly options: Readonly<Record<string, unknown>>;
}

/** What `explain --format json` prints: the rule with its text. */
export interface RuleTextDocument extends RuleDocument {
  readonly cases?: string;
  readonly why: string;
  readonly remedy: string;
  readonly setup?: string;
  readonly whenWrong: string;
  readonly links: readonly string[];
  readonly examples: RuleExamples;
}

/** Lists the rules. */
export function runRules({ flags }: Arguments<typeof RULES>, host: Host): Outcome<readonly RuleDocument[]> {
  const shown = filterRules(selectRules(host.rules, flags), flags);
  const result = shown.map(ruleDocument);
  const text = {
    json: () => toJsonText(result),
    markdown: () => `${ruleTable(shown, () => undefined)}\n`,
    table: () => table(shown, useColor(flags.color, host), widthOf(host)),
  }[flags.format]();
  return {
    exitCode: EXIT_OK,
    stdout: text,
    warnings: shown.length === 0 ? ['No rule passes these filters.'] : [],
    result,
  };
}

/** Prints all that is said about one rule. */
export async function runExplain(
  { positionals: [id], flags }: Arguments<typeof EXPLAIN>,
  host: Host
): Promise<Outcome<RuleTextDocument>> {
  if (id === undefined) throw usageError('explain needs the id of a rule.', 'List all rules with the command rules.');
  const rule = findRule(host.rules, id);
  const { examples: all } = await import('../rules/examples.js');
  const examples = all[rule.id] ?? { failing: [], passing: [] };
  const { cases, why, remedy, setup, whenWrong, links } = rule;
  const result = {
    ...ruleDocument(rule),
    ...(cases === undefined ? {} : { cases }),
    why,
    remedy,
    ...(setup === undefined ? {} : { setup }),
    whenWrong,
    links,
    examples,
  };
  const page = rulePage(rule, examples);
  const text = {
    json: () => toJsonText(result),
    markdown: () => page,
    human: () => (useColor(flags.color, host) ? styled(page) : page),
  }[flags.format]();
  return { exitCode: EXIT_OK, stdout: text, warnings: [], result };
}

const ruleDocument = (rule: Rule): RuleDocument => ({
  id: rule.id,
  title: rule.title,
  severity: rule.severity,
  confidence: rule.confidence,
  persona: rule.persona,
  looksAt: rule.looksAt,
  tags: rule.tags,
  controls: rule.controls,
  since: rule.since,
  ...(rule.fixable && { fix: rule.fixable }),
  options: defaultOptions(rule),
});

const bold = (text: string): string => `\x1b[1m${text}\x1b[0m`;

/** A line for each rule, its title cut where the line would be wider than the terminal. */
function table(rules: readonly Rule[], color: boolean, width: number): string {
  const head = ['Rule', 'Severity', 'Confidence', 'Persona', 'Fix', 'Reports'];
  const rows = rules.map(({ id, severity, confidence, persona, fixable, title }) => {
    const fix = fixable === undefined ? '' : fixable.safe ? 'safe' : 'unsafe';
    return [id, severity, confidence, persona, fix, title];
  });
  const widths = head.map((word, column) =>
    Math.max(...[head, ...rows].map((row) => row[column]!.length), word.length)
  );
  const before = widths.slice(0, -1).reduce((sum, columns) => sum + columns + 2, 0);
  const room = Math.max(20, width - before);
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => {
        if (column < cells.length - 1) return cell.padEnd(widths[column]! + 2);
        return cell.length > room ? `${cell.slice(0, room - 1).trimEnd()}…` : cell;
      })
      .join('')
      .trimEnd();
  return [color ? bold(line(head)) : line(head), ...rows.map(line)].map((one) => `${one}\n`).join('');
}

/** The page with its headings in bold and its code in another colour; otherwise the Markdown as it is. */
function styled(page: string): string {
  let isCode = false;
  return page
    .split('\n')
    .map((line) => {
      if (line.startsWith('```')) {
        isCode = !isCode;
        return `\x1b[2m${line}\x1b[0m`;
      }
      if (isCode) return line === '' ? line : `\x1b[36m${line}\x1b[0m`;
      return line.startsWith('#') ? bold(line) : line.replace(/\*\*(.+?)\*\*/g, bold('$1'));
    })
    .join('\n');
}
