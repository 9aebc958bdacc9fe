import { expect } from 'chai';
import { DEFAULT_CONFIG, type SyncConfig } from '../../src/config/config.js';
import { memoryFileSystem } from '../../src/fileSystem.js';
import type { Finding } from '../../src/findings/finding.js';
import controlBypass from '../../src/rules/permission-control-bypass.js';
import elevated from '../../src/rules/permission-elevated-without-activation.js';
import groupOverprivileged from '../../src/rules/permission-set-group-overprivileged.js';
import type { Rule } from '../../src/rules/rule.js';
import breadth from '../../src/rules/sync-permission-breadth.js';
import uncompensated from '../../src/rules/sync-permission-uncompensated.js';
import { scan } from '../../src/scan.js';

const NAMESPACE = 'xmlns="http://soap.sforce.com/2006/04/metadata"';

const user = (...names: readonly string[]): string =>
  names.map((name) => `<userPermissions><enabled>true</enabled><name>${name}</name></userPermissions>`).join('\n');
const objects = (flag: string, ...names: readonly string[]): string =>
  names
    .map((name) => `<objectPermissions><${flag}>true</${flag}><object>${name}</object></objectPermissions>`)
    .join('\n');
const field = (name: string, editable: boolean): string =>
  `<fieldPermissions><editable>${editable}</editable><field>${name}</field><readable>true</readable></fieldPermissions>`;
const permissionSet = (name: string, body: string): Record<string, string> => ({
  [`permissionsets/${name}.permissionset`]: `<PermissionSet ${NAMESPACE}>\n<label>Label</label>\n${body}\n</PermissionSet>`,
});
const muting = (name: string, body: string): Record<string, string> => ({
  [`mutingpermissionsets/${name}.mutingpermissionset`]: `<MutingPermissionSet ${NAMESPACE}>\n<label>Label</label>\n${body}\n</MutingPermissionSet>`,
});
const group = (
  name: string,
  sets: readonly string[],
  mutingSet?: string,
  isActivated = false
): Record<string, string> => ({
  [`permissionsetgroups/${name}.permissionsetgroup`]: [
    `<PermissionSetGroup ${NAMESPACE}>`,
    `<hasActivationRequired>${isActivated}</hasActivationRequired>`,
    ...(mutingSet === undefined ? [] : [`<mutingPermissionSets>${mutingSet}</mutingPermissionSets>`]),
    ...sets.map((set) => `<permissionSets>${set}</permissionSets>`),
    '</PermissionSetGroup>',
  ].join('\n'),
});

function findingsOf(
  rule: Rule,
  files: Readonly<Record<string, string>>,
  sync: Partial<SyncConfig> = {},
  options: Readonly<Record<string, unknown>> = {}
): readonly Finding[] {
  const config = {
    ...DEFAULT_CONFIG,
    sync: { ...DEFAULT_CONFIG.sync, ...sync },
    rules: { [rule.id]: { options } },
  };
  const now = new Date('2026-11-22T00:00:00Z');
  return scan({ fileSystem: memoryFileSystem(files), now, rules: [rule], persona: 'auditor', configOf: () => config })
    .findings;
}

function only(findings: readonly Finding[]): Finding {
  expect(findings.map(({ message }) => message)).to.have.length(1);
  return findings[0]!;
}

const places = ({ related }: Finding): ReadonlyArray<readonly [string, string]> =>
  related.map(({ label, location }) => [label, `${location.path.split('/').at(-1)}:${location.startLine}`]);

describe('permission-control-bypass says', () => {
  it('what each permission lets people do, the gravest first', () => {
    const names = [
      'CanApproveUninstalledApps',
      'DeleteFieldHistory',
      'UseAnyApiClient',
      'UseAnyApiAuth',
      'UnrestrictedLogin',
    ];
    const finding = only(findingsOf(controlBypass, permissionSet('Desk', user(...names))));
    expect(finding).to.include({
      severity: 'medium',
      confidence: 'high',
      message:
        'Permission Set Desk lets its users use any API client (UseAnyApiClient), approve uninstalled connected apps (CanApproveUninstalledApps), use any API authentication (UseAnyApiAuth), log in without restriction (UnrestrictedLogin) and delete field history (DeleteFieldHistory)',
      fix: 'remove UseAnyApiClient, CanApproveUninstalledApps, UseAnyApiAuth, UnrestrictedLogin and DeleteFieldHistory, or accept the finding with the reason',
    });
    expect(finding.location.startLine).to.equal(5);
    expect(places(finding)).to.deep.equal([
      ['CanApproveUninstalledApps, too', 'Desk.permissionset:3'],
      ['UseAnyApiAuth, too', 'Desk.permissionset:6'],
      ['UnrestrictedLogin, too', 'Desk.permissionset:7'],
    ]);
  });

  it('how a sync identity was recognised, with that confidence', () => {
    const files = permissionSet('Ledger_Sync', user('DeleteFieldHistory', 'UseAnyApiClient'));
    expect(only(findingsOf(controlBypass, files))).to.include({
      severity: 'high',
      confidence: 'medium',
      message:
        'Permission Set Ledger_Sync lets a sync identity delete field history (DeleteFieldHistory); it is recognised by name only (the word "sync")',
    });
  });

  it('two things of one permission set in two findings with identities and evidence of their own', () => {
    const [one, other] = ['UseAnyApiClient', 'UseAnyApiAuth'].map((name) =>
      findingsOf(controlBypass, permissionSet('Desk', user('ModifyAllData', 'ManageUsers', 'ViewAllData', name)))
    );
    expect(one!.map(({ fingerprint }) => fingerprint)).to.have.members(other!.map(({ fingerprint }) => fingerprint));
    expect(new Set(one!.map(({ fingerprint }) => fingerprint)).size).to.equal(2);
    const [trio, bypass] = one!;
    expect(trio!.message).to.equal(
      'Permission Set Desk grants ModifyAllData, ManageUsers and ViewAllData together, which is control of all data and all users'
    );
    expect(places(trio!)).to.deep.equal([
      ['ManageUsers, too', 'Desk.permissionset:4'],
      ['ViewAllData, too', 'Desk.permissionset:5'],
    ]);
    expect(bypass!.evidence).to.not.equal(other![1]!.evidence);
    expect(trio!.evidence).to.equal(other![0]!.evidence);
  });

  it('the same of a sync identity that is included by config, packaged or not', () => {
    const files = permissionSet('acme__Feed', user('DeleteFieldHistoryArchive'));
    expect(findingsOf(controlBypass, files)).to.be.empty;
    expect(only(findingsOf(controlBypass, files, { include: ['PermissionSet:acme__Feed'] }))).to.include({
      severity: 'high',
      confidence: 'high',
    });
  });
});

describe('permission-set-group-overprivileged says', () => {
  const stewards = permissionSet('Stewards', user('ModifyAllData', 'ViewAllData'));
  const desk = permissionSet('Desk', user('ManageUsers'));

  it('which set brings what', () => {
    const finding = only(
      findingsOf(groupOverprivileged, { ...stewards, ...desk, ...group('Head', ['Desk', 'Stewards']) })
    );
    expect(finding).to.deep.include({
      severity: 'medium',
      confidence: 'high',
      component: { type: 'PermissionSetGroup', fullName: 'Head' },
      message:
        'Permission Set Group Head adds up to ModifyAllData (Stewards), ManageUsers (Desk) and ViewAllData (Stewards), together control of all data and all users',
      label: 'brings ModifyAllData',
    });
    expect(finding.location.startLine).to.equal(4);
    expect(places(finding)).to.deep.equal([
      ['ModifyAllData of Permission Set Stewards', 'Stewards.permissionset:3'],
      ['ManageUsers of Permission Set Desk', 'Desk.permissionset:3'],
      ['ViewAllData of Permission Set Stewards', 'Stewards.permissionset:4'],
    ]);
  });

  it('nothing when each of the three comes from a sync identity, and something when one does not', () => {
    const sync = { include: ['PermissionSet:Stewards', 'PermissionSet:Desk'] };
    const files = { ...stewards, ...desk, ...group('Head', ['Desk', 'Stewards']) };
    expect(findingsOf(groupOverprivileged, files, sync)).to.be.empty;
    expect(findingsOf(groupOverprivileged, files, { include: ['PermissionSet:Desk'] })).to.have.length(1);
  });

  it('what is muted in vain, one finding for each broader permission', () => {
    const files = {
      ...permissionSet('Core', `${user('ViewAllData')}\n${objects('viewAllFields', 'Contact')}`),
      ...muting(
        'Quiet',
        `${objects('allowRead', 'Account', 'Case')}\n${objects('viewAllRecords', 'Account')}\n${field('Contact.SSN__c', true)}`
      ),
      ...group('Desk', ['Core'], 'Quiet'),
    };
    const findings = findingsOf(groupOverprivileged, files);
    expect(
      findings.map(({ severity, confidence, message, fix }) => [severity, confidence, message, fix])
    ).to.deep.equal([
      [
        'medium',
        'medium',
        'Muting Permission Set Quiet mutes Read on Account, Read on Case and View All Records on Account in Permission Set Group Desk, which keeps ViewAllData and with it the same access',
        'mute ViewAllData as well',
      ],
      [
        'medium',
        'medium',
        'Muting Permission Set Quiet mutes Contact.SSN__c in Permission Set Group Desk, which keeps View All Fields on Contact and with it the same access',
        'mute View All Fields on Contact as well',
      ],
    ]);
    expect(findings.map(places)).to.deep.equal([
      [
        ['ViewAllData, in Permission Set Core', 'Core.permissionset:3'],
        ['mutes in Permission Set Group Desk', 'Desk.permissionsetgroup:3'],
      ],
      [
        ['View All Fields on Contact, in Permission Set Core', 'Core.permissionset:4'],
        ['mutes in Permission Set Group Desk', 'Desk.permissionsetgroup:3'],
      ],
    ]);
    expect(new Set(findings.map(({ fingerprint }) => fingerprint)).size).to.equal(2);
  });

  it('how many objects the sets of an integration view together', () => {
    const files = {
      ...permissionSet('A', objects('viewAllRecords', 'Account', 'Case')),
      ...permissionSet('B', objects('viewAllRecords', 'Contact')),
      ...group('EMEA_Sync', ['A', 'B']),
    };
    expect(findingsOf(groupOverprivileged, files, {}, { maximumObjects: 3 })).to.be.empty;
    const finding = only(findingsOf(groupOverprivileged, files, {}, { maximumObjects: 2 }));
    expect(finding).to.include({
      severity: 'medium',
      message:
        'Permission Set Group EMEA_Sync gives an integration View All Records on Account, Case and Contact, through 2 permission sets with at most 2 each',
    });
    expect(places(finding)).to.deep.equal([
      ['Account, in Permission Set A', 'A.permissionset:3'],
      ['Case, in Permission Set A', 'A.permissionset:4'],
      ['Contact, in Permission Set B', 'B.permissionset:3'],
    ]);
  });

  it('nothing of objects where the group has a permission for all of them', () => {
    for (const name of ['ViewAllData', 'ModifyAllData']) {
      const files = {
        ...permissionSet('A', objects('viewAllRecords', 'Account')),
        ...permissionSet('B', `${user(name)}\n${objects('viewAllRecords', 'Contact')}`),
        ...group('EMEA_Sync', ['A', 'B']),
      };
      expect(findingsOf(groupOverprivileged, files, {}, { maximumObjects: 1 }), name).to.be.empty;
    }
  });
});

describe('sync-permission-breadth says', () => {
  it('how much there is, and opens an accepted finding for another object alone', () => {
    const bodies = [
      `${objects('allowRead', 'Account', 'Case')}\n${field('Account.Rating', false)}`,
      `${objects('allowRead', 'Case', 'Account')}\n${field('Account.Rating', false)}\n${field('Account.Fax', false)}`,
      objects('allowRead', 'Account', 'Contact', 'Case'),
    ];
    const [first, same, other] = bodies.map((body) =>
      only(findingsOf(breadth, permissionSet('EMEA_Sync', body), {}, { maximumObjects: 1 }))
    );
    expect(first).to.include({
      severity: 'info',
      confidence: 'low',
      element: '',
      message:
        'Permission Set EMEA_Sync grants 2 objects and 1 field to a sync identity, recognised by name only (the word "sync")',
    });
    expect(same!.evidence).to.equal(first!.evidence);
    expect(other!.evidence).to.not.equal(first!.evidence);
    expect(other!.message).to.include('grants 3 objects to');
  });

  it('what a group comes to', () => {
    const files = {
      ...permissionSet('A', `${objects('allowRead', 'Account')}\n${field('Account.Rating', false)}`),
      ...permissionSet('B', `${objects('allowRead', 'Contact')}\n${field('account.rating', true)}`),
      ...group('EMEA_Sync', ['A', 'B']),
    };
    expect(only(findingsOf(breadth, files, {}, { maximumObjects: 1 }))).to.deep.include({
      severity: 'info',
      confidence: 'low',
      component: { type: 'PermissionSetGroup', fullName: 'EMEA_Sync' },
      message: 'Permission Set Group EMEA_Sync gives an integration 2 objects and 1 field through 2 permission sets',
    });
    expect(
      findingsOf(breadth, files, {}, { maximumObjects: 2, maximumFields: 0 }).map(({ component }) => component.fullName)
    ).to.deep.equal(['A', 'B']);
  });
});

describe('permission-elevated-without-activation says', () => {
  it('what is held at all times, and where no activation is asked for', () => {
    const body = `<hasActivationRequired>false</hasActivationRequired>\n${user('ManageUsers', 'ResetPasswords', 'AuthorApex')}`;
    const finding = only(findingsOf(elevated, permissionSet('Desk', body)));
    expect(finding).to.include({
      severity: 'low',
      confidence: 'medium',
      message: 'Permission Set Desk grants AuthorApex and ManageUsers at all times, without activation for a session',
    });
    expect(places(finding)).to.deep.equal([
      ['ManageUsers, too', 'Desk.permissionset:4'],
      ['no activation required', 'Desk.permissionset:3'],
    ]);
  });

  it('which group undoes the activation of a set', () => {
    const body = `<hasActivationRequired>true</hasActivationRequired>\n${user('ManageEncryptionKeys')}`;
    const finding = only(
      findingsOf(elevated, {
        ...permissionSet('Keys', body),
        ...group('Security', ['keys']),
        ...group('Security_On_Call', ['Keys'], undefined, true),
      })
    );
    expect(finding).to.deep.include({
      severity: 'low',
      confidence: 'high',
      component: { type: 'PermissionSetGroup', fullName: 'Security' },
      message:
        'Permission Set Group Security gives ManageEncryptionKeys of the session-based permission set Keys without activation, because the group does not require one',
    });
    expect(places(finding)).to.deep.equal([
      ['asks for activation outside groups only', 'Keys.permissionset:3'],
      ['ManageEncryptionKeys, held at all times through the group', 'Keys.permissionset:4'],
    ]);
  });
});

describe('sync-permission-uncompensated says', () => {
  it('what is broad, and which one control there is', () => {
    const files = permissionSet('EMEA_Sync', user('ManageUsers', 'ResetPasswords'));
    expect(only(findingsOf(uncompensated, files))).to.include({
      severity: 'medium',
      confidence: 'low',
      message:
        'Permission Set EMEA_Sync grants ManageUsers, with no compensating control in the project, to a sync identity, recognised by name only (the word "sync")',
    });
    const finding = only(
      findingsOf(uncompensated, { ...files, ...permissionSet('Mutual', user('EnforceMutualAuthentication')) })
    );
    expect(finding.message).to.include(', with one compensating control in the project (mutual TLS for API users), to');
    expect(places(finding)).to.deep.equal([['the one control: mutual TLS for API users', 'Mutual.permissionset:3']]);
  });

  it('nothing of View All Records up to the limit', () => {
    const files = permissionSet('EMEA_Sync', objects('viewAllRecords', 'Account', 'Case'));
    expect(findingsOf(uncompensated, files, {}, { maximumObjects: 2 })).to.be.empty;
    expect(only(findingsOf(uncompensated, files, {}, { maximumObjects: 1 })).message).to.include(
      'grants View All Records on Account and Case, with no'
    );
  });
});
