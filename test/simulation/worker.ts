// A worker of the simulation: the engine's own dispatcher, with its board, claims, leases and sweeps, over simulated runs.
// It can die at any call, stall, and come back under its name.
import { AppError } from '../../src/domain/errors.ts';
import type { Limits } from '../../src/domain/hold.ts';
import type { TaskId } from '../../src/domain/ids.ts';
import type { Task } from '../../src/domain/task.ts';
import { Dispatcher } from '../../src/engine/dispatcher.ts';
import type { StopReason } from '../../src/engine/run-control.ts';
import type { Log } from '../../src/lib/log.ts';
import type { Store } from '../../src/store/store.ts';
import type { Random } from '../support/random.ts';
import { simulateRun } from './run.ts';
import type { Actor } from './turns.ts';

export interface WorkerDeps {
  /** A store for one life of the worker. */
  readonly storeFor: (actor: Actor) => Store;
  readonly limits: Limits;
  readonly random: Random;
  readonly now: () => number;
  readonly isCalm: () => boolean;
  readonly log: Log;
  /** Hears of what must never happen. */
  readonly onBug: (error: unknown) => void;
}

export class Worker {
  readonly name: string;
  readonly home: string;
  /** How far its clock is from the others'. */
  clockIsOff = 0;
  readonly #deps: WorkerDeps;
  #life: { readonly actor: Actor; readonly dispatcher: Dispatcher } | null = null;

  constructor(name: string, home: string, deps: WorkerDeps) {
    this.name = name;
    this.home = home;
    this.#deps = deps;
  }

  get isAlive(): boolean {
    return this.#life !== null && !this.#life.actor.isDead;
  }

  /** Begins a life: what the last one left is taken back first (engine/recovery.ts), then it works. */
  start(): void {
    const { storeFor, limits, random, isCalm, log } = this.#deps;
    const actor: Actor = { name: this.name, stalledUntil: 0, isDead: false };
    const now = (): number => this.#deps.now() + this.clockIsOff;
    const store = storeFor(actor);
    const { name: worker, home } = this;
    const dispatcher = new Dispatcher(
      { store, limits, worker, home, now, log, pressure: async () => null },
      {
        run: async (task, control) =>
          simulateRun({ store, worker, home, now, random, isCalm }, task, control).catch(this.#deps.onBug),
        takeBack: async (task) => takeBack(store, task),
      },
    );
    this.#life = { actor, dispatcher };
    this.#begin(store, dispatcher).catch(this.#deps.onBug);
  }

  async #begin(store: Store, dispatcher: Dispatcher): Promise<void> {
    for (const task of await store.tasks.list({ states: ['starting', 'running', 'waiting'] }))
      if ('worker' in task && task.worker === this.name) await takeBack(store, task);
    await dispatcher.start();
  }

  die(): void {
    if (this.#life !== null) this.#life.actor.isDead = true;
  }

  /** Nothing that it says or hears gets through before then. */
  stall(until: number): void {
    if (this.#life !== null) this.#life.actor.stalledUntil = until;
  }

  async stop(): Promise<void> {
    if (this.isAlive) await this.#life?.dispatcher.stop();
  }

  async stopRun(id: TaskId, reason: StopReason): Promise<boolean> {
    return (await this.#life?.dispatcher.stopRun(id, reason)) ?? false;
  }

  reopen(agent: string): void {
    this.#life?.dispatcher.reopen(agent);
  }

  notify(id: TaskId): void {
    this.#life?.dispatcher.notify(id);
  }
}

// As engine/recovery.ts decides for a task whose work did not reach the branch.
async function takeBack(store: Store, task: Task): Promise<void> {
  try {
    await store.tasks.change(task.id, { type: 'lost' }, { actor: 'recovery', fence: task.fence });
  } catch (error) {
    // Somebody else was faster.
    if (!(error instanceof AppError)) throw error;
  }
}
