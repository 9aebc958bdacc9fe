import type { Gateway } from '../../config/config.js';
import { valueOf } from '../../inventory/fact.js';
import type {
  InboundIntegration,
  IntegrationRow,
  OutboundIntegration,
  RegisteredOnly,
} from '../../inventory/integrations.js';
import { keyOf, type RegisterEntry } from '../../inventory/projectFacts.js';
import { usesByKey } from '../../model/certificateUses.js';
import { titleOf } from '../../model/component.js';
import { gatewayOfHost, reaches } from '../../model/gateway.js';
import { salesforceHostKind } from '../../model/host.js';
import { confidentialDataOf } from '../../model/integration.js';
import { mutualTlsEnforcers } from '../../model/mutualTls.js';
import { listNames, sortedNames } from '../../model/nameList.js';
import type { Org } from './org.js';
import type { SpeakingFindings } from './speaking.js';

/** How delicate the data of an integration are, by the register. */
export type Sensitivity = 'low' | 'sensitive' | 'unknown';

/** `unknown` where nobody has classified them. */
export function sensitivityOf(register: RegisterEntry | null): Sensitivity {
  if (!register || (register.dataClassification ?? []).length === 0) return 'unknown';
  return confidentialDataOf(register).length > 0 ? 'sensitive' : 'low';
}

/** Whether an integration goes through a gateway, and whether that is what the register says. */
export interface Route {
  /** The id of the gateway; of one that the register names and `gateways` does not describe, too. */
  readonly gateway: string | null;
  /** What `gateways` says of it. */
  readonly described: Gateway | undefined;
  /** The host that it calls past the gateway of the register. */
  readonly bypass: string | undefined;
}

/** By the word of the register, and where it has none, by the host. */
export function routeOf(row: IntegrationRow, { config }: Org): Route {
  const host = row.direction === 'outbound' ? valueOf(row.host) : undefined;
  const named = row.register?.gateway;
  if (named === undefined) {
    const byHost = host === undefined ? undefined : gatewayOfHost(config.gateways, host);
    return { gateway: byHost?.id ?? null, described: byHost, bypass: undefined };
  }
  const described = config.gateways.find(({ id }) => id === named);
  const isPast = described !== undefined && host !== undefined && !reaches(described, host);
  return { gateway: named, described, bypass: isPast ? host : undefined };
}

/**
 * Whether somebody has written down if an integration goes through a gateway: it names one, its host is that of one, or the
 * register says how it goes without.
 */
export const isRouteSaid = ({ register }: Pick<IntegrationRow, 'register'>, { gateway }: Route): boolean =>
  gateway !== null ||
  register?.mtls === 'required' ||
  register?.mtls === 'not-applicable' ||
  register?.privateConnect?.disposition === 'used';

/** Whether it is switched off, so that nothing goes through it. */
export const isOff = (row: IntegrationRow): boolean => row.direction !== 'unknown' && valueOf(row.isEnabled) === false;

/** Whether an app lets nobody in with OAuth: it is there for single sign-on, or for pages inside Salesforce. */
export const opensNoFlow = (row: InboundIntegration): boolean => 'none' in row.flows;

/** Whether a row is of an app by which somebody may call the org. */
export const isWayIn = (row: IntegrationRow): row is InboundIntegration =>
  row.direction === 'inbound' && !isOff(row) && !opensNoFlow(row);

/** The flows by which a machine signs in by itself. */
const MACHINE_FLOW = /JWT Bearer|Client Credentials/;

/** The flows that a machine signs in by, where the app opens one. */
export const machineFlowsOf = ({ flows }: InboundIntegration): readonly string[] =>
  (valueOf(flows) ?? []).filter((flow) => MACHINE_FLOW.test(flow));

/** The names of the other orgs of the report that sign in by an app. */
export const callersOf = ({ kind, component: { fullName } }: InboundIntegration, { linksIn }: Org): readonly string[] =>
  sortedNames(
    new Set(
      linksIn.flatMap(({ app, from }) =>
        app.kind === kind && app.name.toLowerCase() === fullName.toLowerCase() ? [from.name] : []
      )
    )
  );

/**
 * Whether an app is there for people, as far as its files tell: its flows have somebody sign in, and neither the register nor
 * what it grants says that a machine does.
 */
export function isForPeople(row: InboundIntegration, org: Org): boolean {
  const isOpen = !('value' in row.flows) || 'unknown' in row.runAsUser;
  const { mtls, gateway } = row.register ?? {};
  if (isOpen || machineFlowsOf(row).length > 0 || row.mutualTls === 'yes') return false;
  if (mtls === 'required' || mtls === 'gateway' || gateway !== undefined || callersOf(row, org).length > 0)
    return false;
  const machines = new Set(org.sync.identities.map(({ holder }) => keyOf(holder)));
  return !row.users.some((user) => machines.has(keyOf(user)));
}

/** Whether a row is of an app by which a machine may call the org. */
export const isSystemWayIn = (row: IntegrationRow, org: Org): row is InboundIntegration =>
  isWayIn(row) && !isForPeople(row, org);

/** Whether both ends are orgs, so that no gateway, firewall or private line stands between them. */
export const isOrgToOrg = (row: IntegrationRow, org: Org): boolean =>
  row.direction === 'outbound'
    ? salesforceHostKind(valueOf(row.host) ?? '') !== undefined
    : row.direction === 'inbound' && callersOf(row, org).length > 0;

/**
 * How mutual TLS of a way in stands that nothing names as enforced. Projects are often partial, so that nothing in one is a
 * failure only where the register or a call of another org of the report asks for it.
 */
export function unenforced(
  row: InboundIntegration,
  org: Org
): { readonly isFailure: boolean; /** To follow "since". */ readonly why: string } {
  const { project } = org;
  const isHeld = project.all('PermissionSet').length + project.all('Profile').length > 0;
  if (row.mutualTls !== 'unknown' || !isHeld || mutualTlsEnforcers(project).length > 0) {
    return { isFailure: row.mutualTls === 'no', why: row.reason };
  }
  const nothing = 'no permission set or profile of the project enforces mutual TLS';
  if (row.register?.mtls === 'required') return { isFailure: true, why: `${nothing}, which the register asks for` };
  const callers = callersOf(row, org);
  return callers.length === 0
    ? { isFailure: false, why: nothing }
    : {
        isFailure: true,
        why: `${nothing}, though ${listNames(callers, 'orgs')} ${callers.length === 1 ? 'signs' : 'sign'} in by this app`,
      };
}

export const isCallout = (row: IntegrationRow): row is OutboundIntegration =>
  row.direction === 'outbound' && !isOff(row);

/** Whether the register knows it as something that calls the org, though no app of the project lets it in. */
export const isRegisteredWayIn = (row: IntegrationRow): row is RegisteredOnly =>
  row.direction === 'unknown' && (row.register?.direction === 'inbound' || row.register?.direction === 'bidirectional');

/** Whether the org calls it, as far as project or register tell. */
export const isWayOut = (row: IntegrationRow): boolean =>
  isCallout(row) || (row.direction === 'unknown' && row.register?.direction !== 'inbound');

/** How reports call an integration: by its id in the register, or as the component that it is. */
export const titleOfRow = (row: IntegrationRow): string =>
  row.register || row.direction === 'unknown' ? row.id : titleOf(row.component);

/** What the decision on one integration has to know of the others of its org. */
export interface Surroundings {
  /** Certificates in use and planned, where that is at the mark from which on the team wants to be warned. */
  readonly manyCertificates: number | undefined;
  /** How many apps let systems of others in. */
  readonly waysIn: number;
  /** `Type:FullName` in lower case of what uses a key that is presented in TLS handshakes and signs as well. */
  readonly sharingKeys: ReadonlySet<string>;
  readonly findings: SpeakingFindings;
}

/** Certificates in use and planned, where that is at the mark from which on the team wants to be warned. */
export function manyCertificatesOf({ config }: Org): number | undefined {
  const { inUse, planned, warnAt, limit } = config.org.certificates;
  const count = inUse === undefined ? undefined : inUse + planned.length;
  return count !== undefined && count >= Math.min(warnAt, limit) ? count : undefined;
}

/** `rows`, `findings`: those of that org. */
export function surroundingsOf(org: Org, rows: readonly IntegrationRow[], findings: SpeakingFindings): Surroundings {
  const shared = usesByKey(org.project).filter(
    ({ uses }) =>
      uses.some(({ role }) => role === 'client') &&
      uses.some(({ role }) => role === 'signing' || role === 'verification')
  );
  return {
    manyCertificates: manyCertificatesOf(org),
    waysIn: new Set(
      rows.flatMap((row) => (isSystemWayIn(row, org) && !isOrgToOrg(row, org) ? [keyOf(row.component)] : []))
    ).size,
    sharingKeys: new Set(shared.flatMap(({ uses }) => uses.map(({ from }) => keyOf(from)))),
    findings,
  };
}
