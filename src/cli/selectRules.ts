import {
  isAtLeast,
  isShownTo,
  isSureEnough,
  SEVERITIES,
  type Confidence,
  type Persona,
  type Severity,
} from '../findings/finding.js';
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

function matching(rules: readonly Rule[], selector: string, flag: string): readonly Rule[] {
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
    case 'cwe': {
      const control = `CWE-${word.replace(/^CWE-/i, '')}`;
      return found(
        rules.filter(({ controls }) => controls.includes(control)),
        `${flag} ${selector} matches no rule.`
      );
    }
    case 'id': {
      const pattern = new RegExp(`^${word.split('*').map(escapeRegExp).join('.*')}$`, 'i');
      const ids = rules.map(({ id }) => id);
      const hint = word.includes('*') ? '' : suggestion(word, ids);
      return found(
        rules.filter(({ id }) => pattern.test(id)),
        `${flag} ${word} matches no rule.${hint}`
      );
    }
    default: {
      const kinds = ['tag', 'severity', 'cwe'];
      throw usageError(`${flag} takes a rule id, tag:, severity: or cwe:, not ${kind}:.${suggestion(kind, kinds)}`);
    }
  }
}

function found(rules: readonly Rule[], complaint: string): readonly Rule[] {
  if (rules.length === 0) throw usageError(complaint, 'List all rules with the command rules.');
  return rules;
}

const escapeRegExp = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
