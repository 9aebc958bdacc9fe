import { expect } from 'chai';
import type { ScanReport } from '../../src/findings/report.js';
import { github } from '../../src/reporters/github.js';
import { sentence } from '../../src/reporters/terminal.js';
import { aFinding, aReport } from '../support/report.js';
import { expectSnapshot } from '../support/snapshot.js';
import { expectSound, FULL, HOSTILE, inCi, many, manyReports } from './ciSamples.js';

interface Command {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

/** Reads a line as the runner of GitHub Actions does: `actions/runner`, src/Runner.Common/ActionCommand.cs. */
function readCommand(line: string): Command | undefined {
  const match = /^\s*::(\w+)(?: (.*?))?::(.*)$/s.exec(line);
  if (!match) return undefined;
  const [, name, list = '', data] = match;
  const properties = list.split(',').map((one) => [one.slice(0, one.indexOf('=')), one.slice(one.indexOf('=') + 1)]);
  const plain = (text: string): string =>
    text
      .replaceAll('%0D', '\r')
      .replaceAll('%0A', '\n')
      .replaceAll('%3A', ':')
      .replaceAll('%2C', ',')
      .replaceAll('%25', '%');
  return {
    name: name!,
    properties: Object.fromEntries(properties.map(([key, value]) => [key!, plain(value!)])),
    message: data!.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%'),
  };
}

const linesOf = (report: ScanReport, quiet = false): readonly string[] =>
  github(report, inCi({ quiet })).split('\n').slice(0, -1);

const commandsOf = (report: ScanReport): readonly Command[] =>
  linesOf(report).flatMap((line) => readCommand(line) ?? []);

describe('github', () => {
  it('annotates, then lists and counts', () => {
    expectSnapshot('github', github(FULL, inCi({ root: 'bank' })));
  });

  it('says that nothing was found', () => {
    expect(github(aReport(), inCi())).to.equal('sf-isa: no findings\n');
    expect(github(aReport(), inCi({ quiet: true }))).to.equal('');
  });

  it('is sound', () => expectSound(github, expect));

  it('makes one command of a finding and none of what a finding says', () => {
    for (const report of manyReports(100)) {
      const commands = commandsOf(report);
      expect(commands).to.have.length(report.findings.length);
      for (const [index, { message, severity, rule, location }] of report.findings.entries()) {
        const command = commands[index]!;
        expect(command.name).to.be.oneOf(['error', 'warning', 'notice']);
        expect(Object.keys(command.properties)).to.deep.equal(['file', 'line', 'endLine', 'col', 'endColumn', 'title']);
        expect(command.properties['title']).to.equal(`${severity}: ${rule}`);
        expect(command.properties['line']).to.equal(String(location.startLine));
        expect(command.message.split('\n')[0]).to.equal(sentence(message));
      }
    }
  });

  it('keeps what is a sign of its own in properties and messages', () => {
    const location = { path: 'a,b:c%2C/d.xml', startLine: 2, startColumn: 1, endLine: 2, endColumn: 4 };
    const report = aReport({ findings: [aFinding({ location, message: '100%25 of a,b: c' })] });
    expect(linesOf(report, true)).to.deep.equal([
      '::error file=apps/bank/a%2Cb%3Ac%252C/d.xml,line=2,endLine=2,col=1,endColumn=4,title=high%3A endpoint-cleartext' +
        '::100%2525 of a,b: c%0Asf isa explain endpoint-cleartext',
    ]);
    expect(commandsOf(report)[0]!.properties['file']).to.equal('apps/bank/a,b:c%2C/d.xml');
  });

  it('gives errors, warnings and notices by severity, the most severe first', () => {
    expect(commandsOf(FULL).map(({ name }) => name)).to.deep.equal(['error', 'error', 'warning', 'notice', 'notice']);
  });

  it('tells of the limit only where it is reached', () => {
    expect(linesOf(many(13)).at(-1)).to.equal('sf-isa: 13 findings (3 critical, 10 low)');
    expect(linesOf(many(14)).at(-1)).to.match(/^sf-isa: 14 findings \(3 critical, 11 low\); GitHub shows 10 /);
  });

  it('ends with lines that no server takes for a command', () => {
    const [first, ...rest] = linesOf(HOSTILE).slice(HOSTILE.findings.length);
    for (const line of [first!, ...rest]) expect(line).not.to.match(/^\s*::|##\w*\[/);
  });
});
