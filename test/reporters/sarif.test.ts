import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect } from 'chai';
import type { Log, Result, Run } from 'sarif';
import type { ScanReport } from '../../src/findings/report.js';
import type { ReportContext } from '../../src/reporters/reporter.js';
import { sarif } from '../../src/reporters/sarif.js';
import { aFinding, aNotEvaluated, aReport, SourceFile, sourcesOf } from '../support/report.js';
import { expectSnapshot } from '../support/snapshot.js';
import { EVERY_RULE, expectSound, FULL, HOSTILE, inCi, many, manyReports } from './ciSamples.js';

const multitool = createRequire(import.meta.url)('@microsoft/sarif-multitool') as string;
const schema = JSON.parse(readFileSync(join(dirname(multitool), 'sarif-2.1.0.json'), 'utf8')) as object;
const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
const validate = ajv.compile(schema);

function runOf(report: ScanReport, context: ReportContext = inCi()): Run {
  const { runs } = JSON.parse(sarif(report, context)) as Log;
  expect(runs).to.have.length(1);
  return runs[0]!;
}

const resultsOf = (report: ScanReport, context?: ReportContext): readonly Result[] => runOf(report, context).results!;

describe('sarif', () => {
  it('has one run with rules, results and what was not evaluated', () => {
    expectSnapshot('sarif', sarif(FULL, inCi({ showSuppressed: true })));
  });

  it('has a run without results when nothing is found, so that old alerts are closed', () => {
    const run = runOf(aReport());
    expect(run.results).to.deep.equal([]);
    expect(run.tool.driver.rules).not.to.be.empty;
    expect(run.invocations).to.deep.equal([
      { executionSuccessful: true, exitCode: 15, properties: { now: '2026-11-22T10:00:00.000Z' } },
    ]);
  });

  it('is sound', () => expectSound(sarif, expect));

  it('fits the schema of SARIF 2.1.0', () => {
    for (const report of manyReports(50)) {
      const log: unknown = JSON.parse(sarif(report, inCi({ rules: EVERY_RULE, showSuppressed: true })));
      expect(validate(log), JSON.stringify(validate.errors, undefined, 2)).to.equal(true);
    }
  });
});

/** What validators do not look at, and GitHub does. */
describe('sarif: as GitHub takes it', () => {
  const context = inCi({ rules: EVERY_RULE, showSuppressed: true });
  const reports = manyReports(50);

  it('gives every rule what code scanning shows', () => {
    const rules = runOf(aReport(), context).tool.driver.rules!;
    expect(rules.map(({ id }) => id)).to.deep.equal(rules.map(({ id }) => id).sort());
    expect(rules).to.have.length(EVERY_RULE.length);
    for (const { id, name, shortDescription, fullDescription, help, properties, defaultConfiguration } of rules) {
      expect(id).to.match(/^[a-z0-9]+(-[a-z0-9]+)+$/);
      expect(name).to.match(/^[A-Z][A-Za-z0-9]+$/);
      expect(shortDescription!.text.length).to.be.within(5, 1024);
      expect(fullDescription!.text.length).to.be.within(20, 1024);
      expect(help!.text).to.include('What to do').and.not.to.include('**');
      expect(help!.markdown).to.include('\n## What to do\n').and.to.include('\n## When it is wrong\n');
      expect(defaultConfiguration!.level).to.be.oneOf(['error', 'warning', 'note']);
      const { tags, precision, 'security-severity': score } = properties!;
      expect(tags).to.include('security');
      expect(tags!.length).to.be.at.most(10);
      expect(precision).to.be.oneOf(['very-high', 'medium', 'low']);
      if (score === undefined) expect(defaultConfiguration!.level).to.equal('note');
      else expect(score).to.match(/^(9\.5|8\.0|5\.5|3\.0)$/);
    }
    const shared = rules.find(({ id }) => id === 'endpoint-cleartext')!;
    expect(shared.properties!.tags).to.include.members(['external/cwe/cwe-319', 'endpoints']);
  });

  it('names files by relative URIs and spans of one line', () => {
    for (const report of reports) {
      const run = runOf(report, context);
      const places = run.results!.flatMap(({ locations, relatedLocations = [] }) => [
        ...locations!,
        ...relatedLocations,
      ]);
      const notices = run.invocations![0]!.toolExecutionNotifications ?? [];
      for (const { physicalLocation } of [...places, ...notices.flatMap(({ locations = [] }) => locations)]) {
        const { uri } = physicalLocation!.artifactLocation!;
        expect(uri).to.match(/^[\w.~!*'()%-]+(\/[\w.~!*'()%-]+)*$/);
        expect(uri!.split('/')).not.to.include.members(['.']);
        expect(uri!.split('/')).not.to.include.members(['..']);
        const { startLine, endLine, startColumn, endColumn } = physicalLocation!.region!;
        expect(endLine).to.equal(startLine);
        expect(startColumn).to.be.at.least(1);
        expect(endColumn).to.be.at.least(startColumn!);
      }
    }
  });

  it('gives every result a rule, a level, a fingerprint and links that lead somewhere', () => {
    for (const report of reports) {
      const run = runOf(report, context);
      for (const result of run.results!) {
        expect(run.tool.driver.rules![result.ruleIndex ?? -1]?.id ?? result.ruleId).to.equal(result.ruleId);
        expect(result.level).to.be.oneOf(['error', 'warning', 'note']);
        expect(Object.keys(result.partialFingerprints!)).to.deep.equal(['sfIsaIdentity/v1']);
        expect(result.message.text).to.match(/\.$/s);
        expect(linksIn(result.message.text!)).to.deep.equal(
          (result.relatedLocations ?? []).map(({ id }) => String(id))
        );
        for (const { justification } of result.suppressions ?? []) expect(justification).to.match(/^accepted risk: ./);
      }
      const prints = run.results!.map(({ partialFingerprints }) => partialFingerprints!['sfIsaIdentity/v1']);
      if (report === HOSTILE) expect(new Set(prints).size).to.equal(report.findings.length + 1);
    }
  });

  it('leaves accepted findings out unless they are asked for, because GitHub takes them for open', () => {
    expect(resultsOf(FULL).filter(({ suppressions }) => suppressions)).to.be.empty;
    const shown = resultsOf(FULL, inCi({ showSuppressed: true })).flatMap(({ suppressions = [] }) => suppressions);
    expect(shown.map(({ kind, status }) => `${kind} ${status}`)).to.deep.equal([
      'external accepted',
      'inSource accepted',
    ]);
  });

  it('keeps the most severe 5000 results and says so', () => {
    const report = many(5001);
    const run = runOf({ ...report, findings: [...report.findings].reverse() });
    expect(run.results).to.have.length(5000);
    expect(run.results!.filter(({ level }) => level === 'error')).to.have.length(3);
    expect(run.invocations![0]!.toolExecutionNotifications![0]!.message.text).to.match(/^Of 5001 findings, the 5000 /);
    expect(runOf(many(5000)).invocations![0]!.toolExecutionNotifications).to.equal(undefined);
  });

  it('keeps 100 related places and 1000 notes of what was not evaluated', () => {
    const location = aFinding().location;
    const related = Array.from({ length: 101 }, (_, index) => ({ label: `place ${index}`, location }));
    const notEvaluated = Array.from({ length: 1003 }, () => aNotEvaluated());
    const run = runOf(aReport({ findings: [aFinding({ related })], notEvaluated }));
    expect(run.results![0]!.relatedLocations).to.have.length(100);
    const notices = run.invocations![0]!.toolExecutionNotifications!;
    expect(notices).to.have.length(1001);
    expect(notices.at(-1)!.message.text).to.equal('3 more things were not evaluated.');
  });

  it('starts paths at the repository, also those of files above the project', () => {
    const uriOf = (path: string, repositoryFolder: string): string | undefined =>
      resultsOf(
        aReport({ findings: [aFinding({ location: { ...aFinding().location, path } })] }),
        inCi({ repositoryFolder })
      )[0]!.locations![0]!.physicalLocation!.artifactLocation!.uri;
    expect(uriOf('a b/100%#?.xml', '')).to.equal('a%20b/100%25%23%3F.xml');
    expect(uriOf('a:b.xml', '')).to.equal('a%3Ab.xml');
    expect(uriOf('x.xml', 'apps/é')).to.equal('apps/%C3%A9/x.xml');
    expect(uriOf('../../sf-isa.suppressions.yml', 'apps/bank')).to.equal('sf-isa.suppressions.yml');
  });

  it('ends a span of several lines with its first line', () => {
    const file = new SourceFile('a.xml', '<a>\r\n  <b>one  \r\ntwo</b>\r\n</a>');
    const { locations } = resultsOf(
      aReport({ findings: [aFinding({ location: file.rangeOf('<b>one  \r\ntwo') })], sources: sourcesOf(file) })
    )[0]!;
    expect(locations![0]!.physicalLocation!.region).to.deep.equal({
      startLine: 2,
      startColumn: 3,
      endLine: 2,
      endColumn: 9,
    });
  });
});

/** The targets of the embedded links of a message, in which a backslash takes a bracket its meaning. */
const linksIn = (text: string): readonly string[] =>
  Array.from(text.matchAll(/(?<!\\)(?:\\\\)*\[(?:[^\\[\]]|\\.)*\]\(([^)]*)\)/gs), ([, target]) => target!);

/** Microsoft's own validator, with the rules for GitHub code scanning. It needs a moment to start. */
describe('sarif: as Microsoft’s multitool sees it', function () {
  this.timeout(120_000);

  it('has nothing wrong but that the project has no address yet', function () {
    // It is made for one processor only.
    if (process.platform === 'linux' && process.arch !== 'x64') this.skip();
    const folder = mkdtempSync(join(tmpdir(), 'sf-isa-sarif-'));
    try {
      const names = [FULL, HOSTILE, aReport()].map((report, index) => {
        const name = join(folder, `${index}.sarif`);
        writeFileSync(name, sarif(report, inCi({ rules: EVERY_RULE, showSuppressed: true })));
        return name;
      });
      const flags = ['--rule-kind', 'Sarif;Gh;Ghas', '--level', 'Error;Warning'];
      // It asks the web whether the schema is there. Nothing listens at this address, so nothing goes out.
      const env = { ...process.env, ALL_PROXY: 'http://127.0.0.1:9', HTTPS_PROXY: 'http://127.0.0.1:9' };
      // Its exit code is 0 whatever it finds.
      const output = execFileSync(multitool, ['validate', ...names, ...flags], {
        env,
        encoding: 'utf8',
        stdio: 'pipe',
      });
      expect(output).to.include(`${names.length} files scanned`);
      const complaints = output.split('\n').filter((line) => /: (?:error|warning) /.test(line));
      expect(complaints.filter((line) => !/SARIF2005: .* does not provide 'informationUri'/.test(line))).to.deep.equal(
        []
      );
      expect(complaints).to.have.length(names.length);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
