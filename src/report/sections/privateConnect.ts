import { grouped } from '../../inventory/projectFacts.js';
import { plural } from '../../reporters/wording.js';
import type { Section } from '../document.js';
import type { Decision, ReportData, ReportedIntegration } from '../reportData.js';
import { integrationInOrg } from './integrationTexts.js';
import { dataClassText, inLines, orgsBy, strong, table } from './texts.js';
import { titled } from './titles.js';

/** Whether nobody has decided on Private Connect, and somebody has to. */
export const lackDisposition = ({ decision: { privateConnect } }: ReportedIntegration): boolean =>
  privateConnect.isDue && privateConnect.disposition === null;

/** Integrations of which the same is said share a row. */
const keyOf = ({ decision: { privateConnect }, register }: ReportedIntegration): string =>
  JSON.stringify([register?.dataClassification ?? [], privateConnect.disposition, privateConnect.reason]);

/** What was decided on Private Connect, and where that is still to be done. */
export const privateConnect = (data: ReportData): Section => {
  const concerned = data.integrations.filter(
    ({ decision }) => decision.privateConnect.isDue || decision.privateConnect.disposition !== null
  );
  const others = data.integrations.length - concerned.length;
  return {
    ...titled('private-connect'),
    blocks: [
      {
        kind: 'list',
        items: [...orgsBy(data.orgs, (org) => org.privateConnect)].map(([licence, names]) => [
          strong(names.join(', ')),
          `: ${LICENCES[licence]}.`,
        ]),
      },
      table(
        'Dispositions',
        'No integration has a disposition, and the data of none asks for one, as far as the register says.',
        [...grouped(concerned, keyOf).values()],
        [
          { title: 'Integrations', cell: (rows) => inLines(rows.map(integrationInOrg(data))) },
          { title: 'Data', cell: ([row]) => dataClassText(row!.register?.dataClassification) },
          { title: 'Disposition', cell: ([row]) => dispositionText(row!.decision.privateConnect) },
          {
            title: 'Reason',
            cell: ([row]) => row!.decision.privateConnect.reason || 'no reason is written down',
          },
        ]
      ),
      ...(others === 0
        ? []
        : [
            {
              kind: 'paragraph',
              text: `Of ${plural(others, 'other integration')}, neither the data nor the register asks for a decision.`,
            } as const,
          ]),
      {
        kind: 'paragraph',
        text: 'Private Connect is licensed by connection and set up in the network at the other end, which metadata does not show. Calls into an org by it take port 443, so that it and mutual TLS on port 8443 exclude each other.',
      },
    ],
  };
};

const LICENCES = {
  licensed: 'Private Connect is licensed',
  'not-licensed': 'Private Connect is not licensed, so that no design can count on it yet',
  unknown: 'nobody has written down whether Private Connect is licensed',
} as const;

const DISPOSITIONS = { 'not-applicable': 'not applicable', recommended: 'recommended', used: 'used' } as const;

const dispositionText = ({ disposition }: Decision['privateConnect']): string =>
  disposition === null ? 'nobody has decided' : DISPOSITIONS[disposition];
