// The rule applied to the whole queue as the store has it: for people who want to see why, not for the dispatcher, which
// never looks at everybody.
import type { AgentHealth } from '../domain/agent-health.ts';
import { otherHomeHold } from '../domain/hold.ts';
import type { Limits } from '../domain/hold.ts';
import { choose } from '../domain/schedule.ts';
import type { Choice } from '../domain/schedule.ts';
import type { Task, TaskIn } from '../domain/task.ts';
import type { StoreOperations } from '../store/store.ts';

export interface QueueDecision {
  readonly queued: readonly TaskIn<'queued'>[];
  /** Starting, running and waiting. */
  readonly live: readonly Task[];
  /** Those of them that count here: of this home's projects. */
  readonly liveHere: readonly Task[];
  readonly choice: Choice;
}

/** What would start now and why the rest waits. `pressure` is what the machine is short of, in words, or null. */
export async function decideQueue(
  within: Pick<StoreOperations, 'tasks' | 'projects' | 'agents'>,
  { limits, home, now }: { readonly limits: Limits; readonly home: string; readonly now: () => number },
  pressure: string | null,
): Promise<QueueDecision> {
  const queued = (await within.tasks.list({ states: ['queued'] })).filter(isQueued);
  const live = await within.tasks.list({ states: ['starting', 'running', 'waiting'] });
  const elsewhere = await projectsElsewhere(within, home);
  const isHere = (task: Task): boolean => !elsewhere.has(task.projectId);
  const liveHere = live.filter(isHere);
  const needed = new Map<string, Task>();
  for (const id of new Set(queued.flatMap((task) => task.dependsOn))) {
    const found = await within.tasks.get(id);
    if (found !== undefined) needed.set(id, found);
  }
  const byId = (id: string): Task | undefined => needed.get(id);
  const unwell = new Map((await within.agents.list(home)).map((health) => [health.agent, health]));
  const health = (agent: string): AgentHealth | undefined => unwell.get(agent);
  const here = { queued: queued.filter(isHere), live: liveHere };
  const { start, holds, againAt } = choose({ ...here, byId, limits, health, pressure, now: now() });
  const others = queued.flatMap((task) => {
    const owner = elsewhere.get(task.projectId);
    return owner === undefined ? [] : [[task.id, otherHomeHold(owner)] as const];
  });
  return { queued, live, liveHere, choice: { start, holds: new Map([...holds, ...others]), againAt } };
}

/** The projects of other homes, each with its home. */
async function projectsElsewhere(
  within: Pick<StoreOperations, 'projects'>,
  home: string,
): Promise<ReadonlyMap<string, string>> {
  const projects = await within.projects.list();
  return new Map(projects.filter((one) => one.home !== home).map((one) => [one.id, one.home]));
}

function isQueued(task: Task): task is TaskIn<'queued'> {
  return task.state === 'queued';
}
