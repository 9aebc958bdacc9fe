import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { MetadataResolver, registry } from '@salesforce/source-deploy-retrieve';
import { expect } from 'chai';
import { discover } from '../../src/discover.js';
import { diskFileSystem } from '../../src/fileSystem.js';
import { METADATA_TYPES, type MetadataType } from '../../src/model/metadataTypes.js';
import { FIXTURES } from '../support/fixtures.js';

/** The registry's entry of each type, children included, by type name. */
const registered = new Map(
  Object.values(registry.types)
    .flatMap((type) => [type, ...Object.values(type.children?.types ?? {})])
    .map((type) => [type.name, type])
);

const types = Object.keys(METADATA_TYPES) as MetadataType[];

/** `Type:FullName` of all that the resolver finds below a folder, of the types that are read here. */
const resolvedIn = (folder: string): readonly string[] =>
  new MetadataResolver()
    .getComponentsFromPath(folder)
    .flatMap((component) => [component, ...component.getChildren()])
    .filter(({ type }) => type.name in METADATA_TYPES)
    .map(({ type, fullName }) => `${type.name}:${fullName}`);

const discoveredIn = (folder: string): readonly string[] =>
  discover({ fileSystem: diskFileSystem(folder), paths: [''] }).flatMap(({ components }) =>
    components.filter(({ metadata }) => metadata.length > 0).map(({ type, fullName }) => `${type}:${fullName}`)
  );

describe('the registry of @salesforce/source-deploy-retrieve', () => {
  for (const type of types) {
    it(`gives ${type} the same suffix and the same content file`, () => {
      expect(registered.get(type)?.suffix).to.equal(METADATA_TYPES[type].suffix);
      const hasContent = registered.get(type)?.strategies?.adapter === 'matchingContentFile';
      expect(METADATA_TYPES[type].hasContent ?? false).to.equal(hasContent);
    });
  }
});

describe('the resolver of @salesforce/source-deploy-retrieve', () => {
  let folder: string;

  before(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'sf-isa-resolver-')));
    const write = (path: string): void => {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      const name = /\.(\w+?)(?:-meta\.xml)?$/.exec(path)?.[1] ?? '';
      const type = types.find((one) => METADATA_TYPES[one].suffix === name) ?? 'ApexClass';
      writeFileSync(join(folder, path), `<${type} xmlns="http://soap.sforce.com/2006/04/metadata"></${type}>\n`);
    };
    for (const type of types) {
      const { suffix, hasContent } = METADATA_TYPES[type];
      const directory = registered.get(type)?.directoryName ?? '';
      if (type === 'CustomField') {
        write('objects/Account/fields/SSN__c.field-meta.xml');
        write('objects/Order__c/Order__c.object-meta.xml');
        write('objects/Order__c/fields/Sum__c.field-meta.xml');
        continue;
      }
      for (const name of ['Bank', 'With Blank', 'Größe', 'with.dot']) {
        write(`${directory}/${name}.${suffix}-meta.xml`);
        if (hasContent) write(`${directory}/${name}.${suffix}`);
      }
      write(`${directory}/deep/er/Deep.${suffix}-meta.xml`);
      if (hasContent) write(`${directory}/deep/er/Deep.${suffix}`);
    }
    write('classes/Bank.cls');
    write('classes/Bank.cls-meta.xml');
  });

  after(() => rmSync(folder, { recursive: true }));

  it('finds the components that discovery finds in a source tree with every type', () => {
    const resolved = resolvedIn(folder);
    expect(resolved.length).to.be.greaterThan(types.length * 4);
    expect(discoveredIn(folder)).to.have.members(resolved);
  });

  it('finds the components that discovery finds in the bank', () => {
    const bank = join(FIXTURES, 'projects/bank/force-app');
    const resolved = resolvedIn(bank);
    expect(resolved.length).to.be.greaterThan(10);
    expect(discoveredIn(bank)).to.have.members(resolved);
  });
});
