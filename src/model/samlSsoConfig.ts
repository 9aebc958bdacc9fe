import { wantedElements } from '../xml/outline.js';
import type { ComponentBase, ElementReader, Field, Reference } from './component.js';

/**
 * An identity provider that the org trusts by SAML.
 * https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_samlssoconfig.htm
 */
export interface SamlSsoConfig extends ComponentBase<'SamlSsoConfig'> {
  /** `RSA-SHA1` or `RSA-SHA256`, for the requests that the org sends. */
  readonly requestSignatureMethod: Field | undefined;
  /** Whether the digest uses the hash of the signature; SHA-1 otherwise. */
  readonly useSameDigestAlgoForSigning: Field<boolean> | undefined;
  /** Whether requests of a single logout are signed as the others; with RSA-SHA1 otherwise. */
  readonly useConfigRequestMethod: Field<boolean> | undefined;
  /** Where requests of a single logout go. */
  readonly singleLogoutUrl: Field | undefined;
  /** Name of the Certificate that decrypts assertions. */
  readonly decryptionCertificate: Field | undefined;
  /** Record id of the Certificate that signs requests. */
  readonly requestSigningCertId: Field | undefined;
}

export const SAML_SSO_CONFIG_ELEMENTS = wantedElements(
  'requestSignatureMethod',
  'useSameDigestAlgoForSigning',
  'useConfigRequestMethod',
  'singleLogoutUrl',
  'decryptionCertificate',
  'requestSigningCertId'
);

export const readSamlSsoConfig = (base: ComponentBase<'SamlSsoConfig'>, root: ElementReader): SamlSsoConfig => ({
  ...base,
  requestSignatureMethod: root.field('requestSignatureMethod'),
  useSameDigestAlgoForSigning: root.flag('useSameDigestAlgoForSigning'),
  useConfigRequestMethod: root.flag('useConfigRequestMethod'),
  singleLogoutUrl: root.field('singleLogoutUrl'),
  decryptionCertificate: root.field('decryptionCertificate'),
  requestSigningCertId: root.field('requestSigningCertId'),
});

export const samlSsoConfigReferences = (from: SamlSsoConfig): readonly Reference[] => {
  const { decryptionCertificate: name } = from;
  if (!name) return [];
  const to = { type: 'Certificate', fullName: name.value };
  return [{ from, to, role: 'decryptionCertificate', at: name.at, element: name.element }];
};
