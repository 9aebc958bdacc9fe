import { expect } from 'chai';
import { piecesOf } from '../../src/model/fieldPieces.js';

/** The pieces of a value that stands at offset 10 of a file, written as `written`, and what the file holds there. */
const piecesIn = (written: string, value: string, pattern: RegExp): ReadonlyArray<readonly [string, string]> => {
  const text = `${' '.repeat(10)}${written}<`;
  const at = { file: 'X.xml', start: 10, end: 10 + written.length };
  return piecesOf({ value, at, element: 'x' }, pattern).map((piece) => [
    piece.value,
    text.slice(piece.at.start, piece.at.end),
  ]);
};

describe('piecesOf', () => {
  it('gives each piece its own span', () => {
    expect(piecesIn('Api, Full', 'Api, Full', /[^, ]+/g)).to.deep.equal([
      ['Api', 'Api'],
      ['Full', 'Full'],
    ]);
  });

  it('counts the line ends of Windows, which a value has not', () => {
    expect(piecesIn('a1\r\nb22 c\r\n\r\nd', 'a1\nb22 c\n\nd', /\S+/g)).to.deep.equal([
      ['a1', 'a1'],
      ['b22', 'b22'],
      ['c', 'c'],
      ['d', 'd'],
    ]);
  });

  it('gives each piece the span of the whole where the file does not hold the value letter by letter', () => {
    for (const [written, value] of [
      ['a&amp;b\nc', 'a&b\nc'],
      ['a&lt;b\nc\nd\ne', 'a<b\nc\nd\ne'],
      ['<![CDATA[a]]>\nc', 'a\nc'],
      ['a\r\nb\nc', 'a\nb\nc'],
      // As long as if each of three line ends had two characters.
      ['a&lt;\n\n\nb', 'a<\n\n\nb'],
    ] as const) {
      for (const [, held] of piecesIn(written, value, /\S+/g)) expect(held).to.equal(written);
    }
  });

  it('gives nothing where nothing matches, and keeps element and file', () => {
    expect(piecesIn(', ,', ', ,', /[^, ]+/g)).to.deep.equal([]);
    const field = { value: 'a b', at: { file: 'X.xml', start: 0, end: 3 }, element: 'list' };
    expect(piecesOf(field, /\S+/g)[1]).to.deep.equal({ ...field, value: 'b', at: { file: 'X.xml', start: 2, end: 3 } });
  });

  it('takes no longer for many pieces than for as many letters', () => {
    const value = 'a\n'.repeat(200_000).trimEnd();
    const field = { value, at: { file: 'X.xml', start: 0, end: value.length }, element: '' };
    expect(piecesOf(field, /\S+/g)).to.have.length(200_000);
  });
});
