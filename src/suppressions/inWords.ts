import type { Suppression } from './suppression.js';

/** The ids of its rules, to stand in a sentence. */
export const rulesIn = ({ rules }: Suppression): string => rules.join(' and ');

/** ` at <element>` where it names one, else nothing. */
export const elementIn = ({ element }: Pick<Suppression, 'element'>): string =>
  element === undefined ? '' : ` at ${element}`;

/** Whether it is an entry of a file, not a comment. */
export const isFromFile = ({ source }: Suppression): boolean => source === 'file';
