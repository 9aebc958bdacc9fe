import type { Integration } from '../config/config.js';
import { componentKey, type ComponentRef } from './component.js';
import { matchesAny } from './namePattern.js';

/** The entries of the register that name a component, in the order of the file. */
export const integrationsOf = (register: readonly Integration[], component: ComponentRef): readonly Integration[] =>
  register.filter(({ components }) => matchesAny(components, componentKey(component)));
