// What a folder takes on disk. Files that other folders share with it count too: what they would free is not known.
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Bytes of all files below, and the folders themselves; symlinks are not followed. What goes meanwhile is not counted. */
export async function folderSize(path: string): Promise<number> {
  const found = await lstat(path).catch(() => undefined);
  if (found === undefined) return 0;
  // In blocks of 512 bytes, whatever the file system's own are (stat(2)); where it knows none, the length.
  const own = found.blocks > 0 ? found.blocks * 512 : found.size;
  if (!found.isDirectory()) return own;
  let total = own;
  // One folder after the other: thousands of open ones at once would be too many.
  for (const name of await readdir(path).catch(() => [])) total += await folderSize(join(path, name));
  return total;
}
