import { readCertificateBody, type CertificateBody, type X509Facts } from '../x509/certificateBody.js';
import type { Location } from '../location.js';
import { wantedElements } from '../xml/outline.js';
import type { ComponentBase, ElementReader, Field, Placed } from './component.js';

/** What the file beside a `-meta.xml`, or the text inside an app, holds of a certificate. */
export interface PlacedCertificateBody extends Placed {
  readonly body: CertificateBody;
}

/** https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_certificate.htm */
export interface Certificate extends ComponentBase<'Certificate'> {
  readonly masterLabel: Field | undefined;
  readonly caSigned: Field<boolean> | undefined;
  readonly expirationDate: Field | undefined;
  readonly keySize: Field | undefined;
  /** As written, since a build may put it in. Absent means true. */
  readonly privateKeyExportable: Field | undefined;
  /** The `.crt` file, where there is one. */
  readonly content: PlacedCertificateBody | undefined;
}

export const CERTIFICATE_ELEMENTS = wantedElements(
  'masterLabel',
  'caSigned',
  'expirationDate',
  'keySize',
  'privateKeyExportable'
);

/** `root` is missing when there is a `.crt` without its `-meta.xml`. */
export function readCertificate(
  base: ComponentBase<'Certificate'>,
  root: ElementReader | undefined,
  content: PlacedCertificateBody | undefined
): Certificate {
  return {
    ...base,
    masterLabel: root?.field('masterLabel'),
    caSigned: root?.flag('caSigned'),
    expirationDate: root?.field('expirationDate'),
    keySize: root?.field('keySize'),
    privateKeyExportable: root?.field('privateKeyExportable'),
    content,
  };
}

/**
 * A client certificate that Salesforce trusts for inbound mutual TLS.
 * https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_inboundcertificate.htm
 */
export interface InboundCertificate extends ComponentBase<'InboundCertificate'> {
  readonly masterLabel: Field | undefined;
  readonly expirationDate: Field | undefined;
  readonly issuer: Field | undefined;
  readonly content: PlacedCertificateBody | undefined;
}

export const INBOUND_CERTIFICATE_ELEMENTS = wantedElements('masterLabel', 'expirationDate', 'issuer');

/** `root` is missing when there is a body without its `-meta.xml`. */
export function readInboundCertificate(
  base: ComponentBase<'InboundCertificate'>,
  root: ElementReader | undefined,
  content: PlacedCertificateBody | undefined
): InboundCertificate {
  return {
    ...base,
    masterLabel: root?.field('masterLabel'),
    expirationDate: root?.field('expirationDate'),
    issuer: root?.field('issuer'),
    content,
  };
}

/** Reads the file that holds a certificate's body. */
export function readContent(file: string, text: string): PlacedCertificateBody {
  const body = readCertificateBody(text);
  return { body, at: contentLocation(file, text, body), element: 'content' };
}

/** Reads a certificate that an app holds inline, as PEM or as bare base64. */
export const readInlineCertificate = (field: Field): PlacedCertificateBody => ({
  body: readCertificateBody(field.value),
  at: field.at,
  element: field.element,
});

function contentLocation(file: string, text: string, body: CertificateBody): Location {
  if (body.kind !== 'certificates') return { file, start: 0, end: firstLineEnd(text, 0) };
  const { start } = body.certificates[0];
  return { file, start, end: firstLineEnd(text, start) };
}

function firstLineEnd(text: string, from: number): number {
  const end = text.slice(from, from + 200).search(/[\r\n]/);
  return end === -1 ? Math.min(text.length, from + 200) : from + end;
}

/** The certificate itself, without the chain behind it; undefined when the body is missing or no certificate. */
export const leafOf = (content: PlacedCertificateBody | undefined): X509Facts | undefined =>
  content?.body.kind === 'certificates' ? content.body.certificates[0] : undefined;

/**
 * The SHA-256 of the public key, the same for everything that holds this key: the certificate, one that renews it, and
 * the request that asks for one. Undefined when the body is missing or is neither.
 */
export function publicKeyOf(content: PlacedCertificateBody | undefined): string | undefined {
  const body = content?.body;
  return body?.kind === 'signingRequest' ? body.publicKeyFingerprint : leafOf(content)?.publicKeyFingerprint;
}

/** Why a certificate is not known, and the same in words, to follow its name: `is empty`. */
export interface BodyGap {
  readonly reason: 'missing-file' | 'redacted' | 'unreadable-certificate';
  readonly problem: string;
}

/** What keeps the certificate itself from being read; undefined when it can be. */
export function bodyGapOf(content: PlacedCertificateBody | undefined): BodyGap | undefined {
  switch (content?.body.kind) {
    case 'certificates':
      return undefined;
    case undefined:
      return { reason: 'missing-file', problem: 'has no body in the project' };
    case 'empty':
      return { reason: 'missing-file', problem: 'is empty' };
    case 'signingRequest':
      return { reason: 'missing-file', problem: 'is only a signing request so far' };
    case 'redacted':
      return { reason: 'redacted', problem: 'is blanked out, or put in by the build' };
    case 'unreadable':
      return { reason: 'unreadable-certificate', problem: `cannot be read: ${content!.body.reason}` };
  }
}

const DAY = 24 * 60 * 60 * 1000;

/** Dates of metadata and body differ by up to a day in sound projects; what differs by more is another certificate's. */
const SAME_END = 2 * DAY;

/**
 * When a certificate ends, in epoch milliseconds, and where that is written: the body's own date first, else the
 * `expirationDate` of the metadata (a date, which then counts to its end, or a date and time).
 */
export function endOf(certificate: Certificate | InboundCertificate): Field<number> | undefined {
  const leaf = leafOf(certificate.content);
  const written = writtenEndOf(certificate.expirationDate);
  if (!leaf) return written;
  const { at, element } = written && !hasTwoEnds(certificate) ? written : certificate.content!;
  return { value: leaf.notAfter, at, element };
}

/** Whether metadata and body give different ends, so that one of the two files is another certificate's. */
export function hasTwoEnds({ content, expirationDate }: Certificate | InboundCertificate): boolean {
  const leaf = leafOf(content);
  const written = writtenEndOf(expirationDate);
  return leaf !== undefined && written !== undefined && Math.abs(written.value - leaf.notAfter) > SAME_END;
}

/** Whether there is a body without its `-meta.xml`. */
export const isBodyOnly = ({ at, content }: Certificate | InboundCertificate): boolean => at.file === content?.at.file;

function writtenEndOf(date: Field | undefined): Field<number> | undefined {
  const start = date ? Date.parse(date.value) : NaN;
  if (Number.isNaN(start)) return undefined;
  return { ...date!, value: /^\d{4}-\d{2}-\d{2}$/.test(date!.value) ? start + DAY - 1 : start };
}
