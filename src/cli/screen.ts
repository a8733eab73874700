// A block of lines at the end of a terminal that is drawn again in place.
import type { Output } from './context.ts';
import { fit } from './text.ts';

const clearBelow = '\u001b[0J';

export class Screen {
  readonly #stream: Output & { readonly rows?: number };
  #drawn = 0;

  constructor(stream: Output & { readonly rows?: number }) {
    this.#stream = stream;
  }

  /** One write, so that nothing flickers. What is longer than the terminal is cut: what scrolled off cannot be redrawn. */
  draw(text: string): void {
    const width = (this.#stream.columns ?? 80) - 1;
    const room = Math.max(2, (this.#stream.rows ?? 24) - 1);
    const all = text.split('\n').map((line) => fit(line, width));
    const lines =
      all.length <= room ? all : [...all.slice(0, room - 1), `… and ${all.length - room + 1} more lines`];
    const back = this.#drawn === 0 ? '' : `\u001b[${this.#drawn}A`;
    this.#stream.write(`\r${back}${clearBelow}${lines.join('\n')}\n`);
    this.#drawn = lines.length;
  }
}
