import { diskFileSystem, rules, scan, type Rule, type ScanReport } from '../../src/index.js';
import { configFor } from './config.js';
import type { FixtureCase } from './fixtures.js';
import { suppressionsFor } from './suppressions.js';

/** The instant that fixtures are judged at. */
export const FIXTURE_NOW = new Date('2026-11-22T00:00:00Z');

/**
 * What a rule reports on a case, to everybody. A rule about suppressions needs the findings of the others, which are left
 * out here.
 */
export function scanCase({ folder }: FixtureCase, rule: Rule): ScanReport {
  const report = scanFixture(folder, rule.looksAt.includes('Suppression') ? rules : [rule]);
  return {
    ...report,
    findings: report.findings.filter((finding) => finding.rule === rule.id),
    notEvaluated: report.notEvaluated.filter((item) => item.rules.includes(rule.id)),
  };
}

/** What rules report on a fixture's folder, to everybody. */
export function scanFixture(folder: string, only: readonly Rule[]): ScanReport {
  const fileSystem = diskFileSystem(folder);
  return scan({
    fileSystem,
    now: FIXTURE_NOW,
    rules: only,
    persona: 'auditor',
    configOf: configFor(fileSystem),
    suppressionsOf: suppressionsFor(fileSystem),
  });
}
