import type { Integration } from '../config/config.js';
import { componentKey, type ComponentBase, type ComponentRef, type Field, type Placed } from './component.js';
import { matchesAny } from './namePattern.js';
import type { Project } from './project.js';

/** The entries of the register that name a component, in the order of the file. */
export const integrationsOf = (register: readonly Integration[], component: ComponentRef): readonly Integration[] =>
  register.filter(({ components }) => matchesAny(components, componentKey(component)));

/** Where a finding about an entry of the register stands: rules point into metadata. */
export interface EntryPlace {
  readonly component: ComponentBase;
  readonly where: Placed;
}

/**
 * The first component that an entry names, in its own order, or else one that uses an External Credential which it names;
 * undefined where the project holds none of them, since a register may serve several projects.
 */
export function placeOfEntry(project: Project, { components }: Integration): EntryPlace | undefined {
  const named = (component: ComponentRef, patterns = components): boolean =>
    matchesAny(patterns, componentKey(component));
  for (const pattern of components) {
    const found = project.components.find((component) => named(component, [pattern]));
    if (found) return placeOf(found);
  }
  const use = project.references.find(({ to }) => to.type === 'ExternalCredential' && named(to));
  return use && placeOf(use.from);
}

const placeOf = (component: ComponentBase & { readonly label?: Field | undefined }): EntryPlace => ({
  component,
  where: { at: (component.label ?? component).at, element: '' },
});

const CONFIDENTIAL: ReadonlySet<string> = new Set(['confidential', 'pii', 'pci', 'phi']);

/** The classes of data of an entry that are confidential or more. */
export const confidentialDataOf = ({
  dataClassification = [],
}: Pick<Integration, 'dataClassification'>): readonly string[] =>
  dataClassification.filter((word) => CONFIDENTIAL.has(word));
