import { compare } from '../../compare.js';
import type { Config } from '../../config/config.js';
import { inventoried } from '../../inventory/inventory.js';
import type { Project } from '../../model/project.js';
import { Landscape } from '../../model/landscape.js';
import { orgLinks, type OrgLink } from '../../model/orgConnections.js';
import type { SyncIdentities } from '../../model/syncIdentity.js';
import { isWithin } from '../../paths.js';
import type { ConfiguredProject } from '../../scan.js';

/** A project as the parts of a report ask it. */
export interface Org {
  /** Folder of the project, relative to the scanned root; `.` for the root itself. */
  readonly root: string;
  /** What people call the org; unique among those of a report. */
  readonly name: string;
  readonly project: Project;
  readonly config: Config;
  /** The My Domain hosts that it answers on, as far as config or metadata are sure of them. */
  readonly hosts: readonly string[];
  readonly sync: SyncIdentities;
  /** The ways by which other orgs of the report come in. */
  readonly linksIn: readonly OrgLink[];
}

/** The projects that have anything to report, by folder. */
export function orgsOf(projects: readonly ConfiguredProject[]): readonly Org[] {
  const landscape = new Landscape(projects);
  return [...inventoried(projects)]
    .sort((a, b) => compare(a.project.root, b.project.root))
    .map(({ name, project, config }) => {
      const own = landscape.orgOf(project);
      const { hosts, sync } = own;
      const linksIn = orgLinks(landscape).filter(({ to }) => to === own);
      return { root: project.root === '' ? '.' : project.root, name, project, config, hosts, sync, linksIn };
    });
}

/** The org that answers on a host; undefined for a stranger's, and for one that two orgs claim. */
export function orgAt(orgs: readonly Org[], host: string): Org | undefined {
  const [org, ...others] = orgs.filter(({ hosts }) => hosts.includes(host));
  return others.length === 0 ? org : undefined;
}

/** The org that a file belongs to, the innermost one; undefined for a file that lies outside all of them. */
export function orgOfFile(orgs: readonly Org[], path: string): Org | undefined {
  let found: Org | undefined;
  for (const org of orgs) {
    if (isWithin(path, org.project.root) && (!found || org.project.root.length > found.project.root.length))
      found = org;
  }
  return found;
}
