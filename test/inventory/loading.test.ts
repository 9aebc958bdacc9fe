import { readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { expect } from 'chai';
import { ROOT } from '../cli/program.js';

/** What is loaded with a file: all that it imports, and what that imports, but for types and what is asked for later. */
function loadedWith(file: string, loaded = new Set<string>()): ReadonlySet<string> {
  if (loaded.has(file)) return loaded;
  loaded.add(file);
  const imports = readFileSync(file, 'utf8').matchAll(/^(?:import|export) (?!type )[^;]*?from '(\.[^']+)\.js';$/gm);
  for (const [, path] of imports) loadedWith(resolve(dirname(file), `${path!}.ts`), loaded);
  return loaded;
}

describe('a scan', () => {
  it('loads nothing of the inventory but the words that its flags take', () => {
    const loaded = [...loadedWith(resolve(ROOT, 'src/cli/bin.ts'))].map((file) => relative(ROOT, file));
    expect(loaded).to.include.members(['src/cli/scanCommand.ts', 'src/scan.ts']);
    expect(loaded.filter((file) => /inventory/i.test(file))).to.deep.equal(['src/inventory/kinds.ts']);
  });
});
