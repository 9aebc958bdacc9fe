import { compare } from '../compare.js';
import type { Config } from '../config/config.js';
import { decodeText } from '../decodeText.js';
import type { FileSystem } from '../fileSystem.js';
import type { Location } from '../location.js';
import { componentKey, type ComponentRef } from '../model/component.js';
import { secretsOf } from '../model/secrets.js';
import { baseName, isWithin } from '../paths.js';
import type { ReadProject } from '../readProject.js';
import type { Rule } from '../rules/rule.js';
import type { RuleOutcome } from '../runRules.js';
import type { AppliedSuppressions } from '../suppressions/applySuppressions.js';
import type { Suppression, SuppressionFile } from '../suppressions/suppression.js';
import {
  isAtLeast,
  isShownTo,
  isSureEnough,
  SEVERITIES,
  type AcceptedReason,
  type Autofix,
  type Confidence,
  type Finding,
  type NotEvaluated,
  type NotEvaluatedItem,
  type Persona,
  type Problem,
  type Severity,
} from './finding.js';
import { blot, blotTokens } from './blot.js';
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
  readonly isCompared?: boolean;
}

/** Turns what rules said into findings with positions and identities, and counts what is left out. */
export function makeReport({
  projects,
  outcomes,
  suppressed,
  suppressionFiles,
  rules,
  options,
}: {
  readonly projects: readonly ReadProject[];
  /** By project, in the same order. */
  readonly outcomes: ReadonlyArray<readonly RuleOutcome[]>;
  readonly suppressed: Pick<AppliedSuppressions, 'accepted' | 'lapsed'>;
  readonly suppressionFiles: ReadonlyArray<SuppressionFile | undefined>;
  readonly rules: readonly Rule[];
  readonly options: MakeReportOptions;
}): ScanReport {
  const sources = new Sources(options.fileSystem, projects, suppressionFiles);
  const positions = new Positions((file) => (options.isCompared ? undefined : sources.textOf(file)));
  const hidden = { persona: 0, severity: 0, confidence: 0, path: 0 };
  const hiddenIdentities: Identity[] = [];

  const findings = projects.flatMap(({ project }, index) =>
    (outcomes[index] ?? []).flatMap(({ rule, config, problems }) =>
      problems.flatMap((problem): UnidentifiedFinding[] => {
        const severity = fixedSeverity(config.rules[rule.id]?.severity) ?? problem.severity ?? rule.severity;
        const confidence = problem.confidence ?? rule.confidence;
        const persona = personaOf(rule, config);
        const reason = hiddenBy(problem, persona, severity, confidence, {
          ...options,
          persona: options.persona ?? config.persona,
          minConfidence: options.minConfidence ?? config.minConfidence,
        });
        const identity = [rule.id, identityOf(problem.component), problem.where.element, problem.discriminator ?? ''];
        const packageDirectory =
          project.definition?.packageDirectories.find((directory) => isWithin(problem.where.at.file, directory)) ??
          project.root;
        if (reason) {
          hidden[reason] += 1;
          hiddenIdentities.push({ identity, packageDirectory });
          if (!options.isCompared) return [];
        }
        const lapsed = suppressed.lapsed.get(problem);
        const related = [...(problem.related ?? []), ...(lapsed ? [{ at: lapsed.at, label: lapsedLabel(lapsed) }] : [])];
        const acceptedBy = suppressed.accepted.get(problem);
        return [
          {
            rule: rule.id,
            suppression: acceptedBy && acceptedReason(acceptedBy, positions),
            identity,
            packageDirectory,
            severity,
            confidence,
            persona,
            message: problem.message,
            component: { type: problem.component.type, fullName: problem.component.fullName },
            element: problem.where.element,
            location: positions.range(problem.where.at),
            label: problem.label,
            related: related.map(({ at, label }) => ({ label, location: positions.range(at) })),
            fix: problem.fix,
            autofix: rule.fixable && problem.edits && { safe: rule.fixable.safe, edits: problem.edits },
            evidence: problem.evidence === undefined ? undefined : evidenceHash(problem.evidence),
            tags: [...rule.tags, ...rule.controls],
          },
        ];
      })
    )
  );
  const identified = identify(withoutCopies(findings.sort(byRank)), hiddenIdentities);
  const shown = identified.flatMap(({ suppression, ...finding }) => (suppression ? [] : [finding]));
  const accepted = identified.flatMap(({ suppression, ...finding }) => (suppression ? [{ ...finding, suppression }] : []));
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
    findings: shown,
    suppressed: accepted,
    notEvaluated,
    hidden,
    hiddenFingerprints: new Set(fingerprints(hiddenIdentities, findings).map(({ fingerprint: print }) => print)),
    baseline: undefined,
    since: undefined,
    sources: sources.of(
      (options.isCompared ? [] : identified).flatMap(({ location, related, autofix }) => [
        location.path,
        ...related.map((place) => place.location.path),
        ...(autofix?.edits.map(({ at }) => at.file) ?? []),
      ])
    ),
  };
}

type MaybeSuppressed = Finding & { readonly suppression: AcceptedReason | undefined };

/** What a fingerprint is made of. */
interface Identity {
  readonly identity: readonly string[];
  readonly packageDirectory: string;
}

type UnidentifiedFinding = Omit<MaybeSuppressed, 'commonFingerprint' | 'fingerprint'> & Identity;

/** A file that is no component is known by its path, which is no identity: it may be moved. */
const identityOf = (component: ComponentRef): string =>
  component.type === 'File' ? `File:${baseName(component.fullName)}` : componentKey(component);

const fixedSeverity = (severity: Severity | 'off' | undefined): Severity | undefined =>
  severity === 'off' ? undefined : severity;

/** A team that sets the severity of a rule wants to see it, whomever the rule was made for. */
const personaOf = ({ id, persona }: Rule, { rules }: Config): Persona =>
  fixedSeverity(rules[id]?.severity) === undefined ? persona : 'regular';

const lapsedLabel = ({ expires, reason }: Suppression): string => `accepted until ${expires!}: ${reason}`;

const acceptedReason = (
  { source, kind, reason, ticket, owner, expires, at }: Suppression,
  positions: Positions
): AcceptedReason => ({ source, kind, reason, ticket, owner, expires, location: positions.range(at) });

function hiddenBy(
  problem: Problem,
  persona: Persona,
  severity: Severity,
  confidence: Confidence,
  options: MakeReportOptions & { readonly persona: Persona; readonly minConfidence: Confidence }
): keyof HiddenCounts | undefined {
  if (!isReported(problem.where.at.file, options.paths)) return 'path';
  if (!isShownTo(persona, options.persona)) return 'persona';
  if (options.minSeverity && !isAtLeast(severity, options.minSeverity)) return 'severity';
  return isSureEnough(confidence, options.minConfidence) ? undefined : 'confidence';
}

const isReported = (file: string, paths: readonly string[]): boolean =>
  paths.length === 0 || paths.some((path) => isWithin(file, path));

/**
 * The fingerprint of each identity. Where two are the same, because two package directories hold the same component, the
 * directory tells them apart, and after that their order. `others` are identities that exist besides.
 */
function fingerprints(
  identities: readonly Identity[],
  others: readonly Identity[]
): ReadonlyArray<Pick<Finding, 'commonFingerprint' | 'fingerprint'>> {
  const directories = new Map<string, Set<string>>();
  for (const { identity, packageDirectory } of [...identities, ...others]) {
    const key = JSON.stringify(identity);
    directories.set(key, (directories.get(key) ?? new Set()).add(packageDirectory));
  }
  const used = new Map<string, number>();
  return identities.map(({ identity, packageDirectory }) => {
    const isShared = directories.get(JSON.stringify(identity))!.size > 1;
    const print = fingerprint(...identity, ...(isShared ? [packageDirectory] : []));
    const count = (used.get(print) ?? 0) + 1;
    used.set(print, count);
    return {
      fingerprint: count === 1 ? print : `${print}:${count}`,
      ...(isShared && { commonFingerprint: fingerprint(...identity) }),
    };
  });
}

/** More copies than these say no more. */
const MOST_COPIES = 5;

/**
 * One finding for a component of which several files in one package directory, or outside of any, have the same to say:
 * source and metadata format side by side, or snapshots. What is in other files is a related place of the first.
 */
function withoutCopies(findings: readonly UnidentifiedFinding[]): readonly UnidentifiedFinding[] {
  const groups = new Map<string, UnidentifiedFinding[]>();
  for (const finding of findings) {
    const key = JSON.stringify([finding.identity, finding.packageDirectory]);
    const group = groups.get(key);
    if (group) group.push(finding);
    else groups.set(key, [finding]);
  }
  const isCopy = (finding: UnidentifiedFinding, first: UnidentifiedFinding): boolean =>
    finding.location.path !== first.location.path && (finding.suppression === undefined) === (first.suppression === undefined);
  const firsts = new Map([...groups.values()].map((group) => [group[0]!, group] as const));
  const copies = new Set([...groups.values()].flatMap((group) => group.filter((one) => isCopy(one, group[0]!))));
  return findings
    .filter((finding) => !copies.has(finding))
    .map((finding) => {
      const others = (firsts.get(finding) ?? []).filter((one) => copies.has(one));
      if (others.length === 0) return finding;
      const places = others.slice(0, MOST_COPIES).map(({ location }) => ({ label: 'here as well', location }));
      return { ...finding, related: [...finding.related, ...places], autofix: fixOfAll([finding, ...others]) };
    });
}

/** The fix of a finding and its copies, which is none where one of them has none. */
function fixOfAll(findings: readonly UnidentifiedFinding[]): Autofix | undefined {
  const fixes = findings.map(({ autofix }) => autofix);
  if (!fixes.every((fix) => fix !== undefined)) return undefined;
  return { safe: fixes.every(({ safe }) => safe), edits: fixes.flatMap(({ edits }) => edits) };
}

function identify(
  findings: readonly UnidentifiedFinding[],
  hidden: readonly Identity[]
): readonly MaybeSuppressed[] {
  const prints = fingerprints(findings, hidden);
  return findings.map(({ identity: _identity, packageDirectory: _directory, ...finding }, index) => ({
    ...finding,
    ...prints[index]!,
  }));
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
    private readonly projects: readonly ReadProject[],
    suppressionFiles: ReadonlyArray<SuppressionFile | undefined>
  ) {
    // They may lie above the scanned root.
    for (const file of suppressionFiles) if (file) this.texts.set(file.path, file.text);
  }

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

/** For what is no XML, so that nobody knows what in it is a password: leaves markup that can be nothing else. */
const blotAllButTags = (text: string): string =>
  text.replace(/<\/?[A-Za-z]{1,40}>|[<>=|]{7}|[^\s<>]/g, (part) => (part.length === 1 ? '*' : part));

/** A key's body: long runs of base64, and whole lines of it, since the last line of a key may be short. */
const blotBase64 = (text: string): string =>
  text.replace(/[A-Za-z0-9+/=]{16,}|^[ \t]*[A-Za-z0-9+/=]+[ \t]*$/gm, (run) => '*'.repeat(run.length));
