// Takes work over that somebody made in the person's repository by themselves, on a branch of its own.
import { AppError } from '../domain/errors.ts';
import type { Oid } from '../domain/ids.ts';
import { fetchFromPerson } from './fetch.ts';
import type { Sides } from './publish.ts';
import { branchRef, readPersonRef, readRef } from './refs.ts';

/** `target` is a ref of the hub, which holds the commit from then on. */
export async function takeBranch({ git, hubDir, root }: Sides, branch: string, target: string): Promise<Oid> {
  const ref = branchRef(branch);
  if ((await readPersonRef(git, root, ref)) === null)
    throw new AppError('not_found', `There is no branch ${branch} in ${root}.`, {
      next: 'Commit the work there on a branch, and name that one.',
      details: { branch },
    });
  await fetchFromPerson(git, hubDir, root, ref, target);
  const taken = await readRef(git, hubDir, target);
  if (taken === null) throw new Error(`the fetch of ${branch} left no ref`);
  return taken;
}
