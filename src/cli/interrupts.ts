// Ctrl-C. At once the end of any command, unless one has taken it over for a while to end in order.
import { exitCodes } from './exit-codes.ts';

// npm and other wrappers pass on the Ctrl-C that the terminal has already sent to us; no finger is that fast.
const samePressMs = 200;

export class Interrupts {
  #handler: (() => void) | null = null;
  #lastAt = -Infinity;
  readonly #onSignal = (): void => this.press(performance.now());

  listen(): this {
    process.on('SIGINT', this.#onSignal);
    return this;
  }

  /** For a command that looks after signals all by itself. */
  stopListening(): void {
    process.removeListener('SIGINT', this.#onSignal);
  }

  /** From now on, until it is given back, each press calls the handler. */
  take(handler: () => void): Disposable {
    const before = this.#handler;
    this.#handler = handler;
    return { [Symbol.dispose]: () => void (this.#handler = before) };
  }

  press(at: number): void {
    if (at - this.#lastAt < samePressMs) return;
    this.#lastAt = at;
    if (this.#handler === null) process.exit(exitCodes.cancelled);
    this.#handler();
  }
}
