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
export const asPhrase = (text: string): string => split(camelCaseApart(text.normalize('NFC')));

/** The ways to read a name as words: by signs alone, by capitals too, and with digits apart. */
function readings(name: string): readonly string[] {
  // Expressions that know all letters of the world take longer to compile than most names to read.
  if (/^[ -~]*$/.test(name)) {
    const apart = name.replace(/(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, ' ');
    return [...new Set([name, apart, apart.replace(/[0-9]+/g, ' ')])].map((text) => ` ${splitAscii(text)} `);
  }
  const whole = name.normalize('NFC');
  const apart = camelCaseApart(whole);
  return [...new Set([whole, apart, apart.replace(/\p{N}+/gu, ' ')])].map((text) => ` ${split(text)} `);
}

/** At a lower-case letter before a capital, and before the last capital of a run that a lower-case letter follows. */
const camelCaseApart = (name: string): string =>
  name.replace(/(?<=\p{Ll})(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/gu, ' ');

const splitAscii = (text: string): string =>
  text
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '')
    .join(' ')
    .toLowerCase();

const split = (text: string): string =>
  text
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .join(' ')
    .toLowerCase();
