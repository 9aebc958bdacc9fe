import type { Field } from '../model/component.js';
import type { Project } from '../model/project.js';

/**
 * One thing that an inventory says: the value, or in a few words that there is none, or why nobody can tell from the files.
 * So an empty place never has to stand for two of these.
 */
export type Fact<Value> = { readonly value: Value } | { readonly none: string } | { readonly unknown: string };

export const known = <Value>(value: Value): Fact<Value> => ({ value });
export const none = (why: string): Fact<never> => ({ none: why });
export const unknown = (why: string): Fact<never> => ({ unknown: why });

export const LEFT_TO_BUILD = 'the build puts it in';

/** The value of a fact, where there is one. */
export const valueOf = <Value>(fact: Fact<Value>): Value | undefined => ('value' in fact ? fact.value : undefined);

/** What a field says; `absent` where there is no such field. */
export const factOf = (project: Project, field: Field | undefined, absent: Fact<never>): Fact<string> =>
  field === undefined ? absent : project.isPlaceholder(field) ? unknown(LEFT_TO_BUILD) : known(field.value);
