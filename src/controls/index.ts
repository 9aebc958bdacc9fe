import type { Framework } from './control.js';
import { integrationSecurityArchitecture } from './integrationSecurityArchitecture.js';
import { owasp } from './owasp.js';
import { securityBenchmark } from './securityBenchmark.js';
import { zeroTrust } from './zeroTrust.js';

/** What the rules answer to, but for CWE, in the order of the coverage page. A scan never loads them. */
export const frameworks: readonly Framework[] = [integrationSecurityArchitecture, zeroTrust, securityBenchmark, owasp];

/** What `attestations[].control` may name. */
export const controlIds: readonly string[] = frameworks.flatMap(({ controls }) => controls.map(({ id }) => id));
