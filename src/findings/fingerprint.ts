import { hash } from 'node:crypto';

/**
 * The identity of a finding: 16 hexadecimal digits of a SHA-256. Its parts are the rule, the component, the keyed
 * element path and what else tells two findings apart; never a path, a line or an index, so that moving, reordering and
 * reformatting change nothing.
 */
export const fingerprint = (...parts: readonly string[]): string => shortHash(['v1', ...parts]);

/** Tells whether the value behind a finding has changed, without holding it. */
export const evidenceHash = (value: string): string => shortHash(['evidence', value]);

const shortHash = (parts: readonly string[]): string =>
  hash('sha256', JSON.stringify(parts)).slice(0, 16);
