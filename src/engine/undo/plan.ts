// What it would take to take an applied task back: whether the rest of the branch lets it go, and who has built on it since.
import type { ConflictFile } from '../../domain/conflict.ts';
import { AppError } from '../../domain/errors.ts';
import type { Oid } from '../../domain/ids.ts';
import type { Project } from '../../domain/project.ts';
import { isOutside, label } from '../../domain/task.ts';
import type { Task } from '../../domain/task.ts';
import type { MainlineCommit } from '../../workspaces/mainline.ts';
import type { Hub } from '../../workspaces/workspaces.ts';
import { isMadeFor } from '../commit-message.ts';
import type { EngineDeps } from '../deps.ts';
import { syncTarget } from '../target.ts';
import type { Synced, Target } from '../target.ts';
import { findLanding } from './landing.ts';
import type { Landing } from './landing.ts';

export interface LaterTask {
  readonly task: Task;
  /** `depends_on`: it waits for this one by its own words. `same_files`: it changed some of the same. */
  readonly because: 'depends_on' | 'same_files';
  readonly files: readonly string[];
}

export interface UndoPlan {
  readonly project: Project;
  readonly hub: Hub;
  /** Where it was applied to: where the project pushes, the remote has to take it too. */
  readonly target: Target;
  readonly landing: Landing;
  readonly branchHead: Oid;
  /** What the task changed. */
  readonly files: readonly string[];
  /** The branch without it; null where it cannot be had. */
  readonly tree: Oid | null;
  /** Files that others have changed since, where it cannot be taken out. */
  readonly conflicts: readonly ConflictFile[];
  readonly later: readonly LaterTask[];
  /** Commits of nobody's task that changed the same files since, newest first. */
  readonly commits: readonly MainlineCommit[];
  /** Why it cannot be undone, in words; null: it can, if the checks pass. */
  readonly refusal: string | null;
}

const mostCommits = 20;

/**
 * Follows the branch on the remote first, where the project pushes. Throws `git_failed` when that cannot be reached,
 * `invalid_transition` for a task that is not applied, and `undo_refused` when the branch does not say how it came. */
export async function planUndo(
  deps: Pick<EngineDeps, 'store' | 'workspaces' | 'settings'>,
  project: Project,
  task: Task,
): Promise<UndoPlan> {
  const applied = appliedCommit(task);
  const hub = await deps.workspaces.openHub(project.id, project.root);
  const target = { hub, project, settings: await deps.settings(project) };
  const synced = await syncTarget(target);
  const branchHead = synced.head;
  if (!(await hub.isAncestor(applied, branchHead)))
    throw notThere(task, `its commit ${applied.slice(0, 10)} is not on ${project.branch} any more`);
  const landing = await findLanding(hub, task, applied);
  if (landing === null) throw notThere(task, `${project.branch} does not say how it came there`);
  const changed = await hub.changedFiles(landing.before, landing.commit);
  const files = [...new Set(changed.flatMap(({ path, from }) => (from === null ? [path] : [from, path])))];
  const [base, ours, theirs] = await Promise.all(
    [landing.commit, branchHead, landing.before].map((commit) => hub.treeOf(commit)),
  );
  if (base === undefined || ours === undefined || theirs === undefined)
    throw new Error('three trees are three');
  const merged = await hub.threeWay({ base, ours, theirs });
  const conflicts = merged.kind === 'conflict' ? merged.files : [];
  const isGone = merged.kind === 'clean' && merged.tree === ours;
  const [later, commits] = await Promise.all([
    laterTasks(deps, hub, task, landing, files),
    hub.touching(landing.commit, branchHead, files, mostCommits),
  ]);
  const tasks = await deps.store.tasks.list({ projectId: project.id, withDeleted: true });
  return {
    project,
    hub,
    target,
    landing,
    branchHead,
    files,
    tree: merged.kind === 'clean' && !isGone ? merged.tree : null,
    conflicts,
    later,
    commits: commits.filter(({ message }) => !tasks.some((one) => isMadeFor(one, message))),
    refusal: refusalOf({ project, conflicts, isGone, synced }),
  };
}

function appliedCommit(task: Task): Oid {
  if (task.state === 'done' && task.how !== 'returned' && task.commit !== null && !isOutside(task))
    return task.commit;
  const whyDone = isOutside(task)
    ? 'it was applied as a part of its phase'
    : 'its work was never applied to the branch';
  const why = task.state === 'done' ? whyDone : `it is ${task.state}`;
  throw new AppError('invalid_transition', `Task ${label(task)} cannot be undone: ${why}.`, {
    next: 'Only what was applied by itself can be taken back; a phase with `git revert`.',
    details: { task: task.id, state: task.state, event: 'undone' },
  });
}

function notThere(task: Task, why: string): AppError {
  return new AppError('undo_refused', `Task ${label(task)} cannot be undone: ${why}.`, {
    next: 'Take it back by hand, with `git revert`.',
    details: { task: task.id },
  });
}

interface Facts {
  readonly project: Project;
  readonly conflicts: readonly ConflictFile[];
  readonly isGone: boolean;
  readonly synced: Synced;
}

function refusalOf({ project, conflicts, isGone, synced }: Facts): string | null {
  const { branch } = project;
  if (synced.kind === 'apart' && synced.from === 'person')
    return `your ${branch} and the work applied by Tasklane have both moved on; bring them together with \`git merge tasklane/${branch}\` first`;
  if (synced.kind === 'apart') return withoutDot(synced.notice.message);
  if (isGone) return `nothing of what it changed is on ${branch} any more`;
  if (conflicts.length === 0) return null;
  const paths = conflicts.map(({ path }) => path);
  return `what was changed since stands on it in ${paths.length === 1 ? 'one file' : `${paths.length} files`}: ${paths.join(', ')}`;
}

/** To go on with in a sentence. */
export function withoutDot(sentence: string): string {
  return sentence.replace(/\.$/, '');
}

async function laterTasks(
  { store }: Pick<EngineDeps, 'store'>,
  hub: Hub,
  task: Task,
  landing: Landing,
  files: readonly string[],
): Promise<readonly LaterTask[]> {
  const all = await store.tasks.list({ projectId: task.projectId });
  const needing = dependants(all, task);
  const found: LaterTask[] = [];
  for (const other of [...all].sort((one, two) => one.number - two.number)) {
    if (other.id === task.id || isOver(other)) continue;
    const shared = (other.result?.files ?? [])
      .flatMap(({ path, from }) => (from === null ? [path] : [from, path]))
      .filter((path) => files.includes(path));
    if (needing.has(other.id)) found.push({ task: other, because: 'depends_on', files: shared });
    else if (shared.length > 0 && (await isAfter(hub, other, landing)))
      found.push({ task: other, because: 'same_files', files: shared });
  }
  return found;
}

function isOver(task: Task): boolean {
  return (
    ['cancelled', 'dismissed', 'failed'].includes(task.state) ||
    (task.state === 'done' && task.how !== 'applied')
  );
}

/** What came to the branch after it, or was begun with it. */
async function isAfter(hub: Hub, other: Task, { commit }: Landing): Promise<boolean> {
  const at = other.state === 'done' ? other.commit : other.baseCommit;
  return at !== null && at !== commit && (await hub.isAncestor(commit, at));
}

function dependants(all: readonly Task[], task: Task): ReadonlySet<string> {
  const found = new Set<string>([task.id]);
  for (let grew = true; grew;) {
    const more = all.filter((one) => !found.has(one.id) && one.dependsOn.some((id) => found.has(id)));
    for (const one of more) found.add(one.id);
    grew = more.length > 0;
  }
  found.delete(task.id);
  return found;
}
