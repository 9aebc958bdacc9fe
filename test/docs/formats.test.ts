import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { readOutputFiles } from '../../src/cli/outputFiles.js';
import { REPORT_FORMATS } from '../../src/reporters/index.js';

describe('docs/formats.md', () => {
  const page = readFileSync(new URL('../../docs/formats.md', import.meta.url), 'utf8');

  it('has every format in its table, and a section for each that is not for people or programs in general', () => {
    const rows = Array.from(page.matchAll(/^\| `([a-z]+)` \|/gm), ([, format]) => format);
    expect(rows).to.deep.equal([...REPORT_FORMATS]);
    const sections = Array.from(page.matchAll(/^## ([a-z]+)$/gm), ([, format]) => format);
    expect(sections).to.deep.equal(REPORT_FORMATS.slice(3));
  });

  it('writes files as --output-file takes them', () => {
    const values = Array.from(page.matchAll(/--output-file (\S+)/g), ([, value]) => value!).filter(
      (value) => !value.endsWith('`')
    );
    expect(values).to.have.length.above(4);
    for (const value of values) expect(() => readOutputFiles([value], process.cwd()), value).not.to.throw();
  });
});
