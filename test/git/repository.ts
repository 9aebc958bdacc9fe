import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { devNull, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { toFailure, type Failure } from '../../src/cli/failure.js';
import type { Host, Outcome } from '../../src/cli/host.js';
import { runCommand } from '../../src/cli/run.js';
import type { ScanDocument } from '../../src/reporters/json.js';
import { rules } from '../../src/rules/index.js';
import { FIXTURES } from '../support/fixtures.js';

const IDENTITY = { NAME: 'Test', EMAIL: 'test@example.com', DATE: '2026-11-22T00:00:00Z' };

/** Git without the config of whoever runs the tests. */
export const GIT_ENVIRONMENT: NodeJS.ProcessEnv = {
  PATH: process.env['PATH'],
  GIT_CONFIG_GLOBAL: devNull,
  GIT_CONFIG_NOSYSTEM: '1',
  ...Object.fromEntries(
    ['AUTHOR', 'COMMITTER'].flatMap((who) =>
      Object.entries(IDENTITY).map(([key, value]) => [`GIT_${who}_${key}`, value])
    )
  ),
};

/** Runs git in a folder. */
export const git = (folder: string, ...command: readonly string[]): string =>
  execFileSync('git', ['-c', 'init.defaultBranch=main', '-c', 'protocol.file.allow=always', ...command], {
    cwd: folder,
    env: GIT_ENVIRONMENT,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });

const made: string[] = [];

/** A new folder, which `removeFolders` takes away. */
export function makeFolder(): string {
  const folder = realpathSync.native(mkdtempSync(join(tmpdir(), 'sf-isa-git-')));
  made.push(folder);
  return folder;
}

export function removeFolders(): void {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
}

export const DEFINITION =
  '{ "packageDirectories": [{ "path": "force-app", "default": true }], "sourceApiVersion": "66.0" }';

/** A remote site, which is a finding when its URL has no TLS. */
export const site = (url: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<RemoteSiteSetting xmlns="http://soap.sforce.com/2006/04/metadata">
    <disableProtocolSecurity>false</disableProtocolSecurity>
    <isActive>true</isActive>
    <url>${url}</url>
</RemoteSiteSetting>
`;

export const sitePath = (name: string, folder = 'force-app'): string =>
  `${folder}/remoteSiteSettings/${name}.remoteSite-meta.xml`;

/** A repository in a temporary folder. */
export class TestRepository {
  public constructor(public readonly folder: string = makeFolder()) {}

  /** A repository with a first commit on `main`, checked out on the branch `feature`. */
  public static with(
    files: Readonly<Record<string, string | Uint8Array>>,
    ...options: readonly string[]
  ): TestRepository {
    const repository = new TestRepository();
    repository.git('init', '--quiet', ...options);
    repository.write(files);
    repository.commit();
    repository.git('switch', '--quiet', '--create', 'feature');
    return repository;
  }

  public git(...command: readonly string[]): string {
    return git(this.folder, ...command);
  }

  public write(files: Readonly<Record<string, string | Uint8Array>>): void {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(this.folder, path)), { recursive: true });
      writeFileSync(join(this.folder, path), content);
    }
  }

  public read(path: string): string {
    return readFileSync(join(this.folder, path), 'utf8');
  }

  public remove(...paths: readonly string[]): void {
    for (const path of paths) rmSync(join(this.folder, path), { recursive: true });
  }

  public move(from: string, to: string): void {
    mkdirSync(dirname(join(this.folder, to)), { recursive: true });
    renameSync(join(this.folder, from), join(this.folder, to));
  }

  public has(path: string): boolean {
    return existsSync(join(this.folder, path));
  }

  public commit(): string {
    this.git('add', '--all');
    this.git('commit', '--quiet', '--allow-empty', '--message', 'Change');
    return this.git('rev-parse', 'HEAD').trim();
  }
}

/** The files of a project among the fixtures. */
export function filesOfBank(): Readonly<Record<string, Uint8Array>> {
  const folder = join(FIXTURES, 'projects/bank');
  const paths = [
    'sfdx-project.json',
    'sf-isa.yml',
    ...['APAC', 'EMEA'].flatMap((region) => [
      `force-app/main/default/namedCredentials/${region}_Org.namedCredential-meta.xml`,
      `force-app/main/default/externalCredentials/${region}_Org.externalCredential-meta.xml`,
    ]),
    ...['HQ_APAC_Client', 'HQ_APAC_Signing', 'HQ_EMEA_Client'].flatMap((name) => [
      `force-app/main/default/certs/${name}.crt`,
      `force-app/main/default/certs/${name}.crt-meta.xml`,
    ]),
  ];
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(folder, path))]));
}

/** How a scan ended. */
export interface Scanned {
  readonly exitCode: number;
  readonly warnings: readonly string[];
  readonly document: ScanDocument;
  readonly stdout: string;
  /** `rule Type:FullName` of each finding. */
  readonly found: readonly string[];
}

interface ScanSettings {
  readonly env?: Host['env'];
  readonly now?: string;
}

const hostIn = (workingFolder: string, { env = {}, now = '2026-11-22' }: ScanSettings): Host => ({
  version: '0.0.0',
  workingFolder,
  homeFolder: '/home/nobody',
  env: { ...GIT_ENVIRONMENT, ...env },
  terminal: { isTTY: false, columns: undefined },
  clock: () => new Date(now),
  rules,
});

/** Runs `scan` in a folder. */
export async function scanIn(folder: string, args: readonly string[], settings: ScanSettings = {}): Promise<Scanned> {
  const outcome = (await runCommand('scan', args, hostIn(folder, settings), [])) as Outcome<ScanDocument>;
  const { exitCode, warnings, stdout, result: document } = outcome;
  const found = document.findings.map(({ rule, component }) => `${rule} ${component.type}:${component.fullName}`);
  return { exitCode, warnings, document, stdout, found };
}

/** Runs a `scan` that must fail, and tells how. */
export async function failureIn(
  folder: string,
  args: readonly string[],
  settings: ScanSettings = {}
): Promise<Failure> {
  try {
    await runCommand('scan', args, hostIn(folder, settings), []);
  } catch (error) {
    return toFailure(error);
  }
  throw new Error('The scan did not fail.');
}
