// One conversation that is open: what it remembers, and one turn of it at a time.
import { modeOf, resultsById, wordsOf, callsOf, interrupted } from './conversation.ts';
import type { Entry, Mode, ResultEntry } from './conversation.ts';
import type { Client } from './client.ts';
import type { Model, ModelCall } from './model.ts';
import { recordTo } from './record.ts';
import { Repetitions } from './repetitions.ts';
import { shown } from './run-calls.ts';
import type { Tool, ToolContext } from './tools/tool.ts';
import type { Transcript } from './transcript.ts';
import { runTurn } from './turn.ts';
import type { TurnEnd } from './turn.ts';

export interface SessionDeps {
  readonly transcript: Transcript;
  readonly context: ToolContext;
  readonly toolbox: () => Promise<readonly Tool[]>;
  readonly model: Model;
  readonly system: string;
  readonly maxTurns: number;
  readonly contextWindow: number;
  readonly newId: () => string;
}

export class Session {
  readonly #deps: SessionDeps;
  /** What a person allowed for good in this session. */
  readonly #allowed = new Set<string>();
  #turn: AbortController | null = null;
  #ended: Promise<unknown> = Promise.resolve();

  constructor(deps: SessionDeps) {
    this.#deps = deps;
  }

  get mode(): Mode {
    return modeOf(this.#deps.transcript.entries);
  }

  get isWorking(): boolean {
    return this.#turn !== null;
  }

  async setMode(mode: Mode): Promise<void> {
    await this.#deps.transcript.add({ type: 'mode', mode });
  }

  /** Only when it is not working. Null = cancelled. Throws AppError when the model fails. */
  async prompt(text: string, client: Client, signal: AbortSignal): Promise<TurnEnd | null> {
    if (this.#turn !== null) throw new Error('a session takes one prompt at a time');
    const turn = new AbortController();
    this.#turn = turn;
    const work = this.#run(text, client, turn, AbortSignal.any([turn.signal, signal]));
    this.#ended = work.catch(() => undefined);
    try {
      return await work;
    } finally {
      this.#turn = null;
    }
  }

  /** Resolves when the turn, if there is one, has ended and nothing it started is left. Never rejects. */
  async cancel(): Promise<void> {
    this.#turn?.abort();
    await this.#ended;
  }

  /** Shows the client all that was said and done, as the protocol wants it of a loaded session. */
  async replay(client: Client): Promise<void> {
    const { entries } = this.#deps.transcript;
    const past = { results: resultsById(entries), tools: await this.#deps.toolbox() };
    for (const entry of entries) await replayEntry(entry, past, client, this.#deps.newId());
  }

  async #run(
    text: string,
    client: Client,
    turn: AbortController,
    signal: AbortSignal,
  ): Promise<TurnEnd | null> {
    const { transcript } = this.#deps;
    const repetitions = new Repetitions();
    try {
      await transcript.add({ type: 'user', text, by: 'person' });
      return await runTurn(
        {
          ...this.#deps,
          client,
          isEndless: () => repetitions.isEndless,
          mustAsk: (tool, call) =>
            tool.effect !== 'free' && this.mode === 'ask' && !this.#allowed.has(likeness(tool, call)),
          allowAlways: (tool, call) => this.#allowed.add(likeness(tool, call)),
          record: recordTo(transcript, repetitions, this.#deps.context.workspace),
          cancel: () => turn.abort(),
        },
        signal,
      );
    } catch (error) {
      if (signal.aborted) return null;
      throw error;
    }
  }
}

// Who allows an edit allows edits; who allows a command allows this very command.
function likeness(tool: Tool, call: ModelCall): string {
  return tool.effect === 'edits' ? 'edits' : JSON.stringify([tool.name, call.input]);
}

interface Past {
  readonly results: ReadonlyMap<string, ResultEntry>;
  readonly tools: readonly Tool[];
}

async function replayEntry(entry: Entry, past: Past, client: Client, messageId: string): Promise<void> {
  if (entry.type === 'user' && entry.by === 'person') await client.heard(entry.text);
  if (entry.type !== 'assistant') return;
  for (const { type, text } of wordsOf(entry.message)) {
    if (type === 'text') await client.say(text, messageId);
    else await client.think(text, messageId);
  }
  for (const call of callsOf(entry.message)) await replayCall(call, past, client);
}

async function replayCall(call: ModelCall, { results, tools }: Past, client: Client): Promise<void> {
  const result = results.get(call.id);
  const status = result === undefined || result.isError ? 'failed' : 'completed';
  await client.showCall(shown(call, tools), {
    status,
    text: result?.text ?? interrupted,
    diffs: result?.diffs ?? [],
  });
}
