// A project that is nowhere on this machine: a bare clone below our home stands in for the person's repository. Everything else
// works as with theirs; what is applied is pushed to `origin`, which is where the project really is (project-settings.ts).
import { createHash } from 'node:crypto';
import { mkdir, realpath, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../domain/errors.ts';
import { slug } from '../domain/names.ts';
import { hasPassword, nameInAddress } from '../lib/remote-address.ts';
import type { Git } from './git.ts';
import { branchRef } from './refs.ts';
import { unreachable } from './unreachable.ts';

/** Below the home; nothing that an agent can write is there. */
export function clonesIn(home: string): string {
  return join(home, 'clones');
}

/**
 * The folder of the clone of an address, made when there is none; with `branch`, that one is in it where the remote has it. Throws
 * `invalid_input` for an address with a password, and `git_failed` when it cannot be reached. Waits for the network.
 */
export async function cloneRemote(
  git: Git,
  home: string,
  address: string,
  branch: string | undefined,
): Promise<string> {
  if (hasPassword(address))
    throw new AppError('invalid_input', 'The address of the repository has a password in it.', {
      next: 'Leave it out, and give it to git’s credential helper, or use ssh.',
    });
  const key = createHash('sha256').update(address).digest('hex').slice(0, 10);
  const dir = join(clonesIn(home), `${slug(nameInAddress(address))}-${key}.git`);
  if ((await stat(dir).catch(() => undefined)) === undefined) await clone(git, home, address, dir);
  if (branch !== undefined) await bringBranch(git, dir, branch);
  return realpath(dir);
}

async function clone(git: Git, home: string, address: string, dir: string): Promise<void> {
  // Made under another name and renamed when whole: a crash leaves nothing that looks like a clone.
  const unfinished = `${dir}.new`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(clonesIn(home), { recursive: true, mode: 0o700 });
  const args = ['clone', '--quiet', '--bare', '--no-tags', '--template=', '--', address, unfinished];
  try {
    await git.person(clonesIn(home), args, { network: true });
    await rename(unfinished, dir);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw unreachable(error, address);
  }
}

/** One that came to the remote later. What is here already is brought up to date whenever work is applied. */
async function bringBranch(git: Git, dir: string, branch: string): Promise<void> {
  const ref = branchRef(branch);
  const there = await git.person(dir, ['rev-parse', '--quiet', '--verify', ref], { answers: [1] });
  if (there.exitCode === 0) return;
  const args = ['fetch', '--quiet', '--no-tags', 'origin', `${ref}:${ref}`];
  try {
    await git.person(dir, args, { network: true });
  } catch (error) {
    throw unreachable(error, 'origin');
  }
}
