import { wantedElements } from '../xml/outline.js';
import type { ComponentBase, ElementReader, Field } from './component.js';

/** https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_remotesitesetting.htm */
export interface RemoteSiteSetting extends ComponentBase<'RemoteSiteSetting'> {
  readonly url: Field | undefined;
  readonly isActive: Field<boolean> | undefined;
  /** Whether code in an HTTPS session may exchange data with the site over HTTP. */
  readonly disableProtocolSecurity: Field<boolean> | undefined;
  readonly description: Field | undefined;
}

export const REMOTE_SITE_SETTING_ELEMENTS = wantedElements(
  'url',
  'isActive',
  'disableProtocolSecurity',
  'description'
);

export const readRemoteSiteSetting = (
  base: ComponentBase<'RemoteSiteSetting'>,
  root: ElementReader
): RemoteSiteSetting => ({
  ...base,
  url: root.field('url'),
  isActive: root.flag('isActive'),
  disableProtocolSecurity: root.flag('disableProtocolSecurity'),
  description: root.field('description'),
});

const AUTH_PROVIDER_URLS = ['authorizeUrl', 'tokenUrl', 'userInfoUrl'] as const;

/** https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_authproviders.htm */
export interface AuthProvider extends ComponentBase<'AuthProvider'> {
  readonly providerType: Field | undefined;
  readonly consumerKey: Field | undefined;
  readonly consumerSecret: Field | undefined;
  readonly ecKey: Field | undefined;
  readonly isPkceEnabled: Field<boolean> | undefined;
  /** Whether API responses hold the encrypted consumer secret, as they do by default. */
  readonly sendSecretInApis: Field<boolean> | undefined;
  /** Of `authorizeUrl`, `tokenUrl` and `userInfoUrl`, those that are there. */
  readonly urls: readonly Field[];
}

export const AUTH_PROVIDER_ELEMENTS = wantedElements(
  'providerType',
  'consumerKey',
  'consumerSecret',
  'ecKey',
  'isPkceEnabled',
  'sendSecretInApis',
  ...AUTH_PROVIDER_URLS
);

export const readAuthProvider = (base: ComponentBase<'AuthProvider'>, root: ElementReader): AuthProvider => ({
  ...base,
  providerType: root.field('providerType'),
  consumerKey: root.field('consumerKey'),
  consumerSecret: root.field('consumerSecret'),
  ecKey: root.field('ecKey'),
  isPkceEnabled: root.flag('isPkceEnabled'),
  sendSecretInApis: root.flag('sendSecretInApis'),
  urls: AUTH_PROVIDER_URLS.flatMap((name) => root.fields(name)),
});
