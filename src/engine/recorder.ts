// Writes what an agent says into the event log, in order and in batches: a streamed answer is hundreds of small chunks,
// and one durable write for each would cost more than the agent. Nothing is kept back for longer than `delayMs`; only a
// tool that goes on putting out is written at most once in `outputMs`, because some agents send all of its output again
// with every line (agents.md §3).
import type { AgentEvent } from '../domain/agent-event.ts';
import type { EventBody } from '../domain/event.ts';

export class Recorder {
  readonly #write: (bodies: readonly EventBody[]) => Promise<void>;
  readonly #onFailure: (error: unknown) => void;
  readonly #delayMs: number;
  readonly #outputMs: number;
  /** Calls whose running state was written a moment ago, with what came since. */
  readonly #held = new Map<string, { newest: EventBody | null }>();
  #pending: EventBody[] = [];
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();

  /** `onFailure` is called when a write fails; what could not be written is dropped. */
  constructor(
    write: (bodies: readonly EventBody[]) => Promise<void>,
    onFailure: (error: unknown) => void,
    { delayMs = 50, outputMs = 1_000 }: { readonly delayMs?: number; readonly outputMs?: number } = {},
  ) {
    this.#write = write;
    this.#onFailure = onFailure;
    this.#delayMs = delayMs;
    this.#outputMs = outputMs;
  }

  add(body: EventBody): void {
    if (body.type === 'agent.tool' && this.#holds(body)) return;
    this.#put(body);
  }

  /** Only what its running state adds is kept back: where a call begins and how it ends is told at once. */
  #holds(body: Extract<EventBody, { type: 'agent.tool' }>): boolean {
    const { id, status } = body.call;
    const held = this.#held.get(id);
    if (status !== 'running') {
      this.#held.delete(id);
      return false;
    }
    if (held !== undefined) {
      held.newest = body;
      return true;
    }
    const opened: { newest: EventBody | null } = { newest: null };
    this.#held.set(id, opened);
    const timer = setTimeout(() => {
      if (this.#held.get(id) === opened) this.#release(id);
    }, this.#outputMs);
    timer.unref();
    return false;
  }

  #release(id: string): void {
    const newest = this.#held.get(id)?.newest ?? null;
    this.#held.delete(id);
    if (newest !== null) this.add(newest);
  }

  #put(body: EventBody): void {
    const both = joined(this.#pending.at(-1), body);
    if (both !== null) this.#pending[this.#pending.length - 1] = both;
    else this.#pending.push(body);
    this.#timer ??= setTimeout(() => void this.#writePending(), this.#delayMs);
  }

  /** Resolves when everything added so far is written. Never rejects. */
  async flush(): Promise<void> {
    for (const { newest } of this.#held.values()) if (newest !== null) this.#put(newest);
    this.#held.clear();
    await this.#writePending();
  }

  async #writePending(): Promise<void> {
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
