import { expect } from 'chai';
import { rules, type ScanReport } from '../src/index.js';
import { casesOf, expectedIn, type FixtureCase } from './support/fixtures.js';
import { scanCase } from './support/scanCase.js';

for (const rule of rules) {
  describe(rule.id, () => {
    for (const fixture of casesOf(rule.id, 'fail')) {
      it(`reports the marked lines of fail/${fixture.name} and no others`, () => {
        const expected = expectedIn(fixture, rule.id, 'finding');
        expect(expected, 'the case marks no line').to.not.be.empty;
        const report = scanCase(fixture, rule);
        const severityOf = new Map(expected.map(({ place, severity }) => [place, severity]));
        const reported = report.findings.map(({ location, severity }) => {
          const place = `${location.path}:${location.startLine}`;
          return { place, severity: severityOf.get(place) === undefined ? undefined : severity };
        });
        expect(reported).to.have.deep.members([...expected]);
        expectNotEvaluated(fixture, report);
      });
    }

    for (const fixture of casesOf(rule.id, 'pass')) {
      it(`reports nothing in pass/${fixture.name}`, () => {
        const report = scanCase(fixture, rule);
        expect(report.findings.map(({ message }) => message)).to.be.empty;
        expectNotEvaluated(fixture, report);
      });
    }

    it('gives the same answer twice, and messages in the house grammar', () => {
      for (const fixture of casesOf(rule.id, 'fail')) {
        const report = scanCase(fixture, rule);
        expect(scanCase(fixture, rule)).to.deep.equal(report);
        for (const { message, label, fix } of report.findings) {
          expect(message).to.match(/^[A-Z].*[^.]$/s);
          for (const line of [message, label, fix]) expect(line ?? '').to.not.match(/[\r\n]/);
        }
      }
    });
  });

  function expectNotEvaluated(fixture: FixtureCase, report: ScanReport): void {
    const places = report.notEvaluated.map(({ location }) => `${location.path}:${location.startLine}`);
    expect(places, 'not evaluated').to.have.members(
      expectedIn(fixture, rule.id, 'not-evaluated').map(({ place }) => place)
    );
  }
}
