import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Finding } from '../findings/finding.js';
import type { ScanReport } from '../findings/report.js';
import { planFixes, type FixPlan } from '../fixes/planFixes.js';
import { objectionTo } from '../fixes/verifyFixes.js';
import { inert, sentence } from '../reporters/terminal.js';
import { plural } from '../reporters/wording.js';
import { repositoryAround } from './configs.js';
import { EditedTree } from './editedTree.js';
import { EXIT_OK, exitCodeOf } from './exitCodes.js';
import type { Arguments, FIX } from './flags.js';
import type { Host, Outcome } from './host.js';
import { writeOutputFiles } from './outputFiles.js';
import { performScan, type PerformedScan } from './performScan.js';
import { pathFrom } from '../paths.js';

/** What `fix` did, or with `--diff` would do. Paths are relative to the scanned root. */
export interface FixResult {
  readonly fixed: readonly FixedFinding[];
  readonly left: readonly LeftFinding[];
  /** The files that changed, or would. */
  readonly files: readonly string[];
  /** With `--diff`: what `git apply` takes. */
  readonly diff?: string;
}

interface ShortFinding {
  readonly rule: string;
  readonly fingerprint: string;
  readonly message: string;
  readonly path: string;
  readonly line: number;
}

/** A finding that is gone, or would be. */
export interface FixedFinding extends ShortFinding {
  /** Whether the fix leaves the org as it is. */
  readonly safe: boolean;
  /** What the fix does. */
  readonly title: string;
}

/** A finding that stays. */
export interface LeftFinding extends ShortFinding {
  /** `unsafe`: --unsafe fixes it; `refused`: there is a fix, and a reason not to make it; `person`: somebody has to choose. */
  readonly why: 'person' | 'refused' | 'unsafe';
  /** What the fix would do. */
  readonly title?: string;
  /** Why it is not made. */
  readonly reason?: string;
}

/** Fixes what needs nobody to choose, or shows how. */
export async function runFix({ positionals, flags }: Arguments<typeof FIX>, host: Host): Promise<Outcome<FixResult>> {
  const tree = new EditedTree('fixed');
  const scanFlags = { ...flags, 'no-ignores': false };
  const selected = await performScan({ positionals, flags: scanFlags }, host, tree.lens);
  const { report, target } = selected;
  const fixable = report.findings.filter(({ autofix }) => autofix && (autofix.safe || flags.unsafe));

  const everything = {
    ...scanFlags,
    'allow-empty': true,
    now: report.now.toISOString(),
    rule: [],
    'ignore-rule': [],
    'min-severity': undefined,
    'min-confidence': 'low',
    persona: 'auditor',
  } as const;
  const scanAll = async (): Promise<ScanReport> =>
    (await performScan({ positionals, flags: everything }, host, tree.lens)).report;
  let before: ScanReport | undefined;
  const plan = await planFixes({
    findings: fixable,
    textOf: (file) => tree.textOf(resolve(target.root, file), file),
    withoutEntries: await entryRemover(fixable, host),
    objection: async (texts, fixed) => {
      before ??= await scanAll();
      try {
        const after = await tree.with(
          new Map([...texts].map(([file, text]) => [resolve(target.root, file), text])),
          scanAll
        );
        return objectionTo(before, after, fixed);
      } catch (error) {
        if (error instanceof Error && error.name === 'ConfigError') return 'the suppression file would not be valid';
        throw error;
      }
    },
  });
  return flags.diff ? showDiff(selected, plan, tree) : write(selected, plan, tree);
}

/** What edits a suppression file brings a YAML parser, so it is loaded only when a finding is about such a file. */
async function entryRemover(
  findings: readonly Finding[],
  host: Host
): Promise<(text: string, file: string, offsets: ReadonlySet<number>) => string> {
  const isNeeded = findings.some(({ autofix }) => autofix?.edits.some(({ kind }) => kind === 'remove-entry'));
  if (!isNeeded) return (text) => text;
  const { withoutEntries } = await import('../suppressions/editSuppressions.js');
  const { readSuppressions } = await import('../suppressions/readSuppressions.js');
  return (text, file, offsets) => {
    const { suppressions } = readSuppressions(text, file, host.rules);
    const indexes = suppressions.flatMap(({ at }, index) => (offsets.has(at.start) ? [index] : []));
    return withoutEntries(text, new Set(indexes));
  };
}

function write(selected: PerformedScan, plan: FixPlan, tree: EditedTree): Outcome<FixResult> {
  const { target } = selected;
  const files = [...plan.texts].map(([name, text]) => {
    const path = resolve(target.root, name);
    return { name, path, text: tree.markOf(path) + text };
  });
  for (const { path, name } of files) tree.assertUnchanged(path, name);
  writeOutputFiles(files);
  const result = resultOf(selected, plan);
  return { exitCode: EXIT_OK, stdout: summary(result, selected), warnings: [], result };
}

async function showDiff(selected: PerformedScan, plan: FixPlan, tree: EditedTree): Promise<Outcome<FixResult>> {
  const { unifiedDiff } = await import('../fixes/unifiedDiff.js');
  const { target, report } = selected;
  const repository = repositoryAround(target.root);
  const parts = [...plan.texts].map(([name, text]) => {
    const full = resolve(target.root, name);
    const mark = tree.markOf(full);
    return {
      name,
      diff: unifiedDiff({
        // Git knows what a link leads to, not the link, as the file that changes.
        path: pathFrom(repository, realpathSync.native(full)),
        before: mark + tree.textOf(full, name),
        after: mark + text,
        shown: mark + (report.sources.get(name) ?? ''),
      }),
    };
  });
  const diff = parts.map((part) => part.diff ?? '').join('');
  const result = { ...resultOf(selected, plan), diff };
  const unsafe = result.left.filter(({ why }) => why === 'unsafe').length;
  return {
    exitCode: exitCodeOf(plan.fixed, 'info'),
    stdout: diff,
    warnings: [
      ...parts
        .filter((part) => part.diff === undefined)
        .map(
          ({ name }) =>
            `${inert(name)} would change, and its diff would show a secret or act on a terminal: it is left out.`
        ),
      ...plan.refused.map(
        ({ finding: { location, rule }, reason }) =>
          `${placeOf(location.path, location.startLine, selected.root)}: ${rule} is not fixed: ${sentence(reason)}.`
      ),
      ...(unsafe > 0
        ? [`${plural(unsafe, 'more finding')} can be fixed with --unsafe, which changes what the org does.`]
        : []),
      ...(parts.length === 0 ? [nothingToFix(result, selected)] : []),
    ],
    result,
  };
}

/** Why a diff is empty, in a sentence. */
function nothingToFix({ left }: FixResult, { report }: PerformedScan): string {
  const leftFor = (why: LeftFinding['why']): number => left.filter((finding) => finding.why === why).length;
  const putOff = report.baseline?.known.length ?? 0;
  const person = leftFor('person');
  return (
    [
      leftFor('unsafe') > 0 ? 'No safe fix to make' : 'Nothing to fix',
      ...(putOff === 0
        ? []
        : [`${plural(putOff, 'finding')} in the baseline ${are(putOff)} left alone (--no-baseline shows them)`]),
      ...(person === 0
        ? []
        : [
            `${plural(person, 'finding')} ${are(person)} left for a person, who has to choose (fix without --diff lists them)`,
          ]),
    ].join('; ') + '.'
  );
}

const are = (count: number): string => (count === 1 ? 'is' : 'are');

function resultOf({ report, rules }: PerformedScan, { fixed, refused, texts }: FixPlan): FixResult {
  const reasons = new Map(refused.map(({ finding, reason }) => [finding, reason]));
  const gone = new Set(fixed);
  const titleOf = ({ rule }: Finding): string => rules.find(({ id }) => id === rule)!.fixable!.title;
  return {
    fixed: report.findings
      .filter((finding) => gone.has(finding))
      .map((finding) => ({ ...shortly(finding), safe: finding.autofix!.safe, title: titleOf(finding) })),
    left: report.findings
      .filter((finding) => !gone.has(finding))
      .map((finding) => {
        const reason = reasons.get(finding);
        if (!finding.autofix) return { ...shortly(finding), why: 'person' };
        const title = titleOf(finding);
        if (reason === undefined) return { ...shortly(finding), why: 'unsafe', title };
        return { ...shortly(finding), why: 'refused', title, reason };
      }),
    files: [...texts.keys()],
  };
}

const shortly = ({ rule, fingerprint, message, location }: Finding): ShortFinding => ({
  rule,
  fingerprint,
  message,
  path: location.path,
  line: location.startLine,
});

/** What was done, and what is left to do, with a line for each finding. */
function summary({ fixed, left, files }: FixResult, { root, report }: PerformedScan): string {
  const lines = (
    findings: ReadonlyArray<ShortFinding & { readonly title?: string; readonly reason?: string }>
  ): string =>
    findings
      .map(({ path, line, rule, message, title, reason }) => {
        const does = title === undefined ? '' : `\n    ${title}`;
        const because = reason === undefined ? '' : `\n    not fixed: ${sentence(reason)}`;
        return `  ${placeOf(path, line, root)}: ${rule}: ${sentence(message)}${does}${because}\n`;
      })
      .join('');
  const leftFor = (why: LeftFinding['why']): readonly LeftFinding[] => left.filter((finding) => finding.why === why);
  const unsafe = leftFor('unsafe');
  const refused = leftFor('refused');
  const person = leftFor('person');
  const putOff = report.baseline?.known.length ?? 0;
  return [
    fixed.length === 0
      ? 'Nothing was fixed.\n'
      : `Fixed ${plural(fixed.length, 'finding')} in ${plural(files.length, 'file')}:\n${lines(fixed)}`,
    ...(refused.length === 0 ? [] : [`Left, because the fix does not serve: ${refused.length}\n${lines(refused)}`]),
    ...(unsafe.length === 0
      ? []
      : [`Left, because the fix changes what the org does (--unsafe makes it): ${unsafe.length}\n${lines(unsafe)}`]),
    ...(person.length === 0 ? [] : [`Left for a person, who has to choose: ${person.length}\n${lines(person)}`]),
    ...(putOff === 0 ? [] : [`Left, because the baseline puts them off (--no-baseline shows them): ${putOff}\n`]),
  ].join('\n');
}

const placeOf = (path: string, line: number, root: string): string =>
  `${inert(root === '.' ? path : `${root}/${path}`)}:${line}`;
