// When two copies would get the same from a setup command: the same command, the same lockfiles, the same tools.
import { createHash } from 'node:crypto';
import { lstat, readFile, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { ToolVersion } from '../domain/evidence.ts';

export interface SetupCacheRule {
  /** Whose content decides, from the root of the tree. */
  readonly files: readonly string[];
  /** What setup fills, from the root of the tree. */
  readonly folders: readonly string[];
}

export interface SetupKey {
  readonly command: string;
  readonly tools: readonly ToolVersion[];
}

const maxBytes = 50 * 1024 * 1024;

/** Null when none of the files is there, or one cannot be read as what it is: then nothing may be reused. */
export async function setupHash(tree: string, rule: SetupCacheRule, key: SetupKey): Promise<string | null> {
  const hash = createHash('sha256');
  const { command, tools } = key;
  hash.update(
    JSON.stringify({ command, tools, folders: rule.folders, on: [process.platform, process.arch] }),
  );
  const top = await realpath(tree);
  let found = 0;
  for (const path of rule.files) {
    const file = join(top, path);
    const stat = await lstat(file).catch(() => undefined);
    hash.update(`\n${path}\n`);
    if (stat === undefined) continue;
    const isOurs = (await realpath(file)).startsWith(`${top}${sep}`);
    if (!stat.isFile() || !isOurs || stat.size > maxBytes) return null;
    hash.update(await readFile(file));
    found += 1;
  }
  return found === 0 ? null : hash.digest('hex');
}
