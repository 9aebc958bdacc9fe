import { rules, scan, type FileSystem, type Finding, type Rule, type ScanReport } from '../../src/index.js';
import { decodeText } from '../../src/decodeText.js';
import { planFixes, type FixPlan } from '../../src/fixes/planFixes.js';
import { objectionTo } from '../../src/fixes/verifyFixes.js';
import { memoryFileSystem } from '../../src/fileSystem.js';
import { readSuppressions } from '../../src/suppressions/readSuppressions.js';
import { withoutEntries } from '../../src/suppressions/editSuppressions.js';
import { configFor } from './config.js';
import { FIXTURE_NOW } from './scanCase.js';
import { suppressionsFor } from './suppressions.js';

/** Files by path. */
export type Tree = Readonly<Record<string, string | Uint8Array>>;

const scanTree = (fileSystem: FileSystem, only: readonly Rule[]): ScanReport =>
  scan({
    fileSystem,
    now: FIXTURE_NOW,
    rules: only,
    persona: 'auditor',
    minConfidence: 'low',
    configOf: configFor(fileSystem),
    suppressionsOf: suppressionsFor(fileSystem),
  });

/** What `fix --unsafe --rule <id>` does with a tree: the plan, and the files that it changes. */
export async function fixTree(tree: Tree, rule: Rule): Promise<FixPlan & { readonly changed: Tree }> {
  const fileSystem = memoryFileSystem(tree);
  const findings = findingsOf(tree, rule).filter(({ autofix }) => autofix);
  const textOf = (file: string): string => decodeText(fileSystem.read(file)).text!;
  const withTexts = (texts: ReadonlyMap<string, string>): Tree => ({
    ...tree,
    ...Object.fromEntries([...texts].map(([file, text]) => [file, markOf(fileSystem.read(file)) + text])),
  });
  const before = scanTree(fileSystem, rules);
  const plan = await planFixes({
    findings,
    textOf,
    withoutEntries: (text, file, offsets) => {
      const { suppressions } = readSuppressions(text, file, rules);
      return withoutEntries(
        text,
        new Set(suppressions.flatMap(({ at }, index) => (offsets.has(at.start) ? [index] : [])))
      );
    },
    objection: async (texts, fixed) =>
      Promise.resolve(objectionTo(before, scanTree(memoryFileSystem(withTexts(texts)), rules), fixed)),
  });
  const after = withTexts(plan.texts);
  return { ...plan, changed: Object.fromEntries([...plan.texts.keys()].map((file) => [file, after[file]!])) };
}

/** What a rule finds in a tree; one about suppressions needs the findings of the others. */
export const findingsOf = (tree: Tree, rule: Rule): readonly Finding[] =>
  scanTree(memoryFileSystem(tree), rule.looksAt.includes('Suppression') ? rules : [rule]).findings.filter(
    (finding) => finding.rule === rule.id
  );

const markOf = (bytes: Uint8Array): string => (bytes[0] === 0xef ? '\uFEFF' : '');
