// Folders that no task has: copies and logs that a crash, a restored backup or a person's hand left without their task.
// They are put aside by one rename, and stay until a person empties the trash: they may be all there is of somebody's work.
import { mkdir, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { pathName } from './contained.ts';

export const orphanFolders = ['ws', 'logs'] as const;
export type OrphanFolder = (typeof orphanFolders)[number];

export interface OrphanedFolder {
  /** Names it, and where it came from: `ws--<name>--<time>`. */
  readonly id: string;
  readonly folder: OrphanFolder;
  /** What it was called: the id of a task, perhaps with `.kept`. */
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly foundAt: number;
  readonly path: string;
}

/** The ids of the tasks whose folders there are; `dir` is the project's. */
export async function ownersIn(dir: string, folder: OrphanFolder): Promise<readonly string[]> {
  return [...new Set((await namesIn(join(dir, folder))).map(ownerOf))];
}

/** Puts aside what belongs to none of the tasks. Returns what it found. */
export async function quarantine(
  dir: string,
  known: ReadonlySet<string>,
  now: number,
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const folder of orphanFolders)
    for (const name of await namesIn(join(dir, folder))) {
      if (known.has(ownerOf(name))) continue;
      await mkdir(join(dir, 'orphans'), { recursive: true, mode: 0o700 });
      await rename(join(dir, folder, name), join(dir, 'orphans', `${folder}--${name}--${now}`));
      found.push(`${folder}/${name}`);
    }
  return found;
}

export async function quarantined(dir: string): Promise<readonly OrphanedFolder[]> {
  const found: OrphanedFolder[] = [];
  for (const id of await namesIn(join(dir, 'orphans'))) {
    const [, folder, name = '', time = ''] = /^(\w+)--(.+)--(\d+)$/.exec(id) ?? [];
    const known = orphanFolders.find((one) => one === folder);
    if (known === undefined) continue;
    found.push({ id, folder: known, name, foundAt: Number(time), path: join(dir, 'orphans', pathName(id)) });
  }
  return found;
}

// What was set aside has the id of its task first (set-aside.ts).
function ownerOf(name: string): string {
  return name.split('.', 1)[0] ?? name;
}

async function namesIn(dir: string): Promise<readonly string[]> {
  return readdir(dir).catch(() => []); // no such folder yet: nothing was ever put there
}
