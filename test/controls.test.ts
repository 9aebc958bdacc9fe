import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { configSchema } from '../src/config/configSchema.js';
import type { Control, Framework } from '../src/controls/control.js';
import { frameworks } from '../src/controls/index.js';
import { TITLES } from '../src/report/places.js';
import { rules } from '../src/rules/index.js';
import type { Rule } from '../src/rules/rule.js';
import { coverageAnchor, coveragePage, coverageProblems, inOrder } from '../scripts/coverage.js';

const controls = frameworks.flatMap((framework) => framework.controls);

describe('the controls', () => {
  it('are those of the documents and lists, each number once', () => {
    const numbers: Record<string, number[]> = {};
    for (const { id } of controls) {
      const [, place, number] = /^(.+?)-?(\d+|[A-Z])(?::\d{4})?$/.exec(id)!;
      const value = /\d/.test(number!) ? Number(number) : number!.charCodeAt(0) - 'A'.charCodeAt(0) + 1;
      (numbers[place!] ??= []).push(value);
    }
    const upTo = (last: number): readonly number[] => Array.from({ length: last }, (_, index) => index + 1);
    expect(numbers).to.deep.equal({
      'ISA-CONCEPT': upTo(4),
      'ISA-PATTERN': upTo(3),
      'ISA-DECISION': upTo(7),
      'ISA-STEP': upTo(7),
      'ISA-CHECK': upTo(8),
      'ISA-GOTCHA': upTo(5),
      'ISA-OUTPUT': upTo(5),
      'ZT-PATTERN': upTo(7),
      'ZT-LAYER': upTo(5),
      'ZT-CHECK': upTo(22),
      'ZT-PHASE': upTo(4),
      'SBS-FDNS': upTo(1),
      'SBS-OAUTH': upTo(4),
      'SBS-INT': upTo(4),
      'SBS-ACS': upTo(12),
      'SBS-AUTH': upTo(4),
      'SBS-CODE': upTo(4),
      'SBS-CPORTAL': upTo(2),
      'SBS-DATA': upTo(4),
      'SBS-DEP': upTo(6),
      'SBS-FILE': upTo(3),
      'SBS-SECCONF': upTo(2),
      'OWASP-API': upTo(10),
      'OWASP-NHI': upTo(10),
    });
  });

  it('are all answered, and no rule names one that does not exist', () => {
    expect(coverageProblems(frameworks, rules)).to.deep.equal([]);
  });

  it('name keys that the config has', () => {
    const keys = controls.flatMap(({ config = [] }) => config);
    expect(keys).to.include('integrations[].privateConnect.reason');
    expect([...new Set(keys)].filter((key) => !isConfigKey(key))).to.deep.equal([]);
    expect(isConfigKey('org.certificates.inuse')).to.equal(false);
  });

  it('are one line each, and their reasons are sentences', () => {
    for (const { id, title, note, person } of controls) {
      expect(title, id).to.match(/^[^\n]+[^\n.]$/);
      for (const sentence of [note, person]) if (sentence !== undefined) expect(sentence, id).to.match(/^[^\n|]+\.$/);
    }
  });
});

describe('coverageProblems', () => {
  const framework = (...parts: ReadonlyArray<Partial<Control>>): readonly Framework[] => [
    {
      prefix: 'ISA',
      title: 'Guide',
      about: '',
      controls: parts.map((part) => ({ id: 'ISA-CHECK-1', group: 'Checks', title: 'Ask', ...part })),
    },
  ];
  const answering = (...ids: readonly string[]): Rule => ({ ...rules[0]!, id: 'a-rule', controls: ids });

  it('finds what nobody answers', () => {
    expect(coverageProblems(framework({}), [answering('CWE-319')])).to.deep.equal([
      'the control ISA-CHECK-1 has no rule, and no reason why it needs a person',
    ]);
    expect(coverageProblems(framework({}), [answering('ISA-CHECK-1')])).to.deep.equal([]);
    expect(coverageProblems(framework({ person: 'It is a decision.' }), [answering('CWE-319')])).to.deep.equal([]);
  });

  it('finds ids that are made up, there twice or among those of another', () => {
    const [one] = framework({ person: 'Yes.' });
    for (const id of ['ISA-CHECK-2', 'CWE-0', 'FOO-1']) {
      expect(coverageProblems([one!], [answering('CWE-319', id)]), id).to.include(
        `src/rules/a-rule.ts names the control ${id}, which src/controls does not have`
      );
    }
    expect(coverageProblems(framework({}, {}), [answering('ISA-CHECK-1')])).to.deep.equal([
      'the control ISA-CHECK-1 is there twice',
    ]);
    expect(coverageProblems([{ ...one!, prefix: 'ZT' }], [answering('CWE-319')])).to.deep.equal([
      'the control ISA-CHECK-1 is among those of ZT',
    ]);
  });

  it('finds controls out of order', () => {
    const two = framework({ id: 'ISA-CHECK-2' }, { id: 'ISA-CHECK-10' });
    expect(coverageProblems(two, [answering('CWE-9', 'CWE-10', 'ISA-CHECK-2', 'ISA-CHECK-10')])).to.deep.equal([]);
    for (const ids of [
      ['ISA-CHECK-2', 'ISA-CHECK-10', 'CWE-9'],
      ['CWE-9', 'ISA-CHECK-10', 'ISA-CHECK-2'],
      ['CWE-9', 'CWE-9', 'ISA-CHECK-2', 'ISA-CHECK-10'],
    ]) {
      expect(coverageProblems(two, [answering(...ids)])).to.deep.equal([
        'src/rules/a-rule.ts has its controls out of order; write CWE-9, ISA-CHECK-2, ISA-CHECK-10',
      ]);
    }
  });

  it('finds rules that answer to nothing, but for those about the scan itself', () => {
    const none = ['src/rules/a-rule.ts answers to nothing; name an ISA, ZT or SBS control, or a CWE'];
    expect(coverageProblems([], [answering()])).to.deep.equal(none);
    expect(coverageProblems([], [{ ...answering(), looksAt: ['File'] }])).to.deep.equal([]);
  });
});

describe('the coverage page', () => {
  const page = coveragePage(frameworks, rules);
  const rows = page.split('\n').filter((line) => line.startsWith('| <a id='));

  it('has a row for each control, with its rules and its reason', () => {
    expect(rows).to.have.length(controls.length);
    for (const [index, control] of controls.entries()) {
      const [, id, asks, answered, person, section] = rows[index]!.split(/ ?(?<!\\)\| ?/);
      expect(id).to.equal(`<a id="${coverageAnchor(control.id)}"></a>${control.id}`);
      expect(asks).to.include(control.title);
      expect(person).to.equal(control.person ?? '');
      const isOfDocument = /^(?:ISA|ZT)-/.test(control.id);
      if (isOfDocument) expect(Object.values(TITLES), control.id).to.include(section);
      else expect(section, control.id).to.equal('');
      const named = [...answered!.matchAll(/\(rules\/([a-z-]+)\.md\)/g)].map(([, rule]) => rule!);
      expect(named, control.id).to.have.members(
        rules.filter((rule) => rule.controls.includes(control.id)).map((rule) => rule.id)
      );
    }
  });

  it('names the section of the report that a row of the documents is answered in', () => {
    const sectionOf = (id: string): string =>
      rows
        .find((row) => row.includes(`</a>${id} |`))!
        .split(' | ')
        .at(-1)!;
    expect(sectionOf('ISA-OUTPUT-3')).to.equal('IP allow-listing |');
    expect(sectionOf('ZT-PATTERN-4')).to.equal('Zero-trust patterns |');
    expect(sectionOf('ISA-GOTCHA-1')).to.equal('Evidence for controls |');
  });

  it('is linked from the pages of the rules, to anchors that it has', () => {
    const folder = new URL('../docs/rules/', import.meta.url);
    const links = readdirSync(folder).flatMap((file) =>
      [...readFileSync(new URL(file, folder), 'utf8').matchAll(/\]\(\.\.\/coverage\.md#([^)]*)\)/g)].map(
        ([, at]) => at!
      )
    );
    expect(links).to.include('owasp-nhi2-2025');
    expect(links.filter((at) => !page.includes(`<a id="${at}"></a>`))).to.deep.equal([]);
  });

  it('counts each control once', () => {
    for (const { title, controls: own } of frameworks) {
      const counts = page.split('\n').find((line) => line.startsWith(`| ${title} |`))!;
      const [total, ...parts] = counts.split('|').slice(2, -1).map(Number);
      expect(total).to.equal(own.length);
      expect(parts.reduce((sum, part) => sum + part, 0)).to.equal(total);
    }
  });
});

describe('the order of controls', () => {
  it('is that of the prefixes, then of the numbers', () => {
    const ids = ['CWE-9', 'CWE-10', 'SBS-INT-003', 'OWASP-API10:2023', 'ISA-STEP-1', 'ZT-CHECK-2', 'ZT-CHECK-10'];
    expect(inOrder([...ids].reverse())).to.deep.equal(ids);
  });
});

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}

/** Whether a path such as `integrations[].owner` leads somewhere in the schema of `sf-isa.yml`. */
function isConfigKey(path: string): boolean {
  const step = (schemas: readonly Schema[], name: string): readonly Schema[] =>
    schemas
      .flatMap((schema) => [schema, ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])])
      .flatMap((schema) => (name === '[]' ? schema.items : schema.properties?.[name]) ?? []);
  return (
    path
      .replaceAll('[]', '.[]')
      .split('.')
      .reduce(step, [configSchema(rules) as Schema]).length > 0
  );
}
