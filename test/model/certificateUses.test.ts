import { expect } from 'chai';
import { discover } from '../../src/discover.js';
import { memoryFileSystem } from '../../src/fileSystem.js';
import {
  certificateUses,
  heldCertificates,
  nameOf,
  usesByKey,
  type CertificateUse,
} from '../../src/model/certificateUses.js';
import type { Project } from '../../src/model/project.js';
import { readProject } from '../../src/readProject.js';
import { certificateMaker, type CertificateSpec } from '../support/certificates.js';

const YEAR_2026 = { notBefore: '2026-01-01', notAfter: '2027-01-01', key: { type: 'EC', curve: 'P-256' } } as const;
const maker = certificateMaker({
  client: { ...YEAR_2026, subject: 'CN=Client', keyName: 'client' },
  renewed: { ...YEAR_2026, subject: 'CN=Renewed', keyName: 'client' },
  request: { subject: 'CN=Client', key: YEAR_2026.key, keyName: 'client', kind: 'signingRequest' },
  other: { ...YEAR_2026, subject: 'CN=Other' },
} satisfies Record<string, CertificateSpec>);

const NAMESPACE = 'xmlns="http://soap.sforce.com/2006/04/metadata"';
const certificate = `<Certificate ${NAMESPACE}><caSigned>true</caSigned></Certificate>`;
const inbound = `<InboundCertificate ${NAMESPACE}><expirationDate>2027-01-01</expirationDate></InboundCertificate>`;
const current = (name: string): string =>
  `<NamedCredential ${NAMESPACE}><namedCredentialParameters><parameterType>ClientCertificate</parameterType><certificate>${name}</certificate></namedCredentialParameters></NamedCredential>`;
const legacy = (client: string, signing: string): string =>
  `<NamedCredential ${NAMESPACE}><certificate>${client}</certificate><jwtSigningCertificate>${signing}</jwtSigningCertificate></NamedCredential>`;
const external = (name: string): string =>
  `<ExternalCredential ${NAMESPACE}><externalCredentialParameters><parameterType>SigningCertificate</parameterType><certificate>${name}</certificate></externalCredentialParameters></ExternalCredential>`;
const app = (copy: string, saml = ''): string =>
  `<ConnectedApp ${NAMESPACE}><oauthConfig><certificate>${copy}</certificate></oauthConfig><samlConfig>${saml}</samlConfig></ConnectedApp>`;
const settings = (copy: string): string =>
  `<ExtlClntAppGlobalOauthSettings ${NAMESPACE}><certificate>${copy}</certificate><externalClientApplication>Sync</externalClientApplication></ExtlClntAppGlobalOauthSettings>`;

function projectOf(files: Record<string, string>): Project {
  const fileSystem = memoryFileSystem(files);
  return readProject(discover({ fileSystem })[0]!, fileSystem).project;
}

const inWords = ({ from, role, name, element }: CertificateUse): string =>
  `${nameOf(from)} ${role} ${name ?? 'copy'} at ${element}`;

/** The components of each key that has more than one use. */
const sharedIn = (files: Record<string, string>): readonly string[] =>
  usesByKey(projectOf(files))
    .filter(({ uses }) => uses.length > 1)
    .map(({ uses }) => uses.map(({ from }) => from.fullName).join(' + '));

describe('certificateUses', () => {
  it('lists every use with its role, by name and by copy, in both generations', async () => {
    const project = projectOf({
      'Current.namedCredential': current('A'),
      'Legacy.namedCredential': legacy('B', 'C'),
      'Signs.externalCredential': external('D'),
      'Portal.connectedApp': app(
        await maker.base64('client'),
        `<certificate>${await maker.base64('other')}</certificate><encryptionCertificate>E</encryptionCertificate>`
      ),
      'Sync_Settings.ecaGlblOauth': settings(await maker.pem('client')),
      'Partner.inboundCertificate': await maker.pem('other'),
      'Partner.inboundCertificate-meta.xml': inbound,
    });
    expect(certificateUses(project).map(inWords)).to.have.members([
      'Named Credential Current client A at namedCredentialParameters[parameterType=ClientCertificate].certificate',
      'Named Credential Legacy client B at certificate',
      'Named Credential Legacy signing C at jwtSigningCertificate',
      'External Credential Signs signing D at externalCredentialParameters[parameterType=SigningCertificate].certificate',
      'Connected App Portal encryption E at samlConfig.encryptionCertificate',
      'Connected App Portal verification copy at oauthConfig.certificate',
      'Connected App Portal verification copy at samlConfig.certificate',
      'External Client App Sync verification copy at certificate',
      'Inbound Certificate Partner client copy at content',
    ]);
  });
});

describe('usesByKey', () => {
  it('joins by name, whatever its case and whether or not the certificate is there', () => {
    expect(
      sharedIn({ 'A.namedCredential': current('Sync'), 'B.externalCredential': external('SYNC') })
    ).to.have.members(['A + B']);
    expect(sharedIn({ 'A.namedCredential': current('Sync'), 'B.externalCredential': external('Other') })).to.be.empty;
  });

  it('joins a name with the copy of its key, as PEM, as base64, renewed, and through a signing request', async () => {
    const named = { 'A.namedCredential': current('Client'), 'Client.crt-meta.xml': certificate };
    for (const body of [await maker.pem('client'), await maker.pem('request')]) {
      for (const copy of [await maker.pem('client'), await maker.base64('client'), await maker.base64('renewed')]) {
        expect(sharedIn({ ...named, 'Client.crt': body, 'App.connectedApp': app(copy) })).to.deep.equal(['A + App']);
        expect(sharedIn({ ...named, 'Client.crt': body, 'App.ecaGlblOauth': settings(copy) })).to.deep.equal([
          'A + App',
        ]);
      }
    }
    const other = await maker.base64('other');
    expect(sharedIn({ ...named, 'Client.crt': await maker.pem('client'), 'App.connectedApp': app(other) })).to.be.empty;
  });

  it('joins two names that have one key', async () => {
    const files = {
      'A.namedCredential': current('Old'),
      'B.externalCredential': external('New'),
      'Old.crt': await maker.pem('client'),
      'New.crt': await maker.pem('renewed'),
    };
    expect(sharedIn(files)).to.deep.equal(['A + B']);
    const [key] = usesByKey(projectOf(files));
    expect([...key!.names].sort()).to.deep.equal(['new', 'old']);
    expect(key!.publicKeys).to.have.length(1);
  });

  it('takes a name for all its bodies, where package directories hold different ones', async () => {
    const files = {
      'sfdx-project.json': JSON.stringify({ packageDirectories: [{ path: 'one' }, { path: 'two' }] }),
      'one/Client.crt': await maker.pem('other'),
      'two/Client.crt': await maker.pem('client'),
      'one/A.namedCredential': current('Client'),
      'two/App.connectedApp': app(await maker.base64('client')),
    };
    expect(sharedIn(files)).to.deep.equal(['A + App']);
  });

  it('leaves out names that a build puts in, and copies that cannot be read', () => {
    const project = projectOf({
      'A.namedCredential': current('{{NAME}}'),
      'B.externalCredential': external('{{NAME}}'),
      'App.connectedApp': app('{CERTIFICATE}'),
    });
    expect(usesByKey(project)).to.be.empty;
    expect(certificateUses(project)).to.have.length(3);
  });
});

describe('heldCertificates', () => {
  it('gives the end of each, the body before the metadata, a date to its end', async () => {
    const dated = (date: string): string =>
      certificate.replace('<caSigned>', `<expirationDate>${date}</expirationDate><caSigned>`);
    const project = projectOf({
      'Body.crt': await maker.pem('client'),
      'Body.crt-meta.xml': dated('2027-01-01T00:00:00.000Z'),
      'Stale.crt': await maker.pem('client'),
      'Stale.crt-meta.xml': dated('2025-01-01T00:00:00.000Z'),
      'Metadata.crt-meta.xml': dated('2026-06-01T10:00:00.000Z'),
      'Neither.crt-meta.xml': certificate,
      'Partner.inboundCertificate-meta.xml': inbound,
      'App.connectedApp': app(await maker.base64('client')),
      'Open.connectedApp': app('{CERTIFICATE}'),
    });
    const ends = heldCertificates(project).map(({ component, end }) => [
      component.fullName,
      end && new Date(end.value).toISOString(),
      end?.element,
    ]);
    expect(ends).to.have.deep.members([
      ['Body', '2027-01-01T00:00:00.000Z', 'expirationDate'],
      ['Stale', '2027-01-01T00:00:00.000Z', 'content'],
      ['Metadata', '2026-06-01T10:00:00.000Z', 'expirationDate'],
      ['Neither', undefined, undefined],
      ['Partner', '2027-01-01T23:59:59.999Z', 'expirationDate'],
      ['App', '2027-01-01T00:00:00.000Z', 'oauthConfig.certificate'],
      ['Open', undefined, undefined],
    ]);
  });
});
