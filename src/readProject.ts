import { decodeText } from './decodeText.js';
import type { ComponentFiles, ProjectFiles } from './discover.js';
import type { FileSystem } from './fileSystem.js';
import { readApex, type ApexSource } from './model/apex.js';
import { readContent, type PlacedCertificateBody } from './model/certificate.js';
import { ElementReader, type ComponentBase, type ComponentRef } from './model/component.js';
import {
  CUSTOM_OBJECT_ELEMENTS,
  isProtected,
  PROTECTION_MARKS,
  readCustomField,
  type CustomField,
} from './model/customField.js';
import { DECOMPOSED_TYPES, isOwnFile, METADATA_TYPES, PART_ROOTS, type Component, type MetadataType } from './model/metadataTypes.js';
import { readRecordPermissions, RECORD_PERMISSION_ELEMENTS, type RecordPermissions } from './model/permissionSet.js';
import { readPrivateKeyFile, type PrivateKeyFile } from './model/privateKeyFile.js';
import { Project, type UnreadableFile } from './model/project.js';
import { baseName } from './paths.js';
import type { ProjectDefinition } from './projectDefinition.js';
import type { Readings } from './readings.js';
import { mayHaveComments } from './suppressions/suppressionComments.js';
import type { XmlElement } from './xml/element.js';
import { wantedElements, type WantedElements } from './xml/outline.js';
import { parseXml } from './xml/parse.js';
import { XmlError } from './xml/xmlError.js';

/** One project as a graph. */
export interface ReadProject {
  readonly project: Project;
  /** The files that have been opened so far: they grow while rules ask for files on demand. */
  readonly filesRead: ReadonlySet<string>;
  /** Those of them that say in a comment what is to be ignored; they grow likewise. */
  readonly filesWithComments: ReadonlySet<string>;
}

/** Reads the files of one project. Files of types that are read on demand stay closed until a rule asks. */
export function readProject(files: ProjectFiles, fileSystem: FileSystem, readings?: Readings): ReadProject {
  const reader = new ComponentReader(fileSystem, readings);
  const filesOf = new Map<Component, ComponentFiles>();
  const fieldFiles = new Map<string, ComponentFiles>();
  for (const component of files.components) {
    if (component.type === 'CustomField') {
      if (component.deployed) fieldFiles.set(component.fullName.toLowerCase(), component);
      continue;
    }
    if (METADATA_TYPES[component.type].fullNames?.has(component.fullName) === false) continue;
    const read = reader.read(component);
    if (read) filesOf.set(read, component);
  }
  if (files.definition?.problem !== undefined) reader.refuseDefinition(files.root, files.definition);
  const fieldsOfObject = remember((path: string) => reader.readFieldsOfObject(path));
  const customField = remember((fullName: string): CustomField | undefined => {
    const field = fieldFiles.get(fullName.toLowerCase());
    if (field) return reader.read(field) as CustomField | undefined;
    const [object = '', name = ''] = fullName.toLowerCase().split('.');
    const path = files.objects.get(object);
    return path === undefined ? undefined : fieldsOfObject(path).get(name);
  });
  const components = [...filesOf.keys()];
  const project = new Project({
    root: files.root,
    definition: files.definition,
    components: components.filter((component) => filesOf.get(component)!.deployed),
    undeployed: components.filter((component) => !filesOf.get(component)!.deployed),
    privateKeyFiles: files.keyFiles.flatMap((path) => reader.readPrivateKeys(path)),
    customField,
    protectedFields: once(() => {
      const inFields = [...fieldFiles.values()]
        .filter((field) => reader.mayBeProtected(field.metadata[0]!, field))
        .flatMap(({ fullName }) => customField(fullName) ?? []);
      const inObjects = [...files.objects.values()]
        .sort()
        .filter((path) => reader.mayBeProtected(path, objectRef(path)))
        .flatMap((path) => [...fieldsOfObject(path).values()]);
      return [...inFields, ...inObjects].filter(isProtected);
    }),
    apex: once(() => readApex(reader.apexSources(files.apexFiles), certificateNames(components))),
    unreadableFiles: () => reader.unreadable,
    recordPermissions: remember((holder) => reader.readRecordPermissions(filesOf.get(holder)!)),
  });
  return {
    project,
    filesRead: reader.opened,
    filesWithComments: reader.withComments,
  };
}

/** Calls a pure function once for each argument. */
function remember<Argument, Result>(compute: (argument: Argument) => Result): (argument: Argument) => Result {
  const known = new Map<Argument, Result>();
  return (argument) => {
    if (!known.has(argument)) known.set(argument, compute(argument));
    return known.get(argument)!;
  };
}

const objectRef = (path: string): ComponentRef => ({
  type: 'CustomObject',
  fullName: baseName(path).replace(/\.object$/, ''),
});

const certificateNames = (components: readonly Component[]): ReadonlySet<string> =>
  new Set(components.filter(({ type }) => type === 'Certificate').map(({ fullName }) => fullName.toLowerCase()));

/** Calls a pure function when its result is asked for first. */
function once<Result>(compute: () => Result): () => Result {
  let known: { readonly result: Result } | undefined;
  return () => (known ??= { result: compute() }).result;
}

/** All that a part of a decomposed component may have at its root, besides what a whole one has. */
const PART_ELEMENTS = wantedElements(
  'userPermissions',
  'enabled',
  'name',
  'objectPermissions',
  'fieldPermissions',
  'object',
  'allowCreate',
  'allowRead',
  'allowEdit',
  'allowDelete',
  'viewAllRecords',
  'modifyAllRecords',
  'viewAllFields',
  'field',
  'readable',
  'editable',
  'externalCredentialPrincipal',
  'externalCredentialPrincipalAccesses',
  'fullName',
  'endpointUrl',
  'includeSessionId',
  'integrationUser',
  'active',
  'actions',
  'workflowTimeTriggers'
);

class ComponentReader {
  public readonly unreadable: UnreadableFile[] = [];
  public readonly opened = new Set<string>();
  public readonly withComments = new Set<string>();
  /** Files that are known to be unreadable, so that none is reported twice. */
  private readonly refused = new Set<string>();

  public constructor(
    private readonly fileSystem: FileSystem,
    private readonly readings: Readings | undefined
  ) {}

  /** Undefined when nothing of the component could be read. */
  public read(files: ComponentFiles): Component | undefined {
    const { type, fullName, metadata, content } = files;
    const paths = content === undefined ? metadata : [...metadata, content];
    return this.recall(`${type}:${fullName}`, paths, () => this.readAnew(files));
  }

  private readAnew(files: ComponentFiles): Component | undefined {
    const { type, fullName } = files;
    const row = METADATA_TYPES[type];
    const roots = this.roots(files, row.elements);
    const content = this.content(files);
    if (roots.length === 0 && content === undefined) return undefined;
    if (roots.length === 0 && files.metadata.length > 0 && !row.hasContent) return undefined;
    const at = roots[0]?.at ?? content!.at;
    const base: ComponentBase<MetadataType> = { type, fullName, at, element: '' };
    return row.read({ base: base as never, roots, content });
  }

  public readRecordPermissions(files: ComponentFiles): RecordPermissions {
    return this.recall('record permissions', files.metadata, () =>
      readRecordPermissions(this.roots(files, RECORD_PERMISSION_ELEMENTS))
    );
  }

  /** The fields of a metadata-format object, which are all in one file, by name in lower case. */
  public readFieldsOfObject(path: string): ReadonlyMap<string, CustomField> {
    return this.recall('fields', [path], () => this.readFieldsAnew(path));
  }

  private readFieldsAnew(path: string): ReadonlyMap<string, CustomField> {
    const ref = objectRef(path);
    const root = this.parse(path, ref, true, CUSTOM_OBJECT_ELEMENTS, () => ref.type);
    return new Map(
      (root?.children ?? []).flatMap((child): Array<[string, CustomField]> => {
        const name = child.children.find((leaf) => leaf.name === 'fullName')?.text;
        if (name === undefined) return [];
        const fullName = `${ref.fullName}.${name}`;
        const base: ComponentBase<'CustomField'> = { type: 'CustomField', fullName, at: child.at, element: '' };
        return [[name.toLowerCase(), readCustomField(base, new ElementReader(child, ''))]];
      })
    );
  }

  /** Whether a file says that fields are protected: a look at the bytes, where parsing takes a hundred times as long. */
  public mayBeProtected(path: string, { type, fullName }: ComponentRef): boolean {
    return this.recall('protection', [path], () => {
      const bytes = this.bytes(path, { type, fullName }, true);
      if (!bytes) return false;
      const characters = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
      return PROTECTION_MARKS.some((text) => characters.includes(text));
    });
  }

  public readPrivateKeys(path: string): readonly PrivateKeyFile[] {
    return this.recall('private keys', [path], () => {
      const bytes = this.bytes(path, { type: 'File', fullName: path }, false);
      return bytes ? readPrivateKeyFile(path, bytes) : [];
    });
  }

  public *apexSources(files: readonly string[]): Generator<ApexSource> {
    for (const file of files) {
      const fullName = baseName(file).replace(/\.(?:cls|trigger)$/, '');
      const type = file.endsWith('.trigger') ? 'ApexTrigger' : 'ApexClass';
      const bytes = this.bytes(file, { type, fullName }, true);
      const text = bytes && decodeText(bytes).text;
      if (text !== undefined) yield { file, fullName, text };
    }
  }

  public refuseDefinition(root: string, { path, problem = '' }: ProjectDefinition): void {
    this.refuse(path, { type: 'Project', fullName: root === '' ? '.' : root }, true, problem, 0);
  }

  /** Reads from files, or takes over what was read from them. */
  private recall<Result>(what: string, paths: readonly string[], read: () => Result): Result {
    const known = this.readings?.find(what, paths);
    if (known) {
      for (const path of paths) this.opened.add(path);
      for (const path of known.withComments) this.withComments.add(path);
      return known.result as Result;
    }
    const result = read();
    if (this.readings && !paths.some((path) => this.refused.has(path))) {
      this.readings.keep(what, paths, { result, withComments: paths.filter((path) => this.withComments.has(path)) });
    }
    return result;
  }

  private roots(files: ComponentFiles, elements: WantedElements): readonly ElementReader[] {
    return files.metadata.flatMap((path) => {
      const isPart = files.type in DECOMPOSED_TYPES && !isOwnFile(files.type, path);
      const rootName = METADATA_TYPES[files.type].rootOf?.(files.fullName) ?? files.type;
      const expected = (name: string): string => (isPart && name in PART_ROOTS ? name : rootName);
      const root = this.parse(path, files, files.deployed, isPart ? PART_ELEMENTS : elements, expected);
      if (!root) return [];
      const partName = isPart ? PART_ROOTS[root.name] : undefined;
      return [new ElementReader(partName ? { ...root, children: [{ ...root, name: partName }] } : root, '')];
    });
  }

  private content({ type, fullName, content, deployed }: ComponentFiles): PlacedCertificateBody | undefined {
    if (content === undefined) return undefined;
    const bytes = this.bytes(content, { type, fullName }, deployed);
    // A body that is not text is unreadable as a certificate, and readContent says so.
    return bytes && readContent(content, decodeText(bytes).text ?? '\uFFFD');
  }

  private parse(
    path: string,
    { type, fullName }: ComponentRef,
    deployed: boolean,
    elements: WantedElements,
    expected: (rootName: string) => string
  ): XmlElement | undefined {
    const ref: ComponentRef = { type, fullName };
    const bytes = this.bytes(path, ref, deployed);
    if (!bytes) return undefined;
    const { text, problem } = decodeText(bytes);
    if (text === undefined) return this.refuse(path, ref, deployed, problem, 0);
    if (text.startsWith('version https://git-lfs.github.com/spec/')) {
      return this.refuse(path, ref, deployed, 'is a Git LFS pointer; run git lfs pull', 0);
    }
    try {
      const root = parseXml(path, text, elements);
      const name = expected(root.name);
      if (root.name === name) {
        if (mayHaveComments(text)) this.withComments.add(path);
        return root;
      }
      return this.refuse(path, ref, deployed, `has the root element <${root.name}> where <${name}> belongs`, root.at.start);
    } catch (error) {
      if (!(error instanceof XmlError)) throw error;
      return this.refuse(path, ref, deployed, error.message, error.offset);
    }
  }

  private bytes(path: string, ref: ComponentRef, deployed: boolean): Uint8Array | undefined {
    this.opened.add(path);
    try {
      return this.fileSystem.read(path);
    } catch (error) {
      const problem = error instanceof Error && error.name === 'FileTooLargeError' ? error.message : 'cannot be read';
      return this.refuse(path, ref, deployed, problem, 0);
    }
  }

  private refuse(path: string, component: ComponentRef, deployed: boolean, problem: string, offset: number): undefined {
    if (this.refused.has(path)) return undefined;
    this.refused.add(path);
    this.unreadable.push({ component, problem, deployed, at: { file: path, start: offset, end: offset }, element: path });
    return undefined;
  }
}
