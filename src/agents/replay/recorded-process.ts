// The other end of the wire, from a recording: it looks like an agent's process to the driver, says what the agent said, and
// counts what the driver says to it. Nothing is started.
import { Readable, Writable } from 'node:stream';
import type { AgentProcess, ProcessEnd } from '../process.ts';
import { settles } from '../settles.ts';

export class RecordedProcess implements AgentProcess {
  /** No process has this group, and nobody signals it. */
  readonly group = 0;
  readonly input: Writable;
  /** In objects, so that the driver reads the very pieces that it read then. */
  readonly output = new Readable({ objectMode: true, read: () => undefined });
  readonly ended: Promise<ProcessEnd>;
  readonly #end = Promise.withResolvers<ProcessEnd>();
  #sent = 0;
  #moved = Promise.withResolvers<void>();

  constructor() {
    this.ended = this.#end.promise;
    this.input = new Writable({
      write: (_message, _encoding, done) => {
        this.#sent += 1;
        this.#moved.resolve();
        this.#moved = Promise.withResolvers();
        done();
      },
    });
  }

  /** Lets the driver read this. */
  say(bytes: Uint8Array): void {
    this.output.push(Buffer.from(bytes));
  }

  /** Whether the driver has sent so many messages, or does so within the time. */
  async hasSent(count: number, withinMs: number): Promise<boolean> {
    const deadline = performance.now() + withinMs;
    while (this.#sent < count) {
      const left = deadline - performance.now();
      if (left <= 0 || !(await settles(this.#moved.promise, left))) return this.#sent >= count;
    }
    return true;
  }

  exit(end: ProcessEnd): void {
    this.output.push(null);
    this.#end.resolve(end);
  }

  // When it ended the recording says.
  kill(): void {
    return undefined;
  }

  async end(): Promise<void> {
    await this.ended;
  }
}
