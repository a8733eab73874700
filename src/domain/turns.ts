// A tree of waiting tasks in which every branch knows the first of its tasks that is not parked. Parking a branch takes
// all that hang on it out of the question at once, however many they are.
import { Heap } from './heap.ts';
import { byTurn } from './schedule.ts';
import type { TaskIn } from './task.ts';

/** A branch, or the leaf of one task. */
export type Spot = Branch | Leaf;

/** What a spot waits for: something with a name, or a time. */
export type Awaited = string | number;

export class Leaf {
  readonly task: TaskIn<'queued'>;
  readonly branch: Branch;
  parkedFor: Awaited | null = null;

  constructor(task: TaskIn<'queued'>, branch: Branch) {
    this.task = task;
    this.branch = branch;
    branch.size += 1;
  }

  get first(): Leaf {
    return this;
  }
}

export class Branch {
  readonly key: string;
  /** Null: it is the root. */
  readonly branch: Branch | null;
  parkedFor: Awaited | null = null;
  /** How many hang directly on it, parked or not. */
  size = 0;
  #first: Leaf | undefined;
  readonly #open = new Heap<Spot>((a, b) => byTurn(firstOf(a), firstOf(b)));

  constructor(key: string, branch: Branch | null) {
    this.key = key;
    this.branch = branch;
    if (branch !== null) branch.size += 1;
  }

  get first(): Leaf | undefined {
    return this.#first;
  }

  /** To be called when a spot on it was parked or is no longer, or has another first. True: so has this branch. */
  update(spot: Spot): boolean {
    if (spot.parkedFor === null && spot.first !== undefined) this.#open.place(spot);
    else this.#open.delete(spot);
    return this.#findFirst();
  }

  /** Takes the spot away. True: the branch has another first. */
  drop(spot: Spot): boolean {
    this.size -= 1;
    this.#open.delete(spot);
    return this.#findFirst();
  }

  #findFirst(): boolean {
    const before = this.#first;
    this.#first = this.#open.peek()?.first;
    return this.#first !== before;
  }
}

function firstOf(spot: Spot): TaskIn<'queued'> {
  if (spot.first === undefined) throw new Error('an empty branch has no turn');
  return spot.first.task;
}
