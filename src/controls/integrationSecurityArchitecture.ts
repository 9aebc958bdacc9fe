import type { Framework } from './control.js';

const CONCEPTS = 'Core concepts';
const PATTERNS = 'Patterns';
const DECISIONS = 'Decision table';
const STEPS = 'Workflow';
const CHECKS = 'Review checklist';
const GOTCHAS = 'Gotchas';
const OUTPUTS = 'Output artifacts';

const HYPERFORCE_ADDRESSES =
  'Salesforce does publish the addresses of Hyperforce, in ip-ranges.salesforce.com/ip-ranges.json; they still change, are shared with every other org, and are nothing to build on.';
const PORT_8443 =
  "8443 is Salesforce's own mutual-TLS port. A callout offers its certificate on any port whose server asks for one, so another host without `:8443` is not wrong by that.";
const CERTIFICATE_LIMIT =
  'Salesforce documents no limit of 50 certificates, so it is a number of your own; a wildcard certificate means nothing for a client, and a shared one widens what a lost key opens.';
const PRIVATE_CONNECT =
  'Calls into an org by Private Connect take port 443, so it and mutual TLS on 8443 exclude each other.';

/**
 * "Integration Security Architecture", version 1.0.0, section by section. The notes are where documentation of Salesforce
 * says otherwise; the pages of the rules cite it.
 */
export const integrationSecurityArchitecture: Framework = {
  prefix: 'ISA',
  title: 'Integration Security Architecture',
  about: `The guide of that name to choosing mutual TLS, OAuth flows, gateways, IP lists and certificates for the integrations of an org.
\`ISA-CONCEPT-2\` is its second concept, \`ISA-PATTERN-B\` its pattern B, \`ISA-DECISION-4\` the fourth row of its decision table, and so on.`,
  controls: [
    {
      id: 'ISA-CONCEPT-1',
      group: CONCEPTS,
      title:
        'Mutual TLS and OAuth are two layers, set up apart and with two certificates; one does not replace the other',
      config: ['integrations[].mtls', 'integrations[].dataClassification', 'gateways[].controls'],
      person: 'Which integrations need both layers follows from their data, which metadata does not know.',
    },
    {
      id: 'ISA-CONCEPT-2',
      group: CONCEPTS,
      title: 'On Hyperforce no control is built on the addresses of Salesforce',
      note: HYPERFORCE_ADDRESSES,
      config: ['org.infrastructure', 'integrations[].ipAllowlist'],
      person: "A partner's firewall is not in the metadata, and neither is where the org runs.",
    },
    {
      id: 'ISA-CONCEPT-3',
      group: CONCEPTS,
      title: 'Private Connect takes sensitive traffic off the Internet, where that is worth its set-up and its price',
      note: PRIVATE_CONNECT,
      config: ['integrations[].privateConnect', 'org.privateConnect'],
      person: 'Whether an integration needs a private path follows from its data and from the rules of its trade.',
    },
    {
      id: 'ISA-CONCEPT-4',
      group: CONCEPTS,
      title: 'Certificates are planned as one portfolio: how many there are, when each ends, which to retire',
      note: `${CERTIFICATE_LIMIT} Nothing is renewed by itself, but Salesforce sends mails before the end.`,
      config: [
        'org.certificates.inUse',
        'org.certificates.limit',
        'org.certificates.warnAt',
        'expiry.warnDays',
        'org.certificates.planned',
      ],
      person: 'How many certificates the org holds beyond those in the project is shown in Setup only.',
    },
    {
      id: 'ISA-PATTERN-A',
      group: PATTERNS,
      title: 'A system that calls the org presents a client certificate and an OAuth token, and both are checked',
      note: "It is no setting of an app or a site: Support turns mutual TLS on for the org, the client's certificate is uploaded as a Mutual Authentication Certificate, and a permission enforces it for API-only users.",
      config: ['attestations'],
      person: 'Whether Support has turned mutual TLS on, and which user has the permission, only the org shows.',
    },
    {
      id: 'ISA-PATTERN-B',
      group: PATTERNS,
      title:
        'A callout to a partner presents a client certificate; the port is in the URL, OAuth in the External Credential',
      note: PORT_8443,
      config: ['mtls.hosts'],
      person: "On which port a partner asks for the certificate stands in the partner's interface description.",
    },
    {
      id: 'ISA-PATTERN-C',
      group: PATTERNS,
      title: 'A gateway between the org and many systems authenticates, limits, inspects and logs in one place',
      note: 'A new identity for a gateway is an External Client App, since creating Connected Apps is off by default; one identity for each integration keeps their traces apart.',
      config: ['integrations[].gateway', 'gateways'],
      person: 'What a gateway does with the traffic is configured there, and whether it is worth having is a decision.',
    },
    {
      id: 'ISA-DECISION-1',
      group: DECISIONS,
      title: 'Systems that call an org on Hyperforce: client certificate and OAuth',
      note: HYPERFORCE_ADDRESSES,
      config: ['org.infrastructure', 'integrations[].mtls', 'integrations[].ipAllowlist'],
      person:
        'Where the org runs is shown under Company Information, and which systems call it is not in the metadata.',
    },
    {
      id: 'ISA-DECISION-2',
      group: DECISIONS,
      title:
        "Low-risk integrations of an org in Salesforce's own data centres: an IP list will do, together with OAuth",
      config: ['org.infrastructure', 'integrations[].dataClassification', 'integrations[].ipAllowlist'],
      person: 'That the risk is low and the address fixed, somebody has to know.',
    },
    {
      id: 'ISA-DECISION-3',
      group: DECISIONS,
      title: 'Highly sensitive data, or a duty to keep to private networks: Private Connect',
      note: PRIVATE_CONNECT,
      config: ['integrations[].dataClassification', 'integrations[].privateConnect', 'org.privateConnect'],
      person: 'The duty comes from law and contracts.',
    },
    {
      id: 'ISA-DECISION-4',
      group: DECISIONS,
      title:
        'A callout to an API that asks for a client certificate: Named Credential with certificate and, where needed, port',
      note: PORT_8443,
      config: ['mtls.hosts'],
      person:
        'That an API asks for a certificate, its owner says; a Named Credential without one looks the same either way.',
    },
    {
      id: 'ISA-DECISION-5',
      group: DECISIONS,
      title: 'An org that runs out of certificates: a gateway, or shared certificates',
      note: 'Shared certificates are reported, not recommended: they widen what a lost key opens, and the limit is not documented.',
      config: [
        'org.certificates.inUse',
        'org.certificates.limit',
        'integrations[].gateway',
        'org.certificates.planned',
        'gateways',
      ],
      person: 'Whether to consolidate is a decision.',
    },
    {
      id: 'ISA-DECISION-6',
      group: DECISIONS,
      title: 'Many systems that call the org: one gateway as the single way in',
      config: ['integrations[].direction', 'integrations[].gateway', 'gateways'],
      person:
        'How many systems call the org shows in its logs: an app is an identity, and no count of those who use it.',
    },
    {
      id: 'ISA-DECISION-7',
      group: DECISIONS,
      title: 'Signing JWTs: a certificate other than the client certificate',
    },
    {
      id: 'ISA-STEP-1',
      group: STEPS,
      title: 'Find out where the org runs and which certificates it has',
      config: ['org.infrastructure', 'org.certificates.inUse'],
      person: 'Both stand in Setup, under Company Information and Certificate and Key Management.',
    },
    {
      id: 'ISA-STEP-2',
      group: STEPS,
      title: 'Write down direction, data classification and gateway of each integration',
      config: ['integrations[].direction', 'integrations[].dataClassification', 'integrations[].gateway', 'gateways'],
      person: 'What an integration carries, and for whom, is not in its metadata.',
    },
    {
      id: 'ISA-STEP-3',
      group: STEPS,
      title: 'Choose a pattern for each integration, and flag IP lists on Hyperforce',
      config: [
        'org.infrastructure',
        'integrations[].mtls',
        'integrations[].dataClassification',
        'integrations[].ipAllowlist',
      ],
      person: 'The choice is a decision; rules say where the metadata departs from it.',
    },
    {
      id: 'ISA-STEP-4',
      group: STEPS,
      title: 'Design the certificates: how many, what they are called, when they end, who renews them',
      note: CERTIFICATE_LIMIT,
      config: [
        'org.certificates.inUse',
        'integrations[].certificateOwner',
        'rules.certificate-name-convention.options.pattern',
        'org.certificates.planned',
      ],
      person: 'Certificates that are planned and not made yet are in no metadata.',
    },
    {
      id: 'ISA-STEP-5',
      group: STEPS,
      title: 'Specify URL, port, client certificate and External Credential of each callout with mutual TLS',
      note: PORT_8443,
      config: ['mtls.hosts'],
      person: "Host, port and flow that the partner expects stand in the partner's interface description.",
    },
    {
      id: 'ISA-STEP-6',
      group: STEPS,
      title: 'Say of the most sensitive integrations whether Private Connect applies, and what it takes',
      note: PRIVATE_CONNECT,
      config: ['integrations[].privateConnect', 'org.privateConnect'],
      person: 'Licence and prerequisites are matters of contract and of the network at the other end.',
    },
    {
      id: 'ISA-STEP-7',
      group: STEPS,
      title: 'Fill in the design document and hand it over to those who build',
      config: ['integrations', 'attestations'],
      person:
        'A report can be filled in from files; judging it, signing and handing over are the work of the architect.',
    },
    {
      id: 'ISA-CHECK-1',
      group: CHECKS,
      title: 'It is known where the org runs, and the use of IP lists fits that',
      note: HYPERFORCE_ADDRESSES,
      config: ['org.infrastructure', 'integrations[].ipAllowlist'],
      person: 'Where the org runs is shown under Company Information.',
    },
    {
      id: 'ISA-CHECK-2',
      group: CHECKS,
      title: 'The number of certificates is written down, and the design stays below 50',
      note: 'Salesforce documents no such limit; 50 is the default of `org.certificates.limit`.',
      config: ['org.certificates.inUse', 'org.certificates.limit', 'org.certificates.planned'],
      person: 'The number in the org is shown in Setup, and what a design adds to it is in the design.',
    },
    {
      id: 'ISA-CHECK-3',
      group: CHECKS,
      title: 'Every way in has a client certificate and OAuth',
      config: ['integrations[].direction', 'integrations[].mtls', 'gateways[].controls'],
      person: 'Which users call the org, and by which app, only its login history shows.',
    },
    {
      id: 'ISA-CHECK-4',
      group: CHECKS,
      title: 'Client certificates are not signing certificates',
    },
    {
      id: 'ISA-CHECK-5',
      group: CHECKS,
      title: 'URLs of callouts with mutual TLS name their port where they must',
      note: PORT_8443,
      config: ['mtls.hosts'],
      person: "On which port a partner asks for the certificate stands in the partner's interface description.",
    },
    {
      id: 'ISA-CHECK-6',
      group: CHECKS,
      title: 'The end and the owner of each certificate are written down',
      config: ['integrations[].certificateOwner', 'expiry.warnDays'],
      person: 'Who renews a certificate is not in its metadata.',
    },
    {
      id: 'ISA-CHECK-7',
      group: CHECKS,
      title: 'Private Connect was considered, and the outcome is recorded with its reason',
      config: ['integrations[].privateConnect.disposition', 'integrations[].privateConnect.reason'],
      person: 'Considering it is the review; the register keeps the outcome.',
    },
    {
      id: 'ISA-CHECK-8',
      group: CHECKS,
      title: 'It is written down where a gateway stands and where the org connects directly',
      config: ['integrations[].gateway', 'gateways'],
      person: 'A URL does not tell whether a gateway or the system itself is behind it.',
    },
    {
      id: 'ISA-GOTCHA-1',
      group: GOTCHAS,
      title: 'Addresses of Hyperforce change, and a list of them fails without notice',
      note: HYPERFORCE_ADDRESSES,
      config: ['org.infrastructure', 'integrations[].ipAllowlist'],
      person: "The list is mostly at a partner's firewall, which is not in the metadata.",
    },
    {
      id: 'ISA-GOTCHA-2',
      group: GOTCHAS,
      title: 'Where mutual TLS is on port 8443, the URL has to say so',
      note: PORT_8443,
      config: ['mtls.hosts'],
      person: "On which port a partner asks for the certificate stands in the partner's interface description.",
    },
    {
      id: 'ISA-GOTCHA-3',
      group: GOTCHAS,
      title: 'The certificate that signs JWTs and the one of the TLS handshake are two',
      note: 'One certificate for both is a risk and no failure: the platform allows it, and both mechanisms work.',
    },
    {
      id: 'ISA-GOTCHA-4',
      group: GOTCHAS,
      title: 'An org takes 50 certificates, those of dead integrations included',
      note: CERTIFICATE_LIMIT,
      config: ['org.certificates.inUse', 'org.certificates.limit', 'org.certificates.planned'],
      person: 'How many certificates the org holds beyond those in the project is shown in Setup only.',
    },
    {
      id: 'ISA-GOTCHA-5',
      group: GOTCHAS,
      title: 'Private Connect has to be enabled and licensed before a design counts on it',
      config: ['integrations[].privateConnect', 'org.privateConnect'],
      person: 'Licences are not in the metadata.',
    },
    {
      id: 'ISA-OUTPUT-1',
      group: OUTPUTS,
      title: 'A table of all integrations with mechanism, certificates and OAuth flow',
      config: ['integrations'],
      person: 'Which components make up one integration is for the register to say.',
    },
    {
      id: 'ISA-OUTPUT-2',
      group: OUTPUTS,
      title: 'An inventory of the certificates with end, owner and room that is left',
      note: CERTIFICATE_LIMIT,
      config: ['org.certificates.inUse', 'integrations[].certificateOwner', 'org.certificates.planned'],
      person: 'Owners, and certificates that the project does not hold, have to be written down.',
    },
    {
      id: 'ISA-OUTPUT-3',
      group: OUTPUTS,
      title: 'An assessment whether IP lists are an option, with what a move to Hyperforce changes',
      note: HYPERFORCE_ADDRESSES,
      config: ['org.infrastructure', 'integrations[].ipAllowlist'],
      person: 'When the org moves, and which partners have lists, is not in the metadata.',
    },
    {
      id: 'ISA-OUTPUT-4',
      group: OUTPUTS,
      title: 'A recommendation whether there is to be a gateway, where, and what it is responsible for',
      config: ['integrations[].gateway', 'gateways'],
      person: 'The recommendation is a decision.',
    },
    {
      id: 'ISA-OUTPUT-5',
      group: OUTPUTS,
      title: 'The filled-in design document',
      config: ['integrations', 'attestations'],
      person: 'A report can be filled in from files; to judge it and to sign it is the work of the architect.',
    },
  ],
};
