import { expect } from 'chai';
import type { FieldAccess } from '../../src/report/reportData.js';
import { elements, externalCredential, group, holder, namedCredential, xml } from '../inventory/samples.js';
import { certificateMaker } from '../support/certificates.js';
import { collected, config, entry, integrationIn, machineApp, type Files } from './collected.js';

const DATES = { notBefore: '2026-06-15', notAfter: '2027-06-15' };
const maker = certificateMaker({ one: { subject: 'CN=One', ...DATES }, two: { subject: 'CN=Two', ...DATES } });
const project = (folder: string): Files => ({
  [`${folder}/sfdx-project.json`]: '{"packageDirectories":[{"path":"app"}]}',
});

describe('report: orgs and findings', () => {
  it('says what config and project know of each org, by folder', () => {
    const data = collected({
      ...project('orgs/emea'),
      ...project('orgs/hq'),
      'orgs/hq/app/certs/One.crt-meta.xml': xml('Certificate', elements({ caSigned: 'true', masterLabel: 'x' })),
      'orgs/hq/sf-isa.yml': [
        'version: 1',
        'org:',
        '  name: headquarters',
        '  myDomain: hq.my.salesforce.com',
        '  infrastructure: hyperforce',
        '  certificates: { inUse: 7, planned: [{ name: Next, by: 2027-01-31 }] }',
        'integrations:',
        entry('bank', 'NamedCredential:Bank'),
        '',
      ].join('\n'),
    });
    expect(data.orgs.map(({ project: folder, name }) => `${folder} ${name}`)).to.deep.equal([
      'orgs/emea emea',
      'orgs/hq headquarters',
    ]);
    expect(data.orgs[1]).to.deep.equal({
      project: 'orgs/hq',
      name: 'headquarters',
      myDomain: 'hq.my.salesforce.com',
      infrastructure: 'hyperforce',
      privateConnect: 'unknown',
      certificates: {
        inUse: 7,
        tracked: 1,
        planned: [{ name: 'Next', integration: null, by: '2027-01-31' }],
        limit: 50,
        warnAt: 40,
      },
      hasRegister: true,
      warnDays: [90, 60, 30],
    });
    expect(data.orgs[0]!.certificates).to.deep.include({ inUse: null, tracked: 0 });
    expect([data.schemaVersion, data.tool.version, data.now]).to.deep.equal([
      '1.0',
      '0.2.0',
      '2026-11-22T00:00:00.000Z',
    ]);
  });

  it('names the project of each finding, accepted ones with their reason', () => {
    const credential = { 'namedCredentials/Bank.namedCredential': namedCredential('http://bank.example') };
    const files: Files = {
      ...project('a'),
      ...project('a/b'),
      ...Object.fromEntries(Object.entries(credential).map(([path, text]) => [`a/b/app/${path}`, text])),
      'a/b/sf-isa.suppressions.yml': [
        'version: 1',
        'suppressions:',
        '  - rule: endpoint-cleartext',
        '    component: NamedCredential:Bank',
        '    kind: accepted-risk',
        '    reason: Replaced in January by the new bank',
        '    owner: platform@bank.example',
        '    expires: 2027-01-31',
        '',
      ].join('\n'),
    };
    const { findings, accepted } = collected(files);
    expect(findings.length).to.be.greaterThan(0);
    expect(new Set(findings.map((finding) => finding.project))).to.deep.equal(new Set(['a/b']));
    expect(accepted.map(({ rule, project: folder, reason }) => ({ rule, folder, reason }))).to.deep.equal([
      {
        rule: 'endpoint-cleartext',
        folder: 'a/b',
        reason: {
          source: 'file',
          kind: 'accepted-risk',
          reason: 'Replaced in January by the new bank',
          ticket: undefined,
          owner: 'platform@bank.example',
          expires: '2027-01-31',
        },
      },
    ]);
  });

  it('is the same whatever the order of the files, and of nothing', () => {
    const files: Files = {
      ...project('orgs/hq'),
      ...project('orgs/emea'),
      ...Object.fromEntries(
        ['hq', 'emea'].flatMap((org) => [
          [
            `orgs/${org}/app/namedCredentials/B.namedCredential`,
            namedCredential('https://b.example:9443', { certificate: 'C', external: 'B' }),
          ],
          [`orgs/${org}/app/namedCredentials/A.namedCredential`, namedCredential('http://a.example')],
          [
            `orgs/${org}/app/externalCredentials/B.externalCredential`,
            externalCredential('Basic', { principals: { P: 'NamedPrincipal' } }),
          ],
          [
            `orgs/${org}/app/permissionsets/Sync.permissionset`,
            holder('PermissionSet', {
              permissions: ['ApiUserOnly', 'ModifyAllData'],
              objects: { Account: 'crud', Case: 'rv' },
            }),
          ],
          ...Object.entries(machineApp('App')).map(([path, text]) => [`orgs/${org}/app/${path}`, text] as const),
        ])
      ),
      'sf-isa.yml': 'version: 1\ngateways:\n  - { id: edge, hosts: [edge.example] }\n',
    };
    const shuffled = Object.fromEntries(Object.entries(files).reverse());
    expect(JSON.stringify(collected(shuffled))).to.equal(JSON.stringify(collected(files)));

    const nothing = collected({ 'sfdx-project.json': '{"packageDirectories":[{"path":"app"}]}' });
    expect(nothing).to.deep.include({
      integrations: [],
      access: [],
      ipRanges: [],
      gateways: [],
      findings: [],
      accepted: [],
    });
    expect(nothing.gatewayAdvice).to.deep.equal({
      directHosts: [],
      certificates: { now: 0, behindGateway: 0 },
      apps: { now: 0, behindGateway: 0 },
      verdict: 'direct',
      reasons: ['No host of a third party is called without a gateway, as far as the metadata tells.'],
    });
    expect(nothing.answers.every(({ evidence }) => evidence.length > 0)).to.equal(true);
  });

  it('holds no token that somebody wrote into a name or a register', () => {
    const token = `ghp_${'aB3dE5gH7jK9mN1pQ3sT5vX7zB9dF1hJ3lN5'}`;
    const data = collected({
      'namedCredentials/Bank.namedCredential': namedCredential('https://bank.example'),
      ...config(
        'integrations:',
        entry(
          'bank',
          'NamedCredential:Bank',
          `dataClassification: [pii], privateConnect: { disposition: used, reason: 'Key ${token}' }`
        ),
        'attestations:',
        `  - { control: ZT-CHECK-7, status: met, evidence: 'See ${token}', by: a@b.example, on: 2026-10-02 }`
      ),
    });
    expect(JSON.stringify(data)).to.not.include(token);
    expect(integrationIn(data, 'bank').decision.privateConnect.reason).to.match(/^Key \*+$/);
  });
});

const field = (name: string, flags: Readonly<Record<string, string>>): string =>
  `<fieldPermissions>${elements({ editable: 'false', field: name, readable: 'false', ...flags })}</fieldPermissions>`;

const inShort = ({
  identity,
  object,
  field: name,
  access,
  allRecords,
  classification,
  isEncrypted,
}: FieldAccess): string =>
  [identity.fullName, name === '' ? object : `${object}.${name}`, access, allRecords, classification, isEncrypted].join(
    ' '
  );

describe('report: IP ranges that let everybody in', () => {
  it('keep nobody out, whatever their kind', () => {
    const blocks = (...ends: ReadonlyArray<readonly [string, string]>): boolean =>
      collected({
        'profiles/Sync.profile': xml(
          'Profile',
          ends
            .map(
              ([start, end]) =>
                `<loginIpRanges><endAddress>${end}</endAddress><startAddress>${start}</startAddress></loginIpRanges>`
            )
            .join('')
        ),
      }).ipRanges[0]!.blocks;
    expect(blocks(['0.0.0.0', '255.255.255.255'])).to.equal(false);
    expect(blocks(['128.0.0.0', '255.255.255.255'], ['0.0.0.0', '127.255.255.255'])).to.equal(false);
    expect(blocks(['0.0.0.0', '127.255.255.255'])).to.equal(true);
    expect(blocks(['2001:db8::', '2001:db8::ffff'])).to.equal(true);
  });
});

describe('report: access', () => {
  it('is what sync identities may do, with what the fields are', () => {
    const { access } = collected({
      'permissionsets/Order_Sync.permissionset': holder('PermissionSet', {
        permissions: ['ApiUserOnly'],
        objects: { Contact: 'crudm', Account: 'rvf', Case: '' },
        more: [
          field('Contact.SSN__c', { readable: 'true' }),
          field('Contact.Email', { editable: 'true', readable: 'true' }),
          field('Contact.Fax', {}),
          field('Contact.Note__c', { readable: 'true' }),
        ].join(''),
      }),
      'permissionsets/Sales.permissionset': holder('PermissionSet', { objects: { Lead: 'crud' } }),
      'objects/Contact/fields/SSN__c.field-meta.xml': xml(
        'CustomField',
        elements({
          fullName: 'SSN__c',
          securityClassification: 'Restricted',
          complianceGroup: 'PII;GDPR',
          type: 'EncryptedText',
        })
      ),
      'objects/Contact/fields/Note__c.field-meta.xml': xml(
        'CustomField',
        elements({ fullName: 'Note__c', type: 'Text' })
      ),
    });
    expect(access.map(inShort)).to.deep.equal([
      'Order_Sync Account R view  ',
      'Order_Sync Account.* R   ',
      'Order_Sync Contact CRUD modify  ',
      'Order_Sync Contact.Email RU   ',
      'Order_Sync Contact.Note__c R   false',
      'Order_Sync Contact.SSN__c R  Restricted (PII, GDPR) true',
    ]);
  });

  it('leaves out what the groups mute, and shows what is open to all', () => {
    const { access } = collected({
      'permissionsets/Order_Sync.permissionset': holder('PermissionSet', {
        permissions: ['ApiUserOnly', 'ViewAllData', 'ViewAllFieldsGlobal'],
        objects: { Contact: 'crud' },
        more: field('Contact.SSN__c', { editable: 'true', readable: 'true' }),
      }),
      'mutingpermissionsets/Mute.mutingpermissionset': holder('MutingPermissionSet', {
        objects: { Contact: 'd' },
        more: field('Contact.SSN__c', { editable: 'true' }),
      }),
      'permissionsetgroups/Jobs.permissionsetgroup': group(['Order_Sync'], ['Mute']),
    });
    expect(access.map(inShort)).to.deep.equal([
      'Order_Sync * R view  ',
      'Order_Sync *.* R   ',
      'Order_Sync Contact CRU   ',
      'Order_Sync Contact.SSN__c R   ',
    ]);
  });
});

describe('report: IP ranges', () => {
  it('says which lists block, how large they are, and whose addresses they hold', () => {
    const range = (name: string, start: string, end: string, description = ''): string =>
      `<${name}>${description && `<description>${description}</description>`}<endAddress>${end}</endAddress><startAddress>${start}</startAddress></${name}>`;
    const { ipRanges } = collected({
      'profiles/Sync.profile': xml(
        'Profile',
        range('loginIpRanges', '198.51.100.0', '198.51.100.255', 'Hyperforce EU') +
          range('loginIpRanges', '{{FROM}}', '{{TO}}') +
          range('loginIpRanges', 'x', 'y')
      ),
      'settings/Security.settings': xml(
        'SecuritySettings',
        `<networkAccess><ipRanges>${elements({ description: 'Office', end: '203.0.113.9', start: '203.0.113.9' })}</ipRanges></networkAccess>`
      ),
      ...machineApp('ERP', `<ipRanges>${elements({ start: '2001:db8::', end: '2001:db8::ffff' })}</ipRanges>`),
      'connectedApps/Bound.connectedApp': xml(
        'ConnectedApp',
        `<label>x</label><oauthConfig>${elements({ callbackUrl: 'https://a.example', isIpBindingEnabled: 'true' })}</oauthConfig>`
      ),
    });
    expect(
      ipRanges.map(({ component, kind, ...rest }) => ({ of: `${component.type}:${component.fullName}`, kind, ...rest }))
    ).to.deep.equal([
      {
        of: 'Profile:Sync',
        kind: 'login IP ranges',
        project: '.',
        blocks: true,
        ranges: ['198.51.100.0 to 198.51.100.255', 'the build puts it in', 'x to y'],
        size: '256 IPv4 addresses, 1 range that the build puts in and 1 that is no range',
        hasSalesforceAddresses: true,
      },
      {
        of: 'ConnectedApp:Bound',
        kind: 'token IP ranges',
        project: '.',
        blocks: true,
        ranges: [],
        size: 'not known: metadata does not hold the ranges of a Connected App',
        hasSalesforceAddresses: false,
      },
      {
        of: 'Settings:Security',
        kind: 'trusted IP ranges of the org',
        project: '.',
        blocks: false,
        ranges: ['203.0.113.9'],
        size: '1 IPv4 address',
        hasSalesforceAddresses: false,
      },
      {
        of: 'ConnectedApp:ERP',
        kind: 'trusted IP ranges of an app',
        project: '.',
        blocks: false,
        ranges: ['2001:db8:: to 2001:db8::ffff'],
        size: 'a /112 of IPv6 addresses',
        hasSalesforceAddresses: false,
      },
    ]);
  });
});

describe('report: gateways', () => {
  const inOrg = (name: string, files: Files, ...lines: readonly string[]): Files => ({
    ...project(`orgs/${name}`),
    ...Object.fromEntries(Object.entries(files).map(([path, text]) => [`orgs/${name}/app/${path}`, text])),
    [`orgs/${name}/sf-isa.yml`]: ['version: 1', ...lines, ''].join('\n'),
  });

  const credential = (name: string, url: string, certificate?: string): Files => ({
    [`namedCredentials/${name}.namedCredential`]: namedCredential(
      url,
      certificate === undefined ? {} : { certificate }
    ),
  });

  it('says what goes through each and what past it', () => {
    const { gateways, gatewayAdvice } = collected({
      ...credential('Meant', 'https://edge.example/meant'),
      ...credential('ByHost', 'https://eu.edge.example'),
      ...credential('Past', 'https://past.example'),
      ...config(
        'integrations:',
        entry('meant', 'NamedCredential:Meant', 'gateway: edge'),
        entry('past', 'NamedCredential:Past', 'gateway: edge'),
        'gateways:',
        "  - { id: edge, name: Edge, hosts: [edge.example, '*.edge.example'], controls: [mtls], owner: net@bank.example }"
      ),
    });
    expect(gateways).to.deep.equal([
      {
        id: 'edge',
        name: 'Edge',
        hosts: ['edge.example', '*.edge.example'],
        controls: ['mtls'],
        owner: 'net@bank.example',
        project: '.',
        integrations: ['NamedCredential:ByHost', 'meant'],
        bypassedBy: ['past'],
      },
    ]);
    expect(gatewayAdvice.verdict).to.equal('gateway-in-place');
    expect(gatewayAdvice.reasons.slice(0, 2)).to.deep.equal([
      '2 integrations go through the gateway Edge.',
      '1 integration is meant to go through the gateway Edge and calls past it.',
    ]);
  });

  it('counts what is connected directly, and advises when it is much', async () => {
    const files = async (hosts: number): Promise<Files> => ({
      ...(Object.assign(
        {},
        ...Array.from({ length: hosts }, (_, index) =>
          credential(`C${index}`, `https://h${index}.example:8443`, index % 2 === 0 ? 'One' : 'Two')
        )
      ) as Files),
      ...credential('Org', 'https://emea.my.salesforce.com:8443', 'One'),
      ...credential('Inside', 'https://10.0.0.1'),
      ...credential('ns__Packaged', 'https://package.example', 'Other'),
      ...machineApp('ERP'),
      ...machineApp('CRM'),
      'certs/One.crt': await maker.pem('one'),
      'certs/Two.crt': await maker.pem('two'),
      ...config('rules:', '  integration-endpoint-sprawl:', '    options: { minimumHosts: 3 }'),
    });
    const few = collected(await files(2)).gatewayAdvice;
    expect(few).to.deep.include({
      directHosts: ['h0.example', 'h1.example'],
      certificates: { now: 2, behindGateway: 1 },
      apps: { now: 2, behindGateway: 1 },
      verdict: 'direct',
    });
    expect(few.reasons).to.deep.equal([
      '2 hosts of third parties are called without a gateway; 3 or more would be many (rules.integration-endpoint-sprawl.options.minimumHosts).',
      '2 certificates serve direct connections; behind a gateway 1 would do.',
      '2 apps let systems in directly. A gateway needs one, though an app for each integration keeps their traces apart.',
    ]);
    expect(collected(await files(3)).gatewayAdvice.verdict).to.equal('consolidate');
  });

  it('leaves out what ends at another org, and how people sign in', async () => {
    const verifying = async (name: 'one' | 'two'): Promise<string> =>
      `<certificate>${await maker.pem(name)}</certificate>`;
    const app = (more: string): string =>
      xml(
        'ConnectedApp',
        `<label>x</label><oauthConfig>${elements({ callbackUrl: 'https://client.example/done' })}${more}<scopes>Api</scopes></oauthConfig>`
      );
    const { gatewayAdvice } = collected({
      ...inOrg(
        'hq',
        {
          'certs/One.crt': await maker.pem('one'),
          'certs/One.crt-meta.xml': xml('Certificate', elements({ caSigned: 'true', masterLabel: 'x' })),
          ...credential('Emea', 'https://emea.my.salesforce.com:8443', 'One'),
          'externalCredentials/Emea.externalCredential': externalCredential('Oauth', {
            parameters: [
              { certificate: 'One', parameterName: 'SigningCertificate', parameterType: 'SigningCertificate' },
            ],
          }),
        },
        'org: { myDomain: hq.my.salesforce.com }'
      ),
      ...inOrg(
        'emea',
        {
          'connectedApps/Hq.connectedApp': app(await verifying('one')),
          'connectedApps/Stranger.connectedApp': app(await verifying('two')),
          'connectedApps/Tablet.connectedApp': app(''),
        },
        'org: { myDomain: emea.my.salesforce.com }'
      ),
    });
    expect(gatewayAdvice).to.deep.include({
      directHosts: [],
      certificates: { now: 1, behindGateway: 1 },
      apps: { now: 1, behindGateway: 1 },
    });
  });

  it('counts what goes through one gateway of several registers once', () => {
    const edge = ['gateways:', '  - { id: edge, hosts: [edge.example] }'];
    const files = (name: string): Files => inOrg(name, credential(name, `https://edge.example/${name}`), ...edge);
    const { gatewayAdvice, gateways } = collected({ ...files('hq'), ...files('emea') });
    expect(gateways).to.have.length(2);
    expect(gatewayAdvice.reasons[0]).to.equal('2 integrations go through the gateway edge.');
  });

  it('does not count the certificate of a gateway as that of a direct connection', async () => {
    const trusted = async (name: 'one' | 'two'): Promise<string> =>
      xml('InboundCertificate', elements({ certificate: await maker.base64(name), masterLabel: 'x' }));
    const { gatewayAdvice } = collected({
      ...machineApp('ERP'),
      ...machineApp('CRM'),
      'inboundCertificates/Edge.inboundCertificate': await trusted('one'),
      'inboundCertificates/CRM.inboundCertificate': await trusted('two'),
      ...config(
        'integrations:',
        "  - { id: erp, components: ['ConnectedApp:ERP', 'InboundCertificate:Edge'], gateway: edge }",
        'gateways:',
        '  - { id: edge, hosts: [edge.example] }'
      ),
    });
    expect(gatewayAdvice.certificates).to.deep.equal({ now: 1, behindGateway: 1 });
  });

  it('advises where certificates run out', () => {
    const files = (inUse: number): Files => ({
      ...credential('A', 'https://a.example', 'One'),
      ...credential('B', 'https://b.example', 'Two'),
      ...config('org:', `  certificates: { inUse: ${inUse} }`),
    });
    expect(collected(files(39)).gatewayAdvice.verdict).to.equal('direct');
    const crowded = collected(files(40)).gatewayAdvice;
    expect(crowded.verdict).to.equal('consolidate');
    expect(crowded.reasons.at(-1)).to.equal('The org org has 40 certificates in use or planned, of 50.');
  });
});
