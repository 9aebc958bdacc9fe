import type { Finding } from '../../findings/finding.js';
import { MUTUAL_TLS_PORT } from '../../model/mutualTls.js';
import { salesforceHostKind } from '../../model/host.js';
import { valueOf, type Fact } from '../../inventory/fact.js';
import type {
  InboundIntegration,
  IntegrationRow,
  OutboundIntegration,
  RegisteredOnly,
} from '../../inventory/integrations.js';
import { keyOf } from '../../inventory/projectFacts.js';
import type { Verdict } from '../document.js';
import type { Decision } from '../reportData.js';
import {
  isForPeople,
  isOff,
  isOrgToOrg,
  isRouteSaid,
  isSystemWayIn,
  machineFlowsOf,
  opensNoFlow,
  routeOf,
  sensitivityOf,
  unenforced,
  type Route,
  type Sensitivity,
  type Surroundings,
} from './chain.js';
import type { Org } from './org.js';
import { findingsOn } from './speaking.js';
import { asSentence } from './words.js';

/** One thing that the recommended pattern asks for, and how it stands. */
interface Check {
  readonly status: 'attested' | 'failed' | 'met' | 'open';
  /** What is missing or has to be found out, a sentence; of no use where it is met. */
  readonly gap: string;
}

/** The row of the table that decides, and what it asks for. */
interface Plan {
  readonly controls: readonly string[];
  readonly recommended: string;
  readonly reason: string;
  readonly checks: readonly Check[];
}

/** What a plan is made from, beside the row itself. */
interface Setting {
  readonly org: Org;
  readonly around: Surroundings;
  readonly route: Route;
  readonly data: Sensitivity;
  readonly privateConnect: Decision['privateConnect'];
  /** What findings say against its mutual TLS: what they say, the plan need not say again. */
  readonly againstMutualTls: readonly Check[];
}

const HYPERFORCE_INBOUND = 'ISA-DECISION-1';
const LOW_RISK_INBOUND = 'ISA-DECISION-2';
const PRIVATE_CONNECT = 'ISA-DECISION-3';
const OUTBOUND = 'ISA-DECISION-4';
const CERTIFICATE_LIMIT = 'ISA-DECISION-5';
const MANY_WAYS_IN = 'ISA-DECISION-6';
const SIGNING = 'ISA-DECISION-7';

const MET: Check = { status: 'met', gap: '' };
const ATTESTED: Check = { status: 'attested', gap: '' };
const open = (gap: string): Check => ({ status: 'open', gap: asSentence(gap) });
const failed = (gap: string): Check => ({ status: 'failed', gap: asSentence(gap) });

/**
 * Applies the decision table of the guide to one integration, by what its metadata and the register say. What neither says is
 * a gap that somebody has to close by finding out, never a failure: absent is not false.
 */
export function decisionOf(row: IntegrationRow, org: Org, around: Surroundings): Decision {
  const route = routeOf(row, org);
  const privateConnect = privateConnectOf(row, org);
  const againstMutualTls = checksOf(findingsOn(row, around.findings.mutualTls));
  const setting = { org, around, route, data: sensitivityOf(row.register), privateConnect, againstMutualTls };
  const plan = planOf(row, setting);
  const further = furtherRows(row, setting).filter(({ control }) => !plan.controls.includes(control));
  const checks = [
    ...registerChecks(row, setting),
    ...againstMutualTls,
    ...plan.checks,
    ...privateConnectChecks(row, setting),
    ...routeChecks(setting),
    ...further.map(({ check }) => check),
  ];
  const noUse = whyOfNoUse(row);
  return {
    controls: [...plan.controls, ...further.map(({ control }) => control)],
    recommended: plan.recommended,
    reason: noUse ?? plan.reason,
    verdict: noUse === undefined ? verdictOf(checks) : 'not-applicable',
    // What is wrong comes before what is not known.
    gaps: noUse === undefined ? (['failed', 'open'] as const).flatMap((status) => gapsOf(checks, status)) : [],
    privateConnect,
    gateway: route.gateway,
    ipAllowlist: row.register?.ipAllowlist ?? null,
  };
}

const checksOf = (findings: readonly Finding[]): readonly Check[] =>
  [...new Set(findings.map(({ message }) => message))].map(failed);

const gapsOf = (checks: readonly Check[], status: Check['status']): readonly string[] =>
  checks.filter((check) => check.status === status).map(({ gap }) => gap);

/** Why nothing goes through it, a sentence; undefined where something may. */
function whyOfNoUse(row: IntegrationRow): string | undefined {
  if (isOff(row)) return 'It is switched off.';
  return row.direction === 'inbound' && opensNoFlow(row)
    ? 'The app opens no OAuth flow, so that nothing calls the org by it.'
    : undefined;
}

function verdictOf(checks: readonly Check[]): Verdict {
  const has = (status: Check['status']): boolean => checks.some((check) => check.status === status);
  return has('failed') ? 'failed' : has('open') ? 'person' : has('attested') ? 'attested' : 'met';
}

function planOf(row: IntegrationRow, setting: Setting): Plan {
  switch (row.direction) {
    case 'inbound':
      return inbound(row, setting);
    case 'outbound':
      return outbound(row, setting);
    case 'unknown':
      return registeredOnly(row, setting);
  }
}

function registerChecks(row: IntegrationRow, { org, data }: Setting): readonly Check[] {
  if (!row.register) {
    const isDutyOpen = row.direction !== 'inbound' || !isForPeople(row, org);
    return [
      open(
        `It is not in the register: write down who owns it${isDutyOpen ? ', what data it carries and whether mutual TLS is its duty' : ' and what data it carries'}, in integrations of sf-isa.yml`
      ),
    ];
  }
  return data === 'unknown' ? [open('What data it carries is not written down: say so in dataClassification')] : [];
}

// What calls the org

function inbound(row: InboundIntegration, setting: Setting): Plan {
  const { org, around, route, data, privateConnect } = setting;
  if (isForPeople(row, org)) {
    return {
      controls: [],
      recommended: 'OAuth 2.0 Web Server Flow with PKCE',
      reason:
        'Its flows have people sign in. A system that uses it should have a flow for machines and a client certificate.',
      checks: checksOf(findingsOn(row, around.findings.signIn)),
    };
  }
  const oauth = oauthOf(row);
  const checks = [oauthCheck(row)];
  if (privateConnect.disposition === 'used') {
    return {
      controls: [PRIVATE_CONNECT],
      recommended: `Private Connect on port 443 and ${oauth}`,
      reason: `The register says that it comes over Private Connect: ${asSentence(privateConnect.reason)}`,
      checks,
    };
  }
  if (route.gateway !== null || row.register?.mtls === 'gateway') {
    return {
      controls: [firstRowOfInbound(setting)],
      recommended: `One way in through ${gatewayInWords(route)}, which asks its callers for a client certificate, and ${oauth} from there to the org`,
      reason: 'The register puts it behind a gateway, where callers prove who they are.',
      checks: [...checks, row.mutualTls === 'yes' ? MET : gatewayCheck(route)],
    };
  }
  const { infrastructure } = org.config.org;
  if (infrastructure === 'first-party' && data === 'low') {
    return {
      controls: [LOW_RISK_INBOUND],
      recommended: `An IP list of the caller's fixed addresses and ${oauth}`,
      reason: "The org runs in Salesforce's own data centres and the data are of low risk.",
      checks: [...checks, ipListCheck(row)],
    };
  }
  return {
    controls: [firstRowOfInbound(setting)],
    recommended: `Mutual TLS on port ${MUTUAL_TLS_PORT} of the My Domain host and ${oauth}`,
    reason: reasonOfMutualTls(setting),
    checks: [...checks, ...infrastructureChecks(setting), mutualTlsOfWayIn(row, org)],
  };
}

/** The row of the table that asks for a certificate of callers, or that might let them go without. */
const firstRowOfInbound = ({ org, data }: Setting): string =>
  org.config.org.infrastructure !== 'first-party'
    ? HYPERFORCE_INBOUND
    : data === 'sensitive'
      ? PRIVATE_CONNECT
      : LOW_RISK_INBOUND;

function reasonOfMutualTls({ org, data }: Setting): string {
  switch (org.config.org.infrastructure) {
    case 'hyperforce':
      return 'A system calls an org on Hyperforce: a network address says nothing about who calls, and addresses change.';
    case 'unknown':
      return 'Where the org runs is not written down; a client certificate and OAuth hold on Hyperforce and elsewhere.';
    case 'first-party':
      return data === 'sensitive'
        ? 'The data are sensitive, and an IP list will do for data of low risk only.'
        : 'An IP list would do for data of low risk, and nobody has said that they are.';
  }
}

const infrastructureChecks = ({ org }: Setting): readonly Check[] =>
  org.config.org.infrastructure === 'unknown'
    ? [
        open(
          'Where the org runs is not written down: Setup shows it under Company Information, org.infrastructure keeps it'
        ),
      ]
    : [];

/** The flows that a machine signs in by, where the app opens one. */
function oauthOf(row: InboundIntegration): string {
  const server = machineFlowsOf(row);
  return `OAuth 2.0 ${server.length === 0 ? 'JWT Bearer or Client Credentials' : server.map((flow) => flow.replace(/ Flow$/, '')).join(' or ')}`;
}

const oauthCheck = (row: InboundIntegration): Check =>
  'unknown' in row.flows ? open(`Which OAuth flows it opens is not known: ${row.flows.unknown}`) : MET;

function mutualTlsOfWayIn(row: InboundIntegration, org: Org): Check {
  if (row.mutualTls === 'yes') return MET;
  if (row.register?.mtls === 'not-applicable') return ATTESTED;
  const { isFailure, why } = unenforced(row, org);
  return isFailure
    ? failed(`Its clients need no certificate, since ${why}`)
    : open(`Whether its clients present a certificate is not known, since ${why}: find out which users sign in by it`);
}

function ipListCheck(row: InboundIntegration): Check {
  if (row.mutualTls === 'yes' || valueOf(row.tokenIpRanges) !== undefined) return MET;
  const relaxation = valueOf(row.ipRelaxation);
  return relaxation !== undefined && /bypass|relax/i.test(relaxation)
    ? failed(`Login IP ranges do not hold for it: its IP relaxation is ${relaxation}`)
    : open(
        'Which login IP ranges its user has is not in the app: find out whether they hold the addresses of the caller alone'
      );
}

// What the org calls

function outbound(row: OutboundIntegration, setting: Setting): Plan {
  const { route, privateConnect } = setting;
  const authentication = authenticationInWords(row);
  const always = [...transportChecks(row), ...ipAllowlistChecks(row, setting)];
  const connection = valueOf(row.privateConnection);
  if (privateConnect.disposition === 'used' || connection !== undefined) {
    return {
      controls: [PRIVATE_CONNECT],
      recommended: `Private Connect and ${authentication}`,
      reason:
        connection === undefined
          ? `The register says that it goes over Private Connect: ${asSentence(privateConnect.reason)}`
          : `Its metadata names the private connection ${connection}.`,
      checks: [...always, ...authenticationChecks(row, setting)],
    };
  }
  if (route.gateway !== null || row.register?.mtls === 'gateway') {
    return {
      controls: hasDuty(row, setting) || row.register?.mtls === 'gateway' ? [OUTBOUND] : [],
      recommended: `Through ${gatewayInWords(route)}, which proves to the systems behind it who calls, and ${authentication} up to there`,
      reason:
        row.register?.gateway === undefined && route.gateway !== null
          ? 'Its host is one of the gateway.'
          : 'The register puts it behind a gateway.',
      checks: [...always, ...authenticationChecks(row, setting), row.mutualTls === 'yes' ? MET : gatewayCheck(route)],
    };
  }
  if (row.register?.mtls === 'not-applicable') {
    return {
      controls: [],
      recommended: `TLS and ${authentication}, without a client certificate`,
      reason: 'The register says that mutual TLS is of no use here.',
      checks: [...always, ATTESTED, ...authenticationChecks(row, setting)],
    };
  }
  return {
    controls: [OUTBOUND],
    recommended: `Mutual TLS ${portInWords(row, setting)} and ${authentication}`,
    reason: reasonOfClientCertificate(row, setting),
    checks: [...always, ...clientCertificateChecks(row, setting), ...authenticationChecks(row, setting)],
  };
}

const isRemoteSite = ({ component }: OutboundIntegration): boolean => component.type === 'RemoteSiteSetting';

const isMyDomain = (host: Fact<string>): boolean => salesforceHostKind(valueOf(host) ?? '') === 'my-domain';

const hasClientCertificate = ({ certificates }: OutboundIntegration): boolean =>
  certificates.some(({ role }) => role === 'client');

const listenerOf = ({ host }: OutboundIntegration, { org }: Setting): number | undefined => {
  const { hosts } = org.config.mtls;
  const name = valueOf(host);
  return name !== undefined && Object.hasOwn(hosts, name) ? hosts[name] : undefined;
};

/** Whether somebody says that the other end asks for a certificate, or the callout is made to present one. */
const hasDuty = (row: OutboundIntegration, setting: Setting): boolean =>
  row.register?.mtls === 'required' || hasClientCertificate(row) || listenerOf(row, setting) !== undefined;

function portInWords(row: OutboundIntegration, setting: Setting): string {
  if (isMyDomain(row.host)) return `on port ${MUTUAL_TLS_PORT} of the My Domain host`;
  const listener = listenerOf(row, setting);
  if (listener !== undefined) return `on port ${listener}`;
  return hasDuty(row, setting) ? 'on the port that the partner names' : 'if the partner asks for a certificate,';
}

function reasonOfClientCertificate(row: OutboundIntegration, setting: Setting): string {
  if (row.register?.mtls === 'required') return 'The register says that mutual TLS is its duty.';
  if (listenerOf(row, setting) !== undefined) return 'mtls.hosts says that the host asks for a client certificate.';
  if (hasClientCertificate(row)) return 'It is set up to present a client certificate.';
  if (isMyDomain(row.host))
    return `It calls another org, which asks for a certificate on port ${MUTUAL_TLS_PORT} only.`;
  return 'Whether the other end asks for a client certificate, nobody has said.';
}

const transportChecks = ({ scheme }: OutboundIntegration): readonly Check[] =>
  valueOf(scheme) === 'http' ? [failed('It goes over http, where everybody on the way can read and change it')] : [];

/** What a firewall at the other end lets in by address. */
function ipAllowlistChecks(row: OutboundIntegration, { org }: Setting): readonly Check[] {
  const { infrastructure } = org.config.org;
  if (!row.register || infrastructure === 'first-party' || valueOf(row.privateConnection) !== undefined) return [];
  if (row.register.ipAllowlist === false) return [];
  if (row.register.ipAllowlist === undefined) {
    // An org has no firewall of a partner before it; what it lists itself is in its project.
    if (isOrgToOrg(row, org)) return [];
    return [
      open('Whether a firewall lets it in by the addresses of Salesforce is not written down: say so in ipAllowlist'),
    ];
  }
  return [
    infrastructure === 'hyperforce'
      ? failed('A firewall lets it in by the addresses of Salesforce, which change on Hyperforce')
      : open(
          'A firewall lets it in by the addresses of Salesforce: find out where the org runs, since they change on Hyperforce'
        ),
  ];
}

function clientCertificateChecks(row: OutboundIntegration, setting: Setting): readonly Check[] {
  // Said already by the transport, by findings, or with what Apex does.
  if (row.mutualTls === 'yes' || valueOf(row.scheme) === 'http' || isRemoteSite(row)) return [];
  if (setting.againstMutualTls.length > 0) return [];
  if (!hasDuty(row, setting)) {
    if (row.component.type === 'WorkflowOutboundMessage') {
      return [open(`Whether its receiver checks who sends is not known: ${row.reason}`)];
    }
    return [
      open(
        isMyDomain(row.host)
          ? `It calls another org without a client certificate: let it present one on port ${MUTUAL_TLS_PORT}, or say in mtls of the register why not`
          : 'Whether the other end asks for a client certificate is not known: ask its owner, and say so in mtls of the register'
      ),
    ];
  }
  return [
    row.mutualTls === 'no'
      ? failed(`Mutual TLS does not take place: ${row.reason}`)
      : open(`Whether mutual TLS takes place is not known: ${row.reason}`),
  ];
}

/** Protocols that issue tokens, or sign each request, in the words of the metadata. */
const STRONG_PROTOCOLS: ReadonlySet<string> = new Set(['AwsSv4', 'Jwt', 'JwtExchange', 'Oauth']);
const PASSWORD_PROTOCOLS: ReadonlySet<string> = new Set(['Basic', 'Password']);

const PROTOCOLS: ReadonlyMap<string, string> = new Map([
  ['AwsSv4', 'AWS Signature Version 4'],
  ['Jwt', 'a signed JWT'],
  ['JwtExchange', 'OAuth 2.0 JWT Bearer'],
]);

/** What is recommended: what it has, where that is strong, else OAuth. */
function authenticationInWords({ authenticationProtocol, authenticationFlow }: OutboundIntegration): string {
  const protocol = valueOf(authenticationProtocol);
  const flow = valueOf(authenticationFlow);
  if (protocol === 'Oauth') return `OAuth 2.0${flow === undefined ? '' : ` ${flow.replace(/ Flow$/, '')}`}`;
  return PROTOCOLS.get(protocol ?? '') ?? 'OAuth 2.0';
}

function authenticationChecks(row: OutboundIntegration, { data }: Setting): readonly Check[] {
  const { authenticationProtocol: fact } = row;
  if (isRemoteSite(row)) {
    return [
      open(
        'A remote site says only that Apex may call the host: find out how that code authenticates, or let it use a Named Credential'
      ),
    ];
  }
  if (row.component.type === 'WorkflowOutboundMessage') {
    return 'value' in fact
      ? [failed('It sends a session ID, which opens the org to whoever reads it; let the receiver sign in with OAuth')]
      : [open('It has no authentication of its own: find out how the receiver knows that the org has sent it')];
  }
  if ('unknown' in fact) return [open(`How it authenticates is not known: ${fact.unknown}`)];
  const protocol = valueOf(fact);
  if (protocol !== undefined && STRONG_PROTOCOLS.has(protocol)) return [];
  if (protocol !== undefined && PASSWORD_PROTOCOLS.has(protocol)) {
    return [failed(`It signs in with a password (${protocol}), where OAuth 2.0 would have tokens that end`)];
  }
  if (protocol !== undefined && protocol !== 'NoAuthentication') {
    return [
      open(`It authenticates in a way of its own (${protocol}): find out whether the other end offers OAuth 2.0`),
    ];
  }
  if ('none' in fact && fact.none.includes('header')) {
    return [open('A header is named for a secret: find out whether the other end offers OAuth 2.0')];
  }
  return withoutAuthentication(row, data);
}

/** Mutual TLS alone says which machine calls, and not what it may do. */
function withoutAuthentication(row: OutboundIntegration, data: Sensitivity): readonly Check[] {
  const { mutualTls } = row;
  if (mutualTls === 'no') return [failed('It has neither a client certificate nor a credential')];
  if (!hasClientCertificate(row))
    return [open(`No credential is named for it, and ${row.reason}: find out what proves who calls`)];
  if (data === 'low' && mutualTls === 'yes') return [];
  return data === 'sensitive'
    ? [failed('It has no credential besides the client certificate, and its data are sensitive')]
    : [open('It has no credential besides the client certificate: find out whether its data ask for OAuth, too')];
}

// What only the register knows

function registeredOnly(row: RegisteredOnly, setting: Setting): Plan {
  const direction = row.register?.direction;
  const checks = [
    open(
      'No component of the project opens a connection for it: find out how it authenticates, or name its components'
    ),
  ];
  if (direction === 'outbound') {
    return {
      controls: row.register?.mtls === 'not-applicable' ? [] : [OUTBOUND],
      recommended: 'Mutual TLS if the partner asks for a certificate, and OAuth 2.0',
      reason: 'The register says that the org calls it.',
      checks,
    };
  }
  if (direction === undefined) {
    return {
      controls: [],
      recommended: 'To be chosen as soon as its direction is known',
      reason: 'Neither the project nor the register says who calls whom.',
      checks: [...checks, open('Who calls whom is not written down: say so in direction')],
    };
  }
  return {
    controls: [firstRowOfInbound(setting), ...(direction === 'bidirectional' ? [OUTBOUND] : [])],
    recommended: `Mutual TLS on port ${MUTUAL_TLS_PORT} of the My Domain host and OAuth 2.0 JWT Bearer or Client Credentials`,
    reason: reasonOfMutualTls(setting),
    checks: [...checks, ...infrastructureChecks(setting)],
  };
}

// Gateways, Private Connect, certificates

const gatewayInWords = ({ gateway, described }: Route): string =>
  gateway === null ? 'the gateway' : `the gateway ${described?.name ?? gateway}`;

/** Whether the gateway sees to mutual TLS, which only the register can say. */
function gatewayCheck({ gateway, described }: Route): Check {
  if (gateway === null) return open('Which gateway it goes through is not written down: say so in gateway');
  if (described?.controls?.includes('mtls')) return ATTESTED;
  return described?.controls
    ? failed(`The gateway ${gateway} does not see to mutual TLS, by its controls`)
    : open(`What the gateway ${gateway} sees to is not written down: say so in controls of gateways`);
}

function routeChecks({ org, route }: Setting): readonly Check[] {
  const { gateway, described, bypass } = route;
  if (bypass !== undefined) {
    return [failed(`It is meant to go through the gateway ${gateway}, and calls ${bypass} past it`)];
  }
  return gateway !== null && !described && org.config.gateways.length > 0
    ? [failed(`The register names the gateway ${gateway}, which gateways does not have`)]
    : [];
}

function privateConnectOf(row: IntegrationRow, org: Org): Decision['privateConnect'] {
  const { register } = row;
  const data = sensitivityOf(register);
  const said = register?.privateConnect;
  const isDue = data === 'sensitive' || (said !== undefined && said.disposition !== 'not-applicable');
  if (said) return { disposition: said.disposition, reason: said.reason, isDue };
  return {
    disposition: null,
    reason: isDue && isOrgToOrg(row, org) ? BETWEEN_ORGS : REASONS_OF_PRIVATE_CONNECT[data],
    isDue,
  };
}

/** https://help.salesforce.com/s/articleView?id=xcloud.private_connect_considerations&language=en_US&type=5 */
const BETWEEN_ORGS = `Nobody has decided yet; mutual TLS on port ${MUTUAL_TLS_PORT} between two orgs rules it out, since it comes in on port 443 only.`;

const REASONS_OF_PRIVATE_CONNECT: Readonly<Record<Sensitivity, string>> = {
  sensitive: 'Its data are sensitive, and nobody has decided yet.',
  low: 'Its data do not ask for it.',
  unknown: 'What data it carries is not written down.',
};

function privateConnectChecks(row: IntegrationRow, { org, privateConnect }: Setting): readonly Check[] {
  const { disposition, isDue } = privateConnect;
  if (disposition === null) {
    return isDue
      ? [
          open(
            isOrgToOrg(row, org)
              ? `Its data are sensitive: write into privateConnect that it is not applicable, since mutual TLS on port ${MUTUAL_TLS_PORT} between two orgs rules it out, or what else you decide`
              : 'Its data are sensitive: decide on Private Connect, and write the outcome and its reason into privateConnect'
          ),
        ]
      : [];
  }
  if (disposition === 'not-applicable') return [];
  const hasConnection = row.direction === 'outbound' && valueOf(row.privateConnection) !== undefined;
  const placed =
    hasConnection || row.direction !== 'outbound'
      ? []
      : [
          'unknown' in row.privateConnection
            ? open(`Which private connection it takes is not known: ${row.privateConnection.unknown}`)
            : failed(
                disposition === 'used'
                  ? 'The register says that it uses Private Connect, and its metadata names no private connection'
                  : 'Private Connect is recommended for it, and its metadata names no private connection'
              ),
        ];
  return [...placed, ...licenceChecks(org)];
}

function licenceChecks({ config }: Org): readonly Check[] {
  switch (config.org.privateConnect) {
    case 'licensed':
      return [];
    case 'not-licensed':
      return [failed('Private Connect is not licensed for the org, as org.privateConnect says')];
    case 'unknown':
      return [open('Whether Private Connect is licensed is not written down: say so in org.privateConnect')];
  }
}

/** Rows of the table that apply besides the one that decides. */
function furtherRows(
  row: IntegrationRow,
  { org, around, route, privateConnect }: Setting
): ReadonlyArray<{ readonly control: string; readonly check: Check }> {
  if (row.direction === 'unknown') return privateConnect.isDue ? [{ control: PRIVATE_CONNECT, check: MET }] : [];
  const isSaid = isRouteSaid(row, route);
  const signs =
    row.certificates.some(({ role }) => role === 'signing' || role === 'verification') ||
    (row.direction === 'inbound' && (valueOf(row.flows) ?? []).includes('JWT Bearer Flow'));
  const sharesKey = row.components.some((component) => around.sharingKeys.has(keyOf(component)));
  // A gateway is no answer to what ends at another org, nor to how people sign in.
  const mayBeRouted = !isOrgToOrg(row, org) && (row.direction === 'outbound' || isSystemWayIn(row, org));
  const crowd = mayBeRouted ? around.manyCertificates : undefined;
  return [
    ...(privateConnect.isDue ? [{ control: PRIVATE_CONNECT, check: MET }] : []),
    ...(crowd !== undefined && row.certificates.length > 0
      ? [
          {
            control: CERTIFICATE_LIMIT,
            check: isSaid
              ? MET
              : open(
                  `The org has ${crowd} certificates, and this needs one of its own: decide whether it goes through a gateway`
                ),
          },
        ]
      : []),
    ...(row.direction === 'inbound' && mayBeRouted && around.waysIn > 1
      ? [
          {
            control: MANY_WAYS_IN,
            check: isSaid
              ? MET
              : open(
                  `${around.waysIn} apps let systems in: decide whether they come through one gateway, and say so in gateway or mtls`
                ),
          },
        ]
      : []),
    ...(signs
      ? [
          {
            control: SIGNING,
            check: sharesKey
              ? failed(
                  'One key is presented in the TLS handshake and signs tokens as well: let it sign with another one'
                )
              : MET,
          },
        ]
      : []),
  ];
}
