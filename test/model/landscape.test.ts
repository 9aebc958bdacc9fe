import { expect } from 'chai';
import { memoryFileSystem } from '../../src/fileSystem.js';
import { DEFAULT_CONFIG } from '../../src/config/config.js';
import { discover } from '../../src/discover.js';
import { differentOrgs, Landscape } from '../../src/model/landscape.js';
import { nameOrgs, type AskedProject } from '../../src/model/nameOrgs.js';
import { readProject } from '../../src/readProject.js';

const DEFINITION = '{ "packageDirectories": [{ "path": "." }] }';

const settings = (fields: Readonly<Record<string, string>>): string =>
  `<MyDomainSettings xmlns="http://soap.sforce.com/2006/04/metadata">${Object.entries(fields)
    .map(([name, value]) => `<${name}>${value}</${name}>`)
    .join('')}</MyDomainSettings>`;

/** A landscape with a project in each folder; a text is that of its My Domain settings. */
function landscapeOf(
  folders: Readonly<Record<string, Readonly<Record<string, string>>>>,
  { myDomain, name, asked = [] }: { myDomain?: string; name?: string; asked?: readonly AskedProject[] } = {}
): Landscape {
  const files = Object.entries(folders).flatMap(([folder, fields]) => [
    [`${folder}/sfdx-project.json`, DEFINITION],
    [`${folder}/settings/MyDomain.settings-meta.xml`, settings(fields)],
  ]);
  const fileSystem = memoryFileSystem(Object.fromEntries(files) as Record<string, string>);
  const config = { ...DEFAULT_CONFIG, org: { ...DEFAULT_CONFIG.org, myDomain, name } };
  const projects = discover({ fileSystem }).map((found) => readProject(found, fileSystem).project);
  return new Landscape(
    nameOrgs(
      projects.map((project) => ({ project, config })),
      asked
    )
  );
}

describe('Landscape', () => {
  const hostsOf = (fields: Readonly<Record<string, string>>, myDomain?: string): readonly string[] =>
    landscapeOf({ hq: fields }, myDomain === undefined ? {} : { myDomain }).orgs[0]!.hosts;
  const bank = { myDomainName: 'Bank', myDomainSuffix: 'MySalesforce', domainPartition: 'none' };

  for (const [what, fields, hosts] of [
    ['a production org', bank, ['bank.my.salesforce.com']],
    [
      'a sandbox by its whole name',
      { ...bank, myDomainName: 'bank--uat', domainPartition: 'sandbox' },
      ['bank--uat.sandbox.my.salesforce.com'],
    ],
    ['a developer org', { ...bank, domainPartition: 'develop' }, ['bank.develop.my.salesforce.com']],
    ['a sandbox that may lack its name', { ...bank, domainPartition: 'sandbox' }, []],
    ['an org without enhanced domains', { ...bank, myDomainSuffix: 'MySalesforceLimited' }, []],
    ['settings without a partition', { myDomainName: 'bank', myDomainSuffix: 'MySalesforce' }, []],
    ['a name that a build puts in', { ...bank, myDomainName: '${DOMAIN}' }, []],
    ['a name that is none', { ...bank, myDomainName: 'bank.example/' }, []],
    ['settings of something else', { canOnlyLoginWithMyDomainUrl: 'true' }, []],
  ] as const) {
    it(`knows the hosts of ${what}`, () => expect(hostsOf(fields)).to.deep.equal(hosts));
  }

  it('believes the config rather than the settings', () => {
    expect(hostsOf(bank, 'other.my.salesforce.com')).to.deep.equal(['other.my.salesforce.com']);
  });

  it('gives the org at a host, and none at one that two orgs claim', () => {
    const emea = { ...bank, myDomainName: 'bank-emea' };
    const landscape = landscapeOf({ hq: bank, emea, apac: emea });
    expect(landscape.orgAt('bank.my.salesforce.com')?.name).to.equal('hq');
    expect(landscape.orgAt('bank-emea.my.salesforce.com')).to.equal(undefined);
    expect(landscape.orgAt('stranger.example')).to.equal(undefined);
  });

  it('tells a project whose host another one claims, too', () => {
    const emea = { ...bank, myDomainName: 'bank-emea' };
    const landscape = landscapeOf({ hq: bank, emea, apac: emea, nowhere: {} });
    expect(landscape.orgs.filter((org) => landscape.isAmbiguous(org)).map(({ name }) => name)).to.deep.equal([
      'apac',
      'emea',
    ]);
  });

  it('counts as different orgs those whose hosts tell, and a sandbox with its production', () => {
    const landscape = landscapeOf({
      a: bank,
      b: { ...bank, myDomainName: 'bank--uat', domainPartition: 'sandbox' },
      c: { ...bank, myDomainName: 'bank-emea' },
      d: {},
      e: bank,
    });
    expect(differentOrgs(landscape.orgs).map(({ name }) => name)).to.deep.equal(['a', 'c']);
  });

  it('leaves out the part of the root that is no project', () => {
    expect(landscapeOf({ hq: bank, emea: bank }).orgs.map(({ name }) => name)).to.deep.equal(['emea', 'hq']);
  });
});

describe('nameOrgs', () => {
  const names = (
    folders: readonly string[],
    name: string | undefined,
    asked: readonly AskedProject[]
  ): readonly string[] =>
    landscapeOf(Object.fromEntries(folders.map((folder) => [folder, {}])), {
      ...(name !== undefined && { name }),
      asked,
    }).orgs.map((org) => org.name);
  const ask = (folder: string, name?: string): AskedProject => ({ folder, name, folderName: `folder-${folder}` });

  it('takes a given name over that of the config, and that over the folder', () => {
    expect(names(['a', 'b'], undefined, [ask('a', 'hq')])).to.deep.equal(['hq', 'b']);
    expect(names(['a', 'b'], 'bank', [ask('a', 'hq')])).to.deep.equal(['hq', 'bank']);
    expect(names(['a', 'b'], undefined, [ask('a'), ask('b')])).to.deep.equal(['folder-a', 'folder-b']);
  });

  it('counts up names that nobody gave on purpose', () => {
    expect(names(['a', 'b', 'c'], 'bank', [])).to.deep.equal(['bank', 'bank-2', 'bank-3']);
    expect(names(['a', 'b'], 'bank', [ask('b', 'bank')])).to.deep.equal(['bank-2', 'bank']);
  });

  it('means the only project below a folder, and its own before those within it', () => {
    expect(names(['a/x'], undefined, [ask('a', 'hq')])).to.deep.equal(['hq']);
    expect(names(['a/x', 'a/y'], undefined, [ask('a', 'hq')])).to.deep.equal(['x', 'y']);
    expect(names(['a', 'a/x'], undefined, [ask('a', 'hq')])).to.deep.equal(['hq', 'x']);
    expect(names(['a/x', 'a/y'], undefined, [ask('a', 'hq'), ask('a/y', 'emea')])).to.deep.equal(['hq', 'emea']);
  });
});
