import { expect } from 'chai';
import fc from 'fast-check';
import type { XmlElement } from '../../src/xml/element.js';
import { parseXml } from '../../src/xml/parse.js';
import { XmlError } from '../../src/xml/xmlError.js';
import { DOCUMENTS, steppingElements } from './documents.js';

const FILE = 'main/default/some.file-meta.xml';

/** The one wanted element `x` of a root that holds `inner`, and what its places show. */
function only(inner: string): { element: XmlElement; at: string; textAt: string } {
  const text = `<?xml version="1.0"?>\r\n<r>\r\n  <w>other</w>${inner}<!-- <x>no</x> -->\r\n</r>`;
  const { children } = parseXml(FILE, text, steppingElements('x'));
  expect(children).to.have.length(1);
  const element = children[0]!;
  return {
    element,
    at: text.slice(element.at.start, element.at.end),
    textAt: text.slice(element.textAt.start, element.textAt.end),
  };
}

describe('parseXml: value and place of a leaf', () => {
  const cases: readonly (readonly [title: string, xml: string, text: string, textAt: string])[] = [
    ['plain', '<x>true</x>', 'true', 'true'],
    ['leading zeros', '<x>0012</x>', '0012', '0012'],
    ['a decimal', '<x>66.0</x>', '66.0', '66.0'],
    ['hexadecimal', '<x>0x1F</x>', '0x1F', '0x1F'],
    ['an exponent', '<x>1e5</x>', '1e5', '1e5'],
    ['a long number', '<x>12345678901234567890</x>', '12345678901234567890', '12345678901234567890'],
    ['#text', '<x>#text</x>', '#text', '#text'],
    ['#cdata', '<x>#cdata</x>', '#cdata', '#cdata'],
    ['__proto__', '<x>__proto__</x>', '__proto__', '__proto__'],
    ['blanks around', '<x>\n\t  a b \r\n</x>', 'a b', 'a b'],
    ['CRLF inside', '<x>one\r\ntwo\r\n</x>', 'one\ntwo', 'one\r\ntwo'],
    ['mixed line ends', '<x>\rone\ntwo\r\n\rthree</x>', 'one\ntwo\n\nthree', 'one\ntwo\r\n\rthree'],
    ['a tab inside', '<x>a\tb</x>', 'a\tb', 'a\tb'],
    ['astral characters', '<x>\u{1f600}a\u{20000}</x>', '\u{1f600}a\u{20000}', '\u{1f600}a\u{20000}'],
    ['named entities', '<x>a &amp; b &lt;&gt;&quot;&apos;</x>', 'a & b <>"\'', 'a &amp; b &lt;&gt;&quot;&apos;'],
    ['numeric references', '<x>&#65;&#x1F600;&#x0041;</x>', 'A\u{1f600}A', '&#65;&#x1F600;&#x0041;'],
    ['a reference decoded once', '<x>&amp;lt;&#38;amp;</x>', '&lt;&amp;', '&amp;lt;&#38;amp;'],
    ['a carriage return by reference', '<x>a&#13;&#10;b</x>', 'a\r\nb', 'a&#13;&#10;b'],
    ['blanks by reference', '<x> &#32;a&#x20; </x>', 'a', '&#32;a&#x20;'],
    ['CDATA', '<x><![CDATA[ a & <b> &amp; ]]></x>', 'a & <b> &amp;', 'a & <b> &amp;'],
    ['CDATA between text', '<x> a<![CDATA[&amp;]]>&amp; </x>', 'a&amp;&', 'a<![CDATA[&amp;]]>&amp;'],
    ['two CDATA sections', '<x><![CDATA[a]]]]><![CDATA[>b]]></x>', 'a]]>b', 'a]]]]><![CDATA[>b'],
    ['blank CDATA around', '<x><![CDATA[ ]]>a<![CDATA[\n]]></x>', 'a', 'a'],
    ['a comment inside', '<x>a<!-- b -->c</x>', 'ac', 'a<!-- b -->c'],
    ['comments around', '<x><!-- a -->a<!-- a --></x>', 'a', 'a'],
    ['a comment of the same text before', '<x><!-- secret --> secret</x>', 'secret', 'secret'],
    ['markup in a comment', '<x><!-- <x>no</x> ]]> & "> --> a</x>', 'a', 'a'],
    ['CDATA in a comment', '<x><!-- <![CDATA[ -->a<!-- ]]> --></x>', 'a', 'a'],
    ['a comment in CDATA', '<x><![CDATA[<!-- a -->]]></x>', '<!-- a -->', '<!-- a -->'],
    ['an instruction in CDATA', "<x><![CDATA[<?p it's?>]]></x>", "<?p it's?>", "<?p it's?>"],
    ['an instruction inside', '<x>a<?p b?>c</x>', 'ac', 'a<?p b?>c'],
    ['instructions with a quote', "<x><?p it's?>a<?p it's?></x>", 'a', 'a'],
    ['an instruction with line ends', '<x><?p \r\n "\r\n ?>\r\na</x>', 'a', 'a'],
    ['a tag over lines', '<x\n  >a</x\r\n\t>', 'a', 'a'],
    ['attributes', '<x b="1" c=\'2\'>a</x>', 'a', 'a'],
    ['xsi:nil on a value', '<x xsi:nil="true">a</x>', 'a', 'a'],
    ['a > in an attribute', '<x b=">" c=\'"a">\'>a</x>', 'a', 'a'],
    ['the text in an attribute', '<x b="a">a</x>', 'a', 'a'],
    ['a / at the end of an attribute', '<x b="a/">a</x>', 'a', 'a'],
    ['a > in the value', '<x>a>b></x>', 'a>b>', 'a>b>'],
    ['a prefix', '<n:x>a</n:x>', 'a', 'a'],
    ['an ideographic space around', '<x>\u3000\u00a0a\u00a0</x>', 'a', 'a'],
    ['not ASCII', '<x>Gr\u00f6\u00dfe \u2028</x>', 'Gr\u00f6\u00dfe', 'Gr\u00f6\u00dfe'],
  ];
  for (const [title, xml, text, textAt] of cases) {
    it(title, () => {
      const found = only(xml);
      expect(found.element).to.deep.include({ name: 'x', text, children: [] });
      expect(found.at).to.equal(xml);
      expect(found.textAt).to.equal(textAt);
      expect([found.element.at.file, found.element.textAt.file]).to.deep.equal([FILE, FILE]);
    });
  }

  for (const xml of [
    '<x/>',
    '<x />',
    '<x\n/>',
    '<x xsi:nil="true"/>',
    '<x b="/" />',
    '<x></x>',
    '<x> \r\n\t </x>',
    '<x><!-- a --></x>',
    '<x><![CDATA[]]></x>',
    '<x><![CDATA[ ]]></x>',
    '<x><?p a?></x>',
    '<x>&#32;&#10;</x>',
  ]) {
    it(`is the whole element when there is no text: ${JSON.stringify(xml)}`, () => {
      const found = only(xml);
      expect(found.element).to.deep.include({ name: 'x', text: '', children: [] });
      expect(found.at).to.equal(xml);
      expect(found.textAt).to.equal(xml);
    });
  }

  it('keeps text between children apart from theirs', () => {
    const found = only('<x> <a>1</a> one <!-- two --><a>two</a> <![CDATA[three]]> <a b=">"> 4 </a> </x>');
    expect(found.element.text).to.equal('one  three');
    expect(found.textAt).to.equal('one <!-- two --><a>two</a> <![CDATA[three');
    expect(found.element.children.map(({ text }) => text)).to.deep.equal(['1', 'two', '4']);
  });
});

describe('parseXml: tree', () => {
  it('reads a root and its wanted children alone', () => {
    const text = '<r b=">">text<a>1</a><b>2</b>\n<a>3</a></r>\n';
    const root = parseXml(FILE, text, steppingElements('a'));
    expect(root).to.include({ name: 'r', text: '' });
    expect(root.at).to.deep.equal({ file: FILE, start: 0, end: text.length - 1 });
    expect(root.textAt).to.deep.equal({ file: FILE, start: 0, end: '<r b=">">'.length });
    expect(root.children.map((child) => [child.name, child.text])).to.deep.equal([
      ['a', '1'],
      ['a', '3'],
    ]);
  });

  it('reads a root without children, or without wanted ones', () => {
    for (const text of ['<r/>', '<r></r>', '<r>a</r>', '<r><b/><c>1</c><d><a>1</a></d></r>', '<a/>']) {
      const root = parseXml(FILE, text, steppingElements('a'));
      expect(root.children, text).to.deep.equal([]);
      expect(text.slice(root.at.start, root.at.end)).to.equal(text);
    }
  });

  it('drops namespace prefixes at every level', () => {
    const text = '<sf:r xmlns:sf="http://soap.sforce.com/2006/04/metadata"><sf:a><sf:b>1</sf:b></sf:a></sf:r>';
    const root = parseXml(FILE, text, steppingElements('a'));
    const names = (element: XmlElement): string[] => [element.name, ...element.children.flatMap(names)];
    expect(names(root)).to.deep.equal(['r', 'a', 'b']);
  });

  it('reads elements by any name that XML allows', () => {
    const names = [
      '__proto__',
      'constructor',
      'prototype',
      'toString',
      'valueOf',
      'hasOwnProperty',
      '__defineGetter__',
    ];
    names.push('length', 'item', '_', 'a.b', 'a-b', '\u00e9', '\u{20000}', 'a\ufeffb', 'a\u1680b', 'xml', 'cdata');
    for (const name of names) {
      const { element } = only(`<x>\r\n<${name}>1</${name}>\r\n<${name}/><${name} b="1"/></x>`);
      expect(
        element.children.map((child) => [child.name, child.text]),
        name
      ).to.deep.equal([
        [name, '1'],
        [name, ''],
        [name, ''],
      ]);
      const text = `<${name}><${name}>1</${name}></${name}>`;
      expect(parseXml(FILE, text, steppingElements('x'))).to.include({ name, text: '' });
    }
    expect(({} as Record<string, unknown>)['1']).to.equal(undefined);
  });

  it('has no element for an instruction, and reads those between two with a quote', () => {
    const { element } = only(`<x><?p don't?><a>1</a><?p don't?><b>2</b><?p?><?p "?></x>`);
    expect(element.children.map(({ name, text }) => [name, text])).to.deep.equal([
      ['a', '1'],
      ['b', '2'],
    ]);
  });

  it('reads wanted elements as deep as any', () => {
    const text = `<r><x>${'<a>'.repeat(255)}deep${'</a>'.repeat(255)}</x></r>`;
    let element = parseXml(FILE, text, steppingElements('x')).children[0]!;
    for (let depth = 0; depth < 255; depth += 1) element = element.children[0]!;
    expect(element.text).to.equal('deep');
    expect(text.slice(element.textAt.start, element.textAt.end)).to.equal('deep');
  });

  it('throws an XmlError for what is not well-formed, wanted or not', () => {
    for (const text of [
      '',
      '<r>',
      '<r><a>&x;</a></r>',
      '<r><b>&x;</b></r>',
      '<r><a><b></a></b></r>',
      '<!DOCTYPE r><r/>',
    ]) {
      expect(() => parseXml(FILE, text, steppingElements('a')), text).to.throw(XmlError);
    }
  });
});

describe('parseXml: properties', () => {
  it('gives every element its name, text and places', () => {
    let decodedLeaves = 0;
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom('', '\n  ', '\r\n'), anyElement()), { maxLength: 4 }), (parts) => {
        let text = '<r p=">">';
        const expected: XmlElement[] = [];
        for (const [before, written] of parts) {
          text += before;
          expected.push(expectedElement(written, text.length));
          text += written.map(({ raw }) => raw).join('');
        }
        text += '</r>';
        const { children } = parseXml(FILE, text, steppingElements('a', 'consumerSecret', 'n'));
        expect(children).to.deep.equal(expected);
        for (const leaf of children.flatMap(leaves)) {
          // Where CDATA is part of it, what a slice means depends on what is before it.
          if (leaf.text === '' || text.slice(leaf.at.start, leaf.at.end).includes('<![CDATA[')) continue;
          expect(decoded(text.slice(leaf.textAt.start, leaf.textAt.end))).to.equal(leaf.text);
          decodedLeaves += 1;
        }
      }),
      { numRuns: 1500, seed: 3 }
    );
    expect(decodedLeaves).to.be.above(1000);
  });

  it('reads a file the same whatever else is wanted', () => {
    const names = [
      'label',
      'oauthConfig',
      'fieldPermissions',
      'namedCredentialParameters',
      'externalCredentialParameters',
    ];
    for (const text of DOCUMENTS) {
      const all = parseXml(FILE, text, steppingElements(...names)).children;
      for (const name of names) {
        const alone = parseXml(FILE, text, steppingElements(name)).children;
        expect(alone).to.deep.equal(all.filter((child) => child.name === name));
      }
    }
  });
});

describe('parseXml: hostile input', () => {
  const million = 1_000_000;
  const name = 'n'.repeat(500_000);
  const documents: Readonly<Record<string, () => string>> = {
    '5 MB of text': () => 'x'.repeat(5 * million),
    '2 MB of references': () => '&amp;'.repeat(400_000),
    '2 MB of line ends': () => 'x\r\n'.repeat(700_000),
    '2 MB of blanks': () => ' '.repeat(2 * million),
    'a 2 MB comment': () => `<!--${' <?p '.repeat(400_000)}-->`,
    'a 2 MB instruction': () => `<?p ${`a="b" '`.repeat(300_000)}?>`,
    'many instructions': () => `<?p '?>`.repeat(200_000),
    'many comments': () => '<!---->x'.repeat(200_000),
    'many CDATA sections': () => '<![CDATA[x]]>y'.repeat(100_000),
    'many children': () => '<b>x</b>'.repeat(60_000),
    'many children with text and line ends': () => '<b>x\r\ny</b>z\r\n'.repeat(60_000),
    'many names': () => Array.from({ length: 60_000 }, (_, index) => `<a${index}/>`).join(''),
    'many children of an element with a long name': () => `<${name}>${'<b/>'.repeat(50_000)}</${name}>`,
    'text at every depth': () => 'x<a>'.repeat(250) + 'y'.repeat(2 * million) + '</a>z'.repeat(250),
    'many attributes': () => `<b ${Array.from({ length: 100_000 }, (_, index) => `a${index}=">"`).join(' ')}>x</b>`,
  };
  for (const [title, inner] of Object.entries(documents)) {
    it(`is read in time: ${title}`, () => {
      expect(parseXml(FILE, `<r><x>${inner()}</x></r>`, steppingElements('x')).children).to.have.length(1);
    }).timeout(20_000);
  }

  it('is read in time: many wanted elements', () => {
    const text = `<r>${'<x>y</x>'.repeat(50_000)}</r>`;
    expect(parseXml(FILE, text, steppingElements('x')).children).to.have.length(50_000);
  }).timeout(20_000);
});

const leaves = (element: XmlElement): XmlElement[] =>
  element.children.length === 0 ? [element] : element.children.flatMap(leaves);

/** A piece of XML: markup, own text (`value` is what it means) or a child element. */
type Written =
  | { readonly kind: 'open' | 'close' | 'markup'; readonly raw: string }
  | { readonly kind: 'text'; readonly raw: string; readonly value: string }
  | { readonly kind: 'child'; readonly raw: string; readonly parts: readonly Written[] };

const markup = (raw: string): Written => ({ kind: 'markup', raw });
const text = (raw: string, value = raw): Written => ({ kind: 'text', raw, value });

function anyContent(): fc.Arbitrary<readonly Written[]> {
  const character = fc
    .oneof(
      fc.string({ unit: 'grapheme', maxLength: 8 }),
      fc.constantFrom('true', '0012', '66.0', '#text', ' ', '\t', '/')
    )
    // eslint-disable-next-line no-control-regex
    .map((raw) => raw.replace(/[<&\]\r\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '_'));
  return fc
    .array(
      fc.oneof(
        { weight: 4, arbitrary: character.map((raw) => [text(raw)]) },
        {
          weight: 2,
          arbitrary: fc.constantFrom(text('\r\n', '\n'), text('\rx', '\nx'), text('\n')).map((part) => [part]),
        },
        fc
          .constantFrom(
            text('&amp;', '&'),
            text('&lt;', '<'),
            text('&#x1F600;', '\u{1f600}'),
            text('&#13;', '\r'),
            text('&#32;', ' ')
          )
          .map((part) => [part]),
        fc
          .constantFrom('', ' ', 'x', ' <b>&amp;</b> ', '<!-- ', ']]', '<?p ')
          .map((value) => [markup('<![CDATA['), text(value), markup(']]>')]),
        fc
          .constantFrom('<!---->', '<!-- x -->', '<!-- <a>1</a>\r\n & -->', '<?p?>', "<?p it's\r\n?>")
          .map((raw) => [markup(raw)])
      ),
      { maxLength: 6 }
    )
    .map((groups) => groups.flat());
}

/** An element as its opening tag, its content and its closing tag, or as one self-closing tag. */
function anyElement(depth = 2): fc.Arbitrary<readonly Written[]> {
  const name = fc.constantFrom('a', 'consumerSecret', 'm:n');
  const attributes = fc.constantFrom('', '', '\n', ' ', ' xsi:nil="true"', ' p=">"', ' p=\'">\' q="\'"', '\tp="\r\n/"');
  const child = (): fc.Arbitrary<readonly Written[]> =>
    anyElement(depth - 1).map((parts) => [{ kind: 'child', raw: parts.map(({ raw }) => raw).join(''), parts }]);
  const content =
    depth === 0
      ? anyContent()
      : fc
          .array(fc.oneof({ weight: 2, arbitrary: anyContent() }, child()), { maxLength: 4 })
          .map((groups) => groups.flat());
  return fc
    .tuple(name, attributes, content, fc.constantFrom('', '', '\r\n', ' '), fc.boolean())
    .map(([tag, attribute, parts, end, empty]) =>
      empty && parts.length === 0
        ? [{ kind: 'open', raw: `<${tag}${attribute}/>` }]
        : [{ kind: 'open', raw: `<${tag}${attribute}>` }, ...parts, { kind: 'close', raw: `</${tag}${end}>` }]
    );
}

/** What `parseXml` must make of an element written at `start`. */
function expectedElement(parts: readonly Written[], start: number): XmlElement {
  const children: XmlElement[] = [];
  let value = '';
  let first = -1;
  let last = -1;
  let position = start;
  for (const part of parts) {
    if (part.kind === 'child') children.push(expectedElement(part.parts, position));
    if (part.kind === 'text') {
      value += part.value;
      if (part.raw.trim() !== '') {
        if (first === -1) first = position + part.raw.search(/\S/);
        last = position + part.raw.trimEnd().length;
      }
    }
    position += part.raw.length;
  }
  value = value.trim();
  const at = { file: FILE, start, end: position };
  const name = /^<(?:m:)?(\w+)/.exec(parts[0]!.raw)![1]!;
  return { name, text: value, children, at, textAt: value === '' ? at : { file: FILE, start: first, end: last } };
}

/** A second way to decode a value without CDATA. */
const decoded = (raw: string): string =>
  raw
    .replace(/<!--[^]*?-->|<\?[^]*?\?>/g, '')
    .replace(/\r\n?/g, '\n')
    .replaceAll('&lt;', '<')
    .replaceAll('&#x1F600;', '\u{1f600}')
    .replaceAll('&#13;', '\r')
    .replaceAll('&#32;', ' ')
    .replaceAll('&amp;', '&')
    .trim();
