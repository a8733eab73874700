// The one folder the agent's tools may touch. Every path a model gives goes through here: links are followed first, so
// that neither `..`, nor an absolute path, nor a symbolic link leads out. A refusal is text for the model, not an error.
import { lstat, realpath } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { SerialByKey } from '../../lib/serial.ts';

export type Located =
  | {
      readonly kind: 'inside';
      /** With all links followed. */
      readonly absolute: string;
      /** From the workspace, with `/`; `.` for the workspace itself. */
      readonly relative: string;
    }
  | { readonly kind: 'refused'; readonly reason: string };

export interface Workspace {
  /** The folder with all links followed. */
  readonly root: string;
  /** Where a path leads, to look at it. */
  forReading(path: string): Promise<Located>;
  /** Where a path leads, to change it: git's own folder is refused too. The file need not exist. */
  forWriting(path: string): Promise<Located>;
  /** Does work on a file (absolute) when nobody else of this agent does; subagents work side by side. */
  alone<T>(absolute: string, work: () => Promise<T>): Promise<T>;
}

/** Rejects when the folder does not exist. */
export async function openWorkspace(cwd: string): Promise<Workspace> {
  const root = await realpath(cwd);
  const changes = new SerialByKey();
  const forReading = (path: string): Promise<Located> => locate(root, path);
  return {
    root,
    forReading,
    alone: (absolute, work) => changes.run(absolute, work),
    forWriting: async (path) => {
      const located = await forReading(path);
      if (located.kind === 'refused') return located;
      const named = resolve(root, path);
      if (!isGitPath(located.relative) && !isGitPath(relative(root, named))) return located;
      return refused(`"${path}" belongs to git's own folder, which must not be changed by hand`);
    },
  };
}

async function locate(root: string, path: string): Promise<Located> {
  if (path === '' || path.includes('\0')) return refused('the path is empty or not a path');
  const absolute = await followLinks(resolve(root, path));
  if (absolute === null) return refused(`"${path}" is, or is below, a symbolic link that leads nowhere`);
  const inside = relative(root, absolute);
  if (inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside))
    return refused(`"${path}" is outside the workspace ${root}; only paths inside it are allowed`);
  return { kind: 'inside', absolute, relative: inside === '' ? '.' : inside.split(sep).join('/') };
}

// The real path of the nearest thing that exists, and below it the names that do not exist yet. Null for a link without
// a target: writing to it would create the target, wherever that is.
async function followLinks(path: string): Promise<string | null> {
  try {
    return await realpath(path);
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  if (await exists(path)) return null;
  const parent = dirname(path);
  if (parent === path) return path;
  const real = await followLinks(parent);
  return real === null ? null : join(real, basename(path));
}

async function exists(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

// A file where a folder should be has nothing below it; a loop of links leads nowhere.
function isMissing(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error)) return false;
  return error.code === 'ENOENT' || error.code === 'ENOTDIR' || error.code === 'ELOOP';
}

function isGitPath(path: string): boolean {
  return path.split(/[\\/]/).some((name) => name.toLowerCase() === '.git');
}

function refused(reason: string): Located {
  return { kind: 'refused', reason };
}
