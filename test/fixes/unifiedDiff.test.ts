import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { unifiedDiff } from '../../src/fixes/unifiedDiff.js';
import { Folders } from '../cli/project.js';

describe('the diff of a fix', function () {
  this.timeout(120_000);
  const folders = new Folders();
  let folder: string;

  before(() => {
    folder = folders.make({});
    execFileSync('git', ['init', '--quiet'], { cwd: folder });
  });
  after(() => folders.removeAll());

  /** What git makes of files when it applies a diff. */
  function applied(files: Readonly<Record<string, string>>, diff: string): Readonly<Record<string, string>> {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const ran = spawnSync('git', ['-c', 'core.autocrlf=false', 'apply', '--whitespace=nowarn', '-'], {
      cwd: folder,
      input: diff,
      encoding: 'utf8',
    });
    expect(ran.status, `${ran.stderr}\n${JSON.stringify(diff)}`).to.equal(0);
    return Object.fromEntries(Object.keys(files).map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
  }

  const diffOf = (before: string, after: string, path = 'a.xml', shown = before): string | undefined =>
    unifiedDiff({ path, before, after, shown });

  it('is what git prints', () => {
    const lines = Array.from({ length: 20 }, (_, index) => `line ${index + 1}\n`);
    const changed: Readonly<Record<number, string>> = { 3: 'four\n', 5: '', 16: 'seventeen\nand more\n' };
    const after = lines.map((line, index) => changed[index] ?? line);
    const files = { 'x/a b.xml': lines.join('') };
    mkdirSync(join(folder, 'x'), { recursive: true });
    writeFileSync(join(folder, 'x/a b.xml'), files['x/a b.xml']);
    execFileSync('git', ['add', '.'], { cwd: folder });
    writeFileSync(join(folder, 'x/a b.xml'), after.join(''));
    const git = execFileSync('git', ['diff'], { cwd: folder, encoding: 'utf8' });
    const withoutIndex = git.replace(/^index .*\n/m, '').replace(/(?<=@@) line \d+$/gm, '');
    expect(diffOf(lines.join(''), after.join(''), 'x/a b.xml')).to.equal(withoutIndex);
  });

  it('is taken by git apply, whatever the lines and their ends', () => {
    const line = fc.constantFrom(
      'a',
      'b',
      '',
      ' ',
      '\t',
      'naïve 漢字 😀',
      '-- x',
      '++ y',
      '\\ No newline at end of file',
      '@@ -1 +1 @@'
    );
    const text = fc
      .tuple(
        fc.constantFrom('', '\uFEFF'),
        fc.array(fc.tuple(line, fc.constantFrom('\n', '\r\n')), { maxLength: 14 }),
        line
      )
      .map(([mark, lines, last]) => `${mark}${lines.map((parts) => parts.join('')).join('')}${last}`);
    fc.assert(
      fc.property(text, text, (before, after) => {
        fc.pre(before !== '' && after !== '' && before !== after);
        const diff = diffOf(before, after);
        expect(applied({ 'a.xml': before }, diff!)).to.deep.equal({ 'a.xml': after });
      }),
      { numRuns: 150 }
    );
  });

  it('names any file', () => {
    for (const path of [
      'a b/c.xml',
      'quo"te.xml',
      'back\\slash.xml',
      'bell\u0007\u202e.xml',
      'ümläut/漢.xml',
      '- a.xml',
    ]) {
      const diff = diffOf('one\n', 'two\n', path)!;
      expect(applied({ [path]: 'one\n' }, diff)).to.deep.equal({ [path]: 'two\n' });
      // eslint-disable-next-line no-control-regex
      expect(diff).to.not.match(/[\u0007\u202e]/);
    }
  });

  it('shows no secret: its line is no context', () => {
    const text = '1\n2\npassword\n4\nfalse\n6\n7\npassword\n9\n';
    const shown = text.replaceAll('password', '********');
    const after = text.replace('false', 'true');
    const diff = diffOf(text, after, 'a.xml', shown)!;
    expect(diff).to.include(' 4\n-false\n+true\n 6\n 7\n').and.not.include('password');
    expect(applied({ 'a.xml': text }, diff)).to.deep.equal({ 'a.xml': after });
  });

  it('is none where it would have to show one, or what a terminal or a build log acts on', () => {
    const none = (before: string, after: string, shown = before): void => {
      expect(diffOf(before, after, 'a.xml', shown), before).to.equal(undefined);
    };
    none('a\nfalse\npassword\nb\n', 'a\ntrue\npassword\nb\n', 'a\nfalse\n********\nb\n');
    none('<a>false</a><p>password</p>', '<a>true</a><p>password</p>', '<a>false</a><p>********</p>');
    none('false\u001b[2J\n', 'true\u001b[2J\n');
    none('false <!-- ##vso[task.x] -->\n', 'true <!-- ##vso[task.x] -->\n');
    none('false\n::error::x\nb\n', 'true\n::error::x\nb\n');
    none('false\rb\r', 'true\rb\r');
    none('false\n', 'true\n', '');
  });
});
