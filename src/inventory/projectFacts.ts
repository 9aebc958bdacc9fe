import { compare } from '../compare.js';
import type { Config, Integration } from '../config/config.js';
import type { Finding, Severity } from '../findings/finding.js';
import { countBySeverity } from '../findings/report.js';
import { publicKeyOf, type PlacedCertificateBody } from '../model/certificate.js';
import { heldCertificates } from '../model/certificateUses.js';
import { componentKey, type ComponentBase, type ComponentRef } from '../model/component.js';
import { integrationsOf } from '../model/integration.js';
import { mutualTlsEnforcers } from '../model/mutualTls.js';
import { parametersOf, type NamedCredential } from '../model/namedCredential.js';
import { oauthApps, type OauthApp } from '../model/oauthApp.js';
import type { Project } from '../model/project.js';
import { recognizeSyncIdentities, type SyncIdentities } from '../model/syncIdentity.js';
import type { ConfiguredProject } from '../scan.js';
import { PrincipalUsers } from './principalUsers.js';

/** How many findings there are of each severity. */
export type FindingCounts = Readonly<Record<Severity, number>>;

/** A component whose findings count. `part` is the keyed path of the part that is meant, where it is not the whole. */
export interface CountedComponent extends ComponentRef {
  readonly part?: string;
}

/** What the register says of an integration: its entry, without the components that it names. */
export type RegisterEntry = Omit<Integration, 'components'>;

/** What several rows of one project ask for, each worked out when it is asked for first. */
export class ProjectFacts {
  public readonly project: Project;
  public readonly config: Config;
  /** Folder of the project, relative to the scanned root; `.` for the root itself. */
  public readonly root: string;
  private readonly findings: ReadonlyMap<string, readonly Finding[]>;
  private theApps: readonly OauthApp[] | undefined;
  private theUsers: PrincipalUsers | undefined;
  private theSync: SyncIdentities | undefined;
  private theEnforcers: ReadonlySet<string> | undefined;
  private theHolders: ReadonlyMap<string, readonly KeyHolder[]> | undefined;
  private theAppOfPart: ReadonlyMap<string, string> | undefined;

  /** `findings`: those that lie in this project. `now`: the instant that days are counted from. */
  public constructor(
    { project, config }: ConfiguredProject,
    findings: readonly Finding[],
    public readonly now: Date
  ) {
    this.project = project;
    this.config = config;
    this.root = project.root === '' ? '.' : project.root;
    this.findings = grouped(findings, ({ component }) => keyOf(component));
  }

  public get apps(): readonly OauthApp[] {
    return (this.theApps ??= oauthApps(this.project));
  }

  public get users(): PrincipalUsers {
    return (this.theUsers ??= new PrincipalUsers(this.project));
  }

  public get sync(): SyncIdentities {
    return (this.theSync ??= recognizeSyncIdentities(this.project, this.config.sync));
  }

  /** `Type:FullName` in lower case of what makes its users present a client certificate. */
  public get enforcers(): ReadonlySet<string> {
    return (this.theEnforcers ??= new Set(mutualTlsEnforcers(this.project).map(({ holder }) => keyOf(holder))));
  }

  /** The Named Credentials that use an External Credential. */
  public credentialsUsing(externalCredential: string): readonly ComponentBase[] {
    const uses = this.project.usesOf('ExternalCredential').get(externalCredential.toLowerCase()) ?? [];
    return distinct(uses.map(({ from }) => from));
  }

  /** How many findings concern some components, each finding once. */
  public countFindings(components: readonly CountedComponent[]): FindingCounts {
    const found = components.flatMap(({ part, ...component }) =>
      (this.findings.get(keyOf(component)) ?? []).filter(
        ({ element }) => part === undefined || element.startsWith(part)
      )
    );
    return countBySeverity([...new Set(found)]);
  }

  /** The entries of the register that name a component, or another one that stands for it there, in their order. */
  public entriesFor(component: ComponentRef): readonly Integration[] {
    const { integrations } = this.config;
    if (integrations.length === 0) return [];
    const named = [component, ...this.kinOf(component)].flatMap((one) => integrationsOf(integrations, one));
    return integrations.filter((entry) => named.includes(entry));
  }

  /** What else in the project has the key of a certificate, as `Type:FullName`. */
  public sameKeyAs(content: PlacedCertificateBody | undefined): readonly string[] {
    const key = publicKeyOf(content);
    const holders = key === undefined ? [] : (this.holders.get(key) ?? []);
    return [...new Set(holders.flatMap((holder) => (holder.content === content ? [] : [holder.name])))].sort(compare);
  }

  private get holders(): ReadonlyMap<string, readonly KeyHolder[]> {
    return (this.theHolders ??= grouped(
      heldCertificates(this.project).flatMap(({ component, content }) => {
        const key = publicKeyOf(content);
        return key === undefined ? [] : [{ key, content, name: componentKey(component) }];
      }),
      ({ key }) => key
    ));
  }

  /** A Named Credential and its External Credential stand for each other, and an app for its parts. */
  private kinOf({ type, fullName }: ComponentRef): readonly ComponentRef[] {
    if (type === 'NamedCredential') {
      const credential = this.project.find('NamedCredential', fullName);
      return credential ? externalCredentialsOf(credential) : [];
    }
    if (type === 'ExternalCredential') return this.credentialsUsing(fullName);
    const app = this.appOfPart.get(keyOf({ type, fullName }));
    return app === undefined ? [] : [{ type: 'ExternalClientApplication', fullName: app }];
  }

  private get appOfPart(): ReadonlyMap<string, string> {
    return (this.theAppOfPart ??= new Map(
      this.apps
        .filter(({ kind }) => kind === 'ExternalClientApp')
        .flatMap(({ parts, name }) => parts.map((part) => [keyOf(part), name] as const))
    ));
  }
}

/** A component that holds a certificate, with the fingerprint of its key. */
interface KeyHolder {
  readonly key: string;
  readonly content: PlacedCertificateBody | undefined;
  readonly name: string;
}

/** The External Credentials that a Named Credential names; the platform knows one. */
export const externalCredentialsOf = (credential: NamedCredential): readonly ComponentRef[] =>
  parametersOf(credential, 'Authentication').flatMap(({ externalCredential }) =>
    externalCredential ? [{ type: 'ExternalCredential', fullName: externalCredential.value }] : []
  );

/** Full names are case-insensitive on the platform. */
export const keyOf = (component: ComponentRef): string => componentKey(component).toLowerCase();

/** The first of each component, in their order. */
export function distinct<Ref extends ComponentRef>(components: readonly Ref[]): readonly Ref[] {
  const seen = new Set<string>();
  return components.filter((component) => {
    const key = keyOf(component);
    return !seen.has(key) && seen.add(key);
  });
}

/** Values by a key that each has, in their order. */
export function grouped<Value>(
  values: readonly Value[],
  keyOfValue: (value: Value) => string
): ReadonlyMap<string, readonly Value[]> {
  const groups = new Map<string, Value[]>();
  for (const value of values) {
    const key = keyOfValue(value);
    const group = groups.get(key);
    if (group) group.push(value);
    else groups.set(key, [value]);
  }
  return groups;
}

/** What the register says of an integration, without the components that the entry names. */
export const asRegisterEntry = ({ components: _components, ...entry }: Integration): RegisterEntry => entry;

/** Type and full name of a component: the rest of it stays out of the data. */
export const refOf = ({ type, fullName }: ComponentRef): ComponentRef => ({ type, fullName });
