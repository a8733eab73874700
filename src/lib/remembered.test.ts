import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Remembered } from './remembered.ts';

test('an answer is found once, also when it is nothing; an error is asked again, and the oldest is forgotten', async () => {
  const asked: string[] = [];
  const remembered = new Remembered<string | null>(2);
  const ask = (key: string): Promise<string | null> =>
    remembered.get(key, async () => {
      asked.push(key);
      if (key === 'bad' && asked.length < 3) throw new Error('not now');
      return Promise.resolve(key === 'none' ? null : key.toUpperCase());
    });
  await assert.rejects(ask('bad'), /not now/);
  assert.deepEqual([await ask('none'), await ask('bad'), await ask('none')], [null, 'BAD', null]);
  assert.deepEqual(asked, ['bad', 'none', 'bad']);
  await ask('new');
  await ask('none');
  await ask('bad');
  assert.deepEqual(asked.slice(3), ['new', 'bad']);
});
