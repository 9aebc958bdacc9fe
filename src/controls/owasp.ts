import type { Framework } from './control.js';

const API = 'API Security Top 10, 2023';
const IDENTITIES = 'Non-Human Identities Top 10, 2025';

const APEX = 'It is about the code that answers a request; this tool reads no code but for the names in it.';

/** Both lists are of OWASP and licensed CC BY-SA 4.0: the ids and names of the risks are theirs, the rest is ours. */
export const owasp: Framework = {
  prefix: 'OWASP',
  title: 'OWASP Top 10 lists',
  about: `The [API Security Top 10](https://owasp.org/API-Security/editions/2023/en/0x11-t10/) of 2023 and the
[Non-Human Identities Top 10](https://owasp.org/www-project-non-human-identities-top-10/2025/top-10-2025/) of 2025. A rule is named only
where its finding is that risk.`,
  controls: [
    { id: 'OWASP-API1:2023', group: API, title: 'Broken Object Level Authorization', person: APEX },
    {
      id: 'OWASP-API2:2023',
      group: API,
      title: 'Broken Authentication',
      person: 'APIs that Apex offers, and what they ask of a caller, are code.',
    },
    {
      id: 'OWASP-API3:2023',
      group: API,
      title: 'Broken Object Property Level Authorization',
      person: 'Rules see which fields an identity may read; which ones Apex returns is code.',
    },
    {
      id: 'OWASP-API4:2023',
      group: API,
      title: 'Unrestricted Resource Consumption',
      person: 'Limits are those of the platform and of a gateway.',
    },
    { id: 'OWASP-API5:2023', group: API, title: 'Broken Function Level Authorization', person: APEX },
    { id: 'OWASP-API6:2023', group: API, title: 'Unrestricted Access to Sensitive Business Flows', person: APEX },
    { id: 'OWASP-API7:2023', group: API, title: 'Server Side Request Forgery', person: APEX },
    {
      id: 'OWASP-API8:2023',
      group: API,
      title: 'Security Misconfiguration',
      person: 'Most of what a server is set up with is not in the metadata of an org.',
    },
    {
      id: 'OWASP-API9:2023',
      group: API,
      title: 'Improper Inventory Management',
      config: ['integrations', 'integrations[].owner', 'integrations[].reviewed'],
      person: 'A register is as good as those who keep it.',
    },
    {
      id: 'OWASP-API10:2023',
      group: API,
      title: 'Unsafe Consumption of APIs',
      person: 'How a response is checked before it is used is code.',
    },
    {
      id: 'OWASP-NHI1:2025',
      group: IDENTITIES,
      title: 'Improper Offboarding',
      config: ['integrations[].owner'],
      person: 'Whether a user or an app is still in use, its login history shows.',
    },
    {
      id: 'OWASP-NHI2:2025',
      group: IDENTITIES,
      title: 'Secret Leakage',
      person: 'Logs, other systems and the history of the repository are not looked at.',
    },
    {
      id: 'OWASP-NHI3:2025',
      group: IDENTITIES,
      title: 'Vulnerable Third-Party NHI',
      person: 'How a vendor guards the tokens it holds is not in the metadata.',
    },
    {
      id: 'OWASP-NHI4:2025',
      group: IDENTITIES,
      title: 'Insecure Authentication',
      person: 'How a partner authenticates those who call it is not in the project.',
    },
    {
      id: 'OWASP-NHI5:2025',
      group: IDENTITIES,
      title: 'Overprivileged NHI',
      config: ['sync.include', 'sync.allow'],
      person: 'Which user has which permission set is data of the org, and in no metadata file.',
    },
    {
      id: 'OWASP-NHI6:2025',
      group: IDENTITIES,
      title: 'Insecure Cloud Deployment Configurations',
      person: 'Pipelines and their identities are configured outside the metadata.',
    },
    {
      id: 'OWASP-NHI7:2025',
      group: IDENTITIES,
      title: 'Long-Lived Secrets',
      person: 'When a secret was last changed is in the org or in the vault.',
    },
    {
      id: 'OWASP-NHI8:2025',
      group: IDENTITIES,
      title: 'Environment Isolation',
      person: 'A project does not say which of its orgs is production.',
    },
    {
      id: 'OWASP-NHI9:2025',
      group: IDENTITIES,
      title: 'NHI Reuse',
      person: 'Who else holds a credential is in no file.',
    },
    {
      id: 'OWASP-NHI10:2025',
      group: IDENTITIES,
      title: 'Human Use of NHI',
      person: 'Who signs in with an identity, its login history shows.',
    },
  ],
};
