// Writes what an agent says into the event log, in order and in batches: a streamed answer is hundreds of small chunks,
// and one durable write for each would cost more than the agent. Nothing is kept back for longer than `delayMs`.
import type { AgentEvent } from '../domain/agent-event.ts';
import type { EventBody } from '../domain/event.ts';

export class Recorder {
  readonly #write: (bodies: readonly EventBody[]) => Promise<void>;
  readonly #onFailure: (error: unknown) => void;
  readonly #delayMs: number;
  #pending: EventBody[] = [];
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();

  /** `onFailure` is called when a write fails; what could not be written is dropped. */
  constructor(
    write: (bodies: readonly EventBody[]) => Promise<void>,
    onFailure: (error: unknown) => void,
    delayMs = 50,
  ) {
    this.#write = write;
    this.#onFailure = onFailure;
    this.#delayMs = delayMs;
  }

  add(body: EventBody): void {
    const both = joined(this.#pending.at(-1), body);
    if (both !== null) this.#pending[this.#pending.length - 1] = both;
    else this.#pending.push(body);
    this.#timer ??= setTimeout(() => void this.flush(), this.#delayMs);
  }

  /** Resolves when everything added so far is written. Never rejects. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const bodies = this.#pending;
    this.#pending = [];
    if (bodies.length > 0)
      this.#writing = this.#writing
        .then(() => this.#write(bodies))
        .catch((error: unknown) => this.#onFailure(error));
    await this.#writing;
  }
}

/** Two neighbours as one, where that loses nothing: chunks of one text, two states of one tool call. */
export function joined(before: EventBody | undefined, next: EventBody): EventBody | null {
  if (before === undefined) return null;
  if (isText(before) && isText(next) && before.type === next.type)
    return { ...next, text: before.text + next.text };
  if (before.type === 'run.output' && next.type === 'run.output' && before.source === next.source)
    return { ...next, text: before.text + next.text };
  if (before.type === 'agent.tool' && next.type === 'agent.tool' && before.call.id === next.call.id)
    return next;
  if (before.type === 'agent.usage' && next.type === 'agent.usage') return next;
  return null;
}

type Text = Extract<AgentEvent, { type: 'agent.message' | 'agent.thought' }>;
function isText(body: EventBody): body is Text {
  return body.type === 'agent.message' || body.type === 'agent.thought';
}
