import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { discover, type ProjectFiles } from '../src/discover.js';
import { diskFileSystem, memoryFileSystem } from '../src/fileSystem.js';

const project = (...directories: readonly string[]): string =>
  JSON.stringify({ packageDirectories: directories.map((path) => ({ path })), sourceApiVersion: '64.0' });

/** `Type:FullName` of what each project deploys, with what is only looked at for secrets in brackets. */
const namesIn = (projects: readonly ProjectFiles[]): Record<string, readonly string[]> =>
  Object.fromEntries(
    projects.map(({ root, components }) => [
      root,
      components.map(({ type, fullName, deployed }) => (deployed ? `${type}:${fullName}` : `(${type}:${fullName})`)),
    ])
  );

const discoverIn = (files: Record<string, string>, ...paths: readonly string[]): readonly ProjectFiles[] =>
  discover({ fileSystem: memoryFileSystem(files), paths });

describe('discover', () => {
  it('matches by suffix, in any folder and in both formats', () => {
    const projects = discoverIn({
      'sfdx-project.json': project('force-app'),
      'force-app/namedCredentials/Bank.namedCredential-meta.xml': '',
      'force-app/elsewhere/Erp.namedCredential': '',
      'force-app/certs/Erp.crt': '',
      'force-app/certs/Erp.crt-meta.xml': '',
      'force-app/classes/Bank.cls-meta.xml': '',
      'force-app/namedCredentials/.namedCredential-meta.xml': '',
      'force-app/namedCredentials/README.md': '',
    });
    expect(namesIn(projects)).to.deep.equal({
      '': ['Certificate:Erp', 'NamedCredential:Erp', 'NamedCredential:Bank'],
    });
    expect(projects[0]!.components[0]).to.include({ content: 'force-app/certs/Erp.crt' });
    expect(projects[0]!.components[0]!.metadata).to.deep.equal(['force-app/certs/Erp.crt-meta.xml']);
  });

  it('reads repeated, overlapping and dotted package directories once', () => {
    const projects = discoverIn({
      'sfdx-project.json': project('./force-app', 'force-app', 'force-app/main', 'force-app/../other/'),
      'force-app/main/A.namedCredential-meta.xml': '',
      'other/B.namedCredential-meta.xml': '',
    });
    expect(namesIn(projects)).to.deep.equal({ '': ['NamedCredential:A', 'NamedCredential:B'] });
    expect(projects[0]!.definition!.packageDirectories).to.deep.equal(['force-app', 'force-app/main', 'other']);
  });

  it('never takes a package directory that leads out of the root', () => {
    const [found] = discoverIn({ 'sfdx-project.json': project('../secrets', 'a/../../b', 'force-app') });
    expect(found!.definition!.packageDirectories).to.deep.equal(['force-app']);
  });

  it('keeps what is not deployed apart: outside the package directories, and what .forceignore names', () => {
    const projects = discoverIn({
      'sfdx-project.json': project('force-app'),
      '.forceignore': '**/profiles/**\n!force-app/unpackaged/profiles/**\n# comment\n',
      'force-app/profiles/A.profile-meta.xml': '',
      'force-app/unpackaged/profiles/B.profile-meta.xml': '',
      'templates/C.connectedApp-meta.xml': '',
    });
    expect(namesIn(projects)).to.deep.equal({ '': ['(Profile:A)', 'Profile:B', '(ConnectedApp:C)'] });
  });

  it('takes what a given path holds, also outside the package directories', () => {
    const files = {
      'sfdx-project.json': project('force-app'),
      'force-app/A.namedCredential-meta.xml': '',
      'templates/B.connectedApp-meta.xml': '',
      'templates/C.connectedApp-meta.xml': '',
    };
    expect(namesIn(discoverIn(files, 'templates/B.connectedApp-meta.xml'))).to.deep.equal({
      '': ['NamedCredential:A', 'ConnectedApp:B', '(ConnectedApp:C)'],
    });
    expect(namesIn(discoverIn(files, 'templates'))[''])!.to.include('ConnectedApp:C');
    expect(namesIn(discoverIn(files, ''))[''])!.to.not.include('(ConnectedApp:C)');
  });

  it('finds several projects under one root, and gives each what lies in it', () => {
    const projects = discoverIn({
      'hq/sfdx-project.json': project('src'),
      'hq/src/A.namedCredential-meta.xml': '',
      'emea/sfdx-project.json': project('force-app'),
      'emea/force-app/A.namedCredential-meta.xml': '',
      'emea/drafts/B.namedCredential-meta.xml': '',
      'mdapi/C.namedCredential': '',
    });
    expect(namesIn(projects)).to.deep.equal({
      '': ['NamedCredential:C'],
      emea: ['(NamedCredential:B)', 'NamedCredential:A'],
      hq: ['NamedCredential:A'],
    });
  });

  it('takes a metadata-format tree without any project file', () => {
    expect(
      namesIn(
        discoverIn({
          'namedCredentials/A.namedCredential': '',
          'objects/Account.object': '',
          'certs/C.crt': '',
          'certs/C.crt-meta.xml': '',
        })
      )
    ).to.deep.equal({ '': ['Certificate:C', 'NamedCredential:A'] });
  });

  it('decodes percent-encoded names and leaves others as they are', () => {
    const projects = discoverIn({
      'profiles/Sales %26 Marketing.profile-meta.xml': '',
      'profiles/100%.profile-meta.xml': '',
      'profiles/Größe Ωmega 雪.profile-meta.xml': '',
      'profiles/a.b.profile-meta.xml': '',
    });
    expect(namesIn(projects)['']).to.have.members([
      'Profile:Sales & Marketing',
      'Profile:100%',
      'Profile:Größe Ωmega 雪',
      'Profile:a.b',
    ]);
  });

  it('merges the parts of a decomposed permission set, by both presets', () => {
    const [found] = discoverIn({
      'permissionsets/One/One.permissionset-meta.xml': '',
      'permissionsets/One/userPermissions/ApiEnabled.userPermission-meta.xml': '',
      'permissionsets/One/objectPermissions/Account.objectPermission-meta.xml': '',
      'permissionsets/Two/Two.userPermission-meta.xml': '',
      'permissionsets/Two/objectSettings/Account.objectSettings-meta.xml': '',
      'permissionsets/Two/Two.permissionset-meta.xml': '',
      'permissionsets/Three.permissionset-meta.xml': '',
    });
    expect(found!.components.map(({ fullName, metadata }) => [fullName, metadata.length])).to.have.deep.members([
      ['One', 3],
      ['Two', 3],
      ['Three', 1],
    ]);
    for (const { fullName, metadata } of found!.components) {
      expect(metadata[0]).to.match(new RegExp(`${fullName}\\.permissionset-meta\\.xml$`));
    }
  });

  it('keeps the same component of two package directories twice, as source and as metadata format', () => {
    expect(
      namesIn(
        discoverIn({
          'sfdx-project.json': project('one', 'two'),
          'one/Bank.namedCredential-meta.xml': '',
          'two/Bank.namedCredential': '',
        })
      )
    ).to.deep.equal({ '': ['NamedCredential:Bank', 'NamedCredential:Bank'] });
  });

  it('looks for key files in the whole root, but not in what git ignores, node_modules and .git', () => {
    const [found] = discoverIn({
      'sfdx-project.json': project('force-app'),
      '.gitignore': '/local/\n*.pem\n!keep.pem\n',
      '.forceignore': '**/*.key\n',
      'server.key': '',
      'ci/deploy/id_rsa': '',
      'local/secret.key': '',
      'a.pem': '',
      'keep.pem': '',
      'sub/.gitignore': 'b.key\n',
      'sub/b.key': '',
      'sub/c.P12': '',
      'node_modules/pkg/server.key': '',
      '.git/server.key': '',
    });
    expect(found!.keyFiles).to.deep.equal(['ci/deploy/id_rsa', 'keep.pem', 'server.key', 'sub/c.P12']);
  });

  it('reads what is in a package directory even where git ignores it, because deploy does', () => {
    expect(
      namesIn(
        discoverIn({
          'sfdx-project.json': project('force-app'),
          '.gitignore': 'force-app/\ndrafts/\n',
          'force-app/A.namedCredential-meta.xml': '',
          'drafts/B.namedCredential-meta.xml': '',
        })
      )
    ).to.deep.equal({ '': ['NamedCredential:A'] });
  });

  for (const [what, text] of [
    ['broken JSON', '{ "packageDirectories": ['],
    ['an array', '[]'],
    ['no package directories', '{}'],
    ['package directories of the wrong type', '{ "packageDirectories": "force-app" }'],
    ['UTF-16', '\u0000{'],
  ] as const) {
    it(`takes the project's folder as one package directory when sfdx-project.json holds ${what}`, () => {
      const [found] = discoverIn({ 'sfdx-project.json': text, 'src/A.namedCredential-meta.xml': '' });
      expect(namesIn([found!])).to.deep.equal({ '': ['NamedCredential:A'] });
    });
  }

  it('reads a definition with a byte order mark, Windows separators and replacements', () => {
    const [found] = discoverIn({
      'sfdx-project.json': `\uFEFF${JSON.stringify({
        packageDirectories: [{ path: 'apps\\core' }],
        replacements: [{ filename: 'a.xml', stringToReplace: 'X', replaceWithEnv: 'Y' }, { glob: '**/*.xml', regexToReplace: 'z+' }, 1],
      })}`,
      'apps/core/A.namedCredential-meta.xml': '',
    });
    expect(namesIn([found!])).to.deep.equal({ '': ['NamedCredential:A'] });
    expect(found!.definition!.replacements).to.deep.equal([
      { file: 'a.xml', stringToReplace: 'X', regexToReplace: undefined },
      { file: '**/*.xml', stringToReplace: undefined, regexToReplace: 'z+' },
    ]);
  });
});

describe('discover on a disk', () => {
  let folder: string;

  const write = (path: string, text = ''): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sf-isa-discover-'));
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it('follows links inside the root, reads what they lead to once, and never leaves the root', () => {
    write('outside/namedCredentials/Other.namedCredential-meta.xml');
    write('root/force-app/A.namedCredential-meta.xml');
    write('root/shared/B.namedCredential-meta.xml');
    symlinkSync('../shared', join(folder, 'root/force-app/shared'));
    symlinkSync('A.namedCredential-meta.xml', join(folder, 'root/force-app/Again.namedCredential-meta.xml'));
    symlinkSync('..', join(folder, 'root/force-app/loop'));
    symlinkSync('../../outside', join(folder, 'root/force-app/out'));
    symlinkSync('../../outside/namedCredentials/Other.namedCredential-meta.xml', join(folder, 'root/force-app/Out.namedCredential-meta.xml'));
    symlinkSync('nowhere', join(folder, 'root/force-app/Dangling.namedCredential-meta.xml'));
    const found = discover({ fileSystem: diskFileSystem(join(folder, 'root')) });
    expect(namesIn(found)).to.deep.equal({ '': ['NamedCredential:A', 'NamedCredential:B'] });
  });

  it('refuses to read a path that leads out of the root', () => {
    write('outside.txt', 'secret');
    write('root/a.txt', 'a');
    symlinkSync('../outside.txt', join(folder, 'root/link.txt'));
    const fileSystem = diskFileSystem(join(folder, 'root'));
    fileSystem.list('');
    expect(() => fileSystem.read('link.txt')).to.throw('leads out of the project');
    expect(() => fileSystem.read('../outside.txt')).to.throw('leads out of the project');
    expect(Buffer.from(fileSystem.read('a.txt')).toString()).to.equal('a');
    expect(fileSystem.kind('link.txt')).to.equal(undefined);
    expect(fileSystem.kind('..')).to.equal(undefined);
  });
});
