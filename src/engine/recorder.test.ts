import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ToolCall } from '../domain/agent-event.ts';
import type { EventBody } from '../domain/event.ts';
import { Recorder } from './recorder.ts';

function call(id: string, status: ToolCall['status']): EventBody {
  const body: ToolCall = {
    id,
    title: id,
    kind: 'edit',
    status,
    paths: [],
    input: null,
    output: null,
    diffs: [],
  };
  return { type: 'agent.tool', call: body };
}

test('chunks of one text become one event, in order, and other events stay between them', async () => {
  const written: EventBody[] = [];
  const recorder = new Recorder(
    async (bodies) => void written.push(...bodies),
    (error) => assert.fail(String(error)),
  );
  recorder.add({ type: 'agent.message', text: 'Hel' });
  recorder.add({ type: 'agent.message', text: 'lo' });
  recorder.add(call('1', 'running'));
  recorder.add(call('1', 'completed'));
  recorder.add({ type: 'agent.message', text: 'done' });
  await recorder.flush();
  assert.deepEqual(written, [
    { type: 'agent.message', text: 'Hello' },
    call('1', 'completed'),
    { type: 'agent.message', text: 'done' },
  ]);
});

test('a write that fails is reported once and the next is tried', async () => {
  const failures: unknown[] = [];
  const written: EventBody[] = [];
  let isFirst = true;
  const recorder = new Recorder(
    async (bodies) => {
      if (isFirst) {
        isFirst = false;
        throw new Error('no disk');
      }
      written.push(...bodies);
    },
    (error) => failures.push(error),
  );
  recorder.add({ type: 'agent.message', text: 'a' });
  await recorder.flush();
  recorder.add({ type: 'agent.message', text: 'b' });
  await recorder.flush();
  assert.equal(failures.length, 1);
  assert.deepEqual(written, [{ type: 'agent.message', text: 'b' }]);
});

test('what is added while a write is under way comes after it', async () => {
  const written: string[] = [];
  const gate = Promise.withResolvers<void>();
  const recorder = new Recorder(
    async (bodies) => {
      if (written.length === 0) await gate.promise;
      for (const body of bodies) if (body.type === 'agent.note') written.push(body.text);
    },
    (error) => assert.fail(String(error)),
  );
  recorder.add({ type: 'agent.note', level: 'info', text: '1' });
  const first = recorder.flush();
  recorder.add({ type: 'agent.note', level: 'info', text: '2' });
  const second = recorder.flush();
  gate.resolve();
  await Promise.all([first, second]);
  assert.deepEqual(written, ['1', '2']);
});
