import type { Rule } from '../rules/rule.js';

/** What a command may know of the process that runs it. Each door makes one; tests make their own. */
export interface Host {
  readonly version: string;
  readonly workingFolder: string;
  readonly homeFolder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether standard output is a terminal, and its width if it is. */
  readonly terminal: { readonly isTTY: boolean; readonly columns: number | undefined };
  readonly clock: () => Date;
  readonly rules: readonly Rule[];
  /** Whether the result is printed as JSON, whatever format the command has. */
  readonly wantsJson?: boolean;
  /** Shows a text and asks whether to go on. Absent, or undefined in the end, where nobody can be asked. */
  readonly confirm?: (text: string, question: string) => Promise<boolean | undefined>;
  /** Reads standard input to its end. Absent where there is none. */
  readonly readInput?: () => Promise<Uint8Array>;
}

/** What a command made, for a door to print. */
export interface Outcome<Result> {
  readonly exitCode: number;
  readonly stdout: string;
  /** A sentence each, for standard error. */
  readonly warnings: readonly string[];
  /** What `--json` puts into its envelope. */
  readonly result: Result;
}

/** How wide the output may be. Wider than 120 columns is hard to read; a file or a pipe has no width. */
export const widthOf = ({ terminal }: Host): number =>
  terminal.isTTY && terminal.columns ? Math.min(120, Math.max(60, terminal.columns)) : 100;

type When = 'always' | 'auto' | 'never';

/** `FORCE_COLOR` wins over `NO_COLOR`, as in Node. */
export function useColor(when: When, { env, terminal }: Host): boolean {
  if (when !== 'auto') return when === 'always';
  const { FORCE_COLOR: force, NO_COLOR: no } = env;
  if (force !== undefined) return force !== '0' && force !== 'false';
  if (no !== undefined && no !== '') return false;
  return terminal.isTTY && env['TERM'] !== 'dumb';
}

/** OSC 8 hyperlinks, where the terminal is known to show them and not the codes. */
export function useLinks(when: When, { env, terminal }: Host): boolean {
  if (when !== 'auto') return when === 'always';
  if (!terminal.isTTY || env['TERM'] === 'dumb' || isSet(env['CI']) || isSet(env['NO_COLOR'])) return false;
  return (
    ['iTerm.app', 'WezTerm', 'vscode', 'ghostty', 'Hyper', 'Tabby'].includes(env['TERM_PROGRAM'] ?? '') ||
    isSet(env['WT_SESSION']) ||
    isSet(env['KITTY_WINDOW_ID']) ||
    isSet(env['KONSOLE_VERSION']) ||
    Number(env['VTE_VERSION'] ?? 0) >= 5000
  );
}

const isSet = (value: string | undefined): boolean => value !== undefined && value !== '' && value !== 'false';

/** The address of the checked-out commit's files, on GitHub or GitLab, as their CI tells it. */
export function sourceUrl({ env }: Host): string | undefined {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_SHA: sha } = env;
  const { CI_PROJECT_URL: project, CI_COMMIT_SHA: commit } = env;
  if (server && repository && sha) return webAddress(`${server}/${repository}/blob/${sha}`);
  return project && commit ? webAddress(`${project}/-/blob/${commit}`) : undefined;
}

/** The environment is not ours: only what is an address goes into a link. */
const webAddress = (text: string): string | undefined => (/^https?:\/\/[\w.~:/%-]+$/.test(text) ? text : undefined);
