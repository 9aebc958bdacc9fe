import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';

const FOLDER = resolve(dirname(fileURLToPath(import.meta.url)), '../reporters/snapshots');

/** Whether snapshots are written rather than compared with. */
export const isUpdating = (): boolean => process.env['UPDATE_SNAPSHOTS'] === '1';

/** Compares with `test/reporters/snapshots/<name>.txt`, byte for byte; `UPDATE_SNAPSHOTS=1` writes the file instead. */
export function expectSnapshot(name: string, actual: string): void {
  const file = join(FOLDER, `${name}.txt`);
  if (isUpdating()) {
    writeFileSync(file, actual);
    return;
  }
  expect(actual).to.equal(readText(file));
}

/** The lines of a snapshot that is a list of lines. */
export const readSnapshot = (file: string): readonly string[] => readText(file).split('\n').slice(0, -1);

/** Writes a snapshot that is a list of lines. */
export const writeSnapshot = (file: string, lines: readonly string[]): void =>
  writeFileSync(file, lines.map((line) => `${line}\n`).join(''));

function readText(file: string): string {
  if (!existsSync(file)) throw new Error(`No snapshot ${basename(file)}; UPDATE_SNAPSHOTS=1 writes it, then read it`);
  return readFileSync(file, 'utf8');
}
