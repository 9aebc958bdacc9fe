import { hash, X509Certificate } from 'node:crypto';
import {
  DerTag,
  readBitLength,
  readChildren,
  readElement,
  readObjectIdentifier,
  readSequence,
  readTime,
  type DerElement,
} from './der.js';

/** The hash inside a signature algorithm. `none` is for Ed25519 and Ed448, which let nobody choose one. */
export type SignatureHash = 'md2' | 'md5' | 'sha1' | 'sha224' | 'sha256' | 'sha384' | 'sha512' | 'none' | 'unknown';

/** What the rules want to know of one X.509 certificate (RFC 5280). Nothing in it was checked against a trust store. */
export interface X509Facts {
  /**
   * One line, `CN=x, O=y`, in the order of the certificate. Special characters are escaped as RFC 4514 2.4 says,
   * control and text-direction characters are left out, and a line over 1000 characters ends in `…`.
   */
  readonly subject: string;
  /** In the form of {@link X509Facts.subject}. */
  readonly issuer: string;
  /** Upper-case hexadecimal, as openssl prints it. */
  readonly serialNumber: string;
  /** Issuer and subject are the same, and the certificate's own key verifies its signature. */
  readonly selfSigned: boolean;
  /** Epoch milliseconds. */
  readonly notBefore: number;
  /** Epoch milliseconds; 9999-12-31T23:59:59Z means "never expires" (RFC 5280 4.1.2.5). */
  readonly notAfter: number;
  /** `RSA`, `RSA-PSS`, `EC`, `DSA`, `Ed25519`, `Ed448` …, or the object identifier of a less common algorithm. */
  readonly keyType: string;
  /** Bits of the RSA or DSA modulus or of the EC field; undefined for the others, or if it cannot be read. */
  readonly keySize: number | undefined;
  /** The EC curve by its openssl name, or its object identifier; undefined if not EC or given by its parameters. */
  readonly curve: string | undefined;
  /** From the signature algorithm (RFC 3279, 4055, 5758, 8410). */
  readonly signatureHash: SignatureHash;
  /** `serverAuth`, `clientAuth` … (RFC 5280 4.2.1.12), or object identifiers; undefined = no such extension. */
  readonly extendedKeyUsage: readonly string[] | undefined;
  /** Lower-case hexadecimal SHA-256 of the SubjectPublicKeyInfo: survives a re-issue on the same key. */
  readonly publicKeyFingerprint: string;
  /** UTF-16 offset, in the text, of the PEM block or of the trimmed base64. */
  readonly start: number;
  /** UTF-16 offset after the last character of the same. */
  readonly end: number;
}

/** Why a text, or one certificate in it, could not be read. The reason never repeats what the text says. */
export interface Unreadable {
  readonly kind: 'unreadable';
  readonly reason: string;
}

/** Makes an {@link Unreadable}. */
export function unreadable(reason: string): Unreadable {
  return { kind: 'unreadable', reason };
}

/** RFC 4514 3, RFC 5280 appendix A.1 and the attributes of extended-validation certificates. */
const ATTRIBUTE_NAMES: ReadonlyMap<string, string> = new Map([
  ['2.5.4.3', 'CN'],
  ['2.5.4.4', 'SN'],
  ['2.5.4.5', 'serialNumber'],
  ['2.5.4.6', 'C'],
  ['2.5.4.7', 'L'],
  ['2.5.4.8', 'ST'],
  ['2.5.4.9', 'street'],
  ['2.5.4.10', 'O'],
  ['2.5.4.11', 'OU'],
  ['2.5.4.12', 'title'],
  ['2.5.4.15', 'businessCategory'],
  ['2.5.4.17', 'postalCode'],
  ['2.5.4.42', 'GN'],
  ['2.5.4.97', 'organizationIdentifier'],
  ['0.9.2342.19200300.100.1.1', 'UID'],
  ['0.9.2342.19200300.100.1.25', 'DC'],
  ['1.2.840.113549.1.9.1', 'emailAddress'],
  ['1.3.6.1.4.1.311.60.2.1.1', 'jurisdictionL'],
  ['1.3.6.1.4.1.311.60.2.1.2', 'jurisdictionST'],
  ['1.3.6.1.4.1.311.60.2.1.3', 'jurisdictionC'],
]);

/** RFC 3279 2.2, 4055 5, 5758 2 and 3, 8410 3, and the OIW ones that old certificates carry. */
const SIGNATURE_HASHES: ReadonlyMap<string, SignatureHash> = new Map<string, SignatureHash>([
  ['1.2.840.113549.1.1.2', 'md2'],
  ['1.2.840.113549.1.1.4', 'md5'],
  ['1.2.840.113549.1.1.5', 'sha1'],
  ['1.2.840.113549.1.1.11', 'sha256'],
  ['1.2.840.113549.1.1.12', 'sha384'],
  ['1.2.840.113549.1.1.13', 'sha512'],
  ['1.2.840.113549.1.1.14', 'sha224'],
  ['1.3.14.3.2.3', 'md5'],
  ['1.3.14.3.2.27', 'sha1'],
  ['1.3.14.3.2.29', 'sha1'],
  ['1.2.840.10040.4.3', 'sha1'],
  ['2.16.840.1.101.3.4.3.1', 'sha224'],
  ['2.16.840.1.101.3.4.3.2', 'sha256'],
  ['2.16.840.1.101.3.4.3.3', 'sha384'],
  ['2.16.840.1.101.3.4.3.4', 'sha512'],
  ['1.2.840.10045.4.1', 'sha1'],
  ['1.2.840.10045.4.3.1', 'sha224'],
  ['1.2.840.10045.4.3.2', 'sha256'],
  ['1.2.840.10045.4.3.3', 'sha384'],
  ['1.2.840.10045.4.3.4', 'sha512'],
  ['1.3.101.112', 'none'],
  ['1.3.101.113', 'none'],
]);

/** RSASSA-PSS names its hash in its parameters (RFC 4055 3.1). */
const RSA_PSS = '1.2.840.113549.1.1.10';

/** The hashes themselves, for the parameters of RSASSA-PSS (RFC 4055 2.1). */
const HASHES: ReadonlyMap<string, SignatureHash> = new Map<string, SignatureHash>([
  ['1.2.840.113549.2.2', 'md2'],
  ['1.2.840.113549.2.5', 'md5'],
  ['1.3.14.3.2.26', 'sha1'],
  ['2.16.840.1.101.3.4.2.1', 'sha256'],
  ['2.16.840.1.101.3.4.2.2', 'sha384'],
  ['2.16.840.1.101.3.4.2.3', 'sha512'],
  ['2.16.840.1.101.3.4.2.4', 'sha224'],
]);

/** RFC 3279 2.3, 4055 1.2, 5480 2.1.1 and 8410 3. */
const KEY_TYPES: ReadonlyMap<string, string> = new Map([
  ['1.2.840.113549.1.1.1', 'RSA'],
  [RSA_PSS, 'RSA-PSS'],
  ['1.2.840.10040.4.1', 'DSA'],
  ['1.2.840.10045.2.1', 'EC'],
  ['1.2.840.10046.2.1', 'DH'],
  ['1.3.101.110', 'X25519'],
  ['1.3.101.111', 'X448'],
  ['1.3.101.112', 'Ed25519'],
  ['1.3.101.113', 'Ed448'],
]);

interface Curve {
  readonly name: string;
  readonly bits: number;
}

/** Curves by object identifier, under their openssl names: SEC 2 2.0 and, for brainpool, RFC 5639. */
const CURVES: ReadonlyMap<string, Curve> = new Map([
  ['1.2.840.10045.3.1.1', { name: 'prime192v1', bits: 192 }],
  ['1.2.840.10045.3.1.7', { name: 'prime256v1', bits: 256 }],
  ['1.3.132.0.8', { name: 'secp160r1', bits: 160 }],
  ['1.3.132.0.9', { name: 'secp160k1', bits: 160 }],
  ['1.3.132.0.30', { name: 'secp160r2', bits: 160 }],
  ['1.3.132.0.31', { name: 'secp192k1', bits: 192 }],
  ['1.3.132.0.32', { name: 'secp224k1', bits: 224 }],
  ['1.3.132.0.33', { name: 'secp224r1', bits: 224 }],
  ['1.3.132.0.10', { name: 'secp256k1', bits: 256 }],
  ['1.3.132.0.34', { name: 'secp384r1', bits: 384 }],
  ['1.3.132.0.35', { name: 'secp521r1', bits: 521 }],
  ['1.3.36.3.3.2.8.1.1.1', { name: 'brainpoolP160r1', bits: 160 }],
  ['1.3.36.3.3.2.8.1.1.3', { name: 'brainpoolP192r1', bits: 192 }],
  ['1.3.36.3.3.2.8.1.1.5', { name: 'brainpoolP224r1', bits: 224 }],
  ['1.3.36.3.3.2.8.1.1.7', { name: 'brainpoolP256r1', bits: 256 }],
  ['1.3.36.3.3.2.8.1.1.9', { name: 'brainpoolP320r1', bits: 320 }],
  ['1.3.36.3.3.2.8.1.1.11', { name: 'brainpoolP384r1', bits: 384 }],
  ['1.3.36.3.3.2.8.1.1.13', { name: 'brainpoolP512r1', bits: 512 }],
]);

/** id-ce-extKeyUsage and its key purposes, RFC 5280 4.2.1.12. */
const EXTENDED_KEY_USAGE = '2.5.29.37';
const KEY_PURPOSES: ReadonlyMap<string, string> = new Map([
  ['2.5.29.37.0', 'any'],
  ['1.3.6.1.5.5.7.3.1', 'serverAuth'],
  ['1.3.6.1.5.5.7.3.2', 'clientAuth'],
  ['1.3.6.1.5.5.7.3.3', 'codeSigning'],
  ['1.3.6.1.5.5.7.3.4', 'emailProtection'],
  ['1.3.6.1.5.5.7.3.8', 'timeStamping'],
  ['1.3.6.1.5.5.7.3.9', 'OCSPSigning'],
]);

/** A name longer than this is cut: RFC 5280 allows 64 characters for most attributes, so nobody honest gets there. */
const MAXIMUM_NAME_LENGTH = 1000;

/**
 * What must not reach a terminal or a report from a certificate: control, text-direction and
 * line-breaking characters, and halves of surrogate pairs.
 */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

/** Most values have nothing to remove or to escape, and finding that out is several times faster. */
const PLAIN = /^[A-Za-z0-9 .:/@()_-]*$/;

/** What RFC 4514 2.4 escapes in a value. */
const SPECIAL = /[\\"+,;<>]/g;

/**
 * Reads one certificate from its DER. `start` and `end` are only passed on. Octets after the certificate make it
 * unreadable, unless `trailingAllowed`: openssl's TRUSTED CERTIFICATE puts its trust settings there.
 */
export function readX509Facts(
  bytes: Buffer,
  { start, end, trailingAllowed = false }: { start: number; end: number; trailingAllowed?: boolean }
): X509Facts | Unreadable {
  const certificate = readElement(bytes, 0, bytes.length);
  if (certificate?.tag !== DerTag.sequence) {
    return unreadable('it is not DER, or it is cut off');
  }
  if (certificate.end < bytes.length && !trailingAllowed) {
    return unreadable('something follows the certificate inside its base64');
  }
  const [toBeSigned, signatureAlgorithm, signature] = readSequence(bytes, certificate) ?? [];
  const fields = readSequence(bytes, toBeSigned);
  if (fields === undefined || signature?.tag !== DerTag.bitString) {
    return unreadable('its DER is malformed, or is not that of a certificate');
  }
  // RFC 5280 4.1: the version is optional, and is tagged so that it can be told from the serial number.
  const [, , issuer, validity, subject, publicKey, ...optional] =
    fields[0]?.tag === DerTag.context0 ? fields.slice(1) : fields;
  const subjectName = readName(bytes, subject);
  if (subject === undefined || issuer === undefined || subjectName === undefined) {
    return unreadable('its subject or issuer cannot be read');
  }
  const selfIssued = octets(bytes, subject).equals(octets(bytes, issuer));
  const issuerName = selfIssued ? subjectName : readName(bytes, issuer);
  if (issuerName === undefined) {
    return unreadable('its subject or issuer cannot be read');
  }
  const [notBefore, notAfter] = (readSequence(bytes, validity) ?? []).map((time) => readTime(bytes, time));
  if (notBefore === undefined || notAfter === undefined) {
    return unreadable('its validity dates cannot be read');
  }
  const key = readPublicKey(bytes, publicKey);
  if (key === undefined) {
    return unreadable('its public key cannot be read');
  }
  const usage = readExtendedKeyUsage(bytes, optional);
  if (usage === undefined) {
    return unreadable('its extensions cannot be read');
  }
  const parsed = parseWithOpenssl(bytes.subarray(0, certificate.end));
  if (parsed === undefined) {
    return unreadable('OpenSSL does not accept it as a certificate');
  }
  return {
    subject: subjectName,
    issuer: issuerName,
    serialNumber: parsed.serialNumber,
    selfSigned: selfIssued && verifiesItself(parsed),
    notBefore,
    notAfter,
    ...key,
    signatureHash: readSignatureHash(bytes, signatureAlgorithm),
    extendedKeyUsage: usage.extendedKeyUsage,
    start,
    end,
  };
}

/**
 * The fingerprint, as in {@link X509Facts.publicKeyFingerprint}, of the key in a signing request's DER (PKCS #10, RFC
 * 2986 4.1); undefined if it is not a signing request.
 */
export function readSigningRequestFingerprint(bytes: Buffer): string | undefined {
  const [information] = readSequence(bytes, readElement(bytes, 0, bytes.length)) ?? [];
  const [version, subject, publicKey] = readSequence(bytes, information) ?? [];
  return version?.tag === DerTag.integer && subject?.tag === DerTag.sequence
    ? readPublicKey(bytes, publicKey)?.publicKeyFingerprint
    : undefined;
}

function octets(bytes: Buffer, element: DerElement): Buffer {
  return bytes.subarray(element.start, element.end);
}

/** Our own reader asks only for what it needs; OpenSSL has the last word on whether it is a certificate at all. */
function parseWithOpenssl(der: Buffer): X509Certificate | undefined {
  // Node looks for PEM before it tries DER, and would take a certificate written inside a field for this one.
  if (der.includes('-----BEGIN')) {
    return undefined;
  }
  try {
    return new X509Certificate(der);
  } catch {
    return undefined;
  }
}

function verifiesItself(certificate: X509Certificate): boolean {
  try {
    return certificate.verify(certificate.publicKey);
  } catch {
    // A key or a signature algorithm that this OpenSSL does not know.
    return false;
  }
}

/** Name ::= SEQUENCE OF SET OF SEQUENCE { type, value } (RFC 5280 4.1.2.4), as one line. */
function readName(bytes: Buffer, element: DerElement | undefined): string | undefined {
  const names = readSequence(bytes, element);
  if (names === undefined) {
    return undefined;
  }
  const parts: string[] = [];
  for (const name of names) {
    const attributes = name.tag === DerTag.set ? readChildren(bytes, name) : undefined;
    if (attributes === undefined) {
      return undefined;
    }
    const values: string[] = [];
    for (const attribute of attributes) {
      const [type, value] = readSequence(bytes, attribute) ?? [];
      const identifier = readObjectIdentifier(bytes, type);
      if (identifier === undefined || value === undefined) {
        return undefined;
      }
      values.push(`${ATTRIBUTE_NAMES.get(identifier) ?? identifier}=${readNameValue(bytes, value)}`);
    }
    parts.push(values.join(' + '));
  }
  const line = parts.join(', ');
  return line.length > MAXIMUM_NAME_LENGTH ? `${line.slice(0, MAXIMUM_NAME_LENGTH - 1)}…` : line;
}

function readNameValue(bytes: Buffer, value: DerElement): string {
  const text = readString(bytes, value);
  if (text === undefined) {
    // RFC 4514 2.4: a value that is not a string
    return `#${octets(bytes, value).toString('hex')}`;
  }
  return PLAIN.test(text) ? text : text.replace(UNPRINTABLE, '').replace(SPECIAL, '\\$&');
}

function readString(bytes: Buffer, { tag, content, end }: DerElement): string | undefined {
  switch (tag) {
    case DerTag.utf8String:
      return bytes.toString('utf8', content, end);
    case DerTag.numericString:
    case DerTag.printableString:
    case DerTag.ia5String:
    case DerTag.visibleString:
    case DerTag.teletexString: // T.61 on paper, Latin-1 in practice
      return bytes.toString('latin1', content, end);
    case DerTag.bmpString:
      // swap16 works in place and throws on an odd length.
      return (end - content) % 2 === 0
        ? Buffer.from(bytes.subarray(content, end)).swap16().toString('utf16le')
        : undefined;
    default:
      return undefined;
  }
}

function readSignatureHash(bytes: Buffer, signatureAlgorithm: DerElement | undefined): SignatureHash {
  const [algorithm, parameters] = readSequence(bytes, signatureAlgorithm) ?? [];
  const identifier = readObjectIdentifier(bytes, algorithm);
  if (identifier !== RSA_PSS) {
    return SIGNATURE_HASHES.get(identifier ?? '') ?? 'unknown';
  }
  // RFC 4055 3.1: RSASSA-PSS-params ::= SEQUENCE { hashAlgorithm [0] DEFAULT sha1, maskGenAlgorithm [1], … }
  if (parameters === undefined) {
    return 'sha1';
  }
  const fields = readSequence(bytes, parameters);
  if (fields === undefined) {
    return 'unknown';
  }
  const hashField = fields.find((field) => field.tag === DerTag.context0);
  if (hashField === undefined) {
    return 'sha1';
  }
  const [hashAlgorithm] = readSequence(bytes, readChildren(bytes, hashField)?.[0]) ?? [];
  return HASHES.get(readObjectIdentifier(bytes, hashAlgorithm) ?? '') ?? 'unknown';
}

type PublicKeyFacts = Pick<X509Facts, 'keyType' | 'keySize' | 'curve' | 'publicKeyFingerprint'>;

/** SubjectPublicKeyInfo ::= SEQUENCE { algorithm SEQUENCE { algorithm, parameters }, subjectPublicKey BIT STRING }. */
function readPublicKey(bytes: Buffer, element: DerElement | undefined): PublicKeyFacts | undefined {
  const [algorithm, key] = readSequence(bytes, element) ?? [];
  const [type, parameters] = readSequence(bytes, algorithm) ?? [];
  const identifier = readObjectIdentifier(bytes, type);
  if (element === undefined || identifier === undefined || key?.tag !== DerTag.bitString) {
    return undefined;
  }
  const keyType = KEY_TYPES.get(identifier) ?? identifier;
  return {
    keyType,
    ...readKeySize(bytes, { keyType, parameters, key }),
    publicKeyFingerprint: hash('sha256', octets(bytes, element)),
  };
}

function readKeySize(
  bytes: Buffer,
  { keyType, parameters, key }: { keyType: string; parameters: DerElement | undefined; key: DerElement }
): Pick<X509Facts, 'keySize' | 'curve'> {
  switch (keyType) {
    case 'RSA':
    case 'RSA-PSS': {
      // RFC 8017 A.1.1: SEQUENCE { modulus, publicExponent }, after the octet that counts a BIT STRING's unused bits.
      const [modulus] = readSequence(bytes, readElement(bytes, key.content + 1, key.end)) ?? [];
      return { keySize: readBitLength(bytes, modulus), curve: undefined };
    }
    case 'DSA':
    case 'DH':
      // RFC 3279 2.3.2 and 2.3.3: the prime comes first. DSA parameters may be missing: then the issuer's apply.
      return { keySize: readBitLength(bytes, readSequence(bytes, parameters)?.[0]), curve: undefined };
    case 'EC':
      return readCurve(bytes, parameters);
    default:
      return { keySize: undefined, curve: undefined };
  }
}

/** RFC 5480 2.1.1: a named curve; or, which it forbids but SEC 1 C.2 knows, the parameters written out. */
function readCurve(bytes: Buffer, parameters: DerElement | undefined): Pick<X509Facts, 'keySize' | 'curve'> {
  const identifier = readObjectIdentifier(bytes, parameters);
  if (identifier !== undefined) {
    const curve = CURVES.get(identifier);
    return { keySize: curve?.bits, curve: curve?.name ?? identifier };
  }
  // SEQUENCE { version, fieldID SEQUENCE { fieldType, prime INTEGER }, … }; over a binary field no INTEGER prime.
  const [, field] = readSequence(bytes, parameters) ?? [];
  const [, prime] = readSequence(bytes, field) ?? [];
  return { keySize: readBitLength(bytes, prime), curve: undefined };
}

/**
 * The extended key usage among the optional fields after the public key. The result is undefined if the extensions
 * are malformed: "no such extension" must not be concluded from them.
 */
function readExtendedKeyUsage(
  bytes: Buffer,
  optional: readonly DerElement[]
): Pick<X509Facts, 'extendedKeyUsage'> | undefined {
  const wrapper = optional.find((field) => field.tag === DerTag.context3);
  if (wrapper === undefined) {
    return { extendedKeyUsage: undefined };
  }
  const extensions = readSequence(bytes, readElement(bytes, wrapper.content, wrapper.end));
  if (extensions === undefined) {
    return undefined;
  }
  let extendedKeyUsage: readonly string[] | undefined;
  for (const extension of extensions) {
    const [identifier, ...rest] = readSequence(bytes, extension) ?? [];
    const name = readObjectIdentifier(bytes, identifier);
    const value = rest.at(-1);
    if (name === undefined || value?.tag !== DerTag.octetString) {
      return undefined;
    }
    if (name === EXTENDED_KEY_USAGE) {
      const purposes = readKeyPurposes(bytes, value);
      // RFC 5280 4.2: no extension twice.
      if (purposes === undefined || extendedKeyUsage !== undefined) {
        return undefined;
      }
      extendedKeyUsage = purposes;
    }
  }
  return { extendedKeyUsage };
}

function readKeyPurposes(bytes: Buffer, value: DerElement): readonly string[] | undefined {
  const elements = readSequence(bytes, readElement(bytes, value.content, value.end));
  const purposes: string[] = [];
  for (const element of elements ?? []) {
    const identifier = readObjectIdentifier(bytes, element);
    if (identifier === undefined) {
      return undefined;
    }
    purposes.push(KEY_PURPOSES.get(identifier) ?? identifier);
  }
  // RFC 5280 4.2.1.12: SEQUENCE SIZE (1..MAX).
  return purposes.length > 0 ? purposes : undefined;
}
