// All that waits, in the order of its turn, for people who look at it: a page of it, and who is ahead in a lane, without
// asking the store for everybody. Kept as sorted arrays, one for each project and lane: putting one task among 100,000 moves less
// than a megabyte in memory, and finding a place is a binary search.
import { laneOf } from './hold.ts';
import type { World } from './hold.ts';
import { byTurn } from './schedule.ts';
import type { TaskIn } from './task.ts';

type Queued = TaskIn<'queued'>;

/** Where a page ends: what the order compares, so that the next page is found also when that task is gone. */
export type Place = Pick<Queued, 'id' | 'number' | 'position' | 'policy' | 'priority'>;

/** Further back in a lane nobody counts: a person who reads “1000th” knows enough. */
const mostCounted = 1000;

export class WaitingOrder {
  readonly #tasks = new Map<string, Queued>();
  readonly #projects = new Lines();
  readonly #lanes = new Lines();

  /** Adds many at once. */
  load(tasks: readonly Queued[]): void {
    for (const task of tasks) this.#tasks.set(task.id, task);
    this.#projects.load(tasks, (task) => task.projectId);
    this.#lanes.load(tasks, laneOf);
  }

  /** Adds it, or takes its newer version. */
  put(task: Queued): void {
    this.remove(task.id);
    this.#tasks.set(task.id, task);
    this.#projects.put(task.projectId, task);
    this.#lanes.put(laneOf(task), task);
  }

  remove(id: string): void {
    const task = this.#tasks.get(id);
    if (task === undefined) return;
    this.#tasks.delete(id);
    this.#projects.remove(task.projectId, task);
    this.#lanes.remove(laneOf(task), task);
  }

  /** How many wait, of these projects or, with null, of all. */
  count(projects: readonly string[] | null): number {
    if (projects === null) return this.#tasks.size;
    return projects.reduce((sum, id) => sum + this.#projects.get(id).length, 0);
  }

  /** At most `limit` in the order of their turn, behind `after`; of these projects or, with null, of all. */
  page(projects: readonly string[] | null, after: Place | null, limit: number): readonly Queued[] {
    const lines = projects === null ? this.#projects.all() : projects.map((id) => this.#projects.get(id));
    // The next of every line; a page takes the first of them again and again.
    const rests = lines.map((line) => {
      const from = after === null ? 0 : startOf(line, (task) => byTurn(task, after) <= 0);
      return line.slice(from, from + limit);
    });
    if (rests.length === 1) return rests[0] ?? [];
    return rests.flat().sort(byTurn).slice(0, limit);
  }

  /**
   * Who waits ahead of it in its lane; `keepsLane` says who does not let others pass. Null: it is in no lane, or nobody is.
   * At most 1,000 are counted.
   */
  ahead(task: Queued, keepsLane: (other: Queued) => boolean): ReturnType<World['ahead']> {
    const lane = laneOf(task);
    if (lane === null) return null;
    let first: Queued | null = null;
    let count = 0;
    for (const other of this.#lanes.get(lane)) {
      if (byTurn(other, task) >= 0 || count === mostCounted) break;
      if (!keepsLane(other)) continue;
      first ??= other;
      count += 1;
    }
    return first === null ? null : { first, count };
  }
}

/** Sorted arrays by name. */
class Lines {
  readonly #lines = new Map<string, Queued[]>();

  load(tasks: readonly Queued[], nameOf: (task: Queued) => string | null): void {
    for (const task of tasks) {
      const name = nameOf(task);
      if (name !== null) this.#open(name).push(task);
    }
    for (const line of this.#lines.values()) line.sort(byTurn);
  }

  all(): readonly (readonly Queued[])[] {
    return [...this.#lines.values()];
  }

  get(name: string): readonly Queued[] {
    return this.#lines.get(name) ?? [];
  }

  put(name: string | null, task: Queued): void {
    if (name === null) return;
    const line = this.#open(name);
    line.splice(placeIn(line, task), 0, task);
  }

  remove(name: string | null, task: Queued): void {
    const line = name === null ? undefined : this.#lines.get(name);
    if (line === undefined || name === null) return;
    line.splice(placeIn(line, task), 1);
    if (line.length === 0) this.#lines.delete(name);
  }

  #open(name: string): Queued[] {
    const known = this.#lines.get(name) ?? [];
    this.#lines.set(name, known);
    return known;
  }
}

function placeIn(line: readonly Queued[], task: Queued): number {
  return startOf(line, (other) => byTurn(other, task) < 0);
}

/** The index of the first that is not before. */
function startOf(line: readonly Queued[], isBefore: (task: Queued) => boolean): number {
  let [low, high] = [0, line.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const task = line[middle];
    if (task !== undefined && isBefore(task)) low = middle + 1;
    else high = middle;
  }
  return low;
}
