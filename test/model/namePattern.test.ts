import { expect } from 'chai';
import { matchesAny } from '../../src/model/namePattern.js';

const cases: ReadonlyArray<readonly [pattern: string, name: string, matches: boolean]> = [
  ['PermissionSet:HQ_Sync', 'PermissionSet:HQ_Sync', true],
  ['permissionset:hq_sync', 'PermissionSet:HQ_Sync', true],
  ['PermissionSet:HQ_Sync', 'PermissionSet:HQ_Sync2', false],
  ['PermissionSet:HQ', 'PermissionSet:HQ_Sync', false],
  ['PermissionSet:*', 'PermissionSet:HQ_Sync', true],
  ['PermissionSet:*', 'PermissionSetGroup:HQ_Sync', false],
  ['*', '', true],
  ['', '', true],
  ['', 'x', false],
  ['**', 'x', true],
  ['*Sync', 'PermissionSet:HQ_Sync', true],
  ['*Sync', 'PermissionSet:HQ_Sync_Old', false],
  ['*Sync*', 'PermissionSet:HQ_Sync_Old', true],
  ['a*a', 'a', false],
  ['ab*ba', 'aba', false],
  ['ab*ba', 'abba', true],
  ['a*b*c', 'abc', true],
  ['a*b*c', 'aXbXbXc', true],
  ['a*b*c', 'acb', false],
  ['a*bc*c', 'abc', false],
  ['*a*a*', 'a', false],
  ['*a*a*', 'aa', true],
  ['Profile:Sales & Marketing *', 'Profile:Sales & Marketing API', true],
  ['Profile:A.B', 'Profile:AxB', false],
  ['Profile:[A-Z]+', 'Profile:A', false],
  ['Profile:(a|a)*$', 'Profile:aaaa', false],
  ['Profile:Größe*', 'Profile:GRÖSSE', false],
  ['Profile:Ünal*', 'Profile:ÜNAL API', true],
];

describe('name patterns', () => {
  for (const [pattern, name, matches] of cases) {
    it(`${JSON.stringify(pattern)} ${matches ? 'matches' : 'does not match'} ${JSON.stringify(name)}`, () => {
      expect(matchesAny([pattern], name)).to.equal(matches);
    });
  }

  it('matches when one of several patterns does, and never with none', () => {
    expect(matchesAny(['x', 'PermissionSet:*', 'y'], 'PermissionSet:A')).to.equal(true);
    expect(matchesAny([], 'PermissionSet:A')).to.equal(false);
  });

  it('says what a regular expression would say, for all short patterns and names', () => {
    const words = (letters: string, length: number): readonly string[] =>
      length === 0
        ? ['']
        : words(letters, length - 1).flatMap((word) => [word, ...[...letters].map((letter) => word + letter)]);
    const names = [...new Set(words('ab', 4))];
    for (const pattern of new Set(words('ab*', 4))) {
      const expression = new RegExp(`^${pattern.replaceAll('*', '.*')}$`);
      for (const name of names)
        expect(matchesAny([pattern], name), `${pattern} ${name}`).to.equal(expression.test(name));
    }
  });

  it('takes time in proportion to the length, however many stars a pattern has', () => {
    const secondsFor = (length: number): number => {
      const pattern = `${'*a'.repeat(length)}*b`;
      const name = `${'a'.repeat(length * 2)}c`;
      const start = process.hrtime.bigint();
      expect(
        matchesAny([pattern, `${'a*'.repeat(length)}c*`, '*'.repeat(length), `${'*aaaa'.repeat(length)}*`], name)
      ).to.equal(true);
      return Number(process.hrtime.bigint() - start) / 1e9;
    };
    secondsFor(1000);
    expect(secondsFor(100_000), 'seconds').to.be.below(1);
  });
});
