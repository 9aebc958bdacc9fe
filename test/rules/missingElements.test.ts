import { expect } from 'chai';
import { DEFAULT_CONFIG, memoryFileSystem, rules, scan, type Config } from '../../src/index.js';
import { METADATA_TYPES, type MetadataType } from '../../src/model/metadataTypes.js';
import { SETTINGS_NAMES } from '../../src/model/settings.js';
import { configFor } from '../support/config.js';
import { casesOf } from '../support/fixtures.js';

const now = new Date('2026-11-22T00:00:00Z');

/** An element that holds nothing but text, on a line of its own. */
const LEAF = /^[ \t]*<([A-Za-z]+)>[^<]*<\/\1>.*\n/gm;

/** So that all of it is looked at. */
const config: Config = {
  ...DEFAULT_CONFIG,
  sync: { ...DEFAULT_CONFIG.sync, include: ['*:*'] },
  integrations: [{ id: 'other', components: ['*:Other'], owner: 'owner@bank.example' }],
};

/** The children that hold others. */
const CONTAINERS: Readonly<Partial<Record<MetadataType, readonly string[]>>> = {
  ConnectedApp: ['attributes', 'ipRanges', 'oauthConfig', 'oauthPolicy', 'samlConfig', 'sessionPolicy'],
  ExternalCredential: ['externalCredentialParameters'],
  ExtlClntAppOauthSecuritySettings: ['tokenIpRanges'],
  MutingPermissionSet: [
    'externalCredentialPrincipalAccesses',
    'fieldPermissions',
    'objectPermissions',
    'userPermissions',
  ],
  NamedCredential: ['namedCredentialParameters'],
  PermissionSet: ['externalCredentialPrincipalAccesses', 'fieldPermissions', 'objectPermissions', 'userPermissions'],
  Profile: ['fieldPermissions', 'loginIpRanges', 'objectPermissions', 'userPermissions'],
  Settings: ['eventMonitoring', 'networkAccess', 'passwordPolicies', 'realTimeEvents', 'sessionSettings'],
  Workflow: ['outboundMessages', 'rules'],
};

/** A component of each type, whose root element holds nothing, or nothing but empty children. */
function bareComponents(withContainers: boolean): Record<string, string> {
  const files: Record<string, string> = {};
  for (const type of Object.keys(METADATA_TYPES) as MetadataType[]) {
    const { suffix, rootOf } = METADATA_TYPES[type];
    for (const name of type === 'Settings' ? SETTINGS_NAMES : ['Bare']) {
      const path = type === 'CustomField' ? `objects/Account/fields/${name}__c` : `${suffix}/${name}`;
      const root = rootOf?.(name) ?? type;
      const children = (withContainers ? (CONTAINERS[type] ?? []) : []).map((child) =>
        `<${child}></${child}>`.repeat(2)
      );
      files[`${path}.${suffix}-meta.xml`] =
        `<${root} xmlns="http://soap.sforce.com/2006/04/metadata">${children.join('')}</${root}>`;
    }
  }
  return files;
}

describe('metadata in which an element is missing', () => {
  for (const rule of rules) {
    it(`${rule.id} gets along without any one of the elements that its example has`, () => {
      for (const { name, files } of casesOf(rule.id, 'fail')) {
        if (name !== 'example') continue;
        const texts = Object.fromEntries(files.map(({ path, text }) => [path, text]));
        for (const { path, text } of files) {
          for (const { 0: line, index } of text.matchAll(LEAF)) {
            const without = `${text.slice(0, index)}${text.slice(index + line.length)}`;
            const fileSystem = memoryFileSystem({ ...texts, [path]: without });
            // Throws where a rule does.
            scan({ fileSystem, now, rules: [rule], persona: 'auditor', configOf: configFor(fileSystem) });
          }
        }
      }
    });
  }

  for (const withContainers of [false, true]) {
    it(`no rule needs a component to say anything${withContainers ? ', nor its children' : ''}`, () => {
      const fileSystem = memoryFileSystem(bareComponents(withContainers));
      const report = scan({ fileSystem, now, persona: 'auditor', configOf: () => config });
      expect(report.findings.filter(({ rule }) => rule === 'metadata-unreadable')).to.deep.equal([]);
      expect(Object.keys(report.components)).to.include.members(
        Object.keys(METADATA_TYPES).filter((type) => type !== 'CustomField')
      );
    });
  }
});
