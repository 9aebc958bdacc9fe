import { blotTokens } from '../findings/blot.js';
import type { Location } from '../location.js';
import type { XmlElement } from '../xml/element.js';
import { everyElement } from '../xml/outline.js';
import { parseXml } from '../xml/parse.js';
import { oneLine, SHORTEST_REASON, type Suppression } from './suppression.js';

/** What a file that has suppressions in comments has in it; finding that out takes no parsing. */
export const COMMENT_MARK = 'sf-isa ignore';

/**
 * Whether a text may have suppressions in comments. Metadata hardly ever has an exclamation mark, so the engine passes over
 * megabytes in no time, which it does not for a longer word.
 */
export const mayHaveComments = (text: string): boolean => text.includes('!--') && text.includes(COMMENT_MARK);

const COMMENTS = /<!\[CDATA\[[^]*?\]\]>|<!--([^]*?)-->/g;
const OURS = /^\s*sf-isa ignore(?![\w-])/;
const GRAMMAR = /^\s*sf-isa ignore\[([^\]]*)\](?:\s+until=([^\s:]*))?\s*:([^]*)$/;

/**
 * The suppressions in comments of a metadata file, well formed or not:
 * `<!-- sf-isa ignore[rule-a,rule-b] until=2027-03-31: reason -->` before an element covers the element, and before the
 * root or first inside it the file. `text` is that of a well-formed document. `ruleIds` are the rules that it may name.
 */
export function suppressionComments(file: string, text: string, ruleIds: ReadonlySet<string>): readonly Suppression[] {
  let known: XmlElement | undefined;
  const root = (): XmlElement => (known ??= parseXml(file, text, everyElement));
  return [...text.matchAll(COMMENTS)].flatMap((match): Suppression[] => {
    const [comment, body = ''] = match;
    if (!OURS.test(body)) return [];
    const at = { file, start: match.index, end: match.index + comment.length };
    const [, names = '', until, reason = ''] = GRAMMAR.exec(body) ?? [];
    const rules = names.split(',').map((name) => name.trim());
    const covers = coveredBy(root(), at);
    return [
      {
        source: 'comment',
        rules,
        component: { type: 'File', fullName: file },
        element: undefined,
        covers,
        kind: 'accepted-risk',
        reason: blotTokens(oneLine(reason)),
        ticket: undefined,
        owner: undefined,
        expires: until,
        at,
        problem: problemOf({ isOfGrammar: GRAMMAR.test(body), rules, ruleIds, until, reason, covers }),
      },
    ];
  });
}

const LOOSE_GRAMMAR = /^<!--\s*sf-isa ignore\[([^\]]*)\](?:\s+until=([^\s:]*))?\s*(?::([^]*))?-->$/;

/** The reason that a comment gives, on one line; undefined where it is none. `comment` is all of it. */
export function reasonIn(comment: string): string | undefined {
  const reason = LOOSE_GRAMMAR.exec(comment)?.[3]?.trim().replace(/\s+/g, ' ') ?? '';
  return reason.length < SHORTEST_REASON ? undefined : blotTokens(reason);
}

/** A comment with another reason; undefined for one that is not of our grammar even so. `comment` is all of it. */
export function withReason(comment: string, reason: string): string | undefined {
  const [whole, names = '', until] = LOOSE_GRAMMAR.exec(comment) ?? [];
  if (whole === undefined) return undefined;
  return `<!-- sf-isa ignore[${names}]${until === undefined ? '' : ` until=${until}`}: ${reason} -->`;
}

function problemOf({
  isOfGrammar,
  rules,
  ruleIds,
  until,
  reason,
  covers,
}: {
  readonly isOfGrammar: boolean;
  readonly rules: readonly string[];
  readonly ruleIds: ReadonlySet<string>;
  readonly until: string | undefined;
  readonly reason: string;
  readonly covers: Location | undefined;
}): string | undefined {
  if (!isOfGrammar) return 'does not read `sf-isa ignore[rule-id]: reason`';
  const unknown = rules.find((id) => !ruleIds.has(id));
  if (unknown !== undefined) return unknown === '' ? 'names no rule' : `names a rule that does not exist, ${unknown}`;
  if (until !== undefined && !isDay(until)) return 'has an until= that is no day such as 2027-03-31';
  if (reason.trim().length < SHORTEST_REASON) return `gives no reason of at least ${SHORTEST_REASON} characters`;
  return covers === undefined ? 'stands before no element' : undefined;
}

const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) &&
  !Number.isNaN(Date.parse(text)) &&
  new Date(text).toISOString().slice(0, 10) === text;

function coveredBy(root: XmlElement, comment: Location): Location | undefined {
  const next = nextElement(root, comment);
  const isFirstInRoot = root.at.start < comment.start && next !== undefined && next === root.children[0];
  return isFirstInRoot ? root.at : next?.at;
}

/** The element that begins behind a comment, within the element that the comment stands in. */
function nextElement(element: XmlElement, comment: Location): XmlElement | undefined {
  if (comment.end <= element.at.start) return element;
  const around = element.children.find(({ at }) => at.start < comment.start && comment.end < at.end);
  if (around) return nextElement(around, comment);
  return element.children.find(({ at }) => at.start >= comment.end);
}
