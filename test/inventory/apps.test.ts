import { expect } from 'chai';
import type { AppRow } from '../../src/inventory/inventory.js';
import { elements, group, holder, inventoryIn, xml } from './samples.js';

const onlyApp = (files: Readonly<Record<string, string>>, config?: string): AppRow => {
  const { apps } = inventoryIn(files, config);
  expect(apps).to.have.length(1);
  return apps[0]!;
};

const connected = (oauthConfig: string, more = ''): Readonly<Record<string, string>> => ({
  'connectedApps/Portal.connectedApp': xml(
    'ConnectedApp',
    `<label>Portal</label><oauthConfig>${oauthConfig}</oauthConfig>${more}`
  ),
});

const NAMED = { externalClientApplication: 'Sync' };
const CLIENT_APP = {
  'externalClientApps/Sync.eca': xml('ExternalClientApplication', elements({ distributionState: 'Local', label: 'x' })),
};

describe('inventory of apps', () => {
  it('says of a Connected App whom it lets in, how, and from where', () => {
    const app = onlyApp(
      {
        ...connected(
          [
            elements({
              callbackUrl: 'https://Portal.example:8443/done?x=1\nbankapp://user@host/secret\n{{HOST}}',
              isAdminApproved: 'true',
            }),
            elements({
              isClientCredentialEnabled: 'true',
              isDeviceFlowEnabled: 'true',
              isCodeCredentialEnabled: 'true',
            }),
            elements({
              oauthClientCredentialUser: 'sync@bank.example',
              isPkceRequired: 'true',
              isRefreshTokenRotationEnabled: 'false',
            }),
            '<scopes>Api</scopes><scopes>OfflineAccess</scopes><scopes>RefreshToken</scopes>',
          ].join(''),
          [
            `<ipRanges>${elements({ start: '192.0.2.1', end: '192.0.2.9' })}</ipRanges>`,
            `<oauthPolicy>${elements({ ipRelaxation: 'BYPASS', refreshTokenPolicy: 'specific_lifetime:90:DAYS' })}</oauthPolicy>`,
            '<permissionSetName>Sync</permissionSetName><permissionSetName>Gone</permissionSetName><profileName>{{PROFILE}}</profileName>',
          ].join('')
        ),
        'permissionsets/Sync.permissionset': holder('PermissionSet', { permissions: ['EnforceMutualAuthentication'] }),
        'permissionsetgroups/Syncs.permissionsetgroup': group(['Sync']),
      },
      "version: 1\nintegrations:\n  - { id: portal, components: ['ConnectedApp:Portal'] }\n"
    );
    expect(app).to.deep.include({
      kind: 'ConnectedApp',
      name: 'Portal',
      flows: {
        value: ['Web Server Flow', 'Client Credentials Flow', 'Device Flow', 'Authorization Code and Credentials Flow'],
      },
      scopes: { value: ['Api', 'RefreshToken'] },
      callbacks: ['https://portal.example:8443', 'bankapp://host', 'the build puts it in'],
      permittedUsers: { value: 'Admin approved users are pre-authorized' },
      runAsUser: { value: 'sync@bank.example' },
      users: [
        { type: 'PermissionSet', fullName: 'Gone', note: 'not in the project' },
        { type: 'PermissionSet', fullName: 'Sync', note: '' },
        { type: 'PermissionSetGroup', fullName: 'Syncs', note: '' },
        { type: 'Profile', fullName: '', note: 'the build puts it in' },
      ],
      mutualTls: 'yes',
      reason: 'Sync enforces it for its users, on port 8443',
      ipRelaxation: { value: 'BYPASS' },
      trustedIpRanges: ['192.0.2.1 to 192.0.2.9'],
      tokenIpRanges: { none: 'no token ranges' },
      refreshTokenPolicy: { value: 'specific_lifetime:90:DAYS' },
      isRefreshTokenRotationEnabled: { value: false },
      isPkceRequired: { value: true },
      integrations: ['portal'],
    });
    expect(app.components).to.deep.equal([
      { type: 'ConnectedApp', fullName: 'Portal' },
      { type: 'PermissionSet', fullName: 'Gone' },
      { type: 'PermissionSet', fullName: 'Sync' },
      { type: 'PermissionSetGroup', fullName: 'Syncs' },
    ]);
  });

  it('does not take a group for all users of the permission sets that it holds', () => {
    const app = onlyApp({
      ...connected('<callbackUrl>https://portal.example</callbackUrl>', '<permissionSetName>Sync</permissionSetName>'),
      'permissionsets/Sync.permissionset': holder('PermissionSet', { permissions: ['ApiUserOnly'] }),
      'permissionsets/Enforce.permissionset': holder('PermissionSet', { permissions: ['EnforceMutualAuthentication'] }),
      'permissionsetgroups/Syncs.permissionsetgroup': group(['Sync', 'Enforce']),
      'permissionsetgroups/Muted.permissionsetgroup': group(['Sync', 'Enforce'], ['Mute']),
      'mutingpermissionsets/Mute.mutingpermissionset': holder('MutingPermissionSet', {
        permissions: ['EnforceMutualAuthentication'],
      }),
    });
    expect([app.mutualTls, app.reason]).to.deep.equal([
      'unknown',
      'only the group Syncs enforces it, and users may have the permission sets that the app names without it',
    ]);
  });

  it('tells a default from what the file says', () => {
    const app = onlyApp(connected('<callbackUrl>https://portal.example</callbackUrl>', '<oauthPolicy></oauthPolicy>'));
    expect(app).to.deep.include({
      scopes: { none: 'no scope' },
      permittedUsers: { value: 'All users may self-authorize' },
      runAsUser: { none: 'no Client Credentials Flow' },
      mutualTls: 'unknown',
      ipRelaxation: { unknown: 'the file does not say' },
      refreshTokenPolicy: { none: 'not in the file, which means infinite' },
      isPkceRequired: { none: 'neither true nor false in the file; the default is not required' },
    });
    expect(onlyApp(connected('<callbackUrl>https://p.example</callbackUrl>')).ipRelaxation).to.deep.equal({
      unknown: 'the file has no OAuth policies',
    });
  });

  it('says what the build puts in, and what metadata does not hold', () => {
    const app = onlyApp(
      connected(
        elements({
          callbackUrl: 'x',
          isAdminApproved: '{{APPROVED}}',
          isIpBindingEnabled: 'true',
          isClientCredentialEnabled: 'true',
          oauthClientCredentialUser: '{{USER}}',
        }),
        `<oauthPolicy>${elements({ ipRelaxation: '{{IP}}', refreshTokenPolicy: '{{POLICY}}' })}</oauthPolicy>`
      )
    );
    const left = { unknown: 'the build puts it in' };
    expect(app).to.deep.include({
      callbacks: ['not an absolute URL'],
      permittedUsers: left,
      runAsUser: left,
      ipRelaxation: left,
      refreshTokenPolicy: left,
      tokenIpRanges: { unknown: 'ranges are enforced that metadata does not hold' },
    });
  });

  it('says of an External Client App which of its parts are not in the project', () => {
    expect(onlyApp(CLIENT_APP)).to.deep.include({
      kind: 'ExternalClientApp',
      component: { type: 'ExternalClientApplication', fullName: 'Sync' },
      flows: { unknown: 'its global OAuth settings are not in the project' },
      scopes: { unknown: 'its OAuth settings are not in the project' },
      permittedUsers: { unknown: 'its OAuth policies are not in the project' },
      runAsUser: { unknown: 'its OAuth policies are not in the project' },
      isEnabled: { unknown: 'its policies are not in the project, or do not say' },
      tokenIpRanges: { unknown: 'its OAuth security settings are not in the project' },
      isPkceRequired: { unknown: 'its global OAuth settings are not in the project' },
    });
  });

  it('does not take what a part leaves out for a part that is missing', () => {
    const app = onlyApp({
      ...CLIENT_APP,
      'extlClntAppOauthPolicies/Sync_plcy.ecaOauthPlcy': xml('ExtlClntAppOauthConfigurablePolicies', elements(NAMED)),
    });
    expect(app).to.deep.include({
      permittedUsers: { unknown: 'the file does not say' },
      ipRelaxation: { unknown: 'the file does not say' },
      refreshTokenPolicy: { unknown: 'the file does not say' },
      runAsUser: { unknown: 'its global OAuth settings are not in the project' },
    });
  });

  it('joins an External Client App from its parts', () => {
    const app = onlyApp({
      ...CLIENT_APP,
      'extlClntAppGlobalOauthSets/Sync_glbl.ecaGlblOauth': xml(
        'ExtlClntAppGlobalOauthSettings',
        elements({
          callbackUrl: 'https://sync.example',
          certificate: 'bm90aGluZw==',
          isClientCredentialsFlowEnabled: 'true',
          ...NAMED,
        })
      ),
      'extlClntAppOauthPolicies/Sync_plcy.ecaOauthPlcy': xml(
        'ExtlClntAppOauthConfigurablePolicies',
        elements({
          clientCredentialsFlowUser: 'sync@bank.example',
          commaSeparatedPermissionSet: 'A, B',
          commaSeparatedProfile: 'Sync Users',
          ipRelaxationPolicyType: 'Enforce',
          isClientCredentialsFlowEnabled: 'true',
          permittedUsersPolicyType: 'AdminApprovedPreAuthorized',
          refreshTokenPolicyType: 'SpecificLifetime',
          refreshTokenValidityPeriod: '30',
          refreshTokenValidityUnit: 'Days',
          ...NAMED,
        })
      ),
      'extlClntAppOauthSettings/Sync_oauth.ecaOauth': xml(
        'ExtlClntAppOauthSettings',
        elements({ commaSeparatedOauthScopes: 'Api, RefreshToken', ...NAMED })
      ),
      'extlClntAppOauthSecuritySettings/Sync_sec.ecaOauthSecurity': xml(
        'ExtlClntAppOauthSecuritySettings',
        `${elements(NAMED)}<tokenIpRanges>${elements({ endIpAddress: '192.0.2.9', startIpAddress: '192.0.2.9' })}</tokenIpRanges>`
      ),
      'extlClntAppPolicies/Sync_app.ecaPlcy': xml(
        'ExtlClntAppConfigurablePolicies',
        elements({ isEnabled: 'false', ...NAMED })
      ),
    });
    expect(app).to.deep.include({
      isEnabled: { value: false },
      flows: { value: ['Web Server Flow', 'JWT Bearer Flow', 'Client Credentials Flow'] },
      scopes: { value: ['Api', 'RefreshToken'] },
      runAsUser: { value: 'sync@bank.example' },
      ipRelaxation: { value: 'Enforce' },
      tokenIpRanges: { value: ['192.0.2.9'] },
      refreshTokenPolicy: { value: 'SpecificLifetime 30 Days' },
      isPkceRequired: { none: 'neither true nor false in the file; the default is required' },
    });
    expect(app.users.map(({ fullName }) => fullName)).to.deep.equal(['A', 'B', 'Sync Users']);
    expect(app.certificates).to.have.length(1);
    expect(app.certificates[0]!.notAfter).to.have.property('unknown');
    expect(app.components.slice(0, 6).map(({ type }) => type)).to.deep.equal([
      'ExternalClientApplication',
      'ExtlClntAppGlobalOauthSettings',
      'ExtlClntAppOauthSettings',
      'ExtlClntAppOauthConfigurablePolicies',
      'ExtlClntAppOauthSecuritySettings',
      'ExtlClntAppConfigurablePolicies',
    ]);
  });
});
