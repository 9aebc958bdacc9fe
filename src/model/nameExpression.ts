/**
 * A regular expression that somebody else wrote, to be matched in time that grows with the length of the name alone:
 * `RegExp` goes back and tries again, and `(a+)+$` may keep it busy for years.
 */
export interface NameExpression {
  /** Whether a part of the name matches, as `RegExp.test` has it; the expression says `^` and `$` for the whole. */
  matches(name: string): boolean;
}

/** In UTF-16 units. */
export const LONGEST_EXPRESSION = 200;

/** Counted repetitions are written out, may be nested, and may be of nothing. */
const MOST_NODES = 5000;

/**
 * Reads the part of JavaScript's regular expressions that needs no going back: characters, `.`, classes, `\d` `\w` `\s`
 * and their opposites, groups, `|`, `*`, `+`, `?`, `{m,n}`, `^` and `$`. Look-around, back references, `\b` and the like
 * are not among them.
 *
 * @throws ExpressionError when there is something else in it, or too much
 */
export function readNameExpression(source: string): NameExpression {
  if (source.length > LONGEST_EXPRESSION) throw new ExpressionError(`is longer than ${LONGEST_EXPRESSION} characters`);
  const program = new Program(new Parser(source).read());
  return { matches: (name) => program.matches(name) };
}

/** Why an expression cannot be used, to follow what it is called: `is longer than 200 characters`. */
export class ExpressionError extends Error {
  public override readonly name = 'ExpressionError';
}

type TestUnit = (unit: string) => boolean;

type Node =
  | { readonly kind: 'choice' | 'sequence'; readonly nodes: readonly Node[] }
  | { readonly kind: 'end' | 'start' }
  | { readonly kind: 'repeat'; readonly node: Node; readonly least: number; readonly most: number }
  | { readonly kind: 'unit'; readonly test: TestUnit };

const SHORTHANDS: Readonly<Record<string, TestUnit>> = {
  d: (unit) => /\d/.test(unit),
  D: (unit) => /\D/.test(unit),
  s: (unit) => /\s/.test(unit),
  S: (unit) => /\S/.test(unit),
  w: (unit) => /\w/.test(unit),
  W: (unit) => /\W/.test(unit),
};

const QUANTIFIER = /(?:[*+?]|\{(\d{1,4})(?:(,)(\d{1,4})?)?\})\??/y;

class Parser {
  private position = 0;

  public constructor(private readonly source: string) {}

  public read(): Node {
    const node = this.choice();
    if (this.position < this.source.length) throw this.unexpected();
    return node;
  }

  private choice(): Node {
    const nodes = [this.sequence()];
    while (this.take('|')) nodes.push(this.sequence());
    return { kind: 'choice', nodes };
  }

  private sequence(): Node {
    const nodes: Node[] = [];
    while (this.position < this.source.length && !/[|)]/.test(this.source[this.position]!)) {
      nodes.push(this.quantified(this.atom()));
    }
    return { kind: 'sequence', nodes };
  }

  private atom(): Node {
    if (this.take('(')) {
      if (this.take('?') && !this.take(':')) throw new ExpressionError('has a look-around or a named group');
      const node = this.choice();
      if (!this.take(')')) throw new ExpressionError('has a group that does not end');
      return node;
    }
    if (this.take('^')) return { kind: 'start' };
    if (this.take('$')) return { kind: 'end' };
    if (this.take('.')) return { kind: 'unit', test: (unit) => !/[\n\r\u2028\u2029]/.test(unit) };
    if (this.take('[')) return { kind: 'unit', test: this.characterClass() };
    if (/[*+?{}\]]/.test(this.source[this.position]!)) throw this.unexpected();
    const { test } = this.unit();
    return { kind: 'unit', test };
  }

  private quantified(node: Node): Node {
    QUANTIFIER.lastIndex = this.position;
    const found = QUANTIFIER.exec(this.source);
    if (!found) return node;
    const [written, least, comma, most] = found;
    if (node.kind === 'start' || node.kind === 'end') throw this.unexpected();
    this.position += written.length;
    const [low, high] = least === undefined ? SIGNS[written[0]!]! : [+least, comma ? +(most ?? Infinity) : +least];
    if (low > high) throw new ExpressionError(`has ${written}, whose numbers are out of order`);
    return { kind: 'repeat', node, least: low, most: high };
  }

  private characterClass(): TestUnit {
    const isNegated = this.take('^');
    const tests: TestUnit[] = [];
    while (!this.take(']')) {
      const first = this.unit();
      const isRange = /^-[^\]]/.test(this.source.slice(this.position, this.position + 2));
      if (!isRange) {
        tests.push(first.test);
        continue;
      }
      this.position += 1;
      const last = this.unit();
      if (first.literal === undefined || last.literal === undefined || first.literal > last.literal) {
        throw new ExpressionError('has a range of characters that is none');
      }
      const [low, high] = [first.literal, last.literal];
      tests.push((unit) => unit >= low && unit <= high);
    }
    return (unit) => tests.some((test) => test(unit)) !== isNegated;
  }

  /** A character, or a shorthand for several. */
  private unit(): { readonly test: TestUnit; readonly literal?: string } {
    const isEscaped = this.take('\\');
    const character = this.source[this.position];
    if (character === undefined) throw new ExpressionError('ends too early');
    if (isEscaped && SHORTHANDS[character]) {
      this.position += 1;
      return { test: SHORTHANDS[character] };
    }
    if (isEscaped && /[A-Za-z0-9]/.test(character)) {
      throw new ExpressionError(`has \\${character}, which is not understood`);
    }
    this.position += 1;
    return { test: (unit) => unit === character, literal: character };
  }

  private take(character: string): boolean {
    if (this.source[this.position] !== character) return false;
    this.position += 1;
    return true;
  }

  private unexpected(): ExpressionError {
    return new ExpressionError(`has ${this.source[this.position]} where it means nothing`);
  }
}

const SIGNS: Readonly<Record<string, readonly [least: number, most: number]>> = {
  '*': [0, Infinity],
  '+': [1, Infinity],
  '?': [0, 1],
};

/** Goes on with the next step, or, where there is `or`, with that one just as well. */
type Step =
  | { readonly kind: 'end' | 'found' | 'start' }
  | { readonly kind: 'fork'; or: number; next: number }
  | { readonly kind: 'unit'; readonly test: TestUnit };

/** Follows all ways through an expression at once (K. Thompson, Regular Expression Search Algorithm, 1968). */
class Program {
  private readonly steps: Step[] = [];
  private nodes = 0;

  public constructor(node: Node) {
    this.add(node);
    this.steps.push({ kind: 'found' });
  }

  public matches(name: string): boolean {
    let current = new Set<number>();
    for (let position = 0; position <= name.length; position += 1) {
      // A match may begin anywhere.
      current.add(0);
      if (this.follow(current, position, name.length)) return true;
      const next = new Set<number>();
      for (const index of current) {
        const step = this.steps[index]!;
        if (step.kind === 'unit' && position < name.length && step.test(name[position]!)) next.add(index + 1);
      }
      current = next;
    }
    return false;
  }

  /** Adds all steps that are reached without a further character; true when the end of the expression is one. */
  private follow(reached: Set<number>, position: number, length: number): boolean {
    // What is added while a set is walked is walked as well.
    for (const index of reached) {
      const step = this.steps[index]!;
      if (step.kind === 'found') return true;
      if (step.kind === 'fork') reached.add(step.next).add(step.or);
      else if ((step.kind === 'start' && position === 0) || (step.kind === 'end' && position === length)) {
        reached.add(index + 1);
      }
    }
    return false;
  }

  private add(node: Node): void {
    this.nodes += 1;
    if (this.nodes > MOST_NODES) throw new ExpressionError('repeats too much');
    switch (node.kind) {
      case 'sequence':
        for (const part of node.nodes) this.add(part);
        return;
      case 'choice':
        this.addChoice(node.nodes);
        return;
      case 'repeat':
        this.addRepeat(node.node, node.least, node.most);
        return;
      default:
        this.steps.push(node);
    }
  }

  private addChoice([first, ...others]: readonly Node[]): void {
    if (others.length === 0) {
      this.add(first!);
      return;
    }
    const fork = this.fork();
    this.add(first!);
    const jump = this.fork();
    fork.or = this.steps.length;
    this.addChoice(others);
    jump.or = this.steps.length;
    jump.next = this.steps.length;
  }

  private addRepeat(node: Node, least: number, most: number): void {
    for (let count = 0; count < least; count += 1) this.add(node);
    if (most === Infinity) {
      const start = this.steps.length;
      const fork = this.fork();
      this.add(node);
      const back = this.fork();
      back.or = start;
      back.next = start;
      fork.or = this.steps.length;
      return;
    }
    const forks: Array<Extract<Step, { kind: 'fork' }>> = [];
    for (let count = least; count < most; count += 1) {
      forks.push(this.fork());
      this.add(node);
    }
    for (const fork of forks) fork.or = this.steps.length;
  }

  private fork(): Extract<Step, { kind: 'fork' }> {
    const next = this.steps.length + 1;
    const fork: Step = { kind: 'fork', next, or: next };
    this.steps.push(fork);
    return fork;
  }
}
