import { expect } from 'chai';
import { DEFAULT_CONFIG } from '../../src/config/config.js';
import { discover } from '../../src/discover.js';
import { memoryFileSystem } from '../../src/fileSystem.js';
import { GrantReader, groupsOf, type GrantSource } from '../../src/model/grants.js';
import type { ObjectPermission } from '../../src/model/permissionSet.js';
import type { Project } from '../../src/model/project.js';
import { recognizeSyncIdentities } from '../../src/model/syncIdentity.js';
import { readProject } from '../../src/readProject.js';

const NAMESPACE = 'xmlns="http://soap.sforce.com/2006/04/metadata"';

const FLAGS = {
  c: 'allowCreate',
  r: 'allowRead',
  e: 'allowEdit',
  d: 'allowDelete',
  v: 'viewAllRecords',
  m: 'modifyAllRecords',
  f: 'viewAllFields',
} as const;
type Letter = keyof typeof FLAGS;

/**
 * What a holder enables, in short: `ViewAllData` is a user permission, `Account:red` an object with the flags read, edit
 * and delete, `Contact.SSN__c:re` a field that is readable and editable. Words are separated by blanks.
 */
type Short = string;

function body(short: Short): string {
  return short
    .split(' ')
    .filter((word) => word !== '')
    .map((word) => {
      const [name = '', flags] = word.split(':');
      if (flags === undefined) return `<userPermissions><enabled>true</enabled><name>${name}</name></userPermissions>`;
      if (name.includes('.')) {
        return `<fieldPermissions><editable>${flags.includes('e')}</editable><field>${name}</field><readable>${flags.includes('r')}</readable></fieldPermissions>`;
      }
      const all = Object.entries(FLAGS).map(([letter, flag]) => `<${flag}>${flags.includes(letter)}</${flag}>`);
      return `<objectPermissions>${all.join('')}<object>${name}</object></objectPermissions>`;
    })
    .join('');
}

/** A group by its members and its muting permission sets; a muting set is in the project when it has an entry. */
interface Groups {
  readonly [name: string]: { readonly sets: readonly string[]; readonly muting?: readonly string[] };
}

function projectOf(
  sets: Readonly<Record<string, Short>>,
  groups: Groups,
  muting: Readonly<Record<string, Short>>
): Project {
  const files: Record<string, string> = {};
  for (const [name, short] of Object.entries(sets)) {
    files[`permissionsets/${name}.permissionset-meta.xml`] =
      `<PermissionSet ${NAMESPACE}><label>${name}</label>${body(short)}</PermissionSet>`;
  }
  for (const [name, short] of Object.entries(muting)) {
    files[`mutingpermissionsets/${name}.mutingpermissionset-meta.xml`] =
      `<MutingPermissionSet ${NAMESPACE}><label>${name}</label>${body(short)}</MutingPermissionSet>`;
  }
  for (const [name, { sets: members, muting: mutingSets = [] }] of Object.entries(groups)) {
    const names = [
      ...mutingSets.map((set) => `<mutingPermissionSets>${set}</mutingPermissionSets>`),
      ...members.map((set) => `<permissionSets>${set}</permissionSets>`),
    ];
    files[`permissionsetgroups/${name}.permissionsetgroup-meta.xml`] =
      `<PermissionSetGroup ${NAMESPACE}><label>${name}</label>${names.join('')}</PermissionSetGroup>`;
  }
  const fileSystem = memoryFileSystem(files);
  return readProject(discover({ fileSystem })[0]!, fileSystem).project;
}

/** What the set S grants through all its groups, in the same short form; what grants nothing is left out. */
function grantsOfS(project: Project): Short {
  const { userPermissions, records } = new GrantReader(project).grantsOf(
    project.find('PermissionSet', 'S')!,
    groupsOf(project, 'S')
  );
  const { objectPermissions, fieldPermissions } = records();
  const flagsOf = (permission: ObjectPermission): string =>
    (Object.keys(FLAGS) as Letter[]).filter((letter) => permission[FLAGS[letter]]?.value).join('');
  return [
    ...userPermissions.map(({ value }) => value),
    ...objectPermissions.map((permission) => `${permission.object}:${flagsOf(permission)}`),
    ...fieldPermissions.map(
      ({ field, readable, editable }) => `${field.value}:${readable ? 'r' : ''}${editable ? 'e' : ''}`
    ),
  ]
    .filter((word) => !word.endsWith(':'))
    .join(' ');
}

interface Case {
  readonly what: string;
  /** What the set S enables. */
  readonly s: Short;
  readonly groups?: Groups;
  readonly muting?: Readonly<Record<string, Short>>;
  readonly granted: Short;
}

const G = { sets: ['S'], muting: ['M'] };

const cases: readonly Case[] = [
  { what: 'in no group: all', s: 'ModifyAllData Account:rd', granted: 'ModifyAllData Account:rd' },
  {
    what: 'muted elsewhere, not in the group',
    s: 'ModifyAllData',
    groups: { G: { sets: ['T'], muting: ['M'] } },
    muting: { M: 'ModifyAllData' },
    granted: 'ModifyAllData',
  },
  {
    what: 'a muting set that no group names',
    s: 'ModifyAllData',
    groups: { G: { sets: ['S'] } },
    muting: { M: 'ModifyAllData' },
    granted: 'ModifyAllData',
  },
  {
    what: 'in a group that mutes nothing',
    s: 'ModifyAllData',
    groups: { G: { sets: ['S'] } },
    granted: 'ModifyAllData',
  },
  {
    what: 'in a group with an empty muting set',
    s: 'ModifyAllData',
    groups: { G },
    muting: { M: '' },
    granted: 'ModifyAllData',
  },
  {
    what: 'a user permission, muted',
    s: 'ApiEnabled ModifyAllData',
    groups: { G },
    muting: { M: 'ModifyAllData' },
    granted: 'ApiEnabled',
  },
  {
    what: 'another user permission, muted',
    s: 'ModifyAllData',
    groups: { G },
    muting: { M: 'ViewAllData' },
    granted: 'ModifyAllData',
  },
  {
    what: 'names in another case',
    s: 'ModifyAllData',
    groups: { G: { sets: ['s'], muting: ['m'] } },
    muting: { M: 'ModifyAllData' },
    granted: '',
  },
  {
    what: 'two groups, both mute it',
    s: 'ModifyAllData',
    groups: { G, H: { sets: ['S'], muting: ['N'] } },
    muting: { M: 'ModifyAllData', N: 'ModifyAllData' },
    granted: '',
  },
  {
    what: 'two groups, one mutes it',
    s: 'ModifyAllData',
    groups: { G, H: { sets: ['S'] } },
    muting: { M: 'ModifyAllData' },
    granted: 'ModifyAllData',
  },
  {
    what: 'two groups, each mutes something else',
    s: 'ModifyAllData ViewAllData',
    groups: { G, H: { sets: ['S'], muting: ['N'] } },
    muting: { M: 'ModifyAllData', N: 'ViewAllData' },
    granted: 'ModifyAllData ViewAllData',
  },
  {
    what: 'two groups, what both mute is gone and nothing else',
    s: 'ModifyAllData ViewAllData ApiEnabled',
    groups: { G, H: { sets: ['S'], muting: ['N'] } },
    muting: { M: 'ModifyAllData ViewAllData', N: 'ViewAllData ApiEnabled' },
    granted: 'ModifyAllData ApiEnabled',
  },
  {
    what: 'two muting sets in one group add up',
    s: 'ModifyAllData ViewAllData',
    groups: { G: { sets: ['S'], muting: ['M', 'N'] } },
    muting: { M: 'ModifyAllData', N: 'ViewAllData' },
    granted: '',
  },
  {
    what: 'one muting set in two groups',
    s: 'ModifyAllData',
    groups: { G, H: G },
    muting: { M: 'ModifyAllData' },
    granted: '',
  },
  {
    what: 'a muting set that is not in the project takes nothing away',
    s: 'ModifyAllData',
    groups: { G },
    granted: 'ModifyAllData',
  },
  {
    what: 'of two muting sets, one is not in the project',
    s: 'ModifyAllData ViewAllData',
    groups: { G: { sets: ['S'], muting: ['M', 'N'] } },
    muting: { M: 'ModifyAllData' },
    granted: 'ViewAllData',
  },
  {
    what: 'the muting of a group does not reach the members of another',
    s: 'ModifyAllData',
    groups: { G: { sets: ['S'] }, H: { sets: ['T'], muting: ['M'] } },
    muting: { M: 'ModifyAllData' },
    granted: 'ModifyAllData',
  },
  {
    what: 'a group that names the set twice',
    s: 'ModifyAllData',
    groups: { G: { sets: ['S', 'S'], muting: ['M'] } },
    muting: { M: 'ModifyAllData' },
    granted: '',
  },
  { what: 'Delete, muted', s: 'Account:cred', groups: { G }, muting: { M: 'Account:d' }, granted: 'Account:cre' },
  {
    what: 'Delete, muted on another object',
    s: 'Account:red',
    groups: { G },
    muting: { M: 'Contact:d' },
    granted: 'Account:red',
  },
  {
    what: 'objects in another case',
    s: 'Account:red',
    groups: { G },
    muting: { M: 'ACCOUNT:d' },
    granted: 'Account:re',
  },
  {
    what: 'Modify All alone, muted: View All and Delete stay',
    s: 'Account:redvm',
    groups: { G },
    muting: { M: 'Account:m' },
    granted: 'Account:redv',
  },
  {
    what: 'View All, muted: Modify All needs it',
    s: 'Account:redvm',
    groups: { G },
    muting: { M: 'Account:v' },
    granted: 'Account:red',
  },
  {
    what: 'Delete, muted: Modify All needs it',
    s: 'Account:redvm',
    groups: { G },
    muting: { M: 'Account:d' },
    granted: 'Account:rev',
  },
  {
    what: 'Edit, muted: Delete and Modify All need it',
    s: 'Account:credvm',
    groups: { G },
    muting: { M: 'Account:e' },
    granted: 'Account:crv',
  },
  {
    what: 'Read, muted: everything needs it',
    s: 'Account:credvmf',
    groups: { G },
    muting: { M: 'Account:r' },
    granted: '',
  },
  {
    what: 'Create, muted: nothing needs it',
    s: 'Account:credvmf',
    groups: { G },
    muting: { M: 'Account:c' },
    granted: 'Account:redvmf',
  },
  { what: 'View All Fields, muted', s: 'Account:rf', groups: { G }, muting: { M: 'Account:f' }, granted: 'Account:r' },
  {
    what: 'an object muted in one group only',
    s: 'Account:red',
    groups: { G, H: { sets: ['S'], muting: ['N'] } },
    muting: { M: 'Account:d', N: 'Contact:d' },
    granted: 'Account:red',
  },
  {
    what: 'an object muted by different flags in two groups',
    s: 'Account:redvm',
    groups: { G, H: { sets: ['S'], muting: ['N'] } },
    muting: { M: 'Account:d', N: 'Account:v' },
    granted: 'Account:redv',
  },
  { what: 'a field, muted', s: 'Contact.SSN__c:re', groups: { G }, muting: { M: 'Contact.SSN__c:re' }, granted: '' },
  {
    what: 'a field, muted for editing',
    s: 'Contact.SSN__c:re',
    groups: { G },
    muting: { M: 'Contact.SSN__c:e' },
    granted: 'Contact.SSN__c:r',
  },
  {
    what: 'a field, muted for reading: nobody edits what he cannot read',
    s: 'Contact.SSN__c:re',
    groups: { G },
    muting: { M: 'contact.ssn__C:r' },
    granted: '',
  },
  {
    what: 'a field whose object is muted for reading',
    s: 'Contact:re Contact.SSN__c:re Account.Name:r',
    groups: { G },
    muting: { M: 'Contact:r' },
    granted: 'Account.Name:r',
  },
  {
    what: 'a field, muted in one group, its object in the other',
    s: 'Contact.SSN__c:r',
    groups: { G, H: { sets: ['S'], muting: ['N'] } },
    muting: { M: 'Contact.SSN__c:r', N: 'Contact:r' },
    granted: '',
  },
  {
    what: 'another field of the object, muted',
    s: 'Contact.SSN__c:r',
    groups: { G },
    muting: { M: 'Contact.SSN:r' },
    granted: 'Contact.SSN__c:r',
  },
];

describe('what a permission set grants through its groups', () => {
  for (const { what, s, groups = {}, muting = {}, granted } of cases) {
    it(what, () => {
      expect(grantsOfS(projectOf({ S: s, T: 'ModifyAllData' }, groups, muting))).to.equal(granted);
    });
  }

  it('reads object and field permissions only when they are asked for', () => {
    const fileSystem = memoryFileSystem({
      'permissionsets/S.permissionset-meta.xml': `<PermissionSet ${NAMESPACE}><label>S</label>${body('Account:rd')}</PermissionSet>`,
    });
    let reads = 0;
    const counting = { ...fileSystem, read: (path: string) => ((reads += 1), fileSystem.read(path)) };
    const { project } = readProject(discover({ fileSystem: counting })[0]!, counting);
    const before = reads;
    const { records } = new GrantReader(project).grantsOf(project.find('PermissionSet', 'S')!, []);
    expect(reads).to.equal(before);
    records();
    records();
    expect(reads).to.equal(before + 1);
  });

  it('counts only the groups through which an integration gets the set', () => {
    const project = projectOf(
      { S: 'ModifyAllData' },
      { EMEA_Sync: { sets: ['S'], muting: ['M'] }, Managers: { sets: ['S'] } },
      { M: 'ModifyAllData' }
    );
    const { identities } = recognizeSyncIdentities(project, DEFAULT_CONFIG.sync);
    expect(identities.map(({ grants }) => grants.userPermissions)).to.deep.equal([[]]);
  });
});

/** Everything that a case of the next table is asked about. */
const ASKED = {
  userPermissions: ['ApiEnabled', 'ManageUsers', 'ModifyAllData', 'ViewAllData', 'ViewAllFieldsGlobal'],
  objects: ['Account', 'Contact'],
  fields: ['Contact.Email', 'Contact.SSN__c'],
} as const;

/**
 * What a group gives, in words such as `ApiEnabled=S`, `Account:red=S,T` and `Contact.SSN__c:r=S`: behind the sign stand
 * the sets that each of the flags comes from, as `S@ModifyAllData` where something broader gives it.
 */
type Truth = string;

/** One entry for each flag, so that two truths are compared whatever flags they write together. */
function entriesOf(truth: Truth): readonly string[] {
  return truth
    .split(' ')
    .filter((word) => word !== '')
    .flatMap((word) => {
      const [what = '', sources = ''] = word.split('=');
      const [name = '', flags] = what.split(':');
      return flags === undefined ? [`${name}=${sources}`] : [...flags].map((flag) => `${name}:${flag}=${sources}`);
    })
    .sort();
}

function givenByG(project: Project): readonly string[] {
  const grants = new GrantReader(project).effectiveGrants(project.find('PermissionSetGroup', 'G')!);
  const entry = (what: string, own: string, sources: readonly GrantSource[]): readonly string[] =>
    sources.length === 0
      ? []
      : [
          `${what}=${sources.map(({ holder, permission }) => holder.fullName + (permission === own ? '' : `@${permission}`)).join()}`,
        ];
  return [
    ...ASKED.userPermissions.flatMap((name) => entry(name, name, grants.userPermission(name))),
    ...ASKED.objects.flatMap((object) =>
      (Object.keys(FLAGS) as Letter[]).flatMap((letter) =>
        entry(`${object}:${letter}`, FLAGS[letter], grants.onObject(object, FLAGS[letter]))
      )
    ),
    ...ASKED.fields.flatMap((field) => [
      ...entry(`${field}:r`, 'readable', grants.onField(field, 'readable')),
      ...entry(`${field}:e`, 'editable', grants.onField(field, 'editable')),
    ]),
  ].sort();
}

interface GroupCase {
  readonly what: string;
  readonly sets: Readonly<Record<string, Short>>;
  /** What the muting set M of the group enables; it has none when this is left out. */
  readonly muted?: Short;
  /** Members and muting sets of G, where they are not all of `sets`, and M. */
  readonly group?: Groups[string];
  readonly given: Truth;
}

const groupCases: readonly GroupCase[] = [
  { what: 'no members', sets: {}, given: '' },
  { what: 'one set', sets: { S: 'ApiEnabled Account:re' }, given: 'ApiEnabled=S Account:re=S' },
  { what: 'two sets', sets: { S: 'ApiEnabled', T: 'ManageUsers' }, given: 'ApiEnabled=S ManageUsers=T' },
  { what: 'the same in two sets', sets: { S: 'ApiEnabled', T: 'ApiEnabled' }, given: 'ApiEnabled=S,T' },
  {
    what: 'flags of one object from two sets',
    sets: { S: 'Account:re', T: 'Account:rd' },
    given: 'Account:r=S,T Account:e=S Account:d=T',
  },
  {
    what: 'an object in another case',
    sets: { S: 'Account:r', T: 'ACCOUNT:rv' },
    given: 'Account:r=S,T Account:v=T',
  },
  {
    what: 'a field read in one set and edited in another',
    sets: { S: 'Contact.SSN__c:r', T: 'contact.ssn__c:re' },
    given: 'Contact.SSN__c:r=S,T Contact.SSN__c:e=T',
  },
  {
    what: 'a set that is no member',
    sets: { S: 'ApiEnabled', T: 'ModifyAllData' },
    group: { sets: ['S'] },
    given: 'ApiEnabled=S',
  },
  {
    what: 'a member that is not in the project',
    sets: { S: 'ApiEnabled' },
    group: { sets: ['S', 'X'] },
    given: 'ApiEnabled=S',
  },
  { what: 'a set named twice', sets: { S: 'ApiEnabled' }, group: { sets: ['S', 's'] }, given: 'ApiEnabled=S' },
  {
    what: 'a user permission, muted',
    sets: { S: 'ApiEnabled ManageUsers' },
    muted: 'ManageUsers',
    given: 'ApiEnabled=S',
  },
  {
    what: 'muting takes it away from every member',
    sets: { S: 'ManageUsers', T: 'ManageUsers ApiEnabled' },
    muted: 'ManageUsers',
    given: 'ApiEnabled=T',
  },
  {
    what: 'muting of what nobody grants',
    sets: { S: 'ApiEnabled' },
    muted: 'ManageUsers Account:d',
    given: 'ApiEnabled=S',
  },
  { what: 'an empty muting set', sets: { S: 'ManageUsers' }, muted: '', given: 'ManageUsers=S' },
  {
    what: 'a muting set that is not in the project',
    sets: { S: 'ManageUsers' },
    group: { sets: ['S'], muting: ['M'] },
    given: 'ManageUsers=S',
  },
  {
    what: 'a muting set of no group',
    sets: { S: 'ManageUsers' },
    muted: 'ManageUsers',
    group: { sets: ['S'] },
    given: 'ManageUsers=S',
  },
  {
    what: 'Delete, muted in both members',
    sets: { S: 'Account:red', T: 'Account:rd' },
    muted: 'Account:d',
    given: 'Account:r=S,T Account:e=S',
  },
  {
    what: 'Delete on one object, muted, and kept on the other',
    sets: { S: 'Account:red Contact:red' },
    muted: 'Account:d',
    given: 'Account:re=S Contact:red=S',
  },
  {
    what: 'Edit, muted: Delete and Modify All of every member go, too',
    sets: { S: 'Account:red', T: 'Account:redvm' },
    muted: 'Account:e',
    given: 'Account:r=S,T Account:v=T',
  },
  {
    what: 'View All, muted: Modify All goes, too',
    sets: { S: 'Account:rv', T: 'Account:redvm' },
    muted: 'Account:v',
    given: 'Account:r=S,T Account:ed=T',
  },
  {
    what: 'Modify All, muted: what it includes stays',
    sets: { S: 'Account:redvm' },
    muted: 'Account:m',
    given: 'Account:redv=S',
  },
  { what: 'Read, muted: nothing is left of the object', sets: { S: 'Account:credvmf' }, muted: 'Account:r', given: '' },
  {
    what: 'Modify All Data is every flag of every object but View All Fields',
    sets: { S: 'ModifyAllData' },
    given: 'ModifyAllData=S Account:credvm=S@ModifyAllData Contact:credvm=S@ModifyAllData',
  },
  {
    what: 'View All Data is Read and View All of every object',
    sets: { S: 'ViewAllData' },
    given: 'ViewAllData=S Account:rv=S@ViewAllData Contact:rv=S@ViewAllData',
  },
  {
    what: 'an object permission first, then those for all objects',
    sets: { S: 'ModifyAllData', T: 'Account:rv ViewAllData' },
    given:
      'ModifyAllData=S ViewAllData=T Account:rv=T,S@ModifyAllData,T@ViewAllData Account:cedm=S@ModifyAllData Contact:rv=S@ModifyAllData,T@ViewAllData Contact:cedm=S@ModifyAllData',
  },
  {
    what: 'Modify All Data, muted',
    sets: { S: 'ModifyAllData ViewAllData' },
    muted: 'ModifyAllData',
    given: 'ViewAllData=S Account:rv=S@ViewAllData Contact:rv=S@ViewAllData',
  },
  {
    what: 'both, muted: the object permissions are left',
    sets: { S: 'ModifyAllData ViewAllData Account:red' },
    muted: 'ModifyAllData ViewAllData',
    given: 'Account:red=S',
  },
  {
    what: 'View All Data, muted, and Modify All Data kept',
    sets: { S: 'ModifyAllData ViewAllData' },
    muted: 'ViewAllData',
    given: 'ModifyAllData=S Account:credvm=S@ModifyAllData Contact:credvm=S@ModifyAllData',
  },
  {
    what: 'Delete on an object, muted in vain',
    sets: { S: 'ModifyAllData', T: 'Account:rd' },
    muted: 'Account:d',
    given: 'ModifyAllData=S Account:r=T,S@ModifyAllData Account:cedvm=S@ModifyAllData Contact:credvm=S@ModifyAllData',
  },
  {
    what: 'Edit on an object, muted, which View All Data does not give',
    sets: { S: 'ViewAllData', T: 'Account:re' },
    muted: 'Account:e',
    given: 'ViewAllData=S Account:r=T,S@ViewAllData Account:v=S@ViewAllData Contact:rv=S@ViewAllData',
  },
  {
    what: 'View All Fields reads every field of its object, and edits none',
    sets: { S: 'Contact:rf', T: 'Contact.SSN__c:re' },
    given: 'Contact:rf=S Contact.SSN__c:r=T,S@viewAllFields Contact.SSN__c:e=T Contact.Email:r=S@viewAllFields',
  },
  {
    what: 'View All Fields of another object',
    sets: { S: 'Account:rf', T: 'Contact.SSN__c:r' },
    given: 'Account:rf=S Contact.SSN__c:r=T',
  },
  {
    what: 'a field, muted in vain',
    sets: { S: 'Contact:rf', T: 'Contact.SSN__c:re' },
    muted: 'Contact.SSN__c:re',
    given: 'Contact:rf=S Contact.SSN__c:r=S@viewAllFields Contact.Email:r=S@viewAllFields',
  },
  {
    what: 'a field and View All Fields, muted',
    sets: { S: 'Contact:rf', T: 'Contact.SSN__c:re' },
    muted: 'Contact.SSN__c:re Contact:f',
    given: 'Contact:r=S',
  },
  {
    what: 'a field, muted for editing',
    sets: { S: 'Contact.SSN__c:re Contact.Email:re' },
    muted: 'Contact.SSN__c:e',
    given: 'Contact.SSN__c:r=S Contact.Email:re=S',
  },
  {
    what: 'View All Fields (Global) is View All Fields of every object',
    sets: { S: 'ViewAllFieldsGlobal' },
    given:
      'ViewAllFieldsGlobal=S Account:f=S@ViewAllFieldsGlobal Contact:f=S@ViewAllFieldsGlobal Contact.Email:r=S@ViewAllFieldsGlobal Contact.SSN__c:r=S@ViewAllFieldsGlobal',
  },
  {
    what: 'View All Fields (Global), muted',
    sets: { S: 'ViewAllFieldsGlobal Contact:rf' },
    muted: 'ViewAllFieldsGlobal',
    given: 'Contact:rf=S Contact.Email:r=S@viewAllFields Contact.SSN__c:r=S@viewAllFields',
  },
  {
    what: 'View All Fields of one object, muted in vain',
    sets: { S: 'ViewAllFieldsGlobal', T: 'Contact:rf' },
    muted: 'Contact:f Account:r',
    given:
      'ViewAllFieldsGlobal=S Contact:r=T Contact:f=S@ViewAllFieldsGlobal Contact.Email:r=S@ViewAllFieldsGlobal Contact.SSN__c:r=S@ViewAllFieldsGlobal',
  },
  {
    what: 'Read, muted: View All Fields (Global) reads no field of the object',
    sets: { S: 'ViewAllFieldsGlobal', T: 'Contact:re Contact.SSN__c:re' },
    muted: 'Contact:r',
    given: 'ViewAllFieldsGlobal=S Account:f=S@ViewAllFieldsGlobal',
  },
  {
    what: 'Read, muted in vain: both permissions for everything are left',
    sets: { S: 'ViewAllFieldsGlobal ViewAllData', T: 'Contact:re' },
    muted: 'Contact:r Account:r',
    given:
      'ViewAllFieldsGlobal=S ViewAllData=S Account:rv=S@ViewAllData Contact:rv=S@ViewAllData Account:f=S@ViewAllFieldsGlobal Contact:f=S@ViewAllFieldsGlobal Contact.Email:r=S@ViewAllFieldsGlobal Contact.SSN__c:r=S@ViewAllFieldsGlobal',
  },
  {
    what: 'neither Modify All Data nor View All Data reads past field permissions',
    sets: { S: 'ModifyAllData ViewAllData', T: 'Contact.Email:r' },
    muted: 'Contact.Email:r Account:credvm Contact:credvm',
    given:
      'ModifyAllData=S ViewAllData=S Account:rv=S@ModifyAllData,S@ViewAllData Account:cedm=S@ModifyAllData Contact:rv=S@ModifyAllData,S@ViewAllData Contact:cedm=S@ModifyAllData',
  },
];

describe('what a permission set group gives: the union of its sets minus muting', () => {
  for (const { what, sets, muted, group, given } of groupCases) {
    it(what, () => {
      const muting: Record<string, Short> = muted === undefined ? {} : { M: muted };
      const members = group ?? { sets: Object.keys(sets), muting: Object.keys(muting) };
      expect(givenByG(projectOf(sets, { G: members }, muting))).to.deep.equal(entriesOf(given));
    });
  }

  it('keeps the place of each grant', () => {
    const project = projectOf({ S: 'ApiEnabled', T: 'Account:rd Contact.Email:r' }, { G: { sets: ['S', 'T'] } }, {});
    const grants = new GrantReader(project).effectiveGrants(project.find('PermissionSetGroup', 'G')!);
    const sources = [
      ...grants.userPermission('ApiEnabled'),
      ...grants.onObject('account', 'allowDelete'),
      ...grants.onField('CONTACT.EMAIL', 'readable'),
    ];
    expect(sources.map(({ name, at }) => [name, at.file])).to.deep.equal([
      ['ApiEnabled', 'permissionsets/S.permissionset-meta.xml'],
      ['Account', 'permissionsets/T.permissionset-meta.xml'],
      ['Contact.Email', 'permissionsets/T.permissionset-meta.xml'],
    ]);
  });

  it('lists each object and field of its sets once, with the first place that gives it', () => {
    const project = projectOf(
      { S: 'ViewAllData Account:r Contact.Email:r', T: 'ACCOUNT:rv Contact:r Contact.SSN__c:r contact.email:r Case:' },
      { G: { sets: ['S', 'T'], muting: ['M'] } },
      { M: 'Contact:r' }
    );
    const grants = new GrantReader(project).effectiveGrants(project.find('PermissionSetGroup', 'G')!);
    const listed = (sources: readonly GrantSource[]): readonly string[] =>
      sources.map(({ holder, name }) => `${holder.fullName} ${name}`);
    expect(listed(grants.objectsWith('allowRead'))).to.deep.equal(['S Account']);
    expect(listed(grants.objectsWith('viewAllRecords'))).to.deep.equal(['T ACCOUNT']);
    expect(listed(grants.readableFields())).to.be.empty;

    const open = projectOf(
      { S: 'Contact.Email:r', T: 'Contact.SSN__c:r contact.email:r' },
      { G: { sets: ['S', 'T'] } },
      {}
    );
    expect(
      listed(new GrantReader(open).effectiveGrants(open.find('PermissionSetGroup', 'G')!).readableFields())
    ).to.deep.equal(['S Contact.Email', 'T Contact.SSN__c']);
  });
});
