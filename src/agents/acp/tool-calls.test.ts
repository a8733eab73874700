import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { ToolCalls, toolFields } from './tool-calls.ts';
import type { ToolFields } from './tool-calls.ts';

const fields = (said: object): ToolFields => toolFields.parse({ toolCallId: 'call', ...said });
const text = (words: string): object => ({ type: 'content', content: { type: 'text', text: words } });
const diff = (path: string, newText: string): object => ({ type: 'diff', path, oldText: 'old', newText });

test('an update adds to what is known and keeps the rest', () => {
  const calls = new ToolCalls();
  calls.announce(
    fields({ title: 'Edit a', kind: 'edit', locations: [{ path: '/w/a' }], rawInput: { path: 'a' } }),
  );
  assert.deepEqual(
    calls.upsert(fields({ status: 'completed', content: [text('done'), diff('/w/b', 'new')] })),
    {
      id: 'call',
      title: 'Edit a',
      kind: 'edit',
      status: 'completed',
      paths: ['/w/b'],
      input: '{"path":"a"}',
      output: 'done',
      diffs: [{ path: '/w/b', before: 'old', after: 'new' }],
    },
  );
});

test('an update that says nothing new is no event', () => {
  const calls = new ToolCalls();
  assert.notEqual(calls.announce(fields({ title: 'Look', kind: 'read' })), null);
  assert.equal(calls.upsert(fields({ title: 'Look' })), null);
  assert.equal(calls.upsert(fields({})), null);
});

test('an announcement behind its update completes it and does not open it again', () => {
  const calls = new ToolCalls();
  calls.upsert(fields({ status: 'completed', content: [text('42')] }));
  const call = calls.announce(fields({ title: 'Late', kind: 'execute', status: 'pending' }));
  assert.deepEqual([call?.id, call?.title, call?.status, call?.output], ['call', 'Late', 'completed', '42']);
});

test('an id that is announced again after its call was over is another call', () => {
  const calls = new ToolCalls();
  calls.announce(fields({ title: 'First' }));
  calls.upsert(fields({ status: 'failed' }));
  assert.equal(calls.announce(fields({ title: 'Second', status: 'pending' }))?.id, 'call~2');
  assert.equal(calls.upsert(fields({ status: 'completed' }))?.id, 'call~2');
});

test('a diff that was shown when asking stays when the result comes without one', () => {
  const calls = new ToolCalls();
  calls.upsert(fields({ content: [diff('/w/a', 'new')] }));
  assert.equal(calls.upsert(fields({ content: [text('ok')] }))?.diffs.length, 1);
});

test('the end of a long output is kept, whole characters only; a diff that is too long is left out', () => {
  const calls = new ToolCalls();
  const call = calls.upsert(
    fields({ content: [text(`${'ä'.repeat(100_000)}end`), diff('/w/a', 'x'.repeat(70_000))] }),
  );
  assert.match(call?.output ?? '', /^…ä+end$/);
  assert.ok(Buffer.byteLength(call?.output ?? '') <= 64 * 1024 + 3);
  assert.deepEqual(call?.diffs, []);
  assert.deepEqual(call?.paths, ['/w/a']);
});

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc()');
}

test('the same long output, sent again and again, is held once', () => {
  const calls = new ToolCalls();
  const resend = (count: number): void => {
    for (let index = 0; index < count; index += 1)
      calls.upsert(fields({ content: [text(`${index} ${'x'.repeat(1_000_000)}`)] }));
  };
  resend(50);
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  resend(200);
  collectGarbage();
  const grown = process.memoryUsage().heapUsed - before;
  assert.ok(grown < 5_000_000, `grew by ${grown} bytes for 200 MB of output`);
  assert.ok((calls.get('call')?.output?.length ?? 0) <= 64 * 1024 + 1);
});

test('fields of unexpected types count as not said', () => {
  const call = new ToolCalls().upsert(
    fields({ title: 7, kind: 'telepathy', status: {}, locations: 'here', content: [null, {}] }),
  );
  assert.deepEqual([call?.title, call?.kind, call?.status, call?.paths], ['', 'other', 'pending', []]);
});

test('the calls of a long session are forgotten, the oldest that are over first', () => {
  const calls = new ToolCalls();
  calls.upsert({ ...fields({ status: 'in_progress' }), toolCallId: 'open' });
  for (let index = 0; index < 300; index += 1)
    calls.upsert({ ...fields({ status: 'completed' }), toolCallId: `call${index}` });
  assert.notEqual(calls.get('open'), undefined);
  assert.equal(calls.get('call0'), undefined);
  assert.notEqual(calls.get('call299'), undefined);
});
