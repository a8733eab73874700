// An agent asks for work and is given the lowest task that may begin, or told why there is none. The rule is asked and the
// lease is written in one transaction, so two who ask at once never get the same task (R198, R199, R203).
import { messageOf } from '../../domain/errors.ts';
import { holdForOutside } from '../../domain/hold.ts';
import type { Hold } from '../../domain/hold.ts';
import type { PhaseId } from '../../domain/ids.ts';
import { LiveTasks } from '../../domain/live-tasks.ts';
import { givenTo } from '../../domain/phase.ts';
import type { Phase, PhaseTask } from '../../domain/phase.ts';
import type { PhaseEntry } from '../../domain/phase-queue.ts';
import type { Task, TaskIn } from '../../domain/task.ts';
import type { Lease, StoreOperations } from '../../store/store.ts';
import type { EngineDeps } from '../deps.ts';
import { begin } from './begin.ts';
import type { BeginOptions, Claimed } from './begin.ts';
import { entriesOf, nameOf, unfinished } from './entries.ts';
import { endExpired } from './expire.ts';
import { groundOf } from './ground.ts';
import { giveBack } from './give-back.ts';

/** `agent` is how the agent calls itself: its name in the queue and in the log. */
export type NextRequest = BeginOptions;

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

type Claim = Claimed & { readonly kind: 'claimed' };

export async function nextTask(deps: EngineDeps, id: PhaseId, asked: NextRequest): Promise<NextOutcome> {
  const outcome = await deps.store.transition((within) => claim(deps, within, id, asked));
  if (outcome.kind !== 'claimed') return outcome;
  const { entry, task } = outcome;
  try {
    const phase = await deps.store.phases.get(id);
    const entries = phase === undefined ? [] : await entriesOf(deps.store, phase);
    const { until, ...begun } = await begin(await groundOf(deps, task.projectId), entries, outcome, asked);
    const lease = { taskId: task.id, worker: asked.agent, fence: task.fence, until };
    return { kind: 'task', entry, lease, ...begun };
  } catch (error) {
    await giveBack(deps, task, { actor: 'system', note: `It could not begin: ${messageOf(error)}` });
    throw error;
  }
}

async function claim(
  deps: EngineDeps,
  within: StoreOperations,
  id: PhaseId,
  asked: NextRequest,
): Promise<Exclude<NextOutcome, { kind: 'task' }> | Claim> {
  const phase = await within.phases.get(id);
  if (phase?.state !== 'open') return closed(phase);
  await endExpired(within, deps.home);
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
  const until = (await within.now()) + leaseMs;
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
  const live = new LiveTasks(
    await within.tasks.list({ states: ['starting', 'running', 'waiting'], home: deps.home }),
  );
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
