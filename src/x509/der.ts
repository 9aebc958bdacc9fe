/**
 * One element of DER (ITU-T X.690): its identifier octet and where it lies, as byte offsets into the buffer it was read
 * from. `start` is the identifier octet, `content` the first octet of the value, `end` is exclusive.
 */
export interface DerElement {
  readonly tag: number;
  readonly start: number;
  readonly content: number;
  readonly end: number;
}

/** The identifier octets (X.690 8.1.2) that certificates and signing requests use. */
export const DerTag = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectIdentifier: 0x06,
  utf8String: 0x0c,
  numericString: 0x12,
  printableString: 0x13,
  teletexString: 0x14,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  visibleString: 0x1a,
  bmpString: 0x1e,
  sequence: 0x30,
  set: 0x31,
  context0: 0xa0,
  context3: 0xa3,
} as const;

/** Longer object identifiers are hostile: the longest in use, under 2.25 (a UUID), take 20 octets. */
const MAXIMUM_OBJECT_IDENTIFIER_LENGTH = 64;

/**
 * Reads the element that begins at `start` and must end at or before `limit`. Returns undefined where there is none:
 * no octets left, a tag number above 30, an indefinite length (BER, not DER) or a length that reaches past `limit`.
 */
export function readElement(bytes: Buffer, start: number, limit: number): DerElement | undefined {
  const tag = bytes[start];
  const firstLengthOctet = bytes[start + 1];
  if (tag === undefined || firstLengthOctet === undefined || start + 2 > limit || (tag & 0x1f) === 0x1f) {
    return undefined;
  }
  let content = start + 2;
  let length = firstLengthOctet;
  if (firstLengthOctet >= 0x80) {
    const lengthOctets = firstLengthOctet & 0x7f;
    // Four octets count 4 GiB; 0x80 alone is the indefinite form.
    if (lengthOctets === 0 || lengthOctets > 4 || content + lengthOctets > limit) {
      return undefined;
    }
    length = bytes.readUIntBE(content, lengthOctets);
    content += lengthOctets;
  }
  const end = content + length;
  return end > limit ? undefined : { tag, start, content, end };
}

/** Reads the elements that fill `parent` exactly; undefined where one is malformed or octets are left over. */
export function readChildren(bytes: Buffer, parent: DerElement): readonly DerElement[] | undefined {
  const children: DerElement[] = [];
  for (let offset = parent.content; offset < parent.end;) {
    const child = readElement(bytes, offset, parent.end);
    if (child === undefined) {
      return undefined;
    }
    children.push(child);
    offset = child.end;
  }
  return children;
}

/** The children of a SEQUENCE; undefined if there is no element, it is something else, or it is malformed. */
export function readSequence(bytes: Buffer, element: DerElement | undefined): readonly DerElement[] | undefined {
  return element?.tag === DerTag.sequence ? readChildren(bytes, element) : undefined;
}

/** An OBJECT IDENTIFIER in dotted form (X.690 8.19); undefined for another element, a malformed or an absurd one. */
export function readObjectIdentifier(bytes: Buffer, element: DerElement | undefined): string | undefined {
  if (element?.tag !== DerTag.objectIdentifier) {
    return undefined;
  }
  const length = element.end - element.content;
  if (length === 0 || length > MAXIMUM_OBJECT_IDENTIFIER_LENGTH || ((bytes[element.end - 1] ?? 0x80) & 0x80) !== 0) {
    return undefined;
  }
  const arcs: bigint[] = [];
  let arc = 0n;
  for (const octet of bytes.subarray(element.content, element.end)) {
    arc = (arc << 7n) | BigInt(octet & 0x7f);
    if ((octet & 0x80) !== 0) {
      continue;
    }
    if (arcs.length === 0) {
      // The first two arcs share one number: 40 × first + second, and only under arc 2 may the second exceed 39.
      const first = arc < 80n ? arc / 40n : 2n;
      arcs.push(first, arc - first * 40n);
    } else {
      arcs.push(arc);
    }
    arc = 0n;
  }
  return arcs.join('.');
}

/** How many bits the magnitude of an INTEGER takes, without the leading zeros; undefined for another element. */
export function readBitLength(bytes: Buffer, element: DerElement | undefined): number | undefined {
  if (element?.tag !== DerTag.integer) {
    return undefined;
  }
  let first = element.content;
  while (first < element.end && bytes[first] === 0) {
    first += 1;
  }
  return first === element.end ? 0 : (element.end - first) * 8 - (Math.clz32(bytes[first] ?? 0) - 24);
}

/** UTCTime and GeneralizedTime in UTC, as RFC 5280 4.1.2.5 wants them; certificates of the 1990s leave out seconds. */
const TIME = /^(\d{2}|\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?Z$/;

/** A Time as epoch milliseconds; undefined for another element, another notation or a day that does not exist. */
export function readTime(bytes: Buffer, element: DerElement | undefined): number | undefined {
  const yearDigits = element?.tag === DerTag.utcTime ? 2 : element?.tag === DerTag.generalizedTime ? 4 : undefined;
  if (element === undefined || yearDigits === undefined || element.end - element.content > 15) {
    return undefined;
  }
  const match = TIME.exec(bytes.toString('latin1', element.content, element.end));
  if (match?.[1]?.length !== yearDigits) {
    return undefined;
  }
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1)
    .map((digits: string | undefined) => Number(digits ?? 0));
  // RFC 5280 4.1.2.5.1: two-digit years from 50 on are of the 20th century.
  const fullYear = yearDigits === 4 ? year : year >= 50 ? 1900 + year : 2000 + year;
  const date = new Date(0);
  // Not Date.UTC: it takes the years 0 to 99 for 1900 to 1999.
  date.setUTCFullYear(fullYear, month - 1, day);
  date.setUTCHours(hour, minute, second);
  const exists =
    date.getUTCMonth() === month - 1 && date.getUTCDate() === day && hour < 24 && minute < 60 && second < 60;
  return exists ? date.getTime() : undefined;
}
