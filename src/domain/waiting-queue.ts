// The queue of waiting tasks, arranged so that the next to start is found without looking at those that cannot: a task that
// was held is put aside under what holds it, and comes back only when that changes. A hundred thousand tasks behind one
// busy lane cost what one costs (a plain scan by priority: 36–165 ms a claim, engine.md §4).
import { Heap } from './heap.ts';
import { holdOf, laneOf } from './hold.ts';
import type { Hold, World } from './hold.ts';
import { byTurn, keepsLane } from './schedule.ts';
import type { TaskIn } from './task.ts';

type Queued = TaskIn<'queued'>;

export class WaitingQueue {
  readonly #tasks = new Map<string, Queued>();
  /** Worth asking, in order. May name tasks that are gone or were put aside: those are skipped. */
  readonly #candidates = new Heap<Queued>(byTurn);
  /** Put aside under what holds them: `task:ID`, `lane:KEY`, `scope:SCOPE`. */
  readonly #aside = new Map<string, Heap<Queued>>();
  readonly #backoffs = new Heap<Queued>((a, b) => (a.notBefore ?? 0) - (b.notBefore ?? 0));
  /** What brought a task back, when only the first was: if that one cannot use it, the next must be asked. */
  readonly #broughtBackBy = new Map<string, string>();
  /** The task of each lane whose turn it is, while it waits for something that does not let others pass. */
  readonly #laneHeads = new Map<string, Queued>();

  get size(): number {
    return this.#tasks.size;
  }

  /** Adds it, or takes its newer version. */
  put(task: Queued): void {
    this.remove(task.id);
    this.#tasks.set(task.id, task);
    this.#candidates.push(task);
    // It may come before the head of its lane: the head is asked again, after it.
    const lane = laneOf(task);
    if (lane !== null) this.#releaseLane(lane);
  }

  remove(id: string): void {
    const task = this.#tasks.get(id);
    if (task === undefined) return;
    this.#tasks.delete(id);
    const lane = laneOf(task);
    if (lane !== null && this.#laneHeads.get(lane)?.id === id) this.#releaseLane(lane);
    this.#passOn(id, null);
  }

  /** The task `id` changed its state: whoever waits for it is asked again. */
  changed(id: string): void {
    this.#bringBack(`task:${id}`, 'all');
  }

  /** A lane became free. */
  laneFreed(lane: string): void {
    this.#releaseLane(lane);
  }

  /** Slots of a scope became free. */
  slotFreed(scope: string): void {
    this.#bringBack(`scope:${scope}`, 'first');
  }

  /** When the next back-off ends, or null. */
  get nextBackoff(): number | null {
    for (let head = this.#backoffs.peek(); head !== undefined; head = this.#backoffs.peek()) {
      if (this.#isCurrent(head)) return head.notBefore;
      this.#backoffs.pop();
    }
    return null;
  }

  /**
   * The next task that may start, or null when none may. It stays in the queue; the caller claims it, removes it here and
   * adds it to the world's live tasks before asking again.
   */
  next(world: Omit<World, 'ahead'>): Queued | null {
    this.#endBackoffs(world.now);
    for (;;) {
      const task = this.#candidates.pop();
      if (task === undefined) return null;
      if (!this.#isCurrent(task)) continue;
      const hold = holdOf(task, { ...world, ahead: (asked) => this.#aheadOf(asked) });
      if (hold === null) {
        this.#candidates.push(task);
        return task;
      }
      if (isForAll(hold)) {
        this.#candidates.push(task);
        return null;
      }
      this.#putAside(task, hold);
    }
  }

  #isCurrent(task: Queued): boolean {
    return this.#tasks.get(task.id) === task;
  }

  #putAside(task: Queued, hold: Hold): void {
    const lane = laneOf(task);
    if (lane !== null && keepsLane(hold) && hold.kind !== 'lane') this.#laneHeads.set(lane, task);
    const key = hold.kind === 'backoff' ? 'backoff' : keyOf(hold, lane);
    if (hold.kind === 'backoff') this.#backoffs.push(task);
    else this.#heapFor(key).push(task);
    this.#passOn(task.id, key);
    // Others of the lane may pass one that waits for a task; the next of them has to be asked.
    if (lane !== null && !keepsLane(hold)) this.#bringBack(`lane:${lane}`, 'first');
  }

  // What freed a task was of no use to it: the next one that waits for the same gets its chance.
  #passOn(id: string, now: string | null): void {
    const by = this.#broughtBackBy.get(id);
    if (by === undefined) return;
    this.#broughtBackBy.delete(id);
    if (by !== now) this.#bringBack(by, 'first');
  }

  #aheadOf(task: Queued | Parameters<World['ahead']>[0]): ReturnType<World['ahead']> {
    const head = this.#laneHeads.get(laneOf(task) ?? '');
    return head === undefined || head.id === task.id ? null : { first: head, count: 1 };
  }

  // The head and the best of those behind it compete again: their order may have changed.
  #releaseLane(lane: string): void {
    const head = this.#laneHeads.get(lane);
    this.#laneHeads.delete(lane);
    if (head !== undefined && this.#isCurrent(head)) this.#candidates.push(head);
    this.#bringBack(`lane:${lane}`, 'first');
  }

  #endBackoffs(now: number): void {
    for (let head = this.#backoffs.peek(); head !== undefined; head = this.#backoffs.peek()) {
      if ((head.notBefore ?? 0) > now) return;
      this.#backoffs.pop();
      if (this.#isCurrent(head)) this.#candidates.push(head);
    }
  }

  #heapFor(key: string): Heap<Queued> {
    const known = this.#aside.get(key);
    if (known !== undefined) return known;
    const made = new Heap<Queued>(byTurn);
    this.#aside.set(key, made);
    return made;
  }

  #bringBack(key: string, how: 'first' | 'all'): void {
    const heap = this.#aside.get(key);
    if (heap === undefined) return;
    for (let task = heap.pop(); task !== undefined; task = heap.pop()) {
      if (!this.#isCurrent(task)) continue;
      this.#candidates.push(task);
      if (how === 'all') continue;
      this.#broughtBackBy.set(task.id, key);
      break;
    }
    if (heap.size === 0) this.#aside.delete(key);
  }
}

/** Nobody else could start either. */
function isForAll(hold: Hold): boolean {
  return hold.kind === 'pressure' || (hold.kind === 'slot' && hold.scope === 'all');
}

function keyOf(hold: Hold, lane: string | null): string {
  switch (hold.kind) {
    case 'dependency':
    case 'dependency_failed':
      return `task:${hold.on}`;
    case 'ownership':
      return `task:${hold.with}`;
    case 'lane':
      return `lane:${lane ?? ''}`;
    case 'slot':
      return `scope:${hold.scope}`;
    case 'backoff':
    case 'pressure':
      throw new Error(`a task held by ${hold.kind} is not put aside under a key`);
  }
}
