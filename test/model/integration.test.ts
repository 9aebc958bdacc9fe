import { expect } from 'chai';
import type { Integration } from '../../src/config/config.js';
import { discover } from '../../src/discover.js';
import { memoryFileSystem } from '../../src/fileSystem.js';
import { confidentialDataOf, placeOfEntry } from '../../src/model/integration.js';
import type { Project } from '../../src/model/project.js';
import { readProject } from '../../src/readProject.js';

function projectOf(files: Readonly<Record<string, string>>): Project {
  const fileSystem = memoryFileSystem(files);
  return readProject(discover({ fileSystem })[0]!, fileSystem).project;
}

const credential = (externalCredential: string): string =>
  `<NamedCredential>\n<label>Orders</label><namedCredentialParameters><parameterType>Authentication</parameterType><externalCredential>${externalCredential}</externalCredential></namedCredentialParameters></NamedCredential>`;
const SITE = '<RemoteSiteSetting>\n<url>https://a.example</url></RemoteSiteSetting>';

describe('placeOfEntry', () => {
  const project = projectOf({
    'namedCredentials/ERP_Orders.namedCredential-meta.xml': credential('ERP'),
    'namedCredentials/ERP_Stock.namedCredential-meta.xml': credential('Stock'),
    'remoteSiteSettings/ERP.remoteSite-meta.xml': SITE,
  });
  const placeOf = (...components: readonly string[]): string | undefined => {
    const place = placeOfEntry(project, { id: 'erp', components });
    return (
      place && `${place.component.type}:${place.component.fullName} ${place.where.at.start} ${place.where.element}`
    );
  };

  it('is the label of the first component that the entry names in its order, or the component where it has none', () => {
    expect(placeOf('NamedCredential:*')).to.equal('NamedCredential:ERP_Orders 25 ');
    expect(placeOf('remotesitesetting:erp', 'NamedCredential:*')).to.equal('RemoteSiteSetting:ERP 0 ');
    expect(placeOf('Certificate:None', '*:ERP_S*')).to.equal('NamedCredential:ERP_Stock 25 ');
  });

  it('is what uses an External Credential of the entry that the project itself does not hold', () => {
    expect(placeOf('ExternalCredential:stock')).to.equal('NamedCredential:ERP_Stock 25 ');
    expect(placeOf('ExternalCredential:stock', 'RemoteSiteSetting:ERP')).to.equal('RemoteSiteSetting:ERP 0 ');
  });

  it('is nowhere in a project that holds nothing of it', () => {
    expect(placeOf('NamedCredential:HR', 'ExternalCredential:HR', 'Certificate:*')).to.equal(undefined);
  });
});

describe('confidentialDataOf', () => {
  it('leaves out what is less than confidential', () => {
    const of = (dataClassification: NonNullable<Integration['dataClassification']>): readonly string[] =>
      confidentialDataOf({ dataClassification });
    expect(of(['public', 'pii', 'internal', 'confidential', 'pci', 'phi'])).to.deep.equal([
      'pii',
      'confidential',
      'pci',
      'phi',
    ]);
    expect(of(['public', 'internal'])).to.deep.equal([]);
    expect(confidentialDataOf({})).to.deep.equal([]);
  });
});
