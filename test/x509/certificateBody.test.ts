import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { readCertificateBody, type CertificateBody, type X509Facts } from '../../src/x509/certificateBody.js';
import {
  DerTag,
  readBitLength,
  readElement,
  readObjectIdentifier,
  readSequence,
  readTime,
} from '../../src/x509/der.js';
import { certificateMaker, sha256, toPem, type CertificateSpec } from '../support/certificates.js';

const YEAR_2026 = { notBefore: '2026-01-01T00:00:00Z', notAfter: '2027-01-01T00:00:00Z' } as const;
const EC: CertificateSpec['key'] = { type: 'EC', curve: 'P-256' };

/** All of them on EC keys, to be quick, except where the key is what is tested. */
const SPECS = {
  root: { ...YEAR_2026, subject: 'CN=Acme Root, O=Acme', key: EC, certificateAuthority: true },
  issuing: { ...YEAR_2026, subject: 'CN=Acme Issuing, O=Acme', key: EC, certificateAuthority: true, issuer: 'root' },
  client: {
    ...YEAR_2026,
    subject: 'CN=EMEA_Client, O=Acme, C=DE',
    key: EC,
    keyName: 'client',
    issuer: 'issuing',
    chain: ['issuing', 'root'],
    extendedKeyUsage: ['clientAuth'],
  },
  reissued: { ...YEAR_2026, subject: 'CN=Renewed', key: EC, keyName: 'client' },
  request: { subject: 'CN=EMEA_Client', key: EC, keyName: 'client', kind: 'signingRequest' },
  selfSigned: { ...YEAR_2026, subject: 'CN=Same', key: EC },
  selfIssued: { ...YEAR_2026, subject: 'CN=Same', key: EC, issuer: 'selfSigned' },
  rsa: { ...YEAR_2026, subject: 'CN=Rsa', key: { type: 'RSA', bits: 1024 }, hash: 'SHA-512' },
  everyPurpose: {
    ...YEAR_2026,
    subject: 'CN=Purposes',
    key: EC,
    extendedKeyUsage: [
      'any',
      'serverAuth',
      'clientAuth',
      'codeSigning',
      'emailProtection',
      'timeStamping',
      'OCSPSigning',
      '1.3.6.1.4.1.311.20.2.2',
    ],
  },
} as const satisfies Record<string, CertificateSpec>;
const maker = certificateMaker(SPECS);

function certificatesOf(text: string): readonly [X509Facts, ...X509Facts[]] {
  const body = readCertificateBody(text);
  if (body.kind !== 'certificates') {
    throw new Error(`expected certificates, got ${JSON.stringify(body)}`);
  }
  return body.certificates;
}

function reasonOf(text: string): string {
  const body = readCertificateBody(text);
  if (body.kind !== 'unreadable') {
    throw new Error(`expected unreadable, got ${body.kind}`);
  }
  return body.reason;
}

function isolated({ start: _start, end: _end, ...facts }: X509Facts): Omit<X509Facts, 'start' | 'end'> {
  return facts;
}

describe('readCertificateBody', () => {
  describe('forms of text', () => {
    let pem: string;
    let base64: string;
    let facts: Omit<X509Facts, 'start' | 'end'>;
    before(async () => {
      base64 = await maker.base64('client');
      pem = toPem(Buffer.from(base64, 'base64'), 'CERTIFICATE');
      facts = isolated(certificatesOf(pem)[0]);
    });

    it('reads what the certificate was made from', () => {
      expect(facts).to.deep.include({
        subject: 'CN=EMEA_Client, O=Acme, C=DE',
        issuer: 'CN=Acme Issuing, O=Acme',
        selfSigned: false,
        notBefore: Date.parse(SPECS.client.notBefore),
        notAfter: Date.parse(SPECS.client.notAfter),
        keyType: 'EC',
        keySize: 256,
        curve: 'prime256v1',
        signatureHash: 'sha256',
        extendedKeyUsage: ['clientAuth'],
      });
      expect(facts.serialNumber).to.match(/^[0-9A-F]{2,40}$/);
      expect(facts.publicKeyFingerprint).to.match(/^[0-9a-f]{64}$/);
    });

    it('reads every way of writing the same certificate, and says where it is', () => {
      const lines = base64.match(/.{1,64}/g) ?? [];
      const forms: readonly (readonly [string, string, string])[] = [
        ['LF', pem, pem.trim()],
        ['CRLF', pem.replaceAll('\n', '\r\n'), pem.trim().replaceAll('\n', '\r\n')],
        ['byte order mark', `\uFEFF${pem}`, pem.trim()],
        ['text around', `Bag Attributes\n  localKeyID: 01\n${pem}-- that was it --\n`, pem.trim()],
        ['spaces for newlines', pem.trim().replaceAll('\n', ' '), pem.trim().replaceAll('\n', ' ')],
        ['newlines lost', pem.replaceAll('\n', ''), pem.replaceAll('\n', '')],
        ['written \\n', pem.trim().replaceAll('\n', '\\n'), pem.trim().replaceAll('\n', '\\n')],
        ['indented', pem.trim().replaceAll('\n', '\n      '), pem.trim().replaceAll('\n', '\n      ')],
        ['X509', pem.replaceAll('CERTIFICATE', 'X509 CERTIFICATE'), pem.trim().replaceAll('CERT', 'X509 CERT')],
        ['bare', base64, base64],
        ['bare, with blanks around', `\n    ${base64}\n  `, base64],
        ['bare, with a byte order mark', `\uFEFF${base64}\r\n`, base64],
        ['bare, wrapped', lines.join('\r\n'), lines.join('\r\n')],
        ['bare, spaces', lines.join(' '), lines.join(' ')],
        ['bare, without padding', base64.replace(/=+$/, ''), base64.replace(/=+$/, '')],
      ];
      for (const [form, text, where] of forms) {
        const certificates = certificatesOf(text);
        expect(certificates, form).to.have.length(1);
        expect(isolated(certificates[0]), form).to.deep.equal(facts);
        expect(text.slice(certificates[0].start, certificates[0].end), form).to.equal(where);
      }
    });

    it('allows octets after a TRUSTED CERTIFICATE only', () => {
      const withTrust = Buffer.concat([
        Buffer.from(base64, 'base64'),
        Buffer.from('300c300a06082b06010505070301', 'hex'),
      ]);
      expect(isolated(certificatesOf(toPem(withTrust, 'TRUSTED CERTIFICATE'))[0])).to.deep.equal(facts);
      expect(reasonOf(toPem(withTrust, 'CERTIFICATE'))).to.contain('something follows');
      expect(reasonOf(withTrust.toString('base64'))).to.contain('something follows');
    });

    it('reads a chain in file order, whatever is between', async () => {
      const chain = await maker.pem('client');
      const noisy = chain.replaceAll('-----BEGIN', 'subject=/CN=x\n-- - ----\n-----BEGIN').replaceAll('\n', '\r\n');
      for (const text of [chain, noisy]) {
        const certificates = certificatesOf(text);
        expect(certificates.map(({ subject }) => subject)).to.deep.equal([
          'CN=EMEA_Client, O=Acme, C=DE',
          'CN=Acme Issuing, O=Acme',
          'CN=Acme Root, O=Acme',
        ]);
        expect(certificates.map(({ selfSigned }) => selfSigned)).to.deep.equal([false, false, true]);
        expect(isolated(certificates[0])).to.deep.equal(facts);
        const begins = [...text.matchAll(/-----BEGIN/g)].map(({ index }) => index);
        const ends = [...text.matchAll(/-----END CERTIFICATE-----/g)].map((match) => match.index + match[0].length);
        expect(certificates.map(({ start }) => start)).to.deep.equal(begins);
        expect(certificates.map(({ end }) => end)).to.deep.equal(ends);
      }
    });

    it('leaves other PEM blocks alone', () => {
      const key = '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n';
      expect(isolated(certificatesOf(key + pem + key)[0])).to.deep.equal(facts);
      expect(reasonOf(key)).to.contain('none of them is a certificate');
    });

    it('says which certificate of a chain is broken', async () => {
      const root = toPem(Buffer.from(await maker.base64('root'), 'base64'), 'CERTIFICATE');
      const cut = Buffer.from(base64, 'base64').subarray(0, 100);
      expect(reasonOf(root + toPem(cut, 'CERTIFICATE') + root)).to.match(/^certificate 2 of 3: .*cut off/);
      expect(reasonOf(root + pem.replace('MII', 'M!I'))).to.match(/^certificate 2 of 2: .*not base64/);
      expect(reasonOf(`${root}-----BEGIN CERTIFICATE-----\nREDACTED\n-----END CERTIFICATE-----`)).to.match(
        /^certificate 2 of 2: .*placeholder/
      );
      expect(reasonOf(pem.replace('-----END', '') + root)).to.match(/^certificate 1 of 2: .*END/);
      expect(reasonOf(pem.replace('END CERTIFICATE', 'END PKCS7'))).to.match(/^certificate 1 of 1: .*END/);
      expect(reasonOf('-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----')).to.match(/^certificate 1 of 1: /);
    });

    it('names what it does not read', () => {
      expect(reasonOf(pem.replaceAll('CERTIFICATE', 'PKCS7'))).to.contain('PKCS #7');
      expect(reasonOf(Buffer.from(base64, 'base64').toString('utf8'))).to.contain('binary DER');
      expect(reasonOf('Corporate_IdP_Signing_2026')).to.contain('neither PEM nor base64');
      expect(reasonOf('SGVsbG8sIHdvcmxkIQ==')).to.contain('base64 of a certificate');
      expect(reasonOf('A')).to.contain('neither');
      expect(reasonOf('\u0000\u0001\uFFFD\uD800')).to.contain('neither');
    });
  });

  describe('signing requests', () => {
    it('reads them under both labels and bare, with the fingerprint of the key', async () => {
      const pem = await maker.pem('request');
      const [{ publicKeyFingerprint }] = certificatesOf(await maker.pem('client'));
      expect(pem).to.match(/^-----BEGIN CERTIFICATE REQUEST-----\n/);
      const bare = await maker.base64('request');
      for (const text of [pem, pem.replaceAll('CERTIFICATE', 'NEW CERTIFICATE'), ` ${bare} `]) {
        const start = text.startsWith(' ') ? 1 : 0;
        const end = text.trimEnd().length;
        expect(readCertificateBody(text)).to.deep.equal({ kind: 'signingRequest', publicKeyFingerprint, start, end });
      }
    });

    it('is still a signing request if its key cannot be read', () => {
      const text = '-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----';
      expect(readCertificateBody(text)).to.deep.equal({
        kind: 'signingRequest',
        publicKeyFingerprint: undefined,
        start: 0,
        end: text.length,
      });
    });
  });

  describe('what is no certificate', () => {
    const kindOf = (text: string): string => readCertificateBody(text).kind;

    it('knows nothing from something', () => {
      for (const text of ['', ' ', '\r\n\t', '\uFEFF', '\uFEFF\n']) {
        expect(kindOf(text), JSON.stringify(text)).to.equal('empty');
      }
    });

    it('knows redactions, masks and placeholders, with and without armour', () => {
      const texts = [
        'CERTIFICATE HIDDEN BY SFDX-HARDIS',
        'HIDDEN_BY_SFDX_HARDIS',
        'REDACTED',
        '[redacted]',
        '********',
        'xxxxxxxx',
        'XXXX XXXX',
        '...',
        '{CERTIFICATE}',
        '${JWT_CERT}',
        '{{ jwt_cert }}',
        '{{{cert}}}',
        '$(CERT)',
        '$CERT',
        '%%%CERT%%%',
        '%CERT%',
        '@CERT@',
        '#{cert}#',
        '__CERT__',
        '<your certificate>',
        '<paste frs_jwt.crt contents>',
        'CERTIFICATE_BODY',
        'REPLACE_ME',
        'changeme',
        'Your certificate goes here',
        'MIIDX...',
        'MIIDhDCCAmwCCQCFs8ixARsyrDANBgkqhkiG9w0BAQsFADCBgzELMAkGA1UEBhMC ****',
        'MIIDhDCCAmw…AgI=',
        'TODO',
      ];
      for (const text of texts) {
        expect(kindOf(text), text).to.equal('redacted');
        expect(kindOf(`\uFEFF  ${text}\r\n`), text).to.equal('redacted');
        expect(kindOf(`-----BEGIN CERTIFICATE-----\n${text}\n-----END CERTIFICATE-----\n`), text).to.equal('redacted');
      }
      expect(kindOf('-----BEGIN CERTIFICATE-----...')).to.equal('redacted');
      expect(kindOf('-----BEGIN CERTIFICATE REQUEST-----\nHIDDEN\n-----END CERTIFICATE REQUEST-----')).to.equal(
        'redacted'
      );
      const hardis = `CERTIFICATE HIDDEN BY SFDX-HARDIS.\n\n${'Certificates are not supposed to be stored. '.repeat(20)}`;
      expect(kindOf(hardis)).to.equal('redacted');
    });
  });

  describe('facts', () => {
    it('tells self-signed from self-issued', async () => {
      const [own] = certificatesOf(await maker.pem('selfSigned'));
      const [other] = certificatesOf(await maker.pem('selfIssued'));
      expect(own).to.include({ subject: 'CN=Same', issuer: 'CN=Same', selfSigned: true });
      expect(other).to.include({ subject: 'CN=Same', issuer: 'CN=Same', selfSigned: false });
      expect(own.publicKeyFingerprint).to.not.equal(other.publicKeyFingerprint);
    });

    it('has one fingerprint for one key, however often it was certified', async () => {
      const [client] = certificatesOf(await maker.pem('client'));
      const [reissued] = certificatesOf(await maker.pem('reissued'));
      expect(reissued.subject).to.equal('CN=Renewed');
      expect(reissued.serialNumber).to.not.equal(client.serialNumber);
      expect(reissued.publicKeyFingerprint).to.equal(client.publicKeyFingerprint);
    });

    it('names the key purposes', async () => {
      const [{ extendedKeyUsage }] = certificatesOf(await maker.pem('everyPurpose'));
      expect(extendedKeyUsage).to.deep.equal(SPECS.everyPurpose.extendedKeyUsage);
      expect(certificatesOf(await maker.pem('root'))[0].extendedKeyUsage).to.equal(undefined);
    });

    it('reads RSA keys', async () => {
      const [rsa] = certificatesOf(await maker.pem('rsa'));
      expect(rsa).to.include({ keyType: 'RSA', keySize: 1024, curve: undefined, signatureHash: 'sha512' });
      expect(rsa.selfSigned).to.equal(true);
    });
  });

  describe('rebuilt certificates', () => {
    let der: Buffer;
    before(async () => {
      der = Buffer.from(await maker.base64('selfSigned'), 'base64');
    });

    /** The certificate with some of its to-be-signed fields replaced, its lengths put right; its signature is void. */
    function rebuild(fields: Readonly<Record<number, Buffer>>): string {
      const [toBeSigned, ...rest] = slices(der, readSequence(der, readElement(der, 0, der.length)));
      const inner = slices(toBeSigned!, readSequence(toBeSigned!, readElement(toBeSigned!, 0, toBeSigned!.length)));
      return tlv(0x30, tlv(0x30, ...inner.map((field, index) => fields[index] ?? field)), ...rest).toString('base64');
    }
    const [ISSUER, VALIDITY, SUBJECT, PUBLIC_KEY, EXTENSIONS] = [3, 4, 5, 6, 7] as const;
    const COMMON_NAME = Buffer.from('0603550403', 'hex');
    const name = (tag: number, value: Buffer): Buffer => tlv(0x30, tlv(0x31, tlv(0x30, COMMON_NAME, tlv(tag, value))));

    it('is unchanged by a rebuild without changes', () => {
      expect(rebuild({})).to.equal(der.toString('base64'));
    });

    it('keeps names on one line, printable, unambiguous and short', () => {
      const subjectOf = (tag: number, value: Buffer): string =>
        certificatesOf(rebuild({ [SUBJECT]: name(tag, value) }))[0].subject;
      expect(subjectOf(0x0c, Buffer.from('a\r\nb\u001b[31mc\u202ed\u2028e\u0000f'))).to.equal('CN=ab[31mcdef');
      expect(subjectOf(0x0c, Buffer.from('Acme, "Inc." + Söhne'))).to.equal('CN=Acme\\, \\"Inc.\\" \\+ Söhne');
      expect(subjectOf(0x14, Buffer.from('Söhne', 'latin1'))).to.equal('CN=Söhne');
      expect(subjectOf(0x1e, Buffer.from('Söhne', 'utf16le').swap16())).to.equal('CN=Söhne');
      // Half a surrogate pair, and half a character.
      expect(reasonOf(rebuild({ [SUBJECT]: name(0x1e, Buffer.from('0041d8000042', 'hex')) }))).to.contain('OpenSSL');
      expect(reasonOf(rebuild({ [SUBJECT]: name(0x1e, Buffer.from('004100', 'hex')) }))).to.contain('OpenSSL');
      expect(subjectOf(0x03, Buffer.from('00ff', 'hex'))).to.equal('CN=#030200ff');
      expect(subjectOf(0x0c, Buffer.alloc(500_000, 'x')))
        .to.have.length(1000)
        .and.match(/^CN=x+…$/);
      const two = tlv(0x31, ...['a', 'b'].map((value) => tlv(0x30, COMMON_NAME, tlv(0x0c, Buffer.from(value)))));
      expect(certificatesOf(rebuild({ [SUBJECT]: tlv(0x30, two, two) }))[0].subject).to.equal(
        'CN=a + CN=b, CN=a + CN=b'
      );
      expect(certificatesOf(rebuild({ [SUBJECT]: tlv(0x30) }))[0].subject).to.equal('');
    });

    it('is not misled by PEM inside a field', async () => {
      const inner = await maker.pem('root');
      const text = rebuild({ [SUBJECT]: name(0x0c, Buffer.from(`\n${inner}`)) });
      const body = readCertificateBody(text);
      // Either answer is sound; the serial number of the inner certificate would not be.
      expect(body.kind).to.equal('unreadable');
    });

    it('takes no part of the signature check on trust', () => {
      const same = name(0x0c, Buffer.from('Forged'));
      const [forged] = certificatesOf(rebuild({ [SUBJECT]: same, [ISSUER]: same }));
      expect(forged).to.include({ subject: 'CN=Forged', issuer: 'CN=Forged', selfSigned: false });
    });

    it('reads both notations of time, and refuses what is no time', () => {
      const validity = (tag: number, from: string, to: string): string =>
        rebuild({ [VALIDITY]: tlv(0x30, tlv(tag, Buffer.from(from)), tlv(tag, Buffer.from(to))) });
      const [utc] = certificatesOf(validity(0x17, '500101000000Z', '491231235959Z'));
      expect(new Date(utc.notBefore).toISOString()).to.equal('1950-01-01T00:00:00.000Z');
      expect(new Date(utc.notAfter).toISOString()).to.equal('2049-12-31T23:59:59.000Z');
      const [general] = certificatesOf(validity(0x18, '20280229120000Z', '99991231235959Z'));
      expect(new Date(general.notBefore).toISOString()).to.equal('2028-02-29T12:00:00.000Z');
      expect(new Date(general.notAfter).toISOString()).to.equal('9999-12-31T23:59:59.000Z');
      for (const bad of ['20260229000000Z', '20261301000000Z', '20260101240000Z', '2026', '', '20260101000000+0100']) {
        expect(reasonOf(validity(0x18, bad, '20270101000000Z')), bad).to.contain('validity');
      }
      expect(reasonOf(validity(0x17, '20260101000000Z', '20270101000000Z'))).to.contain('validity');
    });

    it('reads unknown keys and curves, and curves given by their parameters', () => {
      const key = (algorithm: string, ...parameters: Buffer[]): X509Facts =>
        certificatesOf(
          rebuild({
            [PUBLIC_KEY]: tlv(
              0x30,
              tlv(0x30, Buffer.from(algorithm, 'hex'), ...parameters),
              tlv(0x03, Buffer.from('0004', 'hex'))
            ),
          })
        )[0];
      expect(key('06032b6570')).to.include({ keyType: 'Ed25519', keySize: undefined, curve: undefined });
      // id-ml-dsa-44
      expect(key('0609608648016503040311')).to.include({ keyType: '2.16.840.1.101.3.4.3.17', keySize: undefined });
      // id-ecPublicKey over sect163k1, and over an explicit field
      expect(key('06072a8648ce3d0201', Buffer.from('06052b81040001', 'hex'))).to.include({
        keyType: 'EC',
        keySize: undefined,
        curve: '1.3.132.0.1',
      });
      const prime = tlv(0x02, Buffer.from('00ff', 'hex'), Buffer.alloc(23, 0xff));
      const field = tlv(0x30, Buffer.from('06072a8648ce3d0101', 'hex'), prime);
      expect(key('06072a8648ce3d0201', tlv(0x30, Buffer.from('020101', 'hex'), field))).to.include({
        keyType: 'EC',
        keySize: 192,
        curve: undefined,
      });
      // rsaEncryption without a modulus
      expect(key('06092a864886f70d010101', Buffer.from('0500', 'hex'))).to.include({
        keyType: 'RSA',
        keySize: undefined,
      });
    });

    it('does not conclude from broken extensions that there is no extended key usage', () => {
      const usage = (value: Buffer): Buffer => tlv(0x30, Buffer.from('0603551d25', 'hex'), tlv(0x04, tlv(0x30, value)));
      const extensions = (...all: Buffer[]): string => rebuild({ [EXTENSIONS]: tlv(0xa3, tlv(0x30, ...all)) });
      const clientAuth = Buffer.from('06082b06010505070302', 'hex');
      expect(certificatesOf(extensions(usage(clientAuth)))[0].extendedKeyUsage).to.deep.equal(['clientAuth']);
      const bad = [
        extensions(usage(clientAuth), usage(clientAuth)),
        extensions(usage(Buffer.alloc(0))),
        extensions(usage(Buffer.from('0201', 'hex'))),
        extensions(usage(tlv(0x06, Buffer.alloc(70, 0x81), Buffer.from([1])))),
        rebuild({ [EXTENSIONS]: tlv(0xa3, Buffer.from('0500', 'hex')) }),
      ];
      for (const text of bad) {
        expect(reasonOf(text)).to.contain('extensions');
      }
    });
  });

  describe('hostile input', () => {
    const KINDS: readonly CertificateBody['kind'][] = [
      'certificates',
      'signingRequest',
      'redacted',
      'empty',
      'unreadable',
    ];
    const MEBIBYTE = 1024 * 1024;

    it('refuses what is longer than 1 MiB', () => {
      for (const unit of ['MIIB', ' ', '\uFFFD', '-----BEGIN CERTIFICATE-----\n']) {
        expect(reasonOf(unit.repeat(Math.ceil((2 * MEBIBYTE) / unit.length)))).to.contain('1 MiB');
      }
      expect(reasonOf('A'.repeat(MEBIBYTE))).to.not.contain('1 MiB');
    });

    it('takes linear time for 1 MiB of anything', () => {
      const units = [
        '-----BEGIN CERTIFICATE-----\n',
        '-----BEGIN CERTIFICATE REQUEST-----',
        '-----BEGIN CERTIFICATE-----\nREDACTED\n-----END CERTIFICATE-----\n',
        '-----BEGIN CERTIFICATE',
        '-----BEGIN                                        ',
        '-----',
        '-',
        'A',
        '=',
        'MIIB.',
        'MIIB...',
        ' A',
        '\\n',
        '{',
        '${',
        '<',
        '__',
        'A_',
        'hidden by ',
        '\u0000',
        '\uD800',
        // DER: SEQUENCEs that nest, and empty ones side by side
        Buffer.from('308030803080', 'hex').toString('base64'),
        Buffer.from('300030003000', 'hex').toString('base64'),
        `MIQAC//6${'MAAw'.repeat(10)}`,
      ];
      for (const unit of units) {
        const text = unit.repeat(Math.floor(MEBIBYTE / unit.length));
        const begun = performance.now();
        const { kind } = readCertificateBody(text);
        // It takes some 10 ms; an algorithm that is quadratic here would take minutes.
        expect(performance.now() - begun, `${JSON.stringify(unit)}: ${kind}`).to.be.lessThan(2000);
        expect(['unreadable', 'redacted', 'signingRequest']).to.include(kind);
      }
    });

    it('refuses hundreds of certificates', async () => {
      const pem = await maker.pem('selfSigned');
      expect(certificatesOf(pem.repeat(100))).to.have.length(100);
      expect(reasonOf(pem.repeat(101))).to.contain('more than 100');
    });

    it('calls every truncated DER unreadable', async () => {
      const der = Buffer.from(await maker.base64('client'), 'base64');
      expect(der.length).to.be.greaterThan(300);
      for (let length = 1; length < der.length; length += 1) {
        expect(readCertificateBody(der.subarray(0, length).toString('base64')).kind, `${length}`).to.equal(
          'unreadable'
        );
      }
      expect(readCertificateBody(der.toString('base64')).kind).to.equal('certificates');
    });

    it('survives every octet turned into an overflowing length', async () => {
      const der = Buffer.from(await maker.base64('client'), 'base64');
      let unreadableCount = 0;
      for (const octet of [0x80, 0x84, 0x88, 0xff, 0x7f, 0x00]) {
        for (let index = 0; index < der.length; index += 1) {
          const mutated = Buffer.from(der);
          mutated[index] = octet;
          const { kind } = readCertificateBody(mutated.toString('base64'));
          expect(KINDS).to.include(kind);
          unreadableCount += kind === 'unreadable' ? 1 : 0;
        }
      }
      expect(unreadableCount).to.be.greaterThan(300);
    });

    it('never throws on mutated certificates', async () => {
      const random = generator(20260101);
      const seen = new Map<string, number>();
      for (const name of ['client', 'rsa', 'everyPurpose', 'request'] as const) {
        const der = Buffer.from(await maker.base64(name), 'base64');
        for (let run = 0; run < 300; run += 1) {
          const mutated = mutate(der, random);
          for (const text of [mutated.toString('base64'), toPem(mutated, 'CERTIFICATE')]) {
            const body = readCertificateBody(text);
            expect(KINDS).to.include(body.kind);
            seen.set(body.kind, (seen.get(body.kind) ?? 0) + 1);
            if (body.kind === 'certificates') {
              // What is not refused has to be whole.
              expect(body.certificates[0].notAfter).to.satisfy(Number.isFinite);
              expect(body.certificates[0].subject).to.not.match(/[\r\n\u001b]/);
              expect(body.certificates[0].publicKeyFingerprint).to.match(/^[0-9a-f]{64}$/);
            }
          }
        }
      }
      expect(seen.get('unreadable')).to.be.greaterThan(100);
      expect(seen.get('certificates')).to.be.greaterThan(100);
    });

    it('reads no further than a DER element goes', () => {
      const read = (hex: string, limit?: number): unknown => {
        const bytes = Buffer.from(hex, 'hex');
        return readElement(bytes, 0, limit ?? bytes.length);
      };
      expect(read('0401aa')).to.deep.equal({ tag: 0x04, start: 0, content: 2, end: 3 });
      expect(read('048101aa')).to.deep.equal({ tag: 0x04, start: 0, content: 3, end: 4 });
      for (const bad of [
        '',
        '04',
        '0402aa',
        '0481',
        '04820001',
        '0484ffffffff',
        '0485000000000',
        '0480aa0000',
        '1f0100',
      ]) {
        expect(read(bad), bad).to.equal(undefined);
      }
      expect(read('0402aabb', 3)).to.equal(undefined);
    });

    it('reads object identifiers, numbers and times as they are, or not at all', () => {
      const element = (hex: string): [Buffer, NonNullable<ReturnType<typeof readElement>>] => {
        const bytes = Buffer.from(hex, 'hex');
        return [bytes, readElement(bytes, 0, bytes.length)!];
      };
      const identifiers = [
        ['06032b6570', '1.3.101.112'],
        ['0603550403', '2.5.4.3'],
        ['06028837', '2.999'],
        ['06012a', '1.2'],
        ['060100', '0.0'],
        ['06146983f09da7ebcfdee0c7a1a7b2c0948cc8f9d776', '2.25.329800735698586629295641978511506172918'],
        // nothing, an arc without its end, too long to be honest, an INTEGER
        ['0600', undefined],
        ['060281ff', undefined],
        [`0641${'2a'.repeat(65)}`, undefined],
        ['020101', undefined],
      ] as const;
      for (const [hex, dotted] of identifiers) {
        expect(readObjectIdentifier(...element(hex)), hex).to.equal(dotted);
      }
      const lengths = [
        ['020100', 0],
        ['020101', 1],
        ['02020080', 8],
        ['02020100', 9],
        ['040101', undefined],
      ] as const;
      for (const [hex, bits] of lengths) {
        expect(readBitLength(...element(hex)), hex).to.equal(bits);
      }
      const bytes = Buffer.from('9701010000Z');
      const time = { tag: DerTag.utcTime, start: 0, content: 0, end: bytes.length };
      expect(readTime(bytes, time)).to.equal(Date.UTC(1997, 0, 1));
    });
  });

  describe('against openssl', () => {
    let folder: string;
    before(function () {
      try {
        execFileSync('openssl', ['version'], { stdio: 'pipe' });
      } catch {
        this.skip();
      }
      folder = mkdtempSync(join(tmpdir(), 'sf-isa-x509-'));
    });
    after(() => {
      if (folder !== undefined) {
        rmSync(folder, { recursive: true, force: true });
      }
    });

    const openssl = (args: readonly string[], input = ''): Buffer =>
      execFileSync('openssl', args, { input, stdio: 'pipe' });

    /** What openssl says about a certificate, in our words. */
    function oracle(pem: string): Record<string, unknown> {
      const print = (...args: string[]): string => openssl(['x509', '-noout', ...args], pem).toString('utf8');
      const nameOptions = ['-nameopt', 'esc_2253,utf8,sname,sep_comma_plus_space'];
      const value = (text: string): string => text.slice(text.indexOf('=') + 1).trim();
      const date = (text: string): number => Date.parse(value(text).replace(' ', 'T'));
      const details = print('-text');
      const usage = /X509v3 Extended Key Usage:.*\n\s*(.*)/.exec(details)?.[1];
      const publicKey = openssl(['x509', '-noout', '-pubkey'], pem).toString('latin1');
      return {
        subject: value(print('-subject', ...nameOptions)),
        issuer: value(print('-issuer', ...nameOptions)),
        serialNumber: value(print('-serial')),
        notBefore: date(print('-startdate', '-dateopt', 'iso_8601')),
        notAfter: date(print('-enddate', '-dateopt', 'iso_8601')),
        bits: Number(/(?:Public-Key|ED25519 Public-Key|ED448 Public-Key): ?\((\d+) bit\)/.exec(details)?.[1]),
        curve: /ASN1 OID: (\S+)/.exec(details)?.[1],
        signatureAlgorithm: /Signature Algorithm: (\S+)/.exec(details)?.[1]?.toLowerCase(),
        pssHash: /Hash Algorithm: (\S+)/.exec(details.slice(details.indexOf('Signature Algorithm')))?.[1],
        extendedKeyUsage: usage?.split(', ').map((purpose) => OPENSSL_PURPOSES[purpose] ?? purpose),
        publicKeyFingerprint: sha256(openssl(['pkey', '-pubin', '-outform', 'DER'], publicKey)),
      };
    }
    const OPENSSL_PURPOSES: Readonly<Record<string, string>> = {
      'TLS Web Server Authentication': 'serverAuth',
      'TLS Web Client Authentication': 'clientAuth',
      'Any Extended Key Usage': 'any',
    };

    interface Case {
      readonly name: string;
      readonly genpkey: readonly string[];
      readonly req?: readonly string[];
      readonly subject?: string;
      readonly expected: Pick<X509Facts, 'keyType' | 'signatureHash'> & {
        readonly keySize?: number;
        algorithm: string;
      };
      /** Where openssl prints the bits of the group's order, and those are more than the field's. */
      readonly orderBits?: number;
    }
    const rsa = (bits: number): string[] => ['-algorithm', 'RSA', '-pkeyopt', `rsa_keygen_bits:${bits}`];
    const ec = (curve: string): string[] => ['-algorithm', 'EC', '-pkeyopt', `ec_paramgen_curve:${curve}`];
    const RSA_SHA256 = { keyType: 'RSA', signatureHash: 'sha256', algorithm: 'sha256withrsaencryption' } as const;
    const EC_SHA256 = { keyType: 'EC', signatureHash: 'sha256', algorithm: 'ecdsa-with-sha256' } as const;
    const ODD_ORDERS: ReadonlySet<string> = new Set(['secp160r1', 'secp160k1', 'secp160r2', 'secp224k1']);
    const SMALLER_AND_RARER_CURVES: readonly (readonly [string, number])[] = [
      ['prime192v1', 192],
      ['secp160r1', 160],
      ['secp160k1', 160],
      ['secp160r2', 160],
      ['secp192k1', 192],
      ['secp224k1', 224],
      ['secp224r1', 224],
      ['secp256k1', 256],
      ['brainpoolP160r1', 160],
      ['brainpoolP192r1', 192],
      ['brainpoolP224r1', 224],
      ['brainpoolP256r1', 256],
      ['brainpoolP320r1', 320],
      ['brainpoolP384r1', 384],
      ['brainpoolP512r1', 512],
    ];
    const CASES: readonly Case[] = [
      {
        name: 'RSA 1024, MD5',
        genpkey: rsa(1024),
        req: ['-md5'],
        expected: { keyType: 'RSA', keySize: 1024, signatureHash: 'md5', algorithm: 'md5withrsaencryption' },
      },
      {
        name: 'RSA 2048, SHA-1',
        genpkey: rsa(2048),
        req: ['-sha1'],
        expected: { keyType: 'RSA', keySize: 2048, signatureHash: 'sha1', algorithm: 'sha1withrsaencryption' },
      },
      {
        name: 'RSA 1024, SHA-224',
        genpkey: rsa(1024),
        req: ['-sha224'],
        expected: { keyType: 'RSA', keySize: 1024, signatureHash: 'sha224', algorithm: 'sha224withrsaencryption' },
      },
      {
        name: 'RSA 1024, SHA-384',
        genpkey: rsa(1024),
        req: ['-sha384'],
        expected: { keyType: 'RSA', keySize: 1024, signatureHash: 'sha384', algorithm: 'sha384withrsaencryption' },
      },
      { name: 'RSA 1025', genpkey: rsa(1025), expected: { ...RSA_SHA256, keySize: 1025 } },
      { name: 'RSA 4096', genpkey: rsa(4096), expected: { ...RSA_SHA256, keySize: 4096 } },
      {
        name: 'RSA signing with PSS, SHA-384',
        genpkey: rsa(1024),
        req: ['-sha384', '-sigopt', 'rsa_padding_mode:pss'],
        expected: { keyType: 'RSA', keySize: 1024, signatureHash: 'sha384', algorithm: 'rsassapss' },
      },
      {
        name: 'RSA signing with PSS, default hash',
        genpkey: rsa(1024),
        req: ['-sha1', '-sigopt', 'rsa_padding_mode:pss'],
        expected: { keyType: 'RSA', keySize: 1024, signatureHash: 'sha1', algorithm: 'rsassapss' },
      },
      {
        name: 'RSA-PSS key',
        genpkey: ['-algorithm', 'RSA-PSS', '-pkeyopt', 'rsa_keygen_bits:2048'],
        expected: { keyType: 'RSA-PSS', keySize: 2048, signatureHash: 'sha256', algorithm: 'rsassapss' },
      },
      { name: 'EC P-256', genpkey: ec('prime256v1'), expected: { ...EC_SHA256, keySize: 256 } },
      {
        name: 'EC P-384, SHA-1',
        genpkey: ec('secp384r1'),
        req: ['-sha1'],
        expected: { keyType: 'EC', keySize: 384, signatureHash: 'sha1', algorithm: 'ecdsa-with-sha1' },
      },
      {
        name: 'EC P-521, SHA-512',
        genpkey: ec('secp521r1'),
        req: ['-sha512'],
        expected: { keyType: 'EC', keySize: 521, signatureHash: 'sha512', algorithm: 'ecdsa-with-sha512' },
      },
      ...SMALLER_AND_RARER_CURVES.map(([curve, keySize]): Case => ({
        name: `EC ${curve}`,
        genpkey: ec(curve),
        expected: { ...EC_SHA256, keySize },
        ...(ODD_ORDERS.has(curve) ? { orderBits: keySize + 1 } : {}),
      })),
      {
        name: 'Ed25519',
        genpkey: ['-algorithm', 'ED25519'],
        expected: { keyType: 'Ed25519', signatureHash: 'none', algorithm: 'ed25519' },
      },
      {
        name: 'Ed448',
        genpkey: ['-algorithm', 'ED448'],
        expected: { keyType: 'Ed448', signatureHash: 'none', algorithm: 'ed448' },
      },
      ...[['serverAuth'], ['clientAuth'], ['serverAuth', 'clientAuth'], ['anyExtendedKeyUsage', '1.2.3.4']].map(
        (usage): Case => ({
          name: `extended key usage ${usage.join(' and ')}`,
          genpkey: ec('prime256v1'),
          req: ['-addext', `extendedKeyUsage=${usage.join(',')}`],
          expected: { ...EC_SHA256, keySize: 256 },
        })
      ),
      {
        name: 'names of every kind',
        genpkey: ec('prime256v1'),
        req: ['-utf8', '-multivalue-rdn'],
        subject: '/C=DE/ST=Bayern/L=München/O=Acme, Inc./OU=A+CN=b/DC=com/emailAddress=a@example.com/serialNumber=7',
        expected: { ...EC_SHA256, keySize: 256 },
      },
    ];

    function make({ name, genpkey, req = [], subject = '/CN=Oracle/O=Acme' }: Case): string {
      const keyFile = join(folder, `${createHash('sha256').update(name).digest('hex').slice(0, 16)}.key`);
      writeFileSync(keyFile, openssl(['genpkey', ...genpkey]));
      return openssl(['req', '-x509', '-new', '-key', keyFile, '-subj', subject, '-days', '90', ...req]).toString();
    }

    function compare(pem: string, facts: X509Facts, orderBits = facts.keySize): Record<string, unknown> {
      const { bits, curve, signatureAlgorithm, pssHash, ...same } = oracle(pem);
      const { subject, issuer, serialNumber, notBefore, notAfter, extendedKeyUsage, publicKeyFingerprint } = facts;
      expect({
        subject,
        issuer,
        serialNumber,
        notBefore,
        notAfter,
        extendedKeyUsage,
        publicKeyFingerprint,
      }).to.deep.equal(same);
      expect(facts.curve).to.equal(curve);
      if (facts.keySize !== undefined) {
        expect(orderBits).to.equal(bits);
      }
      if (pssHash !== undefined && signatureAlgorithm === 'rsassapss') {
        expect(pssHash).to.match(new RegExp(`^${facts.signatureHash}`));
      }
      return { signatureAlgorithm };
    }

    for (const testCase of CASES) {
      it(testCase.name, () => {
        const pem = make(testCase);
        const [facts, ...more] = certificatesOf(pem);
        expect(more).to.deep.equal([]);
        const { signatureAlgorithm } = compare(pem, facts, testCase.orderBits);
        const { algorithm, keySize, ...expected } = testCase.expected;
        expect(signatureAlgorithm).to.equal(algorithm);
        expect(facts).to.include({ ...expected, keySize });
        expect(facts.selfSigned).to.equal(true);
      });
    }

    it('DSA', () => {
      const parameters = join(folder, 'dsa.pem');
      const generation = [
        '-algorithm',
        'DSA',
        '-pkeyopt',
        'dsa_paramgen_bits:1024',
        '-pkeyopt',
        'dsa_paramgen_q_bits:160',
      ];
      writeFileSync(parameters, openssl(['genpkey', '-genparam', ...generation]));
      const expected = {
        keyType: 'DSA',
        keySize: 1024,
        signatureHash: 'sha256',
        algorithm: 'dsa_with_sha256',
      } as const;
      const pem = make({ name: 'DSA', genpkey: ['-paramfile', parameters], expected });
      const [facts] = certificatesOf(pem);
      const { algorithm, ...same } = expected;
      expect(compare(pem, facts)).to.deep.equal({ signatureAlgorithm: algorithm });
      expect(facts).to.include({ ...same, selfSigned: true });
    });

    it('a chain of three, each of them', async () => {
      const certificates = certificatesOf(await maker.pem('client'));
      const names = ['client', 'issuing', 'root'] as const;
      expect(certificates).to.have.length(names.length);
      for (const [index, name] of names.entries()) {
        compare(toPem(Buffer.from(await maker.base64(name), 'base64'), 'CERTIFICATE'), certificates[index]!);
      }
    });

    it('a signing request', () => {
      const key = join(folder, 'request.key');
      writeFileSync(key, openssl(['genpkey', ...rsa(2048)]));
      const pem = openssl(['req', '-new', '-key', key, '-subj', '/CN=x']).toString();
      const publicKey = openssl(['pkey', '-in', key, '-pubout', '-outform', 'DER']);
      expect(readCertificateBody(pem)).to.deep.equal({
        kind: 'signingRequest',
        publicKeyFingerprint: sha256(publicKey),
        start: 0,
        end: pem.trimEnd().length,
      });
    });

    it('a TRUSTED CERTIFICATE and a PKCS #7 bundle', async () => {
      const plain = await maker.pem('root');
      const trusted = openssl(['x509', '-trustout', '-addtrust', 'clientAuth', '-setalias', 'x'], plain).toString();
      expect(trusted).to.contain('BEGIN TRUSTED CERTIFICATE');
      expect(isolated(certificatesOf(trusted)[0])).to.deep.equal(isolated(certificatesOf(plain)[0]));
      const file = join(folder, 'root.crt');
      writeFileSync(file, plain);
      const bundle = openssl(['crl2pkcs7', '-nocrl', '-certfile', file]).toString();
      expect(reasonOf(bundle)).to.contain('PKCS #7');
      const bare = bundle.replace(/-----.*-----/g, '');
      expect(reasonOf(bare)).to.contain('base64 of a certificate');
    });
  });
});

/** One DER element; the contents are joined. */
function tlv(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  const significant = length.subarray(length.findIndex((octet) => octet !== 0));
  const header = content.length < 0x80 ? [tag, content.length] : [tag, 0x80 | significant.length, ...significant];
  return Buffer.concat([Buffer.from(header), content]);
}

function slices(bytes: Buffer, elements: ReturnType<typeof readSequence>): Buffer[] {
  return (elements ?? []).map(({ start, end }) => bytes.subarray(start, end));
}

/** Numbers in [0, 1), the same in every run (mulberry32). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A copy with one to four octets changed, and now and then a stretch removed or doubled. */
function mutate(der: Buffer, random: () => number): Buffer {
  const below = (limit: number): number => Math.floor(random() * limit);
  const copy = Buffer.from(der);
  for (let count = 1 + below(4); count > 0; count -= 1) {
    copy[below(copy.length)] = below(256);
  }
  const [at, length] = [below(copy.length), below(16)];
  switch (below(6)) {
    case 0:
      return Buffer.concat([copy.subarray(0, at), copy.subarray(at + length)]);
    case 1:
      return Buffer.concat([copy.subarray(0, at + length), copy.subarray(at)]);
    default:
      return copy;
  }
}
