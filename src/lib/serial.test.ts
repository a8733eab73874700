import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SerialByKey } from './serial.ts';

test('work of one key runs in order, also behind work that fails; other keys do not wait', async () => {
  const serial = new SerialByKey();
  const seen: string[] = [];
  const gate = Promise.withResolvers<void>();
  const first = serial.run('a', async () => {
    await gate.promise;
    seen.push('a1');
    throw new Error('first failed');
  });
  const second = serial.run('a', async () => seen.push('a2'));
  await serial.run('b', async () => seen.push('b1'));
  assert.deepEqual(seen, ['b1']);
  gate.resolve();
  await assert.rejects(first, /first failed/);
  await second;
  assert.deepEqual(seen, ['b1', 'a1', 'a2']);
  await serial.idle();
});
