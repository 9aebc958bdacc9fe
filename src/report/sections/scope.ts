import { plural } from '../../reporters/wording.js';
import type { Block, Section } from '../document.js';
import type { ReportData, ReportedIntegration, ReportedOrg } from '../reportData.js';
import { titleWithOrg } from './integrationTexts.js';
import { code, INFRASTRUCTURE_WORDS, linkTo, piecesOf, someOf, table } from './texts.js';
import { heading, titled } from './titles.js';

/** Which orgs are looked at, where they run, and what the register says of them. */
export const scope = (data: ReportData): Section => ({
  ...titled('scope'),
  blocks: [
    table('The orgs', 'No Salesforce DX project was found.', data.orgs, [
      { title: 'Org', cell: ({ name }) => name },
      { title: 'Folder', cell: ({ project }) => [code(project)] },
      {
        title: 'My Domain',
        cell: ({ myDomain }) => (myDomain === null ? 'nobody has written it down' : [code(myDomain)]),
      },
      { title: 'Runs on', cell: ({ infrastructure }) => INFRASTRUCTURE_WORDS[infrastructure] },
      { title: 'Private Connect', cell: ({ privateConnect }) => LICENCES[privateConnect] },
    ]),
    {
      kind: 'paragraph',
      text: [
        'My Domain, place and licence are what ',
        code('org'),
        ' in sf-isa.yml says. Setup shows under Company Information where an org runs.',
      ],
    },
    heading('scope-register'),
    ...register(data),
  ],
});

const LICENCES: Readonly<Record<ReportedOrg['privateConnect'], string>> = {
  licensed: 'licensed',
  'not-licensed': 'not licensed',
  unknown: 'nobody has written it down',
};

function register(data: ReportData): readonly Block[] {
  const { orgs, integrations } = data;
  const of = ({ project }: ReportedOrg): readonly ReportedIntegration[] =>
    integrations.filter((row) => row.project === project);
  const count = (isMeant: (row: ReportedIntegration) => boolean) => (org: ReportedOrg) =>
    String(of(org).filter(isMeant).length);
  const unregistered = integrations.filter((row) => row.register === null);
  return [
    table('What the register says, in numbers of integrations', 'No Salesforce DX project was found.', orgs, [
      { title: 'Org', cell: ({ name }) => name },
      { title: 'Found', cell: count(() => true), isNumber: true },
      { title: 'In the register', cell: count((row) => row.register !== null), isNumber: true },
      { title: 'Owner', cell: count((row) => row.register?.owner !== undefined), isNumber: true },
      {
        title: 'Data class',
        cell: count((row) => (row.register?.dataClassification ?? []).length > 0),
        isNumber: true,
      },
      { title: 'Reason', cell: count((row) => row.register?.justification !== undefined), isNumber: true },
      { title: 'Review', cell: count((row) => row.register?.reviewed !== undefined), isNumber: true },
    ]),
    ...(orgs.some(({ hasRegister }) => hasRegister)
      ? []
      : [
          {
            kind: 'paragraph',
            text: 'There is no register: integrations in sf-isa.yml has no entry, so that owners, data classes and reviews are not known.',
          } as const,
        ]),
    ...(unregistered.length === 0
      ? []
      : [
          {
            kind: 'paragraph',
            text: [
              `${plural(unregistered.length, 'integration')} ${unregistered.length === 1 ? 'is' : 'are'} not in it: `,
              ...piecesOf(someOf(unregistered.map(titleWithOrg(data)))),
              '. The ',
              linkTo('integrations-inventory', 'inventory'),
              ' has them all.',
            ],
          } as const,
        ]),
  ];
}
