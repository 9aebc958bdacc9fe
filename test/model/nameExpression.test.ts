import { expect } from 'chai';
import { ExpressionError, readNameExpression } from '../../src/model/nameExpression.js';

const names = [
  '',
  'a',
  'b',
  'ab',
  'ba',
  'aab',
  'abab',
  'Client_EMEA_2026',
  'client_emea',
  'A_1',
  '2026',
  'a-b',
  'a\nb',
  'é',
];

const expressions = [
  '',
  'a',
  '^a',
  'a$',
  '^$',
  '^a$',
  'a|b',
  '^(a|b)$',
  '^a|b$',
  '(?:ab)+',
  '^(?:ab)+$',
  '^(a*)*$',
  '^(a|b)*?b$',
  '^(a|a)*$',
  '^a{2}b?$',
  '^a{0,2}$',
  '^(ab){2,}$',
  '^a{0}b$',
  '()',
  '(|a)b',
  '.',
  '^...$',
  '[a-c]',
  '[^a-c]',
  '[]',
  '[^]',
  '^[\\w-]+$',
  '^[A-Z]\\w*_\\d{4}$',
  '\\S\\W\\D\\s?',
  '\\.',
  '\\\\',
  '[\\]a]',
  '[a-]',
  '^(Client|Signing)_[A-Z0-9]+_20\\d\\d$',
  '(^a|b$)+',
];

describe('name expressions', () => {
  it('says what RegExp says', () => {
    for (const source of expressions) {
      for (const name of names) {
        expect(readNameExpression(source).matches(name), `${source} on ${JSON.stringify(name)}`).to.equal(
          new RegExp(source).test(name)
        );
      }
    }
  });

  it('says what RegExp says, for all short expressions and names', () => {
    const words = (parts: readonly string[], length: number): readonly string[] =>
      length === 0 ? [''] : words(parts, length - 1).flatMap((word) => [word, ...parts.map((part) => word + part)]);
    const shortNames = [...new Set(words(['a', 'b'], 3))];
    let compared = 0;
    for (const source of new Set(words(['a', 'b', '*', '+?', '{1,2}', '|', '(', ')', '^', '$', '[^a]'], 4))) {
      const ours = attempt(() => readNameExpression(source));
      const theirs = attempt(() => new RegExp(source));
      if (!ours) continue;
      expect(theirs, source).to.not.equal(undefined);
      compared += 1;
      for (const name of shortNames) {
        expect(ours.matches(name), `${source} on ${name}`).to.equal(theirs!.test(name));
      }
    }
    expect(compared).to.be.greaterThan(1000);
  });

  for (const [source, problem] of [
    ['a'.repeat(201), 'is longer than 200 characters'],
    ['(?=a)', 'has a look-around or a named group'],
    ['(?<year>\\d)', 'has a look-around or a named group'],
    ['(a)\\1', 'has \\1, which is not understood'],
    ['\\bA', 'has \\b, which is not understood'],
    ['(a', 'has a group that does not end'],
    ['a)', 'has ) where it means nothing'],
    ['*a', 'has * where it means nothing'],
    ['a**', 'has * where it means nothing'],
    ['^*', 'has * where it means nothing'],
    ['a{', 'has { where it means nothing'],
    ['a]', 'has ] where it means nothing'],
    ['[a', 'ends too early'],
    ['a\\', 'ends too early'],
    ['[b-a]', 'has a range of characters that is none'],
    ['[\\w-z]', 'has a range of characters that is none'],
    ['a{3,2}', 'has {3,2}, whose numbers are out of order'],
    ['((a{99}){99}){99}', 'repeats too much'],
    ['(((){9999}){9999}){9999}', 'repeats too much'],
  ] as const) {
    it(`refuses ${source.slice(0, 20)}: ${problem}`, () => {
      expect(() => readNameExpression(source)).to.throw(ExpressionError, problem);
    });
  }

  it('takes no time for what keeps RegExp busy for years', () => {
    const name = 'a'.repeat(80);
    const started = performance.now();
    for (const source of [
      '^(a+)+$b',
      '^(a|a)*b',
      '(a*)*b',
      `${'a?'.repeat(60)}${'a'.repeat(60)}b`,
      `${'.*'.repeat(90)}b`,
    ]) {
      expect(readNameExpression(source).matches(name)).to.equal(false);
    }
    expect(performance.now() - started).to.be.lessThan(1000);
  });
});

function attempt<Result>(make: () => Result): Result | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}
