// Copies with work in them that could not be committed: they give up their name, and stay until their task is deleted.
import { readdir, rename } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { firstFree } from '../domain/names.ts';

/** Renames a copy to a name beside its own; returns where it is now. */
export async function setAside(dir: string): Promise<string> {
  const taken = new Set(await readdir(dirname(dir)));
  const name = firstFree(`${basename(dir)}.kept`, (candidate) => taken.has(candidate));
  const kept = join(dirname(dir), name);
  await rename(dir, kept);
  return kept;
}

/** All copies that were set aside under this name. */
export async function keptOf(dir: string): Promise<readonly string[]> {
  const names = await readdir(dirname(dir)).catch(() => []); // no folder yet: nothing was kept in it
  return names
    .filter((name) => name.startsWith(`${basename(dir)}.kept`))
    .map((name) => join(dirname(dir), name));
}
