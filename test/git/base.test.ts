import { expect } from 'chai';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  DEFINITION,
  failureIn,
  git,
  makeFolder,
  removeFolders,
  scanIn,
  site,
  sitePath,
  TestRepository,
} from './repository.js';

const PROJECT = {
  'sfdx-project.json': DEFINITION,
  [sitePath('Old')]: site('http://old.example.com'),
};
const NEW = { [sitePath('New')]: site('http://new.example.com') };
const FOUND = ['endpoint-cleartext RemoteSiteSetting:New'];

describe('scan --since auto', function () {
  this.timeout(60_000);
  after(removeFolders);

  /** What a server has: `main` has gone on, with a finding of its own, and `merge` is what it would be with `feature`. */
  function server(): {
    readonly origin: TestRepository;
    readonly parted: string;
    readonly main: string;
    readonly merge: string;
  } {
    const origin = TestRepository.with(PROJECT);
    const parted = origin.git('rev-parse', 'main').trim();
    origin.write(NEW);
    origin.commit();
    origin.git('switch', '--quiet', 'main');
    origin.write({ [sitePath('Meanwhile')]: site('http://meanwhile.example.com') });
    const main = origin.commit();
    origin.git('switch', '--quiet', '--detach', 'main');
    origin.git('merge', '--quiet', '--no-edit', 'feature');
    const merge = origin.git('rev-parse', 'HEAD').trim();
    origin.git('update-ref', 'refs/pull/7/merge', merge);
    return { origin, parted, main, merge };
  }

  function clone(origin: TestRepository, ref: string, depth?: number): TestRepository {
    const repository = new TestRepository(join(makeFolder(), 'clone'));
    git(origin.folder, 'init', '--quiet', repository.folder);
    repository.git('remote', 'add', 'origin', `file://${origin.folder}`);
    const cut = depth === undefined ? [] : [`--depth=${depth}`];
    const branches = depth === undefined ? ['+refs/heads/*:refs/remotes/origin/*'] : [];
    repository.git('fetch', '--quiet', '--no-tags', ...cut, 'origin', ...branches, `+${ref}:refs/remotes/ci`);
    repository.git('checkout', '--quiet', '--detach', 'refs/remotes/ci');
    return repository;
  }

  const sinceAuto = async (repository: TestRepository, env: Readonly<Record<string, string>>) => {
    const { found, document, warnings } = await scanIn(repository.folder, ['--since', 'auto'], { env });
    return { found, since: document.summary.since, warnings };
  };

  it('takes the first parent of the merge that GitHub checks out, with two commits alone', async () => {
    const { origin, main, merge } = server();
    const env = { GITHUB_BASE_REF: 'main', GITHUB_REF: 'refs/pull/7/merge', GITHUB_SHA: merge };
    for (const depth of [2, undefined]) {
      const { found, since } = await sinceAuto(clone(origin, 'refs/pull/7/merge', depth), env);
      expect(found).to.deep.equal(FOUND);
      expect(since).to.include({ ref: 'main', commit: main, known: 2 });
    }
    const failure = await failureIn(clone(origin, 'refs/pull/7/merge', 1).folder, ['--since', 'auto'], { env });
    expect(failure).to.include({ exitCode: 4 });
    expect(failure.message).to.include('shallow');
  });

  it('takes the merge base where GitHub checks out the head of the branch', async () => {
    const { origin, parted, main, merge } = server();
    const event = join(makeFolder(), 'event.json');
    writeFileSync(event, JSON.stringify({ pull_request: { base: { sha: main, ref: 'main' } } }));
    const env = { GITHUB_BASE_REF: 'main', GITHUB_REF: 'refs/pull/7/merge', GITHUB_SHA: merge };
    const repository = clone(origin, 'refs/heads/feature');
    for (const more of [{}, { GITHUB_EVENT_PATH: event }, { GITHUB_EVENT_PATH: join(event, 'missing') }]) {
      const { found, since } = await sinceAuto(repository, { ...env, ...more });
      expect(found).to.deep.equal(FOUND);
      expect(since).to.include({ ref: 'main', commit: parted, known: 1 });
    }
    writeFileSync(event, JSON.stringify({ pull_request: { base: { sha: '--output=x' } } }));
    expect((await sinceAuto(repository, { ...env, GITHUB_EVENT_PATH: event })).since).to.include({ commit: parted });
  });

  it('takes what a merge queue of GitHub adds to', async () => {
    const { origin, main } = server();
    const event = join(makeFolder(), 'event.json');
    writeFileSync(event, JSON.stringify({ merge_group: { base_sha: main, base_ref: 'refs/heads/main' } }));
    const env = { GITHUB_EVENT_NAME: 'merge_group', GITHUB_EVENT_PATH: event };
    const { found, since } = await sinceAuto(clone(origin, 'refs/pull/7/merge'), env);
    expect(found).to.deep.equal(FOUND);
    expect(since).to.include({ ref: 'main', commit: main });
  });

  it('knows the pull requests of GitLab, Azure, Bitbucket and Jenkins', async () => {
    const { origin, parted, main, merge } = server();
    const branch = clone(origin, 'refs/heads/feature');
    const merged = clone(origin, 'refs/pull/7/merge');
    const gitLab = { CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'main', CI_MERGE_REQUEST_DIFF_BASE_SHA: parted };
    const azure = {
      SYSTEM_PULLREQUEST_TARGETBRANCH: 'refs/heads/main',
      BUILD_SOURCEBRANCH: 'refs/pull/7/merge',
      BUILD_SOURCEVERSION: merge,
    };
    const cases: ReadonlyArray<readonly [TestRepository, Readonly<Record<string, string>>, string]> = [
      [branch, gitLab, parted],
      [merged, { ...gitLab, CI_MERGE_REQUEST_TARGET_BRANCH_SHA: main }, main],
      [merged, azure, main],
      [branch, { SYSTEM_PULLREQUEST_TARGETBRANCH: 'main' }, parted],
      [merged, { BITBUCKET_PR_DESTINATION_BRANCH: 'main', BITBUCKET_PR_DESTINATION_COMMIT: main.slice(0, 12) }, main],
      [branch, { CHANGE_TARGET: 'main' }, parted],
      [merged, { CHANGE_TARGET: 'main' }, main],
    ];
    for (const [repository, env, commit] of cases) {
      const { found, since, warnings } = await sinceAuto(repository, env);
      expect(found, JSON.stringify(env)).to.deep.equal(FOUND);
      expect(since, JSON.stringify(env)).to.include({ ref: 'main', commit });
      expect(warnings).to.deep.equal([]);
    }
  });

  it('fails where the base is not in the clone', async () => {
    const { origin } = server();
    const repository = clone(origin, 'refs/heads/feature');
    const failure = await failureIn(repository.folder, ['--since', 'auto'], { env: { CHANGE_TARGET: 'release' } });
    expect(failure).to.include({ exitCode: 4 });
    expect(failure.message).to.include('release');
    expect(failure.actions[0]).to.include('git fetch origin release');
    const hostile = await failureIn(repository.folder, ['--since', 'auto'], { env: { CHANGE_TARGET: '--all' } });
    expect(hostile).to.include({ exitCode: 4 });
  });

  it('reports everything elsewhere, and says so', async () => {
    const repository = TestRepository.with(PROJECT);
    const { found, since, warnings } = await sinceAuto(repository, {
      CI: 'true',
      GITHUB_BASE_REF: '',
      GITHUB_REF: 'refs/heads/main',
    });
    expect(found).to.deep.equal(['endpoint-cleartext RemoteSiteSetting:Old']);
    expect(since).to.equal(undefined);
    expect(warnings).to.have.length(1);
    expect(warnings[0]).to.include('reports everything');

    const project = new TestRepository();
    project.write(PROJECT);
    expect((await sinceAuto(project, {})).found).to.have.length(1);
  });

  it('is an ordinary name to --since when it is written out', async () => {
    const { origin, parted } = server();
    const repository = clone(origin, 'refs/heads/feature');
    const { found, document } = await scanIn(repository.folder, ['--since', 'main']);
    expect(found).to.deep.equal(FOUND);
    expect(document.summary.since).to.include({ ref: 'main', commit: parted });
  });
});
