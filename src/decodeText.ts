import { isAscii, isUtf8 } from 'node:buffer';

/** The text of a file, or the words that say why it is none. */
export type DecodedText =
  | { readonly text: string; readonly problem?: undefined }
  | { readonly text?: undefined; readonly problem: string };

/** Decodes UTF-8, with or without a byte order mark. Offsets into the text do not count the mark. */
export function decodeText(bytes: Uint8Array): DecodedText {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff) || looksLikeUtf16(bytes)) {
    return { problem: 'is UTF-16; save it as UTF-8' };
  }
  // Most files are ASCII, which is copied faster than it is decoded.
  if (isAscii(buffer)) return { text: buffer.toString('latin1') };
  if (!isUtf8(buffer)) return { problem: 'is not UTF-8' };
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  return { text: buffer.toString('utf8', hasMark ? 3 : 0) };
}

/** `<` and a zero byte, in either order: XML in UTF-16 without a byte order mark. */
const looksLikeUtf16 = (bytes: Uint8Array): boolean =>
  (bytes[0] === 0x3c && bytes[1] === 0) || (bytes[0] === 0 && bytes[1] === 0x3c);
