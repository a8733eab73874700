// A terminal that shows the newest at its bottom: finished lines scroll up as usual, and below them stay one line of
// what is being written and one of status, drawn again in place. Nothing else of the screen is touched.
import type { Output } from './context.ts';
import { fit, fitEnd } from './text.ts';

const clearLine = '\u001b[2K';
const up = '\u001b[1A';

export class LiveView {
  readonly #stream: Output;
  readonly #dress: (line: string) => string;
  /** Lines that are drawn below the finished ones right now. */
  #drawn = 0;

  /** `dress` colours the lines at the bottom. */
  constructor(stream: Output, dress: (line: string) => string) {
    this.#stream = stream;
    this.#dress = dress;
  }

  /** `finished` stays; `writing` and `status` (plain text) are drawn again next time. One write, so nothing flickers. */
  draw(finished: readonly string[], writing: string, status: string): void {
    // A line at the bottom must not wrap, or it could not be found again to be erased.
    const width = (this.#stream.columns ?? 80) - 1;
    const bottom = [fitEnd(writing, width), fit(status, width)]
      .filter((line) => line !== '')
      .map(this.#dress);
    const text = [...finished, ...bottom].map((line) => `${line}\n`).join('');
    this.#stream.write(this.#erase() + text);
    this.#drawn = bottom.length;
  }

  #erase(): string {
    return `\r${`${up}${clearLine}`.repeat(this.#drawn)}`;
  }
}
