// Keeps the beginning and the end of a long output: how it started and how it ended is what tells most.

export class HeadAndTail {
  readonly #half: number;
  #head = '';
  #tail = '';
  #size = 0;

  constructor(maxChars: number) {
    this.#half = Math.floor(maxChars / 2);
  }

  add(text: string): void {
    this.#size += text.length;
    const free = this.#half - this.#head.length;
    this.#head += text.slice(0, free);
    this.#tail += text.slice(Math.max(0, free));
    // Cut now and then, not at every piece, which would copy the whole tail each time.
    if (this.#tail.length > 2 * this.#half) this.#tail = this.#tail.slice(-this.#half);
  }

  /** `hint` says how to see what was cut, given the place where that begins. */
  text(hint: (from: number) => string = () => ''): string {
    const tail = this.#tail.slice(-this.#half);
    const cut = this.#size - this.#head.length - tail.length;
    if (cut === 0) return this.#head + tail;
    return `${this.#head}\n\n[… ${cut} characters cut${hint(this.#head.length)} …]\n\n${tail}`;
  }
}
