// Anthropic messages.
import { z } from 'zod';
import { said } from '../conversation.ts';
import type { Conversation, Turn } from '../conversation.ts';
import { USAGE, wordsOf } from '../dialect.ts';
import type { Answer, Dialect, Frame, Frames } from '../dialect.ts';

const Part = z.looseObject({
  type: z.string(),
  text: z.string().optional(),
  name: z.string().optional(),
  content: z.unknown().optional(),
});
const Message = z.looseObject({
  role: z.enum(['user', 'assistant', 'system']),
  content: z.union([z.string(), z.array(Part)]),
});
const Body = z.looseObject({
  model: z.string(),
  stream: z.boolean().nullish(),
  system: z.unknown().optional(),
  messages: z.array(Message),
  tools: z.array(z.looseObject({ name: z.string(), input_schema: z.unknown().optional() })).nullish(),
});

const INPUT_USAGE = {
  input_tokens: USAGE.input - USAGE.cached,
  cache_read_input_tokens: USAGE.cached,
  cache_creation_input_tokens: 0,
};

export const anthropic: Dialect = {
  name: 'anthropic',
  matches: (path) => path.endsWith('/messages'),
  read,
  whole: (answer) => ({
    ...head(answer),
    content: blocksOf(answer),
    stop_reason: stopReason(answer),
    usage: { ...INPUT_USAGE, output_tokens: USAGE.output },
  }),
  frames,
  failure: (status, message) => ({ type: 'error', error: { type: errorType(status), message } }),
};

function read(body: unknown): Conversation {
  const request = Body.parse(body);
  return {
    model: request.model,
    stream: request.stream ?? false,
    turns: [said('system', request.system), ...request.messages.flatMap(turnsOf)],
    tools: (request.tools ?? []).map((tool) => ({
      name: tool.name,
      namespace: null,
      freeForm: false,
      schema: tool.input_schema,
    })),
  };
}

// The results of tools arrive as parts of a user message, together with anything the agent wants to add.
function turnsOf(message: z.output<typeof Message>): readonly Turn[] {
  const parts =
    typeof message.content === 'string' ? [{ type: 'text', text: message.content }] : message.content;
  const results = parts
    .filter((part) => part.type === 'tool_result')
    .map((part) => said('tool', part.content));
  const words = parts.filter((part) => part.type === 'text');
  const calls = parts.filter((part) => part.type === 'tool_use').map((part) => part.name ?? '');
  if (words.length + calls.length === 0) return results;
  const role = message.role === 'assistant' ? 'model' : message.role;
  return [...results, { ...said(role, words), calls }];
}

function head(answer: Answer): Record<string, unknown> {
  return {
    id: `msg_${answer.id}`,
    type: 'message',
    role: 'assistant',
    model: answer.model,
    stop_sequence: null,
  };
}

function blocksOf(answer: Answer): readonly Record<string, unknown>[] {
  const calls = answer.calls.map((call) => ({
    type: 'tool_use',
    id: call.id,
    name: call.name,
    input: call.args,
  }));
  return answer.text === '' ? calls : [{ type: 'text', text: answer.text }, ...calls];
}

function stopReason(answer: Answer): string {
  return answer.calls.length > 0 ? 'tool_use' : 'end_turn';
}

function frames(answer: Answer): Frames {
  const event = (type: string, fields: Record<string, unknown>): Frame => ({
    event: type,
    data: { type, ...fields },
  });
  const textIndexes = answer.text === '' ? [] : [0];
  const usage = { ...INPUT_USAGE, output_tokens: 1 };
  const text = { type: 'text', text: '' };
  return {
    begin: [
      event('message_start', { message: { ...head(answer), content: [], stop_reason: null, usage } }),
      ...textIndexes.map((index) => event('content_block_start', { index, content_block: text })),
    ],
    words: wordsOf(answer.text).map((word) =>
      event('content_block_delta', { index: 0, delta: { type: 'text_delta', text: word } }),
    ),
    end: [
      ...textIndexes.map((index) => event('content_block_stop', { index })),
      ...answer.calls.flatMap((call, position) => {
        const index = textIndexes.length + position;
        const block = { type: 'tool_use', id: call.id, name: call.name, input: {} };
        const json = { type: 'input_json_delta', partial_json: JSON.stringify(call.args) };
        return [
          event('content_block_start', { index, content_block: block }),
          event('content_block_delta', { index, delta: json }),
          event('content_block_stop', { index }),
        ];
      }),
      event('message_delta', {
        delta: { stop_reason: stopReason(answer), stop_sequence: null },
        usage: { ...INPUT_USAGE, output_tokens: USAGE.output },
      }),
      event('message_stop', {}),
    ],
  };
}

function errorType(status: number): string {
  if (status === 401) return 'authentication_error';
  if (status === 429) return 'rate_limit_error';
  return status < 500 ? 'invalid_request_error' : 'api_error';
}
