import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { memoryFileSystem, scan } from '../../src/index.js';
import rule from '../../src/rules/certificate-weak-key.js';

/** Keys that nothing but openssl still makes, so no fixture has them. */
describe('certificate-weak-key: keys that only openssl makes', () => {
  let folder = '';
  before(() => (folder = mkdtempSync(join(tmpdir(), 'sf-isa-weak-'))));
  after(() => rmSync(folder, { recursive: true, force: true }));

  const openssl = (...args: readonly string[]): void =>
    void execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });

  /** A self-signed certificate on the key in `key.pem`. */
  function messagesOn(): readonly string[] {
    openssl(
      'req',
      '-x509',
      '-new',
      '-key',
      'key.pem',
      '-sha256',
      '-days',
      '30',
      '-subj',
      '/CN=Weak',
      '-out',
      'weak.crt'
    );
    const fileSystem = memoryFileSystem({ 'certs/Weak.crt': readFileSync(join(folder, 'weak.crt'), 'utf8') });
    const { findings } = scan({ fileSystem, now: new Date('2026-11-22T00:00:00Z'), rules: [rule] });
    return findings.map(({ severity, message }) => `${severity}: ${message}`);
  }

  it('reports an elliptic-curve key below P-256', () => {
    openssl('ecparam', '-name', 'secp224r1', '-genkey', '-noout', '-out', 'key.pem');
    expect(messagesOn()).to.deep.equal(['high: Certificate Weak has an elliptic-curve key of 224 bits (secp224r1)']);
  });

  it('reports a DSA key of any size', () => {
    openssl('dsaparam', '-genkey', '-noout', '-out', 'key.pem', '1024');
    expect(messagesOn()).to.deep.equal(['high: Certificate Weak has a DSA key']);
  });

  it('says nothing of Ed25519', () => {
    openssl('genpkey', '-algorithm', 'ed25519', '-out', 'key.pem');
    expect(messagesOn()).to.be.empty;
  });
});
