import { spell } from '../reporters/terminal.js';

/**
 * What nobody sees or what changes how its neighbours are read: control, format (bidi marks are such) and line-separator
 * characters, halves of surrogate pairs, and code points that stand for no character, which XML refuses.
 */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/gu;

/** The text with every such character spelled out, as in `\u{202e}`; it is not escaped for any format. */
export const visible = (text: string): string => text.replace(UNSEEN, spell);
