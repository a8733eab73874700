// The tasks that hold something right now (a slot, a lane, files), arranged so that each question about them is cheap.
import { laneOf, scopesOf } from './hold.ts';
import type { Scope } from './hold.ts';
import { parseOwnership } from './ownership.ts';
import type { Meeting, Ownership } from './ownership.ts';
import { OwnershipIndex } from './ownership/ownership-index.ts';
import type { Task } from './task.ts';

export interface OwnershipConflict extends Meeting {
  readonly holder: Task;
}

export class LiveTasks {
  readonly #tasks = new Map<string, Task>();
  readonly #counts = new Map<Scope, number>();
  readonly #lanes = new Map<string, readonly Task[]>();
  readonly #owners = new Map<string, OwnershipIndex>();

  constructor(tasks: Iterable<Task> = []) {
    for (const task of tasks) this.add(task);
  }

  get size(): number {
    return this.#tasks.size;
  }

  get(id: string): Task | undefined {
    return this.#tasks.get(id);
  }

  has(id: string): boolean {
    return this.#tasks.has(id);
  }

  /** Adds it, or what a newer claim made of it. */
  add(task: Task): void {
    // Between two claims nothing changes that counts here.
    if (this.get(task.id)?.fence === task.fence) return;
    this.remove(task.id);
    this.#tasks.set(task.id, task);
    for (const scope of scopesOf(task)) this.#count(scope, 1);
    const lane = laneOf(task);
    if (lane !== null) this.#lanes.set(lane, [...this.#inLane(lane), task]);
    if (task.owns.length > 0) this.#ownersOf(task).add(task.id, ownershipOf(task));
  }

  remove(id: string): void {
    const task = this.#tasks.get(id);
    if (task === undefined) return;
    this.#tasks.delete(id);
    for (const scope of scopesOf(task)) this.#count(scope, -1);
    const lane = laneOf(task);
    if (lane !== null)
      this.#lanes.set(
        lane,
        this.#inLane(lane).filter((other) => other.id !== id),
      );
    this.#owners.get(task.projectId)?.remove(id);
  }

  count(scope: Scope): number {
    return this.#counts.get(scope) ?? 0;
  }

  inLane(lane: string): Task | undefined {
    return this.#inLane(lane)[0];
  }

  /** Somebody who owns a path that this task would own too. Who declares nothing meets nobody. */
  conflict(task: Task): OwnershipConflict | null {
    if (task.owns.length === 0) return null;
    for (const found of this.#owners.get(task.projectId)?.conflicts(ownershipOf(task)) ?? []) {
      const holder = this.#tasks.get(found.id);
      if (holder !== undefined && holder.id !== task.id) return { ...found, holder };
    }
    return null;
  }

  #count(scope: Scope, by: 1 | -1): void {
    const count = this.count(scope) + by;
    if (count === 0) this.#counts.delete(scope);
    else this.#counts.set(scope, count);
  }

  // More than one only where the rule was broken; then the lane is free when the last has left.
  #inLane(lane: string): readonly Task[] {
    return this.#lanes.get(lane) ?? [];
  }

  #ownersOf(task: Task): OwnershipIndex {
    const known = this.#owners.get(task.projectId);
    if (known !== undefined) return known;
    const made = new OwnershipIndex();
    this.#owners.set(task.projectId, made);
    return made;
  }
}

// Reading twenty globs takes about a millisecond, and every claim asks about all that are live, as it has just read them
// from the store. What was used last is kept, by what the globs say.
const kept = new Map<string, Ownership>();
const mostKept = 2000;

/** The ownership of a task, ready to be compared. Throws as parseOwnership does. */
export function ownershipOf(task: Pick<Task, 'owns'>): Ownership {
  const key = JSON.stringify(task.owns);
  const found = kept.get(key) ?? parseOwnership(task.owns);
  kept.delete(key);
  kept.set(key, found);
  const [oldest] = kept.keys();
  if (oldest !== undefined && kept.size > mostKept) kept.delete(oldest);
  return found;
}
