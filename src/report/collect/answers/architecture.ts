import { titleOfRow } from '../chain.js';
import { countOf, verbOf } from '../words.js';
import { eachOf, forEachOrg, itemOf, judged, rowsOf, shows, type Evaluator, type Item } from './look.js';
import {
  all,
  certificatesCounted,
  certificatesOwned,
  infrastructureKnown,
  jobsApart,
  portsNamed,
  privateConnectDecided,
  routesWritten,
  waysInHaveBothLayers,
} from './reviewChecklist.js';

/** Whether the integrations that a row of the decision table applies to, or all of them, follow what it recommends. */
const followed = (control?: string): Evaluator =>
  forEachOrg((org, look) => {
    const items = rowsOf(look, org)
      .filter(({ decision }) => control === undefined || decision.controls.includes(control))
      .filter(({ decision }) => decision.verdict !== 'not-applicable')
      .map((row): Item =>
        itemOf(look, row, {
          verdict: row.decision.verdict,
          line: `${titleOfRow(row)}: ${row.decision.gaps[0] ?? 'by the word of the register.'}`,
        })
      );
    return eachOf(
      items,
      (good) =>
        `${good} of ${countOf(items.length, 'integration')} ${control === undefined ? '' : 'that this applies to '}${verbOf(good, items.length, 'follows', 'follow')} the recommended pattern.`,
      judged('not-applicable', control === undefined ? 'There is no integration.' : 'It applies to no integration.')
    );
  });

/** Whether the register says of each integration what a design begins with. */
const described = forEachOrg((org, look) => {
  const items = rowsOf(look, org)
    .filter(({ decision }) => decision.verdict !== 'not-applicable')
    .map((row): Item => {
      const { register } = row;
      const missing = register
        ? [
            ...(register.direction === undefined && row.direction === 'unknown' ? ['direction'] : []),
            ...((register.dataClassification ?? []).length === 0 ? ['dataClassification'] : []),
          ]
        : ['an entry'];
      return {
        verdict: missing.length === 0 ? 'met' : 'person',
        line: `${titleOfRow(row)}: the register lacks ${missing.join(' and ')}.`,
      };
    });
  return eachOf(
    items,
    (good) =>
      `The register says of ${good} of ${countOf(items.length, 'integration')} who calls whom and with what data.`,
    judged('not-applicable', 'There is no integration.')
  );
});

const registered = forEachOrg((org, look) => {
  const items = rowsOf(look, org).map((row): Item => ({
    verdict: row.register ? 'met' : 'person',
    line: `${titleOfRow(row)} is not in the register.`,
  }));
  return eachOf(
    items,
    (good) =>
      `${good} of ${countOf(items.length, 'integration')} ${verbOf(good, items.length, 'is', 'are')} in the register; this report has the table.`,
    judged('not-applicable', 'There is no integration.')
  );
});

const licensed = forEachOrg((org, look) => {
  const licence = org.config.org.privateConnect;
  const users = rowsOf(look, org).filter(({ decision }) => {
    const { disposition } = decision.privateConnect;
    return disposition === 'used' || disposition === 'recommended';
  });
  if (users.length === 0) {
    return judged('not-applicable', 'No integration uses Private Connect or is to use it, by the register.');
  }
  const count = `${countOf(users.length, 'integration')} ${users.length === 1 ? 'uses' : 'use'} Private Connect or ${users.length === 1 ? 'is' : 'are'} to use it.`;
  if (licence === 'unknown') return shows(count, 'Whether it is licensed is not written down (org.privateConnect).');
  return judged(
    licence === 'licensed' ? 'met' : 'failed',
    count,
    `It is ${licence === 'licensed' ? '' : 'not '}licensed for the org, as org.privateConnect says.`
  );
});

const gatewayAdvised: Evaluator = ({ data: { gatewayAdvice, integrations } }) =>
  judged(integrations.length === 0 ? 'not-applicable' : 'met', ...gatewayAdvice.reasons);

/** How the guide's controls are answered by data and register, where they can be. */
export const architectureEvaluators: Readonly<Record<string, Evaluator>> = {
  'ISA-CONCEPT-2': infrastructureKnown,
  'ISA-CONCEPT-3': privateConnectDecided,
  'ISA-CONCEPT-4': all(certificatesCounted, certificatesOwned),
  'ISA-PATTERN-A': waysInHaveBothLayers,
  'ISA-PATTERN-B': portsNamed,
  'ISA-PATTERN-C': routesWritten,
  ...Object.fromEntries(
    ['1', '2', '3', '4', '5', '6'].map((row) => [`ISA-DECISION-${row}`, followed(`ISA-DECISION-${row}`)] as const)
  ),
  'ISA-DECISION-7': jobsApart,
  'ISA-STEP-1': all(infrastructureKnown, certificatesCounted),
  'ISA-STEP-2': described,
  'ISA-STEP-3': followed(),
  'ISA-STEP-4': all(certificatesCounted, certificatesOwned),
  'ISA-STEP-5': portsNamed,
  'ISA-STEP-6': privateConnectDecided,
  'ISA-CHECK-1': infrastructureKnown,
  'ISA-CHECK-2': certificatesCounted,
  'ISA-CHECK-3': waysInHaveBothLayers,
  'ISA-CHECK-4': jobsApart,
  'ISA-CHECK-5': portsNamed,
  'ISA-CHECK-6': certificatesOwned,
  'ISA-CHECK-7': privateConnectDecided,
  'ISA-CHECK-8': routesWritten,
  'ISA-GOTCHA-1': infrastructureKnown,
  'ISA-GOTCHA-2': portsNamed,
  'ISA-GOTCHA-3': jobsApart,
  'ISA-GOTCHA-4': certificatesCounted,
  'ISA-GOTCHA-5': licensed,
  'ISA-OUTPUT-1': registered,
  'ISA-OUTPUT-2': all(certificatesCounted, certificatesOwned),
  'ISA-OUTPUT-3': infrastructureKnown,
  'ISA-OUTPUT-4': all(gatewayAdvised, routesWritten),
};
