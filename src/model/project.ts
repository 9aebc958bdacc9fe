import type { ProjectDefinition } from '../projectDefinition.js';
import type { Apex } from './apex.js';
import type { ComponentRef, Field, Placed, Reference } from './component.js';
import type { CustomField } from './customField.js';
import { readEndpoint, type EndpointReading } from './host.js';
import { METADATA_TYPES, type Component, type ComponentOf, type MetadataType } from './metadataTypes.js';
import type { PermissionHolder, RecordPermissions } from './permissionSet.js';
import { isPlaceholder } from './placeholder.js';
import type { PrivateKeyFile } from './privateKeyFile.js';
import { isReplaced } from './replacement.js';

/** What a project is built from. The functions read files that are opened only when a rule asks. */
export interface ProjectParts {
  /** Folder of the project, relative to the scanned root. */
  readonly root: string;
  readonly definition: ProjectDefinition | undefined;
  /** What the project deploys, ordered by file. */
  readonly components: readonly Component[];
  /** What else lies in the repository: looked at for secrets alone. */
  readonly undeployed: readonly Component[];
  readonly privateKeyFiles: readonly PrivateKeyFile[];
  readonly customField: (fullName: string) => CustomField | undefined;
  readonly protectedFields: () => readonly CustomField[];
  readonly recordPermissions: (holder: PermissionHolder) => RecordPermissions;
  readonly apex: () => Apex;
  readonly unreadableFiles: () => readonly UnreadableFile[];
}

/** A file that a rule could use and that could not be read. The scan goes on without it, and says so. */
export interface UnreadableFile extends Placed {
  readonly component: ComponentRef;
  /** What is wrong with it, to follow its name: `is not UTF-8`. */
  readonly problem: string;
  /** False for a file that is looked at for secrets alone. */
  readonly deployed: boolean;
}

/** Everything a rule may look at: the components, and who mentions whom. Never changes after it is built. */
export class Project {
  public readonly root: string;
  public readonly definition: ProjectDefinition | undefined;
  public readonly components: readonly Component[];
  public readonly undeployed: readonly Component[];
  public readonly privateKeyFiles: readonly PrivateKeyFile[];
  public readonly references: readonly Reference[];
  private readonly byType: ReadonlyMap<string, readonly Component[]>;
  private readonly byName: ReadonlyMap<string, Component>;
  private readonly usesByType: ReadonlyMap<string, ReadonlyMap<string, readonly Reference[]>>;

  public constructor(private readonly parts: ProjectParts) {
    this.root = parts.root;
    this.definition = parts.definition;
    this.components = parts.components;
    this.undeployed = parts.undeployed;
    this.privateKeyFiles = parts.privateKeyFiles;
    this.references = parts.components.flatMap((component) => referencesOf(component));

    const byType = new Map<string, Component[]>();
    const byName = new Map<string, Component>();
    for (const component of parts.components) {
      append(byType, component.type, component);
      const key = nameKey(component.type, component.fullName);
      if (!byName.has(key)) byName.set(key, component);
    }
    const uses = new Map<string, Map<string, Reference[]>>();
    for (const reference of this.references) {
      const ofType = uses.get(reference.to.type) ?? new Map<string, Reference[]>();
      append(ofType, reference.to.fullName.toLowerCase(), reference);
      uses.set(reference.to.type, ofType);
    }
    this.byType = byType;
    this.byName = byName;
    this.usesByType = uses;
  }

  /** The components of a type, ordered by file; one that several package directories hold comes as often. */
  public all<Type extends MetadataType>(type: Type): ReadonlyArray<ComponentOf<Type>> {
    return (this.byType.get(type) ?? []) as ReadonlyArray<ComponentOf<Type>>;
  }

  /** Whether anything of a type is in the repository, deployed or not. */
  public hasType(type: string): boolean {
    return this.byType.has(type) || this.undeployed.some((component) => component.type === type);
  }

  /** As `all`, with the components that the project does not deploy behind the others. */
  public allInRepository<Type extends MetadataType>(type: Type): ReadonlyArray<ComponentOf<Type>> {
    const others = this.undeployed.filter((component): component is ComponentOf<Type> => component.type === type);
    return [...this.all(type), ...others];
  }

  /** A component by name, as other components write it. Full names are case-insensitive on the platform. */
  public find<Type extends MetadataType>(type: Type, fullName: string): ComponentOf<Type> | undefined {
    return this.byName.get(nameKey(type, fullName)) as ComponentOf<Type> | undefined;
  }

  /** The mentions of each component of a type, by name in lower case, whether or not it is in the project itself. */
  public usesOf(type: MetadataType): ReadonlyMap<string, readonly Reference[]> {
    return this.usesByType.get(type) ?? new Map<string, readonly Reference[]>();
  }

  /** A field of an object, `Object.Field`, read on demand; undefined when the project does not hold it. */
  public customField(fullName: string): CustomField | undefined {
    return this.parts.customField(fullName);
  }

  /**
   * The fields that are classified, or encrypted by Shield, ordered by file. The first call opens the files of all fields;
   * only those that say such a thing are read.
   */
  public protectedFields(): readonly CustomField[] {
    return this.parts.protectedFields();
  }

  /** What a holder grants on objects and fields, read on demand. */
  public recordPermissions(holder: PermissionHolder): RecordPermissions {
    return this.parts.recordPermissions(holder);
  }

  /** What classes and triggers say of certificates. Opens all of them when it is first asked, so ask last. */
  public apex(): Apex {
    return this.parts.apex();
  }

  /** Whether a build puts in a value, or part of it: by its shape, or because sfdx-project.json replaces it. */
  public isPlaceholder(field: Field): boolean {
    return isPlaceholder(field.value) || isReplaced(field, this.definition);
  }

  /** What a URL field holds. */
  public endpoint(url: Field): EndpointReading {
    // What a build replaces is a matter of the project; all else is one of the field, which many rules ask about.
    if (this.definition?.replacements.length)
      return readEndpoint(url, (text) => this.isPlaceholder({ ...url, value: text }));
    const known = endpoints.get(url) ?? readEndpoint(url);
    endpoints.set(url, known);
    return known;
  }

  /** The files that could not be read; complete only behind all rules, since some files are read on demand. */
  public unreadableFiles(): readonly UnreadableFile[] {
    return this.parts.unreadableFiles();
  }
}

const endpoints = new WeakMap<Field, EndpointReading>();

const nameKey = (type: string, fullName: string): string => `${type}:${fullName.toLowerCase()}`;

function referencesOf<Type extends MetadataType>(component: ComponentOf<Type>): readonly Reference[] {
  const { references } = METADATA_TYPES[component.type as Type];
  return references?.(component) ?? [];
}

function append<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const known = map.get(key);
  if (known) known.push(value);
  else map.set(key, [value]);
}
