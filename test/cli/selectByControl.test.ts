import { expect } from 'chai';
import type { CommandError } from '../../src/cli/failure.js';
import { selectRules } from '../../src/cli/selectRules.js';
import { rules } from '../../src/rules/index.js';

const select = (...wanted: readonly string[]): readonly string[] =>
  selectRules(rules, { rule: wanted, 'ignore-rule': [] }).map(({ id }) => id);

const answering = (control: string): readonly string[] =>
  rules.filter(({ controls }) => controls.includes(control)).map(({ id }) => id);

function complaint(selector: string): CommandError {
  try {
    select(selector);
  } catch (error) {
    return error as CommandError;
  }
  throw new Error(`${selector} was taken`);
}

describe('selecting rules by control', () => {
  it('takes an id in any case, with or without the prefix and the year', () => {
    for (const [control, ...spellings] of [
      ['CWE-319', 'cwe:319', 'cwe:CWE-319', 'CWE:cwe-319', 'CWE-319'],
      ['SBS-ACS-008', 'sbs:acs-008', 'sbs:SBS-ACS-008', 'SBS-ACS-008'],
      ['OWASP-NHI2:2025', 'owasp:nhi2', 'owasp:NHI2:2025', 'owasp:owasp-nhi2', 'OWASP-NHI2:2025'],
      ['ISA-GOTCHA-2', 'isa:gotcha-2', 'ISA:ISA-GOTCHA-2', 'isa-gotcha-2'],
      ['ISA-PATTERN-B', 'isa:pattern-b'],
      ['ZT-PATTERN-1', 'zt:pattern-1', 'zt:zt-pattern-1'],
    ] as const) {
      expect(answering(control), control).not.to.be.empty;
      for (const spelling of spellings) expect(select(spelling), spelling).to.deep.equal(answering(control));
    }
  });

  it('takes the whole id: a rule for check 10 is none for check 1', () => {
    expect(answering('ZT-CHECK-10')).not.to.be.empty;
    expect(select('zt:check-1')).to.deep.equal(answering('ZT-CHECK-1')).and.not.deep.equal(answering('ZT-CHECK-10'));
    expect(select('owasp:nhi1')).to.deep.equal(answering('OWASP-NHI1:2025'));
  });

  it('takes wildcards, and adds up', () => {
    const either = new Set([...answering('ISA-CHECK-3'), ...answering('ZT-LAYER-4')]);
    expect(select('isa:check-3', 'zt:layer-4')).to.have.members([...either]);
    const checks = rules.filter(({ controls }) => controls.some((id) => id.startsWith('ISA-CHECK-')));
    expect(select('isa:check-*')).to.deep.equal(checks.map(({ id }) => id));
    expect(select('certificate-*')).to.include('certificate-expired').and.not.include('endpoint-cleartext');
  });

  it('leaves rules out by control', () => {
    const kept = selectRules(rules, { rule: ['zt:layer-1'], 'ignore-rule': ['isa:decision-2'] });
    expect(kept.map(({ id }) => id)).to.deep.equal(['app-ip-range-too-broad']);
  });

  it('says in a sentence what is wrong', () => {
    for (const selector of ['zt:patern-1', 'cwe:', 'isa:gotcha-9', 'sbs:.*', 'owasp:nhi2:2024', 'zt:check-7']) {
      expect(complaint(selector), selector).to.include({
        name: 'UsageError',
        exitCode: 2,
        message: `--rule ${selector} matches no rule.`,
      });
    }
    expect(complaint('zt:patern-1').actions).to.deep.equal([
      'Write it like zt:pattern-1; rules --format json shows the controls of each rule.',
    ]);
    expect(complaint('standard:1').message).to.equal(
      '--rule takes a rule id, tag:, severity:, cwe:, sbs:, owasp:, isa: or zt:, not standard:.'
    );
    expect(complaint('severty:high').message).to.match(/ Did you mean severity\?$/);
  });
});
