import type { Section } from '../document.js';
import type { ReportData } from '../reportData.js';
import { topologyOf } from '../topologyOf.js';
import { linkTo } from './texts.js';
import { titled } from './titles.js';

/** Who is connected with whom, as a picture. */
export const topology = (data: ReportData): Section => ({
  ...titled('topology'),
  blocks:
    data.integrations.length === 0
      ? [
          {
            kind: 'paragraph',
            text: 'There is nothing to draw: no callout, no app and no entry of the register was found.',
          },
        ]
      : [
          { kind: 'picture', picture: topologyOf(data) },
          {
            kind: 'paragraph',
            text: ['The ', linkTo('integrations-inventory', 'inventory'), ' says the same in a table.'],
          },
        ],
});
