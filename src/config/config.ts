import type { Confidence, Persona, Severity } from '../findings/finding.js';

/** `sf-isa.yml` as rules and the engine use it, every default filled in. Keys and meanings: `schemas/config.json`. */
export interface Config {
  readonly persona: Persona;
  readonly failOn: Severity | 'never';
  readonly minConfidence: Confidence;
  readonly rules: Readonly<Record<string, RuleConfig>>;
  readonly org: {
    /** What people call the org where there are several; undefined when nobody has said. */
    readonly name: string | undefined;
    /** The host of its My Domain, in lower case; undefined when nobody has said. */
    readonly myDomain: string | undefined;
    /** Where the org runs; decides what a list of Salesforce's addresses is worth. */
    readonly infrastructure: Infrastructure;
    /** Whether Private Connect is licensed for the org. */
    readonly privateConnect: (typeof PRIVATE_CONNECT_LICENCES)[number];
    readonly certificates: {
      /** The number that Setup shows; undefined when the team has not written it down. */
      readonly inUse: number | undefined;
      readonly limit: number;
      readonly warnAt: number;
      /** Certificates that a design adds and nobody has made yet. */
      readonly planned: readonly PlannedCertificate[];
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
  /** What integrations go through instead of calling systems directly. */
  readonly gateways: readonly Gateway[];
  /** What people answer for, where metadata cannot: at most one of each control. */
  readonly attestations: readonly Attestation[];
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
  /** The id of the gateway that its callouts go through. */
  readonly gateway?: string;
  /** Whether a firewall lets it in by the addresses of Salesforce. */
  readonly ipAllowlist?: boolean;
  readonly privateConnect?: {
    readonly disposition: (typeof PRIVATE_CONNECT_DISPOSITIONS)[number];
    readonly reason: string;
  };
  readonly justification?: string;
  /** The day of its last review, `YYYY-MM-DD`. */
  readonly reviewed?: string;
}

/** Something that authenticates, limits and logs before the systems behind it are reached. */
export interface Gateway {
  /** Lower-case words joined by hyphens; unique in the file. */
  readonly id: string;
  readonly name?: string;
  /** Host names in lower case; `*.` at the front stands for any name below. */
  readonly hosts: readonly string[];
  /** What it sees to. */
  readonly controls?: ReadonlyArray<(typeof GATEWAY_CONTROLS)[number]>;
  /** Who answers for it. */
  readonly owner?: string;
}

/** A certificate that is not made yet. */
export interface PlannedCertificate {
  readonly name: string;
  /** The id of the integration that it is for. */
  readonly integration?: string;
  /** The day that it is needed by, `YYYY-MM-DD`. */
  readonly by?: string;
}

/** What somebody says of a control that metadata does not show. */
export interface Attestation {
  /** As in docs/coverage.md: `ZT-CHECK-7`. */
  readonly control: string;
  readonly status: (typeof ATTESTATION_STATUSES)[number];
  /** Where that can be seen, in a sentence. */
  readonly evidence: string;
  /** Who says so. */
  readonly by: string;
  /** The day that it was said on, `YYYY-MM-DD`. */
  readonly on: string;
}

export const DIRECTIONS = ['inbound', 'outbound', 'bidirectional'] as const;
export const CRITICALITIES = ['low', 'medium', 'high', 'critical'] as const;
/** From the least; the last three are kinds of confidential data. */
export const DATA_CLASSES = ['public', 'internal', 'confidential', 'pii', 'pci', 'phi'] as const;
export const MTLS_DUTIES = ['required', 'gateway', 'not-applicable'] as const;
export const PRIVATE_CONNECT_DISPOSITIONS = ['used', 'recommended', 'not-applicable'] as const;
export const PRIVATE_CONNECT_LICENCES = ['licensed', 'not-licensed', 'unknown'] as const;
export const GATEWAY_CONTROLS = ['mtls', 'oauth', 'rate-limit', 'logging', 'inspection', 'ip-filter'] as const;
export const ATTESTATION_STATUSES = ['met', 'not-met', 'not-applicable'] as const;

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
  org: {
    name: undefined,
    myDomain: undefined,
    infrastructure: 'unknown',
    privateConnect: 'unknown',
    certificates: { inUse: undefined, limit: 50, warnAt: 40, planned: [] },
  },
  mtls: { hosts: {} },
  expiry: { warnDays: [90, 60, 30] },
  sync: { include: [], exclude: [], words: [], allow: {} },
  integrations: [],
  gateways: [],
  attestations: [],
};
