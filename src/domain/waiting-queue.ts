// The queue of waiting tasks, arranged so that the next to start is found without looking at those that cannot. Tasks that
// are held alike hang on one branch: a division counts in the same slots; a group within it owns the same files, or is a
// lane, where the first decides for all. What holds the first of a branch parks the whole branch until it changes, so a
// hundred thousand tasks behind one busy lane cost what one costs (a plain scan: 36–165 ms a claim, engine.md §4).
import type { AgentHold } from './agent-health.ts';
import { Heap } from './heap.ts';
import { holdOf, holdsAll, isReleasedBy, laneOf, needsNoSlot, scopesOf } from './hold.ts';
import type { Hold, World } from './hold.ts';
import type { Task, TaskIn } from './task.ts';
import { Branch, Leaf } from './turns.ts';
import type { Awaited, Spot } from './turns.ts';

type Queued = TaskIn<'queued'>;

export class WaitingQueue {
  readonly #leaves = new Map<string, Leaf>();
  readonly #root = new Branch('', null);
  readonly #branches = new Map<string, Branch>();
  /** By the name of what they wait for: `applied:TASK`, `ready:TASK`, `owner:TASK`, `lane:LANE`, `slot:SCOPE`, `agent:NAME`. */
  readonly #parked = new Map<string, Set<Spot>>();
  /** Those of the parked that a claim found held: it knows better than what is known here. */
  readonly #heldByClaim = new Set<Spot>();
  readonly #backoffs = new Heap<Spot>((a, b) => Number(a.parkedFor) - Number(b.parkedFor));
  /** Agents that claims found closed until some time. A handful, however long the queue. */
  readonly #closed = new Map<string, AgentHold & { readonly until: number }>();

  /** How many there are that start also when all slots are busy. */
  #urgent = 0;

  get size(): number {
    return this.#leaves.size;
  }

  get(id: string): Queued | undefined {
    return this.#leaves.get(id)?.task;
  }

  /** Adds it, or takes its newer version. */
  put(task: Queued): void {
    this.remove(task.id);
    const leaf = new Leaf(task, this.#groupOf(task));
    this.#leaves.set(task.id, leaf);
    if (needsNoSlot(task)) this.#urgent += 1;
    this.#settle(leaf);
  }

  remove(id: string): void {
    const leaf = this.#leaves.get(id);
    if (leaf === undefined) return;
    this.#leaves.delete(id);
    if (needsNoSlot(leaf.task)) this.#urgent -= 1;
    this.#drop(leaf, leaf.branch);
  }

  /** A prerequisite changed: those whom it lets start now are asked again. */
  changed(prerequisite: Task): void {
    for (const releasedBy of ['applied', 'ready'] as const)
      if (isReleasedBy({ releasedBy }, prerequisite)) this.#wake(`${releasedBy}:${prerequisite.id}`);
  }

  /** A task is not live, or not any more: what it held is free. */
  ended(task: Task): void {
    this.#wake(`owner:${task.id}`);
    const lane = laneOf(task);
    if (lane !== null) this.#wake(`lane:${lane}`);
    for (const scope of scopesOf(task)) this.#wake(`slot:${scope}`);
  }

  /**
   * A task that was counted as live did not start after all. Those who were parked for it meanwhile are asked again, but
   * not those whom a claim found held: two of them would wake each other for ever.
   */
  returned(task: Task): void {
    const isOurs = (spot: Spot): boolean => !this.#heldByClaim.has(spot);
    this.#wake(`owner:${task.id}`, isOurs);
    for (const scope of scopesOf(task)) this.#wake(`slot:${scope}`, isOurs);
  }

  /** Some limit may have been raised, some agent may be well again. */
  askAgain(): void {
    for (const agent of this.#closed.keys()) this.reopen(agent);
    for (const name of this.#parked.keys()) if (name.startsWith('slot:')) this.#wake(name);
  }

  /** An agent may be started again, before its time. */
  reopen(agent: string): void {
    this.#closed.delete(agent);
    this.#wake(`agent:${agent}`);
    this.#wake(`slot:agent:${agent}`);
  }

  /** When the next back-off ends, or an agent opens again; null when nothing waits for a time. */
  get nextBackoff(): number | null {
    const first = this.#backoffs.peek();
    const times = [...this.#closed.values()].map((hold) => hold.until);
    if (first !== undefined) times.push(Number(first.parkedFor));
    return times.length === 0 ? null : Math.min(...times);
  }

  /**
   * The next task that may start, or null when none may. It stays in the queue; the caller claims it, removes it here and
   * adds it to the world's live tasks before asking again.
   */
  next(given: Omit<World, 'ahead' | 'health'>): Queued | null {
    this.#endBackoffs(given.now);
    // Of a lane only the first is ever asked. What is wrong with an agent is learned from the claims that it held.
    const world: World = { ...given, ahead: () => null, health: () => undefined };
    for (let leaf = this.#root.first; leaf !== undefined; leaf = this.#root.first) {
      const hold = holdOf(leaf.task, world) ?? this.#closed.get(leaf.task.agent) ?? null;
      if (hold === null) return leaf.task;
      if (holdsAll(hold) && (hold.kind === 'pressure' || this.#urgent === 0)) return null;
      this.#parkFor(leaf, hold);
    }
    return null;
  }

  /** For whoever tried to start what `next` gave and found it held: it is not given again before that changes. */
  held(id: string, hold: Hold): void {
    const leaf = this.#leaves.get(id);
    if (leaf === undefined || holdsAll(hold)) return;
    this.#parkFor(leaf, hold);
    for (let spot: Spot | null = leaf; spot !== null; spot = spot.branch)
      if (spot.parkedFor !== null) this.#heldByClaim.add(spot);
  }

  /** Parks the largest part of the tree that the hold is true for. */
  #parkFor(leaf: Leaf, hold: Hold): void {
    const { task, branch: group } = leaf;
    const lane = laneOf(task);
    switch (hold.kind) {
      case 'dependency':
      case 'dependency_failed':
        return this.#park(leaf, `${task.releasedBy}:${hold.on}`);
      case 'lane':
        return this.#park(group, `lane:${lane ?? ''}`);
      case 'ownership':
        return this.#park(group, `owner:${hold.with}`);
      case 'backoff':
        // In a lane it keeps its turn, elsewhere others pass it.
        return this.#park(lane === null ? leaf : group, hold.until);
      case 'agent':
        return this.#parkForAgent(lane === null ? (group.branch ?? group) : group, hold);
      case 'slot':
        return this.#park(group.branch ?? group, `slot:${hold.scope}`);
      case 'outside':
      case 'other_home':
        return this.#park(leaf, hold.kind);
      case 'pressure':
        throw new Error('what the machine is short of holds all; nobody is parked for it');
    }
  }

  // In a lane it keeps its turn, whoever is next there. Elsewhere a division has one agent.
  #parkForAgent(spot: Spot, hold: AgentHold): void {
    const { agent, until } = hold;
    // A trial ends with its task, as a slot becomes free.
    if (until === null) return this.#park(spot, `slot:agent:${agent}`);
    this.#closed.set(agent, { ...hold, until });
    this.#park(spot, `agent:${agent}`);
  }

  #park(spot: Spot, what: Awaited): void {
    this.#unpark(spot);
    spot.parkedFor = what;
    if (typeof what === 'number') this.#backoffs.place(spot);
    else this.#parked.set(what, (this.#parked.get(what) ?? new Set()).add(spot));
    this.#settle(spot);
  }

  #unpark(spot: Spot): void {
    const what = spot.parkedFor;
    if (what === null) return;
    spot.parkedFor = null;
    this.#heldByClaim.delete(spot);
    this.#backoffs.delete(spot);
    if (typeof what === 'number') return;
    const others = this.#parked.get(what);
    others?.delete(spot);
    if (others?.size === 0) this.#parked.delete(what);
  }

  #wake(name: string, isMeant: (spot: Spot) => boolean = () => true): void {
    for (const spot of this.#parked.get(name) ?? []) if (isMeant(spot)) this.#release(spot);
  }

  #release(spot: Spot): void {
    this.#unpark(spot);
    this.#settle(spot);
  }

  #endBackoffs(now: number): void {
    for (let spot = this.#backoffs.peek(); spot !== undefined; spot = this.#backoffs.peek()) {
      if (Number(spot.parkedFor) > now) break;
      this.#release(spot);
    }
    for (const { agent, until } of this.#closed.values()) if (until <= now) this.reopen(agent);
  }

  // Tells the branches above. Another first, another answer: what held a branch when somebody else was first there may
  // not hold it now.
  #settle(spot: Spot): void {
    for (let at = spot; at.branch?.update(at) === true; at = at.branch) this.#unpark(at.branch);
  }

  #drop(spot: Spot, branch: Branch): void {
    this.#unpark(spot);
    if (branch.drop(spot)) this.#release(branch);
    if (branch.size > 0 || branch.branch === null) return;
    this.#branches.delete(branch.key);
    this.#drop(branch, branch.branch);
  }

  #groupOf(task: Queued): Branch {
    const lane = laneOf(task);
    const division = lane === null ? scopesOf(task) : [lane];
    const group = lane === null ? [division, task.owns] : [division, []];
    return this.#branch(group, this.#branch(division, this.#root));
  }

  #branch(path: readonly unknown[], above: Branch): Branch {
    const key = JSON.stringify(path);
    const known = this.#branches.get(key);
    if (known !== undefined) return known;
    const made = new Branch(key, above);
    this.#branches.set(key, made);
    return made;
  }
}
