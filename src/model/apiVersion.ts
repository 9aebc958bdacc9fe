import type { Project } from './project.js';

/** `sourceApiVersion` of a project as a number, such as 64; undefined where there is none, or none that is a number. */
export function apiVersionOf({ definition }: Project): number | undefined {
  const version = Number.parseFloat(definition?.sourceApiVersion ?? '');
  return Number.isNaN(version) ? undefined : version;
}
