import { expect } from 'chai';
import { memoryFileSystem, rules, scan, type FileSystem } from '../../src/index.js';
import { FileTooLargeError } from '../../src/fileSystem.js';

const now = new Date('2026-11-22T00:00:00Z');

const CREDENTIAL = '<NamedCredential xmlns="http://soap.sforce.com/2006/04/metadata"></NamedCredential>';

/** A project of which nothing but its definition can be read. */
function unreadable(files: readonly string[], problem: () => Error): FileSystem {
  const definition = JSON.stringify({ packageDirectories: [{ path: 'force-app' }] });
  const fileSystem = memoryFileSystem({
    'sfdx-project.json': definition,
    ...Object.fromEntries(files.map((file) => [file, CREDENTIAL])),
  });
  return {
    list: (folder) => fileSystem.list(folder),
    kind: (path) => fileSystem.kind(path),
    read: (path) => {
      if (files.includes(path)) throw problem();
      return fileSystem.read(path);
    },
  };
}

describe('files that cannot be read', () => {
  const DEPLOYED = 'force-app/Bank.namedCredential-meta.xml';
  const ELSEWHERE = 'archive/Bank.namedCredential-meta.xml';
  const KEY = 'keys/server.pem';

  /** Who says what about which file. */
  const said = (problem: () => Error): readonly string[] => {
    const { findings, notEvaluated } = scan({
      fileSystem: unreadable([DEPLOYED, ELSEWHERE, KEY], problem),
      now,
      rules,
    });
    return [
      ...findings.map(({ rule, location, message }) => `${rule} reports ${location.path}: ${message}`),
      ...notEvaluated.map(
        ({ rules: ids, reason, location, message }) => `${ids.join()} misses ${location.path}, ${reason}: ${message}`
      ),
    ];
  };

  it('are each named once, by the rule that would have looked at them', () => {
    expect(said(() => new Error('EACCES'))).to.have.members([
      `metadata-unreadable reports ${DEPLOYED}: NamedCredential Bank cannot be read: the file cannot be read`,
      `secret-in-metadata misses ${ELSEWHERE}, unreadable-file: Named Credential Bank is not checked for secrets: the file cannot be read`,
      `private-key-in-project misses ${KEY}, unreadable-file: File ${KEY} is not checked for private keys: the file cannot be read`,
    ]);
  });

  it('say so when they are too large', () => {
    const lines = said(() => new FileTooLargeError());
    expect(lines.filter((line) => line.endsWith('is larger than 64 MiB'))).to.have.length(3);
  });
});
