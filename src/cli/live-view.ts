// A terminal that shows the newest at its bottom: finished lines scroll up as usual, and below them stay one line of
// what is being written and one of status, drawn again in place. Nothing else of the screen is touched.
import type { Output } from './context.ts';
import { fit } from './text.ts';

const clearLine = '\u001b[2K';
const up = '\u001b[1A';

export class LiveView {
  readonly #stream: Output;
  /** Lines that are drawn below the finished ones right now. */
  #drawn = 0;

  constructor(stream: Output) {
    this.#stream = stream;
  }

  /** Lines that stay, then the ones that are drawn again next time. One write, so that nothing flickers. */
  draw(finished: readonly string[], live: readonly string[]): void {
    const width = (this.#stream.columns ?? 80) - 1;
    // A live line must not wrap, or it could not be found again to be erased.
    const below = live.filter((line) => line !== '').map((line) => fit(line, width));
    const text = [...finished, ...below].map((line) => `${line}\n`).join('');
    this.#stream.write(this.#erase() + text);
    this.#drawn = below.length;
  }

  #erase(): string {
    return `\r${`${up}${clearLine}`.repeat(this.#drawn)}`;
  }
}
