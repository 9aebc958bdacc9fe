import type { Verdict } from './document.js';

/** A verdict in words, with a sign that stands before them: none is told by colour alone. */
export const VERDICT_WORDS: Readonly<Record<Verdict, { readonly sign: string; readonly words: string }>> = {
  met: { sign: '✓', words: 'met' },
  failed: { sign: '✗', words: 'failed' },
  attested: { sign: '✎', words: 'stated by a person' },
  person: { sign: '?', words: 'needs a person' },
  'not-applicable': { sign: '○', words: 'not applicable' },
};
