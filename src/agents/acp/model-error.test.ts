import assert from 'node:assert/strict';
import { test } from 'node:test';
import { adviceOf, classify, wordsOf } from './model-error.ts';

const internal = (details: unknown): { code: number; message: string; data: unknown } => ({
  code: -32603,
  message: 'Internal error',
  data: details,
});

const refused = [
  { code: -32000, message: 'Authentication required' },
  internal({ details: '401 Incorrect API key provided: sk-1' }),
  internal({ details: 'API key not valid. Please pass a valid API key.' }),
  internal({ details: { error: { message: 'invalid x-api-key' } }, status: 401 }),
  { code: 403, message: 'got status: PERMISSION_DENIED' },
  internal('Error: missing API key'),
  { code: -32603, message: 'User is not logged in' },
];

const unreachable = [
  internal({ details: 'connect ECONNREFUSED 127.0.0.1:1' }),
  internal({ details: 'getaddrinfo ENOTFOUND api.example.com' }),
  internal({ details: '503 Service Unavailable' }),
  { code: 500, message: 'terminated', data: { status: 500 } },
  internal({ details: '429 Too Many Requests', status: 429 }),
  { code: -32603, message: 'Request failed with status code 502' },
  internal('TypeError: fetch failed'),
  internal({ details: 'Connection error.' }),
];

const other = [
  { code: -32603, message: 'Internal error' },
  { code: -32602, message: 'Invalid params' },
  internal({ details: '404 The model `gpt-500` does not exist' }),
  internal({ details: 'Cannot read properties of undefined (line 5021)' }),
];

for (const error of refused)
  test(`a refused key is recognised: ${JSON.stringify(error)}`, () =>
    assert.equal(classify(error), 'model_credentials'));
for (const error of unreachable)
  test(`a model out of reach is recognised: ${JSON.stringify(error)}`, () =>
    assert.equal(classify(error), 'model_network'));
for (const error of other)
  test(`any other error stays the agent's own: ${JSON.stringify(error)}`, () =>
    assert.equal(classify(error), 'agent_protocol'));

test('the words of an error are the most telling ones it has', () => {
  assert.equal(
    wordsOf({ code: 1, message: 'Internal error', data: { details: '401 wrong key' } }),
    '401 wrong key',
  );
  assert.equal(wordsOf({ code: 1, message: 'Internal error', data: { error: { message: 'deep' } } }), 'deep');
  assert.equal(wordsOf({ code: 1, message: 'It failed', data: 'with reason' }), 'It failed: with reason');
  assert.equal(
    wordsOf({ code: 1, message: 'It failed: again', data: { message: 'again' } }),
    'It failed: again',
  );
  assert.equal(wordsOf({ code: 1, message: 'It failed', data: null }), 'It failed');
});

test('the next step stands apart from the words where the agent says it apart', () => {
  const next = 'Set OPENAI_API_KEY.';
  const error = { code: -32000, message: `There is no key. ${next}`, data: { kind: 'credentials', next } };
  assert.deepEqual(adviceOf(error), { words: 'There is no key.', next });
  for (const data of [undefined, { next: null }, { next: 'Something else.' }])
    assert.deepEqual(adviceOf({ ...error, data }), { words: error.message, next: null });
});
