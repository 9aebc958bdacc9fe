import type { FileSystem, FileSystemEntry } from '../fileSystem.js';
import { folderOf, isWithin, joinPath, normalizePath } from '../paths.js';
import type { Blobs } from './blobs.js';
import type { TreeEntry } from './entries.js';

type Node = TreeEntry | { readonly kind: 'folder' };

/** As many links as Linux follows. */
const MOST_LINKS = 40;

/**
 * A commit or the index below `prefix`. Links are followed inside of that and never out of it. What lies in a submodule
 * belongs to another repository: it is taken from `submodules`, as it is checked out, on both sides of a comparison.
 */
export function gitFileSystem({
  entries,
  prefix,
  blobs,
  submodules,
}: {
  readonly entries: readonly TreeEntry[];
  /** From the top of the repository; empty for the whole of it. */
  readonly prefix: string;
  readonly blobs: Blobs;
  /** The working tree below `prefix`. */
  readonly submodules: FileSystem;
}): FileSystem {
  const nodes = new Map<string, Node>([['', { kind: 'folder' }]]);
  const names = new Map<string, Set<string>>([['', new Set()]]);
  const special: TreeEntry['kind'][] = [];

  const add = (path: string, node: Node): void => {
    nodes.set(path, node);
    const folder = folderOf(path);
    if (!names.has(folder)) {
      names.set(folder, new Set());
      add(folder, { kind: 'folder' });
    }
    names.get(folder)!.add(path.slice(folder === '' ? 0 : folder.length + 1));
  };
  for (const entry of entries) {
    if (prefix !== '' && (!isWithin(entry.path, prefix) || entry.path === prefix)) continue;
    add(prefix === '' ? entry.path : entry.path.slice(prefix.length + 1), entry);
    if (entry.kind === 'link' || entry.kind === 'submodule') special.push(entry.kind);
  }
  const hasLinks = special.includes('link');
  const submodulePaths = special.includes('submodule')
    ? [...nodes].filter(([, { kind }]) => kind === 'submodule').map(([path]) => path)
    : [];
  const isInSubmodule = (path: string): boolean => submodulePaths.some((folder) => isWithin(path, folder));

  /** The path without links; undefined when one leads out of the root, or nowhere. */
  const real = (path: string, links = MOST_LINKS): string | undefined => {
    if (!hasLinks || path === '') return path;
    const parts = path.split('/');
    let current = '';
    for (const [index, part] of parts.entries()) {
      const next = joinPath(current, part);
      const node = nodes.get(next);
      if (node?.kind !== 'link') {
        current = next;
        continue;
      }
      const target = Buffer.from(blobs.read(node)).toString();
      if (links === 0 || target.startsWith('/')) return undefined;
      const way = normalizePath([...current.split('/'), target, ...parts.slice(index + 1)].join('/'));
      return way === undefined ? undefined : real(way, links - 1);
    }
    return current;
  };
  const kindOf = (path: string): 'file' | 'folder' | undefined => {
    const kind = nodes.get(path)?.kind;
    if (kind === 'folder') return kind;
    if (kind === 'file' || kind === 'unreadable') return 'file';
    return kind === 'submodule' || isInSubmodule(path) ? submodules.kind(path) : undefined;
  };

  return {
    list(folder) {
      const path = real(folder);
      if (path === undefined) return [];
      if (isInSubmodule(path)) return submodules.list(path);
      return [...(names.get(path) ?? [])].flatMap((name): FileSystemEntry[] => {
        const { kind } = nodes.get(joinPath(path, name))!;
        if (kind === 'folder' || kind === 'submodule') return [{ name, kind: 'folder' }];
        if (kind !== 'link') return [{ name, kind: 'file' }];
        const target = real(joinPath(path, name));
        const targetKind = target === undefined ? undefined : kindOf(target);
        return targetKind === undefined ? [] : [{ name, kind: targetKind, target: target! }];
      });
    },
    kind(path) {
      const target = real(path);
      return target === undefined ? undefined : kindOf(target);
    },
    read(path) {
      const target = real(path);
      const node = target === undefined ? undefined : nodes.get(target);
      if (node?.kind === 'file') return blobs.read(node);
      if (target !== undefined && isInSubmodule(target)) return submodules.read(target);
      throw new Error('is not there, cannot be opened, or leads out of the project');
    },
  };
}
