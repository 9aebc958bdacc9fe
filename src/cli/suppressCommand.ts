import { didYouMean } from '../didYouMean.js';
import type { AcceptedReason, Finding } from '../findings/finding.js';
import type { ScanReport } from '../findings/report.js';
import { componentKey } from '../model/component.js';
import { matchesAny } from '../model/namePattern.js';
import { sentence } from '../reporters/terminal.js';
import { withEntries, withoutEntries, type SuppressionEntry } from '../suppressions/editSuppressions.js';
import { elementIn } from '../suppressions/inWords.js';
import { readSuppressions } from '../suppressions/readSuppressions.js';
import { isExpired } from '../suppressions/suppression.js';
import { runAdopt, type AdoptedComments } from './adoptComments.js';
import { EXIT_OK } from './exitCodes.js';
import { usageError, type CommandError } from './failure.js';
import type { Arguments, SUPPRESS } from './flags.js';
import type { Host, Outcome } from './host.js';
import { writeOutputFiles } from './outputFiles.js';
import type { PerformedScan } from './performScan.js';
import { findRule } from './selectRules.js';
import { assertNotOver, assertValid, placeOfSuppressions, type SuppressionsPlace } from './suppressionsPlace.js';
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
  const given = whatIn(positionals, flags.element, report, host).map(
    ({ rule, component, element }): SuppressionEntry => ({
      rule,
      component,
      ...(element && { element }),
      ...(kind && { kind }),
      ...details,
    })
  );
  // Copies of a component have findings of their own, which one entry covers.
  const entries = [...new Map(given.map((entry) => [JSON.stringify(entry), entry])).values()];
  const text = withEntries(place.text, entries);
  assertValid(text, place, host);
  assertNotOver(expires, report.now);
  for (const entry of entries) assertNew(entry, place, host, report.now);
  write(place, text);
  return {
    exitCode: EXIT_OK,
    stdout: entries.map(({ rule, component }) => `Accepted ${rule} on ${component} in ${place.shown}.\n`).join(''),
    warnings: entries.flatMap((entry) => warningAbout(entry, report) ?? []),
    result: { path: place.shown, added: entries, removed: 0 },
  };
}

/** Throws CommandError where the file has an entry about the same: a second one would never decide anything. */
function assertNew(entry: SuppressionEntry, { text, shown }: SuppressionsPlace, host: Host, now: Date): void {
  if (text === undefined) return;
  const known = readSuppressions(text, shown, host.rules).suppressions.find(
    ({ rules, component, element }) =>
      rules.includes(entry.rule) && componentKey(component) === entry.component && element === entry.element
  );
  if (!known) return;
  const startLine = text.slice(0, known.at.start).split('\n').length;
  throw acceptedAlready(entry, { ...known, location: { path: shown, startLine } }, now);
}

function acceptedAlready(
  { rule, component, element }: What,
  {
    source,
    expires,
    location,
  }: Pick<AcceptedReason, 'expires' | 'source'> & {
    readonly location: Pick<AcceptedReason['location'], 'path' | 'startLine'>;
  },
  now: Date
): CommandError {
  const accepted = isExpired({ expires }, now) ? 'was accepted' : 'is accepted already';
  const until = expires === undefined ? ', without a last day' : ` until ${expires}`;
  const what = `${rule} on ${component}${elementIn({ element: element || undefined })}`;
  return usageError(
    sentence(`${what} ${accepted}${until} (${location.path}:${location.startLine}).`),
    source === 'file' ? 'Change that entry instead.' : 'Change that comment, or move it into the file with --adopt.'
  );
}

/** Why a new entry is of no use now; undefined for one that covers a finding. */
function warningAbout(entry: SuppressionEntry, { findings, suppressed }: ScanReport): string | undefined {
  const isAbout = ({ rule, component, element }: Finding): boolean =>
    rule === entry.rule &&
    matchesAny([entry.component], componentKey(component)) &&
    (entry.element === undefined || element === entry.element || /^[.[]/.test(restBehind(entry.element, element)));
  if (findings.some(isAbout)) return undefined;
  const accepted = suppressed.find(isAbout);
  if (accepted) {
    const { path, startLine } = accepted.suppression.location;
    return sentence(`${entry.rule} on ${entry.component} is accepted already (${path}:${startLine}).`);
  }
  const meant = componentMeant(
    entry.component,
    [...findings, ...suppressed].map(({ component }) => componentKey(component))
  );
  const question = meant === undefined ? '' : ` Did you mean ${meant}?`;
  return sentence(`A scan reports no ${entry.rule} on ${entry.component} now.${question}`);
}

const restBehind = (beginning: string, text: string): string =>
  text.startsWith(beginning) ? text.slice(beginning.length) : '';

/** The component that somebody had in mind who misspelt its name or its type; undefined where none is near. */
function componentMeant(written: string, known: readonly string[]): string | undefined {
  if (written.includes('*') || known.includes(written)) return undefined;
  // Names and types are compared apart: beside a long type, every short name would be near every other.
  const [type, name] = partsOf(written);
  const parts = known.map(partsOf);
  const meantName = didYouMean(
    name,
    parts.flatMap(([otherType, other]) => (otherType === type ? [other] : []))
  );
  if (meantName !== undefined) return `${type}:${meantName}`;
  const meantType = didYouMean(
    type,
    parts.flatMap(([other, otherName]) => (otherName === name ? [other] : []))
  );
  return meantType === undefined ? undefined : `${meantType}:${name}`;
}

function partsOf(component: string): readonly [type: string, fullName: string] {
  const colon = component.indexOf(':');
  return [component.slice(0, colon), component.slice(colon + 1)];
}

interface What {
  readonly rule: string;
  readonly component: string;
  readonly element?: string | undefined;
}

const FINGERPRINT = /^[0-9a-f]{8,16}(?::\d+)?$/;

/** What the arguments name: findings by the beginning of their fingerprints, or a rule and a component. */
function whatIn(
  given: readonly string[],
  element: string | undefined,
  { findings, suppressed, now }: ScanReport,
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
    const accepted = suppressed.find(({ fingerprint }) => fingerprint.startsWith(beginning));
    if (!finding && accepted) {
      const { suppression, component } = accepted;
      throw acceptedAlready({ ...accepted, component: componentKey(component) }, suppression, now);
    }
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
