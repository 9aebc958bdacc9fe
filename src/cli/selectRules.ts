import {
  isAtLeast,
  isShownTo,
  isSureEnough,
  SEVERITIES,
  type Confidence,
  type Persona,
  type Severity,
} from '../findings/finding.js';
import type { Config } from '../config/config.js';
import type { EnabledRule } from '../reporters/reporter.js';
import { RULE_TAGS, type Rule } from '../rules/rule.js';
import { usageError } from './failure.js';
import { either, suggestion } from './suggest.js';

/** The rules that `--rule` names, or all, without those that `--ignore-rule` names. */
export function selectRules(
  rules: readonly Rule[],
  {
    rule: wanted,
    'ignore-rule': ignored,
  }: { readonly rule: readonly string[]; readonly 'ignore-rule': readonly string[] }
): readonly Rule[] {
  const kept = new Set(wanted.length === 0 ? rules : wanted.flatMap((selector) => matching(rules, selector, '--rule')));
  for (const selector of ignored) for (const rule of matching(rules, selector, '--ignore-rule')) kept.delete(rule);
  if (kept.size === 0) throw usageError('--ignore-rule leaves no rule to run.');
  return rules.filter((rule) => kept.has(rule));
}

/** The rules that at least one config leaves on, sorted by id, with the worst of the severities that they give it. */
export const enabledRules = (rules: readonly Rule[], configs: readonly Config[]): readonly EnabledRule[] =>
  rules
    .flatMap((rule) => {
      const given = configs.map((config) => config.rules[rule.id]?.severity ?? rule.severity);
      const severity = SEVERITIES.find((one) => given.includes(one));
      return severity === undefined ? [] : [{ rule, severity }];
    })
    .sort((a, b) => (a.rule.id < b.rule.id ? -1 : 1));

/** The rules that a list shows with these filters. */
export const filterRules = (
  rules: readonly Rule[],
  filters: {
    readonly 'min-severity': Severity | undefined;
    readonly 'min-confidence': Confidence | undefined;
    readonly persona: Persona | undefined;
  }
): readonly Rule[] =>
  rules.filter(
    (rule) =>
      isAtLeast(rule.severity, filters['min-severity'] ?? 'info') &&
      isSureEnough(rule.confidence, filters['min-confidence'] ?? 'low') &&
      isShownTo(rule.persona, filters.persona ?? 'auditor')
  );

/** The rule with an id. */
export function findRule(rules: readonly Rule[], id: string): Rule {
  const rule = rules.find((one) => one.id === id);
  if (rule) return rule;
  const ids = rules.map((one) => one.id);
  throw usageError(`There is no rule ${id}.${suggestion(id, ids)}`, 'List all rules with the command rules.');
}

/** What selects rules by a control, and an id of it as people write it. */
const CONTROL_KINDS: Readonly<Record<string, string>> = {
  cwe: 'cwe:319',
  sbs: 'sbs:acs-008',
  owasp: 'owasp:nhi2',
  isa: 'isa:gotcha-2',
  zt: 'zt:pattern-1',
};
const KINDS = ['tag', 'severity', ...Object.keys(CONTROL_KINDS)];

function matching(rules: readonly Rule[], selector: string, flag: string): readonly Rule[] {
  const control = /^([a-z]+)[:-](.*)$/i.exec(selector);
  const framework = control?.[1]!.toLowerCase();
  if (control && Object.hasOwn(CONTROL_KINDS, framework!)) {
    return answering(rules, framework!, control[2]!, `${flag} ${selector}`);
  }
  const colon = selector.indexOf(':');
  const [kind, word] = colon === -1 ? ['id', selector] : [selector.slice(0, colon), selector.slice(colon + 1)];
  const known = (values: readonly string[]): void => {
    if (!values.includes(word)) {
      throw usageError(`${flag} ${kind}: takes ${either(values)}, not ${word}.${suggestion(word, values)}`);
    }
  };
  switch (kind) {
    case 'tag':
      known(RULE_TAGS);
      return rules.filter(({ tags }) => (tags as readonly string[]).includes(word));
    case 'severity':
      known(SEVERITIES);
      return rules.filter(({ severity }) => severity === word);
    case 'id': {
      const pattern = wildcards(word);
      const ids = rules.map(({ id }) => id);
      const hint = word.includes('*') ? '' : suggestion(word, ids);
      return found(
        rules.filter(({ id }) => pattern.test(id)),
        `${flag} ${word} matches no rule.${hint}`
      );
    }
    default: {
      const kinds = either(['a rule id', ...KINDS.map((one) => `${one}:`)]);
      throw usageError(`${flag} takes ${kinds}, not ${kind}:.${suggestion(kind, KINDS)}`);
    }
  }
}

/** The rules that answer to a control, with or without the prefix of its framework and the year at its end. */
function answering(rules: readonly Rule[], framework: string, word: string, selector: string): readonly Rule[] {
  const prefix = `${framework}-`;
  const pattern = wildcards(word.toLowerCase().startsWith(prefix) ? word : prefix + word);
  return found(
    rules.filter(({ controls }) => controls.some((id) => pattern.test(id) || pattern.test(id.replace(/:\d{4}$/, '')))),
    `${selector} matches no rule.`,
    `Write it like ${CONTROL_KINDS[framework]!}; rules --format json shows the controls of each rule.`
  );
}

function found(
  rules: readonly Rule[],
  complaint: string,
  action = 'List all rules with the command rules.'
): readonly Rule[] {
  if (rules.length === 0) throw usageError(complaint, action);
  return rules;
}

/** Whole words in any case, in which `*` stands for any characters. */
const wildcards = (word: string): RegExp => new RegExp(`^${word.split('*').map(escapeRegExp).join('.*')}$`, 'i');

const escapeRegExp = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
