import type { ComponentBase, Field, Reference } from '../model/component.js';
import { externalCredentialReferences } from '../model/externalCredential.js';
import { HOST_IN_EVERY_ORG } from '../model/host.js';
import { namedCredentialReferences, parametersOf, urlOf, type NamedCredential } from '../model/namedCredential.js';
import { isPackaged } from '../model/packaged.js';
import { isPlaceholder } from '../model/placeholder.js';
import type { Project } from '../model/project.js';

/** What a project shows of one integration: enough to begin an entry of the register. */
export interface FoundIntegration {
  /** Lower-case words joined by hyphens, unique in the list. */
  readonly id: string;
  readonly direction: 'inbound' | 'outbound';
  /** `Type:FullName`, each once. */
  readonly components: readonly string[];
  /** The hosts that it calls, each once. */
  readonly hosts: readonly string[];
}

/** An integration whose components are still being found. */
interface Group {
  readonly name: string;
  readonly components: Set<string>;
  readonly hosts: Set<string>;
}

/**
 * The integrations of some projects, as far as the metadata tells: the Named Credentials that share an External Credential,
 * with the certificates of both and the Remote Site Settings of the same host, are one; so is each other Remote Site Setting
 * by host, and each app that signs in to the org. What `integration-unregistered` asks about is all named.
 */
export function findIntegrations(projects: readonly Project[]): readonly FoundIntegration[] {
  const outbound = new Map<string, Group>();
  const inbound = new Map<string, Group>();
  for (const project of projects) addCredentials(outbound, project);
  for (const project of projects) addRemoteSites(outbound, project);
  for (const project of projects) addApps(inbound, project);
  const taken = new Set<string>();
  return [
    ...[...outbound.values()].map((group) => toIntegration(group, 'outbound', taken)),
    ...[...inbound.values()].map((group) => toIntegration(group, 'inbound', taken)),
  ];
}

function addCredentials(groups: Map<string, Group>, project: Project): void {
  for (const credential of project.all('NamedCredential')) {
    const external = externalCredentialOf(credential);
    if (isPackaged(credential.fullName)) continue;
    const group = groupOf(
      groups,
      external ?? credential.fullName,
      external === undefined ? 'NamedCredential' : 'ExternalCredential'
    );
    group.components.add(nameOf(credential));
    if (external !== undefined) group.components.add(nameOf({ type: 'ExternalCredential', fullName: external }));
    addCertificates(group, namedCredentialReferences(credential));
    addHost(group, project, urlOf(credential));
  }
  for (const credential of project.all('ExternalCredential')) {
    const key = keyOf('ExternalCredential', credential.fullName);
    if (isPackaged(credential.fullName) && !groups.has(key)) continue;
    const group = groupOf(groups, credential.fullName, 'ExternalCredential');
    if (![...group.components].some((one) => one.toLowerCase() === key)) group.components.add(nameOf(credential));
    addCertificates(group, externalCredentialReferences(credential));
  }
}

/** The name of its External Credential, where the file says it. */
const externalCredentialOf = (credential: NamedCredential): string | undefined =>
  parametersOf(credential, 'Authentication')
    .flatMap(({ externalCredential }) => externalCredential ?? [])
    .find(({ value }) => !isPlaceholder(value))?.value;

function addCertificates(group: Group, references: readonly Reference[]): void {
  for (const { to } of references) {
    if (to.type === 'Certificate' && !isPlaceholder(to.fullName)) group.components.add(nameOf(to));
  }
}

function addRemoteSites(groups: Map<string, Group>, project: Project): void {
  const byHost = new Map(
    [...groups.values()].flatMap((group) => [...group.hosts].map((host) => [host, group] as const))
  );
  for (const site of project.all('RemoteSiteSetting')) {
    const host = site.url && hostOf(project, site.url);
    if (site.isActive?.value !== true || isPackaged(site.fullName) || host === HOST_IN_EVERY_ORG) continue;
    const same = host === undefined ? undefined : byHost.get(host);
    const group = same ?? groupOf(groups, site.fullName, 'RemoteSiteSetting');
    group.components.add(nameOf(site));
    if (host === undefined) continue;
    group.hosts.add(host);
    byHost.set(host, group);
  }
}

function addApps(groups: Map<string, Group>, project: Project): void {
  const apps = [
    ...project.all('ConnectedApp'),
    ...project
      .all('ExternalClientApplication')
      .filter(({ distributionState }) => distributionState?.value !== 'Managed'),
  ];
  for (const app of apps) {
    if (!isPackaged(app.fullName)) groupOf(groups, app.fullName, app.type).components.add(nameOf(app));
  }
}

/** Full names are case-insensitive on the platform. */
const keyOf = (type: string, fullName: string): string => `${type}:${fullName}`.toLowerCase();

function groupOf(groups: Map<string, Group>, name: string, type: string): Group {
  const group = groups.get(keyOf(type, name)) ?? { name, components: new Set<string>(), hosts: new Set<string>() };
  groups.set(keyOf(type, name), group);
  return group;
}

/** As the register takes it, in one line: a file name may hold a line break, percent-encoded. */
const nameOf = ({ type, fullName }: Pick<ComponentBase, 'fullName' | 'type'>): string =>
  `${type}:${fullName.replace(/[\n\r\u2028\u2029]+/g, '*')}`;

function addHost(group: Group, project: Project, url: Field | undefined): void {
  const host = url && hostOf(project, url);
  if (host !== undefined) group.hosts.add(host);
}

function hostOf(project: Project, url: Field): string | undefined {
  const reading = project.endpoint(url);
  return reading.kind === 'endpoint' ? reading.endpoint.host : undefined;
}

function toIntegration(
  { name, components, hosts }: Group,
  direction: FoundIntegration['direction'],
  taken: Set<string>
): FoundIntegration {
  const id = unique(slugOf(name), taken);
  taken.add(id);
  return { id, direction, components: [...components], hosts: [...hosts] };
}

/** `Order_Überweisung` as `order-uberweisung`. */
const slugOf = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '') || 'integration';

function unique(id: string, taken: ReadonlySet<string>): string {
  let number = 1;
  while (taken.has(number === 1 ? id : `${id}-${number}`)) number += 1;
  return number === 1 ? id : `${id}-${number}`;
}
