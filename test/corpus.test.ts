import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';

const root = resolve(fileURLToPath(import.meta.url), '../..');
/** A folder with `projects/` of real projects and their `labels.json`; the tests go without where there is none. */
const corpus = process.env['SF_ISA_CORPUS'];
/** How many labels say that something is expected which the facts speak against. */
const disputed = Number(process.env['SF_ISA_CORPUS_DISPUTED'] ?? 0);

describe('real projects', () => {
  it('are scanned without a crash, and as their labels say', function () {
    if (corpus === undefined) this.skip();
    this.timeout(120_000);
    const count = readdirSync(join(corpus, 'projects')).length;
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      ['--import', 'tsx', 'scripts/corpus.ts', join(corpus, 'projects'), '--labels', join(corpus, 'labels.json'), '--persona', 'auditor'],
      { cwd: root, encoding: 'utf8' }
    );
    expect(stderr).to.equal('');
    expect(stdout).to.match(new RegExp(`^${count} projects, [1-9]\\d* findings$`, 'm'));
    const [, found, expected, silent, unexpected] = (
      /^labels: (\d+) of (\d+) expected found, (\d+) of (\d+) unexpected silent$/m.exec(stdout) ?? []
    ).map(Number);
    expect(expected! - found!, stdout).to.equal(disputed);
    expect(silent, stdout).to.equal(unexpected);
    expect(expected! + unexpected!, 'labels that have a rule').to.be.greaterThan(15);
    expect(status).to.equal(disputed === 0 ? 0 : 1);
  });
});
