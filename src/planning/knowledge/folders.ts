// The tree of a repository folded until it fits: folders near the root first, each with how much is below it.
import { bounds } from './knowledge.ts';
import type { Folder } from './knowledge.ts';

/** In the order of their paths; those that lie deepest are left out when there are too many. */
export function foldersOf(paths: readonly string[]): {
  readonly folders: readonly Folder[];
  readonly leftOut: number;
} {
  const counts = new Map<string, { files: number; readonly names: string[] }>();
  for (const path of paths) {
    const parts = path.split('/');
    const name = parts.pop() ?? '';
    for (let depth = 0; depth <= parts.length; depth += 1) {
      const folder = depth === 0 ? './' : `${parts.slice(0, depth).join('/')}/`;
      const known = counts.get(folder) ?? { files: 0, names: [] };
      known.files += 1;
      if (depth === parts.length && known.names.length < bounds.namesInFolder) known.names.push(name);
      counts.set(folder, known);
    }
  }
  const all = [...counts].map(([path, { files, names }]) => ({ path, files, names }));
  const kept = all
    .sort((a, b) => depthOf(a) - depthOf(b) || b.files - a.files || compare(a.path, b.path))
    .slice(0, bounds.folders);
  return { folders: kept.sort((a, b) => compare(a.path, b.path)), leftOut: all.length - kept.length };
}

function depthOf({ path }: Folder): number {
  return path === './' ? 0 : path.split('/').length - 1;
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
