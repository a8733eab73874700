// One run of a subagent: a conversation of its own, the tools it may have, its limits, and one message at the end.
import { messageOf } from '../../../domain/errors.ts';
import type { SubagentEvent, SubagentEventBody, TerminateReason } from '../../../domain/subagent/event.ts';
import { reportOf } from '../../../domain/subagent/report.ts';
import { statisticsOf } from '../../../domain/subagent/statistics.ts';
import type { Price } from '../../../domain/subagent/statistics.ts';
import { mayUse } from '../../../domain/subagent/tools.ts';
import type { FoundSubagent } from '../../../domain/subagent.ts';
import { wordsOf } from '../conversation.ts';
import type { Entry } from '../conversation.ts';
import type { Model, StepUsage } from '../model.ts';
import { recordTo } from '../record.ts';
import { Repetitions } from '../repetitions.ts';
import { Commands } from '../tools/commands.ts';
import type { Outcome, Running, Tool, ToolContext } from '../tools/tool.ts';
import { memoryTranscript } from '../transcript.ts';
import type { Transcript } from '../transcript.ts';
import { ask, runTurn } from '../turn.ts';
import type { TurnDeps, TurnEnd } from '../turn.ts';
import { nestedClient } from './nested-client.ts';
import type { TaskParams } from './task-tool.ts';
import { longestTimerMs } from '../../../domain/moment.ts';

export interface RunDeps {
  /** All tools of the agent. */
  readonly tools: () => Promise<readonly Tool[]>;
  readonly context: ToolContext;
  /** Throws AppError for a model that cannot be reached. */
  readonly modelFor: (subagent: FoundSubagent) => Model;
  readonly systemFor: (subagent: FoundSubagent) => Promise<string>;
  /** Of the agent itself; no subagent has more. */
  readonly maxTurns: number;
  readonly contextWindow: number;
  readonly price: Price | null;
  readonly newId: () => string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** What stops a run before its end. */
class Stopped extends Error {
  readonly why: 'TIMEOUT' | 'CANCELLED';
  constructor(why: 'TIMEOUT' | 'CANCELLED') {
    super(`the subagent was stopped: ${why}`);
    this.why = why;
  }
}

/** For the last words of a subagent whose time is over. */
const lastWordsMs = 60_000;

const lastRequest =
  'You have reached the limit that you were given and get no more tool calls. Say now, in one message, what you found or did, in which files, and what is left to do.';

export class SubagentRun {
  readonly #deps: RunDeps;
  readonly #subagent: FoundSubagent;
  readonly #params: TaskParams;
  readonly #running: Running;
  readonly #stop = new AbortController();
  readonly #events: SubagentEvent[] = [];
  readonly #transcript: Transcript;
  /** Its own: what it leaves in the background nobody else would know of. */
  readonly #commands = new Commands();
  #round = 0;

  constructor(deps: RunDeps, subagent: FoundSubagent, params: TaskParams, running: Running) {
    this.#deps = deps;
    this.#subagent = subagent;
    this.#params = params;
    this.#running = running;
    this.#transcript = memoryTranscript();
  }

  /** Ends this run and nothing else. */
  cancel(): void {
    this.#stop.abort(new Stopped('CANCELLED'));
  }

  /** Rejects with the signal's reason when that aborts; whatever else happens is an outcome. */
  async run(signal: AbortSignal): Promise<Outcome> {
    const { maxTimeMinutes } = this.#subagent.limits;
    const timer =
      maxTimeMinutes === null
        ? undefined
        : setTimeout(
            () => this.#stop.abort(new Stopped('TIMEOUT')),
            Math.min(maxTimeMinutes * 60_000, longestTimerMs),
          );
    try {
      return await this.#runToEnd(signal);
    } finally {
      clearTimeout(timer);
      await this.#commands.close();
    }
  }

  async #runToEnd(outer: AbortSignal): Promise<Outcome> {
    const signal = AbortSignal.any([outer, this.#stop.signal]);
    let reason: TerminateReason = 'GOAL';
    let error = '';
    try {
      const turn = await this.#open();
      await this.#transcript.add({ type: 'user', text: this.#params.prompt, by: 'person' });
      ({ reason, error } = await this.#work(turn, signal));
      if (reason !== 'GOAL' && reason !== 'ERROR' && reason !== 'CANCELLED')
        await this.#lastWords(turn, outer);
    } catch (thrown) {
      [reason, error] = outer.aborted ? ['CANCELLED', ''] : ['ERROR', messageOf(thrown)];
    }
    if (reason === 'ERROR') await this.#emit({ type: 'error', error });
    const text = reportOf({
      reason,
      error,
      text: this.#said(),
      actions: this.#actions(),
      limits: this.#limits,
    });
    const statistics = statisticsOf(this.#events, this.#deps.now(), this.#deps.price);
    await this.#emit({ type: 'finish', terminateReason: reason, result: text, statistics });
    outer.throwIfAborted();
    return { kind: reason === 'GOAL' ? 'done' : 'failed', text };
  }

  get #limits() {
    const { maxTurns, maxTimeMinutes, maxTokens } = this.#subagent.limits;
    return { maxTurns: Math.min(maxTurns ?? Infinity, this.#deps.maxTurns), maxTimeMinutes, maxTokens };
  }

  async #open(): Promise<TurnDeps> {
    const { client, callId, permissions } = this.#running;
    const toolbox = async (): Promise<readonly Tool[]> =>
      (await this.#deps.tools()).filter((tool) => mayUse(this.#subagent, tool.name));
    const { name, model, color } = this.#subagent;
    const { maxTurns, maxTokens } = this.#limits;
    await this.#emit({
      type: 'start',
      name,
      description: this.#params.description,
      prompt: this.#params.prompt,
      model,
      tools: (await toolbox()).map((tool) => tool.name),
      maxTurns,
      maxTokens,
      color,
      copy: 'shared',
    });
    const repetitions = new Repetitions();
    return {
      ...permissions,
      context: { ...this.#deps.context, commands: this.#commands },
      model: this.#deps.modelFor(this.#subagent),
      system: await this.#deps.systemFor(this.#subagent),
      transcript: this.#transcript,
      maxTurns,
      contextWindow: this.#deps.contextWindow,
      newId: this.#deps.newId,
      client: nestedClient({
        client,
        callId,
        emit: (event, usage) => this.#emit(event, usage),
        round: () => this.#round,
        now: this.#deps.now,
      }),
      toolbox,
      record: recordTo(this.#transcript, repetitions, this.#deps.context.workspace),
      isEndless: () => repetitions.isEndless,
      mayGoOn: (request) => this.#begin(request),
    };
  }

  async #begin(round: number): Promise<boolean> {
    const { maxTokens } = this.#limits;
    if (maxTokens !== null && statisticsOf(this.#events, 0, null).totalTokens >= maxTokens) return false;
    this.#round = round;
    await this.#emit({ type: 'round', round });
    return true;
  }

  async #work(turn: TurnDeps, signal: AbortSignal): Promise<{ reason: TerminateReason; error: string }> {
    try {
      return endOf(await runTurn(turn, signal));
    } catch (error) {
      const stopped: unknown = this.#stop.signal.reason;
      if (stopped instanceof Stopped) return { reason: stopped.why, error: '' };
      throw error;
    }
  }

  // Best effort: without an answer there is still what it said and did before.
  async #lastWords(turn: TurnDeps, outer: AbortSignal): Promise<void> {
    if (this.#subagent.limits.terminateMode === 'immediate') return;
    // Until here it may have been cancelled while its time ran out.
    const limit = AbortSignal.any([outer, AbortSignal.timeout(lastWordsMs)]);
    await this.#transcript.add({ type: 'user', text: lastRequest, by: 'agent' });
    try {
      await ask({ ...turn, onlyWords: true }, await turn.toolbox(), limit);
    } catch (error) {
      outer.throwIfAborted();
      await this.#emit({ type: 'error', error: `It could not sum up: ${messageOf(error)}` });
    }
  }

  async #emit(body: SubagentEventBody, usage?: StepUsage): Promise<void> {
    const { callId, client } = this.#running;
    const event = { ...body, subagentId: callId, timestamp: this.#deps.now() };
    this.#events.push(event);
    await client.showSubagent(callId, event, usage ?? null);
  }

  #said(): string {
    const texts = this.#transcript.entries.map(textOf).filter((text) => text !== '');
    return texts.at(-1) ?? '';
  }

  #actions(): readonly string[] {
    const titles = new Map(
      this.#events.flatMap((event) =>
        event.type === 'tool_call' ? [[event.callId, event.description]] : [],
      ),
    );
    return this.#events
      .filter((event) => event.type === 'tool_result')
      .map(({ callId, name, success }) => `${titles.get(callId) ?? name}${success ? '' : ' (failed)'}`);
  }
}

function endOf({ reason }: TurnEnd): { reason: TerminateReason; error: string } {
  switch (reason) {
    case 'end_turn':
      return { reason: 'GOAL', error: '' };
    case 'max_turn_requests':
      return { reason: 'MAX_TURNS', error: '' };
    case 'stopped':
      return { reason: 'MAX_TOKENS', error: '' };
    case 'loop':
      return { reason: 'LOOP_DETECTED', error: '' };
    case 'max_tokens':
      return { reason: 'ERROR', error: 'The model reached its output limit in the middle of an answer.' };
    case 'refusal':
      return { reason: 'ERROR', error: 'The model refused to go on with this task.' };
  }
}

function textOf(entry: Entry): string {
  if (entry.type !== 'assistant') return '';
  const words = wordsOf(entry.message).filter(({ type }) => type === 'text');
  return words
    .map(({ text }) => text)
    .join('')
    .trim();
}
