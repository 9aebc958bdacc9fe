import type { Finding } from '../findings/finding.js';
import { applySplices, isSameSplice, overlaps, XmlEditor, type Splice } from './applyEdits.js';
import type { Edit } from './edit.js';

/** What can be fixed, as texts, and what cannot. */
export interface FixPlan {
  readonly fixed: readonly Finding[];
  readonly refused: readonly RefusedFix[];
  /** The new text of each file that changes, ordered by file. */
  readonly texts: ReadonlyMap<string, string>;
}

/** A finding that has a fix which is not made. */
export interface RefusedFix {
  readonly finding: Finding;
  /** Why, in words to follow "not fixed: ". */
  readonly reason: string;
}

interface PlanOptions {
  /** Findings with a fix; where two change the same characters, the first one's is made. */
  readonly findings: readonly Finding[];
  /** The decoded text of a file, as it was scanned. */
  readonly textOf: (file: string) => string;
  /** The text of a suppression file without the entries that have something at these offsets. */
  readonly withoutEntries: (text: string, file: string, offsets: ReadonlySet<number>) => string;
  /**
   * Looks at the tree with new texts in the place of the old ones, and says what speaks against them, in words to follow
   * "not fixed: "; undefined when the findings are gone and no other has come.
   */
  readonly objection: (texts: ReadonlyMap<string, string>, fixed: readonly Finding[]) => Promise<string | undefined>;
}

/**
 * Decides which fixes are made. Each is tried together with those before it; one that leaves its finding in place, or brings
 * another one, is left out and the others are made.
 */
export async function planFixes({ findings, textOf, withoutEntries, objection }: PlanOptions): Promise<FixPlan> {
  const refused: RefusedFix[] = [];
  const candidates = resolve(findings, textOf, refused);
  let fixes: readonly Fix[] = [];

  const textsWith = (chosen: readonly Fix[]): ReadonlyMap<string, string> => {
    const files = [...new Set(chosen.flatMap(({ changes }) => changes.map(({ file }) => file)))].sort();
    return new Map(files.map((file) => [file, textWith(file, chosen, textOf(file), withoutEntries)]));
  };
  // Halves what is refused until each culprit stands alone.
  const choose = async (more: readonly Fix[]): Promise<void> => {
    if (more.length === 0) return;
    const attempt = [...fixes, ...more];
    const reason = await objection(
      textsWith(attempt),
      attempt.map(({ finding }) => finding)
    );
    if (reason === undefined) {
      fixes = attempt;
      return;
    }
    if (more.length === 1) {
      refused.push({ finding: more[0]!.finding, reason });
      return;
    }
    const middle = more.length >> 1;
    await choose(more.slice(0, middle));
    await choose(more.slice(middle));
  };
  await choose(candidates);
  const order = new Map(findings.map((finding, index) => [finding, index]));
  return {
    fixed: fixes.map(({ finding }) => finding),
    refused: refused.sort((a, b) => order.get(a.finding)! - order.get(b.finding)!),
    texts: textsWith(fixes),
  };
}

/** A finding's fix, worked out. */
interface Fix {
  readonly finding: Finding;
  readonly changes: readonly Change[];
}

/** A splice, or an entry of a suppression file to take out, by an offset in it. */
type Change = { readonly file: string } & ({ readonly splice: Splice } | { readonly entry: number });

/** Leaves out what cannot be done, and what would change characters that a fix before it changes. */
function resolve(findings: readonly Finding[], textOf: PlanOptions['textOf'], refused: RefusedFix[]): readonly Fix[] {
  const editors = new Map<string, XmlEditor>();
  const editorOf = (file: string): XmlEditor => {
    const editor = editors.get(file) ?? new XmlEditor(file, textOf(file));
    editors.set(file, editor);
    return editor;
  };
  const changesOf = (edit: Edit): readonly Change[] | undefined => {
    const { file, start } = edit.at;
    if (edit.kind === 'remove-entry') return [{ file, entry: start }];
    return editorOf(file)
      .splicesOf(edit)
      ?.map((splice) => ({ file, splice }));
  };
  const taken = new Map<string, Splice[]>();
  return findings.flatMap((finding): Fix[] => {
    const changes = (finding.autofix?.edits ?? []).map(changesOf);
    if (changes.length === 0 || !changes.every((one) => one !== undefined)) {
      refused.push({ finding, reason: 'it is written in a way that only a person can change' });
      return [];
    }
    const own = changes.flat();
    const isInTheWay = ({ file, splice }: { readonly file: string; readonly splice: Splice }): boolean =>
      (taken.get(file) ?? []).some((other) => overlaps(splice, other) && !isSameSplice(splice, other));
    const splices = own.flatMap((change) => ('splice' in change ? [change] : []));
    if (splices.some(isInTheWay)) {
      refused.push({ finding, reason: 'another fix changes the same place; run it again' });
      return [];
    }
    for (const { file, splice } of splices) taken.set(file, [...(taken.get(file) ?? []), splice]);
    return [{ finding, changes: own }];
  });
}

function textWith(
  file: string,
  fixes: readonly Fix[],
  text: string,
  withoutEntries: PlanOptions['withoutEntries']
): string {
  const changes = fixes.flatMap((fix) => fix.changes.filter((change) => change.file === file));
  const entries = new Set(changes.flatMap((change) => ('entry' in change ? [change.entry] : [])));
  if (entries.size > 0) return withoutEntries(text, file, entries);
  const splices: Splice[] = [];
  for (const change of changes) {
    // Two findings may ask for one and the same.
    if ('splice' in change && !splices.some((splice) => isSameSplice(splice, change.splice)))
      splices.push(change.splice);
  }
  return applySplices(text, splices);
}
