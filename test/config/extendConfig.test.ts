import { mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { DEFAULT_CONFIG, type Config } from '../../src/config/config.js';
import { ConfigError, configReader, type ConfigReaderOptions } from '../../src/config/readConfig.js';
import { diskFileSystem, FileTooLargeError, memoryFileSystem, type FileSystem } from '../../src/fileSystem.js';
import { Folders, type Tree } from '../cli/project.js';
import { RULES } from './samples.js';

const V = 'version: 1\n';

/** Reads one file of a tree with what it extends. */
function readIn(fileSystem: FileSystem, path = 'sf-isa.yml', options: Partial<ConfigReaderOptions> = {}): Config {
  const text = Buffer.from(fileSystem.read(path)).toString('utf8');
  return configReader({ rules: RULES, fileSystem, ...options })(text, path);
}

const read = (tree: Tree, path?: string): Config => readIn(memoryFileSystem(tree), path);

/** What a tree is refused with: `path:line:column: sentence`, a line for each problem. */
function refusal(fileSystem: FileSystem, path?: string, options?: Partial<ConfigReaderOptions>): string {
  try {
    readIn(fileSystem, path, options);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('was accepted');
}

/** A file system that nobody may ask for what lies outside. */
const watched = (fileSystem: FileSystem): FileSystem => {
  const inside = (path: string): string => {
    expect(path).to.not.match(/^\/|(?:^|\/)\.\.?(?:\/|$)|\\/);
    return path;
  };
  return {
    list: (folder) => fileSystem.list(inside(folder)),
    kind: (path) => fileSystem.kind(inside(path)),
    read: (path) => fileSystem.read(inside(path)),
  };
};

const refused = (tree: Tree, path?: string): string => refusal(memoryFileSystem(tree), path);

describe('extends', () => {
  describe('order', () => {
    const tree: Tree = {
      'sf-isa.yml': `${V}extends: ../policy/high.yml\n`,
      'policy/low.yml': `${V}failOn: low\nminConfidence: medium\n`,
      'policy/high.yml': `${V}failOn: high\npersona: auditor\n`,
    };
    const extending = (list: string, rest = ''): Config =>
      read({ ...tree, 'app/sf-isa.yml': `${V}extends: ${list}\n${rest}` }, 'app/sf-isa.yml');

    it('lets a later entry win over an earlier one, the file over all, and defaults over nothing', () => {
      expect(extending('[../policy/low.yml, ../policy/high.yml]')).to.deep.include({
        failOn: 'high',
        minConfidence: 'medium',
        persona: 'auditor',
      });
      expect(extending('[../policy/high.yml, ../policy/low.yml]').failOn).to.equal('low');
      expect(extending('[../policy/high.yml, ../policy/low.yml]', 'failOn: never\n').failOn).to.equal('never');
      expect(extending('../policy/low.yml')).to.deep.equal({
        ...DEFAULT_CONFIG,
        failOn: 'low',
        minConfidence: 'medium',
      });
      expect(extending('[]')).to.deep.equal(DEFAULT_CONFIG);
    });

    it('puts what a file extends before that file, wherever in the list it stands', () => {
      const deep = {
        ...tree,
        'policy/base.yml': `${V}extends: [low.yml, strict]\npersona: regular\n`,
        'app/sf-isa.yml': `${V}extends: [../policy/high.yml, ../policy/base.yml]\n`,
      };
      expect(read(deep, 'app/sf-isa.yml')).to.deep.include({
        failOn: 'medium',
        minConfidence: 'medium',
        persona: 'regular',
      });
    });

    it('resolves a path from the file that names it', () => {
      const config = read(
        {
          'apps/billing/sf-isa.yml': `${V}extends: ../shared/policy/base.yml\n`,
          'apps/shared/policy/base.yml': `${V}extends: [./rules.yaml, ../owner.yml]\n`,
          'apps/shared/policy/rules.yaml': `${V}failOn: low\n`,
          'apps/shared/owner.yml': `${V}persona: pedantic\n`,
        },
        'apps/billing/sf-isa.yml'
      );
      expect(config).to.deep.include({ failOn: 'low', persona: 'pedantic' });
    });
  });

  describe('merging', () => {
    const merge = (base: string, own: string): Config =>
      read({ 'base.yml': `${V}${base}`, 'sf-isa.yml': `${V}extends: base.yml\n${own}` });

    it('merges rules by id and their options by option', () => {
      const { rules } = merge(
        [
          'rules:',
          '  certificate-expired: low',
          '  certificate-name-convention:',
          '    severity: high',
          '    options: { pattern: "^A", days: 1, zones: [eu, us], names: { a: x } }',
          '',
        ].join('\n'),
        [
          'rules:',
          '  certificate-expired: { severity: off }',
          '  certificate-name-convention: { options: { days: 2, zones: [us], names: { b: y } } }',
          '',
        ].join('\n')
      );
      expect(rules).to.deep.equal({
        'certificate-expired': { severity: 'off' },
        'certificate-name-convention': {
          severity: 'high',
          options: { pattern: '^A', days: 2, zones: ['us'], names: { b: 'y' } },
        },
      });
    });

    it('keeps the options of a rule whose severity alone changes', () => {
      const rule = 'certificate-name-convention';
      const { rules } = merge(`rules: { ${rule}: { options: { days: 1 } } }\n`, `rules: { ${rule}: critical }\n`);
      expect(rules).to.deep.equal({ [rule]: { severity: 'critical', options: { days: 1 } } });
    });

    it('merges mappings key by key, hosts in whatever case, and replaces lists', () => {
      const config = merge(
        [
          'org: { name: core, privateConnect: licensed, infrastructure: hyperforce, certificates: { inUse: 3, limit: 60, planned: [{ name: A }] } }',
          'mtls: { hosts: { A.example: 1, b.example: 2 } }',
          'expiry: { warnDays: [50, 40, 30] }',
          'sync: { words: [lake, house], allow: { ViewAllData: ["Profile:A"], ModifyAllData: ["Profile:A"] } }',
          '',
        ].join('\n'),
        [
          'org: { name: emea, myDomain: emea.my.salesforce.com, certificates: { warnAt: 55, planned: [{ name: B, by: 2027-01-01 }] } }',
          'mtls: { hosts: { a.EXAMPLE.: 3, c.example: 4 } }',
          'sync: { words: [sea], allow: { ViewAllData: ["Profile:B"] } }',
          '',
        ].join('\n')
      );
      expect(config.org).to.deep.equal({
        name: 'emea',
        myDomain: 'emea.my.salesforce.com',
        infrastructure: 'hyperforce',
        privateConnect: 'licensed',
        certificates: { inUse: 3, limit: 60, warnAt: 55, planned: [{ name: 'B', by: '2027-01-01' }] },
      });
      expect(config.mtls.hosts).to.deep.equal({ 'a.example': 3, 'b.example': 2, 'c.example': 4 });
      expect(config.expiry.warnDays).to.deep.equal([50, 40, 30]);
      expect(config.sync).to.deep.equal({
        include: [],
        exclude: [],
        words: ['sea'],
        allow: { ViewAllData: ['Profile:B'], ModifyAllData: ['Profile:A'] },
      });
    });

    it('merges the register by id, an integration as a whole', () => {
      const { integrations } = merge(
        'integrations: [{ id: erp, components: ["*:ERP"], owner: a }, { id: crm, components: ["*:CRM"] }]\n',
        'integrations: [{ id: hr, components: ["*:HR"] }, { id: erp, components: ["*:ERP_2"] }]\n'
      );
      expect(integrations).to.deep.equal([
        { id: 'erp', components: ['*:ERP_2'] },
        { id: 'crm', components: ['*:CRM'] },
        { id: 'hr', components: ['*:HR'] },
      ]);
    });

    it('merges gateways by id and attestations by control, each as a whole', () => {
      const said = (control: string, status: string): string =>
        `{ control: ${control}, status: ${status}, evidence: See the wiki, by: us, on: 2026-10-02 }`;
      const { gateways, attestations } = merge(
        `gateways: [{ id: a, hosts: [a.example], owner: x }, { id: b, hosts: [b.example] }]\nattestations: [${said('ZT-CHECK-7', 'met')}, ${said('ZT-CHECK-8', 'met')}]\n`,
        `gateways: [{ id: c, hosts: [c.example] }, { id: a, hosts: [d.example] }]\nattestations: [${said('ZT-CHECK-7', 'not-met')}]\n`
      );
      expect(gateways).to.deep.equal([
        { id: 'a', hosts: ['d.example'] },
        { id: 'b', hosts: ['b.example'] },
        { id: 'c', hosts: ['c.example'] },
      ]);
      expect(attestations.map(({ control, status }) => `${control} ${status}`)).to.deep.equal([
        'ZT-CHECK-7 not-met',
        'ZT-CHECK-8 met',
      ]);
    });

    it('changes neither the defaults nor what other files get of a shared one', () => {
      const before = structuredClone(DEFAULT_CONFIG);
      const fileSystem = memoryFileSystem({
        'base.yml': `${V}rules: { certificate-expired: low }\nmtls: { hosts: { a.example: 1 } }\n`,
        'a/sf-isa.yml': `${V}extends: ../base.yml\nrules: { certificate-expired: high }\nmtls: { hosts: { a.example: 2 } }\n`,
        'b/sf-isa.yml': `${V}extends: ../base.yml\n`,
      });
      const reader = configReader({ rules: RULES, fileSystem });
      const readAt = (path: string): Config => reader(Buffer.from(fileSystem.read(path)).toString('utf8'), path);
      expect(readAt('a/sf-isa.yml').mtls.hosts).to.deep.equal({ 'a.example': 2 });
      expect(readAt('b/sf-isa.yml')).to.deep.include({
        rules: { 'certificate-expired': { severity: 'low' } },
        mtls: { hosts: { 'a.example': 1 } },
      });
      expect(DEFAULT_CONFIG).to.deep.equal(before);
    });

    it('reads a shared file once', () => {
      const files = memoryFileSystem({ 'base.yml': V, 'a.yml': `${V}extends: base.yml\n` });
      const paths: string[] = [];
      const fileSystem: FileSystem = {
        ...files,
        read(path) {
          paths.push(path);
          return files.read(path);
        },
      };
      const reader = configReader({ rules: RULES, fileSystem });
      reader(`${V}extends: [base.yml, a.yml]\n`, 'sf-isa.yml');
      reader(`${V}extends: ../base.yml\n`, 'app/sf-isa.yml');
      expect(paths).to.deep.equal(['base.yml', 'a.yml']);
    });

    it('keeps names of Object.prototype apart from what they mean in JavaScript', () => {
      const { mtls, sync, rules } = merge(
        'mtls: { hosts: { __proto__: 1, constructor: 2 } }\nsync: { allow: { __proto__: ["Profile:A"] } }\n',
        'mtls: { hosts: { __proto__: 3 } }\n'
      );
      expect(Object.entries(mtls.hosts)).to.deep.equal([
        ['__proto__', 3],
        ['constructor', 2],
      ]);
      expect(Object.entries(sync.allow)).to.deep.equal([['__proto__', ['Profile:A']]]);
      for (const record of [mtls.hosts, sync.allow, rules]) expect('toString' in record).to.equal(false);
      expect(({} as Readonly<Record<string, unknown>>)['0']).to.equal(undefined);
    });
  });

  describe('packages', () => {
    const tree: Tree = {
      'node_modules/@bank/isa-policy/sf-isa.yml': `${V}extends: ./more/base.yml\nfailOn: low\n`,
      'node_modules/@bank/isa-policy/more/base.yml': `${V}persona: auditor\n`,
      'node_modules/isa-policy/sf-isa.yml': `${V}failOn: medium\n`,
      'node_modules/strict/sf-isa.yml': `${V}failOn: never\n`,
      'node_modules/empty/package.json': '{}',
      'apps/node_modules/isa-policy/sf-isa.yml': `${V}failOn: critical\n`,
    };
    const extending = (path: string, name: string): Tree => ({ ...tree, [path]: `${V}extends: '${name}'\n` });

    it('reads the file of an installed package, as data, from the nearest node_modules up to the root', () => {
      expect(read(extending('sf-isa.yml', '@bank/isa-policy'))).to.deep.include({ failOn: 'low', persona: 'auditor' });
      expect(read(extending('sf-isa.yml', 'isa-policy')).failOn).to.equal('medium');
      expect(read(extending('apps/a/sf-isa.yml', 'isa-policy'), 'apps/a/sf-isa.yml').failOn).to.equal('critical');
      expect(read(extending('apps/a/sf-isa.yml', '@bank/isa-policy'), 'apps/a/sf-isa.yml').failOn).to.equal('low');
    });

    it('never takes a package for a preset', () => {
      expect(read(extending('sf-isa.yml', 'strict')).failOn).to.equal('medium');
    });

    it('says when there is none, and names that one could mean', () => {
      for (const name of [
        'empty',
        'missing',
        '@bank/missing',
        '@bank',
        'our policy',
        '.hidden',
        '__proto__',
        '@bank/../x',
      ]) {
        expect(refused(extending('sf-isa.yml', name))).to.equal(
          `sf-isa.yml:2:10: "${name}" in extends is no preset, and no installed package has a sf-isa.yml under that name; name a preset (recommended, strict, isv, all), a file such as "../sf-isa.yml", or an installed package`
        );
      }
      for (const [name, meant] of [
        ['strikt', 'strict'],
        ['ISV', 'isv'],
        ['recomended', 'recommended'],
      ]) {
        expect(refused(extending('sf-isa.yml', name!))).to.match(
          new RegExp(`^sf-isa\\.yml:2:10: "${name!}" in extends is no preset.*; did you mean "${meant!}"\\?$`)
        );
      }
    });
  });

  describe('what cannot be extended', () => {
    it('is told at the entry that names it, in the file that holds the entry', () => {
      const missing = '"./b.yml" in extends is not there, or is a link that leads out of the repository';
      expect(refused({ 'sf-isa.yml': `${V}extends: ./b.yml\n` })).to.equal(`sf-isa.yml:2:10: the file ${missing}`);
      expect(refused({ 'sf-isa.yml': `${V}extends: [all, ./b.yml]\n` })).to.equal(
        `sf-isa.yml:2:16: the file ${missing}`
      );
      expect(
        refused({ 'sf-isa.yml': `${V}extends: [policy/a.yml]\n`, 'policy/a.yml': `${V}extends:\n  - ./b.yml\n` })
      ).to.equal(`policy/a.yml:3:5: the file ${missing}`);
    });

    it('is told with the problems of the file itself first', () => {
      expect(refused({ 'sf-isa.yml': `${V}extends: ./b.yml\nfailon: low\n` })).to.equal(
        'sf-isa.yml:3:1: unknown key "failon"; did you mean "failOn"?'
      );
    });

    it('is told in the words of the extended file when that is at fault', () => {
      const extended = (text: string | Uint8Array): string =>
        refusal(
          memoryFileSystem({ 'app/sf-isa.yml': `${V}extends: ../base.yml\n`, 'base.yml': text }),
          'app/sf-isa.yml'
        );
      expect(extended('failOn: low\n')).to.equal('base.yml:1:1: version is missing; write "version: 1"');
      expect(extended(`${V}rules:\n  certificate-expird: off\n`)).to.equal(
        'base.yml:3:3: unknown rule "certificate-expird"; did you mean "certificate-expired"?'
      );
      expect(extended(`${V}expiry: { warnDays: [1, 2, 3] }\n`)).to.match(/^base\.yml:2:21: expiry\.warnDays must name/);
      expect(extended(`${V}mtls: { hosts: { a b: 1 } }\n`)).to.match(/^base\.yml:2:18: a key of mtls\.hosts/);
      expect(extended(Buffer.from('\uFEFFversion: 1\n', 'utf16le'))).to.equal(
        'base.yml:1:1: the file is UTF-16; save it as UTF-8'
      );
    });

    it('is a contradiction between files, told of the later one', () => {
      const between = (base: string, own: string): string =>
        refused({
          'base.yml': `${V}org: { certificates: ${base} }\n`,
          'sf-isa.yml': `${V}extends: [base.yml]\norg: { certificates: ${own} }\n`,
        });
      expect(between('{ limit: 30, warnAt: 20 }', '{ warnAt: 31 }')).to.equal(
        'sf-isa.yml:3:32: org.certificates.warnAt is 31, more than the limit of 30; write 30 or less'
      );
      expect(between('{ warnAt: 35 }', '{ limit: 30 }')).to.equal(
        'sf-isa.yml:3:31: org.certificates.warnAt is 35 in base.yml, more than the limit of 30; write 30 or less'
      );
      expect(between('{ limit: 30 }', '{ inUse: 3 }')).to.equal(
        'base.yml:2:31: org.certificates.warnAt is 40 by default, more than the limit of 30; write 30 or less'
      );
      expect(
        read({
          'base.yml': `${V}org: { certificates: { limit: 30 } }\n`,
          'sf-isa.yml': `${V}extends: base.yml\norg: { certificates: { warnAt: 20 } }\n`,
        }).org.certificates
      ).to.deep.equal({ inUse: undefined, limit: 30, warnAt: 20, planned: [] });
    });

    it('is a name that no file gives to anything, told of the file that holds the name', () => {
      const entry = (id: string, gateway: string): string =>
        `integrations: [{ id: ${id}, components: ["*:A"], gateway: ${gateway} }]\n`;
      const gateways = 'gateways: [{ id: apigee, hosts: [api.bank.example] }]\n';
      const planned = 'org: { certificates: { planned: [{ name: A, integration: erp }] } }\n';
      const files = (base: string, own: string): Tree => ({
        'base.yml': `${V}${base}`,
        'sf-isa.yml': `${V}extends: base.yml\n${own}`,
      });
      expect(read(files(gateways, entry('erp', 'apigee'))).integrations).to.have.length(1);
      expect(read(files(entry('erp', 'apigee'), gateways + planned)).gateways).to.have.length(1);
      expect(refused(files(gateways, entry('erp', 'apige')))).to.equal(
        'sf-isa.yml:3:57: integrations[0].gateway is "apige", no gateway of gateways; did you mean "apigee"?'
      );
      expect(refused(files(entry('erp', 'mulesoft'), gateways))).to.equal(
        'base.yml:2:57: integrations[0].gateway is "mulesoft", no gateway of gateways'
      );
      // What another file says in its place counts alone.
      expect(read(files(entry('erp', 'mulesoft'), gateways + entry('erp', 'apigee'))).integrations).to.have.length(1);
      expect(refused(files(planned, entry('payments', 'mulesoft')))).to.equal(
        'base.yml:2:58: org.certificates.planned[0].integration is "erp", no id of integrations'
      );
      const none = 'org: { certificates: { planned: [] } }\n';
      expect(read(files(planned, none + entry('payments', 'mulesoft'))).org.certificates.planned).to.deep.equal([]);
    });

    it('is an attestation of a control that is none, where the controls are known', () => {
      const said = (control: string): string =>
        `attestations: [{ control: "${control}", status: met, evidence: See the wiki, by: us, on: 2026-10-02 }]\n`;
      const controls = ['ZT-CHECK-7', 'OWASP-API9:2023'];
      const files = (base: string, own = ''): FileSystem =>
        memoryFileSystem({ 'base.yml': `${V}${base}`, 'sf-isa.yml': `${V}extends: base.yml\n${own}` });
      for (const control of controls) {
        expect(readIn(files(said(control)), 'sf-isa.yml', { controls }).attestations[0]!.control).to.equal(control);
      }
      expect(readIn(files(said('ZT-CHEK-7'))).attestations).to.have.length(1);
      expect(refusal(files(said('ZT-CHEK-7')), 'sf-isa.yml', { controls })).to.equal(
        'base.yml:2:27: attestations[0].control is "ZT-CHEK-7", no control of docs/coverage.md; did you mean "ZT-CHECK-7"?'
      );
      expect(refusal(files('', said('SBS-INT-999')), 'sf-isa.yml', { controls })).to.equal(
        'sf-isa.yml:3:27: attestations[0].control is "SBS-INT-999", no control of docs/coverage.md'
      );
    });

    const entries: ReadonlyArray<readonly [value: string, problem: RegExp]> = [
      ['../outside.yml', /"\.\.\/outside\.yml" in extends lies outside the repository/],
      ['../../../../etc/passwd.yml', /lies outside the repository/],
      ['./a/../../outside.yml', /lies outside the repository/],
      ['a/../../outside.yml', /lies outside the repository/],
      ['..', /lies outside the repository/],
      ['.', /"\." in extends is a folder; name a file such as "\.\.\/sf-isa\.yml"/],
      ['./policy', /"\.\/policy" in extends is a folder/],
      ['./folder.yml', /"\.\/folder\.yml" in extends is a folder/],
      ['./.env', /the file "\.\/\.env" in extends must end in \.yml/],
      ['./missing', /the file "\.\/missing" in extends is not there/],
      ['/etc/passwd', /the path "\/etc\/passwd" in extends must be relative to this file/],
      ['/sf-isa.yml', /must be relative to this file/],
      ['..\\outside.yml', /must be written with forward slashes/],
      ['C:\\config.yml', /extends fetches nothing; name a preset/],
      ['file:///etc/passwd.yml', /extends fetches nothing; name a preset/],
      ['data:text/yaml,version%3A%201.yml', /extends fetches nothing; name a preset/],
    ];
    for (const [value, problem] of entries) {
      it(`is refused: ${value}`, () => {
        const tree = {
          'sf-isa.yml': `${V}extends: ['${value}']\n`,
          '.env': 'PASSWORD=hunter2',
          'policy/sf-isa.yml': V,
          'folder.yml/sf-isa.yml': V,
        };
        expect(refusal(watched(memoryFileSystem(tree))))
          .to.match(problem)
          .and.to.match(/^sf-isa\.yml:2:11: /);
      });
    }

    it('is not repeated where it may hold a password', () => {
      const urls = ['https://me:secret@bank.example/a.yml', '//me:secret@bank.example/a.yml', 'me:secret@x'];
      for (const url of urls) {
        expect(refused({ 'sf-isa.yml': `${V}extends: ${url}\n` }))
          .to.match(/^sf-isa\.yml:2:10: extends fetches nothing/)
          .and.not.to.contain('secret');
      }
    });

    it('is shown without its control characters', () => {
      const message = refused({ 'sf-isa.yml': `${V}extends: "./a\\e[2J\\n::error::\\0.yml"\n` });
      expect(message)
        .to.contain('"./a\\u{1b}[2J\\u{a}::error::\\u{0}.yml"')
        .and.not.to.match(/[\p{Cc}\p{Cf}]/u);
    });

    it('is called as the caller calls files', () => {
      const fileSystem = memoryFileSystem({ 'a.yml': `${V}extends: b.yml\n`, 'b.yml': `${V}extends: a.yml\n` });
      const nameOf = (path: string): string => `../${path}`;
      expect(refusal(fileSystem, 'a.yml', { nameOf })).to.equal(
        '../b.yml:2:10: extends leads back to where it began: ../a.yml > ../b.yml > ../a.yml'
      );
    });
  });

  describe('without end', () => {
    it('is a circle', () => {
      expect(refused({ 'sf-isa.yml': `${V}extends: [strict, ./sf-isa.yml]\n` })).to.equal(
        'sf-isa.yml:2:19: extends leads back to where it began: sf-isa.yml > sf-isa.yml'
      );
      expect(
        refused({
          'sf-isa.yml': `${V}extends: a.yml\n`,
          'a.yml': `${V}extends: policy/b.yml\n`,
          'policy/b.yml': `${V}extends: ../policy/../a.yml\n`,
        })
      ).to.equal('policy/b.yml:2:10: extends leads back to where it began: a.yml > policy/b.yml > a.yml');
    });

    it('is no circle when two files extend the same one', () => {
      const tree = {
        'base.yml': `${V}failOn: low\n`,
        'a.yml': `${V}extends: base.yml\n`,
        'b.yml': `${V}extends: base.yml\n`,
        'sf-isa.yml': `${V}extends: [a.yml, b.yml, base.yml, strict, strict]\n`,
      };
      expect(read(tree).failOn).to.equal('medium');
    });

    const chain = (length: number): Tree =>
      Object.fromEntries(
        Array.from({ length }, (_, index) => [
          index === 0 ? 'sf-isa.yml' : `${index}.yml`,
          index === length - 1 ? `${V}failOn: low\n` : `${V}extends: ${index + 1}.yml\n`,
        ])
      );

    it('is a chain of a thousand files', () => {
      expect(read(chain(9)).failOn).to.equal('low');
      expect(refused(chain(10))).to.equal(
        '8.yml:2:10: extends leads through more than 8 files here; list them in one file'
      );
      expect(refused(chain(1000))).to.match(/^8\.yml:2:10: /);
    });

    it('is a list that multiplies at each step, or a long one', () => {
      const multiplied = Object.fromEntries(
        Array.from({ length: 7 }, (_, index) => [
          index === 0 ? 'sf-isa.yml' : `${index}.yml`,
          `${V}extends: [${index === 6 ? '' : `${index + 1}.yml, `.repeat(20)}]\n`,
        ])
      );
      expect(refused(multiplied)).to.match(
        /^5\.yml:2:53: from here on more than 32 presets and files are extended; extend fewer$/
      );
      expect(refused({ 'sf-isa.yml': `${V}extends: [${'strict, '.repeat(32)}all]\n` })).to.match(
        /^sf-isa\.yml:2:267: from here on more than 32 presets and files are extended; extend fewer$/
      );
      expect(refused({ 'sf-isa.yml': `${V}extends: [${'all,'.repeat(19_000)}]\n` })).to.match(/more than 32 presets/);
    });

    it('is a huge file', () => {
      const own = { 'sf-isa.yml': `${V}extends: big.yml\n` };
      expect(refused({ ...own, 'big.yml': `${V}#${'x'.repeat(2_000_000)}\n` })).to.match(
        /^big\.yml:1:1: the file has more than 1048576 characters/
      );
      const files = memoryFileSystem({ ...own, 'big.yml': V });
      const tooLarge: FileSystem = {
        ...files,
        read(path) {
          if (path === 'big.yml') throw new FileTooLargeError();
          return files.read(path);
        },
      };
      expect(refusal(tooLarge)).to.equal('big.yml:1:1: the file is larger than 64 MiB');
    });
  });

  describe('links', () => {
    const folders = new Folders();
    afterEach(() => folders.removeAll());

    /** A repository beside a folder that nothing in it may reach, with links by path. */
    function repository(tree: Tree, links: Readonly<Record<string, string>>): FileSystem {
      const parent = folders.make({
        'outside/policy.yml': `${V}failOn: never\n`,
        'outside/sf-isa.yml': `${V}failOn: never\n`,
        ...Object.fromEntries(Object.entries(tree).map(([path, text]) => [`repository/${path}`, text])),
      });
      for (const [path, target] of Object.entries(links)) {
        const link = join(parent, 'repository', path);
        mkdirSync(dirname(link), { recursive: true });
        symlinkSync(target, link);
      }
      return diskFileSystem(join(parent, 'repository'));
    }

    before(function () {
      if (process.platform === 'win32') this.skip();
    });

    it('never lead out of the repository', () => {
      const files = repository(
        {
          'sf-isa.yml': `${V}extends: ./policy.yml\n`,
          'a.yml': `${V}extends: away/policy.yml\n`,
          'b.yml': `${V}extends: policy\n`,
        },
        { 'policy.yml': '../outside/policy.yml', away: '../outside', 'node_modules/policy': '../../outside' }
      );
      expect(refusal(files)).to.match(
        /^sf-isa\.yml:2:10: the file "\.\/policy\.yml" in extends is not there, or is a link that leads out/
      );
      expect(refusal(files, 'a.yml')).to.match(/^a\.yml:2:10: the file "away\/policy\.yml" in extends is not there/);
      expect(refusal(files, 'b.yml')).to.match(/^b\.yml:2:10: "policy" in extends is no preset/);
    });

    it('are followed inside it, to a config file only', () => {
      const tree = {
        'sf-isa.yml': `${V}extends: [linked.yml, shared/base.yml, policy]\n`,
        'a.yml': `${V}extends: env.yml\n`,
        'b.yml': `${V}extends: bad\n`,
        '.env': 'PASSWORD=hunter2',
        'real/base.yml': `${V}failOn: low\n`,
        'store/policy/sf-isa.yml': `${V}persona: auditor\n`,
      };
      const files = repository(tree, {
        'linked.yml': 'real/base.yml',
        shared: 'real',
        'node_modules/policy': '../store/policy',
        'env.yml': '.env',
        'node_modules/bad/sf-isa.yml': '../../.env',
      });
      expect(readIn(files)).to.deep.include({ failOn: 'low', persona: 'auditor' });
      for (const path of ['a.yml', 'b.yml']) {
        expect(refusal(files, path))
          .to.match(/ in extends is a link to a file that does not end in \.yml$/)
          .and.not.to.contain('hunter2');
      }
    });

    it('cannot hide a circle', () => {
      const files = repository(
        { 'sf-isa.yml': `${V}extends: again/sf-isa.yml\n`, 'a.yml': `${V}extends: b.yml\n` },
        { again: '.', 'b.yml': 'a.yml' }
      );
      expect(refusal(files)).to.match(/leads through more than 8 files here/);
      expect(refusal(files, 'a.yml')).to.match(/^b\.yml:2:10: extends leads back to where it began: b\.yml > b\.yml$/);
    });

    it('leave devices and pipes alone', () => {
      const files = repository({ 'sf-isa.yml': `${V}extends: null.yml\n` }, { 'null.yml': '/dev/null' });
      expect(refusal(files)).to.match(/is not there, or is a link that leads out of the repository$/);
    });
  });
});
