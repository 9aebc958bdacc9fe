import { expect } from 'chai';
import type { PrincipalRow } from '../../src/inventory/principals.js';
import { elements, group, holder, inventoryIn, xml } from './samples.js';

const byName = (files: Readonly<Record<string, string>>, config?: string): Readonly<Record<string, PrincipalRow>> =>
  Object.fromEntries(inventoryIn(files, config).principals.map((row) => [row.fullName, row]));

const LICENSE = '<license>SalesforceAPIIntegrationPsl</license>';

describe('inventory of principals', () => {
  it('has what an integration runs with, why it is taken for that, and what it may do', () => {
    const rows = byName({
      'permissionsets/Orders.permissionset': holder('PermissionSet', {
        objects: { Order: 'crud', Account: 'rv', Contact: 'rudm', Lead: '' },
        permissions: ['ViewAllData', 'ModifyAllData', 'ApiUserOnly', 'ApiEnabled', 'DeleteFieldHistory'],
        more: LICENSE,
      }),
      'permissionsets/People.permissionset': holder('PermissionSet', { objects: { Account: 'r' } }),
    });
    expect(Object.keys(rows)).to.deep.equal(['Orders']);
    expect(rows['Orders']).to.deep.include({
      syncIdentity: {
        value: {
          confidence: 'high',
          reasons: ['its licence SalesforceAPIIntegrationPsl', 'its permission ApiUserOnly'],
        },
      },
      license: { value: 'SalesforceAPIIntegrationPsl' },
      objects: {
        value: [
          { object: 'Account', access: 'R', viewAllRecords: true, modifyAllRecords: false, viewAllFields: false },
          { object: 'Contact', access: 'RUD', viewAllRecords: false, modifyAllRecords: true, viewAllFields: false },
          { object: 'Order', access: 'CRUD', viewAllRecords: false, modifyAllRecords: false, viewAllFields: false },
        ],
      },
      administration: { value: ['ModifyAllData', 'ViewAllData', 'DeleteFieldHistory'] },
      restrictions: ['ApiUserOnly'],
    });
    expect(rows['Orders']!.findings.critical).to.equal(1);
  });

  it('takes off what groups mute, and adds up what a group gives', () => {
    const rows = byName({
      'permissionsets/One.permissionset': holder('PermissionSet', {
        objects: { Order: 'crud' },
        principals: ['ERP-Sync', 'ERP-Other'],
      }),
      'permissionsets/Two.permissionset': holder('PermissionSet', {
        objects: { Order: 'r', Account: 'r' },
        permissions: ['ManageUsers'],
      }),
      'permissionsetgroups/Both.permissionsetgroup': group(['One', 'Two', 'Gone'], ['Less']),
      'mutingpermissionsets/Less.mutingpermissionset': holder('MutingPermissionSet', {
        objects: { Order: 'd' },
        permissions: ['ManageUsers'],
        principals: ['ERP-Other'],
      }),
    });
    expect(rows['One']).to.deep.include({
      groups: ['Both'],
      syncIdentity: { none: 'not taken for one' },
      credentialPrincipals: ['ERP-Other', 'ERP-Sync'],
      administration: { none: 'no administration' },
    });
    const accessOf = (row: PrincipalRow): unknown =>
      'value' in row.objects && row.objects.value.map(({ object, access }) => `${object} ${access}`);
    expect(accessOf(rows['One']!)).to.deep.equal(['Order CRU']);
    expect(accessOf(rows['Both']!)).to.deep.equal(['Account R', 'Order CRU']);
    expect(rows['Both']).to.deep.include({
      members: ['Gone', 'One', 'Two'],
      credentialPrincipals: ['ERP-Sync'],
      administration: { none: 'no administration' },
      note: 'its permission set Gone is not in the project',
    });
    // What grants nothing to callouts or through apps is no principal.
    expect(rows).not.to.have.property('Two');
  });

  it('has what apps name, in the project or not, and the groups that get it', () => {
    const rows = byName({
      'connectedApps/Portal.connectedApp': xml(
        'ConnectedApp',
        '<label>Portal</label><permissionSetName>P</permissionSetName><permissionSetName>Gone</permissionSetName><profileName>Traders</profileName>'
      ),
      'permissionsets/P.permissionset': holder('PermissionSet', {}),
      'permissionsetgroups/G.permissionsetgroup': group(['P'], ['M']),
      'profiles/Traders.profile': xml('Profile', elements({ custom: 'true', userLicense: 'Salesforce' })),
    });
    expect(Object.values(rows).map(({ fullName, apps, note }) => [fullName, apps, note])).to.deep.equal([
      ['Gone', ['Connected App Portal'], 'it is not in the project'],
      ['P', ['Connected App Portal'], ''],
      ['G', ['Connected App Portal'], 'its muting permission set M is not in the project'],
      ['Traders', ['Connected App Portal'], 'a retrieved profile may lack what was not retrieved with it'],
    ]);
    expect(rows['Gone']).to.deep.include({ file: '', objects: { unknown: 'it is not in the project' } });
    expect(rows['Traders']!.license).to.deep.equal({ value: 'Salesforce' });
  });

  it('reads decomposed permission sets as one', () => {
    const folder = 'force-app/permissionsets/Orders';
    const rows = byName({
      'sfdx-project.json':
        '{ "packageDirectories": [{ "path": "force-app" }], "sourceBehaviorOptions": ["decomposePermissionSetBeta"] }',
      [`${folder}/Orders.permissionset-meta.xml`]: xml('PermissionSet', `<label>Orders</label>${LICENSE}`),
      [`${folder}/externalCredentialPrincipalAccesses/ERP-Sync.externalCredentialPrincipalAccess-meta.xml`]: xml(
        'ExternalCredentialPrincipalAccess',
        elements({ enabled: 'true', externalCredentialPrincipal: 'ERP-Sync' })
      ),
      [`${folder}/objectPermissions/Order.objectPermission-meta.xml`]: xml(
        'ObjectPermission',
        elements({
          allowCreate: 'false',
          allowDelete: 'false',
          allowEdit: 'true',
          allowRead: 'true',
          modifyAllRecords: 'false',
          object: 'Order',
          viewAllRecords: 'false',
        })
      ),
    });
    expect(rows['Orders']).to.deep.include({ credentialPrincipals: ['ERP-Sync'] });
    expect(rows['Orders']!.objects).to.deep.equal({
      value: [{ object: 'Order', access: 'RU', viewAllRecords: false, modifyAllRecords: false, viewAllFields: false }],
    });
  });
});
