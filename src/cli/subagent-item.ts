// What a thread shows of a subagent's run besides its calls: that it began, and how it ended.
import { clean, oneLine } from './text.ts';
import { span } from './time.ts';

export type SubagentItem = {
  readonly kind: 'subagent';
  readonly id: string;
} & (
  | { readonly phase: 'start'; readonly name: string; readonly about: string }
  | { readonly phase: 'approval'; readonly about: string }
  | { readonly phase: 'finish'; readonly isGood: boolean; readonly words: string }
);

type Data = Readonly<Record<string, unknown>>;

/** Null for what a thread does not show. */
export function subagentItem(event: Data): SubagentItem | null {
  const id = text(event, 'subagentId');
  switch (event['type']) {
    case 'start':
      return {
        kind: 'subagent',
        id,
        phase: 'start',
        name: text(event, 'name'),
        about: text(event, 'description'),
      };
    case 'approval_request':
      return { kind: 'subagent', id, phase: 'approval', about: text(event, 'description') };
    case 'finish':
      return { kind: 'subagent', id, phase: 'finish', ...ending(event) };
    default:
      return null;
  }
}

const ways: Readonly<Record<string, string>> = { GOAL: 'Completed', CANCELLED: 'User Cancelled' };

function ending(event: Data): { readonly isGood: boolean; readonly words: string } {
  const reason = text(event, 'terminateReason');
  const how = ways[reason] ?? `Failed (${reason})`;
  return { isGood: reason === 'GOAL', words: [how, ...tallyOf(event['statistics'])].join(' · ') };
}

/** "3 tool uses", "2,100 tokens", "4.0 s". */
export function tallyOf(statistics: unknown): readonly string[] {
  if (typeof statistics !== 'object' || statistics === null) return [];
  const counted: Data = { ...statistics };
  const number = (name: string): number => (typeof counted[name] === 'number' ? counted[name] : 0);
  const calls = number('totalToolCalls');
  return [
    `${calls} tool ${calls === 1 ? 'use' : 'uses'}`,
    `${number('totalTokens').toLocaleString('en')} tokens`,
    span(number('totalDurationMs')),
  ];
}

function text(data: Data, name: string): string {
  const value = data[name];
  return typeof value === 'string' ? oneLine(clean(value)) : '';
}
