import type { Config } from '../config/config.js';
import { baseName, isWithin } from '../paths.js';
import type { Project } from './project.js';

/** A folder that somebody named as the project of an org. */
export interface AskedProject {
  /** Relative to the scanned root. */
  readonly folder: string;
  /** What to call the org, over what its config says; undefined where nobody has said. */
  readonly name: string | undefined;
  /** The name of the folder itself, which a relative path does not show when it is the scanned root. */
  readonly folderName: string;
}

/** What people call orgs, such as `hq`, `EMEA North` or `Zürich_2`: it stands in messages, and nothing else depends on it. */
export const ORG_NAME = /^(?=.{1,60}$)[\p{L}\p{M}\p{N}]+(?:[ ._-][\p{L}\p{M}\p{N}]+)*$/u;

/** What such a name is, to follow "must be". */
export const WHAT_AN_ORG_NAME_IS =
  'at most 60 characters, words of letters and digits joined by single blanks, hyphens, dots or underscores, such as "EMEA North"';

/** What a project is without its name. */
interface UnnamedOrg {
  readonly project: Project;
  readonly config: Config;
}

/** Whether a project stands for an org: the root of a scan is one only if it has a definition or holds something. */
export const isOrg = ({ definition, components }: Project): boolean =>
  definition !== undefined || components.length > 0;

/**
 * Gives each project the name of its org: the one that `asked` gives its folder, `org.name` of its config, or that of its
 * folder; of a project at the scanned root, that of its definition. Of several with one name, be it in capitals, those that nobody named on purpose have a number behind it.
 */
export function nameOrgs<Org extends UnnamedOrg>(
  orgs: readonly Org[],
  asked: readonly AskedProject[] = []
): ReadonlyArray<Org & { readonly name: string }> {
  const homes = homesOf(orgs, asked);
  const taken = new Set(asked.flatMap(({ name }) => (name === undefined ? [] : [name.toLowerCase()])));
  return orgs.map((org) => {
    const home = homes.get(org);
    if (home?.name !== undefined) return { ...org, name: home.name };
    const { root, definition } = org.project;
    // What the scanned folder itself is called differs from checkout to checkout.
    const ofRoot = definition?.name !== undefined && ORG_NAME.test(definition.name) ? definition.name : 'org';
    const own = org.config.org.name ?? home?.folderName ?? (root === '' ? ofRoot : baseName(root));
    // The part of the root that is no org keeps no name from one that is.
    if (!isOrg(org.project)) return { ...org, name: own };
    let name = own;
    for (let number = 2; taken.has(name.toLowerCase()); number += 1) name = `${own}-${number}`;
    taken.add(name.toLowerCase());
    return { ...org, name };
  });
}

/** Which project each of the folders means: its own, or the one below it where it is none and there is only one. */
function homesOf<Org extends UnnamedOrg>(
  orgs: readonly Org[],
  asked: readonly AskedProject[]
): ReadonlyMap<Org, AskedProject> {
  const homes = new Map<Org, AskedProject>();
  for (const one of asked) {
    const inside = orgs.filter(
      ({ project }) =>
        isOrg(project) &&
        isWithin(project.root, one.folder) &&
        !asked.some(
          (other) => other !== one && isWithin(other.folder, one.folder) && isWithin(project.root, other.folder)
        )
    );
    const own = inside.find(({ project }) => project.root === one.folder);
    const home = own ?? (inside.length === 1 ? inside[0] : undefined);
    if (home) homes.set(home, one);
  }
  return homes;
}
