import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Rounds } from './rounds.ts';
import { UpdateTranslator } from './updates.ts';
import { UsageMeter } from './usage.ts';

function roundsAfter(updates: readonly object[]): number {
  const translator = new UpdateTranslator(new UsageMeter());
  const rounds = new Rounds();
  for (const update of updates) rounds.see(translator.translate({ sessionId: 's', update }));
  return rounds.count;
}

const say = (text: string, more: object = {}): object => ({
  sessionUpdate: 'agent_message_chunk',
  content: { type: 'text', text },
  ...more,
});
const call = (toolCallId: string, status: string, more: object = {}): object => ({
  sessionUpdate: 'tool_call_update',
  toolCallId,
  status,
  ...more,
});
const report = say('', { _meta: { usage: { inputTokens: 1, outputTokens: 1 } } });

test('without any output there was no round', () => {
  assert.equal(roundsAfter([]), 0);
});

test('words in pieces and parallel tool calls are one round', () => {
  assert.equal(roundsAfter([say('a'), say('b'), call('1', 'pending'), call('2', 'pending')]), 1);
});

test('output behind finished tool calls begins a round', () => {
  assert.equal(roundsAfter([say('a'), call('1', 'pending'), call('1', 'completed'), say('b'), say('c')]), 2);
});

test('a round is not over while one of its tool calls runs', () => {
  const updates = [call('1', 'pending'), call('2', 'in_progress'), call('1', 'completed'), say('still here')];
  assert.equal(roundsAfter(updates), 1);
  assert.equal(roundsAfter([...updates, call('2', 'failed'), call('3', 'pending')]), 2);
});

test('an agent that reports each call of its model is counted by that alone', () => {
  const updates = [say('a'), report, call('1', 'completed'), call('2', 'completed'), say('b'), report];
  assert.equal(roundsAfter(updates), 2);
});

test('what a subagent does is no round of the agent', () => {
  const nested = { _meta: { parentToolCallId: '1' } };
  assert.equal(
    roundsAfter([say('a'), call('1', 'in_progress'), call('2', 'completed', nested), say('b', nested)]),
    1,
  );
});
