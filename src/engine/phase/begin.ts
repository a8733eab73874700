// Everything that takes time after a task was claimed for an agent: on which commit it begins, and the copy if one is
// wanted. Only then is it in progress; until then it is `claimed` (decisions C11).
import { noUsage } from '../../domain/attempt.ts';
import { attemptId } from '../../domain/ids.ts';
import type { Oid } from '../../domain/ids.ts';
import type { PhaseTask } from '../../domain/phase.ts';
import type { PhaseEntry } from '../../domain/phase-queue.ts';
import type { Resume, Task } from '../../domain/task.ts';
import type { StoreOperations } from '../../store/store.ts';
import type { EngineDeps } from '../deps.ts';
import { pinName } from '../run-context.ts';
import { copyDir, retireCopies } from './copies.ts';
import type { Ground } from './ground.ts';
import { startOf } from './start.ts';

/** A task that was just claimed. */
export interface Claimed {
  readonly entry: PhaseTask;
  readonly task: Task;
  readonly resume: Resume | null;
}

export interface BeginOptions {
  readonly agent: string;
  readonly workspace: boolean;
  readonly leaseMs: number;
}

export interface Begun {
  readonly task: Task;
  readonly worktree: string | null;
  /** When the lease ends. */
  readonly until: number;
  readonly messages: readonly string[];
}

export async function begin(
  ground: Ground,
  entries: readonly PhaseEntry[],
  { entry, task, resume }: Claimed,
  asked: BeginOptions,
): Promise<Begun> {
  const { deps, hub } = ground;
  await retireCopies(ground, task, task.fence);
  // Sent back with a message: it goes on with its own work. Else that stays aside, and it begins anew.
  const kept = resume?.reason === 'message' ? await hub.pinned(pinName(task)) : null;
  if (kept === null) await putAside(ground, task);
  const base = kept === null ? await startOf(ground, entries, entry.id) : task.baseCommit;
  if (base === null) throw new Error(`task ${task.id} goes on with work that has no base`);
  const worktree = asked.workspace ? await makeCopy(ground, task, kept ?? base) : null;
  const begun = await deps.store.transition((within) => mark(deps, within, task, base, asked));
  const told = toldBefore(task, resume).filter((text) => !begun.messages.includes(text));
  return { ...begun, worktree, messages: [...told, ...begun.messages] };
}

/** Why it is done once more. */
function toldBefore(task: Task, resume: Resume | null): readonly string[] {
  if (resume?.message !== undefined && resume.message !== null) return [resume.message];
  return task.lastFailure === null ? [] : [`The attempt before has failed: ${task.lastFailure.message}`];
}

async function mark(
  deps: EngineDeps,
  within: StoreOperations,
  task: Task,
  baseCommit: Oid,
  { agent, leaseMs }: BeginOptions,
): Promise<Omit<Begun, 'worktree'>> {
  const options = { actor: `agent:${agent}`, fence: task.fence };
  await within.tasks.change(task.id, { type: 'stepped', step: 'workspace', baseCommit }, options);
  const running = await within.tasks.change(task.id, { type: 'started' }, options);
  await within.attempts.insert({
    id: attemptId(deps.newId()),
    taskId: task.id,
    number: running.attempt,
    agent,
    model: null,
    sessionId: null,
    processGroup: null,
    usage: noUsage,
    queuedAt: null,
    startedAt: deps.now(),
    endedAt: null,
  });
  // Counted from now: making the copy took of its time.
  const until = (await within.now()) + leaseMs;
  await within.leases.renew(task.id, task.fence, until);
  return { task: running, until, messages: await within.messages.give(task.id, task.fence) };
}

async function putAside({ hub }: Ground, task: Task): Promise<void> {
  const head = await hub.pinned(pinName(task));
  if (head === null) return;
  await hub.pin(pinName(task, `before-${task.fence}`), head);
  await hub.pin(pinName(task), null);
}

async function makeCopy({ deps, hub }: Ground, task: Task, at: Oid): Promise<string> {
  const dir = copyDir(deps, task.projectId, task, task.fence);
  return (await deps.workspaces.strategy.create(hub, dir, at, task.branch)).tree;
}
