import { expect } from 'chai';
import { discover } from '../../src/discover.js';
import { memoryFileSystem } from '../../src/fileSystem.js';
import { readApex } from '../../src/model/apex.js';
import { readProject } from '../../src/readProject.js';

const read = (...texts: readonly string[]): ReturnType<typeof readApex> =>
  readApex(
    texts.map((text, index) => ({ file: `${index}.cls`, fullName: `Class${index}`, text })),
    new Set(['hq_client', 'hq_old'])
  );

describe('Apex', () => {
  for (const [text, names] of [
    ["x('HQ_Client');", ['hq_client']],
    ["x('hq_CLIENT' + 'HQ_Old');", ['hq_client', 'hq_old']],
    ["'it\\'s', 'HQ_Client'", ['hq_client']],
    ["'\\\\', 'HQ_Client'", ['hq_client']],
    ["'HQ_Client of last year'", []],
    ["// 'HQ_Client'", []],
    ["// it's\n'HQ_Client'", ['hq_client']],
    ["// it's\r\n'HQ_Client'", ['hq_client']],
    ["/* 'HQ_Client' */ x('HQ_Old')", ['hq_old']],
    ["'/*' + 'HQ_Client' + '*/'", ['hq_client']],
    ["'//' + 'HQ_Client'", ['hq_client']],
    ["/* 'HQ_Client'", []],
    ["'no end\n'HQ_Client'", ['hq_client']],
    ["'HQ_Client", []],
    ['HQ_Client', []],
  ] as const) {
    it(`has the names ${JSON.stringify(names)} in ${JSON.stringify(text)}`, () => {
      expect([...read(text).names]).to.deep.equal(names);
    });
  }

  it('finds where client certificates are set, and whether by a literal', () => {
    const text = [
      "request.setClientCertificateName('HQ_Client');",
      "// request.setClientCertificateName('HQ_Client');",
      "request . SETCLIENTCERTIFICATENAME ( /* the name */ 'HQ_Client');",
      'request.setClientCertificateName(name);',
      "stub.clientCertName_x = 'HQ_Client';",
      "if (stub.clientCertName_x == 'HQ_Client') mySetClientCertificateName('');",
    ].join('\n');
    const { clientCertificates } = read('', text);
    expect(clientCertificates.map(({ at, isLiteral }) => [text.slice(at.start, at.end), isLiteral])).to.deep.equal([
      ['setClientCertificateName(', true],
      ['SETCLIENTCERTIFICATENAME (', false],
      ['setClientCertificateName(', false],
      ['clientCertName_x =', true],
    ]);
    expect(clientCertificates[0]).to.include({ fullName: 'Class1' });
    expect(clientCertificates[0]!.at.file).to.equal('1.cls');
  });

  it('takes time in proportion to the length of hostile text', () => {
    const started = performance.now();
    for (const part of ["'", "\\'", '/*', '//', "'\\", 'setClientCertificateName', "'HQ_Client", 'clientCertName_x ']) {
      read(`'HQ_Client'${part.repeat(200_000)}`);
    }
    expect(performance.now() - started).to.be.lessThan(5000);
  });

  it('is opened when a rule asks, and not before; only what the project deploys', () => {
    const fileSystem = memoryFileSystem({
      'sfdx-project.json': '{ "packageDirectories": [{ "path": "force-app" }] }',
      'force-app/certs/HQ_Client.crt-meta.xml': '<Certificate></Certificate>',
      'force-app/classes/A.cls': "'HQ_Client'",
      'force-app/classes/A.cls-meta.xml': '<ApexClass/>',
      'force-app/triggers/B.trigger': "'HQ_Client'",
      'force-app/classes/Binary.cls': Buffer.from([0xff, 0xfe, 0x27, 0x00]),
      'scripts/C.cls': "'HQ_Client'",
    });
    const [files] = discover({ fileSystem });
    expect(files!.apexFiles).to.deep.equal([
      'force-app/classes/A.cls',
      'force-app/classes/Binary.cls',
      'force-app/triggers/B.trigger',
    ]);
    const { project, filesRead } = readProject(files!, fileSystem);
    const before = filesRead.size;
    expect([...project.apex().names]).to.deep.equal(['hq_client']);
    expect(filesRead.size).to.equal(before + 3);
    project.apex();
    expect(filesRead.size).to.equal(before + 3);
    expect(project.unreadableFiles()).to.deep.equal([]);
  });
});
