import { ConfigError } from '../config/configError.js';
import type { Baseline, BaselineEntry } from './baseline.js';

/**
 * Reads the text of a `sf-isa.baseline.json`. `path` is for messages. Only the tool writes the file, so whatever is wrong with
 * it, there is one thing to do about it. Throws ConfigError.
 */
export function readBaseline(text: string, path: string): Baseline {
  const refuse = (line: number, what: string): never => {
    const message = `${what}; make the file anew with: sf isa baseline create --force`;
    throw new ConfigError(path, [{ message, line, column: 1 }]);
  };
  const conflict = text.split('\n').findIndex((line) => /^(?:<{7}|={7}|>{7})/.test(line));
  if (conflict >= 0) refuse(conflict + 1, 'the file holds an unresolved merge conflict');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    refuse(1, 'the file is not JSON');
  }
  const { version, findings } = isRecord(value) ? value : {};
  if (version !== 1 || !Array.isArray(findings)) refuse(1, 'the file is no baseline of this version');
  const entries = (findings as readonly unknown[]).map(toEntry);
  const wrong = entries.indexOf(undefined);
  if (wrong >= 0) refuse(1, `the entry ${wrong + 1} is not one that sf-isa wrote`);
  return { path, entries: entries.filter((entry) => entry !== undefined) };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function toEntry(value: unknown): BaselineEntry | undefined {
  const { fingerprint, rule, component, evidence } = isRecord(value) ? value : {};
  if (typeof fingerprint !== 'string' || !/^[0-9a-f]{16}(?::\d+)?$/.test(fingerprint)) return undefined;
  if (typeof rule !== 'string' || typeof component !== 'string') return undefined;
  if (evidence !== undefined && typeof evidence !== 'string') return undefined;
  return { fingerprint, rule, component, evidence };
}
