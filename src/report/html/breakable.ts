import type { ElementContent } from 'hast';
import { h } from 'hastscript';

/** Words of up to as many characters break nowhere. */
const SHORT_WORD = /^\S{1,12}$/u;
/** No part of a word is longer than this without a place to break. */
const LONGEST_PART = 16;

/** Where the parts of a word meet: after a dot, hyphen or the like, and between `account` and `Sync`. */
const SEAMS = /(?<=[._/:@=&?-])(?=[^._/:@=&?-])|(?<=\p{Ll})(?=\p{Lu})/u;

/** A day, which never breaks. */
const DAY = /(?<!\d)(\d{4}-\d\d-\d\d)(?!\d)/;

/**
 * The same with places where long words may break: where their parts meet, and somewhere in what has no parts. So columns of
 * tables get as narrow as their words allow, and no cell runs off the paper.
 */
export function breakable(node: ElementContent): readonly ElementContent[] {
  if (node.type === 'element') return [{ ...node, children: node.children.flatMap(breakable) }];
  if (node.type !== 'text') return [node];
  // Every other part is what stands between brackets in the pattern.
  return node.value
    .split(DAY)
    .flatMap((part, index) => (index % 2 === 1 ? [h('span', { className: ['day'] }, part)] : words(part)));
}

function words(text: string): readonly ElementContent[] {
  const pieces = text.split(/(\s+)/).flatMap((word) => {
    if (SHORT_WORD.test(word) || /^\s*$/.test(word)) return [word];
    return word
      .split(SEAMS)
      .flatMap(chunks)
      .flatMap((part, index) => (index === 0 ? [part] : [undefined, part]));
  });
  const nodes: ElementContent[] = [];
  let value = '';
  for (const piece of pieces) {
    if (piece !== undefined) value += piece;
    else {
      nodes.push({ type: 'text', value }, h('wbr'));
      value = '';
    }
  }
  return value === '' ? nodes : [...nodes, { type: 'text', value }];
}

function chunks(part: string): readonly string[] {
  const characters = [...part];
  if (characters.length <= LONGEST_PART) return [part];
  return Array.from({ length: Math.ceil(characters.length / LONGEST_PART) }, (_, index) =>
    characters.slice(index * LONGEST_PART, (index + 1) * LONGEST_PART).join('')
  );
}
