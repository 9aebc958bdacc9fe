import { createHash, generateKeyPair, webcrypto, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import type * as X509 from '@peculiar/x509';

/** The key of a certificate to make. Curves by their WebCrypto names. */
export type KeySpec =
  | { readonly type: 'RSA'; readonly bits: number }
  | { readonly type: 'EC'; readonly curve: 'P-256' | 'P-384' | 'P-521' };

/** A certificate to make, in the words of `certificates.json` (see scripts/makeCertificates.ts). */
export interface CertificateSpec {
  /** `CN=EMEA_Client, O=Acme`; the attributes are encoded in this order. */
  readonly subject: string;
  /** The name of another spec in the same set, or `self`. Default `self`. */
  readonly issuer?: string;
  /** ISO 8601: `2026-01-01` or `2026-01-01T00:00:00Z`. Not for signing requests. */
  readonly notBefore?: string;
  readonly notAfter?: string;
  /** Default RSA 2048. */
  readonly key?: KeySpec;
  /** Specs with the same key name share a key pair. Default: a pair of its own. */
  readonly keyName?: string;
  /** Of the signature on this certificate, by its issuer's key. Default SHA-256. */
  readonly hash?: 'SHA-1' | 'SHA-256' | 'SHA-384' | 'SHA-512';
  /** `serverAuth`, `clientAuth` …, or object identifiers. Default: no such extension. */
  readonly extendedKeyUsage?: readonly string[];
  readonly certificateAuthority?: boolean;
  /** Names of the specs whose certificates follow this one in its text. */
  readonly chain?: readonly string[];
  /** Default `certificate`. */
  readonly kind?: 'certificate' | 'signingRequest';
}

/** Makes the certificates of one set of specs, each once and only when asked for. Keys stay in memory. */
export interface CertificateMaker {
  /** PEM, one block per line group, LF, with a final line break: the named one, then its chain. Rejects on a bad spec. */
  pem(name: string): Promise<string>;
  /** The named certificate alone, as base64 of its DER on one line. Rejects on a bad spec. */
  base64(name: string): Promise<string>;
}

const KEY_PURPOSES: Readonly<Record<string, string>> = {
  any: '2.5.29.37.0',
  serverAuth: '1.3.6.1.5.5.7.3.1',
  clientAuth: '1.3.6.1.5.5.7.3.2',
  codeSigning: '1.3.6.1.5.5.7.3.3',
  emailProtection: '1.3.6.1.5.5.7.3.4',
  timeStamping: '1.3.6.1.5.5.7.3.8',
  OCSPSigning: '1.3.6.1.5.5.7.3.9',
};

const loading = loadX509();

/**
 * `@peculiar/x509` needs `reflect-metadata`, or something like it, at import: its container keeps constructor
 * parameters there. It never asks about more than whole classes, so a map of maps will do instead of a dependency.
 */
async function loadX509(): Promise<typeof X509> {
  const metadata = new WeakMap<object, Map<unknown, unknown>>();
  const read = (key: unknown, target: object): unknown => metadata.get(target)?.get(key);
  const write = (key: unknown, value: unknown, target: object): void => {
    metadata.set(target, (metadata.get(target) ?? new Map<unknown, unknown>()).set(key, value));
  };
  if (!('getMetadata' in Reflect)) {
    Object.assign(Reflect, { getMetadata: read, getOwnMetadata: read, defineMetadata: write });
  }
  return import('@peculiar/x509');
}

/** Makes a {@link CertificateMaker} for specs by name; the names are what `issuer` and `chain` refer to. */
export function certificateMaker(specs: Readonly<Record<string, CertificateSpec>>): CertificateMaker {
  const keys = new Map<string, Promise<KeyPair>>();
  const made = new Map<string, Promise<Buffer>>();

  function specOf(name: string): CertificateSpec {
    const spec = specs[name];
    if (spec === undefined) {
      throw new Error(`no certificate is named "${name}"; there are: ${Object.keys(specs).join(', ')}`);
    }
    return spec;
  }

  function keyOf(name: string): Promise<KeyPair> {
    const { key = { type: 'RSA', bits: 2048 }, keyName } = specOf(name);
    // The two kinds of names must not meet: a spec may be called like another one's key.
    const identity = keyName === undefined ? `spec ${name}` : `key ${keyName}`;
    let pair = keys.get(identity);
    if (pair === undefined) {
      pair = generateKey(key);
      keys.set(identity, pair);
    }
    return pair;
  }

  /** Specs that are their own issuer's issuer would never be done: `self` is the word for those. */
  function derOf(name: string, users: readonly string[] = []): Promise<Buffer> {
    if (users.includes(name)) {
      throw new Error(`certificates that issue each other: ${[...users, name].join(' > ')}`);
    }
    let der = made.get(name);
    if (der === undefined) {
      der = make(name, users);
      made.set(name, der);
    }
    return der;
  }

  async function make(name: string, users: readonly string[]): Promise<Buffer> {
    const spec = specOf(name);
    const x509 = await loading;
    const { subject, issuer = 'self', hash = 'SHA-256', kind = 'certificate' } = spec;
    if (kind === 'signingRequest') {
      const signingAlgorithm = { name: algorithmOf(await keyOf(name)), hash };
      const keys = await importPair(await keyOf(name), hash);
      const request = await x509.Pkcs10CertificateRequestGenerator.create({ name: subject, keys, signingAlgorithm });
      return Buffer.from(request.rawData);
    }
    const issuerName = issuer === 'self' ? name : issuer;
    if (issuer !== 'self') {
      await derOf(issuer, [...users, name]);
    }
    const signer = await importPair(await keyOf(issuerName), hash);
    const { publicKey } = await importPair(await keyOf(name), hash);
    const certificate = await x509.X509CertificateGenerator.create({
      subject,
      issuer: specOf(issuerName).subject,
      notBefore: dateOf(name, 'notBefore', spec.notBefore),
      notAfter: dateOf(name, 'notAfter', spec.notAfter),
      publicKey,
      signingKey: signer.privateKey,
      signingAlgorithm: { name: algorithmOf(await keyOf(issuerName)), hash },
      extensions: await extensionsOf(spec, publicKey, signer.publicKey),
    });
    return Buffer.from(certificate.rawData);
  }

  return {
    async base64(name) {
      return (await derOf(name)).toString('base64');
    },
    async pem(name) {
      const { chain = [], kind = 'certificate' } = specOf(name);
      const blocks = [toPem(await derOf(name), kind === 'certificate' ? 'CERTIFICATE' : 'CERTIFICATE REQUEST')];
      for (const link of chain) {
        blocks.push(toPem(await derOf(link), 'CERTIFICATE'));
      }
      return blocks.join('');
    },
  };
}

/** Armours DER as PEM (RFC 7468), 64 characters a line, with a final line break. */
export function toPem(der: Buffer, label: string): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}

interface KeyPair {
  readonly spec: KeySpec;
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

async function generateKey(spec: KeySpec): Promise<KeyPair> {
  const pair =
    spec.type === 'RSA'
      ? await promisify(generateKeyPair)('rsa', { modulusLength: spec.bits })
      : await promisify(generateKeyPair)('ec', { namedCurve: spec.curve });
  return { spec, ...pair };
}

function algorithmOf({ spec }: KeyPair): string {
  return spec.type === 'RSA' ? 'RSASSA-PKCS1-v1_5' : 'ECDSA';
}

/** WebCrypto ties an RSA key to one hash, so a key that signs with several is imported once for each. */
async function importPair(pair: KeyPair, hash: string): Promise<webcrypto.CryptoKeyPair> {
  const algorithm =
    pair.spec.type === 'RSA' ? { name: algorithmOf(pair), hash } : { name: 'ECDSA', namedCurve: pair.spec.curve };
  const spki = pair.publicKey.export({ type: 'spki', format: 'der' });
  const pkcs8 = pair.privateKey.export({ type: 'pkcs8', format: 'der' });
  return {
    publicKey: await webcrypto.subtle.importKey('spki', spki, algorithm, true, ['verify']),
    privateKey: await webcrypto.subtle.importKey('pkcs8', pkcs8, algorithm, false, ['sign']),
  };
}

async function extensionsOf(
  { extendedKeyUsage, certificateAuthority = false, issuer = 'self' }: CertificateSpec,
  publicKey: webcrypto.CryptoKey,
  issuerKey: webcrypto.CryptoKey
): Promise<X509.Extension[]> {
  const x509 = await loading;
  const { digitalSignature, keyEncipherment, keyCertSign, cRLSign } = x509.KeyUsageFlags;
  const usages = certificateAuthority ? keyCertSign | cRLSign : digitalSignature | keyEncipherment;
  const extensions: X509.Extension[] = [
    new x509.BasicConstraintsExtension(certificateAuthority, undefined, true),
    new x509.KeyUsagesExtension(usages, true),
    await x509.SubjectKeyIdentifierExtension.create(publicKey),
  ];
  if (issuer !== 'self') {
    extensions.push(await x509.AuthorityKeyIdentifierExtension.create(issuerKey));
  }
  if (extendedKeyUsage !== undefined) {
    const purposes = extendedKeyUsage.map((purpose) => KEY_PURPOSES[purpose] ?? purpose);
    extensions.push(new x509.ExtendedKeyUsageExtension(purposes));
  }
  return extensions;
}

function dateOf(name: string, field: string, value: string | undefined): Date {
  const date = new Date(value ?? Number.NaN);
  if (Number.isNaN(date.getTime())) {
    throw new Error(`certificate "${name}" needs ${field} as an ISO 8601 date`);
  }
  return date;
}

/** Lower-case hexadecimal SHA-256. */
export function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
