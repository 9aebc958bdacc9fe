import { didYouMean } from '../didYouMean.js';
import type { FileSystem } from '../fileSystem.js';
import { baseName, folderOf, joinPath, normalizePath } from '../paths.js';
import type { ConfigFile } from './configFile.js';
import { ConfigError, quote } from './configError.js';
import { CONFIG_FILE_NAME } from './findConfig.js';
import { PRESET_NAMES, PRESETS, WHAT_TO_EXTEND, type PresetName } from './presets.js';
import type { YamlContent } from './readYaml.js';

/** A config file that was read, and where things stand in it. */
export interface PlacedConfigFile {
  readonly file: ConfigFile;
  /** The file as messages call it. */
  readonly name: string;
  readonly place: YamlContent['place'];
}

/** One of the things that make up a config; a preset has no place. */
export type ConfigLayer =
  | (PlacedConfigFile & { readonly preset?: never })
  | { readonly file: ConfigFile; readonly preset: PresetName; readonly name?: never; readonly place?: never };

/** Where the files lie that a config file may extend. */
export interface SharedFiles {
  /** What lies outside can not be reached, through links neither. */
  readonly fileSystem: FileSystem;
  /** How messages call a file of it. */
  readonly nameOf: (path: string) => string;
  /** Reads a file by its path in the file system. Throws ConfigError. */
  readonly read: (path: string) => PlacedConfigFile;
}

/** Far more than any policy is cut into; a stranger's files could be extended without end. */
const MAX_DEPTH = 8;
const MAX_EXTENDED = 32;

/**
 * What a config file extends and the file itself, each before what wins over it. `path` is that of the file in the file
 * system. Throws ConfigError at the place that names what cannot be extended.
 */
export function layersOf(config: PlacedConfigFile, path: string, files: SharedFiles): readonly ConfigLayer[] {
  let extended = 0;
  const below = (current: PlacedConfigFile, open: readonly string[]): readonly ConfigLayer[] => [
    ...entriesOf(current).flatMap(({ value, refuse }): readonly ConfigLayer[] => {
      extended += 1;
      if (extended > MAX_EXTENDED)
        refuse(`from here on more than ${MAX_EXTENDED} presets and files are extended; extend fewer`);
      const preset = PRESET_NAMES.find((name) => name === value);
      if (preset) return [{ file: PRESETS[preset], preset }];
      const target = locate(value, folderOf(open.at(-1)!), files.fileSystem, refuse);
      if (open.includes(target)) {
        const circle = [...open.slice(open.indexOf(target)), target].map((one) => files.nameOf(one));
        refuse(`extends leads back to where it began: ${circle.join(' > ')}`);
      }
      if (open.length > MAX_DEPTH)
        refuse(`extends leads through more than ${MAX_DEPTH} files here; list them in one file`);
      return below(files.read(target), [...open, target]);
    }),
    current,
  ];
  return below(config, [path]);
}

type Refuse = (message: string) => never;

interface Entry {
  readonly value: string;
  /** Throws a ConfigError that names the place of the entry. */
  readonly refuse: Refuse;
}

/** What `extends` of a file names, in its order. */
function entriesOf({ file, name, place }: PlacedConfigFile): readonly Entry[] {
  const { extends: named = [] } = file;
  const entry = (value: string, pointer: string): Entry => ({
    value,
    refuse: (message) => {
      throw new ConfigError(name, [{ message, ...place(pointer, 'value') }]);
    },
  });
  return typeof named === 'string'
    ? [entry(named, '#/extends')]
    : named.map((value, index) => entry(value, `#/extends/${index}`));
}

const IS_YAML = /\.ya?ml$/i;
/** As npm allows them; a scope is optional. */
const IS_PACKAGE = /^(?:@[a-z\d~-][a-z\d._~-]*\/)?[a-z\d~-][a-z\d._~-]*$/;

/** The path of the file that an entry names. */
function locate(value: string, folder: string, fileSystem: FileSystem, refuse: Refuse): string {
  // What is written is not repeated: a URL may hold a password.
  if (/^(?:[^./][^/]*:|\/\/)/.test(value)) refuse(`extends fetches nothing; name ${WHAT_TO_EXTEND}`);
  if (value.startsWith('/')) refuse(`the path ${quote(value)} in extends must be relative to this file`);
  if (value.includes('\\')) refuse(`the path ${quote(value)} in extends must be written with forward slashes`);
  return /^\.\.?(?:\/|$)/.test(value) || IS_YAML.test(value)
    ? locateFile(value, folder, fileSystem, refuse)
    : locatePackage(value, folder, fileSystem, refuse);
}

function locateFile(value: string, folder: string, fileSystem: FileSystem, refuse: Refuse): string {
  const path = normalizePath(joinPath(folder, value));
  if (path === undefined) {
    return refuse(
      `the file ${quote(value)} in extends lies outside the repository, or outside what is scanned without one`
    );
  }
  const kind = fileSystem.kind(path);
  if (kind === 'folder') refuse(`${quote(value)} in extends is a folder; name a file such as "../${CONFIG_FILE_NAME}"`);
  if (kind === undefined) {
    refuse(`the file ${quote(value)} in extends is not there, or is a link that leads out of the repository`);
  }
  return checked(path, value, fileSystem, refuse);
}

/** The `sf-isa.yml` of an installed package, found as Node finds packages: it is data, and no code of the package runs. */
function locatePackage(value: string, folder: string, fileSystem: FileSystem, refuse: Refuse): string {
  const candidates = IS_PACKAGE.test(value)
    ? foldersFrom(folder).map((parent) => joinPath(parent, `node_modules/${value}/${CONFIG_FILE_NAME}`))
    : [];
  const path = candidates.find((candidate) => fileSystem.kind(candidate) === 'file');
  if (path !== undefined) return checked(path, value, fileSystem, refuse);
  const meant = didYouMean(value, PRESET_NAMES);
  const hint = meant === undefined ? `; name ${WHAT_TO_EXTEND}` : `; did you mean "${meant}"?`;
  return refuse(
    `${quote(value)} in extends is no preset, and no installed package has a ${CONFIG_FILE_NAME} under that name${hint}`
  );
}

/** A folder and those above it, up to the root. */
const foldersFrom = (folder: string): readonly string[] =>
  folder === '' ? [''] : [folder, ...foldersFrom(folderOf(folder))];

/** A problem of a file shows some of its words, so nobody may choose a file that is no YAML, through a link neither. */
function checked(path: string, value: string, fileSystem: FileSystem, refuse: Refuse): string {
  if (!IS_YAML.test(path)) refuse(`the file ${quote(value)} in extends must end in .yml`);
  const { target = path } = fileSystem.list(folderOf(path)).find(({ name }) => name === baseName(path)) ?? {};
  if (!IS_YAML.test(target)) refuse(`${quote(value)} in extends is a link to a file that does not end in .yml`);
  return path;
}
