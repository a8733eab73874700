import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  areSaid,
  firstTwo,
  inWords,
  readDirections,
  sentOf,
  withOneMore,
  writeDirections,
  writtenOf,
} from './directions.ts';

const few = { instruction: ' with less text ', agent: '', model: '' };
const other = { instruction: '', agent: 'qwen', model: 'openai/gpt-5.5' };

test('R191 only what is written is sent, and two directions that are the same are not enough', () => {
  assert.deepEqual(sentOf([few, other]), [
    { instruction: 'with less text' },
    { agent: 'qwen', model: 'openai/gpt-5.5' },
  ]);
  assert.equal(areSaid(firstTwo), false);
  assert.equal(areSaid([few]), false);
  assert.equal(areSaid([few, few]), false);
  assert.equal(areSaid([few, other]), true);
  assert.equal(areSaid(withOneMore([few])), true, 'once in a way, and once as it is');
});

test('what is half written is kept, and what the server has is written again', () => {
  assert.deepEqual(readDirections(writeDirections([few, other])), [few, other]);
  for (const text of ['', '{}', '[1]', '[{"agent":"x"}]']) assert.deepEqual(readDirections(text), []);
  assert.equal(writeDirections([]), '');
  const kept = { agent: 'qwen', model: null, instruction: 'with less text' };
  assert.deepEqual(writtenOf([kept]), [{ agent: 'qwen', model: '', instruction: 'with less text' }]);
  assert.equal(inWords(kept), 'qwen: with less text');
  assert.equal(inWords({ agent: null, model: null, instruction: null }), 'as it is');
});
