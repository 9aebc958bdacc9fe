import { decodeText } from '../decodeText.js';
import type { FileSystem } from '../fileSystem.js';
import type { Location } from '../location.js';
import { componentKey } from '../model/component.js';
import { secretsOf } from '../model/secrets.js';
import { knownTokens } from '../model/secretValue.js';
import { isWithin } from '../paths.js';
import type { ReadProject } from '../readProject.js';
import type { Rule } from '../rules/rule.js';
import type { RuleOutcome } from '../runRules.js';
import {
  isAtLeast,
  isShownTo,
  isSureEnough,
  SEVERITIES,
  type Confidence,
  type Finding,
  type NotEvaluated,
  type NotEvaluatedItem,
  type Persona,
  type Problem,
  type Severity,
} from './finding.js';
import { evidenceHash, fingerprint } from './fingerprint.js';
import { Positions } from './positions.js';
import type { HiddenCounts, ScanReport } from './report.js';

interface MakeReportOptions {
  readonly fileSystem: FileSystem;
  readonly now: Date;
  readonly paths: readonly string[];
  readonly persona?: Persona;
  readonly minSeverity?: Severity;
  readonly minConfidence?: Confidence;
}

/** Turns what rules said into findings with positions and identities, and counts what is left out. */
export function makeReport({
  projects,
  outcomes,
  rules,
  options,
}: {
  readonly projects: readonly ReadProject[];
  /** By project, in the same order. */
  readonly outcomes: ReadonlyArray<readonly RuleOutcome[]>;
  readonly rules: readonly Rule[];
  readonly options: MakeReportOptions;
}): ScanReport {
  const sources = new Sources(options.fileSystem, projects);
  const positions = new Positions((file) => sources.textOf(file));
  const hidden = { persona: 0, severity: 0, confidence: 0, path: 0 };

  const findings = projects.flatMap(({ project }, index) =>
    (outcomes[index] ?? []).flatMap(({ rule, config, problems }) =>
      problems.flatMap((problem): UnidentifiedFinding[] => {
        const severity = fixedSeverity(config.rules[rule.id]?.severity) ?? problem.severity ?? rule.severity;
        const confidence = problem.confidence ?? rule.confidence;
        const reason = hiddenBy(problem, rule, severity, confidence, {
          ...options,
          persona: options.persona ?? config.persona,
          minConfidence: options.minConfidence ?? config.minConfidence,
        });
        if (reason) {
          hidden[reason] += 1;
          return [];
        }
        return [
          {
            rule: rule.id,
            identity: [rule.id, componentKey(problem.component), problem.where.element, problem.discriminator ?? ''],
            packageDirectory:
              project.definition?.packageDirectories.find((directory) => isWithin(problem.where.at.file, directory)) ??
              project.root,
            severity,
            confidence,
            persona: rule.persona,
            message: problem.message,
            component: { type: problem.component.type, fullName: problem.component.fullName },
            element: problem.where.element,
            location: positions.range(problem.where.at),
            label: problem.label,
            related: (problem.related ?? []).map(({ at, label }) => ({ label, location: positions.range(at) })),
            fix: problem.fix,
            evidence: problem.evidence === undefined ? undefined : evidenceHash(problem.evidence),
            tags: [...rule.tags, ...rule.controls],
          },
        ];
      })
    )
  );
  const identified = identify(findings.sort(byRank));
  const notEvaluated = collectNotEvaluated(outcomes, positions, options.paths);
  return {
    now: options.now,
    projects: projects.map(({ project }) => ({
      root: project.root,
      packageDirectories: project.definition?.packageDirectories ?? [],
      sourceApiVersion: project.definition?.sourceApiVersion,
    })),
    filesRead: projects.reduce((sum, { filesRead }) => sum + filesRead.size, 0),
    filesReported: projects.reduce(
      (sum, { filesRead }) => sum + [...filesRead].filter((file) => isReported(file, options.paths)).length,
      0
    ),
    filesUnreadable: projects.reduce((sum, { project }) => sum + project.unreadableFiles().length, 0),
    components: countComponents(projects),
    rules: rules.map(({ id }) => id),
    findings: identified,
    notEvaluated,
    hidden,
    sources: sources.of([
      ...identified.flatMap(({ location, related }) => [location.path, ...related.map((place) => place.location.path)]),
    ]),
  };
}

type UnidentifiedFinding = Omit<Finding, 'fingerprint'> & {
  readonly identity: readonly string[];
  readonly packageDirectory: string;
};

const fixedSeverity = (severity: Severity | 'off' | undefined): Severity | undefined =>
  severity === 'off' ? undefined : severity;

function hiddenBy(
  problem: Problem,
  rule: Rule,
  severity: Severity,
  confidence: Confidence,
  options: MakeReportOptions & { readonly persona: Persona; readonly minConfidence: Confidence }
): keyof HiddenCounts | undefined {
  if (!isReported(problem.where.at.file, options.paths)) return 'path';
  if (!isShownTo(rule.persona, options.persona)) return 'persona';
  if (options.minSeverity && !isAtLeast(severity, options.minSeverity)) return 'severity';
  return isSureEnough(confidence, options.minConfidence) ? undefined : 'confidence';
}

const isReported = (file: string, paths: readonly string[]): boolean =>
  paths.length === 0 || paths.some((path) => isWithin(file, path));

/**
 * Gives each finding its fingerprint. Where two have the same identity, because two package directories hold the same
 * component, the directory tells them apart, and after that their order.
 */
function identify(findings: readonly UnidentifiedFinding[]): readonly Finding[] {
  const counts = new Map<string, Set<string>>();
  for (const { identity, packageDirectory } of findings) {
    const key = JSON.stringify(identity);
    counts.set(key, (counts.get(key) ?? new Set()).add(packageDirectory));
  }
  const used = new Map<string, number>();
  return findings.map(({ identity, packageDirectory, ...finding }) => {
    const isShared = counts.get(JSON.stringify(identity))!.size > 1;
    const print = fingerprint(...identity, ...(isShared ? [packageDirectory] : []));
    const count = (used.get(print) ?? 0) + 1;
    used.set(print, count);
    return { ...finding, fingerprint: count === 1 ? print : `${print}:${count}` };
  });
}

function byRank(a: UnidentifiedFinding, b: UnidentifiedFinding): number {
  return (
    SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
    compare(a.location.path, b.location.path) ||
    a.location.startLine - b.location.startLine ||
    a.location.startColumn - b.location.startColumn ||
    compare(a.rule, b.rule) ||
    compare(a.message, b.message)
  );
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function collectNotEvaluated(
  outcomes: ReadonlyArray<readonly RuleOutcome[]>,
  positions: Positions,
  paths: readonly string[]
): readonly NotEvaluatedItem[] {
  const items = new Map<string, NotEvaluatedItem>();
  const add = ({ notEvaluated: reason, component, where, message }: NotEvaluated, rule: string): void => {
    if (!isReported(where.at.file, paths)) return;
    const key = JSON.stringify([reason, componentKey(component), where.element, where.at]);
    const known = items.get(key);
    items.set(key, {
      reason,
      component: { type: component.type, fullName: component.fullName },
      element: where.element,
      location: known?.location ?? positions.range(where.at),
      message: known?.message ?? message,
      rules: [...(known?.rules ?? []), rule],
    });
  };
  for (const { rule, notEvaluated } of outcomes.flat()) for (const one of notEvaluated) add(one, rule.id);
  return [...items.values()].sort(
    (a, b) =>
      compare(a.location.path, b.location.path) ||
      a.location.startLine - b.location.startLine ||
      a.location.startColumn - b.location.startColumn ||
      compare(a.message, b.message)
  );
}

function countComponents(projects: readonly ReadProject[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const { project } of projects) {
    for (const { type } of project.components) counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  return Object.fromEntries([...counts].sort(([a], [b]) => compare(a, b)));
}

/** The texts of reported files, read again, with every secret blotted out before anybody can print it. */
class Sources {
  private readonly texts = new Map<string, string | undefined>();

  public constructor(
    private readonly fileSystem: FileSystem,
    private readonly projects: readonly ReadProject[]
  ) {}

  /** The decoded text of a file; undefined for one that cannot be read or is no text. */
  public textOf(file: string): string | undefined {
    if (!this.texts.has(file)) this.texts.set(file, this.read(file));
    return this.texts.get(file);
  }

  public of(files: readonly string[]): ReadonlyMap<string, string> {
    const blots = files.length === 0 ? new Map<string, BlotText>() : this.blots();
    return new Map(
      [...new Set(files)].sort(compare).flatMap((file): Array<[string, string]> => {
        const text = this.textOf(file);
        return text === undefined ? [] : [[file, blotTokens(blots.get(file)?.(text) ?? text)]];
      })
    );
  }

  /** How to blot each file that holds a secret, whether or not a rule reported it. */
  private blots(): ReadonlyMap<string, BlotText> {
    const spans = new Map<string, Location[]>();
    const blots = new Map<string, BlotText>();
    for (const { project } of this.projects) {
      for (const { field } of secretsOf(project)) {
        const inFile = spans.get(field.at.file) ?? [];
        inFile.push(field.at);
        spans.set(field.at.file, inFile);
        blots.set(field.at.file, (text) => blot(text, inFile));
      }
      for (const { at } of project.privateKeyFiles) blots.set(at.file, blotBase64);
      for (const { at } of project.unreadableFiles()) blots.set(at.file, blotAllButTags);
    }
    return blots;
  }

  private read(file: string): string | undefined {
    try {
      return decodeText(this.fileSystem.read(file)).text;
    } catch {
      return undefined;
    }
  }
}

type BlotText = (text: string) => string;

/** Leaves line breaks alone, so that positions hold. */
function blot(text: string, spans: ReadonlyArray<Pick<Location, 'start' | 'end'>>): string {
  let blotted = '';
  let position = 0;
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start)) {
    if (end <= position) continue;
    const from = Math.max(start, position);
    blotted += text.slice(position, from) + text.slice(from, end).replace(/[^\r\n]/g, '*');
    position = end;
  }
  return blotted + text.slice(position);
}

/** Tokens that no rule looks at: in comments, and in elements that are not read. */
const blotTokens = (text: string): string => blot(text, knownTokens(text));

/** For what is no XML, so that nobody knows what in it is a password: leaves markup that can be nothing else. */
const blotAllButTags = (text: string): string =>
  text.replace(/<\/?[A-Za-z]{1,40}>|[<>=|]{7}|[^\s<>]/g, (part) => (part.length === 1 ? '*' : part));

/** A key's body: long runs of base64, and whole lines of it, since the last line of a key may be short. */
const blotBase64 = (text: string): string =>
  text.replace(/[A-Za-z0-9+/=]{16,}|^[ \t]*[A-Za-z0-9+/=]+[ \t]*$/gm, (run) => '*'.repeat(run.length));
