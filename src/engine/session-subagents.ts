// Subagents that an agent starts with the tools of its session. No tool may wait for as long as a subagent works, so that one
// is begun by one call and heard of by the next ones.
import type { SubagentAnswer } from '../agents/driver.ts';
import { AppError, messageOf } from '../domain/errors.ts';
import { sleep } from '../lib/sleep.ts';
import type { RunContext } from './run-context.ts';

export interface WantedSubagent {
  readonly subagent: string;
  /** In three to five words. */
  readonly description: string;
  readonly prompt: string;
}

/** Of one run, also those that have ended. */
const mostRuns = 50;

const noLimits = { maxTurns: null, maxTimeMinutes: null, maxTokens: null };

export class SessionSubagents {
  readonly #run: RunContext;
  readonly #answers = new Map<string, Promise<SubagentAnswer>>();

  constructor(run: RunContext) {
    this.#run = run;
  }

  /** Begins one in a copy of its own, and returns by which name it is asked for. Throws `invalid_input` for too many. */
  start(wanted: WantedSubagent): string {
    if (this.#answers.size >= mostRuns)
      throw new AppError('invalid_input', `You have had ${mostRuns} subagents; that is the most.`, {
        next: 'Do the rest yourself.',
      });
    const id = `s${this.#answers.size + 1}`;
    // It ends with its task, whatever becomes of this session; nobody else stops it.
    const { signal } = new AbortController();
    const request = { ...wanted, copy: 'own', limits: noLimits } as const;
    const answer = this.#run.runSubagent(request, signal).catch((error: unknown): SubagentAnswer => ({
      isError: true,
      text: `Failed to run subagent: ${messageOf(error)}`,
    }));
    this.#answers.set(id, answer);
    return id;
  }

  /** Its answer, or null when it still works after so many milliseconds. Throws `not_found`. */
  async answer(id: string, waitMs: number, signal: AbortSignal): Promise<SubagentAnswer | null> {
    const answer = this.#answers.get(id);
    if (answer === undefined)
      throw new AppError('not_found', `You have no subagent “${id}”.`, {
        next:
          this.#answers.size === 0
            ? 'Start one with run_subagent.'
            : `Yours are ${[...this.#answers.keys()].join(', ')}.`,
      });
    const over = new AbortController();
    try {
      const ends = AbortSignal.any([signal, over.signal]);
      return await Promise.race([answer, sleep(waitMs, ends).then(() => null)]);
    } finally {
      over.abort();
    }
  }
}
