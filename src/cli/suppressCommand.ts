import { posix, relative, resolve, sep } from 'node:path';
import { ConfigError } from '../config/configError.js';
import { loadText, locateSuppressions, SUPPRESSIONS_FILE_NAME } from '../config/findConfig.js';
import { diskFileSystem } from '../fileSystem.js';
import type { Finding } from '../findings/finding.js';
import { componentKey } from '../model/component.js';
import { joinPath } from '../paths.js';
import type { Rule } from '../rules/rule.js';
import { withEntries, withoutEntries, type SuppressionEntry } from '../suppressions/editSuppressions.js';
import { readSuppressions } from '../suppressions/readSuppressions.js';
import { repositoryAround } from './configs.js';
import { EXIT_OK } from './exitCodes.js';
import { usageError } from './failure.js';
import type { Arguments, SUPPRESS } from './flags.js';
import type { Host, Outcome } from './host.js';
import { writeOutputFiles } from './outputFiles.js';
import { performScan, type PerformedScan } from './performScan.js';
import { findRule } from './selectRules.js';

/** What `suppress` did. */
export interface SuppressionChange {
  /** Of the file, relative to the scanned root. */
  readonly path: string;
  readonly added: readonly SuppressionEntry[];
  readonly removed: number;
}

type Given = Arguments<typeof SUPPRESS>;

/** Adds entries to the suppression file, or takes out those that cover nothing. */
export async function runSuppress(given: Given, host: Host): Promise<Outcome<SuppressionChange>> {
  const { positionals, flags } = given;
  if (flags.prune && positionals.length > 0) throw usageError('--prune takes no finding.');
  if (!flags.prune && positionals.length === 0) {
    throw usageError('suppress needs a fingerprint, or a rule and a component.', 'See all flags with suppress --help.');
  }
  const performed = await performScan(
    {
      positionals: [],
      flags: {
        ...flags,
        rule: [],
        'ignore-rule': [],
        'min-severity': undefined,
        'min-confidence': 'low',
        persona: 'auditor',
        'no-ignores': false,
        baseline: undefined,
        'no-baseline': true,
      },
    },
    host
  );
  const place = placeOfSuppressions(performed.target.root);
  return flags.prune ? prune(performed, place, host) : add(given, performed, place, host);
}

interface SuppressionsPlace {
  /** Absolute. */
  readonly path: string;
  /** From the scanned root, with forward slashes. */
  readonly shown: string;
  /** Undefined where there is no file yet. */
  readonly text: string | undefined;
}

function placeOfSuppressions(root: string): SuppressionsPlace {
  const repository = repositoryAround(root);
  const prefix = relative(repository, root).split(sep).join('/');
  const fileSystem = diskFileSystem(repository);
  const found = locateSuppressions(fileSystem, prefix);
  const place = found ?? joinPath(prefix, SUPPRESSIONS_FILE_NAME);
  const shown = posix.relative(prefix, place);
  return {
    path: resolve(repository, place),
    shown,
    text: found === undefined ? undefined : loadText(fileSystem, found, shown),
  };
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
  try {
    readSuppressions(text, place.shown, host.rules);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw usageError(
      error.problems.map(({ message }) => message.replace(/^suppressions\[\d+\]\./, '--')).join('; ') + '.'
    );
  }
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

function prune({ report }: PerformedScan, place: SuppressionsPlace, host: Host): Outcome<SuppressionChange> {
  const unused = report.findings.filter(
    ({ rule, location }) => rule === 'suppression-unused' && location.path === place.shown
  );
  const lines = new Set(unused.map(({ location }) => location.startLine));
  const { text } = place;
  const indexes = text === undefined ? new Set<number>() : entriesAt(text, place.shown, lines, host.rules);
  if (text !== undefined && indexes.size > 0) write(place, withoutEntries(text, indexes));
  const count = `${indexes.size} entr${indexes.size === 1 ? 'y' : 'ies'}`;
  return {
    exitCode: EXIT_OK,
    stdout:
      text === undefined
        ? `There is no ${place.shown}.\n`
        : indexes.size === 0
          ? `Every entry of ${place.shown} covers something.\n`
          : `Took ${count} out of ${place.shown}.\n`,
    warnings: [],
    result: { path: place.shown, added: [], removed: indexes.size },
  };
}

/** The entries of a file whose rule stands on one of some lines, by index. */
function entriesAt(
  text: string,
  shown: string,
  lines: ReadonlySet<number>,
  rules: readonly Rule[]
): ReadonlySet<number> {
  const lineOf = (offset: number): number => text.slice(0, offset).split('\n').length;
  const { suppressions } = readSuppressions(text, shown, rules);
  return new Set(suppressions.flatMap(({ at }, index) => (lines.has(lineOf(at.start)) ? [index] : [])));
}

const write = ({ path, shown }: SuppressionsPlace, text: string): void =>
  writeOutputFiles([{ name: shown, path, text }]);
