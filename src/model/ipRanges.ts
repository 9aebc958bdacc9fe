import type { ElementReader, Field, Placed } from './component.js';
import type { Project } from './project.js';

/** A range of IP addresses, both ends included. Addresses are numbers: of 32 bits in IPv4, of 128 bits in IPv6. */
export interface IpRange {
  readonly family: IpFamily;
  readonly start: bigint;
  readonly end: bigint;
}

export type IpFamily = 'IPv4' | 'IPv6';

/** A range as metadata writes it. What its ends hold may be no address, or a placeholder. */
export interface WrittenIpRange extends Placed {
  readonly start: Field;
  readonly end: Field;
  readonly description: Field | undefined;
}

const BITS: Readonly<Record<IpFamily, number>> = { IPv4: 32, IPv6: 128 };
const BITS_OF_GROUP = 16n;
const GROUPS = 8;
/** `::ffff:0:0`, from where the addresses of IPv4 stand in IPv6. */
const MAPPED = 0xffff_0000_0000n;

/**
 * Reads the two ends of a range; one address stands at both. Undefined for what Salesforce takes for no range: an end
 * that is no address, ends of two families, an end below the start. Addresses of the IPv4-mapped space of IPv6 are IPv4.
 * https://help.salesforce.com/s/articleView?id=platform.login_ip_ranges.htm&language=en_US&type=5
 */
export function parseRange(start: string, end: string): IpRange | undefined {
  const [first, last] = [parseAddress(start.trim()), parseAddress(end.trim())];
  if (!first || !last || first.family !== last.family || last.value < first.value) return undefined;
  return { family: first.family, start: first.value, end: last.value };
}

/** How many addresses the ranges cover together, each counted once. */
export function coverage(ranges: readonly IpRange[]): Readonly<Record<IpFamily, bigint>> {
  const covered = { IPv4: 0n, IPv6: 0n };
  for (const range of mergeRanges(ranges)) covered[range.family] += sizeOf(range);
  return covered;
}

/** The same addresses in as few ranges as possible, IPv4 first, from the lowest: many slices may be one block. */
export function mergeRanges(ranges: readonly IpRange[]): readonly IpRange[] {
  const merged: IpRange[] = [];
  for (const range of [...ranges].sort(byFamilyAndStart)) {
    const last = merged.at(-1);
    if (last?.family !== range.family || range.start > last.end + 1n) merged.push(range);
    else if (range.end > last.end) merged[merged.length - 1] = { ...last, end: range.end };
  }
  return merged;
}

/** Whether a range has more addresses than a block with a prefix of `prefixLength` bits: `/8` is 16,777,216 of IPv4. */
export const isBroaderThan = (range: IpRange, prefixLength: number): boolean =>
  sizeOf(range) > addressesOf(range.family, prefixLength);

/** How many addresses a block with a prefix of `prefixLength` bits has. */
export const addressesOf = (family: IpFamily, prefixLength: number): bigint =>
  1n << BigInt(BITS[family] - prefixLength);

/** How many addresses a range has. */
export const sizeOf = ({ start, end }: IpRange): bigint => end - start + 1n;

/**
 * Whether nobody on the Internet has an address of the range: all of it is private (RFC 1918, RFC 4193), shared within a
 * provider (RFC 6598), the machine itself, or link-local.
 * https://www.iana.org/assignments/iana-ipv4-special-registry/iana-ipv4-special-registry.xhtml
 */
export const isPrivateRange = (range: IpRange): boolean =>
  PRIVATE_BLOCKS.some(([start, end]) => {
    const block = parseRange(start, end)!;
    return block.family === range.family && block.start <= range.start && range.end <= block.end;
  });

/** What a written range holds: a range, an end that a build puts in, or nothing that Salesforce would take. */
export type IpRangeReading =
  | { readonly kind: 'range'; readonly range: IpRange; readonly written: WrittenIpRange }
  | { readonly kind: 'placeholder'; readonly end: Field; readonly written: WrittenIpRange }
  | { readonly kind: 'invalid'; readonly written: WrittenIpRange };

/** Reads the ranges of a component. */
export const readingsOf = (project: Project, ranges: readonly WrittenIpRange[]): readonly IpRangeReading[] =>
  ranges.map((written) => {
    const open = [written.start, written.end].find((end) => project.isPlaceholder(end));
    if (open) return { kind: 'placeholder', end: open, written };
    const range = parseRange(written.start.value, written.end.value);
    return range ? { kind: 'range', range, written } : { kind: 'invalid', written };
  });

/** Addresses of a component that are too many, and the ranges that hold them. */
export interface BroadRanges {
  /** The widest first. */
  readonly ranges: readonly WrittenIpRange[];
  readonly family: IpFamily;
  /** How many addresses they have together. */
  readonly size: bigint;
}

/**
 * The ranges that make a block of at least `addresses[family]` addresses, be it of many slices; when no block does, all
 * IPv4 ranges if they have `sum` addresses together. Private addresses do not count: nobody on the Internet has them.
 */
export function broadRanges(
  readings: readonly IpRangeReading[],
  addresses: Readonly<Record<IpFamily, bigint>>,
  sum: bigint
): BroadRanges | undefined {
  const read = readings.flatMap((reading) =>
    reading.kind === 'range' && !isPrivateRange(reading.range) ? [reading] : []
  );
  const blocks = mergeRanges(read.map(({ range }) => range));
  const widest = blocks
    .filter((each) => sizeOf(each) >= addresses[each.family])
    .sort((one, other) => Number(sizeOf(other) - sizeOf(one)))[0];
  const family = widest?.family ?? 'IPv4';
  const size = widest ? sizeOf(widest) : coverage(read.map(({ range }) => range)).IPv4;
  if (!widest && size < sum) return undefined;
  const ranges = read
    .filter(
      ({ range }) => range.family === family && (!widest || (widest.start <= range.start && range.end <= widest.end))
    )
    .sort((one, other) => Number(sizeOf(other.range) - sizeOf(one.range)))
    .map(({ written }) => written);
  return { ranges, family, size };
}

/** `65,536 IPv4 addresses`; of IPv6, where numbers say nothing, `more than a /32 of IPv6 addresses`. */
export function addressesInWords({ family, size }: Pick<BroadRanges, 'family' | 'size'>): string {
  if (family === 'IPv4') {
    if (size === addressesOf('IPv4', 0)) return 'all IPv4 addresses';
    return `${String(size).replace(/\B(?=(?:\d{3})+$)/g, ',')} IPv4 addresses`;
  }
  const prefixLength = BITS.IPv6 - (size.toString(2).length - 1);
  if (prefixLength === 0) return 'all IPv6 addresses';
  return `${size > addressesOf('IPv6', prefixLength) ? 'more than ' : ''}a /${prefixLength} of IPv6 addresses`;
}

/** `0.0.0.0 to 255.255.255.255`, in the words of the file. */
export const inWords = ({ start, end }: WrittenIpRange): string =>
  start.value === end.value ? start.value : `${start.value} to ${end.value}`;

/** The ranges among the children of that name; `startName` and `endName` are the elements of their ends. */
export const readIpRanges = (
  parent: ElementReader,
  name: string,
  startName: string,
  endName: string
): readonly WrittenIpRange[] =>
  parent.children(name, startName, endName).flatMap((range) => {
    const [start, end] = [range.field(startName), range.field(endName)];
    if (!start || !end) return [];
    return [{ at: range.at, element: range.element, start, end, description: range.field('description') }];
  });

const PRIVATE_BLOCKS = [
  ['10.0.0.0', '10.255.255.255'],
  ['100.64.0.0', '100.127.255.255'],
  ['127.0.0.0', '127.255.255.255'],
  ['169.254.0.0', '169.254.255.255'],
  ['172.16.0.0', '172.31.255.255'],
  ['192.168.0.0', '192.168.255.255'],
  ['fc00::', 'fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['fe80::', 'febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
] as const;

function byFamilyAndStart(one: IpRange, other: IpRange): number {
  if (one.family !== other.family) return one.family < other.family ? -1 : 1;
  return one.start < other.start ? -1 : one.start > other.start ? 1 : 0;
}

interface Address {
  readonly family: IpFamily;
  readonly value: bigint;
}

function parseAddress(text: string): Address | undefined {
  if (!text.includes(':')) {
    const value = parseIpv4(text);
    return value === undefined ? undefined : { family: 'IPv4', value };
  }
  const value = parseIpv6(text);
  if (value === undefined) return undefined;
  const isMapped = value >> 32n === MAPPED >> 32n;
  return isMapped ? { family: 'IPv4', value: value - MAPPED } : { family: 'IPv6', value };
}

/** Four numbers without leading zeros, which some readers take for octal. */
function parseIpv4(text: string): bigint | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255)) {
    return undefined;
  }
  return parts.reduce((value, part) => (value << 8n) | BigInt(part), 0n);
}

/** RFC 4291, section 2.2: groups of hexadecimal digits, one run of zeros as `::`, the last two groups as IPv4 or not. */
function parseIpv6(text: string): bigint | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head = '', tail] = halves;
  const before = groupsOf(head, tail === undefined);
  const after = tail === undefined ? [] : groupsOf(tail, true);
  if (!before || !after) return undefined;
  const missing = GROUPS - before.length - after.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  return [...before, ...Array<bigint>(missing).fill(0n), ...after].reduce(
    (value, group) => (value << BITS_OF_GROUP) | group,
    0n
  );
}

function groupsOf(text: string, mayEndInIpv4: boolean): readonly bigint[] | undefined {
  if (text === '') return [];
  const groups: bigint[] = [];
  const parts = text.split(':');
  for (const [index, part] of parts.entries()) {
    if (/^[0-9a-f]{1,4}$/i.test(part)) {
      groups.push(BigInt(`0x${part}`));
      continue;
    }
    const embedded = mayEndInIpv4 && index === parts.length - 1 ? parseIpv4(part) : undefined;
    if (embedded === undefined) return undefined;
    groups.push(embedded >> BITS_OF_GROUP, embedded & 0xffffn);
  }
  return groups;
}
