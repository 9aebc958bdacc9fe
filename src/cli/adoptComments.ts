import { resolve } from 'node:path';
import { applySplices, XmlEditor } from '../fixes/applyEdits.js';
import type { Finding } from '../findings/finding.js';
import type { ScanReport } from '../findings/report.js';
import type { Location } from '../location.js';
import { componentKey } from '../model/component.js';
import { isWithin } from '../paths.js';
import { inert, sentence } from '../reporters/terminal.js';
import { plural } from '../reporters/wording.js';
import { withEntries, type SuppressionEntry } from '../suppressions/editSuppressions.js';
import { SHORTEST_REASON, type CoveredFinding, type SuppressionUse } from '../suppressions/suppression.js';
import { reasonIn, suppressionComments, withReason } from '../suppressions/suppressionComments.js';
import { EditedTree } from './editedTree.js';
import { EXIT_OK } from './exitCodes.js';
import { outputError, usageError } from './failure.js';
import type { Arguments, SUPPRESS } from './flags.js';
import type { Host, Outcome } from './host.js';
import { writeOutputFiles } from './outputFiles.js';
import type { SuppressionChange } from './suppressCommand.js';
import { assertNotOver, assertValid, placeOfSuppressions, type SuppressionsPlace } from './suppressionsPlace.js';
import { scanWithUses, type ScanWithUses } from './suppressionUses.js';

/** What became of the suppressions in comments. */
export interface AdoptedComments {
  /** Those that are entries now. */
  readonly moved: readonly CommentPlace[];
  /** Those that stay. */
  readonly left: ReadonlyArray<CommentPlace & { readonly why: string }>;
}

/** Where a comment stood or stands; the path is relative to the scanned root. */
export interface CommentPlace {
  readonly path: string;
  readonly line: number;
}

type Given = Arguments<typeof SUPPRESS>;

/** A suppression in a comment of a metadata file. */
interface Comment {
  /** In the file as it is. */
  readonly at: Location;
  readonly line: number;
  /** What becomes of it in a scan in which it has a reason. */
  readonly use: SuppressionUse;
  /** Its own, else that of the command line. */
  readonly reason: string;
  /** Whether it covers all of its file. */
  readonly isOfFile: boolean;
}

/** A comment that stays, and why, in a sentence. */
interface LeftComment {
  readonly comment: Comment;
  readonly why: string;
}

/** Comments that become entries, and what the files are to hold. */
interface Adoption {
  readonly comments: readonly Comment[];
  readonly entries: readonly SuppressionEntry[];
  /** By path from the scanned root, without byte order marks. */
  readonly texts: ReadonlyMap<string, string>;
}

/** Stands for the reason that the command line gives: what may stand in a comment is not for everybody to say. */
const GIVEN_REASON = 'as the command line says';

/**
 * Makes entries of the suppression file of the suppressions in comments, and takes those out of the metadata. A comment whose
 * entry would accept more or less than it does itself stays: that is tried on a copy before anything is written.
 *
 * @throws CommandError for wrong arguments, for a comment without a reason, and when a file has changed meanwhile
 */
export async function runAdopt({ positionals, flags }: Given, host: Host): Promise<Outcome<SuppressionChange>> {
  if (flags.prune) throw usageError('--adopt and --prune exclude each other.');
  if (positionals.length > 0) throw usageError('--adopt takes no finding; --source-dir says which files are meant.');
  if (flags.element !== undefined) throw usageError('--element goes with a rule and a component, not with --adopt.');

  const tree = new EditedTree('edited');
  const first = await scanWithUses(flags, host, tree.lens);
  assertNotOver(flags.expires, first.report.now);
  const { root, paths } = first.target;
  const place = placeOfSuppressions(root);
  const textOf = (file: string): string => tree.textOf(resolve(root, file), file);
  const scanWith = (texts: ReadonlyMap<string, string>): Promise<ScanWithUses> =>
    tree.with(new Map([...texts].map(([file, text]) => [resolve(root, file), text])), () =>
      scanWithUses({ ...flags, now: first.report.now.toISOString(), 'allow-empty': true }, host, tree.lens)
    );

  const files = [...usesByFile(first).keys()].filter(
    (file) => paths.length === 0 || paths.some((path) => isWithin(file, path))
  );
  const ruleIds = new Set(host.rules.filter(({ looksAt }) => !looksAt.includes('Suppression')).map(({ id }) => id));
  const reasoned = new Map(files.map((file) => [file, withReasons(file, textOf(file), ruleIds)]));
  const [lacking] = [...reasoned].flatMap(([file, { without }]) => without.map((offset) => ({ file, offset })));
  if (lacking && flags.reason === undefined) {
    const where = showPlace({ path: lacking.file, line: lineAt(textOf(lacking.file), lacking.offset) }, first.root);
    throw usageError(
      `The comment at ${where} gives no reason of at least ${SHORTEST_REASON} characters.`,
      'Say with --reason why such comments accept what they cover.'
    );
  }
  const before = lacking ? await scanWith(new Map([...reasoned].map(([file, { text }]) => [file, text]))) : first;
  const comments = files.flatMap((file) => commentsOf(file, textOf(file), before, reasoned.get(file)!.text, flags));

  const { adoption, left } = await plan({ comments, before, place, flags, host, textOf, scanWith });
  if (adoption.comments.length > 0) {
    const now = placeOfSuppressions(root);
    for (const { at } of adoption.comments) tree.assertUnchanged(resolve(root, at.file), at.file);
    if (now.path !== place.path || now.text !== place.text) {
      throw outputError(`The file ${place.shown} has changed meanwhile, so nothing was written; run it again.`);
    }
    writeOutputFiles(
      [...adoption.texts].map(([name, text]) => {
        const path = resolve(root, name);
        return { name, path, text: (name === place.shown ? place.mark : tree.markOf(path)) + text };
      })
    );
  }
  return outcomeOf(adoption, left, place, first.root);
}

/** The comments of each file that has any, in their order. */
function usesByFile({ uses }: ScanWithUses): ReadonlyMap<string, readonly SuppressionUse[]> {
  const files = new Map<string, SuppressionUse[]>();
  for (const use of uses) {
    const { source, at } = use.suppression;
    if (source === 'comment') files.set(at.file, [...(files.get(at.file) ?? []), use]);
  }
  return files;
}

/** A text in which the comments that lack a reason have one, and where those begin that lack nothing else. */
function withReasons(
  file: string,
  text: string,
  ruleIds: ReadonlySet<string>
): { readonly text: string; readonly without: readonly number[] } {
  const own = suppressionComments(file, text, ruleIds);
  const splices = own.flatMap(({ at: { start, end } }) => {
    const comment = text.slice(start, end);
    const given = reasonIn(comment) === undefined ? withReason(comment, GIVEN_REASON) : undefined;
    return given === undefined ? [] : [{ start, end, text: given }];
  });
  const reasoned = applySplices(text, splices);
  const isSound = suppressionComments(file, reasoned, ruleIds).map(({ problem }) => problem === undefined);
  const lacking = new Set(splices.map(({ start }) => start));
  const without = own.flatMap(({ at }, index) => (lacking.has(at.start) && isSound[index] ? [at.start] : []));
  return { text: reasoned, without };
}

/** The comments of a file, as `text` has them and as they are in a scan of `reasoned`. */
function commentsOf(
  file: string,
  text: string,
  scanned: ScanWithUses,
  reasoned: string,
  { reason = '' }: Given['flags']
): readonly Comment[] {
  const ids = new Set(scanned.report.rules);
  const own = suppressionComments(file, text, ids);
  return (usesByFile(scanned).get(file) ?? []).map((use, index): Comment => {
    const { at } = own[index]!;
    const { covers } = use.suppression;
    return {
      at,
      line: lineAt(text, at.start),
      use,
      reason: reasonIn(text.slice(at.start, at.end)) ?? reason,
      isOfFile: covers !== undefined && NO_ELEMENT.test(reasoned.slice(covers.end)),
    };
  });
}

/** What may follow the root element of a document. */
const NO_ELEMENT = /^(?:\s|<!--[^]*?-->|<\?[^]*?\?>)*$/;

const lineAt = (text: string, offset: number): number => text.slice(0, offset).split(/\r\n?|\n/).length;

/** Decides which comments become entries: all those that a scan cannot tell from their entries. */
async function plan({
  comments,
  before,
  place,
  flags,
  host,
  textOf,
  scanWith,
}: {
  readonly comments: readonly Comment[];
  readonly before: ScanWithUses;
  readonly place: SuppressionsPlace;
  readonly flags: Given['flags'];
  readonly host: Host;
  readonly textOf: (file: string) => string;
  readonly scanWith: (texts: ReadonlyMap<string, string>) => Promise<ScanWithUses>;
}): Promise<{ readonly adoption: Adoption; readonly left: readonly LeftComment[] }> {
  const left: LeftComment[] = comments.flatMap((comment) => {
    const why = reasonToStay(comment.use);
    return why === undefined ? [] : [{ comment, why }];
  });
  let candidates = comments.filter((comment) => !left.some((one) => one.comment === comment));
  const leave = (leaves: (comment: Comment) => boolean, why: string): boolean => {
    const leaving = candidates.filter(leaves);
    left.push(...leaving.map((comment) => ({ comment, why })));
    candidates = candidates.filter((comment) => !leaving.includes(comment));
    return leaving.length > 0;
  };

  const entriesOf = (comment: Comment): readonly SuppressionEntry[] => entriesFor(comment, before.report, flags);
  const atOdds = entriesAtOdds(candidates.flatMap(entriesOf));
  leave((comment) => entriesOf(comment).some((entry) => atOdds.has(keyOf(entry))), OTHER_WORDS);
  for (;;) {
    const adoption = adopt(candidates, entriesOf, place, textOf);
    if (candidates.length === 0) return { adoption, left };
    assertValid(adoption.texts.get(place.shown)!, place, host);
    const differing = differenceOf(before, await scanWith(adoption.texts));
    if (differing.size === 0) return { adoption, left };
    const isConcerned = ({ use }: Comment): boolean => use.covered.some((one) => differing.has(subjectOf(one)));
    if (!leave(isConcerned, OTHER_FINDINGS)) {
      throw outputError('The findings would not be the same without the comments, so nothing was written.');
    }
  }
}

const OTHER_WORDS = 'another comment accepts the same in other words.';
const OTHER_FINDINGS = 'an entry would not accept the same as it does, because entries are about components.';

/** Why a comment is not for the suppression file, in a sentence; undefined for one that is. */
function reasonToStay({ suppression: { problem }, judged, covered }: SuppressionUse): string | undefined {
  if (problem !== undefined) return `it ${problem}.`;
  if (!judged) return 'it names a rule that is off here, or that looks across orgs.';
  return covered.length === 0 ? 'it covers no finding.' : undefined;
}

/**
 * The entries that accept what a comment does. A comment about all of its file becomes entries about whole components, where
 * nothing else is found on them; any other names elements.
 */
function entriesFor(
  { use: { covered, suppression }, reason, isOfFile }: Comment,
  report: ScanReport,
  { kind, ticket, owner, expires: given }: Given['flags']
): readonly SuppressionEntry[] {
  const expires = suppression.expires ?? given;
  const found = [...report.findings, ...report.suppressed].map(subjectOf);
  const isAll = (subject: string): boolean =>
    covered.filter((one) => subjectOf(one) === subject).length >= found.filter((one) => one === subject).length;
  const entries = covered.map((one): SuppressionEntry => {
    const isWhole = one.element === '' || (isOfFile && isAll(subjectOf(one)));
    return {
      rule: one.rule,
      component: componentKey(one.component),
      ...(!isWhole && { element: one.element }),
      ...(kind && { kind }),
      reason,
      ...(ticket && { ticket }),
      ...(owner && { owner }),
      ...(expires && { expires }),
    };
  });
  return withoutRepetition(entries);
}

/** What an entry is about, apart from why. */
const keyOf = ({ rule, component, element }: SuppressionEntry): string => JSON.stringify([rule, component, element]);

/** The rule and the component of a finding. */
const subjectOf = ({ rule, component }: CoveredFinding | Finding): string =>
  JSON.stringify([rule, componentKey(component)]);

const withoutRepetition = (entries: readonly SuppressionEntry[]): readonly SuppressionEntry[] => [
  ...new Map(entries.map((entry) => [JSON.stringify(entry), entry])).values(),
];

/** The keys of entries about the same that differ in reason or day. */
function entriesAtOdds(entries: readonly SuppressionEntry[]): ReadonlySet<string> {
  const keys = withoutRepetition(entries).map(keyOf);
  return new Set(keys.filter((key, index) => keys.indexOf(key) !== index));
}

function adopt(
  comments: readonly Comment[],
  entriesOf: (comment: Comment) => readonly SuppressionEntry[],
  place: SuppressionsPlace,
  textOf: (file: string) => string
): Adoption {
  const entries = withoutRepetition(comments.flatMap(entriesOf));
  const texts = new Map([[place.shown, withEntries(place.text, entries)]]);
  // From the last to the first, so that places stay what they are and two comments on one line leave no line behind.
  for (const { at } of [...comments].reverse()) {
    const text = texts.get(at.file) ?? textOf(at.file);
    const splices = new XmlEditor(at.file, text).splicesOf({ kind: 'remove', at }) ?? [];
    texts.set(at.file, applySplices(text, splices));
  }
  return { comments, entries, texts };
}

/** The rules and components of what is reported, accepted or unused in one scan and not in the other. */
function differenceOf(before: ScanWithUses, after: ScanWithUses): ReadonlySet<string> {
  const counts = new Map<string, { readonly subject: string; count: number }>();
  const add = (key: string, subject: string, count: number): void => {
    const known = counts.get(key) ?? { subject, count: 0 };
    known.count += count;
    counts.set(key, known);
  };
  for (const [{ report, uses }, count] of [
    [before, 1],
    [after, -1],
  ] as const) {
    const ofSuppressions = new Set(['suppression-expired', 'suppression-expiring', 'suppression-unused']);
    for (const finding of report.findings) {
      if (!ofSuppressions.has(finding.rule)) add(`found ${identityOf(finding)}`, subjectOf(finding), count);
    }
    for (const finding of report.suppressed) add(`accepted ${identityOf(finding)}`, subjectOf(finding), count);
    for (const { suppression, covered } of uses) {
      const { source, rules, component, element } = suppression;
      if (source === 'comment' || covered.length > 0) continue;
      const subject = JSON.stringify([rules[0], componentKey(component)]);
      add(`unused ${JSON.stringify([subject, element])}`, subject, count);
    }
  }
  return new Set([...counts.values()].filter(({ count }) => count !== 0).map(({ subject }) => subject));
}

const identityOf = ({ rule, component, element, location }: Finding): string =>
  JSON.stringify([rule, componentKey(component), element, location.path]);

function outcomeOf(
  { comments, entries }: Adoption,
  left: readonly LeftComment[],
  place: SuppressionsPlace,
  root: string
): Outcome<SuppressionChange> {
  const placeIn = ({ at, line }: Comment): CommentPlace => ({ path: at.file, line });
  const lines = comments.map((comment) => {
    const { covered, suppression } = comment.use;
    const subjects = new Set(covered.map((one) => `${one.rule} on ${componentKey(one.component)}`));
    const idle = suppression.rules.filter((id) => covered.every(({ rule }) => rule !== id));
    const rest = idle.length === 0 ? '' : `; nothing was found there by ${idle.join(', ')}`;
    return `  ${showPlace(placeIn(comment), root)}: ${sentence([...subjects].join(', '))}${rest}\n`;
  });
  const count = entries.length === 1 ? '1 entry' : `${entries.length} entries`;
  return {
    exitCode: EXIT_OK,
    stdout:
      comments.length > 0
        ? `Moved ${plural(comments.length, 'comment')} into ${place.shown}, as ${count}:\n${lines.join('')}`
        : left.length > 0
          ? 'No comment was moved.\n'
          : 'There are no suppressions in comments.\n',
    warnings: left.map(
      ({ comment, why }) => `The comment at ${showPlace(placeIn(comment), root)} stays: ${sentence(why)}`
    ),
    result: {
      path: place.shown,
      added: entries,
      removed: 0,
      comments: {
        moved: comments.map(placeIn),
        left: left.map(({ comment, why }) => ({ ...placeIn(comment), why })),
      },
    },
  };
}

const showPlace = ({ path, line }: CommentPlace, root: string): string =>
  `${inert(root === '.' ? path : `${root}/${path}`)}:${line}`;
