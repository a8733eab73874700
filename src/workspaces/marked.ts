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

/** Null when it has no lines, is too large, or one side has no file. */
export async function marked(
  git: Git,
  gitDir: string,
  { base, ours, theirs }: ConflictSides,
  labels: readonly [ours: string, base: string, theirs: string],
): Promise<string | null> {
  if (ours === null || theirs === null) return null;
  const contents = await Promise.all([ours, base, theirs].map(async (blob) => contentOf(git, gitDir, blob)));
  if (contents.some((content) => content === null || content.includes(0))) return null;
  const dir = join(gitDir, foresightDir, randomUUID());
  await mkdir(dir, { recursive: true });
  try {
    const paths = ['ours', 'base', 'theirs'].map((name) => join(dir, name));
    for (const [index, path] of paths.entries()) await writeFile(path, contents[index] ?? '');
    const names = labels.flatMap((label) => ['-L', label]);
    const answers = Array.from({ length: mostConflicts }, (_, index) => index + 1);
    const { stdout } = await git.host(['merge-file', '-p', '--zdiff3', ...names, ...paths], { answers });
    return stdout.toString('utf8');
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

async function contentOf(git: Git, gitDir: string, blob: Oid | null): Promise<Buffer | null> {
  return blob === null ? Buffer.of() : readBlob(git, gitDir, blob, maxBytes);
}
