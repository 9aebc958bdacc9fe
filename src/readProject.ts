import { decodeText } from './decodeText.js';
import type { ComponentFiles, ProjectFiles } from './discover.js';
import type { FileSystem } from './fileSystem.js';
import { readContent, type PlacedCertificateBody } from './model/certificate.js';
import { ElementReader, type ComponentBase, type ComponentRef } from './model/component.js';
import { CUSTOM_OBJECT_ELEMENTS, readCustomField, type CustomField } from './model/customField.js';
import { METADATA_TYPES, PART_ROOTS, type Component, type MetadataType } from './model/metadataTypes.js';
import { readRecordPermissions, RECORD_PERMISSION_ELEMENTS, type RecordPermissions } from './model/permissionSet.js';
import { readPrivateKeyFile, type PrivateKeyFile } from './model/privateKeyFile.js';
import { Project, type UnreadableFile } from './model/project.js';
import type { XmlElement } from './xml/element.js';
import { wantedElements, type WantedElements } from './xml/outline.js';
import { parseXml } from './xml/parse.js';
import { XmlError } from './xml/xmlError.js';

/** One project as a graph. */
export interface ReadProject {
  readonly project: Project;
  /** How many files have been opened so far: it grows while rules ask for files on demand. */
  readonly filesRead: () => number;
}

/** Reads the files of one project. Files of types that are read on demand stay closed until a rule asks. */
export function readProject(files: ProjectFiles, fileSystem: FileSystem): ReadProject {
  const reader = new ComponentReader(fileSystem);
  const filesOf = new Map<Component, ComponentFiles>();
  const fieldFiles = new Map<string, ComponentFiles>();
  for (const component of files.components) {
    if (component.type === 'CustomField') {
      if (component.deployed) fieldFiles.set(component.fullName.toLowerCase(), component);
      continue;
    }
    const read = reader.read(component);
    if (read) filesOf.set(read, component);
  }
  const components = [...filesOf.keys()];
  const project = new Project({
    root: files.root,
    definition: files.definition,
    components: components.filter((component) => filesOf.get(component)!.deployed),
    undeployed: components.filter((component) => !filesOf.get(component)!.deployed),
    privateKeyFiles: files.keyFiles.flatMap((path) => reader.readPrivateKeys(path)),
    customField: remember((fullName) => {
      const field = fieldFiles.get(fullName.toLowerCase());
      if (field) return reader.read(field) as CustomField | undefined;
      const object = files.objects.get(fullName.slice(0, fullName.indexOf('.')));
      return object === undefined ? undefined : reader.readFieldOfObject(object, fullName);
    }),
    unreadableFiles: () => reader.unreadable,
    recordPermissions: remember((holder) => reader.readRecordPermissions(filesOf.get(holder)!)),
  });
  return {
    project,
    filesRead: () => reader.opened.size,
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

/** All that a decomposed permission set's part may have at its root, besides what a whole one has. */
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
  'editable'
);

class ComponentReader {
  public readonly unreadable: UnreadableFile[] = [];
  public readonly opened = new Set<string>();
  /** Files that are known to be unreadable, so that none is reported twice. */
  private readonly refused = new Set<string>();

  public constructor(private readonly fileSystem: FileSystem) {}

  /** Undefined when nothing of the component could be read. */
  public read(files: ComponentFiles): Component | undefined {
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
    return readRecordPermissions(this.roots(files, RECORD_PERMISSION_ELEMENTS));
  }

  /** A metadata-format object holds all its fields in one file. */
  public readFieldOfObject(path: string, fullName: string): CustomField | undefined {
    const ref: ComponentRef = { type: 'CustomObject', fullName: fullName.slice(0, fullName.indexOf('.')) };
    const root = this.parse(path, ref, true, CUSTOM_OBJECT_ELEMENTS, () => ref.type);
    const name = fullName.slice(fullName.indexOf('.') + 1).toLowerCase();
    const field = root?.children.find(
      (child) =>
        child.name === 'fields' &&
        child.children.some(({ name: leaf, text }) => leaf === 'fullName' && text.toLowerCase() === name)
    );
    if (!field) return undefined;
    const base: ComponentBase<'CustomField'> = { type: 'CustomField', fullName, at: field.at, element: '' };
    return readCustomField(base, new ElementReader(field, ''));
  }

  public readPrivateKeys(path: string): readonly PrivateKeyFile[] {
    const ref: ComponentRef = { type: 'File', fullName: path };
    const bytes = this.bytes(path, ref, false);
    return bytes ? readPrivateKeyFile(path, bytes) : [];
  }

  private roots(files: ComponentFiles, elements: WantedElements): readonly ElementReader[] {
    return files.metadata.flatMap((path) => {
      const isPart = files.type === 'PermissionSet' && !/\.permissionset(?:-meta\.xml)?$/.test(path);
      const expected = (name: string): string => (isPart && name in PART_ROOTS ? name : files.type);
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
      if (root.name === name) return root;
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
