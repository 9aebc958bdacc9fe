import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';

const FOLDER = resolve(dirname(fileURLToPath(import.meta.url)), '../reporters/snapshots');

/** Compares with `test/reporters/snapshots/<name>.txt`, byte for byte; `UPDATE_SNAPSHOTS=1` writes the file instead. */
export function expectSnapshot(name: string, actual: string): void {
  const file = join(FOLDER, `${name}.txt`);
  if (process.env['UPDATE_SNAPSHOTS'] === '1') {
    writeFileSync(file, actual);
    return;
  }
  if (!existsSync(file)) throw new Error(`No snapshot ${name}.txt; UPDATE_SNAPSHOTS=1 writes it, then read it`);
  expect(actual).to.equal(readFileSync(file, 'utf8'));
}
