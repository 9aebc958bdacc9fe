import { isPlaceholder } from './placeholder.js';
import {
  readSigningRequestFingerprint,
  readX509Facts,
  unreadable,
  type Unreadable,
  type X509Facts,
} from './x509Facts.js';

export type { SignatureHash, Unreadable, X509Facts } from './x509Facts.js';

/** What the text of a certificate holds. Discriminated by `kind`. */
export type CertificateBody =
  /** In file order: as Salesforce writes it, the first is the leaf and the others are its chain. */
  | { readonly kind: 'certificates'; readonly certificates: readonly [X509Facts, ...X509Facts[]] }
  /** PKCS #10: the body of a CA-signed entry until the signed certificate is uploaded. Offsets as in X509Facts. */
  | {
      readonly kind: 'signingRequest';
      readonly publicKeyFingerprint: string | undefined;
      readonly start: number;
      readonly end: number;
    }
  /** Blanked by a tool, masked, elided, or a placeholder that a build replaces. */
  | { readonly kind: 'redacted' }
  | { readonly kind: 'empty' }
  | Unreadable;

/** In UTF-16 units. A chain of four with 4096-bit keys takes 8 KiB. */
const MAXIMUM_LENGTH = 1024 * 1024;

/** In one text. Every self-signed one costs a signature check, and a hostile key makes that slow. */
const MAXIMUM_CERTIFICATES = 100;

/** Labels without their blanks, which a reflowed text may have lost. RFC 7468 5.1 wants the older ones read too. */
const CERTIFICATE_LABELS: ReadonlySet<string> = new Set(['CERTIFICATE', 'X509CERTIFICATE', 'TRUSTEDCERTIFICATE']);
const REQUEST_LABELS: ReadonlySet<string> = new Set(['CERTIFICATEREQUEST', 'NEWCERTIFICATEREQUEST']);
const PKCS7_LABELS: ReadonlySet<string> = new Set(['PKCS7', 'CMS']);

interface PemBlock {
  readonly label: string;
  readonly body: string;
  readonly start: number;
  readonly end: number;
  /** False if the END line is missing or has another label. */
  readonly complete: boolean;
}

/**
 * Reads the text of a `.crt` file or of a `certificate` element: PEM with anything around it and with its line breaks
 * kept, changed or lost; or the bare base64 of one DER certificate. Never throws; the whole text is one result, so one
 * bad certificate in a chain makes it `unreadable`, and the reason says which.
 */
export function readCertificateBody(text: string): CertificateBody {
  if (text.length > MAXIMUM_LENGTH) {
    return unreadable('it is longer than 1 MiB');
  }
  // trim() takes a byte order mark for white space, too.
  const trimmed = text.trim();
  if (trimmed === '') {
    return { kind: 'empty' };
  }
  const blocks = splitPem(text);
  const certificates = blocks.filter(({ label }) => CERTIFICATE_LABELS.has(label));
  if (certificates.length > 0) {
    return readCertificates(certificates);
  }
  const request = blocks.find(({ label }) => REQUEST_LABELS.has(label));
  if (request !== undefined) {
    return readSigningRequest(request);
  }
  if (blocks.some(({ label }) => PKCS7_LABELS.has(label))) {
    return unreadable('it is a PKCS #7 bundle; only single certificates in PEM are read');
  }
  if (blocks.length > 0) {
    return unreadable('it has PEM blocks, but none of them is a certificate');
  }
  const start = text.length - text.trimStart().length;
  return readBare(trimmed, { start, end: start + trimmed.length });
}

/** Every PEM block, in one pass: what is found once is never searched again, whatever is missing. */
function splitPem(text: string): readonly PemBlock[] {
  const begin = /-----BEGIN([A-Z0-9\s]{1,40})-----/g;
  const end = /-----END([A-Z0-9\s]{1,40})-----/y;
  const blocks: PemBlock[] = [];
  for (let match = begin.exec(text); match !== null; match = begin.exec(text)) {
    const label = withoutBlanks(match[1] ?? '');
    const bodyStart = begin.lastIndex;
    const dashes = text.indexOf('-----', bodyStart);
    const bodyEnd = dashes === -1 ? text.length : dashes;
    end.lastIndex = bodyEnd;
    const endMatch = end.exec(text);
    const complete = endMatch !== null && withoutBlanks(endMatch[1] ?? '') === label;
    const blockEnd = complete ? end.lastIndex : bodyEnd;
    blocks.push({ label, body: text.slice(bodyStart, bodyEnd), start: match.index, end: blockEnd, complete });
    begin.lastIndex = blockEnd;
  }
  return blocks;
}

function readCertificates(blocks: readonly PemBlock[]): CertificateBody {
  if (blocks.length > MAXIMUM_CERTIFICATES) {
    return unreadable(`it has more than ${MAXIMUM_CERTIFICATES} certificates`);
  }
  if (blocks.every(({ body }) => isPlaceholder(body.trim()))) {
    return { kind: 'redacted' };
  }
  const certificates: X509Facts[] = [];
  for (const [index, block] of blocks.entries()) {
    const facts = readBlock(block);
    if ('reason' in facts) {
      return unreadable(`certificate ${index + 1} of ${blocks.length}: ${facts.reason}`);
    }
    certificates.push(facts);
  }
  const [leaf, ...chain] = certificates;
  return leaf === undefined ? { kind: 'empty' } : { kind: 'certificates', certificates: [leaf, ...chain] };
}

function readBlock({ label, body, start, end, complete }: PemBlock): X509Facts | Unreadable {
  if (isPlaceholder(body.trim())) {
    return unreadable('a placeholder stands in its place');
  }
  if (!complete) {
    return unreadable('its END line is missing or does not match');
  }
  const bytes = decodeBase64(body);
  return bytes === undefined
    ? unreadable('what is between BEGIN and END is not base64')
    : readX509Facts(bytes, { start, end, trailingAllowed: label === 'TRUSTEDCERTIFICATE' });
}

function readSigningRequest({ body, start, end }: PemBlock): CertificateBody {
  if (isPlaceholder(body.trim())) {
    return { kind: 'redacted' };
  }
  const bytes = decodeBase64(body);
  const publicKeyFingerprint = bytes === undefined ? undefined : readSigningRequestFingerprint(bytes);
  return { kind: 'signingRequest', publicKeyFingerprint, start, end };
}

function readBare(trimmed: string, { start, end }: { start: number; end: number }): CertificateBody {
  if (isPlaceholder(trimmed)) {
    return { kind: 'redacted' };
  }
  const bytes = decodeBase64(trimmed);
  if (bytes === undefined) {
    // A DER file read as UTF-8: its second octet, a length of 128 or more, has become a replacement character.
    return trimmed.startsWith('0\uFFFD')
      ? unreadable('it looks like binary DER; PEM or base64 is needed')
      : unreadable('it is neither PEM nor base64');
  }
  const facts = readX509Facts(bytes, { start, end });
  if (!('reason' in facts)) {
    return { kind: 'certificates', certificates: [facts] };
  }
  const publicKeyFingerprint = readSigningRequestFingerprint(bytes);
  return publicKeyFingerprint === undefined
    ? unreadable(`it has no BEGIN line, and as base64 of a certificate: ${facts.reason}`)
    : { kind: 'signingRequest', publicKeyFingerprint, start, end };
}

/** A text's base64 with blanks of any kind in it, or line breaks written as `\n`; undefined if it is not base64. */
function decodeBase64(text: string): Buffer | undefined {
  const base64 = withoutBlanks(text.replace(/\\[nr]/g, ''));
  // Buffer.from skips over what is not base64, so it has to be checked before. A single left-over digit is half a byte.
  return /^[A-Za-z0-9+/]+={0,2}$/.test(base64) && base64.replace(/=+$/, '').length % 4 !== 1
    ? Buffer.from(base64, 'base64')
    : undefined;
}

function withoutBlanks(text: string): string {
  return text.replace(/\s+/g, '');
}
