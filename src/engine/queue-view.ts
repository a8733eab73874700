// The queue for people: every waiting task in the order in which they would start, why each waits, and what runs. It looks
// at the whole queue, which the dispatcher never does.
import { isWithin } from '../domain/access.ts';
import type { Reach } from '../domain/access.ts';
import { inOrderOfStart } from '../domain/dependencies.ts';
import type { Hold, Scope } from '../domain/hold.ts';
import type { ProjectId } from '../domain/ids.ts';
import { LiveTasks } from '../domain/live-tasks.ts';
import { byTurn } from '../domain/schedule.ts';
import type { Choice } from '../domain/schedule.ts';
import type { Task, TaskIn } from '../domain/task.ts';
import type { EngineDeps } from './deps.ts';
import { decideQueue } from './queue-decision.ts';

export interface Waiting {
  readonly task: TaskIn<'queued'>;
  /** Null: it starts next. */
  readonly hold: Hold | null;
}

export interface Slots {
  readonly busy: number;
  readonly limit: number;
}

export interface QueueView {
  readonly waiting: readonly Waiting[];
  readonly running: readonly Task[];
  readonly all: Slots;
  /** Of the project that was asked for, where it has a limit of its own. */
  readonly project: Slots | null;
  /** What the machine is short of, in words. */
  readonly pressure: string | null;
  /** The newest event that this can know of: whoever follows the log from here misses nothing. */
  readonly lastEvent: number;
}

/** Limits are shared by all projects, so the whole queue is decided on and then narrowed to one, and to what can be seen. */
export async function queueView(deps: EngineDeps, only: ProjectId | null, reach: Reach): Promise<QueueView> {
  const pressure = await deps.pressure();
  const lastEvent = await deps.store.events.last();
  const { queued, live, liveHere, choice } = await deps.store.transition((within) =>
    decideQueue(within, deps, pressure),
  );
  const isWanted = (task: Task): boolean =>
    (only === null || task.projectId === only) && isWithin(reach, task.projectId);
  const busy = new LiveTasks(liveHere);
  const ofProject = only === null ? null : deps.limits.project(only);
  const slots = (scope: Scope, limit: number): Slots => ({ busy: busy.count(scope), limit });
  return {
    waiting: inOrder(queued, choice)
      .filter(isWanted)
      .map((task) => ({ task, hold: choice.holds.get(task.id) ?? null })),
    running: live.filter(isWanted).sort((a, b) => a.stateSince - b.stateSince),
    all: slots('all', deps.limits.all),
    project: only === null || ofProject === null ? null : slots(`project:${only}`, ofProject),
    pressure,
    lastEvent,
  };
}

// Those that may start now, then by turn, each behind what it waits for; last those that wait for what will not come.
function inOrder(queued: readonly TaskIn<'queued'>[], choice: Choice): readonly TaskIn<'queued'>[] {
  const starting = new Set(choice.start.map((task) => task.id));
  const dependsOn = new Map<string, readonly string[]>(queued.map((task) => [task.id, task.dependsOn]));
  const later = queued.filter((task) => !starting.has(task.id)).sort(byTurn);
  const ordered = inOrderOfStart(later, (id) => dependsOn.get(id) ?? []);
  const hopeless = new Set<string>();
  for (const task of ordered) {
    const isBroken = choice.holds.get(task.id)?.kind === 'dependency_failed';
    if (isBroken || task.dependsOn.some((id) => hopeless.has(id))) hopeless.add(task.id);
  }
  return [
    ...choice.start,
    ...ordered.filter((task) => !hopeless.has(task.id)),
    ...ordered.filter((task) => hopeless.has(task.id)),
  ];
}
