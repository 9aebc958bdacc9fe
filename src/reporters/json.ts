import type {
  AcceptedReason,
  Autofix,
  Confidence,
  Finding,
  NotEvaluatedReason,
  Persona,
  Severity,
  SourceRange,
  SuppressedFinding,
} from '../findings/finding.js';
import { countBySeverity, type HiddenCounts, type ScanReport, type SinceOutcome } from '../findings/report.js';
import type { IntegrationChange } from '../inventory/compareIntegrations.js';
import type { ComponentRef } from '../model/component.js';
import type { ReportContext, Reporter } from './reporter.js';

/**
 * What `--format json` prints and `sf isa scan --json` has under `result`; `schemas/scan-result.json` describes it.
 * Additions raise the minor of `schemaVersion`, anything else the major. Paths are relative to the scanned root.
 */
export interface ScanDocument {
  readonly schemaVersion: '1.1';
  readonly tool: { readonly name: 'sf-isa'; readonly version: string };
  /** The instant that certificates were judged at. */
  readonly now: string;
  readonly projects: ReadonlyArray<{
    readonly root: string;
    readonly packageDirectories: readonly string[];
    readonly sourceApiVersion?: string;
  }>;
  readonly summary: {
    readonly files: number;
    readonly components: Readonly<Record<string, number>>;
    readonly rules: number;
    readonly bySeverity: Readonly<Record<Severity, number>>;
    readonly suppressed: number;
    /** How many findings the baseline puts off, and how many of its entries are found no more; absent without one. */
    readonly baseline?: { readonly known: number; readonly fixed: number };
    /** What the findings are compared with, and how many were there before and are there no more; absent without that. */
    readonly since?: { readonly ref: string; readonly commit?: string; readonly known: number; readonly fixed: number };
    readonly notEvaluated: number;
    readonly hidden: HiddenCounts;
    readonly exitCode: number;
  };
  readonly findings: readonly FindingDocument[];
  readonly suppressed: readonly SuppressedDocument[];
  readonly notEvaluated: readonly NotEvaluatedDocument[];
  /** What changed in the integrations since the state that the findings are compared with; absent without one. */
  readonly integrationChanges?: readonly IntegrationChange[];
}

/** One finding. */
export interface FindingDocument {
  readonly rule: string;
  readonly fingerprint: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly persona: Persona;
  readonly message: string;
  readonly component: ComponentRef;
  readonly location: ElementRange;
  readonly label?: string;
  readonly related: ReadonlyArray<{ readonly message: string; readonly location: SourceRange }>;
  /** What to do; `safe` is said of what `sf isa fix` can do, and true where that leaves the org as it is. */
  readonly fix?: { readonly title: string; readonly available: boolean; readonly safe?: boolean };
  readonly evidence?: string;
  readonly tags: readonly string[];
}

/** One finding that the team has accepted. */
export interface SuppressedDocument extends FindingDocument {
  readonly suppression: {
    readonly source: AcceptedReason['source'];
    readonly kind: AcceptedReason['kind'];
    readonly reason: string;
    readonly ticket?: string;
    readonly owner?: string;
    readonly expires?: string;
    readonly location: SourceRange;
  };
}

/** One thing that no rule could judge. */
export interface NotEvaluatedDocument {
  readonly reason: NotEvaluatedReason;
  readonly message: string;
  readonly component: ComponentRef;
  readonly location: ElementRange;
  readonly rules: readonly string[];
}

/** A stretch of a file with the keyed element path that names it. */
interface ElementRange extends SourceRange {
  readonly element: string;
}

/** For programs: the whole report, with nothing cut short. */
export const json: Reporter = (report, context) => toJsonText(toJsonDocument(report, context));

/** The report as plain data with a fixed order of keys and without undefined values. */
export function toJsonDocument(report: ScanReport, context: ReportContext): ScanDocument {
  const { hidden } = report;
  return {
    schemaVersion: '1.1',
    tool: { name: 'sf-isa', version: context.version },
    now: report.now.toISOString(),
    projects: report.projects.map(({ root, packageDirectories, sourceApiVersion }) => ({
      root: orDot(root),
      packageDirectories: packageDirectories.map(orDot),
      ...(sourceApiVersion === undefined ? {} : { sourceApiVersion }),
    })),
    summary: {
      files: report.filesRead,
      components: report.components,
      rules: report.rules.length,
      bySeverity: countBySeverity(report.findings),
      suppressed: report.suppressed.length,
      ...(report.baseline && {
        baseline: { known: report.baseline.known.length, fixed: report.baseline.fixed.length },
      }),
      ...(report.since && { since: sinceDocument(report.since) }),
      notEvaluated: report.notEvaluated.length,
      hidden: {
        persona: hidden.persona,
        severity: hidden.severity,
        confidence: hidden.confidence,
        path: hidden.path,
      },
      exitCode: context.exitCode,
    },
    findings: report.findings.map(findingDocument),
    suppressed: report.suppressed.map(suppressedDocument),
    notEvaluated: report.notEvaluated.map(({ reason, message, component, location, element, rules }) => ({
      reason,
      message,
      component: componentRef(component),
      location: { ...range(location), element },
      rules,
    })),
    ...(report.since?.integrations && { integrationChanges: report.since.integrations.map(integrationChange) }),
  };
}

const integrationChange = ({
  project,
  component,
  id,
  name,
  direction,
  kind,
  facts,
}: IntegrationChange): IntegrationChange => ({
  project,
  component: component && componentRef(component),
  id,
  name,
  direction,
  kind,
  facts: facts.map(({ what, before, after }) => ({ what, before, after })),
});

const sinceDocument = ({ ref, commit, known, fixed }: SinceOutcome): NonNullable<ScanDocument['summary']['since']> => ({
  ref,
  ...(commit === undefined ? {} : { commit }),
  known,
  fixed,
});

const findingDocument = (finding: Finding): FindingDocument => ({
  rule: finding.rule,
  fingerprint: finding.fingerprint,
  severity: finding.severity,
  confidence: finding.confidence,
  persona: finding.persona,
  message: finding.message,
  component: componentRef(finding.component),
  location: { ...range(finding.location), element: finding.element },
  ...(finding.label === undefined ? {} : { label: finding.label }),
  related: finding.related.map(({ label, location }) => ({ message: label, location: range(location) })),
  ...(finding.fix === undefined ? {} : { fix: fixDocument(finding.fix, finding.autofix) }),
  ...(finding.evidence === undefined ? {} : { evidence: finding.evidence }),
  tags: finding.tags,
});

const fixDocument = (title: string, autofix: Autofix | undefined): NonNullable<FindingDocument['fix']> => ({
  title,
  available: autofix !== undefined,
  ...(autofix && { safe: autofix.safe }),
});

const suppressedDocument = (finding: SuppressedFinding): SuppressedDocument => {
  const { source, kind, reason, ticket, owner, expires, location } = finding.suppression;
  return {
    ...findingDocument(finding),
    suppression: {
      source,
      kind,
      reason,
      ...(ticket === undefined ? {} : { ticket }),
      ...(owner === undefined ? {} : { owner }),
      ...(expires === undefined ? {} : { expires }),
      location: range(location),
    },
  };
};

// A type says what an object has at least; these let nothing else through, and fix the order of keys.
const componentRef = ({ type, fullName }: ComponentRef): ComponentRef => ({ type, fullName });

const range = ({ path, startLine, startColumn, endLine, endColumn }: SourceRange): SourceRange => ({
  path,
  startLine,
  startColumn,
  endLine,
  endColumn,
});

/** The scanned root is an empty path within the engine, which a reader might take for a missing one. */
const orDot = (path: string): string => (path === '' ? '.' : path);

/**
 * JSON leaves DEL, C1 and bidi characters as they are, and `##vso[…]` too, and this may be printed to a terminal or a
 * build log. Outside of strings, JSON has none of them; line feeds are its own.
 */
export const escapeActive = (text: string): string =>
  text.replace(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|#(?=#\w*\[)/gu, (character) =>
    Array.from({ length: character.length }, (_, unit) => `\\u${hex(character.charCodeAt(unit))}`).join('')
  );

/** JSON with a final line break, in which nothing acts on a terminal or a build log. */
export const toJsonText = (value: unknown): string => `${escapeActive(JSON.stringify(value, undefined, 2))}\n`;

const hex = (unit: number): string => unit.toString(16).padStart(4, '0');
