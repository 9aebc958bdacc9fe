import { decodeText } from '../decodeText.js';
import { DerTag, readChildren, readElement, readObjectIdentifier, readSequence, type DerElement } from '../x509/der.js';
import type { ComponentRef, Placed } from './component.js';

/** A file that holds a private key, or a key store with one. `at` is what announces it, never the key. */
export interface PrivateKeyFile extends Placed {
  /** Files are no metadata: their identity is their path. */
  readonly component: ComponentRef<'File'>;
  /** What it is, as its format calls it: `RSA PRIVATE KEY`, `PKCS #12 key store`. */
  readonly what: string;
  /** True when a password is needed to use the key. */
  readonly isEncrypted: boolean;
  /** False for a key store that shows without its password only that it is one, not what it holds. */
  readonly isCertain: boolean;
}

/** What some bytes are, as far as they tell. */
type KeyForm = Pick<PrivateKeyFile, 'what' | 'isEncrypted' | 'isCertain'>;

/**
 * Looks for private keys in a file's bytes: PEM (PKCS #1, PKCS #8, SEC 1, DSA, OpenSSH), PuTTY, DER, PKCS #12 and Java
 * key stores. A key without a body, such as a template's, is none; nor is a key store with certificates alone.
 */
export function readPrivateKeyFile(path: string, bytes: Uint8Array): readonly PrivateKeyFile[] {
  const component: ComponentRef<'File'> = { type: 'File', fullName: path };
  const place = (form: KeyForm, start: number, end: number): PrivateKeyFile => ({
    ...form,
    component,
    at: { file: path, start, end },
    element: form.what,
  });
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const binary = javaKeyStore(buffer) ?? keyInDer(buffer);
  if (binary) return [place(binary, 0, 0)];

  // Positions count in decoded text; what is no UTF-8 has none, and is pointed at as a whole.
  const { text: decoded } = decodeText(bytes);
  const text = decoded ?? foreignText(buffer);
  return [...armouredKeys(text), ...puttyKey(text)].map(({ start, end, ...form }) =>
    decoded === undefined ? place(form, 0, 0) : place(form, start, end)
  );
}

/** Redirected output of Windows PowerShell is UTF-16; anything else is taken byte by byte. */
function foreignText(buffer: Buffer): string {
  if (buffer[0] === 0xff && buffer[1] === 0xfe) return buffer.toString('utf16le');
  if (buffer[0] === 0xfe && buffer[1] === 0xff) {
    return Buffer.from(buffer.subarray(0, buffer.length & ~1))
      .swap16()
      .toString('utf16le');
  }
  return buffer.toString('latin1');
}

type FoundKey = KeyForm & { readonly start: number; readonly end: number };

const BEGIN = '-----BEGIN ';
const DASHES = '-----';
const LABEL = /(?:[A-Z0-9]+ ){0,2}PRIVATE KEY(?=-----)/y;
/** Of the text between the armour lines; a key of 16384 bits has 13,000 characters. */
const LONGEST_BODY = 65_536;

/** Keys in PEM armour (RFC 7468, RFC 1421), wherever in a text. */
function* armouredKeys(text: string): Generator<FoundKey> {
  let position = 0;
  for (;;) {
    const start = text.indexOf(BEGIN, position);
    if (start === -1) return;
    position = start + BEGIN.length;
    LABEL.lastIndex = position;
    const label = LABEL.exec(text)?.[0];
    if (label === undefined) continue;
    const end = position + label.length + DASHES.length;
    // Five dashes stand in no header and no base64, so this look ahead never goes past the next armour line.
    const bodyEnd = text.indexOf(DASHES, end);
    if (bodyEnd === -1) return;
    position = bodyEnd;
    if (bodyEnd - end > LONGEST_BODY || !text.startsWith(`${DASHES}END ${label}${DASHES}`, bodyEnd)) continue;
    const isEncrypted = encryptionOf(label, text.slice(end, bodyEnd));
    if (isEncrypted !== undefined) yield { what: label, isEncrypted, isCertain: true, start, end };
  }
}

const OPENSSH_MAGIC = 'openssh-key-v1\0';
const LONGEST_CIPHER_NAME = 64;

/** Whether the armoured key is encrypted; undefined when the body is not that of a key. */
function encryptionOf(label: string, body: string): boolean | undefined {
  // An environment variable's line breaks are written as \n, and stay so when it is saved as a file.
  const lines = body.split(/\\r|\\n|\r|\n/).map((line) => line.trim());
  const base64 = lines.filter((line) => !line.includes(':')).join('');
  if (!/^[A-Za-z0-9+/]{32,}={0,2}$/.test(base64)) return undefined;
  const decoded = Buffer.from(base64, 'base64');
  // RFC 1421 headers, as OpenSSL writes them for an encrypted traditional key; its block ciphers take 8 bytes or 16.
  if (lines.some((line) => /^Proc-Type: *4, *ENCRYPTED$/.test(line))) return decoded.length % 8 === 0 ? true : undefined;
  if (label === 'OPENSSH PRIVATE KEY') {
    if (decoded.toString('latin1', 0, OPENSSH_MAGIC.length) !== OPENSSH_MAGIC) return undefined;
    const start = OPENSSH_MAGIC.length + 4;
    const length = Math.min(decoded.readUInt32BE(OPENSSH_MAGIC.length), LONGEST_CIPHER_NAME);
    return decoded.toString('latin1', start, start + length) !== 'none';
  }
  const outer = readElement(decoded, 0, decoded.length);
  if (outer?.tag !== DerTag.sequence || outer.end !== decoded.length) return undefined;
  return label.startsWith('ENCRYPTED ') || (keyInDer(decoded)?.isEncrypted ?? false);
}

/** https://tartarus.org/~simon/putty-snapshots/htmldoc/AppendixC.html */
function* puttyKey(text: string): Generator<FoundKey> {
  const head = /^\uFEFF?PuTTY-User-Key-File-\d: [^\r\n]*/.exec(text)?.[0];
  if (head === undefined || !/^Private-Lines: *[1-9]\d*\r?\n[A-Za-z0-9+/=]{16}/m.test(text)) return;
  const isEncrypted = !/^Encryption: *none\r?$/m.test(text);
  yield { what: 'PuTTY private key', isEncrypted, isCertain: true, start: 0, end: head.length };
}

/** In bytes; the secret of the shortest curves in use alone takes 32. It is also more than what tells a key store. */
const SHORTEST_DER_KEY = 32;
const PASSWORD_BASED_ENCRYPTION = /^1\.2\.840\.113549\.1\.(?:5|12\.1)\.\d+$/;

/** A key or a PKCS #12 key store in DER, told from certificates and public keys by the shape of its outermost SEQUENCE. */
function keyInDer(der: Buffer): KeyForm | undefined {
  if (der.length < SHORTEST_DER_KEY || der[0] !== DerTag.sequence) return undefined;
  const outer = readElement(der, 0, der.length);
  const parts = outer && readSequence(der, outer);
  // An editor may have put a line break behind it.
  if (!parts || der.length - outer.end > 2) return looksLikePkcs12(der) ? PKCS12_UNSEEN : undefined;
  const shape = parts.map(({ tag }) => SHAPE_LETTERS[tag] ?? '?').join('');

  // PFX ::= SEQUENCE { version INTEGER {v3(3)}, authSafe ContentInfo, macData OPTIONAL } (RFC 7292, section 4)
  if (/^is/.test(shape) && smallInteger(der, parts[0]!) === 3) return pkcs12Form(der, parts[1]!);
  const plain = (what: string): KeyForm => ({ what, isEncrypted: false, isCertain: true });
  // OneAsymmetricKey ::= SEQUENCE { version, algorithm, privateKey OCTET STRING, [0], [1] } (RFC 5958, section 2)
  if (/^iso/.test(shape) && isAlgorithm(der, parts[1])) return plain('PKCS #8 private key');
  // RSAPrivateKey: version and eight numbers, more of them for more than two primes (RFC 8017, appendix A.1.2)
  if (/^i{9}s?$/.test(shape)) return plain('PKCS #1 private key');
  // ECPrivateKey ::= SEQUENCE { version INTEGER {1}, privateKey OCTET STRING, [0], [1] } (RFC 5915, section 3)
  if (/^io/.test(shape) && smallInteger(der, parts[0]!) === 1) return plain('SEC 1 private key');
  // OpenSSL's own: version, p, q, g, public, private.
  if (/^i{6}$/.test(shape) && smallInteger(der, parts[0]!) === 0) return plain('DSA private key');
  // EncryptedPrivateKeyInfo ::= SEQUENCE { AlgorithmIdentifier, OCTET STRING } (RFC 5958, section 3)
  const algorithm = shape === 'so' ? readSequence(der, parts[0])?.[0] : undefined;
  return PASSWORD_BASED_ENCRYPTION.test(readObjectIdentifier(der, algorithm) ?? '')
    ? { what: 'PKCS #8 encrypted private key', isEncrypted: true, isCertain: true }
    : undefined;
}

const SHAPE_LETTERS: Readonly<Record<number, string>> = {
  [DerTag.integer]: 'i',
  [DerTag.sequence]: 's',
  [DerTag.octetString]: 'o',
};

const smallInteger = (der: Buffer, { content, end }: DerElement): number | undefined =>
  end - content === 1 ? der[content] : undefined;

const isAlgorithm = (der: Buffer, element: DerElement | undefined): boolean =>
  readSequence(der, element)?.[0]?.tag === DerTag.objectIdentifier;

const PKCS12 = 'PKCS #12 key store';
/** Its keys may be there or not: all of it is encrypted, or it is not in DER. */
const PKCS12_UNSEEN: KeyForm = { what: PKCS12, isEncrypted: true, isCertain: false };

const PKCS7_DATA = '1.2.840.113549.1.7.1';
const SAFE_BAG = '1.2.840.113549.1.12.10.1.';
const [KEY_BAG, SHROUDED_KEY_BAG, CERTIFICATE_BAG, CRL_BAG] = [1, 2, 3, 4].map((bag) => `${SAFE_BAG}${bag}`);

/**
 * Looks at what a PKCS #12 key store shows without its password (RFC 7292, section 4). Keys are mostly encrypted one by
 * one inside a part that is not, so that they can be counted; certificates are mostly encrypted as a whole.
 */
function pkcs12Form(der: Buffer, authSafe: DerElement): KeyForm | undefined {
  const contents = dataSequence(der, authSafe);
  if (!contents) return PKCS12_UNSEEN;
  let isHidden = false;
  let form: KeyForm | undefined;
  for (const content of contents) {
    const bags = dataSequence(der, content);
    if (!bags) {
      isHidden = true;
      continue;
    }
    for (const bag of bags) {
      const kind = readObjectIdentifier(der, readSequence(der, bag)?.[0]);
      if (kind === KEY_BAG) return { what: PKCS12, isEncrypted: false, isCertain: true };
      if (kind === SHROUDED_KEY_BAG) form = { what: PKCS12, isEncrypted: true, isCertain: true };
      else if (kind !== CERTIFICATE_BAG && kind !== CRL_BAG) isHidden = true;
    }
  }
  return form ?? (isHidden ? PKCS12_UNSEEN : undefined);
}

/** The elements of the SEQUENCE in a ContentInfo of the type data; undefined for other content. */
function dataSequence(der: Buffer, contentInfo: DerElement): readonly DerElement[] | undefined {
  const [type, explicit] = readSequence(der, contentInfo) ?? [];
  if (readObjectIdentifier(der, type) !== PKCS7_DATA || explicit?.tag !== DerTag.context0) return undefined;
  const octets = readChildren(der, explicit)?.[0];
  if (octets?.tag !== DerTag.octetString) return undefined;
  return readSequence(der, readElement(der, octets.content, octets.end));
}

/**
 * Version 3 and a ContentInfo behind it: what a PKCS #12 key store begins with, also in BER with indefinite lengths, as
 * some tools write it, and when its end is missing.
 */
const looksLikePkcs12 = (der: Buffer): boolean =>
  /^30(?:80|[0-7].|8[1-4](?:..){1,4}?)02010330(?:80|[0-7].|8[1-4](?:..){1,4}?)06092a864886f70d0107/.test(
    der.toString('hex', 0, SHORTEST_DER_KEY)
  );

const JAVA_KEY_STORES = new Set([0xfeedfeed, 0xcececece]);

/**
 * Walks the entries of a JKS or JCEKS key store: tag 1 is a private key, 2 a trusted certificate, 3 a secret key. There
 * is no specification but the JDK's source (sun.security.provider.JavaKeyStore). Keys are encrypted always.
 */
function javaKeyStore(buffer: Buffer): KeyForm | undefined {
  if (buffer.length < 12 || !JAVA_KEY_STORES.has(buffer.readUInt32BE(0))) return undefined;
  const form = (isCertain: boolean): KeyForm => ({ what: 'Java key store', isEncrypted: true, isCertain });
  try {
    const version = buffer.readUInt32BE(4);
    const count = buffer.readUInt32BE(8);
    let position = 12;
    for (let entry = 0; entry < count; entry += 1) {
      const tag = buffer.readUInt32BE(position);
      if (tag !== 2) return form(tag === 1 || tag === 3);
      // The tag, the alias and the date.
      position += 4;
      position += 2 + buffer.readUInt16BE(position) + 8;
      if (version === 2) position += 2 + buffer.readUInt16BE(position);
      position += 4 + buffer.readUInt32BE(position);
    }
    return undefined;
  } catch (error) {
    // Cut off, so what it holds cannot be known; a key store is for keys.
    if (error instanceof RangeError) return form(false);
    throw error;
  }
}
