// What a session said and asked, with waiting for what it will say.
import type { AgentEvent, ToolCall } from '../../../src/domain/agent-event.ts';
import type { PermissionDecision, PermissionRequest } from '../../../src/agents/driver.ts';

const patienceMs = 60_000;

export class Recorder {
  readonly events: AgentEvent[] = [];
  readonly requests: PermissionRequest[] = [];
  #changed = Promise.withResolvers<void>();

  readonly onEvent = (event: AgentEvent): void => {
    this.events.push(event);
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
  };

  readonly allow = (request: PermissionRequest): Promise<PermissionDecision> =>
    this.#decide(request, 'allow');
  readonly deny = (request: PermissionRequest): Promise<PermissionDecision> => this.#decide(request, 'deny');

  /** Everything it said as its message, put together. */
  get message(): string {
    return this.events.flatMap((event) => (event.type === 'agent.message' ? [event.text] : [])).join('');
  }

  get notes(): readonly string[] {
    return this.events.flatMap((event) => (event.type === 'agent.note' ? [event.text] : []));
  }

  /** The newest state of each tool call. */
  get calls(): readonly ToolCall[] {
    const byId = new Map(
      this.events.flatMap((event) => (event.type === 'agent.tool' ? [[event.call.id, event.call]] : [])),
    );
    return [...byId.values()];
  }

  /** Resolves when the condition holds; looked at after every event. */
  async until(condition: (recorder: Recorder) => boolean): Promise<void> {
    const timeout = AbortSignal.timeout(patienceMs);
    const late = new Promise<never>((_, reject) => {
      timeout.addEventListener('abort', () =>
        reject(new Error(`waited in vain; it said ${JSON.stringify(this.events)}`)),
      );
    });
    while (!condition(this)) await Promise.race([this.#changed.promise, late]);
  }

  async #decide(request: PermissionRequest, outcome: 'allow' | 'deny'): Promise<PermissionDecision> {
    this.requests.push(request);
    return { outcome, by: 'the test' };
  }
}
