// Writes into the protocol log what is asked of a session and what becomes of it; what goes over the wire the drivers write
// themselves. One wrapper for every driver, so that a log looks the same whatever the agent speaks.
import { AppError } from '../domain/errors.ts';
import type { Tap } from '../domain/protocol-entry.ts';
import type { AgentDriver, AgentSession, SessionOptions, ToolAccess, TurnEnd } from './driver.ts';

/** The same driver; sessions that are opened with a `tap` tell it everything. */
export function tapped(driver: AgentDriver): AgentDriver {
  return {
    protocol: driver.protocol,
    open: async (options, signal) => {
      const { tap } = options;
      return tap === undefined ? driver.open(options, signal) : open(driver, options, tap, signal);
    },
  };
}

async function open(
  driver: AgentDriver,
  options: SessionOptions,
  tap: Tap,
  signal: AbortSignal,
): Promise<AgentSession> {
  const { entry, model, resume, maxTurns } = options;
  const { name, title, askMode, facts } = entry;
  const agent = { name, title, askMode, failures: facts?.quirks.failures ?? 'error' } as const;
  tap({ dir: 'open', protocol: driver.protocol, agent, model, resume, maxTurns });
  try {
    const session = await driver.open({ ...options, decide: decided(options, tap) }, signal);
    tap({ dir: 'end', of: 'open', end: session.resumed ? 'resumed' : 'opened' });
    return new TappedSession(session, tap);
  } catch (error) {
    tap({ dir: 'end', of: 'open', end: codeOf(error) });
    throw error;
  }
}

function decided({ decide }: SessionOptions, tap: Tap): SessionOptions['decide'] {
  return async (request, signal) => {
    const decision = await decide(request, signal);
    tap({ dir: 'decided', call: request.call.id, outcome: decision.outcome, by: decision.by });
    return decision;
  };
}

/** How an error is spoken of in the log: by its code. */
export function codeOf(error: unknown): string {
  return error instanceof AppError ? error.code : 'internal';
}

class TappedSession implements AgentSession {
  readonly #session: AgentSession;
  readonly #tap: Tap;

  constructor(session: AgentSession, tap: Tap) {
    this.#session = session;
    this.#tap = tap;
  }

  get sessionId(): string | null {
    return this.#session.sessionId;
  }
  get resumed(): boolean {
    return this.#session.resumed;
  }
  get processGroup(): number | null {
    return this.#session.processGroup;
  }
  get agentInfo(): string {
    return this.#session.agentInfo;
  }
  get toolAccess(): ToolAccess {
    return this.#session.toolAccess;
  }
  get rounds(): number | null {
    return this.#session.rounds;
  }

  async prompt(text: string): Promise<TurnEnd> {
    this.#tap({ dir: 'call', call: 'prompt', text });
    try {
      const end = await this.#session.prompt(text);
      this.#tap({ dir: 'end', of: 'prompt', end: end.kind });
      return end;
    } catch (error) {
      this.#tap({ dir: 'end', of: 'prompt', end: codeOf(error) });
      throw error;
    }
  }

  cancel(): Promise<void> {
    this.#tap({ dir: 'call', call: 'cancel', text: '' });
    return this.#session.cancel();
  }

  stopSubagent(callId: string): Promise<boolean> {
    this.#tap({ dir: 'call', call: 'stop_subagent', text: callId });
    return this.#session.stopSubagent(callId);
  }

  close(): Promise<void> {
    this.#tap({ dir: 'call', call: 'close', text: '' });
    return this.#session.close();
  }
}
