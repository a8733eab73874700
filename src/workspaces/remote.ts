// The remote of the person's repository: what its branch is at, and a push there. Both run in the person's own repository, with
// their configuration, because only that knows the way and has the keys; hooks stay off, and nobody is asked for a password.
import { AppError } from '../domain/errors.ts';
import type { Oid } from '../domain/ids.ts';
import { fetchIntoPerson } from './fetch.ts';
import { asOid, gistOf } from './git.ts';
import type { Git } from './git.ts';
import type { Sides } from './publish.ts';
import { branchRef, readRef, setRef } from './refs.ts';
import { unreachable } from './unreachable.ts';
import type { PushOutcome } from './workspaces.ts';

/** A name of `git remote`, and never an address: where work goes is for the person's own git to say. */
function remoteName(text: string): string {
  if (/^[A-Za-z0-9][\w.-]*$/.test(text)) return text;
  throw new AppError('invalid_input', `“${text}” is no name of a remote.`, {
    next: 'Set pushRemote to a name that `git remote` lists.',
  });
}

/** Where the hub keeps what the remote's branch was at when we last saw or moved it. */
function seenRef(branch: string): string {
  return branchRef(branch).replace(/^refs\/heads\//, 'refs/tasklane/remote/');
}

/** The commit of the branch there, which the hub has then; null when there is no such branch. Throws `git_failed`. */
export async function fetchRemote(
  { git, hubDir, root }: Sides,
  remote: string,
  branch: string,
): Promise<Oid | null> {
  const name = remoteName(remote);
  const ref = branchRef(branch);
  try {
    const { stdout } = await git.person(root, ['ls-remote', name, ref], { network: true });
    const line = stdout
      .toString('utf8')
      .split('\n')
      .find((each) => each.endsWith(`\t${ref}`));
    if (line === undefined) return null;
    const head = asOid(line.slice(0, line.indexOf('\t')));
    if ((await readRef(git, hubDir, seenRef(branch))) === head) return head;
    await git.person(root, ['fetch', ...quietly, name, ref], { network: true });
    await git.host(['fetch', ...quietly, root, `+${head}:${seenRef(branch)}`], {
      gitDir: hubDir,
      transfer: true,
    });
    return head;
  } catch (error) {
    throw unreachable(error, name);
  }
}

const quietly = [
  '--quiet',
  '--no-tags',
  '--no-write-fetch-head',
  '--no-auto-maintenance',
  '--no-recurse-submodules',
];

/** What the remote's branch was at when we last saw it, without asking. */
export async function seenRemote(git: Git, hubDir: string, branch: string): Promise<Oid | null> {
  return readRef(git, hubDir, seenRef(branch));
}

/**
 * Forward only; what the remote says no to is an answer; that it cannot be reached is `git_failed`. `isOurs`: a branch that
 * nobody else writes. It may go anywhere, but only from where it was last seen or left by us.
 */
export async function push(
  sides: Sides,
  remote: string,
  branch: string,
  commit: Oid,
  { isOurs = false }: { readonly isOurs?: boolean } = {},
): Promise<PushOutcome> {
  const { git, hubDir, root } = sides;
  const name = remoteName(remote);
  await fetchIntoPerson(git, root, hubDir, commit);
  const args = ['push', '--porcelain', '--no-verify', '--no-follow-tags', '--recurse-submodules=no'];
  const ref = branchRef(branch);
  const before = isOurs ? ((await readRef(git, hubDir, seenRef(branch))) ?? '') : null;
  const lease = before === null ? [] : [`--force-with-lease=${ref}:${before}`];
  const output = await git.person(root, [...args, ...lease, name, `${asOid(commit)}:${ref}`], {
    network: true,
    answers: [1, 128],
  });
  if (output.exitCode === 0) {
    await setRef(git, hubDir, seenRef(branch), commit);
    return { kind: 'pushed' };
  }
  const line =
    output.stdout
      .toString('utf8')
      .split('\n')
      .find((each) => each.startsWith('!\t')) ?? '';
  // “fetch first”, “non-fast-forward”, or that the ref was locked by another push: who asks again may succeed.
  if (/\[rejected\]|cannot lock ref|failed to update ref|fetch first/.test(line)) return { kind: 'behind' };
  const reason = /\[remote rejected\] \((.*)\)/.exec(line)?.[1];
  if (reason !== undefined) return { kind: 'refused', reason, detail: output.stderr };
  throw unreachable(
    new AppError('git_failed', gistOf(output.stderr), { details: { stderr: output.stderr } }),
    name,
  );
}
