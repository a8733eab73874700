// Brings the hub's branch to the person's repository. Their checkout is only ever fast-forwarded, and only when nothing
// of theirs is in the way; we never stash, reset or clean. What cannot be delivered waits on the branch `tasklane/<branch>`.
import { AppError } from '../domain/errors.ts';
import type { Delivery } from '../domain/delivery.ts';
import type { Oid } from '../domain/ids.ts';
import { sleep } from '../lib/sleep.ts';
import { checkouts } from './checkouts.ts';
import { fetchIntoPerson } from './fetch.ts';
import { asOid, gistOf, stderrOf } from './git.ts';
import type { Git } from './git.ts';
import { obstacles } from './obstacles.ts';
import { publish } from './publish.ts';
import type { Sides } from './publish.ts';
import { branchRef, readPersonRef, readRef, setRef } from './refs.ts';
import { asideName, clearAside, upstreamRef } from './sync.ts';

export async function deliver(sides: Sides, branch: string): Promise<Delivery> {
  const { git, hubDir, root } = sides;
  const ref = branchRef(branch);
  const head = await readRef(git, hubDir, ref);
  if (head === null) throw new Error(`the hub has no branch ${branch} to deliver`);
  const outcome = await bring(sides, ref, branch, head);
  if (outcome.kind === 'left_alone') return leaveAside(sides, branch, head, outcome);
  const theirs = await readPersonRef(git, root, ref);
  if (theirs === head) await setRef(git, hubDir, upstreamRef(branch), head);
  await clearAside(sides, branch);
  return outcome;
}

type LeftAlone = Extract<Delivery, { kind: 'left_alone' }>;

async function bring(sides: Sides, ref: string, branch: string, head: Oid): Promise<Delivery> {
  const { git, hubDir, root } = sides;
  const theirs = await readPersonRef(git, root, ref);
  if (theirs === null) return leftAlone(`Your repository has no branch ${branch} any more.`);
  const places = (await checkouts(git, root)).filter((checkout) => checkout.ref === ref);
  const [place, second] = places;
  await fetchIntoPerson(git, root, hubDir, head);
  if (await isAncestorThere(git, root, head, theirs))
    return { kind: place === undefined ? 'ref_moved' : 'fast_forwarded' };
  if (!(await isAncestorThere(git, root, theirs, head))) return leftAlone(ownCommits(branch));
  if (place === undefined) return moveRefOnly(sides, ref, branch, head);
  if (second !== undefined) return leftAlone(`Your branch ${branch} is checked out in more than one place.`);
  return fastForward(git, place.path, ref, theirs, head);
}

async function isAncestorThere(git: Git, root: string, ancestor: Oid, descendant: Oid): Promise<boolean> {
  const args = ['merge-base', '--is-ancestor', ancestor, descendant];
  return (await git.person(root, args, { answers: [1] })).exitCode === 0;
}

async function moveRefOnly(sides: Sides, ref: string, branch: string, head: Oid): Promise<Delivery> {
  const outcome = await fetchIntoPerson(sides.git, sides.root, sides.hubDir, head, { ref, force: false });
  if (outcome === 'done') return { kind: 'ref_moved' };
  if (outcome === 'not_fast_forward') return leftAlone(ownCommits(branch));
  return leftAlone(`Your branch ${branch} is in use, by a rebase or a bisect for example.`);
}

// An editor's `git status` takes the index lock again and again, for a moment each time: 37 of 60 fast-forwards failed
// beside one without these retries.
const maxTries = 20;
const firstPauseMs = 50;
const longestPauseMs = 250;

async function fastForward(git: Git, checkout: string, ref: string, from: Oid, head: Oid): Promise<Delivery> {
  const files = await obstacles(git, checkout, from, head);
  if (files.length > 0)
    return leftAlone(`Files of yours in ${checkout} are in the way: ${files.join(', ')}.`, files);
  for (let tries = 1; tries <= maxTries; tries += 1) {
    const refusal = await tryFastForward(git, checkout, ref, head);
    if (refusal === null) return { kind: 'fast_forwarded' };
    await takeBack(git, checkout, from, head);
    if (!/\.lock': File exists/.test(refusal))
      return leftAlone(
        `Git refused to fast-forward ${checkout}: ${gistOf(refusal)}`,
        await obstacles(git, checkout, from, head),
      );
    await sleep(Math.min(firstPauseMs * tries, longestPauseMs));
  }
  return leftAlone(`Another git program keeps ${checkout} locked (its file index.lock).`);
}

/**
 * Git writes the files before it moves the branch. When the branch is refused (somebody committed in this moment, or holds its
 * lock), the files stay written: they go again here, path by path, where they are still as git wrote them. Where nothing
 * was written, it does nothing. (The two trees of git-read-tree(1), turned round.)
 */
async function takeBack(git: Git, checkout: string, from: Oid, head: Oid): Promise<void> {
  try {
    await git.person(checkout, ['read-tree', '-m', '-u', asOid(head), asOid(from)]);
  } catch (error) {
    // The index is locked, then the next try comes here again; or the person has already changed such a file, which is theirs.
    if (!(error instanceof AppError) || error.code !== 'git_failed') throw error;
  }
}

/** Null when it is done, else git's refusal. */
async function tryFastForward(git: Git, checkout: string, ref: string, head: Oid): Promise<string | null> {
  // Fast-forwarding whatever is checked out would be wrong if the person switched branches a moment ago.
  const now = await git.person(checkout, ['symbolic-ref', '-q', 'HEAD'], { answers: [1] });
  if (now.stdout.toString('utf8').trim() !== ref) return 'another branch was checked out in this moment.';
  const args = [
    'merge',
    '--ff-only',
    '--no-overwrite-ignore',
    '--no-autostash',
    '--no-stat',
    '--quiet',
    head,
  ];
  try {
    await git.person(checkout, args);
    return null;
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'git_failed') throw error;
    return stderrOf(error);
  }
}

function ownCommits(branch: string): string {
  return `Your branch ${branch} has commits of its own.`;
}

function leftAlone(reason: string, files: readonly string[] = []): LeftAlone {
  return { kind: 'left_alone', reason, files };
}

/** Puts the work where the person can take it with one command, and says so. */
async function leaveAside(sides: Sides, branch: string, head: Oid, outcome: LeftAlone): Promise<Delivery> {
  const name = asideName(branch);
  const publication = await publish(sides, name, head);
  const where =
    publication.kind === 'published'
      ? `The applied work waits on the branch ${name}; take it with \`git merge ${name}\`.`
      : `The applied work waits with Tasklane. ${publication.reason}`;
  return { ...outcome, reason: `${outcome.reason} ${where}` };
}
