import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError } from '../errors.ts';
import type { ErrorCode } from '../errors.ts';
import { errorInWords, troubleOf } from './trouble.ts';
import type { Trouble } from './trouble.ts';

const clock = { now: Date.parse('2026-11-21T12:57:00Z'), zone: 'UTC' };

function trouble(code: ErrorCode, message: string, data?: object, said = ''): Trouble | null {
  return troubleOf(new AppError(code, message, { details: { data } }), said, clock);
}

const transient = (cause: string, retryAfterMs: number | null = null): Trouble => ({
  kind: 'transient',
  cause,
  retryAfterMs,
});
const until = (time: string): Trouble => ({ kind: 'usage_limit', until: Date.parse(time) });

test('what broke on the way to the model needs time, and says what it was', () => {
  assert.deepEqual(trouble('model_network', 'connect ECONNREFUSED'), transient('a network error'));
  assert.deepEqual(trouble('model_network', 'it answered 500: no'), transient('an error of the provider'));
  assert.deepEqual(
    trouble('model_network', 'Overloaded', { status: 529 }),
    transient('an overload of the model'),
  );
  assert.deepEqual(trouble('model_network', 'no', { status: 429 }), transient('a rate limit'));
});

test('how long the provider wants one to wait counts, as seconds or as a date', () => {
  const wait = (retryAfter: string): Trouble | null =>
    trouble('model_network', 'no', { status: 429, retryAfter });
  assert.deepEqual(wait('30'), transient('a rate limit', 30_000));
  assert.deepEqual(wait('Sat, 21 Nov 2026 12:58:00 GMT'), transient('a rate limit', 60_000));
  assert.deepEqual(
    trouble('model_network', 'usage limit, try again in 2h', { status: 429, retryAfter: '1' }),
    until('2026-11-21T14:57:00Z'),
  );
  assert.deepEqual(wait('3600'), until('2026-11-21T13:57:00Z'));
  for (const nonsense of ['soon', '-5', '', '99999999999'])
    assert.deepEqual(wait(nonsense), transient('a rate limit'));
});

test('a limit with a time far off parks the account, whatever code the agent gave it', () => {
  const words = "You've hit your limit · resets 3pm (Europe/Berlin)";
  for (const code of ['model_network', 'agent_protocol', 'model_credentials', 'agent_unavailable'] as const)
    assert.deepEqual(trouble(code, words), until('2026-11-21T14:00:00Z'), code);
  assert.deepEqual(
    trouble(
      'agent_unavailable',
      'Claude exited with code 1',
      undefined,
      'Claude AI usage limit reached|1795270000',
    ),
    until('2026-11-21T14:06:40Z'),
  );
  const data = { error: { type: 'usage_limit_reached', resets_in_seconds: 13_872 } };
  assert.deepEqual(
    trouble('model_network', 'The usage limit has been reached', data),
    until('2026-11-21T16:48:12Z'),
  );
});

test('a short limit holds up the task, not the account', () => {
  assert.deepEqual(
    trouble('model_network', 'quota exceeded, please retry in 38s'),
    transient('a rate limit', 38_000),
  );
});

test('a limit without a time that is certain is an ordinary back-off', () => {
  assert.deepEqual(
    trouble('model_network', 'usage limit reached, resets 3pm (PST)'),
    transient('a rate limit'),
  );
});

test('a crash, a missing program, a refused key speak of the agent; a failed setup does not', () => {
  for (const code of ['agent_unavailable', 'agent_protocol', 'agent_timeout', 'model_credentials'] as const)
    assert.deepEqual(trouble(code, 'it broke'), { kind: 'agent' }, code);
  assert.equal(trouble('setup_failed', 'npm ci failed: 503'), null);
  assert.equal(trouble('git_failed', 'connection reset'), null);
});

test('an agent that ends its turn with nothing but an error is not believed', () => {
  const errors = [
    "You've hit your usage limit. Try again in 4h 12m.",
    '■ You’ve hit your usage limit. Try again in 4h 12m.',
    'Claude AI usage limit reached|1795270000',
    'Error: 429 rate limit exceeded',
    'API Error: fetch failed',
  ];
  assert.deepEqual(
    errors.map((text) => errorInWords(text, clock)),
    errors.map(() => 'model_network'),
  );
  assert.equal(errorInWords('Error: 401 invalid api key', clock), 'model_credentials');
});

test('an agent that writes about limits and errors did its work', () => {
  const words = [
    'I added the message “usage limit reached, resets at 3pm” to the client.',
    "You've hit your usage limit is now shown in red.",
    'Error: messages are now translated.',
    'The rate limit is 429 per minute, as asked.',
    `Error: 429 ${'and a long report '.repeat(40)}`,
    '',
  ];
  assert.deepEqual(
    words.filter((text) => errorInWords(text, clock) !== null),
    [],
  );
});
