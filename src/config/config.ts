import type { Confidence, Persona, Severity } from '../findings/finding.js';

/** `sf-isa.yml` as rules and the engine use it, every default filled in. Keys and meanings: `schemas/config.json`. */
export interface Config {
  readonly persona: Persona;
  readonly failOn: Severity | 'never';
  readonly minConfidence: Confidence;
  readonly rules: Readonly<Record<string, RuleConfig>>;
  readonly org: {
    /** Where the org runs; decides what a list of Salesforce's addresses is worth. */
    readonly infrastructure: Infrastructure;
    readonly certificates: {
      /** The number that Setup shows; undefined when the team has not written it down. */
      readonly inUse: number | undefined;
      readonly limit: number;
      readonly warnAt: number;
    };
  };
  readonly mtls: {
    /** The port of each partner's mutual-TLS listener, by host name in lower case. */
    readonly hosts: Readonly<Record<string, number>>;
  };
  readonly expiry: {
    /** Days before the end of a certificate that make its finding low, medium, high. */
    readonly warnDays: readonly [number, number, number];
  };
  readonly sync: SyncConfig;
  /** The register of integrations. Rules that need one say nothing while it is empty. */
  readonly integrations: readonly Integration[];
}

/** One entry of the register: what a review needs to know of an integration and metadata cannot hold. */
export interface Integration {
  /** Lower-case words joined by hyphens; unique in the file. */
  readonly id: string;
  readonly name?: string;
  readonly direction?: (typeof DIRECTIONS)[number];
  /** `Type:FullName`, where `*` stands for any characters. */
  readonly components: readonly string[];
  readonly owner?: string;
  /** Who renews its certificates. */
  readonly certificateOwner?: string;
  readonly criticality?: (typeof CRITICALITIES)[number];
  readonly dataClassification?: ReadonlyArray<(typeof DATA_CLASSES)[number]>;
  /** `gateway` when something before the endpoint sees to it. */
  readonly mtls?: (typeof MTLS_DUTIES)[number];
  /** The gateway that its callouts go through. */
  readonly gateway?: string;
  readonly privateConnect?: {
    readonly disposition: (typeof PRIVATE_CONNECT_DISPOSITIONS)[number];
    readonly reason: string;
  };
  readonly justification?: string;
  /** The day of its last review, `YYYY-MM-DD`. */
  readonly reviewed?: string;
}

export const DIRECTIONS = ['inbound', 'outbound', 'bidirectional'] as const;
export const CRITICALITIES = ['low', 'medium', 'high', 'critical'] as const;
/** From the least; the last three are kinds of confidential data. */
export const DATA_CLASSES = ['public', 'internal', 'confidential', 'pii', 'pci', 'phi'] as const;
export const MTLS_DUTIES = ['required', 'gateway', 'not-applicable'] as const;
export const PRIVATE_CONNECT_DISPOSITIONS = ['used', 'recommended', 'not-applicable'] as const;

/** Salesforce's own data centres are `first-party`; Hyperforce runs in public clouds. */
export const INFRASTRUCTURES = ['hyperforce', 'first-party', 'unknown'] as const;
export type Infrastructure = (typeof INFRASTRUCTURES)[number];

/** What a team says of one rule. */
export interface RuleConfig {
  readonly severity?: Severity | 'off';
  readonly options?: Readonly<Record<string, unknown>>;
}

/** Which permission holders are sync identities, over what their files suggest. */
export interface SyncConfig {
  /** `Type:FullName`, where `*` stands for any characters. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  /** Further words in a name that tell of an integration. */
  readonly words: readonly string[];
  /** By permission or object name, the holders (`Type:FullName`, `*` allowed) that are meant to have it. */
  readonly allow: Readonly<Record<string, readonly string[]>>;
}

export const DEFAULT_CONFIG: Config = {
  persona: 'regular',
  failOn: 'high',
  minConfidence: 'low',
  rules: {},
  org: { infrastructure: 'unknown', certificates: { inUse: undefined, limit: 50, warnAt: 40 } },
  mtls: { hosts: {} },
  expiry: { warnDays: [90, 60, 30] },
  sync: { include: [], exclude: [], words: [], allow: {} },
  integrations: [],
};
