// What people made of conflicts: each merge commit of the history is merged once more in memory, and where that conflicts, the
// commit has the answer (as git's own rerere-train does it). Nothing of it stays in the hub.
import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Oid } from '../domain/ids.ts';
import { conflictsIn, mergesWithMarkers } from './conflicted-merge.ts';
import { foresightDir } from './foresee.ts';
import { asOid, splitZ } from './git.ts';
import type { Git, HostCall } from './git.ts';
import type { MergeConflict, PastResolution } from './workspaces.ts';

interface MergeCommit {
  readonly commit: Oid;
  readonly ours: Oid;
  readonly theirs: Oid;
}

export async function pastResolutions(
  git: Git,
  gitDir: string,
  from: Oid,
  { not, limit }: { readonly not: Oid | null; readonly limit: number },
): Promise<readonly PastResolution[]> {
  const merges = await mergeCommits(git, gitDir, from, not, limit);
  if (merges.length === 0) return [];
  const objects = join(gitDir, foresightDir, randomUUID());
  await mkdir(objects, { recursive: true });
  try {
    return await resolvedIn(git, { gitDir, objects }, merges);
  } finally {
    await rm(objects, { recursive: true, force: true });
  }
}

async function mergeCommits(
  git: Git,
  gitDir: string,
  from: Oid,
  not: Oid | null,
  limit: number,
): Promise<readonly MergeCommit[]> {
  const range = [asOid(from), ...(not === null ? [] : [`^${asOid(not)}`])];
  const args = [
    'log',
    '--min-parents=2',
    '--max-parents=2',
    '--format=%H %P',
    `--max-count=${limit}`,
    ...range,
  ];
  const lines = (await git.host(args, { gitDir })).stdout.toString('latin1').split('\n');
  return lines
    .filter((line) => line !== '')
    .map((line) => {
      const [commit = '', ours = '', theirs = ''] = line.split(' ');
      return { commit: asOid(commit), ours: asOid(ours), theirs: asOid(theirs) };
    });
}

async function resolvedIn(
  git: Git,
  at: HostCall,
  merges: readonly MergeCommit[],
): Promise<readonly PastResolution[]> {
  const forecasts = await mergesWithMarkers(git, at, merges);
  const found: PastResolution[] = [];
  for (const [index, forecast] of forecasts.entries()) {
    const merge = merges[index];
    if (merge === undefined || forecast.kind === 'clean') continue;
    for (const file of conflictsIn(forecast)) {
      const resolution = await resolutionIn(git, at, merge.commit, forecast.tree, file);
      if (resolution !== null) found.push(resolution);
    }
  }
  return found;
}

/** Null when the commit says nothing about it: the file is not there any more, or has the markers still. */
async function resolutionIn(
  git: Git,
  at: HostCall,
  commit: Oid,
  conflictedTree: Oid,
  { path, kind, sides }: MergeConflict,
): Promise<PastResolution | null> {
  // Where something was renamed, what stands in one place does not tell what became of the others.
  if (sides === null || kind === 'renamed') return null;
  const blob = await blobAt(git, at, commit, path);
  // Whoever kept a file that the other side deleted has decided as much as whoever deleted it.
  if (blob === null) return kind === 'deleted' ? { path, kind, sides, blob } : null;
  const withMarkers = kind !== 'deleted' && blob === (await blobAt(git, at, conflictedTree, path));
  return withMarkers ? null : { path, kind, sides, blob };
}

/** A regular file of a commit or a tree; null: there is none. */
export async function blobAt(git: Git, at: HostCall, tree: Oid, path: string): Promise<Oid | null> {
  const { stdout } = await git.host(['ls-tree', '-z', '--full-tree', asOid(tree), '--', path], at);
  const entries = splitZ(stdout).map((entry) => entry.toString('utf8'));
  const match = entries
    .map((entry) => /^100\d{3} blob ([0-9a-f]+)\t(.*)$/s.exec(entry))
    .find((each) => each?.[2] === path);
  return match?.[1] === undefined ? null : asOid(match[1]);
}
