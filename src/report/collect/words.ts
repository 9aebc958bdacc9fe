import { listNames } from '../../model/nameList.js';
import type { Org } from './org.js';

/** A text as a sentence: with a capital letter and one final period. */
export function asSentence(text: string): string {
  const ended = withPeriod(text);
  return `${ended.charAt(0).toUpperCase()}${ended.slice(1)}`;
}

/** The same of a text that begins with somebody's own word for something, which stays as it is. */
export function withPeriod(text: string): string {
  const trimmed = text.trim();
  return /[.!?]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}

/** More lines of one kind say no more. */
const MOST_LINES = 5;

/** The first lines, and how many more there are. */
export const firstLines = (lines: readonly string[], most = MOST_LINES): readonly string[] =>
  lines.length <= most ? lines : [...lines.slice(0, most), `And ${lines.length - most} more.`];

/** `1 certificate`, `2 certificates`; `0 certificates`. */
export const countOf = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

/** The verb after `1 of 2 calls` or `0 of 1 call`: one of them, or the only one that there is, takes the singular. */
export const verbOf = (count: number, total: number, one: string, many: string): string =>
  count === 1 || total === 1 ? one : many;

/** A sentence about one of several orgs begins with its name; of a single org everybody knows which is meant. */
export const aboutOrg = (orgs: readonly Org[], { name }: Org, sentence: string): string =>
  orgs.length > 1 ? `${name}: ${sentence}` : sentence;

/** What is said of several orgs, each line once: one that is not about all of them begins with those that it is about. */
export function linesOfOrgs(
  orgs: readonly Org[],
  said: ReadonlyArray<{ readonly org: Org; readonly line: string }>
): readonly string[] {
  const orgsOfLine = new Map<string, Set<Org>>();
  for (const { org, line } of said) orgsOfLine.set(line, (orgsOfLine.get(line) ?? new Set()).add(org));
  return [...orgsOfLine].map(([line, about]) =>
    about.size === orgs.length
      ? line
      : `${listNames(
          orgs.flatMap((org) => (about.has(org) ? [org.name] : [])),
          'orgs',
          3
        )}: ${line}`
  );
}
