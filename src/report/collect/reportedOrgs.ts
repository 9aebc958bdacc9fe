import type { ReportedOrg } from '../reportData.js';
import type { Org } from './org.js';

/** What the config of each project says of its org, with the certificates that the project holds counted. */
export const reportedOrgs = (orgs: readonly Org[]): readonly ReportedOrg[] =>
  orgs.map(({ root, name, project, config, hosts }) => {
    const { inUse, planned, limit, warnAt } = config.org.certificates;
    return {
      project: root,
      name,
      myDomain: hosts[0] ?? null,
      infrastructure: config.org.infrastructure,
      privateConnect: config.org.privateConnect,
      certificates: {
        inUse: inUse ?? null,
        // Full names do not depend on case; a certificate in two package directories is one.
        tracked: new Set(project.all('Certificate').map(({ fullName }) => fullName.toLowerCase())).size,
        planned: planned.map((one) => ({
          name: one.name,
          integration: one.integration ?? null,
          by: one.by ?? null,
        })),
        limit,
        warnAt,
      },
      hasRegister: config.integrations.length > 0,
      warnDays: config.expiry.warnDays,
    };
  });
