// The box of a subagent, after one more of its events.
import { number, record, text } from './fields.ts';
import type { Data } from './fields.ts';
import type { SubagentItem } from './item.ts';

export function subagentAfter(
  before: SubagentItem | null,
  event: Data,
  place: { readonly key: string; readonly at: string },
): SubagentItem {
  const box: SubagentItem = before ?? { ...blank, ...place, id: text(event, 'subagentId') };
  switch (event['type']) {
    case 'start':
      return {
        ...box,
        name: text(event, 'name'),
        description: text(event, 'description'),
        maxTurns: number(event, 'maxTurns'),
        maxTokens: number(event, 'maxTokens'),
      };
    case 'round':
      return { ...box, round: number(event, 'round') ?? box.round };
    case 'tool_call': {
      const id = text(event, 'callId');
      if (box.calls.some((call) => call.id === id)) return box;
      const title = text(event, 'description') || text(event, 'name');
      return { ...box, calls: [...box.calls, { id, title, status: 'running' }] };
    }
    case 'tool_result': {
      const id = text(event, 'callId');
      const status = event['success'] === true ? 'completed' : 'failed';
      return { ...box, calls: box.calls.map((call) => (call.id === id ? { ...call, status } : call)) };
    }
    case 'usage':
      return { ...box, tokens: box.tokens + (number(event, 'totalTokens') ?? 0) };
    case 'error':
      return { ...box, result: text(event, 'error') };
    case 'finish': {
      const total = number(record(event, 'statistics'), 'totalTokens');
      return {
        ...box,
        end: text(event, 'terminateReason') || 'ERROR',
        result: text(event, 'result'),
        tokens: total ?? box.tokens,
      };
    }
    default:
      return box;
  }
}

const blank: SubagentItem = {
  kind: 'subagent',
  key: '',
  at: '',
  id: '',
  name: 'subagent',
  description: '',
  round: 0,
  maxTurns: null,
  tokens: 0,
  maxTokens: null,
  calls: [],
  end: null,
  result: '',
};
