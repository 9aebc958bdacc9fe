import { Ajv } from 'ajv';
import { expect } from 'chai';
import { scanResultSchema } from '../../src/reporters/scanResultSchema.js';
import {
  DEFINITION,
  failureIn,
  filesOfBank,
  removeFolders,
  scanIn,
  site,
  sitePath,
  TestRepository,
  type Scanned,
} from './repository.js';

const CERTIFICATES = 'force-app/main/default/certs';
const PROJECT = {
  'sfdx-project.json': DEFINITION,
  [sitePath('Old')]: site('http://old.example.com'),
  [sitePath('Sound')]: site('https://sound.example.com'),
};

const scanSince = (repository: TestRepository, ...args: readonly string[]): Promise<Scanned> =>
  scanIn(repository.folder, ['--since', 'main', ...args]);

describe('scan --since', function () {
  this.timeout(60_000);
  after(removeFolders);

  it('reports exactly what a branch adds, committed or not', async () => {
    const repository = TestRepository.with(PROJECT);
    repository.write({ [sitePath('New')]: site('http://new.example.com') });
    repository.commit();
    repository.write({ [sitePath('Unsaved')]: site('http://unsaved.example.com') });
    const { found, exitCode, document, stdout } = await scanSince(repository, '--fail-on', 'medium');
    expect(found).to.deep.equal([
      'endpoint-cleartext RemoteSiteSetting:New',
      'endpoint-cleartext RemoteSiteSetting:Unsaved',
    ]);
    expect(exitCode).to.equal(13);
    const commit = repository.git('rev-parse', 'main').trim();
    expect(document.summary.since).to.deep.equal({ ref: 'main', commit, known: 1, fixed: 0 });
    expect(stdout).to.include(`Compared with main (merge base ${commit.slice(0, 7)}): 1 finding was there before\n`);
  });

  it('compares with where the branch began, not with what main is now', async () => {
    const repository = TestRepository.with(PROJECT);
    repository.git('switch', '--quiet', 'main');
    repository.write({ [sitePath('Old')]: site('https://old.example.com') });
    repository.commit();
    repository.git('switch', '--quiet', 'feature');
    expect((await scanSince(repository)).found).to.deep.equal([]);
  });

  it('reports nothing for what is moved, renamed, reordered and reformatted', async () => {
    const repository = TestRepository.with({ ...PROJECT, ...filesOfBank(), 'sfdx-project.json': DEFINITION });
    expect((await scanIn(repository.folder, [])).found).to.have.length.above(3);
    repository.move('force-app/main/default', 'force-app/integrations');
    repository.move(sitePath('Old'), 'force-app/elsewhere/deeper/Old.remoteSite-meta.xml');
    const credential = 'force-app/integrations/externalCredentials/EMEA_Org.externalCredential-meta.xml';
    const parameters = /^ {4}<externalCredentialParameters>[^]*?<\/externalCredentialParameters>\n/gm;
    const text = repository.read(credential);
    const reversed = (text.match(parameters) ?? []).reverse().join('\n');
    repository.write({
      [credential]: text
        .replace(parameters, '')
        .replace('</ExternalCredential>', `${reversed}</ExternalCredential>`)
        .replaceAll('    ', '\t'),
    });
    const { found, document } = await scanSince(repository);
    expect(found).to.deep.equal([]);
    expect(document.summary.since).to.include({ fixed: 0 });
    repository.commit();
    expect((await scanSince(repository)).found).to.deep.equal([]);
  });

  it('shows what the deletion of a certificate breaks in a file that nobody touched', async () => {
    const repository = TestRepository.with(filesOfBank());
    repository.remove(`${CERTIFICATES}/HQ_EMEA_Client.crt`, `${CERTIFICATES}/HQ_EMEA_Client.crt-meta.xml`);
    repository.commit();
    const { found, document } = await scanSince(repository);
    expect(found).to.deep.equal(['certificate-reference-unresolved ExternalCredential:EMEA_Org']);
    expect(document.findings[0]!.location.path).to.match(/EMEA_Org\.(?:external|named)Credential-meta\.xml$/);
  });

  it('stays green for the same change when a certificate has ended meanwhile', async () => {
    const repository = TestRepository.with(filesOfBank());
    repository.write({ [sitePath('Sound')]: site('https://sound.example.com') });
    repository.commit();
    const later = { now: '2046-11-22' };
    const plain = await scanIn(repository.folder, [], later);
    expect(plain.found.filter((one) => one.startsWith('certificate-expired'))).to.have.length.above(0);
    expect((await scanIn(repository.folder, ['--since', 'main'], later)).found).to.deep.equal([]);
    expect((await scanSince(repository)).found).to.deep.equal([]);
  });

  it('reports a finding again when its value has changed', async () => {
    const repository = TestRepository.with(PROJECT);
    repository.write({ [sitePath('Old')]: site('http://other.example.com') });
    const { found, document } = await scanSince(repository);
    expect(found).to.deep.equal(['endpoint-cleartext RemoteSiteSetting:Old']);
    expect(document.summary.since).to.include({ known: 0, fixed: 0 });
  });

  it('counts what is fixed', async () => {
    const repository = TestRepository.with(PROJECT);
    repository.write({ [sitePath('Old')]: site('https://old.example.com') });
    const { found, document, stdout } = await scanSince(repository);
    expect(found).to.deep.equal([]);
    expect(document.summary.since).to.include({ known: 0, fixed: 1 });
    expect(stdout)
      .to.match(/^No new findings\. /)
      .and.to.include('nothing was there before, 1 finding is fixed');
  });

  it('judges both sides by the config of now, so that a new severity makes nothing new', async () => {
    const repository = TestRepository.with(PROJECT);
    repository.write({ 'sf-isa.yml': 'version: 1\nrules:\n  endpoint-cleartext: critical\n' });
    const { found, document } = await scanSince(repository);
    expect(found).to.deep.equal([]);
    expect(document.summary.since).to.include({ known: 1 });
  });

  it('takes no entry of the register for a change of the metadata', async () => {
    const register = (...entries: readonly string[]): string =>
      ['version: 1', 'integrations:', ...entries.map((entry) => `  - { ${entry} }`), ''].join('\n');
    const repository = TestRepository.with(PROJECT);
    repository.write({
      'sf-isa.yml': register(
        'id: sound, components: ["RemoteSiteSetting:Sound*"], gateway: api',
        'id: other, components: ["RemoteSiteSetting:Old"], reviewed: 2020-01-01, dataClassification: [pii]'
      ).concat('gateways: [{ id: api, hosts: [api.example.com] }]\n'),
    });
    const about = ['--rule', 'integration-*', '--rule', 'private-connect-not-evaluated'];
    const before = [
      'integration-gateway-bypassed RemoteSiteSetting:Sound',
      'integration-owner-missing RemoteSiteSetting:Old',
      'integration-owner-missing RemoteSiteSetting:Sound',
      'integration-review-overdue RemoteSiteSetting:Old',
      'private-connect-not-evaluated RemoteSiteSetting:Old',
    ];
    expect([...(await scanIn(repository.folder, about)).found].sort()).to.deep.equal(before);
    const registered = await scanSince(repository, ...about);
    expect(registered.found).to.deep.equal([]);
    expect(registered.document.summary.since).to.include({ known: before.length, fixed: 0 });

    // What comes into the register by its name is new where it is at fault itself.
    repository.write({ [sitePath('Sound2')]: site('https://sound2.example.com') });
    expect((await scanSince(repository, ...about)).found).to.deep.equal([
      'integration-gateway-bypassed RemoteSiteSetting:Sound2',
    ]);
  });

  it('does not report what somebody had accepted before, nor an entry that has lapsed since', async () => {
    const accepting = (expires: string): string =>
      `version: 1\nsuppressions:\n  - rule: endpoint-cleartext\n    component: RemoteSiteSetting:Old\n    reason: an isolated printer\n    expires: ${expires}\n`;
    const repository = TestRepository.with({ ...PROJECT, 'sf-isa.suppressions.yml': accepting('2026-12-01') });
    repository.write({ [sitePath('Sound')]: site('https://other.example.com') });
    expect((await scanSince(repository)).found).to.deep.equal([]);
    expect((await scanIn(repository.folder, ['--since', 'main'], { now: '2027-06-01' })).found).to.deep.equal([]);
    repository.remove('sf-isa.suppressions.yml');
    expect((await scanSince(repository)).found).to.deep.equal([]);
  });

  it('reports an entry of the suppression file that covers nothing, when it is new', async () => {
    const entry = (site: string): string =>
      `  - rule: endpoint-cleartext\n    component: RemoteSiteSetting:${site}\n    reason: nobody knows any more\n`;
    const repository = TestRepository.with({
      ...PROJECT,
      'sf-isa.suppressions.yml': `version: 1\nsuppressions:\n${entry('Gone')}`,
    });
    repository.write({ 'sf-isa.suppressions.yml': `version: 1\nsuppressions:\n${entry('Gone')}${entry('Typo')}` });
    expect((await scanSince(repository)).found).to.deep.equal(['suppression-unused RemoteSiteSetting:Typo']);
  });

  it('does not mind a suppression file of the base that is invalid', async () => {
    const repository = TestRepository.with({ ...PROJECT, 'sf-isa.suppressions.yml': 'version: 9\n' });
    repository.remove('sf-isa.suppressions.yml');
    repository.write({ [sitePath('New')]: site('http://new.example.com') });
    expect((await scanSince(repository)).found).to.deep.equal(['endpoint-cleartext RemoteSiteSetting:New']);
  });

  it('works beside a baseline', async () => {
    const repository = TestRepository.with(PROJECT);
    repository.write({ [sitePath('New')]: site('http://new.example.com') });
    const { findings } = (await scanIn(repository.folder, [])).document;
    const entries = findings.map(({ fingerprint, rule, component, evidence }) => ({
      fingerprint,
      rule,
      component: `${component.type}:${component.fullName}`,
      evidence,
    }));
    repository.write({ 'sf-isa.baseline.json': JSON.stringify({ version: 1, findings: entries }) });
    const { found, document } = await scanSince(repository);
    expect(found).to.deep.equal([]);
    expect(document.summary.baseline).to.deep.equal({ known: 2, fixed: 0 });
    expect(document.summary.since).to.include({ known: 0, fixed: 0 });
  });

  it('knows a component in two package directories, one of which goes or comes', async () => {
    const definition = '{ "packageDirectories": [{ "path": "force-app", "default": true }, { "path": "legacy" }] }';
    const old = site('http://old.example.com');
    const repository = TestRepository.with({
      ...PROJECT,
      'sfdx-project.json': definition,
      [sitePath('Old', 'legacy')]: old,
    });
    repository.remove('legacy/remoteSiteSettings');
    expect((await scanSince(repository)).found).to.deep.equal([]);
    repository.commit();
    repository.write({ [sitePath('Old', 'legacy')]: old, [sitePath('Sound', 'legacy')]: old });
    expect(
      (await scanIn(repository.folder, ['--since', 'HEAD'])).document.findings.map(({ location }) => location.path)
    ).to.deep.equal([sitePath('Old', 'legacy'), sitePath('Sound', 'legacy')]);
  });

  it('takes no draft that is put into a package directory for an old finding', async () => {
    const repository = TestRepository.with({
      ...PROJECT,
      [sitePath('Draft', 'drafts')]: site('http://draft.example.com'),
    });
    repository.move(sitePath('Draft', 'drafts'), sitePath('Draft'));
    expect((await scanSince(repository)).found).to.deep.equal(['endpoint-cleartext RemoteSiteSetting:Draft']);
  });

  it('knows a file that cannot be read at its new path, and a second one for new', async () => {
    const broken = '<RemoteSiteSetting>\n    <url>http://a</ulr>\n';
    const repository = TestRepository.with({ ...PROJECT, [sitePath('Broken')]: broken });
    repository.move(sitePath('Broken'), 'force-app/moved/Broken.remoteSite-meta.xml');
    expect((await scanSince(repository)).found).to.deep.equal([]);
    repository.write({ [sitePath('Broken2')]: `${broken}<` });
    expect((await scanSince(repository)).found).to.deep.equal(['metadata-unreadable RemoteSiteSetting:Broken2']);
  });

  it('reports on the given paths alone, and looks at the whole of both sides', async () => {
    const repository = TestRepository.with({ ...PROJECT, ...filesOfBank() });
    repository.write({ [sitePath('New')]: site('http://new.example.com') });
    repository.remove(`${CERTIFICATES}/HQ_EMEA_Client.crt`, `${CERTIFICATES}/HQ_EMEA_Client.crt-meta.xml`);
    const { found } = await scanSince(repository, 'force-app/remoteSiteSettings');
    expect(found).to.deep.equal(['endpoint-cleartext RemoteSiteSetting:New']);
    const rest = await scanSince(repository, 'force-app/main');
    expect(rest.document.findings.map(({ rule }) => rule)).to.deep.equal(['certificate-reference-unresolved']);
  });

  it('says nothing of what --min-severity hides on one side only', async () => {
    const repository = TestRepository.with(PROJECT);
    repository.write({ [sitePath('New')]: site('http://new.example.com') });
    const { found, document } = await scanSince(repository, '--min-severity', 'high');
    expect(found).to.deep.equal([]);
    expect(document.summary.since).to.include({ known: 0, fixed: 0 });
  });

  describe('in the integrations', () => {
    const CREDENTIAL = 'force-app/main/default/namedCredentials/EMEA_Org.namedCredential-meta.xml';
    const changedRepository = (): TestRepository => {
      const repository = TestRepository.with(filesOfBank());
      repository.write({
        [CREDENTIAL]: repository.read(CREDENTIAL).replace('bank-emea.my.salesforce.com<', 'bank-emea.my.salesforce.com:8443<'),
      });
      return repository;
    };

    it('tells what changed, in JSON and in a summary, and nothing of what was moved', async () => {
      const repository = changedRepository();
      repository.move('force-app/main/default/externalCredentials', 'force-app/elsewhere/externalCredentials');
      const { document } = await scanSince(repository, '--format', 'json');
      expect(document.integrationChanges!.map(({ id, kind, facts }) => ({ id, kind, facts }))).to.deep.equal([
        {
          id: 'NamedCredential:EMEA_Org',
          kind: 'changed',
          facts: [
            {
              what: 'endpoint',
              before: ['https://bank-emea.my.salesforce.com'],
              after: ['https://bank-emea.my.salesforce.com:8443'],
            },
            { what: 'mutual TLS', before: ['no'], after: ['yes'] },
          ],
        },
      ]);
      const { stdout } = await scanSince(repository, '--format', 'markdown');
      expect(stdout).to.match(/### Integrations that this change touches\n\n- \*\*NamedCredential:\S*EMEA/);
      repository.git('add', '--all');
      expect((await scanIn(repository.folder, ['--staged', '--format', 'json'])).document.integrationChanges).to.have.length(1);
    });

    it('is worked out for the formats that show it alone', async () => {
      const repository = changedRepository();
      for (const format of ['human', 'sarif', 'concise']) {
        const { document } = await scanSince(repository, '--format', format);
        expect(document).to.not.have.property('integrationChanges');
      }
      expect((await scanIn(repository.folder, ['--format', 'json'])).document).to.not.have.property('integrationChanges');
    });

    it('says what the change makes the team accept', async () => {
      const repository = TestRepository.with(PROJECT);
      repository.write({
        'sf-isa.suppressions.yml':
          'version: 1\nsuppressions:\n  - rule: endpoint-cleartext\n    component: RemoteSiteSetting:Old\n    reason: It goes next week\n',
      });
      const { stdout } = await scanSince(repository, '--format', 'markdown');
      expect(stdout).to.include('<summary>Accepted by this change: 1</summary>').and.include('It goes next week');
      repository.commit();
      repository.git('branch', '--force', 'main');
      expect((await scanSince(repository, '--format', 'markdown')).stdout).to.not.include('Accepted by');
      repository.remove('sf-isa.suppressions.yml');
      expect((await scanSince(repository, '--format', 'markdown')).stdout).to.include(
        '<summary>Not accepted any more: 1</summary>'
      );
    });
  });

  it('is not nothing to analyse when the last file goes', async () => {
    const repository = TestRepository.with(PROJECT);
    repository.remove('force-app');
    const { exitCode, document } = await scanSince(repository);
    expect(exitCode).to.equal(0);
    expect(document.summary.since).to.include({ fixed: 1 });
    repository.commit();
    expect((await failureIn(repository.folder, ['--since', 'HEAD'])).exitCode).to.equal(3);
  });

  it('makes a document that the schema describes', async () => {
    const repository = TestRepository.with(PROJECT);
    const validate = new Ajv({ strict: true, allErrors: true }).compile(scanResultSchema);
    expect(validate((await scanSince(repository)).document), JSON.stringify(validate.errors)).to.equal(true);
    repository.git('add', '--all');
    expect(
      validate((await scanIn(repository.folder, ['--staged'])).document),
      JSON.stringify(validate.errors)
    ).to.equal(true);
  });

  it('excludes --staged', async () => {
    const repository = TestRepository.with(PROJECT);
    const failure = await failureIn(repository.folder, ['--since', 'main', '--staged']);
    expect(failure).to.include({ exitCode: 2, message: '--since and --staged exclude each other.' });
  });

  it('stands in a summary for a job, too', async () => {
    const repository = TestRepository.with(PROJECT);
    const { stdout } = await scanSince(repository, '--format', 'markdown');
    expect(stdout).to.match(/^Compared with main \(merge base [0-9a-f]{7}\): 1 finding was there before\.$/m);
  });
});

describe('scan --staged', function () {
  this.timeout(60_000);
  after(removeFolders);

  it('compares what is staged with HEAD, and leaves the working tree out of it', async () => {
    const repository = TestRepository.with(PROJECT);
    repository.write({ [sitePath('Staged')]: site('http://staged.example.com') });
    repository.git('add', '--all');
    repository.write({
      [sitePath('Staged')]: site('https://staged.example.com'),
      [sitePath('Unstaged')]: site('http://unstaged.example.com'),
    });
    const { found, document, stdout } = await scanIn(repository.folder, ['--staged']);
    expect(found).to.deep.equal(['endpoint-cleartext RemoteSiteSetting:Staged']);
    expect(stdout).to.include('<url>http://staged.example.com</url>');
    const commit = repository.git('rev-parse', 'HEAD').trim();
    expect(document.summary.since).to.deep.equal({ ref: 'HEAD', commit, known: 1, fixed: 0 });
  });

  it('sees a commit that only deletes', async () => {
    const repository = TestRepository.with(filesOfBank());
    repository.git(
      'rm',
      '--quiet',
      '--cached',
      `${CERTIFICATES}/HQ_EMEA_Client.crt`,
      `${CERTIFICATES}/HQ_EMEA_Client.crt-meta.xml`
    );
    const { document } = await scanIn(repository.folder, ['--staged']);
    expect(document.findings.map(({ rule }) => rule)).to.deep.equal(['certificate-reference-unresolved']);
  });

  it('takes config and suppressions as they are staged', async () => {
    const repository = TestRepository.with(PROJECT);
    repository.write({
      [sitePath('New')]: site('http://new.example.com'),
      'sf-isa.yml': 'version: 1\nrules:\n  endpoint-cleartext: critical\n',
    });
    repository.git('add', '--all');
    repository.write({
      'sf-isa.yml': 'version: 1\nrules:\n  endpoint-cleartext: off\n',
      'sf-isa.suppressions.yml':
        'version: 1\nsuppressions:\n  - rule: endpoint-cleartext\n    component: RemoteSiteSetting:*\n    reason: not staged at all\n',
    });
    const { document } = await scanIn(repository.folder, ['--staged']);
    expect(document.findings.map(({ severity }) => severity)).to.deep.equal(['critical']);
  });

  it('works before the first commit', async () => {
    const repository = new TestRepository();
    repository.git('init', '--quiet');
    repository.write(PROJECT);
    repository.git('add', '--all');
    const { found, document, stdout } = await scanIn(repository.folder, ['--staged']);
    expect(found).to.deep.equal(['endpoint-cleartext RemoteSiteSetting:Old']);
    expect(document.summary.since).to.deep.equal({ ref: 'HEAD', known: 0, fixed: 0 });
    expect(stdout).to.include('Compared with HEAD (nothing committed yet)');
  });

  it('does not take a file that is only intended to be added for an empty one', async () => {
    const repository = TestRepository.with(PROJECT);
    repository.write({ [sitePath('Intended')]: site('https://intended.example.com') });
    repository.git('add', '--intent-to-add', '.');
    expect((await scanIn(repository.folder, ['--staged'])).found).to.deep.equal([]);
    repository.write({ [sitePath('Empty')]: '' });
    repository.git('add', '--all');
    expect((await scanIn(repository.folder, ['--staged'])).found).to.deep.equal([
      'metadata-unreadable RemoteSiteSetting:Empty',
    ]);
  });

  it("looks at the index that git gives its hook, and at no other repository's", async () => {
    const repository = TestRepository.with(PROJECT);
    const other = TestRepository.with(PROJECT);
    other.write({ [sitePath('Other')]: site('http://other.example.com') });
    other.git('add', '--all');
    repository.write({ [sitePath('Old')]: site('http://changed.example.com') });
    repository.git('add', '--all');
    repository.move('.git/index', '.git/next-index');
    repository.git('read-tree', 'HEAD');
    const env = (index: string): { env: { GIT_INDEX_FILE: string } } => ({ env: { GIT_INDEX_FILE: index } });
    expect((await scanIn(repository.folder, ['--staged'])).found).to.deep.equal([]);
    expect((await scanIn(repository.folder, ['--staged'], env(`${other.folder}/.git/index`))).found).to.deep.equal([]);
    expect((await scanIn(repository.folder, ['--staged'], env('.git/next-index'))).found).to.deep.equal([
      'endpoint-cleartext RemoteSiteSetting:Old',
    ]);
  });
});
