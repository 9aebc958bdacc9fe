import {
  Composer,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  Parser,
  type Alias,
  type CST,
  type Document,
  type YAMLMap,
} from 'yaml';
import { ConfigError, excerpt, quote, type ConfigProblem } from './configError.js';

/** What a YAML text says, as plain data: objects without a prototype, arrays, texts, finite numbers, booleans, null. */
export interface YamlContent {
  /** Undefined when the text is empty or holds comments only. */
  readonly value: unknown;
  /**
   * Where the value at a JSON pointer stands (`#/org/limit`), or its key. What lies in an alias is where the alias is, and
   * what is missing is where the mapping around it is.
   */
  place(pointer: string, part: 'key' | 'value'): Pick<ConfigProblem, 'line' | 'column'>;
  /** The same as a UTF-16 offset into the text. */
  offset(pointer: string, part: 'key' | 'value'): number;
}

/** Far more than any file that people write; what the `yaml` package needs for hostile text of that size is still little. */
const MAX_LENGTH = 1024 * 1024;
const MAX_TOKENS = 100_000;
const MAX_VALUES = 20_000;
/** The `yaml` package recurses, so deep nesting would exhaust the stack. Counted in open collections. */
const MAX_DEPTH = 64;
const TOO_MUCH = 'from here the file holds more than a config file can; make it shorter';

/**
 * Reads one YAML 1.2 document of the core schema: dates stay texts, and `off` is a word. Tags that make something else,
 * duplicate keys and keys that are no words are refused, and aliases count as often as they are used. Throws ConfigError.
 */
export function readYaml(text: string, path: string): YamlContent {
  const lines = new LineCounter();
  const problemAt = (message: string, offset: number): ConfigProblem => {
    const { line, col } = lines.linePos(offset);
    return { message, line, column: col };
  };
  const refuse: Refuse = (message, offset) => {
    throw new ConfigError(path, [problemAt(message, offset)]);
  };
  if (text.length > MAX_LENGTH) {
    const message = `the file has more than ${MAX_LENGTH} characters, too many for a config file; make it shorter`;
    throw new ConfigError(path, [{ message, line: 1, column: 1 }]);
  }
  const document = compose(text, lines, refuse);
  const reader = new ValueReader(refuse);
  const value = document?.contents ? reader.read(document.contents, '#') : undefined;
  if (reader.problems.length > 0) {
    throw new ConfigError(
      path,
      reader.problems.map(({ message, offset }) => problemAt(message, offset))
    );
  }
  return {
    value,
    place(pointer, part) {
      const { line, column } = problemAt('', reader.offsetOf(pointer, part));
      return { line, column };
    },
    offset: (pointer, part) => reader.offsetOf(pointer, part),
  };
}

type Refuse = (message: string, offset: number) => never;

/** The only document of a text. */
function compose(text: string, lines: LineCounter, refuse: Refuse): Document.Parsed | undefined {
  // Without uniqueKeys, which takes quadratic time; ValueReader finds duplicates.
  const composer = new Composer({ schema: 'core', merge: false, resolveKnownTags: false, uniqueKeys: false });
  const tokens = new BoundedParser(lines, refuse).parse(text);
  let document: Document.Parsed | undefined;
  for (const next of composer.compose(tokens, true, text.length)) {
    if (document) refuse('a second YAML document begins here; write one document', next.range[0]);
    const problem = next.errors[0] ?? next.warnings[0];
    if (problem) refuse(`this is not valid YAML: ${excerpt(problem.message, 200)}`, problem.pos[0]);
    document = next;
  }
  return document;
}

/** Gives up as soon as a text is too deep or too rich, before anything recurses into it. */
class BoundedParser extends Parser {
  private tokens = 0;

  public constructor(
    lines: LineCounter,
    private readonly refuse: Refuse
  ) {
    super(lines.addNewLine);
  }

  public override *next(source: string): Generator<CST.Token, void> {
    yield* super.next(source);
    this.tokens += 1;
    if (this.stack.length > MAX_DEPTH)
      this.refuse('the file is nested too deeply from here; make it flat', this.offset);
    if (this.tokens > MAX_TOKENS) this.refuse(TOO_MUCH, this.offset);
  }
}

/** Turns the nodes of a document into plain data. */
class ValueReader {
  public readonly problems: Array<{ readonly message: string; readonly offset: number }> = [];
  private readonly offsets = new Map<string, { readonly key: number; readonly value: number }>();
  /** What an anchor names and how many values that is; undefined as long as it is being read. */
  private readonly anchors = new Map<string, { readonly value: unknown; readonly size: number } | undefined>();
  private size = 0;

  public constructor(private readonly refuse: Refuse) {}

  public read(node: unknown, pointer: string, key?: number): unknown {
    const offset = offsetOf(node) ?? key ?? 0;
    this.offsets.set(pointer, { key: key ?? offset, value: offset });
    this.grow(1, offset);
    if (isAlias(node)) return this.alias(node, offset);
    const anchor = isMap(node) || isSeq(node) || isScalar(node) ? node.anchor : undefined;
    const before = this.size;
    if (anchor !== undefined) this.anchors.set(anchor, undefined);
    const value = this.plain(node, pointer, offset);
    if (anchor !== undefined) this.anchors.set(anchor, { value, size: this.size - before });
    return value;
  }

  public offsetOf(pointer: string, part: 'key' | 'value'): number {
    for (let known = pointer; known !== ''; known = known.slice(0, Math.max(0, known.lastIndexOf('/')))) {
      const offsets = this.offsets.get(known);
      if (offsets) return offsets[part];
    }
    return 0;
  }

  private plain(node: unknown, pointer: string, offset: number): unknown {
    if (isMap(node)) return this.mapping(node, pointer);
    if (isSeq(node)) return node.items.map((item, index) => this.read(item, `${pointer}/${index}`));
    const value = isScalar(node) ? node.value : null;
    if (typeof value === 'number' && !Number.isFinite(value)) this.report('a number must be finite', offset);
    return value;
  }

  private mapping({ items }: YAMLMap, pointer: string): unknown {
    const result = Object.create(null) as Record<string, unknown>;
    for (const { key, value } of items) {
      const offset = offsetOf(key) ?? offsetOf(value) ?? this.offsetOf(pointer, 'value');
      const name = isScalar(key) ? (typeof key.value === 'string' ? key.value : (key.source ?? '')) : undefined;
      if (name === undefined) this.report('a key must be a word', offset);
      // JSON pointers cannot hold half a character.
      else if (/[\uD800-\uDFFF]/u.test(name)) this.report('a key must be text, without lone surrogates', offset);
      else if (Object.hasOwn(result, name)) this.report(`duplicate key ${quote(name)}; keep one of them`, offset);
      else result[name] = this.read(value, `${pointer}/${pointerPart(name)}`, offset);
    }
    return result;
  }

  private alias({ source }: Alias, offset: number): unknown {
    const anchored = this.anchors.get(source);
    if (anchored) {
      this.grow(anchored.size, offset);
      return anchored.value;
    }
    const isOpen = this.anchors.has(source);
    this.report(
      `the alias ${quote(source)} ${isOpen ? 'stands within what it names' : 'names no anchor before it'}`,
      offset
    );
    return null;
  }

  private grow(count: number, offset: number): void {
    this.size += count;
    if (this.size > MAX_VALUES) this.refuse(TOO_MUCH, offset);
  }

  private report(message: string, offset: number): void {
    this.problems.push({ message, offset });
  }
}

/** A key in a JSON pointer, in the URI form that `@cfworker/json-schema` reports. */
export const pointerPart = (key: string): string =>
  encodeURI(key.replaceAll('~', '~0').replaceAll('/', '~1')).replaceAll('#', '%23');

/** The keys of a JSON pointer; of an array's element, its index. */
export const pointerKeys = (pointer: string): readonly string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((part) => decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~'));

const offsetOf = (node: unknown): number | undefined =>
  isScalar(node) || isMap(node) || isSeq(node) || isAlias(node) ? node.range?.[0] : undefined;
