// OpenAI responses: codex, and OpenAI's own provider of the AI SDK.
import { z } from 'zod';
import { said } from '../conversation.ts';
import type { Conversation, OfferedTool, Turn } from '../conversation.ts';
import { USAGE, wordsOf } from '../dialect.ts';
import type { Answer, Dialect, Frame, Frames, ToolCall } from '../dialect.ts';

const Item = z.looseObject({
  type: z.string().optional(),
  role: z.string().optional(),
  name: z.string().optional(),
  content: z.unknown().optional(),
  output: z.unknown().optional(),
});
const Tool = z.looseObject({
  type: z.string(),
  name: z.string().optional(),
  parameters: z.unknown().optional(),
  tools: z
    .array(z.looseObject({ type: z.string(), name: z.string(), parameters: z.unknown().optional() }))
    .optional(),
});
const Body = z.looseObject({
  model: z.string(),
  stream: z.boolean().nullish(),
  instructions: z.string().nullish(),
  input: z.union([z.string(), z.array(Item)]),
  tools: z.array(Tool).nullish(),
});
type Item = Readonly<Record<string, unknown>> & { readonly id: string; readonly type: string };

const USAGE_FIELDS = {
  input_tokens: USAGE.input,
  input_tokens_details: { cached_tokens: USAGE.cached },
  output_tokens: USAGE.output,
  output_tokens_details: { reasoning_tokens: 0 },
  total_tokens: USAGE.input + USAGE.output,
};

export const responses: Dialect = {
  name: 'responses',
  matches: (path) => path.endsWith('/responses'),
  read,
  whole: (answer) => response(answer, 'completed'),
  frames,
  failure: (status, message) => ({ error: { message, type: 'scripted_error', code: String(status) } }),
};

function read(body: unknown): Conversation {
  const request = Body.parse(body);
  const input =
    typeof request.input === 'string' ? [{ role: 'user', content: request.input }] : request.input;
  return {
    model: request.model,
    stream: request.stream ?? false,
    turns: [said('system', request.instructions ?? ''), ...input.map(turnOf)],
    tools: (request.tools ?? []).flatMap(offered),
  };
}

function turnOf(item: z.output<typeof Item>): Turn {
  const type = item.type ?? 'message';
  if (type.endsWith('_output')) return said('tool', item.output);
  if (type.endsWith('_call')) return { role: 'model', text: '', calls: [item.name ?? type] };
  if (type === 'reasoning' || item.role === 'assistant') return said('model', item.content);
  return said(item.role === 'user' ? 'user' : 'system', item.content);
}

function offered(tool: z.output<typeof Tool>): readonly OfferedTool[] {
  const one = (name: string, type: string, namespace: string | null, schema: unknown): OfferedTool => ({
    name,
    namespace,
    freeForm: type === 'custom',
    schema,
  });
  if (tool.tools === undefined) return [one(tool.name ?? tool.type, tool.type, null, tool.parameters)];
  return tool.tools.map((inner) => one(inner.name, inner.type, tool.name ?? null, inner.parameters));
}

function response(answer: Answer, status: 'in_progress' | 'completed'): Record<string, unknown> {
  const isDone = status === 'completed';
  return {
    id: `resp_${answer.id}`,
    object: 'response',
    created_at: 0,
    status,
    model: answer.model,
    output: isDone ? itemsOf(answer) : [],
    usage: isDone ? USAGE_FIELDS : null,
    parallel_tool_calls: true,
    tools: [],
    tool_choice: 'auto',
    error: null,
    incomplete_details: null,
    instructions: null,
    metadata: {},
  };
}

function itemsOf(answer: Answer): readonly Item[] {
  return [...(answer.text === '' ? [] : [messageItem(answer)]), ...answer.calls.map(callItem)];
}

function messageItem(answer: Answer): Item {
  const content = [{ type: 'output_text', text: answer.text, annotations: [] }];
  return { id: `msg_${answer.id}`, type: 'message', status: 'completed', role: 'assistant', content };
}

function callItem(call: ToolCall): Item {
  const common = { status: 'completed', call_id: call.id, name: call.name };
  if (typeof call.args === 'string')
    return { id: `ctc_${call.id}`, type: 'custom_tool_call', ...common, input: call.args };
  const namespace = call.namespace === null ? {} : { namespace: call.namespace };
  return {
    id: `fc_${call.id}`,
    type: 'function_call',
    ...common,
    ...namespace,
    arguments: JSON.stringify(call.args),
  };
}

function frames(answer: Answer): Frames {
  let sequence = 0;
  const event = (type: string, fields: Record<string, unknown>): Frame => ({
    event: type,
    data: { type, sequence_number: sequence++, ...fields },
  });
  const message = answer.text === '' ? [] : [messageItem(answer)];
  const begin = [
    event('response.created', { response: response(answer, 'in_progress') }),
    ...message.flatMap((item) => [added(event, item, 0, { content: [] }), part(event, item.id, 'added', '')]),
  ];
  const words = message.flatMap((item) =>
    wordsOf(answer.text).map((delta) => event('response.output_text.delta', { ...place(item.id), delta })),
  );
  const end = [
    ...message.flatMap((item) => [
      event('response.output_text.done', { ...place(item.id), text: answer.text }),
      part(event, item.id, 'done', answer.text),
      event('response.output_item.done', { output_index: 0, item }),
    ]),
    ...answer.calls.flatMap((call, index) => callFrames(event, call, message.length + index)),
    event('response.completed', { response: response(answer, 'completed') }),
  ];
  return { begin, words, end };
}

type MakeEvent = (type: string, fields: Record<string, unknown>) => Frame;

function place(itemId: string): Record<string, unknown> {
  return { item_id: itemId, output_index: 0, content_index: 0 };
}

function part(event: MakeEvent, itemId: string, state: 'added' | 'done', text: string): Frame {
  return event(`response.content_part.${state}`, {
    ...place(itemId),
    part: { type: 'output_text', text, annotations: [] },
  });
}

function added(event: MakeEvent, item: Item, index: number, empty: Record<string, unknown>): Frame {
  return event('response.output_item.added', {
    output_index: index,
    item: { ...item, ...empty, status: 'in_progress' },
  });
}

function callFrames(event: MakeEvent, call: ToolCall, index: number): readonly Frame[] {
  const item = callItem(call);
  const at = { item_id: item.id, output_index: index };
  const kind = typeof call.args === 'string' ? 'custom_tool_call_input' : 'function_call_arguments';
  const field = typeof call.args === 'string' ? 'input' : 'arguments';
  const value = typeof call.args === 'string' ? call.args : JSON.stringify(call.args);
  return [
    added(event, item, index, { [field]: '' }),
    event(`response.${kind}.delta`, { ...at, delta: value }),
    event(`response.${kind}.done`, { ...at, [field]: value }),
    event('response.output_item.done', { output_index: index, item }),
  ];
}
