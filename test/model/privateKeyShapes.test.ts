import { expect } from 'chai';
import { readPrivateKeyFile } from '../../src/model/privateKeyFile.js';

/** An element in DER; the contents are bytes or other elements. */
function element(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(contents);
  const length = content.length < 0x80 ? [content.length] : [0x82, content.length >> 8, content.length & 0xff];
  return Buffer.concat([Buffer.of(tag, ...length), content]);
}
const sequence = (...contents: readonly Uint8Array[]): Buffer => element(0x30, ...contents);
const octets = (...contents: readonly Uint8Array[]): Buffer => element(0x04, ...contents);
const context0 = (...contents: readonly Uint8Array[]): Buffer => element(0xa0, ...contents);
const integer = (...bytes: readonly number[]): Buffer => element(0x02, Buffer.from(bytes));
const oid = (hex: string): Buffer => element(0x06, Buffer.from(hex, 'hex'));
const times = (count: number, one: Buffer): readonly Buffer[] => Array.from({ length: count }, () => one);
/** Bytes that no base64 and no DER is made of. */
const filler = (length: number): Buffer => Buffer.alloc(length, 0x5a);

const LARGE = integer(...filler(9));
const EC_KEY = '2a8648ce3d0201';
const PBES2 = '2a864886f70d01050d';
const DATA = '2a864886f70d010701';
const SIGNED_DATA = '2a864886f70d010702';
const bag = (kind: number): Buffer =>
  sequence(oid(`2a864886f70d010c0a01${kind.toString(16).padStart(2, '0')}`), context0(octets(filler(4))));

const contentOf = (type: string, ...parts: readonly Buffer[]): Buffer =>
  sequence(oid(type), context0(octets(sequence(...parts))));
const keyStore = (...bags: readonly Buffer[]): Buffer =>
  sequence(integer(3), contentOf(DATA, contentOf(DATA, ...bags)));
const pkcs8 = sequence(integer(0), sequence(oid(EC_KEY)), octets(filler(32)));
const encrypted = sequence(sequence(oid(PBES2), sequence()), octets(filler(32)));

/** What is found, each with its certainty and protection where it is not a plain key. */
const found = (bytes: Uint8Array): string =>
  readPrivateKeyFile('key', bytes)
    .map(
      ({ what, isEncrypted, isCertain }) => `${what}${isEncrypted ? ', encrypted' : ''}${isCertain ? '' : ', perhaps'}`
    )
    .join('; ') || 'none';

type Rows = ReadonlyArray<readonly [title: string, bytes: Uint8Array, expected: string]>;

const DER: Rows = [
  ['PKCS #8', pkcs8, 'PKCS #8 private key'],
  ['PKCS #8 of 32 bytes', sequence(integer(0), sequence(oid(EC_KEY)), octets(filler(14))), 'PKCS #8 private key'],
  ['PKCS #8 of 31 bytes', sequence(integer(0), sequence(oid(EC_KEY)), octets(filler(13))), 'none'],
  ['PKCS #8 and a line break', Buffer.concat([pkcs8, Buffer.from('\r\n')]), 'PKCS #8 private key'],
  ['PKCS #8 and three bytes', Buffer.concat([pkcs8, Buffer.from('\r\n\n')]), 'none'],
  ['an algorithm without an object identifier', sequence(integer(0), sequence(integer(1)), octets(filler(32))), 'none'],
  ['an empty algorithm', sequence(integer(0), sequence(), octets(filler(32))), 'none'],
  ['PKCS #8 behind another element', sequence(octets(), integer(0), sequence(oid(EC_KEY)), octets(filler(32))), 'none'],
  ['PKCS #1', sequence(integer(0), ...times(8, LARGE)), 'PKCS #1 private key'],
  ['PKCS #1 of three primes', sequence(integer(1), ...times(8, LARGE), sequence(LARGE)), 'PKCS #1 private key'],
  ['ten numbers', sequence(integer(0), ...times(9, LARGE)), 'none'],
  ['nine numbers, and more behind them', sequence(integer(0), ...times(8, LARGE), sequence(), octets()), 'none'],
  ['nine numbers behind another element', sequence(octets(), integer(0), ...times(8, LARGE)), 'none'],
  ['nine numbers in a SET', element(0x31, integer(0), ...times(8, LARGE)), 'none'],
  ['SEC 1', sequence(integer(1), octets(filler(32))), 'SEC 1 private key'],
  ['SEC 1 of another version', sequence(integer(2), octets(filler(32))), 'none'],
  ['SEC 1 behind another element', sequence(octets(), integer(1), octets(filler(32))), 'none'],
  ['SEC 1 with a sequence in the place of the key', sequence(integer(1), sequence(filler(32))), 'none'],
  ['DSA', sequence(integer(0), ...times(5, LARGE)), 'DSA private key'],
  ['six numbers of version 1', sequence(integer(1), ...times(5, LARGE)), 'none'],
  ['seven numbers', sequence(integer(0), ...times(6, LARGE)), 'none'],
  ['six numbers behind another element', sequence(octets(), integer(0), ...times(5, LARGE)), 'none'],
  [
    'an element of another kind, then numbers',
    sequence(element(0x0c, filler(1)), integer(0), ...times(5, LARGE)),
    'none',
  ],
  ['encrypted PKCS #8', encrypted, 'PKCS #8 encrypted private key, encrypted'],
  ['a hash', sequence(sequence(oid('608648016503040201')), octets(filler(32))), 'none'],
  ['encrypted PKCS #8 and another element', sequence(sequence(oid(PBES2)), octets(filler(32)), octets()), 'none'],
];

const KEY_STORES: Rows = [
  ['with a key', keyStore(bag(3), bag(1)), 'PKCS #12 key store'],
  ['with an encrypted key', keyStore(bag(3), bag(2)), 'PKCS #12 key store, encrypted'],
  ['with a certificate', keyStore(bag(3)), 'none'],
  ['with a revocation list', keyStore(bag(4)), 'none'],
  ['with a secret', keyStore(bag(5)), 'PKCS #12 key store, encrypted, perhaps'],
  ['of version 2', sequence(integer(2), contentOf(DATA, contentOf(DATA, bag(1)))), 'none'],
  ['of version 768', sequence(integer(3, 0), contentOf(DATA, contentOf(DATA, bag(1)))), 'none'],
  [
    'that is signed',
    sequence(integer(3), contentOf(SIGNED_DATA, contentOf(DATA, bag(3)))),
    'PKCS #12 key store, encrypted, perhaps',
  ],
  [
    'whose content is tagged otherwise',
    sequence(integer(3), sequence(oid(DATA), sequence(octets(sequence(contentOf(DATA, bag(3))))))),
    'PKCS #12 key store, encrypted, perhaps',
  ],
  ['without content', sequence(integer(3), sequence(oid(DATA)), filler(32)), 'PKCS #12 key store, encrypted, perhaps'],
  ['without anything', sequence(integer(3), sequence(), octets(filler(32))), 'PKCS #12 key store, encrypted, perhaps'],
];

const opening = (hex: string): Buffer => Buffer.concat([Buffer.from(hex, 'hex'), filler(32)]);
const CUT_OFF: Rows = [
  ...['3080', '3070', '3081ff', '3082ffff', '3083ffffff', '3084ffffffff'].flatMap((outer): Rows =>
    ['3080', '3070', '3081ff', '3082ffff', '3083ffffff', '3084ffffffff'].map((inner) => [
      `${outer}, ${inner}`,
      opening(`${outer}020103${inner}0609${DATA}`),
      'PKCS #12 key store, encrypted, perhaps',
    ])
  ),
  ['of another version', opening(`3080020102308006092a864886f70d010701`), 'none'],
  ['of another type', opening(`30800201033080060b2a864886f70d010c0a0101`), 'none'],
  ['behind an empty sequence', opening(`30003080020103308006092a864886f70d0107`), 'none'],
  ['with a length of five bytes', opening(`3085ffffffffff020103308006092a864886f70d0107`), 'none'],
  ['with an inner length of five bytes', opening(`30800201033085ffffffffff06092a864886f70d0107`), 'none'],
];

const armour = (label: string, body: string, end = label): Buffer =>
  Buffer.from(`-----BEGIN ${label}-----\n${body}\n-----END ${end}-----\n`);
const lines = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const openssh = (...parts: ReadonlyArray<Uint8Array | string>): string =>
  lines(Buffer.concat(['openssh-key-v1\0', ...parts].map((part) => Buffer.from(part))));

const ARMOUR: Rows = [
  ['a key', armour('PRIVATE KEY', lines(pkcs8)), 'PRIVATE KEY'],
  ['another end', armour('PRIVATE KEY', lines(pkcs8), 'EC PRIVATE KEY'), 'none'],
  [
    'another end, and a key behind it',
    Buffer.concat([armour('PRIVATE KEY', lines(pkcs8), 'EC PRIVATE KEY'), armour('EC PRIVATE KEY', lines(pkcs8))]),
    'EC PRIVATE KEY',
  ],
  ['blanks around its lines', armour('PRIVATE KEY', `  ${lines(pkcs8)} \t`), 'PRIVATE KEY'],
  ['a body longer than any key', armour('PRIVATE KEY', `${' '.repeat(66_000)}${lines(pkcs8)}`), 'none'],
  ['signs behind its body', armour('PRIVATE KEY', `${lines(pkcs8)}!`), 'none'],
  ['a byte behind its sequence', armour('PRIVATE KEY', lines(Buffer.concat([pkcs8, filler(1)]))), 'none'],
  ['a sequence that is no key we know', armour('PRIVATE KEY', lines(sequence(integer(5), filler(40)))), 'PRIVATE KEY'],
  [
    'an encrypted key by its label',
    armour('ENCRYPTED PRIVATE KEY', lines(sequence(integer(5), filler(40)))),
    'ENCRYPTED PRIVATE KEY, encrypted',
  ],
  ['an encrypted key under another label', armour('PRIVATE KEY', lines(encrypted)), 'PRIVATE KEY, encrypted'],
  [
    'encryption in a header',
    armour('RSA PRIVATE KEY', `Proc-Type: 4,ENCRYPTED\n\n${lines(filler(48))}`),
    'RSA PRIVATE KEY, encrypted',
  ],
  [
    'encryption in a header without blanks',
    armour('RSA PRIVATE KEY', `Proc-Type:4,ENCRYPTED\n\n${lines(filler(48))}`),
    'RSA PRIVATE KEY, encrypted',
  ],
  ['half a block of a cipher', armour('RSA PRIVATE KEY', `Proc-Type: 4,ENCRYPTED\n\n${lines(filler(49))}`), 'none'],
  ['another header', armour('RSA PRIVATE KEY', `X-Proc-Type: 4,ENCRYPTED\n\n${lines(filler(48))}`), 'none'],
  ['another value of the header', armour('RSA PRIVATE KEY', `Proc-Type: 4,ENCRYPTED2\n\n${lines(filler(48))}`), 'none'],
  [
    'OpenSSH without encryption',
    armour('OPENSSH PRIVATE KEY', openssh(Buffer.of(0, 0, 0, 4), 'none', filler(40))),
    'OPENSSH PRIVATE KEY',
  ],
  [
    'OpenSSH with a cipher',
    armour('OPENSSH PRIVATE KEY', openssh(Buffer.of(0, 0, 0, 10), 'aes256-ctr', filler(40))),
    'OPENSSH PRIVATE KEY, encrypted',
  ],
  [
    'OpenSSH of the shortest body',
    armour('OPENSSH PRIVATE KEY', openssh(Buffer.of(0, 0, 0, 4), 'none', filler(1))),
    'OPENSSH PRIVATE KEY',
  ],
];

const putty = ({
  start = '',
  encryption = 'Encryption: none',
  count = 'Private-Lines: 1',
  body = 'A'.repeat(16),
} = {}): Buffer =>
  Buffer.from(`${start}PuTTY-User-Key-File-3: ssh-ed25519\r\n${encryption}\r\nComment: x\r\n${count}\r\n${body}\r\n`);

const PUTTY: Rows = [
  ['plain', putty(), 'PuTTY private key'],
  ['behind other text', putty({ start: 'x ' }), 'none'],
  ['encrypted', putty({ encryption: 'Encryption: aes256-cbc' }), 'PuTTY private key, encrypted'],
  ['without blanks', putty({ encryption: 'Encryption:none', count: 'Private-Lines:1' }), 'PuTTY private key'],
  [
    'with a cipher that begins with none',
    putty({ encryption: 'Encryption: nonesuch' }),
    'PuTTY private key, encrypted',
  ],
  ['with another header of encryption', putty({ encryption: 'X-Encryption: none' }), 'PuTTY private key, encrypted'],
  ['of ten lines', putty({ count: 'Private-Lines: 10' }), 'PuTTY private key'],
  ['of no line', putty({ count: 'Private-Lines: 0' }), 'none'],
  ['with another header of lines', putty({ count: 'X-Private-Lines: 1' }), 'none'],
  ['with a short line', putty({ body: 'A'.repeat(15) }), 'none'],
];

const key = armour('PRIVATE KEY', lines(pkcs8));
const TEXTS: Rows = [
  ...[
    [0x41, 0xfe],
    [0xff, 0x41],
    [0xfe, 0x41],
    [0x41, 0xff],
  ].map((bytes): Rows[number] => [
    `bytes ${bytes.join(' ')} before it`,
    Buffer.concat([Buffer.from(bytes), key]),
    'PRIVATE KEY',
  ]),
];

const javaStore = (version: number, count: number, ...entries: readonly Buffer[]): Buffer =>
  Buffer.concat([Buffer.from('feedfeed', 'hex'), Buffer.of(0, 0, 0, version, 0, 0, 0, count), ...entries]);
const javaEntry = (tag: number, type: string): Buffer =>
  Buffer.concat([Buffer.of(0, 0, 0, tag, 0, 1, 0x61), Buffer.alloc(8), Buffer.from(type), Buffer.of(0, 0, 0, 2, 1, 2)]);

const JAVA: Rows = [
  ['with a key', javaStore(2, 1, javaEntry(1, '')), 'Java key store, encrypted'],
  ['with a secret key', javaStore(2, 1, javaEntry(3, '')), 'Java key store, encrypted'],
  ['with something else', javaStore(2, 1, javaEntry(7, '')), 'Java key store, encrypted, perhaps'],
  [
    'with a certificate and a key',
    javaStore(2, 2, javaEntry(2, '\0\x05X.509'), javaEntry(1, '')),
    'Java key store, encrypted',
  ],
  ['of version 1, with certificates', javaStore(1, 2, javaEntry(2, ''), javaEntry(2, '')), 'none'],
  ['cut off after its head', javaStore(2, 1), 'Java key store, encrypted, perhaps'],
  ['with nothing', javaStore(2, 0), 'none'],
];

for (const [title, rows] of Object.entries({ DER, KEY_STORES, CUT_OFF, ARMOUR, PUTTY, TEXTS, JAVA })) {
  describe(`shapes of private keys: ${title.toLowerCase().replaceAll('_', ' ')}`, () => {
    for (const [name, bytes, expected] of rows)
      it(`${name}: ${expected}`, () => expect(found(bytes)).to.equal(expected));
  });
}
