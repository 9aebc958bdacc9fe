import { expect } from 'chai';
import { DEFAULT_CONFIG, type SyncConfig } from '../../src/config/config.js';
import { memoryFileSystem } from '../../src/fileSystem.js';
import type { Finding } from '../../src/findings/finding.js';
import { administrativeAmong, broughtAlongBy } from '../../src/model/adminPermissions.js';
import admin from '../../src/rules/sync-permission-admin.js';
import allRecords from '../../src/rules/sync-permission-all-records.js';
import remove from '../../src/rules/sync-permission-delete.js';
import sensitiveField from '../../src/rules/sync-permission-sensitive-field.js';
import { scan } from '../../src/scan.js';

const NAMESPACE = 'xmlns="http://soap.sforce.com/2006/04/metadata"';
const rules = [admin, allRecords, remove, sensitiveField];

const user = (...names: readonly string[]): string =>
  names.map((name) => `<userPermissions><enabled>true</enabled><name>${name}</name></userPermissions>`).join('\n');
const objects = (flag: string, ...names: readonly string[]): string =>
  names
    .map((name) => `<objectPermissions><${flag}>true</${flag}><object>${name}</object></objectPermissions>`)
    .join('\n');
const permissionSet = (name: string, body: string): Record<string, string> => ({
  [`permissionsets/${name}.permissionset`]: `<PermissionSet ${NAMESPACE}>\n<label>Label</label>\n${body}\n</PermissionSet>`,
});

function findingsIn(files: Readonly<Record<string, string>>, sync: Partial<SyncConfig> = {}): readonly Finding[] {
  const config = { ...DEFAULT_CONFIG, sync: { ...DEFAULT_CONFIG.sync, ...sync } };
  const now = new Date('2026-11-22T00:00:00Z');
  return scan({ fileSystem: memoryFileSystem(files), now, rules, configOf: () => config }).findings;
}

function only(findings: readonly Finding[]): Finding {
  expect(findings.map(({ message }) => message)).to.have.length(1);
  return findings[0]!;
}

describe('what the findings on sync identities say', () => {
  it('names the gravest permission first and counts what comes along with it', () => {
    const finding = only(
      findingsIn(
        permissionSet(
          'EMEA_Sync',
          user('AssignPermissionSets', 'ManageCertificates', 'ManageUsers', 'ModifyAllData', 'ViewAllData')
        )
      )
    );
    expect(finding).to.include({
      rule: 'sync-permission-admin',
      severity: 'critical',
      confidence: 'medium',
      element: 'userPermissions',
      message:
        'Permission Set EMEA_Sync grants ModifyAllData, ManageUsers and ManageCertificates, and 2 more along with them, to a sync identity, recognised by name only (the word "sync")',
      label: 'gives control of the org',
      fix: 'remove ModifyAllData and the other 2, or list PermissionSet:EMEA_Sync in sync.exclude if it is for people',
    });
    expect(finding.location.startLine).to.equal(6);
    expect(finding.related.map(({ label, location }) => [label, location.startLine])).to.deep.equal([
      ['ManageUsers, too', 5],
      ['ManageCertificates, too', 4],
    ]);
  });

  it('keeps its identity while permissions come and go, and its evidence does not', () => {
    const [few, same, more] = [
      user('ModifyAllData'),
      `<!-- moved -->\n${user('ApiEnabled', 'ModifyAllData')}`,
      user('AuthorApex', 'ModifyAllData'),
    ].map((body) => only(findingsIn(permissionSet('EMEA_Sync', body))));
    expect(new Set([few, same, more].map((finding) => finding!.fingerprint)).size).to.equal(1);
    expect(same!.evidence).to.equal(few!.evidence);
    expect(more!.evidence).to.not.equal(few!.evidence);
  });

  it('is one finding for what a group gives, at the permission set, with the membership beside it', () => {
    const files = {
      ...permissionSet('Core', user('ModifyAllData', 'ViewAllData')),
      'permissionsetgroups/EMEA.permissionsetgroup': `<PermissionSetGroup ${NAMESPACE}>\n<label>EMEA</label>\n<mutingPermissionSets>Quiet</mutingPermissionSets>\n<permissionSets>Core</permissionSets>\n</PermissionSetGroup>`,
    };
    const sync = { include: ['PermissionSetGroup:EMEA'] };
    const finding = only(findingsIn(files, sync));
    expect(finding.component).to.deep.equal({ type: 'PermissionSet', fullName: 'Core' });
    expect(finding.message).to.equal(
      'Permission Set Core grants ModifyAllData, and 1 more along with it, to a sync identity, recognised by its group EMEA, which is known by sync.include'
    );
    expect(finding.fix).to.equal(
      'remove ModifyAllData, or list PermissionSet:Core under sync.allow.ModifyAllData if it is meant'
    );
    expect(finding.related.map(({ location }) => `${location.path}:${location.startLine}`)).to.deep.equal([
      'permissionsetgroups/EMEA.permissionsetgroup:4',
    ]);

    const quiet = {
      'mutingpermissionsets/Quiet.mutingpermissionset': `<MutingPermissionSet ${NAMESPACE}>${user('ModifyAllData', 'ViewAllData')}</MutingPermissionSet>`,
    };
    expect(findingsIn({ ...files, ...quiet }, sync)).to.be.empty;
  });

  it('lists no more than a few objects and places', () => {
    const names = Array.from({ length: 20 }, (_, number) => `Object_${number}__c`);
    const finding = only(findingsIn(permissionSet('EMEA_Sync', objects('allowDelete', ...names))));
    expect(finding.message).to.include(
      'Delete on Object_0__c, Object_1__c, Object_2__c, Object_3__c, Object_4__c and 15 more objects to'
    );
    expect(finding.related).to.have.length(3);
  });

  it('says each thing once when one flag brings another', () => {
    const everything = ['modifyAllRecords', 'viewAllRecords', 'allowDelete'];
    const body = `<objectPermissions>${everything.map((flag) => `<${flag}>true</${flag}>`).join('')}<object>Account</object></objectPermissions>`;
    expect(findingsIn(permissionSet('EMEA_Sync', body)).map(({ rule }) => rule)).to.deep.equal([
      'sync-permission-all-records',
    ]);
    expect(
      findingsIn(permissionSet('EMEA_Sync', body + user('ModifyAllData', 'ViewAllData'))).map(({ rule }) => rule)
    ).to.deep.equal(['sync-permission-admin']);
  });

  it('leaves out what config allows, with what it brings along, and keeps the rest', () => {
    const files = permissionSet('EMEA_Sync', user('AssignPermissionSets', 'ManageUsers', 'ViewAllData'));
    const finding = only(findingsIn(files, { allow: { manageusers: ['PermissionSet:EMEA_*'] } }));
    expect(finding.message).to.match(/^Permission Set EMEA_Sync grants ViewAllData to /);
  });

  it('puts two kinds of fields into two findings with identities of their own', () => {
    const fields = ['Contact.SSN__c', 'Contact.Passport__c', 'Contact.Email'].map(
      (field) =>
        `<fieldPermissions><editable>false</editable><field>${field}</field><readable>true</readable></fieldPermissions>`
    );
    const findings = findingsIn({
      ...permissionSet('EMEA_Sync', fields.join('\n')),
      'objects/Contact.object': `<CustomObject ${NAMESPACE}><fields><fullName>SSN__c</fullName><securityClassification>Restricted</securityClassification></fields></CustomObject>`,
    });
    expect(findings.map(({ severity, confidence, message }) => [severity, confidence, message])).to.deep.equal([
      [
        'high',
        'medium',
        'Permission Set EMEA_Sync grants access to Contact.SSN__c (classified Restricted) to a sync identity, recognised by name only (the word "sync")',
      ],
      [
        'info',
        'low',
        'Permission Set EMEA_Sync grants access to Contact.Passport__c, sensitive by name only, to a sync identity, recognised by name only (the word "sync")',
      ],
    ]);
    expect(new Set(findings.map(({ fingerprint }) => fingerprint)).size).to.equal(2);
    expect(findings[0]!.related.map(({ location }) => location.path)).to.deep.equal(['objects/Contact.object']);
  });
});

describe('administrative permissions', () => {
  it('are sorted by what they can do, without others and without repetitions', () => {
    expect(
      administrativeAmong(['ViewAllData', 'ApiEnabled', 'AuthorApex', 'PasswordNeverExpires', 'ViewAllData'])
    ).to.deep.equal(['AuthorApex', 'ViewAllData']);
  });

  it('never bring each other along, so that one of them always remains to be reported', () => {
    for (const name of ['ModifyAllData', 'ManageUsers']) {
      const brought = broughtAlongBy([name]);
      expect(administrativeAmong(brought), 'all of them administrative').to.have.length(brought.size);
      expect([...broughtAlongBy(brought)]).to.be.empty;
    }
    expect([...broughtAlongBy(['constructor', 'ApiEnabled'])]).to.be.empty;
  });
});
