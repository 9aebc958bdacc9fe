import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { SEVERITIES, type Finding } from '../../src/findings/finding.js';
import { concise } from '../../src/reporters/concise.js';
import { EVERY_FRAME } from '../reporters/samples.js';
import { aContext, aFinding, aReport } from '../support/report.js';

interface Tasks {
  readonly tasks: ReadonlyArray<{
    readonly problemMatcher: {
      readonly pattern: { readonly regexp: string } & Readonly<
        Record<'code' | 'column' | 'file' | 'line' | 'message', number>
      >;
    };
  }>;
}

describe('docs/editors.md', () => {
  const page = readFileSync(new URL('../../docs/editors.md', import.meta.url), 'utf8');
  const { pattern } = (JSON.parse(/```json\n([^]*?)```/.exec(page)![1]!) as Tasks).tasks[0]!.problemMatcher;
  const { regexp, ...groups } = pattern;

  /** What Visual Studio Code makes of each line, by the names of the matcher. */
  const matched = (findings: readonly Finding[]): ReadonlyArray<Readonly<Record<string, string>>> =>
    concise(aReport({ findings }), aContext({ root: '.' }))
      .trimEnd()
      .split('\n')
      .map((line) => {
        const match = new RegExp(regexp).exec(line);
        expect(match, line).to.not.equal(null);
        return Object.fromEntries(Object.entries(groups).map(([name, group]) => [name, match![group]!]));
      });

  it('has a problem matcher that takes every line of the concise format apart', () => {
    const { findings } = EVERY_FRAME;
    expect(new Set(findings.map(({ severity }) => severity)).size).to.be.above(2);
    expect(matched(findings)).to.deep.equal(
      findings.map(({ location, rule, message }) => ({
        file: location.path,
        line: String(location.startLine),
        column: String(location.startColumn),
        code: rule,
        message,
      }))
    );
  });

  it('knows every severity, and is not misled by what a message says', () => {
    const findings = SEVERITIES.map((severity) =>
      aFinding({ severity, message: 'names b.xml:1:2: high[rule] as well' })
    );
    const all = matched(findings);
    expect(all).to.have.length(SEVERITIES.length);
    for (const { file, code, message } of all) {
      expect([file, code, message]).to.deep.equal([
        findings[0]!.location.path,
        findings[0]!.rule,
        'names b.xml:1:2: high[rule] as well',
      ]);
    }
  });

  it('matches nothing that is no finding', () => {
    for (const line of ['No findings.', 'Warning: a.xml:1:2: something', 'a.xml:1:2: error: b']) {
      expect(new RegExp(regexp).test(line), line).to.equal(false);
    }
  });
});
