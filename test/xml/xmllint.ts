import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Whether libxml2's command line is installed: Debian's libxml2-utils. */
export const hasXmllint = (): boolean => spawnSync('xmllint', ['--version']).status === 0;

/** For each document, whether libxml2 finds it well-formed. Namespaces are not looked at. All go into one process. */
export function xmllintVerdicts(documents: readonly string[]): boolean[] {
  const directory = mkdtempSync(join(tmpdir(), 'sf-isa-xmllint-'));
  try {
    const names = documents.map((document, index) => {
      writeFileSync(join(directory, `${index}.xml`), document);
      return `${index}.xml`;
    });
    const { stderr, error } = spawnSync('xmllint', ['--noout', '--nonet', ...names], {
      cwd: directory,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    if (error) throw error;
    const malformed = new Set(
      [...stderr.matchAll(/^(\d+)\.xml:\d+: parser error :/gm)].map((match) => Number(match[1]))
    );
    return documents.map((_, index) => !malformed.has(index));
  } finally {
    rmSync(directory, { recursive: true });
  }
}
