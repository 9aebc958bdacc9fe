import { defineRule, type Rule } from '../rules/rule.js';
import type { SuppressionUse } from '../suppressions/suppression.js';
import type { Arguments, SUPPRESS } from './flags.js';
import { EVERY_FINDING } from './everyFinding.js';
import type { Host } from './host.js';
import { performScan, type Lens, type PerformedScan } from './performScan.js';

/** A scan that shows everything, and what became of each suppression in it. */
export interface ScanWithUses extends PerformedScan {
  readonly uses: readonly SuppressionUse[];
}

/** Scans with all rules that the config leaves on. What became of the suppressions is known whether or not a rule reports it. */
export async function scanWithUses(
  flags: Arguments<typeof SUPPRESS>['flags'],
  host: Host,
  lens?: Lens
): Promise<ScanWithUses> {
  const uses: SuppressionUse[] = [];
  const performed = await performScan({ positionals: [], flags: { ...flags, ...EVERY_FINDING } }, host, lens, {
    rules: [...host.rules, watcher((seen) => uses.push(...seen))],
    reportsAll: true,
  });
  return { ...performed, uses };
}

/** A rule that reports nothing and sees what became of the suppressions of each project, which only rules get to know. */
const watcher = (see: (uses: readonly SuppressionUse[]) => void): Rule =>
  defineRule({
    id: 'suppression-uses',
    title: 'What became of the suppressions',
    severity: 'info',
    confidence: 'high',
    persona: 'auditor',
    looksAt: ['Suppression'],
    tags: ['project'],
    why: '',
    remedy: '',
    whenWrong: '',
    links: [],
    controls: [],
    since: '0.1.0',
    *check(_project, { suppressions }) {
      see(suppressions);
    },
  });
