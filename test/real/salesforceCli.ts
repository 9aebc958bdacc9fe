import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT, run, type Run } from '../cli/program.js';

const VERSION = '2.150.6';
const CACHE = join(ROOT, '.cache', 'salesforce-cli');
const PACKAGE = join(CACHE, VERSION, 'package');

/** The CLI needs Node 22; the one of the checkout is such, whoever runs the tests. */
const own = join(ROOT, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
const NODE = existsSync(own) ? own : process.execPath;

/** Downloads the pinned CLI once, with the dependencies of its shrinkwrap: a plain `npm install @salesforce/cli` floats them. */
export async function downloadCli(): Promise<void> {
  const complete = join(CACHE, VERSION, 'complete');
  if (existsSync(complete)) return;
  const folder = join(CACHE, VERSION);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await npm(['pack', `@salesforce/cli@${VERSION}`], folder);
  const unpacked = await run('tar', ['xzf', `salesforce-cli-${VERSION}.tgz`], { cwd: folder });
  if (unpacked.exitCode !== 0) throw new Error(`tar failed: ${unpacked.stderr}`);
  await npm(['install', '--omit=dev', '--ignore-scripts', '--no-save'], PACKAGE);
  writeFileSync(complete, '');
}

/** Packs the plugin as it is published; gives the path of the tarball. */
export async function packPlugin(folder: string): Promise<string> {
  mkdirSync(folder, { recursive: true });
  const stdout = await npm(['pack', '--json', '--pack-destination', folder], ROOT);
  const [{ filename }] = JSON.parse(stdout.slice(stdout.lastIndexOf('\n[') + 1)) as [{ filename: string }];
  return join(folder, filename);
}

async function npm(args: readonly string[], cwd: string): Promise<string> {
  const shell = process.platform === 'win32' ? ['cmd', '/c', 'npm'] : ['npm'];
  const { exitCode, stdout, stderr } = await run(shell[0]!, [...shell.slice(1), ...args, '--no-audit', '--no-fund'], {
    cwd,
  });
  if (exitCode === 0) return stdout;
  const reason = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|network/i.test(stderr)
    ? 'The npm registry cannot be reached, and this test needs it'
    : `npm ${args[0]!} failed`;
  throw new Error(`${reason}:\n${stderr}`);
}

/** One installation of the CLI for one user: the program is shared, and what it stores lies in a folder of its own. */
export class SalesforceCli {
  private readonly home: string;

  public constructor(name: string) {
    this.home = join(CACHE, 'homes', name);
    rmSync(this.home, { recursive: true, force: true });
    mkdirSync(this.home, { recursive: true });
  }

  public run(args: readonly string[], options: Parameters<typeof run>[2]): Promise<Run> {
    const env = { ...this.environment(), ...options.env };
    return run(NODE, ['--no-deprecation', join(PACKAGE, 'bin', 'run.js'), ...args], { ...options, env });
  }

  public async link(): Promise<void> {
    await this.mustRun(['plugins', 'link', ROOT, '--no-install']);
  }

  /** As a user does, who answers yes when asked whether to trust a plugin that Salesforce has not signed. */
  public async install(tarball: string): Promise<void> {
    await this.mustRun(['plugins', 'install', pathToFileURL(tarball).href], 'y\n');
  }

  private async mustRun(args: readonly string[], input?: string): Promise<void> {
    const { exitCode, stdout, stderr } = await this.run(args, {
      cwd: this.home,
      ...(input !== undefined && { input }),
    });
    if (exitCode !== 0) throw new Error(`sf ${args.join(' ')} failed:\n${stdout}${stderr}`);
  }

  /** Nothing in the home folder of whoever runs the tests is read or written, and nothing goes to the network. */
  private environment(): NodeJS.ProcessEnv {
    const at = (folder: string): string => join(this.home, folder);
    return {
      HOME: this.home,
      USERPROFILE: this.home,
      LOCALAPPDATA: at('local'),
      XDG_DATA_HOME: at('data'),
      XDG_CONFIG_HOME: at('config'),
      XDG_CACHE_HOME: at('cache'),
      XDG_STATE_HOME: at('state'),
      SF_DATA_DIR: at('sf-data'),
      SF_CONFIG_DIR: at('sf-config'),
      SF_CACHE_DIR: at('sf-cache'),
      SF_DISABLE_TELEMETRY: 'true',
      SF_SKIP_NEW_VERSION_CHECK: 'true',
      SF_DISABLE_AUTOUPDATE: 'true',
      SF_DISABLE_LOG_FILE: 'true',
      NODE_ENV: 'production',
      // Halves what it takes to start.
      NODE_COMPILE_CACHE: join(CACHE, 'compiled'),
    };
  }
}
