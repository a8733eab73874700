// An agent asks for work and is given the lowest task that may begin, or told why there is none. The rule is asked and the
// lease is written in one transaction, so two who ask at once never get the same task (R198, R199, R203).
import { attemptId } from '../../domain/ids.ts';
import { noUsage } from '../../domain/attempt.ts';
import { holdForOutside } from '../../domain/hold.ts';
import type { Hold } from '../../domain/hold.ts';
import type { PhaseId } from '../../domain/ids.ts';
import { LiveTasks } from '../../domain/live-tasks.ts';
import { givenTo } from '../../domain/phase.ts';
import type { Phase, PhaseTask } from '../../domain/phase.ts';
import type { PhaseEntry } from '../../domain/phase-queue.ts';
import type { Task, TaskIn } from '../../domain/task.ts';
import type { Lease, StoreOperations } from '../../store/store.ts';
import { pinName } from '../run-context.ts';
import type { EngineDeps } from '../deps.ts';
import { copyDir, retireCopies } from './copies.ts';
import { entriesOf, nameOf, unfinished } from './entries.ts';
import { endExpired } from './expire.ts';
import { groundOf } from './ground.ts';
import { giveBack } from './give-back.ts';
import { startOf } from './start.ts';

export interface NextRequest {
  /** How the agent calls itself: its name in the queue and in the log. */
  readonly agent: string;
  /** Whether it wants a private copy to work in. */
  readonly workspace: boolean;
  readonly leaseMs: number;
}

export type NextOutcome =
  | {
      readonly kind: 'task';
      readonly entry: PhaseTask;
      readonly task: Task;
      readonly lease: Lease;
      readonly worktree: string | null;
      /** From people; the first of them may say why the work came back. */
      readonly messages: readonly string[];
    }
  /** `isOver`: there will be nothing more, the agent may end. */
  | { readonly kind: 'none'; readonly reason: string; readonly isOver: boolean }
  /** The lowest task that could begin owns a path that somebody else owns right now. */
  | {
      readonly kind: 'conflict';
      readonly entry: PhaseTask;
      readonly with: string;
      readonly path: string;
      readonly reason: string;
    };

type Claimed = {
  readonly kind: 'claimed';
  readonly entry: PhaseTask;
  readonly task: Task;
  readonly resume: Resume;
};
type Resume = TaskIn<'queued'>['resume'];

export async function nextTask(deps: EngineDeps, id: PhaseId, asked: NextRequest): Promise<NextOutcome> {
  const outcome = await deps.store.transition((within) => claim(deps, within, id, asked));
  if (outcome.kind !== 'claimed') return outcome;
  try {
    return await begin(deps, id, outcome, asked);
  } catch (error) {
    const { task } = outcome;
    await giveBack(deps, task, { actor: 'system', note: `It could not begin: ${String(error)}` });
    throw error;
  }
}

async function claim(
  deps: EngineDeps,
  within: StoreOperations,
  id: PhaseId,
  asked: NextRequest,
): Promise<Exclude<NextOutcome, { kind: 'task' }> | Claimed> {
  const phase = await within.phases.get(id);
  if (phase?.state !== 'open') return closed(phase);
  await endExpired(within, deps.now());
  const entries = await entriesOf(within, phase);
  const holds = await holdsOf(deps, within, entries);
  const free = holds.find(({ hold }) => hold === null);
  if (free === undefined) return refusal(phase, entries, holds);
  const { agent, leaseMs } = asked;
  const { entry, task } = free;
  const claimed = await within.tasks.change(
    task.id,
    { type: 'claimed', worker: agent },
    { actor: `agent:${agent}` },
  );
  const until = deps.now() + leaseMs;
  await within.leases.put({ taskId: task.id, worker: agent, fence: claimed.fence, until });
  await within.phases.update(givenTo(phase, entry.id, agent, deps.now()));
  return { kind: 'claimed', entry: { ...entry, owner: agent }, task: claimed, resume: task.resume };
}

function closed(phase: Phase | undefined): NextOutcome & { kind: 'none' } {
  const what = phase === undefined ? 'was removed' : `is ${phase.state}`;
  const isOver = phase?.state !== 'integrating';
  return { kind: 'none', reason: `The phase ${what}; there is nothing to hand out.`, isOver };
}

interface Held {
  readonly entry: PhaseTask;
  readonly task: TaskIn<'queued'>;
  readonly hold: Hold | null;
}

/** The pending tasks, lowest first, each with what keeps it. */
async function holdsOf(
  deps: EngineDeps,
  within: StoreOperations,
  entries: readonly PhaseEntry[],
): Promise<readonly Held[]> {
  const known = new Map<string, Task>();
  for (const { task } of entries) if (task !== undefined) known.set(task.id, task);
  for (const needed of new Set([...known.values()].flatMap((task) => task.dependsOn))) {
    const task = known.has(needed) ? undefined : await within.tasks.get(needed);
    if (task !== undefined) known.set(needed, task);
  }
  const live = new LiveTasks(await within.tasks.list({ states: ['starting', 'running', 'waiting'] }));
  const world = {
    live,
    byId: (id: string) => known.get(id),
    ahead: () => null,
    limits: deps.limits,
    now: deps.now(),
  };
  return entries.flatMap(({ entry, task }) =>
    task?.state === 'queued' && task.deletedAt === null
      ? [{ entry, task, hold: holdForOutside(task, world) }]
      : [],
  );
}

function refusal(
  phase: Phase,
  entries: readonly PhaseEntry[],
  holds: readonly Held[],
): Exclude<NextOutcome, { kind: 'task' }> {
  for (const { entry, task, hold } of holds)
    if (hold?.kind === 'ownership')
      return {
        kind: 'conflict',
        entry,
        with: hold.with,
        path: hold.path,
        reason: `${nameOf(entry, task)} ${hold.text}`,
      };
  const [first] = holds;
  if (first !== undefined)
    return {
      kind: 'none',
      reason: `${nameOf(first.entry, first.task)}: ${first.hold?.text ?? ''}`,
      isOver: false,
    };
  const left = unfinished(entries);
  const reason =
    left.length === 0
      ? `All tasks of phase “${phase.name}” are complete.`
      : `Nothing is pending; not complete yet: ${left.map(({ entry, task }) => `${nameOf(entry, task)} (${task?.state ?? ''})`).join(', ')}.`;
  return { kind: 'none', reason, isOver: left.length === 0 };
}

/** Everything that takes time: what it begins with, and the copy if one is wanted. Then it is in progress. */
async function begin(
  deps: EngineDeps,
  id: PhaseId,
  { entry, task, resume }: Claimed,
  asked: NextRequest,
): Promise<NextOutcome> {
  const ground = await groundOf(deps, task.projectId);
  const phase = await deps.store.phases.get(id);
  const entries = phase === undefined ? [] : await entriesOf(deps.store, phase);
  await retireCopies(ground, task, task.fence);
  // Sent back with a message: it goes on with its own work. Else that stays aside, and it begins anew.
  const kept = resume?.reason === 'message' ? await ground.hub.pinned(pinName(task)) : null;
  if (kept === null) await putAside(ground.hub, task);
  const base = kept === null ? await startOf(ground, entries, entry.id) : task.baseCommit;
  const worktree = asked.workspace ? await makeCopy(deps, ground.hub, task, kept ?? base) : null;
  const started = await deps.store.transition(async (within) => {
    const options = { actor: `agent:${asked.agent}`, fence: task.fence };
    const step = { type: 'stepped', step: 'workspace', ...(base !== null && { baseCommit: base }) } as const;
    await within.tasks.change(task.id, step, options);
    const running = await within.tasks.change(task.id, { type: 'started' }, options);
    await within.attempts.insert({
      id: attemptId(deps.newId()),
      taskId: task.id,
      number: running.attempt,
      agent: asked.agent,
      model: null,
      sessionId: null,
      processGroup: null,
      usage: noUsage,
      startedAt: deps.now(),
      endedAt: null,
    });
    // Counted from now: making the copy took of its time.
    const until = deps.now() + asked.leaseMs;
    await within.leases.renew(task.id, task.fence, until);
    const news = await within.messages.take(task.id);
    return { running, until, news };
  });
  const told = resume?.message ?? null;
  return {
    kind: 'task',
    entry,
    task: started.running,
    lease: { taskId: task.id, worker: asked.agent, fence: task.fence, until: started.until },
    worktree,
    messages: [...(told === null ? [] : [told]), ...started.news],
  };
}

type HubOf = Awaited<ReturnType<typeof groundOf>>['hub'];

async function putAside(hub: HubOf, task: Task): Promise<void> {
  const head = await hub.pinned(pinName(task));
  if (head === null) return;
  await hub.pin(pinName(task, `before-${task.fence}`), head);
  await hub.pin(pinName(task), null);
}

async function makeCopy(
  deps: EngineDeps,
  hub: HubOf,
  task: Task,
  at: Parameters<HubOf['treeOf']>[0] | null,
): Promise<string> {
  if (at === null) throw new Error(`task ${task.id} goes on with work that has no base`);
  const dir = copyDir(deps, task.projectId, task, task.fence);
  return (await deps.workspaces.strategy.create(hub, dir, at, task.branch)).tree;
}
