// Shows work in the person's repository as branches under `tasklane/` and `parallel/`. The hub remembers what it showed, so that a branch
// on which the person has made commits of their own is never moved or taken away.
import { AppError } from '../domain/errors.ts';
import type { Oid } from '../domain/ids.ts';
import { branchFolders } from '../domain/names.ts';
import { fetchIntoPerson } from './fetch.ts';
import { stderrOf } from './git.ts';
import type { Git } from './git.ts';
import { branchRef, isAncestor, readPersonRef, readRef, setRef } from './refs.ts';
import type { Publication } from './workspaces.ts';

export interface Sides {
  readonly git: Git;
  readonly hubDir: string;
  readonly root: string;
}

export async function publish(sides: Sides, name: string, commit: Oid | null): Promise<Publication> {
  const { git, hubDir, root } = sides;
  if (!branchFolders.some((folder) => name.startsWith(`${folder}/`)))
    throw new Error(`only branches under ${branchFolders.join('/ and ')}/ are ours to move, not ${name}`);
  const ref = branchRef(name);
  const record = recordOf(name);
  const [theirs, shown] = await Promise.all([readPersonRef(git, root, ref), readRef(git, hubDir, record)]);
  if (theirs !== null && theirs !== commit && !(await isOurs(sides, theirs, shown, commit)))
    return { kind: 'left_alone', reason: `The branch ${name} has commits that are not Tasklane’s.` };
  if (commit !== null) {
    // Remembered first: a crash in between leaves a branch that lags behind, which is still ours.
    await setRef(git, hubDir, record, commit);
    return theirs === commit ? { kind: 'published' } : await show(sides, name, ref, commit);
  }
  const removal = theirs === null ? published : await takeAway(sides, name);
  if (removal.kind === 'published' && shown !== null) await setRef(git, hubDir, record, null);
  return removal;
}

/** Where the hub remembers what it showed under a name. */
export function recordOf(name: string): string {
  return branchRef(name).replace(/^refs\/heads\//, 'refs/tasklane/published/');
}

const published: Publication = { kind: 'published' };

async function isOurs(sides: Sides, theirs: Oid, shown: Oid | null, commit: Oid | null): Promise<boolean> {
  if (theirs === shown) return true;
  const newest = commit ?? shown;
  if (newest === null || !(await isKnown(sides, theirs))) return false;
  return isAncestor(sides.git, sides.hubDir, theirs, newest);
}

async function isKnown({ git, hubDir }: Sides, commit: Oid): Promise<boolean> {
  const output = await git.host(['cat-file', '-e', commit], { gitDir: hubDir, answers: [1, 128] });
  return output.exitCode === 0;
}

async function show(sides: Sides, name: string, ref: string, commit: Oid): Promise<Publication> {
  try {
    const outcome = await fetchIntoPerson(sides.git, sides.root, sides.hubDir, commit, { ref, force: true });
    return outcome === 'done' ? published : checkedOut(name);
  } catch (error) {
    throw inTheWay(error, name);
  }
}

async function takeAway({ git, root }: Sides, name: string): Promise<Publication> {
  const output = await git.person(root, ['branch', '-D', '--quiet', '--', name], { answers: [1] });
  if (output.exitCode === 0) return published;
  if (output.stderr.includes('checked out')) return checkedOut(name);
  throw new AppError('git_failed', `The branch ${name} could not be removed: ${output.stderr}`, {
    details: { stderr: output.stderr },
  });
}

function checkedOut(name: string): Publication {
  return { kind: 'left_alone', reason: `The branch ${name} is checked out; it was left where it is.` };
}

// A branch called `tasklane` leaves no room for `tasklane/…`: git keeps both as paths.
function inTheWay(error: unknown, name: string): unknown {
  const blocked = /'refs\/heads\/([^']+)' exists; cannot create/.exec(stderrOf(error))?.[1];
  if (blocked === undefined) return error;
  return new AppError('git_failed', `The branch ${name} cannot be made because a branch ${blocked} exists.`, {
    next: `Rename it: \`git branch -m ${blocked} NEW-NAME\`.`,
    details: { branch: name, inTheWay: blocked },
    cause: error,
  });
}
