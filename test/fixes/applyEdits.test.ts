import { expect } from 'chai';
import fc from 'fast-check';
import { applySplices, overlaps, XmlEditor } from '../../src/fixes/applyEdits.js';
import type { Edit } from '../../src/fixes/edit.js';
import { decodeText } from '../../src/decodeText.js';
import { rules, type Rule } from '../../src/index.js';
import { findingsOf } from '../support/fixCase.js';

const ruleNamed = (id: string): Rule => rules.find((rule) => rule.id === id)!;

/** What a file of these bytes is when a rule's edits are made, without asking whether that serves. */
function edited(file: string, bytes: Uint8Array, rule: Rule): Buffer {
  const { text } = decodeText(bytes);
  const editor = new XmlEditor(file, text!);
  const splices = findingsOf({ [file]: bytes }, rule).flatMap(({ autofix }) =>
    autofix!.edits.flatMap((edit) => {
      if (edit.kind === 'remove-entry') throw new Error('this is for XML');
      return editor.splicesOf(edit) ?? [];
    })
  );
  return Buffer.from((bytes[0] === 0xef ? '\uFEFF' : '') + applySplices(text!, splices));
}

/** How a file may be laid out. The strings hold no letter of what is looked for. */
const layout = fc.record({
  mark: fc.constantFrom('', '\uFEFF'),
  declaration: fc.constantFrom('', '<?xml version="1.0" encoding="UTF-8"?>', "<?xml version='1.0'?>"),
  lineEnd: fc.constantFrom('\n', '\r\n', '\r', ''),
  indent: fc.constantFrom('', '    ', '\t', ' \t'),
  prefix: fc.constantFrom('', 'sf:'),
  closing: fc.constantFrom('>', ' >', '\n>'),
  between: fc.array(
    fc.constantFrom('', '<!-- naïve 漢字 -->', "<?note it's?>", '<!-- <url>http://x</url> -->', '<!--\n-->'),
    { minLength: 12, maxLength: 12 }
  ),
  padding: fc.constantFrom('', ' ', '\n        '),
  word: fc.constantFrom('Bank', 'A &amp; B', '<![CDATA[<isActive>false</isActive>]]>', '&#x1F600;', 'Überweisung 😀'),
  tail: fc.constantFrom('', '\n', '\r\n', '\n<!-- end -->\n'),
});
type Layout = typeof layout extends fc.Arbitrary<infer One> ? One : never;

type Leaf = readonly [name: string, value: string];

/** A file of elements and leaves in that layout; a leaf named `""` stands for text as it is. */
function lay(
  root: string,
  leaves: readonly Leaf[],
  { mark, declaration, lineEnd, indent, prefix, closing, between, padding, tail }: Layout
): string {
  const namespace = prefix === '' ? 'xmlns' : `xmlns:${prefix.slice(0, -1)}`;
  const lines = leaves.map(([name, value], index) =>
    name === ''
      ? value
      : `${between[index % between.length]!}<${prefix}${name}${closing}${padding}${value}${padding}</${prefix}${name}${closing}`
  );
  return [
    `${mark}${declaration}`,
    `<${prefix}${root} ${namespace}="http://soap.sforce.com/2006/04/metadata"${closing}`,
    ...lines.map((line) => `${indent}${line}`),
    `</${prefix}${root}${closing}${tail}`,
  ].join(lineEnd);
}

describe('edits of a metadata file', function () {
  this.timeout(120_000);
  const RUNS = { numRuns: 300 };

  it('change a value and no other byte, in 1,000 layouts', () => {
    const rule = ruleNamed('remote-site-protocol-security-disabled');
    const leavesWith = (flag: string, word: string): readonly Leaf[] => [
      ['description', word],
      ['disableProtocolSecurity', flag],
      ['isActive', 'true'],
      ['url', 'https://bank.example'],
    ];
    fc.assert(
      fc.property(layout, fc.boolean(), (one, isSection) => {
        const write = (flag: string): Buffer =>
          Buffer.from(lay('RemoteSiteSetting', leavesWith(isSection ? `<![CDATA[${flag}]]>` : flag, one.word), one));
        const after = edited('A.remoteSite-meta.xml', write('true'), rule);
        expect(after.equals(write('false')), after.toString()).to.equal(true);
      }),
      { numRuns: 1000 }
    );
  });

  it('add an element and keep every other byte, in any layout', () => {
    const rule = ruleNamed('certificate-key-exportable');
    const file = 'certs/A.crt-meta.xml';
    fc.assert(
      fc.property(
        layout,
        fc.shuffledSubarray(['caSigned', 'keySize', 'masterLabel', 'zone'], { minLength: 1 }),
        (one, names) => {
          const before = lay(
            'Certificate',
            names.map((name) => [name, name === 'caSigned' ? 'true' : one.word]),
            one
          );
          const after = edited(file, Buffer.from(before), rule).toString('utf8');
          const added = after.length - before.length;
          expect(added, 'added').to.be.above(0);
          const start = commonStart(before, after);
          // What is added may begin with what follows it, so look for any place that explains the rest.
          const isInsertionAt = (at: number): boolean =>
            before.slice(0, at) + after.slice(at, at + added) + before.slice(at) === after;
          const place = Array.from({ length: start + 1 }, (_, index) => start - index).find(
            (at) =>
              isInsertionAt(at) &&
              after
                .slice(at, at + added)
                .trimStart()
                .startsWith('<') &&
              after[at + added - 1] === '>'
          );
          expect(place, after).to.not.equal(undefined);
          const text = after.slice(place!, place! + added);
          expect(text.trimStart()).to.equal(
            `<${one.prefix}privateKeyExportable>false</${one.prefix}privateKeyExportable>`
          );
          if (one.between.every((part) => part === '')) {
            expect(text.slice(0, -text.trimStart().length)).to.equal(`${one.lineEnd}${one.indent}`);
          }
          expect(findingsOf({ [file]: after }, rule)).to.deep.equal([]);
        }
      ),
      RUNS
    );
  });

  it('take an element out with its line and keep every other byte, in any layout', () => {
    const rule = ruleNamed('app-scope-full');
    const file = 'A.connectedApp-meta.xml';
    fc.assert(
      fc.property(
        layout,
        fc.shuffledSubarray(['Api', 'Full', 'RefreshToken', 'OpenID'], { minLength: 3 }),
        (one, scopes) => {
          fc.pre(scopes.includes('Api') && scopes.includes('Full'));
          const { prefix, closing } = one;
          const app = (names: readonly string[]): string =>
            lay(
              'ConnectedApp',
              [
                ['label', one.word],
                ['', `<${prefix}oauthConfig${closing}`],
                ['callbackUrl', 'https://bank.example'],
                ...names.map((name): Leaf => ['', `<${prefix}scopes${closing}${name}</${prefix}scopes${closing}`]),
                ['', `</${prefix}oauthConfig${closing}`],
              ],
              one
            );
          const after = edited(file, Buffer.from(app(scopes)), rule).toString('utf8');
          const expected = app(scopes.filter((scope) => scope !== 'Full'));
          // On one line with others the blanks before it stay.
          if (one.lineEnd === '') expect(after.replace(/[ \t]/g, '')).to.equal(expected.replace(/[ \t]/g, ''));
          else expect(after).to.equal(expected);
        }
      ),
      RUNS
    );
  });

  it('leave alone what is not written as they expect', () => {
    const text =
      '<A><b>tr<!-- -->ue</b><c>&#116;rue</c><d><![CDATA[tr]]>ue</d><e>true</e><e>true</e><f/><g><!-- --></g><h></h></A>';
    const editor = new XmlEditor('A', text);
    const at = (part: string, more = 0): Edit['at'] => {
      const start = text.indexOf(part);
      return { file: 'A', start, end: start + part.length + more };
    };
    const splices = (edit: Exclude<Edit, { kind: 'remove-entry' }>) => editor.splicesOf(edit);
    expect(splices({ kind: 'replace', at: at('tr<!-- -->ue'), from: 'true', to: 'false' })).to.equal(undefined);
    expect(splices({ kind: 'replace', at: at('&#116;rue'), from: 'true', to: 'false' })).to.equal(undefined);
    expect(splices({ kind: 'replace', at: at('tr]]>ue'), from: 'true', to: 'false' })).to.equal(undefined);
    expect(splices({ kind: 'replace', at: at('tr]]>ue'), from: undefined, to: '' })).to.equal(undefined);
    expect(splices({ kind: 'replace', at: at('true'), from: 'true', to: 'a & b' })).to.equal(undefined);
    expect(splices({ kind: 'replace', at: at('true'), from: 'true', to: 'true' })).to.deep.equal([]);
    const whole: Edit['at'] = { file: 'A', start: 0, end: text.length };
    expect(splices({ kind: 'set-child', at: whole, child: 'e', to: 'false' }), 'two of them').to.equal(undefined);
    expect(splices({ kind: 'set-child', at: whole, child: 'g', to: 'false' }), 'a comment').to.equal(undefined);
    expect(splices({ kind: 'set-child', at: at('<h></h>'), child: 'x', to: 'false' }), 'a leaf').to.equal(undefined);
    const fill = (child: string) =>
      splices({ kind: 'set-child', at: whole, child, to: 'false' })!.map((one) => one.text);
    expect(fill('f')).to.deep.equal(['<f>false</f>']);
    expect(fill('h')).to.deep.equal(['<h>false</h>']);
  });

  it('bring nothing under a comment that accepts findings', () => {
    const comment = '<!-- sf-isa ignore[app-scope-full]: a good reason for it -->';
    const text = `<A>\n  <b>1</b> ${comment}\n  ${comment}\n  <d>2</d>\n  <e>3</e>\n</A>`;
    const editor = new XmlEditor('A', text);
    const at = (part: string): Edit['at'] => ({
      file: 'A',
      start: text.indexOf(part),
      end: text.indexOf(part) + part.length,
    });
    const [added] = editor.splicesOf({ kind: 'set-child', at: at(text), child: 'c', to: '9' })!;
    expect(applySplices(text, [added!])).to.equal(text.replace('</b>', '</b>\n  <c>9</c>'));
    expect(editor.splicesOf({ kind: 'remove', at: at('2') }), 'the comment would be about <e>').to.equal(undefined);
    const [removed] = editor.splicesOf({ kind: 'remove', at: at('3') })!;
    expect(applySplices(text, [removed!])).to.equal(text.replace('  <e>3</e>\n', ''));
    const last = text.lastIndexOf(comment);
    const [gone] = editor.splicesOf({ kind: 'remove', at: { file: 'A', start: last, end: last + comment.length } })!;
    expect(applySplices(text, [gone!])).to.equal(`<A>\n  <b>1</b> ${comment}\n  <d>2</d>\n  <e>3</e>\n</A>`);
  });

  it('overlap only where both change something', () => {
    const splice = (start: number, end: number) => ({ start, end, text: '' });
    expect(overlaps(splice(1, 3), splice(2, 4))).to.equal(true);
    expect(overlaps(splice(1, 3), splice(3, 4))).to.equal(false);
    expect(overlaps(splice(1, 3), splice(2, 2))).to.equal(true);
    expect(overlaps(splice(2, 2), splice(2, 2))).to.equal(false);
  });
});

function commonStart(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  return length;
}
