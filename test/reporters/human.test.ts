import { expect } from 'chai';
import fc from 'fast-check';
import { concise } from '../../src/reporters/concise.js';
import { human } from '../../src/reporters/human.js';
import { aContext, aFinding, aNotEvaluated, aReport, SourceFile, sourcesOf } from '../support/report.js';
import { expectSnapshot } from '../support/snapshot.js';
import { anyReport } from './arbitrary.js';
import { EVERY_FRAME, scanOfBank } from './samples.js';

const FAILED = { exitCode: 15 } as const;

describe('human: what it looks like', () => {
  it('every kind of frame, and the whole summary', () => {
    expectSnapshot('every-frame', human(EVERY_FRAME, aContext({ ...FAILED, verbose: true })));
  });

  it('a narrow terminal', () => {
    expectSnapshot('narrow', human(EVERY_FRAME, aContext({ ...FAILED, width: 60 })));
  });

  it('colours and links', () => {
    const looks = { color: true, links: true, root: '../bank', rootUrl: 'file:///work/bank' };
    expectSnapshot('color-and-links', human(EVERY_FRAME, aContext({ ...FAILED, ...looks })));
  });

  it('some findings of many', () => {
    expectSnapshot('max-findings', human(EVERY_FRAME, aContext({ ...FAILED, maxFindings: 1, quiet: true })));
  });

  it('nothing found', () => {
    expectSnapshot('clean', human({ ...EVERY_FRAME, findings: [] }, aContext()));
  });

  it('a real scan', () => {
    expectSnapshot('scan', human(scanOfBank('\n'), aContext({ exitCode: 14, command: 'sf-isa' })));
  });
});

describe('human: what it says', () => {
  it('is the same for CRLF as for line feeds', () => {
    expect(human(scanOfBank('\r\n'), aContext())).to.equal(human(scanOfBank('\n'), aContext()));
  });

  it('is empty when quiet and clean', () => {
    expect(human(aReport(), aContext({ quiet: true }))).to.equal('');
  });

  it('is the same each time and changes nothing', () => {
    const before = structuredClone(EVERY_FRAME);
    const context = aContext({ ...FAILED, color: true });
    expect(human(EVERY_FRAME, context)).to.equal(human(EVERY_FRAME, context));
    expect(EVERY_FRAME).to.deep.equal(before);
  });

  it('shows all findings with --max-findings 0', () => {
    const findings = Array.from({ length: 60 }, () => aFinding());
    const blocks = (maxFindings: number): number =>
      human(aReport({ findings }), aContext({ maxFindings })).split('high[endpoint-cleartext]: ').length - 1;
    expect(blocks(0)).to.equal(60);
    expect(blocks(50)).to.equal(50);
    expect(human(aReport({ findings }), aContext())).to.include('… and 10 more findings: 10 high (--max-findings 0 ');
  });

  it('joins the root and the path', () => {
    const shown = (root: string): string => human(aReport({ findings: [aFinding()] }), aContext({ root }));
    expect(shown('.')).to.include('--> force-app/Bank.xml:1:1\n');
    expect(shown('../bank')).to.include('--> ../bank/force-app/Bank.xml:1:1\n');
  });

  it('encodes the path of a link and names the line as editors understand it', () => {
    const path = 'a b/100%/é#?.xml';
    const location = { path, startLine: 12, startColumn: 3, endLine: 12, endColumn: 4 };
    const shown = human(aReport({ findings: [aFinding({ location })] }), aContext({ links: true }));
    expect(shown).to.include(
      `\x1b]8;;file:///work/project/a%20b/100%25/%C3%A9%23%3F.xml#12\x1b\\${path}:12:3\x1b]8;;\x1b\\`
    );
  });

  it('writes plurals as people do', () => {
    const checked = (components: Record<string, number>, filesRead: number): string =>
      human(aReport({ components, filesRead }), aContext())
        .replaceAll('\n', ' ')
        .replace(/.*(Checked .*? rule\.).*/, '$1');
    expect(checked({ Certificate: 1, SecuritySettings: 2, CorsPolicy: 2 }, 1)).to.equal(
      'Checked 1 Certificate, 2 Security Settings, 2 Cors Policies in 1 package directory (1 file) against 1 rule.'
    );
    expect(checked({}, 0)).to.equal('Checked no components in 1 package directory (0 files) against 1 rule.');
    expect(checked({ ExtlClntAppOauthSettings: 2, ExtlClntAppGlobalOauthSettings: 1 }, 3)).to.include(
      'Checked 2 External Client Apps in '
    );
  });

  it('explains the exit code only when findings made it', () => {
    const findings = [aFinding(), aFinding({ severity: 'low' })];
    const last = (exitCode: number, failOn: 'high' | 'low' | 'never'): string =>
      human(aReport({ findings }), aContext({ exitCode, failOn })).trimEnd().split('\n').at(-1)!;
    expect(last(14, 'high')).to.equal('1 finding at or above high: exit 14');
    expect(last(14, 'low')).to.equal('2 findings at or above low: exit 14');
    expect(last(0, 'never')).not.to.include('exit');
    expect(last(5, 'high')).not.to.include('exit');
  });

  it('says that something was not evaluated even when nothing is found', () => {
    const report = aReport({ notEvaluated: [aNotEvaluated({ reason: 'record-id' })] });
    expect(human(report, aContext())).to.include('\nNot evaluated: 1 reference by record id (--verbose lists it)\n');
    expect(human(report, aContext({ verbose: true }))).to.include(
      '  force-app/Bank.xml:4:15: NamedCredential Bank has a '
    );
  });

  it('cuts a message that quotes too much', () => {
    const shown = human(aReport({ findings: [aFinding({ message: '😀'.repeat(5000) })] }), aContext({ quiet: true }));
    expect(shown.split('\n')[0]!.length).to.be.below(1100);
    expect(shown.split('\n')[0]).to.match(/😀…$/u);
  });

  it('copes with a line of megabytes', () => {
    const file = new SourceFile('a.xml', `<a>${'x'.repeat(4_000_000)}<b>here</b>${'y'.repeat(4_000_000)}</a>`);
    const findings = [aFinding({ location: file.rangeOf('here'), label: 'look' })];
    const shown = human(aReport({ findings, sources: sourcesOf(file) }), aContext({ quiet: true }));
    expect(Math.max(...shown.split('\n').map(({ length }) => length))).to.be.at.most(100);
    expect(shown).to.include('<b>here</b>').and.to.include(' ^^^^ look');
  });
});

/** Characters and the columns that they take, by Unicode and not by the code under test. */
const WIDTHS: Readonly<Record<string, number>> = {
  a: 1,
  é: 1,
  'e\u0301': 1,
  '\t': 4,
  漢: 2,
  한: 2,
  ｶ: 1,
  Ａ: 2,
  '😀': 2,
  '\u{20000}': 2,
  '𝒳': 1,
  '\x1b': '\\u{1b}'.length,
  '\u202e': '\\u{202e}'.length,
};
const columns = (parts: readonly string[]): number => parts.reduce((sum, part) => sum + WIDTHS[part]!, 0);
const someParts = fc.array(fc.constantFrom(...Object.keys(WIDTHS)), { maxLength: 12 });
const GUTTER = '  1 | '.length;

/** The row of the only source line, and the row below. */
function rowsOf(file: SourceFile, start: number, end: number, width: number): readonly [source: string, drawn: string] {
  const findings = [aFinding({ location: file.range(start, end) })];
  const report = aReport({ findings, sources: sourcesOf(file) });
  const rows = human(report, aContext({ quiet: true, width })).split('\n');
  const index = rows.findIndex((row) => /^ *\d+ \|/.test(row));
  return [rows[index]!, rows[index + 1]!];
}

describe('human: carets', () => {
  it('stand below their span, whatever characters there are', () => {
    fc.assert(
      fc.property(
        someParts,
        someParts,
        someParts,
        fc.constantFrom('\n', '\r\n', '\r'),
        (before, span, after, lineEnd) => {
          const [start, end] = [before.join('').length, [...before, ...span].join('').length];
          const line = [...before, ...span, ...after].join('');
          const file = new SourceFile('a.xml', `${line}${lineEnd}next${lineEnd}`);
          const [, drawn] = rowsOf(file, start, end, 1000);
          const expected = `${' '.repeat(GUTTER + columns(before))}${'^'.repeat(Math.max(1, columns(span)))}`;
          expect(drawn.replace('|', ' ')).to.equal(expected);
        }
      )
    );
  });

  it('stand below their span in a line that is cut', () => {
    const many = fc.array(fc.constantFrom(...Object.keys(WIDTHS)), { maxLength: 150 });
    fc.assert(
      fc.property(many, fc.integer({ min: 1, max: 80 }), many, (before, length, after) => {
        const start = before.join('').length;
        const file = new SourceFile('a.xml', `${before.join('')}${'@'.repeat(length)}${after.join('')}`);
        const [source, drawn] = rowsOf(file, start, start + length, 60);
        expect(terminalColumns(source)).to.have.length.at.most(60);
        const from = drawn.indexOf('^');
        const below = terminalColumns(source).slice(from, from + drawn.slice(from).length);
        expect(below.join('')).to.match(/^@+…?$/);
        expect(below.filter((cell) => cell === '@')).to.have.length.at.least(Math.min(length, 30));
      })
    );
  });

  it('mark an empty span with one, also at the end of a line and of a file', () => {
    const file = new SourceFile('a.xml', '<a>\r\n</a>');
    expect(rowsOf(file, 3, 3, 80)[1]).to.equal('    |    ^');
    const last = human(
      aReport({ findings: [aFinding({ location: file.range(9, 9), label: 'ends' })], sources: sourcesOf(file) }),
      aContext({ quiet: true })
    );
    expect(last).to.include('  1 | <a>\n  2 | </a>\n    |     ^ ends\n');
  });

  it('keep the gutter in line over two, three and four digits', () => {
    const file = new SourceFile('a.xml', Array.from({ length: 1200 }, (_, index) => `<line${index + 1}/>`).join('\n'));
    const gutters = (...lines: number[]): readonly number[] => {
      const [first, ...others] = lines.map((line) => file.rangeOf(`<line${line}/>`));
      const related = others.map((location) => ({ label: 'there', location }));
      const findings = [aFinding({ location: first!, related })];
      const shown = human(aReport({ findings, sources: sourcesOf(file) }), aContext({ quiet: true }));
      return shown.split('\n').flatMap((row) => (/^[ \d]*[|=]/.test(row) ? [row.search(/[|=]/)] : []));
    };
    expect(new Set(gutters(9, 10))).to.deep.equal(new Set([4]));
    expect(new Set(gutters(100, 9))).to.deep.equal(new Set([4]));
    expect(new Set(gutters(9, 1100))).to.deep.equal(new Set([5]));
  });
});

/** What a terminal shows in each of its columns; the right half of a wide character is empty. */
function terminalColumns(row: string): readonly string[] {
  const cells: string[] = [];
  for (const character of row) {
    if (character === '\u0301') cells[cells.length - 1] += character;
    else if (WIDTHS[character] === 2) cells.push(character, '');
    else cells.push(character);
  }
  return cells;
}

/** What no output may hold: our own line feeds aside, what drives a terminal, and what commands a build server. */
const ACTIVE = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|##\w*\[|^\s*::(?!: )/mu;

describe('human and concise: hostile content', () => {
  it('holds nothing that a terminal acts on', () => {
    fc.assert(
      fc.property(anyReport, fc.integer({ min: 1, max: 120 }), (report, width) => {
        const context = aContext({ width, verbose: true, root: 'r\x1b[0m/\u202e' });
        expect(human(report, context)).not.to.match(ACTIVE);
        expect(concise(report, context)).not.to.match(ACTIVE);
      })
    );
  });

  it('holds our own colours and links alone', () => {
    fc.assert(
      fc.property(anyReport, (report) => {
        const plain = aContext({ verbose: true });
        const dressed = human(report, { ...plain, color: true, links: true });
        const stripped = dressed
          .replace(/\x1b\[(?:1|94|1;3[1-6]|0)m/g, '')
          .replace(/\x1b\]8;;(?:file:\/\/\/work\/project\/[!-~]+#\d+)?\x1b\\/g, '');
        expect(stripped).to.equal(human(report, plain));
      })
    );
  });

  it('keeps carets in place below what it spells out', () => {
    const file = new SourceFile('a.xml', '<a>##vso[task.setvariable variable=x]y</a>');
    const start = file.text.indexOf(']y');
    expect(rowsOf(file, start, start + 2, 100)).to.deep.equal([
      '  1 | <a>\\u{23}#vso[task.setvariable variable=x]y</a>',
      `    |${' '.repeat('<a>\\u{23}#vso[task.setvariable variable=x'.length + 1)}^^`,
    ]);
  });

  it('gives one line of concise output to each finding', () => {
    fc.assert(
      fc.property(anyReport, (report) => {
        expect(concise(report, aContext()).split('\n')).to.have.length(report.findings.length + 1);
      })
    );
  });
});

describe('concise', () => {
  it('writes a line for each finding', () => {
    expectSnapshot('concise', concise(EVERY_FRAME, aContext({ ...FAILED, root: 'project', color: true, links: true })));
  });

  it('is empty for none', () => {
    expect(concise(aReport(), aContext())).to.equal('');
  });
});
