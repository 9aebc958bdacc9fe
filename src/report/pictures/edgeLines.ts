import type { TopologyEdge } from '../document.js';

/** What stands at an edge, a line each: how it is made, and for how many where it is more than one. */
export const edgeLines = ({ transport, authentication, integrations }: TopologyEdge): readonly string[] => [
  ...(transport === UNKNOWN && authentication === UNKNOWN
    ? [UNKNOWN]
    : [transport === UNKNOWN ? 'transport not known' : transport, authenticationInWords(authentication)]),
  ...(integrations.length > 1 ? [`${integrations.length} integrations`] : []),
];

const UNKNOWN = 'not known';

function authenticationInWords(authentication: string): string {
  if (authentication === UNKNOWN) return 'authentication not known';
  return authentication === 'none' ? 'no authentication' : authentication;
}
