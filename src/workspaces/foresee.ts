// Merges that nobody asked to be made: would these commits go together? All of them in one process and in memory. What git
// writes on the way goes into a folder of objects that is thrown away, so that looking leaves nothing in the hub.
import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ConflictHunk } from '../domain/conflict.ts';
import type { Oid } from '../domain/ids.ts';
import { conflictsIn } from './conflicted-merge.ts';
import { hunksIn } from './conflict-hunks.ts';
import type { Sides } from './conflict-hunks.ts';
import { asOid, splitZ } from './git.ts';
import type { Git, HostCall } from './git.ts';
import { commit } from './merge.ts';
import { parseForecasts } from './merge-tree-output.ts';
import type { CommitInput, MergeConflict } from './workspaces.ts';

export type Prospect =
  | { readonly kind: 'clean'; readonly tree: Oid }
  /** In the files of the tree, conflicting lines stand between markers. */
  | { readonly kind: 'conflict'; readonly tree: Oid; readonly files: readonly MergeConflict[] };

/** What can be asked while the folder is there. */
export interface Foresight {
  /** In the order of the questions. Throws `git_failed` when one of them cannot be answered. */
  merges(questions: readonly Sides[]): Promise<readonly Prospect[]>;
  /** A commit that is gone afterwards. */
  commit(input: CommitInput): Promise<Oid>;
  /**
   * The conflicting lines of files in the tree of a forecast, by path; none for a file that has no lines or more than
   * `maxBytes`.
   */
  hunks(
    sides: Sides,
    tree: Oid,
    paths: readonly string[],
    maxBytes: number,
  ): Promise<ReadonlyMap<string, readonly ConflictHunk[]>>;
}

/** Below the hub, so that it is on the same disk; what a crash leaves is removed when the hub is opened. */
export const foresightDir = 'foresight';

export async function foresee<T>(
  git: Git,
  hubDir: string,
  work: (within: Foresight) => Promise<T>,
): Promise<T> {
  const objects = join(hubDir, foresightDir, randomUUID());
  await mkdir(objects, { recursive: true });
  const at: HostCall = { gitDir: hubDir, objects };
  try {
    return await work({
      merges: (questions) => merges(git, at, questions),
      commit: (input) => commit(git, hubDir, input, objects),
      hunks: (sides, tree, paths, maxBytes) => hunks(git, at, { sides, tree, paths, maxBytes }),
    });
  } finally {
    await rm(objects, { recursive: true, force: true });
  }
}

async function merges(git: Git, at: HostCall, questions: readonly Sides[]): Promise<readonly Prospect[]> {
  if (questions.length === 0) return [];
  const input = questions.map(({ ours, theirs }) => `${asOid(ours)} ${asOid(theirs)}\n`).join('');
  // What is thrown away need not reach the disk.
  const settings = ['-c', 'merge.conflictStyle=zdiff3', '-c', 'core.fsync=none'];
  const args = [...settings, 'merge-tree', '--write-tree', '--stdin', '-z'];
  const { stdout } = await git.host(args, { ...at, input });
  const forecasts = parseForecasts(splitZ(stdout).map((entry) => entry.toString('utf8')));
  if (forecasts.length !== questions.length)
    throw new Error(`git merge-tree answered ${forecasts.length} of ${questions.length} questions`);
  return forecasts.map((forecast) =>
    forecast.kind === 'clean'
      ? forecast
      : { kind: 'conflict', tree: forecast.tree, files: conflictsIn(forecast) },
  );
}

interface HunksInput {
  readonly sides: Sides;
  readonly tree: Oid;
  readonly paths: readonly string[];
  readonly maxBytes: number;
}

async function hunks(
  git: Git,
  at: HostCall,
  { sides, tree, paths, maxBytes }: HunksInput,
): Promise<ReadonlyMap<string, readonly ConflictHunk[]>> {
  const found = new Map<string, readonly ConflictHunk[]>();
  for (const path of paths) {
    // One by one, and only the few that somebody looks at: the size is asked for before anything is read.
    const name = `${asOid(tree)}:${path}`;
    const type = await git.host(['cat-file', '--batch-check=%(objecttype) %(objectsize)', '-z'], {
      ...at,
      input: `${name}\0`,
    });
    const [kind, size] = type.stdout.toString('utf8').trim().split(' ');
    if (kind !== 'blob' || Number(size) > maxBytes) continue;
    const blob = await git.host(['cat-file', 'blob', name], at);
    found.set(path, hunksIn(blob.stdout.toString('utf8'), sides));
  }
  return found;
}
