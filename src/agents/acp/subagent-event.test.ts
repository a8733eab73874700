// Events of subagents from an agent's updates to ours.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UpdateTranslator } from './updates.ts';
import { UsageMeter } from './usage.ts';

const update = (fields: object): object => ({
  update: { sessionUpdate: 'tool_call_update', toolCallId: 'c1', ...fields },
});

test('an event of a subagent is told under the id of its call, and its tokens are counted', () => {
  const translator = new UpdateTranslator(new UsageMeter());
  translator.translate({ update: { sessionUpdate: 'tool_call', toolCallId: 'c1', title: 'Task' } });
  const usage = {
    type: 'usage',
    round: 1,
    inputTokens: 5,
    outputTokens: 2,
    totalTokens: 7,
    timestamp: 1,
    subagentId: 'forged',
  };
  const said = translator.translate(
    update({
      _meta: { subagent: usage, usage: { inputTokens: 5, outputTokens: 2 }, parentToolCallId: 'c1' },
    }),
  );
  assert.deepEqual(
    said.events.map(({ type }) => type),
    ['agent.subagent', 'agent.usage'],
  );
  assert.equal(said.isNested, true);
  const [first] = said.events;
  assert.equal(first?.type === 'agent.subagent' && first.event.subagentId, 'c1');
});

test('a call of a subagent names the call that it is for', () => {
  const translator = new UpdateTranslator(new UsageMeter());
  const [event] = translator.translate({
    update: {
      sessionUpdate: 'tool_call',
      toolCallId: 'c1/x',
      title: 'Read',
      _meta: { parentToolCallId: 'c1' },
    },
  }).events;
  assert.equal(event?.type === 'agent.tool' && event.call.parent, 'c1');
});

test('what is no event of a subagent is a warning, and what is too long is cut', () => {
  const translator = new UpdateTranslator(new UsageMeter());
  const told = (subagent: unknown): string =>
    JSON.stringify(translator.translate(update({ _meta: { subagent } })).events);
  assert.match(told({ type: 'explode', timestamp: 1 }), /cannot be read/);
  assert.match(told('x'), /cannot be read/);
  assert.ok(told({ type: 'error', error: 'x'.repeat(1_000_000), timestamp: 1 }).length < 70_000);
});
