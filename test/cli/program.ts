import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const BIN = fileURLToPath(new URL('../../dist/sf-isa.cjs', import.meta.url));

/** How a program ended. */
export interface Run {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The environment of a test: without what steers colours, the clock or the CLI in the environment of whoever runs it. */
export const cleanEnvironment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(?:SF_|SFDX_|NO_COLOR$|FORCE_COLOR$|COLORTERM$|DEBUG$|NODE_OPTIONS$|npm_|CI$)/.test(name)
    )
  );

export function run(
  command: string,
  args: readonly string[],
  { cwd, env = {}, input }: { readonly cwd: string; readonly env?: NodeJS.ProcessEnv; readonly input?: string }
): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env: { ...cleanEnvironment(), ...env }, stdio: 'pipe' });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.stdin.on('error', () => undefined).end(input ?? '');
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode, stdout, stderr }));
  });
}

export const runBin = (args: readonly string[], options: Parameters<typeof run>[2]): Promise<Run> =>
  run(process.execPath, [BIN, ...args], options);
