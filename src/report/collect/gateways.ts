import { compare } from '../../compare.js';
import type { CertificateRow } from '../../inventory/certificates.js';
import type { EndpointRow } from '../../inventory/endpoints.js';
import { valueOf } from '../../inventory/fact.js';
import type { IntegrationRow, OutboundIntegration } from '../../inventory/integrations.js';
import { grouped, keyOf } from '../../inventory/projectFacts.js';
import { publicKeyOf } from '../../model/certificate.js';
import { sortedNames } from '../../model/nameList.js';
import { isPackaged } from '../../model/packaged.js';
import endpointSprawl from '../../rules/integration-endpoint-sprawl.js';
import { defaultOptions } from '../../rules/rule.js';
import type { GatewayAdvice, ReportData, ReportedGateway } from '../reportData.js';
import { isCallout, isOrgToOrg, isSystemWayIn, manyCertificatesOf, routeOf } from './chain.js';
import type { Org } from './org.js';
import { countOf } from './words.js';

/** The gateways of each register, with what goes through them and what goes past them. */
export const gatewaysOf = (orgs: readonly Org[], rows: readonly IntegrationRow[]): readonly ReportedGateway[] =>
  orgs.flatMap((org) => {
    const routed = rows
      .filter(({ project }) => project === org.root)
      .map((row) => ({ id: row.id, ...routeOf(row, org) }));
    return org.config.gateways.map((gateway) => {
      const own = routed.filter((route) => route.gateway === gateway.id);
      const bypassedBy = sortedNames(own.flatMap(({ id, bypass }) => (bypass === undefined ? [] : [id])));
      return {
        ...gateway,
        project: org.root,
        integrations: sortedNames(own.map(({ id }) => id)).filter((id) => !bypassedBy.includes(id)),
        bypassedBy,
      };
    });
  });

type Counted = Pick<ReportData, 'gateways'> & {
  readonly integrations: readonly IntegrationRow[];
  readonly certificates: readonly CertificateRow[];
  readonly endpoints: readonly EndpointRow[];
};

/** Whether a gateway would pay: what is connected directly, what that takes, and what a gateway would leave of it. */
export function gatewayAdviceOf(orgs: readonly Org[], data: Counted): GatewayAdvice {
  const perOrg = orgs.map((org) => directOf(org, orgs, data));
  const directHosts = sortedNames(perOrg.flatMap(({ hosts }) => hosts));
  const sum = (numberOf: (direct: Direct) => number): number =>
    perOrg.reduce((total, direct) => total + numberOf(direct), 0);
  const certificates = {
    now: sum((direct) => direct.certificates.reduce((total, count) => total + count, 0)),
    behindGateway: sum((direct) => direct.certificates.filter((count) => count > 0).length),
  };
  const apps = { now: sum((direct) => direct.apps), behindGateway: sum((direct) => Math.min(1, direct.apps)) };
  const many = Math.min(...orgs.map(hostsThatAreMany));
  const crowded = orgs.filter((org) => manyCertificatesOf(org) !== undefined);
  const isMany = directHosts.length >= many;
  const isCrowded = crowded.length > 0 && certificates.now > certificates.behindGateway;
  const isInPlace = data.gateways.some(({ integrations, bypassedBy }) => integrations.length + bypassedBy.length > 0);
  return {
    directHosts,
    certificates,
    apps,
    verdict: isMany || isCrowded || apps.now >= many ? 'consolidate' : isInPlace ? 'gateway-in-place' : 'direct',
    reasons: [
      ...[...grouped(data.gateways, ({ id, name }) => JSON.stringify([id, name]))].flatMap(([, ofOne]) =>
        ofGateway(ofOne)
      ),
      directHosts.length === 0
        ? 'No host of a third party is called without a gateway, as far as the metadata tells.'
        : `${countOf(directHosts.length, 'host of third parties is', 'hosts of third parties are')} called without a gateway; ${many} or more would be many (rules.integration-endpoint-sprawl.options.minimumHosts).`,
      ...(certificates.now === 0
        ? []
        : [
            `${countOf(certificates.now, 'certificate serves', 'certificates serve')} direct connections; ${
              certificates.now > certificates.behindGateway
                ? `behind a gateway ${certificates.behindGateway} would do`
                : 'a gateway would need as many'
            }.`,
          ]),
      ...(apps.now === 0
        ? []
        : [
            `${countOf(apps.now, 'app lets', 'apps let')} systems in directly. A gateway needs ${apps.behindGateway === 1 ? 'one' : 'one for each org'}, though an app for each integration keeps their traces apart.`,
          ]),
      ...crowded.map(
        ({ name, config: { org } }) =>
          `The org ${name} has ${countOf(org.certificates.inUse! + org.certificates.planned.length, 'certificate')} in use or planned, of ${org.certificates.limit}.`
      ),
    ],
  };
}

/** What one org connects without a gateway. */
interface Direct {
  readonly hosts: readonly string[];
  /** How many certificates there are of each job. */
  readonly certificates: readonly number[];
  readonly apps: number;
}

function directOf(org: Org, orgs: readonly Org[], { integrations, certificates, endpoints }: Counted): Direct {
  const own = integrations.filter(({ project }) => project === org.root);
  const isRouted = (row: IntegrationRow): boolean => routeOf(row, org).gateway !== null;
  // What a package brings, nobody can put behind a gateway, and mutual TLS between orgs ends at the orgs themselves.
  const direct = own.filter((row) => !isRouted(row) && !isOfPackage(row) && !isOrgToOrg(row, org));
  const thirdParties = new Set(
    endpoints.flatMap(({ project, kind, host }) =>
      project === org.root && kind === 'third-party' ? [valueOf(host)] : []
    )
  );
  const callouts = direct.filter(
    (row): row is OutboundIntegration =>
      isCallout(row) && thirdParties.has(valueOf(row.host)) && valueOf(row.privateConnection) === undefined
  );
  const waysIn = direct.filter((row) => isSystemWayIn(row, org));
  const named = (role: string): number =>
    new Set(
      callouts
        .flatMap((row) => row.certificates.filter((one) => one.role === role))
        .flatMap(({ name }) => valueOf(name)?.toLowerCase() ?? [])
    ).size;
  const appFiles = new Set(waysIn.map(({ file }) => file));
  const copies = certificates.filter(
    ({ project, kind, usedBy }) =>
      project === org.root &&
      kind === 'copy' &&
      usedBy.some(({ component }) => waysIn.some((row) => row.component.fullName === component?.fullName))
  ).length;
  const keysOfSiblings = new Set(
    orgs
      .filter((other) => other !== org)
      .flatMap(({ project }) => project.all('Certificate').flatMap(({ content }) => publicKeyOf(content) ?? []))
  );
  const ofGateways = new Set(own.filter(isRouted).flatMap(({ components }) => components.map(keyOf)));
  const trusted = org.project
    .all('InboundCertificate')
    .filter((one) => !ofGateways.has(keyOf(one)) && !keysOfSiblings.has(publicKeyOf(one.content) ?? '')).length;
  return {
    hosts: callouts.flatMap(({ host }) => valueOf(host) ?? []).sort(compare),
    certificates: [named('client'), named('signing'), copies, waysIn.length === 0 ? 0 : trusted],
    apps: appFiles.size,
  };
}

const isOfPackage = (row: IntegrationRow): boolean => row.direction !== 'unknown' && isPackaged(row.component.fullName);

const hostsThatAreMany = ({ config }: Org): number =>
  Number(config.rules[endpointSprawl.id]?.options?.['minimumHosts'] ?? defaultOptions(endpointSprawl)['minimumHosts']);

/** `gateways`: one gateway, as the registers of several orgs know it. */
function ofGateway(gateways: readonly ReportedGateway[]): readonly string[] {
  const { id, name = id } = gateways[0]!;
  const sum = (idsOf: (gateway: ReportedGateway) => readonly string[]): number =>
    gateways.reduce((total, gateway) => total + idsOf(gateway).length, 0);
  const [through, past] = [sum(({ integrations }) => integrations), sum(({ bypassedBy }) => bypassedBy)];
  return [
    `${countOf(through, 'integration goes', 'integrations go')} through the gateway ${name}.`,
    ...(past === 0
      ? []
      : [
          `${countOf(past, 'integration is', 'integrations are')} meant to go through the gateway ${name} and ${past === 1 ? 'calls' : 'call'} past it.`,
        ]),
  ];
}
