import { expect } from 'chai';
import { rules } from '../../src/index.js';
import { withEntries, withoutEntries, type SuppressionEntry } from '../../src/suppressions/editSuppressions.js';
import { readSuppressions } from '../../src/suppressions/readSuppressions.js';

const ENTRY: SuppressionEntry = {
  rule: 'endpoint-cleartext',
  component: 'RemoteSiteSetting:Print',
  reason: 'Isolated VLAN: replaced in Q3 # really',
  owner: '@acme/platform',
  expires: '2027-03-31',
};
const OTHER: SuppressionEntry = { ...ENTRY, component: 'RemoteSiteSetting:Scan', reason: 'null is no reason, this is' };

const componentsIn = (text: string): readonly string[] =>
  readSuppressions(text, 'x.yml', rules).suppressions.map(({ component }) => component.fullName);

describe('withEntries', () => {
  it('begins a file that reads back', () => {
    const { suppressions } = readSuppressions(withEntries(undefined, [ENTRY, OTHER]), 'x.yml', rules);
    expect(suppressions.map(({ reason, owner, expires }) => ({ reason, owner, expires }))).to.deep.equal([
      { reason: 'Isolated VLAN: replaced in Q3 # really', owner: '@acme/platform', expires: '2027-03-31' },
      { reason: 'null is no reason, this is', owner: '@acme/platform', expires: '2027-03-31' },
    ]);
  });

  const FIRST = `# ours
version: 1 # keep

suppressions:
# about print
-   rule: "endpoint-cleartext"   # quoted
    component:   RemoteSiteSetting:Print
    reason: >
      Isolated VLAN,
      replaced in Q3
`;
  for (const [title, text] of [
    ['a list', FIRST],
    ['a list without a last line end', FIRST.trimEnd()],
    [
      'a list before another key',
      `suppressions:\n  - rule: endpoint-cleartext\n    component: A:Print\n    reason: Isolated VLAN in Q3\n\n# the format\nversion: 1\n`,
    ],
    ['an indented list with CRLF', FIRST.replaceAll('\n', '\r\n')],
  ] as const) {
    it(`appends to ${title}, and leaves all else as it is`, () => {
      const changed = withEntries(text, [OTHER]);
      expect(componentsIn(changed)).to.deep.equal(['Print', 'Scan']);
      const added = changed.split('\n').filter((line) => !text.split('\n').includes(line));
      expect(added.length).to.be.at.most(6);
      for (const line of text.split('\n')) expect(changed).to.include(line);
      if (text.includes('\r')) expect(changed.replaceAll('\r\n', '')).to.not.match(/[\r\n]/);
    });
  }

  it('appends to an empty list, and to one in brackets', () => {
    expect(componentsIn(withEntries('version: 1\nsuppressions: []\n', [ENTRY]))).to.deep.equal(['Print']);
    expect(componentsIn(withEntries('suppressions: [] # none\nversion: 1\n', [ENTRY]))).to.deep.equal(['Print']);
    const brackets =
      'version: 1\nsuppressions: [{rule: endpoint-cleartext, component: "A:b", reason: Isolated VLAN}]\n';
    expect(componentsIn(withEntries(brackets, [ENTRY]))).to.deep.equal(['b', 'Print']);
  });
});

describe('withoutEntries', () => {
  const entry = (name: string): string =>
    `  # ${name}\n  - rule: endpoint-cleartext\n    component: A:${name} # this one\n    reason: Isolated VLAN\n`;
  const text = `# ours\nversion: 1\nsuppressions:\n${entry('a')}${entry('b')}\n${entry('c')}# end\n`;

  for (const [indexes, left] of [
    [[0], ['b', 'c']],
    [[1], ['a', 'c']],
    [[2], ['a', 'b']],
    [[0, 2], ['b']],
    [[0, 1, 2], []],
  ] as const) {
    it(`takes out ${indexes.join(' and ')} with the comment above`, () => {
      const changed = withoutEntries(text, new Set(indexes));
      expect(componentsIn(changed)).to.deep.equal(left);
      expect(changed.startsWith('# ours\nversion: 1\n')).to.equal(true);
      expect(changed.endsWith('# end\n')).to.equal(true);
      for (const name of ['a', 'b', 'c']) {
        expect(changed.includes(`# ${name}\n`)).to.equal((left as readonly string[]).includes(name));
      }
    });
  }

  it('takes an entry out of a list in brackets', () => {
    const brackets =
      'version: 1\nsuppressions: [{rule: endpoint-cleartext, component: "A:a", reason: Isolated VLAN}, {rule: endpoint-cleartext, component: "A:b", reason: Isolated VLAN}]\n';
    expect(componentsIn(withoutEntries(brackets, new Set([0])))).to.deep.equal(['b']);
  });
});
