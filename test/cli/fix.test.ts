import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { FixResult } from '../../src/cli/fixCommand.js';
import type { Host, Outcome } from '../../src/cli/host.js';
import { runCommand } from '../../src/cli/run.js';
import { rules } from '../../src/rules/index.js';
import { DEFINITION, Folders, type Tree } from './project.js';

const SITES = 'force-app/main/default/remoteSiteSettings';
const PRINT = `${SITES}/Print.remoteSite-meta.xml`;

const site = (url: string, isDisabled = 'true'): string => `<?xml version="1.0" encoding="UTF-8"?>
<RemoteSiteSetting xmlns="http://soap.sforce.com/2006/04/metadata">
    <disableProtocolSecurity>${isDisabled}</disableProtocolSecurity>
    <isActive>true</isActive>
    <url>${url}</url>
</RemoteSiteSetting>
`;

const suppressions = (...components: readonly string[]): string => `version: 1
suppressions:
${components
  .map(
    (component) =>
      `  - rule: remote-site-protocol-security-disabled\n    component: ${component}\n    reason: Replaced in the third quarter\n`
  )
  .join('')}`;

const OLD_APP = `<?xml version="1.0" encoding="UTF-8"?>
<ConnectedApp xmlns="http://soap.sforce.com/2006/04/metadata">
    <label>Portal</label>
    <oauthConfig>
        <callbackUrl>https://portal.bank.example/oauth/callback</callbackUrl>
        <consumerSecret>4F8A02B1C7D95E3360AA17BD2EF94C85</consumerSecret>
        <isPkceRequired>false</isPkceRequired>
        <scopes>Api</scopes>
    </oauthConfig>
</ConnectedApp>
`;

describe('sf-isa fix', function () {
  this.timeout(30_000);
  const folders = new Folders();
  after(() => folders.removeAll());

  const hostIn = (workingFolder: string, more: Partial<Host> = {}): Host =>
    ({
      version: '0.0.0',
      workingFolder,
      homeFolder: '/home/nobody',
      env: {},
      terminal: { isTTY: false, columns: undefined },
      clock: () => new Date('2026-11-22T00:00:00Z'),
      rules,
      ...more,
    }) as Host;
  const fix = async (folder: string, ...args: readonly string[]): Promise<Outcome<FixResult>> =>
    (await runCommand('fix', args, hostIn(folder), [])) as Outcome<FixResult>;
  const project = (tree: Tree): string => folders.make({ 'sfdx-project.json': DEFINITION, ...tree });
  const read = (folder: string, path: string): string => readFileSync(join(folder, path), 'utf8');
  const whysOf = ({ left }: FixResult, rule: string): readonly string[] =>
    left.filter((finding) => finding.rule === rule).map(({ why }) => why);

  it('makes no unsafe fix unasked, and says what it would do', async () => {
    const folder = project({ [PRINT]: site('https://print.example.com') });
    const outcome = await fix(folder);
    expect(outcome).to.include({ exitCode: 0 });
    expect(outcome.stdout)
      .to.include('Nothing was fixed.')
      .and.include('--unsafe')
      .and.include('set `disableProtocolSecurity` to `false`');
    expect(read(folder, PRINT)).to.equal(site('https://print.example.com'));
    expect(whysOf(outcome.result, 'remote-site-protocol-security-disabled')).to.deep.equal(['unsafe']);
  });

  it('fixes with --unsafe, and a second time has nothing to do', async () => {
    const folder = project({ [PRINT]: site('https://print.example.com') });
    chmodSync(join(folder, PRINT), 0o640);
    const outcome = await fix(folder, '--unsafe');
    expect(outcome.exitCode).to.equal(0);
    expect(outcome.stdout).to.match(
      /^Fixed 1 finding in 1 file:\n {2}force-app\S+Print\.remoteSite-meta\.xml:3: remote-site-/
    );
    expect(read(folder, PRINT)).to.equal(site('https://print.example.com', 'false'));
    expect(statSync(join(folder, PRINT)).mode & 0o777).to.equal(0o640);
    expect((await fix(folder, '--unsafe')).stdout).to.include('Nothing was fixed.');
  });

  it('keeps line ends and the byte order mark', async () => {
    const before = `\uFEFF${site('https://print.example.com').replaceAll('\n', '\r\n')}`;
    const folder = project({ [PRINT]: before });
    await fix(folder, '--unsafe');
    expect(read(folder, PRINT)).to.equal(before.replace('>true</disable', '>false</disable'));
  });

  it('makes safe fixes by default: an entry of the suppression file that covers nothing', async () => {
    const both = suppressions('RemoteSiteSetting:Gone', 'RemoteSiteSetting:Print');
    const folder = project({ [PRINT]: site('https://print.example.com'), 'sf-isa.suppressions.yml': both });
    const outcome = await fix(folder);
    expect(outcome.result.fixed).to.have.lengthOf(1);
    expect(outcome.result.fixed[0]).to.include({ rule: 'suppression-unused', safe: true });
    expect(read(folder, 'sf-isa.suppressions.yml')).to.equal(suppressions('RemoteSiteSetting:Print'));
  });

  it('leaves an entry in a file above the project, which another project may need', async () => {
    const shared = suppressions('RemoteSiteSetting:Other');
    const folder = folders.make({
      'one/sfdx-project.json': DEFINITION,
      [`one/${PRINT}`]: site('https://print.example.com', 'false'),
      'other/sfdx-project.json': DEFINITION,
      [`other/${SITES}/Other.remoteSite-meta.xml`]: site('https://print.example.com'),
      'sf-isa.suppressions.yml': shared,
    });
    execFileSync('git', ['init', '--quiet'], { cwd: folder });
    const outcome = await fix(join(folder, 'one'));
    expect(whysOf(outcome.result, 'suppression-unused')).to.deep.equal([]);
    expect(read(folder, 'sf-isa.suppressions.yml')).to.equal(shared);
  });

  it('leaves alone what is suppressed, or in the baseline', async () => {
    const folder = project({
      [PRINT]: site('https://print.example.com'),
      [`${SITES}/Scan.remoteSite-meta.xml`]: site('https://scan.example.com'),
      'sf-isa.suppressions.yml': suppressions('RemoteSiteSetting:Print'),
    });
    await runCommand('baseline create', [], hostIn(folder), []);
    const outcome = await fix(folder, '--unsafe');
    expect(outcome.result.fixed).to.deep.equal([]);
    expect(outcome.result.files).to.deep.equal([]);
    expect(outcome.stdout).to.match(/^Left, because the baseline puts them off \(--no-baseline shows them\): 1$/m);
    const diff = await fix(folder, '--unsafe', '--diff');
    expect(diff).to.include({ exitCode: 0, stdout: '' });
    expect(diff.warnings).to.deep.equal([
      'Nothing to fix; 1 finding in the baseline is left alone (--no-baseline shows them).',
    ]);
    const all = await fix(folder, '--unsafe', '--no-baseline');
    expect(all.stdout).to.not.include('baseline');
    expect(all.result.files).to.deep.equal([`${SITES}/Scan.remoteSite-meta.xml`]);
    expect(read(folder, PRINT)).to.equal(site('https://print.example.com'));
  });

  it('fixes only what lies at the given paths, and only with the rules that are asked for', async () => {
    const folder = project({
      [PRINT]: site('http://print.example.com'),
      [`${SITES}/Scan.remoteSite-meta.xml`]: site('http://scan.example.com'),
    });
    await fix(folder, '--unsafe', '--rule', 'endpoint-cleartext', join(folder, PRINT));
    expect(read(folder, PRINT)).to.equal(site('https://print.example.com'));
    expect(read(folder, `${SITES}/Scan.remoteSite-meta.xml`)).to.equal(site('http://scan.example.com'));
    await fix(folder, '--unsafe', '--ignore-rule', 'endpoint-cleartext');
    expect(read(folder, `${SITES}/Scan.remoteSite-meta.xml`)).to.equal(site('http://scan.example.com', 'false'));
  });

  it('prints with --diff what git applies to the same end, from the root of the repository', async () => {
    const tree: Tree = {
      'app/sfdx-project.json': DEFINITION,
      [`app/${PRINT}`]: `\uFEFF${site('http://print.example.com').replaceAll('\n', '\r\n')}`,
      [`app/${SITES}/Plot of land.remoteSite-meta.xml`]: site('http://plot.example.com').trimEnd(),
      'app/sf-isa.suppressions.yml': suppressions('RemoteSiteSetting:Gone'),
    };
    const [one, other] = [folders.make(tree), folders.make(tree)];
    for (const folder of [one, other]) execFileSync('git', ['init', '--quiet'], { cwd: folder });
    const shown = await fix(join(one, 'app'), '--unsafe', '--diff');
    expect(shown.exitCode).to.equal(13);
    expect(shown.result.diff).to.equal(shown.stdout);
    for (const path of Object.keys(tree)) expect(read(one, path), 'nothing is written').to.equal(tree[path]);
    const git = spawnSync('git', ['apply', '--whitespace=nowarn', '-'], {
      cwd: one,
      input: shown.stdout,
      encoding: 'utf8',
    });
    expect(git.stderr).to.equal('');
    expect(git.status).to.equal(0);
    const made = await fix(join(other, 'app'), '--unsafe');
    expect(made.result.files).to.have.lengthOf(3);
    for (const path of Object.keys(tree)) expect(read(one, path)).to.equal(read(other, path));
    const nothing = await fix(join(other, 'app'), '--unsafe', '--diff');
    expect(nothing).to.include({ exitCode: 0, stdout: '' });
    expect(nothing.warnings).to.deep.equal(['Nothing to fix.']);
  });

  it('says with --diff what --unsafe would fix, and shows no secret', async () => {
    const folder = project({ 'force-app/connectedApps/Portal.connectedApp-meta.xml': OLD_APP });
    const safe = await fix(folder, '--diff');
    expect(safe).to.include({ exitCode: 0, stdout: '' });
    expect(safe.warnings.join('\n')).to.match(/1 more finding can be fixed with --unsafe/);
    expect(safe.warnings.at(-1)).to.match(
      /^No safe fix to make; \d+ findings? (?:is|are) left for a person, who has to choose \(fix without --diff lists them\)\.$/
    );
    const shown = await fix(folder, '--diff', '--unsafe');
    expect(shown.warnings.join('\n')).to.not.match(/to fix|to make/);
    expect(shown.exitCode).to.equal(12);
    expect(shown.stdout).to.include('+        <isPkceRequired>true</isPkceRequired>').and.not.include('4F8A02B1');
    const packed = OLD_APP.replaceAll('\n', '');
    writeFileSync(join(folder, 'force-app/connectedApps/Portal.connectedApp-meta.xml'), packed);
    const hidden = await fix(folder, '--diff', '--unsafe');
    expect(hidden).to.include({ exitCode: 12, stdout: '' });
    expect(hidden.warnings.join('\n')).to.match(
      /Portal\.connectedApp-meta\.xml would change, and its diff would show a secret/
    );
    expect(JSON.stringify(hidden)).to.not.include('4F8A02B1');
    await fix(folder, '--unsafe');
    expect(read(folder, 'force-app/connectedApps/Portal.connectedApp-meta.xml')).to.equal(
      packed.replace('Required>false', 'Required>true')
    );
  });

  it('makes no fix that brings another finding, and says which', async () => {
    const app = OLD_APP.replace(/.*consumerSecret.*\n/, '')
      .replace('<isPkceRequired>false', '<isAdminApproved>false</isAdminApproved>\n        <isPkceRequired>true')
      .replace('</ConnectedApp>', '    <permissionSetName>Everybody</permissionSetName>\n</ConnectedApp>');
    const folder = project({
      'force-app/connectedApps/Portal.connectedApp-meta.xml': app,
      // An object permission that View All Data made redundant shows when that is gone.
      'force-app/permissionsets/ERP_Sync.permissionset-meta.xml': `<?xml version="1.0" encoding="UTF-8"?>
<PermissionSet xmlns="http://soap.sforce.com/2006/04/metadata">
    <description>Carries invoices into the ERP</description>
    <label>ERP Sync</label>
    <objectPermissions>
        <allowRead>true</allowRead>
        <object>Account</object>
        <viewAllRecords>true</viewAllRecords>
    </objectPermissions>
    <userPermissions>
        <enabled>true</enabled>
        <name>ViewAllData</name>
    </userPermissions>
</PermissionSet>
`,
    });
    const outcome = await fix(folder, '--unsafe');
    expect(outcome.result.fixed.map(({ rule }) => rule)).to.include('app-self-authorization');
    expect(whysOf(outcome.result, 'sync-permission-admin')).to.deep.equal(['refused']);
    expect(outcome.stdout).to.match(
      /not fixed: it would bring sync-permission-all-records: Permission Set ERP_Sync grants View All Records/
    );
  });

  it('writes nothing when a file has changed meanwhile', async () => {
    const folder = project({
      [PRINT]: site('https://print.example.com'),
      [`${SITES}/Scan.remoteSite-meta.xml`]: site('https://scan.example.com'),
    });
    // A rule stands for somebody else who saves the file while it is being scanned.
    let runs = 0;
    const meddling = rules.map((rule) =>
      rule.id === 'trusted-ip-range-too-broad'
        ? {
            ...rule,
            looksAt: [...rule.looksAt, 'Project' as const],
            *check() {
              runs += 1;
              writeFileSync(join(folder, PRINT), site(`https://print-${runs}.example.com`));
            },
          }
        : rule
    );
    let failure: unknown;
    try {
      await runCommand('fix', ['--unsafe'], hostIn(folder, { rules: meddling }), []);
    } catch (error) {
      failure = error;
    }
    expect(failure).to.include({ name: 'OutputError', exitCode: 1 });
    expect((failure as Error).message).to.include(`${PRINT} has changed`);
    expect(read(folder, PRINT)).to.equal(site(`https://print-${runs}.example.com`));
    expect(read(folder, `${SITES}/Scan.remoteSite-meta.xml`)).to.equal(site('https://scan.example.com'));
  });

  it('fixes the copies of a component together', async () => {
    const folder = project({
      [PRINT]: site('https://print.example.com'),
      'force-app/unpackaged/remoteSiteSettings/Print.remoteSite': site('https://print.example.com'),
    });
    const outcome = await fix(folder, '--unsafe');
    expect(outcome.result.fixed).to.have.lengthOf(1);
    expect(outcome.result.files).to.have.lengthOf(2);
    expect(read(folder, 'force-app/unpackaged/remoteSiteSettings/Print.remoteSite')).to.equal(
      site('https://print.example.com', 'false')
    );
  });
});
