import { expect } from 'chai';
import { readOutputFiles } from '../../src/cli/outputFiles.js';

const formatOf = (value: string): string => readOutputFiles([value], process.cwd())[0]!.format;

describe('--output-file', () => {
  it('takes the format from the ending', () => {
    const formats = ['a.sarif', 'a.SARIF', 'a.sarif.json', 'a.json', 'a.md', 'a.csv', 'a.txt'].map(formatOf);
    expect(formats).to.deep.equal(['sarif', 'sarif', 'sarif', 'json', 'markdown', 'csv', 'human']);
  });

  it('takes the format from its name before the ending', () => {
    expect(formatOf('gitlab=gl-code-quality-report.json')).to.equal('gitlab');
    expect(formatOf('junit=a=b.xml')).to.equal('junit');
  });

  it('takes what is no format before = for a part of the path', () => {
    expect(readOutputFiles(['x=1.csv'], process.cwd())[0]!.name).to.equal('x=1.csv');
  });

  it('asks for the format where the ending tells none, or two', () => {
    for (const value of ['findings.xml', 'sarif', 'findings', '.jsonl']) {
      expect(() => formatOf(value), value).to.throw(/does not tell the format/);
    }
  });
});
