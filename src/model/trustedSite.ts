import { wantedElements } from '../xml/outline.js';
import type { ComponentBase, ElementReader, Field } from './component.js';

/**
 * What pages may load from a site, each a directive of the Content Security Policy. A file that names none, or sets all
 * to false, means all of them.
 */
const DIRECTIVES = [
  'isApplicableToConnectSrc',
  'isApplicableToFontSrc',
  'isApplicableToFrameSrc',
  'isApplicableToImgSrc',
  'isApplicableToMediaSrc',
  'isApplicableToStyleSrc',
] as const;
export type CspDirective = (typeof DIRECTIVES)[number];

/** https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_csptrustedsite.htm */
export interface CspTrustedSite extends ComponentBase<'CspTrustedSite'> {
  readonly endpointUrl: Field | undefined;
  readonly isActive: Field<boolean> | undefined;
  /** What the site is trusted for; never empty. */
  readonly directives: readonly CspDirective[];
}

/** https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_corswhitelistorigin.htm */
export interface CorsWhitelistOrigin extends ComponentBase<'CorsWhitelistOrigin'> {
  readonly urlPattern: Field | undefined;
}

export const CSP_TRUSTED_SITE_ELEMENTS = wantedElements('endpointUrl', 'isActive', ...DIRECTIVES);
export const CORS_WHITELIST_ORIGIN_ELEMENTS = wantedElements('urlPattern');

export function readCspTrustedSite(base: ComponentBase<'CspTrustedSite'>, root: ElementReader): CspTrustedSite {
  const directives = DIRECTIVES.filter((name) => root.flag(name)?.value);
  return {
    ...base,
    endpointUrl: root.field('endpointUrl'),
    isActive: root.flag('isActive'),
    directives: directives.length > 0 ? directives : DIRECTIVES,
  };
}

export const readCorsWhitelistOrigin = (
  base: ComponentBase<'CorsWhitelistOrigin'>,
  root: ElementReader
): CorsWhitelistOrigin => ({ ...base, urlPattern: root.field('urlPattern') });
