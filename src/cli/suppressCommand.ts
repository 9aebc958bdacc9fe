import type { Finding } from '../findings/finding.js';
import { componentKey } from '../model/component.js';
import { withEntries, withoutEntries, type SuppressionEntry } from '../suppressions/editSuppressions.js';
import { readSuppressions } from '../suppressions/readSuppressions.js';
import { runAdopt, type AdoptedComments } from './adoptComments.js';
import { EXIT_OK } from './exitCodes.js';
import { usageError } from './failure.js';
import type { Arguments, SUPPRESS } from './flags.js';
import type { Host, Outcome } from './host.js';
import { writeOutputFiles } from './outputFiles.js';
import type { PerformedScan } from './performScan.js';
import { findRule } from './selectRules.js';
import { assertValid, placeOfSuppressions, type SuppressionsPlace } from './suppressionsPlace.js';
import { scanWithUses, type ScanWithUses } from './suppressionUses.js';

/** What `suppress` did. */
export interface SuppressionChange {
  /** Of the file, relative to the scanned root. */
  readonly path: string;
  readonly added: readonly SuppressionEntry[];
  readonly removed: number;
  /** With `--adopt`: what became of the comments. */
  readonly comments?: AdoptedComments;
}

type Given = Arguments<typeof SUPPRESS>;

/** Adds entries to the suppression file, takes out those that cover nothing, or makes entries of comments. */
export async function runSuppress(given: Given, host: Host): Promise<Outcome<SuppressionChange>> {
  const { positionals, flags } = given;
  if (flags.adopt) return runAdopt(given, host);
  if (flags.prune && positionals.length > 0) throw usageError('--prune takes no finding.');
  if (!flags.prune && positionals.length === 0) {
    throw usageError('suppress needs a fingerprint, or a rule and a component.', 'See all flags with suppress --help.');
  }
  const performed = await scanWithUses(flags, host);
  const place = placeOfSuppressions(performed.target.root);
  return flags.prune ? prune(performed, place, host) : add(given, performed, place, host);
}

function add(
  { positionals, flags }: Given,
  { report }: PerformedScan,
  place: SuppressionsPlace,
  host: Host
): Outcome<SuppressionChange> {
  const { reason, expires, owner, ticket, kind } = flags;
  if (reason === undefined) throw usageError('suppress needs --reason: a sentence for whoever reviews the entry.');
  const details = { reason, ...(ticket && { ticket }), ...(owner && { owner }), ...(expires && { expires }) };
  const entries = whatIn(positionals, flags.element, report.findings, host).map(
    ({ rule, component, element }): SuppressionEntry => ({
      rule,
      component,
      ...(element && { element }),
      ...(kind && { kind }),
      ...details,
    })
  );
  const text = withEntries(place.text, entries);
  assertValid(text, place, host);
  write(place, text);
  const covered = entries.filter(({ rule, component, element }) =>
    report.findings.some(
      (finding) =>
        finding.rule === rule &&
        componentKey(finding.component) === component &&
        (element === undefined || finding.element === element)
    )
  );
  const uncovered = entries.filter((entry) => !covered.includes(entry));
  return {
    exitCode: EXIT_OK,
    stdout: entries.map(({ rule, component }) => `Accepted ${rule} on ${component} in ${place.shown}.\n`).join(''),
    warnings: uncovered.map(({ rule, component }) => `A scan reports no ${rule} on ${component} now.`),
    result: { path: place.shown, added: entries, removed: 0 },
  };
}

interface What {
  readonly rule: string;
  readonly component: string;
  readonly element: string | undefined;
}

const FINGERPRINT = /^[0-9a-f]{8,16}(?::\d+)?$/;

/** What the arguments name: findings by the beginning of their fingerprints, or a rule and a component. */
function whatIn(
  given: readonly string[],
  element: string | undefined,
  findings: readonly Finding[],
  host: Host
): readonly What[] {
  if (!FINGERPRINT.test(given[0]!)) {
    const [rule, component, ...more] = given;
    if (component === undefined || more.length > 0) {
      throw usageError('suppress takes fingerprints, or one rule and one component such as NamedCredential:Acme_ERP.');
    }
    return [{ rule: findRule(host.rules, rule!).id, component, element }];
  }
  if (element !== undefined)
    throw usageError('--element goes with a rule and a component; a fingerprint names its element.');
  return given.map((beginning) => {
    const [finding, another] = findings.filter(({ fingerprint }) => fingerprint.startsWith(beginning));
    if (!finding)
      throw usageError(`No finding has the fingerprint ${beginning}.`, 'sf isa scan --format json names them.');
    if (another)
      throw usageError(`Several findings have a fingerprint that begins with ${beginning}; write more of it.`);
    return { rule: finding.rule, component: componentKey(finding.component), element: finding.element || undefined };
  });
}

function prune({ uses }: ScanWithUses, place: SuppressionsPlace, host: Host): Outcome<SuppressionChange> {
  const { text, shown } = place;
  if (text === undefined) return outcomeOf(`There is no ${shown}.\n`, { path: shown, added: [], removed: 0 });
  const entries = uses.filter(({ suppression }) => suppression.at.file === shown);
  const unused = entries.flatMap(({ covered, judged }, index) => (judged && covered.length === 0 ? [index] : []));
  if (unused.length > 0) write(place, withoutEntries(text, new Set(unused)));

  const known = entries.filter(({ covered, judged }) => judged || covered.length > 0).length;
  const unknown = readSuppressions(text, shown, host.rules).suppressions.length - known;
  const rest =
    unknown === 0
      ? ''
      : ` ${entriesInWords(unknown)} could not be judged, because a rule is off or looks across orgs, or because the file holds for projects that were not scanned.`;
  const done =
    unused.length > 0
      ? `Took ${entriesInWords(unused.length)} out of ${shown}.`
      : unknown > 0
        ? `Nothing was taken out of ${shown}.`
        : `Every entry of ${shown} covers something.`;
  return outcomeOf(`${done}${rest}\n`, { path: shown, added: [], removed: unused.length });
}

const entriesInWords = (count: number): string => (count === 1 ? '1 entry' : `${count} entries`);

const outcomeOf = (stdout: string, result: SuppressionChange): Outcome<SuppressionChange> => ({
  exitCode: EXIT_OK,
  stdout,
  warnings: [],
  result,
});

const write = ({ path, shown, mark }: SuppressionsPlace, text: string): void =>
  writeOutputFiles([{ name: shown, path, text: mark + text }]);
