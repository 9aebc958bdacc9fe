import { XMLParser } from 'fast-xml-parser';
import type { Location } from '../location.js';
import type { XmlElement } from './element.js';
import { MAX_DEPTH, outlineXml, type ElementSpan, type WantedElements } from './outline.js';
import { XmlError } from './xmlError.js';

/**
 * Reads the root of a metadata file and those of its children that are wanted.
 * `file` only goes into the locations.
 *
 * @throws XmlError when any part of the file is not well-formed, wanted or not
 */
export function parseXml(file: string, text: string, wanted: WantedElements): XmlElement {
  const { root, children } = outlineXml(text, wanted);
  return {
    name: localName(root.name),
    text: '',
    children: parseElements(file, text, children),
    at: { file, start: root.start, end: root.end },
    textAt: { file, start: root.start, end: root.openTagEnd },
  };
}

type RawNode = Record<string, unknown> & { [span: symbol]: { startIndex: number; endIndex: number } | undefined };

const TEXT = '#text';
const CDATA = '#cdata';

// Entities are decoded here, because only text outside CDATA has any and the library does not know numeric ones.
const parser = new XMLParser({
  preserveOrder: true,
  captureMetaData: true,
  parseTagValue: false,
  trimValues: false,
  ignoreAttributes: true,
  ignorePiTags: true,
  processEntities: false,
  cdataPropName: CDATA,
  maxNestedTags: MAX_DEPTH,
  // Otherwise the path of each element is written out, however long the names on it are.
  jPath: false,
  // The library refuses some names (constructor) and changes others (toString). With a colon in front none is special.
  transformTagName: (name) => `:${name}`,
});
const SPAN = XMLParser.getMetaDataSymbol() as unknown as symbol;

/**
 * How much goes to one call of the library, in UTF-16 units: the library takes longer to start than to read a typical
 * element, and what it makes of a whole profile at once outlives several garbage collections.
 */
const BATCH_LENGTH = 100_000;

function parseElements(file: string, text: string, spans: readonly ElementSpan[]): readonly XmlElement[] {
  const elements: XmlElement[] = [];
  let batch: ElementSpan[] = [];
  let length = 0;
  for (const span of spans) {
    batch.push(span);
    length += span.end - span.start;
    if (length < BATCH_LENGTH) continue;
    elements.push(...parseBatch(file, text, batch));
    batch = [];
    length = 0;
  }
  return batch.length === 0 ? elements : [...elements, ...parseBatch(file, text, batch)];
}

function parseBatch(file: string, text: string, spans: readonly ElementSpan[]): readonly XmlElement[] {
  let nodes: RawNode[];
  try {
    nodes = parser.parse(
      withoutInstructions(spans.map(({ start, end }) => text.slice(start, end)).join(''))
    ) as RawNode[];
  } catch (error) {
    // The document is well-formed, so this is the library's own refusal.
    throw new XmlError(`cannot be read: ${error instanceof Error ? error.message : 'unknown'}`, spans[0]!.start);
  }
  let before = 0;
  return spans.map(({ start, end }, index) => {
    const element = toElement(file, text, start - before, nodes[index]!);
    before += end - start;
    return element;
  });
}

const MARKUP_WITHOUT_TAGS = /<!--[^]*?-->|<!\[CDATA\[[^]*?\]\]>|<\?[^]*?\?>/g;

/**
 * Empties processing instructions, keeping their length. The library takes the apostrophe of `<?note it's?>` for the
 * start of a quoted value and reads on to the next one, over any element between the two.
 */
function withoutInstructions(xml: string): string {
  if (!xml.includes('<?')) return xml;
  return xml.replace(MARKUP_WITHOUT_TAGS, (markup) =>
    markup.startsWith('<?') ? `<?x${' '.repeat(markup.length - 5)}?>` : markup
  );
}

/** `offset` is what to add to the library's positions. */
function toElement(file: string, text: string, offset: number, node: RawNode): XmlElement {
  const span = node[SPAN]!;
  const at: Location = { file, start: offset + span.startIndex, end: offset + span.endIndex };
  const children: XmlElement[] = [];
  let value = '';
  for (const part of Object.values(node)[0] as RawNode[]) {
    if (TEXT in part) value += decodeReferences(String(part[TEXT]));
    else if (CDATA in part) value += (part[CDATA] as RawNode[]).map((inner) => String(inner[TEXT])).join('');
    else children.push(toElement(file, text, offset, part));
  }
  value = value.trim();
  return {
    name: localName(nameAt(text, at.start + 1)),
    text: value,
    children,
    at,
    textAt: value === '' ? at : textSpan(text, at, children),
  };
}

const NAME = /[^\t\n\r />]+/y;

function nameAt(text: string, start: number): string {
  NAME.lastIndex = start;
  return NAME.exec(text)![0];
}

/** From the first to the last character of an element's own text that is no blank, in a document known to be well-formed. */
function textSpan(text: string, at: Location, children: readonly XmlElement[]): Location {
  let first = -1;
  let last = -1;
  const addText = (from: number, to: number): void => {
    const written = text.slice(from, to);
    const blanks = written.length - written.trimStart().length;
    if (blanks === written.length) return;
    if (first === -1) first = from + blanks;
    last = from + written.trimEnd().length;
  };
  let position = openTagEnd(text, at.start);
  const closeTag = text.lastIndexOf('</', at.end - 1);
  for (const next of [...children.map((child) => child.at), { start: closeTag, end: at.end }]) {
    for (;;) {
      const markup = text.indexOf('<', position);
      addText(position, markup);
      if (markup === next.start) break;
      if (text.startsWith('<!--', markup)) position = text.indexOf('-->', markup + 4) + 3;
      else if (text.startsWith('<?', markup)) position = text.indexOf('?>', markup + 2) + 2;
      else {
        const content = markup + '<![CDATA['.length;
        const contentEnd = text.indexOf(']]>', content);
        addText(content, contentEnd);
        position = contentEnd + 3;
      }
    }
    position = next.end;
  }
  return { file: at.file, start: first, end: last };
}

/** Behind the `>` of the opening tag at `start`; a `>` may also stand in an attribute's value. */
function openTagEnd(text: string, start: number): number {
  let position = start;
  for (;;) {
    const character = text[position]!;
    if (character === '>') return position + 1;
    position = (character === '"' || character === "'" ? text.indexOf(character, position + 1) : position) + 1;
  }
}

const REFERENCE = /&(?:#x([0-9a-fA-F]+)|#([0-9]+)|(amp|lt|gt|quot|apos));/g;
const PREDEFINED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** The five predefined entities and numeric character references: all that a document without DOCTYPE can have. */
function decodeReferences(raw: string): string {
  if (!raw.includes('&')) return raw;
  return raw.replace(REFERENCE, (_, hexadecimal?: string, decimal?: string, name?: string) => {
    if (name !== undefined) return PREDEFINED[name]!;
    return String.fromCodePoint(hexadecimal === undefined ? parseInt(decimal!, 10) : parseInt(hexadecimal, 16));
  });
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);
