import type { Field } from './component.js';
import { isPlaceholder } from './placeholder.js';

/** A URL's parts that rules ask for. Host in lower case, without a trailing dot. */
export interface Endpoint {
  readonly scheme: string;
  readonly host: string;
  /** As written; undefined when the URL names none, also when it names the scheme's default one explicitly: see `isPortWritten`. */
  readonly port: number;
  /** Whether the URL itself says the port. */
  readonly isPortWritten: boolean;
  /** Whether the URL holds a user name or a password before the host. */
  readonly hasUserInfo: boolean;
}

/** What a URL field holds: an endpoint, something a build puts in, or no URL at all. */
export type EndpointReading =
  | { readonly kind: 'endpoint'; readonly endpoint: Endpoint; readonly url: Field }
  | { readonly kind: 'placeholder'; readonly url: Field }
  | { readonly kind: 'invalid'; readonly url: Field };

const DEFAULT_PORTS: Readonly<Record<string, number>> = { http: 80, https: 443 };

/** Reads a URL by the rules of the WHATWG URL standard, as the platform's HTTP client does: never by looking for a substring. */
export function readEndpoint(url: Field): EndpointReading {
  if (isPlaceholder(url.value)) return { kind: 'placeholder', url };
  let parsed: URL;
  try {
    parsed = new URL(url.value);
  } catch {
    return { kind: 'invalid', url };
  }
  const scheme = parsed.protocol.slice(0, -1);
  if (parsed.hostname === '' || !(scheme in DEFAULT_PORTS)) return { kind: 'invalid', url };
  const authority = /^[a-z]+:[\\/]*([^\\/?#]*)/i.exec(url.value.trim())?.[1] ?? '';
  return {
    kind: 'endpoint',
    url,
    endpoint: {
      scheme,
      host: parsed.hostname.toLowerCase().replace(/\.$/, ''),
      port: parsed.port === '' ? DEFAULT_PORTS[scheme]! : Number(parsed.port),
      isPortWritten: /:\d+$/.test(authority),
      hasUserInfo: parsed.username !== '' || parsed.password !== '',
    },
  };
}

/**
 * What kind of Salesforce host a name is; undefined for everybody else's. Formats: the My Domain URL formats of
 * Salesforce Help (xcloud.domain_name_url_formats) and `sfdcUrl` of @salesforce/core.
 */
export type SalesforceHost = 'my-domain' | 'login' | 'instance' | 'api-gateway' | 'user-interface' | 'site';

const LABELS = '[a-z0-9-]+(?:\\.[a-z0-9-]+)*';
const MY_DOMAIN = new RegExp(
  `^${LABELS}\\.my\\.(?:salesforce\\.(?:com|mil)|sfcrmproducts\\.cn)$|^${LABELS}\\.my-salesforce\\.com$`
);
const INSTANCE = /^(?:[a-z]{2,4}\d{1,4}[a-z]?)(?:-[a-z]+)?\.salesforce\.(?:com|mil)$/;
const SITE = new RegExp(`^${LABELS}\\.(?:my\\.site\\.com|my\\.salesforce-sites\\.com|secure\\.force\\.com|force\\.com)$`);
const USER_INTERFACE = new RegExp(
  `^${LABELS}\\.(?:lightning\\.force\\.(?:com|mil)|vf\\.force\\.com|visual\\.force\\.com|visualforce\\.com|my\\.salesforce-setup\\.com|file\\.force\\.com|content\\.force\\.com)$`
);

/** Judges a host by its registrable domain; `acme.my.salesforce.com.example.net` is a third party. */
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
