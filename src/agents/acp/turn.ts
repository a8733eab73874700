// One turn of a session from prompt to answer: why it was stopped, if it was, and how far it got.
import type { TurnEnd } from '../driver.ts';
import type { FailureSign } from '../facts.ts';
import { Rounds } from './rounds.ts';
import { FailureWatch } from './told-failure.ts';

export type StopReason = 'cancelled' | 'max_turns';

export class Turn {
  readonly rounds = new Rounds();
  readonly watch: FailureWatch;
  readonly #stopping = Promise.withResolvers<void>();
  readonly #over = Promise.withResolvers<void>();
  #stopped: StopReason | null = null;

  constructor(sign: FailureSign) {
    this.watch = new FailureWatch(sign);
  }

  /** Why we ended it; null while we did not. */
  get stopped(): StopReason | null {
    return this.#stopped;
  }

  /** Resolves when somebody wants it to end. */
  get stopping(): Promise<void> {
    return this.#stopping.promise;
  }

  /** Resolves when the agent answered, or is gone. */
  get over(): Promise<void> {
    return this.#over.promise;
  }

  stop(reason: StopReason): void {
    this.#stopped = reason;
    this.#stopping.resolve();
  }

  finish(): void {
    this.#over.resolve();
  }
}

/** An agent's stop reason in our words. An unknown one counts as the ordinary end: the evidence decides. */
export function endOf(stopReason: string | undefined): TurnEnd {
  switch (stopReason) {
    case 'cancelled':
      return { kind: 'cancelled' };
    case 'max_tokens':
      return { kind: 'max_tokens' };
    case 'max_turn_requests':
      return { kind: 'max_turns' };
    case 'refusal':
      return { kind: 'refused' };
    default:
      return { kind: 'ended' };
  }
}
