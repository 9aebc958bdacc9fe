import { expect } from 'chai';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { rules } from '../../src/rules/index.js';
import type { Rule } from '../../src/rules/rule.js';
import type { Run } from './program.js';
import { runHere } from './inProcess.js';
import { DEFINITION, Folders } from './project.js';

const SITE = 'force-app/remoteSiteSettings/Print.remoteSite-meta.xml';
const site = (url: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<RemoteSiteSetting xmlns="http://soap.sforce.com/2006/04/metadata">
    <disableProtocolSecurity>false</disableProtocolSecurity>
    <isActive>true</isActive>
    <url>${url}</url>
</RemoteSiteSetting>
`;
const REASON = ['--reason', 'Isolated VLAN, replaced in Q3'];

describe('sf-isa suppress', function () {
  this.timeout(60_000);
  const folders = new Folders();
  let folder: string;
  const isa = async (...args: readonly string[]): Promise<Run> => {
    const { exitCode, stdout, stderr } = await runHere(args, folder);
    return { exitCode, stdout, stderr };
  };
  const scan = (now = '2026-11-22'): Promise<Run> => isa('scan', '--fail-on', 'medium', '--now', now);
  const path = (): string => join(folder, 'sf-isa.suppressions.yml');

  beforeEach(() => {
    folder = folders.make({ 'sfdx-project.json': DEFINITION, [SITE]: site('http://print.example.com') });
  });
  after(() => folders.removeAll());

  it('makes a scan green until the day is over, then red with the reason', async () => {
    expect((await scan()).exitCode).to.equal(13);
    const { findings } = JSON.parse((await isa('scan', '-f', 'json')).stdout) as {
      findings: Array<{ fingerprint: string }>;
    };
    const suppressed = await isa('suppress', findings[0]!.fingerprint, ...REASON, '--expires', '2027-03-31');
    expect(suppressed).to.deep.equal({
      exitCode: 0,
      stdout: 'Accepted endpoint-cleartext on RemoteSiteSetting:Print in sf-isa.suppressions.yml.\n',
      stderr: '',
    });
    expect((await scan()).exitCode).to.equal(0);
    const late = await scan('2027-04-01');
    expect(late.exitCode).to.equal(13);
    expect(late.stdout).to.include('accepted until 2027-03-31: Isolated VLAN, replaced in Q3');
  });

  it('takes a rule and a component, and warns when no scan reports that', async () => {
    const first = await isa('suppress', 'endpoint-cleartext', 'RemoteSiteSetting:Print', ...REASON);
    expect(first).to.include({ exitCode: 0, stderr: '' });
    const second = await isa('suppress', 'endpoint-cleartext', 'RemoteSiteSetting:Scan', ...REASON);
    expect(second.exitCode).to.equal(0);
    expect(second.stderr).to.equal('Warning: A scan reports no endpoint-cleartext on RemoteSiteSetting:Scan now.\n');
    expect(readFileSync(path(), 'utf8').match(/- rule:/g)).to.have.length(2);
    const pruned = await isa('suppress', '--prune');
    expect(pruned.stdout).to.equal('Took 1 entry out of sf-isa.suppressions.yml.\n');
    expect(readFileSync(path(), 'utf8')).to.include('Print').and.not.include('Scan');
    expect((await isa('suppress', '--prune')).stdout).to.equal(
      'Every entry of sf-isa.suppressions.yml covers something.\n'
    );
  });

  for (const [title, args, message] of [
    ['nothing to suppress', REASON, /suppress needs a fingerprint, or a rule and a component\./],
    ['no reason', ['endpoint-cleartext', 'RemoteSiteSetting:Print'], /suppress needs --reason/],
    [
      'a short reason',
      ['endpoint-cleartext', 'RemoteSiteSetting:Print', '--reason', 'later'],
      /--reason must be a sentence of at least 12/,
    ],
    [
      'a rule that does not exist',
      ['endpoint-cleartex', 'RemoteSiteSetting:Print', ...REASON],
      /no rule endpoint-cleartex\. Did you mean endpoint-cleartext\?/,
    ],
    [
      'a component that is none',
      ['endpoint-cleartext', 'Print', ...REASON],
      /--component must be a metadata type and a full name/,
    ],
    [
      'a day that is none',
      ['endpoint-cleartext', 'A:b', ...REASON, '--expires', '2027-02-30'],
      /--expires must be a day such as/,
    ],
    [
      'a fingerprint of no finding',
      ['0123456789abcdef', ...REASON],
      /No finding has the fingerprint 0123456789abcdef\./,
    ],
    [
      'a last day that is over',
      ['endpoint-cleartext', 'RemoteSiteSetting:Print', ...REASON, '--expires', '2026-11-21'],
      /--expires must be today or a later day \(in UTC, today is 2026-11-22\)/,
    ],
    [
      'a last day that is over at --now',
      ['endpoint-cleartext', 'RemoteSiteSetting:Print', ...REASON, '--expires', '2027-03-31', '--now', '2027-04-01'],
      /--expires must be today or a later day \(in UTC, today is 2027-04-01\)/,
    ],
    ['findings with --prune', ['0123456789abcdef', '--prune'], /--prune takes no finding\./],
  ] as const) {
    it(`refuses ${title}, and writes nothing`, async () => {
      const refused = await isa('suppress', ...args);
      expect(refused.exitCode).to.equal(2);
      expect(refused.stderr).to.match(message);
      expect(existsSync(path())).to.equal(false);
    });
  }

  it('takes today for a last day', async () => {
    const added = await isa(
      'suppress',
      'endpoint-cleartext',
      'RemoteSiteSetting:Print',
      ...REASON,
      '--expires',
      '2026-11-22'
    );
    expect(added).to.include({ exitCode: 0, stderr: '' });
  });

  it('refuses a second entry about the same, and names the last day of the first', async () => {
    const about = ['endpoint-cleartext', 'RemoteSiteSetting:Print'];
    const { findings } = JSON.parse((await isa('scan', '-f', 'json')).stdout) as {
      findings: Array<{ fingerprint: string }>;
    };
    await isa('suppress', ...about, ...REASON, '--expires', '2027-03-31');
    await isa('suppress', ...about, ...REASON, '--element', 'isActive');
    const before = readFileSync(path(), 'utf8');
    const refusalOf = async (...args: readonly string[]): Promise<string> => {
      const { exitCode, stderr } = await isa('suppress', ...args, ...REASON);
      expect(exitCode).to.equal(2);
      expect(readFileSync(path(), 'utf8')).to.equal(before);
      return stderr;
    };
    const what = 'endpoint-cleartext on RemoteSiteSetting:Print';
    expect(await refusalOf(...about, '--expires', '2027-06-30'))
      .to.include(`${what} is accepted already until 2027-03-31 (sf-isa.suppressions.yml:4).`)
      .and.include('Change that entry instead.');
    expect(await refusalOf(...about, '--now', '2027-04-01')).to.include(
      `${what} was accepted until 2027-03-31 (sf-isa.suppressions.yml:4).`
    );
    expect(await refusalOf(...about, '--element', 'isActive')).to.include(
      `${what} at isActive is accepted already, without a last day (sf-isa.suppressions.yml:8).`
    );
    expect(await refusalOf(findings[0]!.fingerprint)).to.include(
      `${what} at url is accepted already until 2027-03-31 (sf-isa.suppressions.yml:4).`
    );
  });

  it('writes one entry for a finding that is named twice', async () => {
    const { findings } = JSON.parse((await isa('scan', '-f', 'json')).stdout) as {
      findings: Array<{ fingerprint: string }>;
    };
    const { fingerprint } = findings[0]!;
    const { stdout } = await isa('suppress', fingerprint, fingerprint.slice(0, 8), ...REASON);
    expect(stdout).to.equal('Accepted endpoint-cleartext on RemoteSiteSetting:Print in sf-isa.suppressions.yml.\n');
    expect(readFileSync(path(), 'utf8').match(/- rule:/g)).to.have.length(1);
  });

  it('refuses a finding that a comment accepts, and says where', async () => {
    const { findings } = JSON.parse((await isa('scan', '-f', 'json')).stdout) as {
      findings: Array<{ fingerprint: string }>;
    };
    const comment = '<!-- sf-isa ignore[endpoint-cleartext] until=2027-03-31: an isolated printer -->';
    writeFileSync(join(folder, SITE), site('http://print.example.com').replace('<url>', `${comment}<url>`));
    const refused = await isa('suppress', findings[0]!.fingerprint, ...REASON);
    expect(refused.exitCode).to.equal(2);
    expect(refused.stderr)
      .to.include(`RemoteSiteSetting:Print at url is accepted already until 2027-03-31 (${SITE}:5).`)
      .and.include('Change that comment, or move it into the file with --adopt.');
    expect(existsSync(path())).to.equal(false);
  });

  it('says so when a wider entry accepts the same already', async () => {
    const first = await isa('suppress', 'endpoint-cleartext', 'RemoteSiteSetting:P*', ...REASON);
    expect(first).to.include({ exitCode: 0, stderr: '' });
    const second = await isa('suppress', 'endpoint-cleartext', 'RemoteSiteSetting:Print', ...REASON);
    expect(second.stderr).to.equal(
      'Warning: endpoint-cleartext on RemoteSiteSetting:Print is accepted already (sf-isa.suppressions.yml:4).\n'
    );
  });

  for (const [written, meant] of [
    ['RemoteSiteSetting:Pritn', ' Did you mean RemoteSiteSetting:Print?'],
    ['RemoteSiteSettings:Print', ' Did you mean RemoteSiteSetting:Print?'],
    ['RemoteSiteSetting:Elsewhere', ''],
    ['RemoteSiteSetting:Prin*r', ''],
  ] as const) {
    it(`${meant === '' ? 'knows nothing like' : 'says what was meant by'} ${written}`, async () => {
      const { stderr } = await isa('suppress', 'endpoint-cleartext', written, ...REASON);
      expect(stderr).to.equal(`Warning: A scan reports no endpoint-cleartext on ${written} now.${meant}\n`);
    });
  }

  it('leaves a file that is not valid alone', async () => {
    writeFileSync(path(), 'version: 1\nsuppressions: none\n');
    const refused = await isa('suppress', 'endpoint-cleartext', 'RemoteSiteSetting:Print', ...REASON);
    expect(refused.exitCode).to.equal(4);
    expect(readFileSync(path(), 'utf8')).to.equal('version: 1\nsuppressions: none\n');
  });

  it('leaves the byte order mark of the file', async () => {
    writeFileSync(path(), '\uFEFFversion: 1\r\nsuppressions: []\r\n');
    await isa('suppress', 'endpoint-cleartext', 'RemoteSiteSetting:Print', ...REASON);
    expect(readFileSync(path(), 'utf8')).to.match(
      /^\uFEFFversion: 1\r\nsuppressions:\r\n {2}- rule: endpoint-cleartext\r\n/
    );
  });

  describe('--prune', () => {
    const entry = (component: string): string =>
      `  - rule: endpoint-cleartext\n    component: RemoteSiteSetting:${component}\n    reason: nobody remembers why\n`;
    const file = `version: 1\nsuppressions:\n${entry('Print')}${entry('Gone')}`;

    it('knows what covers nothing where the config turns suppression-unused off', async () => {
      writeFileSync(path(), file);
      writeFileSync(join(folder, 'sf-isa.yml'), 'version: 1\nrules:\n  suppression-unused: off\n');
      expect((await isa('suppress', '--prune')).stdout).to.equal('Took 1 entry out of sf-isa.suppressions.yml.\n');
      expect(readFileSync(path(), 'utf8')).to.equal(file.replace(entry('Gone'), ''));
    });

    it('says so when nobody can tell what an entry is for', async () => {
      writeFileSync(path(), file);
      writeFileSync(join(folder, 'sf-isa.yml'), 'version: 1\nrules:\n  endpoint-cleartext: off\n');
      expect((await isa('suppress', '--prune')).stdout).to.match(
        /^Nothing was taken out of sf-isa\.suppressions\.yml\. 2 entries could not be judged, because a rule is off /
      );
      expect(readFileSync(path(), 'utf8')).to.equal(file);
    });
  });

  describe('--adopt', () => {
    const other = (name: string): string => `force-app/remoteSiteSettings/${name}.remoteSite-meta.xml`;
    const write = (name: string, text: string, where = folder): void => {
      mkdirSync(dirname(join(where, name)), { recursive: true });
      writeFileSync(join(where, name), text);
    };
    const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
    const commented = (url: string, comment: string): string =>
      site(url).replace('    <url>', `    <!-- ${comment} -->\n    <url>`);
    /** Every file of the project. */
    const tree = (): Readonly<Record<string, string>> =>
      Object.fromEntries(
        readdirSync(folder, { recursive: true, withFileTypes: true })
          .filter((one) => one.isFile())
          .map((one) => join(one.parentPath, one.name))
          .sort()
          .map((one) => [one, readFileSync(one, 'utf8')])
      );

    interface Reported {
      readonly findings: ReadonlyArray<{
        readonly rule: string;
        readonly fingerprint: string;
        readonly severity: string;
      }>;
      readonly suppressed: ReadonlyArray<{
        readonly fingerprint: string;
        readonly suppression: Record<string, unknown>;
      }>;
    }
    /** What a scan reports, apart from where it stands. */
    async function reported(now = '2026-11-22'): Promise<unknown> {
      const { stdout } = await isa('scan', '-f', 'json', '--persona', 'auditor', '--now', now);
      const { findings, suppressed } = JSON.parse(stdout) as Reported;
      return {
        findings: findings
          .filter(({ rule }) => !rule.startsWith('suppression-'))
          .map(({ rule, fingerprint, severity }) => ({ rule, fingerprint, severity })),
        suppressed: suppressed.map(({ fingerprint, suppression: { reason, expires, kind } }) => ({
          fingerprint,
          reason,
          expires,
          kind,
        })),
      };
    }

    it('makes entries of comments, after which a scan reports the same', async () => {
      write(
        SITE,
        commented(
          'http://print.example.com',
          'sf-isa ignore[endpoint-cleartext] until=2027-03-31: Isolated VLAN, replaced in Q3.'
        )
      );
      const whole = site('http://scan.example.com').replace(
        '<RemoteSite',
        '<!-- sf-isa ignore[endpoint-cleartext,remote-site-protocol-security-disabled]:\n  only the scanner\n  calls it -->\n<RemoteSite'
      );
      write(other('Scan'), whole);
      write(other('Open'), site('http://open.example.com'));
      const before = await reported();
      const late = await reported('2028-01-01');
      expect((await isa('scan')).stdout).to.include('by a comment that the next retrieve drops');

      const { exitCode, stdout, stderr } = await isa('suppress', '--adopt');
      expect({ exitCode, stderr }).to.deep.equal({ exitCode: 0, stderr: '' });
      expect(stdout).to.equal(`Moved 2 comments into sf-isa.suppressions.yml, as 2 entries:
  ${SITE}:5: endpoint-cleartext on RemoteSiteSetting:Print
  ${other('Scan')}:2: endpoint-cleartext on RemoteSiteSetting:Scan; nothing was found there by remote-site-protocol-security-disabled
`);
      expect(read(SITE)).to.equal(site('http://print.example.com'));
      expect(read(other('Scan'))).to.equal(site('http://scan.example.com'));
      expect(read('sf-isa.suppressions.yml')).to.match(/^#[^]*\nsuppressions:\n/);
      expect(read('sf-isa.suppressions.yml').replace(/^[^]*suppressions:\n/, '')).to.equal(`  - rule: endpoint-cleartext
    component: RemoteSiteSetting:Print
    element: url
    reason: Isolated VLAN, replaced in Q3.
    expires: 2027-03-31
  - rule: endpoint-cleartext
    component: RemoteSiteSetting:Scan
    reason: only the scanner calls it
`);
      expect(await reported()).to.deep.equal(before);
      expect(await reported('2028-01-01')).to.deep.equal(late);
      expect((await isa('scan')).stdout)
        .to.include('Suppressed: 2 findings')
        .and.not.include('comment');
      expect((await isa('suppress', '--adopt')).stdout).to.equal('There are no suppressions in comments.\n');
    });

    it('keeps every other byte: marks, line ends, what stands on the line', async () => {
      const crlf = (text: string): string => `\uFEFF${text.replaceAll('\n', '\r\n')}`;
      const ours = (name: string): string => `sf-isa ignore[endpoint-cleartext]: an isolated ${name}`;
      write(SITE, crlf(commented('http://print.example.com', ours('printer'))));
      write(other('Inline'), site('http://inline.example.com').replace('<url>', `<!-- ${ours('site')} --><url>`));
      write(other('Two'), commented('http://two.example.com', 'what the site is for --> <!-- ' + ours('pair')));
      write('sf-isa.suppressions.yml', '# ours\r\nversion: 1\r\nsuppressions: []\r\n');
      expect((await isa('suppress', '--adopt')).stdout).to.match(/^Moved 3 comments /);
      expect(read(SITE)).to.equal(crlf(site('http://print.example.com')));
      expect(read(other('Inline'))).to.equal(site('http://inline.example.com'));
      expect(read(other('Two'))).to.equal(commented('http://two.example.com', 'what the site is for'));
      expect(read('sf-isa.suppressions.yml')).to.match(/^# ours\r\nversion: 1\r\nsuppressions:\r\n(?: .*\r\n)+$/);
    });

    it('asks for a reason where a comment has none, and takes the rest from the command line too', async () => {
      write(SITE, commented('http://print.example.com', 'sf-isa ignore[endpoint-cleartext] until=2027-03-31'));
      write(
        other('Scan'),
        commented('http://scan.example.com', 'sf-isa ignore[endpoint-cleartext]: scanners have a VLAN')
      );
      const before = tree();
      const refused = await isa('suppress', '--adopt');
      expect(refused.exitCode).to.equal(2);
      expect(refused.stderr).to.include(`The comment at ${SITE}:5 gives no reason of at least 12 characters.`);
      expect((await isa('suppress', '--adopt', '--reason', 'later')).stderr).to.match(
        /--reason must be a sentence of at least 12/
      );
      expect((await isa('suppress', '--adopt', ...REASON, '--expires', 'soon')).stderr).to.match(
        /--expires must be a day such as/
      );
      expect((await isa('suppress', '--adopt', ...REASON, '--expires', '2026-11-21')).stderr).to.match(
        /--expires must be today or a later day/
      );
      expect(tree()).to.deep.equal(before);

      const details = [
        '--expires',
        '2027-06-30',
        '--owner',
        '@acme/platform',
        '--ticket',
        'SEC-142',
        '--kind',
        'compensating-control',
      ];
      await isa('suppress', '--adopt', ...REASON, ...details);
      const rest = '\n    ticket: SEC-142\n    owner: "@acme/platform"\n    expires: ';
      expect(read('sf-isa.suppressions.yml'))
        .to.include(`kind: compensating-control\n    reason: Isolated VLAN, replaced in Q3${rest}2027-03-31\n`)
        .and.to.include(`kind: compensating-control\n    reason: scanners have a VLAN${rest}2027-06-30\n`);
      expect((await isa('scan')).stdout).to.include('Suppressed: 2 findings');
    });

    it('leaves what it cannot move, and says why', async () => {
      write(SITE, commented('http://print.example.com', 'sf-isa ignore[endpoint-cleartex]: a typo in the rule'));
      write(
        other('Sound'),
        commented('https://sound.example.com', 'sf-isa ignore[endpoint-cleartext]: mended long ago')
      );
      write(
        other('Off'),
        commented('http://off.example.com', 'sf-isa ignore[endpoint-cleartext,auth-provider-weak]: an isolated site')
      );
      write('sf-isa.yml', 'version: 1\nrules:\n  auth-provider-weak: off\n');
      const before = tree();
      const { exitCode, stdout, stderr } = await isa('suppress', '--adopt');
      expect({ exitCode, stdout }).to.deep.equal({ exitCode: 0, stdout: 'No comment was moved.\n' });
      expect(stderr.split('\n').slice(0, -1)).to.deep.equal([
        `Warning: The comment at ${other('Off')}:5 stays: it names a rule that is off here, or that looks across orgs.`,
        `Warning: The comment at ${SITE}:5 stays: it names a rule that does not exist, endpoint-cleartex.`,
        `Warning: The comment at ${other('Sound')}:5 stays: it covers no finding.`,
      ]);
      expect(tree()).to.deep.equal(before);
    });

    it('leaves a comment whose entry would accept more than it does', async () => {
      write(
        'sfdx-project.json',
        '{ "packageDirectories": [{ "path": "force-app", "default": true }, { "path": "legacy" }] }'
      );
      write(SITE, commented('http://print.example.com', 'sf-isa ignore[endpoint-cleartext]: an isolated printer'));
      write(SITE.replace('force-app', 'legacy'), site('http://print.example.com'));
      write(
        other('Scan'),
        commented('http://scan.example.com', 'sf-isa ignore[endpoint-cleartext]: an isolated scanner')
      );
      const before = await reported();
      const { stdout, stderr } = await isa('suppress', '--adopt');
      expect(stdout).to.match(
        /^Moved 1 comment into .+\n {2}\S+Scan\S+:5: endpoint-cleartext on RemoteSiteSetting:Scan\n$/
      );
      expect(stderr).to.equal(
        `Warning: The comment at ${SITE}:5 stays: an entry would not accept the same as it does, because entries are about components.\n`
      );
      expect(await reported()).to.deep.equal(before);
    });

    it('leaves comments that accept the same for different reasons', async () => {
      write(
        'sfdx-project.json',
        '{ "packageDirectories": [{ "path": "force-app", "default": true }, { "path": "legacy" }] }'
      );
      write(SITE, commented('http://print.example.com', 'sf-isa ignore[endpoint-cleartext]: an isolated printer'));
      write(
        SITE.replace('force-app', 'legacy'),
        commented('http://print.example.com', 'sf-isa ignore[endpoint-cleartext]: it is switched off')
      );
      const before = tree();
      expect(
        (await isa('suppress', '--adopt')).stderr.match(/another comment accepts the same in other words/g)
      ).to.have.length(2);
      expect(tree()).to.deep.equal(before);
    });

    it('stays within --source-dir', async () => {
      write(SITE, commented('http://print.example.com', 'sf-isa ignore[endpoint-cleartext]: an isolated printer'));
      write(
        'force-app/other/Scan.remoteSite-meta.xml',
        commented('http://scan.example.com', 'sf-isa ignore[endpoint-cleartext]')
      );
      expect((await isa('suppress', '--adopt', '-d', 'force-app/remoteSiteSettings')).stdout).to.match(
        /^Moved 1 comment /
      );
      expect(read('force-app/other/Scan.remoteSite-meta.xml')).to.include('sf-isa ignore');
    });

    it('adds to the file above the project', async () => {
      const app = join(folder, 'apps/one');
      write('.git', 'gitdir: elsewhere\n');
      write('sfdx-project.json', DEFINITION, app);
      write(SITE, commented('http://print.example.com', 'sf-isa ignore[endpoint-cleartext]: an isolated printer'), app);
      write('sf-isa.suppressions.yml', 'version: 1\nsuppressions: []\n');
      const { stdout, stderr } = await runHere(['suppress', '--adopt'], app);
      expect(stderr).to.equal('');
      expect(stdout).to.match(/^Moved 1 comment into \.\.\/\.\.\/sf-isa\.suppressions\.yml, as 1 entry:\n/);
      expect(read('sf-isa.suppressions.yml')).to.include('component: RemoteSiteSetting:Print');
      expect(readFileSync(join(app, SITE), 'utf8')).to.equal(site('http://print.example.com'));
    });

    it('writes nothing when a file changes meanwhile', async () => {
      const text = commented('http://print.example.com', 'sf-isa ignore[endpoint-cleartext]: an isolated printer');
      write(SITE, text);
      let scans = 0;
      const meddling = rules.map((rule): Rule =>
        rule.id !== 'endpoint-cleartext'
          ? rule
          : {
              ...rule,
              check(project, context) {
                scans += 1;
                // The second scan is the trial, after which it is written.
                if (scans === 2) write(SITE, `${text}\n`);
                return rule.check(project, context);
              },
            }
      );
      const { exitCode, stderr } = await runHere(['suppress', '--adopt'], folder, { rules: meddling });
      expect(exitCode).to.equal(1);
      expect(stderr).to.include(`The file ${SITE} has changed while it was being edited, so nothing was written`);
      expect(scans).to.equal(2);
      expect(existsSync(path())).to.equal(false);
      expect(read(SITE)).to.equal(`${text}\n`);
    });

    it('leaves the metadata alone when the entries cannot be written', async () => {
      const text = commented('http://print.example.com', 'sf-isa ignore[endpoint-cleartext]: an isolated printer');
      write(SITE, text);
      mkdirSync(path());
      const { exitCode, stderr } = await isa('suppress', '--adopt');
      expect(exitCode).to.equal(1);
      expect(stderr).to.include('The file sf-isa.suppressions.yml cannot be written');
      expect(read(SITE)).to.equal(text);
      expect(readdirSync(dirname(join(folder, SITE)))).to.deep.equal(['Print.remoteSite-meta.xml']);
    });

    for (const [title, args, message] of [
      ['findings', ['0123456789abcdef'], /--adopt takes no finding; --source-dir says/],
      ['--prune', ['--prune'], /--adopt and --prune exclude each other/],
      ['--element', ['--element', 'url'], /--element goes with a rule and a component/],
    ] as const) {
      it(`takes no ${title}`, async () => {
        const refused = await isa('suppress', '--adopt', ...args);
        expect(refused.exitCode).to.equal(2);
        expect(refused.stderr).to.match(message);
      });
    }
  });
});
