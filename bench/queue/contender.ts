// One of the queues that are measured side by side: it is filled, and then moves jobs that do nothing.

export interface Contender {
  readonly name: string;
  /** When it says that a job is taken or complete: what must have happened by then. */
  readonly durability: string;
  /** Puts so many jobs into the queue. */
  fill(jobs: number): Promise<void>;
  /**
   * Takes and completes at least `jobs` of them, at most `atOnce` at the same moment, each on its own.
   */
  move(jobs: number, atOnce: number): Promise<Moved>;
  close(): Promise<void>;
}

export interface Moved {
  /** When each was complete, in milliseconds of `performance.now`, rising. */
  readonly times: readonly number[];
  /** Milliseconds of processor time that this process spent from the first completion to the last. */
  readonly cpuMs: number;
}

/** The times of what was completed, and a promise for when it was enough. */
export class Completions {
  readonly #times: number[] = [];
  #from: NodeJS.CpuUsage | undefined;
  #spent = 0;
  readonly #enough = Promise.withResolvers<void>();
  readonly #jobs: number;

  constructor(jobs: number) {
    this.#jobs = jobs;
  }

  /** To be called when one more is complete. */
  add(): void {
    this.#times.push(performance.now());
    this.#from ??= process.cpuUsage();
    const { user, system } = process.cpuUsage(this.#from);
    this.#spent = (user + system) / 1000;
    if (this.isEnough) this.#enough.resolve();
  }

  get isEnough(): boolean {
    return this.#times.length >= this.#jobs;
  }

  get moved(): Moved {
    return { times: this.#times, cpuMs: this.#spent };
  }

  /** For what makes the rest impossible. */
  fail(error: unknown): void {
    this.#enough.reject(error instanceof Error ? error : new Error(String(error)));
  }

  enough(): Promise<void> {
    return this.#enough.promise;
  }
}
