import { blankPlaceholders } from './placeholder.js';

/** A stretch of a value, as offsets into it, `end` exclusive. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/** A stretch of a value that is a secret, or that stands in for one. */
export interface SecretSpan extends Span {
  readonly kind: 'live' | 'stand-in';
  readonly confidence: 'high' | 'medium';
  /** Whose secret its shape says it is, in a few words: `a GitHub token`. */
  readonly shape?: string;
}

interface TokenShape {
  readonly shape: string;
  /** The secret is its first group, or all of it. Never more than one start in a run of its characters. */
  readonly pattern: RegExp;
  /** How much of it is the same in all tokens of the kind, so that it says nothing of the rest. */
  readonly prefix?: number;
}

/** Tokens that their issuers gave a shape of their own, so that they are known wherever they stand. */
const TOKEN_SHAPES: readonly TokenShape[] = [
  // https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github
  { shape: 'a GitHub token', pattern: /(?<![A-Za-z0-9_])gh[pousr]_[A-Za-z0-9]{36,}/g, prefix: 4 },
  { shape: 'a GitHub token', pattern: /(?<![A-Za-z0-9_])github_pat_[A-Za-z0-9_]{36,}/g, prefix: 11 },
  // https://docs.gitlab.com/security/tokens/
  { shape: 'a GitLab token', pattern: /(?<![\w-])glpat-[\w.-]{20,}/g, prefix: 6 },
  // https://api.slack.com/authentication/token-types
  { shape: 'a Slack token', pattern: /(?<![\w-])(?:xox[a-z]|xapp)-[A-Za-z0-9-]{10,}/g, prefix: 5 },
  { shape: 'a Slack webhook', pattern: /hooks\.slack\.com\/(?:services|workflows|triggers)\/([A-Za-z0-9/_-]{20,})/g },
  // https://cloud.google.com/docs/authentication/api-keys
  { shape: 'a Google API key', pattern: /(?<![\w-])AIza[\w-]{35}(?![\w-])/g, prefix: 4 },
  { shape: 'a Google OAuth client secret', pattern: /(?<![\w-])GOCSPX-[\w-]{28}(?![\w-])/g, prefix: 7 },
  // https://docs.stripe.com/keys
  { shape: 'a Stripe key', pattern: /(?<![A-Za-z0-9_])[sr]k_live_[A-Za-z0-9]{16,}/g, prefix: 8 },
  // RFC 7519; both the header and the claims begin with `{"`.
  { shape: 'a JSON Web Token', pattern: /(?<![\w-])eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{16,}/g, prefix: 3 },
  // https://www.twilio.com/docs/sendgrid/api-reference/api-keys
  { shape: 'a SendGrid API key', pattern: /(?<![\w-])SG\.[\w-]{22}\.[\w-]{43}(?![\w-])/g, prefix: 3 },
  // https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/quickstart_oauth.htm
  { shape: 'a Salesforce session id', pattern: /(?<![A-Za-z0-9])00D[A-Za-z0-9]{9,15}!([A-Za-z0-9._]{40,})/g },
  // https://platform.openai.com/docs/api-reference/authentication and https://docs.anthropic.com/en/api/overview
  { shape: 'an AI API key', pattern: /(?<![\w-])sk-(?:proj-|svcacct-|admin-|ant-)?[\w-]{32,}/g, prefix: 3 },
  // https://learn.microsoft.com/en-us/rest/api/storageservices/create-service-sas
  { shape: 'an Azure shared access signature', pattern: /(?<![A-Za-z])sig=([A-Za-z0-9%+/]{40,}={0,2})/g },
  // https://learn.microsoft.com/en-us/azure/storage/common/storage-configure-connection-string
  { shape: 'an Azure account key', pattern: /(?:Account|SharedAccess)Key=([A-Za-z0-9+/]{43,}={0,2})/g },
  // npm access tokens, as the npm documentation shows them.
  { shape: 'an npm token', pattern: /(?<![A-Za-z0-9_])npm_[A-Za-z0-9]{36}(?![A-Za-z0-9_])/g, prefix: 4 },
  // https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens
  { shape: 'a Shopify token', pattern: /(?<![A-Za-z0-9_])shp(?:at|ca|pa|ss)_[A-Fa-f0-9]{32,}/g, prefix: 6 },
  // https://developer.atlassian.com/cloud/jira/platform/basic-auth-for-rest-apis/
  { shape: 'an Atlassian API token', pattern: /(?<![\w-])ATATT3[\w=-]{80,}/g, prefix: 6 },
  // https://developer.hashicorp.com/vault/docs/concepts/tokens
  { shape: 'a Vault token', pattern: /(?<![\w.-])hv[sb]\.[\w-]{24,}/g, prefix: 4 },
  // https://docs.databricks.com/aws/en/dev-tools/auth/pat
  { shape: 'a Databricks token', pattern: /(?<![A-Za-z0-9])dapi[a-f0-9]{32}/g, prefix: 4 },
];

/** What all of those have in them, to tell the many values without a token from the few with one. */
const TOKEN_MARK =
  /gh[pousr]_|github_pat_|glpat-|xox[a-z]-|xapp-|hooks\.slack|AIza|GOCSPX-|[sr]k_live_|eyJ|SG\.|00D|sk-|sig=|Key=|npm_|shp(?:at|ca|pa|ss)_|ATATT3|hv[sb]\.|dapi|PRIVATE KEY|A[KS]IA/;

const SHORTEST_TOKEN = 20;

/** The secrets in a value that are known by their shape alone, whatever the value is for. */
export function knownTokens(value: string): readonly SecretSpan[] {
  if (value.length < SHORTEST_TOKEN || !TOKEN_MARK.test(value)) return [];
  const found: SecretSpan[] = [];
  for (const { shape, pattern, prefix = 0 } of TOKEN_SHAPES) {
    for (const match of value.matchAll(pattern)) {
      const secret = match[1] ?? match[0];
      if (isSample(secret.slice(prefix))) continue;
      const end = match.index + match[0].length;
      found.push({ start: end - secret.length, end, kind: 'live', confidence: 'high', shape });
    }
  }
  return [...found, ...privateKeys(value), ...awsSecrets(value)];
}

/** PEM armour with a body: the end line, and with it the line breaks, may be missing in a value. */
function* privateKeys(value: string): Generator<SecretSpan> {
  for (const { index, 0: armour } of value.matchAll(/-----BEGIN (?:[A-Z0-9]+ ){0,2}PRIVATE KEY-----/g)) {
    const start = index + armour.length;
    const next = value.indexOf('-----BEGIN ', start);
    const body = value.slice(start, next === -1 ? value.length : next);
    const end = body.indexOf('-----END ');
    const key = end === -1 ? body : body.slice(0, end);
    const base64 = key.replace(/\\[nr]|\s/g, '');
    if (!/[A-Za-z0-9+/]{40}/.test(base64) || isSample(base64)) continue;
    yield { start, end: start + key.length, kind: 'live', confidence: 'high', shape: 'a private key' };
  }
}

/** An access key id is no secret; what stands beside it in the same value is. */
function* awsSecrets(value: string): Generator<SecretSpan> {
  if (!/(?<![A-Za-z0-9])A[KS]IA[A-Z0-9]{16}(?![A-Za-z0-9])/.test(value)) return;
  for (const { index, 0: key } of value.matchAll(/(?<![A-Za-z0-9/+])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+])/g)) {
    if (!isRandom(key)) continue;
    yield { start: index, end: index + key.length, kind: 'live', confidence: 'high', shape: 'an AWS secret access key' };
  }
}

/** A token of a manual: its body is a mask, words, `EXAMPLE`, or hardly anything. */
const isSample = (body: string): boolean => isMask(body) || /EXAMPLE/.test(body) || isWordy(body) || entropy(body) < 3;

/**
 * Judges the value of an element that is for a secret and nothing else. There every literal is one, however weak, unless
 * it plainly stands in for the secret to come.
 *
 * @param isReplaced whether a build replaces the value on its way to the org
 */
export function judgeSecret(value: string, isReplaced: boolean): SecretSpan | undefined {
  const literals = literalsOf(value).filter(({ text }) => /[\p{L}\p{N}]/u.test(text));
  if (literals.length === 0 || isRedacted(value)) return undefined;
  const whole = { start: 0, end: value.length };
  if (literals.every(({ text }) => isStandIn(text))) return { ...whole, kind: 'stand-in', confidence: 'medium' };
  const isRandomEnough = literals.some(({ text }) => isRandom(text));
  // What a build replaces is a word for it; a random value that it replaces is out all the same.
  if (isReplaced && !isRandomEnough) return undefined;
  // A placeholder with a mark or two around it. Passwords may have braces, so it must be most of the value.
  const open = blankPlaceholders(value);
  if (open !== value && (!/[\p{L}\p{N}]/u.test(open) || isStandIn(open))) return undefined;
  return { ...whole, kind: 'live', confidence: isRandomEnough ? 'high' : 'medium' };
}

/**
 * Judges a value whose name says that it holds a secret: a header `Authorization`, a parameter `apiKey`. Only what looks
 * random counts there, at least 20 characters and 3.5 bits a character, besides a user name and password for HTTP Basic.
 */
export function judgeNamed(value: string): SecretSpan | undefined {
  const spans: Array<Span & { readonly isSure: boolean }> = [];
  for (const { text, start, isEncoded } of literalsOf(value)) {
    if (isEncoded && isUserAndPassword(text)) spans.push({ start, end: start + text.length, isSure: true });
    let scheme = '';
    for (const { index, 0: word } of blankPlaceholders(text).matchAll(/[^\s,;"'|]+/g)) {
      const assigned = /^[A-Za-z_][\w-]*=(?=[^=])/.exec(word)?.[0].length ?? 0;
      const token = word.slice(assigned);
      const decoded = /^Basic$/i.test(scheme) ? Buffer.from(token, 'base64').toString('latin1') : '';
      // Base64 looks random whatever it says, so what it says decides.
      const isSaid = isTyped(decoded) && decoded.includes(':');
      if (isSaid ? isUserAndPassword(decoded) : isRandom(token)) {
        const tokenStart = start + index + assigned;
        spans.push({ start: tokenStart, end: tokenStart + token.length, isSure: isSaid || /^Bearer$/i.test(scheme) });
      }
      scheme = word;
    }
  }
  if (spans.length === 0) return undefined;
  return {
    start: Math.min(...spans.map(({ start }) => start)),
    end: Math.max(...spans.map(({ end }) => end)),
    kind: 'live',
    confidence: spans.some(({ isSure }) => isSure) ? 'high' : 'medium',
  };
}

/** Judges a user name or the like, which is no secret unless somebody put a token there. */
export function judgeIdentifier(value: string): SecretSpan | undefined {
  const isToken = /^[A-Za-z0-9+/_=-]{32,}$/.test(value) && /\d/.test(value) && !UUID.test(value) && isRandom(value);
  return isToken ? { start: 0, end: value.length, kind: 'live', confidence: 'medium' } : undefined;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Passwords and tokens in the URLs of a value: before the host, or in a query parameter whose name says so. */
export function urlSecrets(value: string): readonly SecretSpan[] {
  if (!value.includes('://')) return [];
  const found: SecretSpan[] = [];
  for (const { text, start } of literalsOf(value)) {
    for (const { index, 0: url } of blankPlaceholders(text).matchAll(/(?<![\w+.-])[A-Za-z][\w+.-]*:\/\/[^\s"'<>]+/g)) {
      const at = (from: number, secret: string, confidence: 'high' | 'medium'): SecretSpan => {
        const secretStart = start + index + from;
        return { start: secretStart, end: secretStart + secret.length, kind: 'live', confidence };
      };
      const userInfoStart = url.indexOf('://') + 3;
      const authority = /^[^/?#\\]*/.exec(url.slice(userInfoStart))![0];
      const userInfo = authority.slice(0, Math.max(0, authority.lastIndexOf('@')));
      const colon = userInfo.indexOf(':');
      const password = userInfo.slice(colon + 1);
      if (colon === -1 ? isRandom(userInfo) : isPassword(percentDecoded(password))) {
        found.push(at(userInfoStart + colon + 1, password, colon === -1 ? 'medium' : 'high'));
      }
      const isAzureFunction = authority.toLowerCase().endsWith('.azurewebsites.net');
      for (const { index: parameter, 1: name = '', 2: written = '' } of url.matchAll(/(?<=[?&#])([^=?&#]*)=([^&#]+)/g)) {
        if (!isRandom(percentDecoded(written))) continue;
        if (!isSecretName(percentDecoded(name)) && !(isAzureFunction && name === 'code')) continue;
        found.push(at(parameter + name.length + 1, written, 'medium'));
      }
    }
  }
  return found;
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const isPassword = (text: string): boolean => /[\p{L}\p{N}]/u.test(text) && !isRedacted(text) && !isStandIn(text);

const isTyped = (text: string): boolean => /^[\x20-\x7e\xa0-\xff]*$/.test(text);

/** `user:password`, in characters that people type. */
const isUserAndPassword = (text: string): boolean =>
  isTyped(text) && /^[^:]*:[^/]/.test(text) && isPassword(text.slice(text.indexOf(':') + 1));

interface Literal extends Span {
  readonly text: string;
  /** Whether it is an argument of a formula that encodes it, as HTTP Basic asks. */
  readonly isEncoded: boolean;
}

/**
 * What a value says itself: the text outside merge fields, and the strings inside them. Of `Bearer {!'a' & $Credential.X.y}`
 * that is `Bearer ` and `a`. A value that is one quoted string, as JWT claims are, is what stands in the quotes.
 */
function literalsOf(value: string): readonly Literal[] {
  const literals: Literal[] = [];
  const add = (start: number, end: number, isEncoded: boolean): void => {
    if (end > start) literals.push({ start, end, text: value.slice(start, end), isEncoded });
  };
  let position = 0;
  for (;;) {
    const formula = value.indexOf('{!', position);
    if (formula === -1) break;
    add(position, formula, false);
    position = formula + 2;
    const strings: Span[] = [];
    while (position < value.length && value[position] !== '}') {
      const quote = value[position]!;
      position += 1;
      if (quote !== '"' && quote !== "'") continue;
      const start = position;
      while (position < value.length && value[position] !== quote) position += value[position] === '\\' ? 2 : 1;
      strings.push({ start, end: Math.min(position, value.length) });
      position += 1;
    }
    const isEncoded = /base64encode/i.test(value.slice(formula, position));
    for (const { start, end } of strings) add(start, end, isEncoded);
    position += 1;
  }
  const isQuoted = position === 0 && value.length > 1 && /^'[^']*'$|^"[^"]*"$/.test(value);
  if (isQuoted) add(1, value.length - 1, false);
  else add(position, value.length, false);
  return literals;
}

/** Names with these in them are of secrets, in whatever way their words are joined. */
const SECRET_NAME =
  /secret|token|passw|passphrase|pwd|credential|signature|bearer|jwt|cookie|assertion|authorization|sessionid|(?:api|access|auth|private|shared|security|subscription|functions?|signing|master|host|license|service|account|storage|encryption|integration)key/;
/** And names with one of these as a word. */
const SECRET_WORDS = new Set(['auth', 'key', 'pass', 'pin', 'sas', 'session', 'sid', 'sig']);
/** What a name ends with that is about a secret and is none: `client_secret_expires`, `token_endpoint`, `key-id`. */
const ABOUT_A_SECRET = new Set(
  (
    'alg algorithm aud audience count domain email endpoint expires expiration expiry flow format header host id ids iss issuer ' +
    'length lifetime method mode name path policy prefix provider region scope scopes status style ttl type uri url version'
  ).split(' ')
);
const PUBLIC_KEYS = /(?:public|publishable|consumer|idempotency|partition|routing|cache|surrogate|sort|primary|foreign|external|correlation)key$/;

/** Whether the name of a header, a parameter or a claim says that its value is a secret. */
export function isSecretName(name: string): boolean {
  const words = wordsOf(name).map((word) => word.toLowerCase());
  const joined = words.join('');
  const last = words.at(-1) ?? '';
  if (/session_?id$/.test(joined)) return true;
  if (ABOUT_A_SECRET.has(last) || PUBLIC_KEYS.test(joined)) return false;
  return SECRET_NAME.test(joined) || words.some((word) => SECRET_WORDS.has(word));
}

const LONGEST_NAME = 200;

/** The words of `x-api-key`, `apiKey`, `APIKey2`. */
const wordsOf = (name: string): readonly string[] =>
  name.slice(0, LONGEST_NAME).match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g) ?? [];

const FEWEST_CHARACTERS = 20;
const FEWEST_BITS = 3.5;
/** 16 digits have 4 bits at most, and 32 of them often measure less than 3.5. */
const FEWEST_BITS_OF_HEXADECIMAL = 3;

/** Whether a text looks as if a machine had drawn it. */
function isRandom(text: string): boolean {
  if (text.length < FEWEST_CHARACTERS || /\s|:\/\//.test(text) || isMask(text) || /EXAMPLE/.test(text)) return false;
  const isHexadecimal = /^[0-9a-f-]+$|^[0-9A-F-]+$/.test(text) && /[a-fA-F]/.test(text);
  return entropy(text) >= (isHexadecimal ? FEWEST_BITS_OF_HEXADECIMAL : FEWEST_BITS) && !isWordy(text);
}

/** Shannon's, in bits a character. */
function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (let index = 0; index < text.length; index += 1) {
    counts.set(text[index]!, (counts.get(text[index]!) ?? 0) + 1);
  }
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

const MOSTLY = 0.75;

/** Whether a text is made of words that could be pronounced, `your-token-goes-here`, and numbers apart from them. */
function isWordy(text: string): boolean {
  const letters = text.replace(/(?<![A-Za-z\d])\d{1,4}(?![A-Za-z\d])/g, '').match(/[A-Za-z\d]/g)?.length ?? 0;
  if (letters === 0) return false;
  let inWords = 0;
  for (const [word] of text.matchAll(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g)) if (isPronounceable(word)) inWords += word.length;
  return inWords >= letters * MOSTLY;
}

const LONGEST_WORD = 16;

const isPronounceable = (word: string): boolean =>
  word.length >= 3 &&
  word.length <= LONGEST_WORD &&
  /[aeiouy]/i.test(word) &&
  !/[^aeiouy]{5}/i.test(word) &&
  !/[aeiou]{4}/i.test(word);

/** `*****`, `xxxxx`, `aaaaa`, and what is left of a value that somebody shortened: `abc***`, `9f2c…`. */
const isMask = (text: string): boolean =>
  /^[*xX•#._?…\s-]*$/.test(text) ||
  /^(\p{L})\1{3,}$/u.test(text) ||
  (/\*{3}|•{3}|…|\.{3}|x{4}|X{4}/.test(text) && text.replace(/[*xX•….]/g, '').length <= 16);

/** Said by those who took the secret out, such as `HIDDEN_BY_SFDX_HARDIS`. */
const isRedacted = (text: string): boolean =>
  isMask(text) ||
  /hidden[ _]by[ _]sfdx[-_ ]hardis/i.test(text) ||
  (isWordy(text) && /(?<![a-z])(?:hidden|masked|obfuscated|omitted|redacted|removed|sanitized|stripped)(?![a-z])/i.test(text));

/** Words of which people make something to stand where a secret will be. */
const STAND_IN_WORDS = new Set(
  (
    'a abc access actual add admin an api apikey app at auth authorization bar basic baz be bearer by change changed changeit changeme ' +
    'client consumer credential credentials default demo deploy deployment dev development do dummy empty enter env environment ' +
    'example fake fill fixme foo foobar for from generated goes here id in insert ipsum key local localhost login lorem me mock my ' +
    'name new nil no none not null oauth of old org our pass passwd password passwort paste placeholder put pwd qux real refresh ' +
    'replace replaced replaceme replacement sample sandbox scratch secret secrets set some string tbd temp temporary test tester ' +
    'testing text the this to todo token tmp undefined unused use user username value var variable vault with xxx xyz your'
  ).split(' ')
);
/** One of these says it of the whole text, if that is in words. */
const STAND_IN_MARK =
  /(?<![a-z])(?:change_?me|dummy|example|fake|fixme|insert|mock|placeholder|replace|replaceme|sample|tbd|todo|your)(?![a-z])/i;
/** `1`, `123`, `12345678`, `0000`. */
const COUNTING = /^(?:0*|1{1,8}|12(?:3(?:4(?:5(?:6(?:7(?:8(?:90?)?)?)?)?)?)?)?)$/;
const LONGEST_LONE_WORD = 14;

/**
 * Whether a text is a word in the place of a secret: `password`, `changeme`, `REPLACE_WITH_TOKEN`, `Placeholder_Value`,
 * `scratch`. `hardcoded_secret_123` is none, and neither is `P@ssw0rd`, spelled so that some system would take it.
 */
function isStandIn(text: string): boolean {
  const trimmed = text.trim();
  if (/EXAMPLE/.test(trimmed)) return true;
  // Nobody who writes a word for a secret writes signs into it other than those that join words.
  if (!/^[\w\s.,:'()-]*$/.test(trimmed)) return false;
  const parts = trimmed.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+/g) ?? [];
  if (parts.every((part) => (/\d/.test(part) ? COUNTING.test(part) : STAND_IN_WORDS.has(part.toLowerCase())))) return true;
  if (STAND_IN_MARK.test(trimmed) && isWordy(trimmed)) return true;
  return /^[A-Z]?[a-z]+$/.test(trimmed) && trimmed.length <= LONGEST_LONE_WORD && isPronounceable(trimmed);
}
