// Tasks that are released by the ready, not yet applied work of others: their copy begins with that work. Applying them
// would bring it along, so they wait with that until it is on the branch itself.
import { AppError } from '../domain/errors.ts';
import { oid } from '../domain/ids.ts';
import type { Oid, TaskId } from '../domain/ids.ts';
import { label } from '../domain/task.ts';
import type { Task } from '../domain/task.ts';
import type { Hub } from '../workspaces/workspaces.ts';
import type { EngineDeps } from './deps.ts';
import { nobody } from './run-context.ts';
import type { RunContext } from './run-context.ts';
import { RunStopped } from './run-control.ts';

const stackKey = 'stack';

/** What a fresh copy begins with: the branch, or the work of the prerequisites that is not on it yet. */
export async function stackedBase(run: RunContext, branchHead: Oid): Promise<Oid> {
  const heads: Oid[] = [];
  for (const task of await unapplied(run.deps, run.task)) {
    const head = task.result?.head;
    if (head === undefined || (task.state !== 'ready' && task.state !== 'applying'))
      return waitAgain(run, task);
    if (await run.hub.isAncestor(head, branchHead)) continue;
    heads.push(head);
    run.note('info', `It begins with the work of ${label(task)}, which is not applied yet.`);
  }
  const [first, ...rest] = heads;
  if (first === undefined) return branchHead;
  await run.deps.store.steps.put(run.task.id, stackKey, heads);
  let base = first;
  for (const head of rest) base = await mergeHeads(run.hub, base, head);
  return base;
}

async function unapplied(deps: EngineDeps, task: Task): Promise<readonly Task[]> {
  if (task.releasedBy !== 'ready') return [];
  const needed = await Promise.all(task.dependsOn.map(async (id) => deps.store.tasks.get(id)));
  return needed.filter((one) => one !== undefined).filter((one) => one.state !== 'done');
}

// Between the claim and here somebody sent it back. The queue is asked again, and says what it waits for.
async function waitAgain(run: RunContext, prerequisite: Task): Promise<never> {
  const reason = `${label(prerequisite)} is ${prerequisite.state} again`;
  await run.change({ type: 'deferred', notBefore: run.deps.now(), reason });
  throw new RunStopped({ why: 'lost' });
}

async function mergeHeads(hub: Hub, ours: Oid, theirs: Oid): Promise<Oid> {
  const merged = await hub.merge(ours, theirs);
  if (merged.kind === 'conflict')
    throw new AppError(
      'invalid_input',
      `The tasks that it builds on conflict with each other in ${merged.files.join(', ')}.`,
      { next: 'Apply one of them, then retry.', details: { files: merged.files } },
    );
  const message = 'Bring together what a task builds on\n';
  return hub.commit({ tree: merged.tree, parents: [ours, theirs], message, author: nobody });
}

/** The heads that it was begun with; kept over a copy that has to be made again. */
export async function stackOf(deps: EngineDeps, id: TaskId): Promise<readonly Oid[]> {
  const stored = await deps.store.steps.get(id, stackKey);
  return Array.isArray(stored) ? stored.map((head) => oid(String(head))) : [];
}

export async function keepStack(deps: EngineDeps, id: TaskId, heads: readonly Oid[]): Promise<void> {
  if (heads.length > 0) await deps.store.steps.put(id, stackKey, heads);
}

/** Throws `invalid_transition` when applying the task would bring unapplied work of others along. */
export async function refuseUnappliedStack(deps: EngineDeps, task: Task): Promise<void> {
  const heads = await stackOf(deps, task.id);
  const project = heads.length === 0 ? undefined : await deps.store.projects.get(task.projectId);
  if (project === undefined) return;
  const hub = await deps.workspaces.openHub(project.id, project.root);
  const { head: branchHead } = await hub.sync(project.branch);
  const isApplied = await Promise.all(heads.map(async (head) => hub.isAncestor(head, branchHead)));
  if (isApplied.every(Boolean)) return;
  const waitsFor = await unapplied(deps, task);
  const names = waitsFor.length === 0 ? 'work' : waitsFor.map(label).join(', ');
  throw new AppError(
    'invalid_transition',
    `Task ${label(task)} begins with ${names} that is not on ${project.branch} as it was then.`,
    {
      next:
        waitsFor.length === 0
          ? 'Create it anew: what it was begun with is not going to be applied.'
          : `Apply that first: ${waitsFor.map((one) => `tasklane task apply ${one.number}`).join(', ')}.`,
      details: { task: task.id, waits_for: waitsFor.map((one) => one.id) },
    },
  );
}
