// Who goes next. Everything that leaves an actor (a call of the store, an event on its way) stands in line here until the
// driver grants it, one at a time and in an order that the seed decides: so every interleaving can happen, and happen again.
import type { Random } from '../support/random.ts';

export interface Actor {
  readonly name: string;
  /** Nothing of it is granted before. */
  stalledUntil: number;
  /** Nothing of it is granted any more, and nothing comes back to it. */
  isDead: boolean;
}

interface Turn {
  readonly actor: Actor;
  readonly what: string;
  readonly go: () => Promise<void>;
}

/** Where a process dies: before its call reached the store, or after, when only the answer is lost. */
export type Death = 'before' | 'after';

export class Turns {
  #waiting: Turn[] = [];
  /** What the call that is under way does to its caller. */
  #answerIsLost = false;

  /** The result of `work`, some time later. Never, when the actor dies meanwhile. */
  take<T>(actor: Actor, what: string, work: () => Promise<T>): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const go = async (): Promise<void> => {
      try {
        const value = await work();
        if (!this.#answerIsLost) resolve(value);
      } catch (error) {
        if (!this.#answerIsLost) reject(error instanceof Error ? error : new Error(String(error)));
      }
    };
    this.#waiting.push({ actor, what, go });
    return promise;
  }

  /** Lets one of those that may go do so, to its end; `death` may kill its actor at it. False: nobody may. */
  async grant(
    random: Random,
    now: number,
    death: (actor: Actor, what: string) => Death | null,
  ): Promise<boolean> {
    this.#waiting = this.#waiting.filter((turn) => !turn.actor.isDead);
    const able = this.#waiting.filter(
      (turn) => turn.actor.stalledUntil <= now && isFirstEvents(turn, this.#waiting),
    );
    if (able.length === 0) return false;
    const calls = able.filter((turn) => turn.what !== 'events');
    // Events are slow, so that what a board believes often is not so any more.
    const turn = random.pick(calls.length > 0 && random.below(10) > 0 ? calls : able);
    this.#waiting.splice(this.#waiting.indexOf(turn), 1);
    const how = death(turn.actor, turn.what);
    if (how !== null) turn.actor.isDead = true;
    this.#answerIsLost = how !== null;
    if (how !== 'before') await turn.go();
    // All that follows from it happens before the next is granted.
    await new Promise(setImmediate);
    return true;
  }
}

// Events reach an actor in their order; calls of its tasks do not wait for each other.
function isFirstEvents(turn: Turn, all: readonly Turn[]): boolean {
  if (turn.what !== 'events') return true;
  return all.find((other) => other.actor === turn.actor && other.what === 'events') === turn;
}
