import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TokenBuckets } from './token-bucket.ts';

test('a bucket gives what is in it, then one at a time as it fills, and never holds more than fits', () => {
  const buckets = new TokenBuckets({ capacity: 2, refillMs: 100 });
  for (const _ of [1, 2]) {
    assert.equal(buckets.waitMs('a', 0), 0);
    buckets.take('a', 0);
  }
  assert.equal(buckets.waitMs('a', 0), 100);
  assert.equal(buckets.waitMs('a', 60), 40);
  assert.equal(buckets.waitMs('b', 0), 0, 'each key has its own');
  buckets.take('a', 100);
  assert.equal(buckets.waitMs('a', 100), 100);
  for (const _ of [1, 2]) buckets.take('a', 100_000);
  assert.equal(buckets.waitMs('a', 100_000), 100);
  buckets.giveBack('a', 100_000);
  assert.equal(buckets.waitMs('a', 100_000), 0);
});

test('taking from an empty bucket does not make it take longer, and a clock that goes back does no harm', () => {
  const buckets = new TokenBuckets({ capacity: 1, refillMs: 100 });
  for (const _ of [1, 2, 3]) buckets.take('a', 1000);
  assert.equal(buckets.waitMs('a', 1000), 100);
  assert.equal(buckets.waitMs('a', 0), 100);
});

test('it remembers only so many keys: the quietest is forgotten', () => {
  const buckets = new TokenBuckets({ capacity: 1, refillMs: 1000, maxKeys: 2 });
  for (const key of ['a', 'b', 'a', 'c']) buckets.take(key, 0);
  assert.deepEqual(
    ['a', 'b', 'c'].map((key) => buckets.waitMs(key, 0)),
    [1000, 0, 1000],
  );
});
