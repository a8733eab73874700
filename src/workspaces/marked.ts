// The three versions of a file as one text in which they stand between markers, for somebody who looks at a conflict.
import { randomUUID } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Oid } from '../domain/ids.ts';
import type { ConflictSides } from '../domain/resolution.ts';
import { readBlob } from './blobs.ts';
import { foresightDir } from './foresee.ts';
import type { Git } from './git.ts';

/** More than anybody reads. */
const maxBytes = 1024 * 1024;
/** Git's answer is the number of conflicts, up to this many. */
const mostConflicts = 127;

/** A side that deleted the file has no lines. Null when there are none at all, too many, or none that conflict. */
export async function marked(
  git: Git,
  gitDir: string,
  { base, ours, theirs }: ConflictSides,
  labels: readonly [ours: string, base: string, theirs: string],
): Promise<string | null> {
  if ((ours === null || theirs === null) && (base === null || ours === theirs)) return null;
  const contents = await Promise.all([ours, base, theirs].map(async (blob) => contentOf(git, gitDir, blob)));
  if (contents.some((content) => content === null || content.includes(0))) return null;
  const dir = join(gitDir, foresightDir, randomUUID());
  await mkdir(dir, { recursive: true });
  try {
    const paths = ['ours', 'base', 'theirs'].map((name) => join(dir, name));
    for (const [index, path] of paths.entries()) await writeFile(path, contents[index] ?? '');
    const [one, before, other] = labels;
    const named = [nameOf(ours, one), before, nameOf(theirs, other)].flatMap((label) => ['-L', label]);
    const answers = Array.from({ length: mostConflicts }, (_, index) => index + 1);
    const { stdout } = await git.host(['merge-file', '-p', '--zdiff3', ...named, ...paths], { answers });
    const text = stdout.toString('utf8');
    return text.includes('<<<<<<< ') ? text : null;
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

function nameOf(side: Oid | null, label: string): string {
  return side === null ? `${label} (deleted)` : label;
}

async function contentOf(git: Git, gitDir: string, blob: Oid | null): Promise<Buffer | null> {
  return blob === null ? Buffer.of() : readBlob(git, gitDir, blob, maxBytes);
}
