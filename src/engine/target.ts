// The branch that work comes to, with its copy on the remote where the project pushes. Then the remote is what counts: work is
// merged onto what it has, and is on the branch when the remote has taken it. Both the merge queue and develop tasks go through here.
import type { Failure } from '../domain/failure.ts';
import type { Oid } from '../domain/ids.ts';
import type { Project } from '../domain/project.ts';
import { diverged, divergedFromRemote, pushRefused } from '../review/refusals.ts';
import type { Hub } from '../workspaces/workspaces.ts';
import type { Settings } from './deps.ts';

export interface Target {
  readonly hub: Hub;
  readonly project: Project;
  readonly settings: Pick<Settings, 'push'>;
}

export type Synced =
  | { readonly kind: 'at'; readonly head: Oid }
  /** Nothing can be merged before a person has brought both sides together. */
  | {
      readonly kind: 'apart';
      readonly head: Oid;
      /** Whose commits are not in it: of the person's own branch, or of the remote's. */
      readonly from: 'person' | 'remote';
      readonly notice: Failure;
    };

/** `moved`: somebody else moved the branch. `behind`: the remote has commits that this lacks. `refused`: it wants none of it. */
export type Moved =
  | { readonly kind: 'done'; readonly isPushed: boolean; readonly isHere: boolean }
  | { readonly kind: 'moved' | 'behind' }
  | { readonly kind: 'refused'; readonly notice: Failure };

/** Where the branch stands now, here and on the remote. Throws `git_failed`, `unsupported_repository`. */
export async function syncTarget({ hub, project, settings }: Target): Promise<Synced> {
  const { branch } = project;
  const { head, relation } = await hub.sync(branch);
  if (relation === 'diverged') return { kind: 'apart', head, from: 'person', notice: diverged(branch) };
  if (settings.push === null) return { kind: 'at', head };
  const { remote } = settings.push;
  const theirs = await hub.fetchRemote(remote, settings.push.branch ?? branch);
  if (theirs === null || (await hub.isAncestor(theirs, head))) return { kind: 'at', head };
  if (!(await hub.isAncestor(head, theirs)))
    return { kind: 'apart', head, from: 'remote', notice: divergedFromRemote(branch, remote) };
  // Others have pushed: the branch follows, and the person's checkout with the next delivery.
  if (!(await hub.moveBranch(branch, theirs, head))) return syncTarget({ hub, project, settings });
  return { kind: 'at', head: theirs };
}

/** Moves the branch from one commit to the other: on the remote first, which is the one that may say no. */
export async function moveTarget({ hub, project, settings }: Target, to: Oid, from: Oid): Promise<Moved> {
  const { branch } = project;
  if (settings.push === null) {
    const isHere = to === from || (await hub.moveBranch(branch, to, from));
    return isHere ? { kind: 'done', isPushed: false, isHere } : { kind: 'moved' };
  }
  const { remote } = settings.push;
  const target = settings.push.branch ?? branch;
  // Whoever moved it here meanwhile is merged with before anything goes out.
  if ((await hub.branchHead(branch)) !== from) return { kind: 'moved' };
  const pushed = await hub.push(remote, target, to);
  if (pushed.kind === 'behind') return { kind: 'behind' };
  if (pushed.kind === 'refused')
    return { kind: 'refused', notice: pushRefused(`${remote}/${target}`, pushed) };
  // It is out. Where somebody moved the branch here in this very moment, theirs stays as it is.
  const isHere = to === from || (await hub.moveBranch(branch, to, from));
  return { kind: 'done', isPushed: true, isHere };
}

/** The branch on the remote, as people write it. */
export function placeOf({ project, settings }: Pick<Target, 'project' | 'settings'>): string {
  if (settings.push === null) return project.branch;
  return `${settings.push.remote}/${settings.push.branch ?? project.branch}`;
}

/** Follows the remote, where there is one: what was pushed right before an end that nobody wrote down is found this way. */
export async function lookAtRemote(target: Target): Promise<void> {
  if (target.settings.push !== null) await syncTarget(target);
}

/** Whether the commit is on the branch, here or on the remote as far as that is known. */
export async function isOn({ hub, project, settings }: Target, commit: Oid): Promise<boolean> {
  const heads = [
    await hub.branchHead(project.branch),
    settings.push === null ? null : await hub.seenRemote(settings.push.branch ?? project.branch),
  ];
  for (const head of heads) if (head !== null && (await hub.isAncestor(commit, head))) return true;
  return false;
}
