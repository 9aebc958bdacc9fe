import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect } from 'chai';
import { namedCredential } from '../inventory/samples.js';
import { failureIn, removeFolders, scanIn, site, sitePath, TestRepository, type Scanned } from '../git/repository.js';
import { BROKEN, brokenWithSeverity, DEFINITION, Folders, inFolder, SOUND, type Tree } from './project.js';

const CREDENTIALS = 'force-app/main/default/namedCredentials';
const EMEA_HOST = 'bank-emea.my.salesforce.com';

/** An org that calls another one where mutual TLS is spoken. */
const CALLER: Tree = {
  'sfdx-project.json': DEFINITION,
  [`${CREDENTIALS}/EMEA_Org.namedCredential-meta.xml`]: namedCredential(`https://${EMEA_HOST}:8443`),
};

/** An org that enforces it for nobody. */
const CALLED: Tree = {
  'sfdx-project.json': DEFINITION,
  'sf-isa.yml': `version: 1\norg:\n  name: emea\n  myDomain: ${EMEA_HOST}\n`,
  'force-app/main/default/permissionsets/Sync.permissionset-meta.xml': `<?xml version="1.0" encoding="UTF-8"?>
<PermissionSet xmlns="http://soap.sforce.com/2006/04/metadata">
    <label>Sync</label>
</PermissionSet>
`,
};

const RULE = ['--rule', 'cross-org-mtls-not-enforced'];
const UNREADABLE = ['--rule', 'metadata-unreadable'];

describe('--project', () => {
  const folders = new Folders();
  after(() => folders.removeAll());
  after(removeFolders);

  const messagesOf = ({ document }: Scanned): readonly string[] => document.findings.map(({ message }) => message);
  const pathsOf = ({ document }: Scanned): readonly string[] => document.findings.map(({ location }) => location.path);

  it('looks at projects that lie apart as orgs that connect', async () => {
    const [hq, emea] = [folders.make(CALLER), folders.make(CALLED)];
    const scanned = await scanIn('/', ['--project', `headquarters=${hq}`, '--project', emea, ...RULE]);
    expect(messagesOf(scanned)).to.deep.equal([
      'Named Credential EMEA_Org of headquarters calls emea on port 8443, and no permission set or profile of emea has EnforceMutualAuthentication',
    ]);
    expect(scanned.document.findings[0]!.related.map(({ message }) => message)).to.deep.equal([
      'emea: Permission Set Sync does not enforce it',
    ]);
  });

  it('calls an org as the flag does, or its config, or its folder', async () => {
    const folder = folders.make({ ...inFolder('here', CALLER), ...inFolder('there', CALLED) });
    const namesOf = async (...projects: readonly string[]): Promise<string | undefined> => {
      const [message] = messagesOf(await scanIn(folder, [...projects.flatMap((one) => ['--project', one]), ...RULE]));
      return /of (\S+) calls (\S+)/
        .exec(message ?? '')
        ?.slice(1)
        .join(' ');
    };
    expect(await namesOf('here', 'there')).to.equal('here emea');
    expect(await namesOf('a=here', 'b=there')).to.equal('a b');
    expect(await namesOf('HQ=here', 'Zürich_2=there')).to.equal('HQ Zürich_2');
    // What somebody names on purpose keeps its name.
    expect(await namesOf('emea=here', 'there')).to.equal('emea emea-2');
    expect(await namesOf('EMEA=here', 'there')).to.equal('EMEA emea-2');
  });

  it('says nothing across orgs where there is one', async () => {
    const folder = folders.make({ ...inFolder('hq', CALLER), ...inFolder('emea', CALLED) });
    const alone = await scanIn(join(folder, 'hq'), RULE);
    expect(messagesOf(alone)).to.deep.equal([]);
    // The projects of one folder are orgs without any flag.
    expect(messagesOf(await scanIn(folder, RULE))).to.have.length(1);
  });

  it('looks into nothing else, and counts package directories as usual', async () => {
    const folder = folders.make({
      ...inFolder('hq', { ...SOUND, 'elsewhere/Broken.namedCredential-meta.xml': 'no XML' }),
      ...inFolder('emea', BROKEN),
      ...inFolder('apac', BROKEN),
    });
    const both = await scanIn(folder, ['--project', 'hq', '--project', 'emea', ...UNREADABLE]);
    expect(pathsOf(both)).to.deep.equal([`emea/${CREDENTIALS}/Broken.namedCredential-meta.xml`]);
    expect(pathsOf(await scanIn(folder, ['hq', 'emea', ...UNREADABLE]))).to.have.length(2);
  });

  it('takes a folder without sfdx-project.json for a project of its own', async () => {
    const retrieved = Object.fromEntries(Object.entries(CALLER).filter(([path]) => path !== 'sfdx-project.json'));
    const folder = folders.make({ ...inFolder('hq', retrieved), ...inFolder('emea', CALLED) });
    const scanned = await scanIn(folder, ['--project', 'hq', '--project', 'emea', ...RULE]);
    expect(messagesOf(scanned)[0]).to.include('of hq calls emea');
  });

  it('names the one project below a folder that is none', async () => {
    const folder = folders.make({ ...inFolder('hq/salesforce', CALLER), ...inFolder('emea', CALLED) });
    const scanned = await scanIn(folder, ['--project', 'head=hq', '--project', 'emea', ...RULE]);
    expect(messagesOf(scanned)[0]).to.include('of head calls emea');
  });

  it('takes config and suppressions of each project from its own repository, and nothing from above', async () => {
    const [hq, emea] = [TestRepository.with(brokenWithSeverity('low')), TestRepository.with(inFolder('sf', BROKEN))];
    emea.write({ 'sf-isa.yml': 'version: 1\nrules:\n  metadata-unreadable: critical\n' });
    const scanned = await scanIn('/', ['--project', hq.folder, '--project', join(emea.folder, 'sf'), ...UNREADABLE]);
    expect(scanned.document.findings.map(({ severity }) => severity)).to.deep.equal(['critical', 'low']);

    hq.write({
      'sf-isa.suppressions.yml': `version: 1
suppressions:
  - rule: metadata-unreadable
    component: NamedCredential:Broken
    reason: It is being mended.
`,
    });
    const after = await scanIn('/', ['--project', hq.folder, '--project', join(emea.folder, 'sf'), ...UNREADABLE]);
    expect(after.document.findings.map(({ severity }) => severity)).to.deep.equal(['critical']);
  });

  it('reads nothing above the repositories of projects, with a flag or without', async () => {
    const folder = folders.make({
      'sf-isa.yml': 'version: 1\nrules:\n  metadata-unreadable: info\n',
      ...inFolder('hq', { ...BROKEN, '.git': 'gitdir: elsewhere' }),
      ...inFolder('emea', brokenWithSeverity('medium')),
      'emea/.git': 'gitdir: elsewhere',
    });
    const severities = async (...args: readonly string[]): Promise<readonly string[]> =>
      (await scanIn(folder, [...args, ...UNREADABLE])).document.findings.map(({ severity }) => severity);
    expect(await severities()).to.deep.equal(['high', 'medium']);
    expect(await severities('--project', 'hq', '--project', 'emea')).to.deep.equal(['high', 'medium']);
  });

  it('says in which of several repositories a config is wrong', async () => {
    const folder = folders.make({
      ...inFolder('hq', { ...SOUND, 'sf-isa.yml': 'version: 2\n', '.git': 'gitdir: elsewhere' }),
      ...inFolder('emea', { ...SOUND, '.git': 'gitdir: elsewhere' }),
    });
    const { exitCode, message } = await failureIn(folder, ['--project', 'hq', '--project', 'emea']);
    expect(exitCode).to.equal(4);
    expect(message).to.match(/^hq\/sf-isa\.yml:1:10: /);
  });

  it('takes off what the baseline of each org has', async () => {
    const tree = { 'sfdx-project.json': DEFINITION, [sitePath('ERP')]: site('http://erp.example') };
    const cleartext = ['--rule', 'endpoint-cleartext'];
    const [hq, emea] = [folders.make(tree), folders.make(tree)];
    const [finding] = (await scanIn(hq, cleartext)).document.findings;
    const { rule, fingerprint, evidence } = finding!;
    const baseline = (...entries: readonly object[]): string => JSON.stringify({ version: 1, findings: entries });
    const entry = { component: 'RemoteSiteSetting:ERP', rule, fingerprint, evidence };
    const gone = { ...entry, component: 'RemoteSiteSetting:Gone', fingerprint: '0123456789abcdef' };
    writeFileSync(join(hq, 'sf-isa.baseline.json'), baseline(entry, gone));

    const scan = (): Promise<Scanned> => scanIn('/', ['--project', hq, '--project', emea, ...cleartext]);
    const one = await scan();
    // The same component of the other org is none that its team has put off.
    expect(pathsOf(one)).to.deep.equal([`${basename(emea)}/${sitePath('ERP')}`]);
    expect(one.document.summary.baseline).to.deep.equal({ known: 1, fixed: 1 });

    writeFileSync(join(emea, 'sf-isa.baseline.json'), baseline(entry));
    const both = await scan();
    expect(pathsOf(both)).to.deep.equal([]);
    expect(both.document.summary.baseline).to.deep.equal({ known: 2, fixed: 1 });
  });

  it('counts a baseline that several orgs share once', async () => {
    const repository = TestRepository.with({ ...inFolder('hq', BROKEN), ...inFolder('emea', SOUND) });
    const [finding] = (await scanIn(repository.folder, UNREADABLE)).document.findings;
    const entry = { component: 'NamedCredential:Broken', rule: finding!.rule, fingerprint: finding!.fingerprint };
    repository.write({ 'sf-isa.baseline.json': JSON.stringify({ version: 1, findings: [entry] }) });
    const scanned = await scanIn(repository.folder, ['--project', 'hq', '--project', 'emea', ...UNREADABLE]);
    expect(scanned.document.summary.baseline).to.deep.equal({ known: 1, fixed: 0 });
  });

  it('leaves a suppression alone whose rule needs an org that is not scanned', async () => {
    const folder = folders.make({
      ...inFolder('hq', {
        ...CALLER,
        'sf-isa.suppressions.yml': `version: 1
suppressions:
  - rule: cross-org-mtls-not-enforced
    component: NamedCredential:EMEA_Org
    reason: EMEA enforces it in a profile that nobody tracks.
`,
      }),
      ...inFolder('emea', CALLED),
    });
    expect((await scanIn(folder, [])).found.filter((one) => one.startsWith('cross-org-mtls'))).to.deep.equal([]);
    const alone = await scanIn(join(folder, 'hq'), []);
    expect(alone.found.filter((one) => one.startsWith('suppression'))).to.deep.equal([]);
  });

  it('compares two states of a repository, and of no more than one', async function () {
    this.timeout(60_000);
    const repository = TestRepository.with({ ...inFolder('hq', SOUND), ...inFolder('emea', CALLED) });
    repository.write(inFolder('hq', CALLER));
    const projects = ['--project', 'hq', '--project', 'emea'];
    expect((await scanIn(repository.folder, [...projects, '--since', 'main', ...RULE])).found).to.have.length(1);
    repository.commit();
    expect((await scanIn(repository.folder, [...projects, '--since', 'feature', ...RULE])).found).to.deep.equal([]);

    const other = TestRepository.with(CALLED);
    for (const flags of [['--since', 'main'], ['--staged']]) {
      const { exitCode, message } = await failureIn(repository.folder, [
        ...['--project', 'hq', '--project', other.folder],
        ...flags,
      ]);
      expect([exitCode, message]).to.deep.equal([
        2,
        `${flags[0]!} compares two states of one repository, and the projects are not all in the same one.`,
      ]);
    }
  });

  const folder = (): string => folders.make({ ...inFolder('hq', CALLER), ...inFolder('emea', CALLED) });
  for (const [args, says] of [
    [['--project', 'hq', '--project', './emea/../hq'], '--project names the folder ./emea/../hq twice.'],
    [['--project', 'a=hq', '--project', 'a=emea'], '--project gives two orgs the name a.'],
    [['--project', 'a=apac'], 'The path apac does not exist.'],
    [['--project', 'hq/sfdx-project.json'], '--project takes a folder, and hq/sfdx-project.json is a file.'],
    [
      ['--project', 'H:Q=hq'],
      '--project takes name=path or a path, such as hq=../hq, where the name must be at most 60 characters, words of letters and digits joined by single blanks, hyphens, dots or underscores, such as "EMEA North".',
    ],
    [['--project', 'HQ='], '--project HQ= lacks the path, as in HQ=../HQ.'],
    [['--project', 'Zürich=hq', '--project', 'zürich=emea'], '--project gives two orgs the name zürich.'],
    [['--project', 'hq', 'emea'], '--project and paths exclude each other.'],
    [['--project', 'hq', '--source-dir', 'emea'], '--project and paths exclude each other.'],
  ] as const) {
    it(`refuses ${args.join(' ')}`, async () => {
      const { exitCode, message } = await failureIn(folder(), args);
      expect([exitCode, message]).to.deep.equal([2, says]);
    });
  }

  it('takes an equals sign behind a slash for part of the path', async () => {
    const root = folders.make({ ...inFolder('a=b', BROKEN), ...inFolder('hq', SOUND) });
    expect(pathsOf(await scanIn(root, ['--project', './a=b', '--project', 'hq', ...UNREADABLE]))).to.deep.equal([
      `a=b/${CREDENTIALS}/Broken.namedCredential-meta.xml`,
    ]);
  });
});
