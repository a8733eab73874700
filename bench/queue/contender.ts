// One of the queues that are measured side by side: it is filled, and then moves jobs that do nothing.

export interface Contender {
  readonly name: string;
  /** When it says that a job is taken or complete: what must have happened by then. */
  readonly durability: string;
  /** Puts so many jobs into the queue. */
  fill(jobs: number): Promise<void>;
  /**
   * Takes and completes at least `jobs` of them, at most `atOnce` at the same moment, each on its own. Returns when each
   * was complete, in milliseconds of `performance.now`, rising.
   */
  move(jobs: number, atOnce: number): Promise<readonly number[]>;
  close(): Promise<void>;
}

/** The times of what was completed, and a promise for when it was enough. */
export class Completions {
  readonly times: number[] = [];
  readonly #enough = Promise.withResolvers<void>();
  readonly #jobs: number;

  constructor(jobs: number) {
    this.#jobs = jobs;
  }

  /** To be called when one more is complete. */
  add(): void {
    this.times.push(performance.now());
    if (this.isEnough) this.#enough.resolve();
  }

  get isEnough(): boolean {
    return this.times.length >= this.#jobs;
  }

  /** For what makes the rest impossible. */
  fail(error: unknown): void {
    this.#enough.reject(error instanceof Error ? error : new Error(String(error)));
  }

  enough(): Promise<void> {
    return this.#enough.promise;
  }
}
