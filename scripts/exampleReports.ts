import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Host } from '../src/cli/host.js';
import { runCommand } from '../src/cli/run.js';
import type { Rule } from '../src/rules/rule.js';

const BANK = 'fixtures/projects/four-org-bank';
const BEFORE = ['report', '--source-dir', `${BANK}/before`];
const AFTER = ['report', '--source-dir', `${BANK}/after`];

/** What makes each page of the worked example, by its path below the root of the repository. */
export const EXAMPLE_REPORTS: ReadonlyArray<{ readonly path: string; readonly argv: readonly string[] }> = [
  { path: 'docs/example/before.md', argv: BEFORE },
  { path: 'docs/example/after.md', argv: AFTER },
  { path: 'docs/example/changes.md', argv: [...AFTER, '--compare', `${BANK}/before`] },
  { path: 'docs/example/before.svg', argv: [...BEFORE, '--format', 'svg'] },
  { path: 'docs/example/after.svg', argv: [...AFTER, '--format', 'svg'] },
];

/** The reports of the four-org bank, as the command prints them on the day that the example is told of. */
export async function exampleReports(
  root: string,
  rules: readonly Rule[]
): Promise<ReadonlyArray<{ readonly path: string; readonly text: string }>> {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly version: string };
  const host: Host = {
    version,
    workingFolder: root,
    homeFolder: join(root, '..'),
    env: {},
    terminal: { isTTY: false, columns: undefined },
    clock: () => new Date('2026-11-22'),
    rules,
  };
  return Promise.all(
    EXAMPLE_REPORTS.map(async ({ path, argv: [name, ...argv] }) => ({
      path,
      text: (await runCommand(name!, argv, host, [])).stdout,
    }))
  );
}
