import type { Block, Section } from '../document.js';
import { TITLES, type PlaceId } from '../places.js';

/** The anchor and title of a section. */
export const titled = (id: PlaceId): Pick<Section, 'id' | 'title'> => ({ id, title: TITLES[id] });

/** The headline of a part of a section. */
export const heading = (id: PlaceId): Block => ({ kind: 'heading', id, text: TITLES[id] });
