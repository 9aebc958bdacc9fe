import { expect } from 'chai';
import { memoryFileSystem, scan, type Finding } from '../../src/index.js';

const SITE = `<?xml version="1.0" encoding="UTF-8"?>
<RemoteSiteSetting xmlns="http://soap.sforce.com/2006/04/metadata">
    <disableProtocolSecurity>false</disableProtocolSecurity>
    <isActive>true</isActive>
    <url>http://print.example.com</url>
</RemoteSiteSetting>
`;
const NAME = 'remoteSiteSettings/Print.remoteSite-meta.xml';

const findingsIn = (files: Readonly<Record<string, string>>): readonly Finding[] =>
  scan({ fileSystem: memoryFileSystem(files), now: new Date('2026-11-22'), paths: [''] }).findings;

describe('copies of a component', () => {
  it('are one finding, with the others beside it', () => {
    const findings = findingsIn({ [`a/${NAME}`]: SITE, [`b/${NAME}`]: SITE, [`c/${NAME}`]: SITE });
    expect(findings.map(({ location }) => location.path)).to.deep.equal([`a/${NAME}`]);
    expect(findings[0]!.related.map(({ location }) => location.path)).to.deep.equal([`b/${NAME}`, `c/${NAME}`]);
  });

  it('are shown five at most', () => {
    const folders = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    const [finding] = findingsIn(Object.fromEntries(folders.map((folder) => [`${folder}/${NAME}`, SITE])));
    expect(finding!.related).to.have.length(5);
  });

  it('are findings of their own in two package directories', () => {
    const findings = findingsIn({
      'sfdx-project.json': '{"packageDirectories":[{"path":"one"},{"path":"two"}]}',
      [`one/${NAME}`]: SITE,
      [`two/${NAME}`]: SITE,
    });
    expect(findings.map(({ location }) => location.path)).to.deep.equal([`one/${NAME}`, `two/${NAME}`]);
    expect(new Set(findings.map(({ fingerprint }) => fingerprint)).size).to.equal(2);
  });

  it('do not swallow another component', () => {
    const other = 'remoteSiteSettings/Other.remoteSite-meta.xml';
    expect(findingsIn({ [`a/${NAME}`]: SITE, [`b/${other}`]: SITE })).to.have.length(2);
  });
});
