import type { Finding } from '../../findings/finding.js';
import type { IntegrationRow } from '../../inventory/integrations.js';
import { keyOf } from '../../inventory/projectFacts.js';
import type { Rule } from '../../rules/rule.js';

/** The findings of one org that speak against how its integrations connect. */
export interface SpeakingFindings {
  /** High ones about mutual TLS, after which it does not hold. */
  readonly mutualTls: readonly Finding[];
  /** Those about how people sign in to apps. */
  readonly signIn: readonly Finding[];
}

/** The rules about what an app for people has instead of a client certificate. */
const SIGN_IN_RULES: ReadonlySet<string> = new Set([
  'app-callback-insecure',
  'app-pkce-not-required',
  'app-refresh-rotation-off',
  'app-refresh-token-unlimited',
  'app-self-authorization',
]);

/** The row of the decision table about keys that sign, which has an answer of its own. */
const SIGNING = 'ISA-DECISION-7';

/** Picks them among the findings of an org. */
export function speakingFindings(findings: readonly Finding[], rules: readonly Rule[]): SpeakingFindings {
  const sure = findings.filter(({ confidence }) => confidence !== 'low');
  const aboutMutualTls = new Set(
    rules.flatMap(({ id, tags, controls }) => (tags.includes('mtls') && !controls.includes(SIGNING) ? [id] : []))
  );
  return {
    mutualTls: sure.filter(
      ({ rule, severity }) => aboutMutualTls.has(rule) && (severity === 'high' || severity === 'critical')
    ),
    signIn: sure.filter(({ rule, severity }) => SIGN_IN_RULES.has(rule) && severity !== 'info'),
  };
}

/** Those about the components of an integration; of its certificates only about those that it presents. */
export function findingsOn(row: IntegrationRow, findings: readonly Finding[]): readonly Finding[] {
  if (row.direction === 'unknown') return [];
  const presented = new Set(
    row.certificates.flatMap(({ role, name }) =>
      role === 'client' && 'value' in name ? [name.value.toLowerCase()] : []
    )
  );
  const keys = new Set(
    row.components
      .filter(({ type, fullName }) => type !== 'Certificate' || presented.has(fullName.toLowerCase()))
      .map(keyOf)
  );
  return findings.filter(({ component }) => keys.has(keyOf(component)));
}
