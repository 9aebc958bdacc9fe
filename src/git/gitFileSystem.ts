import type { FileSystem, FileSystemEntry } from '../fileSystem.js';
import { baseName, folderOf, isWithin, joinPath, normalizePath } from '../paths.js';
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
  const lists = new Map<string, FileSystemEntry[]>([['', []]]);
  /** The links by the folders that they lie in. */
  const links = new Map<string, string[]>();
  const submodulePaths: string[] = [];

  const listOf = (folder: string): FileSystemEntry[] => {
    let list = lists.get(folder);
    if (!list) {
      list = [];
      lists.set(folder, list);
      nodes.set(folder, { kind: 'folder' });
      listOf(folderOf(folder)).push({ name: baseName(folder), kind: 'folder' });
    }
    return list;
  };
  let folder = '';
  let list = listOf(folder);
  for (const entry of entries) {
    if (prefix !== '' && (!isWithin(entry.path, prefix) || entry.path === prefix)) continue;
    const path = prefix === '' ? entry.path : entry.path.slice(prefix.length + 1);
    const name = baseName(path);
    // Git lists most files of a folder one after the other.
    if (folderOf(path) !== folder) {
      folder = folderOf(path);
      list = listOf(folder);
    }
    nodes.set(path, entry);
    if (entry.kind === 'link') links.set(folder, [...(links.get(folder) ?? []), name]);
    else list.push({ name, kind: entry.kind === 'submodule' ? 'folder' : 'file' });
    if (entry.kind === 'submodule') submodulePaths.push(path);
  }
  const isInSubmodule = (path: string): boolean => submodulePaths.some((folder) => isWithin(path, folder));

  /** The path without links; undefined when one leads out of the root, or nowhere. */
  const real = (path: string, hops = MOST_LINKS): string | undefined => {
    if (links.size === 0 || path === '') return path;
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
      if (hops === 0 || target.startsWith('/')) return undefined;
      const way = normalizePath([...current.split('/'), target, ...parts.slice(index + 1)].join('/'));
      return way === undefined ? undefined : real(way, hops - 1);
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
      const plain = lists.get(path) ?? [];
      const linked = (links.get(path) ?? []).flatMap((name): FileSystemEntry[] => {
        const target = real(joinPath(path, name));
        const kind = target === undefined ? undefined : kindOf(target);
        return kind === undefined ? [] : [{ name, kind, target: target! }];
      });
      return linked.length === 0 ? plain : [...plain, ...linked];
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
