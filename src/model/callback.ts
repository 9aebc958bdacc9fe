import type { Field } from './component.js';

/** Schemes that a browser opens by itself. */
const WEB_SCHEMES: ReadonlySet<string> = new Set(['http', 'https']);

/**
 * The scheme of a callback URL in lower case; undefined where there is none. In `localhost:1717/done` the colon stands
 * before a port.
 */
export const schemeOf = ({ value }: Field): string | undefined =>
  /^([a-z][a-z0-9+.-]*):(?!\d)/i.exec(value)?.[1]?.toLowerCase();

/** Whether a callback leads to an app on the user's device, `bankapp://done`: any other app there can claim the scheme. */
export function hasCustomScheme(callback: Field): boolean {
  const scheme = schemeOf(callback);
  return scheme !== undefined && !WEB_SCHEMES.has(scheme);
}
