import type { Field } from './component.js';
import { isPlaceholder } from './placeholder.js';

/** A URL's parts that rules ask for. */
export interface Endpoint {
  readonly scheme: 'http' | 'https';
  /** In lower case and ASCII, without a trailing dot; an IPv6 address in brackets. */
  readonly host: string;
  /** From 0 to 65535; what the scheme means by none, when the URL names none. */
  readonly port: number;
  /** Whether the URL itself says the port, be it the scheme's own. */
  readonly isPortWritten: boolean;
  /** Whether the URL holds a user name or a password before the host. */
  readonly hasUserInfo: boolean;
}

/** What a URL field holds: an endpoint, something a build puts in, or no URL at all. */
export type EndpointReading =
  | { readonly kind: 'endpoint'; readonly endpoint: Endpoint; readonly url: Field }
  | { readonly kind: 'placeholder'; readonly url: Field }
  | { readonly kind: 'invalid'; readonly url: Field };

/** Scheme, authority. A backslash has no part in either: the URL standard reads it as a slash, RFC 3986 does not. */
const HTTP_URL = /^(https?):\/\/([^/?#\\\s]+)(?=[/?#]|$)/i;
/** What comes before the path, also of something that is no URL yet: `${BASE}` of `${BASE}/v1`. */
const BEFORE_PATH = /^(?:[^/?#]*:\/\/)?[^/?#]*/;
/** A name or an IPv4 address, or an IPv6 address; braces and the like pass the URL standard and lead nowhere. */
const HOST = /^(?:[a-z0-9_.-]+|\[[0-9a-f:.]+\])$/;

/**
 * Reads a URL by the URL standard (https://url.spec.whatwg.org), never by looking for a substring. What RFC 3986 would
 * read in another way is `invalid`, since nobody knows which of the two the platform follows. A placeholder behind the
 * authority leaves the endpoint as clear as it is.
 *
 * @param isLeftOpen whether a part of the URL is put in by a build; `Project.endpoint` knows more of them than the shapes
 */
export function readEndpoint(url: Field, isLeftOpen: (text: string) => boolean = isPlaceholder): EndpointReading {
  if (isLeftOpen(BEFORE_PATH.exec(url.value)![0])) return { kind: 'placeholder', url };
  const endpoint = parseEndpoint(url.value);
  if (endpoint) return { kind: 'endpoint', endpoint, url };
  return { kind: isLeftOpen(url.value) ? 'placeholder' : 'invalid', url };
}

function parseEndpoint(text: string): Endpoint | undefined {
  const [, written, authority] = HTTP_URL.exec(text) ?? [];
  if (written === undefined || authority === undefined) return undefined;
  let parsed: URL;
  try {
    parsed = new URL(text);
  } catch {
    return undefined;
  }
  const scheme = written.toLowerCase() === 'http' ? 'http' : 'https';
  const host = parsed.hostname.replace(/\.$/, '');
  if (!HOST.test(host)) return undefined;
  return {
    scheme,
    host,
    port: parsed.port === '' ? (scheme === 'http' ? 80 : 443) : Number(parsed.port),
    isPortWritten: /:\d+$/.test(authority),
    hasUserInfo: parsed.username !== '' || parsed.password !== '',
  };
}

/**
 * What kind of Salesforce host a name is. Formats: the My Domain URL formats of Salesforce Help
 * (xcloud.domain_name_url_formats) and `sfdcUrl` of @salesforce/core.
 */
export type SalesforceHost = 'my-domain' | 'login' | 'instance' | 'api-gateway' | 'user-interface' | 'site';

const LABELS = '[a-z0-9-]+(?:\\.[a-z0-9-]+)*';
const MY_DOMAIN = new RegExp(
  `^${LABELS}\\.my\\.(?:salesforce\\.(?:com|mil)|sfcrmproducts\\.cn)$|^${LABELS}\\.my-salesforce\\.com$`
);
/** `na139`, `cs42`, `na1-api`, and Classic pages of a package, `ns.na4`. */
const INSTANCE = /^(?:[a-z0-9-]+\.)?[a-z]{2,4}\d{1,4}[a-z]?(?:-[a-z]+)?\.salesforce\.(?:com|mil)$/;
const USER_INTERFACE = new RegExp(
  `^${LABELS}\\.(?:` +
    'lightning\\.(?:force\\.com|crmforce\\.mil|sfcrmapps\\.cn)|my-lightning\\.com|' +
    '(?:vf|visual|file|content)\\.force\\.com|visualforce\\.com|my\\.salesforce-setup\\.com)$'
);
const SITE = new RegExp(`^${LABELS}\\.(?:my\\.site\\.com|my\\.salesforce-sites\\.com|force\\.com)$`);

/**
 * Judges a host, in lower case and without a trailing dot, by its registrable domain; undefined for everybody else's.
 * `acme.my.salesforce.com.example.net` and `xmy.salesforce.com` are third parties.
 */
export function salesforceHostKind(host: string): SalesforceHost | undefined {
  if (host === 'login.salesforce.com' || host === 'test.salesforce.com') return 'login';
  if (host === 'api.salesforce.com') return 'api-gateway';
  if (MY_DOMAIN.test(host)) return 'my-domain';
  if (INSTANCE.test(host)) return 'instance';
  if (USER_INTERFACE.test(host)) return 'user-interface';
  if (SITE.test(host)) return 'site';
  return undefined;
}

/** The machine itself, where no network is crossed. */
export const isLocalHost = (host: string): boolean =>
  host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(host);

/** The host of the Remote Site Setting that Salesforce puts into every org. */
export const HOST_IN_EVERY_ORG = 'www.apexdevnet.com';
