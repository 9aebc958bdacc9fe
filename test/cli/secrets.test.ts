import { expect } from 'chai';
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { COMMANDS, SHELLS, type CommandDeclaration, type Flag } from '../../src/cli/flags.js';
import { diskFileSystem } from '../../src/fileSystem.js';
import { INVENTORY_KINDS } from '../../src/inventory/kinds.js';
import { examples } from '../../src/rules/examples.js';
import { rules } from '../../src/rules/index.js';
import { scan } from '../../src/scan.js';
import { casesOf, expectedIn, withoutMarkers, type FixtureCase } from '../support/fixtures.js';
import { runHere } from './inProcess.js';
import { Folders } from './project.js';

/** The rules whose fixtures hold secrets. */
const RULES_ABOUT_SECRETS = [
  'secret-in-metadata',
  'private-key-in-project',
  'external-credential-long-lived-aws-keys',
  'credential-password-based',
  'metadata-unreadable',
];

interface PlantedCase extends FixtureCase {
  readonly ruleId: string;
}

const CASES: readonly PlantedCase[] = RULES_ABOUT_SECRETS.flatMap((ruleId) =>
  (['fail', 'pass'] as const).flatMap((kind) =>
    casesOf(ruleId, kind).map((one) => ({ ...one, ruleId, name: `${ruleId}-${kind}-${one.name}` }))
  )
);

/** What has letters and digits and is no name of a host: the shape of what people plant for a secret. */
const WORD = /(?=[^\s,;:@/?&=<>"'()]*\d)(?=[^\s,;:@/?&=<>"'()]*[A-Za-z])[^\s,;:@/?&=<>"'()]{8,}/g;

/** The secrets on the lines that the fixtures mark, found without the code that is tried here. */
const onMarkedLines = (one: PlantedCase): readonly string[] =>
  expectedIn(one, 'secret-in-metadata', 'finding')
    .filter(({ severity }) => severity !== 'info')
    .flatMap(({ place }) => {
      const [, path, line] = /^(.+):(\d+)$/.exec(place)!;
      const text = one.files.find((file) => file.path === path)!.text.split(/\r\n|\n|\r/)[Number(line) - 1]!;
      const value = />([^<]+)<\//.exec(withoutMarkers(text))?.[1] ?? '';
      return (value.match(WORD) ?? []).filter((word) => !/\.example$/.test(word));
    });

/** The lines of private keys: of all armour but that of certificates and public keys. */
const KEY = /-----BEGIN ((?!CERTIFICATE|PUBLIC|RSA PUBLIC|EC PARAM|TRUSTED)[A-Z0-9 ]+)-----([^]*?)-----END \1-----/g;
const keyLinesIn = (text: string): readonly string[] =>
  [...text.matchAll(KEY), ...text.matchAll(/^(Private)-Lines: \d+\r?\n([^]*?)^Private-/gm)].flatMap(([, , body]) =>
    body!.split(/\r\n|\n|\r|\\n/).filter((line) => /^[A-Za-z0-9+/]{32,}={0,2}$/.test(line))
  );

describe('no secret', function () {
  this.timeout(600_000);
  const folders = new Folders();
  after(() => folders.removeAll());

  let project: string;
  let planted: readonly string[];

  before(() => {
    project = folders.make({});
    for (const { name, folder } of CASES) {
      cpSync(folder, join(project, name), { recursive: true });
      const definition = join(project, name, 'sfdx-project.json');
      if (!existsSync(definition)) writeFileSync(definition, '{ "packageDirectories": [{ "path": "." }] }');
    }
    git('init', '--quiet');
    git('add', '--all');
    git('commit', '--quiet', '--message', 'Secrets');
    const seen = CASES.flatMap((one) => secretsThatAreReported(one.folder));
    const inSight = CASES.filter(({ ruleId, name }) => ruleId === 'secret-in-metadata' && name.includes('-fail-'));
    planted = [
      ...new Set([
        ...seen,
        ...inSight.flatMap(onMarkedLines),
        ...CASES.filter(({ name }) => name.startsWith('private-key-in-project-fail')).flatMap(({ files }) =>
          files.flatMap(({ text }) => keyLinesIn(text))
        ),
      ]),
    ].sort();
  });

  function git(...command: readonly string[]): void {
    execFileSync(
      'git',
      ['-c', 'user.name=a', '-c', 'user.email=a@example.com', '-c', 'core.autocrlf=false', ...command],
      {
        cwd: project,
        stdio: 'pipe',
      }
    );
  }

  /** What stands where a secret is reported: the rule masks its place and no other. */
  function secretsThatAreReported(folder: string): readonly string[] {
    const only = rules.filter(({ id }) => id === 'secret-in-metadata');
    const { findings } = scan({
      fileSystem: diskFileSystem(folder),
      now: new Date('2026-11-22'),
      rules: only,
      persona: 'auditor',
      minConfidence: 'low',
      isIgnoring: false,
    });
    return findings
      .filter(({ severity }) => severity !== 'info')
      .map(({ location: { path, startLine, startColumn, endLine, endColumn } }) => {
        const lines = readFileSync(join(folder, path), 'utf8')
          .replace(/^\uFEFF/, '')
          .split(/\r\n|\n|\r/);
        const last = lines[endLine - 1]!.slice(0, endColumn - 1);
        if (startLine === endLine) return last.slice(startColumn - 1);
        // Of several lines, one is as good as all of them.
        return lines[startLine - 1]!.slice(startColumn - 1);
      })
      .filter((text) => text.length >= 8);
  }

  it('is what the fixtures hold none of', () => {
    expect(planted).to.have.length.above(40);
    // By name, so that it shows when the collecting breaks.
    for (const known of ['Harvest-77', 'c7wxZugdJFsqX2kC3E3iO6bftOZ1lIJM']) expect(planted).to.include(known);
    expect(planted.filter((text) => /^[A-Za-z0-9+/]{60,}$/.test(text))).to.have.length.above(20);
  });

  const formatsOf = ({ flags }: CommandDeclaration): readonly string[] =>
    (flags as readonly Flag[]).find(({ name }) => name === 'format')?.options ?? [];
  const inEachFormat = (name: string, ...args: readonly string[]): ReadonlyArray<readonly string[]> => {
    const formats = formatsOf(COMMANDS.find((command) => command.name === name)!);
    return formats.map((format) => [...args, '--format', format]);
  };
  /** Files in every format, all by one run. */
  const intoFiles = (name: string): readonly string[] =>
    formatsOf(COMMANDS.find((command) => command.name === name)!).flatMap((format) => [
      '--output-file',
      `${format}=out.${format}`,
    ]);
  const ALL = ['--persona', 'auditor', '--min-confidence', 'low'] as const;
  const REASON = ['--reason', 'Everybody may see this one'] as const;
  const SECRET = ['secret-in-metadata', 'NamedCredential:Payment_Partner'] as const;

  /** What to run of each command, one after the other in a copy of the project; each list is one such sequence. */
  const SEQUENCES: Readonly<Record<string, ReadonlyArray<ReadonlyArray<readonly string[]>>>> = {
    scan: [
      [
        ...inEachFormat('scan', ...ALL, '--show-suppressed', '--verbose', '--max-findings', '1000'),
        [
          '--no-ignores',
          '--no-config',
          ...ALL,
          '--verbose',
          '--max-findings',
          '1000',
          '--color',
          'always',
          '--links',
          'always',
        ],
        ['--since', 'HEAD', ...ALL],
        ['--staged', ...ALL],
        [
          '--stdin-filename',
          'secret-in-metadata-fail-example/namedCredentials/Payment_Partner.namedCredential-meta.xml',
          ...ALL,
        ],
        [...ALL, ...intoFiles('scan')],
      ],
    ],
    rules: [inEachFormat('rules')],
    explain: [RULES_ABOUT_SECRETS.flatMap((id) => inEachFormat('explain', id))],
    inventory: [
      [
        ...INVENTORY_KINDS.flatMap((kind) => inEachFormat('inventory', kind)),
        ...INVENTORY_KINDS.map((kind) => [kind, ...intoFiles('inventory'), '--verbose']),
      ],
    ],
    fix: [
      [
        ['--diff', '--unsafe', ...ALL],
        ['--unsafe', ...ALL],
      ],
    ],
    suppress: [[[...SECRET, ...REASON], ['--adopt', ...REASON], ['--prune'], [...SECRET, '--reason', 'short']]],
    'baseline create': [[ALL]],
    'baseline prune': [[ALL]],
    'baseline show': [inEachFormat('baseline show', ...ALL)],
    'config check': [[[]]],
    'config init': [[[], ['--yes', '--owner', '@acme/platform']]],
    'config show': [inEachFormat('config show')],
    report: [
      [
        ...inEachFormat('report', '--verbose'),
        intoFiles('report'),
        ['--check', 'out.markdown'],
        ...['markdown', 'html', 'json'].map((format) => ['--compare', 'out.json', '--format', format]),
        ['--compare', 'HEAD'],
      ],
    ],
    merge: [[...inEachFormat('merge', 'hq.json', 'emea.json'), ['hq.json', 'emea.json', ...intoFiles('merge')]]],
    completion: [SHELLS.map((shell) => [shell])],
  };

  /** What has to be there for a command to have something to do. */
  const PREPARATION: Readonly<Record<string, ReadonlyArray<readonly string[]>>> = {
    'baseline prune': [['baseline', 'create', ...ALL]],
    'baseline show': [['baseline', 'create', ...ALL]],
    'config show': [['config', 'init', '--yes']],
    'config check': [['config', 'init', '--yes']],
    merge: [
      ['report', '--output-file', 'hq.json'],
      ['report', '--output-file', 'emea.json', '--now', '2026-10-01'],
    ],
  };

  it('is looked for in all that sf-isa can do', () => {
    expect(Object.keys(SEQUENCES)).to.have.members(COMMANDS.map(({ name }) => name));
  });

  for (const { name } of COMMANDS) {
    it(`comes out of ${name}`, async () => {
      for (const sequence of SEQUENCES[name]!) {
        const folder = folders.make({});
        cpSync(project, folder, { recursive: true });
        for (const prepare of PREPARATION[name] ?? []) {
          const { exitCode, stderr } = await runHere(prepare, folder);
          expect(exitCode, `${prepare.join(' ')}: ${stderr}`).to.not.be.oneOf([1, 2, 3, 4]);
        }
        const before = textsIn(folder);
        // The page of a rule shows its example, secrets of which are nobody's.
        const allowed = name === 'explain' ? JSON.stringify(examples) : '';
        for (const args of sequence) {
          const what = `sf-isa ${name} ${args.join(' ')}`;
          const input = args.includes('--stdin-filename') ? readFileSync(join(folder, args[1]!)) : Buffer.alloc(0);
          const { exitCode, stdout, stderr, result } = await runHere([...name.split(' '), ...args], folder, {
            readInput: () => Promise.resolve(input),
          });
          expect(stderr, what).to.not.include('InternalError');
          if (!args.includes('short')) expect(exitCode, `${what}: ${stderr}`).to.not.equal(2);
          expectNone(`${what}, standard output`, stdout, allowed);
          expectNone(`${what}, standard error`, stderr, allowed);
          expectNone(`${what}, its result`, JSON.stringify(result) ?? '', allowed);
        }
        const after = textsIn(folder);
        for (const [path, text] of after) {
          // What fixes change is metadata, which keeps what it had.
          if (before.get(path) !== text) expectNone(`${name}, the file ${path}`, text, before.get(path) ?? '');
        }
        rmSync(folder, { recursive: true });
      }
    });
  }

  it('would go unnoticed', () => {
    for (const text of ['Harvest-77', '"Harvest-77"', 'https://sync:Harvest-77@erp.example']) {
      expect(() => expectNone('a text', `before ${text}`, '')).to.throw(
        'a text holds a planted secret of 10 characters'
      );
    }
    expect(() => expectNone('a text', 'Harvest-', '')).to.not.throw();
  });

  function expectNone(what: string, text: string, allowed: string): void {
    const isShown = (secret: string): boolean => text.includes(secret) && !allowed.includes(secret);
    const shown = planted.flatMap(waysToWrite).find(isShown);
    if (shown === undefined) return;
    const at = text.indexOf(shown);
    // The secret itself is kept out of the output of the test.
    const context = JSON.stringify(text.slice(Math.max(0, at - 80), at));
    throw new Error(`${what} holds a planted secret of ${shown.length} characters behind ${context}`);
  }

  /** As it is, and as JSON, XML and HTML have it. */
  function waysToWrite(secret: string): readonly string[] {
    const inXml = secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    const decoded = secret
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&amp;', '&');
    const inJson = JSON.stringify(secret).slice(1, -1);
    return [...new Set([secret, inJson, inXml, inXml.replaceAll('"', '&quot;').replaceAll("'", '&#39;'), decoded])];
  }

  function textsIn(folder: string): ReadonlyMap<string, string> {
    return new Map(
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && !`${entry.parentPath}/`.includes('/.git/'))
        .map((entry) => join(entry.parentPath, entry.name))
        .map((path) => [path.slice(folder.length + 1), readFileSync(path, 'latin1')])
    );
  }
});
