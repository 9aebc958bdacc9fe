import { ConfigError } from '../config/configError.js';
import { readYaml } from '../config/readYaml.js';
import { schemaProblems } from '../config/schemaProblems.js';
import { blotTokens } from '../findings/blot.js';
import type { Rule } from '../rules/rule.js';
import { oneLine, type Suppression, type SuppressionFile, type SuppressionKind } from './suppression.js';
import { suppressionsSchema } from './suppressionsSchema.js';

/** The file as the schema lets it pass. */
interface SuppressionsFile {
  readonly suppressions: ReadonlyArray<{
    readonly rule: string;
    readonly component: string;
    readonly element?: string;
    readonly kind?: SuppressionKind;
    readonly reason: string;
    readonly ticket?: string;
    readonly owner?: string;
    readonly expires?: string;
  }>;
}

/**
 * Reads the text of a `sf-isa.suppressions.yml`. `path` is for positions and messages, `rules` are those that it may name.
 * Throws ConfigError: a file that only seems to suppress something would be worse than none.
 */
export function readSuppressions(text: string, path: string, rules: readonly Rule[]): SuppressionFile {
  const { value, place, offset } = readYaml(text, path);
  const problems = schemaProblems(
    value ?? {},
    suppressionsSchema(rules.filter((rule) => !rule.looksAt.includes('Suppression')).map(({ id }) => id))
  );
  if (problems.length > 0) {
    throw new ConfigError(
      path,
      problems.map(({ message, pointer, part }) => ({ message, ...place(pointer, part) }))
    );
  }
  const suppressions = (value as SuppressionsFile).suppressions.map((entry, index): Suppression => {
    const colon = entry.component.indexOf(':');
    const start = offset(`#/suppressions/${index}/rule`, 'value');
    return {
      source: 'file',
      rules: [entry.rule],
      component: { type: entry.component.slice(0, colon), fullName: entry.component.slice(colon + 1) },
      element: entry.element,
      covers: undefined,
      kind: entry.kind ?? 'accepted-risk',
      reason: blotTokens(oneLine(entry.reason)),
      ticket: entry.ticket && blotTokens(entry.ticket),
      owner: entry.owner && blotTokens(entry.owner),
      expires: entry.expires,
      at: { file: path, start, end: text.startsWith(entry.rule, start) ? start + entry.rule.length : start },
      problem: undefined,
    };
  });
  return { path, text, suppressions };
}
