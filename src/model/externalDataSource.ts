import { wantedElements } from '../xml/outline.js';
import type { ComponentBase, ElementReader, Field, Placed, Reference } from './component.js';

/** https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_externaldatasource.htm */
export interface ExternalDataSource extends ComponentBase<'ExternalDataSource'> {
  readonly label: Field | undefined;
  readonly endpoint: Field | undefined;
  readonly principalType: Field | undefined;
  readonly protocol: Field | undefined;
  /** The name of the certificate presented in the TLS handshake. */
  readonly certificate: Field | undefined;
  readonly username: Field | undefined;
  readonly password: Field | undefined;
  readonly oauthToken: Field | undefined;
  readonly oauthRefreshToken: Field | undefined;
  readonly customHttpHeaders: readonly CustomHttpHeader[];
}

/** A header of each request; its value is a formula. */
export interface CustomHttpHeader extends Placed {
  readonly headerFieldName: Field | undefined;
  readonly headerFieldValue: Field | undefined;
}

const LEAVES = [
  'label',
  'endpoint',
  'principalType',
  'protocol',
  'certificate',
  'username',
  'password',
  'oauthToken',
  'oauthRefreshToken',
] as const;

export const EXTERNAL_DATA_SOURCE_ELEMENTS = wantedElements(...LEAVES, 'customHttpHeaders');

export function readExternalDataSource(
  base: ComponentBase<'ExternalDataSource'>,
  root: ElementReader
): ExternalDataSource {
  const leaves = Object.fromEntries(LEAVES.map((name) => [name, root.field(name)])) as Record<
    (typeof LEAVES)[number],
    Field | undefined
  >;
  return {
    ...base,
    ...leaves,
    customHttpHeaders: root.children('customHttpHeaders', 'headerFieldName').map((header) => ({
      at: header.at,
      element: header.element,
      headerFieldName: header.field('headerFieldName'),
      headerFieldValue: header.field('headerFieldValue'),
    })),
  };
}

export const externalDataSourceReferences = (from: ExternalDataSource): readonly Reference[] => {
  const { certificate: name } = from;
  if (!name) return [];
  const to = { type: 'Certificate', fullName: name.value };
  return [{ from, to, role: 'ClientCertificate', at: name.at, element: name.element }];
};
