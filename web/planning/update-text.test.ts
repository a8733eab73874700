import assert from 'node:assert/strict';
import { test } from 'node:test';
import { updateText } from './update-text.ts';

const failure = {
  kind: 'test',
  message: 'Check “npm test” failed.',
  next: '',
  detail: 'not ok 3\n',
} as const;

test('R42 R43 the Prompt Engineer is told the prompt, how often it was tried, and the error', () => {
  const text = updateText({ number: 7, prompt: 'Round half up.', attempt: 2, failure });
  assert.match(
    text,
    /^Round half up\.\n\n.*tried 2 times as #7 and failed: Check “npm test” failed\.\n\nnot ok 3\n\n/,
  );
});

test('a long error is cut to its end', () => {
  const detail = `${'x'.repeat(5000)}the end`;
  const text = updateText({ number: 7, prompt: 'p', attempt: 1, failure: { ...failure, detail } });
  assert.ok(text.length < 2300);
  assert.match(text, /the end\n/);
  assert.equal(updateText({ number: 7, prompt: 'p', attempt: 1, failure: null }), 'p');
});
