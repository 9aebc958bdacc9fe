import { expect } from 'chai';
import type { SyncConfig } from '../../src/config/config.js';
import { DEFAULT_CONFIG } from '../../src/config/config.js';
import { discover } from '../../src/discover.js';
import { memoryFileSystem } from '../../src/fileSystem.js';
import { findWord } from '../../src/model/nameWords.js';
import type { Project } from '../../src/model/project.js';
import { isPackaged, recognizeSyncIdentities, type SyncIdentity } from '../../src/model/syncIdentity.js';
import { readProject } from '../../src/readProject.js';

const NAMESPACE = 'xmlns="http://soap.sforce.com/2006/04/metadata"';

interface SetFacts {
  readonly label?: string;
  readonly license?: string;
  readonly permissions?: readonly string[];
}

const userPermissions = (names: readonly string[] = []): string =>
  names.map((name) => `<userPermissions><enabled>true</enabled><name>${name}</name></userPermissions>`).join('');
const leaf = (name: string, value: string | undefined): string =>
  value === undefined ? '' : `<${name}>${value}</${name}>`;

const permissionSet = (
  name: string,
  { label = 'Label', license, permissions }: SetFacts = {}
): Record<string, string> => ({
  [`permissionsets/${name}.permissionset-meta.xml`]: `<PermissionSet ${NAMESPACE}>${leaf('label', label)}${leaf('license', license)}${userPermissions(permissions)}</PermissionSet>`,
});

const profile = (
  name: string,
  { custom, userLicense, permissions }: { custom?: boolean; userLicense?: string; permissions?: readonly string[] } = {}
): Record<string, string> => ({
  [`profiles/${name}.profile-meta.xml`]: `<Profile ${NAMESPACE}>${leaf('custom', custom?.toString())}${leaf('userLicense', userLicense)}${userPermissions(permissions)}</Profile>`,
});

const group = (
  name: string,
  members: readonly string[],
  { label = 'Label', muting = [] }: { label?: string; muting?: readonly string[] } = {}
): Record<string, string> => ({
  [`permissionsetgroups/${name}.permissionsetgroup-meta.xml`]: `<PermissionSetGroup ${NAMESPACE}>${leaf('label', label)}${members.map((member) => leaf('permissionSets', member)).join('')}${muting.map((set) => leaf('mutingPermissionSets', set)).join('')}</PermissionSetGroup>`,
});

const mutingSet = (name: string, permissions: readonly string[]): Record<string, string> => ({
  [`mutingpermissionsets/${name}.mutingpermissionset-meta.xml`]: `<MutingPermissionSet ${NAMESPACE}>${userPermissions(permissions)}</MutingPermissionSet>`,
});

const connectedApp = (name: string, oauth: string, ends: string): Record<string, string> => ({
  [`connectedApps/${name}.connectedApp-meta.xml`]: `<ConnectedApp ${NAMESPACE}><label>${name}</label><oauthConfig>${oauth}</oauthConfig>${ends}</ConnectedApp>`,
});

const CLIENT_CREDENTIALS = '<isClientCredentialEnabled>true</isClientCredentialEnabled>';
const JWT_CERTIFICATE = '<certificate>MIIC</certificate>';

const externalClientApp = (name: string, sets: string): Record<string, string> => ({
  [`externalClientApps/${name}.eca-meta.xml`]: `<ExternalClientApplication ${NAMESPACE}><label>${name}</label></ExternalClientApplication>`,
  [`extlClntAppOauthPolicies/${name}_oauthPlcy.ecaOauthPlcy-meta.xml`]: `<ExtlClntAppOauthConfigurablePolicies ${NAMESPACE}><commaSeparatedPermissionSet>${sets}</commaSeparatedPermissionSet><externalClientApplication>${name}</externalClientApplication><isClientCredentialsFlowEnabled>true</isClientCredentialsFlowEnabled></ExtlClntAppOauthConfigurablePolicies>`,
});

function projectOf(files: Readonly<Record<string, string>>): Project {
  const fileSystem = memoryFileSystem(files);
  return readProject(discover({ fileSystem })[0]!, fileSystem).project;
}

const recognized = (
  files: Readonly<Record<string, string>>,
  config: Partial<SyncConfig> = {}
): ReadonlyMap<string, SyncIdentity> =>
  new Map(
    recognizeSyncIdentities(projectOf(files), { ...DEFAULT_CONFIG.sync, ...config }).identities.map((identity) => [
      identity.holder.fullName,
      identity,
    ])
  );

/** Names that are looked at as the full name and as the label of a permission set. */
const names: ReadonlyArray<readonly [name: string, word: string | undefined]> = [
  ['HQ_to_EMEA_Account_Sync', 'sync'],
  ['HqEMEASync', 'sync'],
  ['hqEmeaSync', 'sync'],
  ['HQ-EMEA-SYNC', 'sync'],
  ['sync', 'sync'],
  ['sync2', 'sync'],
  ['2sync', 'sync'],
  ['Sync2Emea', 'sync'],
  ['sync2emea', 'sync'],
  ['EMEA2Sync', 'sync'],
  ['Nightly Synchronization', 'synchronization'],
  ['Nightly Synchronisation', 'synchronisation'],
  ['Async_Approvals', undefined],
  ['Syncopation', undefined],
  ['HQSYNCHRONOUS', undefined],
  ['API', 'api'],
  ['ERP_API_Access', 'api'],
  ['ErpApiAccess', 'api'],
  ['APIs_of_Partners', 'apis'],
  ['Capital_Markets', undefined],
  ['Apiary', undefined],
  ['Apiário', undefined],
  ['Rapid_Response', undefined],
  ['A_P_I', undefined],
  ['Service_BOT', 'bot'],
  ['BOT', 'bot'],
  ['Botany_Team', undefined],
  ['Robotics', undefined],
  ['Bot_Builder', undefined],
  ['Rest_Area', undefined],
  ['Rest_of_World', undefined],
  ['Branch_Rest_Service', 'rest service'],
  ['BranchRestService', 'rest service'],
  ['Forest_Service', undefined],
  ['Soap_Products', undefined],
  ['Legacy_SOAP_Client', 'soap client'],
  ['SAP_Interface', 'interface'],
  ['User_Interface_Designers', undefined],
  ['n8n', 'n8n'],
  ['N8N_Flows', 'n8n'],
  ['N8nFlows', 'n8n'],
  ['MuleSoft', 'mulesoft'],
  ['MuleSoftUser', 'mule soft'],
  ['Mulesoft_User', 'mulesoft'],
  ['Encirca_Data_Loader', 'data loader'],
  ['Dataloader', 'dataloader'],
  ['Data_Uploaders', undefined],
  ['Ledger ETL', 'etl'],
  ['Nettle_Tea', undefined],
  ['svc_erp', 'svc'],
  ['Anypoint Integration', 'integration'],
  ['Integrations', 'integrations'],
  ['Integrationist', undefined],
  ['Integrity_Office', undefined],
  ['Vault_Backup', 'backup'],
  ['Connectors_of_People', undefined],
  ['Bank_Connector', 'connector'],
  ['SnapLogicUser', 'snap logic'],
  ['Fivetran', 'fivetran'],
  ['Web_Services', 'web services'],
  ['Web_Designers', undefined],
  ['Branch_Managers', undefined],
];

describe('recognising sync identities', () => {
  describe('by the words of a name, as a full name and as a label', () => {
    for (const [name, word] of names) {
      it(`${name}: ${word ?? 'none'}`, () => {
        for (const files of [permissionSet(name), permissionSet('Plain', { label: name })]) {
          const [identity] = recognized(files).values();
          expect(identity?.signs[0]?.reason).to.equal(
            word && `name only (the ${word.includes(' ') ? 'words' : 'word'} "${word}")`
          );
          expect(identity?.confidence).to.equal(word && 'medium');
        }
      });
    }

    it('takes words of a team from config, in any spelling', () => {
      const files = {
        ...permissionSet('Kafka_Connect'),
        ...permissionSet('Integrasjonsbruker'),
        ...permissionSet('Kafkas_Works'),
      };
      expect([...recognized(files, { words: ['KafkaConnect', 'INTEGRASJONSBRUKER', '', '_'] }).keys()]).to.deep.equal([
        'Integrasjonsbruker',
        'Kafka_Connect',
      ]);
    });

    it('looks at letters beyond ASCII as letters, composed or not', () => {
      expect(findWord(['integração'], 'Integração_ERP')).to.equal('integração');
      expect(findWord(['integração'.normalize('NFC')], 'Integração_ERP'.normalize('NFD'))).to.equal('integração');
    });
  });

  describe('by facts', () => {
    const facts: ReadonlyArray<readonly [what: string, files: Record<string, string>, reason: string | undefined]> = [
      [
        'an integration permission set licence',
        permissionSet('X', { license: 'SalesforceAPIIntegrationPsl' }),
        'its licence SalesforceAPIIntegrationPsl',
      ],
      [
        'its label',
        permissionSet('X', { license: 'Salesforce API Integration' }),
        'its licence Salesforce API Integration',
      ],
      [
        'the integration user licence',
        permissionSet('X', { license: 'Salesforce Integration' }),
        'its licence Salesforce Integration',
      ],
      [
        'Cloud Integration User',
        permissionSet('X', { license: 'Cloud Integration User' }),
        'its licence Cloud Integration User',
      ],
      [
        'Analytics Cloud Integration User',
        permissionSet('X', { license: 'Analytics Cloud Integration User' }),
        'its licence Analytics Cloud Integration User',
      ],
      ['the licence of people', permissionSet('X', { license: 'Salesforce' }), undefined],
      ['ApiUserOnly', permissionSet('X', { permissions: ['ApiUserOnly'] }), 'its permission ApiUserOnly'],
      ['ApiEnabled, which people have too', permissionSet('X', { permissions: ['ApiEnabled'] }), undefined],
      [
        'a custom profile with ApiUserOnly',
        profile('X', { custom: true, permissions: ['ApiUserOnly'] }),
        'its permission ApiUserOnly',
      ],
      [
        'a custom profile with the licence',
        profile('X', { custom: true, userLicense: 'Salesforce Integration' }),
        'its licence Salesforce Integration',
      ],
      ['a profile that does not say whether it is custom', profile('X API'), 'name only (the word "api")'],
      ['a standard profile', profile('X API', { custom: false, permissions: ['ApiUserOnly'] }), undefined],
      [
        'a standard profile of an older retrieve',
        profile('Analytics Cloud Integration User', { permissions: ['ApiUserOnly'] }),
        undefined,
      ],
      [
        'the standard profile for integrations, which a team can change',
        profile('Minimum Access - API Only Integrations', { custom: false, userLicense: 'Salesforce Integration' }),
        'its licence Salesforce Integration',
      ],
      ['a packaged set', permissionSet('acme__Sync', { license: 'Salesforce Integration' }), undefined],
      ["a set of Salesforce's own", permissionSet('sfdcInternalInt__sfdc_sync'), undefined],
      [
        'an app with client credentials',
        {
          ...permissionSet('X'),
          ...connectedApp('ERP', CLIENT_CREDENTIALS, '<permissionSetName>x</permissionSetName>'),
        },
        'the app ERP (client credentials flow)',
      ],
      [
        'an app with a JWT certificate',
        { ...permissionSet('X'), ...connectedApp('ERP', JWT_CERTIFICATE, '<permissionSetName>X</permissionSetName>') },
        'the app ERP (JWT bearer flow)',
      ],
      [
        'an app that people sign in to',
        { ...permissionSet('X'), ...connectedApp('ERP', '', '<permissionSetName>X</permissionSetName>') },
        undefined,
      ],
      [
        'an External Client App with client credentials',
        { ...permissionSet('X'), ...externalClientApp('ERP', 'Y, X') },
        'the app ERP (client credentials flow)',
      ],
      [
        'a profile of an app with client credentials',
        {
          ...profile('X', { custom: true }),
          ...connectedApp('ERP', CLIENT_CREDENTIALS, '<profileName>X</profileName>'),
        },
        'the app ERP (client credentials flow)',
      ],
      [
        'a standard profile of an app with client credentials',
        { ...profile('Admin'), ...connectedApp('ERP', CLIENT_CREDENTIALS, '<profileName>Admin</profileName>') },
        undefined,
      ],
      [
        'a profile of an app with a JWT certificate, which people may have',
        { ...profile('X', { custom: true }), ...connectedApp('ERP', JWT_CERTIFICATE, '<profileName>X</profileName>') },
        undefined,
      ],
      [
        'a group with a telling name',
        { ...permissionSet('X'), ...group('EMEA_Sync', ['x']) },
        'its group EMEA_Sync, which is known by name only (the word "sync")',
      ],
      [
        'a group with a telling label',
        { ...permissionSet('X'), ...group('G', ['X'], { label: 'EMEA Sync' }) },
        'its group G, which is known by name only (the word "sync")',
      ],
      ['a group of people', { ...permissionSet('X'), ...group('Managers', ['X']) }, undefined],
      [
        'a group with a member for API-only users',
        { ...permissionSet('X'), ...permissionSet('L', { permissions: ['ApiUserOnly'] }), ...group('G', ['L', 'X']) },
        'its group G, which is known by the member L and its permission ApiUserOnly',
      ],
      [
        'a group with a licensed member',
        {
          ...permissionSet('X'),
          ...permissionSet('L', { license: 'Salesforce Integration' }),
          ...group('G', ['L', 'X']),
        },
        'its group G, which is known by the member L and its licence Salesforce Integration',
      ],
      [
        'a group that mutes ApiUserOnly',
        {
          ...permissionSet('X'),
          ...permissionSet('L', { permissions: ['ApiUserOnly'] }),
          ...group('G', ['L', 'X'], { muting: ['M'] }),
          ...mutingSet('M', ['ApiUserOnly']),
        },
        undefined,
      ],
      ['a group of a package', { ...permissionSet('X'), ...group('acme__Sync', ['X']) }, undefined],
    ];
    for (const [what, files, reason] of facts) {
      it(`${what}: ${reason ?? 'none'}`, () => {
        const identities = recognized(files);
        const found = [...identities.values()].find(({ holder }) => holder.fullName !== 'L');
        expect(found?.signs[0]?.reason).to.equal(reason);
        expect(found?.confidence).to.equal(reason && (reason.includes('name only') ? 'medium' : 'high'));
      });
    }

    it('puts a sure sign before a name, and says where it stands', () => {
      const identity = recognized(permissionSet('EMEA_Sync', { license: 'Salesforce Integration' })).get('EMEA_Sync');
      expect(identity).to.include({ confidence: 'high' });
      expect(identity?.signs.map(({ reason, at }) => [reason, at?.file])).to.deep.equal([
        ['its licence Salesforce Integration', 'permissionsets/EMEA_Sync.permissionset-meta.xml'],
        ['name only (the word "sync")', undefined],
      ]);
    });

    it('takes all groups of a set that is recognised by itself, and only telling ones of another', () => {
      const files = {
        ...permissionSet('X'),
        ...permissionSet('X_Sync'),
        ...group('EMEA_Sync', ['X', 'X_Sync']),
        ...group('Managers', ['X', 'X_Sync']),
      };
      const identities = recognized(files);
      const groupsOf = (name: string): readonly string[] =>
        identities.get(name)!.groups.map(({ fullName }) => fullName);
      expect(groupsOf('X')).to.deep.equal(['EMEA_Sync']);
      expect(groupsOf('X_Sync')).to.deep.equal(['EMEA_Sync', 'Managers']);
    });
  });

  describe('by config', () => {
    const files = {
      ...permissionSet('Ledger'),
      ...permissionSet('Ledger_Sync'),
      ...permissionSet('acme__Feed'),
      ...permissionSet('Core'),
      ...profile('Admin', { custom: false }),
      ...group('Bundle', ['Core']),
    };
    const cases: ReadonlyArray<readonly [what: string, config: Partial<SyncConfig>, expected: readonly string[]]> = [
      ['nothing', {}, ['Ledger_Sync']],
      ['include a set', { include: ['PermissionSet:Ledger'] }, ['Ledger', 'Ledger_Sync']],
      ['include by pattern', { include: ['permissionset:ledger*'] }, ['Ledger', 'Ledger_Sync']],
      ['include of another type', { include: ['Profile:Ledger'] }, ['Ledger_Sync']],
      ['include a packaged set by name', { include: ['PermissionSet:acme__*'] }, ['Ledger_Sync', 'acme__Feed']],
      ['include a standard profile by name', { include: ['Profile:Admin'] }, ['Ledger_Sync', 'Admin']],
      ['include a group', { include: ['PermissionSetGroup:Bundle'] }, ['Core', 'Ledger_Sync']],
      [
        'include a group, exclude its member',
        { include: ['PermissionSetGroup:Bundle'], exclude: ['PermissionSet:Core'] },
        ['Ledger_Sync'],
      ],
      [
        'include and exclude a group',
        { include: ['PermissionSetGroup:*'], exclude: ['PermissionSetGroup:Bundle'] },
        ['Ledger_Sync'],
      ],
      ['exclude', { exclude: ['PermissionSet:*'] }, []],
      ['exclude beats include', { include: ['*'], exclude: ['*'] }, []],
    ];
    for (const [what, config, expected] of cases) {
      it(what, () => {
        expect([...recognized(files, config).keys()]).to.deep.equal(expected);
      });
    }

    it('names config as the surest sign', () => {
      const identity = recognized(files, { include: ['PermissionSet:Ledger_Sync'] }).get('Ledger_Sync');
      expect(identity).to.include({ confidence: 'high' });
      expect(identity?.signs[0]?.reason).to.equal('sync.include');
    });
  });

  it('names the surest sign first, and the group by its own', () => {
    const found = recognized({
      ...permissionSet('Ledger_Sync'),
      ...permissionSet('Ledger_Api_Only', { permissions: ['ApiUserOnly'] }),
      ...group('Night_Sync', ['Ledger_Sync', 'Ledger_Api_Only']),
      ...group('Day_Sync', ['Ledger_Sync']),
    });
    expect(found.get('Ledger_Sync')?.signs.map(({ confidence, reason }) => `${confidence}: ${reason}`)).to.deep.equal([
      'high: its group Night_Sync, which is known by the member Ledger_Api_Only and its permission ApiUserOnly',
      'medium: name only (the word "sync")',
      'medium: its group Day_Sync, which is known by name only (the word "sync")',
    ]);
  });

  it('takes a profile for no member of a group that has a set of its name', () => {
    const found = recognized({
      ...profile('Ledger', { custom: true }),
      ...permissionSet('Ledger'),
      ...group('Night_Sync', ['Ledger']),
    });
    expect([...found.values()].map(({ holder }) => holder.type)).to.deep.equal(['PermissionSet']);
  });

  it('knows packaged names from own ones', () => {
    for (const name of ['acme__Sync', 'a1__B', 'sfdcInternalInt__x', 'my_ns__Set'])
      expect(isPackaged(name), name).to.equal(true);
    for (const name of ['Sync', 'My_Set', '_x__Y', 'Sales__', '__X', 'Data  Loader'])
      expect(isPackaged(name), name).to.equal(false);
  });

  it('recognises two thousand sets in two hundred groups in no more than a moment', () => {
    const files: Record<string, string> = {};
    for (let number = 0; number < 2000; number += 1) Object.assign(files, permissionSet(`Sync_${number}`));
    for (let number = 0; number < 200; number += 1) {
      const members = Array.from({ length: 50 }, (_, member) => `Sync_${(number * 10 + member) % 2000}`);
      Object.assign(files, group(`Group_${number}`, members));
    }
    const project = projectOf(files);
    const start = process.hrtime.bigint();
    expect(recognizeSyncIdentities(project, DEFAULT_CONFIG.sync).identities).to.have.length(2000);
    expect(Number(process.hrtime.bigint() - start) / 1e9, 'seconds').to.be.below(2);
  });
});
