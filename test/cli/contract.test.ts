import { expect } from 'chai';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CASES } from './cases.js';
import { BIN, runBin } from './program.js';
import { Folders } from './project.js';

describe('sf-isa', function () {
  this.timeout(60_000);
  const folders = new Folders();

  before(() => {
    if (!existsSync(BIN)) throw new Error(`${BIN} is not there: run npm run build first.`);
  });
  after(() => folders.removeAll());

  for (const { name, files, cwd = '.', args, env = {}, exitCode, stdout, stderr, written = {} } of CASES) {
    it(`${name}: ${exitCode}`, async () => {
      const folder = folders.make(files);
      const ran = await runBin(args, { cwd: join(folder, cwd), env });

      expect(ran.exitCode, ran.stdout + ran.stderr).to.equal(exitCode);
      if (stdout) expect(ran.stdout).to.match(stdout);
      if (stderr) expect(ran.stderr).to.match(stderr);
      else if (exitCode === 0 || exitCode >= 11) expect(ran.stderr).to.equal('');
      for (const [path, content] of Object.entries(written)) {
        expect(readFileSync(join(folder, path), 'utf8')).to.match(content);
      }
      expect(readdirSync(folder).filter((entry) => entry.endsWith('.tmp'))).to.deep.equal([]);
    });
  }

  it('has a case for every exit code', () => {
    const codes = [...new Set(CASES.map(({ exitCode }) => exitCode))].sort((a, b) => a - b);
    expect(codes).to.deep.equal([0, 1, 2, 3, 4, 5, 11, 12, 13, 14, 15]);
  });
});
