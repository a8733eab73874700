// Requests that may be sent again: each is done once, and whoever sends it again gets the same answer. Those that come
// while it is being done wait for it.
import type { AnswerFound, RepeatableRequest, Store } from '../store/store.ts';

export type { RepeatableRequest } from '../store/store.ts';

/** How long an answer is kept. */
const keepMs = 24 * 3_600_000;

export class KeptAnswers {
  readonly #store: Pick<Store, 'answers'>;
  /** Those that this process is doing now. */
  readonly #running = new Map<string, Promise<void>>();

  constructor(store: Pick<Store, 'answers'>) {
    this.#store = store;
  }

  /**
   * Does the request unless it was done before. `work` returns its answer, or null when it came to nothing; that is not
   * kept. `done` has the kept answer of an earlier time; `begun`: a process that has ended, or another one, was at it.
   */
  async once(
    request: RepeatableRequest,
    work: () => Promise<string | null>,
  ): Promise<Exclude<AnswerFound, { kind: 'new' }> | { readonly kind: 'did' }> {
    const id = JSON.stringify([request.actor, request.key]);
    for (;;) {
      // Asked and set without an await between them: of those that come at once, one goes on.
      const running = this.#running.get(id);
      if (running !== undefined) {
        await running;
        continue;
      }
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#running.set(id, promise);
      try {
        const found = await this.#store.answers.begin(request, keepMs);
        if (found.kind !== 'new') return found;
        await this.#do(request, work);
        return { kind: 'did' };
      } finally {
        this.#running.delete(id);
        resolve();
      }
    }
  }

  async #do(request: RepeatableRequest, work: () => Promise<string | null>): Promise<void> {
    let answer: string | null = null;
    try {
      answer = await work();
    } finally {
      if (answer === null) await this.#store.answers.drop(request);
    }
    if (answer !== null) await this.#store.answers.keep(request, answer);
  }
}
