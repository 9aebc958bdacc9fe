import { expect } from 'chai';
import { DEFAULT_CONFIG, type Config } from '../../src/config/config.js';
import { CONFIG_FILE_NAME, configFinder, loadConfig, locateConfig } from '../../src/config/findConfig.js';
import { ConfigError, readConfig } from '../../src/config/readConfig.js';
import { FileTooLargeError, memoryFileSystem, type FileSystem } from '../../src/fileSystem.js';
import { RULES } from './samples.js';

const read = (text: string, path: string): Config => readConfig(text, path, RULES);

const failing = (error: Error): FileSystem => ({
  list: () => [],
  kind: () => 'file',
  read() {
    throw error;
  },
});

describe('configFinder', () => {
  const fileSystem = memoryFileSystem({
    'sf-isa.yml': 'version: 1\nfailOn: low\n',
    'apps/billing/sf-isa.yml': 'version: 1\nfailOn: medium\n',
    'apps/billing/package/sfdx-project.json': '{}',
  });

  it('takes the nearest file from the project up to the root', () => {
    const configOf = configFinder({ fileSystem, read });
    expect(configOf('').failOn).to.equal('low');
    expect(configOf('apps').failOn).to.equal('low');
    expect(configOf('apps/billing').failOn).to.equal('medium');
    expect(configOf('apps/billing/package').failOn).to.equal('medium');
    expect(configOf('apps/billings').failOn).to.equal('low');
  });

  it('reads each file once, and none that is not asked for', () => {
    const paths: string[] = [];
    const configOf = configFinder({
      fileSystem,
      read: (text, path) => {
        paths.push(path);
        return read(text, path);
      },
    });
    expect(configOf('apps/billing')).to.equal(configOf('apps/billing/package'));
    expect(paths).to.deep.equal(['apps/billing/sf-isa.yml']);
    expect(configOf('')).to.equal(configOf('apps'));
    expect(paths).to.deep.equal(['apps/billing/sf-isa.yml', 'sf-isa.yml']);
  });

  it('has a default, unless the caller has one', () => {
    const empty = memoryFileSystem({});
    const fallback = { ...DEFAULT_CONFIG, failOn: 'info' } as const;
    expect(configFinder({ fileSystem: empty, read })('force-app')).to.equal(DEFAULT_CONFIG);
    expect(configFinder({ fileSystem: empty, read, fallback })('force-app')).to.equal(fallback);
    expect(configFinder({ fileSystem, read, fallback })('apps').failOn).to.equal('low');
  });

  it('searches nothing when a config was asked for', () => {
    const explicit = { ...DEFAULT_CONFIG, failOn: 'info' } as const;
    expect(configFinder({ fileSystem: failing(new Error('no')), read, explicit })('apps/billing')).to.equal(explicit);
  });
});

describe('locateConfig', () => {
  it('gives the path of the nearest file', () => {
    const fileSystem = memoryFileSystem({ 'a/sf-isa.yml': '', 'a/b/c.txt': '', 'd/sf-isa.yml/e.txt': '' });
    expect(CONFIG_FILE_NAME).to.equal('sf-isa.yml');
    expect(locateConfig(fileSystem, 'a/b')).to.equal('a/sf-isa.yml');
    expect(locateConfig(fileSystem, '')).to.equal(undefined);
    expect(locateConfig(fileSystem, 'd')).to.equal(undefined);
  });

  it('wants another ending renamed, unless the right file is beside it', () => {
    const fileSystem = memoryFileSystem({ 'a/sf-isa.yaml': '', 'b/sf-isa.yaml': '', 'b/sf-isa.yml': '' });
    expect(() => locateConfig(fileSystem, 'a/c')).to.throw(
      ConfigError,
      /^a\/sf-isa\.yaml:1:1: rename this file to sf-isa\.yml$/
    );
    expect(locateConfig(fileSystem, 'b')).to.equal('b/sf-isa.yml');
  });
});

describe('loadConfig', () => {
  const load = (bytes: Uint8Array): Config => loadConfig(memoryFileSystem({ 'sf-isa.yml': bytes }), 'sf-isa.yml', read);

  it('reads UTF-8, with a byte order mark, too', () => {
    expect(load(Buffer.from('\uFEFFversion: 1\nfailOn: low\n')).failOn).to.equal('low');
  });

  it('says what is wrong with a file that has no text', () => {
    expect(() => load(Buffer.from('version: 1 # \xe4\n', 'latin1'))).to.throw(
      ConfigError,
      /^sf-isa\.yml:1:1: the file is not UTF-8; save it as UTF-8$/
    );
    expect(() => load(Buffer.from('\uFEFFversion: 1\n', 'utf16le'))).to.throw(
      ConfigError,
      /: the file is UTF-16; save it as UTF-8$/
    );
    expect(() => loadConfig(failing(new FileTooLargeError()), 'x.yml', read)).to.throw(
      ConfigError,
      /^x\.yml:1:1: the file is larger than 64 MiB$/
    );
    expect(() => loadConfig(failing(new Error('EACCES')), 'x.yml', read)).to.throw(
      ConfigError,
      /^x\.yml:1:1: the file cannot be read; check its permissions$/
    );
  });

  it('names the file in what readConfig says', () => {
    expect(() => load(Buffer.from('version: 3'))).to.throw(ConfigError, 'sf-isa.yml:1:10: version must be 1, not 3');
  });
});
