import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AgentEvent } from './agent-event.ts';
import { Flood } from './flood.ts';

const megabyte = 'x'.repeat(1024 * 1024);
const say = (text: string): AgentEvent => ({ type: 'agent.message', text });
const tool = (output: string): AgentEvent => ({
  type: 'agent.tool',
  call: {
    id: 'a',
    title: 'A',
    kind: 'execute',
    status: 'running',
    paths: [],
    input: null,
    output,
    diffs: [],
  },
});

test('what an ordinary agent says passes as it is', () => {
  const flood = new Flood();
  for (const event of [say('hello'), tool('out'), { type: 'agent.note', level: 'info', text: 'x' } as const])
    assert.deepEqual(flood.see(event), { event, note: null });
});

test('an agent that talks without end is cut, and that is said once', () => {
  const flood = new Flood();
  const passed = Array.from({ length: 40 }, () => flood.see(say(megabyte)));
  assert.equal(passed.filter(({ event }) => event !== null).length, 16);
  const notes = passed.flatMap(({ note }) => note ?? []);
  assert.deepEqual(notes.length, 1);
  assert.match(notes[0] ?? '', /said more than 16 MiB/);
  assert.deepEqual(flood.see(tool('out')), { event: tool('out'), note: null });
});

test('tools that put out without end are still seen, with the end of what they put out', () => {
  const flood = new Flood();
  const passed = Array.from({ length: 70 }, () => flood.see(tool(megabyte)));
  const outputs = passed.map(({ event }) => (event?.type === 'agent.tool' ? event.call.output?.length : 0));
  assert.deepEqual([outputs[63], outputs[64], outputs[69]], [1024 * 1024, 1025, 1025]);
  assert.equal(passed.flatMap(({ note }) => note ?? []).length, 1);
});
