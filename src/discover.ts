import ignore, { type Ignore } from 'ignore';
import { compare } from './compare.js';
import { decodeText } from './decodeText.js';
import type { FileSystem } from './fileSystem.js';
import {
  DECOMPOSED_TYPES,
  isOwnFile,
  METADATA_TYPES,
  PARTS,
  TYPE_OF_SUFFIX,
  type DecomposedType,
  type MetadataType,
} from './model/metadataTypes.js';
import { baseName, folderOf, isWithin, joinPath } from './paths.js';
import { readDefinition, type ProjectDefinition } from './projectDefinition.js';

/**
 * The files of one component: its metadata file, that of a decomposed permission set with its parts, and the content
 * beside it. Paths are relative to the scanned root.
 */
export interface ComponentFiles {
  readonly type: MetadataType;
  readonly fullName: string;
  readonly metadata: readonly string[];
  readonly content: string | undefined;
  /**
   * Whether the component is part of what the project deploys. What lies outside the package directories or is named in
   * .forceignore is still in the repository: it is read for secrets alone.
   */
  readonly deployed: boolean;
}

/** One Salesforce DX project, or the part of the root that belongs to none. */
export interface ProjectFiles {
  /** Folder of `sfdx-project.json`, relative to the scanned root; the root itself where there is none. */
  readonly root: string;
  /** Undefined when there is no `sfdx-project.json`. */
  readonly definition: ProjectDefinition | undefined;
  readonly components: readonly ComponentFiles[];
  /** Metadata-format files that hold the fields of an object, by object name in lower case. */
  readonly objects: ReadonlyMap<string, string>;
  /** Files that may hold a private key, wherever they lie. */
  readonly keyFiles: readonly string[];
  /** The classes and triggers that the project deploys. */
  readonly apexFiles: readonly string[];
}

/** What to look at: the whole of the package directories, or only what lies at these paths. */
export interface DiscoverOptions {
  readonly fileSystem: FileSystem;
  /** Files and folders, relative to the root. Empty means the package directories. */
  readonly paths?: readonly string[];
  /** Folders that are projects without a `sfdx-project.json`, too: all that they hold is deployed then. */
  readonly projects?: readonly string[];
}

const SOURCE_FORMAT = '-meta.xml';
/** By name in lower case only; what they hold decides. */
const KEY_SUFFIXES: ReadonlySet<string> = new Set(
  'cer crt der jceks jks key keystore p12 p8 pem pfx pk8 pkcs12 pkcs8 ppk rsa'.split(' ')
);
const KEY_NAME = /^(?:[\w.-]*[_.-])?(?:id_(?:rsa|dsa|ecdsa|ed25519)(?:_sk)?|priv(?:ate)?[_-]?key)$/;
/** Copies that somebody set aside have the same name with something behind it. */
const SET_ASIDE = ['.bak', '.old', '.orig', '.txt'];

function mayHoldKey(name: string): boolean {
  const own = name.toLowerCase();
  const aside = SET_ASIDE.find((ending) => own.endsWith(ending));
  const text = aside === undefined ? own : own.slice(0, -aside.length);
  return (text.includes('.') && KEY_SUFFIXES.has(text.slice(text.lastIndexOf('.') + 1))) || KEY_NAME.test(own);
}

/** What the name of a file says of its use. */
interface Role {
  readonly sourceFormat: boolean;
  /** The name without what source format adds. */
  readonly bare: string;
  /** Where the suffix of that begins. */
  readonly dot: number;
  readonly type: MetadataType | undefined;
  readonly partOf: DecomposedType | undefined;
  readonly isKey: boolean;
  readonly isObject: boolean;
  readonly isApex: boolean;
}

/** Undefined for a file that no rule has a use for. */
function roleOf(name: string): Role | undefined {
  const sourceFormat = name.endsWith(SOURCE_FORMAT);
  const bare = sourceFormat ? name.slice(0, -SOURCE_FORMAT.length) : name;
  const dot = bare.lastIndexOf('.');
  const suffix = dot > 0 ? bare.slice(dot + 1) : '';
  const type = TYPE_OF_SUFFIX.get(suffix);
  const partOf = PARTS.get(suffix);
  const isKey = !sourceFormat && mayHoldKey(name);
  const isObject = !sourceFormat && suffix === 'object';
  const isApex = !sourceFormat && (suffix === 'cls' || suffix === 'trigger');
  if (type === undefined && partOf === undefined && !isKey && !isObject && !isApex) return undefined;
  return { sourceFormat, bare, dot, type, partOf, isKey, isObject, isApex };
}

const STEERING_FILES: ReadonlySet<string> = new Set(['sfdx-project.json', '.forceignore', '.gitignore']);

/** Whether a file of that name can matter to a scan, wherever it lies. */
export const canMatter = (name: string): boolean => STEERING_FILES.has(name) || roleOf(name) !== undefined;

/** Nothing in them is a team's own source. */
const NEVER_ENTERED = new Set(['.git', 'node_modules']);

/** Finds all files that some rule can use. Opens only `sfdx-project.json`, `.forceignore` and `.gitignore`. */
export function discover({ fileSystem, paths = [], projects = [] }: DiscoverOptions): readonly ProjectFiles[] {
  const walker = new Walker(fileSystem, paths, new Set(projects));
  walker.walkAll();
  return walker.projects();
}

/** An ignore file and the folder that its patterns are relative to. */
interface IgnoreRules {
  readonly folder: string;
  readonly rules: Ignore;
}

/** A component whose files are still being found. */
type GrowingFiles = { -readonly [Key in keyof ComponentFiles]: ComponentFiles[Key] };

class Found {
  public readonly components = new Map<string, GrowingFiles>();
  public readonly objects = new Map<string, string>();
  public readonly keyFiles: string[] = [];
  public readonly apexFiles: string[] = [];
  /** Those of the project and of the projects around it; a root without a definition is one itself. */
  public readonly packageDirectories: readonly string[];

  public constructor(
    public readonly root: string,
    public readonly definition: ProjectDefinition | undefined,
    parent: Found | undefined,
    public readonly forceIgnore: IgnoreRules | undefined
  ) {
    const outer = parent?.definition ? parent.packageDirectories : [];
    this.packageDirectories = [...(definition?.packageDirectories ?? [root]), ...outer];
  }
}

class Walker {
  private readonly found: Found[] = [];
  /** Real paths of the files and folders that were met, so that a link makes nothing count twice and no walk endless. */
  private readonly seen = new Set<string>();
  /** Links are followed last and in order, so that what they lead to is known by its own path if it has one. */
  private readonly links: Array<{ readonly path: string; readonly follow: () => void }> = [];

  public constructor(
    private readonly fileSystem: FileSystem,
    private readonly paths: readonly string[],
    private readonly projectFolders: ReadonlySet<string>
  ) {}

  public projects(): readonly ProjectFiles[] {
    return this.found
      .map(({ root, definition, components, objects, keyFiles, apexFiles }) => ({
        root,
        definition,
        objects,
        components: [...components.values()]
          .map((component) => ({ ...component, metadata: ownFileFirst(component) }))
          .sort((a, b) => compare(firstFile(a), firstFile(b))),
        keyFiles: keyFiles.sort(compare),
        apexFiles: apexFiles.sort(compare),
      }))
      .sort((a, b) => compare(a.root, b.root));
  }

  public walkAll(): void {
    this.walk('', '', undefined, []);
    while (this.links.length > 0) {
      for (const link of this.links.splice(0).sort((a, b) => compare(a.path, b.path))) link.follow();
    }
  }

  /** `real` is the folder's path without links. */
  private walk(folder: string, real: string, outer: Found | undefined, outerGitIgnore: readonly IgnoreRules[]): void {
    if (this.isSeen(real)) return;

    const entries = this.fileSystem.list(folder);
    const names = new Set(entries.map(({ name }) => name));
    let project = outer;
    if (names.has('sfdx-project.json') || outer === undefined || this.projectFolders.has(folder)) {
      const definition = names.has('sfdx-project.json')
        ? readDefinition(this.fileSystem, folder, outer?.definition)
        : undefined;
      const forceIgnore = names.has('.forceignore') ? this.readIgnore(folder, '.forceignore') : undefined;
      project = new Found(folder, definition, outer, forceIgnore);
      this.found.push(project);
    }
    const gitIgnore = names.has('.gitignore')
      ? [...outerGitIgnore, ...[this.readIgnore(folder, '.gitignore')].filter((rules) => rules !== undefined)]
      : outerGitIgnore;

    for (const { name, kind, target } of entries) {
      const path = joinPath(folder, name);
      const follow = (realPath: string): void => {
        if (kind === 'file') this.file(path, realPath, name, project!, gitIgnore);
        else if (this.shallEnter(path, name, project!, gitIgnore)) this.walk(path, realPath, project, gitIgnore);
      };
      if (target === undefined) follow(joinPath(real, name));
      else this.links.push({ path, follow: () => follow(target) });
    }
  }

  private shallEnter(path: string, name: string, project: Found, gitIgnore: readonly IgnoreRules[]): boolean {
    if (NEVER_ENTERED.has(name)) return this.paths.some((target) => isWithin(target, path));
    return this.mayHoldDeployed(path, project) || !isIgnored(gitIgnore, path, true);
  }

  private file(path: string, real: string, name: string, project: Found, gitIgnore: readonly IgnoreRules[]): void {
    const role = roleOf(name);
    if (!role) return;
    const { sourceFormat, bare, dot, type, partOf, isKey, isObject, isApex } = role;

    const deployed = this.isDeployed(path, project);
    if (!deployed && isIgnored(gitIgnore, path, false)) return;
    if (this.isSeen(real)) return;
    // What git ignores is not in the repository, also where deploy would take it.
    if (isKey && !isIgnored(gitIgnore, path, false)) project.keyFiles.push(path);
    if (isApex && deployed) project.apexFiles.push(path);
    if (isObject && deployed) {
      const object = bare.slice(0, dot).toLowerCase();
      const known = project.objects.get(object);
      if (known === undefined || path < known) project.objects.set(object, path);
    }
    if (type !== undefined) this.component(project, type, decodeName(bare.slice(0, dot)), path, { sourceFormat, deployed });
    if (partOf !== undefined) this.part(project, partOf, path, deployed);
  }

  private component(
    project: Found,
    type: MetadataType,
    name: string,
    path: string,
    { sourceFormat, deployed }: { sourceFormat: boolean; deployed: boolean }
  ): void {
    const folder = folderOf(path);
    if (METADATA_TYPES[type].hasContent) {
      const isContent = !sourceFormat;
      // A lone .crt may be anybody's; in the type's own folder it is a component that lost its metadata.
      const body = isContent ? path : path.slice(0, -SOURCE_FORMAT.length);
      const component = project.components.get(body) ?? empty(type, name, deployed);
      if (isContent) {
        component.content = body;
      } else {
        component.metadata = [path];
        component.deployed = deployed;
      }
      project.components.set(body, component);
      return;
    }
    if (type === 'CustomField') {
      const object = baseName(folderOf(folder));
      project.components.set(path, { ...empty(type, `${object}.${name}`, deployed), metadata: [path] });
      return;
    }
    const isDecomposed = type in DECOMPOSED_TYPES && baseName(folder) === name;
    const key = isDecomposed ? decomposedKey(folder) : path;
    const component = project.components.get(key) ?? empty(type, name, deployed);
    component.metadata = [path, ...component.metadata];
    project.components.set(key, component);
  }

  /** `permissionsets/X/X.userPermission-meta.xml`, or one folder deeper. */
  private part(project: Found, type: DecomposedType, path: string, deployed: boolean): void {
    const folder = folderOf(path);
    const directory = DECOMPOSED_TYPES[type];
    const whole = baseName(folderOf(folder)) === directory ? folder : folderOf(folder);
    if (baseName(folderOf(whole)) !== directory) return;
    const key = decomposedKey(whole);
    const component = project.components.get(key) ?? empty(type, decodeName(baseName(whole)), deployed);
    component.metadata = [...component.metadata, path];
    project.components.set(key, component);
  }

  private isSeen(real: string): boolean {
    if (this.seen.has(real)) return true;
    this.seen.add(real);
    return false;
  }

  /** In a package directory or at a path that was asked for, and not named in `.forceignore`. */
  private isDeployed(path: string, project: Found): boolean {
    if (project.forceIgnore && isIgnored([project.forceIgnore], path, false)) return false;
    if (this.paths.some((target) => isWithin(path, target))) return true;
    return project.packageDirectories.some((directory) => isWithin(path, directory));
  }

  private mayHoldDeployed(folder: string, project: Found): boolean {
    return [...this.paths, ...project.packageDirectories].some(
      (directory) => isWithin(folder, directory) || isWithin(directory, folder)
    );
  }

  private readIgnore(folder: string, name: string): IgnoreRules | undefined {
    try {
      const decoded = decodeText(this.fileSystem.read(joinPath(folder, name)));
      return decoded.text === undefined ? undefined : { folder, rules: ignore().add(decoded.text) };
    } catch {
      return undefined;
    }
  }
}

const decomposedKey = (folder: string): string => `${folder}/`;

const empty = (type: MetadataType, fullName: string, deployed: boolean): GrowingFiles => ({
  type,
  fullName,
  metadata: [],
  content: undefined,
  deployed,
});

/** A decomposed component's own file, then its parts by path. */
const ownFileFirst = ({ type, metadata }: ComponentFiles): readonly string[] =>
  [...metadata].sort((a, b) => Number(isOwnFile(type, b)) - Number(isOwnFile(type, a)) || compare(a, b));

const firstFile = ({ metadata, content }: ComponentFiles): string => metadata[0] ?? content ?? '';

/** By UTF-16 units, so that the order is the same on every machine. */
function isIgnored(ignoreRules: readonly IgnoreRules[], path: string, isFolder: boolean): boolean {
  let ignored = false;
  for (const { folder, rules } of ignoreRules) {
    const local = path.slice(folder === '' ? 0 : folder.length + 1);
    if (!ignore.isPathValid(local)) continue;
    const verdict = rules.test(isFolder ? `${local}/` : local);
    if (verdict.ignored) ignored = true;
    else if (verdict.unignored) ignored = false;
  }
  return ignored;
}

/** File names percent-encode what a file system may not take: `Sales %26 Marketing` is `Sales & Marketing`. */
function decodeName(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
