import { baselineText, entryOf, type Baseline, type BaselineEntry } from '../baseline/baseline.js';
import { toJsonText } from '../reporters/json.js';
import { sentence } from '../reporters/terminal.js';
import { countInWords, plural } from '../reporters/wording.js';
import { placeOfBaseline, readBaselineAt, type BaselinePlace } from './baselineFile.js';
import { EXIT_CONFIG, EXIT_OK } from './exitCodes.js';
import { CommandError, usageError } from './failure.js';
import type { Arguments, BASELINE_CREATE, BASELINE_PRUNE, BASELINE_SHOW } from './flags.js';
import type { Host, Outcome } from './host.js';
import { writeOutputFiles } from './outputFiles.js';
import { performScan } from './performScan.js';

/** What `baseline create` and `baseline prune` did. */
export interface BaselineChange {
  /** Of the file, relative to the scanned root. */
  readonly path: string;
  /** How many findings it holds now. */
  readonly findings: number;
  readonly added: number;
  readonly removed: number;
}

/** One entry of a baseline, and whether it is found still; `unknown` where its rule did not run. */
export interface BaselineEntryState {
  readonly state: 'fixed' | 'found' | 'unknown';
  readonly rule: string;
  readonly component: string;
  readonly fingerprint: string;
}

/** Writes the findings of now into the baseline. A baseline that is there only grows when that is asked for. */
export async function runBaselineCreate(
  { positionals, flags }: Arguments<typeof BASELINE_CREATE>,
  host: Host
): Promise<Outcome<BaselineChange>> {
  const scanFlags = { ...flags, 'no-ignores': false, baseline: undefined, 'no-baseline': true };
  const { report, target } = await performScan({ positionals, flags: scanFlags }, host);
  const place = placeOfBaseline(flags, target.root, host);
  const entries = report.findings.map(entryOf);
  const before = place.exists && !flags.force ? (await readBaselineAt(place)).entries : [];
  const added = entries.filter((entry) => !before.some((known) => isEqual(known, entry))).length;
  const removed = before.filter((known) => !entries.some((entry) => isEqual(known, entry))).length;
  if (place.exists && !flags.force && added > 0) {
    throw usageError(
      `The baseline ${place.shown} would grow by ${plural(added, 'finding')}.`,
      'Mend them, accept them in sf-isa.suppressions.yml, or put them off as well with --force.'
    );
  }
  write(place, entries);
  return {
    exitCode: EXIT_OK,
    stdout: `Wrote ${countInWords(report.findings)} into ${place.shown}. From now on a scan reports what is not in it.\n`,
    warnings: [],
    result: { path: place.shown, findings: entries.length, added, removed },
  };
}

/** Takes out of the baseline what is fixed. */
export async function runBaselinePrune(
  given: Arguments<typeof BASELINE_PRUNE>,
  host: Host
): Promise<Outcome<BaselineChange>> {
  const { place, baseline, fixed } = await scanWithBaseline(given, host);
  const kept = baseline.entries.filter((entry) => !fixed.has(entry));
  if (fixed.size > 0) write(place, kept);
  return {
    exitCode: EXIT_OK,
    stdout:
      fixed.size === 0
        ? `Nothing in ${place.shown} is fixed: ${plural(kept.length, 'finding')} left.\n`
        : `Took ${plural(fixed.size, 'finding')} out of ${place.shown}: ${kept.length} left.\n`,
    warnings: [],
    result: { path: place.shown, findings: kept.length, added: 0, removed: fixed.size },
  };
}

/** Lists what is in the baseline, and what of it is fixed. */
export async function runBaselineShow(
  given: Arguments<typeof BASELINE_SHOW>,
  host: Host
): Promise<Outcome<readonly BaselineEntryState[]>> {
  const { place, baseline, fixed, ran } = await scanWithBaseline(given, host);
  const result = baseline.entries.map((entry): BaselineEntryState => {
    const { rule, component, fingerprint } = entry;
    return { state: fixed.has(entry) ? 'fixed' : ran.has(rule) ? 'found' : 'unknown', rule, component, fingerprint };
  });
  return {
    exitCode: EXIT_OK,
    stdout: given.flags.format === 'json' ? toJsonText(result) : table(place, result),
    warnings: [],
    result,
  };
}

interface ScannedBaseline {
  readonly place: BaselinePlace;
  readonly baseline: Baseline;
  readonly fixed: ReadonlySet<BaselineEntry>;
  /** Ids of the rules that ran. */
  readonly ran: ReadonlySet<string>;
}

async function scanWithBaseline(
  { positionals, flags }: Arguments<typeof BASELINE_PRUNE>,
  host: Host
): Promise<ScannedBaseline> {
  const scanFlags = { ...flags, 'no-ignores': false, 'no-baseline': false };
  const { report, baseline, target } = await performScan({ positionals, flags: scanFlags }, host);
  const place = placeOfBaseline(flags, target.root, host);
  if (!baseline) {
    throw new CommandError('ConfigError', `There is no baseline ${place.shown}.`, EXIT_CONFIG, [
      'Make one with: sf isa baseline create',
    ]);
  }
  return { place, baseline, fixed: new Set(report.baseline?.fixed), ran: new Set(report.rules) };
}

const isEqual = (one: BaselineEntry, other: BaselineEntry): boolean =>
  one.fingerprint === other.fingerprint && one.evidence === other.evidence;

const write = ({ path, shown }: BaselinePlace, entries: readonly BaselineEntry[]): void =>
  writeOutputFiles([{ name: shown, path, text: baselineText(entries) }]);

function table({ shown }: BaselinePlace, entries: readonly BaselineEntryState[]): string {
  if (entries.length === 0) return `${shown} is empty.\n`;
  const head = { state: 'State', rule: 'Rule', component: 'Component' };
  const rows = [head, ...entries];
  const width = (column: 'rule' | 'state'): number => Math.max(...rows.map((row) => row[column].length));
  return rows
    .map(
      ({ state, rule, component }) =>
        `${state.padEnd(width('state'))}  ${sentence(rule.padEnd(width('rule')))}  ${sentence(component)}\n`
    )
    .join('');
}
