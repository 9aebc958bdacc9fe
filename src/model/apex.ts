import type { Location } from '../location.js';

/**
 * What Apex says of certificates, the only thing that it is read for. Read on demand, and as text: what an expression
 * comes to is not worked out.
 */
export interface Apex {
  /** Those of the names that were looked for that stand there as string literals, in lower case. */
  readonly names: ReadonlySet<string>;
  /** In file order. */
  readonly clientCertificates: readonly ApexClientCertificate[];
}

/** A place that sets the client certificate of a callout. */
export interface ApexClientCertificate {
  /** Of the class or trigger. */
  readonly fullName: string;
  readonly at: Location;
  /** Whether the name stands there as a literal, and not as an expression. */
  readonly isLiteral: boolean;
}

/** A class or a trigger. */
export interface ApexSource {
  readonly file: string;
  readonly fullName: string;
  readonly text: string;
}

/**
 * `HttpRequest.setClientCertificateName`, and the variable of a stub that was made from a WSDL:
 * https://developer.salesforce.com/docs/atlas.en-us.apexcode.meta/apexcode/apex_callouts_client_certs.htm
 */
const CLIENT_CERTIFICATE = /\bsetClientCertificateName\s*\(\s*|\bclientCertName_x\s*=(?!=)\s*/gi;

/**
 * Reads classes and triggers one after the other, so that none has to be kept; `wanted` are the names to look for, in
 * lower case. Apex does not depend on case. Projects have thousands of classes, so that only those are taken apart that
 * have a name or a call somewhere, be it in a comment.
 */
export function readApex(sources: Iterable<ApexSource>, wanted: ReadonlySet<string>): Apex {
  const names = new Set<string>();
  const clientCertificates: ApexClientCertificate[] = [];
  const telling = new RegExp(['setClientCertificateName|clientCertName_x', ...[...wanted].map(quoted)].join('|'), 'i');
  for (const { file, fullName, text } of sources) {
    if (!telling.test(text)) continue;
    let codeStart = 0;
    for (const { isLiteral, start, end } of literalsAndComments(text)) {
      const value = isLiteral ? text.slice(start + 1, end - 1).toLowerCase() : '';
      if (wanted.has(value)) names.add(value);
      for (const { index, 0: found } of text.slice(codeStart, start).matchAll(CLIENT_CERTIFICATE)) {
        const from = codeStart + index;
        clientCertificates.push({
          fullName,
          at: { file, start: from, end: from + found.trimEnd().length },
          isLiteral: isLiteral && from + found.length === start,
        });
      }
      codeStart = end;
    }
  }
  return { names, clientCertificates };
}

const quoted = (name: string): string => `'${name.replace(/[^\w]/g, '\\$&')}'`;

interface Stretch {
  readonly isLiteral: boolean;
  readonly start: number;
  readonly end: number;
}

/** In file order, and the empty stretch at the end of the text, so that all code lies before one of them. */
function* literalsAndComments(text: string): Generator<Stretch> {
  const opening = /\/\/|\/\*|'/g;
  for (let found = opening.exec(text); found; found = opening.exec(text)) {
    const start = found.index;
    const isLiteral = found[0] === "'";
    const end = isLiteral
      ? endOfLiteral(text, start + 1)
      : endOfComment(text, start + 2, found[0] === '//' ? '\n' : '*/');
    yield { isLiteral, start, end };
    opening.lastIndex = end;
  }
  yield { isLiteral: false, start: text.length, end: text.length };
}

/** A literal without its closing quote ends with its line. */
function endOfLiteral(text: string, from: number): number {
  const closing = /['\\\r\n]/g;
  closing.lastIndex = from;
  for (let found = closing.exec(text); found; found = closing.exec(text)) {
    if (found[0] === "'") return closing.lastIndex;
    if (found[0] !== '\\') return found.index;
    closing.lastIndex += 1;
  }
  return text.length;
}

function endOfComment(text: string, from: number, closing: string): number {
  const end = text.indexOf(closing, from);
  return end === -1 ? text.length : end + closing.length;
}
