// Removing a folder is a rename, which is done at once or not at all; the slow deletion happens behind it. What a crash
// leaves in the trash is deleted at the next start.
import { randomUUID } from 'node:crypto';
import { chmod, lstat, mkdir, readdir, realpath, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { messageOf } from '../domain/errors.ts';
import type { Log } from '../lib/log.ts';
import { isBelow } from './contained.ts';

/** What of the home may be removed: the rooms of projects, and clones of remotes. */
const ours = ['p', 'clones'];

export class Trash {
  readonly #home: string;
  readonly #log: Log;
  readonly #running = new Set<Promise<void>>();

  /** `home` is absolute and free of symlinks; nothing outside of it is ever renamed or deleted. */
  constructor(home: string, log: Log) {
    this.#home = home;
    this.#log = log;
  }

  get #dir(): string {
    return join(this.#home, 'trash');
  }

  /** Resolves once `path` is out of the way; nothing there is fine. Throws an Error for a path outside the home. */
  async put(path: string): Promise<void> {
    if ((await lstat(path).catch(ifMissing)) === undefined) return;
    // The folder's own name is kept as it is: a symlink is removed itself, and what it leads to is not touched.
    const real = join(await realpath(dirname(path)), basename(path));
    if (!ours.some((folder) => isBelow(join(this.#home, folder), real)))
      throw new Error(`${path} is ${real}, which is not below ${this.#home}: it is not ours to remove`);
    await mkdir(this.#dir, { recursive: true });
    const target = join(this.#dir, randomUUID());
    await rename(real, target);
    this.#delete(target);
  }

  /** Starts to delete what an earlier process left. */
  async empty(): Promise<void> {
    for (const name of (await readdir(this.#dir).catch(ifMissing)) ?? []) this.#delete(join(this.#dir, name));
  }

  /** Resolves when nothing is being deleted any more. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  #delete(path: string): void {
    const work = destroy(path)
      .catch((error: unknown) =>
        this.#log.warn({ path, error: messageOf(error) }, 'trash could not be deleted'),
      )
      .finally(() => this.#running.delete(work));
    this.#running.add(work);
  }
}

async function destroy(path: string): Promise<void> {
  try {
    await rm(path, { recursive: true, force: true });
  } catch (error) {
    if (!isDenied(error)) throw error;
    // Folders without write permission, as Go's module cache makes them.
    await makeWritable(path);
    await rm(path, { recursive: true, force: true });
  }
}

async function makeWritable(path: string): Promise<void> {
  if (!(await lstat(path)).isDirectory()) return;
  await chmod(path, 0o700);
  for (const entry of await readdir(path, { withFileTypes: true }))
    if (entry.isDirectory()) await makeWritable(join(path, entry.name));
}

function ifMissing(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
  throw error;
}

function isDenied(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'EACCES' || error.code === 'EPERM');
}
