// Answers that never change, kept for the next one who asks: the newest few, so that they take no memory to speak of.

export class Remembered<Value> {
  readonly #most: number;
  readonly #kept = new Map<string, { readonly value: Value }>();

  constructor(most: number) {
    this.#most = most;
  }

  /** As it is kept, or as `find` answers now. What is thrown is not kept; two who ask at once both find. */
  async get(key: string, find: () => Promise<Value>): Promise<Value> {
    const known = this.#kept.get(key) ?? { value: await find() };
    // What was used last is forgotten last.
    this.#kept.delete(key);
    this.#kept.set(key, known);
    const [oldest] = this.#kept.keys();
    if (oldest !== undefined && this.#kept.size > this.#most) this.#kept.delete(oldest);
    return known.value;
  }
}
