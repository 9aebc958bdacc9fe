import { expect } from 'chai';
import { enabledRules } from '../../src/cli/selectRules.js';
import { DEFAULT_CONFIG, type Config } from '../../src/config/config.js';
import { rules } from '../../src/rules/index.js';

const withRule = (severity: 'high' | 'info' | 'off'): Config => ({
  ...DEFAULT_CONFIG,
  rules: { 'app-scope-full': { severity } },
});

const severityOf = (...configs: readonly Config[]): string | undefined =>
  enabledRules(rules, configs).find(({ rule }) => rule.id === 'app-scope-full')?.severity;

describe('the rules that could report', () => {
  it('are all of them, with their own severity, sorted by id', () => {
    const enabled = enabledRules([...rules].reverse(), [DEFAULT_CONFIG]);
    expect(enabled.map(({ rule }) => rule.id)).to.deep.equal(rules.map(({ id }) => id).sort());
    for (const { rule, severity } of enabled) {
      expect(severity).to.equal(rules.find(({ id }) => id === rule.id)!.severity);
    }
  });

  it('have the severity that config says, and are gone when it says off', () => {
    expect(severityOf(withRule('info'))).to.equal('info');
    expect(severityOf(withRule('off'))).to.equal(undefined);
  });

  it('have the worst severity of several projects', () => {
    expect(severityOf(withRule('info'), withRule('off'))).to.equal('info');
    expect(severityOf(withRule('off'), withRule('info'), withRule('high'))).to.equal('high');
  });
});
