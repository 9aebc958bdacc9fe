import type { Confidence, Persona, Severity } from '../findings/finding.js';

/** `sf-isa.yml` as rules and the engine use it, every default filled in. Keys and meanings: `schemas/config.json`. */
export interface Config {
  readonly persona: Persona;
  readonly failOn: Severity | 'never';
  readonly minConfidence: Confidence;
  readonly rules: Readonly<Record<string, RuleConfig>>;
  readonly org: {
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
}

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
  org: { certificates: { inUse: undefined, limit: 50, warnAt: 40 } },
  mtls: { hosts: {} },
  expiry: { warnDays: [90, 60, 30] },
  sync: { include: [], exclude: [], words: [], allow: {} },
};
