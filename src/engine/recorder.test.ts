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

test('a tool that goes on putting out is written now and then; its beginning and its end are written at once', async () => {
  const written: EventBody[] = [];
  const recorder = new Recorder(
    async (bodies) => void written.push(...bodies),
    (error) => assert.fail(String(error)),
    { delayMs: 0, outputMs: 60_000 },
  );
  const said = (): void => recorder.add({ type: 'agent.thought', text: '.' });
  for (let count = 0; count < 300; count += 1) {
    recorder.add(call('1', 'running'));
    said();
    if (count === 0) await recorder.flush();
  }
  recorder.add(call('2', 'running'));
  recorder.add(call('1', 'completed'));
  await recorder.flush();
  const calls = written.filter((body) => body.type === 'agent.tool');
  assert.deepEqual(calls, [
    call('1', 'running'),
    call('1', 'running'),
    call('2', 'running'),
    call('1', 'completed'),
  ]);
});

test('what is kept back of a tool is written with the next flush, and before long by itself', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const written: EventBody[] = [];
  const recorder = new Recorder(
    async (bodies) => {
      written.push(...bodies);
      if (written.length === 3) resolve();
    },
    (error) => assert.fail(String(error)),
    { delayMs: 0, outputMs: 20 },
  );
  recorder.add(call('1', 'running'));
  recorder.add({ type: 'agent.thought', text: '.' });
  recorder.add(call('1', 'running'));
  await promise;
  assert.deepEqual(written.at(-1), call('1', 'running'));
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
