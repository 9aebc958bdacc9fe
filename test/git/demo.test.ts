import { expect } from 'chai';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../cli/program.js';
import { makeFolder, removeFolders, scanIn, TestRepository } from './repository.js';

const SCRIPT = ['--import', 'tsx', join(ROOT, 'scripts/demoRepository.ts')];
/** As for a developer whose own git is set up in ways that would make other commits. */
const ENVIRONMENT = {
  ...process.env,
  GIT_AUTHOR_NAME: 'Somebody',
  GIT_DIR: '/nowhere',
  GIT_COMMITTER_DATE: '2001-01-01',
};

const makeDemo = (folder: string): string =>
  execFileSync(process.execPath, [...SCRIPT, folder], { cwd: ROOT, env: ENVIRONMENT, encoding: 'utf8' });

describe('the demo repository', function () {
  this.timeout(120_000);
  after(removeFolders);
  let demo: TestRepository;
  let said: string;

  before(() => {
    demo = new TestRepository(join(makeFolder(), 'demo'));
    said = makeDemo(demo.folder);
  });

  /** What a scan says of a branch as a pull request into `main`. */
  async function pullRequest(
    branch: string,
    now: string
  ): Promise<{ readonly exitCode: number; readonly found: readonly string[]; readonly paths: readonly string[] }> {
    demo.git('switch', '--quiet', branch);
    const { exitCode, found, document } = await scanIn(demo.folder, ['--since', 'main'], { now });
    return { exitCode, found, paths: document.findings.map(({ location }) => location.path) };
  }
  const changedBy = (branch: string): readonly string[] =>
    demo.git('diff', '--name-only', `main...${branch}`).trim().split('\n');

  for (const [when, now] of [
    ['today', '2026-11-22'],
    ['a year later, when certificates have ended', '2027-11-22'],
  ] as const) {
    it(`fails the pull requests that break something, each with one finding, and passes the other one, ${when}`, async () => {
      const credential = 'force-app/main/default/namedCredentials/APAC_Org.namedCredential-meta.xml';
      expect(await pullRequest('introduce-one-problem', now)).to.deep.equal({
        exitCode: 14,
        found: ['named-credential-mtls-port-missing NamedCredential:APAC_Org'],
        paths: [credential],
      });
      expect(changedBy('introduce-one-problem')).to.deep.equal([credential]);

      expect(await pullRequest('move-and-reorder', now)).to.deep.equal({ exitCode: 0, found: [], paths: [] });
      expect(changedBy('move-and-reorder')).to.have.length.above(10);

      expect(await pullRequest('delete-certificate', now)).to.deep.equal({
        exitCode: 13,
        found: ['certificate-reference-unresolved NamedCredential:APAC_Org'],
        paths: [credential],
      });
      expect(changedBy('delete-certificate')).to.not.include(credential);
    });
  }

  it('has what a plain scan reports all the same, and more of it a year later', async () => {
    demo.git('switch', '--quiet', 'move-and-reorder');
    const today = (await scanIn(demo.folder, [])).found;
    const later = (await scanIn(demo.folder, [], { now: '2027-11-22' })).found;
    expect(today).to.have.length.above(2);
    const ended = later.filter((one) => one.startsWith('certificate-expired'));
    expect(ended).to.have.length.above(0);
    expect(today).to.not.include.members(ended);
    const moved = demo.read('force-app/integrations/namedCredentials/APAC_Org.namedCredential-meta.xml');
    expect(moved).to.match(/^(?:.*\r\n)+$/);
    expect(moved.indexOf('<externalCredential>')).to.be.below(moved.indexOf('<parameterType>Url<'));
  });

  it('has the same commits every time, by nobody in particular', () => {
    const again = new TestRepository(join(makeFolder(), 'again'));
    makeDemo(again.folder);
    const history = (repository: TestRepository): string =>
      repository.git('log', '--all', '--format=%H %an <%ae> %aI %cn %cI %s');
    expect(history(again)).to.equal(history(demo));
    expect(new Set(demo.git('log', '--all', '--format=%an <%ae> %cn <%ce>').trim().split('\n'))).to.deep.equal(
      new Set(['sf-isa demo <demo@example.com> sf-isa demo <demo@example.com>'])
    );
    expect(again.git('status', '--porcelain')).to.equal('');
  });

  it('says what to try, with branches that are there', () => {
    const branches = [...said.matchAll(/git switch (\S+)/g)].map(([, name]) => name!);
    expect(branches).to.deep.equal(['introduce-one-problem', 'move-and-reorder', 'delete-certificate']);
    for (const branch of branches) demo.git('rev-parse', '--verify', branch);
    expect(said).to.include(demo.folder).and.include('--now 2027-11-22');
  });

  it('is made in no folder that has something in it', () => {
    const folder = join(makeFolder(), 'taken');
    mkdirSync(folder);
    writeFileSync(join(folder, 'file'), 'mine');
    for (const args of [[folder], [], ['--help'], [folder, 'more']]) {
      const { status, stdout, stderr } = spawnSync(process.execPath, [...SCRIPT, ...args], {
        cwd: ROOT,
        encoding: 'utf8',
      });
      expect({ status, stdout }, args.join(' ')).to.deep.equal({ status: 2, stdout: '' });
      expect(stderr).to.match(args.length === 1 && args[0] === folder ? /is not empty/ : /Give one folder/);
    }
    expect(readFileSync(join(folder, 'file'), 'utf8')).to.equal('mine');
  });
});
