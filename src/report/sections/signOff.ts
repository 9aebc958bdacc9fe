import type { Section } from '../document.js';
import type { ReportData } from '../reportData.js';
import { code, instantOf } from './texts.js';
import { titled } from './titles.js';

/** Lines for those who answer for the design. */
export const signOff = ({ orgs, now }: ReportData): Section => ({
  ...titled('sign-off'),
  blocks: [
    {
      kind: 'paragraph',
      text: [
        'Whoever signs has read the decisions, the open findings, the accepted risks and the limits as they stand at ',
        code(instantOf(now)),
        '.',
      ],
    },
    {
      kind: 'form',
      caption: 'Sign-off, to be filled in by hand',
      fields: ['Name', 'Decision: approved, approved with conditions, rejected', 'Conditions', 'Date', 'Signature'],
      rows: [
        'Integration architect',
        'Information security',
        'Certificates and keys',
        ...orgs.map(({ name }) => `Owner of the org ${name}`),
      ],
    },
  ],
});
