// The model behind one small interface: a conversation goes in, what the model says comes out as it comes. One step is
// one answer; running the tools it calls, and asking again, is ours (turn.ts). The AI SDK is known only here and to the
// two files beside it: providers.ts, which opens a model, and model-failure.ts, which reads the SDK's errors.
import { assistantModelMessageSchema, jsonSchema, streamText, tool } from 'ai';
import type {
  AssistantModelMessage,
  JSONSchema7,
  LanguageModel,
  TextStreamPart,
  ToolModelMessage,
  ToolSet,
  UserModelMessage,
} from 'ai';
import { AppError } from '../../domain/errors.ts';
import { sleep } from '../../lib/sleep.ts';
import { failureOf } from './model-failure.ts';

// The SDK announces its warnings on stdout, which belongs to the protocol.
globalThis.AI_SDK_LOG_WARNINGS = false;

export type UserMessage = UserModelMessage;
export type AssistantMessage = AssistantModelMessage;
export type ToolMessage = ToolModelMessage;
export type Message = UserMessage | AssistantMessage | ToolMessage;

/** For answers that were kept and are read again. */
export const assistantMessage = assistantModelMessageSchema;

export interface ToolOffer {
  readonly name: string;
  readonly description: string;
  /** JSON schema of its arguments. */
  readonly schema: Readonly<Record<string, unknown>>;
}

export interface StepRequest {
  readonly system: string;
  readonly messages: readonly Message[];
  readonly tools: readonly ToolOffer[];
  /** The tools are only there because the conversation has calls of them; the answer is to be words. */
  readonly onlyWords?: boolean;
}

export interface ModelOptions {
  /** Null = the provider's default. */
  readonly temperature: number | null;
}

export interface ModelCall {
  readonly id: string;
  readonly name: string;
  /** As the model wrote it; whoever runs the tool checks it. */
  readonly input: unknown;
}

export interface StepUsage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cachedTokens: number;
}

export type StepFinish = 'done' | 'length' | 'refused';

export type ModelEvent =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'thought'; readonly text: string }
  /** The connection broke and the same step is asked for again: what came since the step began does not count. */
  | { readonly type: 'restart' }
  | {
      readonly type: 'end';
      /** Null when the model said nothing at all. */
      readonly message: AssistantMessage | null;
      readonly calls: readonly ModelCall[];
      readonly finish: StepFinish;
      readonly usage: StepUsage;
    };

export interface Model {
  /**
   * One answer; `end` is always the last event. Refused connections, 429 and 5xx are tried again with growing pauses.
   * Throws AppError `model_credentials`, `model_network`, `invalid_config` (no such model) or `internal` (the provider
   * does not take the request), each with the status in its details; or the signal's reason.
   */
  step(request: StepRequest, signal: AbortSignal): AsyncIterable<ModelEvent>;
}

// Before the answer begins the SDK tries again by itself; an answer that breaks off in the middle is ours to repeat.
const retries = 2;
const pausesMs = [500, 1500];

export function openModel(
  languageModel: LanguageModel,
  options: ModelOptions = { temperature: null },
): Model {
  return {
    step: async function* (request, signal) {
      for (const pauseMs of pausesMs) {
        try {
          yield* ask(languageModel, request, options, signal);
          return;
        } catch (error) {
          if (!isCut(error)) throw error;
          await sleep(pauseMs, signal);
          yield { type: 'restart' };
        }
      }
      yield* ask(languageModel, request, options, signal);
    },
  };
}

function isCut(error: unknown): boolean {
  return error instanceof AppError && error.details['cut'] === true;
}

async function* ask(
  model: LanguageModel,
  request: StepRequest,
  { temperature }: ModelOptions,
  signal: AbortSignal,
): AsyncGenerator<ModelEvent, void, undefined> {
  let hasBegun = false;
  try {
    const result = streamText({
      model,
      instructions: request.system,
      messages: [...request.messages],
      tools: offer(request.tools),
      ...(request.onlyWords === true && { toolChoice: 'none' as const }),
      ...(temperature !== null && { temperature }),
      maxRetries: retries,
      abortSignal: signal,
      providerOptions: {
        // Our history is complete, so nothing has to stay with the provider between two requests.
        openai: { store: false },
        // The same long beginning is sent with every step.
        anthropic: { cacheControl: { type: 'ephemeral' } },
      },
      // Errors are thrown below; the SDK would print them as well.
      onError: () => undefined,
    });
    const seen: Seen = { calls: [], last: undefined };
    for await (const part of result.stream) {
      hasBegun ||= part.type === 'start-step';
      yield* note(part, seen);
    }
    signal.throwIfAborted();
    yield { type: 'end', ...endOf(seen), message: assistantIn(await result.responseMessages) };
  } catch (error) {
    signal.throwIfAborted();
    throw failureOf(error, hasBegun);
  }
}

type Part = TextStreamPart<ToolSet>;
interface Seen {
  readonly calls: ModelCall[];
  last: Extract<Part, { type: 'finish-step' }> | undefined;
}

function* note(part: Part, seen: Seen): Generator<ModelEvent> {
  if (part.type === 'text-delta' && part.text !== '') yield { type: 'text', text: part.text };
  else if (part.type === 'reasoning-delta' && part.text !== '') yield { type: 'thought', text: part.text };
  else if (part.type === 'tool-call')
    seen.calls.push({ id: part.toolCallId, name: part.toolName, input: part.input });
  else if (part.type === 'finish-step') seen.last = part;
  else if (part.type === 'error') throw part.error;
}

function endOf(seen: Seen): { calls: readonly ModelCall[]; finish: StepFinish; usage: StepUsage } {
  const { last, calls } = seen;
  // Some servers close a broken stream politely: an answer without a reason to end has not ended.
  if (last === undefined || (last.finishReason === 'other' && last.rawFinishReason === undefined))
    throw new Error('the stream ended before the answer did');
  if (last.finishReason === 'error') throw new Error('the provider ended the answer with an error');
  return {
    calls,
    finish: finishOf(last.finishReason),
    usage: {
      inputTokens: last.usage.inputTokens ?? 0,
      outputTokens: last.usage.outputTokens ?? 0,
      cachedTokens: last.usage.inputTokenDetails.cacheReadTokens ?? 0,
    },
  };
}

function finishOf(reason: string): StepFinish {
  if (reason === 'length') return 'length';
  return reason === 'content-filter' ? 'refused' : 'done';
}

function assistantIn(messages: readonly (AssistantMessage | ToolMessage)[]): AssistantMessage | null {
  return messages.find((message) => message.role === 'assistant') ?? null;
}

function offer(tools: readonly ToolOffer[]): ToolSet {
  return Object.fromEntries(
    tools.map(({ name, description, schema }) => [
      name,
      tool({ description, inputSchema: jsonSchema(schema as JSONSchema7) }),
    ]),
  );
}
