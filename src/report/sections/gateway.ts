import { GATEWAY_CONTROLS } from '../../config/config.js';
import { grouped } from '../../inventory/projectFacts.js';
import { plural } from '../../reporters/wording.js';
import type { Section, Text } from '../document.js';
import type { GatewayAdvice, ReportData, ReportedGateway } from '../reportData.js';
import { integrationTitles } from './integrationTexts.js';
import {
  code,
  GATEWAY_CONTROL_WORDS,
  inLines,
  listed,
  orgColumn,
  orgNames,
  piecesOf,
  someOf,
  strong,
  table,
  type Column,
} from './texts.js';
import { heading, titled } from './titles.js';

/** Whether there is to be a gateway, where it stands, and what it is responsible for. */
export const gateway = (data: ReportData): Section => {
  const { gatewayAdvice: advice, gateways } = data;
  return {
    ...titled('gateway'),
    blocks: [
      { kind: 'paragraph', text: [strong(ADVICE[advice.verdict]), ' ', placement(data)] },
      { kind: 'list', items: [...advice.reasons, ...sprawl(advice)] },
      heading('gateway-register'),
      gatewayTable(data),
      heading('gateway-controls'),
      table(
        'Controls that a gateway takes over, and who has them',
        'There is no control to take over.',
        GATEWAY_CONTROLS,
        [
          { title: 'Control', cell: (control) => GATEWAY_CONTROL_WORDS[control] },
          ...(gateways.length === 0 ? [] : [seenToBy(gateways)]),
          { title: 'Of a gateway', cell: (control) => DUTIES[control] },
        ]
      ),
      heading('gateway-savings'),
      savings(advice),
      heading('gateway-bypasses'),
      bypasses(data),
    ],
  };
};

const ADVICE: Readonly<Record<GatewayAdvice['verdict'], string>> = {
  consolidate: 'A gateway would pay.',
  direct: 'Direct connections will do.',
  'gateway-in-place': 'A gateway is in place.',
};

const DUTIES: Readonly<Record<(typeof GATEWAY_CONTROLS)[number], string>> = {
  mtls: 'checks the certificate of each client, and presents its own to each system and to the org',
  oauth: 'gets a token of its own for each integration, so that their traces stay apart',
  'rate-limit': 'slows down or refuses who calls too often',
  logging: 'records who called what and when, where the org does not see it',
  inspection: 'refuses payloads that are malformed or hold what they must not',
  'ip-filter': 'lets in known addresses of callers, as one layer among others',
};

const seenToBy = (gateways: readonly ReportedGateway[]): Column<(typeof GATEWAY_CONTROLS)[number]> => ({
  title: 'Seen to by',
  cell: (control) =>
    listed(
      [...new Set(gateways.filter(({ controls = [] }) => controls.includes(control)).map(gatewayTitle))],
      'no gateway of the register'
    ),
});

const gatewayTitle = ({ id, name }: ReportedGateway): string => name ?? id;

/** Where it stands, by what it would be between. */
function placement({ integrations, gateways }: ReportData): string {
  const outbound = integrations.filter(({ direction }) => direction === 'outbound').length;
  const inbound = integrations.filter(({ direction }) => direction === 'inbound').length;
  const counted = `${plural(outbound, 'integration')} out of the orgs and ${plural(inbound, 'integration')} into them`;
  return gateways.length === 0
    ? `It would stand between the orgs and the systems of others: ${counted}.`
    : `The register names ${plural(new Set(gateways.map(({ id }) => id)).size, 'gateway')}, for ${counted}.`;
}

/** Hosts that are called directly, beside the reasons that count them. */
const sprawl = ({ directHosts }: GatewayAdvice): readonly Text[] =>
  directHosts.length === 0
    ? []
    : [['Called without a gateway: ', ...piecesOf(someOf(directHosts.map((host) => [code(host)]))), '.']];

/** A gateway, which the registers of several orgs may name alike. */
function gatewayTable(data: ReportData): ReturnType<typeof table> {
  const titleOf = integrationTitles(data);
  const orgOf = orgNames(data);
  const through = ({ project, integrations }: ReportedGateway): Text => {
    const titles = listed(
      integrations.map((id) => titleOf(project, id)),
      'no integration'
    );
    return data.orgs.length < 2 ? titles : [`${orgOf(project)}: `, ...piecesOf(titles)];
  };
  return table(
    'Gateways, what they see to, and what goes through them',
    'The register names no gateway: gateways in sf-isa.yml has no entry.',
    [...grouped(data.gateways, descriptionOf).values()],
    [
      { title: 'Gateway', cell: ([one]) => [strong(gatewayTitle(one!))] },
      { title: 'Hosts', cell: ([one]) => inLines(one!.hosts.map((host) => [code(host)])) },
      { title: 'Owner', cell: ([one]) => one!.owner ?? 'nobody is written down' },
      {
        title: 'Sees to',
        cell: ([one]) =>
          listed(
            (one!.controls ?? []).map((control) => GATEWAY_CONTROL_WORDS[control]),
            'nobody has said'
          ),
      },
      { title: 'Through it', cell: (all) => inLines(all.map(through)) },
    ]
  );
}

/** All that registers say of a gateway, apart from what goes through it. */
const descriptionOf = ({
  project: _project,
  integrations: _through,
  bypassedBy: _past,
  ...said
}: ReportedGateway): string => JSON.stringify(Object.entries(said).sort(([a], [b]) => (a < b ? -1 : 1)));

const savings = ({ certificates, apps }: GatewayAdvice): ReturnType<typeof table> =>
  table(
    'What serves direct integrations now, and what a gateway would leave of it',
    'There is nothing to count.',
    [
      { what: 'Certificates', ...certificates },
      { what: 'Apps', ...apps },
    ],
    [
      { title: 'What', cell: ({ what }) => what },
      { title: 'Now', cell: ({ now }) => String(now), isNumber: true },
      { title: 'Behind a gateway', cell: ({ behindGateway }) => String(behindGateway), isNumber: true },
      {
        title: 'Saved',
        cell: ({ now, behindGateway }) => String(Math.max(0, now - behindGateway)),
        isNumber: true,
      },
    ]
  );

function bypasses(data: ReportData): ReturnType<typeof table> {
  const titleOf = integrationTitles(data);
  const past = data.gateways.flatMap((one) =>
    one.bypassedBy.map((id) => ({ project: one.project, gateway: gatewayTitle(one), id }))
  );
  return table(
    'Integrations that are meant to go through a gateway and do not',
    'No integration that the register puts behind a gateway goes past it.',
    past,
    [
      { title: 'Integration', cell: ({ project, id }) => titleOf(project, id) },
      ...orgColumn<(typeof past)[number]>(data),
      { title: 'Gateway', cell: ({ gateway: name }) => name },
    ]
  );
}
