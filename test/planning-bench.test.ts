// That what the benchmark of planning says about its corpus is so: good answers are plans, hostile ones are refused in words that
// are short and name what is wrong.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { corpus } from '../bench/planning/corpus.ts';
import { replay } from '../bench/planning/replay.ts';

const ends = (sort: string): readonly (readonly [name: string, end: string, words: string])[] =>
  corpus
    .filter((one) => one.sort === sort)
    .map((one) => {
      const { end, problems } = replay(one);
      return [one.name, end, problems.join('\n')];
    });

test('every good answer of the corpus is a plan at once', () => {
  assert.deepEqual(
    ends('good').filter(([, end]) => end !== 'valid'),
    [],
  );
});

test('a sloppy answer is a plan after it was told what is wrong, or is refused in the end', () => {
  const all = ends('sloppy');
  assert.ok(all.every(([, end]) => end !== 'valid'));
  assert.deepEqual(
    all.filter(([, end]) => end === 'refused').map(([name]) => name),
    ['wrong three times', 'says nothing at all'],
  );
});

test('every hostile answer of the corpus is refused, in a few words', () => {
  const all = ends('hostile');
  assert.ok(all.length >= 29);
  for (const [name, end, words] of all) {
    assert.equal(end, 'refused', name);
    assert.ok(words.length > 10 && words.length < 4000, `${name}: ${words.length} characters`);
  }
});
