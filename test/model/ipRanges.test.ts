import { expect } from 'chai';
import {
  addressesOf,
  coverage,
  isBroaderThan,
  isPrivateRange,
  mergeRanges,
  parseRange,
  type IpRange,
} from '../../src/model/ipRanges.js';

const range = (start: string, end = start): IpRange => parseRange(start, end)!;

describe('parseRange', () => {
  const read: ReadonlyArray<readonly [string, string, 'IPv4' | 'IPv6', bigint]> = [
    ['0.0.0.0', '255.255.255.255', 'IPv4', 2n ** 32n],
    ['203.0.113.7', '203.0.113.7', 'IPv4', 1n],
    ['203.0.113.0', '203.0.113.255', 'IPv4', 256n],
    [' 203.0.113.0 ', '203.0.114.0', 'IPv4', 257n],
    ['::', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', 'IPv6', 2n ** 128n],
    ['2001:db8::', '2001:DB8:ffff:ffff:ffff:ffff:ffff:ffff', 'IPv6', 2n ** 96n],
    ['2001:db8::1', '2001:0db8:0000:0000:0000:0000:0000:0001', 'IPv6', 1n],
    ['2001:db8:1:2:3:4:5:0', '2001:db8:1:2:3:4:5:ffff', 'IPv6', 2n ** 16n],
    ['64:ff9b::192.0.2.1', '64:ff9b::c000:202', 'IPv6', 2n],
    ['::ffff:0:0', '::ffff:ffff:ffff', 'IPv4', 2n ** 32n],
    ['::ffff:203.0.113.7', '203.0.113.8', 'IPv4', 2n],
    ['1::', '1::', 'IPv6', 1n],
  ];
  for (const [start, end, family, size] of read) {
    it(`reads ${start} to ${end} as ${size} addresses of ${family}`, () => {
      expect(parseRange(start, end)?.family).to.equal(family);
      expect(coverage([range(start, end)])[family]).to.equal(size);
    });
  }

  const refused: ReadonlyArray<readonly [string, string, string]> = [
    ['reversed', '203.0.113.9', '203.0.113.1'],
    ['reversed', '2001:db8::2', '2001:db8::1'],
    ['of two families', '0.0.0.0', '2001:db8::1'],
    ['from inside to outside the IPv4-mapped space', '255.255.255.255', '::1:0:0:0'],
    ['around the IPv4-mapped space from outside', '::ffff:0:0', '2001::'],
    ['with a number over 255', '203.0.113.256', '203.0.113.256'],
    ['with three numbers', '203.0.113', '203.0.113'],
    ['with five numbers', '203.0.113.1.1', '203.0.113.1.1'],
    ['with leading zeros', '203.000.113.001', '203.0.113.1'],
    ['in CIDR notation', '203.0.113.0/24', '203.0.113.255'],
    ['of a host name', 'gateway.bank.example', 'gateway.bank.example'],
    ['of nothing', '', ''],
    ['with two runs of zeros', '2001::1::1', '2001::1::1'],
    ['with nine groups', '1:2:3:4:5:6:7:8:9', '1:2:3:4:5:6:7:8:9'],
    ['with seven groups', '1:2:3:4:5:6:7', '1:2:3:4:5:6:7'],
    ['with a run of no zeros', '1:2:3:4::5:6:7:8', '1:2:3:4::5:6:7:8'],
    ['with a group of five digits', '2001:0db80::', '2001:0db80::'],
    ['with IPv4 in the middle', '1.2.3.4::1', '1.2.3.4::1'],
    ['with a scope', 'fe80::1%eth0', 'fe80::1%eth0'],
    ['with one colon at its start', ':1:2:3:4:5:6:7', ':1:2:3:4:5:6:7'],
  ];
  for (const [what, start, end] of refused) {
    it(`takes a range ${what} for none`, () => {
      expect(parseRange(start, end)).to.equal(undefined);
    });
  }
});

describe('coverage', () => {
  const slices = (count: number, step: number): readonly IpRange[] =>
    Array.from({ length: count }, (_, index) =>
      range(`${index * step}.0.0.0`, `${index * step + step - 1}.255.255.255`)
    );

  const sums: ReadonlyArray<readonly [string, readonly IpRange[], bigint, bigint]> = [
    ['nothing', [], 0n, 0n],
    ['128 slices of the whole Internet', slices(128, 2), 2n ** 32n, 0n],
    ['256 slices of the whole Internet, backwards', [...slices(256, 1)].reverse(), 2n ** 32n, 0n],
    [
      'the same range three times',
      [
        range('203.0.113.0', '203.0.113.255'),
        range('203.0.113.0', '203.0.113.255'),
        range('203.0.113.0', '203.0.113.255'),
      ],
      256n,
      0n,
    ],
    ['overlapping ranges', [range('203.0.113.0', '203.0.113.99'), range('203.0.113.50', '203.0.113.149')], 150n, 0n],
    ['a range inside another', [range('203.0.113.0', '203.0.113.255'), range('203.0.113.9')], 256n, 0n],
    ['adjacent ranges', [range('203.0.113.0', '203.0.113.127'), range('203.0.113.128', '203.0.113.255')], 256n, 0n],
    ['ranges with a gap', [range('203.0.113.0', '203.0.113.9'), range('203.0.113.11', '203.0.113.20')], 20n, 0n],
    ['both families', [range('203.0.113.7'), range('2001:db8::', '2001:db8::ff')], 1n, 256n],
    ['IPv4 and its mapped form', [range('203.0.113.7'), range('::ffff:203.0.113.7')], 1n, 0n],
  ];
  for (const [what, ranges, ipv4, ipv6] of sums) {
    it(`counts ${what} once`, () => {
      expect(coverage(ranges)).to.deep.equal({ IPv4: ipv4, IPv6: ipv6 });
    });
  }
});

describe('mergeRanges', () => {
  it('makes one block of adjacent slices in any order, and keeps families and gaps apart', () => {
    expect(
      mergeRanges([
        range('2001:db8::2'),
        range('9.0.0.0', '9.255.255.255'),
        range('2001:db8::1'),
        range('8.0.0.0', '8.255.255.255'),
        range('11.0.0.0'),
      ])
    ).to.deep.equal([range('8.0.0.0', '9.255.255.255'), range('11.0.0.0'), range('2001:db8::1', '2001:db8::2')]);
  });
});

describe('isBroaderThan', () => {
  const cases: ReadonlyArray<readonly [IpRange, number, boolean]> = [
    [range('8.0.0.0', '8.255.255.255'), 8, false],
    [range('8.0.0.0', '9.0.0.0'), 8, true],
    [range('203.0.113.7'), 32, false],
    [range('203.0.113.7', '203.0.113.8'), 32, true],
    [range('0.0.0.0', '255.255.255.255'), 0, false],
    [range('2001:db8::', '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff'), 32, false],
    [range('2001:db8::', '2001:db9::'), 32, true],
  ];
  for (const [one, prefixLength, expected] of cases) {
    it(`says ${expected} of ${one.start} to ${one.end} and /${prefixLength}`, () => {
      expect(isBroaderThan(one, prefixLength)).to.equal(expected);
      expect(coverage([one])[one.family] > addressesOf(one.family, prefixLength)).to.equal(expected);
    });
  }
});

describe('isPrivateRange', () => {
  const cases: ReadonlyArray<readonly [IpRange, boolean]> = [
    [range('10.0.0.0', '10.255.255.255'), true],
    [range('10.0.0.0', '11.0.0.0'), false],
    [range('9.255.255.255', '10.0.0.1'), false],
    [range('172.31.255.255'), true],
    [range('172.32.0.0'), false],
    [range('192.168.1.1'), true],
    [range('100.64.0.1'), true],
    [range('127.0.0.1'), true],
    [range('169.254.169.254'), true],
    [range('8.8.8.8'), false],
    [range('fd00::', 'fd00::ff'), true],
    [range('fe80::1'), true],
    [range('2001:db8::1'), false],
  ];
  for (const [one, expected] of cases) {
    it(`says ${expected} of ${one.family} ${one.start} to ${one.end}`, () => {
      expect(isPrivateRange(one)).to.equal(expected);
    });
  }
});
