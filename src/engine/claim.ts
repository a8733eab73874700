// The claim: in one transaction the rule is asked again with what the database says now, the tasks are marked, and their
// leases are written. The queue in memory only proposes; whatever it got wrong ends here as "not now", never as a double start.
import type { AgentHealth } from '../domain/agent-health.ts';
import { holdOf, otherHomeHold } from '../domain/hold.ts';
import type { Hold, Limits } from '../domain/hold.ts';
import type { TaskId } from '../domain/ids.ts';
import { LiveTasks } from '../domain/live-tasks.ts';
import type { Task, TaskIn } from '../domain/task.ts';
import type { Store, StoreOperations } from '../store/store.ts';
import { leaseMs } from './lease.ts';

export interface ClaimInput {
  readonly store: Pick<Store, 'transition'>;
  readonly worker: string;
  /** Of this home's projects alone are tasks claimed, and counted. */
  readonly home: string;
  readonly limits: Limits;
  readonly pressure: string | null;
  readonly now: () => number;
}

export type ClaimOutcome =
  /** `queuedAt`: since when it had waited. */
  | { readonly kind: 'claimed'; readonly task: Task; readonly queuedAt: number }
  /** Something changed since it was proposed. `hold` is null when the task is not waiting any more. */
  | { readonly kind: 'held'; readonly hold: Hold | null };

/**
 * Claims what may start now, in this order, in one transaction: either all of it is claimed or nothing. An outcome for
 * each, in the same order.
 */
export async function claimTasks(
  input: ClaimInput,
  ids: readonly TaskId[],
): Promise<readonly ClaimOutcome[]> {
  return input.store.transition(async (within) => {
    const scene = await readScene(within, ids, input);
    const outcomes: ClaimOutcome[] = [];
    for (const id of ids) outcomes.push(await claimOne(within, scene, id, input));
    return outcomes;
  });
}

/** What the claims of one transaction go by: read once, however many they are. */
interface Scene {
  /** Those that are to be claimed, and what they depend on. */
  readonly tasks: ReadonlyMap<string, Task>;
  readonly live: LiveTasks;
  /** The homes of projects that are not of this one. */
  readonly elsewhere: ReadonlyMap<string, string>;
  /** What is wrong with agents, by their names. */
  readonly unwell: ReadonlyMap<string, AgentHealth>;
  /** When the leases end. */
  readonly until: number;
}

async function readScene(within: StoreOperations, ids: readonly TaskId[], input: ClaimInput): Promise<Scene> {
  const { home } = input;
  // Asked together: a server answers them one after the other all the same, but on one way there and back.
  const [wanted, live, projects, health, now] = await Promise.all([
    within.tasks.several(ids),
    within.tasks.list({ states: ['starting', 'running', 'waiting'], home }),
    within.projects.list(),
    within.agents.list(home),
    within.now(),
  ]);
  const needs = [...new Set(wanted.flatMap((task) => task.dependsOn))];
  const needed = needs.length === 0 ? [] : await within.tasks.several(needs);
  return {
    tasks: new Map([...needed, ...wanted].map((task) => [task.id, task])),
    live: new LiveTasks(live),
    elsewhere: new Map(projects.filter((one) => one.home !== home).map((one) => [one.id, one.home])),
    unwell: new Map(health.map((one) => [one.agent, one])),
    until: now + leaseMs,
  };
}

async function claimOne(
  within: StoreOperations,
  scene: Scene,
  id: TaskId,
  input: ClaimInput,
): Promise<ClaimOutcome> {
  const task = scene.tasks.get(id);
  if (task?.state !== 'queued' || task.deletedAt !== null) return { kind: 'held', hold: null };
  const hold = holdNow(scene, task, input);
  if (hold !== null) return { kind: 'held', hold };
  const { worker } = input;
  const claimed = await within.tasks.change(id, { type: 'claimed', worker }, { actor: 'scheduler' });
  await within.leases.put({ taskId: id, worker, fence: claimed.fence, until: scene.until });
  // Those behind it are held against this one too.
  scene.live.add(claimed);
  return { kind: 'claimed', task: claimed, queuedAt: task.stateSince };
}

function holdNow(scene: Scene, task: TaskIn<'queued'>, input: ClaimInput): Hold | null {
  const owner = scene.elsewhere.get(task.projectId);
  if (owner !== undefined) return otherHomeHold(owner);
  return holdOf(task, {
    live: scene.live,
    byId: (id) => scene.tasks.get(id),
    // Who is first in a lane is a matter of order, and the proposal already is in order; that nobody is in it is the rule.
    ahead: () => null,
    limits: input.limits,
    health: (agent) => scene.unwell.get(agent),
    pressure: input.pressure,
    now: input.now(),
  });
}
