// Where a path that an agent names really lies: inside of its copy, or not.
import { readlink, realpath } from 'node:fs/promises';
import { dirname, isAbsolute, join, posix, relative, resolve, sep } from 'node:path';

/** The path from the root of the repository, symlinks of the copy followed; null when it leads out. */
export async function inTree(tree: string, path: string): Promise<string | null> {
  const root = await realpath(tree).catch(() => null);
  if (root === null) return isAbsolute(path) ? null : below(posix.normalize(path));
  const wanted = isAbsolute(path) ? path : join(root, path);
  return below(
    relative(root, await resolved(wanted))
      .split(sep)
      .join('/'),
  );
}

function below(path: string): string | null {
  const isOutside =
    path === '' || path === '.' || path === '..' || path.startsWith('../') || path.startsWith('/');
  return isOutside ? null : path;
}

const mostLinks = 40;

/** What is there is followed; what is not there yet lies where its folder really is, or where a link says that it will be. */
async function resolved(path: string, links = 0): Promise<string> {
  const there = await realpath(path).catch(() => null);
  if (there !== null) return there;
  const target = await readlink(path).catch(() => null);
  // Links in a circle lead nowhere.
  if (target !== null) return links > mostLinks ? '/' : resolved(resolve(dirname(path), target), links + 1);
  const folder = dirname(path);
  return folder === path ? path : join(await resolved(folder, links), path.slice(folder.length));
}
