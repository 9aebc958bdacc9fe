import { expect } from 'chai';
import { elements, externalCredential, inventoryIn, namedCredential, xml } from './samples.js';

const site = (url: string, isActive = 'true'): string => xml('RemoteSiteSetting', elements({ isActive, url }));
const trusted = (endpointUrl: string): string => xml('CspTrustedSite', elements({ endpointUrl, isActive: 'true' }));

describe('inventory of endpoints', () => {
  it('has each scheme, host and port once, with all that points at it', () => {
    const { endpoints } = inventoryIn(
      {
        'authproviders/Idp.authprovider': xml(
          'AuthProvider',
          elements({
            authorizeUrl: 'https://erp.example/authorize',
            providerType: 'OpenIdConnect',
            tokenUrl: 'https://erp.example/token',
            userInfoUrl: 'https://erp.example:444/me',
          })
        ),
        'cspTrustedSites/Page.cspTrustedSite': trusted('https://erp.example'),
        'dataSources/Ledger.dataSource': xml(
          'ExternalDataSource',
          elements({ endpoint: 'https://erp.example/odata', label: 'x' })
        ),
        'externalCredentials/ERP.externalCredential': externalCredential('Oauth', {
          parameters: [
            { parameterName: 'u', parameterType: 'AuthProviderUrl', parameterValue: 'https://ERP.example./token' },
          ],
        }),
        'namedCredentials/ERP.namedCredential': namedCredential('https://erp.example/api', {
          more: '<calloutStatus>Disabled</calloutStatus>',
        }),
        'remoteSiteSettings/Old.remoteSite': site('http://erp.example', 'false'),
        'samlssoconfigs/Idp.samlssoconfig': xml(
          'SamlSsoConfig',
          elements({ singleLogoutUrl: 'https://erp.example/out' })
        ),
        'workflows/Account.workflow': xml(
          'Workflow',
          `<outboundMessages>${elements({ endpointUrl: 'https://erp.example/told', fullName: 'Tell' })}</outboundMessages>`
        ),
      },
      'version: 1\nmtls:\n  hosts: { erp.example: 8443 }\n'
    );
    const short = endpoints.map(({ scheme, host, port, usedBy }) => [
      [scheme, host, port].map((fact) => Object.values(fact)[0] as unknown).join(' '),
      usedBy.map(({ role }) => role),
    ]);
    expect(short).to.deep.equal([
      ['http erp.example 80', ['remote site']],
      [
        'https erp.example 443',
        [
          'authorize endpoint',
          'token endpoint',
          'CSP trusted site',
          'token endpoint',
          'external data source',
          'callout',
          'single logout',
          'outbound message',
        ],
      ],
      ['https erp.example 444', ['user info endpoint']],
    ]);
    const switches = endpoints.flatMap(({ usedBy }) =>
      usedBy.map(({ isActive }) => Object.values(isActive)[0] as unknown)
    );
    expect(switches.slice(0, 4)).to.deep.equal([false, 'it has no switch', 'it has no switch', true]);
    expect(endpoints[1]!.usedBy.find(({ role }) => role === 'callout')!.isActive).to.deep.equal({ value: false });
    expect(endpoints[1]!.mutualTlsPort).to.deep.equal({ value: 8443 });
  });

  it('judges a host by its name', () => {
    const kindOf = (url: string): string =>
      inventoryIn({ 'remoteSiteSettings/S.remoteSite': site(url) }).endpoints[0]!.kind;
    expect(
      [
        'https://acme.my.salesforce.com',
        'https://login.salesforce.com',
        'https://acme.my.salesforce.com.example.net',
        'https://10.1.2.3',
        'https://[fd00::1]',
        'https://erp.internal',
        'https://erp',
        'http://localhost:8080',
        'https://192.0.2.1',
        'https://{{HOST}}/x',
        'erp.example',
      ].map(kindOf)
    ).to.deep.equal([
      'my-domain',
      'salesforce',
      'third-party',
      'private',
      'private',
      'private',
      'private',
      'private',
      'third-party',
      'placeholder',
      'invalid',
    ]);
    const { endpoints } = inventoryIn({
      'namedCredentials/Core.namedCredential': namedCredential('https://core.bank.example', {
        connection: 'Core_Link',
      }),
    });
    expect(endpoints[0]).to.deep.include({ kind: 'private' });
    expect(endpoints[0]!.usedBy[0]!.privateConnection).to.deep.equal({ value: 'Core_Link' });
  });

  it('reads the wildcards and web sockets of trusted sites', () => {
    const { endpoints } = inventoryIn({
      'cspTrustedSites/A.cspTrustedSite': trusted('https://*.bank.example'),
      'cspTrustedSites/B.cspTrustedSite': trusted('wss://push.bank.example:444'),
      'cspTrustedSites/C.cspTrustedSite': trusted('*'),
    });
    expect(endpoints.map(({ scheme, host, port, kind }) => [scheme, host, port, kind])).to.deep.equal([
      [{ value: 'https' }, { value: '*.bank.example' }, { value: 443 }, 'third-party'],
      [{ value: 'wss' }, { value: 'push.bank.example' }, { value: 444 }, 'third-party'],
      [
        { unknown: 'the URL cannot be read' },
        { unknown: 'the URL cannot be read' },
        { unknown: 'the URL cannot be read' },
        'invalid',
      ],
    ]);
  });

  it('keeps apart what nobody knows to be the same, and never says what stands before or behind a host', () => {
    const { endpoints } = inventoryIn({
      'namedCredentials/A.namedCredential': namedCredential('https://{{HOST}}'),
      'namedCredentials/B.namedCredential': namedCredential('https://{{HOST}}'),
      'namedCredentials/C.namedCredential': namedCredential('https://tom:hunter22@erp.example/key/abc?token=def'),
    });
    expect(endpoints.map(({ kind }) => kind)).to.deep.equal(['third-party', 'placeholder', 'placeholder']);
    expect(JSON.stringify(endpoints)).not.to.match(/tom|hunter22|abc|def/);
  });
});
