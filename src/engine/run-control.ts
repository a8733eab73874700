// The handle on one run under way: how to stop it, and how to tell it that somebody wrote. The dispatcher holds it.
import { Bell } from '../lib/sleep.ts';
import type { Inquiry } from '../domain/inquiry.ts';
import type { Verdict } from './approvals.ts';
import type { LimitReason } from './limits.ts';

/** Why a run ends before its agent does. */
export type StopReason =
  | { readonly why: 'cancelled'; readonly reason: string; readonly by: string; readonly force: boolean }
  /** Its agent stops; it goes on in the same copy and session when somebody says so. */
  | { readonly why: 'paused'; readonly by: string }
  /** The daemon goes down; the task goes on after the next start. */
  | { readonly why: 'shutdown' }
  /** Another claim came since, or the lease could not be kept: this run must not write any more. */
  | { readonly why: 'lost' }
  | { readonly why: 'timeout'; readonly limitMs: number };

export class RunStopped extends Error {
  readonly stop: StopReason;
  constructor(stop: StopReason) {
    super(`the run was stopped: ${stop.why}`);
    this.name = 'RunStopped';
    this.stop = stop;
  }
}

export class RunControl {
  /** Since when its task had waited in the queue: milliseconds since 1970. */
  readonly queuedAt: number | null;
  readonly #abort = new AbortController();
  /** Rings when a message was left for the agent. */
  readonly messages = new Bell();
  /** Stops a subagent of the session under way; false when there is none of that id. */
  stopSubagent: (callId: string) => Promise<boolean> = () => Promise.resolve(false);

  /** Ends the turn under way; false when none is. */
  interrupt: () => boolean = () => false;
  /** Decides what its agent asks leave for; null when it waits for no such thing. */
  decide: (id: string, verdict: Verdict) => Promise<Inquiry | null> = () => Promise.resolve(null);

  constructor(queuedAt: number | null = null) {
    this.queuedAt = queuedAt;
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** The first reason counts; a second stop changes nothing. */
  stop(reason: StopReason): void {
    if (!this.#abort.signal.aborted) this.#abort.abort(new RunStopped(reason));
    this.messages.ring();
  }

  readonly #limit = new AbortController();
  #limited: LimitReason | null = null;

  /** Aborts when the agent is at a limit that it can still be told of. */
  get limitSignal(): AbortSignal {
    return this.#limit.signal;
  }

  /** The first limit that was reached, or null. */
  get limited(): LimitReason | null {
    return this.#limited;
  }

  /** Its agent has to stop. What becomes of the task is for the run to decide; a second limit changes nothing. */
  limit(reason: LimitReason): void {
    if (this.#limited !== null) return;
    this.#limited = reason;
    this.#limit.abort();
  }

  readonly #giveUp = new AbortController();

  /** Aborts when the model of the agent only fails, and the agent goes on trying. */
  get giveUpSignal(): AbortSignal {
    return this.#giveUp.signal;
  }

  /** Ends the turn under way; the error of the model decides what becomes of the task. */
  giveUp(): void {
    this.#giveUp.abort();
  }

  get stopped(): StopReason | null {
    const reason: unknown = this.#abort.signal.reason;
    return reason instanceof RunStopped ? reason.stop : null;
  }
}
