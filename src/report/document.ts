/**
 * The report as a document: what it says, apart from how it looks. Texts are plain and may hold anything that somebody wrote
 * into metadata; whoever renders them escapes them.
 */
export interface ReportDocument {
  readonly title: string;
  /** What the report is about, in a sentence. */
  readonly subtitle: string;
  /** The instant that all of it was judged at, ISO 8601. */
  readonly now: string;
  /** Short facts for the head: the instant that it was judged at, the orgs, the version of sf-isa. */
  readonly facts: ReadonlyArray<{ readonly name: string; readonly value: string }>;
  readonly sections: readonly Section[];
}

/** One part of the report, which the table of contents names. */
export interface Section {
  /** Lower-case words joined by hyphens; unique in the document, and an anchor. */
  readonly id: string;
  readonly title: string;
  readonly blocks: readonly Block[];
}

export type Block =
  | { readonly kind: 'paragraph'; readonly text: Text }
  /** A headline below the section's own. */
  | { readonly kind: 'heading'; readonly id: string; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly Text[] }
  | Table
  | Checklist
  /** A picture; what it shows stands in a table beside it, too. */
  | { readonly kind: 'picture'; readonly picture: Picture }
  /** Lines to fill in by hand. */
  | {
      readonly kind: 'form';
      readonly caption: string;
      readonly fields: readonly string[];
      readonly rows: readonly string[];
    };

/** Running text. */
export type Text = string | readonly Inline[];

export type Inline =
  | string
  | { readonly kind: 'code' | 'strong'; readonly text: string }
  /** What follows begins on a line of its own, also in a cell of a table. */
  | { readonly kind: 'break' }
  /** To a section or heading of the same document. */
  | { readonly kind: 'link'; readonly text: string; readonly to: string }
  /** `text` stands for the verdict's own words. */
  | { readonly kind: 'verdict'; readonly verdict: Verdict; readonly text?: string };

/**
 * How something stands: `attested` when only people say that it is met, `person` when nobody has said and metadata cannot
 * tell, `not-applicable` when it does not concern these orgs.
 */
export const VERDICTS = ['met', 'failed', 'attested', 'person', 'not-applicable'] as const;
export type Verdict = (typeof VERDICTS)[number];

export interface Table {
  readonly kind: 'table';
  /** What the table shows, also for those who do not see it. */
  readonly caption: string;
  readonly columns: ReadonlyArray<{ readonly title: string; readonly isNumber?: true }>;
  /** The first cell of each row names it. Every row has a cell for each column. */
  readonly rows: ReadonlyArray<readonly Text[]>;
  /** What stands in place of a table without rows, a sentence. */
  readonly empty: string;
}

export interface Checklist {
  readonly kind: 'checklist';
  readonly items: ReadonlyArray<{
    readonly verdict: Verdict;
    readonly text: Text;
    /** What the verdict rests on, a line each. */
    readonly evidence: readonly Text[];
  }>;
}

export type Picture = TimeLine | Topology;

/** Who is connected with whom. */
export interface Topology {
  readonly kind: 'topology';
  readonly title: string;
  readonly nodes: readonly TopologyNode[];
  readonly edges: readonly TopologyEdge[];
}

export interface TopologyNode {
  /** Unique in the picture; never shown. */
  readonly id: string;
  readonly role: 'client' | 'gateway' | 'host' | 'org';
  readonly label: string;
  /** A second line in smaller letters; empty for none. */
  readonly detail: string;
  /** The id of the gateway that it stands behind. */
  readonly behind?: string;
}

export interface TopologyEdge {
  readonly from: string;
  readonly to: string;
  /** `mTLS`, `TLS`, `http`, `private`. */
  readonly transport: string;
  /** `JWT bearer`, `Basic`, `none`. */
  readonly authentication: string;
  /** The integrations that it stands for. */
  readonly integrations: readonly string[];
  /** Whether a finding of severity high or worse concerns it. */
  readonly isAtRisk: boolean;
}

/** When certificates begin and end. */
export interface TimeLine {
  readonly kind: 'time-line';
  readonly title: string;
  /** The instants that it reaches from and to, and the one it was judged at: ISO 8601. */
  readonly from: string;
  readonly to: string;
  readonly now: string;
  readonly bars: ReadonlyArray<{
    readonly label: string;
    readonly from: string;
    readonly to: string;
    /** Days on which to begin the rotation, ISO 8601. */
    readonly alerts: readonly string[];
    readonly state: 'ended' | 'ending' | 'good';
  }>;
}
