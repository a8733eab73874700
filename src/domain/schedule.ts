// Who may start now, and why the others wait: the rule, applied to a whole queue at once. Pure. The dispatcher uses
// waiting-queue.ts, which finds the same starts without looking at everybody; a test holds the two against each other.
import { holdOf, laneOf } from './hold.ts';
import type { Hold, Limits, World } from './hold.ts';
import { LiveTasks } from './live-tasks.ts';
import type { Priority, Task, TaskIn } from './task.ts';

export interface Choice {
  /** In the order in which they are to be claimed. */
  readonly start: readonly TaskIn<'queued'>[];
  readonly holds: ReadonlyMap<string, Hold>;
  /** When a back-off, or what is wrong with an agent, ends and it is worth choosing again; or null. */
  readonly againAt: number | null;
}

export interface Situation {
  readonly queued: readonly TaskIn<'queued'>[];
  /** Starting, running and waiting. */
  readonly live: readonly Task[];
  readonly byId: World['byId'];
  readonly limits: Limits;
  readonly health: World['health'];
  readonly pressure: string | null;
  readonly now: number;
}

export function choose(situation: Situation): Choice {
  const start: TaskIn<'queued'>[] = [];
  const holds = new Map<string, Hold>();
  const live = new LiveTasks(situation.live);
  const lanes = new Lanes();
  const world: World = { ...situation, live, ahead: (task) => lanes.ahead(task) };
  let againAt: number | null = null;
  for (const task of [...situation.queued].sort(byTurn)) {
    const hold = holdOf(task, world);
    if (hold === null) {
      start.push(task);
      live.add(task);
      continue;
    }
    holds.set(task.id, hold);
    if (keepsLane(hold)) lanes.queue(task);
    if ((hold.kind === 'backoff' || hold.kind === 'agent') && hold.until !== null)
      againAt = Math.min(againAt ?? hold.until, hold.until);
  }
  return { start, holds, againAt };
}

const rank: Readonly<Record<Priority, number>> = { urgent: 0, high: 1, normal: 2, low: 3 };

type Turn = Pick<Task, 'id' | 'number' | 'position' | 'policy' | 'priority'>;

/** The order of a queue. The parallel policy takes the lowest number and knows no dragging (lifecycle.md, Policies). */
export function byTurn(a: Turn, b: Turn): number {
  return (
    rank[a.priority] - rank[b.priority] ||
    positionOf(a) - positionOf(b) ||
    a.number - b.number ||
    compare(a.id, b.id)
  );
}

function positionOf(task: Turn): number {
  return task.policy === 'parallel' ? task.number : task.position;
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/**
 * Whether a held task keeps its lane from those behind it. One that waits for another task lets them pass: what it waits
 * for may be behind it, and the lane would stand still for ever.
 */
function keepsLane(hold: Hold): boolean {
  return hold.kind !== 'dependency' && hold.kind !== 'dependency_failed' && hold.kind !== 'outside';
}

/** Who waits in each lane, in order. */
class Lanes {
  readonly #waiting = new Map<string, Task[]>();

  queue(task: Task): void {
    const lane = laneOf(task);
    if (lane === null) return;
    const waiting = this.#waiting.get(lane);
    if (waiting === undefined) this.#waiting.set(lane, [task]);
    else waiting.push(task);
  }

  ahead(task: Task): ReturnType<World['ahead']> {
    const waiting = this.#waiting.get(laneOf(task) ?? '') ?? [];
    const first = waiting[0];
    return first === undefined ? null : { first, count: waiting.length };
  }
}
