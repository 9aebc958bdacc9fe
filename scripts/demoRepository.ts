/**
 * `npm run demo -- <folder>`: makes a git repository of a small Salesforce DX project with a history, to show what `scan --since`
 * says of pull requests. The folder is new or empty. Needs git. The same files and dates make the same commits every time.
 *
 * `main` is the bank of `fixtures/projects`, an old project with findings of its own, and goes on after the branches left it:
 *
 * - introduce-one-problem: a Named Credential with a client certificate loses the port that asks for one
 * - move-and-reorder: every file moves, elements change places, line ends become CRLF
 * - delete-certificate: a certificate goes that a Named Credential, which does not change, presents
 */
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { devNull } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const BANK = join(root, 'fixtures/projects/bank');
const SOURCE = 'force-app/main/default';
const NOW = '2026-11-22';
const A_YEAR_LATER = '2027-11-22';

const [given, ...more] = process.argv.slice(2);
if (given === undefined || given.startsWith('-') || more.length > 0) fail('Give one folder: npm run demo -- <folder>');
const folder = resolve(given);
if (existsSync(folder) && readdirSync(folder).length > 0) fail(`${folder} is not empty, so nothing was made in it.`);
mkdirSync(folder, { recursive: true });

function make(): void {
  git('init', '--quiet', '--object-format=sha1', '--template=', '--initial-branch=main');
  const files = filesOfBank();
  const isAboutSync = (path: string): boolean => /permissionset/i.test(path);
  write(files.filter(([path]) => !isAboutSync(path)));
  commit('Connect HQ with EMEA and APAC', '2026-11-02T09:00:00Z');
  write(files.filter(([path]) => isAboutSync(path)));
  commit('Let EMEA and APAC keep accounts in step', '2026-11-03T09:00:00Z');

  branch('introduce-one-problem');
  change(`${SOURCE}/namedCredentials/APAC_Org.namedCredential-meta.xml`, (text) => text.replace(':8443', ''));
  commit('Call APAC at its usual address', '2026-11-05T09:00:00Z');

  branch('move-and-reorder');
  renameSync(join(folder, SOURCE), join(folder, 'force-app/integrations'));
  rmSync(join(folder, dirname(SOURCE)), { recursive: true });
  for (const path of pathsIn(join(folder, 'force-app'))) {
    if (path.endsWith('.xml')) change(`force-app/${path}`, (text) => reordered(text).replaceAll('\n', '\r\n'));
  }
  commit('Put the integrations into a folder of their own', '2026-11-06T09:00:00Z');

  branch('delete-certificate');
  for (const ending of ['.crt', '.crt-meta.xml']) rmSync(join(folder, `${SOURCE}/certs/HQ_APAC_Client${ending}`));
  commit('Remove a certificate', '2026-11-07T09:00:00Z');

  git('switch', '--quiet', 'main');
  write([[`${SOURCE}/remoteSiteSettings/Branch_Printers.remoteSite-meta.xml`, Buffer.from(PRINTERS)]]);
  commit('Print statements in the branches', '2026-11-09T09:00:00Z');
}

/** What comes to `main` after the branches: a finding that is none of theirs. */
const PRINTERS = `<?xml version="1.0" encoding="UTF-8"?>
<RemoteSiteSetting xmlns="http://soap.sforce.com/2006/04/metadata">
    <description>Statements are printed in the branch of the customer</description>
    <disableProtocolSecurity>false</disableProtocolSecurity>
    <isActive>true</isActive>
    <url>http://printers.bank.example</url>
</RemoteSiteSetting>
`;

/** What the project consists of, by path. */
const filesOfBank = (): ReadonlyArray<readonly [path: string, content: Buffer]> =>
  pathsIn(BANK)
    .filter((path) => path !== 'certificates.json')
    .map((path) => {
      const content = readFileSync(join(BANK, path));
      return [
        path,
        path === 'sf-isa.yml' ? Buffer.concat([content, Buffer.from('failOn: medium\n')]) : content,
      ] as const;
    });

/** All files below a folder, with forward slashes and in order. */
const pathsIn = (start: string, below = ''): readonly string[] =>
  readdirSync(join(start, below), { withFileTypes: true })
    .flatMap((entry) => {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      return entry.isDirectory() ? pathsIn(start, path) : [path];
    })
    .sort();

function write(files: ReadonlyArray<readonly [path: string, content: Uint8Array]>): void {
  for (const [path, content] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

function change(path: string, edit: (text: string) => string): void {
  const before = readFileSync(join(folder, path), 'utf8');
  const after = edit(before);
  if (after === before) throw new Error(`${path} has nothing to change.`);
  writeFileSync(join(folder, path), after);
}

/** Elements with children that follow one another, from the last to the first. */
const reordered = (text: string): string =>
  text.replace(/(?: {4}<(\w+)>\n(?: {8}.*\n)+ {4}<\/\1>\n){2,}/g, (elements) =>
    elements
      .match(/ {4}<(\w+)>\n(?: {8}.*\n)+ {4}<\/\1>\n/g)!
      .reverse()
      .join('')
  );

function branch(name: string): void {
  git('switch', '--quiet', '--create', name, 'main');
}

function commit(message: string, date: string): void {
  git('add', '--all');
  git('commit', '--quiet', '--message', message, '--date', date, { GIT_COMMITTER_DATE: date });
}

/** Runs git in the folder, by no config but what is said here: that of the user would make other commits. */
function git(...given: ReadonlyArray<Readonly<Record<string, string>> | string>): void {
  const command = given.filter((one) => typeof one === 'string');
  const variables = given.filter((one) => typeof one !== 'string');
  const settings = {
    'user.name': 'sf-isa demo',
    'user.email': 'demo@example.com',
    'core.autocrlf': 'false',
    'core.fileMode': 'false',
    'commit.gpgSign': 'false',
    'gc.auto': '0',
  };
  const own = Object.entries(process.env).filter(([name]) => !/^GIT_/i.test(name));
  execFileSync(
    'git',
    [...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]), ...command],
    {
      cwd: folder,
      env: Object.assign(
        Object.fromEntries(own),
        { GIT_CONFIG_GLOBAL: devNull, GIT_CONFIG_NOSYSTEM: '1' },
        ...variables
      ),
      stdio: ['ignore', 'inherit', 'inherit'],
    }
  );
}

function whatToTry(path: string): string {
  const scan = `sf-isa scan --since main --now ${NOW}`;
  return `Made a repository in ${path}, with a branch for each of three pull requests. Try there:

  git switch introduce-one-problem
  ${scan}
      one finding, and exit code 14; those of main are not the pull request's

  git switch move-and-reorder
  ${scan}
      no finding, and exit code 0: what only moves is not new

  git switch delete-certificate
  ${scan}
      one finding, and exit code 13, in a Named Credential that the branch did not touch

  ${scan.replace(NOW, A_YEAR_LATER)}
      the same a year later, although certificates have ended meanwhile; without --since they are reported

sf-isa is node ${join(root, 'dist/sf-isa.cjs')}, or sf isa where the plugin is installed.
`;
}

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}

make();
process.stdout.write(whatToTry(realpathSync.native(folder)));
