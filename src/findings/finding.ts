import type { Edit } from '../fixes/edit.js';
import type { Location } from '../location.js';
import type { ComponentRef, Placed } from '../model/component.js';

/** From the worst: `critical` is a live secret or control of the org, `info` is inventory. */
export const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** How sure it is that what a finding says is so. */
export const CONFIDENCES = ['high', 'medium', 'low'] as const;
export type Confidence = (typeof CONFIDENCES)[number];

/** Whom a rule is for: `regular` shows by default, `pedantic` and `auditor` show more, each including the one before. */
export const PERSONAS = ['regular', 'pedantic', 'auditor'] as const;
export type Persona = (typeof PERSONAS)[number];

/** A second place worth showing: the other half of a conflict, the other end of a reference. */
export interface RelatedPlace {
  readonly at: Location;
  /** A few words to stand beside the span. */
  readonly label: string;
}

/** What a rule says. The engine adds the id, the severity and the position; a rule never states them twice. */
export interface Problem {
  readonly component: ComponentRef;
  /** The span to underline, and the keyed element path that identifies the finding. */
  readonly where: Placed;
  /** What is, in one sentence that names the component first and has no final period. */
  readonly message: string;
  /** A few words to stand beside the span. */
  readonly label?: string;
  readonly related?: readonly RelatedPlace[];
  /** What to do about this very finding, in one line. */
  readonly fix?: string;
  /** What `sf isa fix` does about it, of a rule that says in `fixable` that it can. */
  readonly edits?: readonly Edit[];
  /** Where they differ from the rule's own. */
  readonly severity?: Severity;
  readonly confidence?: Confidence;
  /** Tells apart two findings of one rule on one element. */
  readonly discriminator?: string;
  /** The value that makes the finding: when it changes, an accepted finding opens again. Never a secret. */
  readonly evidence?: string;
}

/** Why a rule could not judge something. */
export type NotEvaluatedReason =
  | 'placeholder'
  | 'missing-file'
  | 'unreadable-certificate'
  | 'unreadable-file'
  | 'redacted'
  | 'record-id'
  | 'not-in-project';

/** What a rule could not judge: counted and shown, because silence would read as a pass. */
export interface NotEvaluated {
  readonly notEvaluated: NotEvaluatedReason;
  readonly component: ComponentRef;
  readonly where: Placed;
  /** In one sentence that names the component first and has no final period. */
  readonly message: string;
}

/** A stretch of a file as people count: lines and columns from 1, in UTF-16 units, `endColumn` exclusive. */
export interface SourceRange {
  /** Relative to the scanned root, with forward slashes. */
  readonly path: string;
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** What everyone after the rules sees. Plain data, ready for JSON. */
export interface Finding {
  readonly rule: string;
  /** The same for the same trouble, however the file is moved, reordered or reformatted. */
  readonly fingerprint: string;
  /** The fingerprint that it would have if no other package directory held the same component; absent where none does. */
  readonly commonFingerprint?: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly persona: Persona;
  readonly message: string;
  readonly component: ComponentRef;
  /** Keyed element path inside the component; empty for the whole of it. */
  readonly element: string;
  readonly location: SourceRange;
  readonly label: string | undefined;
  readonly related: ReadonlyArray<{ readonly label: string; readonly location: SourceRange }>;
  readonly fix: string | undefined;
  /** What `sf isa fix` does about it; undefined where a person has to. */
  readonly autofix: Autofix | undefined;
  /** Hash of the value that makes the finding; undefined for secrets and where there is none. */
  readonly evidence: string | undefined;
  readonly tags: readonly string[];
}

/** A fix that needs nobody to choose. */
export interface Autofix {
  /** Whether it leaves the org as it is. */
  readonly safe: boolean;
  readonly edits: readonly Edit[];
}

/** A finding that the team has accepted, and why. */
export interface SuppressedFinding extends Finding {
  readonly suppression: AcceptedReason;
}

/** Who accepted a finding why, and where that is written. */
export interface AcceptedReason {
  readonly source: 'comment' | 'file';
  readonly kind: 'accepted-risk' | 'compensating-control' | 'false-positive';
  readonly reason: string;
  readonly ticket: string | undefined;
  readonly owner: string | undefined;
  /** The last day that it holds on, `YYYY-MM-DD`. */
  readonly expires: string | undefined;
  readonly location: SourceRange;
}

/** Something that no rule could judge, with the rules that would have. */
export interface NotEvaluatedItem {
  readonly reason: NotEvaluatedReason;
  readonly component: ComponentRef;
  readonly element: string;
  readonly location: SourceRange;
  readonly message: string;
  readonly rules: readonly string[];
}

/** Whether `severity` is `threshold` or worse. */
export const isAtLeast = (severity: Severity, threshold: Severity): boolean =>
  SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(threshold);

/** Whether `confidence` is `threshold` or better. */
export const isSureEnough = (confidence: Confidence, threshold: Confidence): boolean =>
  CONFIDENCES.indexOf(confidence) <= CONFIDENCES.indexOf(threshold);

/** Whether a rule for `persona` shows to a reader who asked for `asked`. */
export const isShownTo = (persona: Persona, asked: Persona): boolean =>
  PERSONAS.indexOf(persona) <= PERSONAS.indexOf(asked);
