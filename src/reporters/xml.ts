import Builder from 'fast-xml-builder';

/** An element: attributes begin with `@`, `#text` is its text, everything else an element or a list of them. */
export interface XmlNode {
  readonly [name: string]: number | string | XmlNode | readonly XmlNode[];
}

/** An XML document of the root element that `document` holds. */
export function xmlDocument(document: XmlNode): string {
  const builder = new Builder({
    attributeNamePrefix: '@',
    ignoreAttributes: false,
    format: true,
    suppressEmptyNode: true,
    // An attribute `x="true"` would become `x` alone, which is HTML.
    suppressBooleanAttributes: false,
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n${builder.build(document)}`;
}

/**
 * An inert text for XML, which has no way to write two characters that Unicode leaves undefined:
 * https://www.w3.org/TR/xml/#charsets
 */
export const xmlText = (text: string): string => text.replace(/[\uFFFE\uFFFF]/g, '\uFFFD');
