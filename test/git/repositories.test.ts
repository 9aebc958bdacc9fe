import { expect } from 'chai';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  DEFINITION,
  failureIn,
  filesOfBank,
  git,
  GIT_ENVIRONMENT,
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

const inFolder = (folder: string, files: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text]));

describe('a comparison in', function () {
  this.timeout(60_000);
  after(removeFolders);

  const foundIn = async (folder: string, ...args: readonly string[]): Promise<readonly string[]> =>
    (await scanIn(folder, args.length === 0 ? ['--since', 'main'] : args)).found;

  it('a project in a sub-folder, from there and from above', async () => {
    const repository = TestRepository.with({
      ...inFolder('apps/sales', PROJECT),
      ...inFolder('apps/service', { ...PROJECT, [sitePath('Service')]: site('http://service.example.com') }),
      'sf-isa.yml': 'version: 1\nrules:\n  endpoint-cleartext: high\n',
    });
    repository.write(inFolder('apps/sales', NEW));
    for (const folder of ['', 'apps', 'apps/sales', 'apps/sales/force-app']) {
      expect(await foundIn(join(repository.folder, folder)), folder).to.deep.equal(FOUND);
    }
    expect(await foundIn(join(repository.folder, 'apps/service'))).to.deep.equal([]);
    repository.git('add', '--all');
    expect(await foundIn(join(repository.folder, 'apps/sales'), '--staged')).to.deep.equal(FOUND);
  });

  it('a project that was moved as a whole', async () => {
    const repository = TestRepository.with({ ...PROJECT, 'README.md': 'Top', 'other/sfdx-project.json': DEFINITION });
    repository.move('force-app', 'salesforce/crm/force-app');
    repository.move('sfdx-project.json', 'salesforce/crm/sfdx-project.json');
    repository.write(inFolder('salesforce/crm', NEW));
    repository.commit();
    expect(await foundIn(repository.folder)).to.deep.equal(FOUND);
    repository.write({ 'salesforce/crm/sf-isa.yml': 'version: 1\nrules:\n  endpoint-cleartext: high\n' });
    repository.commit();
    expect(await foundIn(join(repository.folder, 'salesforce/crm'))).to.deep.equal(FOUND);
    const moved = repository.git('rev-parse', 'HEAD').trim();
    for (const name of ['force-app', 'sfdx-project.json', 'sf-isa.yml'])
      repository.move(`salesforce/crm/${name}`, `crm/${name}`);
    repository.commit();
    expect(await foundIn(join(repository.folder, 'crm'), '--since', moved)).to.deep.equal([]);
    expect(await foundIn(join(repository.folder, 'other'), '--since', moved, '--allow-empty')).to.deep.equal([]);
  });

  it('a linked worktree', async () => {
    const repository = TestRepository.with(PROJECT);
    const linked = new TestRepository(join(makeFolder(), 'linked'));
    repository.git('worktree', 'add', '--quiet', '-b', 'other', linked.folder, 'main');
    linked.write(NEW);
    expect(await foundIn(linked.folder)).to.deep.equal(FOUND);
    linked.git('add', '--all');
    expect(await foundIn(linked.folder, '--staged')).to.deep.equal(FOUND);
    expect(await foundIn(repository.folder)).to.deep.equal([]);
  });

  it('a submodule, and around one', async () => {
    const inner = TestRepository.with({ ...PROJECT, 'README.md': 'Inner' });
    const outer = TestRepository.with({
      'sfdx-project.json': DEFINITION,
      [sitePath('Outer')]: site('http://outer.example.com'),
    });
    outer.git('submodule', 'add', '--quiet', inner.folder, 'force-app/shared');
    outer.commit();
    outer.git('branch', '--force', 'main');
    expect((await scanIn(outer.folder, [])).found).to.have.length(2);
    expect(await foundIn(outer.folder)).to.deep.equal([]);
    outer.write(inFolder('force-app/shared', NEW));
    // What is in a submodule is a matter of its own repository.
    expect(await foundIn(outer.folder)).to.deep.equal([]);
    expect(await foundIn(outer.folder, '--staged')).to.deep.equal([]);
    expect(await foundIn(join(outer.folder, 'force-app/shared'), '--since', 'HEAD')).to.deep.equal(FOUND);
  });

  it('a sparse checkout', async () => {
    const repository = TestRepository.with({
      ...PROJECT,
      'force-app/certs/Gateway.crt-meta.xml':
        '<Certificate xmlns="http://soap.sforce.com/2006/04/metadata"><masterLabel>Gateway</masterLabel></Certificate>',
      'force-app/namedCredentials/Bank.namedCredential-meta.xml': `<NamedCredential xmlns="http://soap.sforce.com/2006/04/metadata"><certificate>Gateway</certificate><endpoint>https://bank.example.com</endpoint><label>Bank</label><principalType>Anonymous</principalType><protocol>NoAuthentication</protocol></NamedCredential>`,
    });
    repository.git('sparse-checkout', 'set', '--no-cone', '/*', '!/force-app/certs/');
    expect(repository.has('force-app/certs')).to.equal(false);
    expect(await foundIn(repository.folder)).to.deep.equal([]);
    repository.write(NEW);
    expect(await foundIn(repository.folder)).to.deep.equal(FOUND);
    repository.git('rm', '--quiet', '--cached', '--sparse', 'force-app/certs/Gateway.crt-meta.xml');
    expect(await foundIn(repository.folder, '--staged')).to.deep.equal(['certificate-reference-unresolved Project:.']);
  });

  it('a sparse checkout that leaves out more than a command line takes', async () => {
    const names = Array.from({ length: 400 }, (_, index) => `A_site_with_quite_a_long_name_and_the_number_${index}`);
    const repository = TestRepository.with({
      ...PROJECT,
      'force-app/other/README.md': 'Sites',
      ...Object.fromEntries(
        names.map((name) => [`force-app/other/${name}.remoteSite-meta.xml`, site('http://other.example.com')])
      ),
    });
    repository.git('sparse-checkout', 'set', '--no-cone', '/*', '!/force-app/other/');
    const { found, document } = await scanIn(repository.folder, ['--since', 'main']);
    expect(found).to.deep.equal([]);
    expect(document.summary.since).to.include({ known: 1, fixed: 0 });
  });

  it('a working tree without a file that git is told to leave alone, and one that really lacks it', async () => {
    const repository = TestRepository.with(PROJECT);
    const since = async (): Promise<unknown> =>
      (await scanIn(repository.folder, ['--since', 'main', '--allow-empty'])).document.summary.since;
    repository.git('update-index', '--skip-worktree', sitePath('Old'));
    expect(await since()).to.include({ known: 1, fixed: 0 });
    repository.remove(sitePath('Old'));
    expect(await since()).to.include({ known: 0, fixed: 0 });
    repository.git('update-index', '--no-skip-worktree', sitePath('Old'));
    expect(await since()).to.include({ known: 0, fixed: 1 });
  });

  it('files that git takes for unchanged, and that are not', async () => {
    const repository = TestRepository.with(PROJECT);
    repository.git('update-index', '--assume-unchanged', sitePath('Old'));
    repository.write({ [sitePath('Old')]: site('http://changed.example.com') });
    expect(await foundIn(repository.folder)).to.deep.equal(['endpoint-cleartext RemoteSiteSetting:Old']);
  });

  it('a repository with SHA-256', async () => {
    const repository = TestRepository.with(PROJECT, '--object-format=sha256');
    repository.write(NEW);
    const { found, document } = await scanIn(repository.folder, ['--since', 'main']);
    expect(found).to.deep.equal(FOUND);
    expect(document.summary.since!.commit).to.match(/^[0-9a-f]{64}$/);
    repository.git('add', '--all');
    expect(await foundIn(repository.folder, '--staged')).to.deep.equal(FOUND);
  });

  it('files that were checked out with CRLF', async () => {
    const crlf = (text: string): string => text.replaceAll('\n', '\r\n');
    const certificate = Buffer.from(filesOfBank()['force-app/main/default/certs/HQ_EMEA_Client.crt']!).toString();
    const repository = TestRepository.with({
      '.gitattributes': '* text=auto eol=crlf\n',
      ...PROJECT,
      'force-app/certs/Gateway.crt': certificate,
      'force-app/certs/Gateway.crt-meta.xml':
        '<Certificate xmlns="http://soap.sforce.com/2006/04/metadata">\n    <masterLabel>Gateway</masterLabel>\n</Certificate>\n',
    });
    repository.write({
      [sitePath('Old')]: crlf(site('http://old.example.com')),
      'force-app/certs/Gateway.crt': crlf(certificate),
    });
    expect((await scanIn(repository.folder, [])).found).to.have.length.above(0);
    expect(await foundIn(repository.folder)).to.deep.equal([]);
    // Changed besides, so that the base really has line feeds and now has not.
    repository.write({ [sitePath('Old')]: `${crlf(site('http://old.example.com'))}<!-- old -->\r\n` });
    expect(await foundIn(repository.folder)).to.deep.equal([]);
  });

  it('files with names that git would quote', async () => {
    const names = [
      'Büro',
      'Ünïcødé 漢字',
      'a "quoted" name',
      "it's",
      'back\\slash',
      'tab\tname',
      'line\nbreak',
      '-dash',
      ':(glob)*',
    ];
    const repository = TestRepository.with({
      ...PROJECT,
      ...Object.fromEntries(names.map((name) => [sitePath(name), site('http://print.example.com')])),
    });
    expect((await scanIn(repository.folder, [])).found).to.have.length(names.length + 1);
    expect(await foundIn(repository.folder)).to.deep.equal([]);
    for (const name of names) repository.write({ [sitePath(name)]: `${site('http://print.example.com')}\n` });
    expect(await foundIn(repository.folder)).to.deep.equal([]);
    repository.git('add', '--all');
    expect(await foundIn(repository.folder, '--staged')).to.deep.equal([]);
    for (const name of names) repository.write({ [sitePath(name)]: site('http://plot.example.com') });
    expect(await foundIn(repository.folder)).to.have.length(names.length);
  });

  it('files with names that are not UTF-8', async function () {
    const repository = TestRepository.with(PROJECT);
    const name = Buffer.concat([
      Buffer.from(`${repository.folder}/force-app/B`),
      Buffer.from([0xfc]),
      Buffer.from('ro.remoteSite-meta.xml'),
    ]);
    try {
      writeFileSync(name, site('http://print.example.com'));
    } catch {
      // Some systems have no such names.
      this.skip();
    }
    repository.commit();
    repository.git('branch', '--force', 'main');
    expect((await scanIn(repository.folder, [])).document.findings.map(({ rule }) => rule)).to.include(
      'metadata-unreadable'
    );
    expect(await foundIn(repository.folder)).to.deep.equal([]);
    expect(await foundIn(repository.folder, '--staged')).to.deep.equal([]);
  });

  it('a tree with links, which are followed inside of the root and never out of it', async () => {
    const outside = TestRepository.with({ ...PROJECT, [sitePath('Outside')]: site('http://outside.example.com') });
    const repository = TestRepository.with({
      ...PROJECT,
      ...inFolder('node_modules/shared', { [sitePath('Shared')]: site('http://shared.example.com') }),
    });
    const link = (target: string, path: string): void => symlinkSync(target, join(repository.folder, path));
    link('../node_modules/shared/force-app', 'force-app/linked');
    link(join(outside.folder, 'force-app'), 'force-app/absolute');
    link(`../../${outside.folder.split('/').pop()!}/force-app`, 'force-app/relative');
    link('endless', 'force-app/endless');
    link('nowhere', 'force-app/nowhere');
    repository.commit();
    repository.git('branch', '--force', 'main');
    expect((await scanIn(repository.folder, [])).found).to.have.length(2);
    expect(await foundIn(repository.folder)).to.deep.equal([]);
    expect(await foundIn(repository.folder, '--staged')).to.deep.equal([]);
    repository.remove('force-app/linked');
    const { document } = await scanIn(repository.folder, ['--since', 'main']);
    expect(document.summary.since).to.include({ known: 1, fixed: 1 });
  });

  it('a repository where only modes change', async () => {
    const repository = TestRepository.with(PROJECT);
    chmodSync(join(repository.folder, sitePath('Old')), 0o755);
    repository.commit();
    expect(await foundIn(repository.folder)).to.deep.equal([]);
  });

  it('a repository with Git LFS pointers, as far as their files are there', async () => {
    const text = site('http://large.example.com');
    const oid = createHash('sha256').update(text).digest('hex');
    const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${oid}\nsize ${text.length}\n`;
    const repository = TestRepository.with({ ...PROJECT, [sitePath('Large')]: pointer });
    repository.write({ [sitePath('Large')]: text });
    expect(await foundIn(repository.folder)).to.deep.equal([]);
    expect(await foundIn(repository.folder, '--staged')).to.deep.equal([]);
    repository.write({
      [sitePath('Large')]: `${text}\n`,
      [`.git/lfs/objects/${oid.slice(0, 2)}/${oid.slice(2, 4)}/${oid}`]: text,
    });
    expect(await foundIn(repository.folder)).to.deep.equal([]);
    repository.remove('.git/lfs');
    expect(await foundIn(repository.folder)).to.deep.equal(['endpoint-cleartext RemoteSiteSetting:Large']);
  });

  it('a repository with many and large changed files', async () => {
    const many = (url: string): Readonly<Record<string, string>> =>
      Object.fromEntries(Array.from({ length: 40 }, (_, index) => [sitePath(`Site${index}`), site(`${url}/${index}`)]));
    const large = `${site('http://large.example.com')}<!-- ${'x'.repeat(40 * 1024 * 1024)} -->\n`;
    const tooLarge = `${large}<!-- ${'x'.repeat(30 * 1024 * 1024)} -->\n`;
    const repository = TestRepository.with({
      ...PROJECT,
      ...many('http://a.example.com'),
      [sitePath('Large')]: large,
      [sitePath('Larger')]: `${large}\n`,
      [sitePath('TooLarge')]: tooLarge,
    });
    repository.write({
      ...many('https://a.example.com'),
      [sitePath('Large')]: site('http://large.example.com'),
      [sitePath('Larger')]: site('http://large.example.com'),
    });
    const { found, document } = await scanIn(repository.folder, ['--since', 'main']);
    expect(found).to.deep.equal([]);
    expect(document.summary.since).to.include({ known: 4, fixed: 40 });
    repository.git('add', '--all');
    expect((await scanIn(repository.folder, ['--staged'])).document.summary.since).to.include({ known: 4, fixed: 40 });
  });
});

describe('a comparison fails', function () {
  this.timeout(60_000);
  after(removeFolders);

  const expectFailure = async (folder: string, args: readonly string[], message: RegExp, env = {}): Promise<void> => {
    const failure = await failureIn(folder, args, { env });
    expect(failure).to.include({ name: 'GitError', exitCode: 4 });
    expect(failure.message)
      .to.match(/^[^\n]+\.$/)
      .and.to.match(message);
  };

  it('outside of a repository, and without a working tree', async () => {
    const project = new TestRepository();
    project.write(PROJECT);
    await expectFailure(project.folder, ['--since', 'main'], /need a git repository/);
    await expectFailure(project.folder, ['--staged'], /need a git repository/);

    const bare = makeFolder();
    git(TestRepository.with(PROJECT).folder, 'clone', '--quiet', '--bare', '.', bare);
    writeFileSync(join(bare, 'sfdx-project.json'), DEFINITION);
    await expectFailure(bare, ['--since', 'main'], /need a git repository/);
    // A `.git` that is none must not lead to the repository around it, nor to one that was checked in.
    mkdirSync(join(bare, '.git'));
    await expectFailure(bare, ['--since', 'main'], /need a git repository/);
  });

  it('for a ref that is none, or that means something else to git', async () => {
    const repository = TestRepository.with(PROJECT);
    await expectFailure(repository.folder, ['--since', 'nowhere'], /no commit nowhere/);
    const hostile = [
      '--since=--help',
      '--since=-x',
      '--since=--upload-pack=touch hacked',
      '--since=main..feature',
      '--since=^main',
      '--since= main',
      '--since=main\nfeature',
      '--since=$(touch hacked)',
      '--since=`touch hacked`',
      '--since=main;touch hacked',
      '--since=main^{tree}',
    ];
    for (const one of hostile) {
      const failure = await failureIn(repository.folder, [one]);
      expect(failure.exitCode, one).to.equal(4);
    }
    expect(repository.has('hacked')).to.equal(false);
  });

  it('for histories that have nothing in common', async () => {
    const repository = TestRepository.with(PROJECT);
    repository.git('switch', '--quiet', '--orphan', 'other');
    repository.write({ ...PROJECT, ...NEW });
    await expectFailure(repository.folder, ['--since', 'main'], /Nothing is committed/);
    repository.commit();
    await expectFailure(repository.folder, ['--since', 'main'], /no commit in common/);
  });

  it('without git', async () => {
    const repository = TestRepository.with(PROJECT);
    await expectFailure(repository.folder, ['--staged'], /need git/, { PATH: makeFolder() });
    await expectFailure(repository.folder, ['--staged'], /need git/, { PATH: undefined });
  });

  it('for a clone without the history, with what to do', async () => {
    const origin = TestRepository.with(PROJECT);
    origin.write(NEW);
    origin.commit();
    const clone = new TestRepository(join(makeFolder(), 'clone'));
    git(origin.folder, 'clone', '--quiet', '--depth=1', '--no-single-branch', `file://${origin.folder}`, clone.folder);
    await expectFailure(clone.folder, ['--since', 'main'], /shallow/);
    const { actions } = await failureIn(clone.folder, ['--since', 'origin/main']);
    expect(actions.join(' ')).to.include('fetch-depth: 0').and.to.include('git fetch --unshallow');
    clone.git('fetch', '--quiet', '--unshallow');
    expect((await scanIn(clone.folder, ['--since', 'main'])).found).to.deep.equal(FOUND);
  });

  it('for a partial clone that lacks the base, and fetches nothing', async () => {
    const origin = TestRepository.with({ ...PROJECT, [sitePath('Changed')]: site('https://before.example.com') });
    origin.git('config', 'uploadpack.allowFilter', 'true');
    origin.write({ ...NEW, [sitePath('Changed')]: site('https://after.example.com') });
    origin.commit();
    const clone = new TestRepository(join(makeFolder(), 'clone'));
    git(origin.folder, 'clone', '--quiet', '--filter=blob:none', `file://${origin.folder}`, clone.folder);
    await expectFailure(clone.folder, ['--since', 'origin/main'], /This clone lacks the version/);
  });
});

describe('a hostile repository', function () {
  this.timeout(60_000);
  after(removeFolders);

  it('cannot have a program run', async () => {
    const repository = TestRepository.with({
      ...PROJECT,
      '.gitattributes': '* filter=evil diff=evil merge=evil\n',
      [sitePath('Changed')]: site('https://before.example.com'),
    });
    const trap = join(repository.folder, 'trap.sh');
    writeFileSync(trap, `#!/bin/sh\necho "$0 $*" >> "${repository.folder}/sprung"\ncat\n`);
    chmodSync(trap, 0o755);
    const hooks = join(repository.folder, '.git/hooks');
    mkdirSync(hooks, { recursive: true });
    for (const hook of ['post-index-change', 'fsmonitor-watchman', 'reference-transaction', 'pre-commit']) {
      writeFileSync(join(hooks, hook), `#!/bin/sh\necho ${hook} >> "${repository.folder}/sprung"\n`);
      chmodSync(join(hooks, hook), 0o755);
    }
    repository.write({ ...NEW, [sitePath('Changed')]: site('https://after.example.com') });
    const settings = [
      ['core.fsmonitor', trap],
      ['core.pager', trap],
      ['core.sshCommand', trap],
      ['core.gitProxy', trap],
      ['core.editor', trap],
      ['core.askPass', trap],
      ['core.alternateRefsCommand', trap],
      ['credential.helper', trap],
      ['diff.external', trap],
      ['diff.evil.textconv', trap],
      ['diff.evil.command', trap],
      ['filter.evil.clean', trap],
      ['filter.evil.smudge', trap],
      ['filter.evil.process', trap],
      ['filter.evil.required', 'true'],
      ['alias.rev-parse', `!${trap}`],
      ['alias.ls-tree', `!${trap}`],
      ['gpg.program', trap],
      ['pager.ls-tree', trap],
      ['pager.cat-file', trap],
      ['extensions.partialClone', 'origin'],
      ['remote.origin.url', `ext::${trap}`],
      ['remote.origin.promisor', 'true'],
      ['remote.origin.uploadpack', trap],
      ['protocol.ext.allow', 'always'],
      ['protocol.allow', 'always'],
    ];
    for (const [name = '', value = ''] of settings) repository.git('config', name, value);
    expect((await scanIn(repository.folder, ['--since', 'main'])).found).to.deep.equal(FOUND);
    expect((await scanIn(repository.folder, ['--staged'])).found).to.deep.equal([]);

    // A blob that is not there is what a partial clone fetches.
    const id = repository.git('rev-parse', `main:${sitePath('Changed')}`).trim();
    repository.remove(`.git/objects/${id.slice(0, 2)}/${id.slice(2)}`);
    expect((await failureIn(repository.folder, ['--since', 'main'])).message).to.include('This clone lacks');
    expect(repository.has('sprung')).to.equal(false);
  });

  it('is not left for another one that the environment or its config names', async () => {
    const other = TestRepository.with({ ...PROJECT, ...NEW });
    const repository = TestRepository.with(PROJECT);
    repository.write(NEW);
    const env = {
      GIT_DIR: join(other.folder, '.git'),
      GIT_WORK_TREE: other.folder,
      GIT_OBJECT_DIRECTORY: join(other.folder, '.git/objects'),
      GIT_TRACE: join(repository.folder, 'traced'),
      GIT_EXTERNAL_DIFF: 'false',
      GIT_EXEC_PATH: makeFolder(),
    };
    expect((await scanIn(repository.folder, ['--since', 'main'], { env })).found).to.deep.equal(FOUND);
    expect(repository.has('traced')).to.equal(false);
    repository.git('config', 'core.worktree', other.folder);
    expect(await failureIn(repository.folder, ['--since', 'main'])).to.include({ exitCode: 4 });
  });

  it('cannot bring a git of its own', async () => {
    const repository = TestRepository.with(PROJECT);
    writeFileSync(join(repository.folder, 'git'), `#!/bin/sh\ntouch "${repository.folder}/sprung"\n`);
    chmodSync(join(repository.folder, 'git'), 0o755);
    const env = { PATH: `.:${':'}${GIT_ENVIRONMENT['PATH'] ?? ''}` };
    await scanIn(repository.folder, ['--staged'], { env });
    expect(existsSync(join(repository.folder, 'sprung'))).to.equal(false);
  });

  it('is left as it was', async () => {
    const repository = TestRepository.with(PROJECT);
    repository.write(NEW);
    const before = repository.git('rev-parse', 'HEAD').trim();
    const index = repository.read('.git/index');
    await scanIn(repository.folder, ['--since', 'main']);
    await scanIn(repository.folder, ['--staged']);
    expect(repository.read('.git/index')).to.equal(index);
    expect(repository.git('rev-parse', 'HEAD').trim()).to.equal(before);
    expect(repository.has('.git/index.lock')).to.equal(false);
  });
});
