import { XmlError } from './xmlError.js';

/** Where an element stands: from `<` of its opening tag to behind `>` of its closing tag. */
export interface ElementSpan {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** A well-formed document's root, and those of its child elements that were asked for, in file order. */
export interface Outline {
  readonly root: ElementSpan & { readonly openTagEnd: number };
  readonly children: readonly ElementSpan[];
}

/** How many elements may be open at once: as many as libxml2 takes by default. More is an attack, not metadata. */
export const MAX_DEPTH = 257;

// Characters that XML 1.0 allows nowhere (https://www.w3.org/TR/xml/#charsets); a lone surrogate never leaves a UTF-8 decoder.
// eslint-disable-next-line no-control-regex
const FORBIDDEN_CHARACTER = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

const NON_ASCII_NAME_START =
  /[\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\ud800-\udb7f\udc00-\udfff]/;
const NON_ASCII_NAME = /[\u00b7\u0300-\u036f\u203f\u2040]/;

const NAME_START = 1;
const NAME_CHARACTER = 2;

/** For each ASCII character: may it start a name, may it stand in one. */
const ASCII_NAME = new Uint8Array(128);
for (let code = 0; code < 128; code += 1) {
  const character = String.fromCharCode(code);
  if (/[A-Za-z_:]/.test(character)) ASCII_NAME[code] = NAME_START | NAME_CHARACTER;
  else if (/[-.0-9]/.test(character)) ASCII_NAME[code] = NAME_CHARACTER;
}

const [TAB, LINE_FEED, CARRIAGE_RETURN, SPACE] = [9, 10, 13, 32];
const [BANG, DOUBLE_QUOTE, SINGLE_QUOTE, SLASH, EQUALS, GREATER, QUESTION] = [33, 34, 39, 47, 61, 62, 63];

const isSpace = (code: number): boolean =>
  code === SPACE || code === LINE_FEED || code === TAB || code === CARRIAGE_RETURN;

/** Plain elements in one run, and leaves in one of them: the engine's stack for regular expressions is finite. */
const RUN_LENGTH = 256;

/** The children of a root that a reader wants. Made once per reader, because it holds a compiled expression. */
export interface WantedElements {
  has(name: string): boolean;
  /** Matches, where it is tried, some plain elements that are not wanted, with the blanks before each. */
  readonly unwantedRun: RegExp;
  /** From this length of a document on, in UTF-16 units, stepping over saves more than compiling `unwantedRun` costs. */
  readonly stepOverFrom: number;
}

/** Names the children of a root element that `outlineXml` shall keep; `names` are plain element names. */
export function wantedElements(...names: readonly string[]): WantedElements {
  const blank = '[\\t\\n\\r ]*';
  // No "]" and no "&", so that neither a section end nor a reference can hide in what is stepped over.
  const value = '[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f&<\\]\\ufffe\\uffff]*';
  const leaf = `<([A-Za-z]\\w*)>${value}</\\2>`;
  const wanted = names.length === 0 ? '' : `(?!<(?:${names.join('|')})>)`;
  const known = new Set(names);
  let unwantedRun: RegExp | undefined;
  return {
    stepOverFrom: 50_000,
    has: (name) => known.has(name.slice(name.indexOf(':') + 1)),
    get unwantedRun() {
      unwantedRun ??= new RegExp(
        `(?:${blank}${wanted}<([A-Za-z]\\w*)>(?:${blank}(?:${leaf}${blank}){1,${RUN_LENGTH}}|${value})</\\1>){1,${RUN_LENGTH}}`,
        'y'
      );
      return unwantedRun;
    },
  };
}

/** Keeps all children of a root. */
export const everyElement: WantedElements = { has: () => true, unwantedRun: /(?!)/y, stepOverFrom: Infinity };

/**
 * Reads a whole document strictly, keeping only the places of the root's children that are wanted.
 *
 * Metadata files are mostly elements that no rule asks about, and a full parse costs a hundred times the bytes. So this
 * pass decides well-formedness for all of the file (https://www.w3.org/TR/xml/), without building anything, and the
 * library behind `parseXml` sees the wanted elements alone. Runs of plain unwanted elements are stepped over by one
 * regular expression, four times as fast as tag by tag; whatever it does not match takes the slow way and is judged
 * there. A DOCTYPE is refused: metadata has none, and entity tricks need one.
 *
 * @throws XmlError at the first thing that is not well-formed
 */
export function outlineXml(text: string, wanted: WantedElements): Outline {
  return new OutlineScanner(text, wanted).scan();
}

class OutlineScanner {
  private readonly children: ElementSpan[] = [];
  private position = 0;
  /** Start and end of the name of each open element. */
  private readonly openStart = new Int32Array(MAX_DEPTH);
  private readonly openEnd = new Int32Array(MAX_DEPTH);
  private depth = 0;
  private nextAmpersand: number;
  private nextSectionEnd: number;
  private rootStart = -1;
  private rootOpenTagEnd = -1;
  private rootEnd = -1;
  private childStart = -1;
  private childName: string | undefined;
  private charactersChecked = 0;
  private readonly stepsOver: boolean;

  public constructor(
    private readonly text: string,
    private readonly wanted: WantedElements
  ) {
    this.stepsOver = text.length >= wanted.stepOverFrom;
    this.nextAmpersand = this.find('&', 0);
    this.nextSectionEnd = this.find(']]>', 0);
  }

  public scan(): Outline {
    const { text } = this;
    if (/^<\?xml[\t\n\r ?]/.test(text)) this.declaration();

    for (;;) {
      if (this.stepsOver && this.depth === 1) this.stepOverUnwanted();
      const tag = text.indexOf('<', this.position);
      if (tag === -1) break;
      if (tag > this.position) this.characterData(this.position, tag);
      const code = text.charCodeAt(tag + 1);
      if (code === SLASH) this.closeTag(tag);
      else if (code === BANG) this.markup(tag);
      else if (code === QUESTION) this.instruction(tag);
      else this.openTag(tag);
    }
    if (this.position < text.length) this.characterData(this.position, text.length);
    this.refuseForbiddenCharacters(text.length);
    if (this.depth > 0) {
      const start = this.openStart[this.depth - 1] ?? 0;
      throw new XmlError(`ends inside <${this.openName()}>, which is never closed`, start - 1);
    }
    if (this.rootStart === -1) throw new XmlError(text.trim() === '' ? 'is empty' : 'has no root element', 0);
    const nameStart = this.rootStart + 1;
    const name = text.slice(nameStart, this.nameEnd(nameStart));
    return {
      root: { name, start: this.rootStart, end: this.rootEnd, openTagEnd: this.rootOpenTagEnd },
      children: this.children,
    };
  }

  private stepOverUnwanted(): void {
    const { unwantedRun } = this.wanted;
    unwantedRun.lastIndex = this.position;
    if (!unwantedRun.test(this.text)) return;
    this.refuseForbiddenCharacters(this.position);
    this.position = unwantedRun.lastIndex;
    this.charactersChecked = this.position;
  }

  /** Looks at what no step over unwanted elements has looked at, up to `end`. */
  private refuseForbiddenCharacters(end: number): void {
    if (end <= this.charactersChecked) return;
    const forbidden = FORBIDDEN_CHARACTER.exec(this.text.slice(this.charactersChecked, end));
    if (!forbidden) return;
    const offset = this.charactersChecked + forbidden.index;
    throw new XmlError(`has a character that XML does not allow (${codePoint(forbidden[0])})`, offset);
  }

  private find(what: string, from: number): number {
    const found = this.text.indexOf(what, from);
    return found === -1 ? Infinity : found;
  }

  /** The innermost open element's name, for a message. */
  private openName(): string {
    return shortened(this.text.slice(this.openStart[this.depth - 1], this.openEnd[this.depth - 1]));
  }

  /** `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>`, in that order. */
  private declaration(): void {
    const end = this.find('?>', 0);
    if (end === Infinity) throw new XmlError('has an XML declaration that is never closed', 0);
    const declared =
      /^<\?xml[ \t\r\n]+version[ \t\r\n]*=[ \t\r\n]*(?:"1\.[0-9]+"|'1\.[0-9]+')(?:[ \t\r\n]+encoding[ \t\r\n]*=[ \t\r\n]*(?:"([A-Za-z][-A-Za-z0-9._]*)"|'([A-Za-z][-A-Za-z0-9._]*)'))?(?:[ \t\r\n]+standalone[ \t\r\n]*=[ \t\r\n]*(?:"(?:yes|no)"|'(?:yes|no)'))?[ \t\r\n]*\?>$/.exec(
        this.text.slice(0, end + 2)
      );
    if (!declared) throw new XmlError('has an XML declaration that is not well-formed', 0);
    const encoding = declared[1] ?? declared[2] ?? 'UTF-8';
    if (!/^(?:utf-?8|us-ascii)$/i.test(encoding)) {
      throw new XmlError(`declares the encoding ${shortened(encoding)}; Salesforce metadata is UTF-8`, 0);
    }
    this.position = end + 2;
  }

  /** Text between two tags: references must be defined, and outside the root only blanks may stand. */
  private characterData(from: number, to: number): void {
    if (this.depth === 0) {
      for (let index = from; index < to; index += 1) {
        if (isSpace(this.text.charCodeAt(index))) continue;
        const place = this.rootStart === -1 ? 'before' : 'behind';
        throw new XmlError(`has text ${place} the root element`, index);
      }
      return;
    }
    if (this.nextAmpersand < to) this.references(from, to);
    if (this.nextSectionEnd < to) {
      if (this.nextSectionEnd < from) this.nextSectionEnd = this.find(']]>', from);
      if (this.nextSectionEnd < to) throw new XmlError('has "]]>" outside a CDATA section', this.nextSectionEnd);
    }
  }

  private references(from: number, to: number): void {
    let at = this.nextAmpersand < from ? this.find('&', from) : this.nextAmpersand;
    while (at < to) {
      REFERENCE.lastIndex = at;
      const reference = REFERENCE.exec(this.text);
      if (!reference) throw new XmlError('has an "&" that starts no entity; write &amp;', at);
      const [whole, hexadecimal, decimal, name] = reference;
      if (name !== undefined && !PREDEFINED.has(name)) {
        // Not named: in an unescaped password, what stands between & and ; is a part of it.
        throw new XmlError('refers to an entity that is not defined', at);
      }
      if (
        name === undefined &&
        !isAllowed(hexadecimal === undefined ? parseInt(decimal!, 10) : parseInt(hexadecimal, 16))
      ) {
        throw new XmlError(`refers to the character ${shortened(whole)} that XML does not allow`, at);
      }
      at = this.find('&', REFERENCE.lastIndex);
    }
    this.nextAmpersand = at;
  }

  private nameEnd(from: number): number {
    const { text } = this;
    let index = from;
    let code = text.charCodeAt(index);
    if (code < 128 ? (ASCII_NAME[code]! & NAME_START) === 0 : !NON_ASCII_NAME_START.test(text[index] ?? ''))
      return from;
    do {
      index += 1;
      code = text.charCodeAt(index);
    } while (
      code < 128
        ? (ASCII_NAME[code]! & NAME_CHARACTER) !== 0
        : index < text.length && (NON_ASCII_NAME_START.test(text[index]!) || NON_ASCII_NAME.test(text[index]!))
    );
    return index;
  }

  private openTag(tag: number): void {
    const { text } = this;
    const nameStart = tag + 1;
    const nameEnd = this.nameEnd(nameStart);
    if (nameEnd === nameStart) {
      if (text.startsWith('<<<<<<<', tag)) throw new XmlError('has an unresolved merge conflict', tag);
      throw new XmlError('has a "<" that starts no tag; write &lt;', tag);
    }
    if (this.depth === MAX_DEPTH) throw new XmlError(`nests elements more than ${MAX_DEPTH} deep`, tag);
    let position = nameEnd;
    let empty = false;
    if (text.charCodeAt(position) !== GREATER) {
      position = this.attributes(tag, nameEnd);
      empty = text.charCodeAt(position) === SLASH;
      if (empty) position += 1;
    }
    const end = position + 1;
    if (this.depth === 0) {
      if (this.rootStart !== -1) throw new XmlError('has a second root element', tag);
      this.rootStart = tag;
      this.rootOpenTagEnd = end;
      if (empty) this.rootEnd = end;
    } else if (this.depth === 1) {
      const name = text.slice(nameStart, nameEnd);
      this.childName = this.wanted.has(name) ? name : undefined;
      this.childStart = tag;
      if (empty && this.childName !== undefined) this.children.push({ name, start: tag, end });
    }
    this.position = end;
    if (empty) return;
    this.openStart[this.depth] = nameStart;
    this.openEnd[this.depth] = nameEnd;
    this.depth += 1;
  }

  /** Checks the attributes of a tag and returns the place of its `>`, or of the `/` of its `/>`. */
  private attributes(tag: number, from: number): number {
    const { text } = this;
    const seen = new Set<string>();
    let position = from;
    for (;;) {
      const blanks = position;
      while (isSpace(text.charCodeAt(position))) position += 1;
      const code = text.charCodeAt(position);
      if (code === GREATER) return position;
      if (code === SLASH && text.charCodeAt(position + 1) === GREATER) return position;
      const nameEnd = this.nameEnd(position);
      if (nameEnd === position || position === blanks) {
        throw new XmlError(position >= text.length ? 'ends inside a tag' : 'has a tag that is not well-formed', tag);
      }
      const name = text.slice(position, nameEnd);
      if (seen.has(name)) throw new XmlError(`has the attribute ${shortened(name)} twice in one tag`, position);
      seen.add(name);
      position = nameEnd;
      while (isSpace(text.charCodeAt(position))) position += 1;
      if (text.charCodeAt(position) !== EQUALS) {
        throw new XmlError(`has the attribute ${shortened(name)} without a value`, nameEnd);
      }
      position += 1;
      while (isSpace(text.charCodeAt(position))) position += 1;
      const quote = text.charCodeAt(position);
      const close = quote === DOUBLE_QUOTE || quote === SINGLE_QUOTE ? text.indexOf(text[position]!, position + 1) : -1;
      if (close === -1) throw new XmlError(`has the attribute ${shortened(name)} without a quoted value`, position);
      // In the value alone: a search in the whole text would run to the tag's end for each of its attributes.
      const less = text.slice(position, close).indexOf('<');
      if (less !== -1) {
        throw new XmlError(`has a "<" in the attribute ${shortened(name)}; write &lt;`, position + less);
      }
      if (this.nextAmpersand < close) this.references(position, close);
      position = close + 1;
    }
  }

  private closeTag(tag: number): void {
    const { text } = this;
    if (this.depth === 0) throw new XmlError('has a closing tag that nothing opens', tag);
    const level = this.depth - 1;
    const start = this.openStart[level]!;
    const length = this.openEnd[level]! - start;
    let index = 0;
    while (index < length && text.charCodeAt(tag + 2 + index) === text.charCodeAt(start + index)) index += 1;
    let end = tag + 2 + index;
    if (index === length) while (isSpace(text.charCodeAt(end))) end += 1;
    if (index < length || text.charCodeAt(end) !== GREATER) {
      // Name characters only, because this ends up on a terminal.
      const name = shortened(text.slice(tag + 2, this.nameEnd(tag + 2)));
      throw new XmlError(`closes <${this.openName()}> with </${name}>`, tag);
    }
    end += 1;
    this.depth = level;
    this.position = end;
    if (level === 1) {
      if (this.childName !== undefined) this.children.push({ name: this.childName, start: this.childStart, end });
    } else if (level === 0) {
      this.rootEnd = end;
    }
  }

  private markup(tag: number): void {
    const { text } = this;
    if (text.startsWith('<!--', tag)) {
      const end = text.indexOf('--', tag + 4);
      if (end === -1) throw new XmlError('has a comment that is never closed', tag);
      if (text.charCodeAt(end + 2) !== GREATER) throw new XmlError('has "--" inside a comment', end);
      this.position = end + 3;
    } else if (text.startsWith('<![CDATA[', tag)) {
      if (this.depth === 0) throw new XmlError('has a CDATA section outside the root element', tag);
      const end = text.indexOf(']]>', tag + 9);
      if (end === -1) throw new XmlError('has a CDATA section that is never closed', tag);
      this.position = end + 3;
    } else if (text.startsWith('<!DOCTYPE', tag)) {
      throw new XmlError('has a DOCTYPE, which metadata never needs and which is refused', tag);
    } else {
      throw new XmlError('has a "<!" that is neither a comment nor CDATA', tag);
    }
  }

  private instruction(tag: number): void {
    const { text } = this;
    const nameEnd = this.nameEnd(tag + 2);
    const target = text.slice(tag + 2, nameEnd);
    const end = text.indexOf('?>', tag + 2);
    if (target === '' || end === -1 || (nameEnd !== end && !isSpace(text.charCodeAt(nameEnd)))) {
      throw new XmlError('has a processing instruction that is not well-formed', tag);
    }
    if (target.toLowerCase() === 'xml') throw new XmlError('has an XML declaration that is not at its very start', tag);
    this.position = end + 2;
  }
}

const REFERENCE = /&(?:#x([0-9a-fA-F]+)|#([0-9]+)|([A-Za-z_:][-\w.:]*));/y;
const PREDEFINED = new Set(['amp', 'lt', 'gt', 'quot', 'apos']);

/** https://www.w3.org/TR/xml/#NT-Char */
const isAllowed = (code: number): boolean =>
  code === TAB ||
  code === LINE_FEED ||
  code === CARRIAGE_RETURN ||
  (code >= SPACE && code <= 0xd7ff) ||
  (code >= 0xe000 && code <= 0xfffd) ||
  (code >= 0x10000 && code <= 0x10ffff);

/** A name for a message: a file may hold one of a megabyte. */
const shortened = (name: string): string => (name.length > 80 ? `${name.slice(0, 80)}...` : name);

const codePoint = (character: string): string =>
  `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
