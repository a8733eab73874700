// OpenAI chat completions: qwen, opencode, copilot, cline, pi and everything "OpenAI compatible".
import { z } from 'zod';
import { said } from '../conversation.ts';
import type { Conversation, Turn } from '../conversation.ts';
import { USAGE, wordsOf } from '../dialect.ts';
import type { Answer, Dialect, Frame, ToolCall } from '../dialect.ts';

const Message = z.looseObject({
  role: z.string(),
  content: z.unknown().optional(),
  tool_calls: z.array(z.looseObject({ function: z.looseObject({ name: z.string() }) })).nullish(),
});
const Body = z.looseObject({
  model: z.string(),
  stream: z.boolean().nullish(),
  messages: z.array(Message),
  tools: z
    .array(
      z.looseObject({ function: z.looseObject({ name: z.string(), parameters: z.unknown().optional() }) }),
    )
    .nullish(),
});

const USAGE_FIELDS = {
  prompt_tokens: USAGE.input,
  completion_tokens: USAGE.output,
  total_tokens: USAGE.input + USAGE.output,
  prompt_tokens_details: { cached_tokens: USAGE.cached },
};

export const chat: Dialect = {
  name: 'chat',
  matches: (path) => path.endsWith('/chat/completions'),
  read,
  whole: (answer) => ({
    ...head(answer, 'chat.completion'),
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content: answer.text === '' ? null : answer.text,
          ...(answer.calls.length > 0 && { tool_calls: answer.calls.map(toolCall) }),
        },
        finish_reason: finishReason(answer),
      },
    ],
    usage: USAGE_FIELDS,
  }),
  frames: (answer) => ({
    begin: [delta(answer, { role: 'assistant', content: '' })],
    words: wordsOf(answer.text).map((word) => delta(answer, { content: word })),
    end: [
      ...answer.calls.flatMap((call, index) => callDeltas(answer, call, index)),
      delta(answer, {}, finishReason(answer)),
      { data: { ...head(answer, 'chat.completion.chunk'), choices: [], usage: USAGE_FIELDS } },
      { data: '[DONE]' },
    ],
  }),
  failure: (status, message) => ({ error: { message, type: 'scripted_error', code: String(status) } }),
};

function read(body: unknown): Conversation {
  const request = Body.parse(body);
  return {
    model: request.model,
    stream: request.stream ?? false,
    turns: request.messages.map(turnOf),
    tools: (request.tools ?? []).map(({ function: tool }) => ({
      name: tool.name,
      namespace: null,
      freeForm: false,
      schema: tool.parameters,
    })),
  };
}

function turnOf(message: z.output<typeof Message>): Turn {
  if (message.role === 'tool' || message.role === 'user') return said(message.role, message.content);
  if (message.role !== 'assistant') return said('system', message.content);
  return {
    ...said('model', message.content),
    calls: (message.tool_calls ?? []).map((call) => call.function.name),
  };
}

function head(answer: Answer, object: string): Record<string, unknown> {
  return { id: `chatcmpl-${answer.id}`, object, created: 0, model: answer.model };
}

function finishReason(answer: Answer): string {
  return answer.calls.length > 0 ? 'tool_calls' : 'stop';
}

function toolCall(call: ToolCall): Record<string, unknown> {
  return {
    id: call.id,
    type: 'function',
    function: { name: call.name, arguments: JSON.stringify(call.args) },
  };
}

function delta(answer: Answer, change: Record<string, unknown>, finish: string | null = null): Frame {
  const choices = [{ index: 0, delta: change, finish_reason: finish }];
  return { data: { ...head(answer, 'chat.completion.chunk'), choices } };
}

// Real providers send the name first and the arguments in pieces; clients that expect them whole must not pass.
function callDeltas(answer: Answer, call: ToolCall, index: number): readonly Frame[] {
  const args = JSON.stringify(call.args);
  const half = Math.ceil(args.length / 2);
  const piece = (text: string): Frame =>
    delta(answer, { tool_calls: [{ index, function: { arguments: text } }] });
  const opening = { index, id: call.id, type: 'function', function: { name: call.name, arguments: '' } };
  return [delta(answer, { tool_calls: [opening] }), piece(args.slice(0, half)), piece(args.slice(half))];
}
