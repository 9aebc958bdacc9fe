/**
 * Whether one of the words or phrases, in lower case with single blanks, stands in a name as whole words; gives the one
 * that does. A name's words are what blanks, signs and capitals set apart: `HqEMEASync`, `hq_sync2` and `HQ-SYNC` have
 * `sync`, `Capital` and `Apiary` have no `api`. Digits may be part of a word (`n8n`) or stand beside it.
 */
export function findWord(words: Iterable<string>, ...names: ReadonlyArray<string | undefined>): string | undefined {
  const texts = names.flatMap((name) => (name === undefined ? [] : readings(name)));
  for (const word of words) {
    if (texts.some((text) => text.includes(` ${word} `))) return word;
  }
  return undefined;
}

/** As an entry for `findWord`: `KafkaConnect` and `kafka_connect` are the phrase `kafka connect`. */
export function asPhrase(text: string): string {
  const whole = text.normalize('NFC');
  const letters = lettersOf(whole);
  return split(whole.replace(letters.seams, ' '), letters);
}

/** The ways to read a name as words: by signs alone, by capitals too, and with digits apart. */
function readings(name: string): readonly string[] {
  const whole = name.normalize('NFC');
  const letters = lettersOf(whole);
  const apart = whole.replace(letters.seams, ' ');
  return [...new Set([whole, apart, apart.replace(letters.digits, ' ')])].map((text) => ` ${split(text, letters)} `);
}

interface Letters {
  /** Where a lower-case letter stands before a capital, and before the last capital of a run that a lower-case letter follows. */
  readonly seams: RegExp;
  readonly digits: RegExp;
  readonly signs: RegExp;
}

const ENGLISH: Letters = {
  seams: /(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g,
  digits: /[0-9]+/g,
  signs: /[^A-Za-z0-9]+/,
};
const ALL: Letters = {
  seams: /(?<=\p{Ll})(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/gu,
  digits: /\p{N}+/gu,
  signs: /[^\p{L}\p{N}]+/u,
};

/** Expressions that know all letters of the world take longer to compile than most names to read. */
const lettersOf = (text: string): Letters => (/^[ -~]*$/.test(text) ? ENGLISH : ALL);

const split = (text: string, { signs }: Letters): string =>
  text
    .split(signs)
    .filter((word) => word !== '')
    .join(' ')
    .toLowerCase();
