// One turn: the model answers, the tools it calls run, their results go back, until it has nothing more to call.
import { AppError } from '../../domain/errors.ts';
import type { Client } from './client.ts';
import { compact, isFull } from './compaction/compact.ts';
import { addUsage, toMessages, wordsOf } from './conversation.ts';
import type { AssistantMessage, Model, ModelEvent, StepUsage } from './model.ts';
import { isOverflow } from './model-failure.ts';
import { runCalls } from './run-calls.ts';
import type { CallDeps } from './run-calls.ts';
import type { Tool } from './tools/tool.ts';
import { offersOf } from './tools/tools.ts';
import type { Transcript } from './transcript.ts';

export interface TurnDeps extends Omit<CallDeps, 'tools'> {
  readonly client: Client;
  /** Asked before each request: what there is may change while the agent works. */
  readonly toolbox: () => Promise<readonly Tool[]>;
  readonly model: Model;
  readonly system: string;
  readonly transcript: Transcript;
  readonly maxTurns: number;
  /** Tokens that the model can see at once. */
  readonly contextWindow: number;
  readonly newId: () => string;
  /** Called before each request, counted from 1. False: the turn ends here. */
  readonly mayGoOn?: (request: number) => boolean | Promise<boolean>;
  /** Whether the model only repeats itself. */
  readonly isEndless?: () => boolean;
}

export interface TurnEnd {
  /** `stopped` = mayGoOn said so; `loop` = the model only repeated itself. */
  readonly reason: 'end_turn' | 'max_tokens' | 'max_turn_requests' | 'refusal' | 'stopped' | 'loop';
  readonly usage: StepUsage;
}

// Some models now and then answer with nothing at all, which says neither that they are done nor what they did.
const nudge =
  'You answered with nothing. Go on with the work; if it is done, say what you did and how you checked it.';
const maxNudges = 2;

const nothing: StepUsage = { inputTokens: 0, outputTokens: 0, cachedTokens: 0 };

/** Rejects with the signal's reason when that aborts, and with an AppError when the model fails. */
export async function runTurn(deps: TurnDeps, signal: AbortSignal): Promise<TurnEnd> {
  let usage = nothing;
  let empty = 0;
  let hasActed = false;
  for (let request = 0; request < deps.maxTurns; request += 1) {
    if ((await deps.mayGoOn?.(request + 1)) === false) return { reason: 'stopped', usage };
    const tools = await deps.toolbox();
    const { answer, spent } = await askWithRoom(deps, tools, signal);
    usage = addUsage(addUsage(usage, spent), answer.usage);
    if (answer.calls.length > 0) {
      await runCalls(answer.calls, { ...deps, tools }, signal);
      if (deps.isEndless?.() === true) return { reason: 'loop', usage };
      hasActed = true;
      empty = 0;
    } else if (answer.finish === 'length') return { reason: 'max_tokens', usage };
    else if (answer.finish === 'refused') return { reason: 'refusal', usage };
    else if (saysSomething(answer.message)) return { reason: 'end_turn', usage };
    else {
      empty += 1;
      // Work that was done counts without its summary; a turn of nothing at all is no end.
      if (empty > maxNudges && hasActed) return { reason: 'end_turn', usage };
      if (empty > maxNudges)
        throw new AppError('internal', `The model answered with nothing, ${empty} times.`);
      await deps.transcript.add({ type: 'user', text: nudge, by: 'agent' });
    }
  }
  return { reason: 'max_turn_requests', usage };
}

type Answer = Extract<ModelEvent, { type: 'end' }>;

// The provider has the last word on what fits; when it says no, the conversation is shortened once and asked again.
async function askWithRoom(
  deps: TurnDeps,
  tools: readonly Tool[],
  signal: AbortSignal,
): Promise<{ readonly answer: Answer; readonly spent: StepUsage }> {
  const offers = offersOf(tools);
  let spent = nothing;
  if (isFull(deps, offers)) spent = (await compact(deps, offers, 'full', signal)) ?? nothing;
  try {
    return { answer: await ask(deps, tools, signal), spent };
  } catch (error) {
    if (!isOverflow(error)) throw error;
    const more = (await compact(deps, offers, 'overflow', signal)) ?? nothing;
    return { answer: await ask(deps, tools, signal), spent: addUsage(spent, more) };
  }
}

/** One answer of the model, shown as it comes and kept. Rejects as runTurn does. */
export async function ask(
  deps: Pick<TurnDeps, 'client' | 'transcript' | 'system' | 'model' | 'newId'> & {
    readonly onlyWords?: boolean;
  },
  tools: readonly Tool[],
  signal: AbortSignal,
): Promise<Answer> {
  const { client, transcript, system, onlyWords = false } = deps;
  const messages = toMessages(transcript.entries);
  const request = { system, messages, tools: offersOf(tools), onlyWords };
  let messageId = deps.newId();
  for await (const event of deps.model.step(request, signal)) {
    switch (event.type) {
      case 'text':
        await client.say(event.text, messageId);
        break;
      case 'thought':
        await client.think(event.text, messageId);
        break;
      case 'restart':
        // What was said so far stays visible; the answer begins anew under an id of its own.
        messageId = deps.newId();
        break;
      case 'end': {
        const { message, usage } = event;
        if (message !== null) await transcript.add({ type: 'assistant', message, usage });
        await client.showUsage(usage);
        return event;
      }
    }
  }
  throw new Error('the model ended a step without its end');
}

function saysSomething(message: AssistantMessage | null): boolean {
  return message !== null && wordsOf(message).some(({ type, text }) => type === 'text' && text.trim() !== '');
}
