/** Who is told of things of one kind as they happen, one after the other. Nothing is kept for who comes later. */
export class Listeners<T> {
  readonly #listeners = new Set<(news: T) => void>();

  /** Returns how to stop listening. The listener must not throw; it may stop, or begin another one, while it is told. */
  listen(listener: (news: T) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  tell(news: T): void {
    for (const listener of this.#listeners) listener(news);
  }
}
