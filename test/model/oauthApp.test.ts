import { expect } from 'chai';
import { discover } from '../../src/discover.js';
import { memoryFileSystem } from '../../src/fileSystem.js';
import { isSpelled, oauthApps, ownApps, partAt, type OauthApp } from '../../src/model/oauthApp.js';
import type { Project } from '../../src/model/project.js';
import { readProject } from '../../src/readProject.js';

function projectOf(files: Readonly<Record<string, string>>): Project {
  const fileSystem = memoryFileSystem(files);
  return readProject(discover({ fileSystem })[0]!, fileSystem).project;
}

const leaves = (values: Readonly<Record<string, string>>): string =>
  Object.entries(values)
    .map(([name, value]) => `<${name}>${value}</${name}>`)
    .join('');

const connectedApp = (oauthConfig: string, rest = ''): Record<string, string> => ({
  'App.connectedApp-meta.xml': `<ConnectedApp><oauthConfig>${oauthConfig}</oauthConfig>${rest}</ConnectedApp>`,
});

const child = (
  type: string,
  suffix: string,
  values: Readonly<Record<string, string>>,
  folder = ''
): Record<string, string> => ({
  [`${folder}App_${suffix}.${suffix}-meta.xml`]: `<${type}>${leaves({ externalClientApplication: 'App', ...values })}</${type}>`,
});
const eca = (values: Readonly<Record<string, string>> = {}, folder = ''): Record<string, string> => ({
  [`${folder}App.eca-meta.xml`]: `<ExternalClientApplication>${leaves({ label: 'App', ...values })}</ExternalClientApplication>`,
});
const policies = (values: Readonly<Record<string, string>>, folder = ''): Record<string, string> =>
  child('ExtlClntAppOauthConfigurablePolicies', 'ecaOauthPlcy', values, folder);
const settings = (values: Readonly<Record<string, string>>, folder = ''): Record<string, string> =>
  child('ExtlClntAppOauthSettings', 'ecaOauth', values, folder);
const global = (values: Readonly<Record<string, string>>): Record<string, string> =>
  child('ExtlClntAppGlobalOauthSettings', 'ecaGlblOauth', values);
const switches = (values: Readonly<Record<string, string>>): Record<string, string> =>
  child('ExtlClntAppConfigurablePolicies', 'ecaPlcy', values);

function onlyApp(files: Readonly<Record<string, string>>): OauthApp {
  const apps = oauthApps(projectOf(files));
  expect(apps).to.have.length(1);
  return apps[0]!;
}

const scopesOf = (app: OauthApp): readonly string[] => app.scopes.map(({ scope }) => scope);

describe('oauthApps', () => {
  it('gives scopes one spelling, whichever of the two APIs or OAuth wrote them', () => {
    const spellings = [
      ['Api', 'RefreshToken', 'Full', 'OpenID', 'Web'],
      ['api', 'refresh_token', 'full', 'openid', 'web'],
      ['API', 'OfflineAccess', 'FULL', 'openID', 'WEB'],
      ['Api', 'offline_access', 'Full', 'OpenId', 'Web'],
    ];
    for (const spelling of spellings) {
      const expected = ['Api', 'RefreshToken', 'Full', 'OpenID', 'Web'];
      const written = spelling.map((scope) => `<scopes>${scope}</scopes>`).join('');
      expect(scopesOf(onlyApp(connectedApp(written)))).to.deep.equal(expected);
      for (const separator of [', ', ',', ' ,\n']) {
        const list = { commaSeparatedOauthScopes: spelling.join(separator) };
        expect(scopesOf(onlyApp({ ...eca(), ...settings(list) }))).to.deep.equal(expected);
      }
    }
    const own = onlyApp({ ...eca(), ...settings({ commaSeparatedOauthScopes: 'Api,, stock_full ,' }) });
    expect(scopesOf(own)).to.deep.equal(['Api', 'stock_full']);
  });

  it('reads every spelling of a refresh token policy', () => {
    const ofConnectedApp = (policy: string): string => {
      const { refreshTokenPolicy } = onlyApp(
        connectedApp('<scopes>Api</scopes>', `<oauthPolicy>${leaves({ refreshTokenPolicy: policy })}</oauthPolicy>`)
      );
      return `${refreshTokenPolicy!.kind} ${refreshTokenPolicy!.days}`;
    };
    for (const [policy, meaning] of [
      ['infinite', 'infinite undefined'],
      ['ZERO', 'zero undefined'],
      ['specific_lifetime:90:DAYS', 'lifetime 90'],
      ['Specific_Lifetime : 90 : Day', 'lifetime 90'],
      ['specific_inactivity:3:MONTHS', 'inactivity 90'],
      ['specific_inactivity:48:hours', 'inactivity 2'],
      ['specific_lifetime:x:DAYS', 'lifetime undefined'],
      ['specific_lifetime:9:FORTNIGHTS', 'lifetime undefined'],
      ['SPECIFIC_LIFETIME', 'lifetime undefined'],
      ['for_ever', 'unknown undefined'],
    ] as const) {
      expect(ofConnectedApp(policy), policy).to.equal(meaning);
    }
    for (const [refreshTokenPolicyType, refreshTokenValidityPeriod, refreshTokenValidityUnit, meaning, text] of [
      ['Infinite', '1', 'Days', 'infinite undefined', 'Infinite'],
      ['SpecificLifetime', '365', 'Days', 'lifetime 365', 'SpecificLifetime 365 Days'],
      ['SpecificInactivity', '4', 'Months', 'inactivity 120', 'SpecificInactivity 4 Months'],
      ['specific_inactivity', '12', 'Hours', 'inactivity 0.5', 'specific_inactivity 12 Hours'],
    ] as const) {
      const { refreshTokenPolicy } = onlyApp({
        ...eca(),
        ...policies({ refreshTokenPolicyType, refreshTokenValidityPeriod, refreshTokenValidityUnit }),
      });
      expect(`${refreshTokenPolicy!.kind} ${refreshTokenPolicy!.days}`).to.equal(meaning);
      expect(refreshTokenPolicy!.text).to.equal(text);
    }
  });

  it('takes the documented defaults of a Connected App, and none of an External Client App', () => {
    const connected = onlyApp(
      connectedApp('<scopes>Api</scopes>', '<oauthPolicy><ipRelaxation>ENFORCE</ipRelaxation></oauthPolicy>')
    );
    expect(connected.permittedUsers?.kind).to.equal('self-authorized');
    expect(connected.permittedUsers?.written).to.equal(undefined);
    expect(connected.refreshTokenPolicy).to.include({ kind: 'infinite', text: '', element: 'oauthPolicy' });
    expect(onlyApp(connectedApp('<scopes>Api</scopes>')).refreshTokenPolicy).to.equal(undefined);
    const external = onlyApp({ ...eca(), ...policies({}), ...settings({}), ...global({}) });
    for (const key of [
      'permittedUsers',
      'refreshTokenPolicy',
      'ipRelaxation',
      'isPkceRequired',
      'serverFlow',
    ] as const) {
      expect(external[key], key).to.equal(undefined);
    }
  });

  it('knows what a client without a person can use, client credentials first', () => {
    const certificate = '<certificate>MIIC</certificate>';
    const credentials = '<isClientCredentialEnabled>true</isClientCredentialEnabled>';
    const flowOf = (app: OauthApp): string | undefined =>
      app.serverFlow && `${app.serverFlow.name} at ${app.serverFlow.element}`;
    expect(flowOf(onlyApp(connectedApp('')))).to.equal(undefined);
    expect(flowOf(onlyApp(connectedApp('<isNamedUserJwtEnabled>true</isNamedUserJwtEnabled>')))).to.equal(undefined);
    expect(flowOf(onlyApp(connectedApp(certificate)))).to.equal('JWT bearer at oauthConfig.certificate');
    expect(flowOf(onlyApp(connectedApp(certificate + credentials)))).to.equal(
      'client credentials at oauthConfig.isClientCredentialEnabled'
    );
    const on = { isClientCredentialsFlowEnabled: 'true' };
    const off = { isClientCredentialsFlowEnabled: 'false' };
    expect(flowOf(onlyApp({ ...eca(), ...global(on), ...policies({}) }))).to.equal(
      'client credentials at isClientCredentialsFlowEnabled'
    );
    expect(flowOf(onlyApp({ ...eca(), ...global(on), ...policies(off) }))).to.equal(undefined);
    expect(flowOf(onlyApp({ ...eca(), ...policies(on) }))).to.equal(
      'client credentials at isClientCredentialsFlowEnabled'
    );
    expect(flowOf(onlyApp({ ...eca(), ...global({ certificate: 'MIIC' }), ...policies(off) }))).to.equal(
      'JWT bearer at certificate'
    );
    expect(onlyApp(connectedApp('<isDeviceFlowEnabled>true</isDeviceFlowEnabled>')).peopleFlow).to.not.equal(undefined);
    expect(onlyApp(connectedApp('<isCodeCredentialEnabled>false</isCodeCredentialEnabled>')).peopleFlow).to.equal(
      undefined
    );
  });

  it('gives each line of a callback URL its own place', () => {
    const app = onlyApp(connectedApp('<callbackUrl>https://a.example\n\n  http://b.example</callbackUrl>'));
    expect(app.callbacks.map(({ value, at }) => [value, at.end - at.start])).to.deep.equal([
      ['https://a.example', 17],
      ['http://b.example', 16],
    ]);
    expect(app.callbacks[0]!.at.start).to.be.lessThan(app.callbacks[1]!.at.start);
  });

  it('joins the parts of an External Client App by the name they give it, in any case', () => {
    const app = onlyApp({
      ...eca(),
      ...global({ callbackUrl: 'https://a.example' }),
      ...settings({ commaSeparatedOauthScopes: 'Api', externalClientApplication: 'APP' }),
      ...policies({ commaSeparatedPermissionSet: 'One, Two', commaSeparatedProfile: 'Three' }),
      ...switches({ isEnabled: 'true' }),
    });
    expect(app.component.type).to.equal('ExternalClientApplication');
    expect(app.title).to.equal('External Client App App');
    expect(app.permissionSets.map(({ value }) => value)).to.deep.equal(['One', 'Two']);
    expect(partAt(app, app.scopes[0]!).type).to.equal('ExtlClntAppOauthSettings');
    expect(partAt(app, app.profiles[0]!).type).to.equal('ExtlClntAppOauthConfigurablePolicies');
    expect([app.areScopesKnown, app.isEnabled]).to.deep.equal([true, true]);
    expect(onlyApp({ ...eca(), ...policies({}) }).areScopesKnown).to.equal(false);
  });

  it('finds the permission sets of a Connected App by full name, and else by label', () => {
    const permissionSet = (name: string, label: string): Record<string, string> => ({
      [`${name}.permissionset-meta.xml`]: `<PermissionSet><label>${label}</label></PermissionSet>`,
    });
    const names = ['sync_one', 'sync TWO', 'Sync_Three'].map(
      (name) => `<permissionSetName>${name}</permissionSetName>`
    );
    const app = onlyApp({
      ...connectedApp('', names.join('')),
      ...permissionSet('Sync_One', 'One'),
      ...permissionSet('Job', 'Sync Two'),
      ...permissionSet('Other', 'sync_one'),
    });
    expect(app.permissionSets.map(({ value }) => value)).to.deep.equal(['sync_one', 'Job', 'Sync_Three']);
  });

  it('stands settings without their app up for it', () => {
    const app = onlyApp(settings({ externalClientApplication: 'Gone', commaSeparatedOauthScopes: 'Api' }));
    expect(app.title).to.equal('External Client App Gone');
    expect(app.component.type).to.equal('ExtlClntAppOauthSettings');
  });

  it('takes each version of a part that several package directories hold', () => {
    const project = projectOf({
      'sfdx-project.json': '{ "packageDirectories": [{ "path": "base" }, { "path": "one" }, { "path": "two" }] }',
      ...eca({}, 'base/'),
      ...settings({ commaSeparatedOauthScopes: 'Api' }, 'base/'),
      ...policies({ ipRelaxationPolicyType: 'Enforce' }, 'one/'),
      ...policies({ ipRelaxationPolicyType: 'Bypass' }, 'two/'),
    });
    expect(oauthApps(project).map((app) => [app.ipRelaxation?.value, ...scopesOf(app)])).to.deep.equal([
      ['Enforce', 'Api'],
      ['Bypass', 'Api'],
    ]);
  });

  it('leaves out of the own apps those of others, and those that are switched off', () => {
    const owns = (files: Readonly<Record<string, string>>): number => ownApps(projectOf(files)).length;
    expect(owns(eca({ distributionState: 'Local' }))).to.equal(1);
    expect(owns(eca({ distributionState: 'Packaged' }))).to.equal(1);
    expect(owns(eca({ distributionState: 'Managed' }))).to.equal(0);
    expect(owns(settings({ externalClientApplication: 'ns__App' }))).to.equal(0);
    expect(owns({ ...eca(), ...switches({ isEnabled: 'false' }) })).to.equal(0);
    expect(owns({ ...eca(), ...switches({ isEnabled: 'true', isOauthPluginEnabled: 'false' }) })).to.equal(0);
    expect(owns({ 'ns__App.connectedApp-meta.xml': '<ConnectedApp></ConnectedApp>' })).to.equal(0);
  });
});

describe('isSpelled', () => {
  it('takes no notice of case, underscores and blanks', () => {
    expect(isSpelled('ENFORCE_RELAXREFRESH', 'Enforce_RelaxRefresh')).to.equal(true);
    expect(isSpelled('enforceRelaxRefresh', 'Enforce_RelaxRefresh')).to.equal(true);
    expect(isSpelled('Enforce', 'Enforce_RelaxRefresh')).to.equal(false);
  });
});
