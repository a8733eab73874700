// Who may start now, and why the others wait. Pure: tasks and limits in, starts and holds out.
import { label } from './task.ts';
import type { Priority, Task, TaskIn } from './task.ts';

export type Hold =
  | { readonly kind: 'dependency'; readonly on: string; readonly text: string }
  | { readonly kind: 'dependency_failed'; readonly on: string; readonly text: string }
  | { readonly kind: 'lane'; readonly behind: string; readonly text: string }
  | { readonly kind: 'slot'; readonly limit: number; readonly text: string }
  | { readonly kind: 'backoff'; readonly until: number; readonly text: string };

export interface Choice {
  /** In the order in which they are to be claimed. */
  readonly start: readonly TaskIn<'queued'>[];
  readonly holds: ReadonlyMap<string, Hold>;
  /** When a back-off ends and it is worth choosing again, or null. */
  readonly againAt: number | null;
}

export interface World {
  readonly queued: readonly TaskIn<'queued'>[];
  /** Starting, running and waiting. */
  readonly live: readonly Task[];
  /** Looks up a prerequisite, also one of another state or one that was deleted (then undefined). */
  readonly byId: (id: string) => Task | undefined;
  readonly parallel: number;
  readonly now: number;
}

const rank: Readonly<Record<Priority, number>> = { urgent: 0, high: 1, normal: 2, low: 3 };

export function choose(world: World): Choice {
  const start: TaskIn<'queued'>[] = [];
  const holds = new Map<string, Hold>();
  const lanes = new Map(world.live.filter(hasLane).map((task) => [task.projectId as string, task]));
  let againAt: number | null = null;
  for (const task of [...world.queued].sort(byTurn)) {
    const hold = holdOf(task, world, lanes, start.length);
    if (hold !== null) holds.set(task.id, hold);
    else start.push(task);
    // A task holds its lane for those behind as soon as it is its turn, also while it waits for a slot or its back-off. One
    // that waits for another task lets them pass: what it waits for may be behind it.
    if (hasLane(task) && !lanes.has(task.projectId) && !isBlocked(hold)) lanes.set(task.projectId, task);
    if (hold?.kind === 'backoff') againAt = Math.min(againAt ?? hold.until, hold.until);
  }
  return { start, holds, againAt };
}

function byTurn(a: Task, b: Task): number {
  return rank[a.priority] - rank[b.priority] || a.position - b.position || a.number - b.number;
}

/** Develop tasks of one project run one after the other on its branch. */
function hasLane(task: Task): boolean {
  return task.policy === 'develop';
}

function isBlocked(hold: Hold | null): boolean {
  return hold?.kind === 'dependency' || hold?.kind === 'dependency_failed';
}

function holdOf(
  task: TaskIn<'queued'>,
  world: World,
  lanes: ReadonlyMap<string, Task>,
  starting: number,
): Hold | null {
  const dependency = unmetDependency(task, world);
  if (dependency !== null) return dependency;
  const ahead = hasLane(task) ? lanes.get(task.projectId) : undefined;
  if (ahead !== undefined)
    return { kind: 'lane', behind: ahead.id, text: `waits its turn on the branch, behind ${label(ahead)}` };
  if (task.notBefore !== null && task.notBefore > world.now)
    return { kind: 'backoff', until: task.notBefore, text: 'waits before it is tried again' };
  const busy = world.live.length + starting;
  if (busy >= world.parallel)
    return { kind: 'slot', limit: world.parallel, text: `no slot: ${busy} of ${world.parallel} agents busy` };
  return null;
}

// Released by applied code: a dependant starts from a branch that has its prerequisite's work (decisions C34).
function unmetDependency(task: TaskIn<'queued'>, world: World): Hold | null {
  for (const id of task.dependsOn) {
    const on = world.byId(id);
    if (on?.state === 'done' && on.deletedAt === null) continue;
    if (on === undefined || on.deletedAt !== null || isBroken(on))
      return {
        kind: 'dependency_failed',
        on: id,
        text: `waits for ${on ? label(on) : 'a task'}, which will not finish`,
      };
    return { kind: 'dependency', on: id, text: `waits for ${label(on)} (${on.state})` };
  }
  return null;
}

function isBroken(task: Task): boolean {
  return task.state === 'failed' || task.state === 'cancelled' || task.state === 'dismissed';
}
