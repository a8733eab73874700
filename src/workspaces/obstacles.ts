// Which files of a checkout stand in the way of a fast-forward: edits of the person's, and files of theirs where new
// ones would be written. Ignored files count too, because git overwrites those without a word (git.md §2.2).
import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Oid } from '../domain/ids.ts';
import { asOid, splitZ } from './git.ts';
import type { Git } from './git.ts';

export async function obstacles(git: Git, checkout: string, from: Oid, to: Oid): Promise<readonly string[]> {
  const [changes, dirty] = await Promise.all([
    changesBetween(git, checkout, from, to),
    dirtyFiles(git, checkout),
  ]);
  const inTheWay = new Set([...changes.keys()].filter((path) => dirty.has(path)));
  for (const [path, status] of changes) {
    if (status !== 'A') continue;
    const found = await occupant(checkout, path);
    if (found !== null && changes.get(found) !== 'D') inTheWay.add(found);
  }
  return [...inTheWay].sort();
}

async function changesBetween(git: Git, checkout: string, from: Oid, to: Oid): Promise<Map<string, string>> {
  const args = ['diff-tree', '-r', '-z', '--name-status', '--no-renames', asOid(from), asOid(to)];
  const fields = splitZ((await git.person(checkout, args)).stdout).map((field) => field.toString('utf8'));
  const changes = new Map<string, string>();
  for (let index = 0; index + 1 < fields.length; index += 2)
    changes.set(fields[index + 1] ?? '', fields[index] ?? '');
  return changes;
}

/** Tracked files with changes of the person's, staged or not. */
async function dirtyFiles(git: Git, checkout: string): Promise<ReadonlySet<string>> {
  const args = ['status', '--porcelain=v1', '-z', '--no-renames', '-uno', '--ignore-submodules=all'];
  const entries = splitZ((await git.person(checkout, args)).stdout);
  return new Set(entries.map((entry) => entry.subarray(3).toString('utf8')));
}

/** The file that sits at `path`, or where one of its folders must be; null when there is room. */
async function occupant(checkout: string, path: string): Promise<string | null> {
  const parts = path.split('/');
  for (let count = 1; count <= parts.length; count += 1) {
    const prefix = parts.slice(0, count).join('/');
    const stat = await lstat(join(checkout, prefix)).catch(() => undefined);
    if (stat === undefined) return null;
    if (!stat.isDirectory()) return prefix;
  }
  return null;
}
