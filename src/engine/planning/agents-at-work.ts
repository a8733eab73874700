// The agents that only read, planners and judges, which work beside the tasks: one at a time for each project, the others wait.
// Whoever asked for one may wait for its end or end it; the end of the daemon ends all.
import type { ProjectId } from '../../domain/ids.ts';
import { SerialByKey } from '../../lib/serial.ts';
import { sleep } from '../../lib/sleep.ts';

export interface AgentAtWork {
  /** Never rejects. */
  readonly done: Promise<void>;
  /** False while it waits for its turn. */
  readonly isBegun: boolean;
  readonly stop: AbortController;
}

/** `Key`: what one of them is for; at most one for each. */
export class AgentsAtWork<Key> {
  readonly #turns = new SerialByKey();
  readonly #running = new Map<Key, AgentAtWork>();

  /** Answers at once. `failed` hears what the work threw, unless it was stopped. */
  begin(
    key: Key,
    project: ProjectId,
    work: (signal: AbortSignal) => Promise<void>,
    failed: (error: unknown) => void,
  ): void {
    const stop = new AbortController();
    const running = { isBegun: false, stop };
    const done = this.#turns
      .run(project, async () => {
        stop.signal.throwIfAborted();
        running.isBegun = true;
        await work(stop.signal);
      })
      .catch((error: unknown) => {
        if (!stop.signal.aborted) failed(error);
      })
      .finally(() => this.#running.delete(key));
    this.#running.set(key, Object.assign(running, { done }));
  }

  get(key: Key): AgentAtWork | undefined {
    return this.#running.get(key);
  }

  /**
   * Resolves when it has ended, when `ms` are over, or when what `or` began has; at once where none is at work. The signal
   * that `or` gets aborts then.
   */
  async settled(key: Key, ms: number, or?: (over: AbortSignal) => Promise<void>): Promise<void> {
    const running = this.#running.get(key);
    if (running === undefined || ms === 0) return;
    const over = new AbortController();
    const ways = [running.done, sleep(ms, over.signal).catch(() => undefined)];
    await Promise.race(or === undefined ? ways : [...ways, or(over.signal)]);
    over.abort();
  }

  /** Ends all of them, and waits for that. */
  async stopAll(): Promise<void> {
    const running = [...this.#running.values()];
    for (const { stop } of running) stop.abort(new Error('the daemon is stopping'));
    await Promise.all(running.map(({ done }) => done));
  }
}
