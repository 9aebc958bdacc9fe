import type { Framework } from './control.js';

const PATTERNS = 'Patterns';
const LAYERS = 'Layers of the architecture';
const CHECKS = 'Checklist';
const PHASES = 'Phases';

const TRUSTED_RANGES =
  'Trusted IP ranges (Network Access) block nobody: they spare users a verification. Login IP ranges of profiles block.';
const API_KEYS =
  'Salesforce has no API keys; what ends and is rotated are refresh tokens, signing certificates, client secrets and passwords.';
const SHIELD =
  'Shield encrypts what is stored and masks nothing, and no permission decrypts a single field. Masking belongs to Classic encryption (encrypted text fields).';
const SESSION_ACCESS =
  'The platform does it without scheduled Apex, by session-based permission sets or the expiration date of an assignment.';
const EVENT_LOGS =
  'What was read stands in columns of the file inside a log file record, not in its fields; without the add-on few event types are kept, for a day.';
const USERS = 'Which user has which permission set is data of the org, and in no metadata file.';

/**
 * "Zero-Trust Patterns for Multi-Org Salesforce Enterprises", by Tyler Colby, section by section. The notes are where
 * documentation of Salesforce says otherwise; the pages of the rules cite it.
 */
export const zeroTrust: Framework = {
  prefix: 'ZT',
  title: 'Zero-Trust Patterns for Multi-Org Salesforce Enterprises',
  about: `The article by Tyler Colby on syncing records between orgs that do not trust each other's networks. \`ZT-PATTERN-6\` is its pattern 6,
\`ZT-LAYER-3\` the third layer of its reference architecture, \`ZT-CHECK-10\` the tenth box of its checklist, \`ZT-PHASE-2\` its second phase.`,
  controls: [
    {
      id: 'ZT-PATTERN-1',
      group: PATTERNS,
      title: 'Orgs prove to each other by mutual TLS who they are',
      note: 'An org asks for the certificate on port 8443 of its My Domain host alone, and takes only certificates that an authority signed. Where Salesforce is the client, the private key is in the org.',
      config: ['integrations[].mtls', 'gateways[].controls'],
      person: 'Whether Support has turned mutual TLS on in the org that is called, only that org shows.',
    },
    {
      id: 'ZT-PATTERN-2',
      group: PATTERNS,
      title: 'A user for each sync job, with the objects and fields of that job and nothing else',
      note: '"Only records that this user created" cannot be written into a permission set: ownership and sharing do that. The profile for it is Minimum Access - API Only Integrations.',
      config: ['sync.include', 'sync.allow'],
      person: USERS,
    },
    {
      id: 'ZT-PATTERN-3',
      group: PATTERNS,
      title: 'Sensitive fields are encrypted in the org that receives them, and few may read them',
      note: `${SHIELD} Encrypting values before they are sent is another thing, which code does.`,
      config: ['attestations'],
      person: 'What a sync job encrypts before it sends is in its code, and which key it uses is in the org.',
    },
    {
      id: 'ZT-PATTERN-4',
      group: PATTERNS,
      title: 'Credentials end by themselves and are rotated without an interruption',
      note: `${API_KEYS} User name, password and security token in a vault are SOAP login(), which new orgs have off: sign in by JWT bearer or client credentials instead.`,
      config: ['expiry.warnDays', 'integrations[].certificateOwner'],
      person: 'When a secret was last changed is in the org or in the vault, and a rotation is a job that runs there.',
    },
    {
      id: 'ZT-PATTERN-5',
      group: PATTERNS,
      title: 'Volumes, hours, places and permission changes of sync users are watched, and deviations raise an alarm',
      note: EVENT_LOGS,
      config: ['attestations'],
      person: 'Baselines and alarms are in the system that reads the logs.',
    },
    {
      id: 'ZT-PATTERN-6',
      group: PATTERNS,
      title: 'The API is reached from known networks only',
      note: TRUSTED_RANGES,
      config: ['org.infrastructure'],
      person: 'Which addresses are yours, and whether a range still is, somebody has to know.',
    },
    {
      id: 'ZT-PATTERN-7',
      group: PATTERNS,
      title: 'Elevated permissions are granted on request and for hours',
      note: SESSION_ACCESS,
      config: ['sync.allow'],
      person: 'Assignments and the day they end are data of the org.',
    },
    {
      id: 'ZT-LAYER-1',
      group: LAYERS,
      title: 'Network: known addresses, and a web application firewall',
      note: TRUSTED_RANGES,
      config: ['gateways[].controls', 'attestations'],
      person: 'A firewall stands outside the org.',
    },
    {
      id: 'ZT-LAYER-2',
      group: LAYERS,
      title: 'Authentication: client certificates, OAuth, a second factor for administrators',
      config: ['attestations'],
      person: 'Who signs in how is in the login history, and second factors are registered by users.',
    },
    {
      id: 'ZT-LAYER-3',
      group: LAYERS,
      title: 'Authorization: least privilege, elevated access for a time, a check before each request',
      note: SESSION_ACCESS,
      config: ['sync.allow'],
      person: `${USERS} A check before each request is in the code of the job.`,
    },
    {
      id: 'ZT-LAYER-4',
      group: LAYERS,
      title: 'Data: encrypted fields, encrypted backups, masked sandboxes',
      note: SHIELD,
      config: ['attestations'],
      person: 'Backups and sandboxes are run outside the metadata.',
    },
    {
      id: 'ZT-LAYER-5',
      group: LAYERS,
      title: 'Monitoring: anomalies found as they happen, alarms, audits each quarter',
      note: EVENT_LOGS,
      config: ['integrations[].reviewed', 'attestations'],
      person: 'Detection and alarms are in the system that reads the logs, and audits are held by people.',
    },
    {
      id: 'ZT-CHECK-1',
      group: CHECKS,
      title: 'Every API call between orgs is mutual TLS',
      note: 'The URL has to name port 8443 of the My Domain host; on 443 the org never asks for a certificate.',
      config: ['integrations[].mtls', 'integrations[].dataClassification', 'gateways[].controls'],
      person: 'A credential without a client certificate may be meant that way: only the register says whether.',
    },
    {
      id: 'ZT-CHECK-2',
      group: CHECKS,
      title: 'A user of its own for each sync job',
      config: ['attestations'],
      person: USERS,
    },
    {
      id: 'ZT-CHECK-3',
      group: CHECKS,
      title: 'Permission sets that hold the objects and fields of the job alone',
      config: ['sync.include', 'sync.allow'],
      person: 'What a job needs, its owner knows.',
    },
    {
      id: 'ZT-CHECK-4',
      group: CHECKS,
      title: 'A second factor for all administrators',
      config: ['attestations'],
      person:
        'Rules see permissions that let their users past it; who is an administrator and has a factor, the org shows.',
    },
    {
      id: 'ZT-CHECK-5',
      group: CHECKS,
      title: 'OAuth 2.0 for integrations that people use',
      config: ['attestations'],
      person: 'An integration that asks people for a password in a form of its own is in no metadata.',
    },
    {
      id: 'ZT-CHECK-6',
      group: CHECKS,
      title: 'Shield Platform Encryption for sensitive fields',
      note: SHIELD,
      config: ['attestations'],
      person:
        'Which fields are sensitive is known only where somebody classified them, and keys are managed in the org.',
    },
    {
      id: 'ZT-CHECK-7',
      group: CHECKS,
      title: 'Encrypted backups',
      config: ['attestations'],
      person: 'Backups are made and kept outside the org.',
    },
    {
      id: 'ZT-CHECK-8',
      group: CHECKS,
      title: 'Masked data in sandboxes',
      config: ['attestations'],
      person: 'What data a sandbox holds is not metadata.',
    },
    {
      id: 'ZT-CHECK-9',
      group: CHECKS,
      title: 'No personal data in syncs outside production',
      config: ['attestations'],
      person: 'A project does not say which of its orgs is production, nor which records a job moves.',
    },
    {
      id: 'ZT-CHECK-10',
      group: CHECKS,
      title: 'Credentials are rotated every 90 days',
      note: API_KEYS,
      config: ['attestations'],
      person: 'When a secret was last changed is in the org or in the vault.',
    },
    {
      id: 'ZT-CHECK-11',
      group: CHECKS,
      title: 'Credentials are kept by a secrets manager and stand in no file',
      note: 'Named and External Credentials are one: the org keeps their secrets, and no retrieve returns them.',
      config: ['attestations'],
      person: 'What other systems do with their copies is not in the project.',
    },
    {
      id: 'ZT-CHECK-12',
      group: CHECKS,
      title: 'Credentials end by themselves',
      note: API_KEYS,
      config: ['attestations'],
      person: 'Client secrets of apps have no end that metadata shows.',
    },
    {
      id: 'ZT-CHECK-13',
      group: CHECKS,
      title: 'Elevated permissions for a time',
      note: SESSION_ACCESS,
      config: ['attestations'],
      person: 'Assignments and the day they end are data of the org.',
    },
    {
      id: 'ZT-CHECK-14',
      group: CHECKS,
      title: 'Logins from known addresses only',
      note: TRUSTED_RANGES,
      config: ['attestations'],
      person: 'Which addresses are yours, somebody has to know.',
    },
    {
      id: 'ZT-CHECK-15',
      group: CHECKS,
      title: 'A web application firewall limits rates and absorbs floods',
      config: ['gateways[].controls', 'attestations'],
      person: 'A firewall stands outside the org.',
    },
    {
      id: 'ZT-CHECK-16',
      group: CHECKS,
      title: 'Remote administration by VPN only',
      config: ['attestations'],
      person: 'A VPN is outside the org; that a login IP range is its exit, only its owner can say.',
    },
    {
      id: 'ZT-CHECK-17',
      group: CHECKS,
      title: 'Production and other environments are apart on the network',
      config: ['attestations'],
      person: 'A project does not say which of its orgs is production, and networks are not in it.',
    },
    {
      id: 'ZT-CHECK-18',
      group: CHECKS,
      title: 'Anomalies are found as they happen, from the event logs',
      note: EVENT_LOGS,
      config: ['attestations'],
      person: 'Rules see whether the org logs at all; detection is in the system that reads the logs.',
    },
    {
      id: 'ZT-CHECK-19',
      group: CHECKS,
      title: 'Alarms reach people by themselves',
      config: ['attestations'],
      person: 'Alarms are set up in the system that reads the logs.',
    },
    {
      id: 'ZT-CHECK-20',
      group: CHECKS,
      title: 'Audits each quarter, and penetration tests',
      config: ['integrations[].reviewed', 'attestations'],
      person: 'Audits and tests are held by people.',
    },
    {
      id: 'ZT-CHECK-21',
      group: CHECKS,
      title: 'A written plan for incidents',
      config: ['attestations'],
      person: 'A plan is a document.',
    },
    {
      id: 'ZT-CHECK-22',
      group: CHECKS,
      title: 'Users are disabled by themselves when something is wrong',
      config: ['attestations'],
      person: 'That is a job or a policy action of the team; whether it works, a rehearsal shows.',
    },
    {
      id: 'ZT-PHASE-1',
      group: PHASES,
      title: 'Take stock: integrations, overprivileged users, fields to encrypt, how credentials are rotated',
      config: ['integrations', 'integrations[].owner'],
      person: `${USERS} How credentials are rotated is a practice.`,
    },
    {
      id: 'ZT-PHASE-2',
      group: PHASES,
      title: 'Quick wins: known addresses, least privilege, rotation every 90 days, a second factor for administrators',
      note: TRUSTED_RANGES,
      config: ['attestations'],
      person: 'Rotation and second factors are carried out in the org and in the vault.',
    },
    {
      id: 'ZT-PHASE-3',
      group: PHASES,
      title: 'Mutual TLS between orgs, Shield for personal data, anomaly detection, access for a time',
      note: SHIELD,
      config: ['attestations'],
      person: 'Detection is in the system that reads the logs.',
    },
    {
      id: 'ZT-PHASE-4',
      group: PHASES,
      title: 'Keep at it: audits, penetration tests, permission reviews, new threats',
      config: ['integrations[].reviewed', 'attestations'],
      person: 'Reviews are held by people; a scan in the pipeline shows them what has changed for the worse.',
    },
  ],
};
