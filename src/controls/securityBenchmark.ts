import type { Framework } from './control.js';

const FOUNDATIONS = 'Foundations';
const OAUTH = 'OAuth apps';
const INTEGRATIONS = 'Integrations';
const ACCESS = 'Access controls';
const AUTHENTICATION = 'Authentication';
const CODE = 'Code';
const PORTALS = 'Customer portals';
const DATA = 'Data';
const DEPLOYMENTS = 'Deployments';
const FILES = 'Files';
const CONFIGURATION = 'Security configuration';

const REASONS = 'Which people have the permission is data of the org, and the reason is theirs to give.';
const CODE_REVIEW = 'It is about code and how it is reviewed; this tool looks at the metadata of integrations.';
const PORTAL_CODE = 'It is about what sites show to their users; this tool looks at the metadata of integrations.';
const LINKS = 'Public links are records of the org.';
const HEALTH_CHECK = 'Health Check runs in the org, and its baseline is a decision.';

/** The controls of the Security Benchmark for Salesforce 0.3.0. It is licensed CC BY-SA 4.0: only the ids are theirs. */
export const securityBenchmark: Framework = {
  prefix: 'SBS',
  title: 'Security Benchmark for Salesforce',
  about: `The [benchmark](https://docs.securitybenchmark.org/) for whole orgs, version 0.3.0. It is larger than this tool: most of what it
asks is about users, code and processes. The ids are the benchmark's, the words are ours.`,
  controls: [
    {
      id: 'SBS-FDNS-001',
      group: FOUNDATIONS,
      title: 'One place that holds all security settings, exceptions, reasons and inventories',
      config: ['integrations'],
      person: 'The register holds the integrations; the rest of such a place is not in a project.',
    },
    {
      id: 'SBS-OAUTH-001',
      group: OAUTH,
      title: 'Apps are installed by an administrator, not merely connected by users',
      person: 'Which apps users have connected is shown under Connected Apps OAuth Usage in Setup.',
    },
    {
      id: 'SBS-OAUTH-002',
      group: OAUTH,
      title: 'Profiles and permission sets alone decide who may use an app',
      person: 'Apps of packages, and assignments made in the org, are not in the project.',
    },
    {
      id: 'SBS-OAUTH-003',
      group: OAUTH,
      title: 'Each app is recorded, with a rating of how much depends on it',
      config: ['integrations[].components', 'integrations[].criticality'],
      person: 'How critical an app is, the business says.',
    },
    {
      id: 'SBS-OAUTH-004',
      group: OAUTH,
      title: 'Security documents of the vendors of critical apps are on file',
      person: 'Documents of vendors are not metadata.',
    },
    {
      id: 'SBS-INT-001',
      group: INTEGRATIONS,
      title: 'Browser extensions that reach the org are governed',
      person: 'Browsers are managed outside Salesforce.',
    },
    {
      id: 'SBS-INT-002',
      group: INTEGRATIONS,
      title: 'Each Remote Site Setting is inventoried and has a reason',
      config: ['integrations[].components', 'integrations[].justification'],
      person: 'The reason is for its owner to give.',
    },
    {
      id: 'SBS-INT-003',
      group: INTEGRATIONS,
      title: 'Each Named Credential is inventoried and has a reason',
      config: ['integrations[].components', 'integrations[].justification'],
      person: 'The reason is for its owner to give.',
    },
    {
      id: 'SBS-INT-004',
      group: INTEGRATIONS,
      title: 'Logs of API use are kept for 30 days',
      person: 'How long logs are kept, in the org or exported, is not in the metadata.',
    },
    {
      id: 'SBS-ACS-001',
      group: ACCESS,
      title: 'Permission sets, groups and profiles follow a documented model',
      person: 'The model is a document of the team.',
    },
    {
      id: 'SBS-ACS-002',
      group: ACCESS,
      title: 'Each grant of API access has a reason',
      config: ['integrations[].justification'],
      person: REASONS,
    },
    {
      id: 'SBS-ACS-003',
      group: ACCESS,
      title: 'Few may use apps that are not installed, each with a reason',
      person: REASONS,
    },
    {
      id: 'SBS-ACS-004',
      group: ACCESS,
      title: 'Whoever sees all data, changes all data and manages users has a documented reason',
      person: REASONS,
    },
    {
      id: 'SBS-ACS-005',
      group: ACCESS,
      title: 'Users have custom profiles, not standard ones',
      person: 'Which profile a user has is data of the org.',
    },
    {
      id: 'SBS-ACS-006',
      group: ACCESS,
      title: 'Few may use any API client, each with a reason',
      person: REASONS,
    },
    {
      id: 'SBS-ACS-007',
      group: ACCESS,
      title: 'Non-human users are inventoried',
      config: ['integrations', 'sync.include'],
      person: 'Users are data of the org; a project shows the permissions that are made for them.',
    },
    {
      id: 'SBS-ACS-008',
      group: ACCESS,
      title: 'Non-human users have no broad permissions, but for a documented reason',
      config: ['sync.include', 'sync.allow'],
      person: REASONS,
    },
    {
      id: 'SBS-ACS-009',
      group: ACCESS,
      title: 'Non-human users with broad permissions have controls that make up for them',
      person: 'Controls outside the project, such as a monitoring service or a rotation job, do not show in it.',
    },
    {
      id: 'SBS-ACS-010',
      group: ACCESS,
      title: 'All access is reviewed and confirmed once a year',
      config: ['integrations[].reviewed'],
      person: 'A review is held by people.',
    },
    {
      id: 'SBS-ACS-011',
      group: ACCESS,
      title: 'Changes of access are approved and leave a record',
      person: 'Approval is a process of the team.',
    },
    {
      id: 'SBS-ACS-012',
      group: ACCESS,
      title: 'It is written down whose login hours are limited or watched',
      person: 'The classification is a document, and who has which profile is data of the org.',
    },
    {
      id: 'SBS-AUTH-001',
      group: AUTHENTICATION,
      title: 'Logins with a Salesforce password are off for the whole org',
      person: 'It is about logins of people, and no rule looks at it.',
    },
    {
      id: 'SBS-AUTH-002',
      group: AUTHENTICATION,
      title: 'Users who may sign in past single sign-on are few and documented',
      person: 'Which users they are is data of the org.',
    },
    {
      id: 'SBS-AUTH-003',
      group: AUTHENTICATION,
      title: 'Login IP ranges of profiles do not let everybody in',
    },
    {
      id: 'SBS-AUTH-004',
      group: AUTHENTICATION,
      title: 'External users who see much sensitive data have a strong second factor',
      person: 'Second factors are registered by users, and what a user sees is data of the org.',
    },
    {
      id: 'SBS-CODE-001',
      group: CODE,
      title: 'Code is reviewed by a second person before it is merged',
      person: CODE_REVIEW,
    },
    {
      id: 'SBS-CODE-002',
      group: CODE,
      title: 'Apex and Lightning web components are scanned before they are merged',
      person: CODE_REVIEW,
    },
    {
      id: 'SBS-CODE-003',
      group: CODE,
      title: 'Apex writes logs that last',
      person: CODE_REVIEW,
    },
    {
      id: 'SBS-CODE-004',
      group: CODE,
      title: 'No secrets and no personal data in logs',
      person: CODE_REVIEW,
    },
    {
      id: 'SBS-CPORTAL-001',
      group: PORTALS,
      title: 'Apex of a portal does not let its callers choose the records',
      person: PORTAL_CODE,
    },
    {
      id: 'SBS-CPORTAL-002',
      group: PORTALS,
      title: 'Guests of a portal reach no more objects than they must',
      person: PORTAL_CODE,
    },
    {
      id: 'SBS-DATA-001',
      group: DATA,
      title: 'Long text fields are searched for regulated data',
      person: 'What fields contain is data of the org.',
    },
    {
      id: 'SBS-DATA-002',
      group: DATA,
      title: 'Long text fields with regulated data are inventoried',
      person: 'What fields contain is data of the org.',
    },
    {
      id: 'SBS-DATA-003',
      group: DATA,
      title: 'Data and metadata are backed up, and restoring is rehearsed',
      person: 'Backups are made and kept outside the org.',
    },
    {
      id: 'SBS-DATA-004',
      group: DATA,
      title: 'The history of sensitive fields is kept',
      person: 'Which fields are sensitive is known only where somebody classified them.',
    },
    {
      id: 'SBS-DEP-001',
      group: DEPLOYMENTS,
      title: 'One identity deploys, and does nothing else',
      person: 'Who deploys shows in the history of deployments.',
    },
    {
      id: 'SBS-DEP-002',
      group: DEPLOYMENTS,
      title: 'There is a list of metadata that nobody edits in production',
      person: 'The list is a decision of the team.',
    },
    {
      id: 'SBS-DEP-003',
      group: DEPLOYMENTS,
      title: 'Changes of such metadata that were not deployed raise an alarm',
      person: 'Changes show in the audit trail of the org.',
    },
    {
      id: 'SBS-DEP-004',
      group: DEPLOYMENTS,
      title: 'Metadata is deployed from source control, by a pipeline',
      person: 'A project does not say how it is deployed.',
    },
    {
      id: 'SBS-DEP-005',
      group: DEPLOYMENTS,
      title: 'Repositories are scanned for secrets',
      person: 'The history of the repository, and places outside the project, need a scanner of their own.',
    },
    {
      id: 'SBS-DEP-006',
      group: DEPLOYMENTS,
      title:
        'Tokens of the app that the Salesforce CLI signs in with end within 90 days, its sessions within 15 minutes',
      person: 'That app seldom is in a project, and nothing in one says which app the CLI uses.',
    },
    {
      id: 'SBS-FILE-001',
      group: FILES,
      title: 'Public links to files expire',
      person: LINKS,
    },
    {
      id: 'SBS-FILE-002',
      group: FILES,
      title: 'Public links to sensitive files have a password',
      person: LINKS,
    },
    {
      id: 'SBS-FILE-003',
      group: FILES,
      title: 'Public links are reviewed and cleared away',
      person: LINKS,
    },
    {
      id: 'SBS-SECCONF-001',
      group: CONFIGURATION,
      title: 'There is a baseline for Health Check',
      person: HEALTH_CHECK,
    },
    {
      id: 'SBS-SECCONF-002',
      group: CONFIGURATION,
      title: 'Departures from that baseline are mended or accepted',
      person: HEALTH_CHECK,
    },
  ],
};
