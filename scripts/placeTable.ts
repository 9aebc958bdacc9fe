import { frameworks } from '../src/controls/index.js';
import { PLACES, TITLES, type PlaceId } from '../src/report/places.js';
import { coverageAnchor } from './coverage.js';

/** Where the report has what both documents ask for, in Markdown for `docs/report.md`. */
export function placeTable(): string {
  const titles = new Map(frameworks.flatMap(({ controls }) => controls.map(({ id, title }) => [id, title])));
  return [
    row(['Asked for', 'In the report', 'Rests on']),
    row(['---', '---', '---']),
    ...PLACES.map(({ asked, place, restsOn }) => {
      const title = titles.get(asked);
      const what = title === undefined ? asked : `[${asked}](coverage.md#${coverageAnchor(asked)}) ${title}`;
      return row([what, placeText(place), restsOn === place ? '' : placeText(restsOn)]);
    }),
  ].join('\n');
}

const placeText = (id: PlaceId): string => `${TITLES[id]}, \`#${id}\``;

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
