import type { Location } from '../location.js';
import type { Field, Placed } from '../model/component.js';

/**
 * One thing that a fix does to a file, as a rule says it: plain data, without a look at the file. Offsets are those of the
 * scan; `applyEdits` turns them into bytes, and leaves alone what is not written as expected.
 */
export type Edit = ReplaceText | SetChild | Remove | RemoveEntry;

/** Puts other text in the place of a text without markup. */
export interface ReplaceText {
  readonly kind: 'replace';
  readonly at: Location;
  /** What the file holds there, letter by letter; undefined for a part of a list, between two of its items. */
  readonly from: string | undefined;
  readonly to: string;
}

/** Gives an element's child a text; adds the child where there is none. */
export interface SetChild {
  readonly kind: 'set-child';
  /** The element, or a place in a leaf of it. */
  readonly at: Location;
  readonly child: string;
  readonly to: string;
}

/** Takes out a comment, or the innermost element around a place, with the line that it has for itself. */
export interface Remove {
  readonly kind: 'remove';
  readonly at: Location;
}

/** Takes out the entry of a suppression file that a place is in. */
export interface RemoveEntry {
  readonly kind: 'remove-entry';
  readonly at: Location;
}

/** Gives a field another value. */
export const setTo = ({ value, at }: Field<unknown>, to: string): Edit => ({
  kind: 'replace',
  at,
  from: String(value),
  to,
});

/** Gives a field's value another beginning. */
export const setBeginning = ({ at }: Pick<Placed, 'at'>, from: string, to: string): Edit => ({
  kind: 'replace',
  at: { ...at, end: at.start + from.length },
  from,
  to,
});

/** Gives an https URL another port. */
export function setPort({ value, at }: Field, port: number): Edit {
  const [written] = /^https:\/\/[^/?#\\\s]*/i.exec(value) ?? [''];
  return setBeginning({ at }, written, `${written.replace(/:\d+$/, '')}:${port}`);
}

/** Gives the child of an element, or the neighbour of a leaf, a text. */
export const setChild = ({ at }: Pick<Placed, 'at'>, child: string, to: string): Edit => ({
  kind: 'set-child',
  at,
  child,
  to,
});

/** Turns a user permission off, given by its name. What is left out of a profile stays as it is in the org. */
export const disable = (permission: Pick<Placed, 'at'>): Edit => setChild(permission, 'enabled', 'false');
