import { expect } from 'chai';
import type { CertificateRow } from '../../src/inventory/certificates.js';
import { certificateMaker } from '../support/certificates.js';
import { elements, inventoryIn, namedCredential, xml } from './samples.js';

const EC = { type: 'EC', curve: 'P-256' } as const;
const DATES = { notBefore: '2026-06-15', notAfter: '2027-06-15' };
const maker = certificateMaker({
  authority: { subject: 'CN=CA', key: EC, certificateAuthority: true, ...DATES },
  client: { subject: 'CN=Client, O=Bank', issuer: 'authority', ...DATES },
  signing: { subject: 'CN=Signing', key: EC, keyName: 'signing', ...DATES },
  renewed: { subject: 'CN=Signing 2', key: EC, keyName: 'signing', notBefore: '2025-01-01', notAfter: '2026-11-21' },
  request: { subject: 'CN=Request', key: EC, kind: 'signingRequest' },
});

const meta = (more: Readonly<Record<string, string>> = {}): string =>
  xml('Certificate', elements({ caSigned: 'true', masterLabel: 'x', ...more }));

const byName = (rows: readonly CertificateRow[]): Readonly<Record<string, CertificateRow>> =>
  Object.fromEntries(rows.map((row) => ['value' in row.name ? row.name.value : row.kind, row]));

describe('inventory of certificates', () => {
  it('says what a body holds, how long it is good, and who uses it for what', async () => {
    const { certificates } = inventoryIn(
      {
        'certs/Client.crt': await maker.pem('client'),
        'certs/Client.crt-meta.xml': meta({ privateKeyExportable: 'false' }),
        'namedCredentials/ERP.namedCredential': namedCredential('https://erp.example:8443', { certificate: 'client' }),
      },
      "version: 1\nintegrations:\n  - { id: erp, components: ['NamedCredential:ERP'], certificateOwner: pki@bank.example }\n"
    );
    expect(certificates).to.have.length(1);
    expect(certificates[0]).to.deep.include({
      project: '.',
      kind: 'Certificate',
      name: { value: 'Client' },
      subject: { value: 'CN=Client, O=Bank' },
      issuer: { value: 'CN=CA' },
      keyType: { value: 'RSA' },
      keySize: { value: 2048 },
      notBefore: { value: '2026-06-15T00:00:00.000Z' },
      notAfter: { value: '2027-06-15T00:00:00.000Z' },
      daysLeft: { value: 205 },
      signedBy: { value: 'authority' },
      isPrivateKeyExportable: { value: false },
      usedBy: [{ role: 'client', component: { type: 'NamedCredential', fullName: 'ERP' } }],
      owners: ['pki@bank.example'],
    });
  });

  it('finds what has the same key: a renewal, and the copy in an app', async () => {
    const { certificates } = inventoryIn({
      'certs/Signing.crt': await maker.pem('signing'),
      'certs/Signing.crt-meta.xml': meta(),
      'certs/Older.crt': await maker.pem('renewed'),
      'certs/Older.crt-meta.xml': meta(),
      'connectedApps/Portal.connectedApp': xml(
        'ConnectedApp',
        `<label>Portal</label><oauthConfig><callbackUrl>https://portal.example</callbackUrl><certificate>${await maker.base64('signing')}</certificate></oauthConfig>`
      ),
    });
    const rows = byName(certificates);
    expect(rows['Signing']!.sameKeyAs).to.deep.equal(['Certificate:Older', 'ConnectedApp:Portal']);
    expect(rows['Older']).to.deep.include({ daysLeft: { value: -1 }, keyType: { value: 'EC prime256v1' } });
    const key = rows['Signing']!.publicKey;
    expect(key)
      .to.have.property('value')
      .that.matches(/^[\da-f]{64}$/);
    expect([rows['Older'], rows['copy']].map((row) => row!.publicKey)).to.deep.equal([key, key]);
    // What the file does not say is true by default.
    expect(rows['Older']!.isPrivateKeyExportable).to.deep.equal({ value: true });
    expect(rows['copy']).to.deep.include({
      name: { none: 'a copy in the app' },
      subject: { value: 'CN=Signing' },
      usedBy: [{ role: 'verification', component: { type: 'ConnectedApp', fullName: 'Portal' } }],
      sameKeyAs: ['Certificate:Older', 'Certificate:Signing'],
      isPrivateKeyExportable: { none: 'the org has no private key of it' },
    });
  });

  it('says why a body tells nothing, and what the metadata tells instead', async () => {
    const { certificates } = inventoryIn({
      'certs/Absent.crt-meta.xml': meta({ expirationDate: '2027-01-31', keySize: '4096' }),
      'certs/Empty.crt': '',
      'certs/Empty.crt-meta.xml': meta(),
      'certs/Hidden.crt': '{{CERTIFICATE}}',
      'certs/Hidden.crt-meta.xml': meta({ privateKeyExportable: '{{EXPORTABLE}}' }),
      'certs/Requested.crt': await maker.pem('request'),
      'certs/Requested.crt-meta.xml': meta(),
      'certs/Torn.crt': 'no certificate!',
      'certs/Torn.crt-meta.xml': meta(),
      'certs/Bare.crt': await maker.pem('signing'),
    });
    const rows = byName(certificates);
    const subjects = Object.fromEntries(
      Object.entries(rows).map(([name, { subject }]) => [name, Object.values(subject)[0]])
    );
    expect(subjects).to.deep.equal({
      Absent: 'it has no body in the project',
      Bare: 'CN=Signing',
      Empty: 'it is empty',
      Hidden: 'it is blanked out, or put in by the build',
      Requested: 'it is only a signing request so far',
      Torn: 'it cannot be read: it is neither PEM nor base64',
    });
    expect(rows['Absent']).to.deep.include({
      keySize: { value: 4096 },
      signedBy: { value: 'authority' },
      notAfter: { value: '2027-01-31T23:59:59.999Z' },
      daysLeft: { value: 70 },
    });
    expect(rows['Empty']).to.deep.include({
      notAfter: { unknown: 'it is empty' },
      daysLeft: { unknown: 'it is empty' },
    });
    expect(rows['Hidden']!.isPrivateKeyExportable).to.deep.equal({ unknown: 'the build puts it in' });
    expect(rows['Bare']!.isPrivateKeyExportable).to.deep.equal({ unknown: 'its -meta.xml is not in the project' });
  });

  it('has inbound certificates, names in Apex, and what is only named', async () => {
    const { certificates } = inventoryIn({
      'certs/Apex_Client.crt-meta.xml': meta(),
      'classes/Caller.cls': "class Caller { void go(HttpRequest r) { r.setClientCertificateName('Apex_Client'); } }",
      'inboundCertificates/Partner.inboundCertificate': await maker.pem('client'),
      'inboundCertificates/Partner.inboundCertificate-meta.xml': xml(
        'InboundCertificate',
        elements({ expirationDate: '2027-06-15', issuer: 'CN=CA', masterLabel: 'x' })
      ),
      'namedCredentials/A.namedCredential': namedCredential('https://a.example', { certificate: 'Gone' }),
      'namedCredentials/B.namedCredential': namedCredential('https://b.example', { certificate: '{{CERT}}' }),
      'samlssoconfigs/Idp.samlssoconfig': xml(
        'SamlSsoConfig',
        elements({ decryptionCertificate: 'gone', requestSigningCertId: '0P1000000000001' })
      ),
    });
    const short = certificates.map(({ kind, name, usedBy }) => [
      kind,
      Object.values(name)[0],
      usedBy.map(({ role, component }) => (component ? `${role} ${component.fullName}` : role)).join(),
    ]);
    expect(short).to.deep.equal([
      ['Certificate', 'Apex_Client', 'apex'],
      ['InboundCertificate', 'Partner', 'trusted'],
      ['missing', 'Gone', 'client A,decryption Idp'],
      ['missing', 'the build puts it in', 'client B'],
      ['missing', 'a record id, which only the org can resolve', 'signing Idp'],
    ]);
    expect(certificates[2]!.notAfter).to.deep.equal({ unknown: 'it is not in the project' });
  });
});
