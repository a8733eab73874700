// Brings what this process commits and what others commit to the listeners in one order, each event once. Ids have no
// gaps and become visible in their order (transactions.ts), so that an id that is not the next one means: others have written,
// and all that they wrote can be read.
import { AppError } from '../../domain/errors.ts';
import type { EventRecord } from '../../domain/event.ts';
import { Bell } from '../../lib/sleep.ts';
import type { LogSource } from '../sql/session.ts';

/** How the processes wake each other. */
export interface Wake {
  /** Never rejects. */
  listen(): Promise<void>;
  send(): void;
  close(): Promise<void>;
}

// Without any hint (its sender was killed, the connection is down, a pooler swallows it) events are found this late.
const lookMs = 1000;

const pageSize = 1000;

export class LogFollower {
  readonly #source: LogSource;
  readonly #wake: Wake;
  readonly #bell = new Bell();
  readonly #loop: Promise<void>;
  #cursor: number;
  #isStopped = false;

  /** Tells everything after `cursor`, from now on. `wake` rings by calling `look`. */
  constructor(source: LogSource, cursor: number, connect: (look: () => void) => Wake) {
    this.#source = source;
    this.#cursor = cursor;
    this.#wake = connect(() => this.#bell.ring());
    this.#loop = this.#run();
  }

  /** For what this process has just committed. Told before this returns, unless others came in between. */
  committed(records: readonly EventRecord[]): void {
    if (records.length === 0) return;
    this.#wake.send();
    // A look that was under way may have found, and told, some of them already.
    const untold = this.#untold(records);
    if (untold[0]?.id === this.#cursor + 1) this.#tell(untold);
    else if (untold.length > 0) this.#bell.ring();
  }

  /** Looks no more. Once `drained` resolves, nothing is committed here any more, and the others know of all of it. */
  async stop(drained: Promise<unknown>): Promise<void> {
    this.#isStopped = true;
    this.#bell.ring();
    await Promise.all([this.#loop, drained]);
    await this.#wake.close();
  }

  async #run(): Promise<void> {
    while (!this.#isStopped) {
      // Listening first: what is committed after the look is then hinted at.
      await this.#wake.listen();
      await this.#look();
      await this.#bell.next(lookMs);
    }
  }

  async #look(): Promise<void> {
    try {
      let isMore = true;
      while (isMore && !this.#isStopped) {
        const page = await this.#source.read(this.#cursor, pageSize);
        this.#tell(this.#untold(page));
        isMore = page.length === pageSize;
      }
    } catch (error) {
      // While the server is away every call of the store says so; the next look may find it back.
      const isAway = error instanceof AppError && error.code === 'store_unreachable';
      if (!isAway && !this.#isStopped) this.#source.failed(error);
    }
  }

  #untold(records: readonly EventRecord[]): readonly EventRecord[] {
    return records.filter((record) => record.id > this.#cursor);
  }

  #tell(records: readonly EventRecord[]): void {
    const last = records.at(-1);
    if (last === undefined) return;
    this.#cursor = last.id;
    this.#source.tell(records);
  }
}
