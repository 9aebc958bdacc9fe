import { expect } from 'chai';
import type { InboundIntegration, IntegrationRow, OutboundIntegration } from '../../src/inventory/integrations.js';
import { elements, externalCredential, group, holder, inventoryIn, namedCredential, xml } from './samples.js';

/** The only outbound row of some files. */
function outboundIn(files: Readonly<Record<string, string>>, config?: string): OutboundIntegration {
  const rows = inventoryIn(files, config).integrations.filter(({ direction }) => direction === 'outbound');
  expect(rows).to.have.length(1);
  return rows[0] as OutboundIntegration;
}

const legacy = (body: Readonly<Record<string, string>>): Readonly<Record<string, string>> => ({
  'namedCredentials/ERP.namedCredential': xml('NamedCredential', elements({ ...body, label: 'ERP' })),
});

const current = (...given: Parameters<typeof namedCredential>): Readonly<Record<string, string>> => ({
  'namedCredentials/ERP.namedCredential': namedCredential(...given),
});

const register = (entries: string): string => `version: 1\nintegrations:\n${entries}`;

describe('inventory of integrations', () => {
  describe('a named credential', () => {
    it('of the current shape leads over its external credential to host, certificates and permission sets', () => {
      const row = outboundIn({
        ...current('https://erp.example:9443/api', { certificate: 'ERP_Client', external: 'erp' }),
        'externalCredentials/ERP.externalCredential': externalCredential('Oauth', {
          principals: { Sync: 'NamedPrincipal' },
          parameters: [
            {
              parameterName: 'Oauth',
              parameterType: 'AuthProtocolVariant',
              parameterValue: 'ClientCredentialsJwtAssertion',
            },
            {
              parameterName: 'Url',
              parameterType: 'AuthProviderUrl',
              parameterValue: 'https://login.erp.example/token',
            },
            { certificate: 'ERP_Signing', parameterName: 'Cert', parameterType: 'SigningCertificate' },
          ],
        }),
        'permissionsets/ERP_Users.permissionset': holder('PermissionSet', { principals: ['ERP-Sync'] }),
      });
      expect(row).to.deep.include({
        id: 'NamedCredential:ERP',
        host: { value: 'erp.example' },
        port: { value: 9443 },
        scheme: { value: 'https' },
        mutualTls: 'yes',
        authenticationProtocol: { value: 'Oauth' },
        authenticationFlow: { value: 'Client Credentials with JWT Assertion Flow' },
        tokenHost: { value: 'login.erp.example' },
        principals: {
          value: [
            {
              credential: 'ERP',
              name: { value: 'Sync' },
              type: { value: 'NamedPrincipal' },
              users: [{ type: 'PermissionSet', fullName: 'ERP_Users', note: '' }],
            },
          ],
        },
      });
      expect(row.certificates.map(({ role, name, notAfter }) => [role, name, notAfter])).to.deep.equal([
        ['client', { value: 'ERP_Client' }, { unknown: 'it is not in the project' }],
        ['signing', { value: 'ERP_Signing' }, { unknown: 'it is not in the project' }],
      ]);
      expect(row.components).to.deep.equal([
        { type: 'NamedCredential', fullName: 'ERP' },
        { type: 'Certificate', fullName: 'ERP_Client' },
        { type: 'ExternalCredential', fullName: 'erp' },
        { type: 'Certificate', fullName: 'ERP_Signing' },
        { type: 'PermissionSet', fullName: 'ERP_Users' },
      ]);
    });

    it('of the legacy shape has protocol, certificates and token host of its own, and no principals', () => {
      const row = outboundIn(
        legacy({
          endpoint: 'https://erp.example',
          protocol: 'JwtExchange',
          principalType: 'NamedUser',
          certificate: 'ERP_Client',
          jwtSigningCertificate: 'ERP_Signing',
          authTokenEndpointUrl: 'https://login.erp.example/token',
        })
      );
      expect(row).to.deep.include({
        port: { value: 443 },
        authenticationProtocol: { value: 'JwtExchange' },
        authenticationFlow: { value: 'JWT Bearer Flow' },
        tokenHost: { value: 'login.erp.example' },
        principals: { none: 'a legacy Named Credential has no principals' },
      });
      expect(row.certificates.map(({ role }) => role)).to.deep.equal(['client', 'signing']);
    });

    it('says what is left to the build, and what is not in the project', () => {
      const open = outboundIn(current('https://{{HOST}}/api', { certificate: '{{CERT}}', external: '{{EC}}' }));
      const left = { unknown: 'the build puts it in' };
      expect(open).to.deep.include({ host: left, port: left, scheme: left, mutualTls: 'unknown' });
      expect(open.certificates).to.deep.equal([{ role: 'client', name: left, sameKeyAs: [], notAfter: left }]);
      expect(open.authenticationProtocol).to.deep.equal({
        unknown: 'of the External Credential, the build puts it in',
      });
      expect(open.components).to.deep.equal([{ type: 'NamedCredential', fullName: 'ERP' }]);

      const missing = outboundIn(current('https://erp.example', { external: 'Elsewhere' }));
      const why = { unknown: 'External Credential Elsewhere is not in the project' };
      expect(missing).to.deep.include({
        authenticationProtocol: why,
        authenticationFlow: why,
        tokenHost: why,
        principals: why,
      });
    });

    it('says who is granted principals of a credential that is elsewhere, or that it does not have', () => {
      const files = current('https://erp.example', { external: 'ERP' });
      const users = {
        'permissionsets/P.permissionset': holder('PermissionSet', { principals: ['ERP-Sync', 'ERP-Other'] }),
      };
      const namesIn = (row: OutboundIntegration): unknown =>
        'value' in row.principals && row.principals.value.map(({ name, type, users: who }) => [name, type, who.length]);
      const elsewhere = { unknown: 'External Credential ERP is not in the project' };
      expect(namesIn(outboundIn({ ...files, ...users }))).to.deep.equal([
        [{ value: 'Other' }, elsewhere, 1],
        [{ value: 'Sync' }, elsewhere, 1],
      ]);
      const external = {
        'externalCredentials/ERP.externalCredential': externalCredential('Basic', {
          principals: { Sync: 'NamedPrincipal', Person: 'PerUserPrincipal' },
        }),
      };
      expect(namesIn(outboundIn({ ...files, ...users, ...external }))).to.deep.equal([
        [{ value: 'Sync' }, { value: 'NamedPrincipal' }, 1],
        [{ value: 'Person' }, { value: 'PerUserPrincipal' }, 0],
        [{ value: 'Other' }, { unknown: 'the External Credential has no such principal' }, 1],
      ]);
    });

    it('without an external credential says whether a header carries credentials', () => {
      const header = (name: string): string =>
        `<namedCredentialParameters>${elements({ parameterName: name, parameterType: 'HttpHeader', parameterValue: 'x' })}</namedCredentialParameters>`;
      const protocolOf = (more: string): unknown =>
        outboundIn(current('https://erp.example', { more })).authenticationProtocol;
      expect(protocolOf(header('Accept'))).to.deep.equal({ none: 'no External Credential' });
      expect(protocolOf(header('X-Api-Key'))).to.deep.equal({
        none: 'no External Credential; a header is named for a secret',
      });
    });

    it('tells a flow only where the files name it', () => {
      const flowOf = (protocol: string, parameters: ReadonlyArray<Readonly<Record<string, string>>> = []): unknown =>
        outboundIn({
          ...current('https://erp.example', { external: 'ERP' }),
          'externalCredentials/ERP.externalCredential': externalCredential(protocol, { parameters }),
        }).authenticationFlow;
      const variant = (parameterValue: string): ReadonlyArray<Readonly<Record<string, string>>> => [
        { parameterName: 'v', parameterType: 'AuthProtocolVariant', parameterValue },
      ];
      expect(
        flowOf('Oauth', [{ authProvider: 'Idp', parameterName: 'p', parameterType: 'AuthProvider' }])
      ).to.deep.equal({
        value: 'Browser Flow',
      });
      expect(flowOf('Oauth')).to.deep.equal({ unknown: 'it names neither a variant nor an auth. provider' });
      expect(flowOf('Oauth', variant('JwtBearer'))).to.deep.equal({ value: 'JWT Bearer Flow' });
      expect(flowOf('Oauth', variant('Brand_New'))).to.deep.equal({ value: 'Brand_New' });
      expect(flowOf('Oauth', variant('{{VARIANT}}'))).to.deep.equal({ unknown: 'the build puts it in' });
      expect(flowOf('AwsSv4', variant('RolesAnywhere'))).to.deep.equal({ value: 'RolesAnywhere' });
      expect(flowOf('Basic')).to.deep.equal({ none: 'no variant' });
    });
  });

  describe('mutual TLS', () => {
    const judged = (
      url: string,
      given: Parameters<typeof namedCredential>[1] = { certificate: 'C' },
      config?: string
    ): readonly string[] => {
      const { mutualTls, reason } = outboundIn(current(url, given), config);
      return [mutualTls, reason];
    };
    const hosts = (port: number): string => `version: 1\nmtls:\n  hosts: { erp.example: ${port} }\n`;

    it('is there where a Salesforce org asks on port 8443, and nowhere else', () => {
      const asks = 'the org asks for the client certificate on port 8443';
      expect(judged('https://acme.my.salesforce.com:8443')).to.deep.equal(['yes', asks]);
      expect(judged('https://acme.my.salesforce.com')[0]).to.equal('no');
      expect(judged('https://acme.my.salesforce.com:9443')[0]).to.equal('no');
      expect(judged('https://login.salesforce.com')[0]).to.equal('no');
      expect(judged('https://login.salesforce.com:8443')[0]).to.equal('unknown');
      expect(judged('https://na139.salesforce.com:8443')[0]).to.equal('unknown');
    });

    it('of a partner is settled by a written port or by mtls.hosts', () => {
      expect(judged('https://erp.example')[0]).to.equal('unknown');
      expect(judged('https://erp.example:443')[0]).to.equal('yes');
      expect(judged('https://erp.example', { certificate: 'C' }, hosts(443))[0]).to.equal('yes');
      expect(judged('https://erp.example:443', { certificate: 'C' }, hosts(8443))[0]).to.equal('no');
    });

    it('is not there without a certificate or without TLS, and not known over a private connection', () => {
      expect(judged('https://acme.my.salesforce.com:8443', {})).to.deep.equal(['no', 'no client certificate']);
      expect(judged('http://erp.example:8443')).to.deep.equal(['no', 'http has no TLS']);
      const overCore = { certificate: 'C', connection: 'Core' };
      expect(judged('https://erp.example:8443', overCore)[0]).to.equal('unknown');
      expect(judged('https://erp.example:8443', overCore, hosts(8443))).to.deep.equal([
        'yes',
        'mtls.hosts says that the host asks for the client certificate on port 8443',
      ]);
      expect(judged('https://erp.example:443', overCore, hosts(8443))[0]).to.equal('no');
      expect(judged('https://acme.my.salesforce.com:8443', overCore)[0]).to.equal('unknown');
      expect(judged('not a URL')).to.deep.equal(['unknown', 'the URL cannot be read']);
    });

    it('is not known where Apex sets client certificates', () => {
      const { mutualTls } = outboundIn({
        ...current('https://erp.example'),
        'classes/Caller.cls': "public class Caller { void call(HttpRequest r) { r.setClientCertificateName('C'); } }",
      });
      expect(mutualTls).to.equal('unknown');
    });
  });

  describe('groups', () => {
    const files = (muting: Readonly<Record<string, string>>): Readonly<Record<string, string>> => ({
      ...current('https://erp.example', { external: 'ERP' }),
      'externalCredentials/ERP.externalCredential': externalCredential('Basic', {
        principals: { Sync: 'NamedPrincipal' },
      }),
      'permissionsets/P.permissionset': holder('PermissionSet', { principals: ['ERP-Sync'] }),
      'permissionsetgroups/G.permissionsetgroup': group(['P'], ['M']),
      ...muting,
    });
    const usersIn = (row: OutboundIntegration): unknown =>
      'value' in row.principals && row.principals.value[0]!.users.map(({ fullName, note }) => [fullName, note]);

    it('may use what a permission set of theirs grants', () => {
      const other = {
        'mutingpermissionsets/M.mutingpermissionset': holder('MutingPermissionSet', { principals: ['ERP-Other'] }),
      };
      expect(usersIn(outboundIn(files(other)))).to.deep.equal([
        ['P', ''],
        ['G', ''],
      ]);
    });

    it('may not use what they mute', () => {
      const muting = {
        'mutingpermissionsets/M.mutingpermissionset': holder('MutingPermissionSet', { principals: ['erp-sync'] }),
      };
      expect(usersIn(outboundIn(files(muting)))).to.deep.equal([['P', '']]);
    });

    it('say so when what they mute is not in the project', () => {
      expect(usersIn(outboundIn(files({})))).to.deep.equal([
        ['P', ''],
        ['G', 'its muting permission set M is not in the project'],
      ]);
    });
  });

  it('has external data sources, outbound messages, unused credentials and hosts that only a remote site opens', () => {
    const { integrations } = inventoryIn({
      'dataSources/Ledger.dataSource': xml(
        'ExternalDataSource',
        elements({ certificate: 'C', endpoint: 'https://ledger.example:9443', label: 'x', protocol: 'Password' })
      ),
      'externalCredentials/Lonely.externalCredential': externalCredential('Basic'),
      'namedCredentials/ERP.namedCredential': namedCredential('https://erp.example'),
      'remoteSiteSettings/ERP.remoteSite': xml(
        'RemoteSiteSetting',
        elements({ isActive: 'true', url: 'https://erp.example' })
      ),
      'remoteSiteSettings/Off.remoteSite': xml(
        'RemoteSiteSetting',
        elements({ isActive: 'false', url: 'https://off.example' })
      ),
      'remoteSiteSettings/Maps.remoteSite': xml(
        'RemoteSiteSetting',
        elements({ isActive: 'true', url: 'http://maps.example' })
      ),
      'workflows/Account.workflow': xml(
        'Workflow',
        `<outboundMessages>${elements({ fullName: 'Tell', endpointUrl: 'https://told.example', includeSessionId: 'true' })}</outboundMessages>`
      ),
    });
    const rows = integrations as readonly OutboundIntegration[];
    expect(
      rows.map(({ id, mutualTls, authenticationProtocol }) => [id, mutualTls, Object.values(authenticationProtocol)[0]])
    ).to.deep.equal([
      ['ExternalCredential:Lonely', 'unknown', 'Basic'],
      ['ExternalDataSource:Ledger', 'yes', 'Password'],
      ['NamedCredential:ERP', 'no', 'no External Credential'],
      ['RemoteSiteSetting:Maps', 'no', 'Apex that calls the host decides'],
      ['WorkflowOutboundMessage:Account.Tell', 'unknown', 'session ID of the integration user'],
    ]);
    expect(rows[4]!.findings.medium).to.equal(1);
  });

  describe('the register', () => {
    const files = {
      ...current('https://erp.example', { external: 'ERP' }),
      'externalCredentials/ERP.externalCredential': externalCredential('Basic'),
      'certs/ERP_Old.crt-meta.xml': xml(
        'Certificate',
        elements({ caSigned: 'false', masterLabel: 'x', keySize: '1024' })
      ),
    };
    const rowsFor = (entries: string): readonly IntegrationRow[] => inventoryIn(files, register(entries)).integrations;

    it('gives its words to the chains that an entry names, by either credential, and what else it names', () => {
      const [row, ...others] = rowsFor(
        `  - id: erp-orders
    name: Orders
    components: ['ExternalCredential:ERP', 'Certificate:ERP_*']
    owner: orders@bank.example
    dataClassification: [pii]
    privateConnect: { disposition: not-applicable, reason: on premises }
`
      );
      expect(others).to.deep.equal([]);
      expect(row).to.deep.include({
        id: 'erp-orders',
        name: 'Orders',
        register: {
          id: 'erp-orders',
          name: 'Orders',
          owner: 'orders@bank.example',
          dataClassification: ['pii'],
          privateConnect: { disposition: 'not-applicable', reason: 'on premises' },
        },
      });
      expect(row!.components).to.deep.include({ type: 'Certificate', fullName: 'ERP_Old' });
    });

    it('tells the rows of one entry apart by their components', () => {
      const two = {
        'namedCredentials/ERP.namedCredential': namedCredential('https://erp.example'),
        'namedCredentials/ERP_Bulk.namedCredential': namedCredential('https://erp.example'),
      };
      const named = inventoryIn(
        two,
        register("  - { id: orders, name: Orders, components: ['NamedCredential:ERP*'] }\n")
      ).integrations;
      expect(named.map(({ id, name }) => [id, name])).to.deep.equal([
        ['orders', 'Orders (ERP)'],
        ['orders', 'Orders (ERP_Bulk)'],
      ]);
    });

    it('makes a row for each entry that names a chain', () => {
      const rows = rowsFor(
        `  - { id: b, components: ['NamedCredential:ERP'] }\n  - { id: a, components: ['NamedCredential:*'] }\n`
      );
      expect(rows.map(({ id, direction }) => [id, direction])).to.deep.equal([
        ['a', 'outbound'],
        ['b', 'outbound'],
      ]);
    });

    it('makes a row for an entry that names nothing which is there', () => {
      const rows = rowsFor(`  - { id: gone, components: ['NamedCredential:Gone', 'Certificate:ERP_Old'], owner: x }\n`);
      expect(rows.map(({ id, direction }) => [id, direction])).to.deep.equal([
        ['NamedCredential:ERP', 'outbound'],
        ['gone', 'unknown'],
      ]);
      expect(rows[1]!.components).to.deep.equal([{ type: 'Certificate', fullName: 'ERP_Old' }]);
    });

    it('that several projects share tells of an entry where it is used, and once where it is not', () => {
      const project = (name: string, credential: string): Readonly<Record<string, string>> => ({
        [`${name}/sfdx-project.json`]: '{ "packageDirectories": [{ "path": "." }] }',
        [`${name}/${credential}.namedCredential`]: namedCredential('https://erp.example'),
      });
      const { integrations } = inventoryIn(
        { ...project('one', 'One'), ...project('two', 'Two') },
        register(
          `  - { id: second, components: ['NamedCredential:Two'] }\n  - { id: gone, components: ['NamedCredential:Gone'] }\n`
        )
      );
      expect(integrations.map(({ project: of, id }) => [of, id])).to.deep.equal([
        ['one', 'NamedCredential:One'],
        ['one', 'gone'],
        ['two', 'second'],
      ]);
    });
  });

  it('counts the findings of a project by themselves, also where one lies within the other', () => {
    const files = {
      'sfdx-project.json': '{ "packageDirectories": [{ "path": "force-app" }] }',
      'force-app/ERP.namedCredential': namedCredential('http://erp.example'),
      'inner/sfdx-project.json': '{ "packageDirectories": [{ "path": "force-app" }] }',
      'inner/force-app/ERP.namedCredential': namedCredential('https://erp.example'),
    };
    const medium = inventoryIn(files).integrations.map(({ project, findings }) => [project, findings.medium]);
    expect(medium).to.deep.equal([
      ['.', 2],
      ['inner', 1],
    ]);
  });

  it('has a row for each app that lets somebody in', () => {
    const { integrations } = inventoryIn(
      { 'connectedApps/Portal.connectedApp': xml('ConnectedApp', '<label>Portal</label>') },
      register(`  - { id: portal, components: ['ConnectedApp:Portal'], direction: inbound }\n`)
    );
    const [row] = integrations as readonly InboundIntegration[];
    expect(row).to.deep.include({
      id: 'portal',
      direction: 'inbound',
      component: { type: 'ConnectedApp', fullName: 'Portal' },
      flows: { none: 'the app has no OAuth settings' },
    });
  });
});
