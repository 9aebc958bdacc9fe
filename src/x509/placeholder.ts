/** Only the marks of {@link ELIDED} are looked for in longer texts: no honest placeholder is a paragraph. */
const MAXIMUM_PLACEHOLDER_LENGTH = 200;

/** What `sf hardis:project:clean:sensitive-metadatas` writes, with a paragraph of advice after it. */
const SFDX_HARDIS = /hidden[ _]by[ _]sfdx[-_ ]hardis/i;

/** `MIID...AgI=` and `MIID****`: base64 that somebody shortened. None of the marks belongs to base64. */
const ELISION = /\.{3}|\*{3}|…|•{3}/;
const ELIDED = /^[A-Za-z0-9+/=\s.*…•]+$/;

/** `*****`, `xxxxx`, `...`: nothing but the mask. */
const MASK = /^[*xX•#._?…\s-]+$/;

/** What a build or a template engine replaces: `${X}`, `{{X}}`, `{X}`, `$(X)`, `%%%X%%%`, `<X>`, `[X]`, `@X@`, `$X`. */
const WHOLE_TOKEN =
  /^(?:[$#]?\{{1,3}[^{}]+\}{1,3}|\$\([^()]+\)|%{1,3}[^%]+%{1,3}|<[^<>]+>|\[[^[\]]+\]|@[^@]+@|#[^#]+#|__\w+__|\$\w+)$/;

/** The unmistakable ones of those, inside other text. */
const INNER_TOKEN = /[$#]\{[^{}]+\}|\{\{[^{}]+\}\}|<[^<>]+>/;

/** `CERTIFICATE_BODY`: a constant's name. */
const CONSTANT_NAME = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/;

/** What people write in the place of a certificate. */
const WORDS =
  /\b(?:redacted|hidden|masked|removed|omitted|obfuscated|sanitized|stripped|snip|placeholder|todo|tbd|dummy|mock|replace|replaceme|change ?me|insert|paste|your)\b/i;

/**
 * Does a trimmed text stand where a certificate should be: a redaction, a mask, or a token for a build to replace?
 * Never true for complete base64 of a certificate: that is longer than any of these, and has no blank in its words.
 */
export function isPlaceholder(text: string): boolean {
  if (SFDX_HARDIS.test(text) || (ELISION.test(text) && ELIDED.test(text))) {
    return true;
  }
  if (text.length > MAXIMUM_PLACEHOLDER_LENGTH) {
    return false;
  }
  return (
    MASK.test(text) ||
    WHOLE_TOKEN.test(text) ||
    INNER_TOKEN.test(text) ||
    CONSTANT_NAME.test(text) ||
    WORDS.test(text.replace(/[_-]+/g, ' '))
  );
}
