// The decisions of a recording, given again when they were given then. One that was there before anything else of the agent
// arrived is given at once: what the driver does first depends on it.
import type { ProtocolEntry } from '../../domain/protocol-entry.ts';
import type { PermissionDecision, PermissionRequest } from '../driver.ts';

interface Recorded {
  readonly index: number;
  readonly call: string;
  readonly decision: PermissionDecision;
  readonly given: PromiseWithResolvers<PermissionDecision>;
}

export class Decisions {
  readonly #entries: readonly ProtocolEntry[];
  readonly #all: readonly Recorded[];
  readonly #asked = new Set<Recorded>();
  #at = 0;
  #given = 0;

  constructor(entries: readonly ProtocolEntry[]) {
    this.#entries = entries;
    this.#all = entries.flatMap((entry, index) => {
      if (entry.dir !== 'decided') return [];
      const { call, outcome, by } = entry;
      return [{ index, call, decision: { outcome, by }, given: Promise.withResolvers() }];
    });
  }

  /** The replay is at this entry: what was decided until here is given. */
  reach(index: number): void {
    this.#at = index;
    for (let next = this.#all[this.#given]; next !== undefined && next.index <= index;) {
      next.given.resolve(next.decision);
      this.#given += 1;
      next = this.#all[this.#given];
    }
  }

  /** One that nobody gave then is not given now either. */
  readonly decide = ({ call }: PermissionRequest): Promise<PermissionDecision> => {
    const recorded = this.#all.find((one) => one.call === call.id && !this.#asked.has(one));
    if (recorded === undefined) return Promise.withResolvers<PermissionDecision>().promise;
    this.#asked.add(recorded);
    return this.#wasNext(recorded.index) ? Promise.resolve(recorded.decision) : recorded.given.promise;
  };

  #wasNext(index: number): boolean {
    const now = this.#entries[this.#at];
    const chunk = now !== undefined && 'chunk' in now ? now.chunk : null;
    for (let place = this.#at; place < index; place += 1) {
      const entry = this.#entries[place];
      if (entry !== undefined && 'chunk' in entry && entry.chunk !== chunk) return false;
    }
    return true;
  }
}
