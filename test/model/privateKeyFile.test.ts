import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { memoryFileSystem, scan } from '../../src/index.js';
import { readPrivateKeyFile, type PrivateKeyFile } from '../../src/model/privateKeyFile.js';
import privateKeyInProject from '../../src/rules/private-key-in-project.js';

const now = new Date('2026-11-22T00:00:00Z');
const PASSWORD = 'pass:throw-away';

describe('private key files', () => {
  let folder: string;
  const at = (name: string): string => join(folder, name);
  const openssl = (...args: readonly string[]): void => {
    execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  };
  const bytesOf = (name: string): Buffer => readFileSync(at(name));
  const read = (name: string): ReadonlyArray<Pick<PrivateKeyFile, 'isCertain' | 'isEncrypted' | 'what'>> =>
    readPrivateKeyFile(name, bytesOf(name)).map(({ what, isEncrypted, isCertain }) => ({ what, isEncrypted, isCertain }));

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'sf-isa-keys-'));
    openssl('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', 'sec1.pem');
    openssl('genpkey', '-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048', '-out', 'rsa.pem');
    openssl('genpkey', '-algorithm', 'ed25519', '-out', 'ed25519.pem');
    openssl('req', '-x509', '-new', '-key', 'sec1.pem', '-subj', '/CN=throw-away', '-out', 'certificate.pem');
  });
  after(() => rmSync(folder, { recursive: true }));

  const FORMATS: ReadonlyArray<{
    readonly name: string;
    readonly make: readonly string[];
    readonly what: string;
    readonly isEncrypted?: true;
    readonly isCertain?: false;
  }> = [
    { name: 'pkcs8.pem', make: ['pkey', '-in', 'sec1.pem'], what: 'PRIVATE KEY' },
    { name: 'pkcs8-ed25519.pem', make: ['pkey', '-in', 'ed25519.pem'], what: 'PRIVATE KEY' },
    { name: 'pkcs1.pem', make: ['rsa', '-traditional', '-in', 'rsa.pem'], what: 'RSA PRIVATE KEY' },
    { name: 'ec.pem', make: ['ec', '-in', 'sec1.pem'], what: 'EC PRIVATE KEY' },
    {
      name: 'encrypted.pem',
      make: ['pkcs8', '-topk8', '-in', 'rsa.pem', '-passout', PASSWORD],
      what: 'ENCRYPTED PRIVATE KEY',
      isEncrypted: true,
    },
    {
      name: 'encrypted-v1.pem',
      make: ['pkcs8', '-topk8', '-v1', 'PBE-SHA1-3DES', '-in', 'rsa.pem', '-passout', PASSWORD],
      what: 'ENCRYPTED PRIVATE KEY',
      isEncrypted: true,
    },
    {
      name: 'traditional-encrypted.pem',
      make: ['rsa', '-traditional', '-aes128', '-in', 'rsa.pem', '-passout', PASSWORD],
      what: 'RSA PRIVATE KEY',
      isEncrypted: true,
    },
    { name: 'pkcs8.der', make: ['pkcs8', '-topk8', '-nocrypt', '-in', 'sec1.pem', '-outform', 'DER'], what: 'PKCS #8 private key' },
    { name: 'ed25519.der', make: ['pkey', '-in', 'ed25519.pem', '-outform', 'DER'], what: 'PKCS #8 private key' },
    { name: 'pkcs1.der', make: ['rsa', '-traditional', '-in', 'rsa.pem', '-outform', 'DER'], what: 'PKCS #1 private key' },
    { name: 'sec1.der', make: ['ec', '-in', 'sec1.pem', '-outform', 'DER'], what: 'SEC 1 private key' },
    {
      name: 'encrypted.der',
      make: ['pkcs8', '-topk8', '-in', 'sec1.pem', '-outform', 'DER', '-passout', PASSWORD],
      what: 'PKCS #8 encrypted private key',
      isEncrypted: true,
    },
    {
      name: 'store.p12',
      make: ['pkcs12', '-export', '-inkey', 'sec1.pem', '-in', 'certificate.pem', '-passout', PASSWORD],
      what: 'PKCS #12 key store',
      isEncrypted: true,
    },
    {
      name: 'open.p12',
      make: ['pkcs12', '-export', '-inkey', 'sec1.pem', '-in', 'certificate.pem', '-keypbe', 'NONE', '-certpbe', 'NONE', '-nomac', '-passout', 'pass:'],
      what: 'PKCS #12 key store',
    },
    {
      name: 'hidden.p12',
      make: ['pkcs12', '-export', '-nokeys', '-in', 'certificate.pem', '-passout', PASSWORD],
      what: 'PKCS #12 key store',
      isEncrypted: true,
      isCertain: false,
    },
  ];
  for (const { name, make, what, isEncrypted = false, isCertain = true } of FORMATS) {
    it(`knows ${name} as openssl writes it, and never fails on what is left of it`, () => {
      openssl(...make, '-out', name);
      expect(read(name)).to.deep.equal([{ what, isEncrypted, isCertain }]);
      expectNoThrow(bytesOf(name));
    });
  }

  const NO_KEYS: ReadonlyArray<readonly [string, readonly string[]]> = [
    ['public.pem', ['pkey', '-in', 'sec1.pem', '-pubout']],
    ['public.der', ['pkey', '-in', 'rsa.pem', '-pubout', '-outform', 'DER']],
    ['public-rsa.pem', ['rsa', '-in', 'rsa.pem', '-RSAPublicKey_out']],
    ['public-rsa.der', ['rsa', '-in', 'rsa.pem', '-RSAPublicKey_out', '-outform', 'DER']],
    ['certificate.der', ['x509', '-in', 'certificate.pem', '-outform', 'DER']],
    ['request.pem', ['req', '-new', '-key', 'sec1.pem', '-subj', '/CN=throw-away']],
    ['request.der', ['req', '-new', '-key', 'rsa.pem', '-subj', '/CN=throw-away', '-outform', 'DER']],
    ['parameters.pem', ['ecparam', '-name', 'prime256v1']],
    ['chain.p7b', ['crl2pkcs7', '-nocrl', '-certfile', 'certificate.pem', '-outform', 'DER']],
    ['certificates.p12', ['pkcs12', '-export', '-nokeys', '-in', 'certificate.pem', '-certpbe', 'NONE', '-nomac', '-passout', 'pass:']],
  ];
  for (const [name, make] of NO_KEYS) {
    it(`finds no key in ${name}`, () => {
      openssl(...make, '-out', name);
      expect(read(name)).to.deep.equal([]);
      expectNoThrow(bytesOf(name));
    });
  }

  it('counts positions in the text that editors show', () => {
    const key = bytesOf('sec1.pem').toString();
    const [found] = readPrivateKeyFile('a.pem', Buffer.from(`\uFEFFSchlüssel 🔑\r\n${key}`));
    const text = `Schlüssel 🔑\r\n${key}`;
    expect(text.slice(found!.at.start, found!.at.end)).to.equal('-----BEGIN EC PRIVATE KEY-----');
  });

  it('reads UTF-16, line breaks written out, CR alone, and text around the armour', () => {
    const key = bytesOf('sec1.pem').toString();
    const bigEndian = Buffer.from(`\uFEFF${key}`, 'utf16le').swap16();
    for (const bytes of [
      Buffer.from(`\uFEFF${key}`, 'utf16le'),
      bigEndian,
      Buffer.concat([bigEndian, Buffer.of(0)]),
      Buffer.from(key.trim().replaceAll('\n', '\\n')),
      Buffer.from(key.replaceAll('\n', '\r')),
      Buffer.from(`made for a test\n${key}\nand more`),
      Buffer.concat([Buffer.of(0xff, 0xc0, 0x00), Buffer.from(key)]),
    ]) {
      expect(readPrivateKeyFile('a.pem', bytes).map(({ what }) => what)).to.deep.equal(['EC PRIVATE KEY']);
      expectNoThrow(bytes);
    }
  });

  it('takes armour without a key for none', () => {
    const armoured = (body: string, label = 'PRIVATE KEY'): Buffer =>
      Buffer.from(`-----BEGIN ${label}-----\n${body}\n-----END ${label}-----\n`);
    const random = Buffer.from(Array.from({ length: 96 }, (_, index) => (index * 89 + 7) % 256)).toString('base64');
    for (const bytes of [
      armoured(''),
      armoured('{{PRIVATE_KEY}}'),
      armoured('MIIEvAIBADANBgkqhkiG9w0BAQEFAASCBKYwggSiAgEAAoIBAQC'),
      armoured('MIIEvAIBADAN...'),
      armoured('*'.repeat(64)),
      armoured(random),
      armoured(random, 'OPENSSH PRIVATE KEY'),
      Buffer.from('-----BEGIN PRIVATE KEY-----\n-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----'),
      Buffer.from('-----BEGIN PRIVATE KEY-----'),
    ]) {
      expect(readPrivateKeyFile('a.pem', bytes), bytes.toString()).to.deep.equal([]);
    }
  });

  it('walks Java key stores entry by entry', () => {
    const utf = (text: string): Buffer => Buffer.concat([Buffer.of(0, text.length), Buffer.from(text)]);
    const store = (...tags: readonly number[]): Buffer =>
      Buffer.concat([
        Buffer.from('feedfeed00000002', 'hex'),
        Buffer.of(0, 0, 0, tags.length),
        ...tags.flatMap((tag) => [
          Buffer.of(0, 0, 0, tag),
          utf('alias'),
          Buffer.alloc(8),
          utf('X.509'),
          Buffer.of(0, 0, 0, 4, 1, 2, 3, 4),
        ]),
      ]);
    const certainties = (bytes: Buffer): readonly boolean[] =>
      readPrivateKeyFile('a.jks', bytes).map(({ isCertain }) => isCertain);
    expect(certainties(store())).to.deep.equal([]);
    expect(certainties(store(2, 2))).to.deep.equal([]);
    expect(certainties(store(2, 1))).to.deep.equal([true]);
    expect(certainties(store(2, 2).subarray(0, 30))).to.deep.equal([false]);
    expectNoThrow(store(2, 1, 2));
  });

  it('reports a file once, at its worst key, with the others beside it', () => {
    openssl('pkcs8', '-topk8', '-in', 'sec1.pem', '-passout', PASSWORD, '-out', 'first.pem');
    const bundle = Buffer.concat([bytesOf('first.pem'), bytesOf('certificate.pem'), bytesOf('sec1.pem')]);
    const { findings } = scanFiles({ 'ci/bundle.pem': bundle });
    expect(findings.map(({ severity, message }) => ({ severity, message }))).to.deep.equal([
      { severity: 'critical', message: 'File ci/bundle.pem holds a private key (EC PRIVATE KEY)' },
    ]);
    expect(findings[0]!.related.map(({ location }) => location.startLine)).to.deep.equal([1]);
  });

  it('shows no line of a key', () => {
    for (const name of ['sec1.pem', 'rsa.pem', 'ed25519.pem']) {
      const key = bytesOf(name);
      const report = scanFiles({ [name]: key });
      const all = JSON.stringify({ ...report, sources: [...report.sources] });
      expect(report.sources.size).to.equal(1);
      for (const line of key.toString().split('\n')) {
        if (line !== '' && !line.startsWith('-----')) expect(all).to.not.include(line);
      }
    }
  });

  it('looks outside the package directories, but not in node_modules or in what git ignores', () => {
    const key = bytesOf('sec1.pem');
    const { findings } = scanFiles({
      'sfdx-project.json': Buffer.from('{ "packageDirectories": [{ "path": "force-app" }] }'),
      '.gitignore': Buffer.from('/local/\n'),
      '.forceignore': Buffer.from('**/*.key\n'),
      'scripts/server.key': key,
      'force-app/assets/jwt.key': key,
      'local/mine.pem': key,
      'node_modules/module/test.pem': key,
      'notes/key.md': key,
    });
    expect(findings.map(({ location }) => location.path)).to.have.members(['force-app/assets/jwt.key', 'scripts/server.key']);
  });

  it('takes time that grows with the file', () => {
    for (const unit of ['-----BEGIN PRIVATE KEY-----', '-----BEGIN ', '-----', '-----BEGIN PRIVATE KEY-----\na: b\n', '\\n', 'A']) {
      const bytes = Buffer.from(unit.repeat(Math.ceil(1_000_000 / unit.length)));
      const start = performance.now();
      readPrivateKeyFile('a.pem', bytes);
      expect(performance.now() - start, unit).to.be.lessThan(5000);
    }
  });

  const scanFiles = (files: Readonly<Record<string, Uint8Array>>): ReturnType<typeof scan> =>
    scan({ fileSystem: memoryFileSystem(files), now, rules: [privateKeyInProject] });
});

/** Cuts the bytes off at many places, and changes them at many others. */
function expectNoThrow(bytes: Buffer): void {
  const step = Math.max(1, Math.floor(bytes.length / 150));
  for (let position = 0; position < bytes.length; position += step) {
    readPrivateKeyFile('cut', bytes.subarray(0, position));
    for (const value of [0x00, 0x7f, 0x80, 0xff, bytes[position]! ^ 0x20]) {
      const changed = Buffer.from(bytes);
      changed[position] = value;
      readPrivateKeyFile('changed', changed);
    }
  }
}
