import { decodeText } from './decodeText.js';
import type { FileSystem } from './fileSystem.js';
import { joinPath, normalizePath } from './paths.js';

/** What matters of `sfdx-project.json`. */
export interface ProjectDefinition {
  readonly path: string;
  /** What people call the project; undefined when it does not say. */
  readonly name: string | undefined;
  /** Relative to the scanned root, without repetition. */
  readonly packageDirectories: readonly string[];
  readonly sourceApiVersion: string | undefined;
  readonly replacements: readonly Replacement[];
  /** Why the file could not be understood; its folder then counts as one package directory. */
  readonly problem: string | undefined;
}

/** A value that `sf project deploy` replaces; what stands in the file is not what is deployed. */
export interface Replacement {
  /** File name or glob, relative to the project. */
  readonly file: string;
  readonly stringToReplace: string | undefined;
  readonly regexToReplace: string | undefined;
}

/** Reads the `sfdx-project.json` of a folder; what it does not say comes from the project around it. Never throws. */
export function readDefinition(
  fileSystem: FileSystem,
  folder: string,
  outer: ProjectDefinition | undefined
): ProjectDefinition {
  const path = joinPath(folder, 'sfdx-project.json');
  const fallback = {
    path,
    name: undefined,
    packageDirectories: [folder],
    sourceApiVersion: undefined,
    replacements: [],
  };
  let parsed: unknown;
  try {
    const { text, problem } = decodeText(fileSystem.read(path));
    if (text === undefined) return { ...fallback, problem };
    parsed = JSON.parse(text);
  } catch (error) {
    return { ...fallback, problem: error instanceof SyntaxError ? 'is not valid JSON' : 'cannot be read' };
  }
  if (!isRecord(parsed)) return { ...fallback, problem: 'is not a JSON object' };
  const directories = (Array.isArray(parsed['packageDirectories']) ? parsed['packageDirectories'] : []).flatMap(
    (directory: unknown) => {
      if (!isRecord(directory) || typeof directory['path'] !== 'string') return [];
      const normalized = normalizePath(joinPath(folder, directory['path'].replaceAll('\\', '/')));
      return normalized === undefined ? [] : [normalized];
    }
  );
  const { name, sourceApiVersion: version } = parsed;
  return {
    path,
    name: typeof name === 'string' ? name : undefined,
    packageDirectories: directories.length > 0 ? [...new Set(directories)] : [folder],
    sourceApiVersion: typeof version === 'string' ? version : outer?.sourceApiVersion,
    replacements: (Array.isArray(parsed['replacements']) ? parsed['replacements'] : []).flatMap(readReplacement),
    problem: undefined,
  };
}

function readReplacement(value: unknown): Replacement[] {
  if (!isRecord(value)) return [];
  const file = value['filename'] ?? value['glob'];
  if (typeof file !== 'string') return [];
  const text = (key: string): string | undefined => (typeof value[key] === 'string' ? value[key] : undefined);
  return [{ file, stringToReplace: text('stringToReplace'), regexToReplace: text('regexToReplace') }];
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
