import { isMap, isSeq, parseDocument, stringify, type YAMLSeq } from 'yaml';
import type { SuppressionKind } from './suppression.js';

/** One entry of `sf-isa.suppressions.yml`, in the order of its keys. */
export interface SuppressionEntry {
  readonly rule: string;
  readonly component: string;
  readonly element?: string;
  readonly kind?: SuppressionKind;
  readonly reason: string;
  readonly ticket?: string;
  readonly owner?: string;
  readonly expires?: string;
}

/** What a new file begins with. */
const HEAD = `# What this team has accepted of what sf-isa finds, and why; see docs/suppressions.md of sf-isa
version: 1
suppressions:
`;

/**
 * The text of a suppression file with further entries at its end. All other bytes stay: comments, quotes and line ends are
 * other people's. `text` is undefined for a file that is not there, and else valid.
 */
export function withEntries(text: string | undefined, entries: readonly SuppressionEntry[]): string {
  if (text === undefined) return HEAD + entries.map((entry) => block(entry, '  ', '\n')).join('');
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  const list = listOf(text);
  const last = list.items.at(-1);
  if (!isMap(last) || list.flow) {
    const [start, end] = list.range!;
    const kept = list.items.map((item) => JSON.parse(JSON.stringify(item)) as SuppressionEntry);
    const blocks = [...kept, ...entries].map((entry) => block(entry, '  ', lineEnd)).join('');
    const behind = text.slice(end).replace(/^[ \t]*(\r?\n|$)/, '');
    return `${text.slice(0, start).trimEnd()}${lineEnd}${blocks}${behind}`;
  }
  const end = endOfItem(text, last.range![1]);
  const indent = indentOf(text, last.range![0]);
  const before = text.slice(0, end);
  const separator = before.endsWith('\n') ? '' : lineEnd;
  return before + separator + entries.map((entry) => block(entry, indent, lineEnd)).join('') + text.slice(end);
}

/** The text of a suppression file without some entries, by index; a comment right above an entry goes with it. */
export function withoutEntries(text: string, indexes: ReadonlySet<number>): string {
  const list = listOf(text);
  if (list.flow) {
    const kept = list.items
      .filter((_, index) => !indexes.has(index))
      .map((item) => JSON.parse(JSON.stringify(item)) as object);
    const [start, end] = list.range!;
    return text.slice(0, start) + JSON.stringify(kept) + text.slice(end);
  }
  let rest = '';
  let position = 0;
  for (const [index, item] of list.items.entries()) {
    if (!indexes.has(index) || !isMap(item)) continue;
    const start = startOfItem(text, item.range![0], position);
    rest += text.slice(position, start);
    position = endOfItem(text, item.range![1]);
  }
  rest += text.slice(position);
  return indexes.size === list.items.length ? rest.replace(/^suppressions:[ \t]*(?=\r?$)/m, 'suppressions: []') : rest;
}

function listOf(text: string): YAMLSeq {
  const list = parseDocument(text).get('suppressions');
  if (!isSeq(list)) throw new Error('the file was not read before it is changed');
  return list;
}

const indentOf = (text: string, offset: number): string => /[^\n]*?(?=-)/.exec(text.slice(lineStart(text, offset)))![0];

const lineStart = (text: string, offset: number): number => text.lastIndexOf('\n', offset - 1) + 1;

/** Behind the line that an item ends in. */
function endOfItem(text: string, offset: number): number {
  const start = text[offset - 1] === '\n' ? offset - 1 : offset;
  const end = text.indexOf('\n', start);
  return end === -1 ? text.length : end + 1;
}

/** The line that an item begins in, or the first of the comment lines right above it. */
function startOfItem(text: string, offset: number, from: number): number {
  let start = lineStart(text, offset);
  while (start > from) {
    const above = lineStart(text, start - 1);
    if (above < from || !/^[ \t]*#/.test(text.slice(above, start))) break;
    start = above;
  }
  return start;
}

function block(entry: SuppressionEntry, indent: string, lineEnd: string): string {
  const { rule, component, element, kind, reason, ticket, owner, expires } = entry;
  const lines = Object.entries({ rule, component, element, kind, reason, ticket, owner, expires }).flatMap(
    ([key, value]) =>
      value === undefined ? [] : [`${key}: ${key === 'expires' ? value : stringify(value, { lineWidth: 0 }).trimEnd()}`]
  );
  return lines.map((line, index) => `${indent}${index === 0 ? '- ' : '  '}${line}${lineEnd}`).join('');
}
