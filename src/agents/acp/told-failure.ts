// Some agents end a turn as if all were well though their model only failed (agents.md §0.3). What they say on the way is
// where it can be seen, each in a way of its own, which its entry names.
import { z } from 'zod';
import type { AgentEvent } from '../../domain/agent-event.ts';
import type { FailureSign } from '../facts.ts';

/** The model failed, in the agent's words, in a turn that it ended as an ordinary one. */
export class ToldFailure extends Error {}

const threadStatus = z.object({
  update: z.object({
    _meta: z.object({ codex: z.object({ threadStatus: z.object({ type: z.string() }) }) }),
  }),
});

/** Watches one turn. */
export class FailureWatch {
  readonly #sign: FailureSign;
  #words = '';
  #isBroken = false;
  #hasSpoken = false;

  constructor(sign: FailureSign) {
    this.#sign = sign;
  }

  /** An update as it came, and what was understood of it. */
  see(params: unknown, events: readonly AgentEvent[]): void {
    const status = threadStatus.safeParse(params).data?.update._meta.codex.threadStatus.type;
    if (status !== undefined) this.#isBroken = status === 'systemError';
    if (status === 'systemError') this.#words = '';
    for (const event of events) this.#hear(event);
  }

  /** The failure in the agent's words, when the turn that ended now was one. */
  get failure(): string | null {
    switch (this.#sign) {
      case 'error':
        return null;
      case 'last-message':
        return /^Error: (.+)/s.exec(this.#words)?.[1]?.trim() ?? null;
      case 'thread-status':
        return this.#isBroken ? this.#words.trim() || 'it does not say why' : null;
      case 'silence':
        return this.#hasSpoken ? null : 'it ended its turn without a word';
    }
  }

  // An error comes in one piece, an answer of the model in many: so only the last piece can be one.
  #hear(event: AgentEvent): void {
    if (event.type !== 'agent.message' && event.type !== 'agent.tool') return;
    this.#hasSpoken = event.type === 'agent.message';
    const text = event.type === 'agent.message' ? event.text : '';
    this.#words = this.#sign === 'thread-status' ? this.#words + text : text;
  }
}
