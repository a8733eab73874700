// What one piece of a model's answer says: a server-sent event of a stream, or the whole answer. Formats: OpenAI's chat
// completions and responses, Anthropic's messages, Gemini's generateContent.
import type { TokenCount, WireFormat } from './call.ts';
import { countAt, field, listAt, textAt } from './fields.ts';

export interface Piece {
  readonly model: string | null;
  /** Totals of this answer so far, where it says them. */
  readonly tokens: Partial<TokenCount>;
  /** The provider's words for what went wrong. */
  readonly error: string | null;
  /** Characters that the model wrote in it. */
  readonly characters: number;
  /** The answer is complete with it. */
  readonly isEnd: boolean;
}

const readers: Readonly<Record<WireFormat, (data: unknown) => Piece>> = {
  chat,
  responses,
  messages,
  gemini,
};

export function readPiece(format: WireFormat, data: unknown): Piece {
  return readers[format](data);
}

/** The provider's words in the body of an error answer, whatever its format; null for none. */
export function errorText(data: unknown): string | null {
  const first = Array.isArray(data) ? (data as unknown[])[0] : data;
  return (
    textAt(first, 'error', 'message') ??
    textAt(first, 'error') ??
    textAt(first, 'message') ??
    textAt(first, 'detail')
  );
}

function chat(data: unknown): Piece {
  const usage = field(data, 'usage');
  const choices = listAt(data, 'choices');
  return {
    model: textAt(data, 'model'),
    tokens: known({
      input: countAt(usage, 'prompt_tokens'),
      cached:
        countAt(usage, 'prompt_tokens_details', 'cached_tokens') ?? countAt(usage, 'prompt_cache_hit_tokens'),
      output: countAt(usage, 'completion_tokens'),
    }),
    error: field(data, 'error') === undefined ? null : errorText(data),
    characters: choices.reduce<number>((sum, choice) => sum + charactersOfChoice(choice), 0),
    isEnd: data === '[DONE]' || choices.some((choice) => textAt(choice, 'finish_reason') !== null),
  };
}

function charactersOfChoice(choice: unknown): number {
  const delta = field(choice, 'delta') ?? field(choice, 'message');
  const calls = listAt(delta, 'tool_calls').map((call) => textAt(call, 'function', 'arguments'));
  return lengthOf([
    textAt(delta, 'content'),
    textAt(delta, 'reasoning_content'),
    textAt(delta, 'reasoning'),
    ...calls,
  ]);
}

function responses(data: unknown): Piece {
  const type = textAt(data, 'type') ?? '';
  const whole = field(data, 'response') ?? data;
  const usage = field(whole, 'usage');
  const status = textAt(whole, 'status');
  return {
    model: textAt(whole, 'model'),
    tokens: known({
      input: countAt(usage, 'input_tokens'),
      cached: countAt(usage, 'input_tokens_details', 'cached_tokens'),
      output: countAt(usage, 'output_tokens'),
    }),
    error:
      type === 'error' || status === 'failed'
        ? (textAt(whole, 'error', 'message') ?? errorText(data) ?? 'the answer failed')
        : null,
    characters: type.endsWith('.delta') ? lengthOf([textAt(data, 'delta')]) : 0,
    isEnd:
      type === 'response.completed' || type === 'response.incomplete' || (type === '' && status !== null),
  };
}

function messages(data: unknown): Piece {
  const type = textAt(data, 'type');
  const whole = field(data, 'message') ?? data;
  const usage = field(whole, 'usage');
  const fresh = countAt(usage, 'input_tokens');
  const cached = countAt(usage, 'cache_read_input_tokens');
  const cacheWrites = countAt(usage, 'cache_creation_input_tokens');
  const delta = field(data, 'delta');
  return {
    model: textAt(whole, 'model'),
    tokens: known({
      // Here what the cache served, or took, is not part of the input.
      input: fresh === null ? null : fresh + (cached ?? 0) + (cacheWrites ?? 0),
      cached,
      cacheWrites,
      output: countAt(usage, 'output_tokens'),
    }),
    error: type === 'error' ? (errorText(data) ?? 'the answer failed') : null,
    characters: lengthOf([textAt(delta, 'text'), textAt(delta, 'thinking'), textAt(delta, 'partial_json')]),
    isEnd: type === 'message_stop' || (type === 'message' && textAt(data, 'stop_reason') !== null),
  };
}

function gemini(data: unknown): Piece {
  const usage = field(data, 'usageMetadata');
  const input = countAt(usage, 'promptTokenCount');
  const written = countAt(usage, 'candidatesTokenCount');
  const thought = countAt(usage, 'thoughtsTokenCount');
  const candidates = listAt(data, 'candidates');
  const parts = candidates.flatMap((one) => listAt(one, 'content', 'parts'));
  return {
    model: textAt(data, 'modelVersion'),
    tokens: known({
      input: input === null ? null : input + (countAt(usage, 'toolUsePromptTokenCount') ?? 0),
      cached: countAt(usage, 'cachedContentTokenCount'),
      output: written === null && thought === null ? null : (written ?? 0) + (thought ?? 0),
    }),
    error: field(data, 'error') === undefined ? null : errorText(data),
    characters: parts.reduce<number>((sum, part) => sum + charactersOfPart(part), 0),
    isEnd:
      candidates.some((one) => textAt(one, 'finishReason') !== null) ||
      textAt(data, 'promptFeedback', 'blockReason') !== null,
  };
}

function charactersOfPart(part: unknown): number {
  const call = field(part, 'functionCall', 'args');
  return lengthOf([textAt(part, 'text'), call === undefined ? null : JSON.stringify(call)]);
}

function known(counts: { readonly [Name in keyof TokenCount]?: number | null }): Partial<TokenCount> {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== null));
}

function lengthOf(texts: readonly (string | null)[]): number {
  return texts.reduce((sum, text) => sum + (text?.length ?? 0), 0);
}
