// Why some of the waiting tasks wait: the rule, asked for those that somebody looks at. Four questions to the store however
// long the queue is; who is ahead in a lane is known in memory.
import { holdOf, otherHomeHold } from '../domain/hold.ts';
import type { Hold, Limits, World } from '../domain/hold.ts';
import { LiveTasks } from '../domain/live-tasks.ts';
import { byTurn } from '../domain/schedule.ts';
import type { Task, TaskIn } from '../domain/task.ts';
import type { StoreOperations } from '../store/store.ts';

export interface HoldsInput {
  readonly store: {
    readonly tasks: Pick<StoreOperations['tasks'], 'several' | 'list'>;
    readonly projects: Pick<StoreOperations['projects'], 'list'>;
    readonly agents: Pick<StoreOperations['agents'], 'list'>;
  };
  /** Tasks of other homes hold nothing here, and nothing here starts them. */
  readonly home: string;
  readonly limits: Limits;
  /** What the machine is short of, in words, or null. */
  readonly pressure: string | null;
  readonly ahead: World['ahead'];
  readonly now: () => number;
}

export interface Holds {
  /** By id. One that waits and is not in here may start now. */
  readonly holds: ReadonlyMap<string, Hold>;
  /** Starting, running and waiting, in all homes. */
  readonly live: readonly Task[];
  /** Those of them that count here. */
  readonly liveHere: readonly Task[];
}

/** Of those that are queued. Those that may start now count as started for the ones behind them. */
export async function holdsOf(input: HoldsInput, tasks: readonly Task[]): Promise<Holds> {
  const { store, home, limits, pressure, ahead } = input;
  const queued = tasks.filter(isQueued).sort(byTurn);
  const needed = [...new Set(queued.flatMap((task) => task.dependsOn))];
  const [found, live, projects, agents] = await Promise.all([
    store.tasks.several(needed),
    store.tasks.list({ states: ['starting', 'running', 'waiting'] }),
    store.projects.list(),
    store.agents.list(home),
  ]);
  const elsewhere = new Map(
    projects.filter((project) => project.home !== home).map((project) => [project.id, project.home]),
  );
  const known = new Map<string, Task>(found.map((task) => [task.id, task]));
  const liveHere = live.filter((task) => !elsewhere.has(task.projectId));
  const busy = new LiveTasks(liveHere);
  const byId: World['byId'] = (id) => known.get(id);
  const unwell = new Map(agents.map((one) => [one.agent, one]));
  const health: World['health'] = (agent) => unwell.get(agent);
  const holds = new Map<string, Hold>();
  for (const task of queued) {
    const owner = elsewhere.get(task.projectId);
    if (owner !== undefined) {
      holds.set(task.id, otherHomeHold(owner));
      continue;
    }
    const hold = holdOf(task, { live: busy, byId, ahead, limits, health, pressure, now: input.now() });
    if (hold === null) busy.add(task);
    else holds.set(task.id, hold);
  }
  return { holds, live, liveHere };
}

function isQueued(task: Task): task is TaskIn<'queued'> {
  return task.state === 'queued';
}
