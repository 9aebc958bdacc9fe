import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Host, Outcome } from '../../src/cli/host.js';
import { runCommand } from '../../src/cli/run.js';
import { MAX_FILE_BYTES } from '../../src/fileSystem.js';
import type { ScanDocument } from '../../src/reporters/json.js';
import { rules } from '../../src/rules/index.js';
import { runBin } from './program.js';
import { BROKEN, BROKEN_FILE, DEFINITION, Folders, inFolder, SOUND } from './project.js';

const SOUND_FILE = BROKEN_FILE.replace('Broken', 'Bank');
const UNCLOSED = '<NamedCredential>\n    <label>Bank\n';

describe('scan --stdin-filename', function () {
  this.timeout(60_000);
  const folders = new Folders();
  after(() => folders.removeAll());

  const scan = (
    folder: string,
    text: Uint8Array | string,
    args: readonly string[],
    more: Partial<Host> = {}
  ): Promise<Outcome<ScanDocument>> => {
    const host: Host = {
      version: '0.0.0',
      workingFolder: folder,
      homeFolder: '/home/nobody',
      env: {},
      terminal: { isTTY: false, columns: undefined },
      clock: () => new Date('2026-11-22T00:00:00Z'),
      rules,
      readInput: () => Promise.resolve(typeof text === 'string' ? Buffer.from(text) : text),
      ...more,
    };
    return runCommand('scan', ['--format', 'concise', ...args], host, []) as Promise<Outcome<ScanDocument>>;
  };
  const files = ({ result }: Outcome<ScanDocument>): readonly string[] =>
    result.findings.map(({ location }) => location.path);

  it('takes the text for that of the file, and reports on that file alone', async () => {
    const folder = folders.make(BROKEN);
    const { exitCode, stdout } = await scan(folder, UNCLOSED, ['--stdin-filename', SOUND_FILE]);
    expect(stdout).to.match(/^force-app\/\S+\/Bank\.\S+:\d+:\d+: high\[metadata-unreadable\] .+\n$/);
    expect(exitCode).to.equal(14);
    expect(readFileSync(join(folder, SOUND_FILE), 'utf8')).to.equal(SOUND[SOUND_FILE]);
    const mended = await scan(folder, SOUND[SOUND_FILE]!, ['--stdin-filename', BROKEN_FILE]);
    expect(mended).to.include({ exitCode: 0, stdout: '' });
  });

  it('reports on what is asked for, if something is', async () => {
    const folder = folders.make(BROKEN);
    expect(files(await scan(folder, UNCLOSED, ['--stdin-filename', SOUND_FILE, 'force-app']))).to.have.members([
      BROKEN_FILE,
      SOUND_FILE,
    ]);
    expect(files(await scan(folder, UNCLOSED, ['--stdin-filename', SOUND_FILE, '-d', BROKEN_FILE]))).to.deep.equal([
      BROKEN_FILE,
    ]);
  });

  it('reads the rest of the project as it is', async () => {
    const certificate = (name: string): string =>
      `<NamedCredential><label>a</label><namedCredentialType>SecuredEndpoint</namedCredentialType><namedCredentialParameters><parameterType>ClientCertificate</parameterType><certificate>${name}</certificate></namedCredentialParameters></NamedCredential>`;
    const folder = folders.make({
      'sfdx-project.json': DEFINITION,
      'force-app/certs/Client.crt-meta.xml': '<Certificate><masterLabel>Client</masterLabel></Certificate>',
      'force-app/A.namedCredential-meta.xml': certificate('Client'),
      'force-app/B.namedCredential-meta.xml': certificate('Client'),
    });
    const name = 'force-app/B.namedCredential-meta.xml';
    const findings = (outcome: Outcome<ScanDocument>): readonly string[] =>
      outcome.result.findings.map(({ rule }) => rule);
    expect(findings(await scan(folder, certificate('Client'), ['--stdin-filename', name]))).to.not.include(
      'certificate-reference-unresolved'
    );
    expect(findings(await scan(folder, certificate('Clent'), ['--stdin-filename', name]))).to.include(
      'certificate-reference-unresolved'
    );
  });

  it('takes a file that is not there yet, from any folder of the project, in the project of the file', async () => {
    const folder = folders.make(inFolder('app', SOUND));
    const name = `app/${BROKEN_FILE.replace('Broken', 'New')}`;
    expect(files(await scan(folder, UNCLOSED, ['--stdin-filename', name]))).to.deep.equal([name.slice('app/'.length)]);
    const below = await scan(join(folder, 'app/force-app'), UNCLOSED, ['--stdin-filename', join(folder, name)]);
    expect(below.stdout).to.match(/^\.\.\/force-app\/main\/default\/namedCredentials\/New\./);
  });

  it('says when there is nothing to analyse, or nothing that could be a file', async () => {
    const folder = folders.make(SOUND);
    const failure = (...args: readonly string[]): Promise<unknown> =>
      scan(folder, '', args).catch((error: unknown) => error);
    expect(await failure('--stdin-filename', 'README.md')).to.include({ exitCode: 3 });
    expect((await scan(folder, '', ['--stdin-filename', 'README.md', '--allow-empty'])).exitCode).to.equal(0);
    expect(await failure('--stdin-filename', 'force-app')).to.include({ exitCode: 2 });
    expect(await failure('--stdin-filename', 'no/A.namedCredential-meta.xml')).to.include({ exitCode: 2 });
    expect(await failure('--stdin-filename', SOUND_FILE, '--staged')).to.include({ exitCode: 2 });
    expect(await failure('--stdin-filename', SOUND_FILE, '--since', 'main')).to.include({ exitCode: 2 });
    const large = await scan(folder, Buffer.alloc(MAX_FILE_BYTES + 1), ['--stdin-filename', SOUND_FILE]);
    expect(large.stdout).to.include('metadata-unreadable');
  });

  it('reads standard input only when it is told to', async () => {
    const readInput = (): Promise<never> => Promise.reject(new Error('it was read'));
    expect((await scan(folders.make(SOUND), '', [], { readInput })).exitCode).to.equal(0);
  });

  // The bin as it is shipped: needs what the build makes.
  it('works through a pipe', async () => {
    const { exitCode, stdout } = await runBin(['scan', '--stdin-filename', SOUND_FILE, '--format', 'concise'], {
      cwd: folders.make(SOUND),
      input: UNCLOSED,
    });
    expect(exitCode).to.equal(14);
    expect(stdout).to.match(/^force-app\/\S+\/Bank\./);
  });
});
