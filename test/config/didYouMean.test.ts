import { expect } from 'chai';
import { didYouMean } from '../../src/didYouMean.js';

const IDS = ['certificate-expired', 'certificate-expiring', 'named-credential-mtls-port-missing', 'sync-identity'];

describe('didYouMean', () => {
  it('finds the nearest word', () => {
    const cases: ReadonlyArray<readonly [word: string, meant: string | undefined]> = [
      ['certificate-expird', 'certificate-expired'],
      ['certificate_expiring', 'certificate-expiring'],
      ['Certificate-Expired', 'certificate-expired'],
      ['cretificate-expired', 'certificate-expired'],
      ['certificate', 'certificate-expired'],
      ['Named', 'named-credential-mtls-port-missing'],
      ['sync-identities', 'sync-identity'],
      ['na', undefined],
      ['mtls', undefined],
      ['', undefined],
      ['remote-site', undefined],
    ];
    for (const [word, meant] of cases) expect(didYouMean(word, IDS), word).to.equal(meant);
  });

  it('takes a swap for one step, and never a word that shares no letter', () => {
    expect(didYouMean('hihg', ['info', 'high'])).to.equal('high');
    expect(didYouMean('of', ['info', 'off'])).to.equal('off');
    expect(didYouMean('xy', ['on', 'off'])).to.equal(undefined);
    expect(didYouMean('x', ['on'])).to.equal(undefined);
  });

  it('is quick with long words', () => {
    expect(didYouMean('certificate-'.repeat(100_000), IDS)).to.equal(undefined);
  });
});
