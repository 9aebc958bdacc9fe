import { expect } from 'chai';
import { toFailure } from '../../src/cli/failure.js';
import type { Host } from '../../src/cli/host.js';
import { sourceUrl, useColor, useLinks, widthOf } from '../../src/cli/host.js';
import { runCommand } from '../../src/cli/run.js';
import metadataUnreadable from '../../src/rules/metadata-unreadable.js';
import { defineRule } from '../../src/rules/rule.js';
import { Folders, SOUND } from './project.js';

const folders = new Folders();

const hostIn = (workingFolder: string, more: Partial<Host> = {}): Host => ({
  version: '0.0.0',
  workingFolder,
  homeFolder: '/home/nobody',
  env: {},
  terminal: { isTTY: false, columns: undefined },
  clock: () => new Date('2026-11-22T00:00:00Z'),
  rules: [metadataUnreadable],
  ...more,
});

describe('a command', () => {
  after(() => folders.removeAll());

  it('exits with 1 and names the rule when a rule throws, whatever it throws', async () => {
    const throwing = defineRule({
      ...metadataUnreadable,
      id: 'rule-with-a-bug',
      check() {
        throw new TypeError('x is undefined');
      },
    });
    const host = hostIn(folders.make(SOUND), { rules: [throwing] });
    let failure: ReturnType<typeof toFailure> | undefined;
    try {
      await runCommand('scan', [], host, []);
    } catch (error) {
      failure = toFailure(error);
    }
    expect(failure).to.include({ name: 'RuleError', exitCode: 1 });
    expect(failure!.message).to.match(/^Rule rule-with-a-bug failed; [^\n]+\.$/);
    expect(failure!.message).not.to.include('TypeError');
    expect(failure!.stack).to.include('x is undefined');
  });

  it('exits with 1 and one sentence for anything else', () => {
    expect(toFailure(new RangeError('too deep'))).to.include({ exitCode: 1, message: 'sf-isa failed: too deep.' });
    expect(toFailure('text')).to.include({ exitCode: 1, message: 'sf-isa failed: text.' });
  });

  it('knows of unreadable files under --strict although no rule that reports them runs', async () => {
    const silent = defineRule({ ...metadataUnreadable, id: 'silent', *check() {} });
    const host = hostIn(folders.make({ 'src/A.namedCredential': '<Named' }), { rules: [silent] });
    const outcome = await runCommand('scan', ['--strict'], host, []);
    expect(outcome.exitCode).to.equal(5);
  });
});

describe('the terminal', () => {
  const host = (env: Host['env'], isTTY = true, columns = 90): Host =>
    hostIn('/', { env, terminal: { isTTY, columns } });

  it('is coloured by itself, unless asked otherwise', () => {
    expect(useColor('auto', host({}))).to.equal(true);
    expect(useColor('auto', host({}, false))).to.equal(false);
    expect(useColor('auto', host({ TERM: 'dumb' }))).to.equal(false);
    expect(useColor('auto', host({ NO_COLOR: '1' }))).to.equal(false);
    expect(useColor('auto', host({ NO_COLOR: '' }))).to.equal(true);
    expect(useColor('auto', host({ FORCE_COLOR: '1', NO_COLOR: '1' }, false))).to.equal(true);
    expect(useColor('auto', host({ FORCE_COLOR: '0' }))).to.equal(false);
    expect(useColor('always', host({ NO_COLOR: '1' }, false))).to.equal(true);
    expect(useColor('never', host({ FORCE_COLOR: '1' }))).to.equal(false);
  });

  it('gets links where they are known to work', () => {
    expect(useLinks('auto', host({}))).to.equal(false);
    expect(useLinks('auto', host({ TERM_PROGRAM: 'vscode' }))).to.equal(true);
    expect(useLinks('auto', host({ TERM_PROGRAM: 'vscode', CI: 'true' }))).to.equal(false);
    expect(useLinks('auto', host({ TERM_PROGRAM: 'vscode' }, false))).to.equal(false);
    expect(useLinks('always', host({}, false))).to.equal(true);
  });

  it('has a width within reason', () => {
    expect([20, 90, 300].map((columns) => widthOf(host({}, true, columns)))).to.deep.equal([60, 90, 120]);
    expect(widthOf(host({}, false))).to.equal(100);
  });
});

describe('the address of the files on the web', () => {
  const of = (env: Host['env']): string | undefined => sourceUrl(hostIn('/', { env }));
  const GITHUB = { GITHUB_SERVER_URL: 'https://github.com', GITHUB_REPOSITORY: 'acme/app', GITHUB_SHA: '0123abcd' };
  const GITLAB = { CI_PROJECT_URL: 'https://gitlab.example:8443/acme/app', CI_COMMIT_SHA: '0123abcd' };

  it('is what GitHub Actions and GitLab CI say', () => {
    expect(of(GITHUB)).to.equal('https://github.com/acme/app/blob/0123abcd');
    expect(of(GITLAB)).to.equal('https://gitlab.example:8443/acme/app/-/blob/0123abcd');
  });

  it('is unknown when a part is missing, or is none', () => {
    expect(of({})).to.equal(undefined);
    expect(of({ ...GITHUB, GITHUB_SHA: '' })).to.equal(undefined);
    expect(of({ ...GITLAB, CI_COMMIT_SHA: undefined })).to.equal(undefined);
    expect(of({ ...GITHUB, GITHUB_SHA: '> <script>' })).to.equal(undefined);
    expect(of({ ...GITLAB, CI_PROJECT_URL: 'javascript:alert(1)//' })).to.equal(undefined);
  });
});
