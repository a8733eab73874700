// A run as the engine's own (engine/run-attempt.ts), without git and agents: it writes the same things in the same order,
// waits where that waits, and ends in every way in which that can end.
import { AppError } from '../../src/domain/errors.ts';
import { recordFailure, recordLimit, recordSuccess } from '../../src/engine/agent-health.ts';
import type { LifecycleEvent } from '../../src/domain/lifecycle.ts';
import type { Task } from '../../src/domain/task.ts';
import { keepLease } from '../../src/engine/lease.ts';
import { RunStopped } from '../../src/engine/run-control.ts';
import type { RunControl, StopReason } from '../../src/engine/run-control.ts';
import { silentLog } from '../../src/lib/log.ts';
import type { Store, StoreOperations } from '../../src/store/store.ts';
import type { Random } from '../support/random.ts';
import { sampleEvents } from '../support/sample-tasks.ts';

export interface RunDeps {
  readonly store: Store;
  readonly worker: string;
  readonly home: string;
  readonly now: () => number;
  readonly random: Random;
  /** From then on every run succeeds at once. */
  readonly isCalm: () => boolean;
}

export async function simulateRun(deps: RunDeps, claimed: Task, control: RunControl): Promise<void> {
  const { store, now } = deps;
  const run = new SimulatedRun(deps, claimed, control);
  const stopRenewing = keepLease({ store, now, log: silentLog }, claimed.id, claimed.fence, () =>
    control.stop({ why: 'lost' }),
  );
  try {
    await run.work().catch(async (error: unknown) => run.settle(error));
  } finally {
    stopRenewing();
    await store.leases.release(claimed.id, claimed.fence);
  }
}

/** Few enough that it opens often among a dozen tasks. */
const breaker = { failures: 2, coolDownMs: 40_000 };

class SimulatedRun {
  readonly #deps: RunDeps;
  readonly #task: Task;
  readonly #control: RunControl;

  constructor(deps: RunDeps, task: Task, control: RunControl) {
    this.#deps = deps;
    this.#task = task;
    this.#control = control;
  }

  async work(): Promise<void> {
    await this.#change(sampleEvents.stepped);
    await this.#pass(4000);
    if (this.#chance(12)) return this.#defer();
    if (this.#chance(8)) return this.#failOfAgent();
    await this.#change({ type: 'stepped', step: 'agent' });
    await this.#change(sampleEvents.started);
    do await this.#turn();
    while (!(await this.#finish()));
  }

  async #turn(): Promise<void> {
    const { store, worker } = this.#deps;
    const { id, fence } = this.#task;
    const words = [{ type: 'agent.message', text: 'I look.' } as const];
    await store.events.append(id, words, { actor: `agent:${worker}`, fence });
    await this.#pass(30_000);
    if (this.#chance(8)) await this.#ask();
    await this.#change(sampleEvents.progressed);
  }

  async #ask(): Promise<void> {
    await this.#change(sampleEvents.asked);
    while (!(await this.#hasMessage())) await this.#pass(20_000);
    await this.#change(sampleEvents.answered);
  }

  async #hasMessage(): Promise<boolean> {
    const { messages } = this.#deps.store;
    const { id, fence } = this.#task;
    const given = await messages.give(id, fence);
    await messages.done(id, fence);
    return given.length > 0;
  }

  /** False: somebody wrote meanwhile. */
  async #finish(): Promise<boolean> {
    if (this.#chance(8)) return this.#end(sampleEvents.failed);
    if (this.#chance(12)) return this.#end(sampleEvents.paused);
    if (this.#chance(12)) return this.#defer().then(() => true);
    if (this.#chance(4)) return this.#reachLimit().then(() => true);
    if (this.#chance(4)) return this.#failOfAgent().then(() => true);
    await recordSuccess(this.#deps.store, this.#account, this.#deps.now());
    const { id, fence, policy } = this.#task;
    const event =
      policy === 'subagent' || policy === 'develop' ? sampleEvents.finished : sampleEvents.verified;
    return this.#deps.store.transition(async (within) => {
      if ((await within.messages.give(id, fence)).length > 0) {
        await within.messages.done(id, fence);
        return false;
      }
      await within.tasks.change(id, event, { actor: this.#actor, fence });
      return true;
    });
  }

  async #defer(): Promise<void> {
    const notBefore = this.#deps.now() + this.#deps.random.below(60_000);
    const backoff = { failures: 1, tries: 5, cause: 'an overload of the model' };
    await this.#change({ type: 'deferred', notBefore, reason: 'the model is overloaded', backoff });
  }

  /** As engine/after-error.ts. */
  async #reachLimit(): Promise<void> {
    const { now, random } = this.#deps;
    const until = now() + random.below(90_000);
    await this.#changeTogether({ type: 'deferred', notBefore: now(), reason: 'a limit' }, async (within) =>
      recordLimit(within, this.#account, until, 'no more today'),
    );
  }

  async #failOfAgent(): Promise<void> {
    const { id } = this.#task;
    await this.#changeTogether(sampleEvents.failed, async (within) =>
      recordFailure(within, this.#account, { task: id, message: 'it crashed' }, breaker, this.#deps.now()),
    );
  }

  async #changeTogether(
    event: LifecycleEvent,
    together: (within: StoreOperations) => Promise<void>,
  ): Promise<void> {
    this.#control.signal.throwIfAborted();
    const { id, fence } = this.#task;
    await this.#deps.store.transition(async (within) => {
      await within.tasks.change(id, event, { actor: this.#actor, fence });
      await together(within);
    });
  }

  async #end(event: LifecycleEvent): Promise<true> {
    await this.#change(event);
    return true;
  }

  /** As engine/settle.ts. */
  async settle(error: unknown): Promise<void> {
    const stop = this.#control.stopped ?? (error instanceof RunStopped ? error.stop : null);
    // Anything but a refusal is a bug, of the engine or of the simulation.
    if (stop === null && !(error instanceof AppError)) throw error;
    try {
      if (stop === null) await this.#write(sampleEvents.failed);
      else await this.#stop(stop);
    } catch (second) {
      if (!(second instanceof AppError)) throw second;
    }
  }

  async #stop(stop: StopReason): Promise<void> {
    if (stop.why === 'shutdown') await this.#write({ type: 'lost' });
    if (stop.why === 'paused') await this.#write(sampleEvents.paused);
    if (stop.why === 'cancelled')
      await this.#write({ type: 'cancelled', reason: stop.reason, force: stop.force });
  }

  async #change(event: LifecycleEvent): Promise<void> {
    this.#control.signal.throwIfAborted();
    await this.#write(event);
  }

  async #write(event: LifecycleEvent): Promise<void> {
    const { id, fence } = this.#task;
    await this.#deps.store.tasks.change(id, event, { actor: this.#actor, fence });
  }

  get #account(): { readonly home: string; readonly agent: string } {
    return { home: this.#deps.home, agent: this.#task.agent };
  }

  get #actor(): string {
    return `worker:${this.#deps.worker}`;
  }

  /** Some time passes, at most so much; less when the run is stopped or somebody writes. */
  async #pass(ms: number): Promise<void> {
    await this.#control.messages.next(1 + this.#deps.random.below(this.#deps.isCalm() ? 100 : ms));
    this.#control.signal.throwIfAborted();
  }

  #chance(percent: number): boolean {
    return !this.#deps.isCalm() && this.#deps.random.below(100) < percent;
  }
}
