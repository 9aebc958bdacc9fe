import { expect } from 'chai';
import { memoryFileSystem, rules, scan, type ScanReport } from '../../src/index.js';
import { human } from '../../src/reporters/human.js';
import { toJsonDocument } from '../../src/reporters/json.js';
import { readSuppressions } from '../../src/suppressions/readSuppressions.js';
import { suppressionComments } from '../../src/suppressions/suppressionComments.js';
import { aContext } from '../support/report.js';

const NAME = 'sf-isa.suppressions.yml';
const SITE = 'remoteSiteSettings/Print.remoteSite-meta.xml';
const cleartext = (comment = ''): string => `<?xml version="1.0" encoding="UTF-8"?>
<RemoteSiteSetting xmlns="http://soap.sforce.com/2006/04/metadata">
    <disableProtocolSecurity>false</disableProtocolSecurity>
    <isActive>true</isActive>
${comment}    <url>http://print.example.com</url>
</RemoteSiteSetting>
`;

const ENTRY = `  - rule: endpoint-cleartext
    component: RemoteSiteSetting:Print
    reason: Isolated VLAN, replaced in Q3.
    ticket: SEC-142
    owner: "@acme/platform"
    expires: 2027-03-31
`;
const file = (...entries: readonly string[]): string => `version: 1\nsuppressions:\n${entries.join('')}`;

function scanWith(files: Readonly<Record<string, string>>, now = '2026-11-22', isIgnoring = true): ScanReport {
  const text = files[NAME];
  const suppressions = text === undefined ? undefined : readSuppressions(text, NAME, rules);
  return scan({
    fileSystem: memoryFileSystem(files),
    now: new Date(now),
    isIgnoring,
    suppressionsOf: () => suppressions,
  });
}

const rulesOf = ({ findings }: ScanReport): readonly string[] => findings.map(({ rule }) => rule);

describe('suppressions', () => {
  it('take a finding off the list and keep it, with the reason', () => {
    const report = scanWith({ [SITE]: cleartext(), [NAME]: file(ENTRY) });
    expect(rulesOf(report)).to.be.empty;
    const [finding] = report.suppressed;
    expect(finding!.rule).to.equal('endpoint-cleartext');
    expect(finding!.suppression).to.deep.equal({
      source: 'file',
      kind: 'accepted-risk',
      reason: 'Isolated VLAN, replaced in Q3',
      ticket: 'SEC-142',
      owner: '@acme/platform',
      expires: '2027-03-31',
      location: { path: NAME, startLine: 3, startColumn: 11, endLine: 3, endColumn: 29 },
    });
    expect(toJsonDocument(report, aContext()).summary.suppressed).to.equal(1);
  });

  it('give back the finding when the last day is over, with the old reason and the same fingerprint', () => {
    const files = { [SITE]: cleartext(), [NAME]: file(ENTRY) };
    expect(rulesOf(scanWith(files, '2027-03-31T23:59:59Z'))).to.deep.equal(['suppression-expiring']);
    const late = scanWith(files, '2027-04-01');
    expect(rulesOf(late)).to.deep.equal(['endpoint-cleartext', 'suppression-expired']);
    expect(late.findings[0]!.fingerprint).to.equal(scanWith(files).suppressed[0]!.fingerprint);
    expect(late.findings[0]!.related.at(-1)).to.deep.equal({
      label: 'accepted until 2027-03-31: Isolated VLAN, replaced in Q3',
      location: { path: NAME, startLine: 3, startColumn: 11, endLine: 3, endColumn: 29 },
    });
    expect(late.findings[1]!.message).to.include('Isolated VLAN, replaced in Q3');
  });

  it('are passed over on request, comments too', () => {
    const comment = '    <!-- sf-isa ignore[endpoint-cleartext]: isolated VLAN until Q3 -->\n';
    for (const files of [{ [SITE]: cleartext(), [NAME]: file(ENTRY) }, { [SITE]: cleartext(comment) }]) {
      const report = scanWith(files, '2026-11-22', false);
      expect(rulesOf(report)).to.deep.equal(['endpoint-cleartext']);
      expect(report.suppressed).to.be.empty;
    }
  });

  it('cover what lies below their element and nothing beside it', () => {
    const credential = `<?xml version="1.0" encoding="UTF-8"?>
<NamedCredential xmlns="http://soap.sforce.com/2006/04/metadata">
    <label>Bank</label>
    <namedCredentialParameters>
        <parameterName>Url</parameterName>
        <parameterType>Url</parameterType>
        <parameterValue>http://bank.example.com</parameterValue>
    </namedCredentialParameters>
    <namedCredentialType>SecuredEndpoint</namedCredentialType>
</NamedCredential>
`;
    const path = 'namedCredentials/Bank.namedCredential-meta.xml';
    const entry = (element: string): string =>
      `  - rule: endpoint-cleartext\n    component: NamedCredential:Bank\n    element: ${element}\n    reason: Isolated VLAN, replaced in Q3\n`;
    const suppressedBy = (element: string): number =>
      scanWith({ [path]: credential, [NAME]: file(entry(element)) }).suppressed.length;
    const [{ element } = { element: '' }] = scanWith({ [path]: credential }).findings.filter(
      ({ rule }) => rule === 'endpoint-cleartext'
    );
    expect(element).to.include('.');
    expect(suppressedBy(`"${element}"`)).to.equal(1);
    expect(suppressedBy(`"${element.slice(0, element.lastIndexOf('.'))}"`)).to.equal(1);
    expect(suppressedBy('namedCredentialParameters')).to.equal(1);
    expect(suppressedBy('namedCredentialParam')).to.equal(0);
    expect(suppressedBy('label')).to.equal(0);
  });

  it('of a file that projects share are unused only when no project uses them', () => {
    const project = '{"packageDirectories":[{"path":"src"}]}';
    const report = scanWith({
      [NAME]: file(ENTRY, ENTRY.replace('Print', 'Scanner')),
      'a/sfdx-project.json': project,
      [`a/src/${SITE}`]: cleartext(),
      'b/sfdx-project.json': project,
      [`b/src/${SITE.replace('Print', 'Plotter')}`]: cleartext(),
    });
    const unused = report.findings.filter(({ rule }) => rule === 'suppression-unused');
    expect(unused.map(({ component }) => component.fullName)).to.deep.equal(['Scanner']);
    expect(report.suppressed).to.have.length(1);
  });

  it('of a file above the scanned root may be there for other projects', () => {
    const above = readSuppressions(file(ENTRY, ENTRY.replace('Print', 'Scanner')), `../${NAME}`, rules);
    const report = scan({
      fileSystem: memoryFileSystem({ [SITE]: cleartext() }),
      now: new Date('2026-11-22'),
      suppressionsOf: () => above,
    });
    expect(rulesOf(report)).to.be.empty;
    expect(report.suppressed).to.have.length(1);
  });

  it('are summed up for people, with the reasons on request and inert', () => {
    const hostile = ENTRY.replace('Isolated VLAN', '"Isolated \\e[31m ::error:: VLAN').replace('Q3.', 'Q3"');
    const report = scanWith({ [SITE]: cleartext(), [NAME]: file(hostile) });
    const short = human(report, aContext());
    expect(short).to.include('Suppressed: 1 finding (--show-suppressed lists them)');
    const long = human(report, aContext({ showSuppressed: true, width: 200 }));
    expect(long).to.include(
      'accepted risk: Isolated \\u{1b}[31m \\u{3a}:error:: VLAN, replaced in Q3 (SEC-142, @acme/platform, until 2027-03-31)'
    );
    expect(long).to.not.include('\x1b');
    const comment = '    <!-- sf-isa ignore[endpoint-cleartext]: isolated VLAN until Q3 -->\n';
    expect(human(scanWith({ [SITE]: cleartext(comment) }), aContext())).to.include(
      '1 of them by a comment that the next retrieve drops'
    );
  });

  it('show no secret that somebody wrote into a reason', () => {
    const token = `ghp_${'a1B2c3D4e5'.repeat(4).slice(0, 36)}`;
    const report = scanWith({ [SITE]: cleartext(), [NAME]: file(ENTRY.replace('Isolated', `Token ${token}`)) });
    const shown = JSON.stringify([toJsonDocument(report, aContext()), [...report.sources.values()]]);
    expect(report.suppressed).to.have.length(1);
    expect(shown).to.not.include(token);
  });
});

describe('readSuppressions', () => {
  const complaint = (text: string): string => {
    try {
      readSuppressions(text, NAME, rules);
    } catch (error) {
      return (error as Error).message;
    }
    throw new Error('It was accepted.');
  };

  for (const [title, text, expected] of [
    [
      'an unknown rule',
      file(ENTRY.replace('endpoint-cleartext', 'endpoint-cleartex')),
      /:3:11: .*endpoint-cleartex.*endpoint-cleartext/,
    ],
    ['a rule about suppressions', file(ENTRY.replace('endpoint-cleartext', 'suppression-unused')), /:3:11: /],
    ['no reason', file(ENTRY.replace(/ {4}reason.*\n/, '')), /:3:5: .*reason/],
    ['a reason that is none', file(ENTRY.replace(/reason: .*/, 'reason: later')), /:5:13: .*12/],
    ['a component without a type', file(ENTRY.replace('RemoteSiteSetting:', '')), /:4:16: .*NamedCredential:Acme_ERP/],
    ['a day that does not exist', file(ENTRY.replace('2027-03-31', '2027-02-30')), /:8:14: .*2027-03-31/],
    ['an unknown key', file(ENTRY.replace('ticket', 'tickte')), /:6:5: .*tickte.*ticket/],
    ['no version', 'suppressions: []\n', /:1:1: .*version/],
    ['an empty file', '', /:1:1: .*version/],
  ] as const) {
    it(`refuses ${title}, with the place`, () => {
      expect(complaint(text)).to.match(expected);
    });
  }

  it('takes an empty list', () => {
    expect(readSuppressions('version: 1\nsuppressions: []\n', NAME, rules).suppressions).to.be.empty;
  });
});

describe('suppressionComments', () => {
  const ids = new Set(['endpoint-cleartext', 'component-undocumented']);
  const covered = (text: string): ReadonlyArray<string | undefined> =>
    suppressionComments('x.xml', text, ids).map(({ covers, problem }) =>
      problem === undefined ? text.slice(covers!.start, covers!.end) : problem
    );
  const COMMENT = '<!-- sf-isa ignore[endpoint-cleartext, component-undocumented] until=2027-03-31: isolated VLAN -->';

  for (const [title, text, expected] of [
    ['the next element', `<a><b/>${COMMENT}\n  <c>1</c><d/></a>`, ['<c>1</c>']],
    ['the next element inside another one', `<a><b/><c><d/>${COMMENT}<e/></c></a>`, ['<e/>']],
    ['the file, before the root', `${COMMENT}<a><b/></a>`, ['<a><b/></a>']],
    ['the file, first in the root', `<a>${COMMENT}<b/></a>`, [`<a>${COMMENT}<b/></a>`]],
    ['the first element of another one, not all of it', `<a><b>${COMMENT}<c/></b></a>`, ['<c/>']],
    ['nothing behind the last element', `<a><b/>${COMMENT}</a>`, ['stands before no element']],
    ['nothing behind the root', `<a><b/></a>${COMMENT}`, ['stands before no element']],
    ['each its own', `<a><b/>${COMMENT}<c/>${COMMENT}<d/></a>`, ['<c/>', '<d/>']],
    ['nothing in a CDATA section', `<a><b><![CDATA[${COMMENT}]]></b></a>`, []],
    ['nothing with another word', '<a><!-- sf-isa ignored[x]: because of this --><b/></a>', []],
  ] as const) {
    it(`cover ${title}`, () => {
      expect(covered(text)).to.deep.equal(expected);
    });
  }

  it('carry the day and the reason on one line', () => {
    const [one] = suppressionComments('x.xml', `<a><b/>${COMMENT.replace('isolated ', 'isolated\n  ')}<c/></a>`, ids);
    expect(one).to.include({ expires: '2027-03-31', reason: 'isolated VLAN' });
    expect(one!.rules).to.deep.equal(['endpoint-cleartext', 'component-undocumented']);
  });
});
