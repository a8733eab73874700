// A subagent that works in a copy of its own: the client makes the copy, runs it there as a task, and merges what it did.
import { RequestError } from '@agentclientprotocol/sdk';
import { messageOf } from '../../../domain/errors.ts';
import type { SubagentEvent, SubagentEventBody, TerminateReason } from '../../../domain/subagent/event.ts';
import { statisticsOf } from '../../../domain/subagent/statistics.ts';
import type { FoundSubagent } from '../../../domain/subagent.ts';
import type { ElsewhereAnswer } from '../client.ts';
import { failed } from '../tools/tool.ts';
import type { Outcome, Running } from '../tools/tool.ts';
import type { TaskParams } from './task-tool.ts';

const methodNotFound = -32601;

export class ElsewhereRun {
  readonly #subagent: FoundSubagent;
  readonly #params: TaskParams;
  readonly #running: Running;
  /** Milliseconds since 1970. */
  readonly #now: () => number;
  readonly #stop = new AbortController();
  readonly #events: SubagentEvent[] = [];

  constructor(subagent: FoundSubagent, params: TaskParams, running: Running, now: () => number) {
    this.#subagent = subagent;
    this.#params = params;
    this.#running = running;
    this.#now = now;
  }

  /** Ends this run and nothing else. */
  cancel(): void {
    this.#stop.abort();
  }

  /** Rejects with the signal's reason when that aborts; whatever else happens is an outcome. */
  async run(signal: AbortSignal): Promise<Outcome> {
    await this.#begin();
    const { isError, text, reason } = await this.#ask(AbortSignal.any([signal, this.#stop.signal]));
    const terminateReason = signal.aborted ? 'CANCELLED' : reason;
    // Its rounds and tokens are those of its own task.
    const statistics = statisticsOf(this.#events, this.#now(), null);
    await this.#emit({ type: 'finish', terminateReason, result: text, statistics });
    signal.throwIfAborted();
    return isError ? failed(text) : { kind: 'done', text };
  }

  async #ask(signal: AbortSignal): Promise<ElsewhereAnswer & { readonly reason: TerminateReason }> {
    const { name, copy, limits } = this.#subagent;
    const { description, prompt } = this.#params;
    try {
      const request = { subagent: name, description, prompt, copy, limits };
      const answer = await this.#running.client.runElsewhere(request, signal);
      return { ...answer, reason: answer.isError ? 'ERROR' : 'GOAL' };
    } catch (error) {
      if (signal.aborted) return { isError: true, text: 'Task was cancelled by user', reason: 'CANCELLED' };
      return { isError: true, text: refusalOf(error, name), reason: 'ERROR' };
    }
  }

  async #begin(): Promise<void> {
    const { name, model, color, limits } = this.#subagent;
    const { description, prompt } = this.#params;
    const { maxTokens } = limits;
    const maxTurns = limits.maxTurns;
    await this.#emit({
      type: 'start',
      name,
      description,
      prompt,
      model,
      tools: [...(this.#subagent.tools ?? [])],
      maxTurns,
      maxTokens,
      color,
      copy: 'own',
    });
  }

  async #emit(body: SubagentEventBody): Promise<void> {
    const { callId, client } = this.#running;
    const event = { ...body, subagentId: callId, timestamp: this.#now() };
    this.#events.push(event);
    await client.showSubagent(callId, event, null);
  }
}

function refusalOf(error: unknown, name: string): string {
  if (error instanceof RequestError && error.code === methodNotFound)
    return `Subagent "${name}" works in a copy of its own (isolation: own), which only Tasklane's daemon can make. Use another one, or do it yourself.`;
  return `Failed to run subagent: ${messageOf(error)}`;
}
