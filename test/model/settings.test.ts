import { expect } from 'chai';
import { discover } from '../../src/discover.js';
import { memoryFileSystem } from '../../src/fileSystem.js';
import { settingsNamed } from '../../src/model/settings.js';
import { readProject, type ReadProject } from '../../src/readProject.js';

const NAMESPACE = 'xmlns="http://soap.sforce.com/2006/04/metadata"';

function readOf(files: Record<string, string>): ReadProject {
  const fileSystem = memoryFileSystem(files);
  return readProject(discover({ fileSystem })[0]!, fileSystem);
}

const problemsIn = ({ project }: ReadProject): readonly string[] =>
  project.unreadableFiles().map(({ at, problem }) => `${at.file} ${problem}`);

describe('settings', () => {
  it('are known by the name of their file, in both formats, with the root that goes with it', () => {
    const read = readOf({
      'settings/OauthOidc.settings': `<OauthOidcSettings ${NAMESPACE}><blockOAuthUnPwFlow>true</blockOAuthUnPwFlow></OauthOidcSettings>`,
      'settings/MyDomain.settings-meta.xml': `<MyDomainSettings ${NAMESPACE}><doesApiLoginRequireOrgDomain>false</doesApiLoginRequireOrgDomain></MyDomainSettings>`,
      'settings/Event.settings-meta.xml': `<SecuritySettings ${NAMESPACE}/>`,
    });
    expect(
      settingsNamed(read.project, 'OauthOidc').map(({ blockOAuthUnPwFlow }) => blockOAuthUnPwFlow?.value)
    ).to.deep.equal([true]);
    expect(
      settingsNamed(read.project, 'MyDomain').map(
        ({ doesApiLoginRequireOrgDomain }) => doesApiLoginRequireOrgDomain?.value
      )
    ).to.deep.equal([false]);
    expect(problemsIn(read)).to.deep.equal([
      'settings/Event.settings-meta.xml has the root element <SecuritySettings> where <EventSettings> belongs',
    ]);
  });

  it('that no rule asks for stay closed', () => {
    const read = readOf({ 'settings/Account.settings-meta.xml': '<AccountSettings' });
    expect(read.filesRead.size).to.equal(0);
    expect(problemsIn(read)).to.be.empty;
  });
});

describe('protected fields', () => {
  const field = (inner: string): string => `<CustomField ${NAMESPACE}>${inner}<type>Text</type></CustomField>`;
  const files = {
    'objects/Contact/fields/B__c.field-meta.xml': field('<complianceGroup>PII</complianceGroup>'),
    'objects/Contact/fields/A__c.field-meta.xml': field('<encryptionScheme>ProbabilisticEncryption</encryptionScheme>'),
    'objects/Contact/fields/C__c.field-meta.xml': field('<encryptionScheme>None</encryptionScheme>'),
    'objects/Contact/fields/D__c.field-meta.xml': '<CustomField><nothing',
    'old/objects/Account.object': `<CustomObject ${NAMESPACE}><fields><fullName>E__c</fullName><securityClassification>Public</securityClassification></fields><fields><fullName>F__c</fullName></fields></CustomObject>`,
    'old/objects/Case.object': '<CustomObject><nothing',
  };

  it('are those that are classified or encrypted, of both formats, ordered by file', () => {
    const { project } = readOf(files);
    expect(project.protectedFields().map(({ fullName }) => fullName)).to.deep.equal([
      'Contact.A__c',
      'Contact.B__c',
      'Account.E__c',
    ]);
    expect(project.customField('Contact.A__c')).to.equal(project.protectedFields()[0]);
  });

  it('are looked for on demand, and files that say nothing of the kind are not parsed', () => {
    const read = readOf(files);
    expect(read.filesRead.size).to.equal(0);
    read.project.protectedFields();
    expect(read.filesRead.size).to.equal(6);
    expect(problemsIn(read)).to.be.empty;
  });
});
