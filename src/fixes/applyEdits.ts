import { COMMENT_MARK } from '../suppressions/suppressionComments.js';
import type { Location } from '../location.js';
import type { XmlElement } from '../xml/element.js';
import { everyElement } from '../xml/outline.js';
import { parseXml } from '../xml/parse.js';
import type { Edit, Remove, RemoveEntry, ReplaceText, SetChild } from './edit.js';

/** A stretch of a text, as UTF-16 offsets, and what takes its place. */
export interface Splice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** An edit of a metadata file. */
export type XmlEdit = Exclude<Edit, RemoveEntry>;

/** Finds out what edits of one metadata file come to, character by character. `text` is that of a well-formed document. */
export class XmlEditor {
  private root: XmlElement | undefined;

  public constructor(
    private readonly file: string,
    private readonly text: string
  ) {}

  /** Nothing where it is so already; undefined where the file is written in a way that only a person can change. */
  public splicesOf(edit: XmlEdit): readonly Splice[] | undefined {
    switch (edit.kind) {
      case 'replace':
        return this.replace(edit);
      case 'set-child':
        return this.setChild(edit);
      case 'remove':
        return this.remove(edit);
    }
  }

  private replace({
    at: { start, end },
    from,
    to,
  }: Pick<ReplaceText, 'at' | 'from' | 'to'>): readonly Splice[] | undefined {
    const written = this.text.slice(start, end);
    // A text that is not there letter by letter has comments, references or sections in it.
    if (HAS_MARKUP.test(written) || HAS_MARKUP.test(to) || (from !== undefined && written !== from)) return undefined;
    return written === to ? [] : [{ start, end, text: to }];
  }

  private setChild({ at, child: name, to }: SetChild): readonly Splice[] | undefined {
    const element = this.parentAt(at);
    if (!element || HAS_MARKUP.test(to)) return undefined;
    const [child, another] = element.children.filter((one) => one.name === name);
    if (another) return undefined;
    if (child)
      return child.text === '' ? this.fill(child, to) : this.replace({ at: child.textAt, from: child.text, to });
    return [this.insertion(element, name, to)];
  }

  /** Gives an element without anything in it a text. */
  private fill({ at: { start, end } }: XmlElement, to: string): readonly Splice[] | undefined {
    const name = /^<([^\s/>]+)(?:\s*\/>|><\/\1>)$/.exec(this.text.slice(start, end))?.[1];
    return name === undefined ? undefined : [{ start, end, text: `<${name}>${to}</${name}>` }];
  }

  /**
   * A new child stands behind the last one that comes before it in the order of names, which is the order of a retrieve, and
   * looks like it. It never stands first, where it could come to stand behind a comment that is about the element below.
   */
  private insertion({ children }: XmlElement, name: string, value: string): Splice {
    const before = children.filter((child) => child.name < name).at(-1) ?? children[0]!;
    const separator = this.blanksBefore(before.at.start);
    const prefix = /^<([^\s:/>]+:)?/.exec(this.text.slice(before.at.start, before.at.start + 200))![1] ?? '';
    const start = /[\r\n]/.test(separator) ? this.lineTail(before.at.end) : before.at.end;
    return { start, end: start, text: `${separator}<${prefix}${name}>${value}</${prefix}${name}>` };
  }

  private remove({ at }: Remove): readonly Splice[] | undefined {
    const { text } = this;
    const isComment = text.startsWith('<!--', at.start) && text.startsWith('-->', at.end - 3);
    const span = isComment ? at : this.innermost(this.document(), at)?.at;
    if (!span || (!isComment && this.isBehindSuppression(span.start))) return undefined;
    let { start, end } = span;
    const lineStart = start - blanksAtEnd(text, start);
    const tail = end + blanksAtStart(text, end);
    const lineEnd = lineEndAt(text, tail);
    if (tail === text.length || lineEnd !== '') {
      const isAlone = lineStart === 0 || isLineBreak(text[lineStart - 1]!);
      start = lineStart;
      end = isAlone ? tail + lineEnd.length : tail;
    }
    return [{ start, end, text: '' }];
  }

  /** The element that a place is, or the one that has the leaf around the place. */
  private parentAt(at: Location): XmlElement | undefined {
    let element = this.document();
    for (;;) {
      if (element.at.start === at.start && element.at.end === at.end) break;
      const next = childAround(element, at);
      if (!next || (next.children.length === 0 && next.at.start !== at.start)) break;
      element = next;
    }
    return element.children.length > 0 ? element : undefined;
  }

  private innermost(element: XmlElement, at: Location): XmlElement | undefined {
    const next = childAround(element, at);
    return next && (this.innermost(next, at) ?? next);
  }

  /** Whether a comment that accepts findings stands before a place: it would be about what follows. */
  private isBehindSuppression(place: number): boolean {
    const before = this.text.slice(0, place).trimEnd();
    return before.endsWith('-->') && before.slice(before.lastIndexOf('<!--')).includes(COMMENT_MARK);
  }

  /** The line break and the blanks that a place is indented by; on a line with something before it, the blanks alone. */
  private blanksBefore(place: number): string {
    const blanks = place - blanksAtEnd(this.text, place);
    const lineBreak =
      this.text[blanks - 1] === '\n'
        ? this.text[blanks - 2] === '\r'
          ? 2
          : 1
        : Number(this.text[blanks - 1] === '\r');
    return this.text.slice(blanks - lineBreak, place);
  }

  /** The end of the line where only comments follow, which are about what stands before them; else the place itself. */
  private lineTail(place: number): number {
    let end = place;
    for (;;) {
      const next = end + blanksAtStart(this.text, end);
      if (lineEndAt(this.text, next) !== '') return end;
      if (!this.text.startsWith('<!--', next)) return place;
      const close = this.text.indexOf('-->', next) + 3;
      const comment = this.text.slice(next, close);
      if (/[\r\n]/.test(comment) || comment.includes(COMMENT_MARK)) return place;
      end = close;
    }
  }

  private document(): XmlElement {
    this.root ??= parseXml(this.file, this.text, everyElement);
    return this.root;
  }
}

const HAS_MARKUP = /[<&]|\]\]>/;

const childAround = ({ children }: XmlElement, { start, end }: Location): XmlElement | undefined =>
  children.find(({ at }) => at.start <= start && end <= at.end);

const isLineBreak = (character: string): boolean => character === '\n' || character === '\r';

function blanksAtEnd(text: string, place: number): number {
  let start = place;
  while (text[start - 1] === ' ' || text[start - 1] === '\t') start -= 1;
  return place - start;
}

function blanksAtStart(text: string, place: number): number {
  let end = place;
  while (text[end] === ' ' || text[end] === '\t') end += 1;
  return end - place;
}

function lineEndAt(text: string, place: number): string {
  if (text[place] === '\n') return '\n';
  if (text[place] !== '\r') return '';
  return text[place + 1] === '\n' ? '\r\n' : '\r';
}

/** Whether two splices would change the same characters. What only touches does not. */
export const overlaps = (one: Splice, other: Splice): boolean => one.start < other.end && other.start < one.end;

export const isSameSplice = (one: Splice, other: Splice): boolean =>
  one.start === other.start && one.end === other.end && one.text === other.text;

/** The text with all splices done; they do not overlap. What is put in at one place keeps the order of the list. */
export function applySplices(text: string, splices: readonly Splice[]): string {
  let result = '';
  let position = 0;
  for (const { start, end, text: inserted } of [...splices].sort((a, b) => a.start - b.start || a.end - b.end)) {
    result += text.slice(position, start) + inserted;
    position = end;
  }
  return result + text.slice(position);
}
