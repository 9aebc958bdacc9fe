import type { Gateway } from '../config/config.js';

/** Whether a host is one of a gateway's own. `host` in lower case; `*.` of a pattern stands for any name below. */
export const reaches = (gateway: Gateway, host: string): boolean => matchLength(gateway, host) > 0;

/**
 * The gateway that a host belongs to, the one with the longest matching pattern where several do: `api.bank.example` goes
 * before `*.bank.example`. Undefined for a host of none.
 */
export function gatewayOfHost(gateways: readonly Gateway[], host: string): Gateway | undefined {
  let found: Gateway | undefined;
  let longest = 0;
  for (const gateway of gateways) {
    const length = matchLength(gateway, host);
    if (length <= longest) continue;
    found = gateway;
    longest = length;
  }
  return found;
}

/** How long the longest pattern is that matches; 0 for none. */
const matchLength = ({ hosts }: Gateway, host: string): number =>
  Math.max(0, ...hosts.filter((pattern) => matches(pattern, host)).map(({ length }) => length));

const matches = (pattern: string, host: string): boolean =>
  pattern.startsWith('*.') ? host.length >= pattern.length && host.endsWith(pattern.slice(1)) : pattern === host;
