import type { ComponentBase, Field } from './component.js';
import type { Project } from './project.js';

/** A literal that stands where a secret belongs. Its value goes nowhere but into the judgement. */
export interface Secret {
  readonly component: ComponentBase;
  readonly field: Field;
  /** What the place is for, in a few words: `the password`, `the HTTP header Authorization`. */
  readonly what: string;
  /** `live` for what looks like a real secret, `stand-in` for a placeholder word in its place. */
  readonly kind: 'live' | 'stand-in';
  readonly confidence: 'high' | 'medium';
}

/** All literals of a project that stand where a secret belongs, also in files that are not deployed. */
export function secretsOf(project: Project): readonly Secret[] {
  return project.allInRepository('NamedCredential').flatMap((credential) =>
    credential.password
      ? [{ component: credential, field: credential.password, what: 'the password', kind: 'live', confidence: 'high' }]
      : []
  );
}
