import type { Config } from '../config/config.js';
import { salesforceHostKind } from './host.js';
import { isOrg } from './nameOrgs.js';
import type { Project } from './project.js';
import { settingsNamed } from './settings.js';
import { recognizeSyncIdentities, type SyncIdentities } from './syncIdentity.js';

/** One org of a scan: its project, and what its config says. */
export class Org {
  /** What people call it; unique in a landscape. */
  public readonly name: string;
  public readonly project: Project;
  public readonly config: Config;
  /** The My Domain hosts that the org answers on, as far as config or metadata are sure of them. */
  public readonly hosts: readonly string[];
  private theSync: SyncIdentities | undefined;

  public constructor({ name, project, config }: Pick<Org, 'config' | 'name' | 'project'>) {
    this.name = name;
    this.project = project;
    this.config = config;
    this.hosts = hostsOf(project, config);
  }

  /** Its sync identities, recognised when they are asked for first. */
  public get sync(): SyncIdentities {
    return (this.theSync ??= recognizeSyncIdentities(this.project, this.config.sync));
  }
}

/** The orgs of a scan, and which of them a host belongs to. Never changes after it is built. */
export class Landscape {
  /** In the order of their folders, without the part of the root that is no project. */
  public readonly orgs: readonly Org[];
  private readonly byProject: ReadonlyMap<Project, Org>;
  private byHost: ReadonlyMap<string, Org | undefined> | undefined;

  public constructor(parts: ReadonlyArray<Pick<Org, 'config' | 'name' | 'project'>>) {
    this.byProject = new Map(parts.map((part) => [part.project, new Org(part)]));
    this.orgs = [...this.byProject.values()].filter(({ project }) => isOrg(project));
  }

  /** The org of a project of the scan. */
  public orgOf(project: Project): Org {
    return this.byProject.get(project)!;
  }

  /** The org that answers on a host, in lower case; undefined for a stranger's, and for one that two orgs claim. */
  public orgAt(host: string): Org | undefined {
    this.byHost ??= this.readHosts();
    return this.byHost.get(host);
  }

  /** Whether another project claims a host of this one: the two are parts or copies of one org, and nobody knows which counts. */
  public isAmbiguous(org: Org): boolean {
    return org.hosts.some((host) => this.orgAt(host) !== org);
  }

  private readHosts(): ReadonlyMap<string, Org | undefined> {
    const byHost = new Map<string, Org | undefined>();
    for (const org of this.orgs) {
      for (const host of org.hosts) byHost.set(host, byHost.has(host) ? undefined : org);
    }
    return byHost;
  }
}

/**
 * Those of some projects that surely are different orgs, the first of each: their hosts tell. A sandbox, whose host is that of its
 * production with a name behind two hyphens, has copies of what is there, and counts as the same.
 * https://help.salesforce.com/s/articleView?id=xcloud.domain_name_url_formats&language=en_US&type=5
 */
export function differentOrgs(orgs: readonly Org[]): readonly Org[] {
  const known = new Set<string>();
  return orgs.filter(({ hosts: [host] }) => {
    const production = host?.split('.')[0]!.split('--')[0];
    if (production === undefined || known.has(production)) return false;
    known.add(production);
    return true;
  });
}

/**
 * What `org.myDomain` says, or else the settings of the org:
 * https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_mydomainsettings.htm
 */
function hostsOf(project: Project, { org }: Config): readonly string[] {
  if (org.myDomain !== undefined) return [org.myDomain];
  const hosts = settingsNamed(project, 'MyDomain').flatMap(({ myDomainName, myDomainSuffix, domainPartition }) => {
    // Other suffixes are of old, and do not tell a sandbox from production.
    if (!myDomainName || !domainPartition || myDomainSuffix?.value !== 'MySalesforce') return [];
    if (project.isPlaceholder(myDomainName) || project.isPlaceholder(domainPartition)) return [];
    const [name, partition] = [myDomainName.value.toLowerCase(), domainPartition.value.toLowerCase()];
    // A sandbox's host has the name of the sandbox in it, and whether the field has it, too, the documentation leaves open.
    if (partition === 'sandbox' && !name.includes('--')) return [];
    const host = `${name}${partition === 'none' ? '' : `.${partition}`}.my.salesforce.com`;
    return salesforceHostKind(host) === 'my-domain' ? [host] : [];
  });
  return [...new Set(hosts)];
}
