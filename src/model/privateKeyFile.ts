import { createPrivateKey } from 'node:crypto';
import type { ComponentRef, Placed } from './component.js';

/** A file that holds a private key, or a key store with one. `at` is what announces it, never the key. */
export interface PrivateKeyFile extends Placed {
  /** Files are no metadata: their identity is their path. */
  readonly component: ComponentRef<'File'>;
  /** What it is, as its format calls it: `RSA PRIVATE KEY`, `PKCS #12 key store`. */
  readonly what: string;
  /** True when a password is needed to use the key. */
  readonly isEncrypted: boolean;
}

const ARMOUR = /-----BEGIN ((?:[A-Z0-9]+ ){0,2}PRIVATE KEY)-----([^-]{40,65536})-----END \1-----/g;
const OPENSSH_MAGIC = 'openssh-key-v1\0';
const JAVA_KEY_STORES = new Set([0xfeedfeed, 0xcececece]);

/** Looks for a private key in a file's bytes; a key without a body, such as a template's, is none. */
export function readPrivateKeyFile(path: string, bytes: Uint8Array): readonly PrivateKeyFile[] {
  const component: ComponentRef<'File'> = { type: 'File', fullName: path };
  const place = (what: string, isEncrypted: boolean, start: number, end: number): PrivateKeyFile => ({
    component,
    what,
    isEncrypted,
    at: { file: path, start, end },
    element: what,
  });
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const binary = readBinaryKey(buffer);
  if (binary) return [place(binary.what, binary.isEncrypted, 0, 0)];

  const text = buffer.toString('latin1');
  const found: PrivateKeyFile[] = [];
  for (const match of text.matchAll(ARMOUR)) {
    const [, label = '', body = ''] = match;
    const isEncrypted = encryptionOf(label, body);
    if (isEncrypted === undefined) continue;
    found.push(place(label, isEncrypted, match.index, match.index + `-----BEGIN ${label}-----`.length));
  }
  const putty = /^PuTTY-User-Key-File-\d: [^\r\n]*/.exec(text);
  if (putty) found.push(place('PuTTY private key', !/^Encryption: none/m.test(text), 0, putty[0].length));
  return found;
}

/** Whether the armoured key is encrypted; undefined when the body is not that of a key. */
function encryptionOf(label: string, body: string): boolean | undefined {
  // RFC 1421 headers, as OpenSSL writes them for an encrypted traditional key.
  const headers = /^\s*(?:[A-Za-z0-9-]+: [^\r\n]*\r?\n)+/.exec(body)?.[0] ?? '';
  const base64 = body.slice(headers.length).replace(/\s+/g, '');
  if (!/^[A-Za-z0-9+/]{32,}={0,2}$/.test(base64)) return undefined;
  if (/^Proc-Type: 4,ENCRYPTED/m.test(headers)) return true;
  const decoded = Buffer.from(base64, 'base64');
  if (label === 'OPENSSH PRIVATE KEY') {
    if (!decoded.toString('latin1').startsWith(OPENSSH_MAGIC)) return undefined;
    const length = decoded.readUInt32BE(OPENSSH_MAGIC.length);
    const start = OPENSSH_MAGIC.length + 4;
    return decoded.toString('latin1', start, start + Math.min(length, 64)) !== 'none';
  }
  return sequenceLength(decoded) === decoded.length ? label.startsWith('ENCRYPTED') : undefined;
}

function readBinaryKey(buffer: Buffer): { readonly what: string; readonly isEncrypted: boolean } | undefined {
  if (buffer.length < 32) return undefined;
  if (JAVA_KEY_STORES.has(buffer.readUInt32BE(0))) {
    return holdsPrivateKeyEntry(buffer) ? { what: 'Java key store', isEncrypted: true } : undefined;
  }
  const content = sequenceContent(buffer);
  if (content === undefined) return undefined;
  // PFX ::= SEQUENCE { version INTEGER {v3(3)}, ... } (RFC 7292, section 4)
  if (buffer[content] === 2 && buffer[content + 1] === 1 && buffer[content + 2] === 3) {
    return { what: 'PKCS #12 key store', isEncrypted: true };
  }
  for (const type of ['pkcs8', 'pkcs1', 'sec1'] as const) {
    try {
      createPrivateKey({ key: buffer, format: 'der', type });
      return { what: `${type.toUpperCase()} private key`, isEncrypted: false };
    } catch {
      // Not a key of this type.
    }
  }
  return undefined;
}

/** Where the content of a DER SEQUENCE starts; undefined when the bytes are not one. */
function sequenceContent(der: Buffer): number | undefined {
  if (der[0] !== 0x30) return undefined;
  const first = der[1] ?? 0;
  return first < 0x80 ? 2 : first > 0x80 && first <= 0x84 ? 2 + (first & 0x7f) : undefined;
}

/** Of a DER SEQUENCE with its header, in bytes. */
function sequenceLength(der: Buffer): number | undefined {
  const content = sequenceContent(der);
  if (content === undefined || der.length < content) return undefined;
  return content + (content === 2 ? (der[1] ?? 0) : der.readUIntBE(2, content - 2));
}

/**
 * Walks the entries of a JKS or JCEKS key store: tag 1 is a key entry, tag 2 a trusted certificate. There is no
 * specification but the JDK's source (sun.security.provider.JavaKeyStore).
 */
function holdsPrivateKeyEntry(buffer: Buffer): boolean {
  const view = new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);
  try {
    const version = view.getUint32(4);
    const count = view.getUint32(8);
    let position = 12;
    for (let entry = 0; entry < count; entry += 1) {
      if (view.getUint32(position) !== 2) return true;
      position += 4;
      position += 2 + view.getUint16(position) + 8;
      if (version === 2) position += 2 + view.getUint16(position);
      position += 4 + view.getUint32(position);
    }
    return false;
  } catch {
    // Cut off, so what it holds cannot be known; a key store is for keys.
    return true;
  }
}
