import type { Config } from '../config/config.js';
import { decodeText } from '../decodeText.js';
import type { FileSystem } from '../fileSystem.js';
import { SEVERITIES, type Problem, type Severity } from '../findings/finding.js';
import { componentKey } from '../model/component.js';
import { matchesAny } from '../model/namePattern.js';
import type { ReadProject } from '../readProject.js';
import { rules as allRules } from '../rules/index.js';
import type { Rule } from '../rules/rule.js';
import type { RuleOutcome } from '../runRules.js';
import {
  isExpired,
  type CoveredFinding,
  type Suppression,
  type SuppressionFile,
  type SuppressionUse,
} from './suppression.js';
import { suppressionComments } from './suppressionComments.js';

/** What suppressions made of the problems of a scan. */
export interface AppliedSuppressions {
  /** What holds for a problem. */
  readonly accepted: ReadonlyMap<Problem, Suppression>;
  /** What held for a problem until its last day was over. */
  readonly lapsed: ReadonlyMap<Problem, Suppression>;
  /** By project, in the same order, what became of its suppressions; a file that several projects share is the first one's. */
  readonly uses: ReadonlyArray<readonly SuppressionUse[]>;
}

/** For a scan that shows everything. */
export const NOTHING_SUPPRESSED: AppliedSuppressions = { accepted: new Map(), lapsed: new Map(), uses: [] };

/** Finds out which problems are accepted, by files and by comments. */
export function applySuppressions({
  projects,
  outcomes,
  files,
  configs,
  rules,
  fileSystem,
  now,
}: {
  readonly projects: readonly ReadProject[];
  readonly outcomes: ReadonlyArray<readonly RuleOutcome[]>;
  /** The suppression file of each project, or undefined. */
  readonly files: ReadonlyArray<SuppressionFile | undefined>;
  /** The config of each project. */
  readonly configs: readonly Config[];
  /** The rules of this scan. */
  readonly rules: readonly Rule[];
  readonly fileSystem: FileSystem;
  readonly now: Date;
}): AppliedSuppressions {
  const accepted = new Map<Problem, Suppression>();
  const lapsed = new Map<Problem, Suppression>();
  const found = new Map<Suppression, { readonly covered: CoveredFinding[]; judged: boolean }>();
  const selected = new Set(rules.map(({ id }) => id));
  // What they find depends on which orgs a scan holds, so that finding nothing says nothing of a suppression.
  const acrossOrgs = new Set(allRules.flatMap(({ id, looksAcrossOrgs }) => (looksAcrossOrgs ? [id] : [])));
  const ids = new Set(allRules.filter((rule) => !rule.looksAt.includes('Suppression')).map(({ id }) => id));

  const ofProjects = projects.map(({ filesWithComments }, index) => {
    const inFile = files[index]?.suppressions ?? [];
    const inComments = [...filesWithComments].flatMap((path) => commentsIn(path, fileSystem, ids));
    const suppressions = [...inFile, ...inComments];
    if (suppressions.length === 0) return suppressions;

    const isOn = (id: string): boolean =>
      selected.has(id) && !acrossOrgs.has(id) && configs[index]?.rules[id]?.severity !== 'off';
    for (const suppression of suppressions) {
      const known = found.get(suppression) ?? { covered: [], judged: true };
      // What lies above the scanned root may be there for projects that are not scanned.
      const isOfAll = !suppression.at.file.startsWith('../');
      found.set(suppression, { ...known, judged: known.judged && isOfAll && suppression.rules.every(isOn) });
    }
    for (const { rule, config, problems } of outcomes[index] ?? []) {
      const configured = config.rules[rule.id]?.severity;
      for (const problem of problems) {
        const matching = suppressions.filter((suppression) => isAbout(suppression, rule.id, problem));
        const own = problem.severity ?? rule.severity;
        const severity = configured === undefined || configured === 'off' ? own : configured;
        const deciding = matching.find((suppression) => !isExpired(suppression, now)) ?? matching[0];
        if (!deciding) continue;
        (isExpired(deciding, now) ? lapsed : accepted).set(problem, deciding);
        const { component, where } = problem;
        found.get(deciding)!.covered.push({ rule: rule.id, severity, component, element: where.element });
      }
    }
    return suppressions;
  });

  const told = new Set<Suppression>();
  const uses = ofProjects.map((suppressions) =>
    suppressions.flatMap((suppression): SuppressionUse[] => {
      if (told.has(suppression)) return [];
      told.add(suppression);
      const { covered, judged } = found.get(suppression)!;
      return [{ suppression, covered: [...covered].sort((a, b) => rank(a.severity) - rank(b.severity)), judged }];
    })
  );
  return { accepted, lapsed, uses };
}

const rank = (severity: Severity): number => SEVERITIES.indexOf(severity);

function isAbout(
  { rules, component, element, covers, problem: fault }: Suppression,
  rule: string,
  problem: Problem
): boolean {
  if (fault !== undefined || !rules.includes(rule)) return false;
  const { at, element: place } = problem.where;
  if (covers) return at.file === covers.file && at.start >= covers.start && at.end <= covers.end;
  if (!matchesAny([componentKey(component)], componentKey(problem.component))) return false;
  return (
    element === undefined || place === element || place.startsWith(`${element}.`) || place.startsWith(`${element}[`)
  );
}

/** A file that cannot be parsed has no elements that a comment could stand before. */
function commentsIn(path: string, fileSystem: FileSystem, ids: ReadonlySet<string>): readonly Suppression[] {
  const { text } = decodeText(fileSystem.read(path));
  return text === undefined ? [] : suppressionComments(path, text, ids);
}
