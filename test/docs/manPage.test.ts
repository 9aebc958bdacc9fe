import { expect } from 'chai';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { line, manPage, roff } from '../../scripts/manPage.js';
import { COMMANDS } from '../../src/cli/flags.js';
import { ROOT, run, type Run } from '../cli/program.js';

const PAGE = join(ROOT, 'man/sf-isa.1');

/** What a program says of a page; undefined where it is not installed. */
const render = (command: string, args: readonly string[], input: string): Promise<Run | undefined> =>
  run(command, args, { cwd: ROOT, input }).catch(() => undefined);

const groff = (input: string): Promise<Run | undefined> =>
  // Without overstriking or escape codes, and every warning there is.
  render('groff', ['-man', '-Tutf8', '-ww', '-rLL=200n', '-P', '-cbou'], input);

describe('the man page', function () {
  this.timeout(60_000);
  const messages = Object.fromEntries(
    readdirSync(join(ROOT, 'messages')).map((name) => [
      name.replace(/\.md$/, ''),
      readFileSync(join(ROOT, 'messages', name), 'utf8'),
    ])
  );

  it('is the one that the commands and their texts make', () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
    expect(readFileSync(PAGE, 'utf8')).to.equal(manPage(messages, version));
  });

  it('is set by groff without a warning, with every command and flag as it is typed', async function () {
    const page = await groff(manPage(messages, '0.1.0'));
    if (!page) this.skip();
    expect(page.stderr).to.equal('');
    for (const { name, flags } of COMMANDS) {
      const [, part = ''] = page.stdout.split(new RegExp(`^ {3}sf-isa ${name}$`, 'm'));
      expect(part, name).to.include(`sf-isa ${name} [`);
      for (const flag of flags) expect(part, name).to.match(new RegExp(`^ +(?:-\\w, )?--${flag.name}(?:[= ]|$)`, 'm'));
      expect(part, name).to.match(new RegExp(`^ +\\$ sf-isa ${name}`, 'm'));
    }
    expect(page.stdout)
      .to.include("an org's project")
      .and.include('"regular" shows')
      .and.not.match(/[‐−‘’“”]/);
  });

  it('is one that mandoc takes, too', async function () {
    const checked = await render('mandoc', ['-T', 'lint', '-W', 'error'], manPage(messages, '0.1.0'));
    if (!checked) this.skip();
    expect(checked).to.deep.equal({ exitCode: 0, stdout: '', stderr: '' });
  });

  const ODD = [
    '.so /etc/passwd',
    "'tr ab",
    '\\fBnot bold\\fR \\n(.g \\*[x] \\"no comment',
    '--flag="a b" \'c\' `d` ^e ~f',
    ' leading blank',
    'naïve → 漢字 …',
    'ends with a backslash\\',
  ];

  it('escapes what roff takes for its own, into ASCII', () => {
    expect(ODD.map(line)).to.deep.equal([
      '\\&.so /etc/passwd',
      '\\(aqtr ab',
      '\\(rsfBnot bold\\(rsfR \\(rsn(.g \\(rs*[x] \\(rs\\(dqno comment',
      '\\-\\-flag=\\(dqa b\\(dq \\(aqc\\(aq \\(gad\\(ga \\(hae \\(tif',
      '\\& leading blank',
      'na\\[u00EF]ve \\[u2192] \\[u6F22]\\[u5B57] \\[u2026]',
      'ends with a backslash\\(rs',
    ]);
    expect(roff('.5 of it')).to.equal('.5 of it');
    expect(line('two\nlines')).to.equal('two lines');
  });

  it('shows odd texts as they are', async function () {
    const page = await groff(['.TH T 1', '.SH ODD', ...ODD.flatMap((text) => ['.PP', line(text)])].join('\n') + '\n');
    if (!page) this.skip();
    expect(page.stderr).to.equal('');
    for (const text of ODD) expect(page.stdout.normalize('NFC')).to.include(text);
  });
});
