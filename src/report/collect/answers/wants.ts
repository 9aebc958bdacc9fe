import type { Org } from '../org.js';

/** What a rule has nothing to look at without. */
export interface Want {
  /** To follow "had nothing to look at:", without a final period. */
  readonly reason: string;
  /** Whether people would have to write it down; otherwise the project just has none of it. */
  readonly isRegister: boolean;
}

const REGISTER: Want = { reason: 'the register (integrations) is empty', isRegister: true };

const ofRegister = ({ config }: Org): Want | undefined => (config.integrations.length === 0 ? REGISTER : undefined);

/** Rules that are silent in an org with components of their types, since what they compare is not there. */
const WANTS: Readonly<Record<string, (org: Org) => Want | undefined>> = {
  'certificate-owner-missing': ofRegister,
  'integration-gateway-bypassed': (org) =>
    ofRegister(org) ??
    (org.config.gateways.length === 0 ? { reason: 'the config names no gateway', isRegister: false } : undefined),
  'integration-owner-missing': ofRegister,
  'integration-review-overdue': ofRegister,
  'integration-unregistered': ofRegister,
  'login-ip-range-too-broad': ({ project }) =>
    project.all('Profile').some(({ loginIpRanges }) => loginIpRanges.length > 0)
      ? undefined
      : { reason: 'no profile of the project has login IP ranges', isRegister: false },
  'private-connect-not-evaluated': ofRegister,
};

/** What keeps a rule from having anything to look at in an org; undefined where nothing does. */
export const wantsOf = (rule: string, org: Org): Want | undefined => WANTS[rule]?.(org);
