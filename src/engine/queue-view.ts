// The queue for people: a page of what waits, in the order in which it would start, why each waits, and what runs. What it
// costs depends on the page, not on the queue.
import { isWithin } from '../domain/access.ts';
import type { Reach } from '../domain/access.ts';
import { inOrderOfStart } from '../domain/dependencies.ts';
import type { Hold, Scope } from '../domain/hold.ts';
import type { ProjectId } from '../domain/ids.ts';
import { isInside } from '../domain/inside-task.ts';
import { LiveTasks } from '../domain/live-tasks.ts';
import type { Task, TaskIn } from '../domain/task.ts';
import type { Place } from '../domain/waiting-order.ts';
import type { EngineDeps } from './deps.ts';
import type { Dispatcher } from './dispatcher.ts';
import { holdsOf } from './holds.ts';

export interface Waiting {
  readonly task: TaskIn<'queued'>;
  /** Null: it starts next. */
  readonly hold: Hold | null;
}

export interface Slots {
  readonly busy: number;
  readonly limit: number;
}

export interface QueueQuery {
  /** Null: of all projects. */
  readonly project: ProjectId | null;
  /** What can be seen of it. Limits are shared by all projects, so what cannot be seen may still be in the way. */
  readonly reach: Reach;
  /** The end of the page before this one. */
  readonly after: Place | null;
  readonly limit: number;
}

export interface QueueView {
  readonly waiting: readonly Waiting[];
  /** How many wait, also those that are not on this page. */
  readonly total: number;
  /** Where this page ends, when there is more. */
  readonly end: Place | null;
  readonly running: readonly Task[];
  readonly all: Slots;
  /** Of the project that was asked for, where it has a limit of its own. */
  readonly project: Slots | null;
  /** What the machine is short of, in words. */
  readonly pressure: string | null;
  /** The newest event that this can know of: whoever follows the log from here misses nothing. */
  readonly lastEvent: number;
}

type Deps = Pick<EngineDeps, 'store' | 'home' | 'limits' | 'pressure' | 'now'>;

export async function queueView(
  deps: Deps,
  dispatcher: Pick<Dispatcher, 'waiting' | 'ahead'>,
  query: QueueQuery,
): Promise<QueueView> {
  const { project: only, reach, after, limit } = query;
  const isWanted = (task: Task): boolean =>
    (only === null || task.projectId === only) && isWithin(reach, task.projectId);
  const wanted = only === null ? reach : [only].filter((id) => isWithin(reach, id));
  const pressure = await deps.pressure();
  const { order, lastEvent } = await dispatcher.waiting();
  const total = order.count(wanted);
  const found = order.page(wanted, after, limit + 1);
  const page = found.slice(0, limit);
  const { holds, live, liveHere } = await holdsOf({ ...deps, pressure, ahead: dispatcher.ahead }, page);
  const busy = new LiveTasks(liveHere);
  const ofProject = only === null ? null : deps.limits.project(only);
  const slots = (scope: Scope, most: number): Slots => ({ busy: busy.count(scope), limit: most });
  return {
    waiting: inOrder(page, holds).map((task) => ({ task, hold: holds.get(task.id) ?? null })),
    total,
    end: found.length > limit ? (page.at(-1) ?? null) : null,
    running: live
      .filter((task) => isWanted(task) && !isInside(task))
      .sort((a, b) => a.stateSince - b.stateSince),
    all: slots('all', deps.limits.all),
    project: only === null || ofProject === null ? null : slots(`project:${only}`, ofProject),
    pressure,
    lastEvent,
  };
}

// Those that may start now, then by turn, each behind what it waits for; last those that wait for what will not come.
function inOrder(
  page: readonly TaskIn<'queued'>[],
  holds: ReadonlyMap<string, Hold>,
): readonly TaskIn<'queued'>[] {
  const dependsOn = new Map<string, readonly string[]>(page.map((task) => [task.id, task.dependsOn]));
  const later = page.filter((task) => holds.has(task.id));
  const ordered = inOrderOfStart(later, (id) => dependsOn.get(id) ?? []);
  const hopeless = new Set<string>();
  for (const task of ordered) {
    const isBroken = holds.get(task.id)?.kind === 'dependency_failed';
    if (isBroken || task.dependsOn.some((id) => hopeless.has(id))) hopeless.add(task.id);
  }
  return [
    ...page.filter((task) => !holds.has(task.id)),
    ...ordered.filter((task) => !hopeless.has(task.id)),
    ...ordered.filter((task) => hopeless.has(task.id)),
  ];
}
