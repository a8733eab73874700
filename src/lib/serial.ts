// Runs work one after the other per key, in the order it was asked for. Different keys do not wait for each other.

export class SerialByKey {
  readonly #tails = new Map<string, Promise<unknown>>();

  /** Resolves or rejects with what `work` does, after everything asked for earlier under this key has ended. */
  async run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.#tails.get(key) ?? Promise.resolve();
    const mine = before.then(work, work);
    // Those behind wait for the end, not for success.
    const tail = mine.catch(() => undefined);
    this.#tails.set(key, tail);
    try {
      return await mine;
    } finally {
      if (this.#tails.get(key) === tail) this.#tails.delete(key);
    }
  }

  /** Resolves when nothing that was asked for so far is under way any more. */
  async idle(): Promise<void> {
    await Promise.all(this.#tails.values());
  }
}
