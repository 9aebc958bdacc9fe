import { valueOf } from '../../../inventory/fact.js';
import type { CertificateRow } from '../../../inventory/certificates.js';
import type { Infrastructure } from '../../../config/config.js';
import { nameOf, usesByKey } from '../../../model/certificateUses.js';
import { listNames, sortedNames } from '../../../model/nameList.js';
import { isOrgToOrg, isRegisteredWayIn, isRouteSaid, isWayOut, routeOf, titleOfRow, unenforced } from '../chain.js';
import { countOf, verbOf, withPeriod } from '../words.js';
import {
  calloutsOf,
  eachOf,
  forEachOrg,
  itemOf,
  judged,
  rowsOf,
  shows,
  systemsInOf,
  together,
  type Evaluator,
  type Item,
} from './look.js';

const INFRASTRUCTURES: Readonly<Record<Exclude<Infrastructure, 'unknown'>, string>> = {
  hyperforce: 'on Hyperforce',
  'first-party': "in Salesforce's own data centres",
};

/** `ISA-CHECK-1`: where the org runs, and whether lists of addresses fit that. */
export const infrastructureKnown = forEachOrg((org, look) => {
  const { infrastructure } = org.config.org;
  const ranges = look.data.ipRanges.filter(
    ({ project, hasSalesforceAddresses }) => project === org.root && hasSalesforceAddresses
  );
  const inMetadata =
    ranges.length === 0
      ? 'No IP range of the project is said to hold addresses of Salesforce.'
      : `${listNames(sortedNames(ranges.map(({ component }) => `${component.type} ${component.fullName}`)), 'components')} ${ranges.length === 1 ? 'has IP ranges' : 'have IP ranges'} for the addresses of Salesforce.`;
  if (infrastructure === 'unknown') {
    return shows('Where the org runs is not written down (org.infrastructure).', inMetadata);
  }
  const place = `The org runs ${INFRASTRUCTURES[infrastructure]}, as org.infrastructure says.`;
  const listed = rowsOf(look, org).filter(({ register }) => register?.ipAllowlist === true);
  // Before another org there is no firewall of a partner.
  const unsaid = rowsOf(look, org).filter(
    (row) => isWayOut(row) && !isOrgToOrg(row, org) && row.register?.ipAllowlist === undefined
  );
  const inRegister = [
    ...(listed.length === 0
      ? []
      : [`Firewalls let ${names(listed)} in by the addresses of Salesforce, as the register says.`]),
    ...(unsaid.length === 0
      ? []
      : [`Whether firewalls list the addresses of Salesforce is not written down for ${names(unsaid)} (ipAllowlist).`]),
  ];
  // Of the ranges in metadata a rule speaks, whose finding the team may have accepted.
  const isWrong = infrastructure === 'hyperforce' && listed.length > 0;
  return judged(isWrong ? 'failed' : 'met', place, inMetadata, ...inRegister);
});

const names = (rows: ReadonlyArray<Parameters<typeof titleOfRow>[0]>): string =>
  listNames(sortedNames(rows.map(titleOfRow)), 'integrations', 3);

/** `ISA-CHECK-2`: how many certificates there are and are to be. */
export const certificatesCounted = forEachOrg(({ config }) => {
  const { inUse, planned, limit, warnAt } = config.org.certificates;
  if (inUse === undefined) {
    return shows('How many certificates the org has is not written down (org.certificates.inUse); Setup shows it.');
  }
  const total = inUse + planned.length;
  const count = `The org has ${countOf(inUse, 'certificate')}, and the design adds ${planned.length}: ${total} of ${limit}.`;
  if (total >= limit) return judged('failed', count);
  return judged(
    'met',
    count,
    ...(total >= warnAt
      ? [`That is ${total === warnAt ? 'at' : 'past'} the mark of ${warnAt} from which on the team wants to be warned.`]
      : [])
  );
});

/** `ISA-CHECK-3`: whether each way in has both layers. */
export const waysInHaveBothLayers = forEachOrg((org, look) => {
  const items = [
    ...systemsInOf(look, org).map((row): Item => {
      const title = titleOfRow(row);
      const route = routeOf(row, org);
      const oauth = 'unknown' in row.flows ? `which OAuth flows it opens is not known, since ${row.flows.unknown}` : '';
      if (row.mutualTls === 'yes' && oauth === '') return { verdict: 'met', line: '' };
      if (oauth === '' && route.described?.controls?.includes('mtls')) {
        return { verdict: 'attested', line: `${title}: the gateway ${route.gateway} asks for the client certificate.` };
      }
      if (oauth === '' && row.register?.mtls === 'not-applicable') {
        return { verdict: 'attested', line: `${title}: the register says that mutual TLS is of no use here.` };
      }
      const { isFailure, why } = unenforced(row, org);
      const transport =
        row.mutualTls === 'yes'
          ? ''
          : `${isFailure ? 'its clients need no certificate' : 'whether its clients present a certificate is not known'}, since ${why}`;
      return {
        verdict: isFailure ? 'failed' : 'person',
        line: withPeriod(`${title}: ${[transport, oauth].filter((part) => part !== '').join('; ')}`),
      };
    }),
    ...rowsOf(look, org)
      .filter(isRegisteredWayIn)
      .map((row): Item => {
        const line = `${row.id}: the register knows it, and no app of the project lets it in.`;
        return { verdict: 'person', line };
      }),
  ];
  return eachOf(
    items,
    (good) =>
      `${good} of ${countOf(items.length, 'way in', 'ways in')} ${verbOf(good, items.length, 'has', 'have')} both layers.`,
    shows('The project holds no app that lets a system in, and its register names none.')
  );
});

/** `ISA-CHECK-4`: whether a key has both jobs. */
export const jobsApart = forEachOrg(({ project }) => {
  const keys = usesByKey(project).map(({ uses }) => ({
    uses,
    isClient: uses.some(({ role }) => role === 'client'),
    isSigner: uses.some(({ role }) => role === 'signing' || role === 'verification'),
  }));
  const [clients, signers] = [keys.filter(({ isClient }) => isClient), keys.filter(({ isSigner }) => isSigner)];
  if (clients.length === 0 && signers.length === 0) {
    return judged('not-applicable', 'The project uses no certificate, neither in TLS handshakes nor to sign.');
  }
  const both = clients.filter(({ isSigner }) => isSigner);
  const counted = `${countOf(clients.length, 'key')} for TLS handshakes and ${signers.length} for signatures`;
  if (both.length === 0) return judged('met', `${counted}, none for both.`);
  // The finding about it speaks against the control, unless the team has accepted it.
  return judged(
    'met',
    `${counted}.`,
    ...both.map(
      ({ uses }) =>
        `One key is shared by ${listNames(sortedNames(uses.map(({ from }) => nameOf(from))), 'components')}.`
    )
  );
});

/** `ISA-CHECK-5`: whether callouts with a client certificate name the port that asks for it. */
export const portsNamed = forEachOrg((org, look) => {
  const rows = calloutsOf(look, org).filter(({ certificates }) => certificates.some(({ role }) => role === 'client'));
  const items = rows.map((row) =>
    itemOf(look, row, {
      verdict: row.mutualTls === 'yes' ? 'met' : row.mutualTls === 'no' ? 'failed' : 'person',
      line: withPeriod(`${titleOfRow(row)}: ${row.reason}`),
    })
  );
  return eachOf(
    items,
    (good) =>
      `${good} of ${countOf(items.length, 'callout')} with a client certificate ${verbOf(good, items.length, 'names', 'name')} the port that asks for it.`,
    judged('not-applicable', 'No callout of the project presents a client certificate.')
  );
});

/** `ISA-CHECK-6`: whether each certificate has an end and somebody who renews it. */
export const certificatesOwned = forEachOrg((org, { data }) => {
  const items = data.certificates
    .filter(({ project }) => project === org.root)
    .map((row): Item => {
      const wanting = [
        ...('unknown' in row.notAfter ? [`its end is not known, since ${row.notAfter.unknown}`] : []),
        ...(row.owners.length === 0 ? ['nobody is written down who renews it (certificateOwner)'] : []),
      ];
      return {
        verdict: wanting.length === 0 ? 'met' : 'person',
        line: withPeriod(`${certificateTitle(row)}: ${wanting.join('; ')}`),
      };
    });
  return eachOf(
    items,
    (good) =>
      `${good} of ${countOf(items.length, 'certificate')} ${verbOf(good, items.length, 'has', 'have')} an end and an owner.`,
    judged('not-applicable', 'The project holds and names no certificate.')
  );
});

function certificateTitle({ name, kind, usedBy }: CertificateRow): string {
  const user = usedBy.find(({ component }) => component)?.component;
  const own = valueOf(name);
  if (own !== undefined) return own;
  return `${kind === 'copy' ? 'The copy' : 'The certificate'}${user ? ` in ${user.fullName}` : ''}`;
}

/** `ISA-CHECK-7`: whether Private Connect was decided on wherever the data ask for it. */
export const privateConnectDecided = forEachOrg((org, look) => {
  const items = rowsOf(look, org)
    .filter(({ decision }) => decision.verdict !== 'not-applicable')
    .map((row): Item => {
      const { disposition, isDue, reason } = row.decision.privateConnect;
      const title = titleOfRow(row);
      if (disposition !== null) return { verdict: 'met', line: '' };
      if (isDue) return { verdict: 'person', line: `${title}: ${reason}` };
      const isClassified = (row.register?.dataClassification ?? []).length > 0;
      return { verdict: isClassified ? 'met' : 'person', line: `${title}: ${reason}` };
    });
  return eachOf(
    items,
    (good) =>
      `For ${good} of ${countOf(items.length, 'integration')} the outcome is recorded, or the data do not ask for one.`,
    judged('not-applicable', 'There is no integration that could use it.')
  );
});

/** `ISA-CHECK-8`: whether it is written down what stands before each integration. */
export const routesWritten = forEachOrg((org, look) => {
  const items = rowsOf(look, org)
    .filter((row) => isWayOut(row))
    .map((row): Item => {
      const route = routeOf(row, org);
      const title = titleOfRow(row);
      if (route.bypass !== undefined) {
        return itemOf(look, row, {
          verdict: 'failed',
          line: `${title}: the register names the gateway ${route.gateway}, and it calls ${route.bypass} past it.`,
        });
      }
      return {
        verdict: isRouteSaid(row, route) ? 'met' : 'person',
        line: `${title}: whether it goes through a gateway is not written down (gateway or mtls).`,
      };
    });
  return eachOf(
    items,
    (good) => `For ${good} of ${countOf(items.length, 'integration')} it is written down.`,
    judged('not-applicable', 'The project calls nobody, and its register names nobody whom it calls.')
  );
});

/** Several of these for one control. */
export const all =
  (...evaluators: readonly Evaluator[]): Evaluator =>
  (look) =>
    together(evaluators.map((evaluate) => evaluate(look)));
