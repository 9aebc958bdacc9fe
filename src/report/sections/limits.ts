import type { Section } from '../document.js';
import type { ReportData } from '../reportData.js';
import { code, componentText, table } from './texts.js';
import { heading, titled } from './titles.js';

/** What metadata cannot show, and what of it no rule could judge. */
export const limits = ({ notEvaluated }: ReportData): Section => ({
  ...titled('limits'),
  blocks: [
    {
      kind: 'list',
      items: [
        'Only what lies in the Salesforce DX projects is looked at. What packages bring, and what was changed in an org and not retrieved, is not in it.',
        'Who has which permission set, who signs in and from where, and which apps users have connected is data of the org.',
        'Where an org runs, how many certificates it holds, which licences it has and whether Support has turned mutual TLS on is shown in Setup.',
        'Firewalls, gateways, proxies and what partners check at their end are outside Salesforce; the register says of them what people have written there.',
        'What Apex, flows and middleware do with data and credentials is not read, but for the names of certificates and Named Credentials.',
        'A verdict of a person is worth what its evidence is worth: it is quoted, not checked.',
        'Everything is judged at the instant that the head of the report states; certificates and accepted risks that end later are still good in it.',
      ],
    },
    heading('limits-not-evaluated'),
    table('What no rule could judge', 'Rules could judge all that they looked at.', notEvaluated, [
      { title: 'Component', cell: ({ component }) => componentText(component) },
      { title: 'Why', cell: ({ message }) => message },
      { title: 'File', cell: ({ path }) => [code(path)] },
    ]),
  ],
});
