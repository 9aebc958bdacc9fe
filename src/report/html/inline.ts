import type { Element, ElementContent } from 'hast';
import { h } from 'hastscript';
import type { Inline, Text, Verdict } from '../document.js';
import { VERDICT_WORDS } from '../verdicts.js';
import { visible } from '../visible.js';

/** Texts quote what files say, and a file may say megabytes. */
const LONGEST = 1000;

/** A piece of text as a page shows it, of bounded length. */
export const shown = (text: string): string =>
  text.length <= LONGEST ? visible(text) : `${visible(text.slice(0, LONGEST - 1).replace(/[\uD800-\uDBFF]$/, ''))}…`;

/** Running text. `anchors`: the ids that there are; a link to any other one is plain text. */
export function inline(text: Text, anchors: ReadonlySet<string>): ElementContent[] {
  const pieces = typeof text === 'string' ? [text] : text;
  return pieces.map((piece) => ofPiece(piece, anchors));
}

function ofPiece(piece: Inline, anchors: ReadonlySet<string>): ElementContent {
  if (typeof piece === 'string') return { type: 'text', value: shown(piece) };
  switch (piece.kind) {
    case 'code':
      return h('code', shown(piece.text));
    case 'strong':
      return h('strong', shown(piece.text));
    case 'break':
      return h('br');
    case 'link':
      return anchors.has(piece.to)
        ? h('a', { href: `#${piece.to}` }, shown(piece.text))
        : { type: 'text', value: shown(piece.text) };
    case 'verdict':
      return verdict(piece.verdict, piece.text);
  }
}

/** A verdict as sign and words; the words say all that the sign and the colour do. */
export function verdict(value: Verdict, text?: string): Element {
  const { sign, words } = VERDICT_WORDS[value];
  return h('span', { className: ['verdict', value, ...(text === undefined ? [] : ['said'])] }, [
    h('span', { className: ['sign'], ariaHidden: 'true' }, sign),
    ' ',
    shown(text ?? words),
  ]);
}
